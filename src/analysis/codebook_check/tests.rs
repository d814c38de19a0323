use super::*;

const GOOD: &str = r##"family = "lm"
name = { nl = "Leren", en = "Learning" }

[[group]]
id = "samen"

[[facet]]
id = "niveau"
ask = "now"
values = ["organisatie", "persoon"]

[[code]]
id = "a"
name = { nl = "A", en = "A" }
definition = { nl = "een", en = "one" }
exclude = [
  { nl = "vrij" },
  { nl = "anders", not = "b" },
]
examples = ["«een»"]
key = "aa"
color = "#c05020"

[[code]]
id = "b"
parent = "a"
name = { nl = "B", en = "B" }
definition = { nl = "twee", en = "two" }
exclude = [{ nl = "anders", not = "a" }]
examples = ["«twee»"]
key = "ab"
color = "#2070c0"
groups = ["samen"]
principle = "a"
poles = ["hier", "daar"]
"##;

/// `rule line: what; cure` of each finding but those about facet definitions, which the family above has none of.
fn found_in(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files.iter().map(|(path, toml)| FamilySource { path, toml }).collect();
    check(&files, &["nl".to_owned(), "en".to_owned()], &|_| 1)
        .into_iter()
        .filter(|finding| !matches!(finding.rule, Rule::ValueDefinition | Rule::NoName))
        .map(|finding| {
            let rule = serde_json::to_string(&finding.rule).unwrap();
            format!("{} {}: {}; {}", rule.trim_matches('"'), finding.line, finding.what, finding.cure)
        })
        .collect()
}

/// What is found when `old` becomes `new` in the good family.
fn with(old: &str, new: &str) -> Vec<String> {
    assert!(GOOD.contains(old), "{old}");
    found_in(&[("codebook/lm.toml", &GOOD.replacen(old, new, 1))])
}

#[track_caller]
fn one(found: &[String], expected: &str) {
    assert_eq!(found, [expected]);
}

#[test]
fn a_good_family_has_no_findings_but_what_nobody_uses() {
    assert_eq!(found_in(&[("codebook/lm.toml", GOOD)]), [""; 0]);
    let files = [FamilySource { path: "codebook/lm.toml", toml: GOOD }];
    let found = check(&files, &["nl".to_owned()], &|id| usize::from(id == "a"));
    let unused: Vec<_> = found.iter().filter(|finding| finding.rule == Rule::Unused).collect();
    assert_eq!(unused.len(), 1);
    assert_eq!((unused[0].code.as_deref(), unused[0].line), (Some("b"), 24));
    assert!(found.iter().all(|finding| finding.severity == Severity::Note), "{found:?}");
}

#[test]
fn a_finding_is_one_sentence_with_place_and_cure() {
    let toml = GOOD.replace("parent = \"a\"", "parent = \"aa\"");
    let found = check(&[FamilySource { path: "codebook/lm.toml", toml: &toml }], &[], &|_| 1);
    let finding = found.iter().find(|finding| finding.rule == Rule::UnknownParent).unwrap();
    assert_eq!(
        finding.to_string(),
        "error: codebook/lm.toml, line 26: the parent `aa` of `b` is no code; did you mean `a`?"
    );
}

#[test]
fn files_that_cannot_be_read_are_told_and_the_rest_is_checked() {
    let found = found_in(&[("codebook/lm.toml", GOOD), ("codebook/x.toml", "family = \"x\"\n\nid = \n")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("unreadable 3: the family cannot be read: "), "{found:?}");
    let found = with("key = \"ab\"", "kye = \"ab\"");
    assert_eq!(
        found,
        ["unknown-key 31: `kye` in the code `b` means nothing here and is left out; did you mean `key`?"]
    );
}

#[test]
fn a_code_that_is_left_out_and_a_colour_that_is_none_are_told_and_do_not_shift_the_lines() {
    let wrong = GOOD.replacen("[[code]]\n", "[[code]]\nid = \"A A\"\n[[code]]\n", 1);
    let found = found_in(&[("codebook/lm.toml", &wrong.replace("\"ab\"", "\"aa\""))]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("unreadable 12: the code id `A A` may hold only"), "{found:#?}");
    assert!(found[1].starts_with("duplicate-key 33: "), "{found:#?}");
    let found = with("color = \"#2070c0\"", "color = \"blauw\"");
    one(&found, "unreadable 24: the code `b` has the colour `blauw`; write it as #rrggbb");
}

#[test]
fn ids_are_there_once() {
    let found = with("id = \"b\"", "id = \"a\"");
    let expected = "duplicate-id 25: the code `a` is already in codebook/lm.toml, line 12; give one of the two another id";
    assert!(found.contains(&expected.to_owned()), "{found:#?}");
    one(
        &with("\"organisatie\", \"persoon\"", "\"persoon\",\n \"persoon\""),
        "duplicate-id 11: the value `persoon` is already in codebook/lm.toml, line 10; give one of the two another id",
    );
    let found = found_in(&[
        ("codebook/lm.toml", GOOD),
        ("codebook/x.toml", "family = \"lm\"\n[[group]]\nid = \"samen\"\n"),
    ]);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains("the family `lm`") && found[1].contains("the group `samen`"), "{found:#?}");
}

