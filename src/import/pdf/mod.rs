//! PDF: pages that were made for paper become text again, as far as that can be.
//!
//! A PDF has no paragraphs, only letters at places. The crate that puts them into lines stops with a panic where a file is
//! odd, so it runs on a thread of its own, which also has a deadline. What is left of pages (numbers, repeated lines,
//! hyphens at the ends of lines) is taken away, and a person is always told to look.

mod pages;

#[cfg(test)]
mod tests;

use std::sync::Once;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::ImportError;
use super::blocks::{self, Block};
use super::transcript::{Found, Transcript};

/// The name of the thread on which pages are read.
const THREAD: &str = "pdf";
/// How long that may take; a thousand pages take some seconds.
const DEADLINE: Duration = Duration::from_secs(120);

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
    be_quiet_about_panics();
    let broken = |why: &str| ImportError::Broken { why: why.to_owned() };
    let (send, receive) = channel();
    let bytes = bytes.to_vec();
    let work = move || {
        // Whoever waited may be gone by now.
        drop(
            send.send(pdf_extract::extract_text_from_mem_by_pages(&bytes).map_err(|error| error.to_string())),
        );
    };
    // Pages can lie in each other rather deep.
    let started = thread::Builder::new().name(THREAD.to_owned()).stack_size(16 << 20).spawn(work);
    started.map_err(|error| broken(&error.to_string()))?;
    match receive.recv_timeout(DEADLINE) {
        Ok(Ok(pages)) => Ok(pages),
        Ok(Err(why))
            if ["encrypt", "password", "decrypt"].iter().any(|word| why.to_lowercase().contains(word)) =>
        {
            Err(ImportError::Password)
        }
        Ok(Err(why)) => Err(ImportError::Broken { why }),
        Err(RecvTimeoutError::Timeout) => Err(broken("its pages could not be read in two minutes")),
        Err(RecvTimeoutError::Disconnected) => Err(broken(
            "its pages are built in a way that cannot be read; open it in a viewer and print it to a new PDF",
        )),
    }
}

/// The thread's panics are no news: whoever waits for it says what happened.
fn be_quiet_about_panics() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(THREAD) {
                before(panic);
            }
        }));
    });
}
