//! What a project becomes in a study, worked out whole before anything is written.

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use super::{MemoOn, Place, Project, ProjectCoding};
use crate::import::ImportError;
use crate::import::blocks::{counted, line, quoted};
use crate::import::codebook_qdc::{QdcCodebook, QdcOptions};
use crate::model::codebook::{Code, Patch, ReadFamily, check_id, patches};
use crate::model::coding::Memo;
use crate::model::event::{Body, Target};
use crate::model::hash::TextHash;
use crate::model::head::front_matter;
use crate::model::quote::Anchor;
use crate::model::study::Study;

/// Keys of a head that are no attributes.
const RESERVED: [&str; 5] = ["id", "title", "language", "speakers", "source"];

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectPlan {
    /// Files to write, which are not there: path in the study, and what stands in them.
    pub documents: Vec<(String, String)>,
    /// How many documents are there already, with the same text.
    pub documents_there: usize,
    /// What changes in the codebook, by family.
    pub codebook: Vec<(String, Vec<Patch>)>,
    /// What each coder does, by name; each event has its id, so that others can name it.
    pub layers: Vec<(String, Vec<(Uuid, Body)>)>,
    /// How many codings are made, and how many of them stand where their quote was found and not at their position.
    pub codings: usize,
    /// Codings whose quote was found elsewhere than at their position.
    pub moved: usize,
    /// Codings without a quote to hold them against.
    pub unchecked: usize,
    /// Codings that stand nowhere in the text; each is a memo on its document.
    pub orphans: usize,
    /// Codings that are there already.
    pub codings_there: usize,
    /// Memos that are made.
    pub memos: usize,
    /// What a person should know, each a sentence.
    pub notes: Vec<String>,
}

/// How a project is taken in.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlanOptions<'a> {
    /// The family for its codes; `None`: one that is called as the project.
    pub family: Option<&'a str>,
    /// The folder below `corpus/` for its documents; `None`: one that is called as the project.
    pub folder: Option<&'a str>,
    /// What the project's file is called, for a project that has no name itself.
    pub name: &'a str,
    /// The coder who takes it in, and gets the memos of which nobody is said to have written them.
    pub own: &'a str,
}

/// Works out what a project becomes in this study. `families` are its family files as they stand.
///
/// # Errors
/// When names cannot be used, or what is there stands in the way; nothing is written either way.
pub fn plan(
    project: &Project,
    study: &Study,
    families: &[ReadFamily],
    options: PlanOptions<'_>,
) -> Result<ProjectPlan, ImportError> {
    let name = if project.name.trim().is_empty() { options.name } else { &project.name };
    let slug = slug(name).unwrap_or_else(|| project.program.to_lowercase());
    let mut plan = ProjectPlan { notes: project.notes.clone(), ..ProjectPlan::default() };
    let documents = documents(project, study, options.folder.unwrap_or(&slug), &mut plan)?;
    let codes = codes(project, study, families, options.family.unwrap_or(&slug), &mut plan)?;
    let mut layers = Layers::of(project, study, options.own, &mut plan);
    for coding in &project.codings {
        layers.coding(coding, &documents, &codes, &mut plan);
    }
    for memo in &project.memos {
        let on = match memo.on {
            MemoOn::Study => Target::Study,
            MemoOn::Document(document) => Target::Document(documents[document].id.clone()),
            MemoOn::Code(code) => Target::Code(codes[code].id.clone()),
        };
        let words = match memo.title.trim() {
            "" => memo.words.clone(),
            title => format!("{title}\n\n{}", memo.words),
        };
        let layer = memo.coder.map_or(layers.own, |coder| layers.places[coder]);
        layers.memo(layer, on, words, &mut plan);
    }
    plan.layers = layers.end();
    say_places(&mut plan);
    Ok(plan)
}

/// A document of the study.
struct Known<'p> {
    id: String,
    text: &'p str,
    hash: TextHash,
}

