//! Who speaks in a passage: people, not labels.

use rustc_hash::FxHashMap;

use crate::index::Catalogue;
use crate::model::config::Who;
use crate::model::document::Document;
use crate::model::names::DocumentKey;
use crate::model::study::Study;
use crate::text::Span;

/// People by number, found as they are asked for.
pub(super) struct People<'a> {
    study: &'a Study,
    catalogue: &'a Catalogue,
    numbers: FxHashMap<String, u32>,
    names: Vec<String>,
    /// What a label in a document stands for.
    known: FxHashMap<(DocumentKey, u32), Option<Speaker<'a>>>,
    /// Scratch.
    here: Vec<Speaker<'a>>,
}

/// Somebody who speaks in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speaker<'a> {
    /// The person.
    pub(super) person: u32,
    /// In which roles in this sitting: one for a person, several where answers were given without a name.
    pub(super) roles: Vec<&'a str>,
}

/// Those who speak in a passage.
#[derive(Clone, Debug, Default)]
pub(super) struct Speakers<'a> {
    /// Each once.
    pub(super) all: Vec<Speaker<'a>>,
    people: Vec<u32>,
}

impl Speakers<'_> {
    /// Their numbers.
    pub(super) fn people(&self) -> &[u32] {
        &self.people
    }
}

impl<'a> People<'a> {
    pub(super) fn new(study: &'a Study, catalogue: &'a Catalogue) -> Self {
        Self {
            study,
            catalogue,
            numbers: FxHashMap::default(),
            names: Vec::new(),
            known: FxHashMap::default(),
            here: Vec::new(),
        }
    }

    /// What a person is called.
    pub(super) fn name(&self, person: u32) -> &str {
        self.names.get(person as usize).map_or("", String::as_str)
    }

    /// Those who speak in a passage (bytes of the document's text).
    pub(super) fn in_passage(&mut self, document: DocumentKey, span: Span) -> Speakers<'a> {
        let catalogue = self.catalogue;
        let Some(catalogued) = catalogue.document(document) else { return Speakers::default() };
        self.here.clear();
        for number in catalogue.touched(catalogued, span) {
            let Some(label) = catalogue.turn(number).and_then(|turn| turn.label) else { continue };
            if let Some(speaker) = self.speaker(document, label)
                && !self.here.contains(&speaker)
            {
                self.here.push(speaker);
            }
        }
        let mut people: Vec<u32> = self.here.iter().map(|speaker| speaker.person).collect();
        people.dedup();
        Speakers { all: std::mem::take(&mut self.here), people }
    }

    fn speaker(&mut self, document: DocumentKey, label: u32) -> Option<Speaker<'a>> {
        if let Some(known) = self.known.get(&(document, label)) {
            return known.clone();
        }
        let found = self.find(document, label);
        self.known.insert((document, label), found.clone());
        found
    }

    fn find(&mut self, document: DocumentKey, label: u32) -> Option<Speaker<'a>> {
        let study = self.study;
        let document = study.document(document)?;
        let label = self.catalogue.labels().get(label as usize)?;
        let said = |document: &'a Document| {
            let said = document.front.speakers.iter().find(|(own, _)| own == label);
            said.map(|(_, role)| role.as_str()).filter(|role| !role.is_empty())
        };
        let (name, roles) = match study.config.who(label, &document.id) {
            Some(Who::Strand(_)) => return None,
            Some(Who::Participant(person)) => {
                (person.id.clone(), study.config.role_at(person, document).into_iter().collect())
            }
            // R01 of one questionnaire is not R01 of another.
            Some(Who::Respondent(respondents)) => {
                (format!("{label} ({})", document.id), respondents.roles.iter().map(String::as_str).collect())
            }
            None => (label.clone(), said(document).into_iter().collect()),
        };
        let next = self.names.len() as u32;
        let person = *self.numbers.entry(name.clone()).or_insert(next);
        if person == next {
            self.names.push(name);
        }
        Some(Speaker { person, roles })
    }
}
