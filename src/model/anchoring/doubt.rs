//! Matches that could be chance, taken out again: of lines that are other lines, of small words between changes, of lines
//! that stand there twice.

use std::ops::Range;

use super::align::Match;
use super::runs::Runs;
use super::tokens::{Pair, Token};

/// Words that tell less than this many bits, between two changes, may be others than they seem.
const WEAK: f32 = 12.0;
/// A slip of the pen beside a change is believed in words of at least this many letters.
const LONG_WORD: usize = 5;
/// Of a line at least this share must be the same, or nearly all of the shorter of the two.
const SAME_LINE: f32 = 0.5;
const WHOLE_LINE: f32 = 0.8;

/// Takes out what is in doubt.
pub fn take_out(pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
    let mut matches = of_same_lines(pair, matches);
    loop {
        let before = matches.len();
        matches = without_weak_runs(pair, &matches);
        matches = without_slips_at_gaps(pair, &matches);
        if matches.len() == before {
            return matches;
        }
    }
}

fn bits(pair: &Pair<'_>, tokens: &[Token]) -> f32 {
    tokens.iter().map(|token| pair.bits[token.key as usize]).sum()
}

fn is_same(pair: &Pair<'_>, m: Match) -> bool {
    pair.old[m.old as usize].key == pair.new[m.new as usize].key
}

/// The words of the line around a word.
pub fn line(tokens: &[Token], at: u32) -> Range<usize> {
    let at = at as usize;
    let start = tokens[..=at].iter().rposition(|token| token.line).unwrap_or(0);
    let end = tokens[at + 1..].iter().position(|token| token.line).map_or(tokens.len(), |more| at + 1 + more);
    start..end
}

/// The matches of which `keep` says yes to those in one line, before and after, with these lines.
pub fn line_by_line(
    pair: &Pair<'_>,
    matches: &[Match],
    keep: impl Fn(&[Match], Range<usize>, Range<usize>) -> bool,
) -> Vec<Match> {
    let mut found = Vec::with_capacity(matches.len());
    let mut rest = matches;
    while let Some(first) = rest.first() {
        let (old, new) = (line(&pair.old, first.old), line(&pair.new, first.new));
        let inside = |m: &&Match| (m.old as usize) < old.end && (m.new as usize) < new.end;
        let (here, behind) = rest.split_at(rest.iter().take_while(inside).count());
        if keep(here, old, new) {
            found.extend_from_slice(here);
        }
        rest = behind;
    }
    found
}

/// Lines begin alike, with a time and a speaker, and end alike: that makes no line another.
fn of_same_lines(pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
    line_by_line(pair, matches, |here, old, new| {
        let same: f32 = here
            .iter()
            .map(|m| {
                pair.bits[pair.old[m.old as usize].key as usize] * if is_same(pair, *m) { 1.0 } else { 0.7 }
            })
            .sum();
        let (old_bits, new_bits) = (bits(pair, &pair.old[old]), bits(pair, &pair.new[new]));
        same >= SAME_LINE * old_bits.max(new_bits)
            || same >= (WHOLE_LINE * old_bits.min(new_bits)).max(2.0 * WEAK)
    })
}

/// How many words stand between two matches, old and new.
fn gap(one: Match, other: Match) -> (u32, u32) {
    (other.old - one.old - 1, other.new - one.new - 1)
}

/// A small run between two changes of different kinds: where a word came in before it and one went after it, it may as
/// well be another word that was changed into this one.
fn without_weak_runs(pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
    let runs: Vec<&[Match]> = matches.chunk_by(|one, other| gap(*one, *other) == (0, 0)).collect();
    let mut found: Vec<Match> = Vec::with_capacity(matches.len());
    for (place, run) in runs.iter().enumerate() {
        let (Some(&before), Some(after)) = (found.last(), runs.get(place + 1)) else {
            found.extend_from_slice(run);
            continue;
        };
        let told: f32 = run
            .iter()
            .map(|m| {
                pair.bits[pair.old[m.old as usize].key as usize] * if is_same(pair, *m) { 1.0 } else { 0.5 }
            })
            .sum();
        let (left, right) = (gap(before, run[0]), gap(run[run.len() - 1], after[0]));
        let even = |(gone, come): (u32, u32)| gone == come;
        let alike = even(left) && even(right) || left.0 + right.0 == 0 || left.1 + right.1 == 0;
        if told >= WEAK || alike {
            found.extend_from_slice(run);
        }
    }
    found
}

fn without_slips_at_gaps(pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
    let at_gap = |one: usize, other: usize| match (matches.get(one), matches.get(other)) {
        (Some(one), Some(other)) => {
            let (gone, come) = gap(*one, *other);
            gone != come
        }
        _ => false,
    };
    let long = |m: &Match| {
        let word = &pair.words[pair.old[m.old as usize].key as usize];
        word.chars().count() >= LONG_WORD
    };
    let stays = |place: usize, m: &Match| {
        is_same(pair, *m) || long(m) || !(at_gap(place, place + 1) || place > 0 && at_gap(place - 1, place))
    };
    matches.iter().enumerate().filter(|(place, m)| stays(*place, m)).map(|(_, m)| *m).collect()
}

