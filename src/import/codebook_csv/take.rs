//! What a row says goes into the families.

use uuid::Uuid;

use crate::model::codebook::{
    Code, FREE_FAMILY, Facet, FacetKind, FacetValue, Family, Group, ReadFamily, Rule, check_id, parse_color,
    revision,
};
use crate::model::localized::Localized;
use crate::model::names::nearest;

use super::cells::{self, Item};
use super::rows::Row;

/// What a row is about: its kind, family, and ids.
pub(super) type Thing = (&'static str, String, String, String);

const KINDS: [&str; 6] = ["code", "family", "rule", "group", "facet", "value"];

/// Puts a row into the families and says what it was about.
pub(super) fn take(row: &Row, families: &mut Vec<ReadFamily>) -> Result<Thing, String> {
    let said = row.filled("kind").unwrap_or("code");
    let kind = KINDS
        .into_iter()
        .find(|kind| *kind == said)
        .ok_or_else(|| format!("`{said}` is no kind of row; write one of {}", KINDS.join(", ")))?;
    let id = row.cell("id").filter(|id| !id.is_empty()).ok_or("the row has no id; write one")?.to_owned();
    let family = family_of(row, kind, &id, families)?;
    let name = families[family].family.id.clone();
    let read = &mut families[family];
    let mut around = String::new();
    match kind {
        "family" => {
            name_to(row, &mut read.family.name, &id);
            if let Some(cell) = row.cell("exclusive") {
                read.family.exclusive = cells::truth(cell)?;
            }
            if let Some(cell) = row.cell("guid") {
                read.family.guid = guid(cell)?;
            }
        }
        "rule" => {
            let empty = || Rule { id: id.clone(), text: Localized::default() };
            let rule = find(&mut read.family.rules, |rule| rule.id == id, empty);
            words_to(row, "definition", &mut rule.text);
        }
        "group" => {
            let empty = || Group::new(&id);
            let group = find(&mut read.family.groups, |group| group.id == id, empty);
            name_to(row, &mut group.name, &id);
            if let Some(cell) = row.cell("guid") {
                group.guid = guid(cell)?;
            }
        }
        "facet" => facet(row, &id, &mut read.family)?,
        "value" => around = value(row, &id, &mut read.family)?,
        _ => code(row, &id, read)?,
    }
    Ok((kind, name, around, id))
}

/// The position of the family that a row belongs to; it is made when it is named and not there.
fn family_of(row: &Row, kind: &str, id: &str, families: &mut Vec<ReadFamily>) -> Result<usize, String> {
    let holds = |read: &ReadFamily| read.codes.iter().any(|(code, _)| code.id == id);
    let home = families.iter().position(holds).filter(|_| kind == "code");
    let said = if kind == "family" { Some(id) } else { row.filled("family") };
    let name = match (said, home) {
        (None, Some(home)) => return Ok(home),
        (None, None) if kind == "code" => FREE_FAMILY,
        (None, None) => return Err(format!("the {kind} `{id}` has no family; name one under `family`")),
        (Some(said), _) => said,
    };
    if let Some(home) = home.map(|home| &families[home].family.id).filter(|home| *home != name) {
        return Err(format!(
            "the code `{id}` is one of the family `{home}`; to move it to `{name}`, edit the files"
        ));
    }
    if let Some(place) = families.iter().position(|read| read.family.id == name) {
        return Ok(place);
    }
    check_id(name).map_err(|why| format!("the family's id `{}` {why}", name.escape_debug()))?;
    let family = Family {
        id: name.to_owned(),
        path: format!("codebook/{name}.toml"),
        name: Localized::one("", name),
        ..Family::default()
    };
    families.push(ReadFamily { family, codes: Vec::new(), notes: Vec::new(), problems: Vec::new() });
    Ok(families.len() - 1)
}

fn facet(row: &Row, id: &str, family: &mut Family) -> Result<(), String> {
    let empty = || Facet {
        id: id.to_owned(),
        name: Localized::one("", id),
        kind: FacetKind::One,
        ask_now: false,
        values: Vec::new(),
    };
    let facet = find(&mut family.facets, |facet| facet.id == id, empty);
    name_to(row, &mut facet.name, id);
    if let Some(kind) = row.cell("facet_kind") {
        let word = if kind.trim().is_empty() { "one" } else { kind.trim() };
        facet.kind = FacetKind::from_word(word)
            .ok_or_else(|| format!("`{word}` is no kind of facet; write one, several or text"))?;
    }
    if let Some(ask) = row.cell("ask") {
        facet.ask_now = match ask.trim() {
            "now" => true,
            "" | "later" => false,
            other => return Err(format!("`{other}` does not say when to ask; write now or later")),
        };
    }
    Ok(())
}

/// Puts a value into its facet and says which that is.
fn value(row: &Row, id: &str, family: &mut Family) -> Result<String, String> {
    let around = row
        .cell("parent")
        .filter(|id| !id.is_empty())
        .ok_or_else(|| format!("the value `{id}` has no facet; name it under `parent`"))?;
    let known: Vec<String> = family.facets.iter().map(|facet| facet.id.clone()).collect();
    let Some(facet) = family.facets.iter_mut().find(|facet| facet.id == around) else {
        let near = nearest(around, known.iter().map(String::as_str));
        let cure =
            near.map_or("put its row above this one".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(format!("`{around}` is no facet of the family `{}`; {cure}", family.id));
    };
    let empty =
        || FacetValue { id: id.to_owned(), name: Localized::one("", id), definition: Localized::default() };
    let value = find(&mut facet.values, |value| value.id == id, empty);
    name_to(row, &mut value.name, id);
    words_to(row, "definition", &mut value.definition);
    Ok(around.to_owned())
}

fn code(row: &Row, id: &str, read: &mut ReadFamily) -> Result<(), String> {
    check_id(id).map_err(|why| format!("the code id `{}` {why}", id.escape_debug()))?;
    let (code, parent) = find(&mut read.codes, |(code, _)| code.id == id, || (Code::new(id), None));
    let text =
        |column: &str| row.cell(column).map(|cell| Some(cell.to_owned()).filter(|cell| !cell.is_empty()));
    if let Some(new) = text("parent") {
        *parent = new;
    }
    name_to(row, &mut code.name, id);
    words_to(row, "definition", &mut code.definition);
    for (name, list) in [("include", &mut code.include), ("exclude", &mut code.exclude)] {
        let nots = row.cell(if name == "include" { "include_not" } else { "exclude_not" });
        let none = cells::ByLanguage::new();
        let words = row.words(name);
        if words.is_some() || nots.is_some() {
            *list = cells::notes(list, words.unwrap_or(&none), nots);
        }
    }
    for (name, list) in [("examples", &mut code.examples), ("poles", &mut code.poles)] {
        if let Some(words) = row.words(name) {
            *list = cells::list(list, words);
        }
    }
    if let Some(source) = row.cell("source") {
        code.source = source.replace("\r\n", "\n");
    }
    if let Some(key) = text("key") {
        code.mnemonic = key;
    }
    if let Some(principle) = text("principle") {
        code.principle = principle;
    }
    if let Some(heir) = text("heir") {
        code.heir = heir;
    }
    if let Some(color) = row.cell("color").map(str::trim) {
        let wrong = || format!("the code `{id}` has the colour `{color}`; write it as #rrggbb");
        code.color = if color.is_empty() { None } else { Some(parse_color(color).ok_or_else(wrong)?) };
    }
    if let Some(groups) = row.cell("groups") {
        let group = |item| match item {
            Item::Words(words) => Some(words),
            Item::Empty => Some(String::new()),
            Item::Nothing => None,
        };
        code.groups = cells::items(groups).into_iter().filter_map(group).collect();
    }
    if let Some(guid) = row.cell("guid") {
        code.guid = self::guid(guid)?;
    }
    if let Some(retired) = row.cell("retired") {
        code.retired = cells::truth(retired)?;
    }
    code.revision = revision(code);
    Ok(())
}

fn guid(cell: &str) -> Result<Option<Uuid>, String> {
    let cell = cell.trim();
    let wrong = |_| format!("`{cell}` is no guid; leave the cell empty, or write 8-4-4-4-12 hex digits");
    if cell.is_empty() { Ok(None) } else { Uuid::parse_str(cell).map(Some).map_err(wrong) }
}

fn find<T>(list: &mut Vec<T>, is_it: impl FnMut(&T) -> bool, make: impl FnOnce() -> T) -> &mut T {
    let place = list.iter().position(is_it).unwrap_or_else(|| {
        list.push(make());
        list.len() - 1
    });
    &mut list[place]
}

/// A name without words is the id again.
fn name_to(row: &Row, name: &mut Localized, id: &str) {
    let Some(said) = row.words("name") else { return };
    let is_id = name.exact("") == Some(id) && name.iter().count() == 1;
    let old = if is_id { Localized::default() } else { name.clone() };
    let new = cells::words(&old, said);
    *name = if new.is_empty() { Localized::one("", id) } else { new };
}

fn words_to(row: &Row, column: &str, words: &mut Localized) {
    if let Some(said) = row.words(column) {
        *words = cells::words(words, said);
    }
}
