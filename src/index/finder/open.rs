//! Opening, bringing up to date, checking and building: a finder becomes another one.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::index::cancel::{Cancel, Stopped};
use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;
use crate::store::Places;

use super::assemble::{Assembled, NO_SHARD, as_made, assemble, table_of};
use super::build::{Kept, TABLE_FILE, Target, files, is_large, is_much, make, shard_name};
use super::corpus::{Corpus, CorpusFile, text_in};
use super::error::Broken;
use super::folder::IndexFolder;
use super::note::IndexNote;
use super::shard::Shard;
use super::table::{Row, Table};
use super::{Finder, Progress};

/// The most text for which an index stands in memory, in bytes.
const IN_MEMORY: u64 = 64 << 20;

impl Finder {
    /// Opens the index of a study. Where there is none, or none that serves, the texts are read: the finder is right at
    /// once, and [`Finder::build`] makes it fast.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn open(corpus: &Corpus, places: &Places, cancel: &Cancel) -> Result<Self, Stopped> {
        let folder = IndexFolder::new(places.index_of(corpus.root()));
        let open = folder.newest();
        let (found, note) = match open.as_deref().map_or(Err(Broken::Missing), read_index) {
            Ok(found) => (Some(found), None),
            Err(Broken::Stopped | Broken::Missing) => (None, None),
            Err(Broken::Foreign) => (None, Some(IndexNote::OtherVersion)),
            Err(Broken::Damaged) => (None, Some(IndexNote::Damaged)),
            Err(Broken::Io(error)) => (None, Some(IndexNote::Unreadable(error.to_string()))),
        };
        let open = open.filter(|_| found.is_some());
        let (table, shards) = found.unwrap_or_default();
        let assembled = assemble(corpus, table, &shards, cancel)?;
        Ok(Self { shards, ..Self::of(corpus.clone(), assembled, Some(folder), open, note) })
    }

    /// The fingerprints of the texts of these documents as they are now: what the index wrote down where a file still is what
    /// it was then, else told by reading it. `None` for one that cannot be read.
    pub fn hashes(
        corpus: &Corpus,
        places: &Places,
        of: impl Fn(DocumentKey) -> bool,
    ) -> Vec<(DocumentKey, Option<TextHash>)> {
        let written = written_hashes(corpus, places);
        let hash = |file: &CorpusFile| {
            let read = || {
                let mut bytes = Vec::new();
                corpus.bytes_of(&file.path, &mut bytes)?;
                Some(TextHash::of(text_in(&bytes)?.0))
            };
            (file.document, written(file).or_else(read))
        };
        let files: Vec<&CorpusFile> = corpus.files().iter().filter(|file| of(file.document)).collect();
        files.into_par_iter().map(hash).collect()
    }

    /// The fingerprints that the index wrote down, of those texts whose files still are what they were then.
    pub fn known_hashes(corpus: &Corpus, places: &Places) -> FxHashMap<DocumentKey, TextHash> {
        let written = written_hashes(corpus, places);
        corpus.files().par_iter().filter_map(|file| Some((file.document, written(file)?))).collect()
    }

    /// Reads the texts, and keeps nothing on the disk.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn without_index(corpus: &Corpus, cancel: &Cancel) -> Result<Self, Stopped> {
        let assembled = assemble(corpus, Table::default(), &[], cancel)?;
        Ok(Self::of(corpus.clone(), assembled, None, None, None))
    }

    fn of(
        corpus: Corpus,
        assembled: Assembled,
        folder: Option<IndexFolder>,
        open: Option<std::path::PathBuf>,
        note: Option<IndexNote>,
    ) -> Self {
        let Assembled { catalogue, rows, parts, loose, changed } = assembled;
        let broken = AtomicBool::new(false);
        Self {
            corpus,
            folder,
            catalogue,
            rows,
            shards: Vec::new(),
            parts,
            loose,
            open,
            outdated: changed,
            note,
            dictionary: OnceLock::new(),
            broken,
        }
    }

    /// A finder that knows these documents as they are now; `None` when nothing changed.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn refreshed(&self, corpus: &Corpus, cancel: &Cancel) -> Result<Option<Self>, Stopped> {
        let same_files = corpus.files().len() == self.rows.len()
            && corpus
                .files()
                .iter()
                .zip(self.catalogue.documents())
                .zip(&self.rows)
                .all(|((file, known), row)| file.document == known.document && file.path == row.path);
        let fresh = |(file, row): (_, &Row)| corpus.seen(file).is_some_and(|now| row.seen.is_still(now));
        if same_files && corpus.files().iter().zip(&self.rows).all(fresh) {
            return Ok(None);
        }
        let table = table_of(&self.catalogue, &self.rows);
        let assembled = assemble(corpus, table, &self.shards, cancel)?;
        let finder = Self {
            shards: self.shards.clone(),
            ..Self::of(corpus.clone(), assembled, self.folder.clone(), self.open.clone(), self.note.clone())
        };
        if self.is_broken() {
            finder.give_up_index();
        }
        Ok(Some(finder))
    }

    /// Looks whether the files of the index hold what was written, which costs a reading of them all. `None` when they do,
    /// else a finder without them.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn checked(&self, cancel: &Cancel) -> Result<Option<Self>, Stopped> {
        let Some(open) = &self.open else { return Ok(None) };
        if !self.is_broken() && self.is_whole(open, cancel)? {
            return Ok(None);
        }
        let _ = fs::remove_dir_all(open);
        let assembled = assemble(&self.corpus, self.without_shards(), &[], cancel)?;
        let note = Some(IndexNote::Damaged);
        Ok(Some(Self::of(self.corpus.clone(), assembled, self.folder.clone(), None, note)))
    }

    fn is_whole(&self, open: &Path, cancel: &Cancel) -> Result<bool, Stopped> {
        for part in &self.parts {
            cancel.check()?;
            if part.shard.is_damaged() {
                return Ok(false);
            }
        }
        // What tantivy checks is what a list of its own names, which may itself be damaged.
        let table = fs::read(open.join(TABLE_FILE)).ok().and_then(|bytes| Table::from_bytes(&bytes).ok());
        Ok(table.is_some_and(|table| files(open, table.shards).is_ok_and(|now| now == table.files)))
    }

    fn without_shards(&self) -> Table {
        let mut table = table_of(&self.catalogue, &self.rows);
        table.documents.iter_mut().for_each(|row| row.shard = NO_SHARD);
        table
    }

    /// Makes an index, or brings it up to date, and gives a finder that uses it. Where no index can be made the finder says
    /// so and reads the texts.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn build(&self, progress: &(dyn Fn(Progress) + Sync), cancel: &Cancel) -> Result<Self, Stopped> {
        let failed = match self.build_in_folder(progress, cancel) {
            Ok(finder) => return Ok(finder),
            Err(Broken::Stopped) => return Err(Stopped),
            Err(Broken::Io(error)) => error.to_string(),
            Err(Broken::Missing) => "its folder went away".to_owned(),
            Err(Broken::Foreign | Broken::Damaged) => "what was written cannot be read back".to_owned(),
        };
        if self.corpus.bytes() <= IN_MEMORY
            && let Ok((table, shards)) =
                make(&self.corpus, &Kept::default(), Target::Memory, progress, cancel)
        {
            let assembled = as_made(&self.corpus, table, &shards);
            let note = Some(IndexNote::InMemory(failed));
            let finder = Self::of(self.corpus.clone(), assembled, self.folder.clone(), None, note);
            return Ok(Self { shards, ..finder });
        }
        cancel.check()?;
        let assembled = assemble(&self.corpus, self.without_shards(), &[], cancel)?;
        let note = Some(IndexNote::NoPlace(failed));
        Ok(Self::of(self.corpus.clone(), assembled, self.folder.clone(), None, note))
    }

    fn build_in_folder(&self, progress: &(dyn Fn(Progress) + Sync), cancel: &Cancel) -> Result<Self, Broken> {
        let folder = self.folder.as_ref().ok_or(Broken::Missing)?;
        let unfinished = folder.begin()?;
        let kept = self.kept();
        let target = Target::Folder(unfinished.path());
        let (table, _) = make(&self.corpus, &kept, target, progress, cancel)?;
        let path = unfinished.publish()?;
        let shards = open_shards(&path, table.shards)?;
        let assembled = as_made(&self.corpus, table, &shards);
        folder.remove_others(&path);
        let finder = Self::of(self.corpus.clone(), assembled, Some(folder.clone()), Some(path), None);
        Ok(Self { shards, ..finder })
    }

    /// What of the open index stays in the next one.
    fn kept(&self) -> Kept<'_> {
        let Some(open) = self.open.as_ref().filter(|_| !self.is_broken()) else { return Kept::default() };
        let mut living: BTreeMap<u32, u64> = BTreeMap::new();
        for row in &self.rows {
            *living.entry(row.shard).or_default() += u64::from(row.length);
        }
        living.retain(|&shard, &mut bytes| shard != NO_SHARD && is_large(bytes));
        let staying: u64 = living.values().sum();
        let total = self.corpus.bytes();
        if living.is_empty() || is_much(total.saturating_sub(staying), total) {
            return Kept::default();
        }
        let numbers: Vec<u32> = living.into_keys().collect();
        let mut kept = Kept { labels: self.catalogue.labels(), ..Kept::default() };
        for &number in &numbers {
            let Some(shard) = self.shards.get(number as usize) else { return Kept::default() };
            kept.shards.push((shard, open.join(shard_name(number as usize))));
        }
        for (row, document) in self.rows.iter().zip(self.catalogue.documents()) {
            if let Ok(shard) = numbers.binary_search(&row.shard) {
                let turns = self.catalogue.turns_of(document);
                kept.documents.insert(&row.path, (Row { shard: shard as u32, ..row.clone() }, turns));
            }
        }
        kept
    }
}

