//! OpenDocument text (.odt), as LibreOffice writes it.
//!
//! As in [`super::docx`]: tracked changes are taken as accepted, text boxes stand behind their paragraph, notes at the end,
//! comments in the report alone.

mod walk;

#[cfg(test)]
mod tests;

use super::ImportError;
use super::blocks::{self, Block};
use super::limits::Container;
use super::part::{first_words, part};
use super::transcript::{Found, Transcript};

/// What to do about a file that is damaged.
const CURE: &str = "open the document in LibreOffice and save it once more";

/// Reads a document.
///
/// # Errors
/// When it is locked, damaged, or no document.
pub fn read(bytes: &[u8]) -> Result<Found, ImportError> {
    let mut container = Container::open(bytes)?;
    if let Some(manifest) = container.read("META-INF/manifest.xml")?
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(ImportError::Password);
    }
    let Some(content) = part(&mut container, "content.xml")? else {
        return Err(ImportError::Broken {
            why: "content.xml, which holds its text, is not there".to_owned(),
        });
    };
    let mut walked = walk::walk(&content)?;
    let mut notes = walked.tally.notes();
    notes.extend(blocks::told_comments(&walked.comments, &walked.commented));
    if !walked.notes.is_empty() {
        notes.push(blocks::told_notes(walked.notes.len(), "footnote"));
    }
    for (nth, aside) in walked.notes.iter().enumerate() {
        walked.blocks.push(Block::Paragraph(blocks::note(nth + 1, &aside.blocks)));
    }
    let (title, language) = about(&mut container)?;
    let body = blocks::body(walked.blocks, &mut notes);
    let transcript = Transcript { title, language, body, ..Transcript::default() };
    Ok(Found { transcripts: vec![transcript], notes, ..Found::default() })
}

/// Title and language, where somebody filled them in.
fn about(container: &mut Container<'_>) -> Result<(Option<String>, Option<String>), ImportError> {
    let Some(meta) = part(container, "meta.xml")? else { return Ok((None, None)) };
    Ok((first_words(&meta, "title", CURE)?, first_words(&meta, "language", CURE)?))
}
