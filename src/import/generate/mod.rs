//! Invented studies of any size, for benchmarks, tests and trying things out.
//!
//! A document is a pure function of size, palette, seed and number: any of them can be made alone, in any order
//! and on any thread, and a study of 250 MB never stands in memory. Nothing in it is about anybody: function words
//! and made-up words in the frequencies of real speech, Dutch and English, with accents, emoji, abbreviations and
//! the notation of transcripts.

mod passages;
mod planted;
mod prose;
mod random;
mod study;
mod vocabulary;

use crate::text::Span;

pub use planted::{PLANTS, Plant, Planted, plant};
pub use study::write_study;

use random::Random;
use vocabulary::Vocabulary;

/// How large a study is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How many documents.
    pub documents: u32,
    /// Length of all files together, in bytes; met within 2 % for documents above a few KB.
    pub bytes: u64,
    /// How many codings in all; met exactly where the documents have room for so many different ones.
    pub codings: u32,
    /// How many people code.
    pub coders: u32,
    /// How the text of a document is divided.
    pub turns: Turns,
}

/// How the text of a document is divided into turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turns {
    /// As in conversation: some 400 bytes on average, many very short, a few of several KB.
    Natural,
    /// This many in each document, all of about the same length.
    Count(u32),
    /// One turn on one line, however long.
    OneLine,
}

impl Size {
    /// 30 documents, 1 MB, 1,000 codings by 2 coders.
    pub const S: Self = Self::natural(30, 1_000_000, 1_000, 2);
    /// 1,000 documents, 50 MB, 50,000 codings by 4 coders.
    pub const M: Self = Self::natural(1_000, 50_000_000, 50_000, 4);
    /// 5,000 documents, 250 MB, 500,000 codings by 6 coders.
    pub const L: Self = Self::natural(5_000, 250_000_000, 500_000, 6);
    /// One document of 10 MB with 100,000 turns and 5,000 codings.
    pub const LONG_DOCUMENT: Self =
        Self { turns: Turns::Count(100_000), ..Self::natural(1, 10_000_000, 5_000, 2) };
    /// One document that is a single line of 1 MB, with 500 codings.
    pub const LONG_LINE: Self = Self { turns: Turns::OneLine, ..Self::natural(1, 1_000_000, 500, 2) };

    const fn natural(documents: u32, bytes: u64, codings: u32, coders: u32) -> Self {
        Self { documents, bytes, codings, coders, turns: Turns::Natural }
    }

    /// The size called `S`, `M`, `L`, `document` or `line` (the two long ones); capitals do not matter.
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "s" => Some(Self::S),
            "m" => Some(Self::M),
            "l" => Some(Self::L),
            "document" => Some(Self::LONG_DOCUMENT),
            "line" => Some(Self::LONG_LINE),
            _ => None,
        }
    }
}

/// What the codings of a study are made of. The first codes are used most, the last rarely.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// The codes; without any there are no codings.
    pub codes: Vec<PaletteCode>,
    /// Facets that codings may carry.
    pub facets: Vec<PaletteFacet>,
}

/// A code to draw from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteCode {
    /// Its id.
    pub id: String,
    /// The family, when that is exclusive: no coder gets two of its codes on the very same passage.
    pub exclusive_in: Option<String>,
}

/// A facet to draw from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteFacet {
    /// Its id.
    pub id: String,
    /// Ids of its values; at least one.
    pub values: Vec<String>,
}

/// A whole file with the codings on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedDocument {
    /// The id in its front matter.
    pub id: String,
    /// Where it belongs, relative to the study, with `/`.
    pub path: String,
    /// Front matter and text.
    pub file: String,
    /// Where the text begins in `file`, in bytes.
    pub text_start: usize,
    /// Sorted by coder, then by place.
    pub codings: Vec<GeneratedCoding>,
}

