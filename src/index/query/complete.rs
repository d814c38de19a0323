//! What the word at the cursor may become: names of fields, their values, codes, saved queries, words of the texts.

use crate::model::localized::Localized;
use crate::model::names::CodeKey;
use crate::text::Span;
use crate::text::fold;

use super::error::Named;
use super::fields::Topic;
use super::print::value_words;
use super::resolve::Lookup;
use super::token::{field_at, field_name};
use super::values::folded;
use super::{Field, Value};
use crate::index::question::Unit;

/// Offers at most.
const AT_MOST: usize = 60;

/// Codes offered at most for a word that may be one of the text.
const CODES_FOR_A_WORD: usize = 8;

/// Operators and relations, with what people must still add.
const SIGNS: [&str; 11] = [
    "AND",
    "OR",
    "NOT",
    "overlaps",
    "within",
    "encloses",
    "meets",
    "near/2",
    "before/2",
    "after/2",
    "in:document",
];

/// Tells words of the texts that begin with these folded letters, and in how many turns they stand; the most frequent
/// first.
pub type WordsOf<'a> = &'a dyn Fn(&str) -> Vec<(String, usize)>;

/// Something that the word at the cursor may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What it replaces, in bytes of the query.
    pub span: Span,
    /// What comes there.
    pub text: String,
    /// What it is.
    pub kind: Offered,
    /// Its name for people, in the main language of the study; empty where the text says it.
    pub label: String,
    /// How many there are: codings of a code and those below it, documents with a value, turns with a word.
    pub count: Option<usize>,
}

/// What kind of thing is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offered {
    /// The name of a field, with its colon.
    Field,
    /// A code.
    Code(CodeKey),
    /// A value of a field: a coder, a document, a speaker, a value of an attribute …
    Value,
    /// A saved query.
    Saved,
    /// An operator or a relation.
    Sign,
    /// A word of the texts.
    Word,
}

/// What may stand instead of the word at byte `cursor` of `words`; the best first, nothing where nothing fits.
pub fn complete(
    words: &str,
    cursor: u32,
    lookup: &Lookup<'_>,
    texts: Option<WordsOf<'_>>,
) -> Vec<Completion> {
    let cursor =
        (0..=(cursor as usize).min(words.len())).rev().find(|&at| words.is_char_boundary(at)).unwrap_or(0);
    let (start, quoted) = term_at(&words[..cursor]);
    let term = &words[start..cursor];
    let mut offers =
        Offers { lookup, found: Vec::new(), span: Span::new(start as u32, end_of(words, cursor, quoted)) };
    if let Some(name) = term.strip_prefix('@') {
        offers.saved(name.trim_start_matches('"'));
    } else if let Some(length) = field_name(term) {
        offers.values(words, start, length);
    } else if let Some(word) = term.strip_prefix(['~', '=', '"', '*']) {
        let last = word
            .rfind(|character: char| character.is_whitespace() || character == '"')
            .map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
        offers.span.start = (start + 1 + last) as u32;
        offers.span.end = end_of(words, cursor, false);
        offers.texts(&word[last..], texts);
    } else if !term.is_empty() && !term.starts_with('/') {
        offers.fields(term);
        offers.codes(term, "code:", CODES_FOR_A_WORD);
        if !words[..start].trim().is_empty() || term.starts_with("NO") {
            offers.signs(term);
        }
        offers.texts(term, texts);
    }
    offers.found.truncate(AT_MOST);
    offers.found
}

/// Where the term at the end of `words` begins, and whether it is still inside quotation marks.
fn term_at(words: &str) -> (usize, bool) {
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, character) in words.char_indices() {
        match character {
            '"' if quoted && !escaped => quoted = false,
            '"' if !quoted => {
                if !words[start..at].ends_with([':', ',', '=', '@']) {
                    start = at;
                }
                quoted = true;
            }
            _ if !quoted && (character.is_whitespace() || "()".contains(character)) => {
                start = at + character.len_utf8();
            }
            _ => {}
        }
        escaped = quoted && character == '\\' && !escaped;
    }
    (start, quoted)
}

