//! Which words were kept: what the alignment says, less whatever could be chance.

use std::ops::Range;

use super::align::{Cluster, Match, align, clusters};
use super::runs::Runs;
use super::tokens::Pair;

/// A cluster that tells this many bits stands for itself.
const STRONG: f32 = 22.0;
/// One that was found elsewhere in the text must tell more.
const STRONG_ELSEWHERE: f32 = 30.0;
/// So many stretches are looked for elsewhere.
const MOVES: usize = 2_000;

/// The clusters that were kept, in the order of the old text; in the order of the new one they may stand elsewhere.
pub fn kept(pair: &Pair<'_>, runs: &Runs) -> Vec<Cluster> {
    let (old, new) = (0..pair.old.len() as u32, 0..pair.new.len() as u32);
    let mut found = in_order(pair, runs, old, new, STRONG);
    for _ in 0..MOVES {
        let Some((from, to)) = moved(pair, runs, &found) else { break };
        let more = in_order(pair, runs, from.clone(), to.clone(), STRONG_ELSEWHERE);
        if more.is_empty() {
            break;
        }
        found.extend(more);
        found.sort_by_key(|cluster| cluster.before().start);
    }
    found
}

/// The clusters of two stretches that can be believed.
fn in_order(pair: &Pair<'_>, runs: &Runs, old: Range<u32>, new: Range<u32>, strong: f32) -> Vec<Cluster> {
    let all = clusters(pair, &align(pair, old.clone(), new.clone()));
    let sure: Vec<bool> =
        all.iter().map(|cluster| cluster.bits >= strong && runs.know(pair, &cluster.matches)).collect();
    let mut found: Vec<Cluster> = Vec::with_capacity(all.len());
    for (place, cluster) in all.iter().enumerate() {
        let accepted = sure[place] || {
            let (before_old, before_new) =
                found.last().map_or((old.start, new.start), |last| (last.before().end, last.after().end));
            let next = all[place + 1..].iter().zip(&sure[place + 1..]).find(|(_, sure)| **sure);
            let (after_old, after_new) =
                next.map_or((old.end, new.end), |(next, _)| (next.before().start, next.after().start));
            let between_sure = !found.is_empty() && next.is_some();
            between_sure && stands_alone(pair, cluster, before_old..after_old, before_new..after_new)
        };
        if accepted {
            found.push(cluster.clone());
        }
    }
    found
}

/// True for a small cluster that can only be meant where it stands: its words stand once in what lies between its sure
/// neighbours, old and new, and nothing was exchanged around it.
fn stands_alone(pair: &Pair<'_>, cluster: &Cluster, old: Range<u32>, new: Range<u32>) -> bool {
    let (own_old, own_new) = (cluster.before(), cluster.after());
    let pure = |gone: u32, come: u32| gone == 0 || come == 0;
    let around = pure(own_old.start - old.start, own_new.start - new.start)
        && pure(old.end - own_old.end, new.end - own_new.end);
    if !around || own_old.len() != own_new.len() || own_old.len() != cluster.matches.len() {
        return false;
    }
    let words: Vec<u32> =
        pair.old[own_old.start as usize..own_old.end as usize].iter().map(|t| t.key).collect();
    let once = |tokens: &[super::tokens::Token]| {
        let same = |run: &&[super::tokens::Token]| {
            run.iter().zip(&words).all(|(token, word)| pair.alike(*word, token.key))
        };
        tokens.windows(words.len()).filter(same).count() == 1
    };
    once(&pair.old[old.start as usize..old.end as usize])
        && once(&pair.new[new.start as usize..new.end as usize])
}

/// A stretch of the old text that was not found in its place, and the stretch of the new text that holds most of it.
fn moved(pair: &Pair<'_>, runs: &Runs, found: &[Cluster]) -> Option<(Range<u32>, Range<u32>)> {
    let open_old = open(found.iter().map(Cluster::before), pair.old.len() as u32);
    let open_new = open(found.iter().map(Cluster::after), pair.new.len() as u32);
    let mut best: Option<(usize, Range<u32>, Range<u32>)> = None;
    for old in open_old {
        let mut votes: Vec<(usize, Range<u32>)> = Vec::new();
        for Match { new, .. } in runs.elsewhere(pair, old.clone()) {
            let place = open_new.partition_point(|range| range.end <= new);
            let Some(range) = open_new.get(place).filter(|range| range.contains(&new)) else { continue };
            match votes.iter_mut().find(|(_, known)| known == range) {
                Some((count, _)) => *count += 1,
                None => votes.push((1, range.clone())),
            }
        }
        for (count, new) in votes {
            if best.as_ref().is_none_or(|(most, ..)| count > *most) {
                best = Some((count, old.clone(), new));
            }
        }
    }
    best.map(|(_, old, new)| (old, new))
}

/// The stretches of `0..end` that no range covers, in order.
fn open(taken: impl Iterator<Item = Range<u32>>, end: u32) -> Vec<Range<u32>> {
    let mut taken: Vec<Range<u32>> = taken.collect();
    taken.sort_by_key(|range| range.start);
    let mut found = Vec::new();
    let mut at = 0;
    for range in taken {
        if at < range.start {
            found.push(at..range.start);
        }
        at = at.max(range.end);
    }
    if at < end {
        found.push(at..end);
    }
    found
}
