//! The entry as fields that are gone through and changed, in all languages of the study.

use super::entry::Line;
use super::rows::Of;
use crate::model::codebook::{Facet, FacetKind, FacetValue, Family, Group, Note, neighbour, with_neighbour};
use crate::model::localized::Localized;
use crate::model::{Code, Study};
use crate::ui::app::App;
use crate::ui::language::Language;
use crate::ui::names::name_of;
use crate::ui::theme::Role;

/// Columns of a field's name.
const LABEL: usize = 13;

/// Something in an entry that can be changed; a language is its place among those of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The name of a code, a family or a group.
    Name(usize),
    /// What a code means.
    Definition(usize),
    /// When to use it; one behind the last is a new one.
    Include(usize, usize),
    /// When not.
    Exclude(usize, usize),
    /// An example.
    Example(usize, usize),
    /// Where it comes from.
    Source,
    /// Its letters.
    Letters,
    /// Its colour.
    Color,
    /// The groups that it is in, by id or name.
    Groups,
    /// Of a family: one code a passage, or several.
    Exclusive,
    /// A group of a family: which, language.
    Group(usize, usize),
    /// A facet: which, language.
    Facet(usize, usize),
    /// One value, several, or free text.
    FacetKind(usize),
    /// Asked while coding, or later.
    FacetAsk(usize),
    /// A value: facet, which, language.
    Value(usize, usize, usize),
    /// What a value means.
    Meaning(usize, usize, usize),
}

impl Field {
    /// True for words that may need several rows.
    pub(super) fn is_prose(self) -> bool {
        matches!(
            self,
            Self::Definition(_)
                | Self::Include(..)
                | Self::Exclude(..)
                | Self::Example(..)
                | Self::Meaning(..)
        )
    }

    /// True where a key switches it.
    pub(super) fn is_switch(self) -> bool {
        matches!(self, Self::Exclusive | Self::FacetKind(_) | Self::FacetAsk(_))
    }

    /// What it is called.
    pub(super) fn name(self, study: &Study, language: Language) -> String {
        let tag = |place: usize| study.config.languages.get(place).map_or("", String::as_str);
        let with = |dutch: &str, english: &str, place: usize| {
            let several = study.config.languages.len() > 1;
            let words = language.pick(dutch, english);
            if several { format!("{words} {}", tag(place)) } else { words.to_owned() }
        };
        match self {
            Self::Name(place) => with("naam", "name", place),
            Self::Definition(place) => with("definitie", "definition", place),
            Self::Include(_, place) => with("+ wel", "+ include", place),
            Self::Exclude(_, place) => with("− niet", "− exclude", place),
            Self::Example(_, place) => with("bijv.", "example", place),
            Self::Source => language.pick("bron", "source").to_owned(),
            Self::Letters => language.pick("letters", "letters").to_owned(),
            Self::Color => language.pick("kleur", "colour").to_owned(),
            Self::Groups => language.pick("groepen", "groups").to_owned(),
            Self::Exclusive => language.pick("per passage", "a passage").to_owned(),
            Self::Group(_, place) => with("groep", "group", place),
            Self::Facet(_, place) => with("facet", "facet", place),
            Self::FacetKind(_) => language.pick("  soort", "  kind").to_owned(),
            Self::FacetAsk(_) => language.pick("  gevraagd", "  asked").to_owned(),
            Self::Value(_, _, place) => with("  waarde", "  value", place),
            Self::Meaning(_, _, place) => with("  betekent", "  means", place),
        }
    }
}

/// Words in the language of the screen, else the id.
pub(super) fn shown<'a>(words: &'a Localized, id: &'a str, tag: &str) -> &'a str {
    Some(words.get(tag)).filter(|words| !words.is_empty()).unwrap_or(id)
}

