//! The right margin: a stripe for each coding that runs beside a row, and the code's name where there is room.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use crate::model::CodingKey;
use crate::text::Span;
use crate::ui::names::{code_name, color_of};
use crate::ui::paint::{put, write};
use crate::ui::theme::Role;
use crate::ui::view::View;

use super::{Reader, Row};

/// What stands beside one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Beside<T> {
    /// Whose stripes run here.
    active: Vec<T>,
    /// Whose name is written here.
    name: Option<T>,
    /// How many end here without their name having been written.
    nameless: usize,
}

pub(super) fn draw(
    reader: &Reader,
    view: &View<'_>,
    items: &[(Span, CodingKey)],
    at_hand: Option<CodingKey>,
    buffer: &mut Buffer,
) {
    let frame = reader.frame;
    let Some(last_lane) = frame.lanes.width.checked_sub(1) else { return };
    for (beside, y) in plan(&reader.rows, items).iter().zip(frame.area.y..) {
        let mut right = 0;
        for key in &beside.active {
            let lane = reader.lanes.lane(*key).unwrap_or(last_lane);
            let symbol = stripe(view, *key, lane > last_lane, Some(*key) == at_hand);
            let column = lane.min(last_lane);
            put(buffer, frame.lanes.x + column, y, 1, symbol, view.theme.code(color_of(view.study, *key)));
            right = right.max(column + 1);
        }
        if let Some(key) = beside.name.filter(|_| frame.names.width > 0) {
            let x = frame.lanes.x + right;
            let width = frame.names.right().saturating_sub(x);
            write_name(view, key, Some(key) == at_hand, beside.nameless, (x, y, width), buffer);
        }
    }
}

/// What stands beside each row. A name goes to the first row of its coding that has none yet; of several, the one whose
/// coding ends first.
fn plan<T: Copy + PartialEq>(rows: &[Row], items: &[(Span, T)]) -> Vec<Beside<T>> {
    let mut plan: Vec<Beside<T>> = Vec::with_capacity(rows.len());
    // (last row, item), for codings whose name has no place yet.
    let mut waiting: Vec<(usize, T)> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let mut beside = Beside { active: Vec::new(), name: None, nameless: 0 };
        for (span, item) in items.iter().filter(|(span, _)| runs_beside(rows, index, *span)) {
            beside.active.push(*item);
            if index == 0 || !runs_beside(rows, index - 1, *span) {
                let after = rows[index..].iter().take_while(|later| later.span.start < span.end).count();
                waiting.push((index + after.max(1) - 1, *item));
            }
        }
        if !row.blank || waiting.iter().any(|(last, _)| *last > index) {
            let next = waiting.iter().enumerate().min_by_key(|(place, (last, _))| (*last, *place));
            if let Some((place, _)) = next {
                beside.name = Some(waiting.remove(place).1);
            }
        }
        let before = waiting.len();
        waiting.retain(|(last, _)| *last > index);
        beside.nameless = before - waiting.len();
        plan.push(beside);
    }
    plan
}

/// True when `span` shares text with a row, or runs through a blank one.
fn runs_beside(rows: &[Row], index: usize, span: Span) -> bool {
    let row = rows[index];
    let end = row.span.end.max(row.span.start + 1);
    if row.blank {
        span.start < row.span.start && span.end > end
    } else {
        span.start < end && span.end > row.span.start
    }
}

fn stripe(view: &View<'_>, key: CodingKey, crowded: bool, at_hand: bool) -> &'static str {
    let coding = view.study.coding(key);
    match (crowded, coding.coder == view.coder, coding.code.is_some()) {
        (true, _, _) => "+",
        (_, false, _) => "┆",
        (_, true, false) => "╎",
        (_, true, true) if at_hand => "▌",
        _ => "▎",
    }
}

fn write_name(
    view: &View<'_>,
    key: CodingKey,
    at_hand: bool,
    nameless: usize,
    (x, y, width): (u16, u16, u16),
    buffer: &mut Buffer,
) {
    let coding = view.study.coding(key);
    let star = if coding.important { "*" } else { "" };
    let words = format!("{star}{}", code_name(view, coding.code));
    let rest = if nameless > 0 { format!(" +{nameless}") } else { String::new() };
    let style = view.theme.code(color_of(view.study, key));
    let style = if at_hand { style.add_modifier(Modifier::BOLD) } else { style };
    let end = write(buffer, x, y, width.saturating_sub(rest.len() as u16), &words, style);
    write(buffer, end, y, (x + width).saturating_sub(end), &rest, view.theme.style(Role::Dim));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::reader::Place;

    /// Three turns of ten bytes; the first and the last have two rows.
    fn rows() -> Vec<Row> {
        let row = |start, end, turn, blank| Row {
            place: Place::default(),
            span: Span::new(start, end),
            turn,
            first: false,
            blank,
        };
        vec![
            row(0, 5, 0, false),
            row(5, 10, 0, false),
            row(10, 10, 0, true),
            row(11, 20, 1, false),
            row(20, 20, 1, true),
            row(21, 26, 2, false),
            row(26, 30, 2, false),
        ]
    }

    fn shown(items: &[(u32, u32, char)]) -> Vec<String> {
        let items: Vec<(Span, char)> =
            items.iter().map(|(start, end, name)| (Span::new(*start, *end), *name)).collect();
        let row = |beside: &Beside<char>| {
            let active: String = beside.active.iter().collect();
            let name = beside.name.map_or(String::new(), |name| format!(" {name}"));
            let nameless = if beside.nameless > 0 { format!(" +{}", beside.nameless) } else { String::new() };
            format!("{active}{name}{nameless}")
        };
        plan(&rows(), &items).iter().map(row).collect()
    }

    #[test]
    fn stripes_run_through_blank_rows_of_long_codings_only() {
        assert_eq!(shown(&[(0, 10, 'a')]), ["a a", "a", "", "", "", "", ""]);
        assert_eq!(shown(&[(6, 25, 'a')]), ["", "a a", "a", "a", "a", "a", ""]);
    }

    #[test]
    fn names_wait_for_a_row_and_those_without_are_counted() {
        assert_eq!(shown(&[(0, 10, 'a'), (0, 5, 'b')]), ["ab b", "a a", "", "", "", "", ""]);
        assert_eq!(shown(&[(0, 5, 'a'), (1, 4, 'b'), (2, 3, 'c')])[..2], ["abc a +2", ""]);
        assert_eq!(shown(&[(11, 20, 'a'), (12, 30, 'b')])[3..], ["ab a", "b b", "b", "b"]);
    }
}
