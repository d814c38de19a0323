//! The study that ships with the program: this repository.

mod coverage;
mod design;

use std::path::Path;

use kantlijn::analysis::codebook_check::{FamilySource, check};
use kantlijn::store::{Access, OpenStudy, Places};

fn open() -> OpenStudy {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let aside = tempfile::tempdir().unwrap();
    let places = Places {
        config: aside.path().join("c"),
        data: aside.path().join("d"),
        cache: aside.path().join("k"),
    };
    OpenStudy::open(root, &places, &Access::Read, Box::new(|| {})).unwrap()
}

#[test]
fn it_opens_without_a_word() {
    let problems: Vec<String> = open().problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
}

#[test]
fn each_tension_belongs_to_one_principle() {
    let study = open().study;
    let book = &study.codebook;
    let tensions: Vec<_> = book.codes().iter().filter(|code| code.id.starts_with("sp-")).collect();
    assert_eq!(tensions.len(), 12);
    for tension in &tensions {
        let principle = tension.principle.as_deref().and_then(|id| book.by_id(id)).unwrap();
        assert_eq!(
            book.depth(principle),
            1,
            "{} belongs to {}, which is no principle",
            tension.id,
            principle.id
        );
    }
    let with_poles: Vec<_> = tensions.iter().filter(|code| code.poles.len() == 2).collect();
    assert_eq!(with_poles.len(), 2);
    assert_eq!(book.tensions_of("dp-informatie").count(), 3);
    assert_eq!(book.in_group("tijger-in-een-kooi").count(), 2, "a group reaches across families");
    assert!(book.group("tijger-in-een-kooi").is_some());
}

#[test]
fn the_codebook_passes_its_own_check() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (texts, ..) = kantlijn::store::folder::read_families(root);
    assert_eq!(texts.len(), 9);
    let sources: Vec<_> =
        texts.iter().map(|text| FamilySource { path: &text.path, toml: &text.toml }).collect();
    let found = check(&sources, &open().study.config.languages, &|_| 1);
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn the_family_that_new_studies_begin_with_needs_no_other() {
    let families = kantlijn::store::demo::first_families();
    let sources: Vec<_> = families.iter().map(|(path, toml)| FamilySource { path, toml }).collect();
    let languages = ["nl".to_owned(), "en".to_owned()];
    let found = check(&sources, &languages, &|_| 1);
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
}
