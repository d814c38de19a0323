//! Notes as memos: on what names them, on what they are linked with, else on the study.

use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::build::Build;
use super::texts::Texts;
use crate::import::blocks::{counted, line};
use crate::import::project::{MemoOn, ProjectMemo};
use crate::model::labelled::{Labelled, TYPE};

/// What notes are on, by GUID.
#[derive(Debug, Default)]
pub(super) struct Noted {
    on: FxHashMap<Uuid, Vec<MemoOn>>,
    /// What a GUID means, for links.
    is: FxHashMap<Uuid, MemoOn>,
}

impl Noted {
    /// A note is on something.
    pub fn on(&mut self, note: Uuid, on: MemoOn) {
        let all = self.on.entry(note).or_default();
        if !all.contains(&on) {
            all.push(on);
        }
    }

    /// What a GUID is.
    pub fn is(&mut self, guid: Uuid, on: MemoOn) {
        self.is.entry(guid).or_insert(on);
    }
}

impl Build<'_> {
    /// Each note is a memo on each thing that it is on.
    pub fn memos(&mut self, texts: &Texts<'_>) {
        let raw = self.raw;
        for note in &raw.note_refs {
            self.noted.on(*note, MemoOn::Study);
        }
        let mut links: FxHashMap<Uuid, Vec<MemoOn>> = FxHashMap::default();
        for (origin, target) in &raw.links {
            for (note, other) in [(origin, target), (target, origin)] {
                if let Some(on) = self.noted.is.get(other) {
                    links.entry(*note).or_default().push(*on);
                }
            }
        }
        let (mut silent, mut coded, mut linked) = (0, 0, 0);
        for (note, text) in raw.notes.iter().zip(&texts.notes) {
            let labels = Labelled::read(&note.description);
            let parts = [labels.words.as_str(), text.as_deref().unwrap_or_default().trim()];
            let words: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let words = words.join("\n\n");
            coded += note.selections.iter().map(|selection| selection.codings.len()).sum::<usize>();
            coded += note.codings.len();
            let name = line(&note.name);
            let kind = labels.value(TYPE).map(str::to_owned);
            // A memo of ours is called by its first words, and some programs do that, too.
            let is_named = kind.is_none() && !line(&words).starts_with(name.trim_end_matches(['…', '.']));
            if words.is_empty() {
                silent += usize::from(text.is_none());
                if name.is_empty() || text.is_none() {
                    continue;
                }
            }
            let guid = note.guids.first().copied();
            let of = |map: &FxHashMap<Uuid, Vec<MemoOn>>| guid.and_then(|guid| map.get(&guid).cloned());
            let by_name = of(&self.noted.on);
            let by_link = of(&links);
            linked += usize::from(by_name.is_none() && by_link.is_some());
            let on = by_name.or(by_link).unwrap_or_else(|| vec![MemoOn::Study]);
            let coder = self.author(note.user);
            for (nth, on) in on.into_iter().enumerate() {
                let (title, words) = match (is_named, words.is_empty()) {
                    (_, true) => (String::new(), name.clone()),
                    (true, false) => (name.clone(), words.clone()),
                    (false, false) => (String::new(), words.clone()),
                };
                self.project.memos.push(ProjectMemo {
                    on,
                    coder,
                    title,
                    words,
                    kind: kind.clone().unwrap_or_default(),
                    guid: guid.filter(|_| nth == 0),
                    at: note.at,
                });
            }
        }
        let mut say = |count: usize, one: &str, more: &str| {
            if count > 0 {
                self.project.notes.push(counted(count, one, more));
            }
        };
        say(silent, "note has no plain text and is left out", "notes have no plain text and are left out");
        say(coded, "coding in a note is left out", "codings in notes are left out");
        let lost = raw.links.len() - linked.min(raw.links.len());
        say(lost, "link between two things is left out", "links between things are left out");
    }
}
