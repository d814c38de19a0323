//! A study as a REFI-QDA project: valid, the same at every export, and read back as what it was.

use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use kantlijn::export::qdpx;
use kantlijn::export::tidy::Columns;
use kantlijn::export::{Selection, Warnings};
use kantlijn::import::format::{Format, recognise};
use kantlijn::import::project::{PlanOptions, Project, bring_in, plan, read};
use kantlijn::model::codebook::Family;
use kantlijn::model::event::{Body, Target};
use kantlijn::model::hash::Revision;
use kantlijn::model::study::Study;
use kantlijn::store::folder::{init, read_families};
use kantlijn::store::{Access, Named, OpenStudy, Places};
use kantlijn::text::Span;
use proptest::prelude::*;
use uuid::Uuid;

use crate::codebook_exchange::say;

/// A folder with studies, and a home.
struct Ground(tempfile::TempDir);

impl Ground {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn root(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn open(&self, root: &Path, coder: &str) -> OpenStudy {
        let places = Places::under(&self.0.path().join("thuis"));
        OpenStudy::open(root, &places, &Access::Write(coder.to_owned()), Box::new(|| {})).unwrap()
    }

    /// Takes a project into a study.
    fn bring(&self, name: &str, project: &Project, coder: &str) -> OpenStudy {
        let root = self.root(name);
        let mut open = self.open(&root, coder);
        let (_, families, _) = read_families(&root);
        let options = PlanOptions { name, own: coder, ..PlanOptions::default() };
        let planned = plan(project, &open.study, &families, options).unwrap();
        bring_in(&mut open, planned, "terug").unwrap();
        drop(open);
        self.open(&root, coder)
    }
}

fn exported(open: &mut OpenStudy, selection: &Selection) -> (Vec<u8>, Warnings) {
    let language = open.study.config.language().to_owned();
    let columns = Columns::of(&open.study, None, &language).unwrap();
    let mut bytes = Vec::new();
    let warnings = qdpx::write(open, selection, &columns, &mut bytes).unwrap();
    (bytes, warnings)
}

/// The files of a container, by name.
fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for nth in 0..archive.len() {
        let mut file = archive.by_index(nth).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.push((file.name().unwrap().into_owned(), text));
    }
    files.sort();
    files
}

/// Validates with xmllint; says so where it is not installed.
#[track_caller]
fn valid(bytes: &[u8]) -> String {
    let files = unpacked(bytes);
    let (_, project) = files.iter().find(|(name, _)| name == "project.qde").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project.qde");
    std::fs::write(&file, project).unwrap();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refi/Project.xsd");
    let lint =
        Command::new("xmllint").args(["--nonet", "--noout", "--schema"]).arg(schema).arg(&file).output();
    match lint {
        Ok(answer) => {
            assert!(answer.status.success(), "{}\n{project}", String::from_utf8_lossy(&answer.stderr));
        }
        Err(_) => say(
            "xmllint is not installed: .qdpx was not validated against its schema (apt-get install libxml2-utils)",
        ),
    }
    assert!(!project.contains('\r') && !project.starts_with('\u{feff}'));
    for (name, text) in files.iter().filter(|(name, _)| name != "project.qde") {
        let is_named = name.strip_prefix("sources/").and_then(|name| name.strip_suffix(".txt"));
        assert!(is_named.is_some_and(|guid| Uuid::parse_str(guid).is_ok()), "{name}");
        assert!(!text.contains("\r\n") && !text.starts_with('\u{feff}'));
    }
    project.clone()
}

