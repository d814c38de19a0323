//! Pieces of speech as machines cut them, put together to turns; and lines that a machine may have made up.
//!
//! Subtitles are cut where the screen is full, and speech recognition where it breathes. What one person says until the next
//! one speaks is one turn; where nobody is named, at least a sentence stays whole.

use super::transcript::Utterance;

/// Between pieces without a speaker, a longer silence ends a turn, in milliseconds.
const SILENCE: u64 = 2_000;
/// Without a speaker, a turn grows no further than this, in bytes: some recognition writes no full stops at all.
const LONG: usize = 600;
/// How often a piece stands behind itself before it is told.
const AGAIN: usize = 4;

/// Turns, and what should be said of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Joined {
    pub utterances: Vec<Utterance>,
    pub notes: Vec<String>,
}

/// Puts pieces together. `gap` is how many milliseconds there may be between two pieces of one turn; without it, any silence
/// for one speaker, and two seconds where nobody is named. Pieces without words are left out.
pub(super) fn joined(pieces: Vec<Utterance>, gap: Option<u64>) -> Joined {
    let mut joined = Joined { notes: made_up(&pieces), ..Joined::default() };
    let (mut unnamed, mut sentences) = (0, 0);
    for piece in pieces {
        if piece.text.trim().is_empty() {
            continue;
        }
        unnamed += usize::from(piece.speaker.is_none());
        match joined.utterances.last_mut() {
            Some(last) if goes_on(last, &piece, gap) => {
                last.text.push(' ');
                last.text.push_str(piece.text.trim());
                last.end = piece.end.or(last.end);
                last.start = last.start.or(piece.start);
            }
            _ => {
                sentences += usize::from(piece.speaker.is_none());
                joined.utterances.push(Utterance { text: piece.text.trim().to_owned(), ..piece });
            }
        }
    }
    if unnamed > sentences {
        joined.notes.push(format!(
            "{unnamed} pieces name no speaker; those that stop in the middle of a sentence were joined, which gives {sentences} turns"
        ));
    }
    joined
}

fn goes_on(last: &Utterance, piece: &Utterance, gap: Option<u64>) -> bool {
    if last.speaker != piece.speaker || last.heading.is_some() || piece.heading.is_some() {
        return false;
    }
    let silence = last.end.zip(piece.start).map_or(0, |(end, start)| start.saturating_sub(end));
    if last.speaker.is_some() {
        return gap.is_none_or(|gap| silence <= gap);
    }
    silence <= gap.unwrap_or(SILENCE)
        && last.text.len() + piece.text.len() <= LONG
        && !ends_sentence(&last.text)
        && !piece.text.starts_with(['-', '–', '—'])
}

/// True behind a full stop and its kin, also when quotation marks close behind it.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]".contains(c));
    bare.ends_with(['.', '?', '!', '…', ':', ';', '♪'])
}

/// What speech recognition writes where nothing is said: it learned that from subtitles. Folded as [`folded`] does.
const MADE_UP: [&str; 22] = [
    "ondertitels ingediend door de amara org gemeenschap",
    "ondertiteld door de amara org gemeenschap",
    "ondertiteling door de amara org gemeenschap",
    "ondertitels door de amara org gemeenschap",
    "tv gelderland 2021",
    "tv gelderland 2023",
    "bedankt voor het kijken",
    "dank u voor het kijken",
    "dank je wel voor het kijken",
    "dank u wel voor het kijken",
    "bedankt voor het kijken naar deze video",
    "bedankt voor het luisteren",
    "dank u wel voor het luisteren",
    "vergeet niet te abonneren",
    "abonneer je op ons kanaal",
    "tot de volgende keer in de volgende video",
    "zang en muziek",
    "subtitles by the amara org community",
    "thanks for watching",
    "thank you for watching",
    "please subscribe to my channel",
    "like and subscribe",
];

