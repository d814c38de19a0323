//! Times at the start of a line: `[00:14:05]`, `(00:12)`, `11:02:09`, `00:00:01.500 --> 00:00:03.000`.

use super::Time;
use crate::text::Span;

/// A time and what follows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeRead {
    pub time: Time,
    /// Byte in the text behind the time and its closing bracket.
    pub after: u32,
    /// Brackets, or hours too: sure to be a time even where no label follows.
    pub sure: bool,
}

/// Reads a time that starts at the first byte of `rest`, which stands at byte `offset` of the text.
pub(super) fn read(rest: &str, offset: u32) -> Option<TimeRead> {
    let bytes = rest.as_bytes();
    let close = match bytes.first()? {
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        b'0'..=b'9' => None,
        _ => return None,
    };
    let open = usize::from(close.is_some());
    let (milliseconds, parts, mut at) = clock(bytes, open)?;
    if let Some(close) = close {
        at = range_end(bytes, at).unwrap_or(at);
        at = (bytes.get(at) == Some(&close)).then_some(at + 1)?;
    } else if bytes.get(at).is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) {
        return None;
    }
    let after = offset + at as u32;
    let time = Time { span: Span::new(offset, after), milliseconds };
    Some(TimeRead { time, after, sure: close.is_some() || parts == 3 })
}

/// True when `rest` starts with the `00:00:01.000 --> 00:00:03.000` of a subtitle.
pub(super) fn is_cue(rest: &str) -> bool {
    clock(rest.as_bytes(), 0).is_some_and(|(_, _, at)| rest[at..].trim_start().starts_with("-->"))
}

/// Milliseconds, number of parts, and the byte behind, of the clock time at `at`.
pub(super) fn clock(bytes: &[u8], mut at: usize) -> Option<(u64, usize, usize)> {
    let (mut seconds, mut parts) = (0, 0);
    loop {
        let digits = bytes[at..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        let value = bytes[at..at + digits].iter().fold(0, |value, byte| value * 10 + u64::from(byte - b'0'));
        let fits = if parts == 0 { (1..=3).contains(&digits) } else { digits == 2 && value < 60 };
        if !fits {
            return None;
        }
        seconds = seconds * 60 + value;
        parts += 1;
        at += digits;
        if parts == 3 || bytes.get(at) != Some(&b':') {
            break;
        }
        at += 1;
    }
    let (fraction, at) = fraction(bytes, at);
    (parts > 1).then_some((seconds * 1000 + fraction, parts, at))
}

/// The milliseconds of `.5` or `,500` at `at`, and the byte behind.
fn fraction(bytes: &[u8], at: usize) -> (u64, usize) {
    if !matches!(bytes.get(at), Some(b'.' | b',')) {
        return (0, at);
    }
    let digits = bytes[at + 1..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return (0, at);
    }
    let mut milliseconds = 0;
    for place in 0..3 {
        let digit = if place < digits { bytes[at + 1 + place] - b'0' } else { 0 };
        milliseconds = milliseconds * 10 + u64::from(digit);
    }
    (milliseconds, at + 1 + digits)
}

/// The byte behind the second time of `[00:14:05 - 00:14:31]`, when there is one at `at`.
fn range_end(bytes: &[u8], at: usize) -> Option<usize> {
    let blanks = |from: usize| from + bytes[from..].iter().take_while(|byte| **byte == b' ').count();
    let from = blanks(at);
    let arrow = ["-->", "-", "–"].into_iter().find(|arrow| bytes[from..].starts_with(arrow.as_bytes()))?;
    clock(bytes, blanks(from + arrow.len())).map(|(_, _, end)| end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rest: &str, expected: Option<(&str, u64)>) {
        let seen = read(rest, 0).map(|found| (found.time.span.slice(rest), found.time.milliseconds));
        assert_eq!(seen, expected, "{rest}");
    }

    #[test]
    fn times_as_transcripts_write_them() {
        check("[00:14:05] FA1: Leg", Some(("[00:14:05]", 845_000)));
        check("(00:12) Ja", Some(("(00:12)", 12_000)));
        check("[75:10]", Some(("[75:10]", 4_510_000)));
        check("11:02:09", Some(("11:02:09", 39_729_000)));
        check("[0:01.5]", Some(("[0:01.5]", 1_500)));
        check("[00:14:05 - 00:14:31] Ja", Some(("[00:14:05 - 00:14:31]", 845_000)));
        check("00:00:01,250 --> 00:00:03,000", Some(("00:00:01,250", 1_250)));
    }

    #[test]
    fn what_only_looks_like_a_time() {
        for rest in [
            "[onverstaanbaar]",
            "12",
            "3:5",
            "1:99",
            "[00:14:05 FA1",
            "10:30uur",
            "[00:14:05",
            "(",
            "",
            "1234:00",
        ] {
            check(rest, None);
        }
    }

    #[test]
    fn a_bare_time_without_hours_is_not_sure() {
        assert!(!read("10:30 was het druk", 0).unwrap().sure);
        assert!(read("[10:30] Was het druk?", 0).unwrap().sure);
    }

    #[test]
    fn a_cue_has_an_arrow() {
        assert!(is_cue("00:00:01.000 --> 00:00:03.000 align:start"));
        assert!(is_cue("00:01.000-->00:03.000"));
        assert!(!is_cue("00:00:01.000 Ja"));
    }
}
