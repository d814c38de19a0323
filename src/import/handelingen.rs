//! Proceedings of the Dutch parliament, as the government publishes them in XML: `spreekbeurt`, `spreker` and `tekst`; before
//! 2011 `spreker` with `wie` in it, or `voorz` for who presides.

use super::ImportError;
use super::format::ReadOptions;
use super::transcript::{Body, Found, Transcript, Utterance};
use super::xml::{Element, one_line};

const CURE: &str = "get the file again where it came from";

/// Reads proceedings.
///
/// # Errors
/// When it is damaged, or nobody speaks in it.
pub fn read(text: &str, _: &ReadOptions) -> Result<Found, ImportError> {
    let file = Element::read(text, CURE)?;
    let mut utterances = Vec::new();
    walk(&file, &mut utterances);
    if !utterances.iter().any(|said| said.speaker.is_some()) {
        let what = "nobody speaks in it: there is no <spreekbeurt> with a <spreker>, as proceedings of the Dutch parliament have";
        return Err(ImportError::at(file.tag.line, what));
    }
    let first = |names: &[&str]| {
        let mut found =
            names.iter().flat_map(|name| file.all(name)).map(|element| one_line(&element.words()));
        found.find(|words| !words.is_empty())
    };
    let date = file.all("vergadering-datum").into_iter().find_map(|date| {
        let said = date.get("isodatum").map_or_else(|| one_line(&date.words()), str::to_owned);
        (!said.is_empty()).then_some(said)
    });
    let transcript = Transcript {
        title: first(&["item-titel", "onderwerp", "titel"]),
        language: Some("nl".to_owned()),
        attributes: date.map(|date| ("date".to_owned(), date)).into_iter().collect(),
        body: Body::Utterances(utterances),
        ..Transcript::default()
    };
    Ok(Found { transcripts: vec![transcript], ..Found::default() })
}

fn walk(around: &Element, utterances: &mut Vec<Utterance>) {
    for element in around.elements() {
        match element.name() {
            "metadata" => {}
            "spreekbeurt" | "voorz" => turn(element, None, utterances),
            // Before 2011 the words lie in it.
            "spreker" if !element.all("al").is_empty() => turn(element, element.child("wie"), utterances),
            "item-titel" | "onderwerp" | "kop" | "tussenkop" => {
                let text = one_line(&element.words());
                if !text.is_empty() {
                    utterances.push(Utterance { text, heading: Some(2), ..Utterance::default() });
                }
            }
            "al" => paragraph(element, None, utterances),
            _ => walk(element, utterances),
        }
    }
}

/// What one person says; what stands outside of the text (who comes in, what is decided) is said by nobody.
fn turn(element: &Element, who: Option<&Element>, utterances: &mut Vec<Utterance>) {
    let who = who.or_else(|| element.child("spreker"));
    let speaker = who.map(name_of).filter(|name| !name.is_empty());
    let speaker = speaker.or_else(|| (element.name() == "voorz").then(|| "De voorzitter".to_owned()));
    // A turn within a turn: somebody interrupts.
    let mut open = true;
    for part in element.elements() {
        match part.name() {
            "spreker" | "wie" => {}
            "spreekbeurt" => {
                turn(part, None, utterances);
                open = true;
            }
            "al" => said(part, speaker.as_deref(), &mut open, utterances),
            _ => {
                for paragraph in part.all("al") {
                    said(paragraph, speaker.as_deref(), &mut open, utterances);
                }
            }
        }
    }
}

/// Adds a paragraph to what this speaker is saying, or begins it.
fn said(element: &Element, speaker: Option<&str>, open: &mut bool, utterances: &mut Vec<Utterance>) {
    let text = one_line(&element.words());
    if text.is_empty() {
        return;
    }
    match utterances.last_mut() {
        Some(last) if !*open => {
            last.text.push('\n');
            last.text.push_str(&text);
        }
        _ => utterances.push(Utterance { speaker: speaker.map(str::to_owned), text, ..Utterance::default() }),
    }
    *open = false;
}

fn paragraph(element: &Element, speaker: Option<&str>, utterances: &mut Vec<Utterance>) {
    said(element, speaker, &mut true, utterances);
}

