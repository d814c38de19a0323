//! The files of the codebook, in memory: what the store does with a plan.

use super::TestApp;
use crate::model::anchoring::candidates;
use crate::model::codebook::{
    Codebook, EntryChange, FamilyFile, InTheWay, Place, ReadFamily, changes_of, inverse, new_family, patches,
};
use crate::model::codebook_edit::parent_id;
use crate::model::edit::Plan;
use crate::model::layer::Layer;
use crate::model::localized::Localized;
use crate::model::record::Act;
use crate::model::{Anchor, Body, CodingKey, DocumentKey, Study, Uuid, Verdict};
use crate::store::Unplaced;

/// Family files with their paths.
#[derive(Clone, Debug, Default)]
pub struct Families(Vec<(String, String, FamilyFile)>);

impl Families {
    /// Files that say what the codebook of a study says.
    pub fn of(study: &Study) -> Self {
        let book = &study.codebook;
        let file = |(index, family): (usize, &crate::model::codebook::Family)| {
            let of_family = book.codes().iter().filter(|code| code.family == index);
            let parent = |code| parent_id(study, code).map(str::to_owned);
            let read = ReadFamily {
                family: family.clone(),
                codes: of_family.map(|code| (code.clone(), parent(code))).collect(),
                notes: Vec::new(),
                problems: Vec::new(),
            };
            let mut file = FamilyFile::parse(&new_family(&family.id, &Localized::default())).unwrap();
            assert!(file.patch(&patches(None, &read)));
            (family.id.clone(), family.path.clone(), file)
        };
        Self(book.families().iter().enumerate().map(file).collect())
    }

    fn get(&self, family: &str) -> Option<FamilyFile> {
        self.0.iter().find(|(id, ..)| id == family).map(|(.., file)| file.clone())
    }

    fn apply(&mut self, changes: &[EntryChange]) {
        for change in changes {
            if self.get(&change.family).is_none() {
                let file = FamilyFile::parse(&new_family(&change.family, &Localized::default())).unwrap();
                self.0.push((change.family.clone(), format!("codebook/{}.toml", change.family), file));
            }
            let gone = change.place == Place::Family && change.after.is_none();
            let (.., file) = self.0.iter_mut().find(|(id, ..)| *id == change.family).unwrap();
            if !gone {
                file.apply(change).unwrap();
            }
            self.0.retain(|(id, ..)| !gone || *id != change.family);
        }
    }
}

impl TestApp {
    /// The file of a family as it stands now.
    pub fn family_file(&self, family: &str) -> String {
        self.families.get(family).map(|file| file.to_string()).unwrap_or_default()
    }

    /// Somebody else changes a family file, and the program finds it.
    pub fn change_outside(&mut self, family: &str, from: &str, to: &str) {
        let toml = self.family_file(family);
        assert!(toml.contains(from), "{toml}");
        let file = FamilyFile::parse(&toml.replace(from, to)).unwrap();
        let known = self.families.0.iter_mut().find(|(id, ..)| id == family).unwrap();
        known.2 = file;
        self.rebuild_codebook();
    }

    pub(super) fn carry_out(&mut self, plan: Plan, why: Option<String>) {
        let families = self.families.clone();
        let changes = changes_of::<InTheWay>(&plan.codebook, |family| Ok(families.get(family)));
        let changes = match changes {
            Ok(changes) => changes,
            Err(error) => {
                self.app.tell(crate::ui::app::Tone::Error, error.to_string());
                return self.app.carried_out(false);
            }
        };
        self.families.apply(&changes);
        self.rebuild_codebook();
        let mut bodies = Vec::new();
        if !changes.is_empty() {
            bodies.push(Body::CodeEdit { changes });
        }
        bodies.extend(plan.bodies);
        if !bodies.is_empty() {
            let coder = self.app.coder;
            self.commit(coder, bodies);
            self.reasons.push(why);
        }
        self.app.carried_out(true);
    }

    /// What undo and redo do.
    pub(super) fn take_back(&mut self, tx: Uuid) {
        let done = self.app.study.layer(self.app.coder).map(|layer: &Layer| layer.codebook_changes_of(tx));
        let changes = inverse(&done.unwrap_or_default());
        if !changes.is_empty() {
            self.families.apply(&changes);
            self.rebuild_codebook();
        }
        let coder = self.app.coder;
        self.commit(coder, vec![Body::Undo { tx }]);
    }

    fn rebuild_codebook(&mut self) {
        let read = |(_, path, file): &(String, String, FamilyFile)| {
            ReadFamily::parse(path, &file.to_string()).unwrap()
        };
        let read: Vec<ReadFamily> = self.families.0.iter().map(read).collect();
        let book = Codebook::build(read, &mut self.app.study.names.codes).0;
        self.app.study.set_codebook(book);
        self.app.changed();
        self.arrange();
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
