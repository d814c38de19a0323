//! The design of the study: cycles, trajectories, their runs and sessions, and who was there.

use serde::Deserialize;

use crate::model::localized::Localized;

/// A cycle of the study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// A value of the attribute that means the cycle.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// First day, as `2023-09-01`; empty where nobody said.
    pub from: String,
    /// Last day, likewise.
    pub to: String,
    /// What it asks.
    pub question: Localized,
}

/// Whether the same people come each time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupKind {
    /// The same people, but for who is ill.
    #[default]
    Fixed,
    /// Others each time.
    Varying,
}

/// A trajectory that people take part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trajectory {
    /// A value of the attribute that means the trajectory.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// The corners of the triangle that take part: a set. How many there are follows from it.
    pub corners: Vec<String>,
    /// Whether the same people come each time.
    pub group: GroupKind,
    /// How many sessions a run has.
    pub sessions: u32,
}

/// One time that a trajectory was held. Sessions are counted within it, so that a session says nothing without its run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The trajectory.
    pub trajectory: String,
    /// A value of the attribute that means the run; unique in its trajectory.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// Its sessions, in order.
    pub sessions: Vec<Session>,
}

/// A sitting of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// A value of the attribute that means the session; unique in its run.
    pub id: String,
    /// When it was, as `2024-03-14`.
    pub date: String,
    /// False for a session that nobody observed: it has no document.
    pub observed: bool,
}

/// A sitting: a session of a run, or a document that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sitting {
    /// A session.
    Session {
        /// The trajectory.
        trajectory: String,
        /// The run.
        run: String,
        /// The session.
        session: String,
    },
    /// A document, by id.
    Document(String),
}

/// Who was at a sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// The sitting.
    pub at: Sitting,
    /// The participants who were there, by id.
    pub participants: Vec<String>,
    /// The role of those who had another than usual: participant and role.
    pub roles: Vec<(String, String)>,
}
