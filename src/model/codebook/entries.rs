//! Entries of a family file: what differs between two states of it, and how a change of an entry gets into a file that
//! somebody else may have changed meanwhile. Comments and order stay; a value is set only where the one that the change
//! replaces still stands.

use serde_json::{Map, Value as Plain};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

use super::FamilyFile;
use super::change::{EntryChange, plain_entry, plain_table};
use super::patch::{Place, lengthen, put};

/// Why a change does not go into a file: somebody else was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InTheWay {
    /// The entry.
    pub place: Place,
    /// What is in the way, as the rest of a sentence about the entry.
    pub what: String,
}

impl std::fmt::Display for InTheWay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.place, self.what)
    }
}

/// What a change did to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It is in now.
    Now,
    /// The file said so already.
    Already,
}

impl FamilyFile {
    /// What differs in the file of `family` from `before` (none: there was no file), entry by entry.
    pub fn changes_since(&self, family: &str, before: Option<&Self>) -> Vec<EntryChange> {
        let none = Self { document: DocumentMut::new() };
        let mut diff = Diff { family, changes: Vec::new() };
        let (old, new) = (before.unwrap_or(&none).document.as_table(), self.document.as_table());
        let own = |table| text_of(table, &Place::Family);
        if before.is_none() || own_values(old, &Place::Family) != own_values(new, &Place::Family) {
            diff.push(Place::Family, before.map(|_| own(old)), Some(own(new)), None);
        }
        diff.array(old, new, "rule", &|id| Place::Rule(id.to_owned()), None);
        diff.array(old, new, "group", &|id| Place::Group(id.to_owned()), None);
        diff.array(old, new, "facet", &|id| Place::Facet(id.to_owned()), None);
        for facet in array(new, "facet") {
            let Some(id) = id_of(facet) else { continue };
            let empty = Table::new();
            let known = array(old, "facet").find(|known| id_of(known) == Some(id)).unwrap_or(&empty);
            let order = Place::Values(id.to_owned());
            diff.array(
                known,
                facet,
                "value",
                &|value| Place::Value(id.to_owned(), value.to_owned()),
                Some(order),
            );
        }
        diff.array(old, new, "code", &|id| Place::Code(id.to_owned()), Some(Place::Codes));
        diff.changes
    }

    /// The entry as TOML, with the comments in it and above it; `None` where it is not there.
    pub fn text(&self, place: &Place) -> Option<String> {
        self.find(place).map(|table| text_of(table, place))
    }

    /// The values of an entry without the form they are written in; `None` where it is not there.
    pub fn values(&self, place: &Place) -> Option<Map<String, Plain>> {
        self.find(place).map(|table| own_values(table, place))
    }

    /// The ids of all codes, as they stand in the file.
    pub fn code_ids(&self) -> Vec<String> {
        array(self.document.as_table(), "code").filter_map(id_of).map(str::to_owned).collect()
    }

    /// The ids of the values of a facet that have tables of their own, as they stand in the file.
    pub fn value_ids(&self, facet: &str) -> Vec<String> {
        let facet = self.find(&Place::Facet(facet.to_owned()));
        facet
            .into_iter()
            .flat_map(|facet| array(facet, "value"))
            .filter_map(id_of)
            .map(str::to_owned)
            .collect()
    }

    /// True when nothing is left but the family's id and there is no comment: such a file is as good as none.
    pub fn is_bare(&self) -> bool {
        let root = self.document.as_table();
        let kinds = ["rule", "group", "facet", "code"];
        kinds.iter().all(|kind| array(root, kind).next().is_none())
            && root.iter().all(|(key, _)| key == "family" || kinds.contains(&key))
            && !self.document.to_string().contains('#')
    }

