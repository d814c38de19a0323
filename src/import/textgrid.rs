//! A TextGrid of Praat, in its long and its short form.
//!
//! Both forms hold the same values in the same order; the long one has names around them. So a file is read as its values alone:
//! numbers and texts in quotation marks, in which `""` is one.

use super::ImportError;
use super::format::ReadOptions;
use super::joined::joined;
use super::tiers::{self, Tier};
use super::transcript::{Body, Found, Transcript, Utterance};

/// More intervals than any recording has: a number that is larger is damaged.
const INTERVALS: u64 = 2_000_000;
/// More tiers than any recording has.
const TIERS: f64 = 10_000.0;

/// Reads a TextGrid. `options.tiers` names the tiers to take.
///
/// # Errors
/// When it is none or is damaged, or has no tier that was asked for.
pub fn read(text: &str, options: &ReadOptions) -> Result<Found, ImportError> {
    let mut values = Values { text, at: 0 };
    let tiers = tiers_of(&mut values)?;
    let chosen = tiers::choose(&tiers, &options.tiers, true, "Praat")?;
    let mut notes = chosen.notes;
    let mut utterances = Vec::new();
    for tier in &chosen.taken {
        if !tier.single_words() {
            utterances.extend(tier.utterances.iter().cloned());
            continue;
        }
        // What is not parted by silence belongs together.
        let together =
            joined(tier.utterances.clone(), Some(options.merge_gap.unwrap_or(tiers::TOUCH))).utterances;
        notes.push(format!(
            "`{}` holds {} single words; those without a silence between them are one turn, which gives {}",
            tier.name,
            tier.utterances.len(),
            together.len()
        ));
        utterances.extend(together);
    }
    let utterances = tiers::in_order(utterances.into_iter());
    if utterances.is_empty() {
        return Err(ImportError::at(1, "no interval in it holds words; choose other tiers with --tiers"));
    }
    let transcript = Transcript { body: Body::Utterances(utterances), ..Transcript::default() };
    Ok(Found { transcripts: vec![transcript], notes, ..Found::default() })
}

/// The values of a file, in order.
struct Values<'t> {
    text: &'t str,
    at: usize,
}

enum Value {
    Number(f64),
    Words(String),
    /// `<exists>` and other flags.
    Flag,
}

impl Values<'_> {
    fn next(&mut self) -> Option<Value> {
        loop {
            let rest = &self.text[self.at..];
            let from = rest.len() - rest.trim_start().len();
            let rest = &rest[from..];
            let first = rest.chars().next()?;
            let start = self.at + from;
            if first == '"' {
                let (words, length) = quoted(rest);
                self.at = start + length;
                return Some(Value::Words(words));
            }
            let end = rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len());
            let word = &rest[..end];
            self.at = start + end;
            if first == '!' {
                // A remark up to the end of the line.
                self.at = start + rest.find('\n').unwrap_or(rest.len());
            } else if first == '<' && word.ends_with('>') {
                return Some(Value::Flag);
            } else if let Ok(number) = word.parse::<f64>()
                && number.is_finite()
            {
                return Some(Value::Number(number));
            } else if let Some(quote) = word.find('"') {
                // A name that touches its text: `text="ja"`.
                self.at = start + quote;
            } else if let Some(equals) = word.find('=')
                && equals + 1 < word.len()
            {
                self.at = start + equals + 1;
            }
        }
    }

    fn number(&mut self, what: &str) -> Result<f64, ImportError> {
        match self.next() {
            Some(Value::Number(number)) => Ok(number),
            other => Err(self.wrong(what, other.as_ref())),
        }
    }

    fn words(&mut self, what: &str) -> Result<String, ImportError> {
        match self.next() {
            Some(Value::Words(words)) => Ok(words),
            other => Err(self.wrong(what, other.as_ref())),
        }
    }

    /// A time in milliseconds. Praat counts from below zero in some files.
    fn time(&mut self, what: &str) -> Result<u64, ImportError> {
        Ok((self.number(what)?.clamp(0.0, 3.2e8) * 1000.0).round() as u64)
    }

    fn count(&mut self, what: &str) -> Result<u64, ImportError> {
        let number = self.number(what)?;
        if (0.0..=INTERVALS as f64).contains(&number) {
            return Ok(number as u64);
        }
        Err(self.wrong(what, Some(&Value::Number(number))))
    }

    fn wrong(&self, what: &str, seen: Option<&Value>) -> ImportError {
        let line = crate::model::lines::line_of(self.text, self.at);
        let seen = match seen {
            None => "the file ends".to_owned(),
            Some(Value::Number(number)) => format!("the number {number} stands"),
            Some(Value::Words(words)) => format!("\"{}\" stands", words.chars().take(30).collect::<String>()),
            Some(Value::Flag) => "a flag stands".to_owned(),
        };
        ImportError::at(line, format!("{seen} where {what} should be; save the TextGrid again in Praat"))
    }
}

