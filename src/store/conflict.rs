//! What git left in the codebook: two versions of a family file in one. A side is chosen for each entry; then the markers go.

use crate::model::codebook::{Conflict, FamilyFile, Place, Side};
use crate::model::event::Body;

use super::commit::Receipt;
use super::error::StoreError;
use super::open::OpenStudy;
use super::places::write_whole;

impl OpenStudy {
    /// Puts one version of each entry into the file at `path` (as in [`OpenStudy::conflicts`]): that of the other side for
    /// `theirs`, what was here for the rest; comments are those of what was here. What comes from the other side stands in the
    /// journal with before and after, and can be undone.
    ///
    /// # Errors
    /// When the study can only be read, the file holds no conflict any more, a side is no family by itself, or the file
    /// cannot be written.
    pub fn resolve_conflict(
        &mut self,
        path: &str,
        theirs: &[Place],
        why: Option<&str>,
    ) -> Result<Option<Receipt>, StoreError> {
        let coder = self.writable()?;
        self.wait()?;
        let full = self.root().join(path);
        let wrong = |why: String| StoreError::Family { path: full.clone(), why };
        let toml = std::fs::read_to_string(&full).map_err(|error| StoreError::io(&full, "read it", error))?;
        let conflict = Conflict::find(&toml)
            .ok_or_else(|| wrong("it holds no git merge conflict any more".to_owned()))?;
        // A side that cannot be read must not be lost in silence.
        for (side, text) in [("what was here", &conflict.ours), ("what came in", &conflict.theirs)] {
            FamilyFile::parse(text).map_err(|error| {
                wrong(format!("{side} is no TOML by itself ({error}); mend it in an editor"))
            })?;
        }
        let choose = |place: &Place| if theirs.contains(place) { Side::Theirs } else { Side::Ours };
        let resolved = conflict.resolved(choose).map_err(wrong)?;
        self.note_seen(coder)?;
        write_whole(&full, resolved.as_bytes(), false)?;
        self.read_codebook();
        let changes: Vec<_> =
            conflict.changes().into_iter().filter(|change| theirs.contains(&change.place)).collect();
        if changes.is_empty() {
            return Ok(None);
        }
        self.write(coder, vec![Body::CodeEdit { changes }], Vec::new(), why).map(Some)
    }
}
