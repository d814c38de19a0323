//! A file of subtitles, line by line: cues, and what is about them.

use super::Kind;
use super::tags::{self, Said};
use crate::text::read_clock;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct File {
    pub cues: Vec<Cue>,
    pub language: Option<String>,
    pub notes: Vec<String>,
}

/// One subtitle, or words that stand where one should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cue {
    /// In milliseconds from the start of the recording; `None` for words without a time.
    pub start: Option<u64>,
    pub end: Option<u64>,
    /// Its lines without tags; none is blank.
    pub lines: Vec<Said>,
}

/// Takes a file apart. Nothing in it is an error: what cannot be read is told.
pub(super) fn read(text: &str, kind: Kind) -> File {
    let mut reading = Reading::new(kind);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        // In WebVTT a line of blanks is no blank line: YouTube puts one above the words.
        if kind == Kind::WebVtt && !line.is_empty() && line.trim().is_empty() && reading.place == Place::Cue {
            continue;
        }
        reading.line(line.trim(), index as u64 + 1, lines.get(index + 1).copied().unwrap_or_default());
    }
    reading.end()
}

/// Where in a file a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `WEBVTT` and what follows it without a blank line.
    Header,
    /// Behind a blank line.
    Between,
    /// Behind the times of a cue.
    Cue,
    /// In a note, a style or a region, up to the next blank line.
    About,
    /// In words without a time.
    Loose,
}

struct Reading {
    kind: Kind,
    file: File,
    place: Place,
    voice: Option<String>,
    /// The lines of times that cannot be read.
    bad_times: Vec<u64>,
    /// How many blocks of words have no time, and the line of the first.
    loose: (usize, u64),
    notes: usize,
    offset: bool,
}

impl Reading {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            file: File::default(),
            place: Place::Between,
            voice: None,
            bad_times: Vec::new(),
            loose: (0, 0),
            notes: 0,
            offset: false,
        }
    }

    fn line(&mut self, line: &str, number: u64, next: &str) {
        if line.is_empty() {
            self.place = Place::Between;
            self.voice = None;
        } else if let Some(times) = times(line) {
            self.cue(times, number);
        } else if is_times(next) && self.is_about_next(line) {
            self.place = Place::Between;
        } else {
            self.words(line, number);
        }
    }

    /// True for the number or the name of the cue that begins on the next line.
    fn is_about_next(&self, line: &str) -> bool {
        let number = line.bytes().all(|byte| byte.is_ascii_digit());
        number || (self.kind == Kind::WebVtt && self.place == Place::Between && !line.starts_with("WEBVTT"))
    }

    fn cue(&mut self, times: Times, number: u64) {
        if times.end.is_none() {
            self.bad_times.push(number);
        }
        self.file.cues.push(Cue { start: times.start, end: times.end, lines: Vec::new() });
        self.place = Place::Cue;
        self.voice = None;
    }

    fn words(&mut self, line: &str, number: u64) {
        if self.place == Place::Between {
            self.place = self.block(line, number);
        }
        match self.place {
            Place::Header => self.header(line),
            Place::About | Place::Between => {}
            Place::Cue | Place::Loose => {
                let Some(cue) = self.file.cues.last_mut() else { return };
                for said in tags::read(line, &mut self.voice) {
                    if !said.text.is_empty() {
                        cue.lines.push(said);
                    }
                }
            }
        }
    }

    /// What a block is that begins with this line.
    fn block(&mut self, line: &str, number: u64) -> Place {
        let keyword = |word: &str| {
            line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        };
        if keyword("WEBVTT") && self.file.cues.is_empty() {
            return Place::Header;
        }
        if self.kind == Kind::WebVtt {
            if keyword("NOTE") {
                self.notes += 1;
                return Place::About;
            }
            if keyword("STYLE") || keyword("REGION") {
                return Place::About;
            }
        }
        if line.starts_with("X-TIMESTAMP-MAP") {
            self.offset = true;
            return Place::About;
        }
        if line.bytes().all(|byte| byte.is_ascii_digit()) {
            // The number of a cue that is not there, or of one without times; words below it are loose.
            return Place::Between;
        }
        if self.loose.0 == 0 {
            self.loose.1 = number;
        }
        self.loose.0 += 1;
        self.file.cues.push(Cue::default());
        Place::Loose
    }

    fn header(&mut self, line: &str) {
        if line.starts_with("X-TIMESTAMP-MAP") {
            self.offset = true;
        }
        if let Some((key, value)) = line.split_once(':')
            && key.trim().eq_ignore_ascii_case("language")
            && !value.trim().is_empty()
        {
            self.file.language = Some(value.trim().to_owned());
        }
    }

    fn end(mut self) -> File {
        let notes = &mut self.file.notes;
        if !self.bad_times.is_empty() {
            let lines: Vec<String> = self.bad_times.iter().take(5).map(u64::to_string).collect();
            let more = if self.bad_times.len() > 5 { " and further ones" } else { "" };
            notes.push(format!(
                "the times on line {}{more} cannot be read whole; what is said there is kept",
                lines.join(", ")
            ));
        }
        if self.loose.0 > 0 {
            notes.push(format!(
                "{} stretches of words have no time, the first on line {}; they are kept where they stand",
                self.loose.0, self.loose.1
            ));
        }
        if self.notes > 0 {
            notes.push(format!("{} notes (NOTE) of whoever made the file are left out", self.notes));
        }
        if self.offset {
            notes.push("its times were cut out of a stream (X-TIMESTAMP-MAP), so they may not begin with the recording".to_owned());
        }
        let empty = self.file.cues.iter().filter(|cue| cue.start.is_some() && cue.lines.is_empty()).count();
        if empty > 0 {
            notes.push(format!("{empty} subtitles hold no words and are left out"));
        }
        self.file
    }
}

/// The times of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Times {
    start: Option<u64>,
    end: Option<u64>,
}

/// The times on a line, when that is what it holds: `00:01.000 --> 00:03.000 align:start`, also with a shorter arrow or with
/// one time that cannot be read.
fn times(line: &str) -> Option<Times> {
    let start = read_clock(line);
    let behind = start.map_or(line, |(_, behind)| &line[behind..]).trim_start();
    let arrow = behind.trim_start_matches(['-', '–', '—']);
    if let Some(rest) = arrow.strip_prefix('>').filter(|_| start.is_some()) {
        let rest = rest.trim_start();
        let whole = |behind: usize| rest[behind..].chars().next().is_none_or(char::is_whitespace);
        let end = read_clock(rest).filter(|(_, behind)| whole(*behind)).map(|(end, _)| end);
        return Some(Times { start: start.map(|(start, _)| start), end });
    }
    // `00:00:0x.000 --> 00:00:07.000`: digits, signs and an arrow, and a time behind it.
    let (before, rest) = line.split_once("-->")?;
    let end = read_clock(rest.trim_start())?;
    let like_time =
        before.starts_with(|c: char| c.is_ascii_digit()) && before.contains(':') && before.len() <= 20;
    like_time.then_some(Times { start: None, end: Some(end.0) })
}

fn is_times(line: &str) -> bool {
    times(line.trim()).is_some()
}
