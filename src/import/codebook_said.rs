//! What a file in one language says about codes goes into the families: the same for every such format.
//!
//! What is not said stays, and so do the words in other languages. What is said in the words that stand there already changes
//! nothing, also where a language that lacks words is shown in another.

use uuid::Uuid;

use crate::model::codebook::{Code, Family, Group, Note, ReadFamily, check_id, revision};
use crate::model::localized::Localized;

/// How a format writes words: what it cannot keep of them must not look like a change.
#[derive(Clone, Copy)]
pub(super) struct Writing<'a> {
    /// The language of the file.
    pub language: &'a str,
    /// Names.
    pub name: fn(&str) -> String,
    /// Notes, examples and so on.
    pub item: fn(&str) -> String,
    /// Definitions.
    pub block: fn(&str) -> String,
}

/// A note: its words, and the id of its neighbour.
pub(super) type SaidNote = (String, Option<String>);

/// What a file says about a code; `None` where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SaidCode {
    pub id: String,
    /// The family of a new code; one that is there stays where it is.
    pub family: String,
    /// The id of the code above it.
    #[expect(
        clippy::option_option,
        reason = "nothing said, no code above it, or one: the same question as for every field"
    )]
    pub parent: Option<Option<String>>,
    pub name: Option<String>,
    pub definition: Option<String>,
    pub include: Option<Vec<SaidNote>>,
    pub exclude: Option<Vec<SaidNote>>,
    pub examples: Option<Vec<String>>,
    pub source: Option<String>,
    pub mnemonic: Option<String>,
    pub color: Option<(u8, u8, u8)>,
    pub groups: Option<Vec<String>>,
    pub principle: Option<String>,
    pub poles: Option<Vec<String>>,
    pub retired: Option<bool>,
    pub guid: Option<Uuid>,
}

impl Writing<'_> {
    /// `old` as this file would say it.
    fn shown(self, old: &Localized, how: fn(&str) -> String) -> String {
        old.shown(self.language).map(|(_, words)| how(words)).unwrap_or_default()
    }

    /// `old`, with what is said in this language where it is something else.
    pub fn words(self, old: &Localized, said: &str, how: fn(&str) -> String) -> Localized {
        let mut new = old.clone();
        if self.shown(old, how) != how(said) && !said.is_empty() {
            let has = |tag: &str| old.exact(tag).is_some_and(|words| !words.is_empty());
            new.set(if !has(self.language) && has("") { "" } else { self.language }, said);
        }
        new
    }

    /// A name: without one a thing is called by its id.
    pub fn name(self, old: &Localized, id: &str, said: &str) -> Localized {
        let is_id = old.exact("") == Some(id) && old.iter().count() == 1;
        // One of which this format shows nothing is called by its id there.
        let is_nameless = is_id || self.shown(old, self.name).is_empty();
        match (is_nameless, said == id) {
            (true, true) => old.clone(),
            (true, false) if is_id && !said.is_empty() => Localized::one(self.language, said),
            _ => self.words(old, said, self.name),
        }
    }

    fn notes(self, old: &[Note], said: &[SaidNote]) -> Vec<Note> {
        let shown = |note: &Note| (self.shown(&note.text, self.item), note.not.clone());
        // A note without any words is in no such file.
        let visible: Vec<&Note> = old.iter().filter(|note| shown(note) != (String::new(), None)).collect();
        let same = |note: &Note, said: &SaidNote| {
            let (words, not) = shown(note);
            words == (self.item)(&said.0) && not == said.1
        };
        if visible.len() == said.len() && visible.iter().zip(said).all(|(note, said)| same(note, said)) {
            return old.to_vec();
        }
        let mut used = vec![false; visible.len()];
        let mut found: Vec<Option<&Note>> = Vec::with_capacity(said.len());
        for said in said {
            let place = (0..visible.len()).find(|&place| !used[place] && same(visible[place], said));
            if let Some(place) = place {
                used[place] = true;
            }
            found.push(place.map(|place| visible[place]));
        }
        let note = |(nth, said): (usize, &SaidNote)| {
            if let Some(note) = found[nth] {
                return note.clone();
            }
            let before = visible.get(nth).filter(|_| !used[nth]).map(|note| note.text.clone());
            Note { text: self.words(&before.unwrap_or_default(), &said.0, self.item), not: said.1.clone() }
        };
        said.iter().enumerate().map(note).collect()
    }

    fn list(self, old: &[Localized], said: &[String]) -> Vec<Localized> {
        let old: Vec<Note> = old.iter().map(|text| Note { text: text.clone(), not: None }).collect();
        let said: Vec<SaidNote> = said.iter().map(|words| (words.clone(), None)).collect();
        self.notes(&old, &said).into_iter().map(|note| note.text).collect()
    }
}

