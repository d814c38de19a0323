//! How positions can count, and what they mean in a text then.

use super::package::Came;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode code points, as the standard has it.
    #[default]
    Points,
    /// Units of UTF-16, as JavaScript and .NET count.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

/// One way to read positions. The default is what most programs do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Dialect {
    pub unit: Unit,
    /// True where a line end counts as two, as CRLF does.
    pub line_end_is_two: bool,
    /// True where the byte order mark counts.
    pub mark_counts: bool,
    /// True where the last position is that of the last character itself.
    pub end_is_inside: bool,
}

/// What a person knows about it; what they do not say is found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    unit: Option<Unit>,
    line_end_is_two: Option<bool>,
    mark_counts: Option<bool>,
    end_is_inside: Option<bool>,
}

/// The words of `--offsets`.
const WORDS: &str = "code-points, utf-16 or bytes; crlf-1 or crlf-2; bom or no-bom; exclusive or inclusive";

impl Offsets {
    /// Reads words with commas between: `code-points,crlf-2`.
    ///
    /// # Errors
    /// A sentence that says which words there are.
    pub fn parse(words: &str) -> Result<Self, String> {
        let mut offsets = Self::default();
        for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match word.to_lowercase().as_str() {
                "code-points" => offsets.unit = Some(Unit::Points),
                "utf-16" => offsets.unit = Some(Unit::Utf16),
                "bytes" => offsets.unit = Some(Unit::Bytes),
                "crlf-1" => offsets.line_end_is_two = Some(false),
                "crlf-2" => offsets.line_end_is_two = Some(true),
                "no-bom" => offsets.mark_counts = Some(false),
                "bom" => offsets.mark_counts = Some(true),
                "exclusive" => offsets.end_is_inside = Some(false),
                "inclusive" => offsets.end_is_inside = Some(true),
                _ => {
                    return Err(format!(
                        "`{word}` says nothing about positions; write {WORDS}, with commas between"
                    ));
                }
            }
        }
        Ok(offsets)
    }

    pub(super) fn allows(self, dialect: Dialect) -> bool {
        self.unit.is_none_or(|unit| unit == dialect.unit)
            && self.line_end_is_two.is_none_or(|two| two == dialect.line_end_is_two)
            && self.mark_counts.is_none_or(|counts| counts == dialect.mark_counts)
            && self.end_is_inside.is_none_or(|inside| inside == dialect.end_is_inside)
    }
}

impl Dialect {
    /// All of them; those that most programs write come first.
    pub fn all() -> impl Iterator<Item = Self> {
        let both = [false, true];
        both.into_iter().flat_map(move |end_is_inside| {
            [Unit::Points, Unit::Utf16, Unit::Bytes].into_iter().flat_map(move |unit| {
                both.into_iter().flat_map(move |mark_counts| {
                    both.into_iter().map(move |line_end_is_two| Self {
                        unit,
                        line_end_is_two,
                        mark_counts,
                        end_is_inside,
                    })
                })
            })
        })
    }

    /// As `--offsets` has it, whole.
    pub fn words(self) -> String {
        let unit = match self.unit {
            Unit::Points => "code-points",
            Unit::Utf16 => "utf-16",
            Unit::Bytes => "bytes",
        };
        let crlf = if self.line_end_is_two { "crlf-2" } else { "crlf-1" };
        let mark = if self.mark_counts { "bom" } else { "no-bom" };
        let end = if self.end_is_inside { "inclusive" } else { "exclusive" };
        format!("{unit},{crlf},{mark},{end}")
    }

    /// What it means, for people. What the texts at hand do not have is not told.
    pub fn sentence(self, has_crlf: bool, has_mark: bool) -> String {
        let mut parts = vec![match self.unit {
            Unit::Points => "positions are code points".to_owned(),
            Unit::Utf16 => "positions are units of UTF-16".to_owned(),
            Unit::Bytes => "positions are bytes".to_owned(),
        }];
        if has_crlf || self.line_end_is_two {
            parts.push(format!("a line end counts as {}", if self.line_end_is_two { "two" } else { "one" }));
        }
        if has_mark {
            let counts = if self.mark_counts { "counts" } else { "does not count" };
            parts.push(format!("the byte order mark {counts}"));
        }
        let end = if self.end_is_inside { "the last character" } else { "behind the last character" };
        parts.push(format!("the end is {end}"));
        parts.join(", ")
    }