/// Where the word at the cursor ends, with its closing quotation mark.
fn end_of(words: &str, cursor: usize, quoted: bool) -> u32 {
    let rest = &words[cursor..];
    let end = if quoted {
        rest.find('"').map_or(rest.len(), |at| at + 1)
    } else {
        rest.find(|character: char| character.is_whitespace() || "()\",".contains(character))
            .unwrap_or(rest.len())
    };
    (cursor + end) as u32
}

struct Offers<'a> {
    lookup: &'a Lookup<'a>,
    found: Vec<Completion>,
    span: Span,
}

impl Offers<'_> {
    fn push(&mut self, text: String, kind: Offered, label: &str, count: Option<usize>) {
        self.found.push(Completion { span: self.span, text, kind, label: label.to_owned(), count });
    }

    fn saved(&mut self, typed: &str) {
        let queries = &self.lookup.study.config.queries;
        let mut fitting: Vec<_> = queries
            .iter()
            .filter_map(|(name, words)| Some((rank(typed, [name.as_str()])?, name, words)))
            .collect();
        fitting.sort();
        for (_, name, words) in fitting {
            self.push(format!("@{}", value_words(name)), Offered::Saved, words, None);
        }
    }

    fn fields(&mut self, typed: &str) {
        let typed = folded(typed);
        for name in self.lookup.field_names() {
            if folded(&name).starts_with(&typed) {
                let label = self.lookup.field_label(&name);
                self.push(format!("{name}:"), Offered::Field, &label, None);
            }
        }
    }

    fn codes(&mut self, typed: &str, before: &str, at_most: usize) {
        let study = self.lookup.study;
        let mut fitting = Vec::new();
        for (place, code) in study.codebook.codes().iter().enumerate() {
            let names = code.name.iter().map(|(_, name)| name).chain([code.id.as_str()]);
            if let Some(rank) = rank(typed, names) {
                fitting.push((rank, place));
            }
        }
        fitting.sort_unstable();
        for (_, place) in fitting.into_iter().take(at_most) {
            let code = &study.codebook.codes()[place];
            let all = study.codebook.with_descendants(code.key);
            let count = all.into_iter().map(|code| study.codings_with(Some(code)).len()).sum();
            let text = format!("{before}{}", value_words(&code.id));
            self.push(text, Offered::Code(code.key), self.lookup.said(&code.name), Some(count));
        }
    }

    fn signs(&mut self, typed: &str) {
        for sign in SIGNS.into_iter().filter(|sign| sign.starts_with(typed)) {
            self.push(sign.to_owned(), Offered::Sign, "", None);
        }
    }

    fn texts(&mut self, typed: &str, texts: Option<WordsOf<'_>>) {
        let typed = fold::words(typed);
        let (Some(texts), [word]) = (texts, typed.as_slice()) else { return };
        for (word, count) in texts(word).into_iter().take(AT_MOST) {
            self.push(word, Offered::Word, "", Some(count));
        }
    }

    /// Values of the field whose name stands at byte `start` of the query.
    fn values(&mut self, words: &str, start: usize, length: usize) {
        let field = field_at(words, start);
        let Ok(Field { name, values, .. }) = field else { return };
        let end = self.span.end;
        // The value that the cursor stands in or right behind.
        let here = values.iter().find(|value| value.span.end >= end).or(values.last());
        let after_comma = words[..end as usize].ends_with(',');
        let nothing = Value { span: Span::new(end, end), text: String::new(), quoted: false, alone: false };
        let value = here.filter(|_| !after_comma).unwrap_or(&nothing);
        self.span = Span::new(value.span.start + u32::from(value.alone), value.span.end);
        let named = Field {
            name: name.clone(),
            name_span: Span::new(start as u32, (start + length) as u32),
            values: Vec::new(),
            value_span: self.span,
        };
        if name == "in" {
            let units = Unit::ALL.map(|unit| (unit.word().to_owned(), String::new(), None));
            return self.offer(&value.text, &units);
        }
        let Ok(topic) = self.lookup.topic(&named) else { return };
        if topic == Topic::Code {
            return self.codes(&value.text, "", AT_MOST);
        }
        let known = self.lookup.known(&topic);
        self.offer(&value.text, &known);
    }

    /// Those of `known` (value, label, count) that fit.
    fn offer(&mut self, typed: &str, known: &[(String, String, Option<usize>)]) {
        let mut fitting: Vec<(u8, usize)> = known
            .iter()
            .enumerate()
            .filter_map(|(place, (value, label, _))| Some((rank(typed, [value.as_str(), label])?, place)))
            .collect();
        fitting.sort_unstable();
        for (_, place) in fitting {
            let (value, label, count) = &known[place];
            self.push(value_words(value), Offered::Value, label, *count);
        }
    }
}

