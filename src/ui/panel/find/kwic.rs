//! Words in their context: one row in which the hit stands beneath those of the other rows.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::{Span, cells, graphemes, width_of};
use crate::ui::paint::write;

/// Bytes before the hit, and from the hit on, that a row looks at; no screen is wider.
const BEFORE: u32 = 240;
const FROM: u32 = 1200;

/// A stretch of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its words, one line.
    pub words: String,
    /// True for what was found.
    pub hit: bool,
}

/// A row of text with what was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Context {
    /// What stands before the first hit.
    pub before: String,
    /// True where there is more before it.
    pub cut: bool,
    /// The first hit and all behind it.
    pub from: Vec<Piece>,
}

impl Context {
    /// Of the part `room` of `text` (bytes); `hits` are spans of it, by place. Without a hit it begins where the room does.
    pub(super) fn of(text: &str, room: Span, hits: &[Span]) -> Self {
        let room = room.intersection(Span::of(text)).unwrap_or_default();
        let first = hits.iter().find(|hit| room.contains(hit.start));
        let start = first.map_or(room.start, |hit| hit.start);
        let begin = graphemes::ceil(text, start.saturating_sub(BEFORE).max(room.start));
        let end = graphemes::floor(text, start.saturating_add(FROM).min(room.end)).max(start);
        let mut context = Self { cut: begin > room.start, ..Self::default() };
        one_line(&mut context.before, &text[begin as usize..start as usize]);
        let mut at = start;
        for hit in hits.iter().filter(|hit| hit.end > start && hit.start < end) {
            context.push(text, Span::new(at, hit.start.max(at)), false);
            let found = Span::new(hit.start.max(at), hit.end.clamp(at, end));
            context.push(text, found, true);
            at = at.max(found.end);
        }
        context.push(text, Span::new(at, end), false);
        context
    }

    fn push(&mut self, text: &str, span: Span, hit: bool) {
        if !span.is_empty() {
            let mut words = String::new();
            one_line(&mut words, span.slice(text));
            self.from.push(Piece { words, hit });
        }
    }

    /// Draws it in one row, the first hit at column `anchor` of the row where what stands before it reaches that far.
    pub(super) fn draw(&self, buffer: &mut Buffer, row: Rect, anchor: u16, styles: Styles) {
        if row.is_empty() {
            return;
        }
        let anchor = anchor.min(row.width / 2);
        let before = tail(&self.before, anchor, self.cut);
        let at = if self.from.iter().any(|piece| piece.hit) { anchor - width_of(&before) } else { 0 };
        let mut x = write(buffer, row.x + at, row.y, row.width, &before, styles.around);
        for piece in &self.from {
            let room = row.right().saturating_sub(x);
            if room == 0 {
                break;
            }
            let style = if piece.hit { styles.hit } else { styles.text };
            x = write(buffer, x, row.y, room, &piece.words, style);
            if is_wider(&piece.words, room) {
                break;
            }
        }
    }
}

/// True where words do not fit into so many columns; no more of them is looked at than that.
fn is_wider(words: &str, room: u16) -> bool {
    cells(words, Span::of(words)).any(|cell| cell.column.saturating_add(cell.width) > room)
}

/// How the parts of a row look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Styles {
    /// What stands before the hit.
    pub around: Style,
    /// What stands behind it.
    pub text: Style,
    /// What was found.
    pub hit: Style,
}

/// Line ends and runs of blanks become one blank.
fn one_line(line: &mut String, words: &str) {
    for character in words.chars() {
        if !character.is_whitespace() {
            line.push(character);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
}

/// The last whole words of `words` in at most `width` columns, with `…` where something was cut.
pub(super) fn tail(words: &str, width: u16, cut: bool) -> String {
    if width_of(words) + u16::from(cut) <= width {
        return if cut { format!("…{words}") } else { words.to_owned() };
    }
    let mut start = words.len() as u32;
    while start > 0 {
        let before = graphemes::previous(words, start);
        if width_of(&words[before as usize..]) + 1 > width {
            break;
        }
        start = before;
    }
    let kept = &words[start as usize..];
    let kept = kept.split_once(' ').map_or("", |(_, rest)| rest);
    if width == 0 { String::new() } else { format!("…{kept}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::snapshot::characters;

    fn drawn(text: &str, hits: &[&str], width: u16, anchor: u16) -> String {
        let spans: Vec<Span> = hits
            .iter()
            .map(|hit| {
                let start = text.find(hit).unwrap() as u32;
                Span::new(start, start + hit.len() as u32)
            })
            .collect();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let plain = Style::default();
        let styles = Styles { around: plain, text: plain, hit: plain.bold() };
        Context::of(text, Span::of(text), &spans).draw(
            &mut buffer,
            Rect::new(0, 0, width, 1),
            anchor,
            styles,
        );
        let bold = (0..width).filter(|x| buffer[(*x, 0)].modifier == plain.bold().add_modifier);
        let bold: String = bold.map(|x| buffer[(x, 0)].symbol().to_owned()).collect();
        format!("{}|{bold}", characters(&buffer).trim_end())
    }

    #[test]
    fn hits_stand_beneath_each_other() {
        assert_eq!(drawn("een twee drie vier", &["drie"], 20, 10), " een twee drie vier|drie");
        assert_eq!(drawn("drie vier", &["drie"], 20, 10), "          drie vier|drie");
        assert_eq!(drawn("nul een twee drie vier", &["drie"], 20, 10), "    …twee drie vier|drie");
        assert_eq!(drawn("een\ntwee drie", &["een", "drie"], 20, 10), "          een twee …|een…");
    }

    #[test]
    fn without_a_hit_a_row_begins_at_the_left() {
        assert_eq!(drawn("een twee", &[], 20, 10), "een twee|");
        assert_eq!(drawn("", &[], 20, 10), "|");
    }

    #[test]
    fn what_stands_before_is_cut_at_a_word() {
        assert_eq!(tail("een twee drie ", 20, false), "een twee drie ");
        assert_eq!(tail("een twee drie ", 9, false), "…drie ");
        assert_eq!(tail("eentweedrie", 5, false), "…");
        assert_eq!(tail("een ", 9, true), "…een ");
        assert_eq!(tail("een", 0, false), "");
    }

    #[test]
    fn hits_that_overlap_or_end_outside_are_marked_once() {
        let text = "abcdefgh";
        let hits = [Span::new(1, 4), Span::new(3, 6), Span::new(7, 8)];
        let context = Context::of(text, Span::new(0, 7), &hits);
        let pieces: Vec<(&str, bool)> =
            context.from.iter().map(|piece| (piece.words.as_str(), piece.hit)).collect();
        assert_eq!(context.before, "a");
        assert_eq!(pieces, [("bcd", true), ("ef", true), ("g", false)]);
    }
}