fn documents<'p>(
    project: &'p Project,
    study: &Study,
    folder: &str,
    plan: &mut ProjectPlan,
) -> Result<Vec<Known<'p>>, ImportError> {
    let mut ids: FxHashSet<String> =
        study.documents().iter().map(|document| document.id.to_lowercase()).collect();
    let mut paths: FxHashSet<String> =
        study.documents().iter().map(|document| document.path.to_lowercase()).collect();
    let mut known = Vec::new();
    let mut renamed = Vec::new();
    for document in &project.documents {
        let stem = slug_of_file(&document.name);
        let source = format!("{}: {}", project.program, line(&document.name));
        if u32::try_from(document.text.len()).is_err() {
            return Err(ImportError::TooLong);
        }
        let is_same = |there: &&crate::model::Document| {
            there.attribute("source") == Some(source.as_str())
                && there.text_length as usize == document.text.len()
        };
        if let Some(there) = study.documents().iter().find(is_same) {
            plan.documents_there += 1;
            known.push(Known {
                id: there.id.clone(),
                text: &document.text,
                hash: TextHash::of(&document.text),
            });
            continue;
        }
        let mut id = stem.clone();
        for number in 2.. {
            let path = format!("corpus/{folder}/{id}.txt");
            if ids.insert(id.to_lowercase()) && paths.insert(path.to_lowercase()) {
                break;
            }
            id = format!("{stem}-{number}");
        }
        if id != stem {
            renamed.push(format!("{stem} → {id}"));
        }
        let mut head: Vec<(String, &str)> =
            vec![("id".to_owned(), &id), ("title".to_owned(), &document.name)];
        head.push(("language".to_owned(), study.config.language()));
        head.push(("source".to_owned(), &source));
        for (name, value) in &document.attributes {
            let key = key_of(name);
            if !head.iter().any(|(known, _)| *known == key) {
                head.push((key, value));
            }
        }
        let pairs: Vec<(&str, &str)> = head.iter().map(|(key, value)| (key.as_str(), *value)).collect();
        plan.documents.push((format!("corpus/{folder}/{id}.txt"), front_matter(&pairs) + &document.text));
        known.push(Known { id, text: &document.text, hash: TextHash::of(&document.text) });
    }
    if !renamed.is_empty() {
        plan.notes.push(format!("documents whose names were taken got others: {}", renamed.join(", ")));
    }
    Ok(known)
}

/// The codes of the study that those of the project are or become, in the order of the project.
fn codes(
    project: &Project,
    study: &Study,
    families: &[ReadFamily],
    family: &str,
    plan: &mut ProjectPlan,
) -> Result<Vec<Code>, ImportError> {
    if project.codes.is_empty() {
        return Ok(Vec::new());
    }
    let options =
        QdcOptions { language: study.config.language(), family: Some(family), ..QdcOptions::default() };
    let applied = QdcCodebook::of_project(&project.codes, &project.groups).apply(families, options)?;
    plan.notes.extend(applied.notes);
    for (nth, family) in applied.families.iter().enumerate() {
        let list = patches(families.get(nth), family);
        if !list.is_empty() || nth >= families.len() {
            plan.codebook.push((family.family.id.clone(), list));
        }
    }
    let by_guid: FxHashMap<Uuid, &Code> =
        applied.families.iter().flat_map(|read| &read.codes).map(|(code, _)| (code.guid(), code)).collect();
    let find =
        |code: &super::ProjectCode| code.guid.and_then(|guid| by_guid.get(&guid)).map(|code| (*code).clone());
    let missing = |code: &super::ProjectCode| ImportError::Broken {
        why: format!("its code {} stands there twice", quoted(&line(&code.name))),
    };
    project.codes.iter().map(|code| find(code).ok_or_else(|| missing(code))).collect()
}

/// What each coder does.
struct Layers<'s> {
    study: &'s Study,
    /// By the coders of the project: the place in `of`.
    places: Vec<usize>,
    /// The layer of the coder who takes the project in.
    own: usize,
    of: Vec<(String, Vec<(Uuid, Body)>)>,
    seen: FxHashSet<(usize, String, u32, u32, String)>,
}

