//! The study's folder: files to model and back.
