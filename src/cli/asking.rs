//! What it takes to answer a question: the table of codings, with verdicts as the texts are now, and what finds words.

use std::borrow::Cow;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use roaring::RoaringBitmap;

use crate::index::finder::{Corpus, Finder};
use crate::index::query::{Lookup, Query};
use crate::index::question::Question;
use crate::index::words::{Stems, Wanted};
use crate::index::{Answer, Cancel, Catalogue, CodingTable, QueryError, Stopped, TextFinder, answer};
use crate::model::hash::TextHash;
use crate::model::names::{CoderKey, DocumentKey};
use crate::store::OpenStudy;

use super::output;

/// Answers the questions of one command.
pub struct Asking {
    /// The codings that have a place.
    pub table: CodingTable,
    catalogue: Arc<Catalogue>,
    finder: Option<Finder>,
}

impl Asking {
    /// True for a query that no coding matters to. Where the study was opened without codings it may name coders that
    /// are not known then: that is about codings, too.
    pub fn is_about_texts(open: &OpenStudy, query: &Query) -> bool {
        question(open, query, None).is_ok_and(|question| !question.part.needs_codings())
    }

    /// Makes ready for `query`. Texts are looked into only where the question is about more than codes.
    pub fn about(open: &mut OpenStudy, query: &Query) -> Result<Self> {
        let plain = question(open, query, None)?.part.is_about_codings_alone();
        if plain { Ok(Self::about_codings(open)) } else { Self::about_texts(open) }
    }

    fn about_codings(open: &mut OpenStudy) -> Self {
        let corpus = Corpus::new(open.root(), open.study.documents());
        let coded = |document| open.study.document_codings(document).is_some_and(|own| !own.is_empty());
        let hashes = Finder::hashes(&corpus, open.places(), coded);
        judge(open, hashes);
        Self { table: CodingTable::new(&open.study), catalogue: Arc::default(), finder: None }
    }

    /// Makes ready for any question.
    pub fn about_texts(open: &mut OpenStudy) -> Result<Self> {
        let corpus = Corpus::new(open.root(), open.study.documents());
        let finder = Finder::open(&corpus, open.places(), &Cancel::default())?;
        if let Some(note) = finder.note() {
            output::warn(&note.to_string());
        }
        let hashes = finder.catalogue().documents().iter();
        let hashes: Vec<_> = hashes.map(|document| (document.document, Some(document.hash))).collect();
        judge(open, hashes);
        let table = CodingTable::new(&open.study);
        Ok(Self { table, catalogue: Arc::clone(finder.catalogue()), finder: Some(finder) })
    }

    /// The turns by their numbers; none where no text was looked into.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What `query` asks, with every name looked up, by one of these coders; none narrow nothing.
    pub fn question(&self, open: &OpenStudy, query: &Query, coders: &[CoderKey]) -> Result<Question> {
        let mut question = match &self.finder {
            None => question(open, query, None)?,
            Some(finder) => {
                let stems = Stems::of(open.study.config.languages.iter().map(String::as_str));
                // Asked for nothing but `~word`: the dictionary is gathered then.
                let forms = |word: &str| match finder.dictionary(&Cancel::default()) {
                    Ok(words) => words.forms(word, &stems).into_iter().map(|form| form.word).collect(),
                    Err(Stopped) => Vec::new(),
                };
                let lookup =
                    Lookup { study: &open.study, catalogue: Some(&self.catalogue), forms: Some(&forms) };
                query.question(&lookup).map_err(|error| shown(&error))?
            }
        };
        if !coders.is_empty() {
            question.narrow(coders);
        }
        Ok(question)
    }

    /// The first `most` turns, in the order of the corpus tree.
    pub fn by_place(&self, turns: &RoaringBitmap, most: usize) -> Vec<u32> {
        let documents = self.table.documents().iter().filter_map(|own| self.catalogue.document(own.document));
        documents.flat_map(|document| turns.range(document.numbers())).take(most).collect()
    }

    /// The `most` turns that the words of the question fit best, the best first.
    pub fn by_relevance(
        &self,
        question: &Question,
        turns: &RoaringBitmap,
        most: usize,
    ) -> Result<Vec<u32>, Stopped> {
        let wanted = question.wanted();
        match &self.finder {
            Some(finder) if !wanted.is_empty() => finder.ranked(&wanted, turns, most, &Cancel::default()),
            _ => Ok(self.by_place(turns, most)),
        }
    }

    /// The answer.
    pub fn answer(&self, question: &Question) -> Result<Answer, Stopped> {
        let finder: &dyn TextFinder = match &self.finder {
            Some(finder) => finder,
            None => &NoTexts,
        };
        answer(question, &self.table, finder, &self.catalogue, &Cancel::default())
    }
}

/// Says on standard error how many codings took no part.
pub fn say_what_is_missing(answer: &Answer) {
    match answer.without_place {
        0 => {}
        1 => output::say("1 coding has no place in its text any more and took no part; see `kantlijn check`"),
        some => output::say(&format!(
            "{some} codings have no place in their texts any more and took no part; see `kantlijn check`"
        )),
    }
}

/// The mark stands under the mistake only if nothing stands before the query.
pub fn shown(error: &QueryError) -> anyhow::Error {
    anyhow!("the query cannot be answered\n{error}")
}

fn question(open: &OpenStudy, query: &Query, catalogue: Option<&Catalogue>) -> Result<Question> {
    let lookup = Lookup { study: &open.study, catalogue, forms: None };
    query.question(&lookup).map_err(|error| shown(&error))
}

/// Reads the texts that a coding was not made on, and says what became of it.
fn judge(open: &mut OpenStudy, hashes: Vec<(DocumentKey, Option<TextHash>)>) {
    for (document, hash) in hashes {
        let changed = open
            .study
            .document_codings(document)
            .is_some_and(|codings| codings.iter().any(|(_, key)| Some(open.study.coding(*key).text) != hash));
        if changed && let Err(error) = open.text(document) {
            output::warn(&error.to_string());
        }
    }
}

/// Where no text is looked into.
struct NoTexts;

impl TextFinder for NoTexts {
    fn turns(&self, _: &Wanted, _: &Cancel) -> Result<RoaringBitmap, Stopped> {
        Ok(RoaringBitmap::new())
    }

    fn text(&self, _: DocumentKey) -> Option<Cow<'_, str>> {
        None
    }
}
