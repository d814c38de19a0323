//! A screen as a picture, for the README: drawn from the real buffer, so that it cannot lie.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::snapshot::{Look, shown};
use super::theme::{Ground, Rgb};

/// Size of a cell and of its letters, in pixels.
const CELL: (u32, u32) = (9, 19);
const LETTERS: u32 = 15;
/// Around the screen.
const EDGE: u32 = 12;

/// The buffer as a complete SVG file. `title` is read out by screen readers.
pub fn svg(buffer: &Buffer, ground: Ground, title: &str) -> String {
    let (columns, rows) = (u32::from(buffer.area.width), u32::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2 * EDGE, rows * CELL.1 + 2 * EDGE);
    let mut page = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>{}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{}\"/>\n\
         <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"{LETTERS}\" \
         xml:space=\"preserve\">\n",
        escape(title),
        hex(ground_of(ground))
    );
    for (row, cells) in buffer.content.chunks(columns.max(1) as usize).enumerate() {
        let cells: Vec<(&str, Look)> = shown(cells).collect();
        let mut start = 0;
        for run in cells.chunk_by(|left, right| left.1 == right.1) {
            let text: String = run.iter().map(|(symbol, _)| *symbol).collect();
            piece(&mut page, ground, run[0].1, &text, (start, run.len(), row));
            start += run.len();
        }
    }
    page.push_str("</g>\n</svg>\n");
    page
}

/// One run of cells that look the same; `place` is its first column, its number of columns and its row.
fn piece(page: &mut String, ground: Ground, look: Look, text: &str, place: (usize, usize, usize)) {
    let (column, columns, row) = (place.0 as u32, place.1 as u32, place.2 as u32);
    let (x, y) = (EDGE + column * CELL.0, EDGE + row * CELL.1);
    let width = columns * CELL.0;
    let mut letters = rgb(look.letters).unwrap_or(letters_of(ground));
    let mut behind = rgb(look.ground);
    if look.modifier.contains(Modifier::REVERSED) {
        (letters, behind) = (behind.unwrap_or(ground_of(ground)), Some(letters));
    }
    if let Some(behind) = behind {
        let _ = writeln!(
            page,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{}\" fill=\"{}\"/>",
            CELL.1,
            hex(behind)
        );
    }
    let lined = look.modifier.contains(Modifier::UNDERLINED);
    if text.trim().is_empty() && !lined {
        return;
    }
    let mut looks = format!("fill=\"{}\"", hex(letters));
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.6\""),
    ] {
        if look.modifier.contains(modifier) {
            looks.push_str(attribute);
        }
    }
    let _ = writeln!(
        page,
        "<text x=\"{x}\" y=\"{}\" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\" {looks}>{}</text>",
        y + LETTERS,
        escape(text)
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn hex((red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn ground_of(ground: Ground) -> Rgb {
    match ground {
        Ground::Dark => (18, 18, 18),
        Ground::Light => (255, 255, 255),
    }
}

fn letters_of(ground: Ground) -> Rgb {
    match ground {
        Ground::Dark => (222, 222, 222),
        Ground::Light => (30, 30, 30),
    }
}

/// `None` for the terminal's own colour and for those of its palette, which a picture does not know.
fn rgb(color: Color) -> Option<Rgb> {
    match color {
        Color::Rgb(red, green, blue) => Some((red, green, blue)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn runs_of_one_look_become_one_text_each() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "a<b", Style::default().bg(Color::Rgb(1, 2, 3)));
        buffer.set_string(4, 0, "界", Style::default().add_modifier(Modifier::BOLD));
        let page = svg(&buffer, Ground::Dark, "x & y");
        assert_eq!(page.matches("<text").count(), 2, "{page}");
        assert!(page.contains("fill=\"#010203\""));
        assert!(
            page.contains(
                "textLength=\"27\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#dedede\">a&lt;b</text>"
            )
        );
        assert!(page.contains(
            "textLength=\"18\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#dedede\" font-weight=\"bold\">界<"
        ));
        assert!(page.contains("<title>x &amp; y</title>") && page.ends_with("</svg>\n"));
    }
}
