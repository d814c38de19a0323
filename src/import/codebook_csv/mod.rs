//! The codebook from CSV, as `export::codebook::csv` writes it or as people make it in a spreadsheet: docs/codebook.md.
//!
//! A sheet says what it has columns for and nothing else: a sheet with `id` and `name_en` gives codes English names and leaves the
//! rest of them alone. Nothing is ever taken away: a code that is not in the sheet stays.

mod cells;
mod rows;
mod take;

#[cfg(test)]
mod tests;

use crate::model::codebook::ReadFamily;
use crate::model::lines::LineNote;

use super::ImportError;

/// A sheet that was read.
#[derive(Clone, Debug)]
pub struct CodebookSheet {
    rows: Vec<rows::Row>,
    /// What should be said, each a sentence: columns that mean nothing.
    pub warnings: Vec<String>,
}

/// Reads a sheet: UTF-8, with commas, semicolons or tabs between cells.
///
/// # Errors
/// When it is no such sheet; the lines are those of the file.
pub fn read(bytes: &[u8]) -> Result<CodebookSheet, ImportError> {
    rows::read(bytes)
}

impl CodebookSheet {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The families as they are with what the sheet says. Those and their codes stay in their order, new ones come behind.
    ///
    /// # Errors
    /// [`ImportError::Rows`] with everything that is wrong, each with its line.
    pub fn apply(&self, families: &[ReadFamily]) -> Result<Vec<ReadFamily>, ImportError> {
        let mut families = families.to_vec();
        let mut wrong = Vec::new();
        let mut seen = Vec::new();
        for row in &self.rows {
            let result = take::take(row, &mut families).and_then(|thing| {
                if seen.contains(&thing) {
                    return Err("the same thing stands in a row above; leave one of the two".to_owned());
                }
                seen.push(thing);
                Ok(())
            });
            wrong.extend(result.err().map(|what| LineNote { line: row.line, what }));
        }
        if wrong.is_empty() { Ok(families) } else { Err(ImportError::Rows(wrong)) }
    }
}
