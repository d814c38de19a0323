//! The screen as a person sees it.

mod begun;
mod choosing;
mod codebook_files;
mod codes;
mod coding;
mod facets;
mod finding;
mod importing;
mod journal;
mod memos;
mod panels;
mod screens;
mod selecting;
mod start;
mod tables;
mod texts;
mod tree;
mod walking;
