//! Measures of a study: pure functions, no files and no screen.

pub mod codebook_check;
pub mod codebook_diff;
pub mod table;
pub mod usage;
