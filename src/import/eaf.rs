//! ELAN: tiers of annotations that hang on a line of times, or on one another.
//!
//! A tier below another one (a translation, a gloss, a part of speech) says the same thing again. So without a choice those at
//! the top are taken, each as what one participant says.

use std::collections::{BTreeMap, BTreeSet};

use super::ImportError;
use super::format::ReadOptions;
use super::tiers::{self, Tier};
use super::transcript::{Body, Found, Transcript, Utterance};
use super::xml::Element;

const CURE: &str = "save it again in ELAN";

/// An annotation, and the one it refers to.
struct Annotation<'e> {
    text: String,
    start: Option<u64>,
    end: Option<u64>,
    refers: Option<&'e str>,
}

/// Reads an annotation file. `options.tiers` names the tiers to take.
///
/// # Errors
/// When it is damaged, holds nothing, or has no tier that was asked for.
pub fn read(text: &str, options: &ReadOptions) -> Result<Found, ImportError> {
    let file = Element::read(text, CURE)?;
    if file.name() != "ANNOTATION_DOCUMENT" {
        let what =
            format!("the file begins with <{}>; one of ELAN begins with <ANNOTATION_DOCUMENT>", file.name());
        return Err(ImportError::at(file.tag.line, what));
    }
    let times = times(&file);
    let tiers: Vec<Tier> = tiers_of(&file, &times);
    let chosen = tiers::choose(&tiers, &options.tiers, false, "ELAN")?;
    let utterances = tiers::in_order(chosen.taken.iter().flat_map(|tier| tier.utterances.iter().cloned()));
    if utterances.is_empty() {
        return Err(ImportError::at(1, "no annotation in it holds words; choose other tiers with --tiers"));
    }
    let transcript = Transcript { body: Body::Utterances(utterances), ..Transcript::default() };
    Ok(Found { transcripts: vec![transcript], notes: chosen.notes, ..Found::default() })
}

/// Each time slot in milliseconds. One without a value lies between its neighbours and gets the time of the one before.
fn times(file: &Element) -> BTreeMap<&str, u64> {
    let mut times = BTreeMap::new();
    let mut before = None;
    for slot in file.child("TIME_ORDER").into_iter().flat_map(Element::elements) {
        let Some(id) = slot.get("TIME_SLOT_ID") else { continue };
        let value = slot.get("TIME_VALUE").and_then(|value| value.trim().parse().ok()).or(before);
        if let Some(value) = value {
            times.insert(id, value);
            before = Some(value);
        }
    }
    times
}

fn tiers_of(file: &Element, times: &BTreeMap<&str, u64>) -> Vec<Tier> {
    let tiers: Vec<&Element> = file.elements().filter(|element| element.name() == "TIER").collect();
    let mut annotations: BTreeMap<&str, Annotation<'_>> = BTreeMap::new();
    for annotation in tiers
        .iter()
        .flat_map(|tier| tier.all("ALIGNABLE_ANNOTATION").into_iter().chain(tier.all("REF_ANNOTATION")))
    {
        let Some(id) = annotation.get("ANNOTATION_ID") else { continue };
        let time = |key: &str| annotation.get(key).and_then(|slot| times.get(slot).copied());
        annotations.insert(
            id,
            Annotation {
                text: value_of(annotation),
                start: time("TIME_SLOT_REF1"),
                end: time("TIME_SLOT_REF2"),
                refers: annotation.get("ANNOTATION_REF"),
            },
        );
    }
    let ids: BTreeSet<&str> = tiers.iter().filter_map(|tier| tier.get("TIER_ID")).collect();
    let read = |tier: &&Element| {
        let name = tier.get("TIER_ID").unwrap_or_default().to_owned();
        let participant = tier.get("PARTICIPANT").map(str::trim).filter(|name| !name.is_empty());
        let mut utterances = Vec::new();
        for annotation in tier.elements().flat_map(Element::elements) {
            let Some(found) = annotation.get("ANNOTATION_ID").and_then(|id| annotations.get(id)) else {
                continue;
            };
            if found.text.is_empty() {
                continue;
            }
            let (start, end) = span_of(found, &annotations);
            let speaker = Some(participant.unwrap_or(&name).to_owned()).filter(|speaker| !speaker.is_empty());
            utterances.push(Utterance { speaker, start, end, text: found.text.clone(), heading: None });
        }
        // A tier below one that is not there is at the top.
        let below = tier.get("PARENT_REF").filter(|parent| ids.contains(parent)).map(str::to_owned);
        Tier { name, below, utterances, points: false }
    };
    tiers.iter().map(read).collect()
}

