//! What drawing may look at.

use crate::model::{CoderKey, Study};

use super::keymap::Keymap;
use super::language::Language;
use super::shown::Shown;
use super::theme::Theme;

/// The parts of the app that every piece of the screen needs, for reading.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The study.
    pub study: &'a Study,
    /// Who codes here.
    pub coder: CoderKey,
    /// Which codings are seen.
    pub shown: &'a Shown,
    /// Colours.
    pub theme: Theme,
    /// Language of the screen.
    pub language: Language,
    /// For hints.
    pub keymap: &'a Keymap,
}
