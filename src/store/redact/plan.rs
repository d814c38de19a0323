//! What is taken back, before anything is done: which words of which texts.

use crate::model::anchoring::{Hunk, Hunks, Step};
use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;
use crate::store::error::StoreError;
use crate::store::folder::must_be_inside;
use crate::store::open::OpenStudy;
use crate::text::Span;

/// What stands where a word was taken back; all words become the same.
pub const MARK: &str = "___";

/// What is to be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redact {
    /// Everything that is said in a document.
    Document(DocumentKey),
    /// Everything that a speaker says, in this document or in all.
    Speaker(String, Option<DocumentKey>),
    /// A passage, in bytes of the text as it stands.
    Passage(DocumentKey, Span),
}

/// The words of one text that are to be taken back.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRedaction {
    /// The document.
    pub document: DocumentKey,
    /// Its text as it stands.
    pub from: TextHash,
    /// The text without the words.
    pub to: TextHash,
    /// The words, in bytes of the text as it stands; in order and disjoint.
    pub spans: Vec<Span>,
    /// How the places of the one become those of the other.
    pub(super) hunks: Hunks,
    /// What was said, stretch by stretch, to look for elsewhere; never written anywhere.
    pub(super) said: Vec<String>,
}

impl PlannedRedaction {
    /// One that was done before, as its event says.
    pub(super) fn again(document: DocumentKey, from: TextHash, to: TextHash, spans: Vec<Span>) -> Self {
        Self { document, from, to, spans, hunks: Hunks::default(), said: Vec::new() }
    }
}

impl OpenStudy {
    /// What would be taken back; nothing is changed. Texts in which nothing is left to take back are left out.
    ///
    /// # Errors
    /// When a text cannot be read, or the passage is none.
    pub fn plan_redaction(&mut self, what: &Redact) -> Result<Vec<PlannedRedaction>, StoreError> {
        let documents = match what {
            Redact::Document(document)
            | Redact::Passage(document, _)
            | Redact::Speaker(_, Some(document)) => {
                vec![*document]
            }
            Redact::Speaker(_, None) => self.study.documents().iter().map(|document| document.key).collect(),
        };
        let mut plans = Vec::new();
        for document in documents {
            must_be_inside(&self.root, &self.root.join(&self.known(document)?.path))?;
            let text = self.text(document)?;
            let turns = 0..text.turns.len();
            let spoken = |index: usize| text.turns.get(index).map(|turn| turn.spoken);
            let stretches: Vec<Span> = match what {
                Redact::Document(_) => turns.filter_map(spoken).collect(),
                Redact::Speaker(label, _) => turns
                    .filter(|&index| text.turns.label_text(&text.text, index) == Some(label.as_str()))
                    .filter_map(spoken)
                    .collect(),
                Redact::Passage(_, span) => vec![*span],
            };
            let spans: Vec<Span> =
                stretches.iter().flat_map(|stretch| words_in(&text.text, *stretch)).collect();
            if spans.is_empty() {
                continue;
            }
            let said =
                stretches.iter().filter_map(|span| Some(text.text.get(span.range())?.to_owned())).collect();
            let (without, hunks) = without(&text.text, &spans);
            let to = TextHash::of(&without);
            plans.push(PlannedRedaction { document, from: text.hash, to, spans, hunks, said });
        }
        Ok(plans)
    }
}

/// The words of a stretch that are not taken back yet.
fn words_in(text: &str, stretch: Span) -> Vec<Span> {
    let Some(words) = text.get(stretch.range()) else { return Vec::new() };
    let place = |word: &str| {
        let start = stretch.start + (word.as_ptr() as usize - words.as_ptr() as usize) as u32;
        Span::new(start, start + word.len() as u32)
    };
    words.split_whitespace().filter_map(core).map(place).collect()
}

/// What a word is without the punctuation around it: passages often end there. Nothing for punctuation alone, and for what was
/// taken back already.
fn core(word: &str) -> Option<&str> {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    let says_nothing = |c: char| c.is_ascii_punctuation() || "…–—«»‹›“”„‘’·".contains(c);
    match core {
        "" => (!word.chars().all(says_nothing)).then_some(word),
        core => Some(core),
    }
}

/// The text without these words, and how its places become those of the new one: every passage between two edges of words
/// keeps its place.
pub(super) fn without(text: &str, spans: &[Span]) -> (String, Hunks) {
    let mut new = String::with_capacity(text.len());
    let mut steps = Vec::new();
    let mut at = 0;
    let keep = |new: &mut String, steps: &mut Vec<Step>, from: u32, to: u32| {
        if let Some(kept) = text.get(from as usize..to as usize).filter(|kept| !kept.is_empty()) {
            new.push_str(kept);
            steps.push(Step::Kept(to - from));
        }
    };
    for span in spans {
        keep(&mut new, &mut steps, at, span.start);
        new.push_str(MARK);
        steps.push(Step::Rewritten(span.end - span.start, MARK.len() as u32));
        at = span.end;
    }
    keep(&mut new, &mut steps, at, text.len() as u32);
    let hunks = Hunks::new(vec![Hunk { from: 0, to: 0, steps }]).unwrap_or_default();
    (new, hunks)
}
