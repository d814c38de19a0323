//! The integration tests: one binary, so that everything is linked once. A module each:
//!
//! - `tidy`: what the house rules say about the files of this repository

#[cfg(test)]
mod tidy;