/// What a person would compare: documents, codes, codings and memos of a study, each on a line.
fn told(study: &Study) -> Vec<String> {
    let mut lines = Vec::new();
    for document in study.documents() {
        let mut attributes = document.front.attributes.clone();
        attributes.sort();
        let speakers = &document.front.speakers;
        lines.push(format!(
            "document {} {} {:?} {attributes:?} {speakers:?} {}",
            document.id,
            document.title(),
            document.front.language,
            document.guid()
        ));
    }
    for (key, coding) in study.codings() {
        let mut facets: Vec<String> = study
            .facets(coding)
            .iter()
            .map(|(facet, values)| {
                let values: Vec<&str> = values.iter().map(|value| study.word(*value)).collect();
                format!("{}={}", study.word(*facet), values.join("|"))
            })
            .collect();
        facets.sort();
        lines.push(format!(
            "coding {} {} {:?} {:?} {} {} {facets:?} {}",
            study.coding_id(key),
            study.document_id(coding.document),
            coding.span,
            coding.code.map(|code| study.code_id(code)),
            study.coder_name(coding.coder),
            coding.important,
            study.coding_at(key)
        ));
    }
    for memo in study.memos() {
        let coder = study.coder_name(memo.coder);
        lines.push(format!(
            "memo {} {coder} {:?} {} {:?} {}",
            memo.id, memo.on, memo.kind, memo.words, memo.at
        ));
    }
    lines.sort();
    lines
}

fn families_told(study: &Study) -> Vec<String> {
    let of = |family: &Family| {
        let groups: Vec<String> =
            family.groups.iter().map(|group| format!("{}={}", group.id, group.guid())).collect();
        format!("family {} {} {groups:?}", family.id, family.guid())
    };
    let mut lines: Vec<String> = study.codebook.families().iter().map(of).collect();
    lines.extend(study.codebook.codes().iter().map(|code| {
        format!(
            "code {} {:?} {:?} {} {:?}",
            code.id,
            study.codebook.path(code),
            code.color,
            code.guid(),
            code.groups
        )
    }));
    lines.sort();
    lines
}

#[test]
fn the_sample_study_is_valid_and_comes_back_whole() {
    let ground = Ground::new();
    let places = Places::under(&ground.0.path().join("thuis"));
    let root = kantlijn::store::demo::demo(&places, false).unwrap();
    let mut open = OpenStudy::open(&root, &places, &Access::Read, Box::new(|| {})).unwrap();
    let (bytes, warnings) = exported(&mut open, &Selection::default());
    valid(&bytes);
    assert_eq!(exported(&mut open, &Selection::default()).0, bytes, "the same bytes at every export");
    assert!(warnings.iter().all(|warning| warning.starts_with("left out")), "{warnings:?}");
    assert_eq!(recognise("x.zip", &bytes), Ok(Format::RefiQda));

    let project = read(Format::RefiQda, &bytes).unwrap();
    assert_eq!(project.program, "Kantlijn");
    assert_eq!(project.notes, Vec::<String>::new(), "nothing is strange in it");
    let unsure = open.study.codings().filter(|(key, _)| !open.study.verdict(*key).has_position()).count();
    assert_eq!(project.codings.len(), open.study.codings().count() - unsure);

    // Over the study itself it changes nothing.
    let (_, families, _) = read_families(&root);
    let coder = open.study.coder_name(open.study.coders()[0]).to_owned();
    let options = PlanOptions { name: "x", own: &coder, ..PlanOptions::default() };
    let planned = plan(&project, &open.study, &families, options).unwrap();
    assert_eq!((planned.documents.len(), planned.layers.len()), (0, 0), "{:?}", planned.notes);
    assert_eq!(planned.codebook, [], "{:?}", planned.notes);

    // Anew it is the same study, as far as REFI-QDA holds it.
    init(&ground.root("anew"), &open.study.config.title, "nl", &[]).unwrap();
    let mut anew = ground.bring("anew", &project, &coder);
    assert_eq!(families_told(&anew.study), families_told(&open.study));
    assert_eq!(told(&anew.study), told_without_placeless(&open.study));
    let (again, _) = exported(&mut anew, &Selection::default());
    let sources = |bytes: &[u8]| {
        let files = unpacked(bytes).into_iter();
        files.filter(|(name, _)| name != "project.qde").collect::<Vec<_>>()
    };
    assert_eq!(sources(&again), sources(&bytes), "texts and their names");
}

