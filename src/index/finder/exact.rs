//! Words by how they are spelled, and regular expressions by the words that they stand in: what the index can say for sure,
//! and which turns must be read.

use crate::index::cancel::Cancel;
use crate::index::words::{Alone, Pattern, Phrase, Piece, Spelt, WordWanted};

use super::bits::Bits;
use super::error::Broken;
use super::front::Front;
use super::spelled::Spelling;

/// What a way to spell a word tells of the turns that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// They are found.
    Yes,
    /// They must be read.
    Maybe,
    /// Nothing.
    No,
}

/// What the index says of turns.
#[derive(Clone, Debug)]
pub(super) struct Narrowed {
    /// Those that are found.
    pub(super) sure: Bits,
    /// Those that may be found, too, when they are read.
    pub(super) maybe: Bits,
}

impl Narrowed {
    /// Of so many turns none.
    pub(super) fn none(turns: u32) -> Self {
        Self { sure: Bits::none(turns), maybe: Bits::none(turns) }
    }

    fn bits(&mut self, told: Told) -> Option<&mut Bits> {
        match told {
            Told::Yes => Some(&mut self.sure),
            Told::Maybe => Some(&mut self.maybe),
            Told::No => None,
        }
    }
}

/// The turns with a word of `phrase`, the one at `place`, spelled as it must be; `None` where its spelling does not matter.
pub(super) fn spelled_word(
    shard: &Front<'_>,
    phrase: &Phrase,
    place: usize,
    cancel: &Cancel,
) -> Result<Option<Narrowed>, Broken> {
    let Some(spelt) = Spelt::of(phrase, place) else { return Ok(None) };
    let terms = shard.terms()?;
    let words: Vec<u32> = match &phrase.words[place] {
        WordWanted::Is(word) => terms.number_of(word).into_iter().collect(),
        WordWanted::Starts(start) => terms.starting_with(start).collect(),
        WordWanted::Ends(end) => terms.ending_with(end),
        WordWanted::Holds(part) => terms.holding(part),
        WordWanted::Near(..) | WordWanted::OneOf(_) => return Ok(None),
    };
    let tell = |spelling: Spelling<'_>| match spelling {
        Spelling { known: false, .. } => Told::Maybe,
        Spelling { word, .. } if spelt.holds(word) => Told::Yes,
        _ => Told::No,
    };
    turns_with(shard, &words, tell, cancel).map(Some)
}

/// The turns with a word in which `pattern` may stand: it holds `piece`.
pub(super) fn with_pattern(
    shard: &Front<'_>,
    pattern: &Pattern,
    piece: &Piece,
    cancel: &Cancel,
) -> Result<Narrowed, Broken> {
    let spellings = shard.spellings()?;
    let next = |words: &str, at: usize| piece.find_at(words, at);
    let mut words = shard.terms()?.with(next);
    let spelled = spellings.terms().with(next).into_iter().chain(spellings.unknown());
    words.extend(spelled.map(|number| spellings.word_of(number)));
    words.sort_unstable();
    words.dedup();
    let tell = |spelling: Spelling<'_>| {
        if !spelling.known {
            return Told::Maybe;
        }
        match pattern.alone(spelling.word) {
            Alone::Everywhere => Told::Yes,
            Alone::Apart if spelling.apart => Told::Yes,
            _ if piece.is_in(spelling.word) => Told::Maybe,
            _ => Told::No,
        }
    };
    turns_with(shard, &words, tell, cancel)
}

/// What the spellings of these words tell, all together.
fn turns_with(
    shard: &Front<'_>,
    words: &[u32],
    tell: impl Fn(Spelling<'_>) -> Told,
    cancel: &Cancel,
) -> Result<Narrowed, Broken> {
    let (terms, spellings) = (shard.terms()?, shard.spellings()?);
    let mut narrowed = Narrowed::none(shard.turns());
    // Words whose turns all tell the same, and spellings.
    let (mut whole, mut spelled) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for (done, &word) in words.iter().enumerate() {
        if done % 1024 == 1023 {
            cancel.check().map_err(|_| Broken::Stopped)?;
        }
        let plain = tell(Spelling::plain(terms.word(word)));
        let others = spellings.of_word(word);
        let told: Vec<Told> = others.iter().map(|&number| tell(spellings.get(number))).collect();
        if told.iter().all(|told| *told == plain) {
            if let Some(at) = place(plain) {
                whole[at].push(terms.info(word));
            }
            continue;
        }
        for (&number, told) in others.iter().zip(told) {
            if let Some(at) = place(told) {
                spelled[at].push(spellings.terms().info(number));
            }
        }
        if let Some(bits) = narrowed.bits(plain) {
            let others: Vec<_> = others.iter().map(|&number| spellings.terms().info(number)).collect();
            shard.gather_others(&terms.info(word), &others, bits)?;
        }
    }
    for (at, told) in [Told::Yes, Told::Maybe].into_iter().enumerate() {
        if let Some(bits) = narrowed.bits(told) {
            shard.gather(&whole[at], bits, cancel)?;
            shard.gather_spelled(&spelled[at], bits, cancel)?;
        }
    }
    Ok(narrowed)
}

/// Where turns that are told so are gathered.
fn place(told: Told) -> Option<usize> {
    match told {
        Told::Yes => Some(0),
        Told::Maybe => Some(1),
        Told::No => None,
    }
}
