//! A planned project becomes part of a study: documents, codebook, then the layer of each coder; all of it or nothing.

use std::fs;
use std::path::PathBuf;

use super::plan::ProjectPlan;
use crate::store::folder::must_be_inside;
use crate::store::places::write_whole;
use crate::store::{Access, OpenStudy, StoreError};

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Whose layers have a transaction by it, in the order in which they were written; the first has the codebook too.
    pub coders: Vec<String>,
}

/// Does what was planned. `open` is the study as its coder writes it; the codebook becomes a transaction of that coder, and
/// each other coder gets one of their own, with the same reason. Undo takes each back.
///
/// # Errors
/// Why something could not be written; then what was done before it is taken back, and no document is left.
pub fn bring_in(open: &mut OpenStudy, plan: ProjectPlan, why: &str) -> Result<Brought, StoreError> {
    let mut done = Done::default();
    let result = done.bring(open, plan, why);
    match result {
        Ok(()) => Ok(Brought { coders: done.coders }),
        Err(error) => {
            done.take_back(open);
            Err(error)
        }
    }
}

#[derive(Default)]
struct Done {
    documents: Vec<PathBuf>,
    coders: Vec<String>,
}

impl Done {
    fn bring(&mut self, open: &mut OpenStudy, plan: ProjectPlan, why: &str) -> Result<(), StoreError> {
        let own = open.writable()?;
        let own = open.study.coder_name(own).to_owned();
        // What the corpus is compared with afterwards.
        open.refresh(true);
        for (path, file) in &plan.documents {
            let target = open.root().join(path);
            must_be_inside(open.root(), &target)?;
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)
                    .map_err(|error| StoreError::io(folder, "make this folder", error))?;
            }
            if target.symlink_metadata().is_ok() {
                let there = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
                return Err(StoreError::io(&target, "write it", there));
            }
            write_whole(&target, file.as_bytes(), false)?;
            self.documents.push(target);
        }
        open.refresh(true);
        let mut layers = plan.layers;
        let place = layers.iter().position(|(name, _)| *name == own);
        let bodies = place.map(|place| layers.remove(place).1).unwrap_or_default();
        if !plan.codebook.is_empty() || !bodies.is_empty() {
            open.change_codebook_and(plan.codebook, bodies, Some(why))?;
            self.coders.push(own);
            open.wait()?;
        }
        for (name, bodies) in layers {
            let (root, places) = (open.root().to_owned(), open.places().clone());
            let mut other = OpenStudy::open(&root, &places, &Access::Write(name.clone()), Box::new(|| {}))?;
            other.writable()?;
            other.change_codebook_and(Vec::new(), bodies, Some(why))?;
            self.coders.push(name);
            other.wait()?;
        }
        open.refresh(true);
        Ok(())
    }

    /// Takes back what was done, the last first. What cannot be taken back stays: it is in the journals, and undo finds it.
    fn take_back(&self, open: &mut OpenStudy) {
        let own = open.coder().map(|own| open.study.coder_name(own).to_owned());
        for name in self.coders.iter().rev() {
            if Some(name) == own.as_ref() {
                open.refresh(true);
                let _ = open.undo().and_then(|_| open.wait());
            } else if let Ok(mut other) =
                OpenStudy::open(open.root(), open.places(), &Access::Write(name.clone()), Box::new(|| {}))
            {
                let _ = other.undo().and_then(|_| other.wait());
            }
        }
        for document in &self.documents {
            let _ = fs::remove_file(document);
            // Only where nothing else lies in it.
            let _ = document.parent().map(fs::remove_dir);
        }
        open.refresh(true);
    }
}
