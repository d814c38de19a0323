//! One file a format: bytes in, documents and warnings out. Nothing here reads or writes files.

pub mod chat;
pub mod codebook_csv;
pub mod codebook_markdown;
pub mod codebook_qdc;
mod codebook_said;
pub mod eaf;
pub mod encoding;
mod error;
pub mod format;
pub mod generate;
pub mod handelingen;
mod head;
mod joined;
pub mod limits;
#[cfg(test)]
mod mutated;
pub mod plain;
pub mod subtitles;
pub mod tei;
pub mod textgrid;
mod tiers;
pub mod transcript;
pub mod whisper;
mod xml;

pub use error::ImportError;

/// A document that was read, as the file that it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedDocument {
    /// The name of its file under `corpus/`.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Its title, when it has one.
    pub title: Option<String>,
    /// Head and text, as they are written.
    pub file: String,
    /// What should be said, each a sentence.
    pub warnings: Vec<String>,
}
