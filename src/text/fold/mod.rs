//! Words as they are compared: composed, without accents, in lower case.
//!
//! A token is a run of letters and digits with the marks on them; everything else stands between tokens, apostrophes and
//! hyphens too. Marks that only colour a letter are left out of the folded word (those of Latin, Greek, Cyrillic, Hebrew
//! and Arabic); marks that are letters of their own, as in Devanagari or kana, stay, composed. So `coördinatie` is the same
//! one word however its ö is written. Characters that cannot be seen (soft hyphens, joiners) are skipped inside a word.
//! Index and scan both read with [`Tokens`], so that they cannot differ.

#[cfg(test)]
mod tests;

use super::span::floor_character;
use super::{Span, graphemes};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, decompose_compatible, is_combining_mark};

/// Bytes that a folded word has at most: what is longer is no word, and is cut here for index and scan alike.
pub const LONGEST_WORD: usize = 1024;

/// Changes when a text would be cut or folded otherwise: indexes made before are of no use then.
pub const FOLD_VERSION: u32 = 1;

/// Reads the tokens of a text one by one, without a new string for each.
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    spare: String,
}

impl<'t> Tokens<'t> {
    /// The tokens of all of `text`.
    pub fn of(text: &'t str) -> Self {
        Self { text, at: 0, end: text.len(), spare: String::new() }
    }

    /// The tokens of `text` inside `within`; a word that crosses its border is cut there.
    pub fn within(text: &'t str, within: Span) -> Self {
        let end = (within.end as usize).min(text.len());
        let fits = text.is_char_boundary(end) && text.is_char_boundary(within.start as usize);
        Self { text, at: if fits { within.start as usize } else { end }, end, spare: String::new() }
    }

    /// Writes the next folded word over `folded`, at most [`LONGEST_WORD`] bytes, and returns where it stands, in bytes of
    /// the text, on borders of characters; [`snapped`] makes of it what can be marked.
    pub fn next_token(&mut self, folded: &mut String) -> Option<Span> {
        folded.clear();
        let bytes = &self.text.as_bytes()[..self.end];
        let mut at = self.at;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                let start = at;
                while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                    at += 1;
                }
                folded.push_str(&self.text[start..at]);
                folded.make_ascii_lowercase();
                if bytes.get(at).is_none_or(u8::is_ascii) {
                    self.at = at;
                    cut(folded);
                } else {
                    self.rest_of_token(at, folded);
                }
                return Some(Span::new(start as u32, self.at as u32));
            }
            if byte.is_ascii() {
                at += 1;
                continue;
            }
            let character = self.text[at..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER);
            if kind(character) == Kind::Letter {
                self.rest_of_token(at, folded);
                if !folded.is_empty() {
                    return Some(Span::new(at as u32, self.at as u32));
                }
                at = self.at;
            } else {
                at += character.len_utf8();
            }
        }
        self.at = at;
        None
    }

    /// Reads on inside a token, from its first character that is not ASCII.
    fn rest_of_token(&mut self, from: usize, folded: &mut String) {
        let mut end = from;
        let mut compose = false;
        for (place, character) in self.text[from..self.end].char_indices() {
            match kind(character) {
                Kind::Letter | Kind::Mark => {
                    compose |= fold_character(character, folded);
                    end = from + place + character.len_utf8();
                }
                Kind::Unseen => {}
                Kind::Between => break,
            }
        }
        self.at = end;
        if compose {
            self.spare.clear();
            self.spare.extend(folded.nfc());
            std::mem::swap(&mut self.spare, folded);
        }
        // A letter can be opened into a mark and a letter (Thai am), and no word begins with a mark.
        let letters = folded.trim_start_matches(|first| kind(first) == Kind::Mark).len();
        if letters < folded.len() {
            folded.drain(..folded.len() - letters);
        }
        cut(folded);
    }
}

/// The folded words of `text`, as a person writes them in a query.
pub fn words(text: &str) -> Vec<String> {
    let mut tokens = Tokens::of(text);
    let mut words = Vec::new();
    let mut folded = String::new();
    while tokens.next_token(&mut folded).is_some() {
        words.push(folded.clone());
    }
    words
}

/// The smallest span of whole graphemes that holds `span`: an accent or a joined emoji is never cut when it is marked.
pub fn snapped(text: &str, span: Span) -> Span {
    Span::new(graphemes::floor(text, span.start), graphemes::ceil(text, span.end))
}

