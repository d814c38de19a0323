//! What other words in a field make of the codebook, as a plan.

use super::fields::{self, Field};
use super::rows::Of;
use crate::model::codebook::{Facet, FacetKind, Family, parse_color};
use crate::model::codebook_edit::{self, parent_id};
use crate::model::edit::Plan;
use crate::model::localized::Localized;
use crate::model::{Code, Study, WordKey};
use crate::ui::language::Language;
use crate::ui::troubles;

/// The plan, or why it cannot be, in the language of the screen.
pub(super) fn plan(
    study: &Study,
    language: Language,
    of: &Of,
    field: Field,
    words: &str,
) -> Result<Plan, String> {
    let book = &study.codebook;
    let gone = || {
        language.pick("dit staat niet meer in het codeboek", "this is no longer in the codebook").to_owned()
    };
    match of {
        Of::Code(key) => {
            let code = book.code(*key).ok_or_else(gone)?;
            of_code(study, language, code, field, words)
        }
        Of::Family(id) => {
            let family = book.family_by_id(id).ok_or_else(gone)?;
            let after = of_family(study, language, family, field, words)?;
            codebook_edit::change_family(study, &after).map_err(|error| troubles::of_edit(&error, language))
        }
        Of::Group(id) => {
            let declares = |family: &&Family| family.groups.iter().any(|group| group.id == *id);
            let family = book.families().iter().find(declares).ok_or_else(gone)?;
            let nth = family.groups.iter().position(|group| group.id == *id).unwrap_or_default();
            let Field::Name(place) = field else { return Ok(Plan::default()) };
            let after = of_family(study, language, family, Field::Group(nth, place), words)?;
            codebook_edit::change_family(study, &after).map_err(|error| troubles::of_edit(&error, language))
        }
    }
}

fn of_code(
    study: &Study,
    language: Language,
    code: &Code,
    field: Field,
    words: &str,
) -> Result<Plan, String> {
    let mut after = code.clone();
    let mut new_groups = Vec::new();
    let words = words.trim();
    match field {
        Field::Name(place) => {
            fields::put(study, &mut after.name, place, words, &code.id);
            if after.name.is_empty() {
                after.name = Localized::one("", &code.id);
            }
        }
        Field::Definition(place) => fields::put(study, &mut after.definition, place, words, ""),
        Field::Include(nth, place) => fields::put_note(study, &mut after.include, nth, place, words),
        Field::Exclude(nth, place) => fields::put_note(study, &mut after.exclude, nth, place, words),
        Field::Example(nth, place) => fields::put_words(study, &mut after.examples, nth, place, words),
        Field::Source => words.clone_into(&mut after.source),
        Field::Letters => {
            let letters = words.trim_start_matches(',').to_lowercase();
            if !letters.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit()) {
                return Err(language
                    .pick("letters zijn a tot z en cijfers", "letters are a to z and digits")
                    .to_owned());
            }
            after.mnemonic = Some(letters).filter(|letters| !letters.is_empty());
        }
        Field::Color => {
            after.color = parse_color(words);
            if after.color.is_none() && !words.is_empty() {
                return Err(language
                    .pick("schrijf een kleur als #3aa05a", "write a colour as #3aa05a")
                    .to_owned());
            }
        }
        Field::Groups => {
            after.groups.clear();
            for name in words.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                let id = group_named(study, name).or_else(|| {
                    let known = |id: &str| study.codebook.group(id).is_some();
                    let id = fields::id_of(name, known)?;
                    let mut group = fields::new_group(id.clone());
                    fields::put(study, &mut group.name, 0, name, "");
                    new_groups.push(group);
                    Some(id)
                });
                after.groups.extend(id.filter(|id| !after.groups.contains(id)));
            }
        }
        _ => return Ok(Plan::default()),
    }
    let parent = parent_id(study, code);
    codebook_edit::change_with_groups(study, &after, parent, new_groups)
        .map_err(|error| troubles::of_edit(&error, language))
}

/// The group with this id or this name in any language.
fn group_named(study: &Study, name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let mut groups = study.codebook.families().iter().flat_map(|family| &family.groups);
    let is = |group: &&crate::model::codebook::Group| {
        group.id == lower || group.name.iter().any(|(_, words)| words.to_lowercase() == lower)
    };
    groups.find(is).map(|group| group.id.clone())
}

