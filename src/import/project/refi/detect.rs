//! Which way of counting positions a project uses, from what stands at them: the quotes that were kept, else edges of words,
//! else the program. Where these leave several, a person is asked.

use super::offsets::{Dialect, Offsets, Unit};
use super::package::Came;

/// So many passages are looked at.
const PASSAGES: usize = 4000;
/// So many passages of one text are.
const OF_ONE: usize = 200;
/// By how much edges of words must speak for one way.
const CLEARLY: i64 = 2;

/// How much speaks against line ends that count as two where no text has CRLF: only quotes outweigh it.
const NO_CRLF: i64 = 1 << 40;

/// A text with its passages.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says which ways of counting differ in the text")]
pub(super) struct Evidence<'t> {
    came: &'t Came,
    /// The text with LF, without a mark.
    clean: &'t str,
    /// Start and end as the file has them.
    passages: Vec<(i64, i64)>,
    /// Beside them: what is called the passage; empty for what cannot be its quote.
    names: Vec<&'t str>,
    has_line_end: bool,
    has_crlf: bool,
    is_ascii: bool,
    /// True where a character takes two units of UTF-16.
    is_wide: bool,
}

impl<'t> Evidence<'t> {
    pub fn new(came: &'t Came, clean: &'t str, passages: Vec<(i64, i64)>, names: Vec<&'t str>) -> Self {
        Self {
            came,
            clean,
            passages,
            names,
            has_line_end: clean.contains('\n'),
            has_crlf: came.text.contains("\r\n"),
            is_ascii: clean.is_ascii(),
            is_wide: clean.bytes().any(|byte| byte >= 0xf0),
        }
    }

    /// True without any passages.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// How many of its names are what stands there, and how many there are, as far as they were looked at.
    pub fn quotes(&self, dialect: Dialect) -> (usize, usize) {
        let score = score(dialect, std::slice::from_ref(self), "");
        (score.quotes, score.of)
    }

    /// The most usual way that counts the same in this text.
    fn plain(&self, dialect: Dialect) -> Dialect {
        let is_same = match dialect.unit {
            Unit::Points => true,
            Unit::Utf16 => !self.is_wide,
            Unit::Bytes => self.is_ascii && !(self.came.has_mark && dialect.mark_counts),
        };
        Dialect {
            unit: if is_same { Unit::Points } else { dialect.unit },
            line_end_is_two: dialect.line_end_is_two && self.has_line_end,
            mark_counts: dialect.mark_counts && self.came.has_mark,
            end_is_inside: dialect.end_is_inside,
        }
    }

    /// True when two ways put some passage elsewhere.
    fn differs(&self, one: Dialect, other: Dialect) -> bool {
        let (one, other) = (self.plain(one), self.plain(other));
        one != other
            && !self.passages.is_empty()
            && one.spans(self.came, &self.passages) != other.spans(self.came, &self.passages)
    }

    /// Some passages, with their names.
    fn sample(&self) -> impl Iterator<Item = ((i64, i64), &'t str)> {
        let step = self.passages.len().div_ceil(OF_ONE).max(1);
        self.passages.iter().copied().zip(self.names.iter().copied()).step_by(step)
    }
}

/// What says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Because {
    /// There is only one way, or all give the same.
    NothingElse,
    /// So many quotes of so many.
    Quotes(usize, usize),
    /// Edges of words.
    Edges,
    /// The program that wrote it is known to.
    Program,
    /// A person.
    Said,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// One way, or one that gives the same as all others that are left.
    One(Dialect, Because),
    /// Several, the most likely one first.
    Tie(Vec<Dialect>),
}

/// How well a way fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Score {
    dialect: Dialect,
    /// Names that are what stands there.
    quotes: usize,
    /// Of so many.
    of: usize,
    /// Two for each of these quotes, one where it has more white space at its ends than it was called by.
    points: usize,
    edges: i64,
    program: i64,
}

