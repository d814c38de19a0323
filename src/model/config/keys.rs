//! The keys of `kantlijn.toml`, so that others can be told.

use crate::model::unknown_keys::{Inside, Shape};

macro_rules! shape {
    ($visible:vis $name:ident, $called:literal, $($key:literal: $inside:expr),*) => {
        $visible static $name: Shape = Shape { name: $called, keys: &[$(($key, $inside)),*], languages: false };
    };
}

shape!(pub(super) STUDY, "the study", "format": Inside::Own, "title": Inside::Own, "languages": Inside::Own, "tree": Inside::Own,
    "attribute": Inside::Tables(&ATTRIBUTE), "role": Inside::Tables(&ROLE), "participant": Inside::Tables(&PARTICIPANT),
    "respondents": Inside::Tables(&RESPONDENTS), "strand": Inside::Tables(&STRAND), "cycle": Inside::Tables(&CYCLE),
    "trajectory": Inside::Tables(&TRAJECTORY), "run": Inside::Tables(&RUN), "attendance": Inside::Tables(&ATTENDANCE),
    "warning": Inside::Tables(&WARNING), "blind": Inside::Own, "queries": Inside::Own);
shape!(ATTRIBUTE, "the attribute", "id": Inside::Own, "name": Inside::Words, "kind": Inside::Own, "means": Inside::Own,
    "values": Inside::Own, "labels": Inside::Own);
shape!(ROLE, "the role", "id": Inside::Own, "name": Inside::Words);
shape!(PARTICIPANT, "the participant", "id": Inside::Own, "roles": Inside::Own, "organisation": Inside::Own,
    "labels": Inside::Own);
shape!(RESPONDENTS, "the respondents", "label": Inside::Own, "count": Inside::Own, "roles": Inside::Own,
    "documents": Inside::Own);
shape!(STRAND, "the strand", "label": Inside::Own, "name": Inside::Words);
shape!(CYCLE, "the cycle", "id": Inside::Own, "name": Inside::Words, "from": Inside::Own, "to": Inside::Own,
    "question": Inside::Words);
shape!(TRAJECTORY, "the trajectory", "id": Inside::Own, "name": Inside::Words, "corners": Inside::Own,
    "group": Inside::Own, "sessions": Inside::Own);
shape!(RUN, "the run", "trajectory": Inside::Own, "id": Inside::Own, "name": Inside::Words,
    "sessions": Inside::Tables(&SESSION));
shape!(SESSION, "a session of the run", "id": Inside::Own, "date": Inside::Own, "observed": Inside::Own);
shape!(ATTENDANCE, "the attendance", "document": Inside::Own, "trajectory": Inside::Own, "run": Inside::Own,
    "session": Inside::Own, "participants": Inside::Own, "roles": Inside::Own);
shape!(WARNING, "the warning", "id": Inside::Own, "when": Inside::Tables(&WHEN), "text": Inside::Words);
shape!(WHEN, "the conditions of", "by": Inside::Own, "without": Inside::Own, "mixes": Inside::Own, "holds": Inside::Own,
    "roles": Inside::Own, "families": Inside::Own);
