use super::*;
use proptest::prelude::*;
use std::fmt::Write;

/// A line a turn: `number time label | spoken`, `#` before headings.
fn shown(text: &str, known: &[&str]) -> String {
    let turns = Turns::parse(text, known);
    let mut result = String::new();
    for (index, turn) in turns.iter().enumerate() {
        let time = turn.time.map_or(String::from("-"), |time| time.milliseconds.to_string());
        let label = turns.label_text(text, index).unwrap_or("-");
        let mark = if turn.heading { "# " } else { "" };
        writeln!(
            result,
            "{} {time} {label} | {mark}{}",
            index + 1,
            turn.spoken.slice(text).replace('\n', "⏎")
        )
        .unwrap();
    }
    result
}

#[test]
fn the_format_of_the_corpus() {
    let text = "[00:14:05] FA1: Leg de kaart eens midden op tafel.\n\
                [00:14:31] SO4: Eh... dat ze drie keer hetzelfde moet opschrijven. (lacht)\n\
                Dat wist ik niet.\n\n[onverstaanbaar] maar goed.\n\
                IO2 : Wij ook niet.\n[00:15:10]\nST1: Ik zou één blad willen.\n";
    insta::assert_snapshot!(shown(text, &["FA1", "IO2", "SO4", "ST1"]), @r"
    1 845000 FA1 | Leg de kaart eens midden op tafel.
    2 871000 SO4 | Eh... dat ze drie keer hetzelfde moet opschrijven. (lacht)⏎Dat wist ik niet.⏎⏎[onverstaanbaar] maar goed.
    3 - IO2 | Wij ook niet.
    4 910000 ST1 | Ik zou één blad willen.
    ");
}

#[test]
fn a_label_needs_no_declaration_when_it_looks_like_a_code() {
    let text = "WAARNEMING: Zij wijst.\nCITAAT: „Hier.”\nR07:Goed\nLet op: de bel gaat.\nSPREKER 1: Ja.";
    insta::assert_snapshot!(shown(text, &[]), @r"
    1 - WAARNEMING | Zij wijst.
    2 - CITAAT | „Hier.”
    3 - R07 | Goed⏎Let op: de bel gaat.
    4 - SPREKER 1 | Ja.
    ");
}

#[test]
fn with_declared_speakers_a_repeated_announcement_is_text() {
    let text = "FA1: Begin.\nLet op: eerst lezen.\nLet op: dan praten.\nMet de hand: Jan.\nVQ: Wie ben ik?\nJan de Vries: Ik.";
    insta::assert_snapshot!(shown(text, &["FA1", "Jan de Vries"]), @r"
    1 - FA1 | Begin.⏎Let op: eerst lezen.⏎Let op: dan praten.⏎Met de hand: Jan.
    2 - VQ | Wie ben ik?
    3 - Jan de Vries | Ik.
    ");
}

#[test]
fn without_declared_speakers_a_label_counts_when_it_comes_back() {
    let text = "Vooraf\nInterviewer: Hoe ging het?\nAnna: Goed.\nInterviewer: Mooi: echt.\nAnna: Eén ding: tijd.\nBijvoorbeeld: zo.";
    insta::assert_snapshot!(shown(text, &[]), @r"
    1 - - | Vooraf
    2 - Interviewer | Hoe ging het?
    3 - Anna | Goed.
    4 - Interviewer | Mooi: echt.
    5 - Anna | Eén ding: tijd.⏎Bijvoorbeeld: zo.
    ");
}

#[test]
fn zoom_puts_the_name_above_the_text() {
    let text = "[Noa Bakker] 11:02:09\nHoe gaat het?\n\n[Sam de Wit] 11:02:11\nGoed.\n[lacht]\n\n[Sam de Wit] 11:02:13\nEn met jou?\n";
    insta::assert_snapshot!(shown(text, &[]), @r"
    1 39729000 Noa Bakker | Hoe gaat het?
    2 39731000 Sam de Wit | Goed.⏎[lacht]
    3 39733000 Sam de Wit | En met jou?
    ");
    let without_times =
        "[Noa Bakker]\nHoe gaat het? \n\n[Sam]\nGoed.\n\n[lacht]\n\n[Noa Bakker]\nFijn.\n\n[Sam]\nJa.\n";
    insta::assert_snapshot!(shown(without_times, &[]), @r"
    1 - Noa Bakker | Hoe gaat het?
    2 - Sam | Goed.⏎⏎[lacht]
    3 - Noa Bakker | Fijn.
    4 - Sam | Ja.
    ");
}

#[test]
fn subtitles_pasted_as_text() {
    let text = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.500\nNoa Bakker: Hallo.\n\n2\n00:00:04.000 --> 00:00:05.000\nSam: Dag.\nAlles goed?\n\n\
                intro\n00:00:06.000 --> 00:00:07.000 align:start\n<v Kim>Ja.\n\n4\n00:00:08.000 --> 00:00:09.000\nNoa Bakker: Mooi.\n";
    insta::assert_snapshot!(shown(text, &[]), @r"
    1 1000 Noa Bakker | Hallo.
    2 4000 Sam | Dag.⏎Alles goed?
    3 6000 Kim | Ja.
    4 8000 Noa Bakker | Mooi.
    ");
    insta::assert_snapshot!(shown("WEBVTT\n", &[]), @"1 - - | WEBVTT");
}

#[test]
fn what_stands_before_the_first_cue_is_not_spoken() {
    let text = "WEBVTT - Een gesprek\n\nSTYLE\n::cue {\n  color: red;\n}\n\nNOTE\ncolor: wit\n\n00:01.000 --> 00:02.000\nHallo.\n";
    insta::assert_snapshot!(shown(text, &[]), @"1 1000 - | Hallo.");
}

#[test]
fn metadata_of_a_treebank_is_not_spoken() {
    let text = "##META text session = een\n\n##META text age = 2;11\n##META text speaker = LAU\n##META int uttid = 1\nja !\n\n\n\
                ##META text speaker = MOT\nwat is dat ?\n##META text speaker =\n";
    insta::assert_snapshot!(shown(text, &[]), @r"
    1 - LAU | ja !
    2 - MOT | wat is dat ?
    3 - - | ##META text speaker =
    ");
}

#[test]
fn headings_are_turns_of_their_own() {
    let text = "# Top\n\nR01: Samen.\nEcht samen.\n## Tip ##\nR02: Tijd.\n#geen kop\n";
    insta::assert_snapshot!(shown(text, &[]), @r"
    1 - - | # Top
    2 - R01 | Samen.⏎Echt samen.
    3 - - | # Tip ##
    4 - R02 | Tijd.⏎#geen kop
    ");
}

#[test]
fn lines_or_paragraphs_where_nobody_speaks() {
    insta::assert_snapshot!(shown("een\ntwee\n\n", &[]), @r"
    1 - - | een
    2 - - | twee
    ");
    insta::assert_snapshot!(shown("een\ntwee\n\n drie \nvier\nFA1: ja\nnee\n\nook", &[]), @r"
    1 - - | een⏎twee
    2 - - | drie ⏎vier
    3 - FA1 | ja⏎nee⏎⏎ook
    ");
    insta::assert_snapshot!(shown("# Kop\n\neen\ntwee\n", &[]), @r"
    1 - - | # Kop
    2 - - | een
    3 - - | twee
    ");
}

#[test]
fn other_ways_to_write_label_and_time() {
    let text = "**FA1:** vet\n**SO4**: ook vet\nFA1 (00:12): met tijd\n10:30 SO4: los\n10:30 was het druk\n(01:02) zonder naam\n11:02:09 ook\n";
    insta::assert_snapshot!(shown(text, &[]), @r"
    1 - FA1 | vet
    2 - SO4 | ook vet
    3 12000 FA1 | met tijd
    4 630000 SO4 | los⏎10:30 was het druk
    5 62000 - | zonder naam
    6 39729000 - | ook
    ");
}

#[test]
fn what_is_no_label() {
    for line in [
        "https://x.nl",
        "Om 10:30: pauze",
        "Nou, kijk: zo",
        "A1:30",
        "Dit is een lange aanloop naar: iets",
        ": x",
        "FA1",
        "C:\\map",
    ] {
        let text = format!("{line}\n{line}\n");
        assert!(Turns::parse(&text, &[]).iter().all(|turn| turn.label.is_none()), "{line}");
    }
}

#[test]
fn a_label_alone_says_nothing_yet() {
    let turns = Turns::parse("FA1:\n\nSO4:\nJa.", &[]);
    assert_eq!(
        turns.iter().map(|turn| (turn.span, turn.spoken)).collect::<Vec<_>>(),
        [(Span::new(0, 4), Span::new(4, 4)), (Span::new(6, 14), Span::new(11, 14)),]
    );
}

#[test]
fn a_byte_order_mark_hides_no_speaker() {
    let text = "\u{feff}[00:01] FA1: Ja.\nFA1: Nee.";
    insta::assert_snapshot!(shown(text, &[]), @r"
    1 1000 FA1 | Ja.
    2 - FA1 | Nee.
    ");
    assert_eq!(Turns::parse("\u{feff}\n", &[]).len(), 1);
}

#[test]
fn places_lead_to_turns() {
    let turns = Turns::parse("\nFA1: a\n\nSO4: b\n", &[]);
    assert_eq!([0, 1, 6, 7, 8, 9, 99].map(|position| turns.index_at(position)), [0, 0, 0, 0, 0, 1, 1]);
    assert_eq!(turns.in_span(Span::new(0, 1)), 0..0);
    assert_eq!(turns.in_span(Span::new(6, 10)), 0..2);
    assert_eq!(turns.in_span(Span::new(7, 9)), 1..1);
    assert_eq!((Turns::parse(" \n", &[]).len(), Turns::parse("", &[]).index_at(3)), (0, 0));
}

/// Lines in which every rule of the parser meets every other.
fn any_text() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "",
        " ",
        "FA1: ja",
        "Let op: nee",
        "Let op:",
        "tekst",
        "  één\u{a0}",
        "# Kop",
        "#",
        "[00:14:05] FA1: ja",
        "[00:14:05]",
        "10:30 A: x",
        "11:02:09",
        "[Noa Bakker] 11:02:09",
        "[Noa Bakker]",
        "[lacht]",
        "WEBVTT",
        "1",
        "00:00:01.000 --> 00:00:03.000",
        "<v Kim>Ja",
        "**FA1:** vet",
        "\u{feff}",
        "FA1: \u{301}x",
        "FA1 (00:12): y",
        "\r",
        "[",
        "**",
        "<v ",
        "👩‍👩‍👧: ja",
    ]);
    prop::collection::vec((line, "[ -~\n\u{301}é]{0,3}"), 0..14).prop_map(|lines| {
        lines.into_iter().map(|(line, noise)| format!("{line}{noise}")).collect::<Vec<_>>().join("\n")
    })
}

proptest! {
    #[test]
    fn turns_cover_all_text_in_order(text in any_text(), declared in any::<bool>()) {
        let known: &[&str] = if declared { &["FA1", "Let op"] } else { &[] };
        let turns = Turns::parse(&text, known);
        let mut done = 0;
        for (index, turn) in turns.iter().enumerate() {
            prop_assert!(!turn.span.is_empty() && turn.span.start >= done);
            prop_assert!(text[done as usize..turn.span.start as usize].trim().is_empty());
            prop_assert!(turn.span.encloses(turn.spoken));
            prop_assert_eq!(turn.span.slice(&text).trim(), turn.span.slice(&text));
            prop_assert_eq!(turn.spoken.slice(&text).trim_end(), turn.spoken.slice(&text));
            prop_assert!(turn.label.is_none_or(|label| label.end <= turn.spoken.start && !label.is_empty()));
            // An accent may sit on the bracket of a time; nothing more of it is spoken.
            prop_assert!(turn.time.is_none_or(|time| time.span.end <= turn.spoken.start + 1));
            prop_assert_eq!(turns.index_at(turn.span.start), index);
            prop_assert_eq!(turns.index_at(turn.span.end - 1), index);
            prop_assert_eq!(turns.in_span(turn.span), index..index + 1);
            done = turn.span.end;
        }
        prop_assert!(text[done as usize..].trim().is_empty());
    }
}
