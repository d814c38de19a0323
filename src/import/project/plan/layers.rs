//! What each coder of a project does in the study: codings, marks, memos.

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use crate::import::blocks::{line, quoted};
use crate::model::codebook::Code;
use crate::model::coding::Memo;
use crate::model::event::{Body, Target};
use crate::model::names::CodingKey;
use crate::model::quote::Anchor;
use crate::model::study::Study;
use crate::store::Named;
use crate::text::Span;

use super::names::coder_name;
use super::{Known, Place, Project, ProjectCoding, ProjectMemo, ProjectPlan};

/// The type of a memo that has none.
const KIND: &str = "analytisch";

/// What each coder does.
pub(super) struct Layers<'s> {
    study: &'s Study,
    /// By the coders of the project: the place in `of`.
    places: Vec<usize>,
    of: Vec<(String, Vec<Named>)>,
    seen: FxHashMap<Seen, Uuid>,
    /// Ids that events of this import have.
    taken: FxHashSet<Uuid>,
    /// Memos of the study.
    memos: FxHashMap<Target, Vec<&'s Memo>>,
}

/// A coding: layer, document, start and end in bytes, code.
type Seen = (usize, String, u32, u32, String);

impl<'s> Layers<'s> {
    pub fn of(project: &Project, study: &'s Study, own: &str, plan: &mut ProjectPlan) -> Self {
        let mut layers: Vec<(String, Vec<Named>)> = vec![(own.to_owned(), Vec::new())];
        let mut places = Vec::new();
        for coder in &project.coders {
            let name = coder_name(coder).unwrap_or_else(|| project.program.to_lowercase());
            if name != *coder {
                plan.notes.push(format!("the coder {} is called `{name}` here", quoted(&line(coder))));
            }
            // On some systems two names that differ in case are one folder.
            let place = layers.iter().position(|(known, _)| known.to_lowercase() == name.to_lowercase());
            places.push(place.unwrap_or_else(|| {
                layers.push((name, Vec::new()));
                layers.len() - 1
            }));
        }
        let mut memos: FxHashMap<Target, Vec<&Memo>> = FxHashMap::default();
        for memo in study.memos() {
            memos.entry(memo.on.clone()).or_default().push(memo);
        }
        let (seen, taken) = (FxHashMap::default(), FxHashSet::default());
        Self { study, places, of: layers, seen, taken, memos }
    }

    /// The id that the other program has for something, where no event has it; else a new one.
    fn id(&mut self, guid: Option<Uuid>) -> Uuid {
        let study = self.study;
        let is_free = |guid: &Uuid| {
            let mut layers = study.coders().into_iter().filter_map(|coder| study.layer(coder));
            !guid.is_nil() && !self.taken.contains(guid) && !layers.any(|layer| layer.find(*guid).is_some())
        };
        let id = guid.filter(is_free).unwrap_or_else(Uuid::now_v7);
        self.taken.insert(id);
        id
    }

    fn push(&mut self, layer: usize, named: Named) {
        self.of[layer].1.push(named);
    }

    /// A memo on something; nothing where its coder has it already.
    pub fn memo(&mut self, memo: &ProjectMemo, on: Target, plan: &mut ProjectPlan) {
        let layer = memo.coder.map_or(0, |coder| self.places[coder]);
        let words = match memo.title.trim() {
            "" => memo.words.clone(),
            title => format!("{title}\n\n{}", memo.words),
        };
        if self.has_memo(layer, &on, &words) {
            return;
        }
        plan.memos += 1;
        let id = self.id(memo.guid);
        let kind = if memo.kind.is_empty() { KIND } else { &memo.kind }.to_owned();
        self.push(layer, Named { id, body: Body::Memo { on, kind, words }, at: memo.at });
    }

