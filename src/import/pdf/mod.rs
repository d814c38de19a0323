//! PDF: pages that were made for paper become text again, as far as that can be.
//!
//! A PDF has no paragraphs, only letters at places. The crate that puts them into lines stops with a panic where a file is
//! odd, so it runs on a thread of its own (`import::apart`). What is left of pages (numbers, repeated lines,
//! hyphens at the ends of lines) is taken away, and a person is always told to look.

mod pages;
mod rounds;

#[cfg(test)]
mod tests;

use pdf_extract::{Document, OutputError, PlainTextOutput, output_doc_page};

use super::ImportError;
use super::apart::apart;
use super::blocks::{self, Block};
use super::transcript::{Found, Transcript};

/// Reads a document.
///
/// # Errors
/// When it is locked, damaged, or its pages are pictures.
pub fn read(bytes: &[u8]) -> Result<Found, ImportError> {
    let pages = extracted(bytes)?;
    if !pages.iter().any(|page| page.chars().any(char::is_alphabetic)) {
        return Err(ImportError::Scanned);
    }
    let cleaned = pages::cleaned(&pages);
    let mut notes = vec![
        "a PDF holds places of letters and no text: look it over before you code it, above all where pages and columns meet".to_owned(),
    ];
    notes.extend(cleaned.notes);
    let pictures = pages.iter().filter(|page| !page.chars().any(char::is_alphabetic)).count();
    if pictures > 0 {
        let pages = blocks::counted(pictures, "page has no text", "pages have no text");
        notes.push(format!("{pages}: if they are scans, have their text recognised first (OCR)"));
    }
    let body = blocks::body(cleaned.paragraphs.into_iter().map(Block::Paragraph).collect(), &mut notes);
    Ok(Found { transcripts: vec![Transcript { body, ..Transcript::default() }], notes, ..Found::default() })
}

/// The text of each page.
fn extracted(bytes: &[u8]) -> Result<Vec<String>, ImportError> {
    let bytes = bytes.to_vec();
    let built =
        "its pages are built in a way that cannot be read; open it in a viewer and print it to a new PDF";
    apart(built, move || {
        let mut document = Document::load_mem(&bytes).map_err(|error| refused(&error))?;
        if document.is_encrypted() {
            document.decrypt("").map_err(|error| refused(&error))?;
        }
        if rounds::goes_round(&document) {
            return Err(ImportError::Broken { why: built.to_owned() });
        }
        Ok((1..).map_while(|page| text_of(&document, page).ok()).collect())
    })
}

fn text_of(document: &Document, page: u32) -> Result<String, OutputError> {
    let mut text = String::new();
    output_doc_page(document, &mut PlainTextOutput::new(&mut text), page)?;
    Ok(text)
}

fn refused(error: &pdf_extract::Error) -> ImportError {
    let why = error.to_string();
    let is_locked = ["encrypt", "password", "decrypt"].iter().any(|word| why.to_lowercase().contains(word));
    if is_locked { ImportError::Password } else { ImportError::Broken { why } }
}
