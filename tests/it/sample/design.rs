//! What `kantlijn.toml` says of the corpus is what the corpus says of itself.

use std::collections::BTreeSet;

use kantlijn::model::Document;
use kantlijn::model::config::{Meaning, Sitting, TableOf, Who};
use kantlijn::model::study::Study;

use super::open;

/// The labels that a document uses: those in its head and those at its turns.
fn labels(document: &Document) -> BTreeSet<String> {
    let mut open = open();
    let text = open.text(document.key).unwrap();
    let at_turns = (0..text.turns.len()).filter_map(|turn| text.turns.label_text(&text.text, turn));
    at_turns.chain(document.speaker_labels()).map(str::to_owned).collect()
}

#[test]
fn every_label_is_a_person_a_strand_or_an_anonymous_respondent() {
    let study = open().study;
    let mut anonymous = BTreeSet::new();
    for document in study.documents() {
        for label in labels(document) {
            match study.config.who(&label, &document.id) {
                Some(Who::Respondent(_)) => drop(anonymous.insert(label)),
                Some(Who::Participant(_) | Who::Strand(_)) => {}
                None => panic!("{}: `{label}` is declared nowhere", document.id),
            }
        }
    }
    assert_eq!(anonymous.len(), study.config.respondents[0].count);
}

#[test]
fn every_attribute_and_value_is_declared() {
    let study = open().study;
    for document in study.documents() {
        for (name, value) in &document.front.attributes {
            let attribute = study.config.attribute(name);
            let attribute = attribute.unwrap_or_else(|| panic!("{}: `{name}` is not declared", document.id));
            assert!(attribute.allows(value), "{}: {name} is {value}", document.id);
        }
    }
}

/// Everybody in the head has a role that the person can have.
#[test]
fn roles_in_documents_are_roles_of_those_people() {
    let study = open().study;
    for document in study.documents() {
        for (label, role) in &document.front.speakers {
            let roles = match study.config.who(label, &document.id) {
                Some(Who::Participant(person)) => &person.roles,
                Some(Who::Respondent(respondents)) => &respondents.roles,
                other => panic!("{}: {label} is {other:?}", document.id),
            };
            assert!(roles.contains(role), "{}: {label} is no {role}", document.id);
        }
    }
}

fn people(document: &Document) -> BTreeSet<&str> {
    document.speaker_labels().into_iter().collect()
}

#[test]
fn attendance_agrees_with_the_speakers_of_the_documents() {
    let study = open().study;
    let config = &study.config;
    let mut used = 0;
    for document in study.documents() {
        let Some(attendance) = config.attendance_at(document) else { continue };
        let there: BTreeSet<&str> = attendance.participants.iter().map(String::as_str).collect();
        assert_eq!(there, people(document), "{}", document.id);
        for (label, role) in &document.front.speakers {
            let Some(Who::Participant(person)) = config.who(label, &document.id) else { panic!("{label}") };
            assert_eq!(config.role_at(person, document), Some(role.as_str()), "{} in {}", label, document.id);
        }
        used += 1;
    }
    assert_eq!(used, config.attendance.len(), "each attendance is that of a document");
}

/// Where nothing is said of attendance, the same people come each time; where the group varies, it does.
#[test]
fn attendance_is_said_wherever_it_varies() {
    let study = open().study;
    let config = &study.config;
    for run in &config.runs {
        let of_run = |document: &&Document| {
            config
                .sitting(document)
                .is_some_and(|(trajectory, id, _)| trajectory == run.trajectory && id == run.id)
        };
        let sittings: Vec<&Document> = study.documents().iter().filter(of_run).collect();
        let groups: BTreeSet<BTreeSet<&str>> = sittings.iter().map(|document| people(document)).collect();
        let said = sittings.iter().filter(|document| config.attendance_at(document).is_some()).count();
        let name = format!("{} {}", run.trajectory, run.id);
        assert!(groups.len() == 1 || said == sittings.len(), "{name} varies");
    }
    let varying = config.attendance.iter().filter(|attendance| {
        matches!(&attendance.at, Sitting::Session { trajectory, .. } if trajectory == "Kruispunt")
    });
    let groups: BTreeSet<_> = varying.map(|attendance| &attendance.participants).collect();
    assert_eq!(groups.len(), 6, "no two sessions of Kruispunt had the same people");
}

#[test]
fn sessions_have_their_documents_and_the_fourth_has_none() {
    let study = open().study;
    let config = &study.config;
    let mut observed = 0;
    for document in study.documents() {
        let Some((trajectory, run, id)) = config.sitting(document) else { continue };
        let session = config.session(trajectory, run, id).unwrap();
        assert!(session.observed, "{}", document.id);
        assert_eq!(config.meant(Meaning::Date, document), Some(session.date.as_str()), "{}", document.id);
        observed += 1;
    }
    let sessions = || config.runs.iter().flat_map(|run| &run.sessions);
    assert_eq!(sessions().filter(|session| session.observed).count(), observed);
    assert!(sessions().all(|session| session.observed == (session.id != "4")));
}

#[test]
fn cycles_hold_the_dates_of_their_documents() {
    let study = open().study;
    for document in study.documents() {
        let said = |meaning| study.config.meant(meaning, document).unwrap();
        let (id, date) = (said(Meaning::Cycle), said(Meaning::Date));
        let cycle = study.config.cycles.iter().find(|cycle| cycle.id == id).unwrap();
        assert!(cycle.from.as_str() <= date && date <= cycle.to.as_str(), "{}: {date}", document.id);
    }
}

#[test]
fn corners_are_those_that_codings_can_say() {
    let study = open().study;
    let family = study.codebook.family_by_id("hoek").unwrap();
    let corners: Vec<&str> = family.facets[0].values.iter().map(|value| value.id.as_str()).collect();
    let counts: Vec<usize> = study
        .config
        .trajectories
        .iter()
        .map(|trajectory| {
            assert!(trajectory.corners.iter().all(|corner| corners.contains(&corner.as_str())));
            trajectory.corners.len()
        })
        .collect();
    assert_eq!(counts, [1, 2, 3]);
}

fn shown(study: &Study, by: &[&str], families: &[&str], keep: impl Fn(&Document) -> bool) -> Vec<String> {
    let documents: Vec<&Document> = study.documents().iter().filter(|document| keep(document)).collect();
    let table = TableOf { by, documents: &documents, families };
    study.config.warnings_for(&table).into_iter().map(|warning| warning.id.clone()).collect()
}

#[test]
fn tables_that_would_mislead_say_so() {
    let study = open().study;
    let all = |_: &Document| true;
    assert_eq!(shown(&study, &["code", "sessie"], &["lm"], all), ["sessie-zonder-run"]);
    assert_eq!(shown(&study, &["sessie", "run"], &["lm"], all), [""; 0]);
    assert_eq!(shown(&study, &["code", "cyclus"], &["lm"], all), ["open-en-gericht"]);
    let late = |document: &Document| document.attribute("cyclus") != Some("1");
    assert_eq!(shown(&study, &["code", "cyclus"], &["lm"], late), [""; 0]);
    assert_eq!(shown(&study, &["role"], &["lm"], all), ["alleen-instituutsopleiders"]);
    assert_eq!(shown(&study, &["code"], &["dp"], all), ["facilitator-is-ontwerper"]);
    for warning in &study.config.warnings {
        for language in &study.config.languages {
            assert!(warning.text.exact(language).is_some(), "{} in {language}", warning.id);
        }
    }
}
