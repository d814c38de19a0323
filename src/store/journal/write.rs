//! Writing a journal: a thread of its own, so that the screen never waits for the disk.
//!
//! A job is one transaction. It is done when its lines are written, synced, and the path still leads to the file
//! that was written. Lines that fail are tried again with the next job, in order. A codebook file that cannot be
//! changed waits by itself: it never stands in the way of codings.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::folder::Stamp;

use super::disk::RealDisk;
use super::family::{FileChange, Pending};
use super::file::Journal;

/// One transaction to be written.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub tx: Uuid,
    /// Its lines, each with its newline.
    pub lines: String,
    /// Where they should come to stand, in bytes of the file.
    pub start: u64,
    /// Codebook files that change with it.
    pub files: Vec<FileChange>,
}

/// What became of a job.
#[derive(Debug)]
pub struct Written {
    /// The transaction.
    pub tx: Uuid,
    /// Done, or why not yet: it stays in the queue.
    pub result: Result<(), StoreError>,
    /// True when lines do not stand where they should: the file had been replaced, or another program wrote to it.
    pub moved: bool,
    /// The file right after the lines were written.
    pub stamp: Option<Stamp>,
    /// Changes that did not go into a codebook file, since it says something else by now; path and sentence.
    pub left: Vec<(PathBuf, String)>,
}

/// Called on the writing thread when there is a result to fetch.
pub type Notify = Box<dyn Fn() + Send>;

enum Order {
    Write(Box<Job>),
    Retry,
    Look(Sender<Result<bool, StoreError>>),
}

