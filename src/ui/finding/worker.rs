//! The thread that answers questions.
//!
//! A new question stops the one before it. Where answers take their time, a letter that follows the last one quickly waits a
//! moment for the next: whoever types a word wants the answer to the word.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::answering::{Source, answer_to, beginning_of, make_rows, more_in};
use super::indexed::{Indexed, Study};
use super::{Answered, Ask, Counts, Row};
use crate::index::Cancel;
use crate::index::Stopped;
use crate::index::catalogue::Catalogue;
use crate::index::codings::CodingTable;
use crate::index::finder::IndexNote;
use crate::index::question::Question;
use crate::model::Document;

/// How long a letter waits for the next one, when it came within [`RUN`] of the one before.
const MOMENT: Duration = Duration::from_millis(40);
const RUN: Duration = Duration::from_millis(150);
/// Where answers take less than a letter takes to be typed, nothing is won by waiting.
const QUICK: Duration = Duration::from_millis(100);
/// An answer that takes longer than this is begun beside it.
const SOON: Duration = Duration::from_millis(1);

/// Something to be done by the thread.
pub enum Work {
    /// Answer this, and make rows around this thing.
    Ask(Box<Ask>, Cancel),
    /// Make these rows of the answer with this number.
    Rows(u64, Range<usize>),
    /// Documents came, went or changed.
    Refresh(Vec<Document>),
    /// How many more this question finds than the one with this number.
    Wider(u64, Box<Question>),
    /// The forms of these words.
    Forms(Vec<String>),
    /// Words of the texts that begin so.
    Words(String),
    /// The index is there, or better than it was; `None` when it could not be made.
    Built(Option<Box<Indexed>>),
    /// The index was damaged: the same without it.
    Checked(Box<Indexed>),
    /// Nobody asks any more.
    End,
}

/// What the thread tells.
#[derive(Debug)]
pub enum Report {
    /// The answer, or its beginning, with rows to begin with.
    Answered(Arc<Answered>, Vec<(usize, Row)>),
    /// How many there are of each in the answer with its number.
    Counted(Counts),
    /// More rows of the answer with this number.
    Rows(u64, Vec<(usize, Row)>),
    /// How many more there are in other forms of the words of the question with this number.
    Wider(u64, usize),
    /// How much of the index there is.
    Building(Progress),
    /// Forms of words, each with how often they stand in the texts.
    Forms(Vec<(String, Vec<(String, usize)>)>),
    /// Words of the texts that begin so, each with in how many turns it stands.
    Words(String, Vec<(String, usize)>),
    /// What there is to say about the index.
    Note(IndexNote),
    /// These are the turns from now on; numbers of turns before are others now.
    Texts(Arc<Catalogue>),
}

/// How far the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many percent.
    Percent(u32),
    /// It is there.
    Ready,
}

/// The thread, seen from outside.
#[derive(Debug)]
pub struct Worker {
    sender: Sender<Work>,
    /// Of the last question.
    cancel: Cancel,
    /// Of everything.
    ends: Cancel,
}

impl Worker {
    /// Starts the thread for a study with these documents. What is told goes to `report`, on other threads.
    pub fn start(
        study: Study,
        documents: Vec<Document>,
        report: impl Fn(Report) + Send + Sync + 'static,
    ) -> Self {
        let (sender, receiver) = mpsc::channel();
        let (cancel, own) = (Cancel::default(), sender.clone());
        let builds = cancel.clone();
        thread::spawn(move || {
            let Ok(source) = Indexed::open(study, &documents, &builds) else { return };
            let report: Arc<dyn Fn(Report) + Send + Sync> = Arc::new(report);
            report(Report::Texts(source.catalogue()));
            Thread {
                source,
                answered: None,
                last: None,
                took: Duration::ZERO,
                cancel: Cancel::default(),
                report,
                sender: own,
                ends: builds,
                building: false,
                looked: false,
                beside: ThreadPoolBuilder::new().num_threads(1).build().ok(),
            }
            .run(&receiver);
        });
        Self { sender, cancel: Cancel::default(), ends: cancel }
    }

    /// Asks; what was asked before is not wanted any more.
    pub fn ask(&mut self, ask: Box<Ask>) {
        self.cancel.stop();
        self.cancel = Cancel::default();
        let _ = self.sender.send(Work::Ask(ask, self.cancel.clone()));
    }

    /// Wants these rows of the answer with this number.
    pub fn rows(&self, number: u64, rows: Range<usize>) {
        let _ = self.sender.send(Work::Rows(number, rows));
    }

