//! The catalogue as a file: which documents an index is about, as they were, and where their turns stand in it.

use crate::index::catalogue::CataloguedTurn;
use crate::model::hash::TextHash;
use crate::text::Span;
use crate::text::fold::FOLD_VERSION;

use super::bytes::{Reader, Writer, is_whole, number};
use super::corpus::Seen;
use super::error::Broken;

/// Changes with the form of this file and of everything beside it.
const FORMAT: u32 = 2;
const MAGIC: &str = "kantlijn index";
/// Bytes of a turn: its span, what is spoken, and its label.
const TURN: usize = 20;
/// Stands for a turn without label.
const NO_LABEL: u32 = u32::MAX;

/// What an index is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    /// The documents, by path.
    pub(super) documents: Vec<Row>,
    /// The turns of all documents, in their order.
    pub(super) turns: Vec<CataloguedTurn>,
    /// Labels of speakers, by their numbers.
    pub(super) labels: Vec<String>,
    /// How many shards there are.
    pub(super) shards: u32,
    /// Every file of the shards.
    pub(super) files: Vec<ShardFile>,
}

/// A file of a shard, as it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ShardFile {
    /// Relative to the folder of the index, with `/`.
    pub(super) path: String,
    /// In bytes.
    pub(super) length: u64,
    /// Of a file that has none inside it, else 0.
    pub(super) checksum: u64,
}

/// A document of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Relative to the study, with `/`.
    pub(super) path: String,
    pub(super) seen: Seen,
    pub(super) hash: TextHash,
    /// Where the text begins in its file, in bytes.
    pub(super) text_start: u32,
    /// Length of the text, in bytes.
    pub(super) length: u32,
    /// In which shard it is.
    pub(super) shard: u32,
    /// The number of its first turn in the shard.
    pub(super) first: u32,
    pub(super) turns: u32,
}

/// Everything that decides how a text becomes an index, besides the text.
fn made_by() -> String {
    let (major, minor, patch) = char::UNICODE_VERSION;
    let (of_forms, ..) = unicode_normalization::UNICODE_VERSION;
    let tantivy = tantivy::version_string();
    format!("fold {FOLD_VERSION}, Unicode {major}.{minor}.{patch} and {of_forms}, {tantivy}")
}

impl Table {
    /// As the bytes of a file.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.string(MAGIC);
        to.u32(FORMAT);
        to.string(&made_by());
        to.u32(self.shards);
        to.u32(self.files.len() as u32);
        for file in &self.files {
            to.string(&file.path);
            to.u64(file.length);
            to.u64(file.checksum);
        }
        to.u32(self.labels.len() as u32);
        self.labels.iter().for_each(|label| to.string(label));
        to.u32(self.documents.len() as u32);
        for row in &self.documents {
            to.string(&row.path);
            row.seen.0.iter().for_each(|&part| to.u64(part));
            to.u64(row.hash.0);
            for part in [row.text_start, row.length, row.shard, row.first, row.turns] {
                to.u32(part);
            }
        }
        to.u32(self.turns.len() as u32);
        for turn in &self.turns {
            let label = turn.label.unwrap_or(NO_LABEL);
            for part in [turn.span.start, turn.span.end, turn.spoken.start, turn.spoken.end, label] {
                to.u32(part);
            }
        }
        to.finish()
    }

    /// From the bytes of a file.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, Broken> {
        if !is_whole(bytes) {
            return Err(Broken::Damaged);
        }
        let mut from = Reader::new(bytes);
        let ours = from.string() == Some(MAGIC) && from.u32() == Some(FORMAT);
        if !ours || from.string() != Some(&made_by()) {
            return Err(Broken::Foreign);
        }
        let table = Self::read(&mut from).filter(|table| from.is_done() && table.holds_together());
        table.ok_or(Broken::Damaged)
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        let shards = from.u32()?;
        let files = (0..from.u32()?).map(|_| {
            Some(ShardFile { path: from.string()?.to_owned(), length: from.u64()?, checksum: from.u64()? })
        });
        let files = files.collect::<Option<_>>()?;
        let labels = (0..from.u32()?).map(|_| from.string().map(str::to_owned)).collect::<Option<_>>()?;
        let mut documents = Vec::new();
        for _ in 0..from.u32()? {
            documents.push(Row {
                path: from.string()?.to_owned(),
                seen: Seen([from.u64()?, from.u64()?, from.u64()?]),
                hash: TextHash(from.u64()?),
                text_start: from.u32()?,
                length: from.u32()?,
                shard: from.u32()?,
                first: from.u32()?,
                turns: from.u32()?,
            });
        }
        let count = from.u32()? as usize;
        let turns = from.bytes(count.checked_mul(TURN)?)?.chunks_exact(TURN).map(|turn| {
            let part = |at: usize| number(&turn[at * 4..at * 4 + 4]);
            CataloguedTurn {
                span: Span { start: part(0), end: part(1) },
                spoken: Span { start: part(2), end: part(3) },
                label: Some(part(4)).filter(|&label| label != NO_LABEL),
            }
        });
        Some(Self { documents, turns: turns.collect(), labels, shards, files })
    }

    fn holds_together(&self) -> bool {
        let turns: u64 = self.documents.iter().map(|row| u64::from(row.turns)).sum();
        turns == self.turns.len() as u64
            && self.documents.windows(2).all(|pair| pair[0].path < pair[1].path)
            && self.documents.iter().all(|row| row.shard < self.shards)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let row = |path: &str, first, turns| Row {
            path: path.to_owned(),
            seen: Seen([1, 2, 3]),
            hash: TextHash(7),
            text_start: 12,
            length: 30,
            shard: 0,
            first,
            turns,
        };
        let turn = |start, label| CataloguedTurn {
            span: Span::new(start, start + 9),
            spoken: Span::new(start + 4, start + 9),
            label,
        };
        Table {
            documents: vec![row("corpus/a.md", 0, 2), row("corpus/één.md", 2, 1)],
            turns: vec![turn(0, Some(0)), turn(10, None), turn(0, Some(1))],
            labels: vec!["FA1".to_owned(), "ST2".to_owned()],
            shards: 1,
            files: vec![ShardFile { path: "shard-0/terms".to_owned(), length: 40, checksum: 0 }],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Table::from_bytes(&table().to_bytes()).unwrap(), table());
    }

    #[test]
    fn what_does_not_hold_together_is_damaged() {
        let mut wrong = table();
        wrong.documents[1].turns = 2;
        assert!(matches!(Table::from_bytes(&wrong.to_bytes()), Err(Broken::Damaged)));
        let mut wrong = table();
        wrong.documents[0].shard = 1;
        assert!(matches!(Table::from_bytes(&wrong.to_bytes()), Err(Broken::Damaged)));
        let whole = table().to_bytes();
        assert!(matches!(Table::from_bytes(&whole[..whole.len() - 1]), Err(Broken::Damaged)));
    }

    #[test]
    fn another_version_is_foreign() {
        let mut other = Writer::default();
        other.string(MAGIC);
        other.u32(FORMAT + 1);
        assert!(matches!(Table::from_bytes(&other.finish()), Err(Broken::Foreign)));
    }
}