/// How well one of the names fits what is typed: 0 where it begins so, 1 where a word in it does, 2 where it stands in it.
fn rank<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<u8> {
    let typed = folded(typed);
    let of = |name: &str| {
        let name = folded(name);
        let begins = |at: usize| !name[..at].ends_with(char::is_alphanumeric);
        match name.find(&typed) {
            Some(0) => Some(0),
            Some(_) if name.match_indices(&typed).any(|(at, _)| begins(at)) => Some(1),
            Some(_) => Some(2),
            None => None,
        }
    };
    names.into_iter().filter_map(of).min()
}

impl Lookup<'_> {
    /// Words in the main language of the study.
    fn said<'n>(&self, words: &'n Localized) -> &'n str {
        words.get(self.study.config.language())
    }

    fn field_label(&self, name: &str) -> String {
        let attribute = self.study.config.attribute(name).map(|attribute| self.said(&attribute.name));
        let facet = || self.facets().find(|facet| facet.id == name).map(|facet| self.said(&facet.name));
        attribute.or_else(facet).unwrap_or_default().to_owned()
    }

    /// The values that may stand behind a field: value, label, count.
    fn known(&self, topic: &Topic) -> Vec<(String, String, Option<usize>)> {
        let study = self.study;
        let plain = |names: Vec<String>| names.into_iter().map(|name| (name, String::new(), None)).collect();
        match topic {
            Topic::Family => {
                let families = study.codebook.families().iter();
                families.map(|family| (family.id.clone(), self.said(&family.name).to_owned(), None)).collect()
            }
            Topic::Coder => {
                plain(study.coders().into_iter().map(|coder| study.coder_name(coder).to_owned()).collect())
            }
            Topic::Document => {
                let documents = study.documents().iter();
                documents.map(|document| (document.id.clone(), document.title().to_owned(), None)).collect()
            }
            Topic::Speaker => plain(self.speaker_names(&Named::Speaker)),
            Topic::Role => {
                let name = |id: &str| {
                    let role = study.config.roles.iter().find(|role| role.id == id);
                    role.map_or(String::new(), |role| self.said(&role.name).to_owned())
                };
                let roles = self.speaker_names(&Named::Role).into_iter();
                roles.map(|id| (id.clone(), name(&id), None)).collect()
            }
            Topic::Strand => {
                let strands = study.config.strands.iter();
                strands
                    .map(|strand| (strand.label.clone(), self.said(&strand.name).to_owned(), None))
                    .collect()
            }
            Topic::Facet(id) => {
                let values = self.facets().filter(|facet| facet.id == *id).flat_map(|facet| &facet.values);
                let mut known: Vec<(String, String, Option<usize>)> = Vec::new();
                for value in values {
                    if !known.iter().any(|(other, ..)| *other == value.id) {
                        known.push((value.id.clone(), self.said(&value.name).to_owned(), None));
                    }
                }
                known
            }
            Topic::Attribute(id) => {
                let label = |value: &str| {
                    let labels = self.study.config.attribute(id).map(|attribute| &attribute.labels);
                    labels
                        .and_then(|labels| labels.iter().find(|(of, _)| of == value))
                        .map_or("", |(_, label)| label)
                };
                let values = self.attribute_values(id).into_iter();
                values
                    .map(|value| {
                        (value.clone(), label(&value).to_owned(), Some(self.documents_with(id, &value)))
                    })
                    .collect()
            }
            Topic::Code
            | Topic::Definition
            | Topic::Mark
            | Topic::Important
            | Topic::Redefined
            | Topic::Memo => Vec::new(),
        }
    }
}