    /// Puts a change into the file.
    ///
    /// # Errors
    /// What is in the way; then the file is as it was.
    pub fn apply(&mut self, change: &EntryChange) -> Result<Applied, InTheWay> {
        let place = &change.place;
        let wrong = |what: &str| InTheWay { place: place.clone(), what: what.to_owned() };
        if matches!(place, Place::Codes | Place::Values(_)) {
            return self.reorder(change).map_err(wrong);
        }
        let is_family = *place == Place::Family;
        match (&change.before, &change.after) {
            (None, Some(after)) if !is_family => match self.values(place) {
                Some(there) if there == plain_entry(Some(after)) => Ok(Applied::Already),
                Some(_) => Err(wrong("is there already, with other words")),
                None => self.insert(place, after, change.behind.as_deref()).map_err(wrong),
            },
            (Some(before), None) if !is_family => match self.values(place) {
                None => Ok(Applied::Already),
                Some(there) if there != plain_entry(Some(before)) => Err(wrong("was changed since")),
                Some(_) => self.take_out(place).map_err(wrong),
            },
            (before, after) => {
                // Of a family that comes or goes, the id is what makes it one.
                let (mut before, mut after) =
                    (plain_entry(before.as_deref()), after.as_deref().and_then(table_of).unwrap_or_default());
                if is_family {
                    before.remove("family");
                    after.remove("family");
                }
                self.set(place, &before, &after)
            }
        }
    }

    /// Sets the values that differ, where those that they replace still stand.
    fn set(
        &mut self,
        place: &Place,
        before: &Map<String, Plain>,
        after: &Table,
    ) -> Result<Applied, InTheWay> {
        let wrong = |what: String| InTheWay { place: place.clone(), what };
        let there = self.values(place).ok_or_else(|| wrong("is gone".to_owned()))?;
        let wanted = plain_table(after);
        let mut keys: Vec<&String> = before.keys().chain(wanted.keys()).collect();
        keys.sort();
        keys.dedup();
        let is_open =
            |key: &&String| before.get(*key) != wanted.get(*key) && there.get(*key) != wanted.get(*key);
        let open: Vec<&String> = keys.into_iter().filter(is_open).collect();
        if let Some(key) = open.iter().find(|key| there.get(**key) != before.get(**key)) {
            return Err(wrong(format!("has another `{key}` by now")));
        }
        let Some(table) = place.find(&mut self.document).filter(|_| !open.is_empty()) else {
            return Ok(Applied::Already);
        };
        for key in open {
            put(table, key, after.get(key));
        }
        Ok(Applied::Now)
    }

    fn find(&self, place: &Place) -> Option<&Table> {
        let root = self.document.as_table();
        let with_id = |table, kind, id: &str| array(table, kind).find(|table| id_of(table) == Some(id));
        match place {
            Place::Family => Some(root),
            Place::Rule(id) => with_id(root, "rule", id),
            Place::Group(id) => with_id(root, "group", id),
            Place::Facet(id) => with_id(root, "facet", id),
            Place::Value(facet, id) => with_id(with_id(root, "facet", facet)?, "value", id),
            Place::Code(id) => with_id(root, "code", id),
            Place::Codes | Place::Values(_) => None,
        }
    }

    /// The array that holds entries of this kind, made where it is not there.
    fn array_mut(&mut self, place: &Place) -> Option<&mut ArrayOfTables> {
        let root = self.document.as_table_mut();
        let (table, kind) = match place {
            Place::Family => return None,
            Place::Rule(_) => (root, "rule"),
            Place::Group(_) => (root, "group"),
            Place::Facet(_) => (root, "facet"),
            Place::Value(facet, _) | Place::Values(facet) => {
                let facets = root.get_mut("facet")?.as_array_of_tables_mut()?;
                let facet = facets.iter_mut().find(|table| id_of(table) == Some(facet))?;
                lengthen(facet)?;
                (facet, "value")
            }
            Place::Code(_) | Place::Codes => (root, "code"),
        };
        let made = || Item::ArrayOfTables(ArrayOfTables::new());
        table.entry(kind).or_insert_with(made).as_array_of_tables_mut()
    }

