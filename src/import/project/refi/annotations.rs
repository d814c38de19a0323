//! Notes on a passage, as QualCoder and MAXQDA write them: a note that a source names, with a selection in it that is one of the
//! source and not of the note.

use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::raw::{Raw, RawSource, TextAt};

/// Turns such notes into selections of their source, which say what the note says.
pub(super) fn move_to_sources(raw: &mut Raw) {
    let is_known = raw.origin.to_lowercase().contains("qualcoder");
    let notes: FxHashMap<Uuid, usize> = raw
        .notes
        .iter()
        .enumerate()
        .filter(|(_, note)| is_annotation(note, is_known))
        .flat_map(|(place, note)| note.guids.iter().map(move |guid| (*guid, place)))
        .collect();
    for source in &mut raw.sources {
        let (here, others): (Vec<Uuid>, Vec<Uuid>) =
            std::mem::take(&mut source.notes).into_iter().partition(|guid| notes.contains_key(guid));
        source.notes = others;
        for guid in here {
            let note = &mut raw.notes[notes[&guid]];
            let TextAt::Inline(words) = std::mem::replace(&mut note.text, TextAt::Inline(String::new()))
            else {
                continue;
            };
            note.name.clear();
            for mut selection in std::mem::take(&mut note.selections) {
                selection.user = selection.user.or(note.user);
                selection.at = selection.at.or(note.at);
                selection.description.clone_from(&words);
                source.selections.push(selection);
            }
        }
    }
}

/// True for a note whose selections nobody coded, and which lie outside of what it says, or are known to mean the source.
fn is_annotation(note: &RawSource, is_known: bool) -> bool {
    let TextAt::Inline(words) = &note.text else { return false };
    let length = i64::try_from(words.chars().count()).unwrap_or(i64::MAX);
    let is_outside = note.selections.iter().any(|selection| selection.end.is_some_and(|end| end > length));
    let is_bare = note.selections.iter().all(|selection| selection.codings.is_empty());
    !note.selections.is_empty() && is_bare && (is_known || is_outside)
}
