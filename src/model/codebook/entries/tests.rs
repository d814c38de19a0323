//! Entries that change and change back.

use proptest::prelude::*;

use super::super::change::inverse;
use super::super::{ReadFamily, new_family};
use super::*;
use crate::model::localized::Localized;

const FILE: &str = "# van ons\nfamily = \"lm\" # zo\n\n[[facet]]\nid = \"niveau\"\n\n[[facet.value]]\nid = \"x\"\n\n# hoort erbij\n[[facet.value]]\nid = \"y\"\n\n# boven a\n[[code]]\n# in a\nid = \"a\" # naast\n\n[code.definition]\nnl = \"een\"\n\n[[code]]\nid = \"b\"\n\n# boven c\n[[code]]\nid = \"c\"\n";

fn file(toml: &str) -> FamilyFile {
    FamilyFile::parse(toml).unwrap()
}

/// Changes a file and takes that back.
fn there_and_back(change: &EntryChange) -> String {
    let mut changed = file(FILE);
    assert_eq!(changed.apply(change), Ok(Applied::Now));
    let there = changed.to_string();
    assert_eq!(changed.apply(change), Ok(Applied::Already), "{there}");
    assert_eq!(changed.apply(&change.inverse()), Ok(Applied::Now));
    assert_eq!(changed.to_string(), FILE, "{there}");
    there
}

fn change(place: Place, before: Option<&str>, after: Option<&str>, behind: Option<&str>) -> EntryChange {
    let text = |toml: Option<&str>| toml.map(str::to_owned);
    EntryChange { family: "lm".into(), place, before: text(before), after: text(after), behind: text(behind) }
}

#[test]
fn comments_and_places_come_back_with_an_entry() {
    for (id, behind) in [("a", ""), ("b", "a"), ("c", "b")] {
        let place = Place::Code(id.to_owned());
        let text = file(FILE).text(&place);
        let gone = there_and_back(&change(place, text.as_deref(), None, Some(behind)));
        assert!(!gone.contains(&format!("boven {id}")), "{gone}");
    }
    let place = Place::Value("niveau".into(), "y".into());
    let text = file(FILE).text(&place);
    there_and_back(&change(place, text.as_deref(), None, Some("x")));
}

#[test]
fn an_order_takes_entries_with_all_that_is_theirs() {
    let order = change(Place::Codes, Some("ids = [\"a\", \"c\"]"), Some("ids = [\"c\", \"a\"]"), None);
    let there = there_and_back(&order);
    assert_eq!(file(&there).code_ids(), ["c", "b", "a"]);
    assert!(
        there.contains("# boven a\n[[code]]\n# in a\nid = \"a\" # naast\n\n[code.definition]"),
        "{there}"
    );
    let values = change(
        Place::Values("niveau".into()),
        Some("ids = [\"x\", \"y\"]"),
        Some("ids = [\"y\", \"x\"]"),
        None,
    );
    assert_eq!(file(&there_and_back(&values)).value_ids("niveau"), ["y", "x"]);
}

#[test]
fn what_is_in_the_way_is_named_and_nothing_changes() {
    let code = |before, after| change(Place::Code("b".into()), before, after, None);
    let cases = [
        (code(None, Some("id = \"b\"\nname = \"B\"")), "the code `b` is there already, with other words"),
        (code(Some("id = \"b\"\nname = \"B\""), None), "the code `b` was changed since"),
        (
            code(Some("id = \"b\"\nname = \"B\""), Some("id = \"b\"\nname = \"C\"")),
            "the code `b` has another `name` by now",
        ),
        (
            change(Place::Code("z".into()), Some("id = \"z\""), Some("id = \"z\"\nkey = \"z\""), None),
            "the code `z` is gone",
        ),
        (
            change(Place::Codes, Some("ids = [\"c\", \"a\"]"), Some("ids = [\"b\", \"a\", \"c\"]"), None),
            "the codes have another order by now",
        ),
        (
            change(Place::Facet("niveau".into()), Some("id = \"niveau\""), None, None),
            "the facet `niveau` still has values",
        ),
    ];
    for (change, expected) in cases {
        let mut file = file(FILE);
        assert_eq!(file.apply(&change).unwrap_err().to_string(), expected);
        assert_eq!(file.to_string(), FILE);
    }
}

/// A file with these codes, each with a name, and these values of a facet.
fn made(codes: &[(u8, u8)], values: &[u8]) -> FamilyFile {
    let mut toml = new_family("f", &Localized::default());
    toml.push_str("[[facet]]\nid = \"v\"\n");
    let mut seen = Vec::new();
    for id in values {
        if !seen.contains(id) {
            toml.extend(["[[facet.value]]\nid = \"", &id.to_string(), "\"\n"]);
            seen.push(*id);
        }
    }
    seen.clear();
    for (id, name) in codes {
        if !seen.contains(id) {
            toml.extend([
                "# over ",
                &id.to_string(),
                "\n[[code]]\nid = \"c",
                &id.to_string(),
                "\"\nname = \"n",
                &name.to_string(),
                "\"\n",
            ]);
            seen.push(*id);
        }
    }
    file(&toml)
}

proptest! {
    #[test]
    fn the_changes_between_two_files_lead_there_and_back(
        before in prop::collection::vec((0u8..6, 0u8..3), 0..7),
        after in prop::collection::vec((0u8..6, 0u8..3), 0..7),
        values in (prop::collection::vec(0u8..4, 0..4), prop::collection::vec(0u8..4, 0..4)),
    ) {
        let (from, to) = (made(&before, &values.0), made(&after, &values.1));
        let changes = to.changes_since("f", Some(&from));
        let mut file = from.clone();
        for change in &changes {
            prop_assert!(file.apply(change).is_ok(), "{:?}", change);
        }
        let read = |file: &FamilyFile| ReadFamily::parse("f", &file.to_string()).unwrap();
        prop_assert_eq!(read(&file), read(&to));
        for change in inverse(&changes) {
            prop_assert!(file.apply(&change).is_ok(), "{:?}", change);
        }
        prop_assert_eq!(read(&file), read(&from));
    }
}
