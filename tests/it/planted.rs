//! Words planted in invented documents, in every spelling: the index finds each where it stands and nowhere else.

use std::fs;

use kantlijn::import::generate::{Generator, PLANTS, Palette, Size, Turns, plant};
use kantlijn::index::finder::{Corpus, Finder};
use kantlijn::index::words::{Matcher, Phrase, Wanted, WordWanted};
use kantlijn::index::{Cancel, TextFinder};
use kantlijn::model::names::Names;
use kantlijn::store::Places;
use kantlijn::store::folder::read_documents;
use kantlijn::text::{Span, fold};

const SIZE: Size = Size { documents: 6, bytes: 120_000, codings: 0, coders: 1, turns: Turns::Natural };

#[test]
fn what_is_planted_is_found_where_it_stands_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("corpus")).unwrap();
    let generator = Generator::new(SIZE, &Palette::default(), 3);
    let mut planted = Vec::new();
    for number in 0..SIZE.documents {
        let mut document = generator.document(number);
        planted.push(plant(&mut document, 300, 5));
        fs::write(folder.path().join(format!("corpus/{number}.md")), &document.file).unwrap();
    }
    let documents = read_documents(folder.path(), &mut Names::default()).0;
    let corpus = Corpus::new(folder.path(), &documents);
    let cancel = Cancel::default();
    let scan = Finder::open(&corpus, &Places::under(&folder.path().join("thuis")), &cancel).unwrap();
    let index = scan.build(&|_| {}, &cancel).unwrap();
    assert!(!index.wants_build());
    for (number, plant) in PLANTS.iter().enumerate() {
        let words = fold::words(plant.words).into_iter().map(WordWanted::Is).collect();
        let wanted = Wanted::Phrase(Phrase { words, slop: 0, exact: None });
        let (mut turns, mut spans) = (Vec::new(), 0);
        for (document, planted) in index.catalogue().documents().iter().zip(&planted) {
            for planted in planted.iter().filter(|planted| planted.plant == number) {
                turns.push(index.catalogue().touched(document, planted.span).start);
                spans += 1;
            }
        }
        turns.dedup();
        assert!(turns.len() > 3, "{} is planted in {} turns", plant.words, turns.len());
        for finder in [&scan, &index] {
            let found: Vec<u32> = finder.turns(&wanted, &cancel).unwrap().iter().collect();
            assert_eq!(found, turns, "{}", plant.words);
        }
        assert_eq!(marks(&index, &wanted, &turns), spans, "{}", plant.words);
    }
}

/// How many marks there are in these turns.
fn marks(finder: &Finder, wanted: &Wanted, turns: &[u32]) -> usize {
    let matcher = Matcher::new(wanted);
    let in_turn = |&number: &u32| {
        let document = finder.catalogue().document_of(number).unwrap();
        let text = finder.text(document.document).unwrap();
        let hits: Vec<Span> = matcher.hits(&text, finder.catalogue().turn(number).unwrap().spoken);
        hits.len()
    };
    turns.iter().map(in_turn).sum()
}
