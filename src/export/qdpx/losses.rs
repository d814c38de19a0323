//! What a project does not hold of a study: said when it is written, so that nobody finds out later.

use crate::export::Selection;
use crate::export::codebook::{CodebookView, Losses, losses};
use crate::export::tidy::Columns;
use crate::model::event::Status;
use crate::model::study::Study;

use super::memos::Memos;

/// What was left out, counted.
#[derive(Debug)]
pub(super) struct Left {
    chosen: usize,
    written: usize,
    placeless: usize,
    other_line_ends: usize,
}

impl Left {
    pub fn of(study: &Study, selection: &Selection) -> Self {
        Self { chosen: selection.chosen(study).count(), written: 0, placeless: 0, other_line_ends: 0 }
    }

    /// Codings of a document that were written, and that have no place in it.
    pub fn written(&mut self, codings: usize, placeless: usize, has_other_line_ends: bool) {
        self.written += codings;
        self.placeless += placeless;
        self.other_line_ends += usize::from(has_other_line_ends);
    }

    /// A sentence about each that there is.
    pub fn say(&self, study: &Study, columns: &Columns, memos: &Memos) -> Vec<String> {
        let mut said = Vec::new();
        let mut left = |count: usize, one: &str, many: &str| {
            if count > 0 {
                said.push(format!("left out: {count} {}", if count == 1 { one } else { many }));
            }
        };
        left(
            self.placeless,
            "coding without a place in its text (`kantlijn check` names it)",
            "codings without a place in their texts (`kantlijn check` names them)",
        );
        left(
            self.chosen - self.written - self.placeless,
            "coding on a document that is missing or cannot be read",
            "codings on documents that are missing or cannot be read",
        );
        left(memos.left(), "memo on something that is not in the file", "memos on what is not in the file");
        let statuses = |key| {
            let coders = study.coders().into_iter();
            coders.filter(|&coder| study.status(key, coder) != Status::Todo).count()
        };
        let statuses: usize = study.documents().iter().map(|document| statuses(document.key)).sum();
        left(statuses, "status of a document (busy, done)", "statuses of documents (busy, done)");
        let origins = study.documents().iter().filter(|document| document.front.origin.is_some()).count();
        left(
            origins,
            "note on the file that a document was made of",
            "notes on the files that documents were made of",
        );
        let config = &study.config;
        let declared = [
            ("participants", config.participants.len() + config.respondents.len()),
            ("roles", config.roles.len()),
            ("strands", config.strands.len()),
            ("the design", config.cycles.len() + config.trajectories.len() + config.runs.len()),
            ("saved queries", config.queries.len()),
        ];
        let declared: Vec<&str> =
            declared.iter().filter(|(_, count)| *count > 0).map(|(what, _)| *what).collect();
        if !declared.is_empty() {
            said.push(format!("left out: what kantlijn.toml says of {}", declared.join(", ")));
        }
        let title = &config.title;
        let view = CodebookView { title, book: &study.codebook, family: None, language: columns.language() };
        said.extend(
            losses(view, Losses::Qdc).into_iter().map(|lost| format!("left out of the codebook: {lost}")),
        );
        if self.other_line_ends > 0 {
            said.push(format!(
                "{} with CRLF or a byte order mark: the file has LF and no mark, and positions follow",
                documents(self.other_line_ends)
            ));
        }
        said
    }
}

fn documents(count: usize) -> String {
    format!("{count} document{}", if count == 1 { "" } else { "s" })
}
