//! How the places of one text become those of the next.
//!
//! A revision of a text says what was kept, and nothing else is believed: a passage has a place in the new text only
//! where both its edges lie on kept bytes of one stretch. Who reads a revision needs neither of the two texts.

use std::fmt::{self, Write as _};

use crate::text::Span;

/// A piece of a stretch, in bytes of the old and of the new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many bytes are the same.
    Kept(u32),
    /// So many bytes are gone.
    Gone(u32),
    /// So many bytes came in.
    Come(u32),
    /// So many bytes are the same words, written otherwise in so many bytes, or gave way to other words right there: both
    /// their edges are known.
    Rewritten(u32, u32),
    /// Of so many bytes between two words that were kept, words were left out, so that so many are there now: a passage
    /// that begins or ends among them has the words beside them for its edge.
    LeftOut(u32, u32),
}

/// A stretch that stayed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// Where it begins in the old text.
    pub from: u32,
    /// Where it begins in the new text.
    pub to: u32,
    /// Its pieces, in order.
    pub steps: Vec<Step>,
}

impl Hunk {
    /// What it covers in the old text.
    pub fn before(&self) -> Span {
        let length: u32 = self.steps.iter().map(|step| step.lengths().0).sum();
        Span::new(self.from, self.from + length)
    }

    /// What it covers in the new text.
    pub fn after(&self) -> Span {
        let length: u32 = self.steps.iter().map(|step| step.lengths().1).sum();
        Span::new(self.to, self.to + length)
    }

    /// The pieces as docs/format.md writes them: `=12~9:10=4-3+5=1`.
    pub fn written(&self) -> String {
        let mut words = String::new();
        for step in &self.steps {
            let _ = match step {
                Step::Kept(bytes) => write!(words, "={bytes}"),
                Step::Gone(bytes) => write!(words, "-{bytes}"),
                Step::Come(bytes) => write!(words, "+{bytes}"),
                Step::Rewritten(gone, come) => write!(words, "~{gone}:{come}"),
                Step::LeftOut(gone, come) => write!(words, "/{gone}:{come}"),
            };
        }
        words
    }
}

impl Step {
    /// Its length in the old and in the new text.
    fn lengths(self) -> (u32, u32) {
        match self {
            Self::Kept(bytes) => (bytes, bytes),
            Self::Gone(bytes) => (bytes, 0),
            Self::Come(bytes) => (0, bytes),
            Self::Rewritten(gone, come) | Self::LeftOut(gone, come) => (gone, come),
        }
    }
}

/// All stretches of a revision: in the order of the old text, of which no byte is in two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunks(Vec<Hunk>);

/// Hunks that overlap, stand in the wrong order, are empty, or reach beyond 4 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongHunks;

impl fmt::Display for WrongHunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the hunks overlap, stand in the wrong order, or are empty")
    }
}

/// Where a passage stands after a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The passage in the new text.
    pub span: Span,
    /// True when its bytes are not all the same.
    pub edited: bool,
}

impl Hunks {
    /// Hunks in any order.
    ///
    /// # Errors
    /// [`WrongHunks`] where they could not stand in a journal.
    pub fn new(mut hunks: Vec<Hunk>) -> Result<Self, WrongHunks> {
        hunks.retain(|hunk| !hunk.steps.is_empty());
        hunks.sort_by_key(|hunk| hunk.from);
        let mut end = 0;
        for hunk in &hunks {
            let (old, new) = hunk.steps.iter().fold((0_u64, 0_u64), |(old, new), step| {
                let (gone, come) = step.lengths();
                (old + u64::from(gone), new + u64::from(come))
            });
            let empty = |step: &Step| match *step {
                Step::Rewritten(gone, come) => gone == 0 || come == 0,
                Step::LeftOut(gone, come) => gone <= come,
                Step::Kept(bytes) | Step::Gone(bytes) | Step::Come(bytes) => bytes == 0,
            };
            let (old, new) = (u64::from(hunk.from) + old, u64::from(hunk.to) + new);
            if u64::from(hunk.from) < end
                || old.max(new) > u64::from(u32::MAX)
                || hunk.steps.iter().any(empty)
            {
                return Err(WrongHunks);
            }
            end = old;
        }
        Ok(Self(hunks))
    }