/// The groups of a code, by name.
pub(super) fn groups(app: &App, code: &Code) -> String {
    let name = |id: &String| {
        let group = app.study.codebook.group(id);
        group.map_or(id.as_str(), |group| shown(&group.name, &group.id, app.language.tag())).to_owned()
    };
    code.groups.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The fields of what one stands on.
pub(super) fn lines(app: &App, of: &Of) -> Vec<Line> {
    let study = &app.study;
    let fields = match of {
        Of::Code(key) => study.codebook.code(*key).map(|code| of_code(study, code)),
        Of::Family(id) => study.codebook.family_by_id(id).map(|family| of_family(study, family)),
        Of::Group(id) => study.codebook.group(id).map(|_| each_language(study, Field::Name)),
    };
    let line = |field: Field| {
        let words = value(app, of, field);
        let role = if words.is_empty() { Role::Dim } else { Role::Text };
        let words = if words.is_empty() { "—" } else { &words };
        let name = field.name(study, app.language);
        Line::field(field, &format!("{name:LABEL$} "), words, role)
    };
    fields.unwrap_or_default().into_iter().map(line).collect()
}

fn each_language(study: &Study, field: impl Fn(usize) -> Field) -> Vec<Field> {
    (0..study.config.languages.len().max(1)).map(field).collect()
}

fn of_code(study: &Study, code: &Code) -> Vec<Field> {
    let each = |field: &dyn Fn(usize) -> Field| each_language(study, field);
    let mut fields = each(&Field::Name);
    fields.extend(each(&Field::Definition));
    for nth in 0..code.include.len() {
        fields.extend(each(&|place| Field::Include(nth, place)));
    }
    fields.push(Field::Include(code.include.len(), 0));
    for nth in 0..code.exclude.len() {
        fields.extend(each(&|place| Field::Exclude(nth, place)));
    }
    fields.push(Field::Exclude(code.exclude.len(), 0));
    for (nth, example) in code.examples.iter().enumerate() {
        // An example is a quote: it stands in the language that was spoken.
        let spoken = each(&|place| Field::Example(nth, place));
        let has = |field: &Field| matches!(field, Field::Example(_, place) if example.exact(tag_of(study, *place)).is_some());
        let there: Vec<Field> = spoken.iter().copied().filter(has).collect();
        fields.extend(if there.is_empty() { vec![Field::Example(nth, 0)] } else { there });
    }
    fields.push(Field::Example(code.examples.len(), 0));
    fields.extend([Field::Letters, Field::Color, Field::Groups, Field::Source]);
    fields
}

fn of_family(study: &Study, family: &Family) -> Vec<Field> {
    let mut fields = each_language(study, Field::Name);
    fields.push(Field::Exclusive);
    for (nth, facet) in family.facets.iter().enumerate() {
        fields.extend(each_language(study, |place| Field::Facet(nth, place)));
        fields.extend([Field::FacetKind(nth), Field::FacetAsk(nth)]);
        if facet.kind == FacetKind::Text {
            continue;
        }
        for value in 0..facet.values.len() {
            fields.extend(each_language(study, |place| Field::Value(nth, value, place)));
            fields.extend(each_language(study, |place| Field::Meaning(nth, value, place)));
        }
        fields.push(Field::Value(nth, facet.values.len(), 0));
    }
    fields.push(Field::Facet(family.facets.len(), 0));
    for nth in 0..family.groups.len() {
        fields.extend(each_language(study, |place| Field::Group(nth, place)));
    }
    fields.push(Field::Group(family.groups.len(), 0));
    fields
}

/// The tag of a language of the study.
pub(super) fn tag_of(study: &Study, place: usize) -> &str {
    study.config.languages.get(place).map_or_else(|| study.config.language(), String::as_str)
}

/// What stands in a field now, as it is edited.
pub(super) fn value(app: &App, of: &Of, field: Field) -> String {
    let (study, book) = (&app.study, &app.study.codebook);
    match of {
        Of::Code(key) => book.code(*key).map(|code| of_code_field(app, code, field)),
        Of::Family(id) => book.family_by_id(id).map(|family| of_family_field(app, family, field)),
        Of::Group(id) => match (book.group(id), field) {
            (Some(group), Field::Name(place)) => Some(exact(study, &group.name, place)),
            _ => None,
        },
    }
    .unwrap_or_default()
}

/// The words in a language; those in no particular language are in the main one.
fn exact(study: &Study, words: &Localized, place: usize) -> String {
    let plain = || words.exact("").filter(|_| place == 0);
    words.exact(tag_of(study, place)).or_else(plain).unwrap_or_default().to_owned()
}

fn of_code_field(app: &App, code: &Code, field: Field) -> String {
    let study = &app.study;
    let note = |notes: &[Note], nth: usize, place: usize| {
        notes.get(nth).map_or_else(String::new, |note| {
            let words = exact(study, &note.text, place);
            let not = note.not.as_deref().filter(|_| place == 0 || !words.is_empty()).map(|id| {
                let known = study.codebook.by_id(id).map(|code| name_of(study, app.language, code.key));
                (known.unwrap_or_else(|| id.to_owned()), id)
            });
            with_neighbour(&words, not.as_ref().map(|(name, id)| (name.as_str(), *id)))
        })
    };
    match field {
        Field::Name(place) => exact(study, &code.name, place),
        Field::Definition(place) => exact(study, &code.definition, place),
        Field::Include(nth, place) => note(&code.include, nth, place),
        Field::Exclude(nth, place) => note(&code.exclude, nth, place),
        Field::Example(nth, place) => {
            code.examples.get(nth).map_or_else(String::new, |words| exact(study, words, place))
        }
        Field::Source => code.source.clone(),
        Field::Letters => code.mnemonic.clone().unwrap_or_default(),
        Field::Color => code
            .color
            .map_or_else(String::new, |(red, green, blue)| format!("#{red:02x}{green:02x}{blue:02x}")),
        Field::Groups => groups(app, code),
        _ => String::new(),
    }
}

fn of_family_field(app: &App, family: &Family, field: Field) -> String {
    let (study, language) = (&app.study, app.language);
    let facet = |nth: usize| family.facets.get(nth);
    let value = |nth: usize, value: usize| facet(nth).and_then(|facet| facet.values.get(value));
    match field {
        Field::Name(place) => exact(study, &family.name, place),
        Field::Exclusive if family.exclusive => {
            language.pick("hooguit één code", "one code at most").to_owned()
        }
        Field::Exclusive => language.pick("meer codes mogen", "several codes may stand").to_owned(),
        Field::Group(nth, place) => {
            family.groups.get(nth).map_or_else(String::new, |group| exact(study, &group.name, place))
        }
        Field::Facet(nth, place) => {
            facet(nth).map_or_else(String::new, |facet| exact(study, &facet.name, place))
        }
        Field::FacetKind(nth) => facet(nth).map_or("", |facet| kind_name(facet, language)).to_owned(),
        Field::FacetAsk(nth) => facet(nth)
            .map_or("", |facet| {
                if facet.ask_now {
                    language.pick("bij het coderen", "while coding")
                } else {
                    language.pick("later", "later")
                }
            })
            .to_owned(),
        Field::Value(nth, which, place) => {
            value(nth, which).map_or_else(String::new, |value| exact(study, &value.name, place))
        }
        Field::Meaning(nth, which, place) => {
            value(nth, which).map_or_else(String::new, |value| exact(study, &value.definition, place))
        }
        _ => String::new(),
    }
}

fn kind_name(facet: &Facet, language: Language) -> &'static str {
    match facet.kind {
        FacetKind::One => language.pick("één waarde", "one value"),
        FacetKind::Several => language.pick("meer waarden", "several values"),
        FacetKind::Text => language.pick("vrije tekst", "free text"),
    }
}

