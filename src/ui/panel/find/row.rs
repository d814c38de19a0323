//! One answer: a turn with its hits, or a coding on its passage.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::Find;
use super::kwic::{Context, Styles};
use super::words::Word;
use crate::model::CodingKey;
use crate::text::{Span, cells, width_of, wrap};
use crate::ui::app::{App, facet_values};
use crate::ui::finding::{Row, Thing};
use crate::ui::names::{code_name, color_of, document_mark};
use crate::ui::paint::{fill, put, write, write_back};
use crate::ui::theme::Role;

/// Columns of the signs, of the number of a turn, of a speaker, of a document's mark, and of code and facets in one row.
const SIGNS: u16 = 2;
const TURN: u16 = 4;
const SPEAKER: u16 = 7;
const MARK: u16 = 8;
const CODE: u16 = 42;
/// Rows of a whole turn at most.
const TALLEST: usize = 14;

/// Where words begin in a row of `width` columns; in one list the document's mark stands before them as well.
fn inset(width: u16, one_list: bool) -> u16 {
    let mark = if one_list { MARK + 1 } else { 0 };
    let speaker = if width >= 56 { SPEAKER + 1 } else { 0 };
    SIGNS + mark + TURN + 1 + speaker
}

/// Rows of a turn that is shown whole.
pub(super) fn whole_height(row: &Row, width: u16, one_list: bool) -> usize {
    let room = width.saturating_sub(inset(width, one_list)).max(1);
    wrap(&row.text, Span::of(&row.text), room).len().clamp(1, TALLEST)
}

/// Draws one of the rows of an answer.
pub(super) fn draw(
    find: &Find,
    app: &App,
    (answer, part): (usize, usize),
    area: Rect,
    tall: usize,
    buffer: &mut Buffer,
) {
    let Some(thing) = find.answered.as_ref().and_then(|answered| answered.get(answer)) else { return };
    let chosen = answer == find.rows.chosen;
    let base = app.theme.style(if chosen { Role::Chosen } else { Role::Text });
    if chosen {
        fill(buffer, area, base);
    }
    let line = Line { find, app, area, base, chosen };
    let row = find.made.get(&answer);
    if part == 0 {
        line.signs(thing, buffer);
    }
    let one_list = find.is_one_list();
    let x = if part == 0 {
        line.place(row, answer, one_list, buffer)
    } else {
        area.x + inset(area.width, one_list)
    };
    let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
    let Some(row) = row else {
        write(buffer, rest.x, rest.y, rest.width, Word::Reading.say(app.language), line.dim());
        return;
    };
    match thing {
        Thing::Turn(_) if find.whole => line.whole(row, part, buffer),
        Thing::Turn(_) => line.words(row, rest, buffer),
        Thing::Coding(key) if find.whole => {
            if part == 0 {
                line.coding_sign(key, buffer);
            }
            line.whole(row, part, buffer);
        }
        Thing::Coding(key) if tall > 1 => {
            if part == 0 {
                line.coding(key, rest, buffer);
            } else {
                line.words(row, rest, buffer);
            }
        }
        Thing::Coding(key) => {
            line.coding(key, Rect { width: CODE.min(rest.width), ..rest }, buffer);
            let x = (rest.x + CODE + 2).min(rest.right());
            line.words(row, Rect { x, width: rest.right() - x, ..rest }, buffer);
        }
    }
}

struct Line<'a> {
    find: &'a Find,
    app: &'a App,
    area: Rect,
    base: Style,
    chosen: bool,
}

