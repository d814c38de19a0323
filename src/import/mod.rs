//! One file a format.

pub mod generate;
