//! The study in memory: every invariant, no files, no clock, no chance.
