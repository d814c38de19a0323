//! Beside the text, where there is room and nothing is docked: what the codes at the cursor mean, and what the digits give.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::app::App;
use super::names::{code_name, color_of, name_of};
use super::paint::write;
use super::reader::Reader;
use super::theme::Role;
use super::words::Word;
use crate::model::{CodingKey, Target};
use crate::text::{Span, width_of, wrap};

/// Rows for the digits, with heading and the blank above.
const SLOTS: u16 = 12;

/// Draws it.
pub fn draw(app: &App, open: &Reader, area: Rect, buffer: &mut Buffer) {
    let slots = area.height >= SLOTS * 2 && (0..10).any(|slot| app.slot(slot).is_some());
    let height = area.height - if slots { SLOTS } else { 0 };
    let mut page = Page { app, area: Rect { height, ..area }, row: 0, buffer };
    let hand = open.here().at_hand;
    let mut here = open.here().codings.clone();
    here.sort_by_key(|key| Some(*key) != hand);
    page.heading(Word::AtCursor.say(app.language));
    if here.is_empty() {
        page.words(Word::NoCodeHere.say(app.language), app.theme.style(Role::Dim), 0);
    }
    for key in here {
        if page.is_full() {
            break;
        }
        page.coding(key, Some(key) == hand);
    }
    if slots {
        let mut page = Page { app, area: Rect { y: area.y + height, height: SLOTS, ..area }, row: 1, buffer };
        page.heading(Word::Slots.say(app.language));
        for slot in 0..10 {
            page.slot(slot);
        }
    }
}

/// A column that is filled from the top.
struct Page<'a> {
    app: &'a App,
    area: Rect,
    row: u16,
    buffer: &'a mut Buffer,
}

impl Page<'_> {
    fn is_full(&self) -> bool {
        self.row >= self.area.height
    }

    fn heading(&mut self, words: &str) {
        let style = self.app.theme.style(Role::Dim);
        self.words(words, style, 0);
    }

    /// Words over as many rows as they need, `indent` columns in.
    fn words(&mut self, words: &str, style: Style, indent: u16) {
        self.item("", words, style, indent);
    }

    /// A sign, and words behind it that all begin in the same column.
    fn item(&mut self, sign: &str, words: &str, style: Style, indent: u16) {
        let inside = indent + width_of(sign);
        let width = self.area.width.saturating_sub(inside);
        for (index, row) in wrap(words, Span::of(words), width).into_iter().enumerate() {
            if self.is_full() {
                return;
            }
            let y = self.area.y + self.row;
            if index == 0 {
                write(self.buffer, self.area.x + indent, y, width_of(sign), sign, style);
            }
            write(self.buffer, self.area.x + inside, y, width, row.slice(words).trim_end(), style);
            self.row += 1;
        }
    }

    fn coding(&mut self, key: CodingKey, hand: bool) {
        let app = self.app;
        let coding = app.study.coding(key);
        let mut style = app.theme.code(color_of(&app.study, key));
        if hand {
            style = style.add_modifier(Modifier::BOLD);
        }
        let sign = if hand { "●" } else { "○" };
        let star = if coding.important { "*" } else { "" };
        let coder = if coding.coder == app.coder {
            String::new()
        } else {
            format!(" @{}", app.study.coder_name(coding.coder))
        };
        self.words(&format!("{sign} {star}{}{coder}", code_name(&app.view(), coding.code)), style, 0);
        let (text, dim) = (app.theme.style(Role::Text), app.theme.style(Role::Dim));
        for (facet, values) in super::app::facet_values(app, key) {
            self.words(&format!("{facet}: {values}"), text, 2);
        }
        for memo in app.study.memos_on(&Target::Coding(app.study.coding_id(key))) {
            self.item("✎ ", &memo.words, text, 2);
        }
        let Some(code) = coding.code.and_then(|code| app.study.codebook.code(code)).filter(|_| hand) else {
            return;
        };
        let tag = app.language.tag();
        self.words(code.definition.get(tag), dim, 2);
        for note in &code.include {
            self.item("+ ", note.text.get(tag), dim, 2);
        }
        for note in &code.exclude {
            self.item("− ", note.text.get(tag), dim, 2);
        }
    }

    fn slot(&mut self, slot: usize) {
        let (app, digit) = (self.app, (slot + 1) % 10);
        let y = self.area.y + self.row;
        self.row += 1;
        let Some(code) = app.slot(slot).filter(|_| self.row <= self.area.height) else { return };
        let pinned = app.pinned[slot].is_some();
        let sign = if pinned { "▪" } else { " " };
        let x = write(self.buffer, self.area.x, y, 4, &format!("{digit}{sign} "), app.theme.style(Role::Key));
        let color = app.study.codebook.code(code).and_then(|code| app.study.codebook.color(code));
        let room = self.area.right().saturating_sub(x);
        write(self.buffer, x, y, room, &name_of(&app.study, app.language, code), app.theme.code(color));
    }
}
