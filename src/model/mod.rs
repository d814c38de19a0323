//! The study in memory: every invariant, no files, no clock, no chance.

pub mod anchoring;
mod changes;
pub mod codebook;
pub mod codebook_edit;
pub mod coding;
pub mod config;
pub mod document;
pub mod edit;
pub mod event;
pub mod facets;
pub mod fold;
pub mod hash;
pub mod head;
pub mod labelled;
pub mod layer;
pub mod lines;
pub mod localized;
mod merged;
pub mod names;
pub mod past;
pub mod quote;
pub mod recode;
pub mod record;
pub mod revisions;
pub mod split;
pub mod study;
pub mod trail;
mod unknown_keys;

pub use codebook::{Code, Codebook};
pub use coding::{Coding, Memo};
pub use config::StudyConfig;
pub use document::Document;
pub use event::{Body, Event, Status, Target};
pub use names::{CodeKey, CoderKey, CodingKey, DocumentKey, Names, WordKey};
pub use quote::{Anchor, Quote, Verdict};
pub use record::Source;
pub use study::Study;
pub use uuid::Uuid;

#[cfg(test)]
mod fold_tests;
