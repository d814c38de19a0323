//! Where things live that are not part of a study: settings, old texts, caches.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::hash::{hex, sha256};

use super::error::StoreError;

/// The person's folders on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Settings of the person.
    pub config: PathBuf,
    /// Writer ids, last places, torn lines, old texts, the demo.
    pub data: PathBuf,
    /// Locks and whatever can be made anew; deleting it loses nothing.
    pub cache: PathBuf,
}

impl Places {
    /// The folders that the operating system has for this person.
    pub fn of_this_person() -> Self {
        match directories::ProjectDirs::from("", "", "kantlijn") {
            Some(dirs) => Self {
                config: dirs.config_dir().to_owned(),
                data: dirs.data_dir().to_owned(),
                cache: dirs.cache_dir().to_owned(),
            },
            // No home folder: a daemon's account. Temporary folders still let one read and code.
            None => Self::under(&std::env::temp_dir().join("kantlijn")),
        }
    }

    /// All three under one folder.
    pub fn under(root: &Path) -> Self {
        Self { config: root.join("config"), data: root.join("data"), cache: root.join("cache") }
    }

    /// The folder in the data folder for one checkout of a study; `root` is made absolute first.
    pub fn of_study(&self, root: &Path) -> PathBuf {
        self.data.join("studies").join(study_tag(root))
    }

    /// The folder for the index of one checkout of a study.
    pub fn index_of(&self, root: &Path) -> PathBuf {
        self.cache.join("index").join(study_tag(root))
    }

    /// The lock of one layer of one checkout, and where it is when the cache folder cannot be written.
    pub fn locks(&self, root: &Path, coder: &str) -> [PathBuf; 2] {
        let name = format!("{}-{}.lock", study_tag(root), &hex(&sha256(coder.as_bytes()))[..8]);
        [&self.cache, &self.data].map(|folder| folder.join("locks").join(&name))
    }
}

/// A short name for a checkout: its absolute path, hashed.
fn study_tag(root: &Path) -> String {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    hex(&sha256(root.as_os_str().as_encoded_bytes())[..8])
}

/// Makes a folder outside the study that only this person can look into.
///
/// # Errors
/// When it cannot be made.
pub fn private_folder(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| StoreError::io(path, "make this folder", error))
}

/// Writes a whole file so that a crash leaves the old one or the new one; `private` files are 0600.
///
/// # Errors
/// When a step fails; the old file stays.
pub fn write_whole(path: &Path, bytes: &[u8], private: bool) -> Result<(), StoreError> {
    use std::io::Write as _;
    let folder = path.parent().unwrap_or(Path::new("."));
    let fail = |error| StoreError::io(path, "write it", error);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kantlijn-");
    #[cfg(unix)]
    if !private {
        use std::os::unix::fs::PermissionsExt as _;
        // The umask takes away what the person wants taken away; an existing file keeps its rights.
        let mode = fs::metadata(path).map_or(0o666, |found| found.permissions().mode() & 0o777);
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let mut file = builder.tempfile_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist(path).map_err(|error| fail(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// Makes a rename or a new file in `folder` last; systems that cannot do this do it by themselves.
pub fn sync_folder(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Appends or creates a file outside the study, 0600.
pub fn private_options() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
