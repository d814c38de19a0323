//! A disk that fails and forgets, under a journal: what was called done is there after every crash. Only tests and the
//! torture program call it.
//!
//! A killed process leaves everything it wrote in the system's memory, so killing shows no missing sync; this disk does. It
//! holds what was synced apart from what was only written. Writes are cut off, syncs fail (and what they should have made
//! last may then never be, as on real systems), and a crash keeps what was synced and of the rest whatever chance wants.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::disk::{Disk, DiskFile};
use super::file::Journal;
use crate::store::folder::{STUDY_FILE, Stamp};

/// One in so many operations fails.
const RARELY: u64 = 6;

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Cut(usize),
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write(at, words) => {
                bytes.resize(bytes.len().max(at + words.len()), 0);
                bytes[*at..at + words.len()].copy_from_slice(words);
            }
            Self::Cut(length) => bytes.resize(*length, 0),
        }
    }
}

#[derive(Clone, Default)]
struct Inode {
    synced: Vec<u8>,
    now: Vec<u8>,
    /// What was done since the last sync and may yet be made last.
    pending: Vec<Change>,
}

/// Everything about the disk; names are only ever added.
struct World {
    dice: u64,
    /// False for a system that says that it synced and did not.
    honest: bool,
    faults: bool,
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    synced_names: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

#[derive(Clone)]
struct Sim(Rc<RefCell<World>>);

struct SimFile {
    sim: Sim,
    inode: usize,
    at: usize,
}

impl World {
    fn below(&mut self, bound: u64) -> u64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        self.dice % bound
    }

    fn fails(&mut self) -> bool {
        self.faults && self.below(RARELY) == 0
    }

    fn change(&mut self, inode: usize, change: Change) {
        change.apply(&mut self.inodes[inode].now);
        self.inodes[inode].pending.push(change);
    }

    /// The power goes. What stays of what was not synced is up to chance.
    fn crash(&mut self) {
        for inode in 0..self.inodes.len() {
            let pending = std::mem::take(&mut self.inodes[inode].pending);
            for change in pending {
                let change = match (self.below(3), change) {
                    (0, _) => continue,
                    (1, Change::Write(at, mut words)) => {
                        words.truncate(self.below(words.len() as u64 + 1) as usize);
                        Change::Write(at, words)
                    }
                    (_, change) => change,
                };
                change.apply(&mut self.inodes[inode].synced);
            }
            let inode = &mut self.inodes[inode];
            inode.now.clone_from(&inode.synced);
        }
        let names: Vec<PathBuf> = self.names.keys().cloned().collect();
        for name in names {
            if !self.synced_names.contains(&name) && self.below(2) == 0 {
                self.names.remove(&name);
            }
        }
    }
}

fn study_file() -> PathBuf {
    Path::new("/studie").join(STUDY_FILE)
}

impl Sim {
    fn new(seed: u64, honest: bool) -> Self {
        let world = World {
            dice: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            honest,
            faults: true,
            inodes: vec![Inode::default()],
            names: BTreeMap::from([(study_file(), 0)]),
            synced_names: BTreeSet::from([study_file()]),
            folders: BTreeSet::from([PathBuf::from("/studie")]),
        };
        Self(Rc::new(RefCell::new(world)))
    }

    fn journal(&self) -> Journal<Self> {
        Journal::new(self.clone(), PathBuf::from("/studie"), "codings/anna/w.jsonl")
    }

    /// The whole lines of the journal after a crash.
    fn lines(&self) -> BTreeSet<String> {
        let world = self.0.borrow();
        let bytes = world.names.get(Path::new("/studie/codings/anna/w.jsonl"));
        let bytes = bytes.map_or(&[][..], |&inode| &world.inodes[inode].now);
        let lines = bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
        lines.map(|line| String::from_utf8_lossy(line).trim_end().to_owned()).collect()
    }
}

fn no_room() -> io::Error {
    io::Error::from(ErrorKind::StorageFull)
}

impl Disk for Sim {
    type File = SimFile;

    fn open(&self, path: &Path) -> io::Result<SimFile> {
        let mut world = self.0.borrow_mut();
        if world.fails() {
            return Err(io::Error::from(ErrorKind::PermissionDenied));
        }
        let inode = match world.names.get(path) {
            Some(&inode) => inode,
            None => {
                world.inodes.push(Inode::default());
                let inode = world.inodes.len() - 1;
                world.names.insert(path.to_owned(), inode);
                inode
            }
        };
        Ok(SimFile { sim: self.clone(), inode, at: 0 })
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        let world = self.0.borrow();
        let inode = *world.names.get(path)?;
        Some(Stamp { length: world.inodes[inode].now.len() as u64, modified: None, inode: inode as u64 })
    }

