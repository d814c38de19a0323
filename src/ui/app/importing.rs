//! Files that come in, and attributes of documents.

use super::{App, Effect, Tone};
use crate::import::attributes::{check, pair};
use crate::model::DocumentKey;
use crate::ui::panel::{Import, ImportTold, Line, Panel, Purpose};
use crate::ui::words::Say;

impl App {
    /// Asks which files come in.
    pub(super) fn open_import(&mut self) {
        if !self.writes {
            return self.warn(&Say::CannotWrite);
        }
        self.panels.push(Panel::Import(Box::new(Import::new())));
    }

    /// Takes in what the thread of the import tells; true when it is done.
    pub fn imported(&mut self, told: ImportTold) -> bool {
        let Some(place) = self.panels.iter().position(|panel| matches!(panel, Panel::Import(_))) else {
            return false;
        };
        let written = match &told {
            ImportTold::Written { ids, .. } => Some(ids.len()),
            _ => None,
        };
        let mut panel = self.panels.remove(place);
        let Panel::Import(import) = &mut panel else { return false };
        let is_done = import.told(told);
        if is_done {
            let words = crate::ui::panel::import_written(written.unwrap_or(0), self.language);
            self.tell(Tone::Good, words);
            return true;
        }
        if written.is_some() {
            import.refresh(self);
        }
        self.panels.insert(place, panel);
        false
    }

    /// The line that asks for an attribute of the documents on which one stands in the list.
    pub fn ask_attribute(&mut self, documents: Vec<DocumentKey>) -> Option<Panel> {
        if !self.writes {
            self.warn(&Say::CannotWrite);
            return None;
        }
        self.attribute_of = documents;
        (!self.attribute_of.is_empty()).then(|| Panel::Line(Line::new(Purpose::Attribute, "")))
    }

    /// Sets an attribute, or takes it out where nothing stands behind the `=`.
    pub(super) fn set_attribute(&mut self, words: &str) {
        let documents = std::mem::take(&mut self.attribute_of);
        let change = pair(words).and_then(|(name, value)| {
            if value.is_empty() {
                return Ok((name, None));
            }
            check(&self.study.config, &name, &value)?;
            Ok((name, Some(value)))
        });
        match change {
            Ok(change) => self.ask(Effect::SetAttribute { documents, change }),
            Err(error) => self.tell(Tone::Warning, error.to_string()),
        }
    }

    /// Tells of how many documents an attribute was changed.
    pub fn attribute_set(&mut self, count: usize, name: &str) {
        let words = self.language.pick(
            format!("{name}: {count} {} gewijzigd", if count == 1 { "document" } else { "documenten" }),
            format!("{name}: {count} document{} changed", if count == 1 { "" } else { "s" }),
        );
        self.tell(Tone::Good, words);
        self.changed();
    }
}
