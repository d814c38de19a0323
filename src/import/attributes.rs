//! Attributes that are given for many documents at once: `name=value`, a table with a row a document, and names of files that follow
//! a pattern.

use std::sync::atomic::{AtomicBool, Ordering};

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use super::labels::fold;
use crate::model::StudyConfig;
use crate::model::config::AttributeKind;
use crate::model::document::FrontMatter;
use crate::model::names::nearest;

/// Why attributes cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttributeError {
    /// No `name=value`.
    #[error("`{0}` is no NAME=VALUE")]
    Pair(String),
    /// A key of the head with a meaning of its own.
    #[error("`{0}` is a word of Kantlijn's own and no attribute")]
    Reserved(String),
    /// A value that the study does not allow.
    #[error("`{value}` is no value of `{name}`{}", allowed(.values))]
    Value {
        /// The attribute.
        name: String,
        /// The value.
        value: String,
        /// What the study allows.
        values: Vec<String>,
    },
    /// A pattern that says nothing.
    #[error(
        "the pattern `{0}` names no attribute; write names between braces, such as `{{traject}}_c{{cyclus}}`"
    )]
    Pattern(String),
    /// A table that cannot be matched.
    #[error("its first row must name the columns: the first one the documents, each other one an attribute")]
    Table,
}

fn allowed(values: &[String]) -> String {
    if values.is_empty() { String::new() } else { format!("; it may be {}", values.join(", ")) }
}

/// `name=value`.
///
/// # Errors
/// When it is none, or the name is reserved.
pub fn pair(words: &str) -> Result<(String, String), AttributeError> {
    let (name, value) = words.split_once('=').ok_or_else(|| AttributeError::Pair(words.to_owned()))?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() {
        return Err(AttributeError::Pair(words.to_owned()));
    }
    if FrontMatter::is_reserved(name) {
        return Err(AttributeError::Reserved(name.to_owned()));
    }
    Ok((name.to_owned(), value.to_owned()))
}

/// Whether the study allows a value. An attribute that it does not declare may have any; a sentence says so where its name looks
/// like a slip.
///
/// # Errors
/// [`AttributeError::Value`].
pub fn check(config: &StudyConfig, name: &str, value: &str) -> Result<Option<String>, AttributeError> {
    match config.attribute(name) {
        Some(attribute) if !attribute.allows(value) => Err(AttributeError::Value {
            name: name.to_owned(),
            value: value.to_owned(),
            values: attribute.values.clone(),
        }),
        Some(_) => Ok(None),
        None => {
            let known = config.attributes.iter().map(|attribute| attribute.id.as_str());
            Ok(nearest(name, known).map(|known| {
                format!("the study declares no attribute `{name}`, but it does declare `{known}`")
            }))
        }
    }
}

/// Names of files that say something: `{traject}_c{cyclus}_s{sessie}`.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Regex,
    names: Vec<String>,
}

impl Pattern {
    /// Reads a pattern. `{_}` stands for anything; an attribute that the study declares as a number takes digits alone.
    ///
    /// # Errors
    /// [`AttributeError::Pattern`], [`AttributeError::Reserved`].
    pub fn parse(pattern: &str, config: &StudyConfig) -> Result<Self, AttributeError> {
        let wrong = || AttributeError::Pattern(pattern.to_owned());
        let mut names = Vec::new();
        let mut expression = String::from("^");
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').ok_or_else(wrong)?;
            let name = name.trim();
            expression.push_str(&regex::escape(before));
            if FrontMatter::is_reserved(name) {
                return Err(AttributeError::Reserved(name.to_owned()));
            }
            match config.attribute(name).map(|attribute| attribute.kind) {
                _ if name == "_" || name.is_empty() => expression.push_str(".*?"),
                Some(AttributeKind::Number) => expression.push_str(r"(\d+)"),
                Some(AttributeKind::Date) => expression.push_str(r"(\d{4}-\d{2}-\d{2})"),
                _ => expression.push_str("(.+?)"),
            }
            if name != "_" && !name.is_empty() {
                names.push(name.to_owned());
            }
            rest = behind;
        }
        expression.push_str(&regex::escape(rest));
        expression.push('$');
        if names.is_empty() {
            return Err(wrong());
        }
        let regex = RegexBuilder::new(&expression).case_insensitive(true).build().map_err(|_| wrong())?;
        Ok(Self { regex, names })
    }

    /// What the name of a file says; `None` where it does not follow the pattern. The ending plays no part.
    pub fn of(&self, name: &str) -> Option<Vec<(String, String)>> {
        let found = self.regex.captures(stem(name))?;
        let value =
            |(index, name): (usize, &String)| Some((name.clone(), found.get(index + 1)?.as_str().to_owned()));
        self.names.iter().enumerate().map(value).collect()
    }
}

/// A table with a row a document.
#[derive(Debug)]
pub struct Sheet {
    names: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    by_name: FxHashMap<String, usize>,
    used: Vec<AtomicBool>,
}

