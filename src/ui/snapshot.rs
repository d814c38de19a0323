//! A screen on paper: its characters, a grid of letters for its styles, and what the letters mean.
//!
//! A reviewer can read both, and a change of one colour changes one line of the legend.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Letters for styles, in the order in which they are used; cells without a style have a dot.
const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The whole buffer. Trailing blanks are left out, and empty rows of the grid are kept, so that both have the same rows.
pub fn picture(buffer: &Buffer) -> String {
    let mut page = characters(buffer);
    let mut looks: Vec<Look> = Vec::new();
    let mut grid = String::new();
    for row in rows(buffer) {
        let line: String = shown(row).map(|(_, look)| letter(&mut looks, look)).collect();
        let _ = writeln!(grid, "{}", line.trim_end_matches('.'));
    }
    if looks.is_empty() {
        return page;
    }
    page.push_str("───\n");
    page.push_str(&grid);
    page.push_str("───\n");
    for (index, look) in looks.iter().enumerate() {
        let _ = writeln!(page, "{} {}", letter_of(index), look.describe());
    }
    page
}

/// The characters alone.
pub fn characters(buffer: &Buffer) -> String {
    let mut page = String::new();
    for row in rows(buffer) {
        let line: String = shown(row).map(|(symbol, _)| symbol).collect();
        let _ = writeln!(page, "{}", line.trim_end());
    }
    page
}

fn rows(buffer: &Buffer) -> std::slice::Chunks<'_, Cell> {
    buffer.content.chunks(usize::from(buffer.area.width).max(1))
}

/// Symbol and look of each cell. The cells behind a wide symbol show nothing, and look like it.
pub(super) fn shown(cells: &[Cell]) -> impl Iterator<Item = (&str, Look)> {
    let mut hidden = 0;
    let mut look = Look::default();
    cells.iter().map(move |cell| {
        if hidden > 0 {
            hidden -= 1;
            return ("", look);
        }
        hidden = crate::text::width_of(cell.symbol()).saturating_sub(1);
        look = Look::of(cell);
        (cell.symbol(), look)
    })
}

fn letter(looks: &mut Vec<Look>, look: Look) -> char {
    if look == Look::default() {
        return '.';
    }
    let index = looks.iter().position(|known| *known == look).unwrap_or_else(|| {
        looks.push(look);
        looks.len() - 1
    });
    letter_of(index)
}

fn letter_of(index: usize) -> char {
    LETTERS.get(index).map_or('#', |letter| char::from(*letter))
}

/// A style as it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) letters: Color,
    pub(super) ground: Color,
    pub(super) modifier: Modifier,
}

impl Default for Look {
    fn default() -> Self {
        Self { letters: Color::Reset, ground: Color::Reset, modifier: Modifier::empty() }
    }
}

impl Look {
    pub(super) fn of(cell: &Cell) -> Self {
        Self { letters: cell.fg, ground: cell.bg, modifier: cell.modifier }
    }

    fn describe(self) -> String {
        let mut words = Vec::new();
        if self.letters != Color::Reset {
            words.push(format!("letters {}", name(self.letters)));
        }
        if self.ground != Color::Reset {
            words.push(format!("ground {}", name(self.ground)));
        }
        words.extend(self.modifier.iter_names().map(|(name, _)| name.to_lowercase()));
        words.join(" ")
    }
}

fn name(color: Color) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        other => format!("{other:?}").to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn characters_styles_and_legend_can_be_read() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        buffer.set_string(0, 0, "een", Style::default().fg(Color::Rgb(255, 0, 16)));
        buffer.set_string(4, 0, "界x", Style::default().add_modifier(Modifier::BOLD));
        let expected = "een 界x\n\n───\naaa.bbb\n\n───\na letters #ff0010\nb bold\n";
        assert_eq!(picture(&buffer), expected);
        assert_eq!(picture(&Buffer::empty(Rect::new(0, 0, 2, 1))), "\n");
    }
}
