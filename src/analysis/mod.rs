//! Measures and checks: pure functions of the study.

pub mod codebook_check;
