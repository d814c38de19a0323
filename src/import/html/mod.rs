//! Web pages (.html), as programs export transcripts and as pages are saved.
//!
//! The page is taken apart by the tokenizer of Servo, which reads anything that browsers read; a tree is not needed, and so no
//! page can be too deep.

mod stripped;
mod walk;

#[cfg(test)]
mod tests;

use super::ImportError;
use super::blocks;
use super::transcript::{Found, Transcript};

pub(super) use stripped::{Stripped, stripped};
use walk::page;

/// Reads a page, decoded.
///
/// # Errors
/// When there are no words in it.
pub fn read(text: &str) -> Result<Found, ImportError> {
    let page = page(text);
    let mut notes = blocks::Tally { pictures: page.pictures, ..blocks::Tally::default() }.notes();
    if page.scripts > 0 {
        let scripts = blocks::counted(page.scripts, "script was left out", "scripts were left out");
        notes.push(format!("{scripts}; what they show in a browser is not in the text"));
    }
    let body = blocks::body(page.blocks, &mut notes);
    if body.is_blank() {
        return Err(ImportError::Empty);
    }
    let transcript = Transcript { title: page.title, language: page.language, body, ..Transcript::default() };
    Ok(Found { transcripts: vec![transcript], notes, ..Found::default() })
}
