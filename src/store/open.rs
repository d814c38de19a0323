//! An open study: what is in memory and how it gets to the disk and back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::codebook::Codebook;
use crate::model::event::Event;
use crate::model::hash::TextHash;
use crate::model::names::{CoderKey, CodingKey, DocumentKey};
use crate::model::quote::{Anchor, Verdict};
use crate::model::record::Source;
use crate::model::study::Study;
use crate::model::{Body, Document};
use crate::text::SpanIndex;

use super::backup::Making;
use super::check::Severity;
use super::error::{Problem, ReadOnly, StoreError};
use super::folder::{
    FamilyText, Stamp, config_problems, may_write, read_config, read_documents, read_families,
};
use super::journal::{self, JournalFile, Mended, Notify, Writer};
use super::lock::{Lock, Locked, lock};
use super::old_texts::Keeper;
use super::places::Places;
use super::report::report_journal;
use super::settings::check_coder;
use super::text::LoadedText;

/// What a study is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading only.
    Read,
    /// Reading and writing the layer of this coder; reading only where another window writes it.
    Write(String),
}

/// Leave to set a torn last line of our own aside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mend;

/// How many bytes of texts are kept in memory.
const TEXTS_IN_MEMORY: usize = 64 << 20;

/// An open study.
pub struct OpenStudy {
    /// Everything about it but its texts.
    pub study: Study,
    /// What was wrong when it was opened or read again.
    pub problems: Vec<Problem>,
    pub(super) root: PathBuf,
    pub(super) places: Places,
    pub(super) coder: Option<CoderKey>,
    pub(super) read_only: Option<ReadOnly>,
    pub(super) journals: Vec<JournalFile>,
    pub(super) own: Option<OwnJournal>,
    pub(super) families: Vec<FamilyText>,
    /// What was wrong with the folders of coders when they were looked through last.
    pub(super) listed: Vec<Problem>,
    pub(super) codebook_checked: bool,
    /// True when every family file could be read.
    pub(super) codebook_whole: bool,
    pub(super) corpus_seen: Option<Vec<(String, Option<Stamp>)>>,
    /// True while the journals were not read.
    pub(super) codings_left_out: bool,
    texts: Vec<Arc<LoadedText>>,
    /// Keeps texts that codings stand on.
    keeper: Keeper,
}

/// The journal that this program writes.
pub(super) struct OwnJournal {
    /// Its number in `journals`.
    pub(super) number: u32,
    pub(super) writer: Writer,
    /// True when its lines do not stand where we think they do.
    pub(super) moved: bool,
    /// Today's copy, as long as it is being made.
    pub(super) backup: Making,
    _lock: Lock,
}

impl OwnJournal {
    /// Ends the writing and today's copy; the layer stays ours as long as the lock lives.
    pub(super) fn into_lock(self) -> Lock {
        let Self { writer, backup, _lock: lock, .. } = self;
        drop((writer, backup));
        lock
    }
}

impl OpenStudy {
    /// Opens the study in `root`. Problems with single files are in [`OpenStudy::problems`]; the rest is loaded.
    /// `notify` is called on another thread whenever something has been written.
    ///
    /// # Errors
    /// When there is no study, its settings cannot be read, or the coder's name cannot be one.
    pub fn open(root: &Path, places: &Places, access: &Access, notify: Notify) -> Result<Self, StoreError> {
        let mut open = Self::closed(root, places, access)?;
        let lock = match access {
            Access::Write(coder) => {
                check_coder(coder)?;
                open.coder = Some(open.study.coder(coder));
                open.lock(coder)?
            }
            Access::Read => None,
        };
        open.read_corpus();
        open.read_codebook();
        open.read_journals(lock.as_ref().map(|_| Mend));
        if let (Some(lock), Some(coder)) = (lock, open.coder) {
            open.start_writer(coder, lock, notify)?;
        }
        Ok(open)
    }

    /// Opens the study for reading, and leaves its journals alone: settings, documents and codes are there, coders and
    /// codings are not. What asks for texts alone need not wait for half a million codings.
    ///
    /// # Errors
    /// As [`OpenStudy::open`].
    pub fn open_without_codings(root: &Path, places: &Places) -> Result<Self, StoreError> {
        let mut open = Self::closed(root, places, &Access::Read)?;
        open.read_corpus();
        open.read_codebook();
        open.codings_left_out = true;
        Ok(open)
    }