/// `De heer Kröger (D66)`, without the colon.
fn name_of(who: &Element) -> String {
    let part = |name: &str| who.all(name).first().map(|part| one_line(&part.words())).unwrap_or_default();
    let party = match part("politiek") {
        party if party.is_empty() => part("partij"),
        party => party,
    };
    let mut name =
        [part("voorvoegsels"), part("voornaam"), part("tussenvoegsel"), part("achternaam")].join(" ");
    if name.trim().is_empty() {
        name = [part("aanspr"), part("naam")].join(" ");
    }
    if name.trim().is_empty() {
        name = who.words();
    } else if !party.is_empty() {
        name = format!("{name} ({})", party.trim_matches(['(', ')', ' ']));
    }
    one_line(&name).trim_end_matches([':', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::mutated::never_panics;
    use super::*;

    const FILE: &str = r#"ï»¿<?xml version="1.0" encoding="UTF-8"?>
<officiele-publicatie><metadata><meta name="x" content="y"/></metadata>
 <handelingen><vergadering-datum isodatum="2013-02-05">5 februari 2013</vergadering-datum>
 <agendapunt><onderwerp><al>De brug bij Veen</al></onderwerp>
  <al>De beraadslaging wordt geopend.</al>
  <spreekbeurt nieuw="ja"><spreker><voorvoegsels>De</voorvoegsels> <naam><achternaam>voorzitter</achternaam></naam>:</spreker>
   <tekst status="goed"><al>Het woord is aan de heer Vos.</al></tekst></spreekbeurt>
  <spreekbeurt nieuw="ja"><spreker><voorvoegsels>De heer</voorvoegsels> <naam><achternaam>Vos</achternaam></naam> (<politiek>PvdB</politiek>):</spreker>
   <tekst status="goed"><al>Voorzitter.   Een brug
    is <nadruk>geen</nadruk> muur.</al><al>Dat is alles.</al></tekst></spreekbeurt>
 </agendapunt></handelingen></officiele-publicatie>"#;
    const OLD: &str = "<handeling><voorz><al>Aan de orde is de brug.</al></voorz><spreker><wie><aanspr>Mevrouw</aanspr> <naam>Bos</naam> (<partij>CDB</partij>)</wie><al>Eén.</al><al>Twee.</al></spreker></handeling>";

    fn turns(text: &str) -> Vec<(Option<String>, String)> {
        let found = read(text, &ReadOptions::default()).unwrap();
        let Body::Utterances(said) = &found.transcripts[0].body else { panic!("{found:?}") };
        said.iter().map(|turn| (turn.speaker.clone(), turn.text.clone())).collect()
    }

    #[test]
    fn turns_of_members() {
        // Counted by hand in the file above: two turns, of two people, a heading and a paragraph that nobody says.
        let said =
            |speaker: &str, text: &str| ((!speaker.is_empty()).then(|| speaker.to_owned()), text.to_owned());
        assert_eq!(
            turns(FILE),
            [
                said("", "De brug bij Veen"),
                said("", "De beraadslaging wordt geopend."),
                said("De voorzitter", "Het woord is aan de heer Vos."),
                said("De heer Vos (PvdB)", "Voorzitter. Een brug is geen muur.\nDat is alles."),
            ]
        );
        assert_eq!(
            turns(OLD),
            [said("De voorzitter", "Aan de orde is de brug."), said("Mevrouw Bos (CDB)", "Eén.\nTwee."),]
        );
        let transcript = &read(FILE, &ReadOptions::default()).unwrap().transcripts[0];
        assert_eq!(transcript.title.as_deref(), Some("De brug bij Veen"));
        assert_eq!(transcript.attributes, [("date".to_owned(), "2013-02-05".to_owned())]);
    }

    #[test]
    fn other_publications_are_refused() {
        let error =
            read("<officiele-publicatie><al>Wet</al></officiele-publicatie>", &ReadOptions::default());
        assert!(error.unwrap_err().to_string().contains("nobody speaks"));
    }

    #[test]
    fn nothing_panics() {
        never_panics(FILE, |text| drop(read(text, &ReadOptions::default())));
        never_panics(OLD, |text| drop(read(text, &ReadOptions::default())));
    }
}
