//! How files are read beyond what is seen from them: one line with what the command line has switches for.

use std::path::PathBuf;

use crate::import::attributes::Pattern;
use crate::import::format::{Columns, Format};
use crate::model::StudyConfig;
use crate::ui::language::Language;

/// What can be said, with the words of the command line.
const KEYS: [&str; 13] = [
    "as",
    "tiers",
    "sheet",
    "text",
    "id",
    "speaker",
    "time",
    "attribute",
    "document",
    "merge-gap",
    "pattern",
    "attributes",
    "pseudonyms",
];

/// What was said about how files are read: `tiers=A, B; text=Vraag 1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The line as it was written.
    pub line: String,
    /// The format of all files.
    pub format: Option<Format>,
    /// The tiers of ELAN and Praat.
    pub tiers: Vec<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What columns mean.
    pub columns: Columns,
    /// So many milliseconds may lie between two subtitles of one turn.
    pub merge_gap: Option<u64>,
    /// Attributes in names of files.
    pub pattern: Option<String>,
    /// A table of attributes.
    pub attributes: Option<PathBuf>,
    /// Names and their tokens.
    pub pseudonyms: Option<PathBuf>,
}

impl Reading {
    /// Understands a line.
    ///
    /// # Errors
    /// One sentence about what it does not understand.
    pub(super) fn parse(line: &str, config: &StudyConfig, language: Language) -> Result<Self, String> {
        let mut reading = Self { line: line.trim().to_owned(), ..Self::default() };
        for part in line.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) =
                part.split_once('=').map_or((part, ""), |(key, value)| (key.trim(), value.trim()));
            let wrong = || {
                let keys = KEYS.join(", ");
                language.pick(
                    format!("`{part}` zegt niets; wel, met ; ertussen: {keys}"),
                    format!("`{part}` says nothing; these do, with ; between them: {keys}"),
                )
            };
            if value.is_empty() != (key == "document") {
                return Err(wrong());
            }
            reading.take(key, value, config).map_err(|why| why.unwrap_or_else(wrong))?;
        }
        Ok(reading)
    }

    fn take(&mut self, key: &str, value: &str, config: &StudyConfig) -> Result<(), Option<String>> {
        let list = || value.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty());
        let one = || Some(value.to_owned());
        match key {
            "as" => {
                let format = Format::from_id(value).filter(|format| !format.is_project());
                self.format = Some(format.ok_or(None)?);
            }
            "tiers" => self.tiers.extend(list()),
            "sheet" => self.sheet = one(),
            "text" => self.columns.text.extend(list()),
            "attribute" => self.columns.attributes.extend(list()),
            "id" => self.columns.id = one(),
            "speaker" => self.columns.speaker = one(),
            "time" => self.columns.time = one(),
            "document" => self.columns.document_each = true,
            "merge-gap" => {
                let seconds: f64 = value.replace(',', ".").parse().map_err(|_| None)?;
                self.merge_gap = Some((seconds * 1000.0) as u64);
            }
            "pattern" => {
                Pattern::parse(value, config).map_err(|error| Some(error.to_string()))?;
                self.pattern = one();
            }
            "attributes" => self.attributes = Some(PathBuf::from(value)),
            "pseudonyms" => self.pseudonyms = Some(PathBuf::from(value)),
            _ => return Err(None),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Reading, String> {
        Reading::parse(line, &StudyConfig::default(), Language::Dutch)
    }

    #[test]
    fn a_line_says_what_the_command_line_has_switches_for() {
        let reading = parsed(
            "tiers=A, B; text=Wat, toen?;id = nr ;document; merge-gap=1,5; as=csv; pattern={_}_c{cyclus}",
        )
        .unwrap();
        assert_eq!((reading.tiers.len(), reading.columns.text.len()), (2, 2));
        assert_eq!((reading.columns.id.as_deref(), reading.columns.document_each), (Some("nr"), true));
        assert_eq!((reading.merge_gap, reading.format), (Some(1500), Some(Format::Csv)));
        assert_eq!(parsed(" ").unwrap(), Reading::default());
    }

    #[test]
    fn what_it_does_not_say_is_told() {
        for line in ["weg=1", "tiers=", "document=ja", "as=qualcoder", "as=x", "merge-gap=x"] {
            let error = parsed(line).unwrap_err();
            assert!(error.contains(line) && error.contains("merge-gap"), "{error}");
        }
        assert!(!parsed("pattern={").unwrap_err().is_empty());
    }
}
