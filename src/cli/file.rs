//! Writing a file that a person named.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Result, bail};

use crate::store::StoreError;

/// Writes aside and renames, so that the file is whole or as it was. What is no plain file (a device, a pipe) is written to.
/// No part of the study in `root` is ever written to.
pub fn write_file<T>(path: &Path, root: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    refuse_parts_of_the_study(path, root)?;
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fail = |error| StoreError::io(&path, "write it", error);
    if path.exists() && !path.is_file() {
        if path.is_dir() {
            bail!("{} is a folder; name a file in it", path.display());
        }
        let mut sink = BufWriter::new(File::options().write(true).open(&path).map_err(fail)?);
        let done = write(&mut sink)?;
        sink.flush().map_err(fail)?;
        return Ok(done);
    }
    let folder = folder_of(&path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kantlijn-");
    #[cfg(unix)]
    if let Some(mode) = mode(&path, root) {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let aside = builder.tempfile_in(folder).map_err(fail)?;
    let mut sink = BufWriter::with_capacity(1 << 18, aside);
    let done = write(&mut sink)?;
    let aside = sink.into_inner().map_err(|error| fail(error.into_error()))?;
    aside.as_file().sync_all().map_err(fail)?;
    aside.persist(&path).map_err(|error| fail(error.error))?;
    Ok(done)
}

/// A file that is there keeps its rights; a new one in the study gets those of the umask, one elsewhere is private.
#[cfg(unix)]
fn mode(path: &Path, root: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    if let Ok(found) = fs::metadata(path) {
        return Some(found.permissions().mode() & 0o777);
    }
    let folder = fs::canonicalize(folder_of(path)).ok()?;
    folder.starts_with(root).then_some(0o666)
}

/// An export must not take the place of what it is made from.
fn refuse_parts_of_the_study(path: &Path, root: &Path) -> Result<()> {
    if crate::store::folder::is_part_of_study(root, path) {
        bail!("{} is a part of the study; export to another place", path.display());
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
