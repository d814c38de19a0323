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
            ground_of_run(&mut page, ground, run[0].1, (start, run.len(), row));
            // Lines and stripes are drawn, so that they join from row to row in every font.
            for part in run.chunk_by(|left, right| drawn(left.0).is_none() && drawn(right.0).is_none()) {
                let text: String = part.iter().map(|(symbol, _)| *symbol).collect();
                match drawn(&text) {
                    Some(strokes) => shape(&mut page, letters(ground, run[0].1), strokes, (start, row)),
                    None => words(&mut page, ground, run[0].1, &text, (start, part.len(), row)),
                }
                start += part.len();
            }
        }
    }
    page.push_str("</g>\n</svg>\n");
    page
}

/// A rectangle in a cell: left, top, width, height in parts of 18 columns and 38 rows.
type Stroke = (u32, u32, u32, u32);

/// What a symbol looks like that is a shape and no letter.
fn drawn(symbol: &str) -> Option<&'static [Stroke]> {
    const ACROSS: Stroke = (0, 18, 18, 2);
    const LEFT: Stroke = (0, 18, 10, 2);
    const RIGHT: Stroke = (8, 18, 10, 2);
    const DOWN: Stroke = (8, 0, 2, 38);
    const UPPER: Stroke = (8, 0, 2, 20);
    const LOWER: Stroke = (8, 18, 2, 20);
    Some(match symbol {
        "─" => &[ACROSS],
        "│" => &[DOWN],
        "┬" => &[ACROSS, LOWER],
        "┴" => &[ACROSS, UPPER],
        "┌" => &[RIGHT, LOWER],
        "┐" => &[LEFT, LOWER],
        "└" => &[RIGHT, UPPER],
        "┘" => &[LEFT, UPPER],
        "▎" => &[(0, 0, 4, 38)],
        "▏" => &[(0, 0, 2, 38)],
        "▌" => &[(0, 0, 9, 38)],
        "▐" => &[(9, 0, 9, 38)],
        _ => return None,
    })
}

fn shape(page: &mut String, color: Rgb, strokes: &[Stroke], (column, row): (usize, usize)) {
    let (x, y) = place(column, row);
    for (left, top, width, height) in strokes {
        let half = |value: u32| f64::from(value) / 2.0;
        let _ = writeln!(
            page,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            f64::from(x) + half(*left),
            f64::from(y) + half(*top),
            half(*width),
            half(*height),
            hex(color)
        );
    }
}

fn place(column: usize, row: usize) -> (u32, u32) {
    (EDGE + column as u32 * CELL.0, EDGE + row as u32 * CELL.1)
}

fn letters(ground: Ground, look: Look) -> Rgb {
    if look.modifier.contains(Modifier::REVERSED) {
        rgb(look.ground).unwrap_or(ground_of(ground))
    } else {
        rgb(look.letters).unwrap_or(letters_of(ground))
    }
}

fn behind(ground: Ground, look: Look) -> Option<Rgb> {
    if look.modifier.contains(Modifier::REVERSED) {
        Some(rgb(look.letters).unwrap_or(letters_of(ground)))
    } else {
        rgb(look.ground)
    }
}

/// What lies behind a run of cells that look the same; its first column, its number of columns and its row.
fn ground_of_run(page: &mut String, ground: Ground, look: Look, run: (usize, usize, usize)) {
    let Some(behind) = behind(ground, look) else { return };
    let ((x, y), width) = (place(run.0, run.2), run.1 as u32 * CELL.0);
    let height = CELL.1;
    let _ = writeln!(
        page,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
        hex(behind)
    );
}

/// The letters of a run.
fn words(page: &mut String, ground: Ground, look: Look, text: &str, run: (usize, usize, usize)) {
    let ((x, y), width) = (place(run.0, run.2), run.1 as u32 * CELL.0);
    if text.trim().is_empty() && !look.modifier.contains(Modifier::UNDERLINED) {
        return;
    }
    let mut looks = format!("fill=\"{}\"", hex(letters(ground, look)));
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
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        buffer.set_string(0, 0, "a▎│", Style::default());
        let shapes = svg(&buffer, Ground::Dark, "");
        assert_eq!((shapes.matches("<text").count(), shapes.matches("<rect").count()), (1, 3), "{shapes}");
        assert!(page.contains("<title>x &amp; y</title>") && page.ends_with("</svg>\n"));
    }
}