/// The text in quotation marks at the start of `rest`, and how many bytes it takes.
fn quoted(rest: &str) -> (String, usize) {
    let mut words = String::new();
    let mut at = 1;
    while let Some(quote) = rest[at..].find('"') {
        words.push_str(&rest[at..at + quote]);
        at += quote + 1;
        if !rest[at..].starts_with('"') {
            return (words, at);
        }
        words.push('"');
        at += 1;
    }
    words.push_str(&rest[at..]);
    (words, rest.len())
}

fn tiers_of(values: &mut Values<'_>) -> Result<Vec<Tier>, ImportError> {
    let kind = values.words("\"ooTextFile\"")?;
    if !kind.starts_with("ooTextFile") {
        return Err(ImportError::at(
            1,
            "this is no TextGrid as text; in Praat, save it with \"Save as text file\"",
        ));
    }
    let class = values.words("\"TextGrid\"")?;
    if class != "TextGrid" {
        let class: String = class.chars().take(30).collect();
        return Err(ImportError::at(1, format!("it holds a {class} of Praat, not a TextGrid")));
    }
    values.number("the start")?;
    values.number("the end")?;
    let count = match values.next() {
        Some(Value::Flag) => values.count("the number of tiers")?,
        Some(Value::Number(number)) if (0.0..=TIERS).contains(&number) => number as u64,
        other => return Err(values.wrong("the number of tiers", other.as_ref())),
    };
    let mut tiers: Vec<Tier> = Vec::new();
    for _ in 0..count {
        let class = values.words("the kind of a tier")?;
        let points = match class.as_str() {
            "IntervalTier" => false,
            "TextTier" => true,
            other => {
                let other = Value::Words(other.to_owned());
                return Err(values.wrong("\"IntervalTier\" or \"TextTier\"", Some(&other)));
            }
        };
        let named = values.words("the name of a tier")?;
        let name = unlike(&tiers, super::xml::one_line(&named));
        values.number("the start of a tier")?;
        values.number("the end of a tier")?;
        let mut tier = Tier { name, points, ..Tier::default() };
        for _ in 0..values.count("the number of intervals")? {
            let start = values.time("the start of an interval")?;
            let end = if points { None } else { Some(values.time("the end of an interval")?) };
            let text = tiers::paragraphs(&values.words("the text of an interval")?);
            if !text.is_empty() {
                let speaker = Some(tier.name.clone());
                tier.utterances.push(Utterance { speaker, start: Some(start), end, text, heading: None });
            }
        }
        tiers.push(tier);
    }
    Ok(tiers)
}

