//! The lines of codings, as this program writes them: fields in their order, nothing between them.
//!
//! Nearly all lines of a large study are such ones, and they are read here in a fraction of the time that a reader of any
//! JSON needs. Whatever is not exactly in this form is left to that reader, which also says what is wrong with a line: so
//! both take the same lines for the same events, and a test holds them to it.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use uuid::Uuid;

use crate::model::hash::Revision;
use crate::model::quote::QuoteMark;
use crate::text::Span;

use super::line::{CodingLine, Does, Line};
use super::wire::words;
use super::{HIGHEST_N, parse_time};

/// The digits of a number that is surely below 2⁶⁴.
const DIGITS: usize = 19;

/// Reads a line, without its newline, that makes a coding or a mark; `None` for one that is in another form, good or bad.
pub(super) fn coding(line: &str) -> Option<Line<'_>> {
    // No string may hold one as it is.
    if line.bytes().filter(|byte| *byte < b' ').count() > 0 {
        return None;
    }
    let mut rest = Rest { line, at: 0 };
    rest.skip(br#"{"v":1,"id":""#)?;
    let id = rest.uuid()?;
    rest.skip(br#"","n":"#)?;
    let n = rest.number().filter(|&n| n <= HIGHEST_N)?;
    rest.skip(br#","tx":""#)?;
    let tx = rest.uuid()?;
    rest.skip(br#"","of":"#)?;
    let of = u32::try_from(rest.number()?).ok()?;
    rest.skip(br#","at":"#)?;
    let at = parse_time(rest.words()?)?.as_millisecond();
    let is_code = rest.skip(br#","do":"code","doc":"#).is_some();
    if !is_code {
        rest.skip(br#","do":"mark","doc":"#)?;
    }
    let document = words(rest.words()?);
    rest.skip(br#","span":["#)?;
    let start = u32::try_from(rest.number()?).ok()?;
    rest.skip(b",")?;
    let end = u32::try_from(rest.number()?).ok()?;
    rest.skip(b"]")?;
    let (mut code, mut revision) = (None, Revision::default());
    if is_code {
        rest.skip(br#","code":"#)?;
        code = Some(words(rest.words()?));
        rest.skip(br#","rev":"#)?;
        revision = rest.words()?.parse().ok()?;
    }
    rest.skip(br#","text":"#)?;
    let text = rest.words()?.parse().ok()?;
    rest.skip(br#","quote":"#)?;
    let (quote, length) = rest.quote()?;
    if start >= end || u64::from(end - start) != length {
        return None;
    }
    rest.skip(br#","pre":"#)?;
    rest.string()?;
    rest.skip(br#","suf":"#)?;
    rest.string()?;
    let facets = if is_code && rest.skip(br#","facets":"#).is_some() { Some(rest.facets()?) } else { None };
    if rest.skip(br#","why":"#).is_some() {
        rest.string()?;
    }
    if rest.left() != b"}" {
        return None;
    }
    let span = Span { start, end };
    let does = Does::Coding(CodingLine { document, span, code, revision, text, quote, facets });
    Some(Line { id, n, tx, of, at, is_unknown: false, does })
}

/// A line, and how far it was read.
struct Rest<'a> {
    line: &'a str,
    /// In bytes; always at a character's start.
    at: usize,
}

impl<'a> Rest<'a> {
    fn left(&self) -> &'a [u8] {
        &self.line.as_bytes()[self.at..]
    }

    /// Goes on behind these characters, where they stand here.
    fn skip<const N: usize>(&mut self, expected: &[u8; N]) -> Option<()> {
        if *self.left().first_chunk::<N>()? != *expected {
            return None;
        }
        self.at += N;
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<&'a str> {
        let taken = self.line.get(self.at..self.at + length)?;
        self.at += length;
        Some(taken)
    }

    /// Of 36 characters there is one form.
    fn uuid(&mut self) -> Option<Uuid> {
        Uuid::try_parse(self.take(36)?).ok()
    }

    /// A whole number, without a sign and without zeros before it.
    fn number(&mut self) -> Option<u64> {
        let left = self.left();
        let digits = left.iter().take(DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=DIGITS).contains(&digits) || (digits > 1 && left[0] == b'0') {
            return None;
        }
        self.at += digits;
        Some(left[..digits].iter().fold(0, |number, digit| number * 10 + u64::from(digit - b'0')))
    }

    /// A short string without escapes.
    fn words(&mut self) -> Option<&'a str> {
        self.skip(b"\"")?;
        let end = self.left().iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        let words = self.take(end)?;
        self.skip(b"\"")?;
        Some(words)
    }

    /// A string as it is written, without its quotation marks. Characters by their number are left to the other reader.
    fn string(&mut self) -> Option<&'a str> {
        self.skip(b"\"")?;
        let bytes = self.left();
        let mut end = 0;
        loop {
            end += memchr2(b'"', b'\\', bytes.get(end..)?)?;
            if bytes[end] == b'"' {
                break;
            }
            unescaped(*bytes.get(end + 1)?)?;
            end += 2;
        }
        let string = self.take(end)?;
        self.skip(b"\"")?;
        Some(string)
    }

    /// The mark of a quote, and the length of what was quoted in bytes.
    fn quote(&mut self) -> Option<(QuoteMark, u64)> {
        if self.skip(br#"{"head":"#).is_some() {
            self.string()?;
            self.skip(br#","tail":"#)?;
            self.string()?;
            self.skip(br#","length":"#)?;
            let length = u32::try_from(self.number()?).ok()?;
            self.skip(br#","hash":"#)?;
            let hash = self.words()?;
            self.skip(b"}")?;
            return Some((QuoteMark::of_hash(hash), u64::from(length)));
        }
        let quote = plain(self.string()?)?;
        Some((QuoteMark::of_words(&quote), quote.len() as u64))
    }

    /// An object whose values are lists of strings, as it is written.
    fn facets(&mut self) -> Option<&'a str> {
        let from = self.at;
        self.skip(b"{")?;
        loop {
            self.words()?;
            self.skip(b":[")?;
            if self.skip(b"]").is_none() {
                self.words()?;
                while self.skip(b",").is_some() {
                    self.words()?;
                }
                self.skip(b"]")?;
            }
            if self.skip(b",").is_none() {
                break;
            }
        }
        self.skip(b"}")?;
        self.line.get(from..self.at)
    }
}

/// What a string says that is written so.
fn plain(written: &str) -> Option<Cow<'_, str>> {
    let Some(first) = memchr(b'\\', written.as_bytes()) else { return Some(Cow::Borrowed(written)) };
    let mut said = String::with_capacity(written.len());
    let (mut rest, mut escape) = (written, first);
    loop {
        said.push_str(rest.get(..escape)?);
        said.push(unescaped(*rest.as_bytes().get(escape + 1)?)?);
        rest = rest.get(escape + 2..)?;
        match memchr(b'\\', rest.as_bytes()) {
            Some(next) => escape = next,
            None => break,
        }
    }
    said.push_str(rest);
    Some(Cow::Owned(said))
}

/// What a letter behind a backslash stands for.
fn unescaped(letter: u8) -> Option<char> {
    Some(match letter {
        b'"' | b'\\' | b'/' => letter.into(),
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::event::{Body, Event, Facets};
    use crate::model::hash::TextHash;
    use crate::model::quote::{Anchor, Quote};
    use proptest::prelude::*;

    /// What a person may have typed or imported, with all that is written in a way of its own.
    fn any_words(length: usize) -> impl Strategy<Value = String> {
        let letter = prop_oneof![
            6 => "[a-z ]",
            1 => prop::sample::select(vec!["\n", "\t", "\r", "\"", "\\", "/", "\u{8}", "\u{c}", "\u{1}", "é", "€", "🙂", "\u{2028}"])
                .prop_map(str::to_owned),
        ];
        prop::collection::vec(letter, 1..=length).prop_map(|letters| letters.concat())
    }

    prop_compose! {
        fn any_event()(
            (id, tx, n, of, at) in (any::<u128>(), any::<u128>(), 0..=HIGHEST_N, any::<u32>(), 0_i64..4_000_000_000_000),
            (document, code) in ("[a-z0-9-]{1,8}", prop_oneof![4 => "[a-z-]{1,9}".prop_map(Some), 1 => Just(None)]),
            (start, words) in (0_u32..1_000_000, prop_oneof![3 => any_words(30), 1 => any_words(900)]),
            (prefix, suffix) in (any_words(12), any_words(12)),
            facets in prop::collection::btree_map(any_words(4), prop::collection::vec(any_words(4), 0..3), 0..4),
            (text, revision, long) in (any::<u64>(), any::<u32>(), any::<bool>()),
        ) -> Event {
            let span = Span { start, end: start + words.len() as u32 };
            let quote = if long {
                Quote::Ends { head: prefix.clone(), tail: suffix.clone(), length: span.len(), hash: format!("{text:016x}") }
            } else {
                Quote::of(&words)
            };
            let anchor = Anchor { span, text: TextHash(text), quote, prefix, suffix };
            let facets: Facets = facets.into_iter().collect();
            let body = match code {
                Some(code) => Body::Code { document, anchor, code, revision: Revision(revision), facets },
                None => Body::Mark { document, anchor },
            };
            let at = jiff::Timestamp::from_millisecond(at).unwrap();
            Event { id: Uuid::from_u128(id), n, tx: Uuid::from_u128(tx), of, at, body }
        }
    }

    proptest! {
        #[test]
        fn a_line_that_was_written_is_read_as_by_the_other_reader(
            event in any_event(),
            why in prop::option::of(any_words(9)),
        ) {
            let line = event.line_because(why.as_deref());
            let read = coding(&line);
            match read {
                Some(read) => prop_assert_eq!(read, Line::of_any_json(&line).unwrap()),
                None => prop_assert!(line.contains('\\'), "{}", line),
            }
        }

        #[test]
        fn a_line_that_was_changed_is_never_read_otherwise(
            event in any_event(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..3, prop::sample::select(
                vec!["\"", "\\", "{", "}", "[", "]", ",", ":", " ", "0", "7", "a", "-", ".", "\n", "\u{1}", "\\u0041", "null", "é"],
            )), 1..4),
        ) {
            let mut line = event.line();
            for (at, away, put_in) in changes {
                let mut from = at.index(line.len());
                while !line.is_char_boundary(from) {
                    from -= 1;
                }
                let to = line[from..].char_indices().nth(away).map_or(line.len(), |(at, _)| from + at);
                line.replace_range(from..to, put_in);
            }
            if let Some(read) = coding(&line) {
                prop_assert_eq!(Ok(read), Line::of_any_json(&line), "{}", line);
            }
        }
    }

    #[test]
    fn what_the_other_reader_refuses_is_refused() {
        let good = concat!(
            r#"{"v":1,"id":"01900000-0000-7000-8000-000000000001","n":1,"tx":"01900000-0000-7000-8000-000000000002","#,
            r#""of":1,"at":"2026-01-01T00:00:00.000Z","do":"code","doc":"d1","span":[4,8],"code":"c1","rev":"00000007","#,
            r#""text":"0123456789abcdef","quote":"brug","pre":"","suf":"\n","facets":{"a":["b","c"],"d":[]}}"#
        );
        assert_eq!(coding(good), Line::of_any_json(good).ok());
        assert!(coding(good).is_some());
        let changes = [
            ("\"n\":1,", "\"n\":01,"),
            ("\"n\":1,", "\"n\":9007199254740992,"),
            ("\"n\":1,", "\"n\":18446744073709551617,"),
            ("\"of\":1", "\"of\":4294967296"),
            ("[4,8]", "[4,9]"),
            ("[4,8]", "[8,4]"),
            ("\\n", "\n"),
            ("\\n", "\\x"),
            ("brug", "br\\"),
            ("\"c\"]", "\"c\",]"),
            (":[]}}", ":[]}}}"),
            (":[]}}", ":[]},}"),
            (":[]}}", ":[]},\"pre\":\"\"}"),
            ("00000007", "+0000007"),
            ("00:00:00", "00:00:60"),
        ];
        for (was, is) in changes {
            let line = good.replacen(was, is, 1);
            assert_ne!(line, good, "{was}");
            assert_eq!(coding(&line), None, "{line}");
            assert!(Line::of_any_json(&line).is_err(), "{line}");
        }
    }
}
