//! Lines that roll up the screen and so stand in two cues, as YouTube writes them.

use super::cues::Cue;

/// Cues this close follow one another, in milliseconds.
const CLOSE: u64 = 150;

/// Takes out lines that repeat the end of the cue before, where the file as a whole does that; says how many. Somebody who says
/// "yes" twice keeps it: there, most cues repeat nothing.
pub(super) fn without_repeats(cues: Vec<Cue>) -> (Vec<Cue>, usize) {
    let pairs = cues.windows(2).filter(|pair| follows(&pair[0], &pair[1])).count();
    let rolling = cues.windows(2).filter(|pair| repeated(&pair[0], &pair[1]) > 0).count();
    if rolling < 2 || rolling * 3 < pairs {
        return (cues, 0);
    }
    let mut kept: Vec<Cue> = Vec::with_capacity(cues.len());
    let mut count = 0;
    for pair in std::iter::once(None).chain(cues.iter().map(Some)).zip(&cues) {
        let (before, cue) = pair;
        let again = before.map_or(0, |before| repeated(before, cue));
        count += again;
        let mut cue = cue.clone();
        cue.lines.drain(..again);
        match kept.last_mut() {
            // Only there to keep a line on the screen.
            Some(last) if cue.lines.is_empty() && again > 0 => last.end = cue.end.or(last.end),
            _ => kept.push(cue),
        }
    }
    (kept, count)
}

fn follows(before: &Cue, cue: &Cue) -> bool {
    before.end.zip(cue.start).is_some_and(|(end, start)| start.saturating_sub(end) <= CLOSE)
}

/// How many lines at the start of `cue` are the last ones of `before`.
fn repeated(before: &Cue, cue: &Cue) -> usize {
    if !follows(before, cue) {
        return 0;
    }
    let most = before.lines.len().min(cue.lines.len());
    (1..=most).rev().find(|&n| before.lines[before.lines.len() - n..] == cue.lines[..n]).unwrap_or(0)
}
