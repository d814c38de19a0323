//! The integration tests: one binary, so that everything is linked once. A module each:
//!
//! - `anchoring`: codings after their texts were edited
//! - `cli`: the command line from outside
//! - `codebook_csv`: a codebook through a spreadsheet and back
//! - `codebook_exchange`: a codebook through .qdc and Markdown and back, and .qdc against its schema
//! - `export_schema`: the schema of the JSON export against its description
//! - `golden`: the conformance cases of docs/format.md
//! - `import_files`: a file of each format, with the turns and speakers that were counted in it
//! - `picture`: the picture in the README
//! - `planted`: words whose every place is known, found by the index
//! - `pty`: the screen in a real terminal
//! - `query_examples`: the examples of docs/query.md
//! - `refi`: a study through .qdpx and back, and .qdpx against its schema
//! - `safety`: killed processes, full disks, git, files that are damaged, strange or hostile
//! - `sample`: the study that ships with the program
//! - `tidy`: what the house rules say about the files of this repository

#[cfg(test)]
mod anchoring;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod codebook_csv;
#[cfg(test)]
mod codebook_exchange;
#[cfg(test)]
mod export_schema;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod import_files;
#[cfg(test)]
mod picture;
#[cfg(test)]
mod planted;
#[cfg(test)]
#[cfg(unix)]
mod pty;
#[cfg(test)]
mod query_examples;
#[cfg(test)]
mod refi;
#[cfg(test)]
mod safety;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tidy;