/// The thread that writes one journal.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    orders: Option<Sender<Order>>,
    results: Receiver<Written>,
    waiting: usize,
    /// True when the thread holds something that it will not try again by itself.
    stuck: bool,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread for the journal at `path` below `root`; the file is made at the first job. `notify` is called
    /// after every result. `pending` keeps which codebook files are still to be changed.
    pub fn start(root: PathBuf, path: &str, pending: Pending, notify: Notify) -> Self {
        let (orders, inbox) = channel();
        let (outbox, results) = channel();
        let full = root.join(path);
        let mut desk = Desk {
            journal: Journal::new(RealDisk, root, path),
            queue: VecDeque::new(),
            held: Vec::new(),
            pending,
            outbox,
            notify,
        };
        let run = move || desk.run(&inbox);
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(run);
        Self { path: full, orders: Some(orders), results, waiting: 0, stuck: false, thread: thread.ok() }
    }

    /// Puts a job into the queue.
    ///
    /// # Errors
    /// When the thread is gone; then the job is not in the queue.
    pub fn send(&mut self, job: Job) -> Result<(), StoreError> {
        self.post(Order::Write(Box::new(job)))?;
        self.waiting += 1;
        Ok(())
    }

    /// Tries failed jobs again.
    ///
    /// # Errors
    /// When the thread is gone.
    pub fn retry(&mut self) -> Result<(), StoreError> {
        self.stuck = false;
        self.post(Order::Retry)
    }

    /// Looks whether the journal still holds what this session wrote, and mends it where another program replaced the
    /// file. True when it had been replaced. It waits for the answer.
    ///
    /// # Errors
    /// When it cannot be mended now; it is tried again with the next job.
    pub fn look(&mut self) -> Result<bool, StoreError> {
        let (answer, heard) = channel();
        self.post(Order::Look(answer))?;
        heard.recv().map_err(|_| self.gone())?
    }

    fn gone(&self) -> StoreError {
        StoreError::WriterGone(self.path.clone())
    }

    fn post(&self, order: Order) -> Result<(), StoreError> {
        self.orders.as_ref().ok_or_else(|| self.gone())?.send(order).map_err(|_| self.gone())
    }

    /// What has been written, or has failed, since the last call.
    pub fn results(&mut self) -> Vec<Written> {
        let found: Vec<Written> = self.results.try_iter().collect();
        for written in &found {
            self.note(written);
        }
        found
    }

    fn note(&mut self, written: &Written) {
        match written.result {
            Ok(()) => self.waiting -= 1,
            Err(_) => self.stuck = true,
        }
    }

    /// How many jobs are not yet safe.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Waits until every job is safe or one fails, and says what has been written. What failed before is tried again.
    ///
    /// # Errors
    /// The failure; the job stays in the queue.
    pub fn wait(&mut self) -> Result<Vec<Written>, StoreError> {
        let mut done = self.results();
        done.retain(|written| written.result.is_ok());
        if self.stuck && self.waiting > 0 {
            self.retry()?;
        }
        while self.waiting > 0 {
            let written = self.results.recv().map_err(|_| self.gone())?;
            self.note(&written);
            match written.result {
                Ok(()) => done.push(written),
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }
}

impl Drop for Writer {
    /// Lets the thread finish what is in its queue.
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The other side: what lies on the writing thread's desk.
struct Desk {
    journal: Journal<RealDisk>,
    /// Jobs whose lines are not yet safe.
    queue: VecDeque<Job>,
    /// Jobs whose lines are safe while a codebook file is not.
    held: Vec<Job>,
    pending: Pending,
    outbox: Sender<Written>,
    notify: Notify,
}

impl Desk {
    fn run(&mut self, inbox: &Receiver<Order>) {
        while let Ok(order) = inbox.recv() {
            match order {
                Order::Write(job) => self.queue.push_back(*job),
                Order::Retry => {}
                Order::Look(answer) => {
                    let _ = answer.send(self.journal.look());
                    continue;
                }
            }
            self.work();
        }
        // The last moment to find that another program replaced the file after it was called done.
        let _ = self.journal.look();
    }

    fn work(&mut self) {
        for job in std::mem::take(&mut self.held) {
            self.change_files(job, None, false);
        }
        while let Some(mut job) = self.queue.pop_front() {
            if !job.files.is_empty() {
                self.pending.begin(job.tx);
            }
            match self.journal.append(&mut job.lines) {
                Ok(appended) => {
                    let moved = appended.replaced || appended.start != job.start;
                    self.change_files(job, Some(appended.stamp), moved);
                }
                Err(error) => {
                    let (tx, result) = (job.tx, Err(error));
                    self.say(Written { tx, result, moved: false, stamp: None, left: Vec::new() });
                    self.queue.push_front(job);
                    break;
                }
            }
        }
    }

    /// Changes the codebook files of a job whose lines are safe.
    fn change_files(&mut self, mut job: Job, stamp: Option<Stamp>, moved: bool) {
        let mut result = Ok(());
        let mut left = Vec::new();
        job.files.retain(|change| match change.carry_out() {
            Ok(said) => {
                left.extend(said.into_iter().map(|said| (change.path.clone(), said)));
                false
            }
            Err(error) => {
                result = Err(error);
                true
            }
        });
        let tx = job.tx;
        if job.files.is_empty() {
            self.pending.end(tx);
        } else {
            self.held.push(job);
        }
        self.say(Written { tx, result, moved, stamp, left });
    }

    fn say(&self, written: Written) {
        // Nobody may be listening any more.
        let _ = self.outbox.send(written);
        (self.notify)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::codebook::{EntryChange, Place};
    use std::fs;

    fn job(words: &str) -> Job {
        Job { tx: Uuid::from_u128(1), lines: format!("{words}\n"), start: 0, files: Vec::new() }
    }

    fn study() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("kantlijn.toml"), "format = 1\n").unwrap();
        folder
    }

    fn start(folder: &tempfile::TempDir, path: &str) -> (Writer, PathBuf) {
        let pending = Pending::read(folder.path().join("pending"));
        let writer = Writer::start(folder.path().to_owned(), path, pending, Box::new(|| {}));
        (writer, folder.path().join(path))
    }

    #[test]
    fn jobs_are_written_in_order_and_waited_for() {
        let folder = study();
        let (mut writer, path) = start(&folder, "codings/anna/w.jsonl");
        for words in ["een", "twee", "drie"] {
            writer.send(job(words)).unwrap();
        }
        assert_eq!(writer.wait().unwrap().len(), 3);
        assert_eq!(writer.waiting(), 0);
        assert_eq!(fs::read_to_string(&path).unwrap(), "een\ntwee\ndrie\n");
    }

    #[test]
    fn a_replaced_file_gets_what_it_lacks_of_this_session() {
        let folder = study();
        let (mut writer, path) = start(&folder, "w.jsonl");
        fs::write(&path, "oud\n").unwrap();
        for words in ["een", "twee"] {
            writer.send(job(words)).unwrap();
            writer.wait().unwrap();
        }
        // As git and sync programs do it: another file takes the name.
        let replace = |words: &str| {
            let other = folder.path().join("other");
            fs::write(&other, words).unwrap();
            fs::rename(&other, &path).unwrap();
        };
        replace("oud\ntwee\r\nvan elders\n");
        writer.send(job("drie")).unwrap();
        assert!(writer.wait().unwrap().iter().all(|written| written.moved));
        assert_eq!(fs::read_to_string(&path).unwrap(), "oud\ntwee\r\nvan elders\neen\ndrie\n");
        replace("onaf");
        assert!(writer.look().unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "onaf\neen\ntwee\ndrie\n", "a line of its own");
        assert!(!writer.look().unwrap());
        replace("weg\n");
        drop(writer);
        assert_eq!(fs::read_to_string(&path).unwrap(), "weg\neen\ntwee\ndrie\n", "at the last moment");
    }

    #[test]
    fn lines_of_another_program_are_neither_cut_nor_continued() {
        let folder = study();
        let (mut writer, path) = start(&folder, "w.jsonl");
        writer.send(job("een")).unwrap();
        writer.wait().unwrap();
        fs::write(&path, "een\nvan elders, onaf").unwrap();
        writer.send(Job { start: 4, ..job("twee") }).unwrap();
        assert!(writer.wait().unwrap()[0].moved, "it does not stand where it should");
        assert_eq!(fs::read_to_string(&path).unwrap(), "een\nvan elders, onaf\ntwee\n");
    }

    #[test]
    fn a_failure_is_said_and_the_job_waits() {
        let folder = study();
        let (mut writer, path) = start(&folder, "codings/anna/w.jsonl");
        let blocked = folder.path().join("codings");
        fs::write(&blocked, "a file where a folder should be").unwrap();
        writer.send(job("een")).unwrap();
        assert!(writer.wait().is_err());
        assert!(writer.wait().is_err(), "asked again it tries again, and does not wait for ever");
        assert_eq!(writer.waiting(), 1);
        fs::remove_file(&blocked).unwrap();
        writer.wait().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "een\n");
    }

    #[test]
    fn a_study_that_is_gone_is_not_made_anew() {
        let folder = study();
        let (mut writer, path) = start(&folder, "codings/anna/w.jsonl");
        writer.send(job("een")).unwrap();
        writer.wait().unwrap();
        fs::remove_dir_all(folder.path()).unwrap();
        writer.send(job("twee")).unwrap();
        assert!(matches!(writer.wait(), Err(StoreError::StudyGone(_))));
        assert!(!folder.path().exists());
        fs::create_dir(folder.path()).unwrap();
        fs::write(folder.path().join("kantlijn.toml"), "format = 1\n").unwrap();
        writer.wait().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "een\ntwee\n", "the disk is back");
    }

    #[test]
    fn a_broken_family_file_waits_alone() {
        let folder = study();
        let (mut writer, path) = start(&folder, "codings/anna/w.jsonl");
        let family = folder.path().join("codebook/vrij.toml");
        let change = |entry: &str| FileChange {
            path: family.clone(),
            new: "family = \"vrij\"\n".to_owned(),
            changes: vec![EntryChange {
                family: "vrij".to_owned(),
                place: Place::Code(entry.to_owned()),
                before: None,
                after: Some(format!("id = \"{entry}\"\n")),
                behind: None,
            }],
        };
        fs::create_dir(folder.path().join("codebook")).unwrap();
        fs::write(&family, "family = \n").unwrap();
        writer.send(Job { files: vec![change("brug")], ..job("een") }).unwrap();
        assert!(matches!(writer.wait(), Err(StoreError::Family { .. })));
        writer.send(job("twee")).unwrap();
        assert!(writer.wait().is_err());
        writer.look().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "een\ntwee\n", "codings go on, and once");
        writer.results();
        assert_eq!(writer.waiting(), 1);
        // Mended by hand, with a code of that person's own.
        fs::write(&family, "family = \"vrij\"\n[[code]]\nid = \"eigen\"\n").unwrap();
        writer.wait().unwrap();
        let toml = fs::read_to_string(&family).unwrap();
        assert!(toml.contains("\"eigen\"") && toml.contains("\"brug\""), "{toml}");
    }
}