impl Line<'_> {
    fn dim(&self) -> Style {
        self.base.patch(self.app.theme.style(Role::Dim))
    }

    fn inset(&self) -> u16 {
        inset(self.area.width, self.find.is_one_list())
    }

    fn signs(&self, thing: Thing, buffer: &mut Buffer) {
        let sign = if self.chosen { "▸" } else { " " };
        write(buffer, self.area.x, self.area.y, 1, sign, self.base);
        if self.find.ticks.has(thing) {
            let style = self.base.patch(self.app.theme.style(Role::Good)).add_modifier(Modifier::BOLD);
            write(buffer, self.area.x + 1, self.area.y, self.area.width.min(1), "✓", style);
        }
    }

    /// `  14 SO4`, in one list `D10·14 SO4`; gives the column behind it.
    fn place(&self, row: Option<&Row>, answer: usize, one_list: bool, buffer: &mut Buffer) -> u16 {
        let (area, theme) = (self.area, self.app.theme);
        let mut x = area.x + SIGNS;
        if one_list {
            let document = self.find.answered.as_ref().and_then(|answered| answered.document(answer));
            let known = document.and_then(|document| self.app.study.document(document));
            let mark = known.map(document_mark).unwrap_or_default();
            write(buffer, x, area.y, MARK, &mark, self.dim());
            x += MARK + 1;
        }
        let Some(row) = row else { return x + TURN + 1 };
        write_back(buffer, x, x + TURN, area.y, &row.turn.to_string(), self.dim());
        x += TURN + 1;
        if area.width >= 56 {
            let style = self.base.patch(theme.style(Role::Speaker));
            write(buffer, x, area.y, SPEAKER, &row.speaker, style);
            x += SPEAKER + 1;
        }
        x.min(area.right())
    }

    fn styles(&self) -> Styles {
        let theme = self.app.theme;
        Styles { around: self.base, text: self.base, hit: self.base.patch(theme.style(Role::Hit)) }
    }

    /// One row of words, with what was found; of a coding its passage.
    fn words(&self, row: &Row, area: Rect, buffer: &mut Buffer) {
        let is_part = row.passage.len() < row.text.len() as u32;
        if row.hits.is_empty() && is_part {
            return self.passage(row, area, buffer);
        }
        let context = Context::of(&row.text, Span::of(&row.text), &row.hits);
        context.draw(buffer, area, area.width * 2 / 5, self.styles());
    }

    /// The passage of a coding between what stands around it.
    fn passage(&self, row: &Row, area: Rect, buffer: &mut Buffer) {
        let styles =
            Styles { around: self.dim(), text: self.dim(), hit: self.base.add_modifier(Modifier::BOLD) };
        let context = Context::of(&row.text, Span::of(&row.text), &[row.passage]);
        let passage = width_of(row.passage.slice(&row.text).trim());
        // A short passage stands in the middle of its turn, a long one gets the row.
        let anchor = area.width.saturating_sub(passage).min(area.width / 4);
        context.draw(buffer, area, anchor, styles);
    }

    /// `▎*Perspectief nemen @bram · interpersoonlijk, gerealiseerd`
    fn coding(&self, key: CodingKey, area: Rect, buffer: &mut Buffer) {
        let app = self.app;
        let coding = app.study.coding(key);
        let style = self.base.patch(app.theme.code(color_of(&app.study, key)));
        let room = |x: u16| area.right().saturating_sub(x);
        let star = if coding.important { "*" } else { "" };
        let name = format!("{}{star}{}", sign_of(app, key), code_name(&app.view(), coding.code));
        let mut x = write(buffer, area.x, area.y, area.width, &name, style);
        if coding.coder != app.coder {
            let coder = format!(" @{}", app.study.coder_name(coding.coder));
            x = write(buffer, x, area.y, room(x), &coder, style);
        }
        let values: Vec<String> = facet_values(app, key).into_iter().map(|(_, values)| values).collect();
        if !values.is_empty() && room(x) > 6 {
            write(buffer, x, area.y, room(x), &format!(" · {}", values.join(" · ")), self.dim());
        }
    }

    /// The code's colour beside a passage that is shown whole.
    fn coding_sign(&self, key: CodingKey, buffer: &mut Buffer) {
        let x = self.area.x + self.inset() - 1;
        let style = self.base.patch(self.app.theme.code(color_of(&self.app.study, key)));
        write(buffer, x, self.area.y, 1, sign_of(self.app, key), style);
    }

    /// One row of a turn that is shown whole.
    fn whole(&self, row: &Row, part: usize, buffer: &mut Buffer) {
        let x = self.area.x + self.inset();
        let room = self.area.right().saturating_sub(x).max(1);
        let rows = wrap(&row.text, Span::of(&row.text), room);
        let Some(span) = rows.get(part) else { return };
        let styles = self.styles();
        let is_part = row.passage.len() < row.text.len() as u32;
        for cell in cells(&row.text, *span) {
            if cell.column + cell.width > room {
                break;
            }
            let at = cell.span.start;
            let style = if row.hits.iter().any(|hit| hit.contains(at)) {
                styles.hit
            } else if is_part && row.passage.contains(at) {
                self.base.add_modifier(Modifier::BOLD)
            } else if is_part {
                self.dim()
            } else {
                styles.text
            };
            put(buffer, x + cell.column, self.area.y, cell.width, &cell.symbol, style);
        }
        let last = part + 1 == TALLEST && rows.len() > TALLEST || part + 1 == rows.len() && !row.whole.1;
        if last {
            write(buffer, self.area.right().saturating_sub(1), self.area.y, 1, "…", self.dim());
        }
    }
}

fn sign_of(app: &App, key: CodingKey) -> &'static str {
    let coding = app.study.coding(key);
    match (coding.code.is_some(), coding.coder == app.coder) {
        (_, false) => "┆",
        (false, true) => "╎",
        (true, true) => "▎",
    }
}
