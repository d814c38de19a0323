//! Kantlijn: keyboard-driven qualitative coding of transcripts, in the terminal.
//!
//! The layers, in reading order; each may use only what stands before it (`tests/it/tidy.rs` holds this):
//!
//! - [`text`]: spans, graphemes, words, sentences, turns, wrapping, overlapping spans to disjoint segments
//! - [`model`]: document, codebook, coding, memo, event, study; every invariant; the fold of events
//! - [`store`]: the folder on disk: journal, lock, watch, check, the settings of the person
//! - [`index`]: the query language and its evaluation
//! - [`import`], [`export`], [`analysis`]: one file a format or a measure; they do not know each other
//! - [`ui`]: the terminal program
//! - [`cli`]: every action that makes sense without a screen

pub mod analysis;
pub mod cli;
pub mod export;
pub mod import;
pub mod index;
pub mod model;
pub mod store;
pub mod text;
pub mod ui;
