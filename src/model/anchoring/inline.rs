//! Small changes inside a line, whose edges are known: one word gave way to another, or was left out, and the words on
//! both sides of it stayed. Where another reading of the change is as good, nothing is said.

use super::align::Match;
use super::doubt::line;
use super::tokens::{Pair, Token};

/// A change in which more words went than this is no small one.
const SMALL: u32 = 3;
/// So many words of the line must be the same before and after.
const SAME: usize = 3;
/// A word that went may have been put in again at most so many words away.
const NEAR: usize = 40;

/// What a small change was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Small {
    /// As many words came as went: each took the place of one.
    Exchanged,
    /// Fewer words came than went: whichever took whose place, all of them stand for words that were there.
    Fewer,
    /// Words were left out, and nothing came for them.
    LeftOut,
}

/// Which words have a partner.
#[derive(Debug)]
pub struct Paired {
    old: Vec<bool>,
    new: Vec<bool>,
}

impl Paired {
    /// Those of these matches.
    pub fn of(pair: &Pair<'_>, runs: &[Vec<Match>]) -> Self {
        let mut paired = Self { old: vec![false; pair.old.len()], new: vec![false; pair.new.len()] };
        for m in runs.iter().flatten() {
            paired.old[m.old as usize] = true;
            paired.new[m.new as usize] = true;
        }
        paired
    }

    /// True when three words of the new text that stand side by side have no partner, and are these.
    pub fn alone(&self, at: usize) -> bool {
        !self.new[at] && !self.new[at + 1] && !self.new[at + 2]
    }
}

/// What the change between the matches `at` and `at + 1` of a stretch was; `None` where its edges are not known.
pub fn small(pair: &Pair<'_>, paired: &Paired, run: &[Match], at: usize) -> Option<Small> {
    let (last, next) = (run[at], run[at + 1]);
    let (gone, come) = (next.old - last.old - 1, next.new - last.new - 1);
    let what = match (gone, come) {
        (1..=SMALL, 0) => Small::LeftOut,
        (1..=SMALL, _) if gone == come => Small::Exchanged,
        (1..=SMALL, 1..) if gone > come => Small::Fewer,
        _ => return None,
    };
    let same = |m: Match| pair.old[m.old as usize].key == pair.new[m.new as usize].key;
    let (went, came) = (between(&pair.old, last.old, next.old), between(&pair.new, last.new, next.new));
    let beside = [
        (pair.old.get(next.old as usize..), pair.new.get(next.new as usize..)),
        (pair.old.get(..=last.old as usize), pair.new.get(..=last.new as usize)),
    ];
    if !same(last) || !same(next) || !lines_stay(pair, what, last, next) || !line_stays(pair, run, at) {
        return None;
    }
    // Beside its like, nobody can tell which of the two it was.
    let near = |tokens: Option<&[Token]>, after: bool| {
        let tokens = tokens.unwrap_or_default();
        let range = if after { 0..tokens.len().min(2) } else { tokens.len().saturating_sub(2)..tokens.len() };
        tokens[range].iter().map(|token| token.key).collect::<Vec<_>>()
    };
    let mut neighbours = Vec::new();
    for ((old, new), after) in beside.into_iter().zip([true, false]) {
        neighbours.extend(near(old, after));
        neighbours.extend(near(new, after));
    }
    let is_like = |token: &Token, keys: &[u32]| keys.iter().any(|key| pair.alike(*key, token.key));
    if went.iter().chain(came).any(|token| is_like(token, &neighbours)) {
        return None;
    }
    let crossed = went.iter().enumerate().any(|(one, gone)| {
        came.iter()
            .enumerate()
            .any(|(other, come)| (one != other || what == Small::Fewer) && pair.alike(gone.key, come.key))
    });
    let elsewhere = stands_near(&pair.new, &paired.new, last.new, next.new, went)
        || stands_near(&pair.old, &paired.old, last.old, next.old, came);
    (!crossed && !elsewhere).then_some(what)
}

fn between(tokens: &[Token], last: u32, next: u32) -> &[Token] {
    &tokens[last as usize + 1..next as usize]
}

/// True when lines begin where they began.
fn lines_stay(pair: &Pair<'_>, what: Small, last: Match, next: Match) -> bool {
    let begins = |tokens: &[Token], last: u32, next: u32| {
        tokens[last as usize + 1..=next as usize].iter().map(|token| token.line).collect::<Vec<_>>()
    };
    let (old, new) = (begins(&pair.old, last.old, next.old), begins(&pair.new, last.new, next.new));
    let count = |begins: &[bool]| begins.iter().filter(|begins| **begins).count();
    match what {
        Small::Exchanged => old == new && count(&old) <= 1,
        Small::LeftOut | Small::Fewer => count(&old) == count(&new) && count(&old) <= 1,
    }
}

/// True when enough words of the line around the change are the same, and stand in one line still.
fn line_stays(pair: &Pair<'_>, run: &[Match], at: usize) -> bool {
    let own = line(&pair.old, run[at].old + 1);
    let new = if own.contains(&(run[at].old as usize)) { run[at].new } else { run[at + 1].new };
    let other = line(&pair.new, new);
    let here = |m: &&Match| own.contains(&(m.old as usize)) && other.contains(&(m.new as usize));
    let same = |m: &&Match| {
        let (old, new) = (pair.old[m.old as usize].key, pair.new[m.new as usize].key);
        old == new && pair.words[old as usize].chars().any(char::is_alphanumeric)
    };
    let before = run[..=at].iter().rev().take_while(here).filter(same).count();
    let after = run[at + 1..].iter().take_while(here).filter(same).count();
    before + after >= SAME
}

/// True when one of these words stands without a partner near the change, but not in it.
fn stands_near(tokens: &[Token], paired: &[bool], last: u32, next: u32, words: &[Token]) -> bool {
    let around = (last as usize).saturating_sub(NEAR)..(next as usize + NEAR).min(tokens.len());
    let own = last as usize + 1..next as usize;
    around
        .filter(|at| !paired[*at] && !own.contains(at))
        .any(|at| words.iter().any(|word| word.key == tokens[at].key))
}
