//! Drawing the text: margins, words with their tints, lanes and names. Costs a screenful, whatever the size of the document.

use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};
use rustc_hash::FxHashMap;

use crate::model::CodingKey;
use crate::text::{Cell, Segment, Span, cells, segments};
use crate::ui::names::color_of;
use crate::ui::paint::{put, write, write_back};
use crate::ui::theme::Role;
use crate::ui::view::View;

use super::{Reader, Row, margin, show_time};

/// Draws the rows that were arranged.
pub fn draw(reader: &Reader, view: &View<'_>, buffer: &mut Buffer) {
    let window = reader.visible();
    let items: Vec<(Span, CodingKey)> = view
        .study
        .codings_in(reader.opened.document, window)
        .filter(|(_, key)| reader.lanes.lane(*key).is_some())
        .map(|(span, key)| (reader.shown_span(span, key), key))
        .collect();
    let at_hand = reader.here().at_hand;
    let tints = tints(view, window, &items, at_hand);
    let chosen = reader.reshape.as_ref().map(|reshape| reshape.span);
    let painter = Painter {
        reader,
        view,
        chosen: chosen
            .or(reader.selection.map(|selection| selection.span))
            .or_else(|| reader.proposes.then(|| reader.passage())),
        tints: &tints,
    };
    for (row, y) in reader.rows.iter().zip(reader.frame.area.y..) {
        painter.margin(row, y, buffer);
        painter.words(row, y, buffer);
    }
    margin::draw(reader, view, &items, at_hand, buffer);
}

impl Reader {
    /// Where a coding is drawn: while its edges move, where they go.
    fn shown_span(&self, span: Span, key: CodingKey) -> Span {
        match &self.reshape {
            Some(reshape) if reshape.codings.contains(&key) => reshape.span,
            _ => span,
        }
    }
}

/// A stretch of text that looks the same.
struct Tint {
    span: Span,
    style: Style,
}

fn tints(
    view: &View<'_>,
    window: Span,
    items: &[(Span, CodingKey)],
    at_hand: Option<CodingKey>,
) -> Vec<Tint> {
    let lengths: FxHashMap<CodingKey, u32> = items.iter().map(|(span, key)| (*key, span.len())).collect();
    let look = |segment: Segment<CodingKey>| {
        let top = segment.active.iter().min_by_key(|key| (lengths[*key], std::cmp::Reverse(**key)));
        let style = top.map_or_else(Style::default, |top| {
            let color = color_of(view.study, *top);
            let strong = at_hand.is_some_and(|key| segment.active.contains(&key));
            view.theme.coded(color, segment.active.len() > 1, strong)
        });
        Tint { span: segment.span, style }
    };
    segments(window, items).into_iter().map(look).collect()
}

struct Painter<'a> {
    reader: &'a Reader,
    view: &'a View<'a>,
    /// The selection, or where edges go.
    chosen: Option<Span>,
    tints: &'a [Tint],
}

