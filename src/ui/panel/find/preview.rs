//! The passage in its text, with its lanes: a Reader that is only looked at.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::results::Here;
use crate::text::Span;
use crate::ui::app::App;
use crate::ui::finding::{Answered, Hunt};
use crate::ui::reader::{self, Opened, Reader};
use crate::ui::shown::Shown;
use crate::ui::view::View;

/// What is looked at.
#[derive(Debug, Default)]
pub(super) struct Preview {
    reader: Option<Reader>,
    /// What it was brought to last.
    at: Option<(crate::model::DocumentKey, Span, u32)>,
    shown: Option<Shown>,
}

impl Preview {
    pub(super) fn arrange(
        &mut self,
        area: Rect,
        app: &App,
        here: Option<Here>,
        answered: Option<&Arc<Answered>>,
    ) {
        let (Some(here), Some(answered), false) = (here, answered, area.is_empty()) else {
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
        // Whoever is asked for is seen, shown or not.
        let mut shown = app.shown.clone();
        shown.coders.extend(here.coding.map(|key| app.study.coding(key).coder));
        reader.arrange(area, &app.study, &shown, app.revision());
        let hunt = Hunt { answered: Arc::clone(answered), marker: answered.marker.clone(), row: 0 };
        reader.hits = hunt.hits(text, reader.visible());
        self.shown = Some(shown);
    }

    pub(super) fn draw(&self, app: &App, buffer: &mut Buffer) {
        if let (Some(reader), Some(shown)) = (&self.reader, &self.shown) {
            reader::draw::draw(reader, &View { shown, ..app.view() }, buffer);
        }
    }
}
