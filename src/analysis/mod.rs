//! Measures: pure functions of the study.
