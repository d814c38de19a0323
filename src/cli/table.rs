//! Columns for people, aligned by what the terminal shows.

use std::io;

use crate::text::{sanitize, width_of};

use super::output::Output;

/// How a column is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows under a head.
pub struct Table {
    aligns: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn new(columns: &[(&str, Align)]) -> Self {
        let head = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        Self { aligns: columns.iter().map(|(_, align)| *align).collect(), rows: vec![head] }
    }

    /// Adds a row; what is in it becomes one line.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| sanitize(&cell).into_owned()).collect());
    }

    /// The lines of the table, without blanks at their ends.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let widths: Vec<u16> = (0..self.aligns.len())
            .map(|column| self.rows.iter().map(|row| width_of(&row[column])).max().unwrap_or(0))
            .collect();
        self.rows.iter().map(move |row| {
            let mut line = String::new();
            for ((cell, width), align) in row.iter().zip(&widths).zip(&self.aligns) {
                let blanks = " ".repeat(usize::from(width - width_of(cell)));
                match align {
                    Align::Left => line.extend([cell.as_str(), &blanks, "  "]),
                    Align::Right => line.extend([blanks.as_str(), cell, "  "]),
                }
            }
            line.trim_end().to_owned()
        })
    }

    /// Writes the table.
    pub fn write(&self, output: &mut Output) -> io::Result<()> {
        for line in self.lines() {
            output.text(&line)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_on_the_screen() {
        let mut table = Table::new(&[("id", Align::Left), ("n", Align::Right), ("title", Align::Left)]);
        table.row(["één".to_owned(), "7".to_owned(), "a\tb".to_owned()]);
        table.row(["日本".to_owned(), "12".to_owned(), String::new()]);
        let lines: Vec<String> = table.lines().collect();
        assert_eq!(lines, ["id     n  title", "één    7  a b", "日本  12"]);
    }
}