    /// Wants to know how many more `question` finds than the one with this number.
    pub fn wider(&self, number: u64, question: Box<Question>) {
        let _ = self.sender.send(Work::Wider(number, question));
    }

    /// Wants the forms of these words.
    pub fn forms(&self, words: Vec<String>) {
        let _ = self.sender.send(Work::Forms(words));
    }

    /// Wants words of the texts that begin so.
    pub fn words(&self, start: String) {
        let _ = self.sender.send(Work::Words(start));
    }

    /// Documents came, went or changed.
    pub fn refresh(&self, documents: Vec<Document>) {
        let _ = self.sender.send(Work::Refresh(documents));
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.cancel.stop();
        self.ends.stop();
        let _ = self.sender.send(Work::End);
    }
}

/// What is to be done: of each kind only what was asked last.
#[derive(Default)]
struct Pending {
    refresh: Option<Vec<Document>>,
    ask: Option<(Box<Ask>, Cancel)>,
    rows: Option<(u64, Range<usize>)>,
    wider: Option<(u64, Box<Question>)>,
    forms: Vec<String>,
    words: Option<String>,
    /// The thread that makes the index is done, with or without a better one.
    built: bool,
    better: Option<Box<Indexed>>,
    /// The index was damaged; this is the same without it.
    checked: Option<Box<Indexed>>,
    ended: bool,
}

impl Pending {
    fn take(&mut self, work: Work) {
        match work {
            Work::Ask(ask, cancel) => {
                self.ask = Some((ask, cancel));
                (self.rows, self.wider) = (None, None);
            }
            Work::Wider(number, question) => self.wider = Some((number, question)),
            Work::Forms(words) => self.forms.extend(words),
            Work::Words(start) => self.words = Some(start),
            Work::Built(indexed) => (self.built, self.better) = (true, indexed),
            Work::Checked(indexed) => self.checked = Some(indexed),
            Work::End => self.ended = true,
            Work::Rows(number, rows) => self.rows = Some((number, rows)),
            Work::Refresh(documents) => self.refresh = Some(documents),
        }
    }
}

struct Thread {
    source: Indexed,
    answered: Option<(Arc<Answered>, CodingTable)>,
    /// When something was asked last.
    last: Option<Instant>,
    /// How long the last question took.
    took: Duration,
    /// Of the question that was answered last.
    cancel: Cancel,
    report: Arc<dyn Fn(Report) + Send + Sync>,
    /// For the thread that makes the index.
    sender: Sender<Work>,
    ends: Cancel,
    building: bool,
    /// The files of the index were looked at, or are being looked at.
    looked: bool,
    /// Where long answers are begun: the threads that give the whole of them are busy.
    beside: Option<ThreadPool>,
}

impl Thread {
    /// Works until nobody asks any more.
    fn run(mut self, receiver: &Receiver<Work>) {
        self.tell();
        self.build();
        while let Ok(work) = receiver.recv() {
            let mut pending = Pending::default();
            pending.take(work);
            self.wait(&mut pending, receiver);
            if pending.ended {
                return;
            }
            self.take_texts(&mut pending);
            if !pending.forms.is_empty() {
                let of = |word: String| (self.source.forms(&word), word);
                let forms = pending.forms.into_iter().map(of).map(|(forms, word)| (word, forms));
                (self.report)(Report::Forms(forms.collect()));
            }
            if let Some((ask, cancel)) = pending.ask {
                self.ask(&ask, &cancel);
            }
            if let Some((number, rows)) = pending.rows {
                self.rows(number, rows);
            }
            if let Some(start) = pending.words {
                let words = self.source.words(&start);
                (self.report)(Report::Words(start, words));
            }
            if let Some((number, question)) = pending.wider {
                self.wider(number, &question);
            }
        }
    }

    /// Documents changed, or the index is there.
    fn take_texts(&mut self, pending: &mut Pending) {
        if let Some(without) = pending.checked.take() {
            self.source = *without;
            self.tell();
            self.build();
        }
        if pending.built {
            self.building = false;
            (self.report)(Report::Building(Progress::Ready));
            if let Some(built) = pending.better.take() {
                // The same texts have the same numbers.
                let same = built.catalogue().documents() == self.source.catalogue().documents();
                self.source = *built;
                self.tell();
                self.check();
                if !same {
                    self.answered = None;
                    (self.report)(Report::Texts(self.source.catalogue()));
                }
            }
        }
        if let Some(documents) = pending.refresh.take()
            && let Ok(Some(refreshed)) = self.source.refreshed(&documents, &self.ends)
        {
            self.source = refreshed;
            self.answered = None;
            (self.report)(Report::Texts(self.source.catalogue()));
            self.build();
        }
    }

