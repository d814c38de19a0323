//! Doing and undoing: bodies of events become lines of a journal.

use std::fs;

use jiff::Timestamp;
use uuid::Uuid;

use crate::model::codebook::{
    Codebook, FREE_FAMILY, FamilyEdit, FamilyFile, NewCode, ReadFamily, check_id, new_family,
};
use crate::model::event::{Body, Event, HIGHEST_N, LINE_AT_MOST};
use crate::model::hash::Revision;
use crate::model::layer::Layer;
use crate::model::localized::Localized;
use crate::model::names::{CodeKey, CoderKey};
use crate::model::record::{Act, Source};

use super::error::{ReadOnly, StoreError};
use super::folder::FamilyText;
use super::journal::{FileChange, Job, Written};
use super::open::OpenStudy;

/// What a commit made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The transaction.
    pub tx: Uuid,
    /// The ids of its events, in order; that of a coding event is the coding's id.
    pub ids: Vec<Uuid>,
}

impl OpenStudy {
    /// The layer that may be written.
    ///
    /// # Errors
    /// Why nothing can be changed.
    pub fn writable(&self) -> Result<CoderKey, StoreError> {
        match (&self.read_only, self.coder, &self.own) {
            (Some(why), _, _) => Err(StoreError::ReadOnly(why.clone())),
            (None, Some(coder), Some(_)) => Ok(coder),
            _ => Err(StoreError::ReadOnly(ReadOnly::Asked)),
        }
    }

    /// Does something: one transaction. It shows in the study at once and is on its way to the disk;
    /// [`OpenStudy::written`] says when it is there. Nothing to do is no transaction. [`Body::CodeAdd`] comes from [`OpenStudy::new_code`].
    ///
    /// # Errors
    /// When the study can only be read, or a codebook file cannot be changed; then nothing was done.
    pub fn commit(&mut self, bodies: Vec<Body>) -> Result<Receipt, StoreError> {
        let coder = self.writable()?;
        if bodies.is_empty() {
            return Ok(Receipt { tx: Uuid::nil(), ids: Vec::new() });
        }
        let added = bodies.iter().filter_map(|body| match body {
            Body::CodeAdd { family, after, .. } => Some((family.clone(), after.clone())),
            _ => None,
        });
        self.note_seen(coder)?;
        let files = self.add_entries(added.collect())?;
        self.write(coder, bodies, files)
    }

    /// Makes a coding or a mark and says something about it in the same transaction: `rest` is told the id that `first` gets.
    ///
    /// # Errors
    /// When the study can only be read; then nothing was done.
    pub fn commit_with(
        &mut self,
        first: Body,
        rest: impl FnOnce(Uuid) -> Vec<Body>,
    ) -> Result<Receipt, StoreError> {
        let coder = self.writable()?;
        self.note_seen(coder)?;
        let id = Uuid::now_v7();
        let rest = rest(id).into_iter().map(|body| (Uuid::now_v7(), body));
        self.write_named(coder, std::iter::once((id, first)).chain(rest).collect(), Vec::new())
    }

    /// A code that is not there yet, as the body of an event, by its name; it goes to the family `vrij`.
    ///
    /// # Errors
    /// When no id can be made of the name.
    pub fn new_code(&self, name: &str, example: Option<&str>) -> Result<(NewCode, Body), StoreError> {
        let language = self.study.config.language().to_owned();
        let taken = |id: &str| self.study.names.codes.get::<CodeKey>(id).is_some();
        let mut code = NewCode::named(name, &language, taken).ok_or_else(|| StoreError::CodebookMoved {
            code: name.to_owned(),
            why: "a code's name needs a letter or a digit".to_owned(),
        })?;
        code.examples.extend(example.map(|example| Localized::one(&language, example)));
        Ok((code.clone(), Self::code_add(code)))
    }

    /// The body of the event that adds `code` to the family `vrij`.
    pub fn code_add(code: NewCode) -> Body {
        let after = FamilyFile::entry_of(&code);
        let revision = revision_of(&after).unwrap_or_default();
        Body::CodeAdd { family: FREE_FAMILY.to_owned(), code, after, revision }
    }

