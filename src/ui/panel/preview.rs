//! A passage in its text, with its lanes, in a part of the screen: a Reader that is only looked at.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::{CodingKey, DocumentKey};
use crate::store::LoadedText;
use crate::text::Span;
use crate::ui::app::App;
use crate::ui::reader::{self, Opened, Reader};
use crate::ui::shown::Shown;
use crate::ui::view::View;

/// Where one stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Here {
    pub document: DocumentKey,
    pub span: Span,
    /// What is to be seen first, a byte.
    pub at: u32,
    pub coding: Option<CodingKey>,
}

/// What is looked at.
#[derive(Debug, Default)]
pub(super) struct Preview {
    reader: Option<Reader>,
    /// What it was brought to last.
    at: Option<(DocumentKey, Span, u32)>,
    shown: Option<Shown>,
}

impl Preview {
    /// Brings the passage in sight, as soon as its text is there. Whoever made the coding is seen, shown or not.
    pub(super) fn arrange(&mut self, area: Rect, app: &App, here: Option<Here>) {
        let (Some(here), false) = (here, area.is_empty()) else {
            *self = Self::default();
            return;
        };
        let Some(text) = app.text_of(here.document) else {
            self.reader = None;
            return;
        };
        let other = |reader: &Reader| !Arc::ptr_eq(reader.opened.loaded(), text);
        if self.reader.as_ref().is_none_or(other) {
            let mut reader = Reader::new(Opened::new(Arc::clone(text)), here.at, 0);
            reader.looked_at = true;
            self.reader = Some(reader);
            self.at = None;
        }
        let Some(reader) = &mut self.reader else { return };
        let at = (here.document, here.span, here.at);
        if self.at.replace(at) != Some(at) {
            reader.go_to(here.at);
        }
        reader.pointed = here.coding;
        let mut shown = app.shown.clone();
        shown.coders.extend(here.coding.map(|key| app.study.coding(key).coder));
        reader.arrange(area, &app.study, &shown, app.revision());
        self.shown = Some(shown);
    }

    /// Marks what `hits` finds in what is seen of the text, spans of bytes by place.
    pub(super) fn mark(&mut self, hits: impl FnOnce(&LoadedText, Span) -> Vec<Span>) {
        if let Some(reader) = &mut self.reader {
            reader.hits = hits(&reader.opened, reader.visible());
        }
    }

    /// Scrolls by rows, down where they are positive.
    pub(super) fn scroll(&mut self, rows: i32) {
        if let Some(reader) = &mut self.reader {
            reader.scroll(rows);
        }
    }

    /// True where the text is there.
    pub(super) fn is_there(&self) -> bool {
        self.reader.is_some()
    }

    pub(super) fn draw(&self, app: &App, buffer: &mut Buffer) {
        if let (Some(reader), Some(shown)) = (&self.reader, &self.shown) {
            reader::draw::draw(reader, &View { shown, ..app.view() }, buffer);
        }
    }
}