/// Puts a code into the families: into its own where it is there, else behind those of the family that is named.
pub(super) fn put(
    families: &mut Vec<ReadFamily>,
    said: &SaidCode,
    writing: Writing<'_>,
) -> Result<(), String> {
    let id = &said.id;
    check_id(id).map_err(|why| format!("the code id `{}` {why}", id.escape_debug()))?;
    let home = families.iter().position(|read| read.codes.iter().any(|(code, _)| code.id == *id));
    let home = match home {
        Some(home) => home,
        None => {
            let home = family(families, &said.family)?;
            families[home].codes.push((Code::new(id), None));
            home
        }
    };
    let Some((code, parent)) = families[home].codes.iter_mut().find(|(code, _)| code.id == *id) else {
        return Ok(());
    };
    if let Some(new) = &said.parent {
        parent.clone_from(new);
    }
    if let Some(name) = &said.name {
        code.name = writing.name(&code.name, id, name);
    }
    if let Some(definition) = &said.definition {
        code.definition = writing.words(&code.definition, definition, writing.block);
    }
    for (list, said) in [(&mut code.include, &said.include), (&mut code.exclude, &said.exclude)] {
        if let Some(said) = said {
            *list = writing.notes(list, said);
        }
    }
    for (list, said) in [(&mut code.examples, &said.examples), (&mut code.poles, &said.poles)] {
        if let Some(said) = said {
            *list = writing.list(list, said);
        }
    }
    if let Some(source) = said.source.as_ref().filter(|source| (writing.item)(&code.source) != **source) {
        code.source.clone_from(source);
    }
    if let Some(groups) = &said.groups {
        code.groups.clone_from(groups);
    }
    code.mnemonic = said.mnemonic.clone().or(code.mnemonic.take());
    code.principle = said.principle.clone().or(code.principle.take());
    code.color = said.color.or(code.color);
    code.retired = said.retired.unwrap_or(code.retired);
    code.guid = said.guid.or(code.guid);
    code.revision = revision(code);
    Ok(())
}

/// The position of a family; it is made where it is not there.
pub(super) fn family(families: &mut Vec<ReadFamily>, id: &str) -> Result<usize, String> {
    if let Some(place) = families.iter().position(|read| read.family.id == id) {
        return Ok(place);
    }
    check_id(id).map_err(|why| format!("the family's id `{}` {why}", id.escape_debug()))?;
    let family = Family {
        id: id.to_owned(),
        path: format!("codebook/{id}.toml"),
        name: Localized::one("", id),
        ..Family::default()
    };
    families.push(ReadFamily { family, codes: Vec::new(), notes: Vec::new(), problems: Vec::new() });
    Ok(families.len() - 1)
}

/// The group with this id, wherever it is declared; else one that is declared in `home`.
pub(super) fn group<'f>(families: &'f mut [ReadFamily], id: &str, home: usize) -> &'f mut Group {
    let has = |read: &ReadFamily| read.family.groups.iter().position(|group| group.id == id);
    let known = families.iter().enumerate().find_map(|(nth, read)| Some((nth, has(read)?)));
    let (family, place) = known.unwrap_or_else(|| {
        families[home].family.groups.push(Group::new(id));
        (home, families[home].family.groups.len() - 1)
    });
    &mut families[family].family.groups[place]
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
family = "lm"
[[code]]
id = "a"
name = { nl = "Een", en = "One" }
include = [{ nl = "dit", en = "this" }, { nl = "dat", en = "that" }, { en = "only" }]
[[code]]
id = "b"
name = "Los"
"#;

    const DUTCH: Writing<'static> =
        Writing { language: "nl", name: str::to_owned, item: str::to_owned, block: str::to_owned };

    fn include(said: &[&str]) -> Vec<String> {
        let mut families = vec![ReadFamily::parse("codebook/lm.toml", FILE).unwrap()];
        let notes = said.iter().map(|words| ((*words).to_owned(), None)).collect();
        let said = SaidCode { id: "a".to_owned(), include: Some(notes), ..SaidCode::default() };
        put(&mut families, &said, DUTCH).unwrap();
        let shown = |note: &Note| {
            note.text.iter().map(|(tag, words)| format!("{tag}={words}")).collect::<Vec<_>>().join(" ")
        };
        families[0].codes[0].0.include.iter().map(shown).collect()
    }

    #[test]
    fn words_in_other_languages_stay_with_their_like() {
        assert_eq!(include(&["dit", "dat", "only"]), ["en=this nl=dit", "en=that nl=dat", "en=only"]);
        assert_eq!(
            include(&["dat", "only"]),
            ["en=that nl=dat", "en=only"],
            "one that is gone takes none along"
        );
        assert_eq!(include(&["dit", "zus"]), ["en=this nl=dit", "en=that nl=zus"], "one that was rewritten");
        assert_eq!(include(&["dit", "nieuw", "dat", "only"])[1], "nl=nieuw");
        assert_eq!(include(&[]), [""; 0]);
    }

    #[test]
    fn a_name_changes_where_it_stands() {
        let mut families = vec![ReadFamily::parse("codebook/lm.toml", FILE).unwrap()];
        for (id, name) in [("a", "Twee"), ("b", "Vast"), ("c", "c"), ("d", "Vier")] {
            let said = SaidCode {
                id: id.to_owned(),
                family: "x".to_owned(),
                name: Some(name.to_owned()),
                ..SaidCode::default()
            };
            put(&mut families, &said, DUTCH).unwrap();
        }
        let names: Vec<&Localized> =
            families.iter().flat_map(|read| &read.codes).map(|(code, _)| &code.name).collect();
        assert_eq!((names[0].get("nl"), names[0].get("en")), ("Twee", "One"));
        assert_eq!(names[1].exact(""), Some("Vast"), "words of no particular language stay such");
        assert_eq!(names[2], &Localized::one("", "c"));
        assert_eq!(names[3], &Localized::one("nl", "Vier"));
        assert_eq!(families[1].family.path, "codebook/x.toml");
    }
}
