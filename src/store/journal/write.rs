//! Writing a journal: a thread of its own, so that the screen never waits for the disk.
//!
//! A job is one transaction. It is done when its lines are written, synced, and the path still leads to the file
//! that was written: git and sync programs replace files. A job that fails is tried again with the next one, in
//! order, and the file is cut back to where it was good before.

use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::folder::Stamp;
use crate::store::places::{sync_folder, write_whole};

/// A codebook file to be replaced once the event is safe.
#[derive(Clone, Debug)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// What shall stand in it.
    pub content: String,
}

/// One transaction to be written.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub tx: Uuid,
    /// Its lines, each with its newline.
    pub lines: String,
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
    /// True when the file had been replaced and everything of this session was written again.
    pub replaced: bool,
}

/// Called on the writing thread when there is a result to fetch.
pub type Notify = Box<dyn Fn() + Send>;

/// How much of this session's lines is kept in memory; more is read from the open file when it is needed.
const SESSION_IN_MEMORY: usize = 16 << 20;

/// The thread that writes one journal.
#[derive(Debug)]
pub struct Writer {
    path: PathBuf,
    jobs: Option<Sender<Option<Job>>>,
    results: Receiver<Written>,
    waiting: usize,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread; the file is made at the first job. `notify` is called after every result.
    pub fn start(path: PathBuf, notify: Notify) -> Self {
        let (jobs, inbox) = channel();
        let (outbox, results) = channel();
        let journal =
            Journal { path: path.clone(), open: None, session: Some(String::new()), session_start: 0 };
        let run = move || run(journal, &inbox, &outbox, &notify);
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(run);
        Self { path, jobs: Some(jobs), results, waiting: 0, thread: thread.ok() }
    }

    /// Puts a job into the queue.
    ///
    /// # Errors
    /// When the thread is gone.
    pub fn send(&mut self, job: Job) -> Result<(), StoreError> {
        self.waiting += 1;
        self.post(Some(job))
    }

    /// Tries failed jobs again.
    ///
    /// # Errors
    /// When the thread is gone.
    pub fn retry(&mut self) -> Result<(), StoreError> {
        self.post(None)
    }

    fn post(&self, job: Option<Job>) -> Result<(), StoreError> {
        let gone = || StoreError::WriterGone(self.path.clone());
        self.jobs.as_ref().ok_or_else(gone)?.send(job).map_err(|_| gone())
    }

    /// What has been written, or has failed, since the last call.
    pub fn results(&mut self) -> Vec<Written> {
        let found: Vec<Written> = self.results.try_iter().collect();
        self.waiting -= found.iter().filter(|written| written.result.is_ok()).count();
        found
    }

    /// How many jobs are not yet safe.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Waits until every job is safe or the first one fails, and says what has been written.
    ///
    /// # Errors
    /// The failure; the job stays in the queue.
    pub fn wait(&mut self) -> Result<Vec<Written>, StoreError> {
        let mut done = Vec::new();
        while self.waiting > 0 {
            let written = self.results.recv().map_err(|_| StoreError::WriterGone(self.path.clone()))?;
            let Written { tx, result, replaced } = written;
            result?;
            self.waiting -= 1;
            done.push(Written { tx, result: Ok(()), replaced });
        }
        Ok(done)
    }
}

impl Drop for Writer {
    /// Lets the thread finish what is in its queue.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn run(mut journal: Journal, inbox: &Receiver<Option<Job>>, outbox: &Sender<Written>, notify: &Notify) {
    let mut queue: VecDeque<Job> = VecDeque::new();
    while let Ok(job) = inbox.recv() {
        queue.extend(job);
        while let Some(job) = queue.front() {
            let (result, replaced) = match journal.write(job) {
                Ok(replaced) => (Ok(()), replaced),
                Err(error) => (Err(error), false),
            };
            let done = result.is_ok();
            let heard = outbox.send(Written { tx: job.tx, result, replaced }).is_ok();
            notify();
            if done {
                queue.pop_front();
            } else if heard {
                break;
            } else {
                // Nobody listens any more and the disk refuses: nothing is left to try.
                return;
            }
        }
    }
}

/// The open file and where its good part ends.
struct Journal {
    path: PathBuf,
    open: Option<(File, u64)>,
    /// What this session wrote, as long as it is not too much.
    session: Option<String>,
    /// Where this session began in the open file.
    session_start: u64,
}

