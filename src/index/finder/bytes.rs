//! Numbers and strings as bytes and back, little endian, with a checksum: the files of the index that are ours.

/// Gathers bytes.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn u32(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn u64(&mut self, number: u64) {
        self.0.extend(number.to_le_bytes());
    }

    /// Its length in bytes, then the string.
    pub(super) fn string(&mut self, string: &str) {
        self.u32(string.len() as u32);
        self.0.extend(string.as_bytes());
    }

    /// How many, then each.
    pub(super) fn u32s(&mut self, numbers: &[u32]) {
        self.u32(numbers.len() as u32);
        self.0.reserve(numbers.len() * 4);
        for &number in numbers {
            self.u32(number);
        }
    }

    /// All bytes, with their checksum behind them.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let sum = checksum(&self.0);
        self.u64(sum);
        self.0
    }
}

/// Takes bytes apart; whatever is asked for and not there is `None`.
#[derive(Debug)]
pub(super) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    /// Reads what [`Writer::finish`] gave; the checksum is looked at by [`is_whole`].
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(&bytes[..bytes.len().saturating_sub(8)])
    }

    pub(super) fn bytes(&mut self, length: usize) -> Option<&'b [u8]> {
        let (these, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(these)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.bytes(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.bytes(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    pub(super) fn string(&mut self) -> Option<&'b str> {
        let length = self.u32()? as usize;
        std::str::from_utf8(self.bytes(length)?).ok()
    }

    pub(super) fn u32s(&mut self) -> Option<Vec<u32>> {
        let length = self.u32()? as usize;
        let bytes = self.bytes(length.checked_mul(4)?)?;
        Some(bytes.chunks_exact(4).map(number).collect())
    }

    /// True when nothing is left.
    pub(super) fn is_done(&self) -> bool {
        self.0.is_empty()
    }
}

/// The number in four bytes.
pub(super) fn number(bytes: &[u8]) -> u32 {
    bytes.try_into().map_or(0, u32::from_le_bytes)
}

/// True when the checksum at the end of `bytes` is that of the bytes before it.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    bytes.split_last_chunk::<8>().is_some_and(|(before, sum)| checksum(before) == u64::from_le_bytes(*sum))
}

/// Changes whenever one piece of eight bytes does, and with the length. Four sums side by side are as fast as memory.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |sum: u64, piece: u64| (sum ^ piece).wrapping_mul(PRIME).rotate_left(29);
    let mut sums = [1_u64, 2, 3, 4];
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        for (sum, piece) in sums.iter_mut().zip(chunk.chunks_exact(8)) {
            *sum = step(*sum, piece.try_into().map_or(0, u64::from_le_bytes));
        }
    }
    let rest = chunks.remainder().iter().fold(bytes.len() as u64, |sum, &byte| step(sum, u64::from(byte)));
    sums.into_iter().fold(rest, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_and_every_lost_byte_shows() {
        let mut writer = Writer::default();
        writer.string("één zin van deze studie, en nog een");
        writer.u32s(&[7, 0, u32::MAX]);
        writer.u64(1 << 40);
        let bytes = writer.finish();
        assert!(is_whole(&bytes) && !is_whole(b"") && !is_whole(b"kort"));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << (at % 8);
            assert!(!is_whole(&damaged), "byte {at}");
            assert!(!is_whole(&bytes[..at]), "byte {at}");
        }
    }

    #[test]
    fn what_was_written_is_read_and_no_more() {
        let mut writer = Writer::default();
        writer.u32(3);
        writer.string("één");
        writer.u32s(&[5, 6]);
        writer.u64(9);
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        assert_eq!((reader.u32(), reader.string(), reader.u32s()), (Some(3), Some("één"), Some(vec![5, 6])));
        assert_eq!((reader.u64(), reader.is_done(), reader.u32()), (Some(9), true, None));
        assert_eq!(Reader::new(&[255; 20]).u32s(), None);
    }
}
