//! All events of one coder, and which of them count.
//!
//! The state of a layer is a function of the *set* of its events: any order of arrival, duplicates, any number of
//! files give the same state. A transaction counts when all its events are there and no counting undo names it;
//! an undo can only name a transaction that stands before it, so the question always has an answer.

mod undoing;

use std::collections::BinaryHeap;
use std::hash::BuildHasher as _;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};
use uuid::Uuid;

use crate::model::codebook::{EntryChange, inverse};
use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;
use crate::model::record::{Act, Incoming, Record, Source};
use crate::model::revisions::Revised;

/// All events of one coder.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    records: Vec<Record>,
    by_id: HashTable<u32>,
    transactions: Vec<Transaction>,
    by_tx: HashTable<u32>,
    /// The second and further events of transactions that have several.
    more: FxHashMap<u32, Vec<u32>>,
    /// Events that change a coding or memo, in order, by what they change.
    changes: FxHashMap<Uuid, Vec<u32>>,
    statuses: FxHashMap<DocumentKey, Vec<u32>>,
    /// Undo events, by the transaction they name.
    undos: FxHashMap<Uuid, Vec<u32>>,
    /// Transactions to be decided anew.
    unsettled: Vec<u32>,
    /// This writer's transactions, in order.
    own: Vec<u32>,
    codebook: Vec<u32>,
    revisions: Vec<u32>,
    /// Where runs of events begin that came in in their order.
    runs: Vec<u32>,
    unknown: usize,
}

/// Events that were written together. There may be half a million, so it is small.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, packed")]
#[derive(Clone, Debug)]
struct Transaction {
    id: Uuid,
    of: u32,
    have: u32,
    /// The event that came in first.
    first: u32,
    /// The event that stands first in the order of all events.
    least: u32,
    disagrees: bool,
    counts: bool,
    own: bool,
    unsettled: bool,
    undoes: bool,
}

impl Transaction {
    /// More events than announced is as wrong as fewer, and so are events that announce different numbers:
    /// nobody can say which ones were meant.
    fn is_complete(&self) -> bool {
        self.have == self.of && !self.disagrees
    }
}

fn hash_of(id: Uuid) -> u64 {
    FxBuildHasher.hash_one(id.as_u128())
}

/// What changed in a layer and must be read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Records that made codings.
    pub codings: Vec<u32>,
    /// Records that made memos.
    pub memos: Vec<u32>,
    /// Documents whose status may differ.
    pub statuses: Vec<DocumentKey>,
    /// Documents of whose texts other revisions count.
    pub revised: Vec<DocumentKey>,
}

/// A transaction of which events are missing (or that has too many).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incomplete {
    /// Its id.
    pub tx: Uuid,
    /// Events that are there.
    pub have: u32,
    /// Events that there should be.
    pub of: u32,
}

/// What became of an event that was given to a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It was not there before.
    New,
    /// It was there already.
    Again,
    /// Another event has its id: the first one counts.
    Differs,
}

impl Layer {
    /// Makes room for this many more events.
    pub fn reserve(&mut self, events: usize) {
        self.records.reserve(events);
        self.transactions.reserve(events);
        self.by_id.reserve(events, |&record| hash_of(self.records[record as usize].id));
        self.by_tx.reserve(events, |&tx| hash_of(self.transactions[tx as usize].id));
    }

