//! What was found in a file, made into documents: the canonical text, the head, an id and a path.
//!
//! The same file and the same decisions give the same bytes. Nothing is written here; what a person wants to see before they
//! accept it is composed anew with each decision.

mod names;
mod write;

use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ImportError;
use super::format::{Format, ReadOptions, read, recognise};
use super::labels::{Voice, as_label, fold, in_text, voices};
use super::transcript::{Body, Found, Transcript, Utterance};
use crate::model::StudyConfig;
use crate::model::document::{FrontMatter, Origin};
use crate::model::hash::{hex, sha256};
use crate::model::head::{Head, with_values};
use crate::text::{Turns, labels_at};

pub use names::{Taken, corpus_folder, id_of, safe_stem};

/// A file that was read, before anything is decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its name, without folders.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// The SHA-256 of its bytes, as 64 hex digits.
    pub sha256: String,
    /// What was found in it.
    pub found: Found,
}

/// What a person decides about files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The folder of the documents, such as `corpus` or `corpus/cyclus-2`.
    pub folder: String,
    /// Labels and what they become; nothing for a label that is no speaker. Spellings of one label count as one.
    pub speakers: Vec<(String, String)>,
    /// Attributes of all documents, in order; they win from what a file says itself.
    pub attributes: Vec<(String, String)>,
}

/// A document that can be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composed {
    /// Its id.
    pub id: String,
    /// Its path in the study, with `/`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Head and text, as they are written.
    pub file: String,
    /// Who speaks in it, in order of appearance, with the spellings that were found.
    pub voices: Vec<Voice>,
    /// Which of their labels the study declares, and as what.
    pub declared: Vec<(String, Declared)>,
    /// How many turns it has, headings not counted.
    pub turns: usize,
    /// How many of them have a time.
    pub timed: usize,
    /// How many of them have no speaker.
    pub nameless: usize,
    /// What should be said about it, each a sentence.
    pub notes: Vec<String>,
}

/// What the study says about a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// It is no person.
    Strand,
    /// It is this participant, with these roles.
    Participant {
        /// The participant's id.
        id: String,
        /// Their roles, in the order of the study.
        roles: Vec<String>,
    },
}

impl Composed {
    /// What the study says about a label; `None` where it says nothing.
    pub fn declared_as(&self, label: &str) -> Option<&Declared> {
        self.declared.iter().find(|(known, _)| known == label).map(|(_, declared)| declared)
    }
}

/// Reads a file: `format` where the person says which one it is.
///
/// # Errors
/// One sentence that says what is wrong and what to do; without the name of the file.
pub fn prepare(bytes: &[u8], format: Option<Format>, options: &ReadOptions) -> Result<Draft, ImportError> {
    super::limits::check_size(bytes.len() as u64)?;
    let format = format.map_or_else(|| recognise(&options.name, bytes), Ok)?;
    let found = read(format, bytes, options)?;
    if found.transcripts.iter().all(|transcript| transcript.body.is_blank()) {
        return Err(ImportError::Empty);
    }
    Ok(Draft { name: options.name.clone(), format, sha256: hex(&sha256(bytes)), found })
}

/// Makes documents of a file. Their ids and paths are taken in `taken`.
///
/// # Errors
/// [`ImportError::Name`], [`ImportError::TooLong`], [`ImportError::Head`], [`ImportError::IdTaken`].
pub fn compose(
    draft: &Draft,
    decisions: &Decisions,
    config: &StudyConfig,
    taken: &mut Taken,
) -> Result<Vec<Composed>, ImportError> {
    let with_text = draft.found.transcripts.iter().filter(|transcript| !transcript.body.is_blank());
    with_text.map(|transcript| one(draft, transcript, decisions, config, taken)).collect()
}

