//! The screen as a person sees it.

mod coding;
mod screens;
mod selecting;
mod texts;
