//! Changes of the codebook in a test: the family files stand in memory, and are changed the way the store changes them.

use std::collections::BTreeMap;

use super::TestApp;
use super::study::{GO, LM};
use crate::model::Body;
use crate::model::Uuid;
use crate::model::codebook::{
    Codebook, EntryChange, FamilyFile, InTheWay, ReadFamily, changes_of, inverse, new_family,
};
use crate::model::edit::Plan;
use crate::model::localized::Localized;

/// Family files by the family's id.
pub(super) struct Families(BTreeMap<String, String>);

impl Default for Families {
    /// Those of the small study.
    fn default() -> Self {
        Self([("go", GO), ("lm", LM)].map(|(id, toml)| (id.to_owned(), toml.to_owned())).into())
    }
}

impl TestApp {
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
}
