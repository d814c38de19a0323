//! The rows of the preview: files, who speaks in them, attributes of all.

use super::Import;
use crate::import::run::Fate;

/// Something that can be looked at and changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A heading.
    Files,
    /// A file, by its place.
    File(usize),
    /// A heading.
    Speakers,
    /// A speaker over all files.
    Speaker {
        /// The label.
        label: String,
        /// All spellings that were found of it.
        spellings: Vec<String>,
        /// In how many turns.
        turns: usize,
        /// In how many documents.
        documents: usize,
    },
    /// A heading.
    Attributes,
    /// An attribute of all documents.
    Attribute(String, String),
}

/// The rows as things stand.
pub(super) fn rows(import: &Import) -> Vec<Row> {
    let mut rows = vec![Row::Files];
    rows.extend((0..import.fates().len()).map(Row::File));
    let mut speakers: Vec<Row> = Vec::new();
    for document in import.documents() {
        for voice in &document.voices {
            let known = speakers
                .iter_mut()
                .find(|row| matches!(row, Row::Speaker { label, .. } if *label == voice.label));
            let found =
                voice.spellings.iter().map(|(spelling, _)| spelling).filter(|spelling| !spelling.is_empty());
            if let Some(Row::Speaker { spellings, turns, documents, .. }) = known {
                for spelling in found {
                    if !spellings.contains(spelling) {
                        spellings.push(spelling.clone());
                    }
                }
                *turns += voice.turns();
                *documents += 1;
            } else {
                speakers.push(Row::Speaker {
                    label: voice.label.clone(),
                    spellings: found.cloned().collect(),
                    turns: voice.turns(),
                    documents: 1,
                });
            }
        }
    }
    if !speakers.is_empty() {
        rows.push(Row::Speakers);
        rows.append(&mut speakers);
    }
    let attributes = &import.ask.decisions.attributes;
    if !attributes.is_empty() {
        rows.push(Row::Attributes);
        rows.extend(attributes.iter().map(|(name, value)| Row::Attribute(name.clone(), value.clone())));
    }
    rows
}

/// True for a file of which documents would be written, and for a project that would be taken in.
pub(super) fn is_taken(import: &Import, index: usize) -> bool {
    let is_project = || import.projects().any(|found| found.index == index);
    !import.left_out.contains(&index) && matches!(import.fates().get(index), Some(Fate::Documents(_)))
        || is_project()
}
