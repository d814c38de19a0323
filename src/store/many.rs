//! Doing much at once: what a search found is coded, recoded or noted in one transaction.

use uuid::Uuid;

use crate::model::event::{Body, Target};
use crate::model::hash::Revision;
use crate::model::quote::Anchor;

use super::commit::{Named, Receipt, changes_in};
use super::error::StoreError;
use super::open::OpenStudy;

/// Much that is one transaction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Many {
    /// Codings and marks to be made, each with what is said about it.
    pub made: Vec<Made>,
    /// What else is written.
    pub rest: Vec<Body>,
    /// Names of codes that are made first, in the family for free codes.
    pub new_codes: Vec<String>,
    /// What gets the new codes: the document's id and the passage.
    pub passages: Vec<(String, Anchor)>,
}

/// A coding or a mark to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// What makes it.
    pub body: Body,
    /// Whether it is important.
    pub important: bool,
    /// Memos on it: type and words.
    pub memos: Vec<(String, String)>,
}

impl Many {
    /// True when there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.made.is_empty()
            && self.rest.is_empty()
            && (self.new_codes.is_empty() || self.passages.is_empty())
    }

    /// The bodies in their order, with the ids that `id` gives out. `new_code` makes a code of a name: its id, the state of
    /// its definition, and what adds it.
    ///
    /// # Errors
    /// When a code cannot be made.
    pub fn bodies<E>(
        self,
        mut id: impl FnMut() -> Uuid,
        mut new_code: impl FnMut(&str) -> Result<(String, Revision, Option<Body>), E>,
    ) -> Result<Vec<(Uuid, Body)>, E> {
        let mut bodies = Vec::new();
        for name in &self.new_codes {
            let (code, revision, added) = new_code(name)?;
            bodies.extend(added.map(|added| (id(), added)));
            for (document, anchor) in &self.passages {
                let (document, anchor, code) = (document.clone(), anchor.clone(), code.clone());
                bodies.push((id(), Body::Code { document, anchor, code, revision, facets: Vec::new() }));
            }
        }
        for Made { body, important, memos } in self.made {
            let coding = id();
            bodies.push((coding, body));
            if important {
                bodies.push((id(), Body::Star { coding, on: true }));
            }
            for (kind, words) in memos {
                bodies.push((id(), Body::Memo { on: Target::Coding(coding), kind, words }));
            }
        }
        bodies.extend(self.rest.into_iter().map(|body| (id(), body)));
        Ok(bodies)
    }
}

impl OpenStudy {
    /// Does much as one transaction, as [`OpenStudy::commit`] does little.
    ///
    /// # Errors
    /// When the study can only be read, or a code cannot be made; then nothing was done.
    pub fn commit_many(&mut self, many: Many) -> Result<Receipt, StoreError> {
        let coder = self.writable()?;
        if many.is_empty() {
            return Ok(Receipt { tx: Uuid::nil(), ids: Vec::new() });
        }
        let mut added = Vec::new();
        let bodies = many.bodies(Uuid::now_v7, |name| {
            let (code, body) = self.new_code(name, None)?;
            let mut revision = Revision::default();
            if let Body::CodeAdd { revision: of_new, .. } = &body {
                revision = *of_new;
                added.extend(changes_in(std::slice::from_ref(&body)));
            }
            Ok::<_, StoreError>((code.id, revision, Some(body)))
        })?;
        self.note_seen(coder)?;
        let files = self.put_changes(&added)?;
        let bodies = bodies.into_iter().map(|(id, body)| Named::new(id, body)).collect();
        self.write_because(coder, bodies, files, None)
    }
}