    /// Reads the journals where they were left out.
    pub fn load_codings(&mut self) {
        if std::mem::take(&mut self.codings_left_out) {
            self.read_journals(None);
        }
    }

    /// The study with its settings and nothing else.
    fn closed(root: &Path, places: &Places, access: &Access) -> Result<Self, StoreError> {
        let config = read_config(root)?;
        let problems = config_problems(&config);
        Ok(Self {
            read_only: match access {
                Access::Read => Some(ReadOnly::Asked),
                Access::Write(_) if !may_write(&config) => {
                    Some(ReadOnly::NewerFormat { format: config.format })
                }
                Access::Write(_) => None,
            },
            study: Study::new(config),
            problems,
            root: root.to_owned(),
            places: places.clone(),
            coder: None,
            journals: Vec::new(),
            own: None,
            families: Vec::new(),
            listed: Vec::new(),
            codebook_checked: false,
            codebook_whole: true,
            corpus_seen: None,
            codings_left_out: false,
            texts: Vec::new(),
            keeper: Keeper::default(),
        })
    }

    fn lock(&mut self, coder: &str) -> Result<Option<Lock>, StoreError> {
        if self.read_only.is_some() {
            return Ok(None);
        }
        let [usual, other] = self.places.locks(&self.root, coder);
        // Without a cache folder one finds more slowly, and codes all the same.
        match lock(&usual).or_else(|_| lock(&other))? {
            Locked::Ours(lock) => Ok(Some(lock)),
            Locked::Taken(who) => {
                self.read_only = Some(ReadOnly::OtherWindow { coder: coder.to_owned(), who });
                Ok(None)
            }
        }
    }

    pub(super) fn read_corpus(&mut self) {
        let (documents, problems) = read_documents(&self.root, &mut self.study.names.documents);
        self.study.set_documents(documents);
        self.forget_problems("corpus");
        self.problems.extend(problems);
        self.report_missing_documents();
    }

    pub(super) fn read_codebook(&mut self) {
        let (texts, families, problems) = read_families(&self.root);
        self.forget_problems("codebook");
        self.codebook_whole = texts.len() == families.len();
        self.problems.extend(problems);
        let (book, problems) = Codebook::build(families, &mut self.study.names.codes);
        self.problems.extend(problems.into_iter().map(|what| match what.split_once(": ") {
            Some((path, what)) => Problem::file(path, what),
            None => Problem::file("codebook", what),
        }));
        self.study.set_codebook(book);
        self.families = texts;
        self.codebook_checked = false;
    }

    /// Reads every journal from the start.
    pub(super) fn read_journals(&mut self, mend: Option<Mend>) {
        let listed = journal::list(&self.root);
        let own = self.own_path();
        for (coder, paths) in listed.coders {
            let coder = self.study.coder(&coder);
            for path in paths {
                let own = own.as_deref() == Some(path.as_str());
                self.journals.push(JournalFile::new(path, coder, own));
                self.read_journal(self.journals.len() - 1, mend.filter(|_| own));
            }
        }
        self.study.settle();
        self.report_layers(listed.problems);
    }

    /// Reads what is new in one journal; call [`Study::settle`] afterwards.
    pub(super) fn read_journal(&mut self, number: usize, mend: Option<Mend>) {
        let file = &mut self.journals[number];
        let unfinished =
            |problem: &Problem| problem.path == file.path && problem.line == Some(file.lines + 1);
        self.problems.retain(|problem| !unfinished(problem));
        let found = match journal::read_new_lines(&self.root, &mut self.study, number as u32, file) {
            Ok(found) => found,
            Err(error) => {
                self.problems.push(Problem::file(&file.path, error.to_string()));
                return;
            }
        };
        self.problems.extend(found.problems.iter().cloned());
        report_journal(&mut self.problems, &file.path, &found);
        if found.rest.is_empty() {
            return;
        }
        let mended = match mend {
            Some(Mend) => journal::set_torn_line_aside(&self.root, &self.places, file, &found.rest),
            None => Ok(Mended::No),
        };
        match mended {
            Ok(Mended::Ended) => self.read_journal(number, None),
            Ok(Mended::SetAside(problem)) => self.problems.push(problem),
            Ok(Mended::No) => {
                let what =
                    "the last line is not finished; the program that writes it finishes it or sets it aside";
                let problem = Problem::line(&file.path, file.lines + 1, what).severity(Severity::Warning);
                self.problems.push(problem);
            }
            Err(error) => self.problems.push(Problem::file(&file.path, error.to_string())),
        }
    }