    /// Takes back this writer's last transaction that counts; says which.
    ///
    /// # Errors
    /// When there is none, or a codebook entry is no longer what it left.
    pub fn undo(&mut self) -> Result<Uuid, StoreError> {
        let coder = self.writable()?;
        let target = self.study.layer(coder).and_then(Layer::undo_target);
        let tx = target.ok_or_else(|| self.nothing_to("undo", "done nothing that still counts", coder))?;
        let added = self.codes_added_by(coder, tx);
        for (family, code, after) in &added {
            self.may_remove(coder, tx, family, code, after)?;
        }
        let mut files = Vec::new();
        for (family, codes) in by_family(added.into_iter().map(|(family, code, _)| (family, code))) {
            files.push(self.change_family(&family, FamilyEdit::Remove(codes))?);
        }
        self.write(coder, vec![Body::Undo { tx }], files)?;
        Ok(tx)
    }

    /// Takes back this writer's last undo; says which.
    ///
    /// # Errors
    /// When there is none, or something was done since.
    pub fn redo(&mut self) -> Result<Uuid, StoreError> {
        let coder = self.writable()?;
        let target = self.study.layer(coder).and_then(Layer::redo_target);
        let tx =
            target.ok_or_else(|| self.nothing_to("redo", "undone nothing since its last change", coder))?;
        let undone = self.undone_by(coder, tx);
        let added = undone.into_iter().flat_map(|undone| self.codes_added_by(coder, undone));
        let files = self.add_entries(added.map(|(family, _, after)| (family, after)).collect())?;
        self.write(coder, vec![Body::Undo { tx }], files)?;
        Ok(tx)
    }

    fn nothing_to(&self, what: &'static str, why: &'static str, coder: CoderKey) -> StoreError {
        StoreError::NothingTo(what, why, self.study.coder_name(coder).to_owned())
    }

    fn undone_by(&self, coder: CoderKey, tx: Uuid) -> Vec<Uuid> {
        let events = self.study.layer(coder).map(|layer| layer.events_of(tx)).unwrap_or_default();
        events
            .into_iter()
            .filter_map(|record| match record.act {
                Act::Undo(target) => Some(target),
                _ => None,
            })
            .collect()
    }

    /// Family, code and entry of each code that a transaction added.
    fn codes_added_by(&self, coder: CoderKey, tx: Uuid) -> Vec<(String, String, String)> {
        let added = self.study.layer(coder).map(|layer| layer.codes_added_by(tx)).unwrap_or_default();
        added.into_iter().map(|code| (code.family.clone(), code.code.clone(), code.after.clone())).collect()
    }

    fn may_remove(
        &self,
        coder: CoderKey,
        tx: Uuid,
        family: &str,
        code: &str,
        after: &str,
    ) -> Result<(), StoreError> {
        let moved = |why: &str| StoreError::CodebookMoved { code: code.to_owned(), why: why.to_owned() };
        let text = self.families.iter().find(|text| family_id(&text.toml).as_deref() == Some(family));
        let now =
            text.and_then(|text| FamilyFile::parse(&self.fresh(text)).ok()).and_then(|file| file.entry(code));
        if now.as_deref() != Some(after) {
            return Err(moved("its entry was changed since; change it back or remove it in the file"));
        }
        let Some(key) = self.study.names.codes.get::<CodeKey>(code) else { return Ok(()) };
        let others =
            self.study.codings_with(Some(key)).iter().any(|&coding| {
                self.study.coding(coding).coder != coder || self.study.coding_tx(coding) != tx
            });
        if others { Err(moved("other codings use it; take them away first")) } else { Ok(()) }
    }

    /// Adds entries to families, each file changed once.
    pub(super) fn add_entries(
        &mut self,
        added: Vec<(String, String)>,
    ) -> Result<Vec<FileChange>, StoreError> {
        let mut files = Vec::new();
        for (family, entries) in by_family(added.into_iter()) {
            files.push(self.change_family(&family, FamilyEdit::Add(entries))?);
        }
        Ok(files)
    }

    /// A family file's words as they stand on the disk now: people edit it while we run. What we changed ourselves
    /// and is still on its way to the disk is newer than that.
    pub(super) fn fresh(&self, text: &FamilyText) -> String {
        if text.waiting {
            return text.toml.clone();
        }
        fs::read_to_string(self.root.join(&text.path)).unwrap_or_else(|_| text.toml.clone())
    }

