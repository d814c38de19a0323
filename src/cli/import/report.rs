//! What is said about each file that was imported.

use std::fmt::Write as _;
use std::io;

use serde_json::{Value, json};

use super::Arguments;
use crate::cli::output::{self, Output};
use crate::cli::project::Told;
use crate::cli::words::counted;
use crate::import::compose::{Composed, Declared, Draft};
use crate::import::encoding::LineEnds;
use crate::import::labels::Voice;
use crate::import::pseudonyms::candidates::{Candidates, Kind};
use crate::import::run::{Arrived, Fate};

/// Words on standard output as files come, or JSON at the end.
pub(super) struct Report {
    output: Output,
    items: Option<Vec<Value>>,
    /// Documents.
    pub written: usize,
    projects: usize,
    known: usize,
    pub refused: usize,
    names: usize,
}

impl Report {
    pub(super) fn new(arguments: &Arguments) -> Self {
        let items = arguments.json.then(Vec::new);
        Self { output: Output::new(), items, written: 0, projects: 0, known: 0, refused: 0, names: 0 }
    }

    /// Says what came of a project.
    pub(super) fn project(&mut self, told: Told) -> io::Result<()> {
        match &mut self.items {
            Some(items) => items.push(told.json),
            None => {
                for line in told.lines {
                    self.output.text(&line)?;
                }
            }
        }
        self.projects += 1;
        Ok(())
    }

    /// Says why a file is not taken in.
    pub(super) fn refuse(&mut self, why: &str) {
        self.refused += 1;
        output::complain(why);
    }

    /// Says what became of a file.
    pub(super) fn file(&mut self, arrived: &Arrived, fate: &Fate) -> io::Result<()> {
        let shown = arrived.path.display().to_string();
        match fate {
            Fate::Documents(documents) => {
                self.written += documents.len();
                self.names += arrived.names;
            }
            Fate::Known(_) => self.known += 1,
            Fate::Refused(why) => {
                self.refused += 1;
                output::complain(&format!("{shown}: {why}"));
            }
        }
        if let Some(items) = &mut self.items {
            items.push(as_json(&shown, arrived, fate));
            return Ok(());
        }
        match fate {
            Fate::Documents(documents) => {
                for (nth, document) in documents.iter().enumerate() {
                    self.output.text(&format!("{}  {}", document.id, document.path))?;
                    if let (0, Ok(draft)) = (nth, &arrived.draft) {
                        self.output.text(&format!("    {}", of_file(draft, arrived.names)))?;
                    }
                    self.document(document)?;
                }
                if let Ok(draft) = &arrived.draft {
                    for note in &draft.found.notes {
                        self.output.text(&format!("    ! {note}"))?;
                    }
                }
            }
            Fate::Known(path) => self.output.text(&format!("{shown} is in the study already, as {path}"))?,
            Fate::Refused(_) => {}
        }
        Ok(())
    }

    fn document(&mut self, document: &Composed) -> io::Result<()> {
        let mut line = counted(document.turns, "turn");
        if document.timed > 0 {
            let _ = write!(line, ", {} with a time", document.timed);
        }
        if document.nameless > 0 && !document.voices.is_empty() {
            let _ = write!(line, ", {} without a speaker", document.nameless);
        }
        let (strands, people): (Vec<&Voice>, Vec<&Voice>) = document
            .voices
            .iter()
            .partition(|voice| document.declared_as(&voice.label) == Some(&Declared::Strand));
        for (word, voices) in [("speakers", people), ("strands", strands)] {
            let told: Vec<String> =
                voices.into_iter().map(|voice| of_voice(voice, document.declared_as(&voice.label))).collect();
            if !told.is_empty() {
                let _ = write!(line, "; {word}: {}", told.join(", "));
            }
        }
        self.output.text(&format!("    {line}"))?;
        for note in &document.notes {
            self.output.text(&format!("    ! {note}"))?;
        }
        Ok(())
    }

    /// Lists what may lead to a person, the most frequent first.
    pub(super) fn candidates(&mut self, candidates: &Candidates) -> io::Result<()> {
        let mut list: Vec<_> = candidates.iter().collect();
        list.sort_by(|a, b| (a.0.0, b.1).cmp(&(b.0.0, a.1)).then_with(|| a.0.1.cmp(&b.0.1)));
        if let Some(items) = &mut self.items {
            let one = |((kind, words), count): &(&(Kind, String), &usize)| json!({ "kind": kind.word(), "words": words, "count": count });
            items.push(json!({ "candidates": list.iter().map(one).collect::<Vec<_>>() }));
            return Ok(());
        }
        self.output.text(&format!("{} that may lead to a person:", counted(list.len(), "candidate")))?;
        for ((kind, words), count) in list {
            self.output.text(&format!("    {count:>4}  {:<9} {words}", kind.word()))?;
        }
        Ok(())
    }

