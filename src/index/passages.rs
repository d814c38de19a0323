//! Codings that meet a condition, by place.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::model::names::CodingKey;
use crate::model::study::Study;

use super::condition::{CodeSet, Condition};

/// From this many codings on, two threads sort faster than one.
const MANY: usize = 20_000;

/// The codings that meet `condition`, by document (in the order of the corpus tree, missing ones last), place and code.
///
/// Only codings of the codes that are asked for are looked at. Those whose text has changed are among them: ask
/// [`Study::verdict`] before showing a place.
pub fn passages(study: &Study, condition: &Condition) -> Vec<CodingKey> {
    let found: Vec<CodingKey> = match condition.codes() {
        Some(codes) => {
            let all = condition.is_only_codes();
            let keys = codes.into_iter().flat_map(|code| study.codings_with(code).iter().copied());
            keys.filter(|&key| all || condition.holds(key, study.coding(key))).collect()
        }
        None => {
            let held = study.codings().filter(|(key, coding)| condition.holds(*key, coding));
            held.map(|(key, _)| key).collect()
        }
    };
    in_order(study, &found)
}

/// The order of [`Study::sort_by_place`]. Codings come in nearly in order, a run for each coder, and a stable sort merges
/// runs; document and start decide almost every comparison, so they stand together in one number.
fn in_order(study: &Study, found: &[CodingKey]) -> Vec<CodingKey> {
    let documents = study.documents();
    let missing = |index: usize| (documents.len() + index) as u32;
    let mut ranks: Vec<u32> = (0..study.names.documents.len()).map(missing).collect();
    for (rank, document) in documents.iter().enumerate() {
        ranks[document.key.index()] = rank as u32;
    }
    let mut keyed: Vec<(u64, CodingKey)> = found
        .iter()
        .map(|&key| {
            let coding = study.coding(key);
            (u64::from(ranks[coding.document.index()]) << 32 | u64::from(coding.span.start), key)
        })
        .collect();
    let order =
        |a: &(u64, CodingKey), b: &(u64, CodingKey)| a.0.cmp(&b.0).then_with(|| same_start(study, a.1, b.1));
    if keyed.len() < MANY {
        keyed.sort_by(order);
    } else {
        keyed.par_sort_by(order);
    }
    keyed.into_iter().map(|(_, key)| key).collect()
}

/// The order of two codings that begin at the same place.
fn same_start(study: &Study, a: CodingKey, b: CodingKey) -> Ordering {
    let rank = |key: CodingKey| study.coding(key).code.map_or(usize::MAX, |code| study.codebook.rank(code));
    let (left, right) = (study.coding(a), study.coding(b));
    left.span
        .cmp(&right.span)
        .then_with(|| rank(a).cmp(&rank(b)))
        .then_with(|| left.coder.cmp(&right.coder))
        .then_with(|| study.coding_id(a).cmp(&study.coding_id(b)))
}

impl Condition {
    /// True where every coding of [`Condition::codes`] meets it.
    fn is_only_codes(&self) -> bool {
        match self {
            Self::Codes(set) => *set != CodeSet::Any,
            Self::Any(parts) => parts.iter().all(Self::is_only_codes),
            Self::All(parts) => parts.len() == 1 && parts.iter().all(Self::is_only_codes),
            _ => false,
        }
    }
}
