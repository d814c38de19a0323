//! TEI with transcribed speech: `u` elements, as corpora of speech and ParlaMint have them.
//!
//! What is heard and not said (a laugh, a pause, applause) stands in brackets, since a reader must see it and must not take it for
//! words.

use std::collections::BTreeMap;

use super::ImportError;
use super::format::ReadOptions;
use super::transcript::{Body, Found, Transcript, Utterance};
use super::xml::{Element, Node, one_line};

const CURE: &str = "get the file again where it came from";

/// Reads a TEI file.
///
/// # Errors
/// When it is damaged, or holds no `u`.
pub fn read(text: &str, _: &ReadOptions) -> Result<Found, ImportError> {
    let file = Element::read(text, CURE)?;
    let tei = if file.name() == "TEI" { Some(&file) } else { file.all("TEI").into_iter().next() };
    let Some(tei) = tei else {
        let what = format!("the file begins with <{}>; one of TEI begins with <TEI>", file.name());
        return Err(ImportError::at(file.tag.line, what));
    };
    let header = tei.child("teiHeader");
    let mut reading = Reading {
        people: header.map(people).unwrap_or_default(),
        times: times(&file),
        utterances: Vec::new(),
        left: 0,
    };
    match tei.child("text") {
        Some(text) => reading.walk(text),
        None => reading.walk(tei),
    }
    if !reading.utterances.iter().any(|said| said.heading.is_none()) {
        return Err(ImportError::at(tei.tag.line, "nobody speaks in it: there is no <u> with words"));
    }
    let mut notes = Vec::new();
    if reading.left > 0 {
        let left = reading.left;
        notes.push(format!("{left} notes that only name the speaker of what follows are left out"));
    }
    let title = header.and_then(|header| {
        let titles = header.all("titleStmt").into_iter().flat_map(|statement| statement.all("title"));
        titles.map(|title| one_line(&title.words())).find(|title| !title.is_empty())
    });
    let date = header.and_then(|header| {
        let places = ["settingDesc", "recordingStmt", "sourceDesc"];
        let mut dates = places.iter().flat_map(|place| header.all(place)).flat_map(|place| place.all("date"));
        dates.find_map(|date| date.get("when").or_else(|| date.get("from")))
    });
    let transcript = Transcript {
        title,
        language: tei.get("lang").or_else(|| tei.child("text")?.get("lang")).map(str::to_owned),
        attributes: date.map(|date| ("date".to_owned(), date.to_owned())).into_iter().collect(),
        body: Body::Utterances(reading.utterances),
        ..Transcript::default()
    };
    Ok(Found { transcripts: vec![transcript], notes, ..Found::default() })
}

/// The names of people by their ids. Names of one person in several forms: the first.
fn people(header: &Element) -> BTreeMap<String, String> {
    let mut people = BTreeMap::new();
    for person in header.all("person").into_iter().chain(header.all("personGrp")) {
        let Some(id) = person.get("id") else { continue };
        let name = person.all("persName").into_iter().chain(person.all("name")).next().map(name_of);
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            people.entry(id.to_owned()).or_insert(name);
        }
    }
    people
}

/// A name: forenames before surnames, whichever way they stand in the file.
fn name_of(name: &Element) -> String {
    let part = |kinds: [&str; 2]| {
        let parts = name.elements().filter(move |part| kinds.contains(&part.name()));
        parts.map(|part| one_line(&part.words())).collect::<Vec<_>>()
    };
    let surnames = part(["nameLink", "surname"]);
    if surnames.is_empty() {
        return one_line(&name.words());
    }
    let mut parts = part(["forename", "firstname"]);
    parts.extend(surnames);
    one_line(&parts.join(" "))
}