impl Journal {
    /// Writes a job; true when the file had been replaced under us.
    fn write(&mut self, job: &Job) -> Result<bool, StoreError> {
        self.append(job.lines.as_bytes())?;
        let mut tries = 0;
        // Replaced: what this session wrote may be in a file that no longer has a name.
        while !self.is_ours() {
            tries += 1;
            if tries > 8 {
                let error = std::io::Error::other("the file is replaced again and again");
                return Err(StoreError::io(&self.path, "write it", error));
            }
            let mut again = self.session_lines();
            again.extend_from_slice(job.lines.as_bytes());
            self.open = None;
            self.append(&again)?;
        }
        if let Some(session) = &mut self.session {
            session.push_str(&job.lines);
            if session.len() > SESSION_IN_MEMORY {
                self.session = None;
            }
        }
        for change in &job.files {
            write_whole(&change.path, change.content.as_bytes(), false)?;
        }
        Ok(tries > 0)
    }

    /// The lines that this session wrote before, from memory or from the file that lost its name.
    fn session_lines(&mut self) -> Vec<u8> {
        if let Some(session) = &self.session {
            return session.as_bytes().to_vec();
        }
        let mut lines = Vec::new();
        if let Some((file, _)) = &mut self.open
            && file.seek(SeekFrom::Start(self.session_start)).is_ok()
        {
            let _ = file.read_to_end(&mut lines);
        }
        lines
    }

    fn append(&mut self, lines: &[u8]) -> Result<(), StoreError> {
        let path = self.path.clone();
        let fail = |error| {
            StoreError::io(&path, "write your codings to it; they are kept in memory and tried again", error)
        };
        if self.open.is_none() {
            let (file, end) = open(&path)?;
            self.session_start = end;
            self.open = Some((file, end));
        }
        let Some((file, end)) = &mut self.open else { return Ok(()) };
        let mut write = || {
            file.write_all(lines)?;
            file.sync_data()
        };
        match write() {
            Ok(()) => {
                *end += lines.len() as u64;
                Ok(())
            }
            Err(error) => {
                // Half a line must not stand in the way of the next try.
                let _ = file.set_len(*end);
                let _ = file.seek(SeekFrom::Start(*end));
                Err(fail(error))
            }
        }
    }

    /// True when the path still leads to the file that is open.
    fn is_ours(&self) -> bool {
        let Some((file, _)) = &self.open else { return false };
        let (Some(there), Ok(open)) = (Stamp::of(&self.path), file.metadata()) else { return false };
        let open = Stamp::from_metadata(&open);
        there.inode == open.inode && there.length == open.length
    }
}

fn open(path: &Path) -> Result<(File, u64), StoreError> {
    let fail = |error| StoreError::io(path, "open your journal", error);
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, "make this folder", error))?;
    let fresh = !path.exists();
    let file = OpenOptions::new().create(true).read(true).append(true).open(path).map_err(fail)?;
    if fresh {
        sync_folder(folder);
    }
    let end = file.metadata().map_err(fail)?.len();
    Ok((file, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn job(words: &str) -> Job {
        Job { tx: Uuid::from_u128(1), lines: format!("{words}\n"), files: Vec::new() }
    }

    #[test]
    fn jobs_are_written_in_order_and_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codings/anna/w.jsonl");
        let mut writer = Writer::start(path.clone(), Box::new(|| {}));
        for words in ["een", "twee", "drie"] {
            writer.send(job(words)).unwrap();
        }
        assert_eq!(writer.wait().unwrap().len(), 3);
        assert_eq!(writer.waiting(), 0);
        assert_eq!(fs::read_to_string(&path).unwrap(), "een\ntwee\ndrie\n");
    }

    #[test]
    fn a_replaced_file_gets_what_this_session_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w.jsonl");
        fs::write(&path, "oud\n").unwrap();
        let mut writer = Writer::start(path.clone(), Box::new(|| {}));
        writer.send(job("een")).unwrap();
        writer.wait().unwrap();
        // As git and sync programs do it: another file takes the name.
        let other = folder.path().join("other");
        fs::write(&other, "oud\nvan elders\n").unwrap();
        fs::rename(&other, &path).unwrap();
        writer.send(job("twee")).unwrap();
        assert!(writer.wait().unwrap().iter().any(|written| written.replaced));
        assert_eq!(fs::read_to_string(&path).unwrap(), "oud\nvan elders\neen\ntwee\n");
    }

    #[test]
    fn a_failure_is_said_and_the_job_waits() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("codings");
        fs::write(&blocked, "a file where a folder should be").unwrap();
        let path = blocked.join("w.jsonl");
        let mut writer = Writer::start(path.clone(), Box::new(|| {}));
        writer.send(job("een")).unwrap();
        assert!(writer.wait().is_err());
        assert_eq!(writer.waiting(), 1);
        fs::remove_file(&blocked).unwrap();
        writer.retry().unwrap();
        writer.wait().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "een\n");
    }
}
