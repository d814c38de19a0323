use super::super::mutated::{never_panics, turns};
use super::*;

fn found(text: &str, kind: Kind) -> Found {
    read(text, kind, &ReadOptions::default()).unwrap()
}

const ZOOM: &str = "WEBVTT\r\n\r\n1\r\n00:00:01.000 --> 00:00:02.500\r\nAnna de Vries: Leg de kaart eens neer.\r\n\r\n2\r\n00:00:02.600 --> 00:00:03.000\r\nAnna de Vries: Let op: daar.\r\n\r\n3\r\n00:00:03.100 --> 00:00:04.000\r\nBram: Ja.\r\n\r\n4\r\n00:00:05.000 --> 00:00:06.000\r\nBram: Ja.\r\n\r\n5\r\n00:00:07.000 --> 00:00:08.000\r\nAnna de Vries: Goed.\r\n";

#[test]
fn zoom_writes_names_before_a_colon() {
    // Counted by hand in the file above: five cues, of which the first two and the next two are of one speaker: three turns.
    let found = found(ZOOM, Kind::WebVtt);
    assert_eq!(
        turns(&found),
        [
            (Some("Anna de Vries"), Some(1_000), Some(3_000), "Leg de kaart eens neer. Let op: daar."),
            (Some("Bram"), Some(3_100), Some(6_000), "Ja. Ja."),
            (Some("Anna de Vries"), Some(7_000), Some(8_000), "Goed."),
        ]
    );
    assert_eq!(found.notes, [""; 0]);
    let options = ReadOptions { merge_gap: Some(50), ..ReadOptions::default() };
    let Body::Utterances(apart) = &read(ZOOM, Kind::WebVtt, &options).unwrap().transcripts[0].body.clone()
    else {
        panic!()
    };
    assert_eq!(apart.len(), 5);
}

#[test]
fn where_almost_every_cue_has_a_name_any_spelling_is_one() {
    let cue =
        |nth: usize, words: &str| format!("{nth}\n00:00:{nth:02}.000 --> 00:00:{nth:02}.900\n{words}\n\n");
    let file = |odd: &str, named: usize| {
        let cues: String = (1..=named).map(|nth| cue(nth, &format!("Anna: Ja, {nth}."))).collect();
        format!("WEBVTT\n\n{cues}{}{}", cue(named + 1, odd), cue(named + 2, "Anna: Nee."))
    };
    let names = |text: &str| -> Vec<String> {
        let found = found(text, Kind::WebVtt);
        turns(&found).iter().map(|turn| turn.0.unwrap_or_default().to_owned()).collect()
    };
    // Twenty-one cues of Anna and one of somebody who writes their name small: three turns, two speakers.
    assert_eq!(names(&file("nixo: Mag ik wat vragen?", 20)), ["Anna", "nixo", "Anna"]);
    assert_eq!(names(&file("Karim T. (ELTE): Mag ik?", 20)), ["Anna", "Karim T. (ELTE)", "Anna"]);
    // A second line of a cue, a sentence with a colon, and a file that is too short to tell.
    assert_eq!(names(&file("Anna: Toen zei hij\nnooit: nee.", 20)), ["Anna"]);
    assert_eq!(names(&file("en toen zei hij ineens: nee.", 20)), ["Anna"]);
    assert_eq!(names(&file("nixo: Mag ik wat vragen?", 3)), ["Anna"]);
}

#[test]
fn teams_writes_voices() {
    let teams = "WEBVTT\n\n7c0e-1\n00:00:01.000 --> 00:00:02.000\n<v Jansen, Anna (Student)>Wat bedoel\nje daarmee?</v>\n\n7c0e-2\n00:00:02.000 --> 00:00:03.000\n<v Bos, Bram>Dit: <lacht> een brug &amp; meer.</v>\n";
    assert_eq!(
        turns(&found(teams, Kind::WebVtt)),
        [
            (Some("Jansen, Anna (Student)"), Some(1_000), Some(2_000), "Wat bedoel je daarmee?"),
            (Some("Bos, Bram"), Some(2_000), Some(3_000), "Dit: <lacht> een brug & meer."),
        ]
    );
}