fn value_of(annotation: &Element) -> String {
    let said = annotation.child("ANNOTATION_VALUE").map(Element::words).unwrap_or_default();
    tiers::paragraphs(&said)
}

/// When it was said: its own times, or those of what it refers to.
fn span_of(annotation: &Annotation<'_>, all: &BTreeMap<&str, Annotation<'_>>) -> (Option<u64>, Option<u64>) {
    let mut at = annotation;
    // As many steps as there are annotations: references may go round in a damaged file.
    for _ in 0..=all.len() {
        if at.start.is_some() || at.end.is_some() {
            return (at.start, at.end);
        }
        match at.refers.and_then(|id| all.get(id)) {
            Some(next) => at = next,
            None => break,
        }
    }
    (None, None)
}

#[cfg(test)]
mod tests {
    use super::super::mutated::never_panics;
    use super::*;

    const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" FORMAT="3.0">
 <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/>
 <TIME_ORDER>
  <TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2"/>
  <TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="3000"/><TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="500"/>
 </TIME_ORDER>
 <TIER TIER_ID="spraak-A" PARTICIPANT="Anna">
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>Kijk &amp; zeg
het.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3"><ANNOTATION_VALUE> </ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
 </TIER>
 <TIER TIER_ID="spraak-B">
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a3" TIME_SLOT_REF1="ts4" TIME_SLOT_REF2="ts1"><ANNOTATION_VALUE>Wat?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
 </TIER>
 <TIER TIER_ID="vertaling" PARENT_REF="spraak-A">
  <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a4" ANNOTATION_REF="a1"><ANNOTATION_VALUE>Look.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
 </TIER>
</ANNOTATION_DOCUMENT>"#;

    fn turns(tiers: &[&str]) -> Vec<(String, Option<u64>, Option<u64>, String)> {
        let options = ReadOptions {
            tiers: tiers.iter().map(|&tier| tier.to_owned()).collect(),
            ..ReadOptions::default()
        };
        let found = read(FILE, &options).unwrap();
        let Body::Utterances(utterances) = &found.transcripts[0].body else { panic!("{found:?}") };
        let turn =
            |turn: &Utterance| (turn.speaker.clone().unwrap(), turn.start, turn.end, turn.text.clone());
        utterances.iter().map(turn).collect()
    }

    #[test]
    fn tiers_at_the_top_are_taken_in_the_order_of_time() {
        // Counted by hand in the file above: two annotations with words in two tiers at the top.
        assert_eq!(
            turns(&[]),
            [
                ("spraak-B".to_owned(), Some(500), Some(1_000), "Wat?".to_owned()),
                ("Anna".to_owned(), Some(1_000), Some(1_000), "Kijk & zeg\nhet.".to_owned()),
            ]
        );
        let notes = read(FILE, &ReadOptions::default()).unwrap().notes;
        assert!(
            notes.iter().any(|note| note.contains("`vertaling`") && note.contains("--tiers")),
            "{notes:?}"
        );
    }

    #[test]
    fn a_tier_can_be_chosen_and_has_the_times_of_what_it_refers_to() {
        assert_eq!(
            turns(&["vertaling"]),
            [("vertaling".to_owned(), Some(1_000), Some(1_000), "Look.".to_owned())]
        );
        let options = ReadOptions { tiers: vec!["weg".to_owned()], ..ReadOptions::default() };
        let error = read(FILE, &options).unwrap_err().to_string();
        assert!(error.contains("`weg`") && error.contains("spraak-A"), "{error}");
    }

    #[test]
    fn nothing_panics() {
        never_panics(FILE, |text| drop(read(text, &ReadOptions::default())));
        never_panics(FILE, |text| {
            drop(read(text, &ReadOptions { tiers: vec!["vertaling".to_owned()], ..ReadOptions::default() }));
        });
    }
}
