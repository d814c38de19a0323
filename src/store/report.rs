//! What is wrong with the files of an open study, each thing said once and no longer than it holds.

use std::collections::BTreeMap;

use crate::model::names::CoderKey;

use super::check::Severity;
use super::error::Problem;
use super::journal::{ReadJournal, has_strange_name};
use super::open::OpenStudy;

/// So many events of a layer are looked up in the others: a folder that was copied is seen by its first ones.
const LOOKED_UP: usize = 64;

/// Says what reading a journal found besides events.
pub(super) fn report_journal(problems: &mut Vec<Problem>, path: &str, found: &ReadJournal) {
    let mut say = |severity, what| problems.push(Problem::file(path, what).severity(severity));
    if found.unknown > 0 {
        let what =
            format!("{} events of a newer kantlijn are kept but not shown; update kantlijn", found.unknown);
        say(Severity::Note, what);
    }
    if has_strange_name(path) && found.events > 0 {
        let cure = if found.again == found.events {
            "all of them stand in other journals too, so this file can be removed"
        } else {
            "keep the file: some of them stand nowhere else"
        };
        let what = format!(
            "looks like a copy that a sync program made of a journal; its {} events are read, each once; {cure}",
            found.events
        );
        say(Severity::Note, what);
    }
}

impl OpenStudy {
    /// Forgets what was said of a folder of the study and everything in it.
    pub(super) fn forget_problems(&mut self, folder: &str) {
        let inside = |path: &str| {
            path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.problems.retain(|problem| !inside(&problem.path));
    }

    /// Says anew what is wrong with layers as a whole; `listed` is what was found while looking for journals.
    pub(super) fn report_layers(&mut self, listed: Vec<Problem>) {
        let journal = |path: &str| self.journals.iter().any(|file| file.path == path);
        self.problems.retain(|problem| !problem.path.starts_with("codings") || journal(&problem.path));
        self.problems.extend(listed.iter().cloned());
        self.listed = listed;
        for coder in self.study.coders() {
            let Some(layer) = self.study.layer(coder) else { continue };
            let folder = format!("codings/{}", self.study.coder_name(coder));
            let open = layer.incomplete();
            if let Some(first) = open.first() {
                let what = format!(
                    "{} transactions are incomplete and have no effect (the first is {}, with {} of {} events): either \
                     lines are missing, so fetch them with git or your sync program, or the program was stopped while \
                     it wrote them, and then they were never done",
                    open.len(),
                    first.tx,
                    first.have,
                    first.of
                );
                self.problems.push(Problem::file(&folder, what).severity(Severity::Warning));
            }
            let dangling = layer.dangling();
            if dangling > 0 {
                let what = format!(
                    "{dangling} events change codings that this layer does not have; they have no effect"
                );
                self.problems.push(Problem::file(&folder, what).severity(Severity::Warning));
            }
            if let Some(other) = self.copied_from(coder) {
                let what = format!(
                    "holds the same events as codings/{other}, so everything in it counts twice; remove one of the \
                     folders, or move its files into the other"
                );
                self.problems.push(Problem::file(&folder, what));
            }
        }
        self.report_missing_documents();
    }

    /// A coder before this one by name, whose layer holds some of the same events.
    fn copied_from(&self, coder: CoderKey) -> Option<&str> {
        let records = self.study.layer(coder)?.records();
        let name = self.study.coder_name(coder);
        let others = self.study.coders().into_iter().filter(|&other| self.study.coder_name(other) < name);
        others
            .filter(|&other| {
                let there = |id| self.study.layer(other).is_some_and(|layer| layer.find(id).is_some());
                records.iter().take(LOOKED_UP).any(|record| there(record.id))
            })
            .map(|other| self.study.coder_name(other))
            .next()
    }

    /// Says anew on which missing documents codings stand.
    pub(super) fn report_missing_documents(&mut self) {
        self.problems.retain(|problem| problem.path != "corpus" || !problem.what.starts_with("the document"));
        let missing: BTreeMap<&str, usize> = self
            .study
            .coded_documents()
            .filter(|(document, _)| self.study.document(*document).is_none())
            .map(|(document, codings)| (self.study.document_id(document), codings))
            .collect();
        for (document, codings) in missing {
            let what = format!(
                "the document `{}` is missing, {codings} codings stand on it and are kept; put its file back, or let them \
                 follow its words into another document: `kantlijn anchors`, and W on the screen, say where those stand",
                document.escape_debug()
            );
            self.problems.push(Problem::file("corpus", what));
        }
    }
}
