//! Word (.docx).
//!
//! Tracked changes are taken as accepted, text boxes stand behind the paragraph they hang on, notes at the end of the text,
//! comments in the report alone. Pages do not exist here: their headers and footers are left out.

mod styles;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::ImportError;
use super::blocks::{self, Aside, Block};
use super::limits::Container;
use super::part::{first_words, part};
use super::transcript::{Found, Transcript};
use super::xml::{Piece, Xml};
use walk::Walked;

/// What to do about a file of Word that is damaged.
const CURE: &str = "open the document in Word and save it once more";

/// Reads a document.
///
/// # Errors
/// When it is locked, damaged, or no document of Word.
pub fn read(bytes: &[u8]) -> Result<Found, ImportError> {
    let mut container = Container::open(bytes)?;
    let main = main_part(&mut container)?;
    let Some(document) = part(&mut container, &main)? else {
        return Err(ImportError::Broken { why: format!("{main}, which holds its text, is not there") });
    };
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let beside = |container: &mut Container<'_>, name: &str| part(container, &format!("{folder}{name}"));
    let headings = match beside(&mut container, "styles.xml")? {
        Some(xml) => styles::headings(&xml)?,
        None => BTreeMap::new(),
    };
    let mut walked = walk::walk(&document, &headings)?;
    let mut notes = walked.tally.notes();
    for (name, kind) in [("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")] {
        if let Some(xml) = beside(&mut container, name)? {
            let asides = walk::walk(&xml, &headings)?.asides;
            notes.extend(put_notes(&mut walked, &asides, kind));
        }
    }
    if let Some(xml) = beside(&mut container, "comments.xml")? {
        let asides = walk::walk(&xml, &headings)?.asides;
        notes.extend(blocks::told_comments(&asides, &walked.commented));
    }
    notes.extend(furniture(&mut container, &folder)?);
    let title = match part(&mut container, "docProps/core.xml")? {
        Some(core) => first_words(&core, "title", CURE)?,
        None => None,
    };
    let body = blocks::body(walked.blocks, &mut notes);
    Ok(Found {
        transcripts: vec![Transcript { title, body, ..Transcript::default() }],
        notes,
        ..Found::default()
    })
}

/// The part that holds the text: what the relations of the package say, else where Word puts it.
fn main_part(container: &mut Container<'_>) -> Result<String, ImportError> {
    let mut found = None;
    if let Some(relations) = part(container, "_rels/.rels")? {
        let mut xml = Xml::new(&relations, CURE);
        while let Some(piece) = xml.next()? {
            let Piece::Open(tag) = piece else { continue };
            if tag.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument")) {
                found = tag.get("Target").map(|target| target.trim_start_matches('/').to_owned());
            }
        }
    }
    Ok(found.unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// Puts footnotes or endnotes behind the text, numbered as they are referred to.
fn put_notes(walked: &mut Walked, asides: &[Aside], kind: &str) -> Option<String> {
    let mut placed = 0;
    for (number, reference) in walked.references.iter().enumerate() {
        if reference.kind != kind {
            continue;
        }
        let Some(aside) = asides.iter().find(|aside| aside.id == reference.id) else { continue };
        walked.blocks.push(Block::Paragraph(blocks::note(number + 1, &aside.blocks)));
        placed += 1;
    }
    (placed > 0).then(|| blocks::told_notes(placed, kind))
}

/// Headers and footers of pages, where they hold words.
fn furniture(container: &mut Container<'_>, folder: &str) -> Result<Option<String>, ImportError> {
    let is_furniture = |name: &String| {
        let name = name.strip_prefix(folder).unwrap_or_default();
        (name.starts_with("header") || name.starts_with("footer"))
            && name.rsplit_once('.').is_some_and(|(_, ending)| ending == "xml")
    };
    let names: Vec<String> = container.names().filter(is_furniture).take(50).collect();
    let mut said: Vec<String> = Vec::new();
    for name in names {
        let Some(xml) = part(container, &name)? else { continue };
        let words = blocks::text(&walk::walk(&xml, &BTreeMap::new())?.blocks);
        let words = blocks::line(&words);
        if words.chars().any(char::is_alphabetic) && !said.contains(&words) {
            said.push(words);
        }
    }
    Ok((!said.is_empty()).then(|| {
        let words: Vec<String> = said.iter().map(|words| blocks::quoted(words)).collect();
        format!("headers and footers of pages were left out: {}", words.join(", "))
    }))
}
