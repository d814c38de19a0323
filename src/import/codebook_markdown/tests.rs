use super::*;

const LM: &str = r#"
family = "lm"
name = { nl = "Leren", en = "Learning" }
[[code]]
id = "a"
name = { nl = "Een", en = "One" }
definition = { nl = "Oud.", en = "Old." }
include = [{ nl = "dit", en = "this" }]
key = "aa"
"#;

fn lm() -> Vec<ReadFamily> {
    vec![ReadFamily::parse("codebook/lm.toml", LM).unwrap()]
}

#[track_caller]
fn wrong(page: &str) -> String {
    let error = read(page.as_bytes()).and_then(|page| page.apply(&lm(), "nl")).unwrap_err();
    error.to_string()
}

#[test]
fn a_page_says_what_it_has_and_nothing_else() {
    let page = read("## Leren (`lm`)\n\n### Eén (`a`)\n\nNieuw, over\ntwee regels.\n\n**Include**\n\n* dit\n* dat\n\n#### Onder (`b`)\n".as_bytes());
    let after = page.unwrap().apply(&lm(), "nl").unwrap();
    let (code, _) = &after[0].codes[0];
    assert_eq!((code.name.get("nl"), code.name.get("en")), ("Eén", "One"));
    assert_eq!((code.definition.get("nl"), code.definition.get("en")), ("Nieuw, over twee regels.", "Old."));
    let include: Vec<_> =
        code.include.iter().map(|note| (note.text.get("nl"), note.text.exact("en"))).collect();
    assert_eq!(include, [("dit", Some("this")), ("dat", None)]);
    assert_eq!(code.mnemonic.as_deref(), Some("aa"), "what is not said stays");
    assert_eq!((after[0].codes[1].0.id.as_str(), after[0].codes[1].1.as_deref()), ("b", Some("a")));
}

#[test]
fn a_piece_of_a_page_says_nothing_about_what_was_above_it() {
    let mut families = lm();
    families[0].codes[0].1 = Some("elders".to_owned());
    let page = read(b"## Leren (`lm`)\n##### Een (`a`)\n").unwrap();
    assert_eq!(page.apply(&families, "nl").unwrap(), families);
    assert_eq!((page.len(), page.is_empty()), (1, false));
}

#[test]
fn everything_that_is_wrong_is_told_with_its_line() {
    let page = "# Codeboek\n\n### Los (`los`)\n\n## Leren (`lm`)\n\n### Codeerregels\n\n- geen id\n\n### Facetten\n\n#### Niveau (`niveau`)\n\n\
        *soms*\n\n### Groepen\n\n- **Samen**: Een (`a`)\n\n### Een\n\n### Een (`a`)\n\n**Misschien**\n\n- *Kleur:* rood\n- *Groepen:* Samen\n\
        - *Leeftijd:* 3\n\n### Nog een (`a`)\n\n### Fout (`A B`)\n\n## Leren (`lm`)\n";
    let said = wrong(page);
    let expected = [
        "line 3: the code `los` stands in no family",
        "line 9: a rule begins with its id",
        "line 15: `*soms*` does not say how the facet `niveau` is filled in",
        "line 19: a group has a name and an id",
        "line 21: the heading `Een` has no id; write it as ### Name (`id`)",
        "line 25: `Misschien` is no part of a code; the parts are Wel, Niet, Voorbeelden or Include, Exclude, Examples",
        "line 27: `rood` is no colour; write it as #rrggbb",
        "line 28: `Groepen` needs an id in parentheses",
        "line 29: `Leeftijd` says nothing about a code",
        "line 31: the code `a` stands above already",
        "line 33: the code id `A B` may hold only lower-case letters",
        "line 35: the family `lm` stands above already",
    ];
    assert_eq!(said.lines().count(), expected.len(), "{said}");
    for (line, expected) in said.lines().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
    assert!(wrong("Zomaar een tekst.").contains("there is no family in it"));
    assert!(wrong("## X (`x`)\n### A (`a`)\n").contains("line 2: the code `a` is one of the family `lm`"));
}

#[test]
fn what_has_no_place_is_said_and_left_out() {
    let page = read("Vooraf.\n\n## Leren (`lm`)\n\nEen praatje.\n\n- los\n".as_bytes()).unwrap();
    assert_eq!(page.warnings.len(), 3, "{:?}", page.warnings);
    assert_eq!(page.warnings[1], "line 5: `Een praatje.` has no place in a codebook and is left out");
    assert_eq!(page.apply(&lm(), "nl").unwrap(), lm());
}

/// Nothing that is thrown at the reader makes it fall over.
#[test]
fn any_text_is_answered() {
    use proptest::strategy::Strategy as _;
    let pieces = [
        "## A (`a`)\n",
        "### B (`b`)\n",
        "### Facetten\n",
        "#### F (`f`)\n",
        "- **",
        "**",
        "*",
        "(`",
        "`)",
        "→",
        "\n",
        "> ",
        "- *Bron:* ",
    ];
    let piece = proptest::prop_oneof![
        proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        proptest::prelude::any::<String>(),
    ];
    proptest::proptest!(|(pieces in proptest::collection::vec(piece, 0..12))| {
        let _ = read(pieces.concat().as_bytes()).and_then(|page| page.apply(&lm(), "nl"));
    });
}
