//! Rich Text Format (.rtf), as f4, NVivo and Word write it.
//!
//! The parser is a crate; here its runs become paragraphs, notes go to the end, and what is no text of the document is told.

use std::collections::BTreeMap;

use rtf_parser_tt::{Part, RtfDocument};

use super::ImportError;
use super::blocks::{self, Block};
use super::transcript::{Found, Transcript};

/// Reads a document.
///
/// # Errors
/// When it is damaged.
pub fn read(bytes: &[u8]) -> Result<Found, ImportError> {
    let document = RtfDocument::from_bytes(bytes.trim_ascii_start())
        .map_err(|error| ImportError::Broken { why: error.to_string() })?;
    let mut tally = blocks::Tally { pictures: pictures(bytes), ..blocks::Tally::default() };
    let mut text = String::new();
    let mut furniture = String::new();
    let mut asides: BTreeMap<u32, String> = BTreeMap::new();
    for run in &document.body {
        match run.part {
            Part::Header | Part::Footer => furniture.push_str(&run.text),
            _ if run.painter.hidden => tally.hidden += 1,
            Part::NoteReference(number) => text.extend(["[^", &number.to_string(), "]"]),
            Part::Note(number) => asides.entry(number).or_default().push_str(&run.text),
            // The body; and a part that the crate may tell apart one day, whose words are words.
            _ => text.push_str(&run.text),
        }
    }
    let mut blocks = paragraphs(&text);
    for (number, words) in &asides {
        // A note begins with its own number.
        let words = words.trim();
        let words = words.strip_prefix(&number.to_string()).unwrap_or(words);
        blocks.push(Block::Paragraph(blocks::note(*number as usize, &paragraphs(words))));
    }
    let mut notes = tally.notes();
    if !asides.is_empty() {
        notes.push(blocks::told_notes(asides.len(), "footnote"));
    }
    let furniture = blocks::line(&furniture);
    if furniture.chars().any(char::is_alphabetic) {
        notes.push(format!("headers and footers of pages were left out: {}", blocks::quoted(&furniture)));
    }
    if memchr::memmem::find(bytes, b"\\deleted").is_some() {
        notes.push(
            "it holds deletions that were tracked and not accepted, and their words stand in the text; accept all changes in Word and save it once more"
                .to_owned(),
        );
    }
    let title = document.info.title.as_deref().map(blocks::line).filter(|title| !title.is_empty());
    let body = blocks::body(blocks, &mut notes);
    Ok(Found {
        transcripts: vec![Transcript { title, body, ..Transcript::default() }],
        notes,
        ..Found::default()
    })
}

fn paragraphs(text: &str) -> Vec<Block> {
    text.lines().map(|line| Block::Paragraph(line.trim_end().to_owned())).collect()
}

fn pictures(bytes: &[u8]) -> usize {
    // Word writes each picture twice, once for older programs.
    let count = |mark: &[u8]| memchr::memmem::find_iter(bytes, mark).count();
    count(b"{\\pict").saturating_sub(count(b"{\\nonshppict"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::import::transcript::Body;

    fn text(rtf: &[u8]) -> (String, Vec<String>) {
        let mut found = read(rtf).unwrap();
        match found.transcripts.remove(0).body {
            Body::Text(text) => (text, found.notes),
            Body::Utterances(said) => panic!("{said:?}"),
        }
    }

    #[test]
    fn code_pages_dashes_and_tabs() {
        let rtf = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\pard I:\\tab E\\'e9n \\endash  co\\u246\\'f6rdinatie?\\par\nR: \\b Ja.\\b0\\par}";
        assert_eq!(text(rtf), ("I:\tEén – coördinatie?\n\nR: Ja.\n".to_owned(), Vec::new()));
        let raw = b"{\\rtf1\\ansi\\ansicpg1252 E\xe9n #00:00:05-1#\\par}";
        assert_eq!(text(raw).0, "Eén #00:00:05-1#\n");
    }

    #[test]
    fn notes_go_to_the_end_and_the_rest_is_told() {
        let rtf = br"{\rtf1\ansi{\info{\title De brug}}{\header Vertrouwelijk\par}Grens{\super\chftn}{\footnote\pard\plain{\super\chftn} Zie boven.}{\v geheim} en {\deleted weg}.\par}";
        let (text, notes) = text(rtf);
        assert_eq!(text, "Grens[^1] en weg.\n\n[^1]: Zie boven.\n");
        assert_eq!(notes.len(), 4, "{notes:?}");
        assert!(notes[2].contains("Vertrouwelijk") && notes[3].contains("accept all changes"));
        assert_eq!(read(rtf).unwrap().transcripts[0].title.as_deref(), Some("De brug"));
    }

    #[test]
    fn damage_gets_its_sentence() {
        for bytes in [&b"{\\rtf1 Ja"[..], b"{\\rtf1 \\'zz}", b""] {
            assert!(matches!(read(bytes), Err(ImportError::Broken { .. })), "{bytes:?}");
        }
        let deep = [b"{\\rtf1 ".as_slice(), &b"{".repeat(100_000), b"Ja.", &b"}".repeat(100_001)].concat();
        let _ = read(&deep);
    }

    proptest! {
        #[test]
        fn damage_never_panics(at in any::<prop::sample::Index>(), byte: u8, end in any::<prop::sample::Index>()) {
            let mut bytes = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard\uc1 Een \u246\'f6{\footnote Zin}\trowd\cell\row\par}".to_vec();
            let place = at.index(bytes.len());
            bytes[place] = byte;
            let _ = read(&bytes);
            bytes.truncate(end.index(bytes.len()));
            let _ = read(&bytes);
        }

        #[test]
        fn any_controls_never_panic(rtf in "(\\\\(u|uc|bin|par|cell|row|footnote|'e|ansicpg|chftn|v|fonttbl|pict)-?[0-9]{0,10} ?|[{} é;a])*") {
            let _ = read(format!("{{\\rtf1 {rtf}}}").as_bytes());
        }
    }
}
