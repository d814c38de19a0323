//! Changes of single values in a family file: what differs between two states of a family, and how it gets into the file
//! without touching anything else there.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::model::localized::Localized;

use super::{Code, Facet, FacetValue, Family, Group, Note, ReadFamily, Rule};

/// The table that a value stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The family's own keys.
    Family,
    /// The rule with this id.
    Rule(String),
    /// The group with this id.
    Group(String),
    /// The facet with this id.
    Facet(String),
    /// A value of a facet: the facet's id and the value's.
    Value(String, String),
    /// The code with this id.
    Code(String),
    /// No table: the order of the codes.
    Codes,
    /// No table: the order of the values of the facet with this id.
    Values(String),
}

/// A value that a file should hold. Applying it twice is harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The table; it is made where there is none.
    pub place: Place,
    /// The key in it.
    pub key: String,
    /// The value as TOML; `None` takes the key away.
    pub value: Option<String>,
}

/// What must change for `before` to become `after`; nothing is ever taken away but keys. Without `before` it is all of
/// `after`, but for the id of the family.
pub fn patches(before: Option<&ReadFamily>, after: &ReadFamily) -> Vec<Patch> {
    let mut list = Vec::new();
    let mut table =
        |place, before: Option<Keys>, after: Keys| compare(&mut list, &place, before.as_ref(), &after);
    let old = before.map(|read| &read.family);
    table(Place::Family, old.map(family_keys), family_keys(&after.family));
    for rule in &after.family.rules {
        let known = old.and_then(|family| family.rules.iter().find(|known| known.id == rule.id));
        let keys = |rule: &Rule| languages(&rule.text);
        table(Place::Rule(rule.id.clone()), known.map(keys), keys(rule));
    }
    for group in &after.family.groups {
        let known = old.and_then(|family| family.groups.iter().find(|known| known.id == group.id));
        let keys = |group: &Group| {
            let guid = group.guid.map(|guid| Value::from(guid.to_string()));
            vec![("name".to_owned(), name_value(&group.name, &group.id)), ("guid".to_owned(), guid)]
        };
        table(Place::Group(group.id.clone()), known.map(keys), keys(group));
    }
    for facet in &after.family.facets {
        let known = old.and_then(|family| family.facets.iter().find(|known| known.id == facet.id));
        table(Place::Facet(facet.id.clone()), known.map(facet_keys), facet_keys(facet));
        for value in &facet.values {
            let known = known.and_then(|facet| facet.values.iter().find(|known| known.id == value.id));
            let place = Place::Value(facet.id.clone(), value.id.clone());
            table(place, known.map(value_keys), value_keys(value));
        }
    }
    for (code, parent) in &after.codes {
        let known = before.and_then(|read| read.codes.iter().find(|(known, _)| known.id == code.id));
        let known = known.map(|(code, parent)| code_keys(code, parent.as_deref()));
        table(Place::Code(code.id.clone()), known, code_keys(code, parent.as_deref()));
    }
    list
}

/// What must change for the entry of a code to become that of `after`; each with the id of the code above it. Without
/// `before` it is a new code.
pub fn code_patches(before: Option<(&Code, Option<&str>)>, after: &Code, parent: Option<&str>) -> Vec<Patch> {
    let mut list = Vec::new();
    let known = before.map(|(code, parent)| code_keys(code, parent));
    compare(&mut list, &Place::Code(after.id.clone()), known.as_ref(), &code_keys(after, parent));
    list
}

type Keys = Vec<(String, Option<Value>)>;

/// The keys of a table that differ; a table that is not there yet begins with its id.
fn compare(list: &mut Vec<Patch>, place: &Place, before: Option<&Keys>, after: &Keys) {
    let mut add = |key: &str, value: Option<&Value>| {
        let value = value.map(|value| value.to_string().trim().to_owned());
        list.push(Patch { place: place.clone(), key: key.to_owned(), value });
    };
    if let (None, Some(id)) = (before, place.id()) {
        add("id", Some(&Value::from(id)));
    }
    let old = |key: &str| {
        before.into_iter().flatten().find(|(known, _)| known == key).and_then(|(_, value)| value.as_ref())
    };
    let shown = |value: Option<&Value>| value.map(ToString::to_string);
    for (key, value) in after {
        if shown(old(key)) != shown(value.as_ref()) {
            add(key, value.as_ref());
        }
    }
    // Languages of a rule are keys: those that are gone go.
    for (key, _) in
        before.into_iter().flatten().filter(|(key, _)| !after.iter().any(|(known, _)| known == key))
    {
        add(key, None);
    }
}

fn family_keys(family: &Family) -> Keys {
    let exclusive = family.exclusive.then(|| Value::from(true));
    vec![
        ("name".to_owned(), name_value(&family.name, &family.id)),
        ("exclusive".to_owned(), exclusive),
        ("guid".to_owned(), family.guid.map(|guid| Value::from(guid.to_string()))),
    ]
}

fn languages(words: &Localized) -> Keys {
    words.iter().map(|(language, text)| (language.to_owned(), Some(Value::from(text)))).collect()
}