/// Codings without a place, and memos on them, are not in the file.
fn told_without_placeless(study: &Study) -> Vec<String> {
    let gone: Vec<String> = study
        .codings()
        .filter(|(key, _)| !study.verdict(*key).has_position())
        .map(|(key, _)| study.coding_id(key).to_string())
        .collect();
    told(study).into_iter().filter(|line| !gone.iter().any(|id| line.contains(id.as_str()))).collect()
}

/// What a study in the property test is made of.
#[derive(Clone, Debug)]
struct Made {
    text: String,
    title: String,
    attributes: Vec<(String, String)>,
    codings: Vec<MadeCoding>,
    memos: Vec<(u8, String, String)>,
}

#[derive(Clone, Debug)]
struct MadeCoding {
    start: usize,
    length: usize,
    code: Option<usize>,
    important: bool,
    facet: Vec<String>,
    memo: Option<String>,
}

/// Words as XML keeps them: nothing that it has no way to write, nothing around them.
fn words() -> impl Strategy<Value = String> {
    "[a-zé<>&\"'=;:\\\\ \n😀]{0,12}[a-z]".prop_map(|words| words.trim().to_owned())
}

fn made() -> impl Strategy<Value = Made> {
    let coding = (
        0..10_000_usize,
        0..10_000_usize,
        prop::option::of(0..3_usize),
        any::<bool>(),
        prop::collection::vec(words(), 0..3),
        prop::option::of(words()),
    )
        .prop_map(|(start, length, code, important, facet, memo)| MadeCoding {
            start,
            length,
            code,
            important,
            facet: if code.is_some() { facet } else { Vec::new() },
            memo,
        });
    let text = "[a-c é😀e\u{301}<&\n.:]{1,60}";
    let title =
        "[a-zé<&\" ]{0,10}[a-z]".prop_map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    let attributes = prop::collection::btree_map("[a-z]{2,6}", words(), 0..4).prop_map(|map| {
        let is_free =
            |name: &String| !["id", "title", "language", "speakers", "guid"].contains(&name.as_str());
        map.into_iter().filter(|(name, _)| is_free(name)).collect()
    });
    let memos = prop::collection::vec((0..3_u8, words(), words()), 0..4);
    (text, title, attributes, prop::collection::vec(coding, 0..8), memos).prop_map(
        |(text, title, attributes, codings, memos)| Made { text, title, attributes, codings, memos },
    )
}

const FAMILY: &str = "family = \"f\"\nname = \"Proef\"\n[[group]]\nid = \"g\"\nname = \"Kern\"\n\
    [[code]]\nid = \"c0\"\nname = \"Brug\"\ncolor = \"#ff8800\"\ndefinition = \"Wat verbindt.\"\ngroups = [\"g\"]\n\
    [[code]]\nid = \"c1\"\nparent = \"c0\"\nname = \"Draad <&>\"\nguid = \"6f9619ff-8b86-d011-b42d-00c04fc964ff\"\n\
    [[code]]\nid = \"c2\"\nname = \"Muur\"\n";

/// Writes the study and its layers.
fn built(ground: &Ground, made: &Made) -> OpenStudy {
    let root = ground.root("voor");
    init(&root, "Proef <&>", "nl", &[("f.toml", FAMILY)]).unwrap();
    let mut head = kantlijn::model::head::Head::default();
    for (key, value) in [("id", "d 1"), ("title", made.title.as_str()), ("language", "nl")] {
        head.pair(key, value);
    }
    head.mapping("speakers", [("AA1", "student"), ("B=2", "")]);
    for (name, value) in &made.attributes {
        head.pair(name, value);
    }
    std::fs::write(root.join("corpus/d1.txt"), head.finish() + &made.text).unwrap();
    for (nth, coder) in ["anna", "bram"].into_iter().enumerate() {
        let mut open = ground.open(&root, coder);
        let bodies = bodies(&mut open, made, nth);
        open.change_codebook_and(Vec::new(), bodies, None).unwrap();
        open.wait().unwrap();
    }
    ground.open(&root, "anna")
}