/// Finds the way. `origin` is what the file says about its program.
pub(super) fn detect(texts: &[Evidence<'_>], wish: Offsets, origin: &str) -> Found {
    // What we wrote ourselves and nobody changed since needs no looking.
    let ours = Dialect::default();
    if origin.starts_with("Kantlijn ") && wish.allows(ours) {
        let score = score(ours, texts, origin);
        if score.quotes == score.of {
            return Found::One(ours, Because::Program);
        }
    }
    let has_crlf = texts.iter().any(|text| text.has_crlf);
    let mut scores: Vec<Score> = Dialect::all()
        .filter(|dialect| wish.allows(*dialect))
        .map(|dialect| {
            let mut score = score(dialect, texts, origin);
            score.edges -= if dialect.line_end_is_two && !has_crlf { NO_CRLF } else { 0 };
            score
        })
        .collect();
    // Those of one score stay in the order of what is usual.
    scores.sort_by_key(|score| std::cmp::Reverse((score.points, score.edges, score.program)));
    let Some(best) = scores.first().copied() else {
        return Found::One(Dialect::default(), Because::Said);
    };
    let differs = |one: Dialect, other: Dialect| texts.iter().any(|text| text.differs(one, other));
    let others: Vec<&Score> =
        scores.iter().skip(1).filter(|score| differs(best.dialect, score.dialect)).collect();
    let mut rivals = others.iter().copied().filter(|score| score.points == best.points).peekable();
    if rivals.peek().is_none() {
        let because = match (others.is_empty(), best.quotes) {
            (true, _) if wish != Offsets::default() => Because::Said,
            (_, 0) => Because::NothingElse,
            _ => Because::Quotes(best.quotes, best.of),
        };
        return Found::One(best.dialect, because);
    }
    let close: Vec<&Score> = rivals.filter(|score| best.edges - score.edges < CLEARLY).collect();
    if close.is_empty() {
        return Found::One(best.dialect, Because::Edges);
    }
    let most = close.iter().map(|score| score.program).fold(best.program, i64::max);
    let mut asked: Vec<Dialect> = Vec::new();
    for score in std::iter::once(&best).chain(close).filter(|score| score.program == most) {
        // Of ways that give the same, one is asked for.
        if asked.iter().all(|other| differs(*other, score.dialect)) {
            asked.push(score.dialect);
        }
    }
    match asked.as_slice() {
        [one] => Found::One(*one, Because::Program),
        _ => Found::Tie(asked),
    }
}

/// The way that fits one text better than `dialect` by its quotes, where there is one.
pub(super) fn better(text: &Evidence<'_>, dialect: Dialect, wish: Offsets) -> Option<Dialect> {
    let of = |dialect: Dialect| score(dialect, std::slice::from_ref(text), "");
    let own = of(dialect);
    if own.points == own.of * 2 {
        return None;
    }
    let others = Dialect::all().filter(|other| wish.allows(*other)).map(of);
    let best = others.max_by_key(|score| (score.points, score.edges))?;
    // Half of its quotes and two at least: one may fit by chance.
    let is_better = best.quotes > own.quotes
        && best.points > own.points
        && best.quotes >= 2
        && best.quotes * 2 >= best.of;
    is_better.then_some(best.dialect)
}

fn score(dialect: Dialect, texts: &[Evidence<'_>], origin: &str) -> Score {
    let mut score =
        Score { dialect, quotes: 0, of: 0, points: 0, edges: 0, program: known_of(dialect, origin) };
    let mut left = PASSAGES;
    for text in texts {
        if left == 0 {
            break;
        }
        let (passages, names): (Vec<(i64, i64)>, Vec<&str>) = text.sample().take(left).unzip();
        left -= passages.len();
        for (span, name) in dialect.spans(text.came, &passages).into_iter().zip(names) {
            score.of += usize::from(!name.is_empty());
            match span {
                Some((start, end)) => {
                    let passage = &text.clean[start..end];
                    if !name.is_empty() && fits(passage, name) {
                        score.quotes += 1;
                        let has_more = passage.trim().len() < passage.len() && name.trim() == name;
                        score.points += if has_more { 1 } else { 2 };
                    }
                    score.edges += at_edges(text.clean, start, end);
                }
                None => score.edges -= 4,
            }
        }
    }
    score
}

/// True when a passage is what it is called, but for white space; a name that ends in an ellipsis is its beginning.
pub(super) fn fits(passage: &str, name: &str) -> bool {
    let mut words = passage.split_whitespace();
    let (start, is_cut) =
        match name.trim_end().strip_suffix('…').or_else(|| name.trim_end().strip_suffix("...")) {
            Some(start) => (start, true),
            None => (name, false),
        };
    let whole = || passage.split_whitespace().eq(name.split_whitespace());
    if !is_cut {
        return whole();
    }
    let mut named = start.split_whitespace().peekable();
    while let Some(name) = named.next() {
        let Some(word) = words.next() else { return whole() };
        let is_last = named.peek().is_none();
        if word != name && !(is_last && word.starts_with(name)) {
            return whole();
        }
    }
    true
}

/// How much a passage looks like one: it begins and ends at words, and not with white space.
fn at_edges(text: &str, start: usize, end: usize) -> i64 {
    let edge = |inside: Option<char>, outside: Option<char>| match (inside, outside) {
        (Some(inside), _) if inside.is_whitespace() => -1,
        (Some(inside), Some(outside)) if inside.is_alphanumeric() && outside.is_alphanumeric() => -2,
        _ => 1,
    };
    let passage = &text[start..end];
    edge(passage.chars().next(), text[..start].chars().next_back())
        + edge(passage.chars().next_back(), text[end..].chars().next())
}

/// How much of a way is known of the program: a point for each thing that it does so.
fn known_of(dialect: Dialect, origin: &str) -> i64 {
    let origin = origin.to_lowercase();
    let is = |name: &str| origin.contains(name);
    let usual = i64::from(dialect.unit == Unit::Points) + i64::from(!dialect.end_is_inside);
    if is("atlas") {
        usual + i64::from(!dialect.line_end_is_two)
    } else if is("maxqda") {
        usual + i64::from(dialect.line_end_is_two)
    } else if is("qualcoder") || is("kantlijn") {
        usual + i64::from(!dialect.line_end_is_two) + i64::from(!dialect.mark_counts)
    } else if is("nvivo") || is("quirkos") || is("transana") {
        usual
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Kim: één brug 😀 over.\r\nSam: Geen muur, maar een dak.\r\nKim: Ja.";

    /// What is found for passages of [`TEXT`] that a program counts in one way.
    fn found(words: &str, passages: &[&str], named: bool, origin: &str, wish: &str) -> Found {
        let offsets = Offsets::parse(words).unwrap();
        let dialect = Dialect::all().find(|dialect| offsets.allows(*dialect)).unwrap();
        let came = Came { text: TEXT.to_owned(), has_mark: true, is_guessed: false };
        let clean = TEXT.replace("\r\n", "\n");
        let last = i64::from(dialect.end_is_inside);
        // Counted by trying: the only positions that give the passage.
        let position = |passage: &&str| {
            let start = clean.find(passage).unwrap();
            let wanted = Some((start, start + passage.len()));
            let starts = 0..120;
            let at = starts.flat_map(|a| (a..120).map(move |b| (a, b - last)));
            let all: Vec<(i64, i64)> = at.collect();
            let spans = dialect.spans(&came, &all);
            all[spans.iter().position(|span| *span == wanted).unwrap()]
        };
        let names = passages.iter().map(|passage| if named { *passage } else { "" }).collect();
        let text = Evidence::new(&came, &clean, passages.iter().map(position).collect(), names);
        detect(&[text], Offsets::parse(wish).unwrap(), origin)
    }

    #[test]
    fn quotes_tell_every_way() {
        for dialect in Dialect::all() {
            let passages = ["één brug", "😀", "een dak", "Ja"];
            let found = found(&dialect.words(), &passages, true, "", "");
            assert_eq!(found, Found::One(dialect, Because::Quotes(4, 4)), "{}", dialect.words());
        }
    }

    #[test]
    fn edges_of_words_tell_most() {
        let passages = ["één brug", "😀", "Geen muur", "een dak", "Ja"];
        for words in ["", "crlf-2", "utf-16", "bytes", "inclusive"] {
            let found = found(words, &passages, false, "", "");
            let offsets = Offsets::parse(words).unwrap();
            assert!(
                matches!(found, Found::One(dialect, Because::Edges) if offsets.allows(dialect) && dialect.words() == Dialect::all().find(|dialect| offsets.allows(*dialect)).unwrap().words()),
                "{words}: {found:?}"
            );
        }
    }

    #[test]
    fn what_is_left_open_is_asked_unless_the_program_is_known() {
        let clean = "a b\nc d\ne f g";
        let came = Came { text: clean.replace('\n', "\r\n"), has_mark: false, is_guessed: false };
        let evidence = || Evidence::new(&came, clean, vec![(10, 11)], vec![""]);
        let ask = |origin: &str, wish: &str| detect(&[evidence()], Offsets::parse(wish).unwrap(), origin);
        let Found::Tie(ways) = ask("", "") else { panic!("{:?}", ask("", "")) };
        assert_eq!(ways.len(), 2, "{ways:?}");
        let decided = |found: Found| match found {
            Found::One(dialect, because) => (dialect.line_end_is_two, because),
            tie @ Found::Tie(_) => panic!("{tie:?}"),
        };
        assert_eq!(decided(ask("ATLAS.ti 23", "")), (false, Because::Program));
        assert_eq!(decided(ask("MAXQDA 24", "")), (true, Because::Program));
        assert_eq!(decided(ask("", "crlf-2")), (true, Because::Edges), "what is not said is found out");
        assert_eq!(decided(ask("", "crlf-2,code-points,no-bom,inclusive")), (true, Because::Said));
    }

    #[test]
    fn a_name_fits_but_for_white_space_and_what_was_cut() {
        assert!(fits("een\n  twee", "een twee") && !fits("een twee drie", "een twee"));
        assert!(
            fits("een twee drie", "een twee…") && fits("een tweede", "een twe…") && fits("een...", "een...")
        );
        assert!(!fits("een twee", "twee…") && !fits("een", "een twee…"));
    }
}