fn facet_keys(facet: &Facet) -> Keys {
    vec![
        ("name".to_owned(), name_value(&facet.name, &facet.id)),
        ("kind".to_owned(), Some(Value::from(facet.kind.word()))),
        ("ask".to_owned(), Some(Value::from(if facet.ask_now { "now" } else { "later" }))),
    ]
}

fn value_keys(value: &FacetValue) -> Keys {
    let name = name_value(&value.name, &value.id);
    vec![("name".to_owned(), name), ("definition".to_owned(), words_value(&value.definition))]
}

fn code_keys(code: &Code, parent: Option<&str>) -> Keys {
    let color = code.color.map(|(red, green, blue)| Value::from(format!("#{red:02x}{green:02x}{blue:02x}")));
    let groups: Array = code.groups.iter().map(String::as_str).collect();
    let keys = [
        ("parent", parent.map(Value::from)),
        ("name", name_value(&code.name, &code.id)),
        ("definition", words_value(&code.definition)),
        ("include", list(code.include.iter().map(note_value))),
        ("exclude", list(code.exclude.iter().map(note_value))),
        ("examples", list(code.examples.iter().map(inline))),
        ("source", (!code.source.is_empty()).then(|| Value::from(&code.source))),
        ("key", code.mnemonic.as_deref().map(Value::from)),
        ("color", color),
        ("groups", (!groups.is_empty()).then_some(Value::Array(groups))),
        ("principle", code.principle.as_deref().map(Value::from)),
        ("poles", list(code.poles.iter().map(inline))),
        ("retired", code.retired.then(|| Value::from(true))),
        ("guid", code.guid.map(|guid| Value::from(guid.to_string()))),
        ("heir", code.heir.as_deref().map(Value::from)),
    ];
    keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// A name, unless it is the id: that is what it is called without one.
fn name_value(name: &Localized, id: &str) -> Option<Value> {
    let is_id = name.exact("") == Some(id) && name.iter().count() == 1;
    words_value(name).filter(|_| !is_id)
}

fn words_value(words: &Localized) -> Option<Value> {
    (!words.is_empty()).then(|| inline(words))
}

/// Words as TOML: plain where their language is not known.
pub(super) fn inline(words: &Localized) -> Value {
    if let (Some(plain), 0 | 1) = (words.exact(""), words.iter().count()) {
        return Value::from(plain);
    }
    if words.is_empty() {
        return Value::from("");
    }
    words.iter().collect::<InlineTable>().into()
}

fn note_value(note: &Note) -> Value {
    let Some(not) = &note.not else { return inline(&note.text) };
    let mut table: InlineTable = note.text.iter().collect();
    table.insert("not", not.as_str().into());
    table.into()
}

/// A list, an item a line.
fn list(items: impl Iterator<Item = Value>) -> Option<Value> {
    let mut array: Array = items.map(|item| item.decorated("\n  ", "")).collect();
    array.set_trailing("\n");
    array.set_trailing_comma(true);
    (!array.is_empty()).then_some(Value::Array(array))
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Family => f.write_str("the family"),
            Self::Rule(id) => write!(f, "the rule `{id}`"),
            Self::Group(id) => write!(f, "the group `{id}`"),
            Self::Facet(id) => write!(f, "the facet `{id}`"),
            Self::Value(facet, id) => write!(f, "the value `{id}` of the facet `{facet}`"),
            Self::Code(id) => write!(f, "the code `{id}`"),
            Self::Codes => f.write_str("the codes"),
            Self::Values(facet) => write!(f, "the values of the facet `{facet}`"),
        }
    }
}

impl Place {
    /// The id that the entry itself has.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Family | Self::Codes | Self::Values(_) => None,
            Self::Rule(id) | Self::Group(id) | Self::Facet(id) | Self::Value(_, id) | Self::Code(id) => {
                Some(id)
            }
        }
    }

    /// The table in a file, made where it is not there; `None` where the file writes such tables in another way.
    pub(super) fn find<'d>(&self, document: &'d mut DocumentMut) -> Option<&'d mut dyn TableLike> {
        let root = document.as_table_mut();
        Some(match self {
            Self::Family => root,
            Self::Rule(id) => entry(root, "rule", id)?,
            Self::Group(id) => entry(root, "group", id)?,
            Self::Facet(id) => entry(root, "facet", id)?,
            Self::Code(id) => entry(root, "code", id)?,
            Self::Value(facet, id) => {
                let facet = entry(root, "facet", facet)?;
                lengthen(facet)?;
                entry(facet, "value", id)?
            }
            Self::Codes | Self::Values(_) => return None,
        })
    }
}

impl Patch {
    /// Does it; false when the file writes its tables in another way than `[[code]]`.
    pub fn apply(&self, document: &mut DocumentMut) -> bool {
        let Some(table) = self.place.find(document) else { return false };
        let item = match &self.value {
            None => None,
            Some(value) => match value.parse::<Value>() {
                Ok(value) => Some(Item::Value(value)),
                Err(_) => return false,
            },
        };
        put(table, &self.key, item.as_ref());
        true
    }
}

