//! The family files with the place of everything in them.

use toml_edit::{Document, Item, TableLike};

use crate::model::codebook::{Code, Conflict, Family, ReadFamily};
use crate::model::lines::{TableAt, line_of, tables};

use super::{FamilySource, Report, Rule};

/// Where something stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub path: &'a str,
    pub line: u64,
    pub code: Option<&'a str>,
}

/// A family with the lines of its file.
pub(super) struct Source<'a> {
    pub family: Family,
    pub path: &'a str,
    toml: &'a str,
    document: Document<&'a str>,
}

/// A code, and where it stands.
pub(super) struct Entry<'a> {
    pub code: Code,
    /// The id of the code above it, as written.
    pub parent: Option<String>,
    /// Position of its family in [`Sources::families`].
    pub family: usize,
    path: &'a str,
    line: u64,
    /// The lines of its keys, and of the items of those that hold a list.
    keys: Vec<(String, u64, Vec<u64>)>,
}

/// All families and codes, duplicates among them.
pub(super) struct Sources<'a> {
    pub families: Vec<Source<'a>>,
    pub entries: Vec<Entry<'a>>,
    /// The languages of the study, the main one first.
    pub languages: &'a [String],
}

impl<'a> Sources<'a> {
    /// Reads the files; one that cannot be read is told and left out.
    pub fn read(files: &[FamilySource<'a>], languages: &'a [String], report: &mut Report) -> Self {
        let mut sources = Self { families: Vec::new(), entries: Vec::new(), languages };
        for &FamilySource { path, toml } in files {
            if let Some(conflict) = Conflict::find(toml) {
                for code in conflict.codes() {
                    let place = Place { path, line: conflict.lines[0], code: None };
                    let side = |code: &Option<Code>| match code {
                        Some(code) => {
                            let words: Vec<&str> = code.definition.iter().map(|(_, words)| words).collect();
                            format!("«{}» ({})", words.join(" / "), code.revision)
                        }
                        None => "nothing".to_owned(),
                    };
                    let (ours, theirs) = (side(&code.ours), side(&code.theirs));
                    let what = format!("git left two versions of `{}`: here {ours}, there {theirs}", code.id);
                    report.error(Rule::Conflict, place, what, "keep one of them and remove the markers");
                }
                let place = Place { path, line: conflict.lines[0], code: None };
                let (what, cure) = (conflict.to_string(), "kantlijn reads the side that was here until then");
                report.error(Rule::Conflict, place, what, cure);
                continue;
            }
            let read = ReadFamily::parse(path, toml).map_err(|why| place_in(path, &why));
            let (read, document) = match (read, Document::parse(toml)) {
                (Ok(read), Ok(document)) => (read, document),
                (Err((line, why)), _) => {
                    let place = Place { path, line, code: None };
                    report.error(
                        Rule::Unreadable,
                        place,
                        format!("the family cannot be read: {why}"),
                        "correct the file",
                    );
                    continue;
                }
                (Ok(_), Err(_)) => continue,
            };
            for note in &read.notes {
                let place = Place { path, line: note.line, code: None };
                let (what, cure) = note.what.rsplit_once("; ").unwrap_or((&note.what, "take it away"));
                report.note(Rule::UnknownKey, place, what, cure);
            }
            for problem in read.problems {
                let place = Place { path, line: problem.line, code: None };
                let (what, cure) = problem.what.rsplit_once("; ").unwrap_or((&problem.what, "correct it"));
                report.error(Rule::Unreadable, place, what, cure);
            }
            let family = sources.families.len();
            // A code whose id is none was left out: the others are found by theirs, in order.
            let mut tables = tables(document.as_table(), "code").into_iter();
            for (code, parent) in read.codes {
                let table = tables.find(|table| table.id() == Some(&code.id));
                let (line, keys) = table.map_or((1, Vec::new()), |TableAt { table, start }| {
                    (line_of(toml, start), lines_of_keys(toml, table))
                });
                sources.entries.push(Entry { code, parent, family, path, line, keys });
            }
            sources.families.push(Source { family: read.family, path, toml, document });
        }
        sources
    }

    /// The first code with this id.
    pub fn find(&self, id: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.code.id == id)
    }

