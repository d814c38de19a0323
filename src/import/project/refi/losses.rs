//! What has no place here, or another one: said, each in a sentence.

use rustc_hash::FxHashSet;

use super::build::Build;
use super::raw::Kind;
use super::texts::Texts;
use crate::import::blocks::{counted, line, quoted};

/// What was met, counted.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Codings of whole documents.
    pub of_documents: usize,
    /// Codings with a code that is not there.
    pub lost_codes: usize,
    /// Names of passages that are something else than their quote.
    pub titles: usize,
    /// Colours that mean nothing.
    pub colors: Vec<String>,
    /// Documents with formatted text.
    pub rich: usize,
    /// Moments of transcripts.
    pub moments: usize,
    /// Documents that are no UTF-8.
    pub guessed: Vec<String>,
}

impl Build<'_> {
    /// Sources without a text.
    pub fn left_sources(&mut self, texts: &Texts<'_>) {
        let taken: FxHashSet<usize> = texts.list.iter().map(|text| text.source).collect();
        let has_transcript =
            |place: usize| self.raw.sources.get(place + 1).is_some_and(|next| next.kind == Kind::Transcript);
        let kinds = [
            (Kind::Text, "document without plain text", "documents without plain text"),
            (Kind::Pdf, "PDF without its text", "PDFs without their text"),
            (Kind::Picture, "picture", "pictures"),
            (Kind::Audio, "recording of sound", "recordings of sound"),
            (Kind::Video, "video", "videos"),
            (Kind::Transcript, "transcript without its text", "transcripts without their text"),
        ];
        for (kind, one, more) in kinds {
            let (mut count, mut codings) = (0, 0);
            for (place, source) in
                self.raw.sources.iter().enumerate().filter(|(_, source)| source.kind == kind)
            {
                codings += source.codings_on_pieces;
                if !taken.contains(&place) {
                    count += 1;
                    codings += source.codings.len();
                    if !has_transcript(place) {
                        codings +=
                            source.selections.iter().map(|selection| selection.codings.len()).sum::<usize>();
                    }
                }
            }
            if count + codings > 0 {
                let on = if codings > 0 {
                    format!(", with {}", counted(codings, "coding on it", "codings on them"))
                } else {
                    String::new()
                };
                self.project.notes.push(format!("left out: {}{on}", counted(count, one, more)));
            }
        }
    }

    pub fn say(&mut self) {
        let raw = self.raw;
        let mut say = |count: usize, one: &str, more: &str| {
            if count > 0 {
                self.project.notes.push(counted(count, one, more));
            }
        };
        let counts = &self.counts;
        say(
            counts.of_documents,
            "coding is on a whole document; it stands on all of its text",
            "codings are on whole documents; they stand on all of their text",
        );
        say(
            counts.lost_codes,
            "coding has a code that is not in the project; its passage is kept without one",
            "codings have codes that are not in the project; their passages are kept without one",
        );
        say(
            counts.titles,
            "passage is called something else than what stands there; it stands at its position, and its name is a memo on it",
            "passages are called something else than what stands there; they stand at their positions, and their names are memos on them",
        );
        say(
            counts.rich,
            "document has formatted text as well, of which the plain text is taken",
            "documents have formatted text as well, of which the plain text is taken",
        );
        say(
            counts.moments,
            "moment of a recording that a transcript was tied to is left out",
            "moments of recordings that transcripts were tied to are left out",
        );
        let of_cases: usize = raw.cases.iter().map(|case| case.others).sum();
        say(
            of_cases,
            "code or passage that a case names is left out",
            "codes and passages that cases name are left out",
        );
        let in_sets: usize = raw.sets.iter().map(|set| set.notes).sum();
        say(in_sets, "note in a set is left out of it", "notes in sets are left out of them");
        if !counts.colors.is_empty() {
            let named =
                counts.colors.iter().take(3).map(|color| quoted(color)).collect::<Vec<_>>().join(", ");
            self.project.notes.push(format!("no colours, left out: {named}"));
        }
        if !counts.guessed.is_empty() {
            let named =
                counts.guessed.iter().take(3).map(|name| quoted(&line(name))).collect::<Vec<_>>().join(", ");
            self.project
                .notes
                .push(format!("these texts are no UTF-8, and their encoding was guessed: {named}"));
        }
        for (name, count) in &raw.others {
            self.project.notes.push(format!("{count} × <{name}> has no place here and is left out"));
        }
    }
}
