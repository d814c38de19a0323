//! Memos as notes: which there are on what, and which of them are written.

use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use crate::export::Selection;
use crate::export::xml::{clean, escaped, one_line};
use crate::model::codebook::guid::{Thing, derived};
use crate::model::event::Target;
use crate::model::labelled::{Labelled, TYPE};
use crate::model::study::Study;
use crate::text::shortened;

use super::source::moment;

/// So many columns of a memo stand in its name behind its type.
const NAME: usize = 60;

/// All memos of the coders that were chosen, oldest first.
pub(super) struct Memos {
    pub list: Vec<Note>,
    by_target: FxHashMap<Target, Vec<usize>>,
    written: Vec<bool>,
}

/// A memo.
pub(super) struct Note {
    pub guid: Uuid,
    pub on: Target,
    coder: String,
    kind: String,
    words: String,
    at: i64,
}

impl Memos {
    pub fn of(study: &Study, selection: &Selection) -> Self {
        let is_chosen = |memo: &&crate::model::Memo| {
            selection.coders.is_empty() || selection.coders.contains(&memo.coder)
        };
        let mut memos: Vec<_> = study.memos().filter(is_chosen).collect();
        memos.sort_by_key(|memo| (memo.at, memo.id, study.coder_name(memo.coder)));
        let (mut seen, mut twice) = (FxHashSet::default(), FxHashSet::default());
        for memo in &memos {
            if !seen.insert(memo.id) {
                twice.insert(memo.id);
            }
        }
        let note = |memo: &crate::model::Memo| {
            let coder = study.coder_name(memo.coder).to_owned();
            let own = || derived(Thing::Memo, &format!("{coder}\0{}", memo.id));
            let guid = if twice.contains(&memo.id) { own() } else { memo.id };
            let (on, kind, words) = (memo.on.clone(), memo.kind.clone(), clean(&memo.words));
            Note { guid, on, coder, kind, words, at: memo.at }
        };
        let list: Vec<Note> = memos.into_iter().map(note).filter(|note| !note.words.is_empty()).collect();
        let mut by_target: FxHashMap<Target, Vec<usize>> = FxHashMap::default();
        for (place, note) in list.iter().enumerate() {
            by_target.entry(note.on.clone()).or_default().push(place);
        }
        let written = list.iter().map(|note| note.on == Target::Study).collect();
        Self { list, by_target, written }
    }

    /// Who wrote them.
    pub fn coders(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|note| note.coder.as_str())
    }

    /// The places of the memos on something.
    pub fn on(&self, target: &Target) -> &[usize] {
        self.by_target.get(target).map_or(&[], Vec::as_slice)
    }

    /// Elements that name memos.
    pub fn refs(&self, places: &[usize], indent: &str) -> String {
        let mut xml = String::new();
        for &place in places {
            let _ = writeln!(xml, "{indent}<NoteRef targetGUID=\"{}\"/>", self.list[place].guid);
        }
        xml
    }

    /// What memos say: many programs show the description of a thing and pass over notes.
    pub fn words(&self, places: &[usize]) -> String {
        places.iter().map(|&place| self.list[place].words.as_str()).collect::<Vec<_>>().join("\n\n")
    }

    /// What they are on is in the file.
    pub fn write_these(&mut self, places: &[usize]) {
        for &place in places {
            self.written[place] = true;
        }
    }

    /// How many are on something that is not in the file.
    pub fn left(&self) -> usize {
        self.written.iter().filter(|written| !**written).count()
    }

    /// The element `Notes`; empty where there are none.
    pub fn xml(&self) -> String {
        let written = || self.list.iter().zip(&self.written).filter(|(_, written)| **written);
        if written().next().is_none() {
            return String::new();
        }
        let mut xml = String::from("  <Notes>\n");
        for (note, _) in written() {
            let kind = one_line(&note.kind);
            let words = shortened(&note.words, NAME);
            let name = if kind.is_empty() { words } else { format!("{kind}: {words}") };
            let _ = writeln!(
                xml,
                "    <Note guid=\"{}\" name=\"{}\" creatingUser=\"{}\" creationDateTime=\"{}\">",
                note.guid,
                escaped(&one_line(&name)),
                derived(Thing::Coder, &note.coder),
                moment(note.at)
            );
            let mut description = Labelled::default();
            description.add(TYPE, [note.kind.as_str()]);
            let _ =
                writeln!(xml, "      <Description>{}</Description>", escaped(&clean(&description.write())));
            let _ = writeln!(
                xml,
                "      <PlainTextContent>{}</PlainTextContent>\n    </Note>",
                escaped(&note.words)
            );
        }
        xml.push_str("  </Notes>\n");
        xml
    }

    /// The references to memos on the study.
    pub fn on_study_xml(&self) -> String {
        self.refs(self.on(&Target::Study), "  ")
    }
}