    /// Hunks as docs/format.md writes them: each with its begin in the old text, in the new one, and its pieces.
    ///
    /// # Errors
    /// [`WrongHunks`] where they say something else than that page.
    pub fn parse<'a>(written: impl IntoIterator<Item = (u32, u32, &'a str)>) -> Result<Self, WrongHunks> {
        let mut hunks = Vec::new();
        let mut last = None;
        for (from, to, steps) in written {
            if steps.is_empty() || last.is_some_and(|last| last > from) {
                return Err(WrongHunks);
            }
            last = Some(from);
            hunks.push(Hunk { from, to, steps: parse_steps(steps)? });
        }
        Self::new(hunks)
    }

    /// The hunks.
    pub fn iter(&self) -> impl Iterator<Item = &Hunk> {
        self.0.iter()
    }

    /// True when nothing was kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where a passage of the old text stands in the new one; `None` where nobody can say, or nothing of it is left.
    pub fn map(&self, span: Span) -> Option<Mapped> {
        if span.is_empty() {
            return None;
        }
        let hunk = &self.0[self.0.partition_point(|hunk| hunk.from <= span.start).checked_sub(1)?];
        if hunk.before().end < span.end {
            return None;
        }
        let mut walk = Walk { span, start: None, end: None, same: (0, 0), edited: false };
        let (mut old, mut new) = (hunk.from, hunk.to);
        let mut steps = hunk.steps.iter().peekable();
        while let Some(step) = steps.next() {
            let (mut gone, mut come) = step.lengths();
            let sure = !matches!(step, Step::Gone(_) | Step::Come(_));
            // What goes and comes side by side is one change.
            while let Some(&&more @ (Step::Gone(_) | Step::Come(_))) = steps.peek()
                && !sure
            {
                gone += more.lengths().0;
                come += more.lengths().1;
                steps.next();
            }
            match step {
                Step::Kept(bytes) => walk.kept(old, new, *bytes),
                Step::Rewritten(..) => walk.rewritten((old, gone), (new, come))?,
                Step::LeftOut(..) => walk.left_out((old, gone), (new, come)),
                Step::Gone(_) | Step::Come(_) => walk.changed((old, gone))?,
            }
            old += gone;
            new += come;
            if old >= span.end {
                break;
            }
        }
        walk.arrived()
    }
}

/// The way of a passage through a hunk.
struct Walk {
    span: Span,
    start: Option<u32>,
    end: Option<u32>,
    /// Twice the bytes of the passage that stayed, old and new; of what was written otherwise half counts.
    same: (u64, u64),
    edited: bool,
}

impl Walk {
    /// True when the piece holds the first byte of the passage, and when it holds the last.
    fn holds(&self, old: u32, length: u32) -> (bool, bool) {
        let piece = old..old + length;
        (piece.contains(&self.span.start), piece.contains(&(self.span.end - 1)))
    }

    fn kept(&mut self, old: u32, new: u32, bytes: u32) {
        let (first, last) = self.holds(old, bytes);
        if first {
            self.start = Some(new + (self.span.start - old));
        }
        if last {
            self.end = Some(new + (self.span.end - old));
        }
        let inside = (old + bytes).min(self.span.end).saturating_sub(old.max(self.span.start));
        self.same.0 += 2 * u64::from(inside);
        self.same.1 += 2 * u64::from(inside);
    }

    fn rewritten(&mut self, (old, gone): (u32, u32), (new, come): (u32, u32)) -> Option<()> {
        let (first, last) = self.holds(old, gone);
        if first {
            self.start = Some(new);
        }
        if last {
            self.end = Some(new + come);
        }
        let cut = first && self.span.start != old || last && self.span.end != old + gone;
        if self.start.is_some() {
            self.edited = true;
            self.same.0 += u64::from(gone);
            self.same.1 += u64::from(come);
        }
        if cut { None } else { Some(()) }
    }

    fn left_out(&mut self, (old, gone): (u32, u32), (new, come): (u32, u32)) {
        let (first, last) = self.holds(old, gone);
        self.edited |= self.start.is_some() || first;
        if first {
            self.start = Some(new + come);
        }
        if last {
            self.end = Some(new);
        }
    }

    fn changed(&mut self, (old, gone): (u32, u32)) -> Option<()> {
        // What is gone at an edge may stand elsewhere now: both edges must be there.
        let (first, last) = self.holds(old, gone);
        self.edited |= self.start.is_some();
        if first || last { None } else { Some(()) }
    }

    /// The place, when something is left and at least half of the passage, old and new, is what it was.
    fn arrived(self) -> Option<Mapped> {
        let span = Span { start: self.start?, end: self.end? };
        if span.start >= span.end {
            return None;
        }
        let half = self.same.0 >= u64::from(self.span.len()) && self.same.1 >= u64::from(span.len());
        half.then_some(Mapped { span, edited: self.edited })
    }
}

