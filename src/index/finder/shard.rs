//! A shard that is open: words, where they stand, how long turns are.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, SegmentReader, TantivyError};

use crate::index::cancel::{Cancel, Stopped};

use super::bits::Bits;
use super::bytes::{Reader, Writer, is_whole};
use super::error::Broken;
use super::terms::Terms;
use super::write::{FIELD, schema};

/// The file of a shard that holds its words.
pub(super) const TERMS_FILE: &str = "terms";
/// Words between two looks at whether the work is still wanted.
const LOOK_EVERY: usize = 1024;

/// A shard of the index.
pub(super) struct Shard {
    index: Index,
    inverted: Arc<InvertedIndexReader>,
    norms: FieldNormReader,
    turns: u32,
    terms: OnceLock<Terms>,
    reading: Mutex<()>,
    /// Where they are read from, open from the start: the folder may be taken away while it is in use. `None` in memory,
    /// where the words are at hand.
    terms_file: Option<File>,
}

impl Shard {
    /// Opens the shard in `folder`. It is not looked through: see [`Shard::damaged`].
    pub(super) fn open(folder: &Path) -> Result<Self, Broken> {
        #[cfg(unix)]
        let directory = MmapDirectory::open_with_madvice(folder, tantivy::directory::Advice::Random);
        #[cfg(not(unix))]
        let directory = MmapDirectory::open(folder);
        let index = Index::open(directory.map_err(TantivyError::from)?)?;
        Self::of(index, Some(File::open(folder.join(TERMS_FILE))?))
    }

    /// A shard that stands in memory.
    pub(super) fn in_memory(index: Index) -> Result<Self, Broken> {
        let shard = Self::of(index, None)?;
        let terms = shard.list_terms()?;
        let _ = shard.terms.set(terms);
        Ok(shard)
    }

    fn of(index: Index, terms_file: Option<File>) -> Result<Self, Broken> {
        if index.schema() != schema() {
            return Err(Broken::Foreign);
        }
        // Not by way of tantivy's reader: that wants to write a lock file, and who may only read must be able to find.
        let segments = index.searchable_segments()?;
        let [segment] = segments.as_slice() else { return Err(Broken::Foreign) };
        let reader = SegmentReader::open(segment)?;
        let inverted = reader.inverted_index(FIELD)?;
        let norms = reader.get_fieldnorms_reader(FIELD)?;
        Ok(Self {
            norms,
            turns: reader.max_doc(),
            index,
            inverted,
            terms: OnceLock::new(),
            reading: Mutex::default(),
            terms_file,
        })
    }

    /// Writes the words of a new shard beside it.
    pub(super) fn write_terms(index: &Index, folder: &Path) -> Result<(), Broken> {
        let shard = Self::of(index.clone(), None)?;
        let mut writer = Writer::default();
        shard.list_terms()?.write(&mut writer);
        fs::write(folder.join(TERMS_FILE), writer.finish())?;
        Ok(())
    }

    fn list_terms(&self) -> Result<Terms, Broken> {
        let mut terms = Terms::default();
        let mut stream = self.inverted.terms().stream()?;
        while let Some((word, info)) = stream.next() {
            let word = std::str::from_utf8(word).map_err(|_| Broken::Damaged)?;
            terms.push(word, info).ok_or(Broken::Damaged)?;
        }
        Ok(terms)
    }

    /// How many turns it has.
    pub(super) fn turns(&self) -> u32 {
        self.turns
    }

    /// How many words stand in it, each as often as it does.
    pub(super) fn length(&self) -> u64 {
        self.inverted.total_num_tokens()
    }

    /// How many words long a turn is, in tantivy's steps, which grow with the length.
    pub(super) fn turn_length(&self, turn: u32) -> u8 {
        self.norms.fieldnorm_id(turn)
    }

    /// Its words, read when they are first asked for.
    pub(super) fn terms(&self) -> Result<&Terms, Broken> {
        if let Some(terms) = self.terms.get() {
            return Ok(terms);
        }
        let mut file = self.terms_file.as_ref().ok_or(Broken::Damaged)?;
        let mut bytes = Vec::with_capacity(file.metadata()?.len() as usize);
        // Two threads may both read it, and the place in the file is one.
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        let terms = Some(&bytes).filter(|bytes| is_whole(bytes));
        let terms = terms.and_then(|bytes| Terms::read(&mut Reader::new(bytes))).ok_or(Broken::Damaged)?;
        if terms.len() as usize != self.inverted.terms().num_terms() {
            return Err(Broken::Damaged);
        }
        Ok(self.terms.get_or_init(|| terms))
    }

    /// Where the turns of a word are written; `None` where no turn has it.
    pub(super) fn info(&self, word: &str) -> Result<Option<TermInfo>, Broken> {
        Ok(self.inverted.terms().get(word)?)
    }

    /// The words that tantivy's automaton takes for near to `word`.
    pub(super) fn near(&self, word: &str, distance: u8) -> Result<Vec<TermInfo>, Broken> {
        let term = tantivy::Term::from_field_text(FIELD, word);
        let automaton = tantivy::query::FuzzyTermQuery::new(term, distance, true).automaton()?;
        let mut stream = self.inverted.terms().search(automaton).into_stream()?;
        let mut found = Vec::new();
        while stream.advance() {
            found.push(stream.value().clone());
        }
        Ok(found)
    }

    /// The turns of a word, with its places in each.
    pub(super) fn places(&self, info: &TermInfo) -> Result<SegmentPostings, Broken> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        Ok(self.inverted.read_postings_from_terminfo(info, option)?)
    }

    /// The turns of a word, with how often it stands in each.
    pub(super) fn counts(&self, info: &TermInfo) -> Result<SegmentPostings, Broken> {
        Ok(self.inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?)
    }

    /// Adds the turns of each of these words.
    pub(super) fn gather<'i>(
        &self,
        words: impl IntoIterator<Item = &'i TermInfo>,
        into: &mut Bits,
        cancel: &Cancel,
    ) -> Result<(), Broken> {
        let mut postings: Option<BlockSegmentPostings> = None;
        for (done, info) in words.into_iter().enumerate() {
            if done % LOOK_EVERY == LOOK_EVERY - 1 {
                cancel.check().map_err(|Stopped| Broken::Stopped)?;
            }
            let postings = match &mut postings {
                Some(postings) => {
                    self.inverted.reset_block_postings_from_terminfo(info, postings)?;
                    postings
                }
                none => {
                    let option = IndexRecordOption::Basic;
                    none.insert(self.inverted.read_block_postings_from_terminfo(info, option)?)
                }
            };
            loop {
                let turns = postings.docs();
                if turns.is_empty() {
                    break;
                }
                for &turn in turns {
                    into.insert(turn);
                }
                postings.advance();
            }
        }
        Ok(())
    }

    /// True when a file of it does not hold what was written.
    pub(super) fn is_damaged(&self) -> bool {
        let whole = self.index.validate_checksum().is_ok_and(|damaged| damaged.is_empty());
        !whole || self.terms().is_err()
    }
}
