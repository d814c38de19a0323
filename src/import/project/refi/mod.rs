//! REFI-QDA projects (.qdpx, .qde) of any program.
//!
//! The standard leaves open what a position counts, and programs differ: [`detect`] finds out how this project counts, from the
//! quotes that it keeps. [`parse`] takes the file apart, [`build`] makes a project of it.

mod annotations;
mod build;
mod detect;
mod losses;
mod memos;
mod offsets;
mod package;
mod parse;
mod placing;
mod raw;
mod texts;

#[cfg(test)]
mod tests;

use super::Project;
use crate::import::ImportError;

pub use offsets::Offsets;

/// Reads a project.
///
/// # Errors
/// When it is damaged or made to do harm; [`ImportError::Choose`] where its positions can be read in several ways.
pub(super) fn read(bytes: &[u8], wish: Offsets) -> Result<Project, ImportError> {
    let (mut package, project) = package::Package::open(bytes)?;
    let mut raw = parse::read(&project)?;
    drop(project);
    annotations::move_to_sources(&mut raw);
    let texts = texts::Texts::of(&raw, &mut package)?;
    let reading = texts.reading(&raw.origin, wish)?;
    Ok(build::build(&raw, &texts, &reading))
}
