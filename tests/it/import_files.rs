//! A file of each format becomes a document with the turns, times and speakers that were counted in it by other means: by eye in
//! our own small ones, which are also the examples of `tests/fuzz`, and with grep, sqlite3 and the parsers of Python in those that other people
//! made, which lie beside the repository on some machines.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kantlijn::import::compose::{Composed, Decisions, Taken, compose, prepare};
use kantlijn::import::format::{Format, ReadOptions};
use kantlijn::import::project;
use kantlijn::model::StudyConfig;
use kantlijn::model::document::split;

/// A file with its format, and its turns, how many of them have a time, and its speakers.
type Counted<'a> = (&'a str, &'a str, usize, usize, usize);

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The documents of a file, and its format.
fn documents(path: &Path, name: &str) -> (Format, Vec<Composed>) {
    let bytes = fs::read(path).unwrap();
    let options = ReadOptions { name: name.to_owned(), language: "nl".to_owned(), ..ReadOptions::default() };
    let draft = prepare(&bytes, None, &options).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let config = StudyConfig::parse("format = 1\n").unwrap();
    let all = compose(&draft, &Decisions::default(), &config, &mut Taken::default()).unwrap();
    (draft.format, all)
}

#[track_caller]
fn check(folder: &Path, counted: &[Counted<'_>]) {
    for &(file, format, turns, timed, speakers) in counted {
        // Our own files have no endings; only these two formats are told by one.
        let name = match (file.rsplit('/').next().unwrap_or_default(), format) {
            (name, _) if name.contains('.') => name,
            (_, "markdown") => "x.md",
            (_, "csv") => "x.csv",
            (name, _) => name,
        };
        let (found, all) = documents(&folder.join(file), name);
        let sum = |of: fn(&Composed) -> usize| all.iter().map(of).sum::<usize>();
        assert_eq!(
            (found.id(), sum(|one| one.turns), sum(|one| one.timed), sum(|one| one.voices.len())),
            (format, turns, timed, speakers),
            "{file}\n{}",
            all[0].file
        );
    }
}

/// Most hold the same conversation of four turns by FA1 (2), IO2 and SO4, in the way in which programs write it.
///
/// - `plain_text/f4` and `zoom`: four paragraphs with a time each.
/// - `markdown/koppen`: ten headings `###`: `FA1` 4, `IO2` 3, `SO4` 3; and the title, which is no turn.
/// - `csv/vragenlijst`: two rows, of which one answers one of two questions: three answers by two people.
/// - `whisper/cpp`: four segments, and nobody is named.
/// - `docx/gesprek`: a line above them that is no heading, since the file has no styles.
const OWN: [Counted<'static>; 26] = [
    ("plain_text/f4", "text", 4, 4, 3),
    ("plain_text/zoom", "text", 4, 4, 3),
    ("markdown/koppen", "markdown", 10, 0, 3),
    ("vtt/zoom", "vtt", 4, 4, 3),
    ("vtt/teams", "vtt", 4, 4, 3),
    ("srt/gesprek", "srt", 4, 4, 3),
    ("docx/gesprek", "docx", 5, 0, 3),
    ("docx/teams", "docx", 4, 4, 3),
    ("odt/gesprek", "odt", 4, 0, 3),
    ("rtf/gesprek", "rtf", 4, 0, 3),
    ("html/gesprek", "html", 4, 0, 3),
    ("pdf/gesprek", "pdf", 4, 0, 3),
    ("csv/gesprek", "csv", 4, 4, 3),
    ("csv/vragenlijst", "csv", 3, 0, 2),
    ("excel/xlsx", "excel", 4, 4, 3),
    ("excel/xlsb", "excel", 4, 4, 3),
    ("excel/xls", "excel", 4, 4, 3),
    ("excel/ods", "excel", 4, 4, 3),
    ("whisper/x", "whisper", 4, 4, 3),
    ("whisper/cpp", "whisper", 4, 4, 0),
    ("otr/gesprek", "otr", 4, 4, 3),
    ("eaf/gesprek", "eaf", 4, 4, 3),
    ("cha/gesprek", "cha", 4, 4, 3),
    ("textgrid/lang", "textgrid", 4, 4, 3),
    ("textgrid/kort-utf16", "textgrid", 4, 4, 3),
    ("tei/gesprek", "tei", 4, 4, 3),
];

#[test]
fn our_own_file_of_each_format_has_what_was_counted() {
    let seeds = repository().join("tests/fuzz/seeds");
    check(&seeds, &OWN);
    check(&seeds, &[("handelingen/gesprek", "handelingen", 4, 0, 3)]);
    let projects = ["refi-qda", "qualcoder", "taguette", "rqda", "requal"];
    let has = |format: &Format| {
        let id = format.id();
        id == "handelingen" || projects.contains(&id) || OWN.iter().any(|file| file.1 == id)
    };
    assert_eq!(Format::ALL.iter().filter(|format| !has(format)).collect::<Vec<_>>(), [] as [&Format; 0]);
}

/// The same words come out of all of them: nothing is lost on the way, and the same file gives the same text each time.
#[test]
fn each_way_of_writing_a_conversation_gives_the_same_text() {
    let words = |text: &str| {
        let said = text.lines().filter(|line| line.contains(": ") && !line.starts_with('#'));
        // TEI says what somebody does besides.
        said.map(|line| line.rsplit_once(": ").map_or("", |(_, said)| said).replace(" [knikt]", ""))
            .collect::<Vec<_>>()
    };
    let said = [
        "Leg de kaart eens midden op tafel.",
        "Eén blad, geen twee.",
        "En wat zou jij loslaten?",
        "Ons formulier.",
    ];
    for (file, _, turns, _, speakers) in OWN.into_iter().filter(|file| file.2 <= 5 && file.4 == 3) {
        let path = repository().join("tests/fuzz/seeds").join(file);
        let (_, first) = documents(&path, "x");
        let text = &first[0].file[split(&first[0].file).text_start..];
        // Zoom's own text has the words below the name.
        if file != "plain_text/zoom" {
            assert_eq!(words(text), said, "{file} ({turns}, {speakers}):\n{text}");
        }
        assert_eq!(documents(&path, "x").1, first, "{file} gives the same each time");
    }
}

/// What each of them becomes, to the byte: a reader that gives other text one day would move every coding on it.
#[test]
fn the_text_of_each_file_stays_what_it_is() {
    let mut all = String::new();
    for (file, format, ..) in OWN {
        let name = match format {
            "markdown" => "x.md",
            "csv" => "x.csv",
            _ => "x",
        };
        let (_, documents) = documents(&repository().join("tests/fuzz/seeds").join(file), name);
        for document in documents {
            all.extend(["== ", file, "\n", &document.file, "\n"]);
        }
    }
    insta::assert_snapshot!("texts-of-imported-files", all);
}

/// Four codings of two codes by two coders on one document, at the places where the quotes stand. Taguette keeps no coders here.
#[test]
fn our_own_project_of_each_program_has_what_was_counted() {
    for (name, format, coders) in [
        ("qualcoder", Format::QualCoder, 2),
        ("taguette", Format::Taguette, 1),
        ("rqda", Format::Rqda, 3),
        ("requal", Format::Requal, 2),
    ] {
        let bytes = fs::read(repository().join(format!("tests/fuzz/seeds/{name}/driehoek"))).unwrap();
        let project = project::read(format, &bytes).unwrap();
        let codes = project.codes.iter().filter(|code| !code.is_container).count();
        assert_eq!(
            (project.documents.len(), codes, project.codings.len(), project.coders.len()),
            (1, 2, 4, coders),
            "{name}: {:?}",
            project.coders
        );
        let mut quotes: Vec<&str> = Vec::new();
        for coding in &project.codings {
            assert!(matches!(coding.place, project::Place::Exact(_)), "{name}: {coding:?}");
            let span = coding.place.span().unwrap();
            quotes.push(span.slice(&project.documents[coding.document].text));
        }
        assert_eq!(quotes, ["de kaart", "Eén blad", "loslaten?", "Ons formulier"], "{name}");
    }
}

/// The folder with files of others, where it is there.
fn corpora() -> Option<PathBuf> {
    let folder = repository().join("../shared/fixtures/corpora");
    if folder.is_dir() {
        return Some(folder);
    }
    // Standard error itself: what a test prints is not shown when it passes.
    let _ = writeln!(std::io::stderr(), "../shared/fixtures/corpora is not there: its files were not tried");
    None
}

/// How they were counted:
///
/// - Zoom: cues are the blocks between blank lines that hold `-->`; the speaker is what stands before the first `: ` below that; turns
///   are runs of one speaker (Python, `re.split(r'\n\n+')`). All 3,826 cues have a speaker.
/// - SRT: five captions without an end of a sentence, so one turn; another has one.
/// - ELAN: `ALIGNABLE_ANNOTATION`s with words in the tiers without `PARENT_REF`, with `xml.etree`: `text` 399 and `gestures` 1,197.
/// - CHAT: `grep -c '^\*'`, and `grep -o '^\*[A-Z]*' | sort -u`; these files hold no times.
/// - `TextGrid`: intervals whose `text = "…"` is not blank, by `re.findall`; the same file in the short form.
/// - Text of Zoom: `grep -c '^\['`, `grep -o '^\[[^]]*\]' | sort -u`.
/// - CSV: 2,246 rows below the names (module `csv`), each with words in two columns.
/// - PDF: see `import::pdf`; here one paragraph above the first label comes to it.
#[test]
fn files_of_others_have_what_was_counted() {
    let Some(folder) = corpora() else { return };
    let zoom = |meeting: &str, turns, speakers| {
        for kind in ["transcript", "transcript_corrected"] {
            let file = format!("vtt_zoom_ethereum_CC-BY-SA3/.github/ACDbot/artifacts/{meeting}/{kind}.vtt");
            check(&folder, &[(&file, "vtt", turns, turns, speakers)]);
        }
    };
    zoom("acdc/2026-02-05_174", 93, 15);
    zoom("acdc/2026-02-19_175", 21, 7);
    zoom("acdc/2026-03-19_176", 143, 17);
    zoom("acde/2026-02-12_230", 124, 20);
    zoom("acde/2026-02-26_231", 158, 23);
    zoom("acde/2026-03-12_232", 159, 24);
    zoom("acde/2026-03-26_233", 134, 33);
    zoom("acdt/2026-02-02_068", 98, 17);
    let files = [
        ("vtt_srt_edgecases_webvtt-py_MIT/tests/subtitles/sample.srt", "srt", 1, 1, 0),
        ("vtt_srt_edgecases_webvtt-py_MIT/tests/subtitles/one_caption.srt", "srt", 1, 1, 0),
        ("eaf_pympi_MIT/test/sample_3.0.eaf", "eaf", 1596, 1596, 2),
        ("nl_chat_chamd_MIT/tests/c01.cha", "cha", 54, 0, 2),
        ("nl_chat_chamd_MIT/tests/headers.cha", "cha", 16, 0, 2),
        ("nl_chat_chamd_MIT/tests/laura29.cha", "cha", 900, 0, 2),
        ("textgrid_praatIO_MIT/examples/files/textgrid_to_merge_longfile.TextGrid", "textgrid", 11, 11, 3),
        ("textgrid_praatIO_MIT/examples/files/textgrid_to_merge.TextGrid", "textgrid", 11, 11, 3),
        ("textgrid_praatIO_MIT/tests/files/all_tiers_have_the_same_name.TextGrid", "textgrid", 3, 3, 3),
        ("zoom_txt_MIT/input_example.txt", "text", 12, 12, 2),
        ("en_classroom_uptake_MIT/data/uptake_data.csv", "csv", 4492, 0, 2246),
        ("en_userstudy_maxqda_PDPilot_BSD3/results/transcripts/P1.pdf", "pdf", 95, 0, 2),
        ("en_userstudy_maxqda_PDPilot_BSD3/results/transcripts/P7.pdf", "pdf", 107, 0, 2),
    ];
    check(&folder, &files);
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    found.sort();
    found
}

#[test]
fn every_file_of_others_becomes_documents_or_a_sentence() {
    let Some(folder) = corpora() else { return };
    let config = StudyConfig::parse("format = 1\n").unwrap();
    let mut read = 0;
    for path in files(&folder) {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let options = ReadOptions { name, language: "en".to_owned(), ..ReadOptions::default() };
        match prepare(&bytes, None, &options) {
            Ok(draft) => {
                let all = compose(&draft, &Decisions::default(), &config, &mut Taken::default()).unwrap();
                assert!(all.iter().all(|one| one.turns > 0), "{}", path.display());
                read += 1;
            }
            Err(error) => assert!(!error.to_string().is_empty(), "{}", path.display()),
        }
    }
    assert!(read > 80, "{read} files were read");
}
