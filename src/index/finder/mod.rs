//! Finding text in a whole corpus: by an index where there is one, by reading the texts where there is none.
//!
//! The index is a cache: it lies in the cache folder, is never changed once it is made, and can be taken away at any time.
//! A [`Finder`] knows for each document whether the index still speaks of its text; documents that changed are read and
//! scanned, and the answers are the same. Nothing that is wrong with an index is an error: it is said in a [`IndexNote`].
//! In reading order: what there is (`corpus`, `table`, `folder`, `assemble`), how it is made (`write`, `build`), one shard
//! (`shard`, `terms`, `spelled`, `bits`), what is found in it (`search`, `phrase`, `near`, `exact`), what else it can say
//! (`rank`, `dictionary`).

mod assemble;
mod bits;
mod build;
mod bytes;
mod corpus;
mod dictionary;
mod error;
mod exact;
mod folder;
mod front;
mod near;
mod note;
mod open;
mod parallel;
mod phrase;
mod rank;
mod search;
mod shard;
mod spelled;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod write;

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use roaring::RoaringBitmap;

use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;

use super::answer::TextFinder;
use super::cancel::{Cancel, Stopped};
use super::catalogue::{Catalogue, Catalogued};
use super::texts::Texts;
use super::words::Wanted;

use assemble::Part;
use corpus::text_in;
use folder::IndexFolder;
use shard::Shard;
use table::Row;

pub use build::Progress;
pub use corpus::Corpus;
pub use dictionary::Dictionary;
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
    dictionary: OnceLock<Dictionary>,
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

    /// How many turns hold `wanted`; for one word no turn is looked at.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn count(&self, wanted: &Wanted, cancel: &Cancel) -> Result<u64, Stopped> {
        match self.count_by_index(wanted) {
            Some(count) => Ok(count),
            None => Ok(self.look(wanted, u32::MAX, cancel)?.len()),
        }
    }

    fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// From here on the texts answer.
    fn give_up_index(&self) {
        self.broken.store(true, Ordering::Relaxed);
    }

    fn loose_turns(&self) -> RoaringBitmap {
        let mut turns = RoaringBitmap::new();
        for &at in &self.loose {
            turns.insert_range(self.catalogue.documents()[at as usize].numbers());
        }
        turns
    }
}

impl Texts for Finder {
    /// Files that changed since are not read: their turns stand elsewhere now.
    fn bytes<'a>(&'a self, document: &Catalogued, bytes: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        let row = self.rows.get(self.catalogue.place_of(document.document)?)?;
        let seen = self.corpus.bytes_of(&row.path, bytes)?;
        if row.seen.is_still(seen) {
            return bytes.get(row.text_start as usize..);
        }
        let (text, start) = text_in(bytes)?;
        (start == row.text_start && TextHash::of(text) == row.hash).then_some(text.as_bytes())
    }
}

impl TextFinder for Finder {
    fn turns(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        self.look(wanted, u32::MAX, cancel)
    }

    fn turns_of_all(&self, wanted: &[&Wanted], cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        self.look_for_all(wanted, u32::MAX, cancel)
    }

    fn first_turns(&self, wanted: &[&Wanted], until: u32, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        match wanted {
            [wanted] => self.look(wanted, until, cancel),
            wanted => self.look_for_all(wanted, until, cancel),
        }
    }

    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>> {
        let document = self.catalogue.document(document)?;
        let mut bytes = Vec::new();
        self.read(document, &mut bytes).map(|text| Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Finder>();
};