    /// Takes an event in. `own` tells that it stands in this writer's journal. Nothing shows before [`Layer::settle`].
    pub fn take(&mut self, event: Incoming, source: Source, own: bool) -> Taken {
        if let Some(known) = self.find(event.id) {
            let record = &self.records[known as usize];
            let same = record.n == event.n
                && self.transactions[record.tx as usize].id == event.tx
                && record.act.does_the_same_as(&event.act);
            self.own_transaction(record.tx, own);
            return if same { Taken::Again } else { Taken::Differs };
        }
        let index = self.records.len() as u32;
        let order = (event.n, event.id);
        let (tx, of) = (self.transaction(event.tx, event.of, index), event.of);
        let record = Record { id: event.id, n: event.n, tx, at: event.at, source, act: event.act };
        match &record.act {
            Act::Status { document, .. } => {
                insert_ordered(self.statuses.entry(*document).or_default(), &self.records, index, order);
            }
            Act::Undo(target) => {
                self.undos.entry(*target).or_default().push(index);
                self.transactions[tx as usize].undoes = true;
            }
            Act::CodeAdd(_) | Act::CodeEdit(_) | Act::Seen(_) | Act::Split(_) => self.codebook.push(index),
            Act::Revise(_) => self.revisions.push(index),
            Act::Unknown => self.unknown += 1,
            _ => {
                if let Some(target) = record.changes() {
                    insert_ordered(self.changes.entry(target).or_default(), &self.records, index, order);
                }
            }
        }
        if self.records.last().is_none_or(|last| last.order() > order) {
            self.runs.push(index);
        }
        self.records.push(record);
        self.by_id
            .insert_unique(hash_of(order.1), index, |&record| hash_of(self.records[record as usize].id));
        self.join(tx, of, index, order);
        self.own_transaction(tx, own);
        let transaction = &mut self.transactions[tx as usize];
        if !std::mem::replace(&mut transaction.unsettled, true) {
            self.unsettled.push(tx);
        }
        Taken::New
    }

    /// The transaction with this id, made now with its first event if it is new.
    fn transaction(&mut self, id: Uuid, of: u32, first: u32) -> u32 {
        if let Some(tx) = self.find_transaction(id) {
            return tx;
        }
        let tx = self.transactions.len() as u32;
        self.transactions.push(Transaction {
            id,
            of,
            have: 0,
            first,
            least: first,
            disagrees: false,
            counts: false,
            own: false,
            unsettled: false,
            undoes: false,
        });
        self.by_tx.insert_unique(hash_of(id), tx, |&tx| hash_of(self.transactions[tx as usize].id));
        tx
    }

    /// Counts an event in.
    fn join(&mut self, tx: u32, of: u32, index: u32, order: (u64, Uuid)) {
        let earlier = order < self.order(tx);
        let transaction = &mut self.transactions[tx as usize];
        transaction.have += 1;
        transaction.disagrees |= transaction.of != of;
        if index != transaction.first {
            self.more.entry(tx).or_default().push(index);
        }
        if earlier {
            transaction.least = index;
            if transaction.own {
                self.own.retain(|&other| other != tx);
                self.place_own(tx);
            }
        }
    }

    fn find_transaction(&self, id: Uuid) -> Option<u32> {
        self.by_tx.find(hash_of(id), |&tx| self.transactions[tx as usize].id == id).copied()
    }

    /// Where a transaction stands: where its first event does.
    fn order(&self, tx: u32) -> (u64, Uuid) {
        self.records[self.transactions[tx as usize].least as usize].order()
    }

    fn events_in(&self, tx: u32) -> impl Iterator<Item = u32> {
        let more = self.more.get(&tx).into_iter().flatten().copied();
        std::iter::once(self.transactions[tx as usize].first).chain(more)
    }

    fn own_transaction(&mut self, tx: u32, own: bool) {
        let transaction = &mut self.transactions[tx as usize];
        if own && !transaction.own {
            transaction.own = true;
            self.place_own(tx);
        }
    }

    fn place_own(&mut self, tx: u32) {
        let order = self.order(tx);
        // Nearly always the last.
        let place = match self.own.last() {
            Some(&last) if self.order(last) > order => {
                self.own.partition_point(|&other| self.order(other) < order)
            }
            _ => self.own.len(),
        };
        self.own.insert(place, tx);
    }