    fn insert(&mut self, place: &Place, toml: &str, behind: Option<&str>) -> Result<Applied, &'static str> {
        let table = table_of(toml).ok_or("is no TOML in the journal")?;
        let tables =
            self.array_mut(place).ok_or("has no place: the file does not write its tables as [[code]]")?;
        let index = match behind {
            None => tables.len(),
            Some("") => 0,
            Some(behind) => tables
                .iter()
                .position(|table| id_of(table) == Some(behind))
                .map_or(tables.len(), |place| place + 1),
        };
        put_in(tables, index, table);
        Ok(Applied::Now)
    }

    fn take_out(&mut self, place: &Place) -> Result<Applied, &'static str> {
        let nested = match place {
            Place::Facet(_) => "value",
            _ => "",
        };
        if self.find(place).is_some_and(|table| array(table, nested).next().is_some()) {
            return Err("still has values");
        }
        let id = place.id().unwrap_or_default().to_owned();
        let tables =
            self.array_mut(place).ok_or("stands in a file that does not write its tables as [[code]]")?;
        tables.retain(|table| id_of(table) != Some(&id));
        Ok(Applied::Now)
    }

    /// Gives the entries that are named another order among the places that they have.
    fn reorder(&mut self, change: &EntryChange) -> Result<Applied, &'static str> {
        let (before, after) = (ids_of(change.before.as_deref()), ids_of(change.after.as_deref()));
        let tables = self.array_mut(&change.place).ok_or("have no order here")?;
        let there: Vec<String> = tables
            .iter()
            .filter_map(id_of)
            .filter(|id| after.iter().any(|known| known == id))
            .map(str::to_owned)
            .collect();
        let known = |ids: Vec<String>| ids.into_iter().filter(|id| there.contains(id)).collect::<Vec<_>>();
        let (before, after) = (known(before), known(after));
        if there == after {
            return Ok(Applied::Already);
        }
        if there != before {
            return Err("have another order by now");
        }
        let mut named: Vec<Option<Table>> = Vec::new();
        let mut slots = Vec::new();
        for (slot, table) in tables.iter().enumerate() {
            if id_of(table).is_some_and(|id| after.iter().any(|known| known == id)) {
                slots.push((slot, table.position()));
                named.push(Some(table.clone()));
            }
        }
        for ((slot, position), id) in slots.into_iter().zip(&after) {
            let found = named.iter_mut().find(|table| table.as_ref().and_then(id_of) == Some(id));
            if let (Some(mut table), Some(here)) = (found.and_then(Option::take), tables.get_mut(slot)) {
                forget_places(&mut table);
                table.set_position(position);
                *here = table;
            }
        }
        Ok(Applied::Now)
    }
}

/// A change of the order of entries, as the change of an entry.
pub(super) fn order_change(
    family: &str,
    place: Place,
    before: &[String],
    after: &[String],
) -> Option<EntryChange> {
    let same = before.iter().zip(after).take_while(|(before, after)| before == after).count();
    let rest = &before[same..];
    let same_at_end = rest
        .iter()
        .rev()
        .zip(after[same..].iter().rev())
        .take_while(|(before, after)| before == after)
        .count();
    let list = |ids: &[String]| {
        let ids: toml_edit::Array = ids[same..ids.len() - same_at_end].iter().map(String::as_str).collect();
        Some(format!("ids = {}\n", toml_edit::Value::from(ids)))
    };
    (before != after).then(|| EntryChange {
        family: family.to_owned(),
        place,
        before: list(before),
        after: list(after),
        behind: None,
    })
}

/// The ids whose order `place` is, as they stand in the file.
pub(super) fn ids_in_order(file: &FamilyFile, place: &Place) -> Vec<String> {
    match place {
        Place::Values(facet) => file.value_ids(facet),
        _ => file.code_ids(),
    }
}

/// The ids in the change of an order.
pub(super) fn ids_of(toml: Option<&str>) -> Vec<String> {
    let ids = plain_entry(toml).remove("ids");
    let ids = ids.as_ref().and_then(Plain::as_array).into_iter().flatten();
    ids.filter_map(Plain::as_str).map(str::to_owned).collect()
}

struct Diff<'f> {
    family: &'f str,
    changes: Vec<EntryChange>,
}

