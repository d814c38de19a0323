//! Colours as other programs write them.

/// What stands where a colour should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Color {
    /// Nothing.
    None,
    /// Red, green, blue.
    Found((u8, u8, u8)),
    /// One that is not solid; how much it lets through is left out.
    SeeThrough((u8, u8, u8)),
    /// Something else.
    Unknown,
}

/// Reads `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa` (the `#` may be missing), `rgb(…)` and `rgba(…)`.
pub(super) fn color(text: &str) -> Color {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Color::None;
    }
    let rgb = text.strip_prefix("rgba").or_else(|| text.strip_prefix("rgb")).map(str::trim);
    let found = match rgb.and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')')) {
        Some(inside) => numbers(inside),
        None => digits(text.strip_prefix('#').unwrap_or(&text)),
    };
    match found {
        None => Color::Unknown,
        Some((color, true)) => Color::Found(color),
        Some((color, false)) => Color::SeeThrough(color),
    }
}

/// The colour, and whether it is solid.
type Solid = ((u8, u8, u8), bool);

fn digits(hex: &str) -> Option<Solid> {
    let digits: Vec<u8> =
        hex.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let one = |at: usize| digits[at] * 17;
    let two = |at: usize| digits[at] * 16 + digits[at + 1];
    Some(match digits.len() {
        3 => ((one(0), one(1), one(2)), true),
        4 => ((one(0), one(1), one(2)), one(3) == 255),
        6 => ((two(0), two(2), two(4)), true),
        8 => ((two(0), two(2), two(4)), two(6) == 255),
        _ => return None,
    })
}

fn numbers(inside: &str) -> Option<Solid> {
    let parts: Vec<&str> = inside.split([',', ' ', '/', '\t']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str, whole: f64| -> Option<f64> {
        let (text, scale) = part.strip_suffix('%').map_or((part, 1.0), |text| (text, whole / 100.0));
        let number: f64 = text.parse().ok()?;
        number.is_finite().then_some(number * scale)
    };
    let channel = |part: &str| Some(number(part, 255.0)?.round().clamp(0.0, 255.0) as u8);
    let solid = match parts.len() {
        3 => true,
        4 => number(parts[3], 1.0)? >= 1.0,
        _ => return None,
    };
    Some(((channel(parts[0])?, channel(parts[1])?, channel(parts[2])?), solid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_all_kinds() {
        let found = Color::Found((0xcc, 0x55, 0x22));
        for text in [
            "#c52",
            "#CC5522",
            "cc5522",
            "#cc5522ff",
            "#c52f",
            "rgb(204,85,34)",
            " RGB( 204 85 34 ) ",
            "rgba(80%, 33.4%, 13.4%, 1)",
        ] {
            assert_eq!(color(text), found, "{text}");
        }
        for text in ["#cc552280", "#c528", "rgba(204, 85, 34, 0.5)", "rgb(204 85 34 / 50%)"] {
            assert_eq!(color(text), Color::SeeThrough((0xcc, 0x55, 0x22)), "{text}");
        }
        for text in ["rood", "#12", "rgb(1,2)", "rgb(1,2,x)", "rgb(NaN,1,1)", "+12345", "var(--x)"] {
            assert_eq!(color(text), Color::Unknown, "{text}");
        }
        assert_eq!(color("  "), Color::None);
    }
}