impl<'s> Layers<'s> {
    fn of(project: &Project, study: &'s Study, own: &str, plan: &mut ProjectPlan) -> Self {
        let mut layers: Vec<(String, Vec<(Uuid, Body)>)> = vec![(own.to_owned(), Vec::new())];
        let mut places = Vec::new();
        for coder in &project.coders {
            let name = coder_name(coder).unwrap_or_else(|| project.program.to_lowercase());
            if name != *coder {
                plan.notes.push(format!("the coder {} is called `{name}` here", quoted(&line(coder))));
            }
            // On some systems two names that differ in case are one folder.
            let place = layers.iter().position(|(known, _)| known.to_lowercase() == name.to_lowercase());
            places.push(place.unwrap_or_else(|| {
                layers.push((name, Vec::new()));
                layers.len() - 1
            }));
        }
        Self { study, places, own: 0, of: layers, seen: FxHashSet::default() }
    }

    fn push(&mut self, layer: usize, body: Body) -> Uuid {
        let id = Uuid::now_v7();
        self.of[layer].1.push((id, body));
        id
    }

    fn memo(&mut self, layer: usize, on: Target, words: String, plan: &mut ProjectPlan) {
        if self.has_memo(layer, &on, &words) {
            return;
        }
        plan.memos += 1;
        self.push(layer, Body::Memo { on, kind: "analytisch".to_owned(), words });
    }

