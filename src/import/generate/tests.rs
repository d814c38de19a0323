use proptest::prelude::*;

use super::*;

fn palette() -> Palette {
    let code = |id: &str, family: Option<&str>| PaletteCode {
        id: id.to_owned(),
        exclusive_in: family.map(str::to_owned),
    };
    Palette {
        codes: vec![code("othering", Some("lm")), code("routinisering", Some("lm")), code("object", None)],
        facets: vec![PaletteFacet { id: "niveau".into(), values: vec!["a".into(), "b".into(), "c".into()] }],
    }
}

fn size(documents: u32, bytes: u64, codings: u32, coders: u32, turns: Turns) -> Size {
    Size { documents, bytes, codings, coders, turns }
}

fn total(size: Size) -> (u64, usize) {
    documents(size, &palette(), 1).fold((0, 0), |(bytes, codings), document| {
        (bytes + document.file.len() as u64, codings + document.codings.len())
    })
}

#[test]
fn sizes_are_met() {
    let small = Size::S;
    let (bytes, codings) = total(small);
    assert!(bytes.abs_diff(small.bytes) * 50 <= small.bytes, "{bytes} bytes");
    assert_eq!(codings, small.codings as usize);
    assert_eq!(documents(small, &palette(), 1).count(), small.documents as usize);
}

#[test]
fn a_long_document_has_the_turns_it_should() {
    let long = size(1, 400_000, 200, 2, Turns::Count(4_000));
    let document = Generator::new(long, &palette(), 1).document(0);
    assert_eq!(document.text().lines().count(), 4_000);
    assert!(document.file.len().abs_diff(400_000) <= 8_000, "{}", document.file.len());
    assert_eq!(document.codings.len(), 200);
}

#[test]
fn the_text_is_read_as_the_turns_it_was_made_of() {
    let counted = Generator::new(size(1, 200_000, 0, 1, Turns::Count(2_000)), &palette(), 1).document(0);
    let turns = crate::text::Turns::parse(counted.text(), &[]);
    assert_eq!(turns.len(), 2_000);
    assert!(turns.iter().all(|turn| turn.label.is_some() && turn.time.is_some() && !turn.spoken.is_empty()));

    let natural = Generator::new(Size::S, &palette(), 1).document(2);
    let turns = crate::text::Turns::parse(natural.text(), &[]);
    assert_eq!(turns.len(), natural.text().lines().filter(|line| !line.is_empty()).count());
    let whole_turns =
        natural.codings.iter().filter(|coding| turns.iter().any(|turn| turn.spoken == coding.span));
    assert!(whole_turns.count() * 6 > natural.codings.len(), "some quarter of the passages are whole turns");
}

#[test]
fn a_long_line_is_one_line() {
    let line = size(1, 300_000, 100, 1, Turns::OneLine);
    let document = Generator::new(line, &palette(), 1).document(0);
    assert_eq!(document.text().lines().count(), 1);
    assert!(document.file.len().abs_diff(300_000) <= 6_000, "{}", document.file.len());
}

#[test]
fn the_text_has_what_real_ones_have() {
    let all: String = documents(Size::S, &palette(), 1).map(|document| document.file).collect();
    for wanted in [
        "coördinatie",
        "één",
        "reünie",
        "👩‍🏫",
        "„",
        "bijv. ",
        "e.g. ",
        "[onverstaanbaar]",
        "language: en",
        "(lacht)",
    ] {
        assert!(all.contains(wanted), "{wanted} is missing");
    }
    let dutch = all.matches("language: nl").count();
    assert_eq!(dutch, 21, "of 30");
    assert!(all.lines().any(|line| line.len() > 4_000), "no very long turn");
    assert!(!all.contains("  \n") && !all.contains('\r') && !all.contains('\t'));
}

#[test]
fn codings_overlap_partly_and_wholly_and_keep_exclusive_families_apart() {
    let mut crossing = 0;
    let mut shared = 0;
    for document in documents(Size::S, &palette(), 1) {
        for (n, a) in document.codings.iter().enumerate() {
            for b in &document.codings[n + 1..] {
                let overlap = a.span.overlaps(b.span);
                crossing += u32::from(overlap && !a.span.encloses(b.span) && !b.span.encloses(a.span));
                shared += u32::from(a.span == b.span);
                let same = a.span == b.span && a.coder == b.coder;
                assert!(!same || a.code != b.code && (a.code == 2 || b.code == 2), "{a:?} {b:?}");
            }
        }
    }
    assert!(crossing > 50 && shared > 50, "{crossing} {shared}");
}

#[test]
fn codes_and_coders_are_used_unevenly() {
    let codings: Vec<_> = documents(Size::S, &palette(), 1).flat_map(|document| document.codings).collect();
    let with = |code: usize| codings.iter().filter(|coding| coding.code == code).count();
    assert!(with(0) > with(1) && with(1) > with(2) && with(2) > 0);
    let first = codings.iter().filter(|coding| coding.coder == 0).count();
    assert!(first > codings.len() / 2 && first < codings.len());
    let answered = codings.iter().filter(|coding| !coding.facets.is_empty()).count();
    assert!((codings.len() / 2..codings.len()).contains(&answered), "{answered}");
}

#[test]
fn coders_have_different_names() {
    let names: std::collections::BTreeSet<String> = (0..40).map(coder_name).collect();
    assert_eq!(names.len(), 40);
}

#[test]
fn nothing_to_code_with_gives_no_codings() {
    let document = Generator::new(Size::S, &Palette::default(), 1).document(0);
    assert_eq!(document.codings, []);
    assert_eq!(Generator::new(size(0, 0, 5, 1, Turns::Natural), &palette(), 1).document(0).codings, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_document_stands_by_itself(
        seed in any::<u64>(),
        count in 1..6_u32,
        bytes in 2_000..60_000_u64,
        codings in 0..300_u32,
        coders in 1..4_u32,
        turns in prop_oneof![Just(Turns::Natural), Just(Turns::OneLine), (1..40_u32).prop_map(Turns::Count)],
    ) {
        let size = size(count, bytes, codings, coders, turns);
        let palette = palette();
        let generator = Generator::new(size, &palette, seed);
        let streamed: Vec<_> = documents(size, &palette, seed).collect();
        let backwards: Vec<_> = (0..count).rev().map(|number| generator.document(number)).collect();
        prop_assert!(streamed.iter().eq(backwards.iter().rev()), "the same, in any order");

        for document in &streamed {
            let text = document.text();
            let head = &document.file[..document.text_start];
            let id = format!("---\nid: {}\n", document.id);
            prop_assert!(head.starts_with(&id) && head.ends_with("\n---\n"));
            prop_assert!(text.ends_with('\n'));
            for coding in &document.codings {
                let range = coding.span.range();
                prop_assert!(!range.is_empty() && range.end <= text.len());
                prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
                let passage = coding.span.slice(text);
                prop_assert_eq!(passage, passage.trim(), "begins and ends with something said");
                let border = |before: &str| before.is_empty() || before.ends_with([' ', '\n']);
                prop_assert!(border(&text[..range.start]), "begins at a word");
                prop_assert!(text[range.end..].starts_with([' ', '\n']), "ends at a word");
                prop_assert!(coding.code < palette.codes.len() && coding.coder < coders as usize);
            }
        }
    }
}
