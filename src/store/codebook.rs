//! Changing the codebook: the event first, then the files; people edit these meanwhile, and nothing of theirs is lost.

use std::path::PathBuf;

use rustc_hash::FxHashSet;
use uuid::Uuid;

use crate::model::codebook::{
    Codebook, Conflict, EntryChange, FREE_FAMILY, FamilyFile, Patch, Place, ReadFamily, Step, changes_of,
    check_id, new_family,
};
use crate::model::edit::Plan;
use crate::model::event::Body;
use crate::model::localized::Localized;
use crate::model::names::{CodeKey, CoderKey};
use crate::model::record::Act;

use super::check::Severity;
use super::commit::{Named, Receipt};
use super::error::{Problem, StoreError};
use super::folder::{FamilyText, must_be_inside};
use super::journal::{FileChange, Pending, is_taken_away, parse_family};
use super::open::OpenStudy;

/// So many bytes of entries stand in one event at most; a line must not grow past what a journal holds.
const ENTRIES_IN_A_LINE: usize = 2 << 20;

impl OpenStudy {
    /// Changes values in family files, with comments and order kept; a family that is not there gets a file. One
    /// transaction, which undo takes back.
    ///
    /// # Errors
    /// As [`OpenStudy::carry_out`].
    pub fn change_codebook(&mut self, changes: Vec<(String, Vec<Patch>)>) -> Result<Receipt, StoreError> {
        self.change_codebook_and(changes, Vec::new(), None)
    }

    /// The same, and what else belongs to it, in one transaction: events whose ids are known, so that they can name each other.
    ///
    /// # Errors
    /// As [`OpenStudy::carry_out`].
    pub fn change_codebook_and(
        &mut self,
        changes: Vec<(String, Vec<Patch>)>,
        bodies: Vec<Named>,
        why: Option<&str>,
    ) -> Result<Receipt, StoreError> {
        let mut codebook = Vec::new();
        for (family, patches) in changes {
            if patches.is_empty() && self.family_place(&family).is_none() {
                codebook.push(Step::set(&family, Place::Family, "family", Some(format!("{family:?}"))));
            }
            codebook.extend(patches.into_iter().map(|patch| Step::Set { family: family.clone(), patch }));
        }
        self.carry_out_named(&codebook, bodies, why)
    }

    /// Carries out what [`crate::model::edit`] planned: changes of the codebook and of codings in one transaction, with the
    /// reason for it. Nothing to do is no transaction.
    ///
    /// # Errors
    /// When the study can only be read, a file cannot be changed, or an entry is by now another one than was shown; then
    /// nothing was done.
    pub fn carry_out(&mut self, plan: Plan, why: Option<&str>) -> Result<Receipt, StoreError> {
        let bodies = plan.bodies.into_iter().map(|body| Named::new(Uuid::now_v7(), body)).collect();
        self.carry_out_named(&plan.codebook, bodies, why)
    }

    fn carry_out_named(
        &mut self,
        codebook: &[Step],
        named: Vec<Named>,
        why: Option<&str>,
    ) -> Result<Receipt, StoreError> {
        let coder = self.writable()?;
        let shown = self.families.clone();
        self.look_at_codebook();
        let changes = changes_of(codebook, |family| self.fresh_file(family))?;
        Self::was_shown(&shown, &changes)?;
        self.note_seen(coder)?;
        let files = self.put_changes(&changes)?;
        let mut bodies: Vec<Body> = Vec::new();
        let mut room = 0;
        for change in changes {
            let length =
                change.before.as_ref().map_or(0, String::len) + change.after.as_ref().map_or(0, String::len);
            match bodies.last_mut() {
                Some(Body::CodeEdit { changes }) if room >= length => changes.push(change),
                _ => {
                    bodies.push(Body::CodeEdit { changes: vec![change] });
                    room = ENTRIES_IN_A_LINE;
                }
            }
            room = room.saturating_sub(length);
        }
        let mut all: Vec<Named> = bodies.into_iter().map(|body| Named::new(Uuid::now_v7(), body)).collect();
        all.extend(named);
        if all.is_empty() {
            return Ok(Receipt { tx: Uuid::nil(), ids: Vec::new() });
        }
        self.write_because(coder, all, files, why)
    }

    /// A family file's words as they stand on the disk now: people edit it while we run. What we changed ourselves
    /// and is still on its way to the disk is newer than that.
    fn fresh(&self, text: &FamilyText) -> String {
        if text.waiting {
            return text.toml.clone();
        }
        std::fs::read_to_string(self.root.join(&text.path)).unwrap_or_else(|_| text.toml.clone())
    }

    /// Takes in what people did to the family files since they were read, unless something of ours is on its way there.
    fn look_at_codebook(&mut self) {
        let changed = self.families.iter().any(|text| self.fresh(text) != text.toml);
        if changed && self.waiting() == 0 {
            self.read_codebook();
        }
    }

