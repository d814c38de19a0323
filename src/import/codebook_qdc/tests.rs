use proptest::strategy::Strategy as _;

use super::*;

const LM: &str = r##"
family = "lm"
name = { nl = "Leren", en = "Learning" }
[[group]]
id = "samen"
name = "Samen"
[[code]]
id = "a"
name = { nl = "Een", en = "One" }
definition = { nl = "Oud.", en = "Old." }
include = [{ nl = "dit", en = "this" }]
key = "aa"
color = "#c05020"
groups = ["samen"]
[[code]]
id = "b"
parent = "a"
name = "Twee"
"##;

const NL: QdcOptions<'static> = QdcOptions { language: "nl", family: None, split: None, by_name: false };

fn lm() -> Vec<ReadFamily> {
    vec![ReadFamily::parse("codebook/lm.toml", LM).unwrap()]
}

/// A file of `codes` and `sets`, as a program wrote it.
fn file(codes: &str, sets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>{codes}</Codes>{sets}</CodeBook>"
    )
}

fn guid(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn code(number: u32, name: &str, inside: &str) -> String {
    format!("<Code guid=\"{}\" name=\"{name}\" isCodable=\"true\">{inside}</Code>", guid(number))
}

#[track_caller]
fn applied(file: impl AsRef<[u8]>, families: &[ReadFamily], options: QdcOptions<'_>) -> QdcApplied {
    read(file.as_ref()).unwrap().apply(families, options).unwrap()
}

/// `family: id < parent`, a line for each code.
fn tree(applied: &QdcApplied) -> Vec<String> {
    let line = |read: &ReadFamily, id: &str, parent: &Option<String>| {
        format!(
            "{}: {id}{}",
            read.family.id,
            parent.as_ref().map(|parent| format!(" < {parent}")).unwrap_or_default()
        )
    };
    applied
        .families
        .iter()
        .flat_map(|read| read.codes.iter().map(|(code, parent)| line(read, &code.id, parent)))
        .collect()
}

#[track_caller]
fn wrong(file: impl AsRef<[u8]>) -> String {
    read(file.as_ref()).unwrap_err().to_string()
}

#[test]
fn a_flat_list_with_an_empty_set_is_one_family_of_codes() {
    let file = file(&(code(1, "Zorg", "") + &code(2, "Tijd &amp; ruimte", "")), "<Sets/>");
    let found = applied(&file, &[], NL);
    assert_eq!(tree(&found), ["vrij: zorg", "vrij: tijd-ruimte"]);
    assert_eq!(found.families[0].codes[1].0.guid.unwrap().to_string(), guid(2));
    assert_eq!(found.notes, [""; 0]);
    let once = applied(&file, &found.families, NL);
    assert_eq!(once.families, found.families, "a second time changes nothing");
    assert_eq!(
        tree(&applied(&file, &lm(), QdcOptions { family: Some("lm"), ..NL }))[2..],
        ["lm: zorg", "lm: tijd-ruimte"]
    );
}

#[test]
fn folders_at_the_top_are_families_and_those_below_codes() {
    let inside = code(3, "Kind", "");
    let file = format!(
        "\u{feff}<?xml version='1.0' encoding='utf-16'?>\n<q:CodeBook xmlns:q='urn:QDA-XML:codebook:0:4' origin='Iets 1.2'>\n<q:Codes>\
         <q:Code isCodable='FALSE' name='Grote map' guid='{{{}}}'><q:Code isCodable='0' name='Kleine map' guid='{{{}}}'>\
         <q:Code color='rgba(255, 0, 0, .5)' isCodable='1' name='Eén' guid='{}'><q:NoteRef targetGUID='x'/>\
         <q:Description>Wat het is.&#10;Exclude: iets anders</q:Description></q:Code></q:Code></q:Code>{}</q:Codes></q:CodeBook>",
        guid(1).to_uppercase(),
        guid(2),
        guid(4).replace('-', ""),
        inside.replace("Code", "q:Code"),
    );
    let found = applied(&file, &[], NL);
    assert_eq!(tree(&found), ["grote-map: kleine-map", "grote-map: eén < kleine-map", "vrij: kind"]);
    let one = &found.families[0].codes[1].0;
    assert_eq!((one.color, one.definition.get("nl")), (Some((255, 0, 0)), "Wat het is."));
    assert_eq!(one.exclude[0].text.get("nl"), "iets anders");
    assert_eq!(found.families[0].family.guid.unwrap().to_string(), guid(1));
    assert_eq!(found.notes.len(), 3, "{:?}", found.notes);
    for (note, said) in
        found.notes.iter().zip(["1 × <NoteRef>", "1 colours let", "containers that are no families"])
    {
        assert!(note.starts_with(said), "{note}");
    }
}

#[test]
fn paths_in_names_become_a_tree_only_when_asked() {
    let names = ["Leren::Zelf::Nu", "Leren::Zelf", "Leren", "Los::", "Werk::Leren"];
    let codes: String = names.iter().zip(1..).map(|(name, number)| code(number, name, "")).collect();
    let found = applied(file(&codes, ""), &[], NL);
    assert_eq!(tree(&found).len(), 5);
    assert!(found.notes[0].contains("with --split \"::\" they become a tree"), "{:?}", found.notes);
    let found = applied(file(&codes, ""), &[], QdcOptions { split: Some("::"), ..NL });
    assert_eq!(
        tree(&found),
        [
            "vrij: leren",
            "vrij: zelf < leren",
            "vrij: nu < zelf",
            "vrij: los",
            "vrij: werk",
            "vrij: leren-2 < werk"
        ]
    );
    assert_eq!(found.notes, [""; 0]);
}

#[test]
fn a_code_is_known_by_its_guid_or_its_id_and_not_by_its_name() {
    let known = lm()[0].codes[0].0.guid();
    let described = "<Description>Nieuw.\n\nInclude: dit\nWel: dat</Description>";
    let by_guid = format!("<Code guid='{known}' name='Eén' isCodable='true'>{described}</Code>");
    let found = applied(file(&by_guid, ""), &lm(), NL);
    let (code_a, _) = &found.families[0].codes[0];
    assert_eq!((code_a.name.get("nl"), code_a.name.get("en")), ("Eén", "One"));
    assert_eq!((code_a.definition.get("nl"), code_a.definition.get("en")), ("Nieuw.", "Old."));
    let include: Vec<_> =
        code_a.include.iter().map(|note| (note.text.get("nl"), note.text.exact("en"))).collect();
    assert_eq!(include, [("dit", Some("this")), ("dat", None)]);
    assert_eq!(
        (code_a.mnemonic.as_deref(), code_a.color),
        (Some("aa"), Some((0xc0, 0x50, 0x20))),
        "what is not said stays"
    );
    assert_eq!(code_a.groups, ["samen"]);
    assert_eq!(found.families[0].codes[1], lm()[0].codes[1], "a code that is not in the file stays");

    let by_id = code(7, "Een", "<Description>Kantlijn-id: a</Description>");
    assert_eq!(applied(file(&by_id, ""), &lm(), NL).families, lm());

    let by_name = code(8, "twee", "<Description>Nieuw.</Description>");
    let found = applied(file(&by_name, ""), &lm(), NL);
    assert_eq!(tree(&found), ["lm: a", "lm: b < a", "vrij: twee"]);
    assert!(
        found.notes[0].contains("`b` → `twee`") && found.notes[0].contains("--by-name"),
        "{:?}",
        found.notes
    );
    let found = applied(file(&by_name, ""), &lm(), QdcOptions { by_name: true, ..NL });
    assert_eq!(tree(&found), ["lm: a", "lm: b < a"], "a flat file says nothing about the tree");
    assert_eq!(found.families[0].codes[1].0.definition.get("nl"), "Nieuw.");
}

#[test]
fn doubles_are_told_apart_and_told() {
    let codes =
        code(1, "Zorg", "") + &code(1, "Zorg", "") + &code(2, "!!!", "") + "<Code name='Zorg' color='rood'/>";
    let found = applied(file(&codes, ""), &[], NL);
    assert_eq!(tree(&found), ["vrij: zorg", "vrij: zorg-2", "vrij: code", "vrij: zorg-3"]);
    let guids: Vec<bool> = found.families[0].codes.iter().map(|(code, _)| code.guid.is_some()).collect();
    assert_eq!(guids, [true, false, true, false]);
    assert_eq!(found.notes.len(), 4, "{:?}", found.notes);
}

#[test]
fn sets_are_groups() {
    let set = format!(
        "<Sets><Set guid='{}' name='Samen sterk'><MemberCode guid='{{{}}}'/><MemberCode guid='{}'/><MemberSource guid='x'/></Set>\
         <Set name='samen' guid=''><Description/></Set></Sets>",
        guid(50),
        guid(1),
        guid(99)
    );
    let found = applied(file(&code(1, "Zorg", ""), &set), &lm(), NL);
    assert_eq!(found.families[1].codes[0].0.groups, ["samen-sterk"]);
    assert_eq!(found.families[1].family.groups[0].guid.unwrap().to_string(), guid(50));
    assert_eq!(
        found.families[0],
        lm()[0],
        "a set with the name of a group says nothing about codes that are not in the file"
    );
    assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
}

#[test]
fn what_is_no_codebook_is_refused_with_its_line() {
    assert!(wrong("").contains("there is no code in it"));
    assert!(wrong("<html/>").starts_with("line 1: the file begins with <html>"));
    assert!(wrong("\n<Project/>").starts_with("line 2: this is a whole project"));
    assert!(wrong(b"PK\x03\x04rest").contains("ZIP file"));
    assert!(wrong(file("<Code name='a'>", "")).contains("no well-formed XML"));
    assert!(wrong("<CodeBook><Codes><Code name='a'/>").contains("ends in the middle"));
    assert!(wrong(b"<CodeBook>\n\xe9").starts_with("line 2, byte 11"));
    let bomb = "<!DOCTYPE CodeBook [<!ENTITY a 'aaaa'>]>\n";
    assert!(
        wrong(format!("{bomb}{}", file(&code(1, "&a;", ""), "")))
            .starts_with("line 1: the file has a document type")
    );
    assert!(wrong(file(&code(1, "&a;", ""), "")).starts_with("line 2: the attributes"));
    assert!(wrong(file(&code(1, "a", "<Description>&a;</Description>"), "")).contains("`&a;` means nothing"));
    let deep = "<Code name='a'>".repeat(2000);
    assert!(wrong(file(&deep, "")).contains("more than 100 codes lie in each other"));
    let wide: Vec<u8> = file(&code(1, "Zé", ""), "").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(tree(&applied([&[0xff, 0xfe][..], &wide].concat(), &[], NL)), ["vrij: zé"]);
}

/// Nothing that is thrown at the reader makes it fall over.
#[test]
fn any_bytes_are_answered() {
    let pieces = [
        "<",
        ">",
        "Code",
        "<Code name='a' guid='",
        "'>",
        "</Code>",
        "&",
        ";",
        "<Sets>",
        "<Set>",
        "<Description>",
        "]]>",
        "é",
        "\n",
    ];
    let piece = proptest::prop_oneof![
        proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        proptest::prelude::any::<String>(),
    ];
    proptest::proptest!(|(pieces in proptest::collection::vec(piece, 0..12))| {
        let inside = pieces.concat();
        for file in [inside.clone(), file(&inside, "")] {
            if let Ok(found) = read(file.as_bytes()) {
                let _ = found.apply(&lm(), NL);
                let _ = found.apply(&lm(), QdcOptions { split: Some("é"), by_name: true, family: Some("x"), ..NL });
            }
        }
    });
}
