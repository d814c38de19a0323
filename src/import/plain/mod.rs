//! Plain text and Markdown: taken as they are, but for times and speakers that are written in a way of their own.
//!
//! Labels in their many spellings are for [`crate::import::labels`]. What is rewritten here is what the turns of a text do not
//! know: f4's `#00:01:02-3#`, `{00:01:02}`, `[01.02]`, the `[SPEAKER_00] [0.0 - 1.2]` of speech recognition, and Markdown
//! headings that name who speaks. Each is done only where the text holds such things, and said.

mod headings;
mod stamps;

use std::borrow::Cow;

use super::ImportError;
use super::transcript::{Body, Found, Transcript};
use crate::model::document::{FrontMatter, split};

/// Reads a text. A head between two `---` lines stays as it is.
///
/// # Errors
/// [`ImportError::Head`] for a head that cannot be read.
pub fn read(text: &str, is_markdown: bool) -> Result<Found, ImportError> {
    let parts = split(text);
    let front = parts.head.map(FrontMatter::parse).transpose().map_err(|why| ImportError::Head { why })?;
    let body = &text[parts.text_start..];
    let mut notes = Vec::new();
    // A document that names its speakers was made by somebody who knows how.
    let is_ours = front.is_some_and(|front| !front.speakers.is_empty());
    let body = if is_ours { Cow::Borrowed(body) } else { rewritten(body, &mut notes) };
    let title = first_heading(&body).filter(|_| is_markdown).map(str::to_owned);
    let transcript = Transcript {
        title,
        head: parts.head.map(str::to_owned),
        body: Body::Text(body.into_owned()),
        ..Transcript::default()
    };
    Ok(Found { transcripts: vec![transcript], notes, ..Found::default() })
}

fn rewritten<'t>(text: &'t str, notes: &mut Vec<String>) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    let mut step = |done: Option<(String, String)>, text: &mut Cow<'t, str>| {
        if let Some((new, note)) = done {
            *text = Cow::Owned(new);
            notes.push(note);
        }
    };
    let done = headings::spoken(&text);
    step(done, &mut text);
    let done = stamps::at_ends(&text);
    step(done, &mut text);
    let done = stamps::at_starts(&text);
    step(done, &mut text);
    text
}

/// The words of a Markdown heading on the first line that is not blank.
fn first_heading(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let words = line.strip_prefix("# ")?.trim().trim_end_matches('#').trim_end();
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(source: &str) -> (String, Vec<String>) {
        let mut found = read(source, false).unwrap();
        let Body::Text(text) = found.transcripts.remove(0).body else { panic!("no text") };
        (text, found.notes)
    }

    #[test]
    fn a_text_stays_as_it_is() {
        for source in [
            "AA1: Hoi.\nBB2:  Dag\r.\n\n\n",
            "[00:14:05] FA1: Ja.\n[00:01] Nee.\n",
            "# Kop\n\nTekst met #hekje# en {accolades} en [1.5].\n",
            "De bus van [10.30] en {x}.\n#1 en #2\n",
            "",
        ] {
            assert_eq!(text(source), (source.to_owned(), vec![]));
        }
    }

    #[test]
    fn a_head_and_a_title_are_found() {
        let found = read("---\nid: d7\n---\n# Brug #\nTekst", true).unwrap();
        assert_eq!(found.transcripts[0].head.as_deref(), Some("id: d7\n"));
        assert_eq!(found.transcripts[0].title.as_deref(), Some("Brug"));
        assert_eq!(read("# Brug\n", false).unwrap().transcripts[0].title, None);
        assert!(matches!(read("---\ntitle: [x\n---\nTekst", true), Err(ImportError::Head { .. })));
    }

    proptest! {
        #[test]
        fn no_word_is_lost(lines in prop::collection::vec("(I: |R1: |#00:01:02-3# |\\{00:01\\} |### I|\\[S_0\\] \\[0.0 - 1.2\\] )?[a-z# ]{0,8}( ?#00:01:02-3#)?", 0..8)) {
            let source = lines.join("\n");
            let words = |text: &str| text.chars().filter(char::is_ascii_lowercase).collect::<String>();
            prop_assert_eq!(words(&text(&source).0), words(&source));
        }
    }
}
