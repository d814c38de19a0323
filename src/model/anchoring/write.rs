//! Words that were kept, as stretches of bytes.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::Span;

use super::align::{Cluster, Match};
use super::doubt::{
    line, line_by_line, take_out, without_alike_begins, without_common_lines, without_copies, without_doubles,
};
use super::gaps::settle;
use super::hunks::{Hunk, Hunks, Step};
use super::inline::{Paired, Small, small};
use super::runs::Runs;
use super::tokens::{Pair, Token};

/// More than this many words that came in are not part of the passage that they came into.
const CAME_IN: u32 = 12;
/// So many words on both sides are another text, not the same one in other words.
const EXCHANGED: u32 = 3;
/// In a line of which more than half stayed, it takes more.
const EXCHANGED_IN_A_LINE: u32 = 12;
/// A change of at most this many words that was made several times over is a rule.
const RULE: u32 = 4;

/// The hunks of a revision.
pub fn hunks(pair: &Pair<'_>, places: &Runs, clusters: &[Cluster]) -> Hunks {
    let lines = Lines::of(pair);
    let runs = stretches(pair, places, &lines, clusters);
    let paired = Paired::of(pair, &runs);
    let (rules, homeless) = (Rules::of(pair, &runs), Homeless::of(pair, &paired));
    let known = Known { rules, homeless, lines, paired };
    let mut hunks = Vec::new();
    for run in &runs {
        let mut writer = Writer::start(pair, run[0]);
        for (at, &next) in run.iter().enumerate().skip(1) {
            if writer.gap(&known, run, at - 1) {
                writer.word(next);
            } else {
                hunks.push(std::mem::replace(&mut writer, Writer::start(pair, next)).hunk);
            }
        }
        hunks.push(writer.hunk);
    }
    // Clusters share no word, so hunks share no byte.
    Hunks::new(hunks).unwrap_or_default()
}

/// Matches that follow each other in both texts: nothing that was kept stands between them on either side.
fn stretches(pair: &Pair<'_>, places: &Runs, lines: &Lines, clusters: &[Cluster]) -> Vec<Vec<Match>> {
    let mut by_new: Vec<usize> = (0..clusters.len()).collect();
    by_new.sort_by_key(|&place| clusters[place].after().start);
    let mut rank = vec![0; clusters.len()];
    for (place, &cluster) in by_new.iter().enumerate() {
        rank[cluster] = place;
    }
    let mut found: Vec<Vec<Match>> = Vec::new();
    for (place, cluster) in clusters.iter().enumerate() {
        match found.last_mut() {
            Some(run) if rank[place] == rank[place - 1] + 1 => run.extend_from_slice(&cluster.matches),
            _ => found.push(cluster.matches.clone()),
        }
    }
    found
        .iter()
        .map(|run| lines.without_exchanged(pair, &settled(pair, places, run)))
        .filter(|run| !run.is_empty())
        .collect()
}

fn settled(pair: &Pair<'_>, runs: &Runs, run: &[Match]) -> Vec<Match> {
    let run = settle(pair, &take_out(pair, &settle(pair, run)));
    let run = without_doubles(pair, &without_alike_begins(pair, &run));
    let run = without_copies(pair, &run);
    without_common_lines(pair, runs, &run)
}

/// Runs of words in the new text that have no partner: what seems deleted may stand there.
struct Homeless(FxHashSet<[u32; 3]>);

impl Homeless {
    fn of(pair: &Pair<'_>, paired: &Paired) -> Self {
        let runs = pair.new.windows(3).enumerate().filter(|(at, _)| paired.alone(*at));
        Self(runs.map(|(_, run)| [run[0].key, run[1].key, run[2].key]).collect())
    }

    fn hold(&self, gone: &[Token]) -> bool {
        gone.windows(3).any(|run| self.0.contains(&[run[0].key, run[1].key, run[2].key]))
    }
}

/// All lines of both texts, by the numbers of their words.
struct Lines {
    old: FxHashSet<Vec<u32>>,
    new: FxHashSet<Vec<u32>>,
}

impl Lines {
    fn of(pair: &Pair<'_>) -> Self {
        let all = |tokens: &[Token]| {
            tokens
                .chunk_by(|_, next| !next.line)
                .map(|line| line.iter().map(|token| token.key).collect())
                .collect()
        };
        Self { old: all(&pair.old), new: all(&pair.new) }
    }

    /// Takes out lines of which something is gone, and which became others that stand elsewhere, or stand elsewhere
    /// themselves: lines that begin alike changed places.
    fn without_exchanged(&self, pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
        line_by_line(pair, matches, |here, old, _| here.len() == old.len() || !self.exchanged(pair, here[0]))
    }

