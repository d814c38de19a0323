//! The passages of the code on which one stands, each with its surroundings; only those in sight are looked at.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use roaring::RoaringBitmap;

use super::shape::PASSAGE;
use super::words::Word;
use crate::analysis::usage::Usage;
use crate::model::{CodeKey, CodingKey, DocumentKey};
use crate::text::{Span, wrap};
use crate::ui::app::{App, facet_values};
use crate::ui::excerpts::{Excerpt, Found};
use crate::ui::list::List;
use crate::ui::names::{code_name, document_mark};
use crate::ui::paint::{fill, write};
use crate::ui::theme::Role;

/// Bytes of what stands before a passage that are shown at most.
const BEFORE: usize = 90;

/// Passages of one or more codes.
#[derive(Debug, Default)]
pub(super) struct Passages {
    /// The codes.
    pub of: Vec<CodeKey>,
    rows: RoaringBitmap,
    /// Where one stands.
    pub list: List,
    /// What was ticked.
    pub ticked: BTreeSet<CodingKey>,
}

impl Passages {
    /// The passages of these codes; where one stood stays when the codes do.
    pub(super) fn set(&mut self, of: Vec<CodeKey>, usage: Option<&Usage>) {
        if self.of != of {
            self.list.restart();
            self.ticked.clear();
        }
        self.rows = usage.map_or_else(RoaringBitmap::new, |usage| usage.rows(&of));
        self.of = of;
    }

    /// The same for codings that are given.
    pub(super) fn set_rows(&mut self, rows: RoaringBitmap) {
        self.rows = rows;
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len() as usize
    }

    /// The coding in a row.
    pub(super) fn key(&self, usage: Option<&Usage>, row: usize) -> Option<CodingKey> {
        usage?.key(self.rows.select(u32::try_from(row).ok()?)?)
    }

    pub(super) fn here(&self, usage: Option<&Usage>) -> Option<CodingKey> {
        self.key(usage, self.list.chosen)
    }

    /// All of them, in order.
    pub(super) fn all<'a>(&'a self, usage: Option<&'a Usage>) -> impl Iterator<Item = CodingKey> + 'a {
        self.rows.iter().filter_map(move |row| usage?.key(row))
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.len(), usize::from(area.height / PASSAGE).max(1));
    }

    /// The documents of what is in sight, and of the screen behind it.
    pub(super) fn documents(&self, app: &App, usage: Option<&Usage>) -> Vec<DocumentKey> {
        let seen = self.list.seen(self.len());
        let mut documents = Vec::new();
        for key in (seen.start..seen.end + seen.len()).filter_map(|row| self.key(usage, row)) {
            let document = app.study.coding(key).document;
            if !documents.contains(&document) {
                documents.push(document);
            }
        }
        documents
    }

    pub(super) fn draw(
        &self,
        app: &App,
        usage: Option<&Usage>,
        focused: bool,
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let tall = PASSAGE.min(area.height).max(1);
        let rows = self.list.seen(self.len());
        for (row, y) in rows.zip((area.y..area.bottom()).step_by(usize::from(PASSAGE))) {
            let Some(key) = self.key(usage, row) else { continue };
            let part = Rect { y, height: tall.min(area.bottom() - y), ..area };
            let chosen = focused && row == self.list.chosen;
            if chosen {
                fill(buffer, part, app.theme.style(Role::Chosen));
            }
            passage(app, key, self.ticked.contains(&key), chosen, part, buffer);
        }
    }
}

