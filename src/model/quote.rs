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
        memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes())
            .map(|start| Span::new(start as u32, (start + self.len()) as u32))
            .filter(|span| text.get(span.range()).is_some_and(|passage| self.matches(passage)))
            .take(limit)
            .collect()
    }
}

/// A mark of quoted words, so small that every coding can keep it while its quote stays on the disk: where it does not
/// fit a passage, other words stand there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuoteMark(u32);

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
        let hash = FxBuildHasher.hash_one(words);
        Self((hash >> 32) as u32 ^ hash as u32)
    }

    /// The mark of a quote that is kept by its ends, from its hash.
    pub fn of_hash(hash: &str) -> Self {
        Self(hash.get(..8).and_then(|hash| u32::from_str_radix(hash, 16).ok()).unwrap_or_default())
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
    /// A text that changed keeps a coding only where the quote stands at its address and the words on one side at
    /// least are the old ones: a short quote may stand by chance on other words.
    pub fn of(anchor: &Anchor, text: &str, hash: TextHash) -> Self {
        let stands = text.get(anchor.span.range()).is_some_and(|passage| anchor.quote.matches(passage));
        if stands && anchor.text == hash {
            return Self::Exact;
        }
        if stands {
            let same_before = before(text, anchor.span) == anchor.prefix;
            let same_after = after(text, anchor.span) == anchor.suffix;
            let witness = same_before && !anchor.prefix.is_empty() || same_after && !anchor.suffix.is_empty();
            return if witness || same_before && same_after { Self::Exact } else { Self::Unsure };
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
        assert_eq!(judge(&ja, "Ik zei ja tegen haar. Zij zei niets."), Verdict::Exact, "change further on");
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
    fn context_is_cut_at_characters() {
        let text = format!("{}MIDDEN{}", "é".repeat(40), "ö".repeat(40));
        let middle = anchor(&text, 80, 86);
        assert_eq!(middle.prefix.chars().count(), 30);
        assert_eq!(middle.suffix.chars().count(), 30);
        assert!(Anchor::new(&text, TextHash::default(), Span::new(1, 5)).is_none(), "cuts a character");
        assert!(Anchor::new(&text, TextHash::default(), Span::new(2, 2)).is_none(), "empty");
    }
}