    /// `the nearest is …` or where the codes are listed, for a name that is no code.
    pub fn nearest(&self, wrong: &str) -> String {
        let ids = self.entries.iter().map(|entry| entry.code.id.as_str());
        match crate::model::names::nearest(wrong, ids) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`kantlijn codes` lists the codes".to_owned(),
        }
    }

    /// The languages of the study in which there are no words. Words without a language count as those of the main one.
    pub fn missing(&self, words: &crate::model::localized::Localized) -> Vec<&'a str> {
        let has = |(nth, language): (usize, &String)| {
            words.exact(language).or_else(|| words.exact("").filter(|_| nth == 0)).is_some()
        };
        let missing = self.languages.iter().enumerate().filter(|pair| !has(*pair));
        missing.map(|(_, language)| language.as_str()).collect()
    }
}

impl Source<'_> {
    /// The place of the nth table of an array of tables such as `facet`; of the file where it is not found.
    pub fn nth(&self, array: &str, nth: usize) -> Place<'_> {
        let start = tables(self.document.as_table(), array).get(nth).map_or(0, |table| table.start);
        self.at(start)
    }

    /// The place of a value of a facet.
    pub fn value(&self, facet: usize, nth: usize) -> Place<'_> {
        let facets = tables(self.document.as_table(), "facet");
        let Some(facet) = facets.get(facet) else { return self.at(0) };
        let listed = facet.table.get("values").and_then(Item::as_array);
        let short = listed.map_or(0, toml_edit::Array::len);
        let start = if nth < short {
            listed.and_then(|values| values.get(nth)?.span()).map(|span| span.start)
        } else {
            tables(facet.table, "value").get(nth - short).map(|table| table.start)
        };
        self.at(start.unwrap_or(facet.start))
    }

    /// The place of the family itself.
    pub fn head(&self) -> Place<'_> {
        let key = self.document.as_table().key("family").and_then(toml_edit::Key::span);
        self.at(key.map_or(0, |span| span.start))
    }

    fn at(&self, byte: usize) -> Place<'_> {
        Place { path: self.path, line: line_of(self.toml, byte), code: None }
    }
}

impl Entry<'_> {
    /// Where the code begins.
    pub fn place(&self) -> Place<'_> {
        Place { path: self.path, line: self.line, code: Some(&self.code.id) }
    }

    /// Where a key of the code stands, else where the code begins.
    pub fn key(&self, key: &str) -> Place<'_> {
        let line = self.keys.iter().find(|(known, ..)| known == key).map_or(self.line, |(_, line, _)| *line);
        Place { line, ..self.place() }
    }

    /// Where the nth item of a list stands.
    pub fn item(&self, key: &str, nth: usize) -> Place<'_> {
        let items = self.keys.iter().find(|(known, ..)| known == key).map(|(.., items)| items);
        match items.and_then(|items| items.get(nth)) {
            Some(&line) => Place { line, ..self.place() },
            None => self.key(key),
        }
    }

    /// `codebook/lm.toml, line 12`
    pub fn shown(&self) -> String {
        format!("{}, line {}", self.path, self.line)
    }
}

fn lines_of_keys(toml: &str, table: &dyn TableLike) -> Vec<(String, u64, Vec<u64>)> {
    let line = |span: Option<std::ops::Range<usize>>| span.map(|span| line_of(toml, span.start));
    let keys = table.iter().filter_map(|(key, item)| {
        let own = line(table.key(key).and_then(toml_edit::Key::span))?;
        let items = item.as_array().into_iter().flatten();
        Some((key.to_owned(), own, items.filter_map(|item| line(item.span())).collect()))
    });
    keys.collect()
}

/// Takes `PATH, line 3, column 4: ` off a sentence.
fn place_in(path: &str, why: &str) -> (u64, String) {
    let why = why.strip_prefix(path).unwrap_or(why).trim_start_matches([',', ':', ' ']);
    let place = why.strip_prefix("line ").and_then(|rest| {
        let digits = rest.find(|character: char| !character.is_ascii_digit())?;
        Some((rest[..digits].parse().ok()?, rest.split_once(": ")?.1))
    });
    place.map_or_else(|| (1, why.to_owned()), |(line, what)| (line, what.to_owned()))
}
