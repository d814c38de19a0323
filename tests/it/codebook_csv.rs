//! A codebook survives the way through a spreadsheet and through its files: model → CSV → model, model → TOML → model.

use kantlijn::export::codebook::{CodebookView, csv};
use kantlijn::import::codebook_csv;
use kantlijn::model::codebook::{
    Code, Codebook, Facet, FacetKind, FacetValue, Family, FamilyFile, Group, Note, ReadFamily, Rule,
    new_family, patches,
};
use kantlijn::model::hash::Revision;
use kantlijn::model::localized::Localized;
use kantlijn::model::names::{CodeKey, Names};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use uuid::Uuid;

/// Words with everything in them that could go wrong: signs between cells, formulas, guards, escapes, line ends.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zé «»]{1,6}",
        4 => prop::sample::select(vec![
            "'", "''", "=", "+", "-", "@", "\t", "\n", "\\", "\\n", "\\-", "\"", ",", ";", "\"\"", "- ", "日本", " ", "#",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("a carriage return is no part of words", |c| *c != '\r').prop_map(String::from),
    ];
    vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

fn words() -> impl Strategy<Value = Localized> {
    vec((prop::sample::select(vec!["nl", "en", "de", ""]), text()), 0..3).prop_map(|pairs| {
        let mut words = Localized::default();
        for (language, text) in pairs {
            words.set(language, &text);
        }
        words
    })
}

fn name(id: &str) -> impl Strategy<Value = Localized> + use<> {
    let id = id.to_owned();
    words().prop_map(move |words| if words.is_empty() { Localized::one("", &id) } else { words })
}

fn notes(ids: usize) -> impl Strategy<Value = Vec<Note>> {
    vec(
        (words(), option::of(0..ids.max(1))).prop_map(|(text, not)| Note { text, not: not.map(code_id) }),
        0..4,
    )
}

fn code_id(number: usize) -> String {
    format!("code-{number}")
}

fn guid() -> impl Strategy<Value = Option<Uuid>> {
    option::of(any::<u128>().prop_map(Uuid::from_u128))
}

/// A code among `ids` others, with the id of its parent: any of them, so that rings and other families occur.
fn code(number: usize, ids: usize) -> impl Strategy<Value = (Code, Option<String>)> {
    let id = code_id(number);
    let heard = (name(&id), words(), notes(ids), notes(ids), vec(words(), 0..3), option::of(text()));
    let seen = (
        option::of("[a-z]{1,3}"),
        option::of(any::<(u8, u8, u8)>()),
        vec(text(), 0..3),
        option::of(0..ids),
        vec(words(), 0..3),
        option::of(option::of(0..ids)),
        option::of(0..ids),
        guid(),
    );
    (heard, seen).prop_map(move |(heard, seen)| {
        let (name, definition, include, exclude, examples, source) = heard;
        let (mnemonic, color, groups, principle, poles, retired, parent, guid) = seen;
        let code = Code {
            heir: retired.flatten().map(code_id),
            key: CodeKey::from(0),
            id: id.clone(),
            family: 0,
            parent: None,
            name,
            definition,
            include,
            exclude,
            examples,
            source: source.unwrap_or_default(),
            mnemonic,
            color,
            groups,
            principle: principle.map(code_id),
            poles,
            retired: retired.is_some(),
            guid,
            revision: Revision::default(),
        };
        (code, parent.map(code_id))
    })
}

fn facet(number: usize) -> impl Strategy<Value = Facet> {
    let id = format!("facet {number}");
    let kind = prop::sample::select(vec![FacetKind::One, FacetKind::Several, FacetKind::Text]);
    let value = |number: usize| {
        let id = format!("-waarde {number}");
        (name(&id), words()).prop_map(move |(name, definition)| FacetValue {
            id: id.clone(),
            name,
            definition,
        })
    };
    let values = (0..3_usize).prop_flat_map(move |count| (0..count).map(value).collect::<Vec<_>>());
    (name(&id), kind, any::<bool>(), values).prop_map(move |(name, kind, ask_now, values)| Facet {
        id: id.clone(),
        name,
        kind,
        ask_now,
        values,
    })
}

fn family(number: usize, codes: std::ops::Range<usize>, ids: usize) -> impl Strategy<Value = ReadFamily> {
    let id = format!("f{number}");
    let groups = vec((words(), guid()), 0..3).prop_map(move |names| {
        let group = |(nth, (words, guid)): (usize, (Localized, Option<Uuid>))| {
            let id = format!("groep {number}.{nth}");
            Group { name: if words.is_empty() { Localized::one("", &id) } else { words }, id, guid }
        };
        names.into_iter().enumerate().map(group).collect::<Vec<_>>()
    });
    let rules = vec(words(), 0..3).prop_map(|texts| {
        texts
            .into_iter()
            .enumerate()
            .map(|(nth, text)| Rule { id: format!("=R{nth}"), text })
            .collect::<Vec<_>>()
    });
    let facets = (0..3_usize).prop_flat_map(|count| (0..count).map(facet).collect::<Vec<_>>());
    let codes: Vec<_> = codes.map(|number| code(number, ids)).collect();
    (name(&id), any::<bool>(), guid(), rules, groups, facets, codes).prop_map(
        move |(name, exclusive, guid, rules, groups, facets, codes)| ReadFamily {
            family: Family {
                id: id.clone(),
                path: format!("codebook/{id}.toml"),
                name,
                exclusive,
                rules,
                groups,
                facets,
                guid,
            },
            codes,
            notes: Vec::new(),
            problems: Vec::new(),
        },
    )
}

pub(super) fn families() -> impl Strategy<Value = Vec<ReadFamily>> {
    (0..4_usize, 0..4_usize).prop_flat_map(|(first, second)| {
        let all = first + second;
        vec![family(0, 0..first, all.max(1)).boxed(), family(1, first..all, all.max(1)).boxed()]
    })
}

/// The file that says what a family says.
fn file(read: &ReadFamily) -> String {
    let mut file = FamilyFile::parse(&new_family(&read.family.id, &Localized::default())).unwrap();
    let list = patches(None, read);
    assert!(file.patch(&list), "{list:?}");
    file.to_string()
}

/// The family as its file says it, with the revisions that follow from its words.
pub(super) fn through_its_file(read: &ReadFamily) -> ReadFamily {
    let toml = file(read);
    let found = ReadFamily::parse(&read.family.path, &toml).unwrap();
    assert_eq!((&found.notes, &found.problems), (&Vec::new(), &Vec::new()), "{toml}");
    found
}

pub(super) fn without_revisions(families: &[ReadFamily]) -> Vec<ReadFamily> {
    let mut families = families.to_vec();
    for (code, _) in families.iter_mut().flat_map(|read| &mut read.codes) {
        code.revision = Revision::default();
    }
    families
}

pub(super) fn book(families: Vec<ReadFamily>, names: &mut Names) -> Codebook {
    Codebook::build(families, names).0
}

fn sheet_of(book: &Codebook) -> String {
    csv(CodebookView { title: "", book, family: None, language: "nl" })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_codebook_survives_its_files_and_a_spreadsheet(families in families()) {
        let read: Vec<ReadFamily> = families.iter().map(through_its_file).collect();
        prop_assert_eq!(without_revisions(&read), without_revisions(&families));

        let mut names = Names::default();
        let before = book(read.clone(), &mut names);
        let sheet = sheet_of(&before);
        let back = codebook_csv::read(sheet.as_bytes()).unwrap();
        prop_assert_eq!(&back.warnings, &Vec::<String>::new());
        let after = book(back.apply(&[]).unwrap(), &mut names);
        prop_assert_eq!(before.codes(), after.codes(), "{}", &sheet);
        prop_assert_eq!(before.families(), after.families(), "{}", &sheet);
        prop_assert_eq!(sheet_of(&after), sheet);
    }

    #[test]
    fn no_cell_begins_a_formula_and_rows_are_those_of_rfc_4180(families in families()) {
        let sheet = sheet_of(&book(families, &mut Names::default()));
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(sheet.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
            }
        }
        prop_assert!(sheet.ends_with("\r\n"));
    }
}

/// The codebook that ships, read over itself and into an empty study.
#[test]
fn the_shipped_codebook_comes_back_identical() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (texts, read, _) = kantlijn::store::folder::read_families(root);
    let mut names = Names::default();
    let before = book(read.clone(), &mut names);
    let sheet = codebook_csv::read(sheet_of(&before).as_bytes()).unwrap();
    let over = sheet.apply(&read).unwrap();
    for (old, new) in read.iter().zip(&over) {
        assert_eq!(patches(Some(old), new), [], "{} would change", old.family.path);
    }
    let anew = sheet.apply(&[]).unwrap();
    assert_eq!(anew.len(), texts.len());
    let after = book(anew.iter().map(through_its_file).collect(), &mut names);
    assert_eq!(before.codes(), after.codes());
    assert_eq!(before.families(), after.families());
}
