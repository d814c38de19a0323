//! Codings and memos as they stand now.

use uuid::Uuid;

use crate::text::Span;

use super::event::Target;
use super::facets::FacetsKey;
use super::hash::{Revision, TextHash};
use super::layer::Layer;
use super::names::{CodeKey, CoderKey, DocumentKey};
use super::quote::QuoteMark;
use super::record::{Act, AllNames, Source};

/// One code on one passage by one coder; without a code, a mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Coding {
    /// Position of the event that made it, in its layer.
    pub record: u32,
    /// Whose it is.
    pub coder: CoderKey,
    /// The document that it stands in, as far as revisions lead it into another one.
    pub document: DocumentKey,
    /// The document that it was made (or last reshaped) in.
    pub made_in: DocumentKey,
    /// The passage, in bytes of the text as it stands now, as far as revisions lead there.
    pub span: Span,
    /// The passage, in bytes of the text it was made (or last reshaped) on.
    pub made: Span,
    /// The code; `None` for a mark. Where its code was merged into another, that one.
    pub code: Option<CodeKey>,
    /// The code that its coder gave it.
    pub given: Option<CodeKey>,
    /// The state of the code's definition when it was made.
    pub revision: Revision,
    /// The text it was made (or last reshaped) on.
    pub text: TextHash,
    /// A mark of the words that were quoted.
    pub quote: QuoteMark,
    /// Marked as important.
    pub important: bool,
    /// False once it was taken away; its number is kept.
    pub alive: bool,
    /// Values of facets.
    pub facets: FacetsKey,
    /// The line that holds its quote.
    pub source: Source,
}

impl Coding {
    /// True when `text`, whose fingerprint is `hash`, is the one that the coding was made on, and what was quoted stands
    /// where it says: then no quote needs to be read.
    pub fn stands_in(&self, text: &str, hash: TextHash) -> bool {
        self.text == hash && text.get(self.made.range()).is_some_and(|passage| self.quote.fits(passage))
    }

    /// True when both are the same passage of the same text.
    pub(super) fn stands_where(&self, other: &Self) -> bool {
        let place = |coding: &Self| (coding.made_in, coding.made, coding.text, coding.quote, coding.source);
        place(self) == place(other)
    }

    /// Folds the events of the coding made by `record`: `None` when that event does not count.
    pub(super) fn fold(layer: &Layer, coder: CoderKey, record: u32, names: &mut AllNames) -> Option<Self> {
        let made = layer.record(record);
        let Act::Coding { document, span, code, revision, text, quote, facets } = &made.act else {
            return None;
        };
        if !layer.counts(record) {
            return None;
        }
        let mut coding = Self {
            record,
            coder,
            document: *document,
            made_in: *document,
            span: *span,
            made: *span,
            code: *code,
            given: *code,
            revision: *revision,
            text: *text,
            quote: *quote,
            important: false,
            alive: true,
            facets: *facets,
            source: made.source,
        };
        for change in layer.changes_of(made.id) {
            match &change.act {
                Act::Uncode(_) => return None,
                Act::Reshape { span, text, quote, document, .. } => {
                    coding.made_in = document.unwrap_or(coding.made_in);
                    coding.document = coding.made_in;
                    (coding.span, coding.made) = (*span, *span);
                    (coding.text, coding.quote) = (*text, *quote);
                    coding.source = change.source;
                }
                Act::Recode { code, revision, .. } => {
                    (coding.code, coding.given) = (Some(*code), Some(*code));
                    coding.revision = *revision;
                }
                Act::Star { on, .. } => coding.important = *on,
                Act::Facet { set, .. } => {
                    coding.facets = names.facets.with(coding.facets, set.0, &set.1, &names.words);
                }
                _ => {}
            }
        }
        Some(coding)
    }
}

/// A note on anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo {
    /// Its id.
    pub id: Uuid,
    /// Who wrote it.
    pub coder: CoderKey,
    /// What it is about.
    pub on: Target,
    /// Its type: `analytisch`, `reflexief`, …
    pub kind: String,
    /// Its words.
    pub words: String,
    /// When it was written; milliseconds since 1970, UTC.
    pub at: i64,
}

impl Memo {
    /// Folds the events of the memo made by `record`.
    pub(super) fn fold(layer: &Layer, coder: CoderKey, record: u32) -> Option<Self> {
        let made = layer.record(record);
        let Act::Memo(parts) = &made.act else { return None };
        if !layer.counts(record) {
            return None;
        }
        let (on, kind, words) = &**parts;
        let mut memo = Self {
            id: made.id,
            coder,
            on: on.clone(),
            kind: kind.clone(),
            words: words.clone(),
            at: made.at,
        };
        for change in layer.changes_of(made.id) {
            match &change.act {
                Act::MemoDrop(_) => return None,
                Act::MemoEdit { kind_and_words, .. } => {
                    (memo.kind, memo.words) = (kind_and_words.0.clone(), kind_and_words.1.clone());
                }
                _ => {}
            }
        }
        Some(memo)
    }
}
