//! From words to a document: front matter, turns, sentences, and where each of them stands.

use std::fmt::Write as _;

use crate::text::Span;

use super::Turns;
use super::random::Random;
use super::vocabulary::{Language, Vocabulary};

/// Where turns and sentences stand, in bytes of the text.
#[derive(Debug, Default)]
pub struct Layout {
    /// What is said in each turn: from its first spoken character to its last.
    pub turns: Vec<Span>,
    /// All sentences in order; none crosses a turn.
    pub sentences: Vec<Span>,
}

const TRAJECTORIES: [&str; 3] = ["Verkenners", "Kruispunt", "Driehoek"];
const INSTRUMENTS: [&str; 5] =
    ["observatie-open", "observatie-gericht", "reflectieve-dialoog", "groepsgesprek", "vragenlijst-toptip"];
const ROLES: [(&str, &str); 4] =
    [("FA", "facilitator"), ("IO", "instituutsopleider"), ("SO", "schoolopleider"), ("ST", "student")];
const ASIDES: [&str; 6] =
    ["(lacht)", "[onverstaanbaar]", "(stilte)", "[door elkaar]", "// ja //", "(kijkt naar de kaart)"];
const ABBREVIATIONS: [[&str; 4]; 2] =
    [["bijv.", "o.a.", "d.w.z.", "enz."], ["e.g.", "i.e.", "etc.", "Mr. T."]];
const EMOJI: [&str; 6] = ["🙂", "👍🏽", "👩‍🏫", "🇳🇱", "🤔", "❤️"];
const SHORT: [[&str; 5]; 2] = [
    ["Ja.", "Nee.", "Precies.", "Hm.", "Ja, ja, dat klopt."],
    ["Yes.", "No.", "Exactly.", "Hm.", "Right, I see."],
];
const ENDS: [&str; 12] = [".", ".", ".", ".", ".", ".", "?", "?", "!", "...", "…", " --"];

/// What the front matter says.
#[derive(Debug)]
pub struct Head {
    number: u32,
    language: Language,
    instrument: &'static str,
    cycle: usize,
    trajectory: &'static str,
    session: usize,
    day: usize,
    speakers: Vec<(String, &'static str)>,
}

impl Head {
    /// The head of the document with this number; seven in ten are Dutch.
    pub fn new(number: u32, random: &mut Random) -> Self {
        let language = if number * 7 % 10 < 7 { Language::Dutch } else { Language::English };
        let speakers = (0..3 + random.below(5)).map(|seat| {
            let (label, role) = ROLES[if seat == 0 { 0 } else { 1 + random.below(ROLES.len() - 1) }];
            (format!("{label}{}", seat + 1), role)
        });
        Self {
            number,
            language,
            speakers: speakers.collect(),
            instrument: random.pick(&INSTRUMENTS),
            cycle: 1 + random.below(3),
            trajectory: random.pick(&TRAJECTORIES),
            session: 1 + random.below(4),
            day: random.below(28 * 12),
        }
    }

    /// The document's id.
    pub fn id(&self) -> String {
        format!("g{:05}", self.number + 1)
    }

    /// Where the file belongs, relative to the study.
    pub fn path(&self) -> String {
        format!("corpus/{}/{}.md", self.trajectory.to_lowercase(), self.id())
    }

    fn title(&self) -> String {
        let word = match self.language {
            Language::Dutch => "Verzonnen gesprek",
            Language::English => "Invented conversation",
        };
        format!("{word} {}", self.number + 1)
    }

    /// The front matter, both `---` lines included.
    pub fn front_matter(&self) -> String {
        let mut head = format!(
            "---\nid: {}\ntitle: {}\nlanguage: {}\nfictional: true\ndate: {}-{:02}-{:02}\ninstrument: {}\ncyclus: {}\n\
             traject: {}\nrun: 1\nsessie: {}\nspeakers:\n",
            self.id(),
            self.title(),
            self.language.tag(),
            2022 + self.cycle,
            1 + self.day / 28,
            1 + self.day % 28,
            self.instrument,
            self.cycle,
            self.trajectory,
            self.session,
        );
        for (label, role) in &self.speakers {
            // Writing to a string cannot fail.
            let _ = writeln!(head, "  {label}: {role}");
        }
        head.push_str("---\n");
        head
    }
}

/// Appends the text to `file`, which holds the front matter, until the whole is `bytes` long or just over.
pub fn write(
    vocabulary: &Vocabulary,
    head: &Head,
    turns: Turns,
    bytes: usize,
    file: &mut String,
    random: &mut Random,
) -> Layout {
    file.reserve((bytes + 256).saturating_sub(file.len()));
    let text_start = file.len();
    let mut writer = Writer { vocabulary, head, file, text_start, bytes, random, layout: Layout::default() };
    match turns {
        Turns::Natural => {
            let title = head.title();
            let _ = write!(writer.file, "# {title}\n\n");
            while writer.file.len() < bytes {
                let length = writer.natural_length();
                writer.turn((writer.file.len() + length).min(bytes));
            }
        }
        Turns::Count(count) => {
            for remaining in (1..=count as usize).rev() {
                let room = bytes.saturating_sub(writer.file.len());
                writer.turn(writer.file.len() + room / remaining);
            }
        }
        Turns::OneLine => writer.turn(bytes),
    }
    writer.layout
}

struct Writer<'a> {
    vocabulary: &'a Vocabulary,
    head: &'a Head,
    file: &'a mut String,
    text_start: usize,
    /// Wanted length of the whole file.
    bytes: usize,
    random: &'a mut Random,
    layout: Layout,
}