    /// Tells what there is to say about the index.
    fn tell(&self) {
        if let Some(note) = self.source.note() {
            (self.report)(Report::Note(note));
        }
    }

    /// Looks once, on another thread, whether the files of the index hold what was written.
    fn check(&mut self) {
        if std::mem::replace(&mut self.looked, true) {
            return;
        }
        let (source, ends, sender) = (self.source.clone(), self.ends.clone(), self.sender.clone());
        thread::spawn(move || {
            if let Ok(Some(without)) = source.checked(&ends) {
                let _ = sender.send(Work::Checked(Box::new(without)));
            }
        });
    }

    /// Makes the index on another thread, where there is none or not all of it; meanwhile the texts are read.
    fn build(&mut self) {
        if self.building {
            return;
        }
        if !self.source.wants_build() {
            return self.check();
        }
        self.building = true;
        let (source, ends) = (self.source.clone(), self.ends.clone());
        let (report, sender) = (Arc::clone(&self.report), self.sender.clone());
        thread::spawn(move || {
            let last = AtomicU32::new(u32::MAX);
            let progress = |percent: u32| {
                if last.swap(percent, Ordering::Relaxed) != percent {
                    report(Report::Building(Progress::Percent(percent)));
                }
            };
            let built = source.built(&progress, &ends).ok().map(Box::new);
            let _ = sender.send(Work::Built(built));
        });
    }

    /// Takes in what has come already and, where letters come quickly, what comes in a moment.
    fn wait(&mut self, pending: &mut Pending, receiver: &Receiver<Work>) {
        loop {
            for work in receiver.try_iter() {
                pending.take(work);
            }
            let Some((ask, _)) = &pending.ask else { return };
            let before = self.last.replace(Instant::now());
            // Where answers come at once there is nothing to wait for.
            let quick = self.took <= QUICK && !self.building;
            if !ask.typing || quick || before.is_none_or(|before| before.elapsed() > RUN) {
                return;
            }
            match receiver.recv_timeout(MOMENT) {
                Ok(work) => pending.take(work),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn ask(&mut self, ask: &Ask, cancel: &Cancel) {
        let begun = Instant::now();
        let answered = match (&self.beside, ask.rows_to_begin_with()) {
            (Some(pool), Some(rows)) => self.answer_with_beginning(ask, rows, pool, cancel),
            _ => answer_to(ask, &self.source, cancel),
        };
        // One that was stopped took at least so long.
        self.took = begun.elapsed();
        let Ok(answered) = answered.map(Arc::new) else { return };
        self.answered = Some((Arc::clone(&answered), ask.codings.clone()));
        let rows = make_rows(&answered, &self.source, &ask.codings, ask.first_rows(&answered));
        self.cancel = cancel.clone();
        (self.report)(Report::Answered(Arc::clone(&answered), rows));
        // Behind the rows: the next letter stops it.
        if let Some(coders) = &ask.counted
            && let Ok(counts) = Counts::of(&answered, &ask.codings, coders, cancel)
        {
            (self.report)(Report::Counted(counts));
        }
    }

    /// The whole answer; where it takes its time, the beginning of it is told meanwhile.
    fn answer_with_beginning(
        &self,
        ask: &Ask,
        rows: usize,
        pool: &ThreadPool,
        cancel: &Cancel,
    ) -> Result<Answered, Stopped> {
        let (source, report, stop) = (&self.source, &self.report, &Cancel::default());
        let (is_there, waits) = mpsc::channel::<()>();
        pool.in_place_scope(|scope| {
            scope.spawn(move |_| {
                if waits.recv_timeout(SOON) == Err(RecvTimeoutError::Timeout)
                    && let Ok(Some(begun)) = beginning_of(ask, rows, source, stop)
                {
                    let made = make_rows(&begun, source, &ask.codings, 0..rows);
                    report(Report::Answered(Arc::new(begun), made));
                }
            });
            let answered = answer_to(ask, source, cancel);
            drop(is_there);
            stop.stop();
            answered
        })
    }

    fn wider(&self, number: u64, question: &Question) {
        if let Some((answered, codings)) = self.answered.as_ref().filter(|(last, _)| last.number == number)
            && let Ok(more) = more_in(question, answered, codings, &self.source, &self.cancel)
        {
            (self.report)(Report::Wider(number, more));
        }
    }

    fn rows(&self, number: u64, rows: Range<usize>) {
        if let Some((answered, codings)) = self.answered.as_ref().filter(|(last, _)| last.number == number) {
            (self.report)(Report::Rows(number, make_rows(answered, &self.source, codings, rows)));
        }
    }
}