    /// True when the line of a match became another line of the old text, or stands elsewhere in the new one.
    fn exchanged(&self, pair: &Pair<'_>, m: Match) -> bool {
        let words = |tokens: &[Token], at: u32| {
            tokens[line(tokens, at)].iter().map(|token| token.key).collect::<Vec<_>>()
        };
        let (old, new) = (words(&pair.old, m.old), words(&pair.new, m.new));
        old != new && (self.new.contains(&old) || self.old.contains(&new))
    }
}

/// Changes that were made in several places alike: a speaker got another label, a word was replaced throughout.
struct Rules(FxHashMap<(Vec<u32>, Vec<u32>), u32>);

impl Rules {
    fn of(pair: &Pair<'_>, runs: &[Vec<Match>]) -> Self {
        let mut found: FxHashMap<_, u32> = FxHashMap::default();
        for two in runs.iter().flat_map(|run| run.windows(2)) {
            if let Some(change) = Self::change(pair, two[0], two[1]) {
                *found.entry(change).or_default() += 1;
            }
        }
        Self(found)
    }

    fn change(pair: &Pair<'_>, last: Match, next: Match) -> Option<(Vec<u32>, Vec<u32>)> {
        let (gone, come) = (next.old - last.old - 1, next.new - last.new - 1);
        let keys = |tokens: &[Token], last: u32, next: u32| {
            tokens[last as usize + 1..next as usize].iter().map(|token| token.key).collect::<Vec<_>>()
        };
        let small = (1..=RULE).contains(&gone) && (1..=RULE).contains(&come);
        small.then(|| (keys(&pair.old, last.old, next.old), keys(&pair.new, last.new, next.new)))
    }

    fn hold(&self, pair: &Pair<'_>, last: Match, next: Match) -> bool {
        Self::change(pair, last, next)
            .is_some_and(|change| self.0.get(&change).is_some_and(|times| *times > 1))
    }
}

/// What the whole comparison tells of a single gap.
struct Known {
    rules: Rules,
    homeless: Homeless,
    lines: Lines,
    paired: Paired,
}

struct Writer<'p, 'a> {
    pair: &'p Pair<'a>,
    hunk: Hunk,
}

impl<'p, 'a> Writer<'p, 'a> {
    fn start(pair: &'p Pair<'a>, first: Match) -> Self {
        let (old, new) = (pair.old[first.old as usize].span, pair.new[first.new as usize].span);
        let mut writer = Self { pair, hunk: Hunk { from: old.start, to: new.start, steps: Vec::new() } };
        writer.word(first);
        writer
    }

    fn word(&mut self, m: Match) {
        let (old, new) = (self.pair.old[m.old as usize].span, self.pair.new[m.new as usize].span);
        self.same_words(old, new);
    }

    /// The same words, letter by letter or written otherwise.
    fn same_words(&mut self, old: Span, new: Span) {
        if old.slice(self.pair.old_text) == new.slice(self.pair.new_text) {
            self.push(Step::Kept(old.len()));
        } else if old.is_empty() {
            self.push(Step::Come(new.len()));
        } else if new.is_empty() {
            self.push(Step::Gone(old.len()));
        } else {
            self.push(Step::Rewritten(old.len(), new.len()));
        }
    }

    fn push(&mut self, step: Step) {
        match (self.hunk.steps.last_mut(), step) {
            (_, Step::Kept(0) | Step::Gone(0) | Step::Come(0)) => {}
            (Some(Step::Kept(last)), Step::Kept(more))
            | (Some(Step::Gone(last)), Step::Gone(more))
            | (Some(Step::Come(last)), Step::Come(more)) => *last += more,
            _ => self.hunk.steps.push(step),
        }
    }

