use super::*;

const LM: &str = r##"
family = "lm"
name = { nl = "Leren", en = "Learning" }
[[facet]]
id = "niveau"
[[facet.value]]
id = "org"
[[code]]
id = "a"
name = { nl = "Een", en = "One" }
include = [{ nl = "dit", en = "this" }, { nl = "dat", en = "that" }]
exclude = [{ nl = "niet", not = "b" }]
examples = ["«los»"]
color = "#c05020"
[[code]]
id = "b"
parent = "a"
"##;

fn families() -> Vec<ReadFamily> {
    vec![ReadFamily::parse("codebook/lm.toml", LM).unwrap()]
}

#[track_caller]
fn applied(sheet: &str) -> Vec<ReadFamily> {
    read(sheet.as_bytes()).unwrap().apply(&families()).unwrap()
}

/// Everything that is wrong with a sheet.
#[track_caller]
fn wrong(sheet: impl AsRef<[u8]>) -> String {
    let error = read(sheet.as_ref()).and_then(|sheet| sheet.apply(&families())).unwrap_err();
    error.to_string()
}

#[test]
fn a_sheet_says_what_it_has_columns_for_and_nothing_else() {
    let after = applied("id,name_en,include_en\r\na,First,\"these\nthose\"\r\n");
    let code = &after[0].codes[0].0;
    assert_eq!((code.name.get("nl"), code.name.get("en")), ("Een", "First"));
    let include: Vec<_> =
        code.include.iter().map(|note| (note.text.get("nl"), note.text.get("en"))).collect();
    assert_eq!(include, [("dit", "these"), ("dat", "those")]);
    assert_eq!((code.exclude[0].not.as_deref(), code.color), (Some("b"), Some((0xc0, 0x50, 0x20))));
    assert_eq!(after[0].codes.len(), 2, "what is not in the sheet stays");
    assert_ne!(code.revision, families()[0].codes[0].0.revision);
}

#[test]
fn empty_cells_take_away_and_short_lists_end() {
    let after = applied("id,name_nl,name_en,include_nl,include_en,color\na,,,dit,this,\n");
    let code = &after[0].codes[0].0;
    assert_eq!(code.name.get("nl"), "a", "without a name it is called by its id");
    assert_eq!((code.include.len(), code.color), (1, None));
    let after = applied("id,exclude_not\na,\n");
    assert_eq!(after[0].codes[0].0.exclude[0].not, None);
    assert_eq!(after[0].codes[0].0.exclude[0].text.get("nl"), "niet");
}

#[test]
fn semicolons_byte_order_marks_and_guards_are_understood() {
    let after = applied("\u{feff}id;definition_nl;key\r\na;'=1+1;aa\r\nb;''t is;\r\n");
    assert_eq!(after[0].codes[0].0.definition.get("nl"), "=1+1");
    assert_eq!(
        after[0].codes[1].0.definition.get("nl"),
        "''t is",
        "only what would be calculated is guarded"
    );
    assert_eq!(after[0].codes[0].0.mnemonic.as_deref(), Some("aa"));
}

#[test]
fn new_codes_come_behind_and_new_families_get_a_file() {
    let after = applied(
        "kind,family,id,parent,name_nl\ncode,lm,c,a,Drie\nfamily,sp,sp,,Spanningen\n,sp,d,,Vier\n,,los,,\n",
    );
    let ids: Vec<Vec<_>> =
        after.iter().map(|read| read.codes.iter().map(|(code, _)| code.id.as_str()).collect()).collect();
    assert_eq!(ids, [vec!["a", "b", "c"], vec!["d"], vec!["los"]]);
    assert_eq!(after[0].codes[2].1.as_deref(), Some("a"));
    assert_eq!(
        (after[1].family.path.as_str(), after[1].family.name.get("nl")),
        ("codebook/sp.toml", "Spanningen")
    );
    assert_eq!(after[2].family.id, "vrij", "a new code without a family is a free one");
}

#[test]
fn everything_that_is_wrong_is_told_with_its_line() {
    let sheet = "kind,family,id,parent,color,retired,facet_kind\n\
        kode,lm,a,,,,\ncode,lm,,,,,\ncode,lm,A B,,,,\ncode,lm,a,,rood,,\ncode,lm,b,,,soms,\n\
        facet,lm,niveau,,,,veel\nvalue,lm,pers,nivo,,,\ncode,sp,a,,,,\ngroup,,g,,,,\n";
    let said = wrong(sheet);
    let expected = [
        "line 2: `kode` is no kind of row; write one of code, family, rule, group, facet, value",
        "line 3: the row has no id; write one",
        "line 4: the code id `A B` may hold only lower-case letters",
        "line 5: the code `a` has the colour `rood`; write it as #rrggbb",
        "line 6: `soms` is neither yes nor no",
        "line 7: `veel` is no kind of facet; write one, several or text",
        "line 8: `nivo` is no facet of the family `lm`; did you mean `niveau`?",
        "line 9: the code `a` is one of the family `lm`; to move it to `sp`, edit the files",
        "line 10: the group `g` has no family; name one under `family`",
    ];
    assert_eq!(said.lines().count(), expected.len(), "{said}");
    for (line, expected) in said.lines().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
    }
    assert_eq!(wrong("id\na\na\n"), "line 3: the same thing stands in a row above; leave one of the two");
}

#[test]
fn what_is_no_sheet_is_refused() {
    assert!(wrong("naam,kleur\na,b\n").contains("no column is called `id`"));
    assert!(wrong("id,key\na,b,c\n").starts_with("line 2: the row has 3 cells, the first line 2"));
    assert!(wrong(b"id\n\xe9\n").contains("line 2, byte 3 is no UTF-8"));
    assert!(wrong(b"\xff\xfei\0d\0").contains("UTF-16"));
    assert!(wrong("").contains("no column is called `id`"));
    let sheet = read(b"id,definitie_nl,colour\na,x,y\n").unwrap();
    assert_eq!(sheet.warnings.len(), 2, "{:?}", sheet.warnings);
    assert!(sheet.warnings[1].ends_with("did you mean `color`?"));
    assert_eq!((sheet.len(), sheet.is_empty()), (1, false));
}

/// Nothing that is thrown at the reader makes it fall over.
#[test]
fn any_bytes_are_answered() {
    proptest::proptest!(|(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200))| {
        let mut sheet = b"kind,id,name_nl,include_nl,exclude_not,groups\n".to_vec();
        sheet.extend(&bytes);
        let _ = read(&bytes).and_then(|sheet| sheet.apply(&families()));
        let _ = read(&sheet).and_then(|sheet| sheet.apply(&families()));
    });
}
