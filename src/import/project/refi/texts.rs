//! The texts of a project, and how positions in them are read.

use super::detect::{Because, Evidence, Found, better, detect, fits};
use super::offsets::{Dialect, Offsets};
use super::package::{Came, Package};
use super::placing::is_number_of_line;
use super::raw::{Kind, Raw, RawSelection, RawSource, TextAt};
use crate::import::ImportError;
use crate::import::blocks::quoted;
use crate::text::shortened;

/// So many quotes show how positions are read.
const SHOWN: usize = 3;
/// Columns of a quote that are shown.
const QUOTE: usize = 40;
/// Names are quotes where one in so many is what stands at its position.
const QUOTES_OF: usize = 5;

/// A source that has a text.
pub(super) struct Text {
    /// Its place among the sources of the file.
    pub source: usize,
    pub came: Came,
    /// With LF, without a mark.
    pub clean: String,
    /// True where the file has none, so that it is empty and its codings stand nowhere.
    pub is_missing: bool,
}

/// The texts of a project.
pub(super) struct Texts<'r> {
    raw: &'r Raw,
    pub list: Vec<Text>,
    /// What each note says; `None` for one without plain text.
    pub notes: Vec<Option<String>>,
}

/// How positions are read.
#[derive(Debug)]
pub(super) struct Reading {
    /// For each text: the way, beside its place.
    pub dialects: Vec<Dialect>,
    /// True where names of selections are quotes.
    pub names_are_quotes: bool,
    /// What was found, each a sentence.
    pub found: Vec<String>,
}

impl<'r> Texts<'r> {
    /// Reads the text of every source that has one.
    ///
    /// # Errors
    /// When what is packed becomes too much.
    pub fn of(raw: &'r Raw, package: &mut Package<'_>) -> Result<Self, ImportError> {
        let mut list = Vec::new();
        for (source, found) in raw.sources.iter().enumerate() {
            let came = match &found.text {
                TextAt::Inline(text) => Some(Came { text: text.clone(), ..Came::default() }),
                TextAt::Path(path) => package.text(path)?,
                TextAt::Nowhere => None,
            };
            // What was coded in a text that is not there is kept, though the text cannot be.
            let is_missing = came.is_none();
            if is_missing && !is_of_text(found) {
                continue;
            }
            let came = came.unwrap_or_default();
            let clean = came.text.replace("\r\n", "\n");
            list.push(Text { source, came, clean, is_missing });
        }
        let mut notes = Vec::with_capacity(raw.notes.len());
        for note in &raw.notes {
            notes.push(match &note.text {
                TextAt::Inline(text) => Some(text.clone()),
                TextAt::Path(path) => package.text(path)?.map(|came| came.text.replace("\r\n", "\n")),
                TextAt::Nowhere => None,
            });
        }
        Ok(Self { raw, list, notes })
    }

    /// Finds out how positions are read.
    ///
    /// # Errors
    /// [`ImportError::Choose`] on a tie.
    pub fn reading(&self, origin: &str, wish: Offsets) -> Result<Reading, ImportError> {
        let evidence: Vec<Evidence<'_>> = self.list.iter().map(|text| self.evidence(text)).collect();
        let (dialect, because) = match detect(&evidence, wish, origin) {
            Found::One(dialect, because) => (dialect, because),
            Found::Tie(ways) => {
                let choices = ways.iter().map(|way| {
                    let quotes = self.quotes(&vec![*way; self.list.len()]);
                    format!("{} ({})", way.words(), quotes.join(", "))
                });
                return Err(ImportError::Choose {
                    what: "its positions can be read in several ways, and nothing in it says which is meant"
                        .to_owned(),
                    option: "--offsets",
                    choices: choices.collect(),
                });
            }
        };
        let mut others = Vec::new();
        let mut dialects = Vec::with_capacity(self.list.len());
        for (text, evidence) in self.list.iter().zip(&evidence) {
            let own = better(evidence, dialect, wish);
            if let Some(own) = own {
                let name = &self.raw.sources[text.source].name;
                others.push(format!("in {} its quotes say otherwise: {}", quoted(name), self.told(own)));
            }
            dialects.push(own.unwrap_or(dialect));
        }
        let mut found = Vec::new();
        if evidence.iter().any(|text| !text.is_empty()) {
            found.push(self.sentence(dialect, because, &dialects));
        }
        found.append(&mut others);
        let names_are_quotes = match because {
            Because::Quotes(quotes, of) => quotes * QUOTES_OF >= of,
            _ => {
                let (mut quotes, mut of) = (0, 0);
                for (evidence, dialect) in evidence.iter().zip(&dialects) {
                    let (some, all) = evidence.quotes(*dialect);
                    (quotes, of) = (quotes + some, of + all);
                }
                quotes > 0 && quotes * QUOTES_OF >= of
            }
        };
        Ok(Reading { dialects, names_are_quotes, found })
    }