impl Sheet {
    /// Takes the rows of a table, the first of which names the columns. The first column names the documents: a file's
    /// name with or without ending, or an id.
    ///
    /// # Errors
    /// [`AttributeError::Table`], [`AttributeError::Reserved`].
    pub fn new(rows: Vec<Vec<String>>) -> Result<Self, AttributeError> {
        let mut rows = rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty()));
        let names: Vec<String> =
            rows.next().unwrap_or_default().into_iter().skip(1).map(|name| name.trim().to_owned()).collect();
        if names.iter().all(String::is_empty) {
            return Err(AttributeError::Table);
        }
        if let Some(reserved) = names.iter().find(|name| FrontMatter::is_reserved(name)) {
            return Err(AttributeError::Reserved(reserved.clone()));
        }
        let rows: Vec<(String, Vec<String>)> = rows
            .map(|mut row| {
                let values = row.split_off(1.min(row.len()));
                (row.pop().unwrap_or_default().trim().to_owned(), values)
            })
            .collect();
        let by_name = rows.iter().enumerate().rev().map(|(index, (name, _))| (key(name), index)).collect();
        let used = rows.iter().map(|_| AtomicBool::new(false)).collect();
        Ok(Self { names, rows, by_name, used })
    }

    /// What the table says of the document that one of these names is for; cells without words say nothing.
    pub fn of(&self, names: &[&str]) -> Option<Vec<(String, String)>> {
        let row = names.iter().find_map(|name| self.by_name.get(&key(name)))?;
        self.used[*row].store(true, Ordering::Relaxed);
        let cells = self.names.iter().zip(&self.rows[*row].1);
        let said = cells.filter(|(name, value)| !name.is_empty() && !value.trim().is_empty());
        Some(said.map(|(name, value)| (name.clone(), value.trim().to_owned())).collect())
    }

    /// The names of rows that no document was found for.
    pub fn unused(&self) -> Vec<&str> {
        let rows = self.rows.iter().zip(&self.used).filter(|(_, used)| !used.load(Ordering::Relaxed));
        rows.map(|((name, _), _)| name.as_str()).collect()
    }
}

/// What names of one document have in common: no ending, no capitals, letters and digits.
fn key(name: &str) -> String {
    fold(stem(name))
}

/// A name without the ending that files have.
fn stem(name: &str) -> &str {
    let is_ending = |ending: &str| {
        (1..=8).contains(&ending.len())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
            && ending.contains(|c: char| c.is_ascii_alphabetic())
    };
    name.rsplit_once('.')
        .filter(|(stem, ending)| !stem.is_empty() && is_ending(ending))
        .map_or(name, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study() -> StudyConfig {
        StudyConfig::parse(
            "format = 1\n[[attribute]]\nid = \"cyclus\"\nkind = \"number\"\nvalues = [1, 2]\n[[attribute]]\nid = \"traject\"\n",
        )
        .unwrap()
    }

    fn shown(pairs: Option<Vec<(String, String)>>) -> Option<String> {
        Some(pairs?.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn pairs_are_checked() {
        assert_eq!(pair("cyclus = 2").unwrap(), ("cyclus".to_owned(), "2".to_owned()));
        assert!(pair("cyclus").is_err() && pair("=2").is_err());
        assert_eq!(pair("id=2"), Err(AttributeError::Reserved("id".to_owned())));
        assert_eq!(check(&study(), "cyclus", "2"), Ok(None));
        assert!(check(&study(), "cyclus", "3").unwrap_err().to_string().ends_with("it may be 1, 2"));
        assert!(check(&study(), "cylcus", "3").unwrap().unwrap().contains("`cyclus`"));
        assert_eq!(check(&study(), "weer", "zon"), Ok(None));
    }

    #[test]
    fn names_of_files_follow_a_pattern() {
        let pattern = Pattern::parse("{traject}_c{cyclus}_{_}s{sessie}", &study()).unwrap();
        assert_eq!(shown(pattern.of("VONC_C2_s03.docx")).unwrap(), "traject=VONC cyclus=2 sessie=03");
        assert_eq!(shown(pattern.of("De_Brug_c1_opname s2")).unwrap(), "traject=De_Brug cyclus=1 sessie=2");
        assert_eq!(pattern.of("VONC_cX_s1.txt"), None);
        assert!(Pattern::parse("zonder", &study()).is_err() && Pattern::parse("{id}", &study()).is_err());
        assert!(Pattern::parse("{traject", &study()).is_err());
    }

    #[test]
    fn a_table_is_matched_by_name() {
        let rows = [
            ["document", "cyclus", "traject"],
            ["Gesprek 1.docx", "2", "VONC"],
            ["d7", "1", " "],
            ["weg", "1", "x"],
        ];
        let sheet = Sheet::new(rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect()).unwrap();
        assert_eq!(shown(sheet.of(&["gesprek-1", "gesprek 1.vtt"])).unwrap(), "cyclus=2 traject=VONC");
        assert_eq!(shown(sheet.of(&["d7"])).unwrap(), "cyclus=1");
        assert_eq!(sheet.of(&["d8"]), None);
        assert_eq!(sheet.unused(), ["weg"]);
        assert!(Sheet::new(vec![]).is_err());
    }
}