    /// A coding; gives what memos on it are on.
    pub fn coding(
        &mut self,
        coding: &ProjectCoding,
        documents: &[Known<'_>],
        code: Option<&Code>,
        plan: &mut ProjectPlan,
    ) -> Target {
        let document = &documents[coding.document];
        let layer = self.places[coding.coder];
        let anchor = coding.place.span().and_then(|span| Anchor::new(document.text, document.hash, span));
        let Some(anchor) = anchor else {
            plan.orphans += 1;
            let on = Target::Document(document.id.clone());
            let memo = ProjectMemo {
                on: super::MemoOn::Document(coding.document),
                coder: Some(coding.coder),
                words: orphan_words(coding, code),
                at: coding.at,
                ..ProjectMemo::default()
            };
            self.memo(&memo, on.clone(), plan);
            return on;
        };
        let span = anchor.span;
        let code_id = code.map(|code| code.id.clone()).unwrap_or_default();
        let there = self.there(layer, coding.guid, &document.id, span, &code_id);
        let key = (layer, document.id.clone(), span.start, span.end, code_id);
        // Two with GUIDs of their own are two.
        let is_nameless = coding.guid.is_none() && coding.memo.is_empty();
        let seen = self.seen.get(&key).copied().filter(|_| is_nameless);
        if let Some(id) = there.or(seen) {
            plan.codings_there += 1;
            return Target::Coding(id);
        }
        match coding.place {
            Place::Moved(..) => plan.moved += 1,
            Place::Unchecked(_) => plan.unchecked += 1,
            Place::Exact(_) | Place::Orphan { .. } => {}
        }
        plan.codings += 1;
        let body = match code {
            Some(code) => Body::Code {
                document: document.id.clone(),
                anchor,
                code: code.id.clone(),
                revision: code.revision,
                facets: coding.facets.clone(),
            },
            None => Body::Mark { document: document.id.clone(), anchor },
        };
        let id = self.id(coding.guid);
        self.seen.entry(key).or_insert(id);
        let named = |id, body| Named { id, body, at: coding.at };
        self.push(layer, named(id, body));
        if coding.is_important {
            self.push(layer, named(Uuid::now_v7(), Body::Star { coding: id, on: true }));
        }
        if !coding.memo.is_empty() {
            plan.memos += 1;
            let (kind, words) = (KIND.to_owned(), coding.memo.clone());
            self.push(layer, named(Uuid::now_v7(), Body::Memo { on: Target::Coding(id), kind, words }));
        }
        Target::Coding(id)
    }

    /// The very same coding of this coder in the study: that of the other program's id, or one like it.
    fn there(
        &self,
        layer: usize,
        guid: Option<Uuid>,
        document: &str,
        span: Span,
        code: &str,
    ) -> Option<Uuid> {
        let study = self.study;
        let document = study.find_document(document)?.key;
        let is_it = |key: CodingKey| {
            let there = study.coding(key);
            let its_code = there.code.map(|code| study.code_id(code)).unwrap_or_default();
            let is_his = study.coder_name(there.coder) == self.of[layer].0;
            is_his && there.document == document && there.span == span && its_code == code
        };
        let named = guid.and_then(|guid| study.find_coding(guid)).filter(|key| is_it(*key));
        let like = || study.codings_in(document, span).map(|(_, key)| key).find(|key| is_it(*key));
        named.or_else(like).map(|key| study.coding_id(key))
    }

    fn has_memo(&self, layer: usize, on: &Target, words: &str) -> bool {
        let of_target = self.memos.get(on).map(Vec::as_slice).unwrap_or_default();
        let is_it =
            |memo: &&&Memo| memo.words == words && self.study.coder_name(memo.coder) == self.of[layer].0;
        of_target.iter().find(is_it).is_some()
    }

    pub fn end(mut self) -> Vec<(String, Vec<Named>)> {
        self.of.retain(|(_, bodies)| !bodies.is_empty());
        self.of
    }
}

/// What an orphan says, as a memo.
fn orphan_words(coding: &ProjectCoding, code: Option<&Code>) -> String {
    let Place::Orphan { quote, at } = &coding.place else { return coding.memo.clone() };
    let code = code.map_or_else(|| "no code".to_owned(), |code| format!("the code `{}`", code.id));
    let mut words =
        format!("A coding that stands nowhere in this text (any more), with {code}; its position was {at}.");
    if !quote.trim().is_empty() {
        words.extend(["\n\n\u{201c}", quote.trim(), "\u{201d}"]);
    }
    if !coding.memo.is_empty() {
        words.extend(["\n\n", &coding.memo]);
    }
    words
}
