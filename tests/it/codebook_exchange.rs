//! A codebook survives the way through REFI-QDA and through Markdown, as far as they can hold it: what comes back is the
//! codebook without the rest, and what comes back over the original changes nothing.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use kantlijn::export::codebook::{CodebookView, markdown, qdc};
use kantlijn::import::codebook_markdown;
use kantlijn::import::codebook_qdc::{self, QdcOptions};
use kantlijn::model::codebook::{Code, Codebook, Family, Note, ReadFamily, patches};
use kantlijn::model::hash::Revision;
use kantlijn::model::localized::Localized;
use kantlijn::model::names::{CodeKey, Names};
use proptest::prelude::*;

use crate::codebook_csv::{book, families, through_its_file, without_revisions};

const NL: QdcOptions<'static> = QdcOptions { language: "nl", family: None, split: None, by_name: false };

fn view(book: &Codebook) -> CodebookView<'_> {
    CodebookView { title: "Proef", book, family: None, language: "nl" }
}

/// Words in one language, as a format keeps them.
fn in_dutch(words: &Localized, keep: fn(&str) -> String) -> Localized {
    match words.shown("nl").map(|(_, words)| keep(words)).filter(|words| !words.is_empty()) {
        Some(words) => Localized::one("nl", &words),
        None => Localized::default(),
    }
}

fn name(name: &Localized, id: &str, keep: fn(&str) -> String) -> Localized {
    let kept = in_dutch(name, keep);
    if kept.is_empty() || kept.get("nl") == id { Localized::one("", id) } else { kept }
}

fn notes(notes: &[Note], keep: fn(&str) -> String) -> Vec<Note> {
    let notes = notes.iter().map(|note| Note { text: in_dutch(&note.text, keep), not: note.not.clone() });
    notes.filter(|note| !note.text.is_empty() || note.not.is_some()).collect()
}

fn list(items: &[Localized], keep: fn(&str) -> String) -> Vec<Localized> {
    items.iter().map(|item| in_dutch(item, keep)).filter(|item| !item.is_empty()).collect()
}

/// What any XML can hold: no control characters, LF, nothing around it.
fn in_xml(words: &str) -> String {
    let fits = |c: &char| (*c >= ' ' || matches!(c, '\t' | '\n')) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    words.replace('\r', "\n").chars().filter(fits).collect::<String>().trim().to_owned()
}

