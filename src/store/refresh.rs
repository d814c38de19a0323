//! Noticing what other programs did to the study while it is open.
//!
//! Sizes, times and file numbers are the truth, looked at every few seconds and whenever the window gets the focus;
//! nothing is believed because somebody announced it.

use std::collections::BTreeMap;

use crate::model::names::DocumentKey;

use super::check::Severity;
use super::error::{Problem, StoreError};
use super::folder::{STUDY_FILE, Stamp, files_below};
use super::journal::{self, JournalFile};
use super::open::OpenStudy;

/// What was found to have changed.
#[expect(clippy::struct_excessive_bools, reason = "each says of one kind of file whether it changed")]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Events of other windows or coders came in.
    pub events: bool,
    /// A journal was replaced or shortened: all journals were read anew, and keys of codings are other ones.
    pub reloaded: bool,
    /// The codebook's files changed.
    pub codebook: bool,
    /// Documents came, went, or have another head.
    pub corpus: bool,
    /// Documents whose text changed while it was at hand.
    pub texts: Vec<DocumentKey>,
}

impl Refreshed {
    /// True when the screen must be drawn anew.
    pub fn is_something(&self) -> bool {
        *self != Self::default()
    }
}

impl OpenStudy {
    /// Looks at the journals, the codebook and the texts at hand; with `corpus` also at every document's file, which
    /// costs a look at each of them.
    pub fn refresh(&mut self, corpus: bool) -> Refreshed {
        let mut found = Refreshed::default();
        if let Some(error) = self.own.as_mut().and_then(|own| own.backup.error()) {
            self.problems.push(Problem::file("backups", error.to_string()).severity(Severity::Warning));
        }
        if self.is_gone() {
            return found;
        }
        // What we are writing ourselves must not be taken for a change by others.
        if self.waiting() == 0 {
            if !self.codings_left_out {
                self.refresh_journals(&mut found);
            }
            self.refresh_codebook(&mut found);
        }
        self.refresh_texts(&mut found);
        if corpus {
            self.refresh_corpus(&mut found);
        }
        found
    }

    /// True when the folder of the study is gone, as with a disk that was taken out: nothing is forgotten then.
    fn is_gone(&mut self) -> bool {
        let gone = StoreError::StudyGone(self.root.clone()).to_string();
        self.problems.retain(|problem| problem.what != gone);
        let there = self.root.join(STUDY_FILE).exists();
        if !there {
            self.problems.push(Problem::file(STUDY_FILE, gone));
        }
        !there
    }

    fn refresh_journals(&mut self, found: &mut Refreshed) {
        self.mend_own_journal();
        let listed = journal::list(&self.root);
        let now: BTreeMap<String, String> = listed
            .coders
            .into_iter()
            .flat_map(|(coder, paths)| paths.into_iter().map(move |path| (path, coder.clone())))
            .collect();
        let known: BTreeMap<String, usize> =
            self.journals.iter().enumerate().map(|(number, file)| (file.path.clone(), number)).collect();
        // Our own journal is made with the first change.
        let gone =
            known.iter().any(|(path, &number)| !now.contains_key(path) && self.journals[number].read_to > 0);
        let replaced = known.values().any(|&number| self.is_replaced(&self.journals[number]));
        if gone || replaced {
            self.reload_journals();
            found.reloaded = true;
            found.events = true;
            return;
        }
        for (path, coder) in now {
            let number = match known.get(&path) {
                Some(&number) if !self.has_grown(&self.journals[number]) => continue,
                Some(&number) => number,
                None => {
                    let coder = self.study.coder(&coder);
                    self.journals.push(JournalFile::new(path, coder, false));
                    self.journals.len() - 1
                }
            };
            let before = self.journals[number].read_to;
            self.read_journal(number, None);
            found.events |= self.journals[number].read_to != before;
        }
        if found.events || listed.problems != self.listed {
            let changed = self.study.settle();
            for text in self.texts().to_vec() {
                if changed.iter().any(|&key| self.study.coding(key).document == text.document) {
                    self.judge(&text);
                }
            }
            self.report_layers(listed.problems);
        }
    }

