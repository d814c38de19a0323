//! Doing one thing to all that was chosen among what was found: code, recode, take off, mark as important, memo.
//!
//! Each is one transaction. What needs the words of a passage waits until its text was read elsewhere; what is another
//! coder's, or cannot be, is left out and counted.

use super::told::{Doing, Told};
use super::{App, Choice, Effect, Tone};
use crate::model::edit::{self, Caution};
use crate::model::hash::TextHash;
use crate::model::{Anchor, Body, CodeKey, CodingKey, DocumentKey, Target, Verdict};
use crate::store::{Made, Many};
use crate::text::Span;
use crate::ui::finding::Marker;
use crate::ui::names::name_of;
use crate::ui::panel::{Confirm, Panel};
use crate::ui::words::Say;

/// From so many on, one is asked before it is done.
pub const MANY: usize = 50;

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Codings.
    Codings(Vec<CodingKey>),
    /// Passages: what is said in turns, or sentences of it.
    Passages(Vec<Passage>),
}

impl Chosen {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Codings(codings) => codings.len(),
            Self::Passages(passages) => passages.len(),
        }
    }

    /// True when nothing was chosen.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A passage in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Passage {
    /// The document.
    pub document: DocumentKey,
    /// The text that it was found in.
    pub hash: TextHash,
    /// Its bytes.
    pub span: Span,
}

/// A passage and its words in the text as it is now; `None` where it is no passage of that.
pub type Anchored = (Passage, Option<Anchor>);

/// What is done to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// They get these codes as well.
    Code(Vec<Choice>),
    /// The codings get this code, and stay the codings that they are; asked with its reason.
    Recode(Vec<Choice>),
    /// The codings are taken off.
    Uncode,
    /// They become important, or no longer.
    Star(bool),
    /// Each gets this memo: type and words.
    Memo(String, String),
}

/// What is to be done to what was chosen.
#[derive(Clone, Debug)]
pub struct Bulk {
    /// What is done.
    pub deed: Deed,
    /// To what.
    pub chosen: Chosen,
    /// Of passages, the sentences in which this finds something are taken.
    pub sentences: Option<Marker>,
}

impl PartialEq for Bulk {
    fn eq(&self, other: &Self) -> bool {
        self.deed == other.deed && self.chosen == other.chosen
    }
}

/// What was left out, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// They are another coder's.
    pub others: usize,
    /// They have it already.
    pub same: usize,
    /// An exclusive family gives a passage one code.
    pub exclusive: usize,
    /// The text is another one now.
    pub moved: usize,
}

impl App {
    /// Does it, after a question where it is much.
    pub fn bulk(&mut self, bulk: Bulk) {
        if !self.writes {
            return self.warn(&Say::CannotWrite);
        }
        if bulk.chosen.is_empty() {
            return self.tell(Tone::Warning, Told::Nothing.show(self.language));
        }
        if matches!(bulk.deed, Deed::Recode(_)) {
            self.recode(&bulk);
        } else if bulk.chosen.len() >= MANY {
            let question = self.bulk_question(&bulk);
            self.panels.push(Panel::Confirm(Confirm::new(question, bulk)));
        } else {
            self.bulk_now(bulk);
        }
    }

    fn bulk_question(&self, bulk: &Bulk) -> String {
        let names = |choices: &[Choice]| self.choice_names(choices);
        let doing = match &bulk.deed {
            Deed::Code(choices) => Doing::Code(names(choices)),
            Deed::Recode(choices) => Doing::Recode(names(choices)),
            Deed::Uncode => Doing::Uncode,
            Deed::Star(on) => Doing::Star(*on),
            Deed::Memo(..) => Doing::Memo,
        };
        let codings = matches!(bulk.chosen, Chosen::Codings(_));
        Told::Sure { doing: &doing, count: bulk.chosen.len(), codings }.show(self.language)
    }

