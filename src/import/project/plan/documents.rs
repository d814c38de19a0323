//! Documents of a project as files of the study.

use rustc_hash::FxHashSet;
use uuid::Uuid;

use crate::import::ImportError;
use crate::import::blocks::line;
use crate::model::Document;
use crate::model::codebook::guid::{Thing, derived};
use crate::model::document::FrontMatter;
use crate::model::hash::TextHash;
use crate::model::head::Head;
use crate::model::study::Study;

use super::names::{SOURCE, key_of, slug_of_file};
use super::{Project, ProjectDocument, ProjectPlan};

/// A document of the study.
pub(super) struct Known<'p> {
    pub id: String,
    pub text: &'p str,
    pub hash: TextHash,
}

pub(super) fn documents<'p>(
    project: &'p Project,
    study: &Study,
    folder: &str,
    plan: &mut ProjectPlan,
) -> Result<Vec<Known<'p>>, ImportError> {
    let there = study.documents();
    let mut ids: FxHashSet<String> = there.iter().map(|document| document.id.to_lowercase()).collect();
    let mut paths: FxHashSet<String> = there.iter().map(|document| document.path.to_lowercase()).collect();
    let mut guids: FxHashSet<Uuid> = there.iter().map(Document::guid).collect();
    let mut known = Vec::new();
    let mut renamed = Vec::new();
    for document in &project.documents {
        let source = format!("{}: {}", project.program, line(&document.name));
        if u32::try_from(document.text.len()).is_err() {
            return Err(ImportError::TooLong);
        }
        let (text, hash) = (document.text.as_str(), TextHash::of(&document.text));
        // Some programs make new GUIDs at each export.
        let known_by: [&dyn Fn(&Document) -> bool; 3] = [
            &|there| document.guid == Some(there.guid()),
            &|there| document.id.as_ref() == Some(&there.id),
            &|there| there.attribute(SOURCE) == Some(source.as_str()),
        ];
        let same = |is_it: &&dyn Fn(&Document) -> bool| {
            there.iter().find(|there| is_it(there) && there.text_length as usize == text.len())
        };
        if let Some(there) = known_by.iter().find_map(same) {
            plan.documents_there += 1;
            known.push(Known { id: there.id.clone(), text, hash });
            continue;
        }
        let wanted = document.id.clone().unwrap_or_else(|| slug_of_file(&document.name));
        let (mut id, stem) = (wanted.clone(), slug_of_file(&wanted));
        let mut path = format!("corpus/{folder}/{stem}.txt");
        for number in 2.. {
            if !ids.contains(&id.to_lowercase()) && !paths.contains(&path.to_lowercase()) {
                break;
            }
            id = format!("{wanted}-{number}");
            path = format!("corpus/{folder}/{stem}-{number}.txt");
        }
        ids.insert(id.to_lowercase());
        paths.insert(path.to_lowercase());
        if id != wanted {
            renamed.push(format!("{wanted} → {id}"));
        }
        let is_ours = document.id.is_some();
        let head = Identity {
            id: &id,
            language: document.language.as_deref().unwrap_or(study.config.language()),
            source: (!is_ours).then_some(source.as_str()),
            guid: document.guid.filter(|guid| *guid != derived(Thing::Document, &id) && guids.insert(*guid)),
        };
        plan.documents.push((path, head.of(document, is_ours) + text));
        known.push(Known { id, text, hash });
    }
    if !renamed.is_empty() {
        plan.notes.push(format!("documents whose names were taken got others: {}", renamed.join(", ")));
    }
    Ok(known)
}

/// What a document is known by here.
struct Identity<'a> {
    id: &'a str,
    language: &'a str,
    source: Option<&'a str>,
    guid: Option<Uuid>,
}

impl Identity<'_> {
    fn of(&self, document: &ProjectDocument, is_ours: bool) -> String {
        let mut head = Head::default();
        let mut keys: Vec<String> = Vec::new();
        head.pair("id", self.id);
        head.pair("title", &document.name);
        head.pair("language", self.language);
        head.mapping(
            "speakers",
            document.speakers.iter().map(|(label, role)| (label.as_str(), role.as_str())),
        );
        if let Some(source) = self.source {
            head.pair(SOURCE, source);
        }
        for (name, value) in &document.attributes {
            // A study calls its attributes what it likes; what others call them must be a key.
            let key = if is_ours && !FrontMatter::is_reserved(name) { name.clone() } else { key_of(name) };
            if !keys.contains(&key) {
                head.pair(&key, value);
                keys.push(key);
            }
        }
        if let Some(guid) = self.guid {
            head.pair("guid", &guid.to_string());
        }
        head.finish()
    }
}
