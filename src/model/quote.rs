//! What a coding remembers of its passage, so that it can be recognised when the text around it changes.

use std::hash::BuildHasher as _;

use rustc_hash::FxBuildHasher;

use crate::text::{Span, graphemes};

use super::hash::{TextHash, hex, sha256};

/// Quotes up to this many bytes are kept whole.
pub const WHOLE_UP_TO: usize = 400;
/// A longer quote keeps at most this many bytes of each end.
pub const END_BYTES: usize = 120;
/// About this many characters before and after a passage are kept.
pub const CONTEXT_CHARACTERS: usize = 30;

/// So many characters, words and surroundings together, are no chance.
const ENOUGH: usize = 40;
/// So many places with the same words are looked at.
const PLACES: usize = 256;

/// The words of a passage as they were when it was coded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quote {
    /// The whole passage.
    Whole(String),
    /// The two ends of a long passage.
    Ends {
        /// Its first bytes, up to a character boundary.
        head: String,
        /// Its last bytes, from a character boundary.
        tail: String,
        /// Its length in bytes.
        length: u32,
        /// First 16 hex digits of its SHA-256.
        hash: String,
    },
}

impl Quote {
    /// The quote of `passage`.
    pub fn of(passage: &str) -> Self {
        if passage.len() <= WHOLE_UP_TO {
            return Self::Whole(passage.to_owned());
        }
        let head = graphemes::floor(passage, END_BYTES as u32) as usize;
        let tail = graphemes::ceil(passage, (passage.len() - END_BYTES) as u32) as usize;
        Self::Ends {
            head: passage[..head].to_owned(),
            tail: passage[tail..].to_owned(),
            length: passage.len() as u32,
            hash: hash_of(passage),
        }
    }

    /// True when `passage` is, byte for byte, what was quoted.
    pub fn matches(&self, passage: &str) -> bool {
        match self {
            Self::Whole(quote) => quote == passage,
            Self::Ends { head, tail, length, hash } => {
                passage.len() == *length as usize
                    && passage.starts_with(head.as_str())
                    && passage.ends_with(tail.as_str())
                    && hash_of(passage) == *hash
            }
        }
    }

    /// Length in bytes of what was quoted.
    pub fn len(&self) -> usize {
        match self {
            Self::Whole(quote) => quote.len(),
            Self::Ends { length, .. } => *length as usize,
        }
    }

    /// True for the quote of nothing; no coding has one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The quote for people: whole, or both ends with an ellipsis between.
    pub fn display(&self) -> String {
        match self {
            Self::Whole(quote) => quote.clone(),
            Self::Ends { head, tail, .. } => format!("{head} […] {tail}"),
        }
    }

    /// Every place in `text` where exactly the quoted words stand, in order, at most `limit`.
    pub fn find_in(&self, text: &str, limit: usize) -> Vec<Span> {
        let needle = match self {
            Self::Whole(quote) => quote.as_str(),
            Self::Ends { head, .. } => head.as_str(),
        };
        if needle.is_empty() {
            return Vec::new();
        }
        let finder = memchr::memmem::Finder::new(needle);
        let mut from = 0;
        // Places may overlap.
        let starts = std::iter::from_fn(|| {
            let start = from + finder.find(text.as_bytes().get(from..)?)?;
            from = start + 1;
            Some(start)
        });
        starts
            .map(|start| Span::new(start as u32, (start + self.len()) as u32))
            .filter(|span| text.get(span.range()).is_some_and(|passage| self.matches(passage)))
            .take(limit)
            .collect()
    }
}

/// A mark of quoted words, so small that every coding can keep it while its quote stays on the disk: 64 bits, as many as the
/// line of a long quote has itself. Where it does not fit a passage, other words stand there; where it does, those that were
/// quoted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuoteMark(u64);

impl QuoteMark {
    /// The mark of a quote.
    pub fn of(quote: &Quote) -> Self {
        match quote {
            Quote::Whole(words) => Self::of_words(words),
            Quote::Ends { hash, .. } => Self::of_hash(hash),
        }
    }

    /// The mark of a quote that is kept whole.
    pub fn of_words(words: &str) -> Self {
        Self(FxBuildHasher.hash_one(words))
    }

