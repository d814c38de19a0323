//! Short fingerprints: of a text, of a code's definition.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// Fingerprint of a whole text: the first 8 bytes of its SHA-256, written as 16 hex digits.
///
/// It tells whether a text changed since a coding was made on it; it is no defence against forgery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct TextHash(pub u64);

impl TextHash {
    /// The fingerprint of `text`.
    pub fn of(text: &str) -> Self {
        Self::from_sha256(&sha256(text.as_bytes()))
    }

    /// The fingerprint that belongs to a full SHA-256.
    pub fn from_sha256(hash: &[u8; 32]) -> Self {
        let mut first = [0; 8];
        first.copy_from_slice(&hash[..8]);
        Self(u64::from_be_bytes(first))
    }
}

impl fmt::Display for TextHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for TextHash {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() == 16 && is_hex(text) {
            u64::from_str_radix(text, 16).map(Self).map_err(drop)
        } else {
            Err(())
        }
    }
}

/// The state of a code's definition: the first 4 bytes of a SHA-256 over definition, include and exclude,
/// written as 8 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Revision(pub u32);

impl Revision {
    /// The revision of the given parts, in order; moving text from one part to the next changes it.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        let hash = hasher.finalize();
        Self(u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl FromStr for Revision {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if text.len() == 8 && is_hex(text) {
            u32::from_str_radix(text, 16).map(Self).map_err(drop)
        } else {
            Err(())
        }
    }
}

/// A number may carry a sign when it is parsed; a fingerprint may not.
fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_read_back_as_written() {
        let hash = TextHash::of("één zin");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(TextHash::of("abc").to_string(), "ba7816bf8f01cfea");
        let revision = Revision::of(["a", "b"]);
        assert_eq!(revision.to_string().parse(), Ok(revision));
        assert_ne!(revision, Revision::of(["ab", ""]));
        assert!("12".parse::<Revision>().is_err());
        assert!("+1234567".parse::<Revision>().is_err());
        assert!("+123456789abcdef".parse::<TextHash>().is_err());
    }
}
