//! Words whose every place is known, put into invented documents: what is looked for there must be found there and nowhere
//! else.

use crate::text::{Span, Turns};

use super::GeneratedDocument;
use super::random::Random;

/// Something that no invented text has by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plant {
    /// What a person would look for.
    pub words: &'static str,
    /// How texts write it; each is to be found.
    pub spellings: &'static [&'static str],
}

/// All that is planted: single words, words with accents (composed, decomposed, left out), phrases over what may stand between
/// words.
pub const PLANTS: [Plant; 5] = [
    Plant {
        words: "kwikzilver",
        spellings: &["kwikzilver", "Kwikzilver", "KWIKZILVER", "„kwikzilver”", "kwikzilver."],
    },
    Plant {
        words: "cyclaamreünie",
        spellings: &[
            "cyclaamreünie",
            "cyclaamreu\u{308}nie",
            "Cyclaamreünie",
            "CYCLAAMREÜNIE",
            "CYCLAAMREU\u{308}NIE",
            "cyclaamreunie",
            "cyclaam\u{ad}reünie",
        ],
    },
    Plant {
        words: "kwartsen coördinaat",
        spellings: &[
            "kwartsen coördinaat",
            "Kwartsen coo\u{308}rdinaat",
            "KWARTSEN COÖRDINAAT",
            "kwartsen, coordinaat!",
            "kwartsen-coördinaat",
            "kwartsen\u{a0}coördinaat",
        ],
    },
    Plant { words: "zo'n kwab", spellings: &["zo'n kwab", "Zo’n kwab", "zo ’n kwab"] },
    Plant {
        words: "één van de kwallen",
        spellings: &["één van de kwallen", "e\u{301}e\u{301}n van de kwallen", "Een van de KWALLEN"],
    },
];

/// A place where something was planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planted {
    /// Its number in [`PLANTS`].
    pub plant: usize,
    /// The number of its spelling.
    pub spelling: usize,
    /// Where it stands, in bytes of the text, from the first letter to the last.
    pub span: Span,
}

/// Puts plants into a document, `per_mille` of its turns on average: at the beginning of what is said, at its end, and between
/// words, several in one turn too. Codings stay on what they were on. The same document, share and seed give the same
/// places; they come in their order.
pub fn plant(document: &mut GeneratedDocument, per_mille: usize, seed: u64) -> Vec<Planted> {
    let text = document.text();
    let mut random = Random::new(seed, text.len() as u64);
    let mut places: Vec<(u32, bool)> = Vec::new();
    for turn in Turns::parse(text, &[]).iter().filter(|turn| turn.label.is_some() && !turn.spoken.is_empty())
    {
        while random.below(1000) < per_mille.min(900) {
            places.push(place(text, turn.spoken, &mut random));
        }
    }
    places.sort_unstable();
    places.dedup_by_key(|place| place.0);

    let mut planted = Vec::with_capacity(places.len());
    let mut grown = String::with_capacity(document.file.len() + places.len() * 32);
    let mut inserted: Vec<(u32, u32)> = Vec::with_capacity(places.len());
    let mut done = 0;
    for (at, blank_behind) in places {
        grown.push_str(&text[done..at as usize]);
        done = at as usize;
        let number = random.below(PLANTS.len());
        let spelling = random.below(PLANTS[number].spellings.len());
        let written = PLANTS[number].spellings[spelling];
        let before = grown.len();
        if !blank_behind {
            grown.push(' ');
        }
        let bare = written.trim_matches(|character: char| !character.is_alphanumeric());
        let start = grown.len() + written.find(bare).unwrap_or(0);
        planted.push(Planted {
            plant: number,
            spelling,
            span: Span::new(start as u32, (start + bare.len()) as u32),
        });
        grown.push_str(written);
        if blank_behind {
            grown.push(' ');
        }
        inserted.push((at, (grown.len() - before) as u32));
    }
    grown.push_str(&text[done..]);
    for coding in &mut document.codings {
        let before = |holds: &dyn Fn(u32) -> bool| -> u32 {
            inserted.iter().filter(|(at, _)| holds(*at)).map(|(_, length)| length).sum()
        };
        let (start, end) = (coding.span.start, coding.span.end);
        coding.span = Span::new(start + before(&|at| at <= start), end + before(&|at| at < end));
    }
    document.file.truncate(document.text_start);
    document.file.push_str(&grown);
    planted
}