    /// The last line, or the JSON.
    pub(super) fn finish(mut self, is_dry: bool) -> io::Result<()> {
        if let Some(items) = self.items {
            self.output.json_array(items)?;
            return self.output.finish();
        }
        if self.projects > 0 && self.written + self.known + self.refused == 0 {
            return self.output.finish();
        }
        let mut parts = vec![format!(
            "{} {}",
            counted(self.written, "document"),
            if is_dry { "would be written" } else { "written" }
        )];
        if self.known > 0 {
            parts.push(format!("{} known already", counted(self.known, "file")));
        }
        if self.refused > 0 {
            parts.push(format!("{} refused", counted(self.refused, "file")));
        }
        if self.names > 0 {
            parts.push(format!("{} replaced by tokens", counted(self.names, "name")));
        }
        self.output.text(&parts.join(", "))?;
        self.output.finish()
    }
}

/// A label with its turns, who that is, and how else it is spelled: `Vera 4 (SO4, schoolopleider; of which `vera` 1)`.
fn of_voice(voice: &Voice, declared: Option<&Declared>) -> String {
    let mut more = Vec::new();
    if let Some(Declared::Participant { id, roles }) = declared {
        let who: Vec<&str> = [id].into_iter().chain(roles).map(String::as_str).collect();
        more.push(who.join(", "));
    }
    let others =
        voice.spellings.iter().filter(|(spelling, _)| !spelling.is_empty() && *spelling != voice.label);
    let others: Vec<String> = others.map(|(spelling, count)| format!("`{spelling}` {count}")).collect();
    if !others.is_empty() {
        more.push(format!("of which {}", others.join(", ")));
    }
    let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join("; ")) };
    format!("{} {}{more}", voice.label, voice.turns())
}

/// Format, encoding, line ends.
fn of_file(draft: &Draft, names: usize) -> String {
    let mut parts = vec![draft.format.name().to_owned()];
    if let Some(decoding) = &draft.found.decoding {
        parts.push(decoding.encoding.name().to_owned());
        match decoding.line_ends {
            LineEnds { crlf: 0, .. } => {}
            LineEnds { lf: 0, .. } => parts.push("CRLF became LF".to_owned()),
            LineEnds { crlf, .. } => {
                parts.push(format!("{crlf} of its lines ended in CRLF and end in LF now"));
            }
        }
    }
    if names > 0 {
        parts.push(format!("{} replaced by tokens", counted(names, "name")));
    }
    parts.join(", ")
}

fn as_json(shown: &str, arrived: &Arrived, fate: &Fate) -> Value {
    let mut item = json!({ "file": shown });
    if let Ok(draft) = &arrived.draft {
        item["format"] = json!(draft.format.id());
        item["sha256"] = json!(draft.sha256);
        item["notes"] = json!(draft.found.notes);
        item["names_replaced"] = json!(arrived.names);
        if let Some(decoding) = &draft.found.decoding {
            item["encoding"] = json!(decoding.encoding.name());
            let LineEnds { lf, crlf, cr } = decoding.line_ends;
            item["line_ends"] = json!({ "lf": lf, "crlf": crlf, "cr": cr });
        }
    }
    match fate {
        Fate::Documents(documents) => {
            item["documents"] = documents.iter().map(document_as_json).collect();
        }
        Fate::Known(path) => item["known_as"] = json!(path),
        Fate::Refused(why) => item["error"] = json!(why),
    }
    item
}

fn document_as_json(document: &Composed) -> Value {
    let voices: Vec<Value> = document
        .voices
        .iter()
        .map(|voice| {
            let spellings: serde_json::Map<String, Value> =
                voice.spellings.iter().map(|(spelling, count)| (spelling.clone(), json!(count))).collect();
            let mut item = json!({ "label": voice.label, "turns": voice.turns(), "spellings": spellings });
            match document.declared_as(&voice.label) {
                Some(Declared::Strand) => item["strand"] = json!(true),
                Some(Declared::Participant { id, roles }) => {
                    item["participant"] = json!(id);
                    item["roles"] = json!(roles);
                }
                None => {}
            }
            item
        })
        .collect();
    json!({
        "id": document.id, "title": document.title, "path": document.path, "turns": document.turns,
        "turns_with_time": document.timed, "turns_without_speaker": document.nameless, "speakers": voices,
        "notes": document.notes,
    })
}