/// A name that no tier has yet: two people may be called the same.
fn unlike(tiers: &[Tier], name: String) -> String {
    let name = if name.is_empty() { "tier".to_owned() } else { name };
    let taken = |name: &str| tiers.iter().any(|tier| tier.name == name);
    if !taken(&name) {
        return name;
    }
    (2..=tiers.len() + 2)
        .map(|number| format!("{name} {number}"))
        .find(|numbered| !taken(numbered))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::super::mutated::never_panics;
    use super::*;

    const LONG: &str = r#"File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 5.5
tiers? <exists>
size = 3
item []:
    item [1]:
        class = "IntervalTier"
        name = "Anna"
        xmin = 0
        xmax = 5.5
        intervals: size = 3
        intervals [1]:
            xmin = 0
            xmax = 1.25
            text = "Zeg ""ja"" tegen
de brug"
        intervals [2]:
            xmin = 1.25
            xmax = 3
            text = ""
        intervals [3]:
            xmin = 3
            xmax = 5.5
            text = "En dan = 5 ! nee"
    item [2]:
        class = "IntervalTier"
        name = "Anna"
        xmin = 0
        xmax = 5.5
        intervals: size = 1
        intervals [1]:
            xmin = 1
            xmax = 2
            text = "Wat dan?"
    item [3]:
        class = "TextTier"
        name = "klik"
        xmin = 0
        xmax = 5.5
        points: size = 1
        points [1]:
            number = 2
            mark = "x"
"#;
    const SHORT: &str = "File type = \"ooTextFile\"\n\"TextGrid\"\n\n0\n3\n<exists>\n1\n\"IntervalTier\"\n\"woorden\"\n0\n3\n7\n0\n1\n\"een\"\n1\n1.5\n\"brug\"\n1.5\n1.6\n\"is\"\n1.6\n1.7\n\"geen\"\n1.7\n1.8\n\"muur\"\n1.8\n2\n\"\"\n2\n3\n\"toch\"\n";

    fn turns(text: &str, tiers: &[&str]) -> Vec<(String, Option<u64>, Option<u64>, String)> {
        let options = ReadOptions {
            tiers: tiers.iter().map(|&tier| tier.to_owned()).collect(),
            ..ReadOptions::default()
        };
        let found = read(text, &options).unwrap();
        let Body::Utterances(utterances) = &found.transcripts[0].body else { panic!("{found:?}") };
        let turn =
            |turn: &Utterance| (turn.speaker.clone().unwrap(), turn.start, turn.end, turn.text.clone());
        utterances.iter().map(turn).collect()
    }

    #[test]
    fn the_long_form_is_read() {
        // Counted by hand in the file above: three intervals with words in two tiers, and one point.
        assert_eq!(
            turns(LONG, &[]),
            [
                ("Anna".to_owned(), Some(0), Some(1_250), "Zeg \"ja\" tegen\nde brug".to_owned()),
                ("Anna 2".to_owned(), Some(1_000), Some(2_000), "Wat dan?".to_owned()),
                ("Anna".to_owned(), Some(3_000), Some(5_500), "En dan = 5 ! nee".to_owned()),
            ]
        );
        assert_eq!(turns(LONG, &["klik"]), [("klik".to_owned(), Some(2_000), None, "x".to_owned())]);
    }

    #[test]
    fn single_words_without_silence_between_them_are_one_turn() {
        assert_eq!(
            turns(SHORT, &[]),
            [
                ("woorden".to_owned(), Some(0), Some(1_800), "een brug is geen muur".to_owned()),
                ("woorden".to_owned(), Some(2_000), Some(3_000), "toch".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_none_gets_its_sentence() {
        let refused = |text: &str| read(text, &ReadOptions::default()).unwrap_err().to_string();
        assert!(refused(&LONG[..500]).contains("the file ends"), "{}", refused(&LONG[..500]));
        assert!(refused("File type = \"ooBinaryFile\"").contains("Save as text file"));
        assert!(refused("").contains("line 1"));
        let many = SHORT.replace("\n7\n", "\n99999999999\n");
        assert!(refused(&many).contains("99999999999"), "{}", refused(&many));
    }

    #[test]
    fn nothing_panics() {
        never_panics(LONG, |text| drop(read(text, &ReadOptions::default())));
        never_panics(SHORT, |text| drop(read(text, &ReadOptions::default())));
    }
}