    /// Decides anew which transactions count, where that may have changed, and says what that touches.
    pub fn settle(&mut self) -> Touched {
        let mut touched = Touched::default();
        let mut plain = Vec::with_capacity(self.unsettled.len());
        let mut queue = BinaryHeap::new();
        for tx in std::mem::take(&mut self.unsettled) {
            self.transactions[tx as usize].unsettled = false;
            if self.transactions[tx as usize].undoes {
                queue.push((self.order(tx), tx));
            } else {
                plain.push(tx);
            }
        }
        // Undos first, from the latest to the first: whether a transaction counts depends only on later undos.
        while let Some((_, tx)) = queue.pop() {
            if self.decide(tx, &mut touched) {
                for event in self.events_in(tx).collect::<Vec<_>>() {
                    let Act::Undo(target) = self.records[event as usize].act else { continue };
                    match self.find_transaction(target) {
                        Some(target) if self.transactions[target as usize].undoes => {
                            queue.push((self.order(target), target));
                        }
                        Some(target) => plain.push(target),
                        None => {}
                    }
                }
            }
        }
        for tx in plain {
            self.decide(tx, &mut touched);
        }
        touched.codings.sort_unstable();
        touched.codings.dedup();
        touched.memos.sort_unstable();
        touched.memos.dedup();
        touched.statuses.sort_unstable();
        touched.statuses.dedup();
        touched
    }

    /// Decides one transaction; true when that changed.
    fn decide(&mut self, tx: u32, touched: &mut Touched) -> bool {
        let counts = self.should_count(tx);
        if std::mem::replace(&mut self.transactions[tx as usize].counts, counts) == counts {
            return false;
        }
        for event in self.events_in(tx) {
            self.touch(event, touched);
        }
        true
    }

    fn should_count(&self, tx: u32) -> bool {
        let transaction = &self.transactions[tx as usize];
        transaction.is_complete()
            && !self.undos.get(&transaction.id).into_iter().flatten().any(|&undo| {
                let undo = self.records[undo as usize].tx;
                self.transactions[undo as usize].counts && self.order(undo) > self.order(tx)
            })
    }

    fn touch(&self, event: u32, touched: &mut Touched) {
        let record = &self.records[event as usize];
        let event = match record.changes() {
            Some(target) => match self.find(target) {
                Some(made) => made,
                None => return,
            },
            None => event,
        };
        match &self.records[event as usize].act {
            Act::Coding { .. } => touched.codings.push(event),
            Act::Memo(_) => touched.memos.push(event),
            Act::Status { document, .. } => touched.statuses.push(*document),
            Act::Revise(revised) => touched.revised.push(revised.document),
            _ => {}
        }
    }

    /// The record at a position; records never move.
    pub fn record(&self, index: u32) -> &Record {
        &self.records[index as usize]
    }

    /// The position of the record with this id.
    pub fn find(&self, id: Uuid) -> Option<u32> {
        self.by_id.find(hash_of(id), |&record| self.records[record as usize].id == id).copied()
    }

    /// True when the record's transaction counts.
    pub fn counts(&self, index: u32) -> bool {
        self.transactions[self.records[index as usize].tx as usize].counts
    }

    /// The id of the record's transaction.
    pub fn transaction_of(&self, index: u32) -> Uuid {
        self.transactions[self.records[index as usize].tx as usize].id
    }

    /// The counting events that change the coding or memo `id`, in order.
    pub fn changes_of(&self, id: Uuid) -> impl Iterator<Item = &Record> {
        self.changes
            .get(&id)
            .into_iter()
            .flatten()
            .filter(|&&event| self.counts(event))
            .map(|&event| self.record(event))
    }

    /// The last counting status event of a document.
    pub fn status_of(&self, document: DocumentKey) -> Option<&Record> {
        let events = self.statuses.get(&document)?;
        events.iter().rev().find(|&&event| self.counts(event)).map(|&event| self.record(event))
    }

    /// All events, in order of arrival.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Positions of events in runs, in each of which they stand in the order of all events: nearly one a journal.
    pub fn runs(&self) -> impl Iterator<Item = std::ops::Range<u32>> {
        let ends = self.runs.iter().skip(1).copied().chain([self.records.len() as u32]);
        self.runs.iter().copied().zip(ends).map(|(start, end)| start..end)
    }

    /// Events about the codebook, counting or not, in no order.
    pub fn codebook_events_ever(&self) -> impl Iterator<Item = &Record> {
        self.codebook.iter().map(|&event| self.record(event))
    }

