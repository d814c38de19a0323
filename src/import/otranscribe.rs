//! oTranscribe (.otr): JSON around the page on which somebody typed what was said.
//!
//! Times stand in that page as elements of their own, which the reader of HTML puts between brackets. What is left is what typing
//! in a browser leaves behind: no-break spaces where nobody asked for them.

use serde_json::Value;

use super::ImportError;
use super::html;
use super::transcript::{Body, Found};

/// The no-break space.
const NO_BREAK: char = '\u{a0}';

/// Reads such a file.
///
/// # Errors
/// When it is no JSON, or nothing was typed in it.
pub fn read(text: &str) -> Result<Found, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        ImportError::at(
            error.line() as u64,
            format!("this is no whole JSON ({error}); export the transcript from oTranscribe once more"),
        )
    })?;
    let Some(page) = value.get("text").and_then(Value::as_str) else {
        let what = "there is no transcript in it: oTranscribe keeps what was typed in `text`";
        return Err(ImportError::at(1, what));
    };
    let mut found = html::read(page)?;
    let mut mended = 0;
    for transcript in &mut found.transcripts {
        match &mut transcript.body {
            Body::Text(text) => mended += with_blanks(text),
            Body::Utterances(said) => {
                mended += said.iter_mut().map(|one| with_blanks(&mut one.text)).sum::<usize>();
            }
        }
    }
    if mended > 0 {
        found
            .notes
            .push(format!("{mended} no-break spaces, as typing in a browser leaves them, are blanks now"));
    }
    let media = ["media", "media-source"].into_iter().filter_map(|key| value.get(key)?.as_str());
    if let Some(media) = media.map(str::trim).find(|media| !media.is_empty()) {
        found.notes.push(format!("it was typed along with `{}`", media.escape_debug()));
    }
    Ok(found)
}

/// No-break spaces become blanks, one blank where there are several, none at the end of a line; how many there were.
fn with_blanks(text: &mut String) -> usize {
    let count = text.matches(NO_BREAK).count();
    if count > 0 {
        let mut result = String::with_capacity(text.len());
        let mut last = None;
        for c in text.chars() {
            let (is_blank, c) = (matches!(c, ' ' | NO_BREAK), if c == NO_BREAK { ' ' } else { c });
            if is_blank && matches!(last, None | Some(' ' | '\n')) {
                continue;
            }
            if c == '\n' {
                result.truncate(result.trim_end_matches(' ').len());
            }
            result.push(c);
            last = Some(c);
        }
        *text = result;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::mutated::never_panics;
    use super::*;
    use proptest::prelude::*;

    /// As oTranscribe writes it: times with a no-break space behind them, `&nbsp;` where two blanks were typed.
    const OTR: &str = r#"{"text":"<p><span class=\"timestamp\" contenteditable=\"false\" data-timestamp=\"0.52\">0:00</span>&nbsp;I: Wat zie je&nbsp; op de kaart?<br></p><p><span class=\"timestamp\" data-timestamp=\"3723.1\">1:02:03</span>\u00a0R: Een <b>brug</b> &amp; een muur.&nbsp;</p><p><br></p><p>En <i>wij</i> ertussen.</p><p><span class=\"timestamp\"></span></p>","media":"driehoek-3.mp3","media-source":"","media-time":12.5}"#;

    fn text(file: &str) -> (String, Vec<String>) {
        let mut found = read(file).unwrap();
        match found.transcripts.remove(0).body {
            Body::Text(text) => (text, found.notes),
            Body::Utterances(said) => panic!("{said:?}"),
        }
    }

    #[test]
    fn times_stand_between_brackets_and_blanks_are_blanks() {
        // Counted by hand above: two times with words behind them, one empty; two `&nbsp;` that stand behind no time.
        let (text, notes) = text(OTR);
        assert_eq!(
            text,
            "[0:00] I: Wat zie je op de kaart?\n\n[1:02:03] R: Een brug & een muur.\n\nEn wij ertussen.\n"
        );
        assert_eq!(
            notes,
            [
                "2 no-break spaces, as typing in a browser leaves them, are blanks now",
                "it was typed along with `driehoek-3.mp3`"
            ]
        );
    }

    #[test]
    fn lines_broken_by_hand_are_lines() {
        let (text, notes) = text(
            r#"{"text":"<span class=\"timestamp\">0:05</span>&nbsp;R: Een.<br><br>\n<span class=\"timestamp\">0:09</span>&nbsp;I: Twee.<div>Drie.</div>","media-time":"0"}"#,
        );
        assert_eq!(text, "[0:05] R: Een.\n\n[0:09] I: Twee.\n\nDrie.\n");
        assert_eq!(notes, [""; 0]);
    }

    #[test]
    fn what_is_none_gets_its_sentence() {
        let refused = |file: &str| read(file).unwrap_err().to_string();
        assert!(
            refused("{\"text\":\"<p>ja").starts_with("line 1: this is no whole JSON"),
            "{}",
            refused("{")
        );
        assert!(refused("{\"media\":\"a.mp3\"}").contains("no transcript in it"));
        assert_eq!(read("{\"text\":\"<p><br></p>\",\"media\":\"\"}"), Err(ImportError::Empty));
    }

    #[test]
    fn nothing_panics() {
        never_panics(OTR, |file| drop(read(file)));
    }

    proptest! {
        #[test]
        fn any_page_is_read_and_no_word_is_lost(page in "(</?(p|br|b|div)>|<span class=\"timestamp\">0:05</span>|&nbsp;|\u{a0}|[ a-zé:\n])*") {
            let file = serde_json::json!({ "text": page, "media": "", "media-time": 0 }).to_string();
            let words = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let bare = page.replace("<span class=\"timestamp\">", "").replace("</span>", "").replace("&nbsp;", "");
            let bare = bare.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, rest)| rest)).collect::<String>();
            match read(&file) {
                Ok(found) => {
                    let Body::Text(text) = &found.transcripts[0].body else { return Ok(()) };
                    prop_assert!(!text.contains(NO_BREAK));
                    prop_assert_eq!(words(text), words(&bare));
                }
                Err(error) => prop_assert_eq!(error, ImportError::Empty),
            }
        }
    }
}