/// Puts words into a language; empty ones take that language away. Words in no particular language were in the main one.
pub(super) fn put(study: &Study, words: &mut Localized, place: usize, new: &str, id: &str) {
    let (main, tag) = (study.config.language(), tag_of(study, place));
    let mut after = Localized::default();
    for (language, old) in words.iter() {
        let is_id = language.is_empty() && old == id;
        let language = if language.is_empty() { main } else { language };
        if !is_id && language != tag && !old.is_empty() {
            after.set(language, old);
        }
    }
    if !new.is_empty() {
        after.set(tag, new);
    }
    *words = after;
}

/// A list of notes with one set to other words; a note without any words goes.
pub(super) fn put_note(study: &Study, notes: &mut Vec<Note>, nth: usize, place: usize, words: &str) {
    let (words, not) = with_code(study, words);
    if nth >= notes.len() {
        notes.push(Note { text: Localized::default(), not: None });
    }
    let Some(note) = notes.get_mut(nth) else { return };
    put(study, &mut note.text, place, words.trim(), "");
    // Only with words does a line say whose such a passage is.
    if !words.trim().is_empty() {
        note.not = not;
    }
    notes.retain(|note| !note.text.is_empty());
}

/// The words, and the id of the code behind an arrow, where one is named there by its id or its name.
fn with_code<'w>(study: &Study, words: &'w str) -> (&'w str, Option<String>) {
    let book = &study.codebook;
    if let (words, Some(id)) = neighbour(words, |id| book.by_id(id).is_some()) {
        return (words, Some(id.to_owned()));
    }
    let Some((before, name)) = words.rsplit_once('→') else { return (words, None) };
    let name = name.trim().to_lowercase();
    let is = |code: &&Code| {
        code.id == name
            || code.name.iter().any(|(_, words)| !words.is_empty() && words.to_lowercase() == name)
    };
    match book.codes().iter().find(is) {
        Some(code) => (before.trim(), Some(code.id.clone())),
        None => (words, None),
    }
}

/// A list of words with one set; one without any goes.
pub(super) fn put_words(study: &Study, list: &mut Vec<Localized>, nth: usize, place: usize, words: &str) {
    if nth >= list.len() {
        list.push(Localized::default());
    }
    let Some(known) = list.get_mut(nth) else { return };
    put(study, known, place, words.trim(), "");
    list.retain(|words| !words.is_empty());
}

/// A new value, group or facet gets an id from its words.
pub(super) fn id_of(words: &str, taken: impl Fn(&str) -> bool) -> Option<String> {
    crate::model::codebook::NewCode::named(words, "", taken).map(|named| named.id)
}

/// A value of which nothing is said but its id.
pub(super) fn new_value(id: String) -> FacetValue {
    FacetValue { id, name: Localized::default(), definition: Localized::default() }
}

/// A group of which nothing is said but its id.
pub(super) fn new_group(id: String) -> Group {
    Group { id, name: Localized::default(), guid: None }
}
