//! The rows above the answers: names of columns, and the questions of Qualtrics below them.

use super::is_same;
use crate::import::ImportError;
use crate::import::blocks::line;

/// What the first rows of a table say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// The name of each column; empty where it has none.
    pub names: Vec<String>,
    /// The question of each column, where a row of them follows.
    pub questions: Option<Vec<String>>,
    /// How many rows these are.
    pub rows: usize,
}

impl Head {
    /// Reads them. Without a row of names there are none.
    pub fn of(rows: &[Vec<String>]) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        let padded = |row: &Vec<String>| {
            let mut row: Vec<String> = row.iter().map(|cell| cell.trim().to_owned()).collect();
            row.resize(width, String::new());
            row
        };
        let Some(first) = rows.first().map(padded).filter(|row| is_names(row)) else {
            return Self { names: vec![String::new(); width], questions: None, rows: 0 };
        };
        let is_import =
            |row: &Vec<String>| row.iter().any(|cell| cell.trim_start().starts_with("{\"ImportId\""));
        let (questions, count) = match (rows.get(1), rows.get(2)) {
            (Some(questions), Some(third)) if is_import(third) => (Some(padded(questions)), 3),
            (Some(second), _) if is_import(second) => (None, 2),
            (Some(second), _) if repeats(&first, second) => (Some(padded(second)), 2),
            _ => (None, 1),
        };
        Self { names: first, questions, rows: count }
    }

    /// What a column is called: by its name, else by its number.
    pub fn name(&self, column: usize) -> String {
        match self.names.get(column).filter(|name| !name.is_empty()) {
            Some(name) => line(name),
            None => (column + 1).to_string(),
        }
    }

    /// The question of a column, else its name.
    pub fn question(&self, column: usize) -> String {
        let question = self.questions.as_ref().and_then(|questions| questions.get(column));
        question
            .map(|question| line(question))
            .filter(|question| !question.is_empty())
            .unwrap_or_else(|| self.name(column))
    }

    /// All columns by their names.
    pub fn choices(&self) -> Vec<String> {
        (0..self.names.len()).map(|column| self.name(column)).collect()
    }

    /// The column that a person means by a name, a question or a number from 1; `option` is how they said it.
    ///
    /// # Errors
    /// [`ImportError::Choose`] when there is none.
    pub fn column(&self, said: &str, option: &'static str) -> Result<usize, ImportError> {
        let by_name = |is: &dyn Fn(&str) -> bool| self.names.iter().position(|name| is(name));
        let by_question = || self.questions.as_ref()?.iter().position(|question| is_same(question, said));
        let by_number = || {
            let number = said.trim().parse::<usize>().ok()?.checked_sub(1)?;
            (number < self.names.len()).then_some(number)
        };
        by_name(&|name| name == said.trim())
            .or_else(|| by_name(&|name| is_same(name, said)))
            .or_else(by_question)
            .or_else(by_number)
            .ok_or_else(|| ImportError::Choose {
                what: format!("no column is called `{}`", said.escape_debug()),
                option,
                choices: self.choices(),
            })
    }
}

/// Names of columns: words in most of them, none that is a number, none twice.
fn is_names(row: &[String]) -> bool {
    let mut filled: Vec<&str> = row.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let count = filled.len();
    let is_number = |cell: &&str| cell.replace(',', ".").parse::<f64>().is_ok();
    let numbers = filled.iter().filter(|cell| is_number(cell)).count();
    filled.sort_unstable();
    filled.dedup();
    count * 2 >= row.len() && numbers == 0 && filled.len() == count
}

/// The second row of Qualtrics says the names of its own columns once more, in words.
fn repeats(names: &[String], second: &[String]) -> bool {
    const OWN: [(&str, &str); 8] = [
        ("StartDate", "Start Date"),
        ("EndDate", "End Date"),
        ("Status", "Response Type"),
        ("IPAddress", "IP Address"),
        ("Progress", "Progress"),
        ("Finished", "Finished"),
        ("RecordedDate", "Recorded Date"),
        ("ResponseId", "Response ID"),
    ];
    let is_own = |(name, words): &(&String, &String)| OWN.contains(&(name.as_str(), words.trim()));
    names.iter().zip(second).filter(is_own).count() >= 2
}