/// Where it stands, then its words with what stands around them.
fn passage(app: &App, key: CodingKey, ticked: bool, chosen: bool, area: Rect, buffer: &mut Buffer) {
    let coding = app.study.coding(key);
    if !coding.alive {
        return;
    }
    let theme = app.theme;
    let base = theme.style(if chosen { Role::Chosen } else { Role::Text });
    let dim = base.patch(theme.style(Role::Dim));
    let found = Excerpt::of_coding(app, key);
    let sign = match (chosen, ticked) {
        (_, true) => "✓ ",
        (true, false) => "▸ ",
        (false, false) => "  ",
    };
    let x = write(buffer, area.x, area.y, area.width, sign, base.patch(theme.style(Role::Key)));
    let document = app.study.document(coding.document);
    let mark = document.map_or_else(|| app.study.document_id(coding.document).to_owned(), document_mark);
    let mut head = vec![mark];
    if let Found::Here(excerpt) = &found {
        head.push(excerpt.turn.to_string());
        head.extend(Some(&excerpt.speaker).filter(|speaker| !speaker.is_empty()).cloned());
    }
    let text = base.patch(theme.style(Role::Margin));
    let room = |x: u16| area.right().saturating_sub(x);
    let x = write(buffer, x, area.y, room(x), &head.join(" "), text);
    let mut rest = Vec::new();
    if coding.important {
        rest.push("*".to_owned());
    }
    if coding.coder != app.coder || app.shown.coders.len() > 1 {
        rest.push(format!("@{}", app.study.coder_name(coding.coder)));
    }
    rest.extend(others_here(app, key));
    rest.extend(facet_values(app, key).into_iter().map(|(_, values)| values));
    if !rest.is_empty() {
        write(buffer, x, area.y, room(x), &format!(" · {}", rest.join(" · ")), dim);
    }
    let below = Rect { x: area.x + 2.min(area.width), width: area.width.saturating_sub(2), ..area };
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..below };
    match found {
        Found::Here(excerpt) => words(app, &excerpt, base, below, buffer),
        Found::Reading => drop(write(buffer, below.x, below.y, below.width, "…", dim)),
        Found::Nowhere if below.height > 0 => {
            let style = base.patch(theme.style(Role::Warning));
            write(buffer, below.x, below.y, below.width, Word::Moved.say(app.language), style);
        }
        Found::Nowhere => {}
    }
}

/// Codes that stand on the very same passage.
fn others_here(app: &App, key: CodingKey) -> Vec<String> {
    let coding = app.study.coding(key);
    let same = app
        .study
        .codings_in(coding.document, coding.span)
        .filter(|(span, other)| *span == coding.span && *other != key && app.shown.shows(&app.study, *other));
    let name = |(_, other): (Span, CodingKey)| {
        let other = app.study.coding(other);
        (other.code != coding.code).then(|| format!("+{}", code_name(&app.view(), other.code)))
    };
    same.filter_map(name).take(2).collect()
}

/// What stands around a passage is less bright than the passage.
fn words(app: &App, excerpt: &Excerpt, base: ratatui::style::Style, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let before = excerpt.before.trim_start();
    let cut = before.len().saturating_sub(BEFORE.min(usize::from(area.width) * 2 / 3));
    let cut = crate::text::graphemes::ceil(before, cut as u32) as usize;
    let lead = if cut > 0 { format!("…{}", &before[cut..]) } else { before.to_owned() };
    let all = format!("{lead}{}{}", excerpt.quote, excerpt.after);
    let quote = Span::new(lead.len() as u32, (lead.len() + excerpt.quote.len()) as u32);
    let dim = base.patch(app.theme.style(Role::Dim));
    let rows = wrap(&all, Span::of(&all), area.width);
    let last = usize::from(area.height).min(rows.len()).saturating_sub(1);
    for (index, y) in (area.y..area.bottom()).enumerate().take(rows.len()) {
        let row = rows[index];
        // In the last row there may be more than fits, so that the cut is seen.
        let end = if index == last { all.len() as u32 } else { row.end };
        let mut x = area.x;
        for (from, to, style) in
            [(row.start, quote.start, dim), (quote.start, quote.end, base), (quote.end, end, dim)]
        {
            let part = Span::new(from.max(row.start).min(end), to.min(end).max(row.start));
            if part.start < part.end {
                let room = area.right().saturating_sub(x);
                let piece = part.slice(&all);
                let piece = if part.end == end { piece.trim_end() } else { piece };
                x = write(buffer, x, y, room, piece, style);
            }
        }
    }
}
