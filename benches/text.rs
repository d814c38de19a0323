//! Geometry of text at the size of a large document: `cargo bench --bench text`.
//!
//! Ten megabytes of made-up talk in a hundred thousand turns; what is drawn touches a screenful of it alone.

use divan::Bencher;
use divan::counter::BytesCount;
use kantlijn::text::{Blocks, CodePoints, Lines, Span, SpanIndex, Turns, segments, wrap};
use kantlijn::text::{cells, graphemes, sentences, words};
use std::fmt::Write;

fn main() {
    divan::main();
}

const MEGABYTES: usize = 10;

/// What is said: plain ASCII, Latin with accents and typographic quotes, emoji in between.
#[derive(Clone, Copy, Debug)]
enum Talk {
    Ascii,
    Latin,
    Emoji,
}

const TALKS: [Talk; 3] = [Talk::Ascii, Talk::Latin, Talk::Emoji];

impl Talk {
    fn words(self) -> &'static [&'static str] {
        match self {
            Talk::Ascii => {
                &["leg", "de", "kaart", "eens", "midden", "op", "tafel,", "onderzoek", "wat", "zie", "je?"]
            }
            Talk::Latin => {
                &["één", "coördinatie", "de", "„kaart”", "eens", "reünie…", "op", "tafel,", "ideeën", "je?"]
            }
            Talk::Emoji => &["👍", "de", "👩‍👩‍👧", "kaart", "🇳🇱", "één", "日本", "e\u{301}", "op", "tafel."],
        }
    }
}

/// `[00:00:05] FA1: …`, about a hundred bytes a turn.
fn transcript(talk: Talk) -> String {
    let words = talk.words();
    let mut text = String::new();
    let mut state = 1u64;
    let mut turn = 0;
    while text.len() < MEGABYTES << 20 {
        let label = ["FA1", "IO2", "SO4", "ST1"][turn % 4];
        let _ = write!(text, "[{:02}:{:02}:{:02}] {label}:", turn / 3600 % 100, turn / 60 % 60, turn % 60);
        for _ in 0..14 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push(' ');
            text.push_str(words[(state >> 33) as usize % words.len()]);
        }
        text.push_str(".\n");
        turn += 1;
    }
    text
}

/// `count` spans of which one in a thousand is long.
fn spans(count: u32, length: u32) -> Vec<(Span, u32)> {
    let mut state = 7u64;
    let mut next = |below: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % below
    };
    let one = |index| {
        let start = next(length);
        let size = if next(1000) == 0 { next(100_000) } else { 1 + next(400) };
        (Span::new(start, start + size), index)
    };
    (0..count).map(one).collect()
}

#[divan::bench(args = TALKS)]
fn turns_of_10_mb(bencher: Bencher, talk: Talk) {
    let text = transcript(talk);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Turns::parse(&text, &["FA1", "IO2", "SO4", "ST1"]));
}

#[divan::bench]
fn turns_of_10_mb_undeclared(bencher: Bencher) {
    let text = transcript(Talk::Latin);
    bencher.counter(BytesCount::of_str(&text)).bench(|| Turns::parse(&text, &[]));
}

#[divan::bench]
fn blocks_of_10_mb(bencher: Bencher) {
    let text = transcript(Talk::Latin);
    let turns = Turns::parse(&text, &[]);
    bencher.bench(|| Blocks::new(&text, &turns));
}

#[divan::bench(args = TALKS)]
fn wrap_10_mb(bencher: Bencher, talk: Talk) {
    let text = transcript(talk);
    let turns = Turns::parse(&text, &[]);
    let rows = || turns.iter().map(|turn| wrap(&text, turn.spoken, 72).len()).sum::<usize>();
    bencher.counter(BytesCount::of_str(&text)).bench(rows);
}

#[divan::bench(args = TALKS)]
fn cells_of_50_rows(bencher: Bencher, talk: Talk) {
    let text = transcript(talk);
    let rows: Vec<Span> =
        wrap(&text, Span::new(0, graphemes::floor(&text, 5000)), 72).into_iter().take(50).collect();
    bencher.bench(|| {
        rows.iter().map(|row| cells(&text, *row).map(|cell| u32::from(cell.width)).sum::<u32>()).sum::<u32>()
    });
}

#[divan::bench]
fn wrap_first_block_of_a_line_of_10_mb(bencher: Bencher) {
    let text = transcript(Talk::Latin).replace(['\n', ':'], " ");
    let blocks = Blocks::new(&text, &Turns::parse(&text, &[]));
    let block = blocks.get(0).map_or(Span::default(), |block| block.span);
    bencher.bench(|| wrap(&text, block, 72));
}

#[divan::bench]
fn segments_of_a_screenful(bencher: Bencher) {
    let items = spans(200, 5000);
    bencher.bench(|| segments(Span::new(0, 5000), &items));
}

#[divan::bench(sample_count = 10)]
fn span_index_of_a_million(bencher: Bencher) {
    let items = spans(1_000_000, 250_000_000);
    bencher.with_inputs(|| items.clone()).bench_values(SpanIndex::build);
}

#[divan::bench]
fn window_in_a_million_spans(bencher: Bencher) {
    let index = SpanIndex::build(spans(1_000_000, 250_000_000));
    let mut at = 0u32;
    bencher.bench_local(|| {
        at = (at + 7_919_773) % 250_000_000;
        index.overlapping(Span::new(at, at + 4000)).count()
    });
}

#[divan::bench(sample_count = 20)]
fn insert_and_remove_in_a_million_spans(bencher: Bencher) {
    let mut index = SpanIndex::build(spans(1_000_000, 250_000_000));
    bencher.bench_local(|| {
        index.insert(Span::new(125_000_000, 125_000_400), 0);
        index.remove(Span::new(125_000_000, 125_000_400), &0)
    });
}

#[divan::bench]
fn code_points_and_lines_of_10_mb(bencher: Bencher) {
    let text = transcript(Talk::Latin);
    bencher.counter(BytesCount::of_str(&text)).bench(|| (CodePoints::new(&text), Lines::new(&text)));
}

#[divan::bench]
fn code_point_to_byte(bencher: Bencher) {
    let text = transcript(Talk::Latin);
    let points = CodePoints::new(&text);
    bencher.bench(|| points.to_byte(&text, divan::black_box(7_654_321)));
}

#[divan::bench]
fn sentence_in_a_line_of_10_mb(bencher: Bencher) {
    let text = transcript(Talk::Latin).replace('\n', " ");
    bencher.bench(|| sentences::sentence_at(&text, Span::of(&text), divan::black_box(5_000_000)));
}

#[divan::bench]
fn word_and_grapheme_in_10_mb(bencher: Bencher) {
    let text = transcript(Talk::Emoji);
    bencher.bench(|| {
        let at = graphemes::next(&text, divan::black_box(5_000_000));
        words::word_at(&text, Span::of(&text), at)
    });
}