    fn coding(
        &mut self,
        coding: &ProjectCoding,
        documents: &[Known<'_>],
        codes: &[Code],
        plan: &mut ProjectPlan,
    ) {
        let document = &documents[coding.document];
        let code = coding.code.map(|code| &codes[code]);
        let anchor = coding.place.span().and_then(|span| Anchor::new(document.text, document.hash, span));
        let Some(anchor) = anchor else {
            plan.orphans += 1;
            let words = orphan_words(coding, code);
            self.memo(self.places[coding.coder], Target::Document(document.id.clone()), words, plan);
            return;
        };
        let span = anchor.span;
        let layer = self.places[coding.coder];
        let code_id = code.map(|code| code.id.clone()).unwrap_or_default();
        let is_new = self.seen.insert((layer, document.id.clone(), span.start, span.end, code_id.clone()));
        if !is_new && coding.memo.is_empty() || self.is_there(layer, &document.id, span, &code_id) {
            plan.codings_there += 1;
            return;
        }
        match coding.place {
            Place::Moved(..) => plan.moved += 1,
            Place::Unchecked(_) => plan.unchecked += 1,
            Place::Exact(_) | Place::Orphan { .. } => {}
        }
        plan.codings += 1;
        let body = match code {
            Some(code) => Body::Code {
                document: document.id.clone(),
                anchor,
                code: code.id.clone(),
                revision: code.revision,
                facets: Vec::new(),
            },
            None => Body::Mark { document: document.id.clone(), anchor },
        };
        let id = self.push(layer, body);
        if coding.is_important {
            self.push(layer, Body::Star { coding: id, on: true });
        }
        if !coding.memo.is_empty() {
            plan.memos += 1;
            let body = Body::Memo {
                on: Target::Coding(id),
                kind: "analytisch".to_owned(),
                words: coding.memo.clone(),
            };
            self.push(layer, body);
        }
    }

    /// True when the coder has this very coding in the study.
    fn is_there(&self, layer: usize, document: &str, span: crate::text::Span, code: &str) -> bool {
        let study = self.study;
        let Some(document) = study.find_document(document) else { return false };
        study.codings_in(document.key, span).any(|(at, key)| {
            let there = study.coding(key);
            let its_code = there.code.map(|code| study.code_id(code)).unwrap_or_default();
            at == span && its_code == code && study.coder_name(there.coder) == self.of[layer].0
        })
    }

    fn has_memo(&self, layer: usize, on: &Target, words: &str) -> bool {
        let study = self.study;
        let is_his = |memo: &&Memo| study.coder_name(memo.coder) == self.of[layer].0;
        study.memos_on(on).iter().any(|memo| is_his(memo) && memo.words == words)
    }

    fn end(mut self) -> Vec<(String, Vec<(Uuid, Body)>)> {
        self.of.retain(|(_, bodies)| !bodies.is_empty());
        self.of
    }
}

/// What an orphan says, as a memo.
fn orphan_words(coding: &ProjectCoding, code: Option<&Code>) -> String {
    let Place::Orphan { quote, at } = &coding.place else { return coding.memo.clone() };
    let code = code.map_or_else(|| "no code".to_owned(), |code| format!("the code `{}`", code.id));
    let mut words =
        format!("A coding that stands nowhere in this text (any more), with {code}; its position was {at}.");
    if !quote.trim().is_empty() {
        words.extend(["\n\n\u{201c}", quote.trim(), "\u{201d}"]);
    }
    if !coding.memo.is_empty() {
        words.extend(["\n\n", &coding.memo]);
    }
    words
}

fn say_places(plan: &mut ProjectPlan) {
    let mut say = |count: usize, one: &str, more: &str| {
        if count > 0 {
            plan.notes.push(counted(count, one, more));
        }
    };
    say(
        plan.moved,
        "coding did not stand at its position; its quote was found elsewhere and it stands there now",
        "codings did not stand at their positions; their quotes were found elsewhere and they stand there now",
    );
    say(
        plan.unchecked,
        "passage has no quote that its position could be held against",
        "passages have no quote that their positions could be held against",
    );
    say(
        plan.orphans,
        "coding stands nowhere in its text; it is kept as a memo on the document",
        "codings stand nowhere in their texts; they are kept as memos on the documents",
    );
    say(plan.codings_there, "coding is there already", "codings are there already");
}

/// A name that can be an id and a folder: lower-case letters, digits, `-` and `_`.
fn slug(name: &str) -> Option<String> {
    let mut slug = String::new();
    for c in name.trim().chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() || c == '_' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    while slug.len() > 48 {
        slug.pop();
    }
    let slug = slug.trim_end_matches('-').to_owned();
    check_id(&slug).is_ok().then_some(slug)
}

/// The id of a document from its name, without the ending of a file.
fn slug_of_file(name: &str) -> String {
    const ENDINGS: [&str; 9] = ["txt", "md", "docx", "odt", "pdf", "rtf", "html", "htm", "doc"];
    let name = line(name);
    let stem = name
        .rsplit_once('.')
        .filter(|(_, ending)| ENDINGS.contains(&ending.to_lowercase().as_str()))
        .map_or(name.as_str(), |(stem, _)| stem);
    let mut id = String::new();
    for c in stem.chars() {
        match c {
            c if c.is_alphanumeric() || matches!(c, '_' | '.') => id.push(c),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
        if id.len() > 100 {
            break;
        }
    }
    let id = id.trim_matches(['-', '.']).to_owned();
    if id.is_empty() { "document".to_owned() } else { id }
}

/// A key of a head from the name of an attribute.
fn key_of(name: &str) -> String {
    let key: String =
        line(name).chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let key = key.trim_matches('-').to_owned();
    let starts_well = key.starts_with(char::is_alphabetic);
    let is_free = starts_well && !RESERVED.contains(&key.to_lowercase().as_str());
    if is_free { key } else { format!("x-{key}") }
}

/// A coder's name that can be a folder.
fn coder_name(name: &str) -> Option<String> {
    let is_bad =
        |c: char| matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control();
    let name: String = line(name).chars().map(|c| if is_bad(c) { '-' } else { c }).collect();
    let mut name = name.trim_start_matches(['.', '-', ' ']).to_owned();
    while name.len() > 64 {
        name.pop();
    }
    let name = name.trim_end_matches(['.', ' ']).to_owned();
    crate::store::settings::check_coder(&name).is_ok().then_some(name)
}
