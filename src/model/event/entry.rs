//! Changes of entries of the codebook in a line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model::codebook::{EntryChange, Place};

use super::wire::{Unreadable, Wire};

#[derive(Deserialize, Serialize)]
struct WireChange<'a> {
    #[serde(borrow)]
    family: Cow<'a, str>,
    place: WirePlace,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    before: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    after: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    behind: Option<Cow<'a, str>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum WirePlace {
    Family,
    Rule(String),
    Group(String),
    Facet(String),
    Value((String, String)),
    Code(String),
    Codes,
    Values(String),
}

impl WirePlace {
    fn of(place: &Place) -> Self {
        match place.clone() {
            Place::Family => Self::Family,
            Place::Rule(id) => Self::Rule(id),
            Place::Group(id) => Self::Group(id),
            Place::Facet(id) => Self::Facet(id),
            Place::Value(facet, id) => Self::Value((facet, id)),
            Place::Code(id) => Self::Code(id),
            Place::Codes => Self::Codes,
            Place::Values(facet) => Self::Values(facet),
        }
    }

    fn read(self) -> Place {
        match self {
            Self::Family => Place::Family,
            Self::Rule(id) => Place::Rule(id),
            Self::Group(id) => Place::Group(id),
            Self::Facet(id) => Place::Facet(id),
            Self::Value((facet, id)) => Place::Value(facet, id),
            Self::Code(id) => Place::Code(id),
            Self::Codes => Place::Codes,
            Self::Values(facet) => Place::Values(facet),
        }
    }
}

/// Changes as JSON.
pub(super) fn raw_changes(changes: &[EntryChange]) -> Option<Box<RawValue>> {
    let wire = |change: &EntryChange| {
        serde_json::to_value(WireChange {
            family: (&*change.family).into(),
            place: WirePlace::of(&change.place),
            before: change.before.as_deref().map(Into::into),
            after: change.after.as_deref().map(Into::into),
            behind: change.behind.as_deref().map(Into::into),
        })
    };
    let changes = changes.iter().map(wire).collect::<Result<Vec<_>, _>>().ok()?;
    serde_json::value::to_raw_value(&changes).ok()
}

impl Wire<'_> {
    /// The changes of a `code-edit`. Each must have something before or after.
    pub(super) fn entry_changes(&self) -> Result<Vec<EntryChange>, Unreadable> {
        let json = self.need(self.changes, "changes")?;
        let changes: Vec<WireChange<'_>> =
            serde_json::from_str(json.get()).map_err(|_| self.wrong("changes"))?;
        let read = |change: WireChange<'_>| EntryChange {
            family: change.family.into_owned(),
            place: change.place.read(),
            before: change.before.map(Cow::into_owned),
            after: change.after.map(Cow::into_owned),
            behind: change.behind.map(Cow::into_owned),
        };
        Ok(changes.into_iter().map(read).collect())
    }
}
