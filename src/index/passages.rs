//! Codings that meet a condition, by place.

use crate::model::names::CodingKey;
use crate::model::study::Study;

use super::condition::Condition;

/// The codings that meet `condition`, by document (in the order of the corpus tree, missing ones last), place and code.
///
/// Only codings of the codes that are asked for are looked at. Those whose text has changed are among them: ask
/// [`Study::verdict`] before showing a place.
pub fn passages(study: &Study, condition: &Condition) -> Vec<CodingKey> {
    let mut found: Vec<CodingKey> = match condition.codes() {
        Some(codes) => {
            let keys = codes.into_iter().flat_map(|code| study.codings_with(code).iter().copied());
            keys.filter(|&key| condition.holds(study, study.coding(key))).collect()
        }
        None => {
            study.codings().filter(|(_, coding)| condition.holds(study, coding)).map(|(key, _)| key).collect()
        }
    };
    sort(study, &mut found);
    found
}

/// The order of [`Study::sort_by_place`], found with small keys first: the rest is looked up only where codings begin at
/// the same place.
fn sort(study: &Study, found: &mut [CodingKey]) {
    let mut ranks: Vec<u32> = vec![u32::MAX; study.names.documents.len()];
    for (rank, document) in study.documents().iter().enumerate() {
        ranks[document.key.index()] = rank as u32;
    }
    let mut keyed: Vec<(u64, CodingKey)> = found
        .iter()
        .map(|&key| {
            let coding = study.coding(key);
            let rank = ranks.get(coding.document.index()).copied().unwrap_or(u32::MAX);
            (u64::from(rank) << 32 | u64::from(coding.span.start), key)
        })
        .collect();
    keyed.sort_unstable();
    for (slot, (_, key)) in found.iter_mut().zip(&keyed) {
        *slot = *key;
    }
    let mut from = 0;
    for same in keyed.chunk_by(|a, b| a.0 == b.0) {
        let to = from + same.len();
        if same.len() > 1 {
            study.sort_by_place(&mut found[from..to]);
        }
        from = to;
    }
}
