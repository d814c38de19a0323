//! The study's folder: files to model and back.
//!
//! In reading order: where things live ([`places`], [`settings`]), what a folder holds ([`folder`], [`text`]),
//! [`journal`]s, the open study ([`OpenStudy`]) and what it does: [`commit`], [`refresh`], [`check`].

mod commit;
mod error;
pub mod folder;
pub mod journal;
mod lock;
mod open;
pub mod places;
pub mod settings;
mod text;

pub use commit::Receipt;
pub use error::{Problem, ReadOnly, StoreError};
pub use open::{Access, OpenStudy};
pub use places::Places;
pub use settings::Settings;
pub use text::LoadedText;

#[cfg(test)]
mod tests;