impl Diff<'_> {
    fn push(&mut self, place: Place, before: Option<String>, after: Option<String>, behind: Option<&str>) {
        let (family, behind) = (self.family.to_owned(), behind.map(str::to_owned));
        self.changes.push(EntryChange { family, place, before, after, behind });
    }

    /// Entries of one kind: those that go from the last to the first, then those that changed, then their order, then
    /// those that come: so each comes behind one that has its place.
    fn array(
        &mut self,
        old: &Table,
        new: &Table,
        kind: &str,
        place: &dyn Fn(&str) -> Place,
        order: Option<Place>,
    ) {
        let ids = |table| array(table, kind).filter_map(id_of).collect::<Vec<&str>>();
        let (had, has) = (ids(old), ids(new));
        let find = |table, id: &str| array(table, kind).find(|table| id_of(table) == Some(id));
        for (nth, id) in had.iter().enumerate().rev().filter(|(_, id)| !has.contains(id)) {
            let place = place(id);
            let text = find(old, id).map(|table| text_of(table, &place));
            self.push(place, text, None, Some(if nth == 0 { "" } else { had[nth - 1] }));
        }
        for id in had.iter().filter(|id| has.contains(id)) {
            let place = place(id);
            if let (Some(before), Some(after)) = (find(old, id), find(new, id))
                && own_values(before, &place) != own_values(after, &place)
            {
                let (before, after) = (text_of(before, &place), text_of(after, &place));
                self.push(place, Some(before), Some(after), None);
            }
        }
        if let Some(place) = order {
            let common = |ids: &[&str], others: &[&str]| {
                ids.iter().filter(|id| others.contains(id)).map(|id| (*id).to_owned()).collect::<Vec<_>>()
            };
            self.changes.extend(order_change(self.family, place, &common(&had, &has), &common(&has, &had)));
        }
        for (nth, id) in has.iter().enumerate().filter(|(_, id)| !had.contains(id)) {
            let place = place(id);
            let text = find(new, id).map(|table| text_of(table, &place));
            self.push(place, None, text, Some(if nth == 0 { "" } else { has[nth - 1] }));
        }
    }
}

fn array<'t>(table: &'t Table, kind: &str) -> impl Iterator<Item = &'t Table> + use<'t> {
    table.get(kind).and_then(Item::as_array_of_tables).into_iter().flat_map(ArrayOfTables::iter)
}

fn id_of(table: &Table) -> Option<&str> {
    table.get("id").and_then(Item::as_str)
}

/// Keys of a table that are entries of their own.
fn is_part(place: &Place, key: &str, item: &Item) -> bool {
    let parts: &[&str] = match place {
        Place::Family => &["rule", "group", "facet", "code"],
        Place::Facet(_) => &["value"],
        _ => &[],
    };
    parts.contains(&key) && item.is_array_of_tables()
}

fn own_values(table: &Table, place: &Place) -> Map<String, Plain> {
    let mut values = plain_table(table);
    values.retain(|key, _| !table.get(key).is_some_and(|item| is_part(place, key, item)));
    values
}

/// An entry as TOML. Comments above its header come first, with a blank line behind them.
fn text_of(table: &Table, place: &Place) -> String {
    let mut own = table.clone();
    own.retain(|key, item| !is_part(place, key, item));
    let above: Vec<&str> = match place {
        Place::Family => Vec::new(),
        _ => table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").lines().collect(),
    };
    let above: Vec<&str> = above.into_iter().map(str::trim).filter(|line| !line.is_empty()).collect();
    own.decor_mut().clear();
    forget_places(&mut own);
    let mut lone = DocumentMut::new();
    *lone.as_table_mut() = own;
    let body = lone.to_string();
    let body = body.trim_start_matches(['\n', '\r']);
    if above.is_empty() { body.to_owned() } else { format!("{}\n\n{body}", above.join("\n")) }
}

/// The table in such a text.
fn table_of(toml: &str) -> Option<Table> {
    let mut table = toml.parse::<DocumentMut>().ok()?.as_table().clone();
    forget_places(&mut table);
    let first = table.iter().next().map(|(key, _)| key.to_owned());
    if let Some(mut key) = first.and_then(|first| table.key_mut(&first)) {
        let decor = key.leaf_decor_mut();
        let prefix = decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned();
        if let Some((above, inside)) = prefix.split_once("\n\n").filter(|(above, _)| above.starts_with('#')) {
            decor.set_prefix(inside);
            table.decor_mut().set_prefix(format!("\n{above}\n"));
        }
    }
    Some(table)
}

/// Puts a table in at `index`, so that it is also written there.
fn put_in(tables: &mut ArrayOfTables, index: usize, mut table: Table) {
    let first = tables.get(0).and_then(Table::position).filter(|_| index == 0);
    table.set_position(first);
    tables.insert(index.min(tables.len()), table);
}

/// Tables come to stand right behind the one that they are in or come after.
fn forget_places(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => forget_places(inner),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(forget_places),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