/// The moments of the time line in milliseconds, by their ids.
fn times(file: &Element) -> BTreeMap<String, u64> {
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    for line in file.all("timeline") {
        let factor = match line.get("unit") {
            Some("ms") => 1.0,
            Some("min") => 60_000.0,
            _ => 1_000.0,
        };
        for when in line.all("when") {
            let Some(id) = when.get("id") else { continue };
            let clock = when.get("absolute").and_then(crate::text::read_clock).map(|(time, _)| time);
            let interval = when.get("interval").and_then(|value| value.trim().parse::<f64>().ok());
            let interval = interval
                .filter(|value| (0.0..3.2e8).contains(value))
                .map(|value| (value * factor).round() as u64);
            let since = when.get("since").and_then(|since| times.get(since.trim_start_matches('#')).copied());
            let time = clock.or_else(|| interval.map(|interval| since.unwrap_or(0) + interval));
            times.insert(id.to_owned(), time.unwrap_or(0));
        }
    }
    times
}

struct Reading {
    people: BTreeMap<String, String>,
    times: BTreeMap<String, u64>,
    utterances: Vec<Utterance>,
    /// Notes that were left out.
    left: usize,
}

impl Reading {
    fn walk(&mut self, around: &Element) {
        for element in around.elements() {
            match element.name() {
                "u" => self.utterance(element),
                "head" => self.heading(element),
                "note" if element.get("type") == Some("speaker") => self.left += 1,
                "note" | "incident" | "vocal" | "kinesic" | "gap" | "pause" | "writing" => {
                    self.nobody(&heard(element));
                }
                "teiHeader" | "timeline" | "standOff" | "front" | "back" if element.all("u").is_empty() => {}
                _ => self.walk(element),
            }
        }
    }

    fn utterance(&mut self, said: &Element) {
        let who = said
            .get("who")
            .and_then(|who| who.split_whitespace().next())
            .map(|who| who.trim_start_matches('#'));
        let speaker = who
            .filter(|who| !who.is_empty())
            .map(|who| self.people.get(who).map_or(who, String::as_str).to_owned());
        let time = |key: &str| {
            let said = said.get(key)?.trim();
            self.times.get(said.trim_start_matches('#')).copied().or_else(|| seconds(said))
        };
        let (start, end) = (time("start"), time("end"));
        let mut words = String::new();
        say(said, &mut words);
        let text = lines(&words);
        if !text.is_empty() {
            self.utterances.push(Utterance { speaker, start, end, text, heading: None });
        }
    }

    fn heading(&mut self, head: &Element) {
        let text = one_line(&head.words());
        if !text.is_empty() {
            self.utterances.push(Utterance { text, heading: Some(2), ..Utterance::default() });
        }
    }

    fn nobody(&mut self, heard: &str) {
        if !heard.is_empty() {
            self.utterances.push(Utterance { text: heard.to_owned(), ..Utterance::default() });
        }
    }
}

/// A time that stands in the attribute itself: seconds, or a clock.
fn seconds(said: &str) -> Option<u64> {
    if let Some((time, _)) = crate::text::read_clock(said) {
        return Some(time);
    }
    let value: f64 = said.trim_end_matches('s').parse().ok()?;
    (0.0..3.2e8).contains(&value).then(|| (value * 1000.0).round() as u64)
}

