//! Projects of other programs among the files that come in on the screen: read on the thread of the import, held against the study
//! before they are shown, and taken in whole.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::panel::{ImportProject, ImportTold as Told};
use super::runner::Runner;
use crate::import::format::recognise;
use crate::import::limits::check_size;
use crate::import::project::{self, PlanOptions, Project, ProjectPlan, bring_in};
use crate::import::run::Arrived;
use crate::store::OpenStudy;
use crate::store::folder::read_families;

/// The projects among files that could not be read as texts.
pub(super) fn found(arrived: &[Arrived]) -> Vec<ImportProject> {
    let refused = arrived.iter().enumerate().filter(|(_, arrived)| arrived.draft.is_err());
    refused.filter_map(|(index, arrived)| of_file(index, &arrived.path)).collect()
}

fn of_file(index: usize, path: &Path) -> Option<ImportProject> {
    let length = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
    check_size(length).ok()?;
    let bytes = fs::read(path).ok()?;
    let name = path.file_name()?.to_str()?;
    let format = recognise(name, &bytes).ok().filter(|format| format.is_project())?;
    let project = project::read(format, &bytes).map(Arc::new).map_err(|error| error.to_string());
    Some(ImportProject { index, path: path.to_owned(), project, ..ImportProject::default() })
}

impl Runner {
    /// Says of each project what would come of it.
    pub(super) fn hold_projects(&self, told: &mut Told) {
        let Told::Ready { projects, folder, .. } = told else { return };
        let study = &self.app.study;
        for found in projects {
            let Ok(project) = &found.project else { continue };
            match plan(project, study, self.open.root(), &self.own(), &found.path, folder) {
                Ok(plan) => {
                    found.is_new =
                        !(plan.documents.is_empty() && plan.codebook.is_empty() && plan.layers.is_empty());
                    found.plan = Some(Arc::new(plan));
                }
                Err(why) => found.project = Err(why),
            }
        }
    }

    /// Takes projects in, the ids of their documents and what went wrong.
    pub(super) fn take_projects(
        &mut self,
        projects: Vec<ImportProject>,
        folder: &str,
    ) -> (Vec<String>, Vec<String>) {
        let (mut ids, mut failed) = (Vec::new(), Vec::new());
        let own = self.own();
        for found in projects {
            let Ok(project) = found.project else { continue };
            let taken = self.lend(|open| take(open, &project, &own, &found.path, folder));
            match taken {
                Ok(mut new) => ids.append(&mut new),
                Err(why) => failed.push(format!("{}: {why}", found.path.display())),
            }
        }
        self.app.pending = self.open.waiting();
        (ids, failed)
    }

    /// The name of who codes in this window.
    fn own(&self) -> String {
        self.open.coder().map(|own| self.app.study.coder_name(own).to_owned()).unwrap_or_default()
    }
}

fn take(
    open: &mut OpenStudy,
    project: &Project,
    own: &str,
    path: &Path,
    folder: &str,
) -> Result<Vec<String>, String> {
    let plan = plan(project, &open.study, open.root(), own, path, folder)?;
    let paths: Vec<String> = plan.documents.iter().map(|(path, _)| path.clone()).collect();
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    bring_in(open, plan, &format!("{}: {file}", project.program)).map_err(|error| error.to_string())?;
    let documents = open.study.documents().iter().filter(|document| paths.contains(&document.path));
    Ok(documents.map(|document| document.id.clone()).collect())
}

fn plan(
    project: &Project,
    study: &crate::model::Study,
    root: &Path,
    own: &str,
    path: &Path,
    folder: &str,
) -> Result<ProjectPlan, String> {
    let (texts, families, problems) = read_families(root);
    if texts.len() != families.len() {
        return Err(problems.first().map(ToString::to_string).unwrap_or_default());
    }
    // A QualCoder project is a folder, in which the database is always called the same.
    let named = if path.file_name().is_some_and(|name| name == "data.qda") { path.parent() } else { None };
    let name = named.unwrap_or(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let folder = folder.trim_start_matches("corpus").trim_start_matches('/');
    let options = PlanOptions {
        name: &name.unwrap_or_default(),
        own,
        folder: (!folder.is_empty()).then_some(folder),
        ..PlanOptions::default()
    };
    project::plan(project, study, &families, options).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn projects_are_found_among_what_is_no_text() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds");
        let arrived = |path: PathBuf| Arrived { path, draft: Err("x".to_owned()), names: 0 };
        let files = ["docx/gesprek", "qualcoder/driehoek", "weg", "taguette/driehoek", "taguette"];
        let found = found(&files.map(|file| arrived(seeds.join(file))));
        let shown: Vec<(usize, &str)> =
            found.iter().map(|found| (found.index, found.project.as_ref().unwrap().program)).collect();
        assert_eq!(shown, [(1, "QualCoder"), (3, "Taguette")]);
    }
}