/// Takes out the small begin of a line before a gap that begins alike: `[00` of a time, where another time was put in
/// before it.
pub fn without_alike_begins(pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
    let mut out = vec![false; matches.len()];
    let mut take_out = |run: std::ops::Range<usize>, outer: Option<&Match>, come: &[Token]| {
        let told: f32 =
            matches[run.clone()].iter().map(|m| pair.bits[pair.old[m.old as usize].key as usize]).sum();
        let within = |m: &Match| come.iter().any(|token| token.key == pair.new[m.new as usize].key);
        if told < 4.0 * WEAK && outer.is_some_and(within) {
            out[run].fill(true);
        }
    };
    for place in 1..matches.len() {
        let (last, next) = (matches[place - 1], matches[place]);
        let (gone, come) = gap(last, next);
        if gone == come || come == 0 {
            continue;
        }
        let came = &pair.new[last.new as usize + 1..next.new as usize];
        let start = line(&pair.old, last.old).start;
        let first = matches.partition_point(|m| (m.old as usize) < start);
        take_out(first..place, matches.get(first), came);
    }
    matches.iter().zip(out).filter(|(_, out)| !out).map(|(m, _)| *m).collect()
}

/// Takes out lines beside the ends of what was kept, and beside lines that were exchanged, as long as they could as well
/// be others: something in a line must stand at one place only.
pub fn without_common_lines(pair: &Pair<'_>, runs: &Runs, matches: &[Match]) -> Vec<Match> {
    let exchanged = |two: &[Match]| {
        let (gone, come) = gap(two[0], two[1]);
        let begins = |tokens: &[Token], one: u32, other: u32| {
            tokens[one as usize + 1..=other as usize].iter().any(|token| token.line)
        };
        gone > 0
            && come > 0
            && (begins(&pair.old, two[0].old, two[1].old) || begins(&pair.new, two[0].new, two[1].new))
    };
    let mut found = Vec::with_capacity(matches.len());
    let mut start = 0;
    while start < matches.len() {
        let more = matches[start..].windows(2).take_while(|two| !exchanged(two)).count();
        let end = start + 1 + more;
        found.extend_from_slice(peeled(pair, runs, &matches[start..end]));
        start = end;
    }
    found
}

fn peeled<'m>(pair: &Pair<'_>, runs: &Runs, matches: &'m [Match]) -> &'m [Match] {
    let mut rest = matches;
    let is_first = |m: &Match| m.old == 0 && m.new == 0;
    let is_last = |m: &Match| m.old as usize + 1 == pair.old.len() && m.new as usize + 1 == pair.new.len();
    while let Some(first) = rest.first()
        && !is_first(first)
    {
        let end = line(&pair.old, first.old).end;
        let (here, after) = rest.split_at(rest.partition_point(|m| (m.old as usize) < end));
        if runs.know(pair, here) {
            break;
        }
        rest = after;
    }
    while let Some(last) = rest.last()
        && !is_last(last)
    {
        let start = line(&pair.old, last.old).start;
        let (before, here) = rest.split_at(rest.partition_point(|m| (m.old as usize) < start));
        if runs.know(pair, here) {
            break;
        }
        rest = before;
    }
    rest
}

/// Takes out a word beside an exchange that holds the same word: either may be the one that was there.
pub fn without_doubles(pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
    let mut out = vec![false; matches.len()];
    for place in 1..matches.len() {
        let (last, next) = (matches[place - 1], matches[place]);
        let (gone, come) = gap(last, next);
        if (gone, come) == (1, 1) || gone == 0 || come == 0 {
            continue;
        }
        let went = &pair.old[last.old as usize + 1..next.old as usize];
        let came = &pair.new[last.new as usize + 1..next.new as usize];
        for at in [place - 1, place] {
            let key = pair.old[matches[at].old as usize].key;
            out[at] |= went.iter().chain(came).any(|token| pair.alike(token.key, key));
        }
    }
    matches.iter().zip(out).filter(|(_, out)| !out).map(|(m, _)| *m).collect()
}

/// Takes out lines beside a gap that hold the same words as a line in the gap: either may be the one that was there.
pub fn without_copies(pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
    let mut out = vec![false; matches.len()];
    for place in 1..matches.len() {
        let (last, next) = (matches[place - 1], matches[place]);
        let (gone, come) = gap(last, next);
        if gone == 0 && come == 0 {
            continue;
        }
        let came = &pair.new[last.new as usize + 1..next.new as usize];
        let went = &pair.old[last.old as usize + 1..next.old as usize];
        for at in [last, next] {
            let words = &pair.old[line(&pair.old, at.old)];
            let twice = |gap: &[Token]| {
                gap.windows(words.len())
                    .any(|run| run.iter().zip(words).all(|(one, other)| one.key == other.key))
            };
            if bits(pair, words) >= WEAK && (twice(came) || twice(went)) {
                let own = line(&pair.old, at.old);
                let first = matches.partition_point(|m| (m.old as usize) < own.start);
                let end = matches.partition_point(|m| (m.old as usize) < own.end);
                out[first..end].fill(true);
            }
        }
    }
    matches.iter().zip(out).filter(|(_, out)| !out).map(|(m, _)| *m).collect()
}
