//! JSON of speech recognition: Whisper, WhisperX and its kin, whisper.cpp.
//!
//! They agree on little: times are seconds or milliseconds, stand in fields or in pairs, and the speaker is there or is not. So
//! everything may be missing but the words.

use serde_json::Value;

use super::ImportError;
use super::format::ReadOptions;
use super::joined::joined;
use super::transcript::{Body, Found, Transcript, Utterance};
use super::xml::one_line;

/// Reads such JSON.
///
/// # Errors
/// When it is no JSON, or nothing in it was said.
pub fn read(text: &str, options: &ReadOptions) -> Result<Found, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        ImportError::at(
            error.line() as u64,
            format!("this is no whole JSON ({error}); write the file once more"),
        )
    })?;
    let language = language(&value);
    let pieces: Vec<Utterance> = segments(&value).iter().filter_map(piece).collect();
    let said = value.get("text").and_then(Value::as_str).map(str::trim).filter(|said| !said.is_empty());
    let mut notes = Vec::new();
    let body = if pieces.is_empty() {
        let Some(said) = said else {
            let what = "there are no words of speech recognition in it: neither `segments` nor `transcription` with `text`";
            return Err(ImportError::at(1, what));
        };
        notes.push("it says no times: only the text as a whole is there".to_owned());
        Body::Text(said.replace("\r\n", "\n"))
    } else {
        let joined = joined(pieces, options.merge_gap);
        notes.extend(joined.notes);
        Body::Utterances(joined.utterances)
    };
    let transcript = Transcript { language, body, ..Transcript::default() };
    Ok(Found { transcripts: vec![transcript], notes, ..Found::default() })
}

/// What the file is made of: `segments` (Whisper, WhisperX), `transcription` (whisper.cpp), `speakers` or `chunks` (pipelines
/// built on them), or a list as such.
fn segments(value: &Value) -> &[Value] {
    if let Value::Array(list) = value {
        return list;
    }
    let lists = ["segments", "transcription", "speakers", "chunks", "utterances"];
    let holds_words = |list: &&Vec<Value>| list.iter().any(|one| words(one).is_some());
    lists.iter().filter_map(|key| value.get(key)?.as_array()).find(holds_words).map_or(&[], Vec::as_slice)
}

fn words(segment: &Value) -> Option<&str> {
    segment.get("text").or_else(|| segment.get("transcript"))?.as_str()
}

fn piece(segment: &Value) -> Option<Utterance> {
    let text = one_line(words(segment)?);
    let speaker = match segment.get("speaker").or_else(|| segment.get("speaker_label")) {
        Some(Value::String(name)) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        Some(Value::Number(number)) => Some(format!("SPEAKER {number}")),
        _ => None,
    };
    Some(Utterance {
        speaker,
        start: at(segment, "start", "from", 0),
        end: at(segment, "end", "to", 1),
        text,
        heading: None,
    })
}

/// A time of a segment in milliseconds.
fn at(segment: &Value, seconds: &str, milliseconds: &str, place: usize) -> Option<u64> {
    if let Some(offset) = segment.get("offsets").and_then(|offsets| offsets.get(milliseconds)) {
        return offset.as_u64();
    }
    let value = segment.get(seconds).or_else(|| segment.get("timestamp")?.get(place))?;
    let value = match value {
        Value::String(written) => match crate::text::read_clock(written.trim()) {
            Some((time, _)) => return Some(time),
            None => written.trim().parse().ok()?,
        },
        other => other.as_f64()?,
    };
    // Ten years of sound, so that nonsense stays within what can be counted.
    (0.0..=3.2e8).contains(&value).then(|| (value * 1000.0).round() as u64)
}