    /// Counting events about the codebook, in no order.
    pub fn codebook_events(&self) -> impl Iterator<Item = &Record> {
        self.codebook.iter().filter(|&&event| self.counts(event)).map(|&event| self.record(event))
    }

    /// Counting revisions of texts, in no order.
    pub fn revisions(&self) -> impl Iterator<Item = (&Record, &Revised)> {
        let counting = self.revisions.iter().filter(|&&event| self.counts(event));
        counting.map(|&event| self.record(event)).filter_map(|record| match &record.act {
            Act::Revise(revised) => Some((record, &**revised)),
            _ => None,
        })
    }

    /// True when a revision from one text to the other, each with its document, stands here, counting or not.
    pub fn knows_revision(&self, from: (DocumentKey, TextHash), to: (DocumentKey, TextHash)) -> bool {
        self.revisions.iter().any(|&event| match &self.record(event).act {
            Act::Revise(known) => ((known.document, known.from), (known.reaches(), known.to)) == (from, to),
            _ => false,
        })
    }

    /// How many events are of a kind or version that this program does not know.
    pub fn unknown_events(&self) -> usize {
        self.unknown
    }

    /// Transactions of which events are missing, in order.
    pub fn incomplete(&self) -> Vec<Incomplete> {
        let all = 0..self.transactions.len() as u32;
        let mut open: Vec<u32> = all.filter(|&tx| !self.transactions[tx as usize].is_complete()).collect();
        open.sort_by_key(|&tx| self.order(tx));
        let say = |tx: u32| {
            let Transaction { id, have, of, .. } = self.transactions[tx as usize];
            Incomplete { tx: id, have, of }
        };
        open.into_iter().map(say).collect()
    }

    /// How many events change something that this layer does not have.
    pub fn dangling(&self) -> usize {
        self.changes.iter().filter(|(id, _)| self.find(**id).is_none()).map(|(_, events)| events.len()).sum()
    }

    /// The events of a transaction, in order.
    pub fn events_of(&self, tx: Uuid) -> Vec<&Record> {
        let Some(tx) = self.find_transaction(tx) else { return Vec::new() };
        let mut events: Vec<&Record> = self.events_in(tx).map(|event| self.record(event)).collect();
        events.sort_by_key(|record| record.order());
        events
    }

    /// What a transaction does to the entries of the codebook, in order: an undo turns round what it takes back.
    pub fn codebook_changes_of(&self, tx: Uuid) -> Vec<EntryChange> {
        let mut changes = Vec::new();
        let forwards: Vec<&Record> = self.events_of(tx).into_iter().rev().collect();
        let mut open: Vec<(&Record, bool)> = forwards.into_iter().map(|record| (record, false)).collect();
        let mut steps = 0;
        while let Some((record, turned)) = open.pop() {
            match &record.act {
                Act::CodeAdd(added) if turned => changes.push(added.change().inverse()),
                Act::CodeAdd(added) => changes.push(added.change()),
                Act::CodeEdit(edited) if turned => changes.extend(inverse(edited)),
                Act::CodeEdit(edited) => changes.extend(edited.iter().cloned()),
                Act::Undo(target) => {
                    // It can only take back what stands before it; and undos of undos of undos come to an end.
                    let earlier = self
                        .find_transaction(*target)
                        .is_some_and(|target| self.order(target) < record.order());
                    steps += 1;
                    if earlier && steps <= self.transactions.len() {
                        let mut events = self.events_of(*target);
                        // The last one is taken first.
                        if turned {
                            events.reverse();
                        }
                        open.extend(events.into_iter().map(|event| (event, !turned)));
                    }
                }
                _ => {}
            }
        }
        changes
    }

    /// True when a transaction counts.
    pub fn transaction_counts(&self, tx: Uuid) -> bool {
        self.find_transaction(tx).is_some_and(|tx| self.transactions[tx as usize].counts)
    }
}

fn insert_ordered(list: &mut Vec<u32>, records: &[Record], index: u32, order: (u64, Uuid)) {
    let place = list.partition_point(|&other| records[other as usize].order() < order);
    list.insert(place, index);
}