fn on_one_line(words: &str) -> String {
    in_xml(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_markdown(words: &str) -> String {
    let words = words.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn paragraphs(words: &str) -> String {
    let paragraphs = words.split("\n\n").map(in_markdown).filter(|words| !words.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// The families of a codebook, with parents as the codebook resolved them.
fn families_of(book: &Codebook) -> Vec<ReadFamily> {
    let of = |(index, family): (usize, &Family)| ReadFamily {
        family: family.clone(),
        codes: book
            .codes()
            .iter()
            .filter(|code| code.family == index)
            .map(|code| {
                (code.clone(), code.parent.and_then(|key| book.code(key)).map(|parent| parent.id.clone()))
            })
            .collect(),
        notes: Vec::new(),
        problems: Vec::new(),
    };
    book.families().iter().enumerate().map(of).collect()
}

/// What REFI-QDA can hold of a codebook in Dutch.
fn what_qdc_holds(book: &Codebook) -> Vec<ReadFamily> {
    let mut families = families_of(book);
    for ReadFamily { family, codes, .. } in &mut families {
        family.name = name(&family.name, &family.id, on_one_line);
        (family.exclusive, family.rules, family.facets) = (false, Vec::new(), Vec::new());
        for group in &mut family.groups {
            group.name = name(&group.name, &group.id, on_one_line);
        }
        for (code, _) in codes {
            code.name = name(&code.name, &code.id, on_one_line);
            code.definition = in_dutch(&code.definition, in_xml);
            (code.include, code.exclude) = (notes(&code.include, in_xml), notes(&code.exclude, in_xml));
            code.examples = list(&code.examples, in_xml);
            code.source = in_xml(&code.source);
            (code.mnemonic, code.principle) = (None, None);
            (code.poles, code.retired, code.heir) = (Vec::new(), false, None);
        }
    }
    families
}

/// What Markdown can hold of it: everything in Dutch, on one line each.
fn what_markdown_holds(book: &Codebook) -> Vec<ReadFamily> {
    let mut families = families_of(book);
    for ReadFamily { family, codes, .. } in &mut families {
        family.name = name(&family.name, &family.id, in_markdown);
        family.guid = None;
        for rule in &mut family.rules {
            rule.text = in_dutch(&rule.text, in_markdown);
        }
        for group in &mut family.groups {
            group.name = name(&group.name, &group.id, in_markdown);
            group.guid = None;
        }
        for facet in &mut family.facets {
            facet.name = name(&facet.name, &facet.id, in_markdown);
            for value in &mut facet.values {
                value.name = name(&value.name, &value.id, in_markdown);
                value.definition = in_dutch(&value.definition, in_markdown);
            }
        }
        for (code, _) in codes {
            code.name = name(&code.name, &code.id, in_markdown);
            code.definition = in_dutch(&code.definition, paragraphs);
            (code.include, code.exclude) =
                (notes(&code.include, in_markdown), notes(&code.exclude, in_markdown));
            (code.examples, code.poles) = (list(&code.examples, in_markdown), list(&code.poles, in_markdown));
            code.source = in_markdown(&code.source);
            (code.guid, code.heir) = (None, None);
        }
    }
    families
}

/// The codebook that is written: groups that nobody declares are an error of their own.
fn declared(mut families: Vec<ReadFamily>) -> Vec<ReadFamily> {
    let groups: Vec<String> =
        families.iter().flat_map(|read| &read.family.groups).map(|group| group.id.clone()).collect();
    for (turn, (code, _)) in families.iter_mut().flat_map(|read| &mut read.codes).enumerate() {
        // A set has its codes in no order of theirs, so a code has its groups in the order of the sets.
        code.groups = groups
            .iter()
            .enumerate()
            .filter(|(nth, _)| (nth + turn) % 2 == 0)
            .map(|(_, id)| id.clone())
            .collect();
        code.revision = Revision::default();
    }
    families
}

#[track_caller]
fn same(found: &[ReadFamily], expected: &[ReadFamily], page: &str) {
    let plain = |families: &[ReadFamily]| {
        let mut families = without_revisions(families);
        for (code, _) in families.iter_mut().flat_map(|read| &mut read.codes) {
            (code.key, code.family, code.parent) = (CodeKey::from(0), 0, None);
        }
        // A family without anything in it is the same wherever it stands.
        families.into_iter().map(|read| (read.family, read.codes)).collect::<Vec<_>>()
    };
    let (found, expected) = (plain(found), plain(expected));
    for ((found, codes), (expected, expected_codes)) in found.iter().zip(&expected) {
        assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{page}");
        for (found, expected) in codes.iter().zip(expected_codes) {
            assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{page}");
        }
        assert_eq!(codes.len(), expected_codes.len(), "{page}");
    }
    assert_eq!(found.len(), expected.len(), "{page}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_codebook_survives_refi_qda(families in families()) {
        let families = declared(families);
        let before = book(families.clone(), &mut Names::default());
        let page = qdc(view(&before)).unwrap();
        let read = codebook_qdc::read(page.as_bytes()).unwrap();
        let back = read.apply(&[], NL).unwrap();
        let held = what_qdc_holds(&before);
        same(&back.families, &held, &page);

        let again = book(back.families, &mut Names::default());
        prop_assert_eq!(&qdc(view(&again)).unwrap(), &page, "the same GUIDs at every export");
        let over = read.apply(&families_of(&before), NL).unwrap();
        for (old, new) in families_of(&before).iter().zip(&over.families) {
            prop_assert_eq!(patches(Some(old), new), [], "{}", page);
        }
    }

    #[test]
    fn a_codebook_survives_markdown(families in families()) {
        let families = declared(families);
        let before = book(families.clone(), &mut Names::default());
        let page = markdown(view(&before));
        let read = codebook_markdown::read(page.as_bytes()).unwrap();
        prop_assert_eq!(&read.warnings, &Vec::<String>::new(), "{}", page);
        let back = read.apply(&[], "nl").unwrap();
        same(&back, &what_markdown_holds(&before), &page);
        prop_assert_eq!(&markdown(view(&book(back, &mut Names::default()))), &page);
        let over = read.apply(&families_of(&before), "nl").unwrap();
        for (old, new) in families_of(&before).iter().zip(&over) {
            prop_assert_eq!(patches(Some(old), new), [], "{}", page);
        }
    }
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Standard error itself: what a test prints is not shown when it passes.
pub fn say(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}

/// Validates with xmllint; says so where it is not installed.
fn valid(page: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("boek.qdc");
    std::fs::write(&file, page).unwrap();
    let schema = repository().join("tests/refi/Codebook.xsd");
    let lint =
        Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).arg(schema).arg(&file).output();
    match lint {
        Ok(answer) => assert!(answer.status.success(), "{}\n{page}", String::from_utf8_lossy(&answer.stderr)),
        Err(_) => say(
            "xmllint is not installed: .qdc was not validated against its schema (apt-get install libxml2-utils)",
        ),
    }
}

#[test]
fn the_shipped_codebook_is_valid_and_comes_back() {
    let (_, read, _) = kantlijn::store::folder::read_families(&repository());
    let before = book(read.clone(), &mut Names::default());
    for (family, language) in [(None, "nl"), (None, "en"), (Some("lm"), "nl")] {
        let view = CodebookView { title: "", book: &before, family, language };
        let page = qdc(view).unwrap();
        valid(&page);
        let options = QdcOptions { language, ..NL };
        let found = codebook_qdc::read(page.as_bytes()).unwrap();
        let over = found.apply(&read, options).unwrap();
        let pairs = read.iter().zip(&over.families);
        for (old, new) in pairs {
            assert_eq!(patches(Some(old), new), [], "{} would change", old.family.path);
        }
        assert_eq!((over.notes, over.families.len()), (Vec::<String>::new(), read.len()));
        let page = markdown(view);
        let over = codebook_markdown::read(page.as_bytes()).unwrap().apply(&read, language).unwrap();
        for (old, new) in read.iter().zip(&over) {
            assert_eq!(patches(Some(old), new), [], "{} would change", old.family.path);
        }
    }
    let page = qdc(view(&before)).unwrap();
    let anew = codebook_qdc::read(page.as_bytes()).unwrap().apply(&[], NL).unwrap();
    let anew: Vec<ReadFamily> = anew.families.iter().map(through_its_file).collect();
    let after = book(anew, &mut Names::default());
    let ids = |book: &Codebook| {
        book.codes().iter().map(|code: &Code| (code.id.clone(), code.color)).collect::<Vec<_>>()
    };
    assert_eq!(ids(&after), ids(&before));
    assert_eq!(qdc(view(&after)).unwrap(), page);
}

#[test]
fn awkward_words_are_valid_too() {
    let toml = "family = \"x\"\nname = \"a \\\"b\\\" <c> & ]]>\\n\\td\"\n[[code]]\nid = \"a\"\nname = \"\\u0001\"\n\
        definition = \"]]> &amp; <b> \\u0007 \\uFFFE日本\"\nguid = \"{6F9619FF-8B86-D011-B42D-00C04FC964FF}\"\n\
        [[code]]\nid = \"b\"\nguid = \"6f9619ff-8b86-d011-b42d-00c04fc964ff\"\n";
    let before = book(vec![ReadFamily::parse("codebook/x.toml", toml).unwrap()], &mut Names::default());
    let page = qdc(view(&before)).unwrap();
    valid(&page);
    assert_eq!(page.matches("6f9619ff-8b86-d011-b42d-00c04fc964ff").count(), 1, "a GUID stands once: {page}");
    assert!(
        qdc(view(&book(Vec::new(), &mut Names::default()))).is_none(),
        "an empty codebook cannot be valid"
    );
}

/// Whole projects of others are refused in a sentence; where the files are not at hand, that is said.
#[test]
fn the_projects_at_hand_are_refused() {
    let folder = repository().join("../shared/fixtures/refi/synthetic");
    let Ok(files) = std::fs::read_dir(&folder) else {
        say("../shared/fixtures/refi is not there: its files were not tried");
        return;
    };
    let is_project = |path: &Path| path.extension().is_some_and(|ending| ending == "qdpx");
    let mut tried = 0;
    for path in files.flatten().map(|file| file.path()).filter(|path| is_project(path)) {
        let error = codebook_qdc::read(&std::fs::read(&path).unwrap()).unwrap_err().to_string();
        assert!(error.contains("export the codebook alone"), "{}: {error}", path.display());
        tried += 1;
    }
    assert!(tried > 0);
}
