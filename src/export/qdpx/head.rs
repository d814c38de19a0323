//! What stands before the documents: the project, its coders and its codes; and what each thing is called in the file.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use crate::export::Selection;
use crate::export::codebook::{CodebookView, QdcNotes, qdc_parts};
use crate::export::parts::by_path;
use crate::export::xml::{escaped, one_line};
use crate::model::codebook::guid::{Thing, derived};
use crate::model::event::Target;
use crate::model::names::{CodeKey, CodingKey, DocumentKey};
use crate::model::study::Study;

use super::memos::Memos;

/// The beginning of the file.
pub(super) struct Head {
    /// Up to the end of the codebook.
    pub xml: String,
    /// Groups, which come behind the documents.
    pub sets: String,
    /// What each code is called.
    pub codes: FxHashMap<CodeKey, Uuid>,
    /// The memos on codes, by their places.
    pub noted: Vec<usize>,
    documents: FxHashMap<DocumentKey, Uuid>,
    /// Ids that codings of several coders have: a folder of journals that was copied has them.
    twice: FxHashSet<Uuid>,
}

impl Head {
    pub fn of(study: &Study, selection: &Selection, language: &str, memos: &Memos) -> Self {
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"{}\" origin=\"Kantlijn {}\">\n",
            escaped(&one_line(&study.config.title)),
            env!("CARGO_PKG_VERSION")
        );
        let mut coders: BTreeSet<&str> = memos.coders().collect();
        let (mut seen, mut twice) = (FxHashSet::default(), FxHashSet::default());
        let mut codes_used: FxHashSet<CodeKey> = FxHashSet::default();
        for (key, coding) in selection.chosen(study) {
            coders.insert(study.coder_name(coding.coder));
            codes_used.extend(coding.code);
            let id = study.coding_id(key);
            if !seen.insert(id) {
                twice.insert(id);
            }
        }
        if !coders.is_empty() {
            xml.push_str("  <Users>\n");
            for coder in coders {
                let (guid, name) = (derived(Thing::Coder, coder), escaped(&one_line(coder)));
                let _ = writeln!(xml, "    <User guid=\"{guid}\" name=\"{name}\"/>");
            }
            xml.push_str("  </Users>\n");
        }
        let book = &study.codebook;
        let lost: BTreeSet<&str> = codes_used
            .iter()
            .filter(|&&code| book.code(code).is_none())
            .map(|&code| study.code_id(code))
            .collect();
        let lost: Vec<&str> = lost.into_iter().collect();
        let mut of_codes: FxHashMap<&str, Vec<Uuid>> = FxHashMap::default();
        let mut noted = Vec::new();
        for (place, memo) in memos.list.iter().enumerate() {
            if let Target::Code(id) = &memo.on
                && (book.by_id(id).is_some() || lost.contains(&id.as_str()))
            {
                of_codes.entry(id).or_default().push(memo.guid);
                noted.push(place);
            }
        }
        let view = CodebookView { title: &study.config.title, book, family: None, language };
        let parts = qdc_parts(view, &QdcNotes { of_codes: &of_codes, lost: &lost }, true);
        if !parts.codes.is_empty() {
            let _ = write!(xml, "  <CodeBook>\n  <Codes>\n{}  </Codes>\n  </CodeBook>\n", parts.codes);
        }
        let codes = parts
            .guids
            .into_iter()
            .filter_map(|(id, guid)| Some((study.names.codes.get::<CodeKey>(id)?, guid)))
            .collect();
        let mut taken = FxHashSet::default();
        let documents = by_path(study)
            .into_iter()
            .map(|document| {
                let guid = document.guid();
                let guid = if taken.contains(&guid) { derived(Thing::Document, &document.id) } else { guid };
                taken.insert(guid);
                (document.key, guid)
            })
            .collect();
        Self { xml, sets: parts.sets, codes, noted, documents, twice }
    }

    /// What a document is called.
    pub fn document(&self, document: DocumentKey) -> Uuid {
        self.documents.get(&document).copied().unwrap_or_default()
    }

    /// What a coding is called: its id.
    pub fn coding(&self, study: &Study, key: CodingKey) -> Uuid {
        let id = study.coding_id(key);
        if !self.twice.contains(&id) {
            return id;
        }
        let coder = study.coder_name(study.coding(key).coder);
        derived(Thing::Coding, &format!("{coder}\0{id}"))
    }
}