fn language(value: &Value) -> Option<String> {
    let said = value
        .get("language")
        .or_else(|| value.get("result")?.get("language"))
        .or_else(|| value.get("detected_language"));
    let said = said?.as_str()?.trim().to_lowercase();
    match said.as_str() {
        "dutch" | "nederlands" => Some("nl".to_owned()),
        "english" => Some("en".to_owned()),
        "german" => Some("de".to_owned()),
        "french" => Some("fr".to_owned()),
        tag if (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Some(said)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::mutated::{never_panics, turns};
    use super::*;

    const WHISPER_X: &str = r#"{"segments": [
        {"start": 0.52, "end": 2.1, "text": " Wat zie je", "speaker": "SPEAKER_00",
         "words": [{"word": "Wat", "start": 0.52, "end": 0.6, "score": 0.9, "speaker": "SPEAKER_00"}]},
        {"start": 2.4, "end": 3.0, "text": " op de kaart?", "speaker": "SPEAKER_00"},
        {"start": 3.1, "end": 3.9, "text": " Een brug.", "speaker": "SPEAKER_01"},
        {"start": 60, "end": 62.5, "text": " Ondertitels ingediend door de Amara.org gemeenschap"}
    ], "language": "nl"}"#;

    fn found(text: &str) -> Found {
        read(text, &ReadOptions::default()).unwrap()
    }

    #[test]
    fn segments_become_turns_of_speakers() {
        // Counted by hand in the file above: two segments of one speaker, one of another, one of nobody: three turns.
        let found = found(WHISPER_X);
        assert_eq!(found.transcripts[0].language.as_deref(), Some("nl"));
        assert_eq!(
            turns(&found),
            [
                (Some("SPEAKER_00"), Some(520), Some(3_000), "Wat zie je op de kaart?"),
                (Some("SPEAKER_01"), Some(3_100), Some(3_900), "Een brug."),
                (None, Some(60_000), Some(62_500), "Ondertitels ingediend door de Amara.org gemeenschap"),
            ]
        );
        assert_eq!(found.notes.len(), 1);
        assert!(found.notes[0].starts_with("1:00: «Ondertitels"), "{:?}", found.notes);
    }

    #[test]
    fn relatives_are_read_too() {
        let cpp = r#"{"result": {"language": "nl"}, "transcription": [
            {"timestamps": {"from": "00:00:00,000", "to": "00:00:01,500"}, "offsets": {"from": 0, "to": 1500}, "text": " Ja."}]}"#;
        assert_eq!(turns(&found(cpp)), [(None, Some(0), Some(1_500), "Ja.")]);
        assert_eq!(found(cpp).transcripts[0].language.as_deref(), Some("nl"));
        let chunks = r#"{"text": "Ja. Nee.", "chunks": [{"timestamp": [0.0, 1.5], "text": " Ja."}, {"timestamp": [2, null], "text": "Nee."}]}"#;
        assert_eq!(
            turns(&found(chunks)),
            [(None, Some(0), Some(1_500), "Ja."), (None, Some(2_000), None, "Nee.")]
        );
        let list = r#"[{"start": "00:01.5", "text": "Ja.", "speaker": 0}]"#;
        assert_eq!(turns(&found(list)), [(Some("SPEAKER 0"), Some(1_500), None, "Ja.")]);
        let plain = found(r#"{"text": " Ja. Nee. ", "segments": [], "language": "dutch"}"#);
        assert_eq!(plain.transcripts[0].body, Body::Text("Ja. Nee.".to_owned()));
        assert_eq!((plain.transcripts[0].language.as_deref(), plain.notes.len()), (Some("nl"), 1));
    }

    #[test]
    fn what_is_none_gets_its_sentence() {
        let refused = |text: &str| read(text, &ReadOptions::default()).unwrap_err().to_string();
        assert!(refused("{\"text\": \"ja\",\n").starts_with("line 2: this is no whole JSON"));
        assert!(refused("{\"segments\": [{\"id\": 1}]}").contains("no words"));
        assert!(refused(&"[".repeat(100_000)).contains("recursion"), "brackets in brackets have an end");
    }

    #[test]
    fn nothing_panics() {
        never_panics(WHISPER_X, |text| drop(read(text, &ReadOptions::default())));
    }
}