    /// Where passages stand in the clean text (LF, no mark), in bytes; `None` for what lies outside of it or within a character.
    pub fn spans(self, came: &Came, passages: &[(i64, i64)]) -> Vec<Option<(usize, usize)>> {
        let last = i64::from(self.end_is_inside);
        let mut wanted: Vec<i64> =
            passages.iter().flat_map(|(start, end)| [*start, end.saturating_add(last)]).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let bytes = self.bytes(came, &wanted);
        let byte = |position: i64| wanted.binary_search(&position).ok().and_then(|place| bytes[place]);
        let span = |(start, end): &(i64, i64)| {
            let (start, end) = (byte(*start)?, byte(end.saturating_add(last))?);
            (start < end).then_some((start, end))
        };
        passages.iter().map(span).collect()
    }

    /// The bytes of the clean text at which positions stand; they are sorted.
    fn bytes(self, came: &Came, wanted: &[i64]) -> Vec<Option<usize>> {
        let mut found = vec![None; wanted.len()];
        let mut next = 0;
        let mark = if came.has_mark && self.mark_counts { self.width('\u{feff}') } else { 0 };
        let (mut position, mut byte) = (mark, 0);
        // A passage that begins with the mark begins with the text.
        if mark > 0 && wanted.first() == Some(&0) {
            found[0] = Some(0);
        }
        let mut letters = came.text.chars().peekable();
        let mut is_crlf = false;
        loop {
            let letter = letters.next();
            while wanted.get(next).is_some_and(|at| *at < position) {
                next += 1;
            }
            if wanted.get(next) == Some(&position) {
                found[next] = Some(byte);
            }
            let Some(letter) = letter.filter(|_| next < wanted.len()) else { return found };
            if letter == '\r' && letters.peek() == Some(&'\n') {
                position += i64::from(self.line_end_is_two);
                is_crlf = true;
                continue;
            }
            // A line end that lost its CR on the way can still be counted with it.
            let lost = letter == '\n' && self.line_end_is_two && !std::mem::take(&mut is_crlf);
            position += self.width(letter) + i64::from(lost);
            byte += letter.len_utf8();
            is_crlf = false;
        }
    }

    fn width(self, letter: char) -> i64 {
        match self.unit {
            Unit::Points => 1,
            Unit::Utf16 => i64::from(letter.len_utf16() as u8),
            Unit::Bytes => i64::from(letter.len_utf8() as u8),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(text: &str, has_mark: bool, words: &str, passage: (i64, i64)) -> Option<(usize, usize)> {
        let offsets = Offsets::parse(words).unwrap();
        let dialect = Dialect::all().find(|dialect| offsets.allows(*dialect)).unwrap();
        let came = Came { text: text.to_owned(), has_mark, is_guessed: false };
        dialect.spans(&came, &[passage])[0]
    }

    #[test]
    fn positions_count_in_every_way() {
        let text = "é😀\r\nnee ja";
        // `ja` in the text with LF alone.
        let ja = Some((11, 13));
        assert_eq!(spans(text, false, "", (7, 9)), ja);
        assert_eq!(spans(text, false, "crlf-2", (8, 10)), ja);
        assert_eq!(spans(text, false, "inclusive", (7, 8)), ja);
        assert_eq!(spans(text, false, "utf-16", (8, 10)), ja);
        assert_eq!(spans(text, false, "bytes", (11, 13)), ja);
        assert_eq!(spans(text, false, "bytes,crlf-2,inclusive", (12, 13)), ja);
        assert_eq!(spans(text, true, "no-bom", (7, 9)), ja);
        assert_eq!(spans(text, true, "bom", (8, 10)), ja);
        assert_eq!(spans(text, true, "bom,bytes", (14, 16)), ja);
        assert_eq!(spans(text, true, "bom", (0, 2)), Some((0, 2)));
        assert_eq!(spans("é😀\nnee ja", false, "crlf-2", (8, 10)), ja, "the line end lost its CR on the way");
    }

    #[test]
    fn what_lies_outside_or_within_a_character_stands_nowhere() {
        assert_eq!(spans("é😀", false, "", (0, 3)), None);
        assert_eq!(spans("é😀", false, "", (1, 1)), None);
        assert_eq!(spans("é😀", false, "", (-1, 1)), None);
        assert_eq!(spans("é😀", false, "utf-16", (1, 2)), None);
        assert_eq!(spans("é😀", false, "bytes", (1, 6)), None);
        assert_eq!(spans("é😀", false, "inclusive", (0, i64::MAX)), None);
        assert_eq!(spans("", false, "", (0, 0)), None);
    }

    #[test]
    fn words_say_what_is_meant() {
        for dialect in Dialect::all() {
            let offsets = Offsets::parse(&dialect.words()).unwrap();
            let meant: Vec<Dialect> = Dialect::all().filter(|dialect| offsets.allows(*dialect)).collect();
            assert_eq!(meant, [dialect]);
        }
        assert!(Offsets::parse("runes").unwrap_err().contains("code-points"));
        assert_eq!(Offsets::parse(" utf-16 , crlf-1,").unwrap().unit, Some(Unit::Utf16));
    }
}
