//! What a project becomes in a study, worked out whole before anything is written.

mod documents;
mod layers;
mod names;

use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::{MemoOn, Place, Project, ProjectCode, ProjectCoding, ProjectDocument, ProjectMemo};
use crate::import::ImportError;
use crate::import::blocks::{counted, line, quoted};
use crate::import::codebook_qdc::{QdcCodebook, QdcOptions};
use crate::model::codebook::{Code, Description, Patch, ReadFamily, patches};
use crate::model::event::Target;
use crate::model::study::Study;
use crate::store::Named;

use documents::{Known, documents};
use layers::Layers;
use names::slug;

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
    pub layers: Vec<(String, Vec<Named>)>,
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
    /// How positions were understood, each a sentence.
    pub found: Vec<String>,
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
    /// What stands between the names of a code and of those above it, where the project has them in one name.
    pub split: Option<&'a str>,
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
    let (notes, found) = (project.notes.clone(), project.found.clone());
    let mut plan = ProjectPlan { notes, found, ..ProjectPlan::default() };
    let documents = documents(project, study, options.folder.unwrap_or(&slug), &mut plan)?;
    let codes = codes(project, study, families, options, &slug, &mut plan)?;
    let mut layers = Layers::of(project, study, options.own, &mut plan);
    let mut codings = Vec::with_capacity(project.codings.len());
    for coding in &project.codings {
        let code = coding.code.and_then(|code| codes[code].as_ref());
        codings.push(layers.coding(coding, &documents, code, &mut plan));
    }
    for memo in &project.memos {
        match memo.on {
            MemoOn::Study => layers.memo(memo, Target::Study, &mut plan),
            MemoOn::Document(place) => {
                layers.memo(memo, Target::Document(documents[place].id.clone()), &mut plan);
            }
            MemoOn::Coding(place) => layers.memo(memo, codings[place].clone(), &mut plan),
            MemoOn::Code(place) => match &codes[place] {
                Some(code) => layers.memo(memo, Target::Code(code.id.clone()), &mut plan),
                // A container that is a family here.
                None => {
                    let name = line(&project.codes[place].name);
                    let words = format!("{name}: {}", memo.words);
                    layers.memo(&ProjectMemo { words, ..memo.clone() }, Target::Study, &mut plan);
                }
            },
        }
    }
    plan.layers = layers.end();
    say_places(&mut plan);
    Ok(plan)
}

/// The codes of the study that those of the project are or become, in the order of the project; nothing for a container that
/// is a family.
fn codes(
    project: &Project,
    study: &Study,
    families: &[ReadFamily],
    options: PlanOptions<'_>,
    slug: &str,
    plan: &mut ProjectPlan,
) -> Result<Vec<Option<Code>>, ImportError> {
    if project.codes.is_empty() {
        return Ok(Vec::new());
    }
    let options = QdcOptions {
        language: study.config.language(),
        family: Some(options.family.unwrap_or(slug)),
        split: options.split,
        by_name: false,
    };
    let applied = QdcCodebook::of_project(&project.codes, &project.groups).apply(families, options)?;
    plan.notes.extend(applied.notes);
    for (nth, family) in applied.families.iter().enumerate() {
        let list = patches(families.get(nth), family);
        if !list.is_empty() || nth >= families.len() {
            plan.codebook.push((family.family.id.clone(), list));
        }
    }
    let codes = || applied.families.iter().flat_map(|read| &read.codes).map(|(code, _)| code);
    let by_guid: FxHashMap<Uuid, &Code> = codes().map(|code| (code.guid(), code)).collect();
    let by_id: FxHashMap<&str, &Code> = codes().map(|code| (code.id.as_str(), code)).collect();
    let find = |code: &ProjectCode| {
        let named = Description::read(&code.description).id;
        let found = code.guid.and_then(|guid| by_guid.get(&guid)).or_else(|| by_id.get(named.as_str()));
        match found {
            Some(code) => Ok(Some((*code).clone())),
            None if code.is_container => Ok(None),
            None => Err(ImportError::Broken {
                why: format!("its code {} stands there twice", quoted(&line(&code.name))),
            }),
        }
    };
    project.codes.iter().map(find).collect()
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
