//! Is the codebook fit to be coded with? What a coder would trip over, each with its place and its cure.
//!
//! It reads the family files themselves and not the codebook that was made of them: that one has already left out the
//! second of two codes with one id, and it knows no lines.

mod colors;
mod design;
mod keys;
mod source;
mod tree;
mod words;

use serde::Serialize;

use crate::store::Severity;

pub use colors::{BETWEEN_FAMILIES, CONTRAST, Rgb, WITHIN_FAMILY, contrast, distance};
use source::{Place, Sources};

/// A family file.
#[derive(Clone, Copy, Debug)]
pub struct FamilySource<'a> {
    /// Path relative to the study.
    pub path: &'a str,
    /// Its words.
    pub toml: &'a str,
}

/// What a finding is about; its word is stable, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// A file that cannot be read.
    Unreadable,
    /// Two sides of a git merge.
    Conflict,
    /// A key that means nothing.
    UnknownKey,
    /// An id that is there twice: of a family, code, group, facet, value or rule.
    DuplicateId,
    /// A parent that is no code.
    UnknownParent,
    /// A parent in another family.
    ForeignParent,
    /// Codes above themselves.
    Cycle,
    /// No name in a language of the study.
    NoName,
    /// No definition in a language of the study.
    NoDefinition,
    /// No example.
    NoExample,
    /// A neighbour that is no code, is the code itself, or takes no new codings.
    UnknownNeighbour,
    /// A neighbour that does not name the code in return.
    OneSidedNeighbour,
    /// A principle that is no code, or is missing in a family of tensions.
    Principle,
    /// Poles that are not two.
    Poles,
    /// A group that nobody declares, or that nobody is in.
    Group,
    /// A mnemonic that another code has.
    DuplicateKey,
    /// A mnemonic that cannot be typed on every keyboard.
    UntypableKey,
    /// A mnemonic that another one begins with.
    KeyPrefix,
    /// Values of facets that cannot each have a letter of their own.
    FacetLetter,
    /// A facet without values to choose from.
    FacetValues,
    /// A value without a definition in a language of the study.
    ValueDefinition,
    /// Two colours that look the same.
    SimilarColors,
    /// A colour that drowns in a dark or light background.
    FaintColor,
    /// A code that no coding uses.
    Unused,
}

/// Something that a coder would trip over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub rule: Rule,
    /// [`Severity::Error`] or [`Severity::Note`].
    pub severity: Severity,
    /// The file, relative to the study.
    pub path: String,
    /// The line, counting from 1.
    pub line: u64,
    /// The code, where it is about one.
    pub code: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub cure: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { severity, path, line, what, cure, .. } = self;
        write!(f, "{}: {path}, line {line}: {what}; {cure}", severity.word())
    }
}

/// Everything about the codebook that a coder would trip over, by file and line. `languages` are those of the study, the
/// main one first; `uses` says how many codings a code has.
pub fn check(
    families: &[FamilySource<'_>],
    languages: &[String],
    uses: &dyn Fn(&str) -> usize,
) -> Vec<Finding> {
    let mut report = Report::default();
    let sources = Sources::read(families, languages, &mut report);
    tree::check(&sources, &mut report);
    words::check(&sources, &mut report);
    design::check(&sources, &mut report);
    keys::check(&sources, &mut report);
    colors::check(&sources, &mut report);
    for entry in &sources.entries {
        let id = &entry.code.id;
        if uses(id) == 0 && !entry.code.retired {
            let what = format!("no coding uses the code `{id}`");
            let cure = "nothing is wrong with that; look whether it is needed";
            report.note(Rule::Unused, entry.place(), what, cure);
        }
    }
    let mut found = report.found;
    found.sort_by(|a, b| (&a.path, a.line, a.severity, a.rule).cmp(&(&b.path, b.line, b.severity, b.rule)));
    found
}

/// What was found so far.
#[derive(Default)]
struct Report {
    found: Vec<Finding>,
}

impl Report {
    fn error(&mut self, rule: Rule, place: Place<'_>, what: impl Into<String>, cure: impl Into<String>) {
        self.add(Severity::Error, rule, place, what.into(), cure.into());
    }

    fn note(&mut self, rule: Rule, place: Place<'_>, what: impl Into<String>, cure: impl Into<String>) {
        self.add(Severity::Note, rule, place, what.into(), cure.into());
    }

    fn add(&mut self, severity: Severity, rule: Rule, place: Place<'_>, what: String, cure: String) {
        let Place { path, line, code } = place;
        let code = code.map(str::to_owned);
        self.found.push(Finding { rule, severity, path: path.to_owned(), line, code, what, cure });
    }
}

#[cfg(test)]
mod tests;
