//! Finding by reading: folding into words, and looking through files for words and regular expressions, beside what ripgrep
//! is made of on the same files: `cargo bench --bench words`.
//!
//! Size M, 50 MB; `KANTLIJN_BENCH_SIZE=l` for 250 MB. The files are in the page cache.

#![expect(clippy::unwrap_used, reason = "a bench that cannot make its files cannot go on")]

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use divan::Bencher;
use divan::counter::BytesCount;
use grep_regex::RegexMatcherBuilder;
use grep_searcher::{Searcher, SearcherBuilder, Sink, SinkMatch};
use kantlijn::import::generate::{Generator, Palette, Size};
use kantlijn::index::catalogue::Catalogued;
use kantlijn::index::texts::Texts;
use kantlijn::index::words::{Leaf, Pattern, Phrase, Scan, Wanted, WordWanted};
use kantlijn::index::{Cancel, Catalogue};
use kantlijn::model::hash::TextHash;
use kantlijn::text::Turns;
use kantlijn::text::fold::Tokens;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

fn main() {
    divan::main();
}

/// Documents as files.
struct Corpus {
    catalogue: Catalogue,
    paths: Vec<PathBuf>,
    bytes: usize,
    _folder: tempfile::TempDir,
}

impl Texts for Corpus {
    fn bytes<'a>(&'a self, document: &Catalogued, file: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        read(&self.paths[document.document.index()], file);
        file.get(document.text_start as usize..)
    }
}

fn read(path: &PathBuf, file: &mut Vec<u8>) {
    use std::io::Read as _;
    file.clear();
    fs::File::open(path).unwrap().read_to_end(file).unwrap();
}

fn corpus() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let size =
            std::env::var("KANTLIJN_BENCH_SIZE").ok().and_then(|name| Size::named(&name)).unwrap_or(Size::M);
        let generator = Generator::new(size, &Palette::default(), 1);
        let folder = tempfile::tempdir().unwrap();
        let (mut catalogue, mut labels, mut paths, mut bytes) =
            (Catalogue::default(), FxHashMap::default(), Vec::new(), 0);
        for number in 0..size.documents {
            let made = generator.document(number);
            let turns = Turns::parse(made.text(), &[]);
            let hash = TextHash::of(made.text());
            catalogue.push_text(
                &mut labels,
                number.into(),
                hash,
                made.text_start as u32,
                made.text(),
                &turns,
            );
            let path = folder.path().join(format!("{}.md", made.id));
            fs::write(&path, &made.file).unwrap();
            bytes += made.file.len();
            paths.push(path);
        }
        Corpus { catalogue, paths, bytes, _folder: folder }
    })
}

#[divan::bench(sample_count = 10)]
fn tokens(bencher: Bencher) {
    let text: String = Generator::new(Size::M, &Palette::default(), 1).document(3).text().repeat(100);
    bencher.counter(BytesCount::new(text.len())).bench_local(|| {
        let (mut tokens, mut word, mut count) = (Tokens::of(&text), String::new(), 0);
        while tokens.next_token(&mut word).is_some() {
            count += word.len();
        }
        count
    });
}

fn words(words: &[WordWanted]) -> Wanted {
    Wanted::Phrase(Phrase { words: words.to_vec(), slop: 0, exact: None })
}

fn is(word: &str) -> WordWanted {
    WordWanted::Is(word.to_owned())
}

const ASKED: [&str; 7] = ["samenwerking", "coordinatie", "de", "formatie*", "*werk*", "van de", "mentor~1"];

#[divan::bench(args = ASKED, sample_count = 5, sample_size = 1)]
fn scan_words(bencher: Bencher, asked: &str) {
    let wanted = match asked {
        "van de" => words(&[is("van"), is("de")]),
        "formatie*" => words(&[WordWanted::Starts("formatie".to_owned())]),
        "*werk*" => words(&[WordWanted::Holds("werk".to_owned())]),
        "mentor~1" => words(&[WordWanted::Near("mentor".to_owned(), 1)]),
        word => words(&[is(word)]),
    };
    scan(bencher, &wanted);
}

const PATTERNS: [&str; 8] = [
    "samenwerking",
    "(?i)samenwerking",
    r"\b\w+heid\b",
    r"\bde\b",
    "c[oóòôö][oóòôö]rd",
    r"samen\s+\w+",
    r"[A-Z]\w+ \d",
    "zzzz",
];

#[divan::bench(args = PATTERNS, sample_count = 5, sample_size = 1)]
fn scan_pattern(bencher: Bencher, pattern: &str) {
    scan(bencher, &Wanted::Pattern(Pattern::new(pattern).unwrap()));
}

fn scan(bencher: Bencher, wanted: &Wanted) {
    let corpus = corpus();
    bencher.counter(BytesCount::new(corpus.bytes)).bench_local(|| {
        let scan = Scan::new([Leaf::from(wanted)]);
        scan.run(&corpus.catalogue, corpus, &Cancel::default()).unwrap().turns[0].len()
    });
}

/// Counts lines.
struct Lines(u64);

impl Sink for Lines {
    type Error = std::io::Error;

    fn matched(&mut self, _: &Searcher, _: &SinkMatch<'_>) -> Result<bool, Self::Error> {
        self.0 += 1;
        Ok(true)
    }
}

/// What ripgrep is made of, over the same files, on as many threads, counting lines.
#[divan::bench(args = PATTERNS, sample_count = 5, sample_size = 1)]
fn ripgrep_pattern(bencher: Bencher, pattern: &str) {
    let corpus = corpus();
    bencher.counter(BytesCount::new(corpus.bytes)).bench_local(|| {
        let matcher =
            RegexMatcherBuilder::new().line_terminator(Some(b'\n')).multi_line(true).build(pattern).unwrap();
        let piece = corpus.paths.len().div_ceil(rayon::current_num_threads() * 6);
        let lines = corpus.paths.par_chunks(piece).map(|paths| {
            let matcher = matcher.clone();
            let mut searcher = SearcherBuilder::new().line_number(false).build();
            let (mut file, mut lines) = (Vec::new(), Lines(0));
            for path in paths {
                read(path, &mut file);
                searcher.search_slice(&matcher, &file, &mut lines).unwrap();
            }
            lines.0
        });
        lines.sum::<u64>()
    });
}