/// Where in `spoken` to plant, and whether a blank goes behind it instead of before.
fn place(text: &str, spoken: Span, random: &mut Random) -> (u32, bool) {
    let blanks: Vec<usize> = memchr::memchr_iter(b' ', spoken.slice(text).as_bytes()).collect();
    match random.below(4) {
        0 => (spoken.start, true),
        1 => (spoken.end, false),
        _ if blanks.is_empty() => (spoken.end, false),
        _ => (spoken.start + blanks[random.below(blanks.len())] as u32, false),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Generator, Palette, Size};
    use super::*;
    use crate::index::Cancel;
    use crate::index::catalogue::Catalogue;
    use crate::index::words::{Leaf, Matcher, Phrase, Scan, Wanted, WordWanted};
    use crate::model::hash::TextHash;
    use crate::model::names::DocumentKey;
    use crate::text::fold;
    use rustc_hash::{FxHashMap, FxHashSet};
    use std::sync::Arc;

    fn wanted(written: &str, exact: Option<Vec<String>>) -> Wanted {
        let words = fold::words(written).into_iter().map(WordWanted::Is).collect();
        Wanted::Phrase(Phrase { words, slop: 0, exact })
    }

    struct Sown {
        catalogue: Catalogue,
        texts: FxHashMap<DocumentKey, Arc<str>>,
        planted: Vec<(DocumentKey, Planted)>,
    }

    fn sown() -> Sown {
        let generator = Generator::new(Size::S, &Palette::default(), 1);
        let mut sown =
            Sown { catalogue: Catalogue::default(), texts: FxHashMap::default(), planted: Vec::new() };
        let mut known = FxHashMap::default();
        for number in 0..Size::S.documents {
            let mut document = generator.document(number);
            let key = DocumentKey::from(number);
            sown.planted.extend(plant(&mut document, 300, 7).into_iter().map(|planted| (key, planted)));
            let text = document.text();
            sown.catalogue.push_text(&mut known, key, TextHash::of(text), 0, text, &Turns::parse(text, &[]));
            sown.texts.insert(key, Arc::from(text));
        }
        sown
    }

    #[test]
    fn what_was_planted_is_found_there_and_nowhere_else() {
        let sown = sown();
        assert!(sown.planted.len() > 500, "{} places", sown.planted.len());
        let wanted: Vec<Wanted> = PLANTS.iter().map(|plant| wanted(plant.words, None)).collect();
        let scan = Scan::new(wanted.iter().map(Leaf::from));
        let found = scan.run(&sown.catalogue, &sown.texts, &Cancel::default()).unwrap();
        for (number, wanted) in wanted.iter().enumerate() {
            let mine = sown.planted.iter().filter(|(_, planted)| planted.plant == number);
            let places: Vec<(DocumentKey, Span)> = mine.map(|(key, planted)| (*key, planted.span)).collect();
            let turn_of = |&(key, span): &(DocumentKey, Span)| {
                let document = sown.catalogue.document(key).unwrap();
                sown.catalogue.touched(document, span).start
            };
            let turns: FxHashSet<u32> = places.iter().map(turn_of).collect();
            assert_eq!(found.turns[number], turns.iter().copied().collect(), "{}", PLANTS[number].words);
            assert!(turns.len() < places.len(), "some stand in one turn");

            let matcher = Matcher::new(wanted);
            let mut hits = Vec::new();
            for turn in &found.turns[number] {
                let key = sown.catalogue.document_of(turn).unwrap().document;
                let spoken = sown.catalogue.turn(turn).unwrap().spoken;
                hits.extend(matcher.hits(&sown.texts[&key], spoken).into_iter().map(|hit| (key, hit)));
            }
            assert_eq!(hits, places, "{}", PLANTS[number].words);
        }
    }

    #[test]
    fn each_spelling_is_found_by_itself_where_spelling_matters() {
        let sown = sown();
        for spelling in ["cyclaamreünie", "Cyclaamreünie", "CYCLAAMREÜNIE", "cyclaamreunie"] {
            let wanted = wanted(spelling, Some(vec![spelling.to_owned()]));
            let scan = Scan::new([Leaf::from(&wanted)]);
            let found = scan.run(&sown.catalogue, &sown.texts, &Cancel::default()).unwrap();
            let matcher = Matcher::new(&wanted);
            let hits: usize = found.turns[0]
                .iter()
                .map(|turn| {
                    let key = sown.catalogue.document_of(turn).unwrap().document;
                    matcher.hits(&sown.texts[&key], sown.catalogue.turn(turn).unwrap().spoken).len()
                })
                .sum();
            let expected = sown.planted.iter().filter(|(_, planted)| {
                planted.plant == 1 && fold::spelled_alike(PLANTS[1].spellings[planted.spelling], spelling)
            });
            assert_eq!(hits, expected.count(), "{spelling}");
            assert!(hits > 0);
        }
    }

    #[test]
    fn codings_stay_on_their_words() {
        let palette = Palette {
            codes: vec![super::super::PaletteCode { id: "grens".to_owned(), exclusive_in: None }],
            facets: Vec::new(),
        };
        let plain = Generator::new(Size::S, &palette, 3).document(4);
        let mut sown = plain.clone();
        assert!(!plant(&mut sown, 500, 1).is_empty());
        assert!(!plain.codings.is_empty());
        let edge = |text: &str, span: Span| {
            let passage = span.slice(text);
            (passage.split(' ').next().unwrap().to_owned(), passage.chars().next_back())
        };
        for (before, after) in plain.codings.iter().zip(&sown.codings) {
            assert_eq!(edge(plain.text(), before.span), edge(sown.text(), after.span));
        }
        assert_eq!(plant(&mut plain.clone(), 0, 1), []);
    }
}
