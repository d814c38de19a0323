//! The questions, each asked of the finder, of plain tantivy and of `rg`.

use std::path::Path;
use std::process::{Command, Stdio};

use kantlijn::index::finder::Finder;
use kantlijn::index::words::{Matcher, Pattern, Phrase, Wanted, WordWanted};
use kantlijn::index::{Cancel, TextFinder};
use tantivy::query::{BooleanQuery, FuzzyTermQuery, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::bare::Bare;
use super::timed;

/// Rows on a screen.
const ROWS: usize = 40;

pub fn word(word: &str) -> Wanted {
    phrase(vec![WordWanted::Is(word.to_owned())], 0)
}

fn phrase(words: Vec<WordWanted>, slop: u32) -> Wanted {
    Wanted::Phrase(Phrase { words, slop, exact: None })
}

struct Asked {
    name: &'static str,
    /// All of these.
    wanted: Vec<Wanted>,
    bare: Option<Box<dyn Query>>,
    rg: Option<&'static str>,
}

fn questions(bare: &Bare) -> Vec<Asked> {
    let is = |word: &str| WordWanted::Is(word.to_owned());
    let part = |word: WordWanted| vec![phrase(vec![word], 0)];
    let starts = |word: &str| part(WordWanted::Starts(word.to_owned()));
    let holds = |word: &str| part(WordWanted::Holds(word.to_owned()));
    let term = |word: &str| -> Box<dyn Query> {
        Box::new(TermQuery::new(bare.term(word), IndexRecordOption::WithFreqs))
    };
    let several = |words: &[&str], slop: u32| -> Option<Box<dyn Query>> {
        let terms = words.iter().map(|word| bare.term(word)).collect();
        let mut query = PhraseQuery::new(terms);
        query.set_slop(slop);
        Some(Box::new(query))
    };
    let like = |pattern: &str| -> Option<Box<dyn Query>> {
        Some(Box::new(RegexQuery::from_pattern(pattern, bare.field()).unwrap()))
    };
    let both: Box<dyn Query> =
        Box::new(BooleanQuery::intersection(vec![term("samenwerking"), term("vraag"), term("grens")]));
    let fuzzy: Box<dyn Query> = Box::new(FuzzyTermQuery::new(bare.term("samenwerking"), 1, true));
    let asked = |name, wanted, bare, rg| Asked { name, wanted, bare, rg };
    vec![
        asked("de", vec![word("de")], Some(term("de")), Some(r"(?i)\bde\b")),
        asked(
            "samenwerking",
            vec![word("samenwerking")],
            Some(term("samenwerking")),
            Some(r"(?i)\bsamenwerking\b"),
        ),
        asked(
            "\"samen vraag\"",
            vec![phrase(vec![is("samen"), is("vraag")], 0)],
            several(&["samen", "vraag"], 0),
            Some(r"(?i)\bsamen vraag\b"),
        ),
        asked(
            "\"van de\"",
            vec![phrase(vec![is("van"), is("de")], 0)],
            several(&["van", "de"], 0),
            Some(r"(?i)\bvan de\b"),
        ),
        asked(
            "\"van de s*\"",
            vec![phrase(vec![is("van"), is("de"), WordWanted::Starts("s".to_owned())], 0)],
            None,
            Some(r"(?i)\bvan de s"),
        ),
        asked(
            "\"samen vr*\"",
            vec![phrase(vec![is("samen"), WordWanted::Starts("vr".to_owned())], 0)],
            None,
            Some(r"(?i)\bsamen vr"),
        ),
        asked(
            "\"vraag grens\"~5",
            vec![phrase(vec![is("vraag"), is("grens")], 5)],
            several(&["vraag", "grens"], 5),
            None,
        ),
        asked("sa*", starts("sa"), like("sa.*"), Some(r"(?i)\bsa")),
        asked("samenw*", starts("samenw"), like("samenw.*"), Some(r"(?i)\bsamenw")),
        asked("*en*", holds("en"), like(".*en.*"), Some("(?i)en")),
        asked("*werk*", holds("werk"), like(".*werk.*"), Some("(?i)werk")),
        asked("*heid", part(WordWanted::Ends("heid".to_owned())), like(".*heid"), Some(r"(?i)heid\b")),
        asked("three words", vec![word("samenwerking"), word("vraag"), word("grens")], Some(both), None),
        asked("samenwerking~1", part(WordWanted::Near("samenwerking".to_owned(), 1)), Some(fuzzy), None),
        asked(
            "=Samenwerking",
            vec![Wanted::Phrase(Phrase {
                words: vec![is("samenwerking")],
                slop: 0,
                exact: Some(vec!["Samenwerking".to_owned()]),
            })],
            None,
            Some(r"\bSamenwerking\b"),
        ),
        asked(
            "/samenw\\w+/",
            vec![Wanted::Pattern(Pattern::new(r"samenw\w+").unwrap())],
            None,
            Some(r"samenw\w+"),
        ),
        asked(
            "/\\b\\w+heid\\b/",
            vec![Wanted::Pattern(Pattern::new(r"\b\w+heid\b").unwrap())],
            None,
            Some(r"\b\w+heid\b"),
        ),
        asked("/\\w{14}/", vec![Wanted::Pattern(Pattern::new(r"\w{14}").unwrap())], None, Some(r"\w{14}")),
        asked("/, maar /", vec![Wanted::Pattern(Pattern::new(r", maar ").unwrap())], None, Some(r", maar ")),
        asked(
            "/[.] Dat .* een/",
            vec![Wanted::Pattern(Pattern::new(r"[.] Dat .* een").unwrap())],
            None,
            Some(r"[.] Dat .* een"),
        ),
        asked("/\\d\\d/", vec![Wanted::Pattern(Pattern::new(r"\d\d").unwrap())], None, Some(r"\d\d")),
    ]
}

pub fn ask(finder: &Finder, bare: &Bare, study: &Path) {
    println!(
        "{:16} {:>8} {:>15} {:>15} {:>15} {:>8}",
        "", "hits", "engine", "with marks", "bare tantivy", "rg -c"
    );
    let only = std::env::var("KANTLIJN_ONLY").ok();
    let wanted = |asked: &Asked| only.as_ref().is_none_or(|only| only == asked.name);
    for asked in questions(bare).into_iter().filter(wanted) {
        let found = || all(finder, &asked.wanted);
        let engine = timed(found);
        let screen = timed(|| screen(finder, &asked.wanted));
        let others = asked.bare.as_ref().map(|query| timed(|| bare.ask(&**query)));
        let rg = asked.rg.and_then(|pattern| rg(pattern, study));
        let pair = |(middle, high): (f64, f64)| format!("{middle:.2} {high:.2}");
        println!(
            "{:16} {:>8} {:>15} {:>15} {:>15} {:>8}",
            asked.name,
            found().len(),
            pair(engine),
            pair(screen),
            others.map_or_else(String::new, pair),
            rg.map_or_else(String::new, |time| format!("{time:.0}")),
        );
    }
}

fn all(finder: &Finder, wanted: &[Wanted]) -> roaring::RoaringBitmap {
    let cancel = Cancel::default();
    match wanted {
        [wanted] => finder.turns(wanted, &cancel).unwrap(),
        several => finder.turns_of_all(&several.iter().collect::<Vec<_>>(), &cancel).unwrap(),
    }
}

/// The first rows with what stands in them, marked.
fn screen(finder: &Finder, wanted: &[Wanted]) -> usize {
    let found = all(finder, wanted);
    let catalogue = finder.catalogue();
    let matchers: Vec<Matcher> = wanted.iter().map(Matcher::new).collect();
    let mut marks = 0;
    let (mut text, mut of) = (None, None);
    for number in found.iter().take(ROWS) {
        let document = catalogue.document_of(number).unwrap();
        if of != Some(document.document) {
            text = finder.text(document.document);
            of = Some(document.document);
        }
        let turn = catalogue.turn(number).unwrap();
        let text = text.as_deref().unwrap();
        marks += matchers.iter().map(|matcher| matcher.hits(text, turn.spoken).len()).sum::<usize>();
    }
    assert!(marks > 0 || found.is_empty());
    marks
}

/// How long `rg` takes to count, in milliseconds; the middle one of a few times.
fn rg(pattern: &str, study: &Path) -> Option<f64> {
    let run = || {
        let begun = std::time::Instant::now();
        let mut child = Command::new("rg");
        child.args(["-c", "-e", pattern]).arg(study.join("corpus")).stdout(Stdio::null());
        child.status().ok().map(|_| super::milliseconds(begun.elapsed()))
    };
    let mut times: Vec<f64> = (0..5).map(|_| run()).collect::<Option<_>>()?;
    times.sort_by(f64::total_cmp);
    Some(times[2])
}