/// The events of one of the coders: those of every second coding.
fn bodies(open: &mut OpenStudy, made: &Made, coder: usize) -> Vec<Named> {
    let key = open.study.find_document("d 1").unwrap().key;
    let text = open.text(key).unwrap();
    let ends: Vec<u32> =
        text.text.char_indices().map(|(at, _)| at as u32).chain([text.text.len() as u32]).collect();
    let at = "2024-03-14T10:20:30.405Z".parse().ok();
    let mut all = Vec::new();
    let mut add = |body| {
        let id = Uuid::now_v7();
        all.push(Named { id, body, at });
        id
    };
    for coding in made.codings.iter().skip(coder).step_by(2) {
        let start = coding.start % (ends.len() - 1);
        let end = start + 1 + coding.length % (ends.len() - 1 - start);
        let span = Span::new(ends[start], ends[end]);
        let Some(anchor) = kantlijn::model::Anchor::new(&text.text, text.hash, span) else { continue };
        let document = "d 1".to_owned();
        let body = match coding.code {
            Some(code) => Body::Code {
                document,
                anchor,
                code: format!("c{code}"),
                revision: open.study.codebook.by_id(&format!("c{code}")).unwrap().revision,
                facets: if coding.facet.is_empty() {
                    Vec::new()
                } else {
                    vec![("niveau".to_owned(), coding.facet.clone())]
                },
            },
            None => Body::Mark { document, anchor },
        };
        let id = add(body);
        if coding.important {
            add(Body::Star { coding: id, on: true });
        }
        if let Some(words) = &coding.memo {
            add(Body::Memo { on: Target::Coding(id), kind: "les".to_owned(), words: words.clone() });
        }
    }
    for (on, kind, words) in made.memos.iter().skip(coder).step_by(2) {
        let on = match on {
            0 => Target::Study,
            1 => Target::Document("d 1".to_owned()),
            _ => Target::Code("c1".to_owned()),
        };
        add(Body::Memo { on, kind: kind.clone(), words: words.clone() });
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back_is_the_same_study(made in made()) {
        let ground = Ground::new();
        let mut before = built(&ground, &made);
        let (bytes, _) = exported(&mut before, &Selection::default());
        valid(&bytes);
        let project = read(Format::RefiQda, &bytes).unwrap();
        init(&ground.root("na"), "Proef <&>", "nl", &[]).unwrap();
        let mut after = ground.bring("na", &project, "anna");
        prop_assert_eq!(told(&after.study), told(&before.study));
        prop_assert_eq!(families_told(&after.study), families_told(&before.study));
        let text = |open: &mut OpenStudy| {
            let key = open.study.find_document("d 1").unwrap().key;
            open.text(key).unwrap().text.clone()
        };
        prop_assert_eq!(text(&mut after), text(&mut before));
        let (again, _) = exported(&mut after, &Selection::default());
        prop_assert_eq!(unpacked(&again), unpacked(&bytes), "the same GUIDs, names and texts");
    }
}

/// Some programs make new GUIDs for documents and passages at each export, and keep descriptions.
#[test]
fn what_comes_back_through_another_program_finds_its_place() {
    let coding = |start, code| MadeCoding {
        start,
        length: 5,
        code,
        important: true,
        facet: vec!["persoon".to_owned()],
        memo: Some("Waarom?".to_owned()),
    };
    let codings = vec![coding(1, Some(0)), coding(20, Some(1)), coding(9, None)];
    let (text, title) = ("Een brug over de beek. Een muur ernaast.".to_owned(), "Gesprek".to_owned());
    let made = Made { text, title, attributes: Vec::new(), codings, memos: Vec::new() };
    let ground = Ground::new();
    let mut open = built(&ground, &made);
    let (bytes, _) = exported(&mut open, &Selection::default());
    let mut files = unpacked(&bytes);
    let project = files.iter().find(|(name, _)| name == "project.qde").unwrap().1.clone();
    let parts = ["<TextSource guid=\"", "<PlainTextSelection guid=\"", "<Coding guid=\""];
    let old: Vec<&str> =
        parts.iter().flat_map(|part| project.split(part).skip(1).map(|rest| &rest[..36])).collect();
    assert_eq!(old.len(), 1 + 3 + 2);
    for (nth, guid) in old.iter().enumerate() {
        let new = Uuid::from_u128(nth as u128 + 1).to_string();
        for (name, text) in &mut files {
            *name = name.replace(guid, &new);
            *text = text.replace(guid, &new);
        }
    }
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in &files {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.replace("origin=\"Kantlijn", "origin=\"QualCoder").as_bytes()).unwrap();
    }
    let project = read(Format::RefiQda, &writer.finish().unwrap().into_inner()).unwrap();
    assert_eq!(project.program, "QualCoder");
    let (_, families, _) = read_families(&ground.root("voor"));
    let options = PlanOptions { name: "x", own: "anna", ..PlanOptions::default() };
    let planned = plan(&project, &open.study, &families, options).unwrap();
    assert_eq!((planned.documents.len(), planned.codings, planned.codings_there), (0, 0, 3));
    assert_eq!((planned.memos, planned.codebook), (0, Vec::new()), "{:?}", planned.layers);
}

