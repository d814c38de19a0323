//! Paragraphs, headings and tables: what documents of Word, OpenDocument, RTF and HTML have in common, and the one way in
//! which they become what is said.

mod builder;
mod told;

use super::columns;
use super::spoken;
use super::transcript::{Body, Utterance};

pub(super) use super::xml::one_line as line;
pub(super) use builder::{Aside, Builder};
pub(super) use told::{Tally, counted, note, quoted, told_comments, told_notes};

/// A part of a document, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Words, with LF where a line was broken by hand.
    Paragraph(String),
    /// A heading and its level, 1 to 6.
    Heading(u8, String),
    /// Rows of cells; paragraphs in a cell are separated by LF.
    Table(Vec<Vec<String>>),
}

/// What is said in a document, and what a person should know about how it was read.
pub(super) fn body(blocks: Vec<Block>, notes: &mut Vec<String>) -> Body {
    if let Some(layout) = spoken::read(&blocks) {
        notes.extend(layout.notes);
        return Body::Utterances(layout.utterances);
    }
    let said = |block: &Block| match block {
        Block::Table(rows) => columns::by_looks(rows).map(|columns| columns.utterances(rows)),
        Block::Paragraph(_) | Block::Heading(..) => None,
    };
    let tables: Vec<Option<Vec<Utterance>>> = blocks.iter().map(said).collect();
    if tables.iter().any(Option::is_some) {
        notes.push(
            "a table was read as turns, a row each: look whether its columns were understood".to_owned(),
        );
        let of_block = |(block, said): (Block, Option<Vec<Utterance>>)| said.unwrap_or_else(|| plain(block));
        return Body::Utterances(blocks.into_iter().zip(tables).flat_map(of_block).collect());
    }
    Body::Text(text(&blocks))
}

/// A block in which nobody is marked as speaking.
fn plain(block: Block) -> Vec<Utterance> {
    match block {
        Block::Heading(level, text) => vec![Utterance { text, heading: Some(level), ..Utterance::default() }],
        Block::Paragraph(text) if text.trim().is_empty() => Vec::new(),
        Block::Paragraph(text) => vec![Utterance { text, ..Utterance::default() }],
        Block::Table(rows) => {
            let lines = rows.iter().map(|row| row_line(row)).filter(|line| !line.trim().is_empty());
            lines.map(|text| Utterance { text, ..Utterance::default() }).collect()
        }
    }
}

/// The document as text: a blank line between paragraphs, a line a row, headings as in Markdown.
pub(super) fn text(blocks: &[Block]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(level, words) => {
                parts.push(format!("{} {}", "#".repeat(usize::from(*level).clamp(1, 6)), line(words)));
            }
            Block::Paragraph(words) => parts.push(words.trim_matches('\n').to_owned()),
            // A frame of one cell, which holds the text for its looks.
            Block::Table(rows) if rows.iter().all(|row| row.len() == 1) => {
                parts.extend(rows.iter().flatten().map(|cell| cell.replace('\n', "\n\n")));
            }
            Block::Table(rows) => {
                parts.push(rows.iter().map(|row| row_line(row)).collect::<Vec<_>>().join("\n"));
            }
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    let mut text = parts.join("\n\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// A row as a line: cells with a tab between them.
fn row_line(row: &[String]) -> String {
    row.iter()
        .map(|cell| cell.replace('\n', " ").trim().to_owned())
        .collect::<Vec<_>>()
        .join("\t")
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn paragraphs_are_kept_apart_and_headings_marked() {
        let blocks = vec![
            Block::Heading(2, "De\nbrug".to_owned()),
            Block::Paragraph("I: Ja.\nEn nu?".to_owned()),
            Block::Paragraph(" ".to_owned()),
            Block::Table(vec![row(&["één", "twee\ndrie"]), row(&["vier", ""])]),
            Block::Table(vec![row(&["kader\nregel"])]),
        ];
        assert_eq!(
            body(blocks, &mut Vec::new()),
            Body::Text("## De brug\n\nI: Ja.\nEn nu?\n\néén\ttwee drie\nvier\n\nkader\n\nregel\n".to_owned())
        );
        assert_eq!(body(Vec::new(), &mut Vec::new()), Body::Text(String::new()));
    }

    #[test]
    fn a_table_of_speakers_is_read_as_turns() {
        let mut notes = Vec::new();
        let table = vec![
            row(&["I", "Hoe ging het?"]),
            row(&["R", "Wel goed.\nDacht ik."]),
            row(&["I", "Wat dan?"]),
            row(&["R", "Ja, hoor, alles."]),
        ];
        let blocks = vec![Block::Paragraph("Gesprek 3".to_owned()), Block::Table(table)];
        let Body::Utterances(said) = body(blocks, &mut notes) else { panic!("no turns") };
        assert_eq!(said.len(), 5);
        assert_eq!((said[0].speaker.as_deref(), said[0].text.as_str()), (None, "Gesprek 3"));
        assert_eq!((said[2].speaker.as_deref(), said[2].text.as_str()), (Some("R"), "Wel goed.\nDacht ik."));
        assert_eq!(notes.len(), 1);
    }
}
