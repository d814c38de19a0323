use super::*;
use crate::model::document::split;

const STUDY: &str = r#"
format = 1
languages = ["nl"]
[[participant]]
id = "IO4"
roles = ["instituutsopleider"]
labels = ["IO4", "Vera"]
[[strand]]
label = "WAARNEMING"
"#;

fn drafted(name: &str, format: Format, transcripts: Vec<Transcript>) -> Draft {
    let found = Found { transcripts, ..Found::default() };
    Draft { name: name.to_owned(), format, sha256: "00ff".to_owned(), found }
}

fn composed(draft: &Draft, decisions: &Decisions) -> Vec<Composed> {
    let config = StudyConfig::parse(STUDY).unwrap();
    compose(draft, decisions, &config, &mut Taken::default()).unwrap()
}

fn said(speaker: &str, start: u64, text: &str) -> Utterance {
    Utterance {
        speaker: Some(speaker.to_owned()),
        start: Some(start),
        text: text.to_owned(),
        ..Utterance::default()
    }
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[test]
fn turns_become_a_document_with_its_head() {
    let body = Body::Utterances(vec![
        said("vera", 0, "Ja."),
        said("Jan #2", 61_000, "Nee."),
        said("Vera", 62_000, "Toch."),
    ]);
    let transcript = Transcript {
        attributes: vec![pair("datum", "2024-03-14"), pair("id", "7")],
        body,
        ..Transcript::default()
    };
    let draft = drafted("Gesprek 1.vtt", Format::WebVtt, vec![transcript]);
    let decisions = Decisions { attributes: vec![pair("cyclus", "2")], ..Decisions::default() };
    let all = composed(&draft, &decisions);
    insta::assert_snapshot!(all[0].file, @r#"
    ---
    id: Gesprek-1
    title: Gesprek 1
    language: nl
    datum: 2024-03-14
    id_: 7
    cyclus: 2
    speakers:
      Vera: instituutsopleider
      Jan 2:
    source-file: Gesprek 1.vtt
    source-format: vtt
    source-sha256: "00ff"
    ---
    [00:00:00] Vera: Ja.
    [00:01:01] Jan 2: Nee.
    [00:01:02] Vera: Toch.
    "#);
    assert_eq!((all[0].turns, all[0].timed, all[0].nameless), (3, 3, 0));
    assert_eq!(all[0].path, "corpus/Gesprek 1.md");
    let front = FrontMatter::parse(split(&all[0].file).head.unwrap()).unwrap();
    assert_eq!(front.attributes, [pair("datum", "2024-03-14"), pair("id_", "7"), pair("cyclus", "2")]);
    assert_eq!(front.origin.unwrap().sha256, "00ff");
    assert_eq!(composed(&draft, &decisions), all, "the same file and decisions give the same bytes");
}

#[test]
fn a_text_changes_in_its_labels_alone() {
    let text = "Vooraf.\n\nInterviewer 1:  Hoe\tging het?\nAnna : Goed.\n\ninterviewer1: Mooi.\nanna: Ja.  \nWAARNEMING: knikt\n";
    let transcript = Transcript { body: Body::Text(text.to_owned()), ..Transcript::default() };
    let draft = drafted("a.txt", Format::Text, vec![transcript]);
    let one = &composed(&draft, &Decisions::default())[0];
    assert_eq!(
        &one.file[split(&one.file).text_start..],
        "Vooraf.\n\nInterviewer 1:  Hoe\tging het?\nAnna : Goed.\n\nInterviewer 1: Mooi.\nAnna: Ja.  \nWAARNEMING: knikt\n"
    );
    assert_eq!((one.turns, one.nameless, one.path.as_str()), (6, 1, "corpus/a.txt"));
    let decisions = Decisions {
        speakers: vec![pair("INTERVIEWER 1", "vera"), pair("Anna", "SO 1"), pair("waarneming", "")],
        ..Decisions::default()
    };
    let one = &composed(&draft, &decisions)[0];
    assert!(one.file.contains("\nVera:  Hoe\tging het?\nSO 1 : Goed.\n"), "{}", one.file);
    let labels: Vec<&str> = one.voices.iter().map(|voice| voice.label.as_str()).collect();
    assert_eq!(labels, ["Vera", "SO 1"]);
}

#[test]
fn a_head_that_is_there_stays() {
    let transcript = Transcript {
        head: Some("id: d7\n# van mij\ncyclus: 1\nspeakers: [Anna]\n".to_owned()),
        body: Body::Text("anna: ja\nAnna: nee\n".to_owned()),
        ..Transcript::default()
    };
    let draft = drafted("x.md", Format::Markdown, vec![transcript]);
    let decisions = Decisions { attributes: vec![pair("cyclus", "2")], ..Decisions::default() };
    let one = &composed(&draft, &decisions)[0];
    assert_eq!(
        one.file,
        "---\nid: d7\n# van mij\ncyclus: 2\nspeakers: [Anna]\nsource-file: x.md\nsource-format: markdown\nsource-sha256: \"00ff\"\n---\nanna: ja\nAnna: nee\n"
    );
    let mut taken = Taken::default();
    taken.take("d7", "corpus/d7.md");
    let config = StudyConfig::parse(STUDY).unwrap();
    assert_eq!(
        compose(&draft, &decisions, &config, &mut taken),
        Err(ImportError::IdTaken { id: "d7".to_owned() })
    );
}

#[test]
fn several_transcripts_of_a_file_are_told_apart() {
    let part = |name: &str| Transcript {
        part: Some(name.to_owned()),
        body: Body::Utterances(vec![said("R", 0, "x")]),
        ..Transcript::default()
    };
    let draft = drafted("lijst.csv", Format::Csv, vec![part("R1"), part("r1"), part("../R2")]);
    let paths: Vec<String> =
        composed(&draft, &Decisions::default()).into_iter().map(|one| one.path).collect();
    assert_eq!(paths, ["corpus/lijst-R1.md", "corpus/lijst-r1-2.md", "corpus/lijst-..-R2.md"]);
}