fn one(
    draft: &Draft,
    transcript: &Transcript,
    decisions: &Decisions,
    config: &StudyConfig,
    taken: &mut Taken,
) -> Result<Composed, ImportError> {
    let mut composed = Composed::default();
    let language = transcript.language.as_deref().unwrap_or(config.language());
    let text = text_of(transcript, decisions, config, language, &mut composed);
    let stem = draft
        .name
        .rsplit_once('.')
        .filter(|(stem, _)| !stem.is_empty())
        .map_or(draft.name.as_str(), |(stem, _)| stem);
    let whole = match &transcript.part {
        Some(part) => format!("{stem}-{part}"),
        None => stem.to_owned(),
    };
    let stem = safe_stem(&whole).ok_or(ImportError::Name)?;
    let ending = if draft.format == Format::Text { "txt" } else { "md" };
    let own = transcript
        .head
        .as_deref()
        .map(FrontMatter::parse)
        .transpose()
        .map_err(|why| ImportError::Head { why })?;
    let folder = if decisions.folder.is_empty() { "corpus" } else { &decisions.folder };
    match own.as_ref().and_then(|front| front.id.clone()) {
        Some(id) if taken.has_id(&id) => return Err(ImportError::IdTaken { id }),
        Some(id) => {
            composed.path = taken.free_path(folder, &stem, ending, &id);
            composed.id = id;
        }
        None => {
            let wished = id_of(&stem);
            if wished.is_empty() {
                return Err(ImportError::Name);
            }
            (composed.id, composed.path) = taken.free(folder, &stem, ending, &wished);
            if composed.id != wished {
                let id = &composed.id;
                composed
                    .notes
                    .push(format!("another document is called `{wished}`, so this one is called `{id}`"));
            }
        }
    }
    composed.title = own
        .as_ref()
        .and_then(|front| front.title.clone())
        .or_else(|| transcript.title.clone())
        .unwrap_or(whole);
    let origin = Origin {
        file: draft.name.clone(),
        format: draft.format.id().to_owned(),
        sha256: draft.sha256.clone(),
        part: transcript.part.clone(),
    };
    composed.file = match &transcript.head {
        Some(head) => completed(head, &text, decisions, &origin)?,
        None => new_head(transcript, decisions, config, language, &composed, &origin) + &text,
    };
    if u32::try_from(composed.file.len()).is_err() {
        return Err(ImportError::TooLong);
    }
    Ok(composed)
}

/// The canonical text. Who speaks in it, and how many turns it has, goes into `composed`.
fn text_of(
    transcript: &Transcript,
    decisions: &Decisions,
    config: &StudyConfig,
    language: &str,
    composed: &mut Composed,
) -> String {
    let known: Vec<&str> = config
        .participants
        .iter()
        .flat_map(|person| person.labels.iter().map(String::as_str))
        .chain(config.strands.iter().map(|strand| strand.label.as_str()))
        .collect();
    let text = match &transcript.body {
        Body::Text(text) => {
            let declared = declared_in(transcript);
            let mut asked: Vec<&str> = known.clone();
            asked.extend(decisions.speakers.iter().map(|(old, _)| old.as_str()));
            // A head that names its speakers was made by somebody who knows them.
            let found = if declared.is_empty() { in_text(text, &asked) } else { only(text, &declared) };
            let (found, written) = decided(found, decisions, &known);
            composed.voices = found;
            relabelled(text, &written)
        }
        Body::Utterances(utterances) => {
            let labels = utterances.iter().filter(|one| one.heading.is_none() && !one.text.trim().is_empty());
            let found = voices(labels.filter_map(|one| one.speaker.as_deref()), &known);
            let (found, written) = decided(found, decisions, &known);
            composed.voices = found;
            written_of(utterances, &written, language, composed)
        }
    };
    count(&text, composed);
    let declared = |voice: &Voice| Some((voice.label.clone(), declared_as(&voice.label, config)?));
    composed.declared = composed.voices.iter().filter_map(declared).collect();
    text
}

fn declared_as(label: &str, config: &StudyConfig) -> Option<Declared> {
    if config.strands.iter().any(|strand| strand.label == label) {
        return Some(Declared::Strand);
    }
    let person = config.participants.iter().find(|person| person.labels.iter().any(|own| own == label))?;
    Some(Declared::Participant { id: person.id.clone(), roles: person.roles.clone() })
}

/// The speakers that the head of a file declares.
fn declared_in(transcript: &Transcript) -> Vec<String> {
    let front = transcript.head.as_deref().and_then(|head| FrontMatter::parse(head).ok());
    front.map_or_else(Vec::new, |front| front.speakers.into_iter().map(|(label, _)| label).collect())
}

/// The labels of a text whose speakers are declared.
fn only(text: &str, declared: &[String]) -> Vec<Voice> {
    let known: Vec<&str> = declared.iter().map(String::as_str).collect();
    let turns = Turns::parse(text, &known);
    let labels = (0..turns.len()).filter_map(|index| turns.label_text(text, index));
    labels.fold(Vec::<Voice>::new(), |mut voices, label| {
        match voices.iter_mut().find(|voice| voice.label == label) {
            Some(voice) => voice.spellings[0].1 += 1,
            None => voices.push(Voice {
                folded: fold(label),
                label: label.to_owned(),
                spellings: vec![(label.to_owned(), 1)],
            }),
        }
        voices
    })
}

/// How each spelling is written.
type Spellings = FxHashMap<String, Option<String>>;

/// The speakers as the person wants them, and how each spelling that was found is written; `None` for one that is no speaker.
fn decided(found: Vec<Voice>, decisions: &Decisions, known: &[&str]) -> (Vec<Voice>, Spellings) {
    let mut written = Spellings::default();
    let mut kept: Vec<Voice> = Vec::new();
    for mut voice in found {
        let wish = decisions.speakers.iter().rev().find(|(old, _)| fold(old) == voice.folded);
        if let Some((_, new)) = wish {
            voice.label = match known.iter().find(|label| fold(label) == fold(new)) {
                Some(declared) => as_label(declared),
                None if new.trim().is_empty() => String::new(),
                None => as_label(new),
            };
        }
        let label = Some(voice.label.clone()).filter(|label| !label.is_empty());
        written.extend(voice.spellings.iter().map(|(spelling, _)| (spelling.clone(), label.clone())));
        match kept.iter_mut().find(|other| other.label == voice.label) {
            Some(other) => other.spellings.extend(voice.spellings),
            None if label.is_some() => kept.push(voice),
            None => {}
        }
    }
    (kept, written)
}

