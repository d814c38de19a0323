//! Changes of the codebook in a test: the family files stand in memory, and are changed the way the store changes them.

use std::collections::BTreeMap;

use super::TestApp;
use super::study::{GO, LM};
use crate::model::anchoring::candidates;
use crate::model::codebook::{
    Codebook, EntryChange, FamilyFile, InTheWay, ReadFamily, changes_of, inverse, new_family,
};
use crate::model::edit::Plan;
use crate::model::localized::Localized;
use crate::model::record::Act;
use crate::model::{Anchor, Body, CodingKey, DocumentKey, Uuid, Verdict};
use crate::store::Unplaced;

/// Family files by the family's id.
pub(super) struct Families(BTreeMap<String, String>);

impl Default for Families {
    /// Those of the small study.
    fn default() -> Self {
        Self([("go", GO), ("lm", LM)].map(|(id, toml)| (id.to_owned(), toml.to_owned())).into())
    }
}

impl TestApp {
    /// A family file as it stands.
    pub fn family_file(&self, id: &str) -> &str {
        self.families.0.get(id).map_or("", String::as_str)
    }

    pub(super) fn carry_out(&mut self, plan: Plan, why: Option<String>) {
        let file = |family: &str| {
            let toml = self.families.0.get(family);
            Ok::<_, InTheWay>(toml.and_then(|toml| FamilyFile::parse(toml).ok()))
        };
        let changes = changes_of(&plan.codebook, file).unwrap();
        self.apply(&changes);
        let edited = (!changes.is_empty()).then_some(Body::CodeEdit { changes });
        let bodies: Vec<Body> = edited.into_iter().chain(plan.bodies).collect();
        self.reasons.push(why);
        let coder = self.app.coder;
        self.commit(coder, bodies);
    }

    /// What undo and redo do.
    pub(super) fn take_back(&mut self, tx: Uuid) {
        let coder = self.app.coder;
        let done = self.app.study.layer(coder).map(|layer| layer.codebook_changes_of(tx));
        self.apply(&inverse(&done.unwrap_or_default()));
        self.commit(coder, vec![Body::Undo { tx }]);
    }

    fn apply(&mut self, changes: &[EntryChange]) {
        if changes.is_empty() {
            return;
        }
        for change in changes {
            let bare = || new_family(&change.family, &Localized::default());
            let toml = self.families.0.entry(change.family.clone()).or_insert_with(bare);
            let mut file = FamilyFile::parse(toml).unwrap();
            file.apply(change).unwrap();
            *toml = file.to_string();
        }
        let read = self.families.0.iter();
        let read = read.map(|(id, toml)| ReadFamily::parse(&format!("codebook/{id}.toml"), toml).unwrap());
        let book = Codebook::build(read.collect(), &mut self.app.study.names.codes).0;
        self.app.study.set_codebook(book);
        self.app.changed();
    }

    /// What the store and the threads do: codings whose words do not stand at their place in the text as it is now have none.
    pub(super) fn look_for_places(&mut self, documents: &[DocumentKey]) {
        for document in documents {
            let text = self.texts.iter().find(|text| text.document == *document).cloned().unwrap();
            let all = self.app.study.document_codings(*document).unwrap();
            let keys: Vec<CodingKey> = all.iter().map(|(_, key)| *key).collect();
            self.judge(&keys);
            let mut found = Vec::new();
            for key in keys {
                let (id, verdict) = (self.app.study.coding_id(key), self.app.study.verdict(key));
                if !verdict.has_position() {
                    let anchor = self.anchor(key);
                    let candidates = candidates(&anchor, &text.text);
                    found.push(Unplaced { key, id, verdict, anchor: Some(anchor), candidates });
                }
            }
            self.app.changed();
            self.app.unplaced_there(found);
        }
    }

    /// Says what became of codings that were made on other texts than those that are there now.
    pub(super) fn judge(&mut self, keys: &[CodingKey]) {
        for &key in keys {
            let coding = self.app.study.coding(key);
            let text = self.texts.iter().find(|text| text.document == coding.document).cloned();
            if let Some(text) = text.filter(|text| coding.alive && text.hash != coding.text) {
                let verdict = Verdict::of(&self.anchor(key), &text.text, text.hash);
                self.app.study.set_verdict(key, verdict);
            }
        }
    }

    /// The passage as its coder saw it last.
    fn anchor(&self, key: CodingKey) -> Anchor {
        let (id, coder) = (self.app.study.coding_id(key), self.app.study.coding(key).coder);
        let layer = self.app.study.layer(coder).unwrap();
        let reshaped = layer.changes_of(id).filter(|change| matches!(change.act, Act::Reshape { .. })).last();
        let event = self.events.get(&reshaped.map_or(id, |change| change.id)).unwrap();
        event.body.clone().into_anchor().unwrap()
    }
}