    /// What stands between two words that follow each other; false where the stretch ends.
    fn gap(&mut self, known: &Known, run: &[Match], at: usize) -> bool {
        let (pair, last, next) = (self.pair, run[at], run[at + 1]);
        let between = |tokens: &[Token], last: u32, next: u32| {
            Span::new(tokens[last as usize].span.end, tokens[next as usize].span.start)
        };
        let (old, new) = (between(&pair.old, last.old, next.old), between(&pair.new, last.new, next.new));
        let (gone, come) = (next.old - last.old - 1, next.new - last.new - 1);
        if gone > 0 && (known.lines.exchanged(pair, last) || known.lines.exchanged(pair, next)) {
            return false;
        }
        let small = small(pair, &known.paired, run, at);
        match (gone, come) {
            (0, 0) => self.same_words(old, new),
            _ if small == Some(Small::LeftOut) => self.push(Step::LeftOut(old.len(), new.len())),
            (0, _) | (_, 0) => {
                if come > CAME_IN || self.lines(last, next).1 > self.lines(last, next).0 && come > 0 {
                    return false;
                }
                if known.homeless.hold(&pair.old[last.old as usize + 1..next.old as usize]) {
                    return false;
                }
                self.one_sided(old, new);
            }
            _ => {
                let rule = known.rules.hold(pair, last, next);
                if !rule && !self.may_join(last, next, gone, come) {
                    return false;
                }
                let inner = |tokens: &[Token], last: u32, next: u32| {
                    Span::new(tokens[last as usize + 1].span.start, tokens[next as usize - 1].span.end)
                };
                let (inner_old, inner_new) =
                    (inner(&pair.old, last.old, next.old), inner(&pair.new, last.new, next.new));
                self.same_words(Span::new(old.start, inner_old.start), Span::new(new.start, inner_new.start));
                if rule || small == Some(Small::Fewer) {
                    self.same_words(inner_old, inner_new);
                } else if small == Some(Small::Exchanged) {
                    self.exchanged(last, next);
                } else {
                    self.push(Step::Gone(inner_old.len()));
                    self.push(Step::Come(inner_new.len()));
                }
                self.same_words(Span::new(inner_old.end, old.end), Span::new(inner_new.end, new.end));
            }
        }
        true
    }

    /// As many words came as went: each took the place of one.
    fn exchanged(&mut self, last: Match, next: Match) {
        let mut end: Option<(Span, Span)> = None;
        for (old, new) in (last.old + 1..next.old).zip(last.new + 1..next.new) {
            let (old, new) = (self.pair.old[old as usize].span, self.pair.new[new as usize].span);
            if let Some((before_old, before_new)) = end {
                self.same_words(Span::new(before_old.end, old.start), Span::new(before_new.end, new.start));
            }
            self.same_words(old, new);
            end = Some((old, new));
        }
    }

    /// How many lines begin between two words, in the old and in the new text.
    fn lines(&self, last: Match, next: Match) -> (usize, usize) {
        let count = |tokens: &[Token], last: u32, next: u32| {
            tokens[last as usize + 1..=next as usize].iter().filter(|token| token.line).count()
        };
        (count(&self.pair.old, last.old, next.old), count(&self.pair.new, last.new, next.new))
    }

    /// True where words gave way to other words, and the passage around them can still be the same passage.
    fn may_join(&self, last: Match, next: Match, gone: u32, come: u32) -> bool {
        let (old_lines, new_lines) = self.lines(last, next);
        let in_a_line = old_lines == 0 && new_lines == 0;
        let most = if in_a_line { EXCHANGED_IN_A_LINE } else { EXCHANGED };
        let exchanged = gone > most && come > most;
        if exchanged || come > 2 * gone + CAME_IN || new_lines > old_lines {
            return false;
        }
        // A line of which most words are others is another line.
        !most_of_line(&self.pair.new, last.new, next.new) && !most_of_line(&self.pair.old, last.old, next.old)
    }

    /// Words came in, or went, where there was nothing but blanks on the other side.
    fn one_sided(&mut self, old: Span, new: Span) {
        let (old_text, new_text) = (old.slice(self.pair.old_text), new.slice(self.pair.new_text));
        let insertion = old_text.len() < new_text.len();
        let (blank, words) = if insertion { (old_text, new_text) } else { (new_text, old_text) };
        // The blanks stand before what came in, up to a new line, and the others after it.
        let cut = blank.rfind('\n').map_or(0, |place| place + 1);
        let cuts = [cut, 0, blank.len()];
        let fits = |cut: &&usize| {
            words.starts_with(&blank[..**cut])
                && words.ends_with(&blank[**cut..])
                && words.len() >= blank.len()
        };
        let Some(&cut) = cuts.iter().find(fits) else {
            self.push(Step::Gone(old.len()));
            self.push(Step::Come(new.len()));
            return;
        };
        let rest = (words.len() - blank.len()) as u32;
        self.push(Step::Kept(cut as u32));
        self.push(if insertion { Step::Come(rest) } else { Step::Gone(rest) });
        self.push(Step::Kept((blank.len() - cut) as u32));
    }
}

/// True when the words between two others are more than half of some line.
fn most_of_line(tokens: &[Token], last: u32, next: u32) -> bool {
    let (first, end) = (last as usize + 1, next as usize);
    let mut at = first;
    while at < end {
        let start = tokens[..=at].iter().rposition(|token| token.line).unwrap_or(0);
        let stop =
            tokens[at + 1..].iter().position(|token| token.line).map_or(tokens.len(), |more| at + 1 + more);
        let inside = stop.min(end) - start.max(first);
        if inside * 2 > stop - start {
            return true;
        }
        at = stop;
    }
    false
}
