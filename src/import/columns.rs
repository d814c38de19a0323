//! Which column of a table says who speaks, when, and what: for tables in documents, CSV and Excel.

use super::transcript::Utterance;

/// Names of columns in which a speaker stands, folded: lower case, without signs.
const SPEAKER: [&str; 14] = [
    "speaker",
    "spreker",
    "speakername",
    "naam",
    "name",
    "who",
    "wie",
    "participant",
    "deelnemer",
    "role",
    "rol",
    "label",
    "person",
    "persoon",
];
const START: [&str; 14] = [
    "time",
    "tijd",
    "timestamp",
    "timecode",
    "tijdcode",
    "tijdstip",
    "start",
    "starttime",
    "begin",
    "begintijd",
    "starttijd",
    "in",
    "from",
    "van",
];
const END: [&str; 9] = ["end", "endtime", "eind", "einde", "eindtijd", "stop", "out", "to", "tot"];
const TEXT: [&str; 17] = [
    "text",
    "tekst",
    "transcript",
    "transcriptie",
    "transcription",
    "utterance",
    "uiting",
    "sentence",
    "zin",
    "content",
    "inhoud",
    "said",
    "gezegd",
    "speech",
    "message",
    "turntext",
    "bericht",
];

/// What stands in which column, counting from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// True when the first row names the columns.
    pub header: bool,
    pub speaker: Option<usize>,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub text: usize,
}

/// The columns by the names in the first row; `None` unless there is one for text, and one for speakers or times.
pub(super) fn by_names(header: &[String]) -> Option<Columns> {
    let folded: Vec<String> = header.iter().map(|name| folded(name)).collect();
    let find = |names: &[&str]| names.iter().find_map(|name| folded.iter().position(|cell| cell == name));
    let columns = Columns {
        header: true,
        speaker: find(&SPEAKER),
        start: find(&START),
        end: find(&END),
        text: find(&TEXT)?,
    };
    (columns.speaker.is_some() || columns.start.is_some()).then_some(columns)
}

/// The columns by the names in the first row or by what stands in them: times, a few short words that come back (speakers), and
/// what is longest (text).
pub(super) fn by_looks(rows: &[Vec<String>]) -> Option<Columns> {
    if let Some(columns) = rows.first().and_then(|row| by_names(row)) {
        return (rows.len() > 1).then_some(columns);
    }
    let width = rows.iter().map(Vec::len).max().filter(|width| (2..=5).contains(width))?;
    if rows.len() < 3 {
        return None;
    }
    let cells = |column: usize| rows.iter().filter_map(move |row| row.get(column)).map(|cell| cell.trim());
    let filled = |column: usize| cells(column).filter(|cell| !cell.is_empty());
    let length = |column: usize| cells(column).map(str::len).sum::<usize>();
    let text = (0..width).max_by_key(|&column| length(column))?;
    let most = |column: usize, is: &dyn Fn(&str) -> bool| {
        let all = filled(column).count();
        all > 0 && filled(column).filter(|cell| is(cell)).count() * 5 >= all * 4
    };
    let others = || (0..width).filter(|&column| column != text);
    let mut times = others().filter(|&column| most(column, &|cell| clock(cell).is_some()));
    let (start, end) = (times.next(), times.next());
    let speaker = others().filter(|&column| Some(column) != start && Some(column) != end).find(|&column| {
        let mut names: Vec<String> = filled(column).map(folded).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        all * 2 >= rows.len() && names.len() * 2 <= all && most(column, &is_label)
    });
    let columns = Columns { header: false, speaker, start, end, text };
    speaker.is_some().then_some(columns)
}

impl Columns {
    /// The rows as turns. A row in which nobody is named goes on with the turn before it; rows without text are left out.
    pub fn utterances(self, rows: &[Vec<String>]) -> Vec<Utterance> {
        let cell = |row: &[String], column: Option<usize>| {
            column.and_then(|column| row.get(column)).map(|cell| cell.trim().to_owned()).unwrap_or_default()
        };
        let mut said: Vec<Utterance> = Vec::new();
        for row in &rows[usize::from(self.header).min(rows.len())..] {
            let text = cell(row, Some(self.text));
            if text.is_empty() {
                continue;
            }
            let name = cell(row, self.speaker);
            let name = name.strip_suffix(':').unwrap_or(&name).trim();
            let start = clock(&cell(row, self.start));
            if let Some(before) =
                said.last_mut().filter(|_| self.speaker.is_some() && name.is_empty() && start.is_none())
            {
                before.text.push('\n');
                before.text.push_str(&text);
                continue;
            }
            said.push(Utterance {
                speaker: (!name.is_empty()).then(|| name.to_owned()),
                start,
                end: clock(&cell(row, self.end)),
                text,
                heading: None,
            });
        }
        said
    }
}