    /// Refuses to change a value that is another one on the disk than the person saw.
    fn was_shown(shown: &[FamilyText], changes: &[EntryChange]) -> Result<(), StoreError> {
        let mut known: Option<(&str, Option<FamilyFile>)> = None;
        for change in changes.iter().filter(|change| !matches!(change.place, Place::Codes | Place::Values(_)))
        {
            if known.as_ref().is_none_or(|(family, _)| *family != change.family) {
                let text = shown.iter().find(|text| family_id(&text.toml).as_deref() == Some(&change.family));
                known = Some((&change.family, text.and_then(|text| FamilyFile::parse(&text.toml).ok())));
            }
            let Some((_, Some(file))) = &known else { continue };
            let was = file.values(&change.place).unwrap_or_default();
            let now = crate::model::codebook::plain_entry(change.before.as_deref());
            if let Some(key) = change.keys().into_iter().find(|key| was.get(key) != now.get(key)) {
                return Err(StoreError::CodebookMoved {
                    entry: change.place.to_string(),
                    why: format!(
                        "has another `{key}` in its file by now than was shown; look at it and do it again"
                    ),
                });
            }
        }
        Ok(())
    }

    pub(super) fn family_place(&self, family: &str) -> Option<usize> {
        self.families.iter().position(|text| family_id(&text.toml).as_deref() == Some(family))
    }

    /// The file of a family as it stands now; `None` where the family has none.
    fn fresh_file(&self, family: &str) -> Result<Option<FamilyFile>, StoreError> {
        let (path, place) = self.family_path(family)?;
        let Some(place) = place else { return Ok(None) };
        parse_family(&path, &self.fresh(&self.families[place])).map(Some)
    }

    /// Where the file of a family is or will be, and its place among those that were read.
    fn family_path(&self, family: &str) -> Result<(PathBuf, Option<usize>), StoreError> {
        // The name comes from a journal when something is done again, and becomes that of a file.
        check_id(family).map_err(|why| StoreError::CodebookMoved {
            entry: format!("the family `{}`", family.escape_debug()),
            why: format!("has an id that {why}"),
        })?;
        if let Some(place) = self.family_place(family) {
            let path = self.root.join(&self.families[place].path);
            must_be_inside(&self.root, &path)?;
            return Ok((path, Some(place)));
        }
        let path = self.root.join(format!("codebook/{family}.toml"));
        must_be_inside(&self.root, &path)?;
        if let Some(text) = self.families.iter().find(|text| self.root.join(&text.path) == path) {
            // It is there and could not be read as this family.
            parse_family(&path, &self.fresh(text))?;
        }
        if path.exists() {
            let why = "it is there and holds another family, or cannot be read".to_owned();
            return Err(StoreError::Family { path, why });
        }
        Ok((path, None))
    }