/// Sets a value, or takes its key away.
pub(super) fn put(table: &mut dyn TableLike, key: &str, item: Option<&Item>) {
    let Some(item) = item else {
        table.remove(key);
        return;
    };
    match (table.get_mut(key).and_then(Item::as_value_mut), item) {
        // What stands around the old value stays: a comment at the end of the line.
        (Some(old), Item::Value(value)) => {
            let decor = old.decor().clone();
            *old = value.clone();
            *old.decor_mut() = decor;
        }
        _ => {
            table.insert(key, item.clone());
        }
    }
}

/// The table with this id in an array of tables, made where it is not there.
fn entry<'t>(table: &'t mut Table, array: &str, id: &str) -> Option<&'t mut Table> {
    let tables = table.entry(array).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let tables = tables.as_array_of_tables_mut()?;
    let has_id = |table: &Table| table.get("id").and_then(Item::as_str) == Some(id);
    let known = tables.iter().position(has_id);
    let place = match known {
        Some(place) => place,
        None => {
            let mut table = Table::new();
            table.insert("id", Item::Value(id.into()));
            tables.push(table);
            tables.len() - 1
        }
    };
    tables.get_mut(place)
}

/// Writes values that a facet only lists as tables of their own, so that there is room for more than their ids.
pub(super) fn lengthen(facet: &mut Table) -> Option<()> {
    let Some(listed) = facet.get("values") else { return Some(()) };
    let ids: Vec<String> = listed.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    facet.remove("values");
    let tables = facet.entry("value").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let tables = tables.as_array_of_tables_mut()?;
    let behind = std::mem::replace(tables, ArrayOfTables::new());
    for id in ids {
        let mut table = Table::new();
        table.insert("id", Item::Value(id.into()));
        tables.push(table);
    }
    tables.extend(behind);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# van ons\nfamily = \"lm\"\nname = \"Leren\" # zo heet het\n\n[[facet]]\nid = \"niveau\"\nvalues = [\"org\", \"pers\"]\n\n# de eerste\n[[code]]\nid = \"a\"\ndefinition = { nl = \"oud\" } # nog eens lezen\nexamples = [\"een\"]\n";

    fn read(toml: &str) -> ReadFamily {
        ReadFamily::parse("codebook/lm.toml", toml).unwrap()
    }

    /// The file after it was changed to say what `change` makes of it.
    fn changed(toml: &str, change: impl FnOnce(&mut ReadFamily)) -> String {
        let before = read(toml);
        let mut after = before.clone();
        change(&mut after);
        let mut document: DocumentMut = toml.parse().unwrap();
        let patches = patches(Some(&before), &after);
        for patch in patches.iter().chain(&patches) {
            assert!(patch.apply(&mut document), "{patch:?}");
        }
        let text = document.to_string();
        let found = read(&text);
        assert_eq!((found.family, found.notes), (after.family, Vec::new()), "{text}");
        text
    }

    #[test]
    fn what_stays_the_same_is_not_touched() {
        assert_eq!(patches(Some(&read(FILE)), &read(FILE)), []);
        let text = changed(FILE, |family| family.codes[0].0.definition.set("nl", "nieuw"));
        assert_eq!(text, FILE.replace("oud", "nieuw"));
        let text = changed(FILE, |family| family.codes[0].0.examples.clear());
        assert_eq!(text, FILE.replace("examples = [\"een\"]\n", ""));
    }

    #[test]
    fn what_is_new_comes_behind_its_like() {
        let text = changed(FILE, |family| {
            family.family.facets[0].values[1].name = Localized::one("nl", "persoon");
            let mut code = family.codes[0].clone();
            code.0.id = "b".to_owned();
            code.0.name = Localized::one("", "b");
            code.0.exclude = vec![Note { text: Localized::one("nl", "anders"), not: Some("a".to_owned()) }];
            code.1 = Some("a".to_owned());
            family.codes.push(code);
        });
        let expected = "# van ons\nfamily = \"lm\"\nname = \"Leren\" # zo heet het\n\n[[facet]]\nid = \"niveau\"\n\n\
            [[facet.value]]\nid = \"org\"\n\n[[facet.value]]\nid = \"pers\"\nname = { nl = \"persoon\" }\n\n\
            # de eerste\n[[code]]\nid = \"a\"\ndefinition = { nl = \"oud\" } # nog eens lezen\nexamples = [\"een\"]\n\n\
            [[code]]\nid = \"b\"\nparent = \"a\"\ndefinition = { nl = \"oud\" }\nexclude = [\n  \
            { nl = \"anders\", not = \"a\" },\n]\nexamples = [\n  \"een\",\n]\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_family_that_is_written_in_another_way_is_left_alone() {
        let toml = "family = \"x\"\ncode = [{ id = \"a\" }]\n";
        let mut document: DocumentMut = toml.parse().unwrap();
        let mut after = read(toml);
        after.codes[0].0.source = "elders".to_owned();
        assert!(!patches(Some(&read(toml)), &after)[0].apply(&mut document));
        assert_eq!(document.to_string(), toml);
    }
}