impl Writer<'_> {
    /// Length of a turn in bytes, label and time included.
    fn natural_length(&mut self) -> usize {
        match self.random.below(1000) {
            0..150 => 0,
            150..700 => 60 + self.random.below(300),
            700..997 => 300 + self.random.below(900),
            _ => 4_000 + self.random.below(16_000),
        }
    }

    /// A turn that ends where the file is `limit` bytes long, or with the word that crosses it.
    fn turn(&mut self, limit: usize) {
        let seconds = self.seconds();
        let (label, _) = &self.head.speakers[self.random.below(self.head.speakers.len())];
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        let _ = write!(self.file, "[{hours:02}:{minutes:02}:{:02}] {label}: ", seconds % 60);
        let start = self.place();
        let language = self.language();
        if self.file.len() >= limit {
            let short = self.random.pick(&SHORT[language as usize]);
            self.file.push_str(short);
            self.layout.sentences.push(Span::new(start, self.place()));
        }
        while self.file.len() < limit {
            if self.place() > start {
                self.file.push(' ');
            }
            self.sentence(language, limit);
        }
        // A line break inside a turn is no part of what `layout` says is spoken.
        self.layout.turns.push(Span::new(start, self.place()));
        self.file.push('\n');
    }

    fn sentence(&mut self, language: Language, limit: usize) {
        let start = self.place();
        match self.random.below(200) {
            0..8 => self.file.push_str("Eh... "),
            8..12 => {
                let aside = self.random.pick(&ASIDES);
                self.file.push_str(aside);
                self.file.push(' ');
            }
            _ => {}
        }
        let quoted = self.random.below(60) == 0;
        if quoted {
            self.file.push('„');
        }
        self.capital(language);
        for _ in 0..2 + self.random.below(18) {
            if self.file.len() >= limit {
                break;
            }
            match self.random.below(300) {
                0..24 => self.file.push_str(", "),
                24..28 => {
                    let abbreviation = self.random.pick(&ABBREVIATIONS[language as usize]);
                    self.file.push(' ');
                    self.file.push_str(abbreviation);
                    self.file.push(' ');
                }
                28 => {
                    let emoji = self.random.pick(&EMOJI);
                    self.file.push(' ');
                    self.file.push_str(emoji);
                    self.file.push(' ');
                }
                _ => self.file.push(' '),
            }
            let word = self.vocabulary.word(language, self.random);
            self.file.push_str(word);
        }
        let end = self.random.pick(&ENDS);
        self.file.push_str(end);
        if quoted {
            self.file.push('”');
        }
        self.layout.sentences.push(Span::new(start, self.place()));
    }

    /// A word with a capital.
    fn capital(&mut self, language: Language) {
        let word = self.vocabulary.word(language, self.random);
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            self.file.extend(first.to_uppercase());
            self.file.push_str(letters.as_str());
        }
    }

    /// Mostly the language of the document; people change over now and then.
    fn language(&mut self) -> Language {
        match (self.head.language, self.random.chance(3)) {
            (Language::Dutch, false) | (Language::English, true) => Language::Dutch,
            _ => Language::English,
        }
    }

    /// Where the text is now, in bytes.
    fn place(&self) -> u32 {
        (self.file.len() - self.text_start) as u32
    }

    /// The time at this place: 15 bytes a second, faster where a document would last more than 99 hours.
    fn seconds(&self) -> u64 {
        let whole = self.bytes.max(1) as u64;
        u64::from(self.place()) * (whole / 15).min(99 * 3600) / whole
    }
}
