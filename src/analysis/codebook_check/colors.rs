//! Can the colours be told apart, and seen?
//!
//! The rule: two codes of one family lie at least [`WITHIN_FAMILY`] apart, the base colours of two families (each that of
//! its first coloured code) at least [`BETWEEN_FAMILIES`], as distances in `OKLab`; and each colour has a contrast of at
//! least [`CONTRAST`] with a dark and with a light background. Codes without a colour of their own take that of the code above
//! them on purpose and are not compared.

use super::source::{Entry, Sources};
use super::{Report, Rule};

/// Red, green and blue, of sRGB.
pub type Rgb = (u8, u8, u8);

/// Smallest distance between two codes of one family. Side by side people see a difference of about 0.02; twice that
/// holds when there is text between.
pub const WITHIN_FAMILY: f64 = 0.04;

/// Smallest distance between the base colours of two families.
pub const BETWEEN_FAMILIES: f64 = 0.06;

/// Smallest contrast with the background: what WCAG 2.2 (1.4.11) asks of signs that are no text.
pub const CONTRAST: f64 = 3.0;

/// The backgrounds that the screen and the pages have.
const GROUNDS: [(&str, Rgb); 2] = [("dark", (18, 18, 18)), ("light", (255, 255, 255))];

pub(super) fn check(sources: &Sources<'_>, report: &mut Report) {
    let mut bases: Vec<(&Entry<'_>, Rgb)> = Vec::new();
    for family in 0..sources.families.len() {
        let own = sources.entries.iter().filter(|entry| entry.family == family && !entry.code.retired);
        let colored: Vec<_> = own.filter_map(|entry| Some((entry, entry.code.color?))).collect();
        bases.extend(colored.first());
        similar(&colored, WITHIN_FAMILY, "", report);
        for (entry, color) in colored {
            for (ground, behind) in GROUNDS {
                let seen = contrast(color, behind);
                if seen < CONTRAST {
                    let (id, color) = (&entry.code.id, hex(color));
                    let what = format!(
                        "the colour {color} of `{id}` has a contrast of {seen:.2} on a {ground} background, {CONTRAST:.2} are needed"
                    );
                    let cure = if ground == "dark" { "make it lighter" } else { "make it darker" };
                    report.error(Rule::FaintColor, entry.key("color"), what, cure);
                }
            }
        }
    }
    similar(&bases, BETWEEN_FAMILIES, "the base colours of two families, ", report);
}

fn similar(colored: &[(&Entry<'_>, Rgb)], least: f64, whose: &str, report: &mut Report) {
    for (nth, (entry, color)) in colored.iter().enumerate() {
        let near = colored[..nth]
            .iter()
            .map(|(other, other_color)| (distance(*color, *other_color), *other, *other_color))
            .filter(|(apart, ..)| *apart < least)
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((apart, other, other_color)) = near {
            let what = format!(
                "{whose}{} of `{}` and {} of `{}` ({}) can hardly be told apart: {apart:.4} in OKLab, {least:.4} are needed",
                hex(*color),
                entry.code.id,
                hex(other_color),
                other.code.id,
                other.shown()
            );
            let cure = "change one, or leave `color` out: the code then has that of the code above it";
            report.error(Rule::SimilarColors, entry.key("color"), what, cure);
        }
    }
}

fn hex((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// How far two colours lie apart: the distance in `OKLab` (Ottosson 2020), in which equal steps look about equal; from 0
/// to 1 between black and white.
pub fn distance(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (oklab(one), oklab(other));
    (0..3).map(|axis| (one[axis] - other[axis]).powi(2)).sum::<f64>().sqrt()
}

/// The contrast of two colours by WCAG 2.2: from 1 to 21.
pub fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(color: Rgb) -> f64 {
    let [red, green, blue] = linear(color);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Light instead of the signal: sRGB's curve undone (IEC 61966-2-1).
fn linear((red, green, blue): Rgb) -> [f64; 3] {
    [red, green, blue].map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

fn oklab(color: Rgb) -> [f64; 3] {
    let times = |matrix: [[f64; 3]; 3], vector: [f64; 3]| {
        matrix.map(|row| row.iter().zip(vector).map(|(factor, part)| factor * part).sum::<f64>())
    };
    let cones = times(
        [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ],
        linear(color),
    );
    times(
        [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ],
        cones.map(f64::cbrt),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: Rgb = (255, 255, 255);
    const BLACK: Rgb = (0, 0, 0);

    #[test]
    fn distances_and_contrasts_have_their_known_values() {
        assert!((distance(BLACK, WHITE) - 1.0).abs() < 1e-6);
        assert!((contrast(BLACK, WHITE) - 21.0).abs() < 1e-9);
        // Published values of OKLab for pure red and blue: (0.628, 0.225, 0.126) and (0.452, -0.032, -0.312).
        let red = oklab((255, 0, 0));
        let blue = oklab((0, 0, 255));
        for (found, known) in red.iter().chain(&blue).zip([0.628, 0.225, 0.126, 0.452, -0.032, -0.312]) {
            assert!((found - known).abs() < 0.001, "{found} for {known}");
        }
        // The grey that just meets 4.5 on white.
        assert!((contrast((0x76, 0x76, 0x76), WHITE) - 4.54).abs() < 0.01);
    }
}
