//! Who speaks: labels in texts, people behind them, roles that differ by sitting, and labels that are no person.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::index::question::Part;
use crate::model::config::Who;
use crate::model::document::Document;
use crate::model::names::DocumentKey;

use super::Field;
use super::error::Named;
use super::resolve::Lookup;
use super::token::Wrong;
use super::values::{Fits, no_name, values};

/// A label that speaks in a document, and what the study says of it.
struct Speaker<'a> {
    document: &'a Document,
    label: &'a str,
    who: Option<Who<'a>>,
}

impl Lookup<'_> {
    /// `speaker:SO4`: a label, or all labels of a person; `*` is everybody, but no strand.
    pub(super) fn speaker(&self, field: &Field) -> Result<Part, Wrong> {
        let names = |speaker: &Speaker<'_>, wanted: &Fits| match speaker.who {
            Some(Who::Participant(person)) => {
                wanted.fits(&person.id) || person.labels.iter().any(|label| wanted.fits(label))
            }
            Some(Who::Respondent(respondents)) => {
                wanted.fits(speaker.label) || wanted.fits(&respondents.label)
            }
            Some(Who::Strand(_)) | None => wanted.fits(speaker.label),
        };
        let anybody = |speaker: &Speaker<'_>| !matches!(speaker.who, Some(Who::Strand(_)));
        self.speakers_with(field, &Named::Speaker, names, anybody)
    }

    /// `role:student`: who speaks in this role in that sitting.
    pub(super) fn role(&self, field: &Field) -> Result<Part, Wrong> {
        let config = &self.study.config;
        let role = |id: &str, wanted: &Fits| {
            let declared = config.roles.iter().find(|role| role.id == id);
            wanted.fits(id) || declared.is_some_and(|role| wanted.fits_any(&role.name))
        };
        let names = |speaker: &Speaker<'_>, wanted: &Fits| {
            roles_of(self, speaker).into_iter().any(|id| role(id, wanted))
        };
        self.speakers_with(field, &Named::Role, names, |speaker| !roles_of(self, speaker).is_empty())
    }

    /// `strand:CITAAT`: a label that is no person.
    pub(super) fn strand(&self, field: &Field) -> Result<Part, Wrong> {
        let names = |speaker: &Speaker<'_>, wanted: &Fits| {
            matches!(speaker.who, Some(Who::Strand(strand))
                if wanted.fits(&strand.label) || wanted.fits_any(&strand.name))
        };
        let any = |speaker: &Speaker<'_>| matches!(speaker.who, Some(Who::Strand(_)));
        self.speakers_with(field, &Named::Strand, names, any)
    }

    fn speakers_with(
        &self,
        field: &Field,
        kind: &Named,
        names: impl Fn(&Speaker<'_>, &Fits) -> bool,
        any: impl Fn(&Speaker<'_>) -> bool,
    ) -> Result<Part, Wrong> {
        let known = || self.speaker_names(kind);
        let mut found: FxHashSet<(DocumentKey, Option<String>)> = FxHashSet::default();
        for value in values(field, kind, known)? {
            let wanted = Fits::of(value);
            let speakers = self.speakers();
            let fitting = speakers
                .iter()
                .filter(|speaker| if value.is_any() { any(speaker) } else { names(speaker, &wanted) });
            let before = found.len();
            found.extend(fitting.map(|speaker| (speaker.document.key, Some(speaker.label.to_owned()))));
            let known = known();
            if found.len() == before && !value.is_any() && !known.iter().any(|name| wanted.fits(name)) {
                return Err(no_name(value, kind.clone(), known));
            }
        }
        Ok(Part::Speakers(found))
    }

    /// Every label in every document, once.
    fn speakers(&self) -> Vec<Speaker<'_>> {
        let mut speakers = Vec::new();
        for document in self.study.documents() {
            let labels: Vec<&str> = match self.catalogue.and_then(|catalogue| {
                let numbers: FxHashSet<u32> = catalogue
                    .turns_of(catalogue.document(document.key)?)
                    .iter()
                    .filter_map(|turn| turn.label)
                    .collect();
                Some(numbers.into_iter().filter_map(|number| catalogue.labels().get(number as usize)))
            }) {
                Some(labels) => labels.map(String::as_str).collect(),
                None => document.speaker_labels(),
            };
            speakers.extend(labels.into_iter().map(|label| Speaker {
                document,
                label,
                who: self.study.config.who(label, &document.id),
            }));
        }
        speakers
    }

    /// All that can be asked for by this kind of name, sorted.
    pub(super) fn speaker_names(&self, kind: &Named) -> Vec<String> {
        let config = &self.study.config;
        let mut names: BTreeSet<String> = BTreeSet::new();
        match kind {
            Named::Role => {
                names.extend(config.roles.iter().map(|role| role.id.clone()));
                let said = self.study.documents().iter().flat_map(|document| &document.front.speakers);
                names.extend(said.map(|(_, role)| role.clone()).filter(|role| !role.is_empty()));
            }
            Named::Strand => names.extend(config.strands.iter().map(|strand| strand.label.clone())),
            _ => {
                names.extend(config.participants.iter().map(|person| person.id.clone()));
                let people = self
                    .speakers()
                    .into_iter()
                    .filter(|speaker| !matches!(speaker.who, Some(Who::Participant(_) | Who::Strand(_))));
                names.extend(people.map(|speaker| speaker.label.to_owned()));
            }
        }
        names.into_iter().collect()
    }
}

/// The roles in which somebody speaks in a document: one for a person, those of all for respondents.
fn roles_of<'a>(lookup: &'a Lookup<'_>, speaker: &Speaker<'a>) -> Vec<&'a str> {
    match speaker.who {
        Some(Who::Participant(person)) => {
            lookup.study.config.role_at(person, speaker.document).into_iter().collect()
        }
        Some(Who::Respondent(respondents)) => respondents.roles.iter().map(String::as_str).collect(),
        Some(Who::Strand(_)) => Vec::new(),
        None => {
            let said = speaker.document.front.speakers.iter().find(|(label, _)| label == speaker.label);
            said.map(|(_, role)| role.as_str()).filter(|role| !role.is_empty()).into_iter().collect()
        }
    }
}
