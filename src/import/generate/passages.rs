//! Which passages of an invented document are coded: whole turns, sentences, a few words, several turns at once,
//! often on each other and across each other.

use rustc_hash::FxHashSet;

use crate::text::Span;

use super::prose::Layout;
use super::random::{Random, Weighted};
use super::{GeneratedCoding, Palette};

/// What codings are drawn from.
#[derive(Clone, Debug)]
pub struct Draw {
    codes: Weighted,
    coders: Weighted,
    /// For each code what may stand only once on one passage of one coder: its family or itself.
    only_once: Vec<usize>,
    /// How many values each facet has.
    facets: Vec<usize>,
}

impl Draw {
    /// Codes and coders by falling frequency.
    pub fn new(palette: &Palette, coders: u32) -> Self {
        let families = |code: usize| {
            let family = palette.codes[code].exclusive_in.as_ref()?;
            palette.codes.iter().position(|other| other.exclusive_in.as_ref() == Some(family))
        };
        Self {
            codes: Weighted::falling(palette.codes.len(), 1.5, 0.9),
            coders: Weighted::falling(coders.max(1) as usize, 0.5, 0.7),
            only_once: (0..palette.codes.len()).map(|code| families(code).unwrap_or(code)).collect(),
            facets: palette.facets.iter().map(|facet| facet.values.len()).collect(),
        }
    }

    /// `count` codings on `text`, sorted by coder and place; fewer where so many different ones cannot be found.
    pub fn codings(
        &self,
        text: &str,
        layout: &Layout,
        count: u32,
        random: &mut Random,
    ) -> Vec<GeneratedCoding> {
        let mut codings: Vec<GeneratedCoding> = Vec::with_capacity(count as usize);
        let mut taken = FxHashSet::default();
        if self.only_once.is_empty() || layout.sentences.is_empty() {
            return codings;
        }
        for _ in 0..count {
            for _attempt in 0..50 {
                let last = codings.last().map(|coding| coding.span);
                let span = passage(text, layout, last, random);
                let (code, coder) = (self.codes.draw(random), self.coders.draw(random));
                if taken.insert((coder, span, self.only_once[code])) {
                    let facets = self.facets(random);
                    codings.push(GeneratedCoding { span, code, coder, facets });
                    break;
                }
            }
        }
        codings.sort_by_key(|coding| (coding.coder, coding.span, coding.code));
        codings
    }

    /// Each facet is answered for two in three codings.
    fn facets(&self, random: &mut Random) -> Vec<(usize, usize)> {
        let answered = |(facet, &values)| random.chance(67).then(|| (facet, random.below(values)));
        self.facets.iter().enumerate().filter_map(answered).collect()
    }
}

/// A passage of `text`; `last` is the one before it, which some share and some cross.
fn passage(text: &str, layout: &Layout, last: Option<Span>, random: &mut Random) -> Span {
    let sentences = &layout.sentences;
    let turn = layout.turns[random.below(layout.turns.len())];
    let sentence = random.below(sentences.len());
    match (random.below(100), last) {
        (0..12, Some(last)) => last,
        (12..22, Some(last)) => {
            // Begins inside the last passage and ends a sentence or two after it.
            let inside = sentences.partition_point(|sentence| sentence.end <= last.start + last.len() / 2);
            let beyond = sentences.partition_point(|sentence| sentence.end <= last.end) + random.below(2);
            let (inside, beyond) = (inside.min(sentences.len() - 1), beyond.min(sentences.len() - 1));
            Span::new(sentences[inside].start, sentences[beyond.max(inside)].end)
        }
        (22..50, _) => turn,
        (50..75, _) => {
            let same_turn = layout.turns.partition_point(|turn| turn.end < sentences[sentence].end);
            let border = layout.turns[same_turn].end;
            let after = sentences[sentence..].iter().take(1 + random.below(3));
            let end =
                after.take_while(|other| other.end <= border).last().unwrap_or(&sentences[sentence]).end;
            Span::new(sentences[sentence].start, end)
        }
        (75..92, _) => words(text, sentences[sentence], random),
        _ => {
            let first = random.below(layout.turns.len());
            let last = (first + 1 + random.below(4)).min(layout.turns.len() - 1);
            Span::new(layout.turns[first].start, layout.turns[last].end)
        }
    }
}

/// Up to eight words in a row out of `sentence`.
fn words(text: &str, sentence: Span, random: &mut Random) -> Span {
    let words: Vec<(usize, usize)> = sentence
        .slice(text)
        .split_inclusive(' ')
        .scan(sentence.start as usize, |at, word| {
            let start = *at;
            *at += word.len();
            Some((start, start + word.trim_end_matches(' ').len()))
        })
        .filter(|(start, end)| start < end)
        .collect();
    let first = random.below(words.len());
    let last = (first + random.below(8)).min(words.len().saturating_sub(1));
    match (words.get(first), words.get(last)) {
        (Some(first), Some(last)) => Span::new(first.0 as u32, last.1 as u32),
        _ => sentence,
    }
}