#[test]
fn awkward_words_and_a_narrowed_export_are_valid() {
    let ground = Ground::new();
    let root = ground.root("voor");
    init(&root, "]]> \u{7} & <\"x\">", "nl", &[("f.toml", FAMILY)]).unwrap();
    std::fs::write(root.join("corpus/leeg.txt"), "").unwrap();
    std::fs::write(root.join("corpus/b.txt"), "---\nid: \"\u{202e}b\"\nnr: 007\n\"vreemde naam\": \"a\\u0001]]>\"\n---\n\u{feff}e\r\n😀 e\u{301}\u{0}n\r\n").unwrap();
    let mut open = ground.open(&root, "anna");
    let key = open.study.find_document("\u{202e}b").unwrap().key;
    let text = open.text(key).unwrap();
    for (words, code) in [("😀", "c0"), ("e\r\n😀", "c1"), ("n\r\n", "weg")] {
        let start = text.text.find(words).unwrap();
        let span = Span::new(start as u32, (start + words.len()) as u32);
        let anchor = kantlijn::model::Anchor::new(&text.text, text.hash, span).unwrap();
        let (document, code) = ("\u{202e}b".to_owned(), code.to_owned());
        open.commit(vec![Body::Code {
            document,
            anchor,
            code,
            revision: Revision::default(),
            facets: Vec::new(),
        }])
        .unwrap();
    }
    open.wait().unwrap();
    let (bytes, warnings) = exported(&mut open, &Selection::default());
    let project = valid(&bytes);
    assert!(warnings.iter().any(|warning| warning.contains("1 document with CRLF")), "{warnings:?}");
    assert_eq!(project.matches("<TextSource").count(), 2);
    let read_back = read(Format::RefiQda, &bytes).unwrap();
    let quotes: Vec<&str> = read_back
        .codings
        .iter()
        .map(|coding| coding.place.span().unwrap().slice(&read_back.documents[coding.document].text))
        .collect();
    assert_eq!(quotes, ["e\n😀", "😀", "n\n"]);
    assert!(read_back.codes.iter().any(|code| code.name == "weg"), "a code that only codings know");

    let code = open.study.codebook.by_id("c0").unwrap().key;
    let selection = Selection { codes: vec![(code, false)], ..Selection::default() };
    let (bytes, _) = exported(&mut open, &selection);
    let project = valid(&bytes);
    assert_eq!((project.matches("<TextSource").count(), project.matches("<Coding ").count()), (1, 1));
    let nobody = Selection { these: Some(std::iter::empty().collect()), ..Selection::default() };
    let project = valid(&exported(&mut open, &nobody).0);
    assert!(!project.contains("<Sources>") && !project.contains("<Users>"));
}
