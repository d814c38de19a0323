//! What a person does to the codebook, step by step, before it is known what stands in the files.

use std::collections::BTreeMap;

use super::change::EntryChange;
use super::entries::{InTheWay, ids_in_order, order_change};
use super::{FamilyFile, Patch, Place, new_family};
use crate::model::localized::Localized;

/// One thing that is done to the file of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Sets or takes away a value; entries and families are made where there are none.
    Set {
        /// The family's id.
        family: String,
        /// The value.
        patch: Patch,
    },
    /// Takes an entry out.
    Remove {
        /// The family's id.
        family: String,
        /// The entry.
        place: Place,
    },
    /// Gives entries another order among the places that they have.
    Order {
        /// The family's id.
        family: String,
        /// [`Place::Codes`] or [`Place::Values`].
        place: Place,
        /// The ids, all or some, in their new order.
        ids: Vec<String>,
    },
    /// Puts a code right behind another one of its family; all others keep their order.
    Behind {
        /// The family's id.
        family: String,
        /// The code's id.
        code: String,
        /// The id of the one that it stands behind.
        behind: String,
    },
    /// Puts a code into another family, with everything that its entry says.
    Rehome {
        /// The code's id.
        code: String,
        /// The family it leaves.
        from: String,
        /// The family it gets to.
        to: String,
    },
}

impl Step {
    /// Sets a value.
    pub fn set(family: &str, place: Place, key: &str, value: Option<String>) -> Self {
        let patch = Patch { place, key: key.to_owned(), value };
        Self::Set { family: family.to_owned(), patch }
    }
}

/// What the steps change, with every entry as it stood and as it is left. `file` gives the file of a family, `None` where it
/// has none.
///
/// # Errors
/// What `file` says, and what is in the way of a step.
pub fn changes_of<E: From<InTheWay>>(
    steps: &[Step],
    mut file: impl FnMut(&str) -> Result<Option<FamilyFile>, E>,
) -> Result<Vec<EntryChange>, E> {
    let mut files: BTreeMap<String, (Option<FamilyFile>, FamilyFile)> = BTreeMap::new();
    for step in steps {
        let named: &[&String] = match step {
            Step::Set { family, .. }
            | Step::Remove { family, .. }
            | Step::Order { family, .. }
            | Step::Behind { family, .. } => &[family],
            Step::Rehome { from, to, .. } => &[from, to],
        };
        for &family in named {
            if !files.contains_key(family) {
                let there = file(family)?;
                let bare = || FamilyFile::parse(&new_family(family, &Localized::default()));
                let now = there.clone().map_or_else(bare, Ok).unwrap_or_default();
                files.insert(family.clone(), (there, now));
            }
        }
        take(step, &mut files)?;
    }
    let changed = |(family, (before, after)): (&String, &(Option<FamilyFile>, FamilyFile))| {
        after.changes_since(family, before.as_ref())
    };
    Ok(files.iter().flat_map(changed).collect())
}

fn take(step: &Step, files: &mut BTreeMap<String, (Option<FamilyFile>, FamilyFile)>) -> Result<(), InTheWay> {
    let wrong = |place: &Place, what: &str| InTheWay { place: place.clone(), what: what.to_owned() };
    match step {
        Step::Set { family, patch } => {
            let done = files.get_mut(family).is_some_and(|(_, file)| file.patch(std::slice::from_ref(patch)));
            if done {
                Ok(())
            } else {
                Err(wrong(&patch.place, "stands in a file that does not write its tables as [[code]]"))
            }
        }
        Step::Remove { family, place } => {
            let Some((_, file)) = files.get_mut(family) else { return Ok(()) };
            let before = file.text(place);
            let gone = EntryChange {
                family: family.clone(),
                place: place.clone(),
                before,
                after: None,
                behind: None,
            };
            if gone.before.is_some() { file.apply(&gone).map(drop) } else { Err(wrong(place, "is gone")) }
        }
        Step::Order { family, place, ids } => {
            let Some((_, file)) = files.get_mut(family) else { return Ok(()) };
            let there = ids_in_order(file, place);
            let before: Vec<String> = there.into_iter().filter(|id| ids.contains(id)).collect();
            let after: Vec<String> = ids.iter().filter(|id| before.contains(id)).cloned().collect();
            match order_change(family, place.clone(), &before, &after) {
                Some(change) => file.apply(&change).map(drop),
                None => Ok(()),
            }
        }
        Step::Behind { family, code, behind } => {
            let Some((_, file)) = files.get_mut(family) else { return Ok(()) };
            let before = ids_in_order(file, &Place::Codes);
            let mut after: Vec<String> = before.iter().filter(|id| *id != code).cloned().collect();
            let Some(place) = after.iter().position(|id| id == behind) else { return Ok(()) };
            after.insert(place + 1, code.clone());
            match order_change(family, Place::Codes, &before, &after) {
                Some(change) => file.apply(&change).map(drop),
                None => Ok(()),
            }
        }
        Step::Rehome { code, from, to } => {
            let place = Place::Code(code.clone());
            let text = files.get(from).and_then(|(_, file)| file.text(&place));
            let Some(text) = text else { return Err(wrong(&place, "is gone")) };
            let change = |family: &str, before, after| EntryChange {
                family: family.to_owned(),
                place: place.clone(),
                before,
                after,
                behind: None,
            };
            if let Some((_, file)) = files.get_mut(to) {
                file.apply(&change(to, None, Some(text.clone())))?;
            }
            if let Some((_, file)) = files.get_mut(from) {
                file.apply(&change(from, Some(text), None))?;
            }
            Ok(())
        }
    }
}