    fn own_path(&self) -> Option<String> {
        let coder = self.study.coder_name(self.coder?);
        let writer = journal::writer_name(&self.places, &self.root).ok()?;
        Some(format!("codings/{coder}/{writer}.jsonl"))
    }

    fn start_writer(&mut self, coder: CoderKey, lock: Lock, notify: Notify) -> Result<(), StoreError> {
        let name = self.study.coder_name(coder);
        let path = format!("codings/{name}/{}.jsonl", journal::writer_name(&self.places, &self.root)?);
        let number = match self.journals.iter().position(|file| file.path == path) {
            Some(number) => number,
            None => {
                self.journals.push(JournalFile::new(path.clone(), coder, true));
                self.journals.len() - 1
            }
        };
        let pending = self.finish_pending(coder, &path);
        let writer = Writer::start(self.root.clone(), &path, pending, notify);
        let backup = Making::start(&self.root, &self.places);
        self.own = Some(OwnJournal { number: number as u32, writer, moved: false, backup, _lock: lock });
        Ok(())
    }

    /// The folder of the study.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The person's folders.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The coder whose layer this window is for.
    pub fn coder(&self) -> Option<CoderKey> {
        self.coder
    }

    /// Why nothing can be changed, when nothing can.
    pub fn read_only(&self) -> Option<&ReadOnly> {
        self.read_only.as_ref()
    }

    // Texts.

    /// The text of a document, read now unless it is at hand, with the verdicts of its codings.
    ///
    /// # Errors
    /// When the document is missing or its file cannot be read.
    pub fn text(&mut self, document: DocumentKey) -> Result<Arc<LoadedText>, StoreError> {
        match self.text_at_hand(document) {
            Some(text) => Ok(text),
            None => {
                let text = LoadedText::read(&self.root, self.known(document)?)?;
                let text = self.keep_text(Arc::new(text));
                self.follow_now(document)?;
                Ok(text)
            }
        }
    }

    /// The text of a document when it needs no reading.
    pub fn text_at_hand(&mut self, document: DocumentKey) -> Option<Arc<LoadedText>> {
        let place = self.texts.iter().position(|text| text.document == document)?;
        // Used last, kept longest.
        let text = self.texts.remove(place);
        self.texts.push(Arc::clone(&text));
        Some(text)
    }

    /// Takes in a text that was read elsewhere, on another thread, and says what became of its codings.
    pub fn keep_text(&mut self, text: Arc<LoadedText>) -> Arc<LoadedText> {
        self.judge(&text);
        self.keep_if_coded(&text);
        self.texts.retain(|other| other.document != text.document);
        self.texts.push(Arc::clone(&text));
        while self.texts.len() > 1
            && self.texts.iter().map(|text| text.text.len()).sum::<usize>() > TEXTS_IN_MEMORY
        {
            self.texts.remove(0);
        }
        text
    }

    /// Keeps a text in the data folder when codings stand on it: one that people change later can then be compared.
    fn keep_if_coded(&mut self, text: &Arc<LoadedText>) {
        let index = self.study.document_codings(text.document);
        let mut codings = index.into_iter().flat_map(SpanIndex::iter);
        if self.own.is_some() && codings.any(|(_, key)| self.study.coding(*key).text == text.hash) {
            self.keeper.keep(&self.places, text);
        }
    }

    /// The same for the texts of what was just done.
    pub(super) fn keep_texts_of(&mut self, bodies: &[Body]) {
        for body in bodies {
            let (Body::Code { anchor, .. } | Body::Mark { anchor, .. } | Body::Reshape { anchor, .. }) = body
            else {
                continue;
            };
            if let Some(text) = self.texts.iter().find(|text| text.hash == anchor.text) {
                self.keeper.keep(&self.places, text);
            }
        }
    }

    pub(super) fn known(&self, document: DocumentKey) -> Result<&Document, StoreError> {
        let missing = || StoreError::NoDocument(self.study.document_id(document).to_owned());
        self.study.document(document).ok_or_else(missing)
    }

