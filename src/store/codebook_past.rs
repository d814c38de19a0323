//! The codebook as it was: the files of now, with everything taken back that the journals say was done since.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::model::codebook::{EntryChange, FamilyFile, Place, ReadFamily, inverse, new_family};
use crate::model::hash::Revision;
use crate::model::localized::Localized;
use crate::model::names::CoderKey;
use crate::model::record::Act;

use super::codebook::family_id;
use super::commit::{revision_after, revision_of};
use super::open::OpenStudy;

/// The codebook of a moment.
#[derive(Clone, Debug, Default)]
pub struct PastCodebook {
    /// Each family with its file.
    pub families: Vec<(String, String)>,
    /// Codes whose words then nobody knows, each with why.
    pub unknown: BTreeMap<String, String>,
    /// The state of each code as the journals knew it then; `None` for one that was gone.
    pub known: BTreeMap<String, Option<Revision>>,
}

impl PastCodebook {
    /// Takes the entry of a code from other files of about that time, where it is the one that the journals knew; false where
    /// it is not.
    pub fn take(&mut self, code: &str, files: &[String]) -> bool {
        let place = Place::Code(code.to_owned());
        let found = files.iter().find_map(|toml| {
            let text = FamilyFile::parse(toml).ok()?.text(&place)?;
            Some((family_id(toml)?, text))
        });
        let Some((family, text)) = found else { return false };
        if self.known.get(code).copied().flatten() != revision_of(&text) {
            return false;
        }
        let Some((_, toml)) = self.families.iter_mut().find(|(known, _)| *known == family) else {
            return false;
        };
        let Ok(mut file) = FamilyFile::parse(toml) else { return false };
        let before = file.text(&place);
        let change = EntryChange { family, place, before, after: Some(text), behind: None };
        if file.apply(&change).is_err() {
            return false;
        }
        *toml = file.to_string();
        self.unknown.remove(code);
        true
    }
}

impl OpenStudy {
    /// The codebook as it was at a moment, in milliseconds since 1970 (UTC), as far as the journals tell.
    pub fn codebook_at(&self, at: i64) -> PastCodebook {
        let mut files: BTreeMap<String, FamilyFile> = BTreeMap::new();
        for text in &self.families {
            let ours = crate::model::codebook::Conflict::find(&text.toml).map(|conflict| conflict.ours);
            let toml = ours.as_deref().unwrap_or(&text.toml);
            if let (Some(family), Ok(file)) = (family_id(toml), FamilyFile::parse(toml)) {
                files.insert(family, file);
            }
        }
        let mut past = PastCodebook::default();
        let history = self.codebook_history();
        for step in history.iter().filter(|step| step.at <= at) {
            match step.what {
                What::Seen(codes) => past.known.extend(codes.iter().cloned()),
                What::Done(coder, tx) => {
                    let changes = self.changes_of(coder, tx);
                    let (comes, goes): (Vec<_>, Vec<_>) =
                        changes.iter().partition(|change| change.after.is_some());
                    past.known.extend(goes.into_iter().chain(comes).filter_map(revision_after));
                }
            }
        }
        for step in history.iter().rev().filter(|step| step.at > at) {
            let What::Done(coder, tx) = step.what else { continue };
            for change in inverse(&self.changes_of(coder, tx)) {
                let bare = || {
                    FamilyFile::parse(&new_family(&change.family, &Localized::default())).unwrap_or_default()
                };
                let file = files.entry(change.family.clone()).or_insert_with(bare);
                if let (Err(why), Some(code)) = (file.apply(&change), change.code()) {
                    let why = format!("it {}, so what was done later cannot be taken off it", why.what);
                    past.unknown.insert(code.to_owned(), why);
                }
            }
        }
        for (family, file) in files {
            let toml = file.to_string();
            let codes = ReadFamily::parse("", &toml).map(|read| read.codes).unwrap_or_default();
            for (code, _) in codes {
                match past.known.get(&code.id) {
                    Some(Some(revision)) if *revision != code.revision => {
                        let why = "its definition was changed by hand since, and the journals do not have the words of then";
                        past.unknown.insert(code.id, why.to_owned());
                    }
                    None => {
                        let why = "no journal speaks of it before that moment: perhaps it was not there yet";
                        past.unknown.insert(code.id, why.to_owned());
                    }
                    _ => {}
                }
            }
            if !file.is_bare() {
                past.families.push((family, toml));
            }
        }
        past
    }

    /// Everything that was ever done to the codebook and is complete, in order, also what was undone later: the coder and the
    /// transaction, or what was seen.
    fn codebook_history(&self) -> Vec<Step<'_>> {
        let mut found = Vec::new();
        for coder in self.study.coders() {
            let Some(layer) = self.study.layer(coder) else { continue };
            let incomplete: BTreeSet<Uuid> = layer.incomplete().iter().map(|open| open.tx).collect();
            for (index, record) in (0..).zip(layer.records()) {
                let tx = layer.transaction_of(index);
                let what = match &record.act {
                    Act::CodeAdd(_) | Act::CodeEdit(_) | Act::Undo(_) => What::Done(coder, tx),
                    Act::Seen(codes) => What::Seen(codes),
                    _ => continue,
                };
                if !incomplete.contains(&tx) {
                    found.push(Step { order: record.order(), at: record.at, what });
                }
            }
        }
        found.sort_by_key(|step| step.order);
        let mut seen = BTreeSet::new();
        found.retain(|step| match step.what {
            What::Done(_, tx) => seen.insert(tx),
            What::Seen(_) => true,
        });
        found
    }

    fn changes_of(&self, coder: CoderKey, tx: Uuid) -> Vec<EntryChange> {
        self.study.layer(coder).map(|layer| layer.codebook_changes_of(tx)).unwrap_or_default()
    }
}

struct Step<'s> {
    order: (u64, Uuid),
    /// Milliseconds since 1970, UTC.
    at: i64,
    what: What<'s>,
}

enum What<'s> {
    Done(CoderKey, Uuid),
    Seen(&'s [(String, Option<Revision>)]),
}
