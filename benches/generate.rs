//! How fast an invented study is made: it must not be the slow part of the benchmarks that use it.

use divan::counter::BytesCount;
use kantlijn::import::generate::{Generator, Palette, PaletteCode, PaletteFacet, Size};

fn main() {
    divan::main();
}

fn palette() -> Palette {
    let codes = (0..40).map(|number| PaletteCode { id: format!("code-{number}"), exclusive_in: None });
    let facet = PaletteFacet { id: "niveau".to_owned(), values: vec!["a".to_owned(), "b".to_owned()] };
    Palette { codes: codes.collect(), facets: vec![facet] }
}

/// A tenth of the documents of size M, with their codings.
#[divan::bench(sample_count = 20)]
fn documents(bencher: divan::Bencher) {
    let generator = Generator::new(Size::M, &palette(), 1);
    let bytes: usize = (0..100).map(|number| generator.document(number).file.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench_local(|| (0..100).map(|number| generator.document(number).codings.len()).sum::<usize>());
}

/// What comes before the first document.
#[divan::bench(sample_count = 20)]
fn vocabulary(bencher: divan::Bencher) {
    bencher.bench_local(|| Generator::new(Size::M, &palette(), 1));
}
