//! One file a format: bytes in, what was found in them out. Nothing here reads or writes files, but [`run`], which reads those
//! that people bring in, what makes a whole study (`generate`), and what brings a planned project into one
//! (`project::bring_in`).
//!
//! In reading order: [`mod@format`] (which one it is, and the way to its reader), [`transcript`] (what a reader finds),
//! [`compose`] (documents of it), [`run`] (many files at once).

mod apart;
pub mod attributes;
mod blocks;
pub mod chat;
pub mod codebook_csv;
pub mod codebook_markdown;
pub mod codebook_qdc;
mod codebook_said;
mod columns;
pub mod compose;
pub mod docx;
pub mod eaf;
pub mod encoding;
mod error;
pub mod format;
pub mod generate;
pub mod handelingen;
pub mod html;
mod joined;
pub mod labels;
pub mod limits;
#[cfg(test)]
mod mutated;
pub mod odt;
pub mod otranscribe;
mod part;
pub mod pdf;
pub mod plain;
pub mod project;
pub mod pseudonyms;
pub mod rtf;
pub mod run;
pub mod sheet;
mod spoken;
pub mod subtitles;
pub mod tei;
pub mod textgrid;
mod tiers;
pub mod transcript;
pub mod whisper;
mod xml;

pub use error::ImportError;

/// A file of the collection that lies beside the repository on some machines; where it is missing, that is said.
#[cfg(test)]
fn shared_fixture(path: &str) -> Option<Vec<u8>> {
    use std::io::Write as _;
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures").join(path);
    let bytes = std::fs::read(&file).ok();
    if bytes.is_none() {
        // Standard error itself: what a test prints is not shown when it passes.
        let _ = writeln!(std::io::stderr(), "../shared/fixtures/{path} is not there: it was not tried");
    }
    bytes
}
