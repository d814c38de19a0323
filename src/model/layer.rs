//! All events of one coder, and which of them count.
//!
//! The state of a layer is a function of the *set* of its events: any order of arrival, duplicates, any number of
//! files give the same state. A transaction counts when all its events are there and no counting undo names it;
//! an undo can only name a transaction that stands before it, so the question always has an answer.

use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use super::names::DocumentKey;
use super::record::{Act, AddedCode, Incoming, Record, Source};

/// All events of one coder.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    records: Vec<Record>,
    by_id: FxHashMap<Uuid, u32>,
    transactions: Vec<Transaction>,
    by_tx: FxHashMap<Uuid, u32>,
    /// Events that change a coding or memo, in order, by what they change.
    changes: FxHashMap<Uuid, Vec<u32>>,
    statuses: FxHashMap<DocumentKey, Vec<u32>>,
    /// Undo events, by the transaction they name.
    undos: FxHashMap<Uuid, Vec<u32>>,
    unsettled: FxHashSet<u32>,
    /// This writer's transactions, in order.
    own: Vec<u32>,
    codebook: Vec<u32>,
    unknown: usize,
}

#[derive(Clone, Debug)]
struct Transaction {
    id: Uuid,
    of: u32,
    have: u32,
    disagrees: bool,
    order: (u64, Uuid),
    first: u32,
    more: Vec<u32>,
    counts: bool,
    own: bool,
}

impl Transaction {
    fn events(&self) -> impl Iterator<Item = u32> {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }

    /// More events than announced is as wrong as fewer, and so are events that announce different numbers:
    /// nobody can say which ones were meant.
    fn is_complete(&self) -> bool {
        self.have == self.of && !self.disagrees
    }
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

impl Layer {
    /// Takes an event in; false when it was there already. `own` tells that it stands in this writer's journal.
    /// Nothing shows before [`Layer::settle`].
    pub fn take(&mut self, event: Incoming, source: Source, own: bool) -> bool {
        if let Some(&known) = self.by_id.get(&event.id) {
            self.own_transaction(self.records[known as usize].tx, own);
            return false;
        }
        let index = self.records.len() as u32;
        let order = (event.n, event.id);
        let tx = self.join_transaction(&event, index, order);
        self.own_transaction(tx, own);
        self.by_id.insert(event.id, index);
        let record = Record { id: event.id, n: event.n, tx, at: event.at, source, act: event.act };
        match &record.act {
            Act::Status { document, .. } => {
                insert_ordered(self.statuses.entry(*document).or_default(), &self.records, index, order);
            }
            Act::Undo(target) => self.undos.entry(*target).or_default().push(index),
            Act::CodeAdd(_) | Act::Seen(_) => self.codebook.push(index),
            Act::Unknown => self.unknown += 1,
            _ => {
                if let Some(target) = record.changes() {
                    insert_ordered(self.changes.entry(target).or_default(), &self.records, index, order);
                }
            }
        }
        self.records.push(record);
        self.unsettled.insert(tx);
        true
    }

    fn join_transaction(&mut self, event: &Incoming, index: u32, order: (u64, Uuid)) -> u32 {
        if let Some(&tx) = self.by_tx.get(&event.tx) {
            let transaction = &mut self.transactions[tx as usize];
            transaction.have += 1;
            transaction.disagrees |= transaction.of != event.of;
            transaction.more.push(index);
            let earlier = order < transaction.order;
            if earlier {
                transaction.order = order;
            }
            if earlier && transaction.own {
                self.own.retain(|&other| other != tx);
                self.place_own(tx);
            }
            return tx;
        }
        let tx = self.transactions.len() as u32;
        self.by_tx.insert(event.tx, tx);
        self.transactions.push(Transaction {
            id: event.tx,
            of: event.of,
            have: 1,
            disagrees: false,
            order,
            first: index,
            more: Vec::new(),
            counts: false,
            own: false,
        });
        tx
    }

    fn own_transaction(&mut self, tx: u32, own: bool) {
        let transaction = &mut self.transactions[tx as usize];
        if own && !transaction.own {
            transaction.own = true;
            self.place_own(tx);
        }
    }

    fn place_own(&mut self, tx: u32) {
        let order = self.transactions[tx as usize].order;
        let place = self.own.partition_point(|&other| self.transactions[other as usize].order < order);
        self.own.insert(place, tx);
    }

    /// Decides anew which transactions count, where that may have changed, and says what that touches.
    pub fn settle(&mut self) -> Touched {
        let mut queue: BinaryHeap<((u64, Uuid), u32)> =
            self.unsettled.drain().map(|tx| (self.transactions[tx as usize].order, tx)).collect();
        let mut touched = Touched::default();
        // Latest first: whether a transaction counts depends only on later ones.
        while let Some((_, tx)) = queue.pop() {
            let counts = self.should_count(tx);
            if std::mem::replace(&mut self.transactions[tx as usize].counts, counts) == counts {
                continue;
            }
            let events: Vec<u32> = self.transactions[tx as usize].events().collect();
            for event in events {
                if let Act::Undo(target) = self.records[event as usize].act {
                    if let Some(&target) = self.by_tx.get(&target) {
                        queue.push((self.transactions[target as usize].order, target));
                    }
                } else {
                    self.touch(event, &mut touched);
                }
            }
        }
        touched.codings.sort_unstable();
        touched.codings.dedup();
        touched.memos.sort_unstable();
        touched.memos.dedup();
        touched.statuses.sort_unstable();
        touched.statuses.dedup();
        touched
    }