impl GeneratedDocument {
    /// The text behind the front matter; the spans of the codings are bytes of it.
    pub fn text(&self) -> &str {
        &self.file[self.text_start..]
    }
}

/// One code on one passage by one coder; all numbers count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedCoding {
    /// The passage, in bytes of the text: whole turns, sentences or words, on borders of characters.
    pub span: Span,
    /// Number in [`Palette::codes`].
    pub code: usize,
    /// Number of the coder; [`coder_name`] has a name for it.
    pub coder: usize,
    /// Number in [`Palette::facets`], and number of the value.
    pub facets: Vec<(usize, usize)>,
}

/// An invented name for a coder; no two numbers share one.
pub fn coder_name(coder: usize) -> String {
    const NAMES: [&str; 8] = ["anna", "bram", "cato", "daan", "elif", "floor", "gijs", "hanna"];
    match coder / NAMES.len() {
        0 => NAMES[coder].to_owned(),
        round => format!("{}-{}", NAMES[coder % NAMES.len()], round + 1),
    }
}

/// All documents of a study, one at a time; the same arguments give the same study on every machine.
pub fn documents(size: Size, palette: &Palette, seed: u64) -> impl Iterator<Item = GeneratedDocument> {
    let generator = Generator::new(size, palette, seed);
    (0..size.documents).map(move |number| generator.document(number))
}

/// Makes the documents of one study, in any order.
#[derive(Debug)]
pub struct Generator {
    size: Size,
    seed: u64,
    vocabulary: Vocabulary,
    draw: passages::Draw,
    /// For each document the bytes and the codings of all documents before it, and the sums at the end.
    before: Vec<(u64, u32)>,
}

impl Generator {
    /// Prepares the words and the share that each document has in the whole.
    pub fn new(size: Size, palette: &Palette, seed: u64) -> Self {
        Self {
            size,
            seed,
            vocabulary: Vocabulary::new(seed),
            draw: passages::Draw::new(palette, size.coders),
            before: shares(size, seed),
        }
    }

    /// The document with this number, counting from 0; empty for one that the study does not have.
    pub fn document(&self, number: u32) -> GeneratedDocument {
        let place =
            |number: usize| self.before.get(number).or(self.before.last()).copied().unwrap_or_default();
        let (from, to) = (place(number as usize), place(number as usize + 1));
        let mut random = Random::new(self.seed, u64::from(number) + 1);
        let head = prose::Head::new(number, &mut random);
        let mut file = head.front_matter();
        let text_start = file.len();
        let bytes = (to.0 - from.0) as usize;
        let layout = prose::write(
            &self.vocabulary,
            &head,
            self.size.turns,
            bytes.max(text_start + 1),
            &mut file,
            &mut random,
        );
        let codings = self.draw.codings(&file[text_start..], &layout, to.1 - from.1, &mut random);
        GeneratedDocument { id: head.id(), path: head.path(), file, text_start, codings }
    }
}

/// Running sums of bytes and codings: documents differ in length by a factor of four, and how densely they are
/// coded differs as much.
fn shares(size: Size, seed: u64) -> Vec<(u64, u32)> {
    let mut random = Random::new(seed, 0);
    let weights: Vec<(f64, f64)> = (0..size.documents)
        .map(|_| {
            let length = 0.4 + 1.2 * random.fraction();
            (length, length * (0.4 + 1.2 * random.fraction()))
        })
        .collect();
    let sum = weights.iter().fold((0.0, 0.0), |sum, weight| (sum.0 + weight.0, sum.1 + weight.1));
    let mut running = (0.0, 0.0);
    let mut before = vec![(0, 0)];
    for (length, density) in weights {
        running = (running.0 + length, running.1 + density);
        let bytes = (size.bytes as f64 * running.0 / sum.0).round() as u64;
        before.push((bytes, (f64::from(size.codings) * running.1 / sum.1).round() as u32));
    }
    before
}

#[cfg(test)]
mod tests;