    /// The mark of a quote that is kept by its ends, from its hash.
    pub fn of_hash(hash: &str) -> Self {
        Self(hash.get(..16).and_then(|hash| u64::from_str_radix(hash, 16).ok()).unwrap_or_default())
    }

    /// True when `passage` can be what was quoted.
    pub fn fits(self, passage: &str) -> bool {
        self == Self::of_words(passage) || self == Self::of_hash(&hash_of(passage))
    }
}

fn hash_of(passage: &str) -> String {
    hex(&sha256(passage.as_bytes())[..8])
}

/// A quote with the words around it, and the text that it was taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Where the passage stood, in bytes of the text.
    pub span: Span,
    /// The text as a whole.
    pub text: TextHash,
    /// The passage.
    pub quote: Quote,
    /// Some 30 characters before it.
    pub prefix: String,
    /// Some 30 characters after it.
    pub suffix: String,
}

impl Anchor {
    /// The anchor of `span` in `text`; `hash` is the text's own. `None` for an empty span or one that cuts a character.
    pub fn new(text: &str, hash: TextHash, span: Span) -> Option<Self> {
        let passage = text.get(span.range()).filter(|passage| !passage.is_empty())?;
        Some(Self {
            span,
            text: hash,
            quote: Quote::of(passage),
            prefix: before(text, span).to_owned(),
            suffix: after(text, span).to_owned(),
        })
    }
}

impl Anchor {
    /// The one place in a text that was changed where the passage stands for sure: the same words with the same words on
    /// both sides of them, enough of them to be no chance, and nowhere else with so much as one side the same. `None` where
    /// there is no such place.
    pub fn sure_place(&self, text: &str) -> Option<Span> {
        let places = self.quote.find_in(text, PLACES + 1);
        let sides =
            |place: &&Span| (before(text, **place) == self.prefix, after(text, **place) == self.suffix);
        let known: Vec<&Span> = places.iter().filter(|place| sides(place) != (false, false)).collect();
        let length = |words: &str| words.chars().count();
        let quoted = match &self.quote {
            Quote::Whole(words) => length(words),
            Quote::Ends { .. } => ENOUGH,
        };
        let enough = quoted + length(&self.prefix) + length(&self.suffix) >= ENOUGH;
        match known.as_slice() {
            [one] if enough && sides(one) == (true, true) && places.len() <= PLACES => Some(**one),
            _ => None,
        }
    }
}

/// The characters just before `span`, as many as an anchor keeps.
pub fn before(text: &str, span: Span) -> &str {
    let head = text.get(..span.start as usize).unwrap_or("");
    let start = head.char_indices().rev().nth(CONTEXT_CHARACTERS - 1).map_or(0, |(index, _)| index);
    &head[start..]
}

/// The characters just after `span`, as many as an anchor keeps.
pub fn after(text: &str, span: Span) -> &str {
    let tail = text.get(span.end as usize..).unwrap_or("");
    let end = tail.char_indices().nth(CONTEXT_CHARACTERS).map_or(tail.len(), |(index, _)| index);
    &tail[..end]
}

/// What became of a coding's passage in the text as it stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// The quote stands at its address.
    Exact,
    /// The quote is unchanged, its place was mapped through a known change.
    Moved,
    /// Both ends were mapped through a known change; the words between changed.
    Edited,
    /// Found elsewhere, in several places, or among other words: a person must say.
    Unsure,
    /// Not found.
    Lost,
}