    fn should_count(&self, tx: u32) -> bool {
        let transaction = &self.transactions[tx as usize];
        transaction.is_complete()
            && !self.undos.get(&transaction.id).into_iter().flatten().any(|&undo| {
                let undo = &self.transactions[self.records[undo as usize].tx as usize];
                undo.counts && undo.order > transaction.order
            })
    }

    fn touch(&self, event: u32, touched: &mut Touched) {
        let record = &self.records[event as usize];
        let event = match record.changes() {
            Some(target) => match self.by_id.get(&target) {
                Some(&made) => made,
                None => return,
            },
            None => event,
        };
        match &self.records[event as usize].act {
            Act::Coding { .. } => touched.codings.push(event),
            Act::Memo(_) => touched.memos.push(event),
            Act::Status { document, .. } => touched.statuses.push(*document),
            _ => {}
        }
    }

    /// The record at a position; records never move.
    pub fn record(&self, index: u32) -> &Record {
        &self.records[index as usize]
    }

    /// The position of the record with this id.
    pub fn find(&self, id: Uuid) -> Option<u32> {
        self.by_id.get(&id).copied()
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

    /// Counting events about the codebook, in no order.
    pub fn codebook_events(&self) -> impl Iterator<Item = &Record> {
        self.codebook.iter().filter(|&&event| self.counts(event)).map(|&event| self.record(event))
    }

    /// How many events are of a kind or version that this program does not know.
    pub fn unknown_events(&self) -> usize {
        self.unknown
    }

    /// Transactions of which events are missing, in order.
    pub fn incomplete(&self) -> Vec<Incomplete> {
        let mut open: Vec<&Transaction> = self.transactions.iter().filter(|tx| !tx.is_complete()).collect();
        open.sort_by_key(|tx| tx.order);
        open.into_iter().map(|tx| Incomplete { tx: tx.id, have: tx.have, of: tx.of }).collect()
    }

    /// How many events change something that this layer does not have.
    pub fn dangling(&self) -> usize {
        self.changes
            .iter()
            .filter(|(id, _)| !self.by_id.contains_key(id))
            .map(|(_, events)| events.len())
            .sum()
    }

    /// The transaction that an undo without a target takes back: this writer's last one that counts and did something.
    pub fn undo_target(&self) -> Option<Uuid> {
        self.own_in_order().filter(|tx| tx.counts && self.depth(tx) == 0).map(|tx| tx.id).next()
    }

    /// The undo that a redo takes back: this writer's last, unless something was done since.
    pub fn redo_target(&self) -> Option<Uuid> {
        for tx in self.own_in_order().filter(|tx| tx.counts) {
            match self.depth(tx) {
                0 => return None,
                odd if odd % 2 == 1 => return Some(tx.id),
                _ => {}
            }
        }
        None
    }

    /// This writer's transactions that did something or took something back, latest first.
    fn own_in_order(&self) -> impl Iterator<Item = &Transaction> {
        let own = self.own.iter().rev().map(|&tx| &self.transactions[tx as usize]);
        own.filter(|tx| {
            !tx.events().all(|event| matches!(self.records[event as usize].act, Act::Seen(_) | Act::Unknown))
        })
    }

    /// 0 for an action, 1 for its undo, 2 for a redo, and so on.
    fn depth(&self, transaction: &Transaction) -> usize {
        let mut depth = 0;
        let mut at = transaction;
        while let Act::Undo(target) = self.records[at.first as usize].act {
            depth += 1;
            match self.by_tx.get(&target).map(|&tx| &self.transactions[tx as usize]) {
                Some(earlier) if earlier.order < at.order => at = earlier,
                _ => break,
            }
        }
        depth
    }

    /// The events of a transaction, in order.
    pub fn events_of(&self, tx: Uuid) -> Vec<&Record> {
        let Some(&tx) = self.by_tx.get(&tx) else { return Vec::new() };
        let mut events: Vec<&Record> =
            self.transactions[tx as usize].events().map(|event| self.record(event)).collect();
        events.sort_by_key(|record| record.order());
        events
    }

    /// The codes that a transaction added to the codebook.
    pub fn codes_added_by(&self, tx: Uuid) -> Vec<&AddedCode> {
        let added = |record: &&Record| matches!(record.act, Act::CodeAdd(_));
        self.events_of(tx)
            .into_iter()
            .filter(added)
            .filter_map(|record| match &record.act {
                Act::CodeAdd(code) => Some(&**code),
                _ => None,
            })
            .collect()
    }

    /// True when a transaction counts.
    pub fn transaction_counts(&self, tx: Uuid) -> bool {
        self.by_tx.get(&tx).is_some_and(|&tx| self.transactions[tx as usize].counts)
    }
}

fn insert_ordered(list: &mut Vec<u32>, records: &[Record], index: u32, order: (u64, Uuid)) {
    let place = list.partition_point(|&other| records[other as usize].order() < order);
    list.insert(place, index);
}