/// True when two words are spelled the same, capitals and accents included, however these are encoded.
pub fn spelled_alike(one: &str, other: &str) -> bool {
    let seen = |word: &str| word.chars().all(|character| kind(character) != Kind::Unseen);
    let shown = |word| str::chars(word).filter(|character| kind(*character) != Kind::Unseen).nfc();
    one == other || (!(one.is_ascii() && other.is_ascii() && seen(one)) && shown(one).eq(shown(other)))
}

/// True for a letter, a digit, a mark, and what cannot be seen inside a word.
pub fn may_stand_in_word(character: char) -> bool {
    kind(character) != Kind::Between
}

/// True for a character that never stands between words and never is left out of one by itself: what is made of such
/// characters alone stands in one word.
pub fn always_in_word(character: char) -> bool {
    let mut folded = String::new();
    if kind(character) == Kind::Letter {
        fold_character(character, &mut folded);
    }
    folded.chars().any(|folded| kind(folded) == Kind::Letter)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter or digit; a token begins with one.
    Letter,
    /// A mark, which belongs to the letter before it.
    Mark,
    /// Belongs to a word when it stands inside one.
    Unseen,
    /// Stands between tokens.
    Between,
}

fn kind(character: char) -> Kind {
    match character {
        '\0'..='\u{7f}' if character.is_ascii_alphanumeric() => Kind::Letter,
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => Kind::Unseen,
        '\0'..='\u{7f}' | '×' | '÷' | '\u{2010}'..='\u{206f}' => Kind::Between,
        '\u{c0}'..='\u{24f}' => Kind::Letter,
        // Vowel signs are both letters and marks, and no word begins with one.
        _ if is_combining_mark(character) => Kind::Mark,
        _ if character.is_alphanumeric() => Kind::Letter,
        _ => Kind::Between,
    }
}

/// The folded letters of U+00C0 to U+00FF, in that order.
const LATIN: [&str; 64] = [
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o",
    "o", "o", "", "o", "u", "u", "u", "u", "y", "th", "ss", "a", "a", "a", "a", "a", "a", "ae", "c", "e",
    "e", "e", "e", "i", "i", "i", "i", "d", "n", "o", "o", "o", "o", "o", "", "o", "u", "u", "u", "u", "y",
    "th", "y",
];

/// Appends what `character`, part of a token, is folded to. True when the word must be composed afterwards.
fn fold_character(character: char, folded: &mut String) -> bool {
    match character {
        '\0'..='\u{7f}' => folded.push(character.to_ascii_lowercase()),
        '\u{c0}'..='\u{ff}' => folded.push_str(LATIN[character as usize - 0xc0]),
        // Kana, ideographs and syllables are what they are.
        '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => {
            folded.push(character);
        }
        _ => {
            let mut compose = false;
            let each = |part| compose |= fold_part(part, folded);
            // Ligatures, wide and presentation forms are another look of the same letters; ² is no 2.
            if character.is_alphabetic() || matches!(character, '０'..='９') {
                decompose_compatible(character, each);
            } else {
                decompose_canonical(character, each);
            }
            return compose;
        }
    }
    false
}

/// Appends one character of a decomposition. True when the word must be composed afterwards.
fn fold_part(part: char, folded: &mut String) -> bool {
    if is_accent(part) {
        return false;
    }
    if is_combining_mark(part) || is_jamo(part) {
        folded.push(part);
        return true;
    }
    for letter in part.to_lowercase() {
        match special(letter) {
            Some(letters) => folded.push_str(letters),
            None if letter.is_alphanumeric() => folded.push(letter),
            None => {}
        }
    }
    false
}

/// Letters that no decomposition takes apart, and that people write in plain letters where they must.
fn special(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ł' => "l",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ȷ' => "j",
        'ŋ' => "n",
        // The sigma at the end of a word.
        'ς' => "σ",
        _ => return None,
    })
}

/// A mark that only colours the letter before it, or the line that stretches an Arabic word.
fn is_accent(part: char) -> bool {
    let listed = matches!(part,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{e0100}'..='\u{e01ef}'
    );
    part == '\u{640}' || (listed && is_combining_mark(part))
}

/// Parts of Korean syllables.
fn is_jamo(part: char) -> bool {
    matches!(part, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}')
}

fn cut(folded: &mut String) {
    if folded.len() > LONGEST_WORD {
        folded.truncate(floor_character(folded, LONGEST_WORD as u32));
    }
}