impl Verdict {
    /// The word used in files and exports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Moved => "moved",
            Self::Edited => "edited",
            Self::Unsure => "unsure",
            Self::Lost => "lost",
        }
    }

    /// True when the coding has a position in the text.
    pub fn has_position(self) -> bool {
        !matches!(self, Self::Unsure | Self::Lost)
    }

    /// Judges `anchor` against `text`, whose fingerprint is `hash`.
    ///
    /// A text that changed keeps a coding only where it stands for sure, see [`Anchor::sure_place`], and where it stood.
    pub fn of(anchor: &Anchor, text: &str, hash: TextHash) -> Self {
        let stands = text.get(anchor.span.range()).is_some_and(|passage| anchor.quote.matches(passage));
        if stands && (anchor.text == hash || anchor.sure_place(text) == Some(anchor.span)) {
            return Self::Exact;
        }
        if anchor.quote.find_in(text, 1).is_empty() { Self::Lost } else { Self::Unsure }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(text: &str, start: u32, end: u32) -> Anchor {
        Anchor::new(text, TextHash::of(text), Span::new(start, end)).unwrap()
    }

    fn judge(anchor: &Anchor, text: &str) -> Verdict {
        Verdict::of(anchor, text, TextHash::of(text))
    }

    #[test]
    fn a_long_quote_keeps_its_ends_and_still_matches_only_itself() {
        let text = "é".repeat(500);
        let quote = Quote::of(&text);
        assert!(
            matches!(&quote, Quote::Ends { head, tail, length: 1000, .. } if head.len() == 120 && tail.len() == 120)
        );
        assert!(quote.matches(&text));
        let mut other = text.clone();
        other.replace_range(500..502, "ee");
        assert!(!quote.matches(&other));
        assert_eq!(quote.find_in(&format!("x{text}"), 5).len(), 1);
        assert_eq!(Quote::of("aa").find_in("aaab", 5).len(), 2, "places that overlap");
    }

    #[test]
    fn a_mark_fits_what_was_quoted_and_nothing_else() {
        let long = "één muur ".repeat(60);
        for passage in ["ja", "één", &long] {
            let mark = QuoteMark::of(&Quote::of(passage));
            assert!(mark.fits(passage));
            assert!(!mark.fits(&passage.replacen(['a', 'n'], "u", 1)), "{passage}");
        }
        let odd = Quote::Ends { head: String::new(), tail: String::new(), length: 3, hash: "é".to_owned() };
        assert!(!QuoteMark::of(&odd).fits("abc"));
    }

    #[test]
    fn a_changed_text_never_keeps_a_coding_on_other_words() {
        let text = "Ik zei ja tegen haar. Zij zei nee.";
        let ja = anchor(text, 7, 9);
        assert_eq!(judge(&ja, text), Verdict::Exact);
        assert_eq!(
            judge(&ja, "Ik zei ja tegen haar. Zij zei niets."),
            Verdict::Unsure,
            "other words after it"
        );
        assert_eq!(
            judge(&ja, "Ik zei ja tegen haar. Zij zei nee. O."),
            Verdict::Unsure,
            "too few words to be sure"
        );
        assert_eq!(judge(&ja, "O. Ik zei ja tegen haar. Zij zei nee."), Verdict::Unsure, "found elsewhere");
        assert_eq!(judge(&ja, "Wat??? ja hoor, dat kan."), Verdict::Unsure, "the same letters by chance");
        assert_eq!(
            judge(&anchor("ja. Nee.", 0, 2), "ja hoor"),
            Verdict::Unsure,
            "no witness at the start of a text"
        );
        assert_eq!(judge(&ja, "Ik zei nee."), Verdict::Lost);
        assert_eq!(judge(&ja, ""), Verdict::Lost);
    }

    #[test]
    fn without_the_old_text_both_sides_must_be_the_same_and_stand_once() {
        let text = "FA1: Leg de kaart eens midden op tafel.\nSO4: Dat wist ik niet.\nIO2: Wij ook niet, dus het is zo.\n";
        let knew = anchor(text, 44, 61);
        assert_eq!(knew.quote.display(), " Dat wist ik niet");
        assert_eq!(judge(&knew, &format!("{text}ST1: Ja.\n")), Verdict::Exact);
        let moved = format!("ST1: Ja.\n{text}");
        assert_eq!(judge(&knew, &moved), Verdict::Unsure);
        assert_eq!(knew.sure_place(&moved), Some(Span::new(53, 70)));
        assert_eq!(knew.sure_place(&moved.replace("tafel.", "tafels.")), None, "one side only");
        assert_eq!(
            knew.sure_place(&format!("{moved}ST1: Dat wist ik niet.\nIO2: Wij ook niet, dus het is zo.\n")),
            None
        );
    }

    #[test]
    fn context_is_cut_at_characters() {
        let text = format!("{}MIDDEN{}", "é".repeat(40), "ö".repeat(40));
        let middle = anchor(&text, 80, 86);
        assert_eq!(middle.prefix.chars().count(), 30);
        assert_eq!(middle.suffix.chars().count(), 30);
        assert!(Anchor::new(&text, TextHash::default(), Span::new(1, 5)).is_none(), "cuts a character");
        assert!(Anchor::new(&text, TextHash::default(), Span::new(2, 2)).is_none(), "empty");
    }
}