/// The table and the shards of an index on the disk.
fn read_index(path: &Path) -> Result<(Table, Vec<Arc<Shard>>), Broken> {
    let table = Table::from_bytes(&fs::read(path.join(TABLE_FILE))?)?;
    let shards = open_shards(path, table.shards)?;
    let fits = |row: &Row| {
        row.first.checked_add(row.turns).is_some_and(|end| end <= shards[row.shard as usize].turns())
    };
    if table.documents.iter().all(fits) { Ok((table, shards)) } else { Err(Broken::Damaged) }
}

fn open_shards(path: &Path, count: u32) -> Result<Vec<Arc<Shard>>, Broken> {
    let open = |number: usize| Shard::open(&path.join(shard_name(number))).map(Arc::new);
    // A shard that is not there is damage: the index is.
    let shards = (0..count as usize).map(open).collect::<Result<_, _>>();
    shards.map_err(|why| if matches!(why, Broken::Missing) { Broken::Damaged } else { why })
}

/// Tells the fingerprint of the text in a file, where the index wrote it down and the file still is what it was then.
fn written_hashes(corpus: &Corpus, places: &Places) -> impl Fn(&CorpusFile) -> Option<TextHash> + Sync {
    let open = IndexFolder::new(places.index_of(corpus.root())).newest();
    let table = open.and_then(|path| Table::from_bytes(&fs::read(path.join(TABLE_FILE)).ok()?).ok());
    let rows = table.unwrap_or_default().documents;
    move |file| {
        let at = rows.binary_search_by(|row| row.path.as_str().cmp(&file.path)).ok()?;
        rows[at].seen.is_still(corpus.seen(file)?).then_some(rows[at].hash)
    }
}