    fn evidence<'t>(&'t self, text: &'t Text) -> Evidence<'t> {
        let source = &self.raw.sources[text.source];
        let placed = |selection: &&'t RawSelection| selection.positions(source).is_some();
        let selections: Vec<&RawSelection> = source.selections.iter().filter(placed).collect();
        let passages = selections.iter().filter_map(|selection| selection.positions(source)).collect();
        // With the blanks at its ends: a passage may have them.
        let name = |selection: &&'t RawSelection| match selection.name.as_str() {
            name if name.trim().is_empty() || is_number_of_line(name) => "",
            name => name,
        };
        Evidence::new(&text.came, &text.clean, passages, selections.iter().map(name).collect())
    }

    /// Some quotes as they are read, each text in its way.
    fn quotes(&self, dialects: &[Dialect]) -> Vec<String> {
        let mut quotes: Vec<String> = Vec::new();
        for (text, dialect) in self.list.iter().zip(dialects) {
            let source = &self.raw.sources[text.source];
            let passages: Vec<(i64, i64)> =
                source.selections.iter().filter_map(|selection| selection.positions(source)).collect();
            for span in dialect.spans(&text.came, &passages[..passages.len().min(50)]) {
                let quote = match span {
                    Some((start, end)) => {
                        quoted(&shortened(&text.clean[start..end].replace('\n', "⏎"), QUOTE))
                    }
                    None => continue,
                };
                if !quotes.contains(&quote) {
                    quotes.push(quote);
                }
                if quotes.len() == SHOWN {
                    return quotes;
                }
            }
        }
        quotes
    }

    fn told(&self, dialect: Dialect) -> String {
        let has_crlf = self.list.iter().any(|text| text.came.text.contains("\r\n"));
        let has_mark = self.list.iter().any(|text| text.came.has_mark);
        dialect.sentence(has_crlf, has_mark)
    }

    fn sentence(&self, dialect: Dialect, because: Because, dialects: &[Dialect]) -> String {
        let why = match because {
            Because::NothingElse => "which is all that they can be".to_owned(),
            Because::Quotes(quotes, of) => format!("as {quotes} of {of} quotes say"),
            Because::Edges => "as edges of words say".to_owned(),
            Because::Program => "as its program is known to count".to_owned(),
            Because::Said => "as --offsets says".to_owned(),
        };
        let quotes = self.quotes(dialects).join(", ");
        format!("{}, {why}; so it has {quotes}", self.told(dialect))
    }
}

/// True for a source that should have a text, and in which something is coded.
fn is_of_text(source: &RawSource) -> bool {
    let is_text = matches!(source.kind, Kind::Text | Kind::Pdf | Kind::Transcript);
    is_text && !(source.selections.is_empty() && source.codings.is_empty())
}

impl RawSelection {
    /// Its positions as the file has them; those of a transcript are between two of its moments.
    pub fn positions(&self, source: &RawSource) -> Option<(i64, i64)> {
        let moment = |guid| {
            let (_, position) = source.moments.iter().find(|(known, _)| Some(*known) == guid)?;
            Some(*position)
        };
        let (from, to) = self.moments;
        let start = self.start.or_else(|| moment(from))?;
        Some((start, self.end.or_else(|| moment(to))?))
    }

    /// Where it stands, for people.
    pub fn told(&self, source: &RawSource) -> String {
        match (self.positions(source), &self.page) {
            (Some((start, end)), _) => format!("{start}–{end}"),
            (None, Some(page)) => page.clone(),
            (None, None) => "not said".to_owned(),
        }
    }
}

/// True when a passage is what the selection is called.
pub(super) fn is_quote(passage: &str, name: &str) -> bool {
    !name.trim().is_empty() && fits(passage, name)
}