/// Adds what an element says. A line end stands between segments; single words of an annotated file get the blanks between them.
fn say(element: &Element, words: &mut String) {
    for child in &element.children {
        match child {
            Node::Words(said) => {
                // Line ends in the file are blanks.
                words.extend(said.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
            }
            Node::Element(inner) => match inner.name() {
                "seg" | "p" | "ab" => {
                    words.push('\n');
                    say(inner, words);
                    words.push('\n');
                }
                "s" => {
                    words.push(' ');
                    say(inner, words);
                    words.push(' ');
                }
                "w" | "pc" | "num" if inner.get("join").is_some() || is_token(inner) => token(inner, words),
                "lb" => words.push('\n'),
                "note" | "incident" | "vocal" | "kinesic" | "gap" | "pause" | "writing" => {
                    words.push(' ');
                    words.push_str(&heard(inner));
                    words.push(' ');
                }
                "shift" | "anchor" | "linkGrp" | "link" | "desc" => {}
                _ => say(inner, words),
            },
        }
    }
}

/// True for a word of an annotated file.
fn is_token(element: &Element) -> bool {
    matches!(element.name(), "w" | "pc")
}

/// A word or a sign: with a blank behind it unless it says that it touches the next one.
fn token(element: &Element, words: &mut String) {
    if element.get("join") == Some("left") || element.get("join") == Some("both") {
        words.truncate(words.trim_end_matches(' ').len());
    }
    let mut said = String::new();
    say(element, &mut said);
    words.push_str(said.trim());
    if !matches!(element.get("join"), Some("right" | "both")) {
        words.push(' ');
    }
}

/// What is heard and not said, in brackets.
fn heard(element: &Element) -> String {
    let said = one_line(&element.words());
    let said = match said.as_str() {
        "" => match element.name() {
            "pause" => "pause",
            "gap" => element.get("reason").unwrap_or("…"),
            _ => element.get("type").unwrap_or_default(),
        },
        bracketed if bracketed.starts_with(['(', '[']) => return said,
        _ => &said,
    };
    if said.is_empty() { String::new() } else { format!("[{said}]") }
}

/// Lines without blanks around them and without blank lines; stretches of blanks become one.
fn lines(words: &str) -> String {
    words.split('\n').map(one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::mutated::never_panics;
    use super::*;

    const FILE: &str = r##"<?xml version="1.0"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="nl">
 <teiHeader><fileDesc><titleStmt><title>Raad van Veen</title></titleStmt></fileDesc>
  <profileDesc><settingDesc><setting><date when="2024-03-05">5 maart</date></setting></settingDesc>
  <particDesc><listPerson><person xml:id="AnnaVos"><persName><surname>Vos</surname><forename>Anna</forename></persName></person></listPerson></particDesc></profileDesc>
 </teiHeader>
 <text><timeline unit="s"><when xml:id="T0" absolute="00:00:05"/><when xml:id="T1" interval="2.5" since="#T0"/></timeline>
 <body><div><head>De brug</head>
  <note type="speaker">Mevrouw Vos:</note>
  <u who="#AnnaVos" start="#T0" end="#T1"><seg>Wij gaan
    de brug <note>(Applaus.)</note> bouwen.</seg><seg>Morgen <vocal><desc>lacht</desc></vocal> al.</seg></u>
  <note type="time">De vergadering wordt geschorst.</note>
  <u who="#Bram"><w join="right">Nee</w><pc>,</pc> <w>dank</w><pause/></u>
  <u who="#Cor"> </u>
 </div></body></text>
</TEI>"##;

    #[test]
    fn what_is_said_and_heard() {
        // Counted by hand in the file above: three u, of which one is empty; one heading, one note that stands by itself.
        let found = read(FILE, &ReadOptions::default()).unwrap();
        let transcript = &found.transcripts[0];
        let Body::Utterances(said) = &transcript.body else { panic!("{found:?}") };
        let turns: Vec<_> =
            said.iter().map(|turn| (turn.speaker.as_deref(), turn.start, turn.text.as_str())).collect();
        assert_eq!(
            turns,
            [
                (None, None, "De brug"),
                (Some("Anna Vos"), Some(5_000), "Wij gaan de brug (Applaus.) bouwen.\nMorgen [lacht] al."),
                (None, None, "[De vergadering wordt geschorst.]"),
                (Some("Bram"), None, "Nee, dank [pause]"),
            ]
        );
        assert_eq!((said[0].heading, said[1].end), (Some(2), Some(7_500)));
        assert_eq!(
            (transcript.title.as_deref(), transcript.language.as_deref()),
            (Some("Raad van Veen"), Some("nl"))
        );
        assert_eq!(transcript.attributes, [("date".to_owned(), "2024-03-05".to_owned())]);
        assert_eq!(found.notes.len(), 1);
    }

    #[test]
    fn a_text_without_speech_is_refused() {
        let refused = |text: &str| read(text, &ReadOptions::default()).unwrap_err().to_string();
        assert!(refused("<TEI><text><p>Hoi.</p></text></TEI>").contains("there is no <u>"));
        assert!(refused("<html/>").contains("<html>"));
    }

    #[test]
    fn nothing_panics() {
        never_panics(FILE, |text| drop(read(text, &ReadOptions::default())));
    }
}