    /// Puts changes into the families in memory, all or none, and says what to write. A file is made when the family has none.
    pub(super) fn put_changes(&mut self, changes: &[EntryChange]) -> Result<Vec<FileChange>, StoreError> {
        let mut families: Vec<(&str, Vec<EntryChange>)> = Vec::new();
        for change in changes {
            match families.iter_mut().find(|(family, _)| *family == change.family) {
                Some((_, list)) => list.push(change.clone()),
                None => families.push((&change.family, vec![change.clone()])),
            }
        }
        let mut files = Vec::new();
        let mut texts = Vec::new();
        for (family, changes) in families {
            let (path, place) = self.family_path(family)?;
            let new = new_file(family, &changes);
            let toml = place.map_or_else(|| new.clone(), |place| self.fresh(&self.families[place]));
            let mut file = parse_family(&path, &toml)?;
            for change in &changes {
                file.apply(change)?;
            }
            let gone = is_taken_away(&changes) && file.is_bare();
            texts.push((place, path.clone(), (!gone).then(|| file.to_string())));
            files.push(FileChange { path, new, changes });
        }
        if files.is_empty() {
            return Ok(files);
        }
        let mut gone = Vec::new();
        for (place, path, toml) in texts {
            let path = path.strip_prefix(&self.root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            match (place, toml) {
                (Some(place), Some(toml)) => {
                    self.families[place] = FamilyText { path, toml, stamp: None, waiting: true };
                }
                (Some(_), None) => gone.push(path),
                (None, Some(toml)) => {
                    self.families.push(FamilyText { path, toml, stamp: None, waiting: true });
                }
                (None, None) => {}
            }
        }
        self.families.retain(|text| !gone.contains(&text.path));
        self.families.sort_by(|a, b| a.path.cmp(&b.path));
        self.rebuild_codebook();
        Ok(files)
    }

    fn rebuild_codebook(&mut self) {
        let read = self.families.iter().filter_map(|text| read_family(&text.path, &text.toml)).collect();
        let book = Codebook::build(read, &mut self.study.names.codes).0;
        self.study.set_codebook(book);
    }

    /// A code goes only when no coding is left that uses it, but for those of the transaction that is taken back.
    pub(super) fn may_take_out(
        &self,
        coder: CoderKey,
        tx: Uuid,
        changes: &[EntryChange],
    ) -> Result<(), StoreError> {
        let layer = self.study.layer(coder);
        let own: FxHashSet<Uuid> =
            layer.map(|layer| layer.events_of(tx)).unwrap_or_default().iter().map(|event| event.id).collect();
        // The event that gave a coding its code: the last one that did, else the one that made it.
        let giver = |id: Uuid| {
            let changes = layer.into_iter().flat_map(|layer| layer.changes_of(id));
            changes
                .filter(|change| matches!(change.act, Act::Recode { .. }))
                .last()
                .map_or(id, |last| last.id)
        };
        let comes =
            |id: &str| changes.iter().any(|change| change.code() == Some(id) && change.after.is_some());
        for change in changes.iter().filter(|change| change.after.is_none()) {
            let Some(id) = change.code().filter(|id| !comes(id)) else { continue };
            let Some(key) = self.study.names.codes.get::<CodeKey>(id) else { continue };
            let others = self.study.codings_given(key).any(|coding| {
                self.study.coding(coding).coder != coder
                    || !own.contains(&giver(self.study.coding_id(coding)))
            });
            if others {
                return Err(StoreError::CodebookMoved {
                    entry: change.place.to_string(),
                    why: "has other codings; take them away first, or retire it".to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Transactions of a journal whose codebook files may not have been changed yet.
    pub(super) fn pending(&self, journal: &str) -> Pending {
        let name = format!("{}.txt", journal.replace('/', "-"));
        Pending::read(self.places.of_study(&self.root).join("pending").join(name))
    }

    /// Changes the files of transactions that were written when the program was stopped, and says where that cannot be.
    pub(super) fn finish_pending(&mut self, coder: CoderKey, journal: &str) -> Pending {
        let mut pending = self.pending(journal);
        let layer = self.study.layer(coder);
        let mut open: Vec<(Uuid, Vec<EntryChange>)> = pending
            .transactions()
            .map(|tx| (tx, layer.map(|layer| layer.codebook_changes_of(tx)).unwrap_or_default()))
            .collect();
        let place = |tx| layer.and_then(|layer| layer.events_of(tx).first().map(|record| record.order()));
        open.sort_by_key(|(tx, _)| place(*tx));
        for (tx, changes) in open {
            if self.finish(&changes) {
                pending.end(tx);
            }
        }
        pending
    }

    /// True when nothing is left to do.
    fn finish(&mut self, changes: &[EntryChange]) -> bool {
        let mut families: Vec<&str> = changes.iter().map(|change| change.family.as_str()).collect();
        families.sort_unstable();
        families.dedup();
        let mut done = true;
        let mut written = false;
        for family in families {
            let of_family: Vec<EntryChange> =
                changes.iter().filter(|change| change.family == family).cloned().collect();
            let result = self.family_path(family).and_then(|(path, _)| {
                let new = new_file(family, &of_family);
                let file = FileChange { path, new, changes: of_family };
                let before = std::fs::read_to_string(&file.path).ok();
                let left = file.carry_out()?;
                Ok((before != std::fs::read_to_string(&file.path).ok(), left))
            });
            let path = format!("codebook/{family}.toml");
            match result {
                Ok((changed, left)) => {
                    written |= changed;
                    if changed {
                        let what = "a change of the codebook that was in the journal already is in its file now: the program \
                                    was stopped between the two";
                        self.problems.push(Problem::file(&path, what).severity(Severity::Note));
                    }
                    self.problems.extend(left.into_iter().map(|said| {
                        let what = format!(
                            "{said}, so a change that the journal has was not made in the file when the program was stopped; \
                             look at both"
                        );
                        Problem::file(&path, what).severity(Severity::Warning)
                    }));
                }
                Err(error) => {
                    done = false;
                    self.problems.push(Problem::file(&path, error.to_string()));
                }
            }
        }
        if written {
            let said = self.problems.clone();
            self.read_codebook();
            let lost: Vec<Problem> =
                said.into_iter().filter(|problem| !self.problems.contains(problem)).collect();
            self.problems.extend(lost);
        }
        done
    }

    /// The family files in which git left the two sides of a merge, with both.
    pub fn conflicts(&self) -> Vec<(String, Conflict)> {
        let found = |text: &FamilyText| Some((text.path.clone(), Conflict::find(&text.toml)?));
        self.families.iter().filter_map(found).collect()
    }
}

/// The family in a file; where git left the two sides of a merge, ours.
pub(super) fn read_family(path: &str, toml: &str) -> Option<ReadFamily> {
    let ours = Conflict::find(toml).map(|conflict| conflict.ours);
    ReadFamily::parse(path, ours.as_deref().unwrap_or(toml)).ok()
}

pub(super) fn family_id(toml: &str) -> Option<String> {
    read_family("", toml).map(|read| read.family.id)
}

/// What stands in the file of a new family before anything is put into it.
fn new_file(family: &str, changes: &[EntryChange]) -> String {
    let says_itself = changes.iter().any(|change| change.place == Place::Family);
    new_family(family, &if says_itself { Localized::default() } else { family_name(family) })
}

fn family_name(family: &str) -> Localized {
    if family != FREE_FAMILY {
        return Localized::one("", family);
    }
    let mut name = Localized::one("nl", "Vrije codes");
    name.set("en", "Free codes");
    name
}