    /// Changes a family in memory and says what to write. The file is made when the family has none.
    pub(super) fn change_family(&mut self, family: &str, edit: FamilyEdit) -> Result<FileChange, StoreError> {
        // The name comes from a journal when something is done again, and becomes that of a file.
        check_id(family).map_err(|why| StoreError::CodebookMoved {
            code: family.to_owned(),
            why: format!("a family's id {why}"),
        })?;
        let place = self.families.iter().position(|text| family_id(&text.toml).as_deref() == Some(family));
        let (path, toml) = match place {
            Some(place) => (self.families[place].path.clone(), self.fresh(&self.families[place])),
            None => (format!("codebook/{family}.toml"), new_family(family, &family_name(family))),
        };
        let new = new_family(family, &family_name(family));
        let full = self.root.join(&path);
        let wrong = |why: String| StoreError::Family { path: full.clone(), why };
        let mut file = FamilyFile::parse(&toml).map_err(wrong)?;
        if !edit.apply(&mut file) {
            let why =
                "it holds such an entry already, holds it no longer, or does not write its codes as [[code]]";
            return Err(wrong(why.to_owned()));
        }
        let toml = file.to_string();
        let text = FamilyText { path: path.clone(), toml: toml.clone(), stamp: None, waiting: true };
        match place {
            Some(place) => self.families[place] = text,
            None => {
                self.families.push(text);
                self.families.sort_by(|a, b| a.path.cmp(&b.path));
            }
        }
        self.rebuild_codebook();
        Ok(FileChange { path: full, new, edit })
    }

    fn rebuild_codebook(&mut self) {
        let read =
            self.families.iter().filter_map(|text| ReadFamily::parse(&text.path, &text.toml).ok()).collect();
        self.study.codebook = Codebook::build(read, &mut self.study.names.codes).0;
    }

    /// Writes down codebook entries that changed since they were last seen, so that the trail has no holes.
    pub(super) fn note_seen(&mut self, coder: CoderKey) -> Result<(), StoreError> {
        if std::mem::replace(&mut self.codebook_checked, true) {
            return Ok(());
        }
        let known = self.known_revisions();
        let now = self.study.codebook.codes().iter().map(|code| (code.id.clone(), code.revision));
        let mut codes: Vec<(String, Option<Revision>)> = now
            .filter(|(id, revision)| known.get(id) != Some(&Some(*revision)))
            .map(|(id, r)| (id, Some(r)))
            .collect();
        let gone = known
            .iter()
            .filter(|(id, revision)| revision.is_some() && self.study.codebook.by_id(id).is_none());
        // A family that cannot be read is broken, not empty.
        if self.codebook_whole {
            codes.extend(gone.map(|(id, _)| (id.clone(), None)));
        }
        if !codes.is_empty() {
            self.write(coder, vec![Body::Seen { codes }], Vec::new())?;
        }
        Ok(())
    }

    /// The revision of each code as the last event about it left it.
    fn known_revisions(&self) -> std::collections::BTreeMap<String, Option<Revision>> {
        let mut events: Vec<_> = self
            .study
            .coders()
            .into_iter()
            .filter_map(|coder| self.study.layer(coder))
            .flat_map(Layer::codebook_events)
            .collect();
        events.sort_by_key(|record| record.order());
        let mut known = std::collections::BTreeMap::new();
        for event in events {
            match &event.act {
                Act::CodeAdd(added) => drop(known.insert(added.code.clone(), Some(added.revision))),
                Act::Seen(codes) => known.extend(codes.iter().cloned()),
                _ => {}
            }
        }
        known
    }

    /// Stamps bodies, takes them into the study, and sends their lines off.
    pub(super) fn write(
        &mut self,
        coder: CoderKey,
        bodies: Vec<Body>,
        files: Vec<FileChange>,
    ) -> Result<Receipt, StoreError> {
        let named = bodies.into_iter().map(|body| (Uuid::now_v7(), body)).collect();
        self.write_named(coder, named, files)
    }

