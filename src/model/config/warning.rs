//! Warnings that follow from the design, as data: a table that would mislead says so.

use crate::model::document::Document;
use crate::model::localized::Localized;

use super::StudyConfig;

/// A warning, and the tables that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Its id.
    pub id: String,
    /// When it holds.
    pub when: When,
    /// What it says.
    pub text: Localized,
}

/// Conditions of a warning; all that are given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// One of these divides the table: an attribute, or one of [`DIMENSIONS`].
    pub by: Vec<String>,
    /// None of these attributes divides the table, and for one of them the documents have several values.
    pub without: Vec<String>,
    /// The documents have two or more of these values of an attribute.
    pub mixes: Vec<(String, Vec<String>)>,
    /// A document has one of these values of an attribute.
    pub holds: Vec<(String, Vec<String>)>,
    /// Somebody speaks in one of these roles.
    pub roles: Vec<String>,
    /// Codes of one of these families are counted.
    pub families: Vec<String>,
}

/// What divides a table beside attributes.
pub const DIMENSIONS: [&str; 5] = ["code", "coder", "document", "role", "speaker"];

/// A table that is about to be shown.
#[derive(Clone, Copy, Debug)]
pub struct TableOf<'a> {
    /// What divides it into rows and columns: attributes, or some of [`DIMENSIONS`].
    pub by: &'a [&'a str],
    /// The documents that are counted.
    pub documents: &'a [&'a Document],
    /// The families whose codes are counted.
    pub families: &'a [&'a str],
}

impl Warning {
    /// True when the warning belongs to this table.
    pub fn applies(&self, table: &TableOf<'_>) -> bool {
        let when = &self.when;
        let divides = |name: &String| table.by.contains(&name.as_str());
        let values = |attribute: &str| {
            let mut values: Vec<&str> =
                table.documents.iter().filter_map(|document| document.attribute(attribute)).collect();
            values.sort_unstable();
            values.dedup();
            values
        };
        let among = |(attribute, wanted): &(String, Vec<String>)| {
            values(attribute).into_iter().filter(|value| wanted.iter().any(|known| known == value)).count()
        };
        let speaks = |role: &String| {
            table.documents.iter().any(|document| document.front.speakers.iter().any(|(_, own)| own == role))
        };
        let mixed = |name: &String| values(name).len() > 1;
        (when.by.is_empty() || when.by.iter().any(divides))
            && (when.without.is_empty()
                || !when.without.iter().any(divides) && when.without.iter().any(mixed))
            && when.mixes.iter().all(|mix| among(mix) > 1)
            && when.holds.iter().all(|hold| among(hold) > 0)
            && (when.roles.is_empty() || when.roles.iter().any(speaks))
            && (when.families.is_empty()
                || when.families.iter().any(|family| table.families.contains(&family.as_str())))
    }
}

impl StudyConfig {
    /// The warnings that belong to a table, in the order of the file.
    pub fn warnings_for(&self, table: &TableOf<'_>) -> Vec<&Warning> {
        self.warnings.iter().filter(|warning| warning.applies(table)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::FrontMatter;
    use crate::model::names::DocumentKey;

    fn document(number: u32, head: &str) -> Document {
        Document {
            key: DocumentKey::from(number),
            id: format!("d{number}"),
            path: format!("corpus/d{number}.md"),
            front: FrontMatter::parse(head).unwrap(),
            text_start: 0,
            text_length: 0,
        }
    }

    fn config() -> StudyConfig {
        StudyConfig::parse(
            r#"
format = 1
[[warning]]
id = "sessie"
when = { by = ["sessie"], without = ["run"] }
text = { nl = "…" }
[[warning]]
id = "open"
when = { by = ["cyclus"], mixes = { instrument = ["open", "gericht"] } }
text = { nl = "…" }
[[warning]]
id = "rol"
when = { by = ["role"], holds = { instrument = ["vragenlijst"] } }
text = { nl = "…" }
[[warning]]
id = "makers"
when = { roles = ["facilitator"], families = ["dp"] }
text = { nl = "…" }
"#,
        )
        .unwrap()
    }

    #[track_caller]
    fn shown(by: &[&str], heads: &[&str], families: &[&str], expected: &[&str]) {
        let documents: Vec<Document> =
            (0..).zip(heads).map(|(number, head)| document(number, head)).collect();
        let documents: Vec<&Document> = documents.iter().collect();
        let config = config();
        let found = config.warnings_for(&TableOf { by, documents: &documents, families });
        assert_eq!(found.iter().map(|warning| warning.id.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn sessions_need_their_run() {
        let (one, two) = ("run: 1\nsessie: 1", "run: 2\nsessie: 1");
        shown(&["sessie"], &[one, two], &[], &["sessie"]);
        shown(&["sessie", "run"], &[one, two], &[], &[]);
        shown(&["sessie"], &[one, one], &[], &[]);
        shown(&["code"], &[one, two], &[], &[]);
    }

    #[test]
    fn instruments_and_roles_that_do_not_compare_are_told() {
        let (open, narrow, asked) = ("instrument: open", "instrument: gericht", "instrument: vragenlijst");
        shown(&["code", "cyclus"], &[open, narrow], &[], &["open"]);
        shown(&["code", "cyclus"], &[narrow, narrow, asked], &[], &[]);
        shown(&["role"], &[narrow, asked], &[], &["rol"]);
        shown(&["role"], &[narrow], &[], &[]);
    }

    #[test]
    fn those_who_speak_and_what_is_counted_matter() {
        let talk = "speakers:\n  FA1: facilitator";
        shown(&["cyclus"], &[talk], &["lm", "dp"], &["makers"]);
        shown(&["cyclus"], &[talk], &["lm"], &[]);
        shown(&["cyclus"], &["speakers:\n  IO1: opleider"], &["dp"], &[]);
    }
}