/// A name of a column or a speaker as it is compared: lower case, letters and digits alone.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Short, and nothing that a sentence would have.
fn is_label(cell: &str) -> bool {
    let ends = cell.ends_with(['.', '?', '!']) && cell.len() > 4;
    cell.chars().count() <= 40
        && cell.chars().any(char::is_alphabetic)
        && !cell.contains('\n')
        && !ends
        && cell.split_whitespace().count() <= 5
}

/// Milliseconds of a time as tables and transcripts write it: `0:05`, `00:14:05.5`, `[01:02]`, `12,5` or `12.5` seconds are no
/// times. `None` for anything else.
pub(super) fn clock(cell: &str) -> Option<u64> {
    let bare = cell.trim().trim_start_matches(['[', '(', '#']).trim_end_matches([']', ')', '#']).trim();
    let (whole, fraction) = match bare.split_once(['.', ',']) {
        Some((whole, fraction)) => (whole, fraction),
        None => (bare, ""),
    };
    let parts: Vec<&str> = whole.split(':').collect();
    let digits =
        |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(digits) || fraction.len() > 9 {
        return None;
    }
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let values: Vec<u64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    if values[1..].iter().any(|value| *value > 59) {
        return None;
    }
    let seconds = values.iter().fold(0, |sum, value| sum * 60 + value);
    let fraction: String = format!("{fraction}000").chars().take(3).collect();
    Some(seconds * 1000 + fraction.parse::<u64>().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn columns_are_known_by_their_names() {
        let header = rows(&[&["", "TimeStamp", "Turn", "Speaker", "Sentence", "Teacher Tag"]]).remove(0);
        let found = by_names(&header).unwrap();
        assert_eq!((found.speaker, found.start, found.end, found.text), (Some(3), Some(1), None, 4));
        let header = rows(&[&["Start time", "End time", "Spreker", "Tekst"]]).remove(0);
        let found = by_names(&header).unwrap();
        assert_eq!((found.speaker, found.start, found.end, found.text), (Some(2), Some(0), Some(1), 3));
        assert_eq!(by_names(&rows(&[&["id", "text"]])[0]), None, "text alone is a survey");
        assert_eq!(by_names(&rows(&[&["Naam", "Leeftijd"]])[0]), None);
    }

    #[test]
    fn columns_are_known_by_what_stands_in_them() {
        let table = rows(&[
            &["1", "0:00", "I:", "Hoe ging het, de eerste keer?"],
            &["2", "0:07", "R", "Wel goed, dacht ik."],
            &["3", "", "", "En de tweede ook."],
            &["4", "0:15", "I:", "Wat ging er dan goed?"],
            &["5", "0:20", "R", "Alles."],
        ]);
        let found = by_looks(&table).unwrap();
        assert_eq!((found.header, found.start, found.speaker, found.text), (false, Some(1), Some(2), 3));
        let said = found.utterances(&table);
        assert_eq!(said.len(), 4);
        assert_eq!((said[1].speaker.as_deref(), said[1].start), (Some("R"), Some(7000)));
        assert_eq!(said[1].text, "Wel goed, dacht ik.\nEn de tweede ook.");
        let other =
            rows(&[&["Plaats", "Utrecht"], &["Datum", "3 mei"], &["Duur", "een uur"], &["Wie", "Anna"]]);
        assert_eq!(by_looks(&other), None, "labels that do not come back are no speakers");
    }

    #[test]
    fn times_as_tables_write_them() {
        for (cell, expected) in [
            ("0:05", Some(5000)),
            ("[00:14:05.5]", Some(845_500)),
            (" 75:10 ", Some(4_510_000)),
            ("0:0:8.250", Some(8250)),
            ("12.5", None),
            ("1:75", None),
            ("", None),
            ("10:30uur", None),
            ("a:b", None),
        ] {
            assert_eq!(clock(cell), expected, "{cell}");
        }
    }
}