#[test]
fn parents_are_codes_of_the_family_and_nobody_stands_above_itself() {
    let found = with("id = \"a\"\n", "id = \"a\"\nparent = \"b\"\n");
    one(&found, "cycle 14: `a` stands above itself (a → b → a); take one of these parents away");
    let other = "family = \"x\"\n[[code]]\nid = \"c\"\nparent = \"b\"\ndefinition = { nl = \"x\", en = \"x\" }\nexamples = [\"x\"]\n";
    let found = found_in(&[("codebook/lm.toml", GOOD), ("codebook/x.toml", other)]);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with("foreign-parent 4: `c` stands below `b`"), "{found:#?}");
}

#[test]
fn a_code_has_a_definition_in_each_language_and_an_example() {
    one(
        &with("definition = { nl = \"twee\", en = \"two\" }", "definition = \"twee\""),
        "no-definition 28: `b` has no definition in en; write what it means, so that two coders mean the same",
    );
    let found = with("definition = { nl = \"een\", en = \"one\" }\n", "");
    assert!(found[0].starts_with("no-definition 12: `a` has no definition in nl and en"), "{found:#?}");
    one(&with("[\"«twee»\"]", "[\"\"]"), "no-example 30: `b` has no example; write one under `examples`");
}

#[test]
fn neighbours_are_codes_and_name_each_other() {
    let found = with("{ nl = \"anders\", not = \"b\" }", "{ nl = \"anders\", not = \"bb\" }");
    assert_eq!(
        found,
        [
            "unknown-neighbour 18: `a` is told from `bb`, which is no code; did you mean `b`?",
            "one-sided-neighbour 29: `b` is told from `a`, but `a` not from `b`; \
             add an exclude with `not = \"b\"` to `a` (codebook/lm.toml, line 12)"
        ]
    );
    let found = with("not = \"a\"", "not = \"b\"");
    assert!(found.iter().any(|found| found.contains("`b` is told from itself")), "{found:#?}");
    let found = with("key = \"ab\"", "retired = true");
    assert!(found[0].contains("`a` sends coders to `b`, which is retired"), "{found:#?}");
}

#[test]
fn principles_groups_and_poles_name_something() {
    one(
        &with("principle = \"a\"", "principle = \"z\""),
        "principle 34: the principle `z` of `b` is no code; did you mean `a`?",
    );
    one(
        &with("principle = \"a\"", "principle = \"b\""),
        "principle 34: `b` is its own principle; name the code of a principle",
    );
    one(
        &with("poles = [\"hier\", \"daar\"]", "poles = [\"hier\"]"),
        "poles 35: `b` has 1 poles; write two of them, or none",
    );
    let found = with("groups = [\"samen\"]", "groups = [\"same\"]");
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].starts_with("group 4: no code is in the group `samen`"), "{found:#?}");
    assert_eq!(found[1], "group 33: the group `same` of `b` is declared nowhere; did you mean `samen`?");
    let third = format!(
        "{GOOD}[[code]]\nid = \"c\"\ndefinition = {{ nl = \"x\", en = \"x\" }}\nexamples = [\"x\"]\n"
    );
    let found = found_in(&[("codebook/lm.toml", &third)]);
    assert!(found.len() == 1 && found[0].contains("`c` belongs to no principle"), "{found:#?}");
}

#[test]
fn keys_can_be_typed_and_no_key_begins_another() {
    let found = with("key = \"ab\"", "key = \"aa\"");
    one(
        &found,
        "duplicate-key 31: the key `aa` of `b` is also that of `a` (codebook/lm.toml, line 12); give one of the two another key",
    );
    let found = with("key = \"ab\"", "key = \"é\"");
    one(
        &found,
        "untypable-key 31: the key `é` of `b` cannot be typed on every keyboard; use small letters a to z and digits; two are quick",
    );
    let found = with("key = \"ab\"", "key = \"aab\"");
    assert!(
        found.len() == 1 && found[0].starts_with("key-prefix 21: the key `aa` of `a` is how `aab` of `b`"),
        "{found:#?}"
    );
}

#[test]
fn facets_can_be_set_by_letters() {
    one(
        &with("values = [\"organisatie\", \"persoon\"]\n", ""),
        "facet-values 7: the facet `niveau` has no values to choose from; list some under `values`, or say `kind = \"text\"`",
    );
    let found = with("[\"organisatie\", \"persoon\"]", "[\"ja\", \"jaa\", \"j\"]");
    assert_eq!(found.len(), 2, "one for each language: {found:#?}");
    assert!(
        found[0].starts_with("facet-letter 10: in nl no letter of its own name is left for the value `j`"),
        "{found:#?}"
    );
    assert_eq!(
        with("ask = \"now\"\nvalues = [\"organisatie\", \"persoon\"]", "values = [\"ja\", \"jaa\", \"j\"]"),
        [""; 0]
    );
}

#[test]
fn colours_can_be_told_apart_and_seen() {
    let found = with("color = \"#2070c0\"", "color = \"#c05522\"");
    assert!(
        found.len() == 1 && found[0].starts_with("similar-colors 32: #c05522 of `b` and #c05020 of `a`"),
        "{found:#?}"
    );
    let found = with("color = \"#2070c0\"", "color = \"#ffff66\"");
    assert!(found.len() == 1 && found[0].contains("on a light background"), "{found:#?}");
    assert!(found[0].ends_with("make it darker"), "{found:#?}");
    let other = "family = \"x\"\n[[code]]\nid = \"c\"\ndefinition = { nl = \"x\", en = \"x\" }\nexamples = [\"x\"]\ncolor = \"#c05522\"\n";
    let found = found_in(&[("codebook/lm.toml", GOOD), ("codebook/x.toml", other)]);
    assert!(found.len() == 1 && found[0].contains("the base colours of two families"), "{found:#?}");
}
