//! The study's folder: files to model and back.
//!
//! In reading order: where things live ([`places`], [`settings`]), what a folder holds ([`folder`], `text`),
//! [`journal`]s, the open study ([`OpenStudy`]) and what it does: `commit`, `refresh`, `check`; copies of it ([`backup`]).

pub mod backup;
mod check;
mod codebook;
mod codebook_past;
mod commit;
mod conflict;
pub mod demo;
mod error;
mod events;
pub mod folder;
mod following;
mod git;
pub mod journal;
mod lock;
mod many;
pub mod new_documents;
mod old_texts;
mod open;
pub mod places;
mod queries;
mod reading;
mod redact;
mod refresh;
mod repair;
mod report;
pub mod settings;
mod text;
mod whereabouts;

pub use check::{About, Finding, Severity};
pub use codebook_past::PastCodebook;
pub use commit::{Named, Receipt};
pub use error::{Problem, ReadOnly, StoreError};
pub use events::{EventReader, WrittenEvent};
pub use following::{ChangedText, Followed, Unplaced, Unplacing};
pub use git::code_in_git;
pub use many::{Made, Many};
pub use open::{Access, OpenStudy};
pub use places::Places;
pub use reading::Reading;
pub use redact::{MARK as REDACTED, PlannedRedaction, Redact, RedactionReport, Remain};
pub use refresh::Refreshed;
pub use repair::Repair;
pub use settings::Settings;
pub use text::LoadedText;
pub use whereabouts::{Searching, Whereabouts};

#[cfg(test)]
mod tests;
