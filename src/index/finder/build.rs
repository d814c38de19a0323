//! Making an index, or the part of it that is out of date.
//!
//! Documents stand in the order of their paths in shards of some 128 MB of text, two of which are made at a time. When few
//! documents changed, the large shards stay as they are (as links to the same files) and all other documents are put into
//! one new shard; when they are more than a tenth of the text, everything is made anew.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use rustc_hash::FxHashMap;
use tantivy::directory::{MmapDirectory, RamDirectory};
use tantivy::{Index, TantivyError};

use crate::index::cancel::Cancel;
use crate::index::catalogue::CataloguedTurn;

use super::bytes::checksum;
use super::corpus::{Corpus, CorpusFile};
use super::error::Broken;
use super::shard::Shard;
use super::table::{Row, ShardFile, Table};
use super::write::ShardWriter;

/// Text in a shard, in bytes.
const SHARD: u64 = 128 << 20;
/// Below this a second thread is not worth a second shard.
const ONE_SHARD: u64 = 8 << 20;
/// Shards with less living text than this are made anew with whatever changed.
const LARGE: u64 = 8 << 20;
/// Shards that are made at a time: each needs some two times its text in memory.
const THREADS: usize = 2;
/// The file in the folder of an index that says what it is about.
pub(super) const TABLE_FILE: &str = "catalogue";

/// How far a build is, in bytes of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Read and indexed.
    pub done: u64,
    /// In all.
    pub total: u64,
}

/// Where a new shard is written.
#[derive(Clone, Copy)]
pub(super) enum Target<'f> {
    Folder(&'f Path),
    Memory,
}

/// The name of a shard's folder.
pub(super) fn shard_name(number: usize) -> String {
    format!("shard-{number}")
}

/// A document that was put into a shard.
struct Indexed {
    /// Without the number of its shard.
    row: Row,
    turns: Vec<CataloguedTurn>,
}

/// A shard that was made.
struct Made {
    index: Index,
    /// By the numbers of their files in the corpus.
    documents: Vec<(usize, Indexed)>,
    /// Labels, by the numbers that the turns of this shard have for them.
    labels: Vec<String>,
}

/// What stays of an older index.
#[derive(Default)]
pub(super) struct Kept<'k> {
    /// The shards, with the folders that they lie in.
    pub(super) shards: Vec<(&'k Arc<Shard>, std::path::PathBuf)>,
    /// Their documents by path, with the number of the shard among those that stay.
    pub(super) documents: BTreeMap<&'k str, (Row, &'k [CataloguedTurn])>,
    /// The labels that these turns name.
    pub(super) labels: &'k [String],
}

/// True when so much text is to be put into a new shard that all is better made anew.
pub(super) fn is_much(text: u64, of: u64) -> bool {
    text > of / 10
}

/// True for a shard that stays when documents of other shards change.
pub(super) fn is_large(living: u64) -> bool {
    living >= LARGE
}

/// Makes an index of all documents of `corpus`; nothing of it counts before it is published.
pub(super) fn make(
    corpus: &Corpus,
    kept: &Kept<'_>,
    target: Target<'_>,
    progress: &(dyn Fn(Progress) + Sync),
    cancel: &Cancel,
) -> Result<(Table, Vec<Arc<Shard>>), Broken> {
    let new: Vec<usize> = (0..corpus.files().len())
        .filter(|&at| !kept.documents.contains_key(corpus.files()[at].path.as_str()))
        .collect();
    let groups = groups(corpus, new);
    let total = groups.iter().flatten().map(|&at| u64::from(corpus.files()[at].length)).sum();
    let counted = AtomicU64::new(0);
    let count = |bytes: u32| {
        let done = counted.fetch_add(u64::from(bytes), Ordering::Relaxed) + u64::from(bytes);
        progress(Progress { done: done.min(total), total });
    };
    let made = make_shards(corpus, &groups, kept.shards.len(), target, &count, cancel)?;
    let mut shards: Vec<Arc<Shard>> = kept.shards.iter().map(|(shard, _)| Arc::clone(shard)).collect();
    if let Target::Folder(folder) = target {
        for (number, (_, from)) in kept.shards.iter().enumerate() {
            link(from, &folder.join(shard_name(number)))?;
        }
    } else {
        for made in &made {
            shards.push(Arc::new(Shard::in_memory(made.index.clone())?));
        }
    }
    let mut table = table(corpus, kept, made);
    if let Target::Folder(folder) = target {
        table.files = files(folder, table.shards)?;
        fs::write(folder.join(TABLE_FILE), table.to_bytes())?;
    }
    Ok((table, shards))
}

/// Documents on end, about as much text in each group, and no group too large.
fn groups(corpus: &Corpus, files: Vec<usize>) -> Vec<Vec<usize>> {
    let length = |at: usize| u64::from(corpus.files()[at].length);
    let total: u64 = files.iter().map(|&at| length(at)).sum();
    let count = if total < ONE_SHARD { 1 } else { total.div_ceil(SHARD).max(THREADS as u64) };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut before = 0;
    for at in files {
        // The group in which the middle of the document lies.
        let group = (before + length(at) / 2) * count / total.max(1);
        before += length(at);
        groups.resize_with(groups.len().max(group.min(count - 1) as usize + 1), Vec::new);
        if let Some(group) = groups.last_mut() {
            group.push(at);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn make_shards(
    corpus: &Corpus,
    groups: &[Vec<usize>],
    first: usize,
    target: Target<'_>,
    count: &(dyn Fn(u32) + Sync),
    cancel: &Cancel,
) -> Result<Vec<Made>, Broken> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut made = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(group) = groups.get(number) else { return Ok::<_, Broken>(made) };
            made.push((number, make_shard(corpus, group, first + number, target, count, cancel)?));
        }
    };
    let mut made = if groups.len() <= 1 {
        take()?
    } else {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(take)).collect();
            let mut all = Vec::new();
            for thread in threads {
                all.extend(thread.join().unwrap_or(Err(Broken::Damaged))?);
            }
            Ok::<_, Broken>(all)
        })?
    };
    made.sort_by_key(|(number, _)| *number);
    Ok(made.into_iter().map(|(_, made)| made).collect())
}