fn parse_steps(written: &str) -> Result<Vec<Step>, WrongHunks> {
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plain { digits.parse().map_err(|_| WrongHunks) } else { Err(WrongHunks) }
    };
    let mut steps = Vec::new();
    let mut rest = written;
    while let Some(kind) = rest.chars().next() {
        let body = rest.get(1..).ok_or(WrongHunks)?;
        let end = body.find(['=', '-', '+', '~', '/']).unwrap_or(body.len());
        let digits = &body[..end];
        steps.push(match kind {
            '=' => Step::Kept(number(digits)?),
            '-' => Step::Gone(number(digits)?),
            '+' => Step::Come(number(digits)?),
            '~' | '/' => {
                let (gone, come) = digits.split_once(':').ok_or(WrongHunks)?;
                let step = if kind == '~' { Step::Rewritten } else { Step::LeftOut };
                step(number(gone)?, number(come)?)
            }
            _ => return Err(WrongHunks),
        });
        rest = &body[end..];
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hunks(written: &[(u32, u32, &str)]) -> Hunks {
        Hunks::parse(written.iter().copied()).unwrap()
    }

    fn map(hunks: &Hunks, start: u32, end: u32) -> Option<(u32, u32, bool)> {
        let mapped = hunks.map(Span::new(start, end))?;
        Some((mapped.span.start, mapped.span.end, mapped.edited))
    }

    #[test]
    fn what_is_written_is_read_back() {
        let all = hunks(&[(0, 5, "=12~9:10=4-3+5=1"), (40, 0, "=3")]);
        let written: Vec<String> = all.iter().map(Hunk::written).collect();
        assert_eq!(written, ["=12~9:10=4-3+5=1", "=3"]);
        assert_eq!(all.iter().next().unwrap().before(), Span::new(0, 29));
        assert_eq!(all.iter().next().unwrap().after(), Span::new(5, 37));
        for wrong in [
            "",
            "=",
            "=0",
            "~3",
            "~3:0",
            "x3",
            "=3 ",
            "=+3",
            "/3",
            "/3:3",
            "/3:4",
            "=4294967296",
            "=4294967295",
        ] {
            assert!(Hunks::parse([(1, 0, wrong)]).is_err(), "{wrong}");
        }
        assert!(Hunks::parse([(0, 0, "=5"), (4, 9, "=5")]).is_err(), "overlap");
        assert!(Hunks::parse([(9, 0, "=5"), (0, 9, "=5")]).is_err(), "order");
    }

    #[test]
    fn edges_lie_on_what_was_kept() {
        let all = hunks(&[(0, 100, "=10~5:6=10-5=10+5=10-5+5=10")]);
        assert_eq!(map(&all, 2, 8), Some((102, 108, false)), "in one piece");
        assert_eq!(map(&all, 2, 15), Some((102, 116, true)), "up to a corrected word");
        assert_eq!(map(&all, 2, 13), None, "in the middle of one");
        assert_eq!(map(&all, 10, 25), Some((110, 126, true)), "from its begin");
        assert_eq!(map(&all, 20, 27), None, "the end of it is gone");
        assert_eq!(map(&all, 20, 35), Some((121, 131, true)), "something inside is gone");
        assert_eq!(map(&all, 25, 30), None, "nothing is left");
        assert_eq!(map(&all, 30, 40), Some((126, 136, false)), "what comes at an edge stays out");
        assert_eq!(map(&all, 40, 50), Some((141, 151, false)));
        assert_eq!(map(&all, 35, 45), Some((131, 146, true)), "what comes inside is inside");
        assert_eq!(map(&all, 45, 52), None, "an edge where something else came");
        assert_eq!(map(&all, 45, 60), Some((146, 161, true)));
        assert_eq!(map(&all, 55, 66), None, "beyond the stretch");
        assert_eq!(map(&all, 70, 75), None);
        assert_eq!(map(&all, 5, 5), None);
    }

    #[test]
    fn words_that_were_left_out_shrink_a_passage() {
        // "heel erg mooi was dat" became "heel erg was dat", and "nee.\nja dat" became "nee.\ndat".
        let all = hunks(&[(0, 100, "=8/6:1=7"), (50, 200, "=5/3:0=3")]);
        assert_eq!(map(&all, 0, 13), Some((100, 108, true)), "its last word is gone");
        assert_eq!(map(&all, 0, 14), Some((100, 108, true)), "with the blank behind it");
        assert_eq!(map(&all, 9, 21), Some((109, 116, true)), "its first word is gone");
        assert_eq!(map(&all, 0, 21), Some((100, 116, true)), "one inside");
        assert_eq!(map(&all, 0, 8), Some((100, 108, false)), "one beside it");
        assert_eq!(map(&all, 14, 21), Some((109, 116, false)));
        assert_eq!(map(&all, 9, 13), None, "nothing is left");
        assert_eq!(map(&all, 8, 14), None);
        assert_eq!(map(&all, 55, 61), Some((205, 208, true)));
        assert_eq!(map(&all, 52, 57), Some((202, 205, true)));
        assert_eq!(all.iter().next().unwrap().written(), "=8/6:1=7");
        assert!(Hunks::parse([(0, 0, "=1/3:0")]).is_ok(), "nothing for something");
    }

    #[test]
    fn less_than_half_is_no_longer_the_passage() {
        let all = hunks(&[(0, 0, "=3-20+20=3"), (50, 50, "=5+30=5")]);
        assert_eq!(map(&all, 0, 26), None);
        assert_eq!(map(&all, 50, 60), None);
    }
}
