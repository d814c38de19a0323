//! The terminal program.
//!
//! Synchronous: an event becomes an [`Action`](action::Action) through the keymap, the state takes it in and answers with
//! effects, the runner carries those out, and then the screen is drawn once. In reading order: [`action`] (the one table of
//! what can be done), [`keymap`], [`words`] (what the screen says, in Dutch and English), [`theme`], [`events`],
//! [`terminal`]; [`snapshot`] and [`svg`] show a screen to a reviewer and to the README.

pub mod action;
pub mod app;
mod beside;
pub mod column;
pub mod counting;
pub mod ended;
pub mod events;
pub mod excerpts;
pub mod finding;
mod following;
pub mod headless;
mod importing;
pub mod keymap;
pub mod language;
pub mod line_edit;
pub mod list;
pub mod loader;
pub mod names;
pub mod outside;
pub mod paint;
pub mod panel;
mod projects;
pub mod reader;
mod recounting;
mod remembering;
pub mod runner;
mod seeking;
pub mod shown;
pub mod snapshot;
pub mod start;
pub mod svg;
pub mod terminal;
pub mod theme;
pub mod tree;
mod troubles;
pub mod view;
pub mod welcome;
pub mod words;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
