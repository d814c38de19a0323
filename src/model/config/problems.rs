//! What does not fit together in `kantlijn.toml`.

use std::collections::BTreeSet;

use crate::model::names::nearest;

use super::{DIMENSIONS, Meaning, Sitting, StudyConfig};

impl StudyConfig {
    /// Names that nothing is called, and things that are there twice; each a sentence with its cure. The study works all the
    /// same.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Problems { config: self, found: Vec::new() };
        problems.attributes();
        problems.people();
        problems.design();
        problems.attendance();
        problems.warnings();
        problems.found
    }
}

struct Problems<'a> {
    config: &'a StudyConfig,
    found: Vec<String>,
}

impl<'a> Problems<'a> {
    /// Says that `who` names something that is not there.
    fn named(&mut self, who: &str, kind: &str, name: &str, known: impl Iterator<Item = &'a str>) {
        let known: Vec<&str> = known.collect();
        if known.contains(&name) {
            return;
        }
        let cure = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it, or take it away from {who}"),
        };
        self.found.push(format!("{who} names the {kind} `{name}`, which is declared nowhere; {cure}"));
    }

    fn once(&mut self, kind: &str, ids: impl Iterator<Item = String>) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id.clone()) {
                self.found.push(format!("the {kind} `{id}` is declared twice; take one away or rename it"));
            }
        }
    }

    fn role(&mut self, who: &str, role: &str) {
        let roles = self.config.roles.iter().map(|role| role.id.as_str());
        self.named(who, "role", role, roles);
    }

    fn attributes(&mut self) {
        let config = self.config;
        self.once("attribute", config.attributes.iter().map(|attribute| attribute.id.clone()));
        let meanings = config.attributes.iter().filter_map(|attribute| attribute.means);
        self.once("meaning of an attribute", meanings.map(|meaning| meaning.word().to_owned()));
        for id in &config.tree {
            self.named("`tree`", "attribute", id, config.attributes.iter().map(|known| known.id.as_str()));
        }
        for attribute in config.attributes.iter().filter(|attribute| !attribute.values.is_empty()) {
            let who = format!("the attribute `{}`", attribute.id);
            for (value, _) in &attribute.labels {
                self.named(
                    &format!("a label of {who}"),
                    "value",
                    value,
                    attribute.values.iter().map(String::as_str),
                );
            }
            let values = attribute.values.iter();
            self.once("value", values.map(|value| format!("{}={value}", attribute.id)));
            for value in attribute.values.iter().filter(|value| !attribute.kind.fits(value)) {
                self.found
                    .push(format!("{who} has the value `{value}`, which is no {}", attribute.kind.word()));
            }
        }
    }

    fn people(&mut self) {
        let config = self.config;
        self.once("role", config.roles.iter().map(|role| role.id.clone()));
        self.once("participant", config.participants.iter().map(|participant| participant.id.clone()));
        let labels = config.participants.iter().flat_map(|participant| participant.labels.iter().cloned());
        self.once("label", labels.chain(config.strands.iter().map(|strand| strand.label.clone())));
        for participant in &config.participants {
            for role in &participant.roles {
                self.role(&format!("the participant `{}`", participant.id), role);
            }
        }
        for respondents in &config.respondents {
            for role in &respondents.roles {
                self.role(&format!("the respondents `{}`", respondents.label), role);
            }
        }
    }

    /// A value of the attribute that means something in the design; where no attribute does, every value will do.
    fn value(&mut self, who: &str, meaning: Meaning, value: &str) {
        let config = self.config;
        let Some(attribute) = config.meaning(meaning).filter(|attribute| !attribute.values.is_empty()) else {
            return;
        };
        self.named(who, meaning.word(), value, attribute.values.iter().map(String::as_str));
    }

    fn design(&mut self) {
        let config = self.config;
        self.once("cycle", config.cycles.iter().map(|cycle| cycle.id.clone()));
        self.once("trajectory", config.trajectories.iter().map(|trajectory| trajectory.id.clone()));
        self.once("run", config.runs.iter().map(|run| format!("{} {}", run.trajectory, run.id)));
        for cycle in &config.cycles {
            self.value("a cycle", Meaning::Cycle, &cycle.id);
            for day in [&cycle.from, &cycle.to] {
                self.day(&format!("the cycle `{}`", cycle.id), day);
            }
        }
        for trajectory in &config.trajectories {
            self.value("a trajectory", Meaning::Trajectory, &trajectory.id);
            self.once(
                "corner",
                trajectory.corners.iter().map(|corner| format!("{corner} of {}", trajectory.id)),
            );
        }
        for run in &config.runs {
            let who = format!("the run `{} {}`", run.trajectory, run.id);
            let trajectories = config.trajectories.iter().map(|trajectory| trajectory.id.as_str());
            self.named(&who, "trajectory", &run.trajectory, trajectories);
            self.value(&who, Meaning::Run, &run.id);
            let planned = config.trajectory(&run.trajectory).map_or(0, |trajectory| trajectory.sessions);
            if planned > 0 && !run.sessions.is_empty() && run.sessions.len() != planned as usize {
                self.found.push(format!(
                    "{who} has {} sessions, its trajectory {planned}; list those that nobody observed too (`observed = false`)",
                    run.sessions.len()
                ));
            }
            self.once(
                "session",
                run.sessions.iter().map(|session| format!("{} {} {}", run.trajectory, run.id, session.id)),
            );
            for session in &run.sessions {
                self.value(&who, Meaning::Session, &session.id);
                self.day(&format!("session `{}` of {who}", session.id), &session.date);
            }
        }
    }

    fn day(&mut self, who: &str, day: &str) {
        if !day.is_empty() && day.parse::<jiff::civil::Date>().is_err() {
            self.found.push(format!("{who} has the date `{day}`, which is none; write it as 2024-03-14"));
        }
    }

    fn attendance(&mut self) {
        let config = self.config;
        for attendance in &config.attendance {
            let who = match &attendance.at {
                Sitting::Document(document) => format!("the attendance at `{document}`"),
                Sitting::Session { trajectory, run, session } => {
                    if config.session(trajectory, run, session).is_none() {
                        self.found.push(format!(
                            "an attendance names the session `{trajectory} {run} {session}`, which no run declares; declare it, or correct the attendance"
                        ));
                    }
                    format!("the attendance at `{trajectory} {run} {session}`")
                }
            };
            let participants = || config.participants.iter().map(|participant| participant.id.as_str());
            for participant in &attendance.participants {
                self.named(&who, "participant", participant, participants());
            }
            for (participant, role) in &attendance.roles {
                self.named(
                    &who,
                    "participant",
                    participant,
                    attendance.participants.iter().map(String::as_str),
                );
                self.role(&who, role);
            }
        }
    }

    fn warnings(&mut self) {
        let config = self.config;
        self.once("warning", config.warnings.iter().map(|warning| warning.id.clone()));
        for warning in &config.warnings {
            let who = format!("the warning `{}`", warning.id);
            let attributes = || config.attributes.iter().map(|attribute| attribute.id.as_str());
            for name in &warning.when.by {
                self.named(&who, "attribute", name, attributes().chain(DIMENSIONS));
            }
            for name in &warning.when.without {
                self.named(&who, "attribute", name, attributes());
            }
            for (name, values) in warning.when.mixes.iter().chain(&warning.when.holds) {
                self.named(&who, "attribute", name, attributes());
                let Some(attribute) = config.attribute(name).filter(|known| !known.values.is_empty()) else {
                    continue;
                };
                for value in values {
                    self.named(&who, "value", value, attribute.values.iter().map(String::as_str));
                }
            }
            for role in &warning.when.roles {
                self.role(&who, role);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_together_is_told_with_its_cure() {
        let toml = r#"
format = 1
tree = ["cycle"]
[[attribute]]
id = "cyclus"
means = "cycle"
kind = "number"
values = [1, "twee"]
labels = { "3" = "drie" }
[[role]]
id = "student"
[[participant]]
id = "ST1"
roles = ["studnet"]
[[participant]]
id = "ST2"
labels = ["ST1"]
[[cycle]]
id = "4"
from = "september"
[[trajectory]]
id = "Driehoek"
sessions = 4
[[run]]
trajectory = "Driehoeken"
id = "1"
[[run]]
trajectory = "Driehoek"
id = "1"
sessions = [{ id = "1", date = "2024-03-14" }]
[[attendance]]
trajectory = "Driehoek"
run = 1
session = 2
participants = ["ST3"]
[[warning]]
id = "w"
when = { by = ["role", "sessie"], holds = { cyclus = ["9"] }, roles = ["iemand"] }
text = "…"
"#;
        let found = StudyConfig::parse(toml).unwrap().problems();
        let expected = [
            "`tree` names the attribute `cycle`, which is declared nowhere; did you mean `cyclus`?",
            "a label of the attribute `cyclus` names the value `3`",
            "the attribute `cyclus` has the value `twee`, which is no number",
            "the label `ST1` is declared twice",
            "the participant `ST1` names the role `studnet`, which is declared nowhere; did you mean `student`?",
            "a cycle names the cycle `4`",
            "the cycle `4` has the date `september`, which is none; write it as 2024-03-14",
            "the run `Driehoeken 1` names the trajectory `Driehoeken`, which is declared nowhere; did you mean `Driehoek`?",
            "the run `Driehoek 1` has 1 sessions, its trajectory 4",
            "an attendance names the session `Driehoek 1 2`, which no run declares",
            "the attendance at `Driehoek 1 2` names the participant `ST3`",
            "the warning `w` names the attribute `sessie`",
            "the warning `w` names the value `9`",
            "the warning `w` names the role `iemand`",
        ];
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{found} is not {expected}");
        }
    }
}
