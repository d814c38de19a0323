//! How words are spelled, where that is not how they are compared: with capitals, with accents, or beside an underscore.
//!
//! Words are compared folded, and most are written so. The others are written down a second time, as the text has them. So
//! an index can say where `Toets` stands and not `toets`, and where a regular expression matches inside one word.

use crate::text::Span;
use crate::text::fold::{LONGEST_WORD, words};

use super::bytes::{Reader, Writer};
use super::terms::Terms;

/// Behind a word beside which another letter or an underscore stands, so that `\b` tells something else than for the word
/// alone. No word holds it.
const NOT_APART: char = '_';
/// Behind a word, as it is compared, that is too long to be written down as it is spelled.
const CUT: &str = "__";

/// The words of one turn that are spelled otherwise, gathered while they are read.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    words: String,
    ends: Vec<usize>,
}

impl Spelled {
    /// Begins a turn.
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.ends.clear();
    }

    /// Looks at the word at `span` of `text`, all that is said in the turn, which is compared as `folded`.
    pub(super) fn look_at(&mut self, text: &str, span: Span, folded: &str) {
        let word = span.slice(text);
        let apart = stands_apart(text, span);
        if apart && word == folded {
            return;
        }
        if word.len() > LONGEST_WORD {
            self.words.push_str(folded);
            self.words.push_str(CUT);
        } else {
            self.words.push_str(word);
            if !apart {
                self.words.push(NOT_APART);
            }
        }
        self.ends.push(self.words.len());
    }

    /// The words in their order, as the index has them.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.words.get(start..end)
    }
}

/// True where `\b` tells the same of the word at `span` as of the word alone.
fn stands_apart(text: &str, span: Span) -> bool {
    let bytes = text.as_bytes();
    let before = (span.start as usize).checked_sub(1).map(|at| bytes[at]);
    let behind = bytes.get(span.end as usize).copied();
    let apart = |byte: Option<u8>, character: &dyn Fn() -> Option<char>| match byte {
        None => true,
        Some(byte) if byte.is_ascii() => !regex_syntax::is_word_byte(byte),
        // Where the tables of Unicode are left out nothing is known.
        Some(_) => character()
            .is_none_or(|character| !regex_syntax::try_is_word_character(character).unwrap_or(true)),
    };
    apart(before, &|| text[..span.start as usize].chars().next_back())
        && apart(behind, &|| text[span.end as usize..].chars().next())
}

/// A way to spell a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelling<'t> {
    /// As the text has it.
    pub(super) word: &'t str,
    /// False where another letter or an underscore stands beside it.
    pub(super) apart: bool,
    /// False where it is not known how the text has it.
    pub(super) known: bool,
}

impl<'t> Spelling<'t> {
    /// Spelled as it is compared.
    pub(super) fn plain(word: &'t str) -> Self {
        Self { word, apart: true, known: true }
    }

    fn written(word: &'t str) -> Self {
        if let Some(word) = word.strip_suffix(CUT) {
            return Self { word, apart: false, known: false };
        }
        match word.strip_suffix(NOT_APART) {
            Some(word) => Self { word, apart: false, known: true },
            None => Self::plain(word),
        }
    }
}

/// The spellings in a shard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spellings {
    terms: Terms,
    /// The number of the word that each is a spelling of.
    of: Vec<u32>,
    /// The spellings of each word, one word behind the other, and where those of a word begin.
    by_word: Vec<u32>,
    begins: Vec<u32>,
}

impl Spellings {
    /// Those in `terms`, of words in `folded`; `None` where one is of no such word.
    pub(super) fn new(terms: Terms, folded: &Terms) -> Option<Self> {
        let of = (0..terms.len()).map(|number| {
            let spelling = Spelling::written(terms.word(number));
            if !spelling.known {
                return folded.number_of(spelling.word);
            }
            let words = words(spelling.word);
            folded.number_of(words.first().filter(|_| words.len() == 1)?)
        });
        let of = of.collect::<Option<_>>()?;
        Some(Self::linked(terms, of, folded.len()))
    }

    /// How many words there are is told with them: `None` where the numbers cannot be those of so many words.
    pub(super) fn read(from: &mut Reader<'_>, words: u32) -> Option<Self> {
        let terms = Terms::read(from)?;
        let of = from.u32s()?;
        let good = of.len() == terms.len() as usize && of.iter().all(|&word| word < words);
        good.then(|| Self::linked(terms, of, words))
    }

    /// Writes all of them.
    pub(super) fn write(&self, to: &mut Writer) {
        self.terms.write(to);
        to.u32s(&self.of);
    }

    fn linked(terms: Terms, of: Vec<u32>, words: u32) -> Self {
        let mut begins = vec![0; words as usize + 1];
        for &word in &of {
            begins[word as usize + 1] += 1;
        }
        for word in 0..words as usize {
            begins[word + 1] += begins[word];
        }
        let mut next = begins.clone();
        let mut by_word = vec![0; of.len()];
        for (number, &word) in (0..).zip(&of) {
            by_word[next[word as usize] as usize] = number;
            next[word as usize] += 1;
        }
        Self { terms, of, by_word, begins }
    }

    /// The words behind the spellings.
    pub(super) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The number of the word that this is a spelling of.
    pub(super) fn word_of(&self, number: u32) -> u32 {
        self.of[number as usize]
    }

    /// The numbers of the spellings of a word, besides the plain one.
    pub(super) fn of_word(&self, word: u32) -> &[u32] {
        let at = word as usize;
        &self.by_word[self.begins[at] as usize..self.begins[at + 1] as usize]
    }

    /// A spelling by its number.
    pub(super) fn get(&self, number: u32) -> Spelling<'_> {
        Spelling::written(self.terms.word(number))
    }

    /// The numbers of those that are not known.
    pub(super) fn unknown(&self) -> Vec<u32> {
        self.terms.ending_with(CUT)
    }
}
