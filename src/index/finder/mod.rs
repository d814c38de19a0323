//! Finding text in a whole corpus: by an index where there is one, by reading the texts where there is none.
//!
//! The index is a cache: it lies in the cache folder, is never changed once it is made, and can be taken away at any time.
//! A [`Finder`] knows for each document whether the index still speaks of its text; documents that changed are read and
//! scanned, and the answers are the same. Nothing that is wrong with an index is an error: it is said in a [`IndexNote`].
//! In reading order: what there is (`corpus`, `table`, `folder`, `assemble`), how it is made (`write`, `build`), one shard
//! (`shard`, `terms`, `bits`), what is found in it (`search`, `phrase`, `near`).

mod assemble;
mod bits;
mod build;
mod bytes;
mod corpus;
mod error;
mod folder;
mod near;
mod note;
mod open;
mod parallel;
mod phrase;
mod search;
mod shard;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod write;

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use roaring::RoaringBitmap;

use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;

use super::answer::TextFinder;
use super::cancel::{Cancel, Stopped};
use super::catalogue::Catalogue;
use super::words::Wanted;

use assemble::Part;
use bits::Bits;
use folder::IndexFolder;
use shard::Shard;
use table::Row;

pub use build::Progress;
pub use corpus::Corpus;
pub use note::IndexNote;

/// Finds text; shared between threads, it never changes. What it knows of the documents is what they were when it was made:
/// [`Finder::refreshed`] gives one that knows better.
pub struct Finder {
    corpus: Corpus,
    /// `None` where nothing is kept on the disk.
    folder: Option<IndexFolder>,
    catalogue: Arc<Catalogue>,
    /// Beside the documents of the catalogue.
    rows: Vec<Row>,
    /// The shards of the index, by number.
    shards: Vec<Arc<Shard>>,
    parts: Vec<Part>,
    /// Documents in no shard, by their place in the catalogue.
    loose: Vec<u32>,
    /// The folder of the index that is open.
    open: Option<std::path::PathBuf>,
    /// What the table on the disk says is not what is known now.
    outdated: bool,
    note: Option<IndexNote>,
    broken: AtomicBool,
}

impl Finder {
    /// The turns by their numbers.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// What there is to say about the index, if anything.
    pub fn note(&self) -> Option<IndexNote> {
        if self.is_broken() { Some(IndexNote::Damaged) } else { self.note.clone() }
    }

    /// True when [`Finder::build`] would make it faster: there is no index, or some documents are not in it.
    pub fn wants_build(&self) -> bool {
        let nowhere = matches!(self.note, Some(IndexNote::NoPlace(_)));
        !nowhere && (self.is_broken() || !self.loose.is_empty() || self.outdated)
    }

    /// Length of the texts that are in no index and must be read for each question, in bytes.
    pub fn bytes_to_read(&self) -> u64 {
        let length = |&at: &u32| u64::from(self.rows[at as usize].length);
        if self.is_broken() { self.corpus.bytes() } else { self.loose.iter().map(length).sum() }
    }

    fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// From here on the texts answer.
    fn give_up_index(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    fn all_turns(&self) -> Bits {
        Bits::all(self.catalogue.len())
    }

    fn loose_turns(&self) -> Bits {
        let mut turns = Bits::none(self.catalogue.len());
        for &at in &self.loose {
            self.catalogue.documents()[at as usize].numbers().for_each(|number| turns.insert(number));
        }
        turns
    }

    /// The text of a document by its place in the catalogue, unless it is another one by now.
    fn text_at(&self, at: usize) -> Option<String> {
        let row = self.rows.get(at)?;
        let files = self.corpus.files();
        // Documents that could not be read are in the corpus and not in the catalogue.
        let file = &files[files.binary_search_by(|file| file.path.as_str().cmp(&row.path)).ok()?];
        let still = self.corpus.seen(file).is_some_and(|now| row.seen.is_still(now));
        let (text, start) = self.corpus.text(file)?;
        (start == row.text_start && (still || TextHash::of(&text) == row.hash)).then_some(text)
    }
}

impl TextFinder for Finder {
    fn turns(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        self.look(wanted, cancel)
    }

    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>> {
        let documents = self.catalogue.documents();
        let first = self.catalogue.document(document)?;
        let from = documents.partition_point(|other| other.first < first.first);
        let at = (from..documents.len()).find(|&at| documents[at].document == document)?;
        self.text_at(at).map(Cow::Owned)
    }
}

#[cfg(test)]
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Finder>();
};