fn make_shard(
    corpus: &Corpus,
    group: &[usize],
    number: usize,
    target: Target<'_>,
    count: &(dyn Fn(u32) + Sync),
    cancel: &Cancel,
) -> Result<Made, Broken> {
    let folder = match target {
        Target::Folder(folder) => Some(folder.join(shard_name(number))),
        Target::Memory => None,
    };
    let mut writer = match &folder {
        Some(folder) => {
            fs::create_dir(folder)?;
            ShardWriter::begin(Box::new(MmapDirectory::open(folder).map_err(TantivyError::from)?))?
        }
        None => ShardWriter::begin(Box::new(RamDirectory::create()))?,
    };
    let mut known = FxHashMap::default();
    let (mut documents, mut labels) = (Vec::with_capacity(group.len()), Vec::new());
    for &at in group {
        cancel.check().map_err(|_| Broken::Stopped)?;
        let file = &corpus.files()[at];
        if let Some(indexed) = add(corpus, file, &mut writer, &mut known, &mut labels)? {
            documents.push((at, indexed));
        }
        count(file.length);
    }
    let index = writer.finish()?;
    if let Some(folder) = folder {
        Shard::write_terms(&index, &folder)?;
    }
    Ok(Made { index, documents, labels })
}

fn add(
    corpus: &Corpus,
    file: &CorpusFile,
    writer: &mut ShardWriter,
    known: &mut FxHashMap<String, u32>,
    labels: &mut Vec<String>,
) -> Result<Option<Indexed>, Broken> {
    let Some(read) = corpus.read(file) else { return Ok(None) };
    let first = writer.turns();
    let mut turns = Vec::with_capacity(read.turns.len());
    for turn in &read.turns {
        writer.add(turn.spoken.slice(&read.text))?;
        let label = turn.label.map(|label| {
            let label = label.slice(&read.text);
            *known.entry(label.to_owned()).or_insert_with(|| {
                labels.push(label.to_owned());
                labels.len() as u32 - 1
            })
        });
        turns.push(CataloguedTurn { span: turn.span, spoken: turn.spoken, label });
    }
    let row = Row {
        path: file.path.clone(),
        seen: read.seen,
        hash: read.hash,
        text_start: read.text_start,
        length: read.text.len() as u32,
        shard: 0,
        first,
        turns: turns.len() as u32,
    };
    Ok(Some(Indexed { row, turns }))
}

/// The table of what stays and what is new, by path.
fn table(corpus: &Corpus, kept: &Kept<'_>, made: Vec<Made>) -> Table {
    let mut table = Table { labels: kept.labels.to_vec(), ..Table::default() };
    let mut known: FxHashMap<String, u32> =
        (0..).zip(kept.labels).map(|(number, label)| (label.clone(), number)).collect();
    table.shards = (kept.shards.len() + made.len()) as u32;
    let mut new: FxHashMap<usize, Indexed> = FxHashMap::default();
    for (shard, made) in (kept.shards.len() as u32..).zip(made) {
        let labels: Vec<u32> = made
            .labels
            .into_iter()
            .map(|label| {
                *known.entry(label).or_insert_with_key(|label| {
                    table.labels.push(label.clone());
                    table.labels.len() as u32 - 1
                })
            })
            .collect();
        for (at, mut indexed) in made.documents {
            indexed.row.shard = shard;
            for turn in &mut indexed.turns {
                turn.label = turn.label.map(|label| labels[label as usize]);
            }
            new.insert(at, indexed);
        }
    }
    for (at, file) in corpus.files().iter().enumerate() {
        if let Some((row, turns)) = kept.documents.get(file.path.as_str()) {
            table.documents.push(row.clone());
            table.turns.extend_from_slice(turns);
        } else if let Some(indexed) = new.remove(&at) {
            table.documents.push(indexed.row);
            table.turns.extend(indexed.turns);
        }
    }
    table
}

/// The same files under another folder: links where the disk has them, else copies.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let new = to.join(entry.file_name());
        if fs::hard_link(entry.path(), &new).is_err() {
            fs::copy(entry.path(), &new)?;
        }
    }
    Ok(())
}

/// Every file of the shards as it is now.
pub(super) fn files(folder: &Path, shards: u32) -> io::Result<Vec<ShardFile>> {
    let mut files = Vec::new();
    for number in 0..shards as usize {
        let shard = shard_name(number);
        for entry in fs::read_dir(folder.join(&shard))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Tantivy's lists of files; all other files end with a checksum.
            let path = entry.path();
            let ending = path.extension().unwrap_or_default();
            // Locks come and go; their names are all ending.
            if ending == "lock" {
                continue;
            }
            let checksum = if ending == "json" { checksum(&fs::read(&path)?) } else { 0 };
            let path = format!("{shard}/{name}");
            files.push(ShardFile { path, length: entry.metadata()?.len(), checksum });
        }
    }
    files.sort_unstable();
    Ok(files)
}