/// The text with its labels written as they should be; all else stays.
fn relabelled(text: &str, written: &Spellings) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for at in labels_at(text) {
        let label = at.label.slice(text);
        if let Some(Some(new)) = written.get(label)
            && new != label
        {
            result.push_str(&text[done..at.label.start as usize]);
            result.push_str(new);
            done = at.label.end as usize;
        }
    }
    result.push_str(&text[done..]);
    result
}

fn written_of(
    utterances: &[Utterance],
    written: &Spellings,
    language: &str,
    composed: &mut Composed,
) -> String {
    let nobody = if language.starts_with("nl") { "Onbekend" } else { "Unknown" };
    let labels = written.iter().map(|(spelling, label)| (spelling.as_str(), label.clone())).collect();
    let done = write::write(utterances, &labels, nobody);
    for voice in &composed.voices {
        for (spelling, _) in
            voice.spellings.iter().filter(|(spelling, _)| fold(spelling) != fold(&voice.label))
        {
            if as_label(spelling) != *spelling {
                composed.notes.push(format!("the label `{spelling}` is written `{}`", voice.label));
            }
        }
    }
    if done.nameless > 0 {
        let spelling = (String::new(), done.nameless);
        composed.voices.push(Voice {
            folded: fold(nobody),
            label: nobody.to_owned(),
            spellings: vec![spelling],
        });
        composed
            .notes
            .push(format!("{} turns in which nobody is named stand under `{nobody}`", done.nameless));
    }
    if done.joined > 0 {
        composed.notes.push(format!(
            "{} lines that looked like the start of another turn were joined to the line before",
            done.joined
        ));
    }
    if done.empty > 0 {
        composed.notes.push(format!("{} turns without words were left out", done.empty));
    }
    done.text
}

/// Counts the turns as they will be read.
fn count(text: &str, composed: &mut Composed) {
    let known: Vec<&str> = composed.voices.iter().map(|voice| voice.label.as_str()).collect();
    let turns = Turns::parse(text, &known);
    for turn in turns.iter().filter(|turn| !turn.heading) {
        composed.turns += 1;
        composed.timed += usize::from(turn.time.is_some());
        composed.nameless += usize::from(turn.label.is_none());
    }
}

/// The head of a document that had none.
fn new_head(
    transcript: &Transcript,
    decisions: &Decisions,
    config: &StudyConfig,
    language: &str,
    composed: &Composed,
    origin: &Origin,
) -> String {
    let mut head = Head::default();
    head.pair("id", &composed.id);
    head.pair("title", &composed.title);
    head.pair("language", language);
    let mut used: FxHashSet<&str> = FxHashSet::default();
    let decided = decisions.attributes.iter().rev();
    // The last one with a name counts; what a file calls by a reserved word keeps its value under another.
    let mut attributes: Vec<(String, &str)> = Vec::new();
    for (key, value) in decided.chain(transcript.attributes.iter().rev()) {
        if used.insert(key) && !key.trim().is_empty() {
            let mut key = key.clone();
            while FrontMatter::is_reserved(&key) {
                key.push('_');
            }
            attributes.push((key, value));
        }
    }
    for (key, value) in attributes.iter().rev() {
        head.pair(key, value);
    }
    let role = |label: &str| {
        let person = config.participants.iter().find(|person| person.labels.iter().any(|own| own == label));
        person
            .and_then(|person| if let [role] = person.roles.as_slice() { Some(role.as_str()) } else { None })
    };
    let speakers =
        composed.voices.iter().map(|voice| (voice.label.as_str(), role(&voice.label).unwrap_or_default()));
    head.mapping("speakers", speakers);
    for (key, value) in origin.pairs() {
        head.pair(key, value);
    }
    head.finish()
}

/// A head that the file had itself, with what was decided and where it came from.
fn completed(head: &str, text: &str, decisions: &Decisions, origin: &Origin) -> Result<String, ImportError> {
    let mut file = String::with_capacity(head.len() + text.len() + 8);
    let _ = write!(file, "---\n{head}---\n{text}");
    let decided = decisions.attributes.iter().map(|(key, value)| (key.clone(), Some(value.clone())));
    let origin = origin.pairs().map(|(key, value)| (key.to_owned(), Some(value.to_owned())));
    let changes: Vec<(String, Option<String>)> = decided.chain(origin).collect();
    with_values(&file, &changes).map_err(|why| ImportError::Head { why })
}

#[cfg(test)]
mod tests;
