//! Doing and undoing: bodies of events become lines of a journal.

use jiff::Timestamp;
use uuid::Uuid;

use crate::model::codebook::{EntryChange, FREE_FAMILY, FamilyFile, NewCode, Place, inverse};
use crate::model::event::{Body, Event, HIGHEST_N, LINE_AT_MOST};
use crate::model::hash::Revision;
use crate::model::layer::Layer;
use crate::model::localized::Localized;
use crate::model::names::{CodeKey, CoderKey};
use crate::model::past::code_in;
use crate::model::record::{Act, Source};
use crate::model::trail;

use super::check::Severity;
use super::error::{Problem, ReadOnly, StoreError};
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

/// The body of an event whose id is known beforehand, so that others can name it.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The id of the event.
    pub id: Uuid,
    /// What it does.
    pub body: Body,
    /// When it was made, where that was in another program; `None`: now.
    pub at: Option<Timestamp>,
}

impl Named {
    /// One that is made now.
    pub fn new(id: Uuid, body: Body) -> Self {
        Self { id, body, at: None }
    }

    fn anew(body: Body) -> Self {
        Self::new(Uuid::now_v7(), body)
    }
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
        self.commit_because(bodies, None)
    }

    /// The same, with the reason that the person gives for it.
    ///
    /// # Errors
    /// As [`OpenStudy::commit`].
    pub fn commit_because(&mut self, bodies: Vec<Body>, why: Option<&str>) -> Result<Receipt, StoreError> {
        let coder = self.writable()?;
        if bodies.is_empty() {
            return Ok(Receipt { tx: Uuid::nil(), ids: Vec::new() });
        }
        self.note_seen(coder)?;
        self.keep_texts_of(&bodies);
        let files = self.put_changes(&changes_in(&bodies))?;
        self.write(coder, bodies, files, why)
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
        self.keep_texts_of(std::slice::from_ref(&first));
        let id = Uuid::now_v7();
        let rest = rest(id).into_iter().map(Named::anew);
        let all = std::iter::once(Named::new(id, first)).chain(rest).collect();
        self.write_because(coder, all, Vec::new(), None)
    }

    /// A code that is not there yet, as the body of an event, by its name; it goes to the family `vrij`.
    ///
    /// # Errors
    /// When no id can be made of the name.
    pub fn new_code(&self, name: &str, example: Option<&str>) -> Result<(NewCode, Body), StoreError> {
        let language = self.study.config.language().to_owned();
        let taken = |id: &str| self.study.names.codes.get::<CodeKey>(id).is_some();
        let mut code = NewCode::named(name, &language, taken).ok_or_else(|| StoreError::CodebookMoved {
            entry: format!("the name `{name}`"),
            why: "makes no id: a code's name needs a letter or a digit".to_owned(),
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
        self.take_back(coder, tx)
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
        self.take_back(coder, tx)
    }

    /// Takes back a step of this layer, whichever it is and whenever it was done; says what was taken back.
    ///
    /// # Errors
    /// Why it cannot be taken back, or a codebook entry is no longer what it left.
    pub fn undo_step(&mut self, tx: Uuid) -> Result<Uuid, StoreError> {
        let coder = self.writable()?;
        let tx = trail::undoing(&self.study, coder, tx)?;
        self.take_back(coder, tx)
    }

    /// Does a step of this layer again that was undone; says which undo was taken back.
    ///
    /// # Errors
    /// As [`OpenStudy::undo_step`].
    pub fn redo_step(&mut self, tx: Uuid) -> Result<Uuid, StoreError> {
        let coder = self.writable()?;
        let tx = trail::redoing(&self.study, coder, tx)?;
        self.take_back(coder, tx)
    }

    /// Takes a transaction back, whichever it is: an action or an undo.
    fn take_back(&mut self, coder: CoderKey, tx: Uuid) -> Result<Uuid, StoreError> {
        let done = self.study.layer(coder).map(|layer| layer.codebook_changes_of(tx)).unwrap_or_default();
        let changes = inverse(&done);
        self.may_take_out(coder, tx, &changes)?;
        let files = self.put_changes(&changes)?;
        self.write(coder, vec![Body::Undo { tx }], files, None)?;
        Ok(tx)
    }

    fn nothing_to(&self, what: &'static str, why: &'static str, coder: CoderKey) -> StoreError {
        StoreError::NothingTo(what, why, self.study.coder_name(coder).to_owned())
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
            self.write(coder, vec![Body::Seen { codes }], Vec::new(), None)?;
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
                Act::CodeEdit(changes) => {
                    let known_now = |change: &&EntryChange| change.after.is_some();
                    known.extend(
                        changes.iter().filter(|change| !known_now(change)).filter_map(revision_after),
                    );
                    known.extend(changes.iter().filter(known_now).filter_map(revision_after));
                }
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
        why: Option<&str>,
    ) -> Result<Receipt, StoreError> {
        let named = bodies.into_iter().map(Named::anew).collect();
        self.write_because(coder, named, files, why)
    }

    /// The same, where the ids of the events are known beforehand.
    pub(super) fn write_because(
        &mut self,
        coder: CoderKey,
        bodies: Vec<Named>,
        files: Vec<FileChange>,
        why: Option<&str>,
    ) -> Result<Receipt, StoreError> {
        let Some(own) = &mut self.own else { return Err(StoreError::ReadOnly(ReadOnly::Asked)) };
        let number = own.number;
        let of = bodies.len() as u32;
        let tx = Uuid::now_v7();
        let now = Timestamp::now();
        let first = self.study.next_n();
        let file = &mut self.journals[number as usize];
        let start = file.read_to;
        let mut lines = String::new();
        let mut made: Vec<(Event, Source)> = Vec::with_capacity(bodies.len());
        for (place, Named { id, body, at }) in bodies.into_iter().enumerate() {
            let n = (first + place as u64).min(HIGHEST_N);
            let event = Event { id, n, tx, of, at: at.unwrap_or(now), body };
            // The first event carries the reason of all.
            let line = event.line_because(why.filter(|_| place == 0));
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
        let changed = self.study.settle();
        self.judge_changed(&changed);
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
        let mut left = Vec::new();
        for written in written {
            own.moved |= written.moved;
            left.extend(written.left.iter().cloned());
            if written.stamp.is_some() {
                file.stamp = written.stamp;
            }
        }
        for (path, said) in left {
            let path = path.strip_prefix(&self.root).unwrap_or(&path).to_string_lossy().into_owned();
            let what =
                format!("{said}, so it was left as it is; the journal has what was meant: look at both");
            self.problems.push(Problem::file(path, what).severity(Severity::Warning));
        }
        if own.moved {
            // The places of its lines are others now: the next refresh reads it anew.
            file.stamp = None;
        }
    }
}

/// The changes of the codebook that bodies make.
pub(super) fn changes_in(bodies: &[Body]) -> Vec<EntryChange> {
    let mut changes = Vec::new();
    for body in bodies {
        match body {
            Body::CodeAdd { family, code, after, .. } => changes.push(EntryChange {
                family: family.clone(),
                place: Place::Code(code.id.clone()),
                before: None,
                after: Some(after.clone()),
                behind: None,
            }),
            Body::CodeEdit { changes: edited } => changes.extend(edited.iter().cloned()),
            _ => {}
        }
    }
    changes
}

/// A code and the state in which a change left its definition.
pub(super) fn revision_after(change: &EntryChange) -> Option<(String, Option<Revision>)> {
    let id = change.code()?.to_owned();
    Some((id, change.after.as_deref().and_then(revision_of)))
}

pub(super) fn revision_of(entry: &str) -> Option<Revision> {
    code_in(entry).map(|code| code.revision)
}