    fn is_missing(&self, path: &Path) -> bool {
        !self.0.borrow().names.contains_key(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut world = self.0.borrow_mut();
        if world.fails() {
            return Err(no_room());
        }
        if world.folders.insert(path.to_owned()) { Ok(()) } else { Err(ErrorKind::AlreadyExists.into()) }
    }

    fn is_folder(&self, path: &Path) -> bool {
        self.0.borrow().folders.contains(path)
    }

    fn sync_folder(&self, path: &Path) {
        let mut world = self.0.borrow_mut();
        if world.honest {
            let names: Vec<PathBuf> =
                world.names.keys().filter(|name| name.parent() == Some(path)).cloned().collect();
            world.synced_names.extend(names);
        }
    }
}

impl Read for SimFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let world = self.sim.0.borrow();
        let bytes = world.inodes[self.inode].now.get(self.at..).unwrap_or_default();
        let count = bytes.len().min(buffer.len());
        buffer[..count].copy_from_slice(&bytes[..count]);
        self.at += count;
        Ok(count)
    }
}

impl DiskFile for SimFile {
    fn stamp(&self) -> io::Result<Stamp> {
        let world = self.sim.0.borrow();
        let length = world.inodes[self.inode].now.len() as u64;
        Ok(Stamp { length, modified: None, inode: self.inode as u64 })
    }

    fn read_from(&mut self, start: u64) -> io::Result<()> {
        self.at = start as usize;
        Ok(())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut world = self.sim.0.borrow_mut();
        let end = world.inodes[self.inode].now.len();
        let fails = world.fails();
        let kept = if fails { world.below(bytes.len() as u64 + 1) as usize } else { bytes.len() };
        world.change(self.inode, Change::Write(end, bytes[..kept].to_vec()));
        self.at = end + kept;
        if fails { Err(no_room()) } else { Ok(()) }
    }

    fn sync(&mut self) -> io::Result<u64> {
        let mut world = self.sim.0.borrow_mut();
        let pending = std::mem::take(&mut world.inodes[self.inode].pending);
        if world.fails() {
            // Some of it is forgotten: no later sync makes it last, although it can still be read.
            let kept: Vec<Change> = pending.into_iter().filter(|_| world.below(2) == 0).collect();
            world.inodes[self.inode].pending = kept;
            return Err(io::Error::other("the disk does not answer"));
        }
        if world.honest {
            for change in &pending {
                change.apply(&mut world.inodes[self.inode].synced);
            }
        } else {
            world.inodes[self.inode].pending = pending;
        }
        Ok(self.at as u64)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let mut world = self.sim.0.borrow_mut();
        if world.fails() {
            return Err(io::Error::other("the disk does not answer"));
        }
        world.change(self.inode, Change::Cut(length as usize));
        Ok(())
    }
}

/// Sessions that end in a crash, one after the other on one disk; how many lines that were called done are gone.
pub fn lost(seed: u64, honest: bool) -> usize {
    let sim = Sim::new(seed, honest);
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut number = 0;
    for _ in 0..4 {
        let mut journal = sim.journal();
        let mut waiting: Option<String> = None;
        let steps = sim.0.borrow_mut().below(12);
        for _ in 0..steps {
            // What failed stays first in the queue, as with the writing thread.
            let mut lines = waiting.take().unwrap_or_else(|| {
                number += 1;
                (0..=number % 3).fold(String::new(), |lines, part| lines + &format!("{number}.{part} één\n"))
            });
            let words = lines.clone();
            match journal.append(&mut lines) {
                Ok(_) => done.extend(words.lines().map(str::to_owned)),
                Err(_) => waiting = Some(words),
            }
        }
        drop(journal);
        sim.0.borrow_mut().crash();
        let there = sim.lines();
        let gone = done.iter().filter(|line| !there.contains(*line)).count();
        if gone > 0 {
            return gone;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::lost;

    #[test]
    fn what_was_called_done_survives_failing_writes_and_syncs_and_a_loss_of_power() {
        for seed in 1..=8_000 {
            assert_eq!(lost(seed, true), 0, "seed {seed}");
        }
    }

    #[test]
    fn a_sync_that_is_missing_would_be_seen() {
        let lost = (1..=200).filter(|seed| lost(*seed, false) > 0).count();
        assert!(lost > 100, "{lost} of 200");
    }
}
