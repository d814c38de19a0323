//! `memo:` and `definition:`: what a memo was written about, and codes by what is said of them, by the words.

use rustc_hash::FxHashSet;

use crate::index::question::{CodeSet, CodingTest, Part};
use crate::model::codebook::Code;
use crate::model::coding::Memo;
use crate::model::event::Target;
use crate::model::names::CodingKey;
use crate::text::fold;

use super::error::{Mistake, Named};
use super::resolve::Lookup;
use super::token::{Wrong, read_words};
use super::values::values;
use super::{Field, Value, Word};

impl Lookup<'_> {
    /// Codings with a code of which these words are said: in its definition, when to use it and when not, its examples, or
    /// a memo on it.
    pub(super) fn defined_with(&self, field: &Field) -> Result<CodingTest, Wrong> {
        let wanted = phrases(field, &Named::DefinitionWords)?;
        let about = self.study.memos().filter_map(|memo| match &memo.on {
            Target::Code(id) => Some((id.as_str(), memo.words.as_str())),
            _ => None,
        });
        let about: Vec<(&str, &str)> = about.collect();
        let holds = |code: &&Code| {
            let memos = about.iter().filter(|(of, _)| *of == code.id).map(|(_, words)| *words);
            said_of(code).chain(memos).filter(|words| !words.is_empty()).any(|words| {
                let words = fold::words(words);
                wanted.iter().any(|phrase| stands_in(phrase, &words))
            })
        };
        let codes = self.study.codebook.codes().iter().filter(holds);
        Ok(CodingTest::Codes(CodeSet::These(codes.map(|code| code.key).collect())))
    }

    /// Everything with such a memo: codings, marks and documents. A memo on a code is about no passage.
    pub(super) fn memos(&self, field: &Field) -> Result<Part, Wrong> {
        let found = self.memos_with(field)?;
        let documents = found.iter().filter_map(|memo| match &memo.on {
            Target::Document(id) => self.study.names.documents.get(id),
            _ => None,
        });
        Ok(Part::Memos { documents: documents.collect(), codings: self.coded(&found), passages: Vec::new() })
    }

    /// Codings that have such a memo themselves, or stand on the very passage of one that does.
    pub(super) fn codings_with_memo(&self, field: &Field) -> Result<CodingTest, Wrong> {
        let mut codings: FxHashSet<CodingKey> = FxHashSet::default();
        for key in self.coded(&self.memos_with(field)?) {
            let coding = self.study.coding(key);
            let here = self.study.codings_in(coding.document, coding.span);
            codings.extend(here.filter(|(span, _)| *span == coding.span).map(|(_, other)| other));
            codings.insert(key);
        }
        Ok(CodingTest::These(codings))
    }

    fn coded(&self, memos: &[&Memo]) -> FxHashSet<CodingKey> {
        let on = memos.iter().filter_map(|memo| match memo.on {
            Target::Coding(id) => self.study.find_coding(id),
            _ => None,
        });
        on.collect()
    }

    fn memos_with(&self, field: &Field) -> Result<Vec<&Memo>, Wrong> {
        let wanted = phrases(field, &Named::MemoWords)?;
        let holds = |memo: &&Memo| {
            let words = fold::words(&memo.words);
            wanted.iter().any(|phrase| stands_in(phrase, &words))
        };
        Ok(self.study.memos().filter(holds).collect())
    }
}

/// What is said of a code in the codebook, in every language.
fn said_of(code: &Code) -> impl Iterator<Item = &str> {
    let notes = code.include.iter().chain(&code.exclude).map(|note| &note.text);
    let all = std::iter::once(&code.definition).chain(notes).chain(&code.examples);
    all.flat_map(|words| words.iter().map(|(_, words)| words))
}

/// The phrases of which one must stand there; one without words stands everywhere.
fn phrases(field: &Field, what: &Named) -> Result<Vec<Vec<Word>>, Wrong> {
    let mut wanted = Vec::new();
    for value in values(field, what, Vec::new)? {
        wanted.push(if value.is_any() { Vec::new() } else { words_of(value)? });
    }
    Ok(wanted)
}

fn words_of(value: &Value) -> Result<Vec<Word>, Wrong> {
    let mut words = read_words(&value.text, 0).map_err(|(_, mistake)| (value.span, mistake))?;
    if words.is_empty() {
        return Err((value.span, Mistake::NoWord));
    }
    for word in &mut words {
        word.text = fold::words(&word.text).concat();
    }
    Ok(words)
}

/// True where the words of `phrase` follow each other in `words`, all of them folded.
fn stands_in(phrase: &[Word], words: &[String]) -> bool {
    let fits = |(wanted, word): (&Word, &String)| match (wanted.open_start, wanted.open_end) {
        (false, false) => *word == wanted.text,
        (false, true) => word.starts_with(&wanted.text),
        (true, false) => word.ends_with(&wanted.text),
        (true, true) => word.contains(&wanted.text),
    };
    phrase.is_empty() || words.windows(phrase.len()).any(|window| phrase.iter().zip(window).all(fits))
}