    /// Forgets texts, so that they are read anew.
    pub(super) fn forget_texts(&mut self, gone: impl Fn(&LoadedText) -> bool) {
        self.texts.retain(|text| !gone(text));
    }

    /// Forgets all texts, and waits until those that are being kept are kept.
    pub(super) fn let_go_of_texts(&mut self) {
        self.texts.clear();
        self.keeper = Keeper::default();
    }

    /// The texts that are at hand.
    pub(super) fn texts(&self) -> &[Arc<LoadedText>] {
        &self.texts
    }

    /// Says what became of the codings of a document in the text as it stands now. Where the text is the one that a
    /// coding was made on, and the mark of its quote fits, no quote is read.
    pub fn judge(&mut self, text: &LoadedText) {
        self.study.text_is(text.document, text.hash);
        self.judge_in(text);
        if self.study.revisions().cross_documents() {
            // Codings may have left this document for another one that was read before.
            let others: Vec<Arc<LoadedText>> =
                self.texts.iter().filter(|other| other.document != text.document).cloned().collect();
            for other in others {
                self.judge_in(&other);
            }
        }
    }

    fn judge_in(&mut self, text: &LoadedText) {
        let Some(index) = self.study.document_codings(text.document) else { return };
        let keys: Vec<CodingKey> = index.iter().map(|(_, key)| *key).collect();
        for key in keys {
            self.judge_one(key, text);
        }
    }

    fn judge_one(&mut self, key: CodingKey, text: &LoadedText) {
        let mut read = false;
        let verdict = verdict_in(&self.study, key, &text.text, text.hash, || {
            read = true;
            self.anchor(key)
        });
        let on_its_text = verdict == Verdict::Exact && self.study.coding(key).text == text.hash;
        if read || on_its_text {
            // Its words tell, not a revision.
            self.study.put_where_made(key);
        }
        self.study.set_verdict(key, verdict);
    }

    /// Says what became of codings that were just changed: what an undo brings back was perhaps made on another text than
    /// the one that is there now, and has no place in it.
    pub(super) fn judge_changed(&mut self, changed: &[CodingKey]) {
        for &key in changed {
            let coding = self.study.coding(key);
            let (document, made_on) = (coding.document, coding.text);
            let now = self.study.revisions().text_of(document).filter(|now| *now != made_on);
            let Some(now) = now.filter(|_| coding.alive) else { continue };
            match self.text_at_hand(document) {
                Some(text) => self.judge_one(key, &text),
                // Until somebody reads the text.
                None if self.study.revised_place(key, now).is_none() => {
                    self.study.set_verdict(key, Verdict::Unsure);
                }
                None => {}
            }
        }
    }

    /// What a coding remembers of its passage, read from its journal.
    pub fn anchor(&self, key: CodingKey) -> Option<Anchor> {
        anchor_of(&self.root, &self.journals, self.study.coding(key).source)
    }

    /// An event with everything in it, read from its journal.
    pub fn event(&self, source: Source) -> Option<Event> {
        let file = self.journals.get(source.file as usize)?;
        journal::read_event(&self.root, &file.path, source)
    }

    /// The path of the journal that an event stands in, relative to the study.
    pub fn journal_path(&self, source: Source) -> &str {
        self.journals.get(source.file as usize).map_or("", |file| &file.path)
    }
}

/// What became of a coding in a text: where revisions lead it there, what they say, unless other words stand there than
/// were quoted; else what its words say.
pub(super) fn verdict_in(
    study: &Study,
    key: CodingKey,
    text: &str,
    hash: TextHash,
    anchor: impl FnOnce() -> Option<Anchor>,
) -> Verdict {
    let coding = study.coding(key);
    if coding.stands_in(text, hash) {
        return Verdict::Exact;
    }
    if coding.text != hash
        && let Some((span, verdict)) = study.revised_place(key, hash)
        && let Some(passage) = text.get(span.range())
        && (verdict == Verdict::Edited || coding.quote.fits(passage))
    {
        return verdict;
    }
    match anchor() {
        Some(anchor) => Verdict::of(&anchor, text, hash),
        None => Verdict::Lost,
    }
}

/// The anchor in the event at `source`.
fn anchor_of(root: &Path, journals: &[JournalFile], source: Source) -> Option<Anchor> {
    journal::read_event(root, &journals.get(source.file as usize)?.path, source)?.body.into_anchor()
}