    fn choice_names(&self, choices: &[Choice]) -> String {
        let name = |choice: &Choice| match choice {
            Choice::Code(code) => name_of(&self.study, self.language, *code),
            Choice::New(name) => name.clone(),
        };
        choices.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    /// Does it without a question.
    pub fn bulk_now(&mut self, bulk: Bulk) {
        if !self.may(&bulk.deed, &bulk.chosen) {
            return;
        }
        match (&bulk.deed, &bulk.chosen) {
            (Deed::Uncode | Deed::Star(_) | Deed::Memo(..), Chosen::Codings(codings)) => {
                self.change_codings(&bulk.deed, codings);
            }
            (Deed::Recode(_), _) => self.recode(&bulk),
            (Deed::Code(_), Chosen::Codings(codings)) => {
                let passages = codings.iter().map(|key| self.passage_of(*key)).collect();
                self.ask(Effect::Anchors { passages, then: Box::new(bulk) });
            }
            (_, Chosen::Passages(passages)) => {
                let passages = passages.clone();
                self.ask(Effect::Anchors { passages, then: Box::new(bulk) });
            }
        }
    }

    /// False, and a sentence, where this cannot be done to what was chosen.
    pub fn may(&mut self, deed: &Deed, chosen: &Chosen) -> bool {
        let only_codings = matches!(deed, Deed::Uncode | Deed::Star(_) | Deed::Recode(_));
        let may = !only_codings || matches!(chosen, Chosen::Codings(_));
        if !may {
            self.tell(Tone::Warning, Told::OnlyCodings.show(self.language));
        }
        may
    }

    /// Where a coding stands; its fingerprint is that of the text it was made on.
    fn passage_of(&self, key: CodingKey) -> Passage {
        let coding = self.study.coding(key);
        Passage { document: coding.document, hash: coding.text, span: coding.span }
    }

    fn change_codings(&mut self, deed: &Deed, codings: &[CodingKey]) {
        let mut left_out = LeftOut::default();
        let mut rest = Vec::new();
        for &key in codings {
            let coding = self.study.coding(key);
            let body = match deed {
                _ if !coding.alive => continue,
                Deed::Star(on) if coding.important == *on => {
                    left_out.same += 1;
                    continue;
                }
                Deed::Star(on) => edit::star(&self.study, self.coder, key, *on),
                // A memo may be about anybody's coding.
                Deed::Memo(kind, words) => {
                    Ok(edit::memo(Target::Coding(self.study.coding_id(key)), kind, words))
                }
                _ => edit::uncode(&self.study, self.coder, key),
            };
            match body {
                Ok(body) => rest.push(body),
                Err(_) => left_out.others += 1,
            }
        }
        let doing = match deed {
            Deed::Star(on) => Doing::Star(*on),
            Deed::Memo(..) => Doing::Memo,
            _ => Doing::Uncode,
        };
        let count = rest.len();
        self.finish(Many { rest, ..Many::default() }, &doing, count, left_out);
    }

    /// The texts were read.
    pub fn anchored(&mut self, bulk: &Bulk, anchored: Vec<Anchored>) {
        match (&bulk.deed, &bulk.chosen) {
            (Deed::Memo(kind, words), _) => self.mark_with_memos(kind, words, unchanged(anchored)),
            (Deed::Code(choices), Chosen::Codings(codings)) => {
                let stands = |(key, (passage, anchor)): (&CodingKey, Anchored)| {
                    (passage, anchor.filter(|anchor| self.stands(*key, anchor)))
                };
                let anchored = codings.iter().zip(anchored).map(stands).collect();
                self.code_many(choices, anchored);
            }
            (Deed::Code(choices), Chosen::Passages(_)) => self.code_many(choices, unchanged(anchored)),
            _ => {}
        }
    }

    /// True when a coding stands where its place says, in the text as it is now: the one that it was made on, or one in which
    /// it was looked for.
    fn stands(&self, key: CodingKey, anchor: &Anchor) -> bool {
        let (coding, verdict) = (self.study.coding(key), self.study.verdict(key));
        let judged = verdict != Verdict::Exact && verdict.has_position();
        coding.alive && (coding.text == anchor.text || judged)
    }

    fn code_many(&mut self, choices: &[Choice], anchored: Vec<Anchored>) {
        let (codes, new) = split(choices);
        let mut many = Many { new_codes: new, ..Many::default() };
        let mut left_out = LeftOut::default();
        let mut count = 0;
        let mut seen = rustc_hash::FxHashSet::default();
        for (passage, anchor) in anchored {
            let Some(anchor) = anchor else {
                left_out.moved += 1;
                continue;
            };
            // Two codings may stand on one passage.
            if !seen.insert(passage) {
                continue;
            }
            let before = many.made.len();
            for code in &codes {
                match self.fits(passage, *code) {
                    Fit::Same => left_out.same += 1,
                    Fit::Exclusive => left_out.exclusive += 1,
                    Fit::Fits => many.made.extend(self.made(passage.document, &anchor, *code)),
                }
            }
            if !many.new_codes.is_empty() {
                many.passages.push((self.study.document_id(passage.document).to_owned(), anchor));
            }
            count += usize::from(many.made.len() > before || !many.new_codes.is_empty());
        }
        let doing = Doing::Code(self.choice_names(choices));
        if self.finish(many, &doing, count, left_out) {
            self.repeat = codes;
        }
    }

    fn made(&self, document: DocumentKey, anchor: &Anchor, code: CodeKey) -> Option<Made> {
        let code = self.study.codebook.code(code)?;
        let body = edit::code_anchored(&self.study, document, anchor.clone(), code, &Vec::new()).ok()?;
        Some(Made { body, important: false, memos: Vec::new() })
    }

    /// What the passage says to a code.
    fn fits(&self, passage: Passage, code: CodeKey) -> Fit {
        let Some(code) = self.study.codebook.code(code) else { return Fit::Same };
        let cautions = edit::cautions(&self.study, self.coder, passage.document, passage.span, code);
        let mut fit = Fit::Fits;
        for caution in cautions {
            match caution {
                Caution::Same(_) => return Fit::Same,
                Caution::ExclusiveSame(_) => fit = Fit::Exclusive,
                Caution::ExclusiveOverlap(_) => {}
            }
        }
        fit
    }

    fn mark_with_memos(&mut self, kind: &str, words: &str, anchored: Vec<Anchored>) {
        let mut left_out = LeftOut::default();
        let mut many = Many::default();
        for (passage, anchor) in anchored {
            let Some(anchor) = anchor else {
                left_out.moved += 1;
                continue;
            };
            let document = self.study.document_id(passage.document).to_owned();
            let memos = vec![(kind.to_owned(), words.to_owned())];
            many.made.push(Made { body: Body::Mark { document, anchor }, important: false, memos });
        }
        let count = many.made.len();
        self.finish(many, &Doing::Memo, count, left_out);
    }

    fn finish(&mut self, many: Many, doing: &Doing, count: usize, left_out: LeftOut) -> bool {
        let done = count > 0 && !many.is_empty();
        if done {
            self.ask(Effect::CommitMany(many));
        }
        let tone = if left_out == LeftOut::default() { Tone::Good } else { Tone::Warning };
        self.tell(tone, Told::Done { doing, count, left_out }.show(self.language));
        done
    }
}

/// Whether a passage can have a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Fits,
    Same,
    Exclusive,
}

/// Without the words of texts that are others than those that were searched.
fn unchanged(anchored: Vec<Anchored>) -> Vec<Anchored> {
    let same = |(passage, anchor): Anchored| (passage, anchor.filter(|anchor| anchor.text == passage.hash));
    anchored.into_iter().map(same).collect()
}

fn split(choices: &[Choice]) -> (Vec<CodeKey>, Vec<String>) {
    let (mut codes, mut new) = (Vec::new(), Vec::new());
    for choice in choices {
        match choice {
            Choice::Code(code) => codes.push(*code),
            Choice::New(name) => new.push(name.clone()),
        }
    }
    (codes, new)
}
