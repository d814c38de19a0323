//! What the thread that reads files is asked, and what it tells.

use std::path::PathBuf;
use std::sync::Arc;

use encoding_rs::Encoding;

use super::Reading;
use crate::import::compose::Decisions;
use crate::import::project::{Project, ProjectPlan};
use crate::import::run::{Arrived, Fate};

/// What the thread that reads files is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// Counts up with each question.
    pub number: u64,
    /// The files, or folders of files.
    pub paths: Vec<PathBuf>,
    /// What was read of them already, where that need not be done again.
    pub arrived: Option<Arc<Vec<Arrived>>>,
    /// Whether places that were encoded twice are mended.
    pub repair: bool,
    /// What else was said about how they are read.
    pub reading: Reading,
    /// Files whose encoding the person knows better.
    pub encodings: Vec<(PathBuf, &'static Encoding)>,
    /// The projects of other programs among them, where they were read already.
    pub projects: Vec<ProjectFound>,
    /// What is decided.
    pub decisions: Decisions,
}

/// A project of another program among the files.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectFound {
    /// The place of its file among all.
    pub index: usize,
    /// Its file.
    pub path: PathBuf,
    /// What is in it; or a sentence.
    pub project: Result<Arc<Project>, String>,
    /// What would come of it in this study.
    pub plan: Option<Arc<ProjectPlan>>,
    /// True when anything would change.
    pub is_new: bool,
}

impl Default for ProjectFound {
    fn default() -> Self {
        Self { index: 0, path: PathBuf::new(), project: Ok(Arc::default()), plan: None, is_new: false }
    }
}

/// What that thread tells.
#[derive(Clone, Debug)]
pub enum Told {
    /// So many files of so many are read.
    Progress {
        /// Of which question.
        number: u64,
        /// How many are read.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// What was read, and what becomes of it.
    Ready {
        /// Of which question.
        number: u64,
        /// What was read.
        arrived: Arc<Vec<Arrived>>,
        /// What becomes of each.
        fates: Arc<Vec<Fate>>,
        /// The projects of other programs among them.
        projects: Vec<ProjectFound>,
        /// The folder that was decided on.
        folder: String,
    },
    /// Why nothing can be read in the way that was asked for.
    Failed {
        /// Of which question.
        number: u64,
        /// A sentence.
        why: String,
    },
    /// What was written.
    Written {
        /// The ids of the documents.
        ids: Vec<String>,
        /// What could not be written, each a sentence.
        failed: Vec<String>,
    },
}