fn of_family(
    study: &Study,
    language: Language,
    family: &Family,
    field: Field,
    words: &str,
) -> Result<Family, String> {
    let mut after = family.clone();
    let words = words.trim();
    let no_id = || {
        language.pick("een naam heeft een letter of een cijfer", "a name has a letter or a digit").to_owned()
    };
    match field {
        Field::Name(place) => {
            fields::put(study, &mut after.name, place, words, &family.id);
            if after.name.is_empty() {
                after.name = Localized::one("", &family.id);
            }
        }
        Field::Exclusive => after.exclusive = !after.exclusive,
        Field::Group(nth, place) => {
            if nth >= after.groups.len() && !words.is_empty() {
                let taken = |id: &str| study.codebook.group(id).is_some();
                after.groups.push(fields::new_group(fields::id_of(words, taken).ok_or_else(no_id)?));
            }
            if let Some(group) = after.groups.get_mut(nth) {
                fields::put(study, &mut group.name, place, words, &group.id.clone());
                if group.name.is_empty() {
                    let id = group.id.clone();
                    let count = study.codebook.in_group(&id).count();
                    refuse_used(count, &id, language)?;
                    after.groups.remove(nth);
                }
            }
        }
        Field::Facet(nth, place) => facet_name(study, language, &mut after, nth, place, words)?,
        Field::FacetKind(nth) => {
            if let Some(facet) = after.facets.get_mut(nth) {
                facet.kind = match facet.kind {
                    FacetKind::One => FacetKind::Several,
                    FacetKind::Several if facet.values.is_empty() => FacetKind::Text,
                    _ => FacetKind::One,
                };
            }
        }
        Field::FacetAsk(nth) => {
            if let Some(facet) = after.facets.get_mut(nth) {
                facet.ask_now = !facet.ask_now;
            }
        }
        Field::Value(nth, which, place) => {
            let Some(facet) = after.facets.get_mut(nth) else { return Ok(after) };
            if which >= facet.values.len() && !words.is_empty() {
                let taken = |id: &str| facet.values.iter().any(|value| value.id == id);
                let id = fields::id_of(words, taken).ok_or_else(no_id)?;
                facet.values.push(fields::new_value(id));
            }
            let id = facet.id.clone();
            if let Some(value) = facet.values.get_mut(which) {
                fields::put(study, &mut value.name, place, words, &value.id.clone());
                if value.name.is_empty() {
                    refuse_used(usize::from(is_used(study, &id, Some(&value.id))), &value.id, language)?;
                    facet.values.remove(which);
                }
            }
        }
        Field::Meaning(nth, which, place) => {
            let facet = after.facets.get_mut(nth);
            if let Some(value) = facet.and_then(|facet| facet.values.get_mut(which)) {
                fields::put(study, &mut value.definition, place, words, "");
            }
        }
        _ => {}
    }
    Ok(after)
}

fn facet_name(
    study: &Study,
    language: Language,
    after: &mut Family,
    nth: usize,
    place: usize,
    words: &str,
) -> Result<(), String> {
    if nth >= after.facets.len() && !words.is_empty() {
        let taken = |id: &str| after.facets.iter().any(|facet| facet.id == id);
        let id = fields::id_of(words, taken).ok_or_else(|| {
            language
                .pick("een naam heeft een letter of een cijfer", "a name has a letter or a digit")
                .to_owned()
        })?;
        after.facets.push(Facet {
            id,
            name: Localized::default(),
            kind: FacetKind::One,
            ask_now: false,
            values: Vec::new(),
        });
    }
    let Some(facet) = after.facets.get_mut(nth) else { return Ok(()) };
    fields::put(study, &mut facet.name, place, words, &facet.id.clone());
    if facet.name.is_empty() {
        refuse_used(usize::from(is_used(study, &facet.id, None)), &facet.id, language)?;
        after.facets.remove(nth);
    }
    Ok(())
}

/// True where a coding had the facet, or this value of it, at any time: nothing that was coded may lose its meaning.
fn is_used(study: &Study, facet: &str, value: Option<&str>) -> bool {
    let word = |id: &str| study.names.words.get::<WordKey>(id);
    let Some(facet) = word(facet) else { return false };
    let of_facet = |(known, values): &(WordKey, Vec<WordKey>)| {
        *known == facet && value.is_none_or(|value| word(value).is_some_and(|value| values.contains(&value)))
    };
    study.names.facets.iter().any(|(_, set)| set.iter().any(of_facet))
}

fn refuse_used(count: usize, id: &str, language: Language) -> Result<(), String> {
    if count == 0 {
        return Ok(());
    }
    Err(language.pick(
        format!("`{id}` is in gebruik; haal dat eerst weg"),
        format!("`{id}` is in use; take that away first"),
    ))
}
