//! Subtitles: WebVTT, as Zoom, Teams and YouTube write it, and SRT.
//!
//! `cues` takes a file apart, `tags` the words of one cue, and `names` weighs what may be a name before a colon. Both formats
//! go one way: what people have is often a bit of both.

mod cues;
mod names;
mod rolling;
mod tags;

use super::ImportError;
use super::format::ReadOptions;
use super::joined::joined;
use super::transcript::{Body, Found, Transcript};

/// Which of the two a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The line before the times of a cue is its name and is left out; notes and styles too.
    WebVtt,
    /// That line is a number, or was said.
    Srt,
}

/// Reads WebVTT.
///
/// # Errors
/// When there is no cue in it.
pub fn read_vtt(text: &str, options: &ReadOptions) -> Result<Found, ImportError> {
    read(text, Kind::WebVtt, options)
}

/// Reads SRT.
///
/// # Errors
/// When there is no cue in it.
pub fn read_srt(text: &str, options: &ReadOptions) -> Result<Found, ImportError> {
    read(text, Kind::Srt, options)
}

fn read(text: &str, kind: Kind, options: &ReadOptions) -> Result<Found, ImportError> {
    let mut file = cues::read(text, kind);
    if !file.cues.iter().any(|cue| cue.start.is_some()) {
        let like =
            if kind == Kind::Srt { "00:00:01,000 --> 00:00:03,000" } else { "00:01.000 --> 00:03.000" };
        let what =
            format!("there is no subtitle in it: nowhere stands a time such as `{like}` with words below it");
        return Err(ImportError::at(1, what));
    }
    let (cues, repeated) = rolling::without_repeats(file.cues);
    if repeated > 0 {
        file.notes.push(format!(
            "{repeated} lines stood in two subtitles because they rolled up the screen; each is taken once"
        ));
    }
    let (pieces, said) = names::utterances(cues);
    file.notes.extend(said);
    let joined = joined(pieces, options.merge_gap);
    file.notes.extend(joined.notes);
    let body = Body::Utterances(joined.utterances);
    let transcript = Transcript { language: file.language, body, ..Transcript::default() };
    Ok(Found { transcripts: vec![transcript], notes: file.notes, ..Found::default() })
}

#[cfg(test)]
mod tests;
