//! Changing many values of the codebook at once: what came back from a spreadsheet.

use crate::model::codebook::{FamilyEdit, FamilyFile, Patch, Place, check_id, new_family};
use crate::model::event::Body;
use crate::model::localized::Localized;

use super::commit::{Receipt, family_id};
use super::error::StoreError;
use super::open::OpenStudy;

impl OpenStudy {
    /// Changes values in family files, with comments and order kept; a family that is not there gets a file. One step in
    /// the trail: a `seen` event with the state of every code that it touches, written before the files. Undo does not reach it.
    ///
    /// # Errors
    /// When the study can only be read, or one of the files cannot be changed; then nothing was done.
    pub fn change_codebook(&mut self, changes: Vec<(String, Vec<Patch>)>) -> Result<Receipt, StoreError> {
        let coder = self.writable()?;
        for (family, patches) in &changes {
            self.may_change(family, patches)?;
        }
        self.note_seen(coder)?;
        let mut touched: Vec<String> = Vec::new();
        let mut files = Vec::new();
        for (family, patches) in changes.into_iter().filter(|(_, patches)| !patches.is_empty()) {
            for patch in &patches {
                match &patch.place {
                    Place::Code(id) if !touched.contains(id) => touched.push(id.clone()),
                    _ => {}
                }
            }
            files.push(self.change_family(&family, FamilyEdit::Set(patches))?);
        }
        let revision = |id: String| {
            let revision = self.study.codebook.by_id(&id).map(|code| code.revision);
            (id, revision)
        };
        let codes = touched.into_iter().map(revision).collect();
        if files.is_empty() {
            return Ok(Receipt { tx: uuid::Uuid::nil(), ids: Vec::new() });
        }
        self.write(coder, vec![Body::Seen { codes }], files)
    }

    /// Tries a change on a copy, so that several files change together or not at all.
    fn may_change(&self, family: &str, patches: &[Patch]) -> Result<(), StoreError> {
        let text = self.families.iter().find(|text| family_id(&text.toml).as_deref() == Some(family));
        let path = text.map_or_else(|| format!("codebook/{family}.toml"), |text| text.path.clone());
        let wrong = |why: String| StoreError::Family { path: self.root.join(&path), why };
        check_id(family).map_err(|why| wrong(format!("a family's id {why}")))?;
        let toml = text.map_or_else(|| new_family(family, &Localized::default()), |text| self.fresh(text));
        if text.is_none() && self.root.join(&path).exists() {
            return Err(wrong("it is there and holds another family, or cannot be read".to_owned()));
        }
        let mut file = FamilyFile::parse(&toml).map_err(wrong)?;
        if !file.patch(patches) {
            return Err(wrong("it does not write its tables as [[code]]".to_owned()));
        }
        Ok(())
    }
}