impl Painter<'_> {
    /// Number, time and speaker, beside the first row of a turn.
    fn margin(&self, row: &Row, y: u16, buffer: &mut Buffer) {
        let Some(turn) = self.reader.opened.turns.get(row.turn as usize).filter(|_| row.first && !row.blank)
        else {
            return;
        };
        let (frame, theme) = (&self.reader.frame, self.view.theme);
        let faint = theme.style(Role::Margin);
        if frame.number.width > 0 {
            let number = (row.turn + 1).to_string();
            write_back(buffer, frame.number.x, frame.number.right(), y, &number, faint);
        }
        if let Some(time) = turn.time.filter(|_| frame.time.width > 0) {
            write_back(buffer, frame.time.x, frame.time.right(), y, &show_time(time.milliseconds), faint);
        }
        if let Some(label) = turn.label {
            let style = theme.style(Role::Speaker);
            write(buffer, frame.speaker.x, y, frame.speaker.width, self.reader.opened.words(label), style);
        }
    }

    fn words(&self, row: &Row, y: u16, buffer: &mut Buffer) {
        let words = self.reader.frame.words;
        let heading = self.reader.opened.turns.get(row.turn as usize).is_some_and(|turn| turn.heading);
        let plain = self.view.theme.style(if heading { Role::Heading } else { Role::Text });
        let mut tint = self.tints.partition_point(|tint| tint.span.end <= row.span.start);
        let hits = &self.reader.hits;
        let mut hit = hits.partition_point(|hit| hit.end <= row.span.start);
        let (mut end, mut selected_before) = (words.x, false);
        // Blanks at a break are no words: a tint ends with the last of them.
        let last = row.span.start + row.span.slice(&self.reader.opened.text).trim_end().len() as u32;
        if !row.blank {
            for cell in cells(&self.reader.opened.text, row.span) {
                // A newline or blanks at a break may stand past the last column.
                if cell.column + cell.width > words.width {
                    break;
                }
                while self.tints.get(tint).is_some_and(|tint| tint.span.end <= cell.span.start) {
                    tint += 1;
                }
                while hits.get(hit).is_some_and(|hit| hit.end <= cell.span.start) {
                    hit += 1;
                }
                let tint = self.tints.get(tint).filter(|_| cell.span.start < last);
                let mut base = tint.map_or(plain, |tint| plain.patch(tint.style));
                if hits.get(hit).is_some_and(|hit| hit.contains(cell.span.start)) {
                    base = base.patch(self.view.theme.style(Role::Hit));
                }
                let selected = self.chosen.is_some_and(|span| span.contains(cell.span.start));
                let style = self.cell_style(&cell, base, selected);
                let x = words.x + cell.column;
                put(buffer, x, y, cell.width, &cell.symbol, style);
                if selected != selected_before {
                    self.bracket(buffer, x, y, selected, &cell);
                }
                selected_before = selected;
                end = x + cell.width;
            }
        }
        self.row_end(row, end, y, selected_before, buffer);
    }

    fn cell_style(&self, cell: &Cell<'_>, style: Style, selected: bool) -> Style {
        let theme = self.view.theme;
        let style = if selected { style.patch(theme.style(Role::Selection)) } else { style };
        let cursor = cell.span.contains(self.reader.cursor) && !self.reader.looked_at;
        if cursor { style.patch(theme.style(Role::Cursor)) } else { style }
    }

    /// The signs of a selection: `▐` before its first and `▌` behind its last character, where there is a blank.
    fn bracket(&self, buffer: &mut Buffer, x: u16, y: u16, begins: bool, cell: &Cell<'_>) {
        let sign = self.view.theme.style(Role::Edge);
        if begins && self.chosen.is_some_and(|span| span.start == cell.span.start) {
            self.sign(buffer, x.wrapping_sub(1), y, "▐", sign);
        } else if !begins && self.chosen.is_some_and(|span| span.end == cell.span.start) {
            self.sign(buffer, x, y, "▌", sign);
        }
    }

    fn sign(&self, buffer: &mut Buffer, x: u16, y: u16, symbol: &str, style: Style) {
        let cursor = self.reader.frame.area.x..=self.reader.frame.words.right();
        if let Some(cell) = buffer.cell_mut((x, y)).filter(|cell| cell.symbol() == " " && cursor.contains(&x))
            && !cell.modifier.contains(Modifier::REVERSED)
        {
            cell.set_symbol(symbol).set_style(style);
        }
    }

    /// Behind the last cell of a row: the cursor in an empty turn, the sign of a selection that ends here.
    fn row_end(&self, row: &Row, end: u16, y: u16, selected: bool, buffer: &mut Buffer) {
        let theme = self.view.theme;
        if row.span.is_empty() && !row.blank && row.span.start == self.reader.cursor && !self.reader.looked_at
        {
            put(buffer, end, y, 1, " ", theme.style(Role::Cursor));
        }
        let ends = self.chosen.is_some_and(|span| span.end <= row.span.end && span.end > row.span.start);
        if selected && ends {
            self.sign(buffer, end, y, "▌", theme.style(Role::Edge));
        }
    }
}
