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
    speakers: Vec<Speaker<'a>>,
    /// What a label in a document stands for: the number of a speaker.
    known: FxHashMap<(DocumentKey, u32), Option<u32>>,
}

/// Somebody who speaks in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Speaker<'a> {
    /// The person.
    pub(super) person: u32,
    /// In which roles in this sitting: one for a person, several where answers were given without a name.
    pub(super) roles: Vec<&'a str>,
}

impl<'a> People<'a> {
    pub(super) fn new(study: &'a Study, catalogue: &'a Catalogue) -> Self {
        Self {
            study,
            catalogue,
            numbers: FxHashMap::default(),
            names: Vec::new(),
            speakers: Vec::new(),
            known: FxHashMap::default(),
        }
    }

    /// What a person is called.
    pub(super) fn name(&self, person: u32) -> &str {
        self.names.get(person as usize).map_or("", String::as_str)
    }

    /// Speakers by the numbers that [`People::in_passage`] gives.
    pub(super) fn speakers<'s>(&'s self, numbers: &'s [u32]) -> impl Iterator<Item = &'s Speaker<'a>> {
        numbers.iter().filter_map(|&number| self.speakers.get(number as usize))
    }

    /// The numbers of those who speak in a passage (bytes of the document's text), each once.
    pub(super) fn in_passage(&mut self, document: DocumentKey, span: Span, here: &mut Vec<u32>) {
        here.clear();
        let catalogue = self.catalogue;
        let Some(catalogued) = catalogue.document(document) else { return };
        for number in catalogue.touched(catalogued, span) {
            let Some(label) = catalogue.turn(number).and_then(|turn| turn.label) else { continue };
            if let Some(speaker) = self.speaker(document, label)
                && !here.contains(&speaker)
            {
                here.push(speaker);
            }
        }
    }

    fn speaker(&mut self, document: DocumentKey, label: u32) -> Option<u32> {
        if let Some(&known) = self.known.get(&(document, label)) {
            return known;
        }
        let found = self.find(document, label).map(|speaker| {
            self.speakers.push(speaker);
            self.speakers.len() as u32 - 1
        });
        self.known.insert((document, label), found);
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
