//! A shard that is open: words, where they stand, how long turns are.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::directory::MmapDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, SegmentReader, TantivyError};

use super::bytes::{Reader, Writer, is_whole};
use super::error::Broken;
use super::front::Front;
use super::phrase::Begun;
use super::spelled::Spellings;
use super::terms::Terms;
use super::write::{FIELD, SPELLED, schema};

/// The files of a shard that hold its words, and those that are spelled otherwise.
const TERMS_FILE: &str = "terms";
const SPELLINGS_FILE: &str = "spellings";

/// A shard of the index.
pub(super) struct Shard {
    index: Index,
    pub(super) inverted: Arc<InvertedIndexReader>,
    pub(super) spelled: Arc<InvertedIndexReader>,
    norms: FieldNormReader,
    /// Of the phrase that is being typed.
    pub(super) begun: Begun,
    turns: u32,
    terms: Stored<Terms>,
    spellings: Stored<Spellings>,
}

/// What is read from a file when it is first asked for.
struct Stored<T> {
    value: OnceLock<T>,
    /// Open from the start: the folder may be taken away while it is in use. `None` in memory, where the value is at hand.
    file: Option<File>,
    reading: Mutex<()>,
}

impl<T> Stored<T> {
    fn new(file: Option<File>) -> Self {
        Self { value: OnceLock::new(), file, reading: Mutex::default() }
    }

    fn get(&self, read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Result<&T, Broken> {
        if let Some(value) = self.value.get() {
            return Ok(value);
        }
        let mut file = self.file.as_ref().ok_or(Broken::Damaged)?;
        let mut bytes = Vec::with_capacity(file.metadata()?.len() as usize);
        // Two threads may both read it, and the place in the file is one.
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        let value = Some(&bytes).filter(|bytes| is_whole(bytes));
        let value = value.and_then(|bytes| read(&mut Reader::new(bytes))).ok_or(Broken::Damaged)?;
        Ok(self.value.get_or_init(|| value))
    }
}

impl Shard {
    /// Opens the shard in `folder`. It is not looked through: see [`Shard::damaged`].
    pub(super) fn open(folder: &Path) -> Result<Self, Broken> {
        #[cfg(unix)]
        let directory = MmapDirectory::open_with_madvice(folder, tantivy::directory::Advice::Random);
        #[cfg(not(unix))]
        let directory = MmapDirectory::open(folder);
        let index = Index::open(directory.map_err(TantivyError::from)?)?;
        let shard = Self::of(index)?;
        let file = |name| File::open(folder.join(name)).map(Some);
        Ok(Self {
            terms: Stored::new(file(TERMS_FILE)?),
            spellings: Stored::new(file(SPELLINGS_FILE)?),
            ..shard
        })
    }

    /// A shard that stands in memory.
    pub(super) fn in_memory(index: Index) -> Result<Self, Broken> {
        let shard = Self::of(index)?;
        let (terms, spellings) = shard.list()?;
        let _ = (shard.terms.value.set(terms), shard.spellings.value.set(spellings));
        Ok(shard)
    }

    fn of(index: Index) -> Result<Self, Broken> {
        if index.schema() != schema() {
            return Err(Broken::Foreign);
        }
        // Not by way of tantivy's reader: that wants to write a lock file, and who may only read must be able to find.
        let segments = index.searchable_segments()?;
        let [segment] = segments.as_slice() else { return Err(Broken::Foreign) };
        let reader = SegmentReader::open(segment)?;
        let (inverted, spelled) = (reader.inverted_index(FIELD)?, reader.inverted_index(SPELLED)?);
        let norms = reader.get_fieldnorms_reader(FIELD)?;
        Ok(Self {
            norms,
            begun: Begun::default(),
            turns: reader.max_doc(),
            index,
            inverted,
            spelled,
            terms: Stored::new(None),
            spellings: Stored::new(None),
        })
    }

    /// Writes the words of a new shard beside it.
    pub(super) fn write_terms(index: &Index, folder: &Path) -> Result<(), Broken> {
        let (terms, spellings) = Self::of(index.clone())?.list()?;
        let mut writer = Writer::default();
        terms.write(&mut writer);
        fs::write(folder.join(TERMS_FILE), writer.finish())?;
        let mut writer = Writer::default();
        spellings.write(&mut writer);
        fs::write(folder.join(SPELLINGS_FILE), writer.finish())?;
        Ok(())
    }

    fn list(&self) -> Result<(Terms, Spellings), Broken> {
        let terms = list_terms(&self.inverted)?;
        let spellings = Spellings::new(list_terms(&self.spelled)?, &terms).ok_or(Broken::Damaged)?;
        Ok((terms, spellings))
    }

    /// Its first turns, so many of them.
    pub(super) fn front(&self, turns: u32) -> Front<'_> {
        Front::new(self, turns.min(self.turns))
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
        let words = self.inverted.terms().num_terms();
        self.terms.get(|from| Terms::read(from).filter(|terms| terms.len() as usize == words))
    }

    /// How its words are spelled that are not spelled as they are compared; read when they are first asked for.
    pub(super) fn spellings(&self) -> Result<&Spellings, Broken> {
        let words = self.inverted.terms().num_terms() as u32;
        let spellings = self.spelled.terms().num_terms();
        self.spellings.get(|from| {
            let read = Spellings::read(from, words)?;
            (read.terms().len() as usize == spellings).then_some(read)
        })
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

    /// True when a file of it does not hold what was written.
    pub(super) fn is_damaged(&self) -> bool {
        let whole = self.index.validate_checksum().is_ok_and(|damaged| damaged.is_empty());
        !whole || self.terms().is_err() || self.spellings().is_err()
    }
}

fn list_terms(inverted: &InvertedIndexReader) -> Result<Terms, Broken> {
    let mut terms = Terms::default();
    let mut stream = inverted.terms().stream()?;
    while let Some((word, info)) = stream.next() {
        let word = std::str::from_utf8(word).map_err(|_| Broken::Damaged)?;
        terms.push(word, info).ok_or(Broken::Damaged)?;
    }
    Ok(terms)
}
