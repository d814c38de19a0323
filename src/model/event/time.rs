//! When an event was written.

use jiff::Timestamp;

/// A time as events have it: RFC 3339, which we write in UTC with milliseconds.
pub fn parse_time(text: &str) -> Option<Timestamp> {
    // The parser takes other forms as well, and another reader would not.
    let (shape, rest) = text.as_bytes().split_at_checked(19)?;
    let fits = |(byte, wanted): (&u8, u8)| match wanted {
        b'0' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't' | b' '),
        other => *byte == other,
    };
    let is_zone = |zone: &[u8]| match zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', hour @ .., b':', m1, m2] => {
            hour.len() == 2 && hour.iter().chain([m1, m2]).all(u8::is_ascii_digit)
        }
        _ => false,
    };
    let zone = match rest.strip_prefix(b".") {
        Some(fraction) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            &fraction[if digits == 0 { fraction.len() } else { digits }..]
        }
        None => rest,
    };
    // A second that was put in (`:60`) is no time for most readers.
    let whole = shape.iter().zip(*b"0000-00-00T00:00:00").all(fits) && shape[17] < b'6' && is_zone(zone);
    if whole { text.parse().ok() } else { None }
}