#[test]
fn what_rolls_up_the_screen_is_taken_once() {
    let rolling = "WEBVTT\nKind: captions\nLanguage: nl\n\n00:00:00.000 --> 00:00:02.000 align:start position:0%\n \nwe<00:00:00.500><c> gaan</c><00:00:01.000><c> nu</c>\n\n00:00:02.000 --> 00:00:02.010 align:start position:0%\nwe gaan nu\n \n\n00:00:02.010 --> 00:00:04.000 align:start position:0%\nwe gaan nu\nde<00:00:03.000><c> brug</c><c> over</c>\n\n00:00:04.000 --> 00:00:04.010\nde brug over\n";
    let found = found(rolling, Kind::WebVtt);
    assert_eq!(turns(&found), [(None, Some(0), Some(4_010), "we gaan nu de brug over")]);
    assert_eq!(found.transcripts[0].language.as_deref(), Some("nl"));
    assert!(found.notes[0].starts_with("3 lines stood in two subtitles"), "{:?}", found.notes);
}

#[test]
fn notes_and_styles_are_no_speech_and_odd_times_are_told() {
    let odd = "\u{feff}WEBVTT - brug\nX-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000\n\nSTYLE\n::cue {\n  color: red;\n}\n\nNOTE van mij\nniet lezen\n\nREGION\nid:x\n\nintro\n00:01.000 -> 00:02.0x0 line:0\nEen.\n00:07.000 --> 00:08.000\n00:09.000 --> 00:10.000\nTwee.\n\nLos.\n\n12\n\n00:11.000 --> 00:12.000\n- Drie?\n- Vier.\n";
    let found = found(odd, Kind::WebVtt);
    let texts: Vec<&str> = turns(&found).iter().map(|turn| turn.3).collect();
    assert_eq!(texts, ["Een.", "Twee.", "Los.", "- Drie?", "- Vier."]);
    assert_eq!(turns(&found)[0].1, Some(1_000));
    assert_eq!(turns(&found)[2].1, None);
    let notes = found.notes.join("\n");
    for part in
        ["line 16", "1 stretches of words", "1 notes (NOTE)", "X-TIMESTAMP-MAP", "1 subtitles hold no words"]
    {
        assert!(notes.contains(part), "{part}: {notes}");
    }
}

#[test]
fn srt_needs_neither_numbers_nor_blank_lines() {
    let srt = "\u{feff}1\n00:00:01,000 --> 00:00:02,000\n<i>ANNA:</i> Zeg je dat\n\n00:00:02,000 --> 00:00:03,000\nzomaar?\n3\n00:00:03,000 --> 00:00:04,000\n{\\an8}BRAM: Nee.\n4\n00:00:04,000 --> 00:00:05,000\nANNA: Dan niet.\n\n5\n00:00:05,000 --> 00:00:06,000\nBRAM: 't Is laat.\n";
    let found = found(srt, Kind::Srt);
    assert_eq!(
        turns(&found),
        [
            (Some("ANNA"), Some(1_000), Some(3_000), "Zeg je dat zomaar?"),
            (Some("BRAM"), Some(3_000), Some(4_000), "Nee."),
            (Some("ANNA"), Some(4_000), Some(5_000), "Dan niet."),
            (Some("BRAM"), Some(5_000), Some(6_000), "'t Is laat."),
        ]
    );
    assert!(found.notes[0].starts_with("1 subtitles name nobody"), "{:?}", found.notes);
}

#[test]
fn a_colon_alone_makes_no_speaker() {
    let srt = "1\n00:00:01,000 --> 00:00:02,000\nWat ik zeg: nee.\n\n2\n00:00:02,000 --> 00:00:03,000\nLet op: de bel.\n\n3\n00:00:03,000 --> 00:00:04,000\nLet op: nog een.\n\n4\n00:00:04,000 --> 00:00:05,000\nKlaar.\n\n5\n00:00:05,000 --> 00:00:06,000\nEcht.\n\n6\n00:00:06,000 --> 00:00:07,000\nJa.\n";
    assert!(turns(&found(srt, Kind::Srt)).iter().all(|turn| turn.0.is_none()));
}

#[test]
fn without_a_single_time_it_is_none() {
    for text in ["", "WEBVTT\n", "1\nzomaar", "zomaar"] {
        assert!(read(text, Kind::Srt, &ReadOptions::default()).is_err(), "{text}");
    }
}

#[test]
fn nothing_panics() {
    for kind in [Kind::WebVtt, Kind::Srt] {
        never_panics(ZOOM, |text| drop(read(text, kind, &ReadOptions::default())));
        never_panics("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A&amp;>ja &#10;</v> <c.x>{\\a}", |text| {
            drop(read(text, kind, &ReadOptions::default()));
        });
    }
}