/// What seems made up by a machine, each a sentence. Nothing is taken out: somebody may have said it.
fn made_up(pieces: &[Utterance]) -> Vec<String> {
    let at = |piece: &Utterance| piece.start.map_or_else(String::new, |start| format!("{}: ", time(start)));
    let mut notes = Vec::new();
    let mut before = String::new();
    let mut again = 0;
    for piece in pieces {
        let words = folded(&piece.text);
        if MADE_UP.contains(&words.as_str()) || words.contains("amara org") {
            notes.push(format!(
                "{}«{}» is what speech recognition often makes up where nobody speaks; listen whether it was said",
                at(piece),
                piece.text.trim()
            ));
        }
        again = if words == before && !words.is_empty() { again + 1 } else { 1 };
        if again == AGAIN {
            notes.push(format!(
                "{}«{}» stands {AGAIN} times or more behind itself; speech recognition does that when it is stuck, so listen whether it was said",
                at(piece),
                piece.text.trim()
            ));
        }
        before = words;
    }
    notes
}

/// Words in small letters with one blank between them, without signs.
fn folded(text: &str) -> String {
    let bare: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    super::xml::one_line(&bare.to_lowercase())
}

/// `1:02:03` or `2:03`.
pub(super) fn time(milliseconds: u64) -> String {
    let (minutes, seconds) = (milliseconds / 60_000, milliseconds / 1000 % 60);
    match minutes / 60 {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{:02}:{seconds:02}", minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(speaker: &str, start: u64, end: u64, text: &str) -> Utterance {
        let speaker = (!speaker.is_empty()).then(|| speaker.to_owned());
        Utterance { speaker, start: Some(start), end: Some(end), text: text.to_owned(), heading: None }
    }

    fn said(joined: &Joined) -> Vec<(Option<u64>, Option<u64>, &str)> {
        joined.utterances.iter().map(|turn| (turn.start, turn.end, turn.text.as_str())).collect()
    }

    #[test]
    fn one_speaker_goes_on_until_the_next_one_speaks() {
        let pieces = vec![
            piece("Anna", 0, 900, " Ik dacht. "),
            piece("Anna", 9_000, 9_500, "Nou ja."),
            piece("Bram", 9_500, 9_900, "Wat?"),
            piece("Anna", 9_900, 9_950, " "),
            piece("Bram", 9_960, 9_990, "Zeg."),
        ];
        let all = joined(pieces.clone(), None);
        assert_eq!(
            said(&all),
            [(Some(0), Some(9_500), "Ik dacht. Nou ja."), (Some(9_500), Some(9_990), "Wat? Zeg.")]
        );
        assert_eq!(all.notes, [""; 0]);
        assert_eq!(joined(pieces, Some(1_000)).utterances.len(), 3);
    }

    #[test]
    fn without_speakers_a_sentence_stays_whole() {
        let pieces = vec![
            piece("", 0, 900, "We hadden het"),
            piece("", 900, 1_900, "over de kaart.\""),
            piece("", 1_900, 2_900, "En toen"),
            piece("", 5_000, 5_500, "niets meer"),
            piece("", 5_500, 5_600, "- Echt?"),
        ];
        let all = joined(pieces, None);
        assert_eq!(
            said(&all).iter().map(|turn| turn.2).collect::<Vec<_>>(),
            ["We hadden het over de kaart.\"", "En toen", "niets meer", "- Echt?"]
        );
        assert!(all.notes[0].starts_with("5 pieces name no speaker") && all.notes[0].ends_with("4 turns"));
    }

    #[test]
    fn what_a_machine_makes_up_is_told_and_stays() {
        let mut pieces =
            vec![piece("A", 61_000, 62_000, "Ondertitels ingediend door de Amara.org gemeenschap")];
        pieces.extend((0..6).map(|n| piece("A", n, n, "Ja, ja.")));
        let all = joined(pieces, None);
        assert_eq!(all.notes.len(), 2, "{:?}", all.notes);
        assert!(all.notes[0].starts_with("1:01: «Ondertitels"), "{}", all.notes[0]);
        assert!(all.utterances[0].text.contains("Amara.org") && all.notes[1].contains("«Ja, ja.»"));
        assert_eq!(time(3_723_004), "1:02:03");
    }
}