    /// The same, where the ids of the events are known beforehand.
    pub(super) fn write_named(
        &mut self,
        coder: CoderKey,
        bodies: Vec<(Uuid, Body)>,
        files: Vec<FileChange>,
    ) -> Result<Receipt, StoreError> {
        let Some(own) = &mut self.own else { return Err(StoreError::ReadOnly(ReadOnly::Asked)) };
        let number = own.number;
        let of = bodies.len() as u32;
        let tx = Uuid::now_v7();
        let at = Timestamp::now();
        let first = self.study.next_n();
        let file = &mut self.journals[number as usize];
        let start = file.read_to;
        let mut lines = String::new();
        let mut made: Vec<(Event, Source)> = Vec::with_capacity(bodies.len());
        for (place, (id, body)) in bodies.into_iter().enumerate() {
            let n = (first + place as u64).min(HIGHEST_N);
            let event = Event { id, n, tx, of, at, body };
            let line = event.line();
            if line.len() > LINE_AT_MOST {
                return Err(StoreError::TooMuch { bytes: line.len() });
            }
            let offset = start + lines.len() as u64;
            made.push((event, Source { file: number, offset, length: line.len() as u32 }));
            lines.push_str(&line);
            lines.push('\n');
        }
        file.went_on(lines.as_bytes(), u64::from(of));
        own.writer.send(Job { tx, lines, start, files })?;
        let mut ids = Vec::with_capacity(made.len());
        for (event, source) in &made {
            self.study.take_event(coder, event, *source);
            ids.push(event.id);
        }
        self.study.settle();
        Ok(Receipt { tx, ids })
    }

    /// What has been written, or could not be, since the last call.
    pub fn written(&mut self) -> Vec<Written> {
        let Some(own) = &mut self.own else { return Vec::new() };
        let written = own.writer.results();
        let number = own.number as usize;
        self.note_written(number, &written);
        written
    }

    /// How many transactions are not yet safe.
    pub fn waiting(&self) -> usize {
        self.own.as_ref().map_or(0, |own| own.writer.waiting())
    }

    /// Tries again to write what could not be written.
    ///
    /// # Errors
    /// When the writing thread is gone.
    pub fn retry(&mut self) -> Result<(), StoreError> {
        self.own.as_mut().map_or(Ok(()), |own| own.writer.retry())
    }

    /// Waits until everything that was done is safe.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn wait(&mut self) -> Result<(), StoreError> {
        let Some(own) = &mut self.own else { return Ok(()) };
        let written = own.writer.wait()?;
        let number = own.number as usize;
        self.note_written(number, &written);
        Ok(())
    }

    fn note_written(&mut self, number: usize, written: &[Written]) {
        if self.waiting() == 0 {
            self.families.iter_mut().for_each(|text| text.waiting = false);
        }
        let Some(own) = &mut self.own else { return };
        let file = &mut self.journals[number];
        for written in written {
            own.moved |= written.moved;
            if written.stamp.is_some() {
                file.stamp = written.stamp;
            }
        }
        if own.moved {
            // The places of its lines are others now: the next refresh reads it anew.
            file.stamp = None;
        }
    }
}

/// Pairs of family and something, gathered by family; both orders stay.
fn by_family(pairs: impl Iterator<Item = (String, String)>) -> Vec<(String, Vec<String>)> {
    let mut families: Vec<(String, Vec<String>)> = Vec::new();
    for (family, item) in pairs {
        match families.iter_mut().find(|(known, _)| *known == family) {
            Some((_, items)) => items.push(item),
            None => families.push((family, vec![item])),
        }
    }
    families
}

pub(super) fn family_id(toml: &str) -> Option<String> {
    ReadFamily::parse("", toml).ok().map(|read| read.family.id)
}

fn family_name(family: &str) -> Localized {
    if family != FREE_FAMILY {
        return Localized::one("", family);
    }
    let mut name = Localized::one("nl", "Vrije codes");
    name.set("en", "Free codes");
    name
}

fn revision_of(entry: &str) -> Option<Revision> {
    let toml = format!("family = \"x\"\n[[code]]\n{entry}");
    ReadFamily::parse("", &toml).ok()?.codes.first().map(|(code, _)| code.revision)
}
