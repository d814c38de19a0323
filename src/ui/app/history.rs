//! What a transaction did, in a few words: for undo and redo.

use super::App;
use crate::model::record::Act;
use crate::model::{CodeKey, Uuid};
use crate::ui::names::{code_name, status_name};
use crate::ui::words::{Done, Say};

impl App {
    /// The first thing that a transaction of this coder did, and how many more.
    pub fn describe_transaction(&self, tx: Uuid) -> String {
        let Some(layer) = self.study.layer(self.coder) else { return String::new() };
        // What an undo undid, and so on down to what was done.
        let mut events = layer.events_of(tx);
        while let Some(Act::Undo(target)) = events.first().map(|record| &record.act) {
            events = layer.events_of(*target);
        }
        let name = |code: Option<CodeKey>| code_name(&self.view(), code);
        let of_coding = |id: Uuid| {
            let made = layer.find(id).map(|index| &layer.record(index).act);
            match made {
                Some(Act::Coding { code, .. }) => name(*code),
                _ => String::new(),
            }
        };
        let split = events.iter().find(|record| matches!(record.act, Act::Split(_)));
        let first = events.iter().find(|record| !matches!(record.act, Act::Seen(_) | Act::CodeAdd(_)));
        let first = split.or(first);
        let words = match first.or(events.first()).map(|record| &record.act) {
            Some(Act::Coding { code, .. }) => name(*code),
            Some(Act::Uncode(id)) => Done::Uncode(&of_coding(*id)).show(self.language),
            Some(Act::Reshape { coding, .. }) => Done::Reshape(&of_coding(*coding)).show(self.language),
            Some(Act::Facet { coding, .. }) => Done::Facet(&of_coding(*coding)).show(self.language),
            Some(Act::Star { coding, .. }) => Done::Star(&of_coding(*coding)).show(self.language),
            Some(Act::Memo(_) | Act::MemoEdit { .. } | Act::MemoDrop(_)) => Done::Memo.show(self.language),
            Some(Act::Status { status, .. }) => {
                Done::Status(status_name(*status, self.language)).show(self.language)
            }
            Some(Act::Recode { code, .. }) => Done::Recode(&name(Some(*code))).show(self.language),
            Some(Act::CodeEdit(_)) => Done::Codebook.show(self.language),
            Some(Act::Split(split)) => Done::Split(&split.0).show(self.language),
            Some(Act::Revise(_)) => Done::Revise.show(self.language),
            Some(Act::CodeAdd(added)) => Done::NewCode(&added.code).show(self.language),
            _ => String::new(),
        };
        let more = events.len().saturating_sub(1);
        if more > 0 { format!("{words} (+{})", Say::More(more).show(self.language)) } else { words }
    }
}