    /// Where another program replaced our own journal, what was done in this session goes into the new file: what was
    /// called done is done, whatever git or a sync program makes of the file.
    fn mend_own_journal(&mut self) {
        let Some(own) = &mut self.own else { return };
        let file = &self.journals[own.number as usize];
        let as_it_was = file.stamp.is_some() && Stamp::of(&self.root.join(&file.path)) == file.stamp;
        if file.read_to == 0 || as_it_was {
            return;
        }
        let path = file.path.clone();
        self.problems.retain(|problem| problem.path != path || problem.line.is_some());
        let problem = match own.writer.look() {
            Ok(false) => return,
            Ok(true) => {
                own.moved = true;
                let what = "another program replaced this journal; what was done in this session was written into it again";
                Problem::file(&path, what).severity(Severity::Note)
            }
            Err(error) => Problem::file(&path, error.to_string()),
        };
        self.problems.push(problem);
    }

    /// True when a journal is no longer the file that was read, or no longer holds what was read.
    fn is_replaced(&self, file: &JournalFile) -> bool {
        let now = Stamp::of(&self.root.join(&file.path));
        match (file.stamp, now) {
            (Some(then), Some(now)) if then == now => false,
            (Some(then), Some(now)) => {
                // The number of a file that was taken away is soon that of another.
                then.inode != now.inode || now.length < file.read_to || !file.still_begins_as_read(&self.root)
            }
            // Our own, after it was written anew elsewhere.
            (None, Some(_)) => file.own && file.read_to > 0,
            _ => false,
        }
    }

    fn has_grown(&self, file: &JournalFile) -> bool {
        let now = Stamp::of(&self.root.join(&file.path));
        now.is_some_and(|now| now.length > file.read_to && file.stamp != Some(now))
    }

    fn reload_journals(&mut self) {
        for coder in self.study.coders() {
            self.study.forget_layer(coder);
        }
        let own = self.own.as_ref().map(|own| self.journals[own.number as usize].path.clone());
        let said: Vec<Problem> =
            self.problems.iter().filter(|problem| Some(&problem.path) == own.as_ref()).cloned().collect();
        self.forget_problems("codings");
        self.journals.clear();
        self.read_journals(None);
        if let (Some(own), Some(path), Some(coder)) = (&mut self.own, own, self.coder) {
            let place = self.journals.iter().position(|file| file.path == path);
            own.number = place.unwrap_or_else(|| {
                self.journals.push(JournalFile::new(path, coder, true));
                self.journals.len() - 1
            }) as u32;
            own.moved = false;
        }
        for problem in said {
            if problem.line.is_none() && !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        for text in self.texts().to_vec() {
            self.judge(&text);
        }
    }

    fn refresh_codebook(&mut self, found: &mut Refreshed) {
        let paths = files_below(&self.root, "codebook", &[".toml"]);
        let same_files = paths.iter().eq(self.families.iter().map(|text| &text.path));
        let root = &self.root;
        let changed = !same_files
            || self.families.iter_mut().any(|text| {
                let path = root.join(&text.path);
                let now = Stamp::of(&path);
                if now == text.stamp {
                    return false;
                }
                // Perhaps it was us.
                text.stamp = now;
                std::fs::read_to_string(&path).is_ok_and(|toml| toml != text.toml)
            });
        if changed {
            self.read_codebook();
            found.codebook = true;
        }
    }

    fn refresh_texts(&mut self, found: &mut Refreshed) {
        for text in self.texts() {
            let now =
                self.study.document(text.document).and_then(|doc| Stamp::of(&self.root.join(&doc.path)));
            if now != text.stamp {
                found.texts.push(text.document);
            }
        }
        let gone = found.texts.clone();
        if !gone.is_empty() {
            self.forget_texts(|text| gone.contains(&text.document));
            self.read_corpus();
            found.corpus = true;
        }
    }

    fn refresh_corpus(&mut self, found: &mut Refreshed) {
        let paths = files_below(&self.root, "corpus", &[".md", ".txt"]);
        let now = paths.into_iter().map(|path| (Stamp::of(&self.root.join(&path)), path));
        let now: Vec<_> = now.map(|(stamp, path)| (path, stamp)).collect();
        // The first look, soon after the start, is what later ones are compared with.
        if self.corpus_seen.replace(now.clone()).is_some_and(|seen| seen != now) {
            self.read_corpus();
            found.corpus = true;
        }
    }
}
