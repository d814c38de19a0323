//! Which study, and who codes.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::model::names::{CoderKey, nearest};
use crate::model::study::Study;
use crate::model::{Body, Document};
use crate::store::folder::find_study;
use crate::store::{Access, OpenStudy, Places, Receipt, Settings, StoreError};

use super::output;

/// The name of the environment variable that names the coder.
const CODER_VARIABLE: &str = "KANTLIJN_CODER";

/// What holds for every command.
pub struct Context {
    directory: Option<PathBuf>,
    coders: Vec<String>,
    /// The person's folders.
    pub places: Places,
}

impl Context {
    /// From `-C` and `--coder`.
    pub fn new(directory: Option<PathBuf>, coders: Vec<String>) -> Self {
        Self { directory, coders, places: Places::of_this_person() }
    }

    /// True when no folder was named with `-C`.
    pub fn is_free(&self) -> bool {
        self.directory.is_none()
    }

    /// The folder of the study: that of `-C`, else of the current folder, or the nearest above.
    pub fn root(&self) -> Result<PathBuf, StoreError> {
        let from = self.directory.as_deref().unwrap_or(Path::new("."));
        let shown = || match &self.directory {
            Some(directory) => directory.clone(),
            None => std::env::current_dir().unwrap_or_else(|_| from.to_owned()),
        };
        find_study(from).ok_or_else(|| StoreError::NoStudy(shown()))
    }

    /// Opens the study for reading; what is wrong with single files goes to standard error.
    pub fn read(&self) -> Result<OpenStudy> {
        self.open(&Access::Read)
    }

    /// Opens the study for reading without anybody's codings; [`load_codings`] brings them.
    pub fn read_texts(&self) -> Result<OpenStudy> {
        let open = OpenStudy::open_without_codings(&self.root()?, &self.places)?;
        for problem in &open.problems {
            output::warn(&problem.to_string());
        }
        Ok(open)
    }

    /// True when `--coder` narrows what a reading command tells.
    pub fn names_coders(&self) -> bool {
        !self.coders.is_empty()
    }

    /// Opens the study for reading, and leaves it to the command to say what is wrong.
    pub fn read_in_silence(&self) -> Result<OpenStudy> {
        Ok(OpenStudy::open(&self.root()?, &self.places, &Access::Read, Box::new(|| {}))?)
    }

    /// Opens the study for writing the coder's layer.
    ///
    /// # Errors
    /// Also when another window writes this layer.
    pub fn write(&self) -> Result<OpenStudy> {
        let coder = self.coder()?;
        let open = self.open(&Access::Write(coder))?;
        open.writable()?;
        Ok(open)
    }

    fn open(&self, access: &Access) -> Result<OpenStudy> {
        let open = OpenStudy::open(&self.root()?, &self.places, access, Box::new(|| {}))?;
        for problem in &open.problems {
            output::warn(&problem.to_string());
        }
        Ok(open)
    }

    /// Who codes.
    pub fn coder(&self) -> Result<String> {
        match self.coders.as_slice() {
            [] => {}
            [coder] => return Ok(coder.clone()),
            _ => bail!("one coder writes at a time; give --coder once"),
        }
        match std::env::var(CODER_VARIABLE) {
            Ok(coder) if !coder.is_empty() => return Ok(coder),
            Err(std::env::VarError::NotUnicode(_)) => bail!("{CODER_VARIABLE} is no UTF-8; set it anew"),
            _ => {}
        }
        let settings = Settings::load(&self.places)?;
        settings.coder().map(str::to_owned).ok_or_else(|| StoreError::NoCoder.into())
    }

    /// The coders that `--coder` narrows a reading command to; none narrow nothing. The environment never narrows.
    pub fn narrowed(&self, study: &Study) -> Result<Vec<CoderKey>> {
        let coders = study.coders();
        let find = |name: &String| {
            if let Some(&key) = coders.iter().find(|&&coder| study.coder_name(coder) == name) {
                return Ok(key);
            }
            let names: Vec<&str> = coders.iter().map(|&coder| study.coder_name(coder)).collect();
            match names.as_slice() {
                [] => bail!("`{name}` has no layer here; nobody has coded in this study yet"),
                names => bail!("`{name}` has no layer here; the coders are: {}", names.join(", ")),
            }
        };
        self.coders.iter().map(find).collect()
    }
}

/// Brings the codings that [`Context::read_texts`] left out.
pub fn load_codings(open: &mut OpenStudy) {
    let known = open.problems.clone();
    open.load_codings();
    for problem in open.problems.iter().filter(|problem| !known.contains(problem)) {
        output::warn(&problem.to_string());
    }
}

/// A document by its id, path or file name.
///
/// # Errors
/// With the nearest name when there is none.
pub fn document<'a>(study: &'a Study, name: &str) -> Result<&'a Document> {
    if let Some(document) = study.find_document(name) {
        return Ok(document);
    }
    match nearest(name, study.documents().iter().map(|document| document.id.as_str())) {
        Some(near) => {
            bail!("`{name}` is no document (did you mean `{near}`?); `kantlijn documents` lists them")
        }
        None => Err(StoreError::NoDocument(name.to_owned()).into()),
    }
}

/// Does something and waits until it is safe on the disk.
pub fn commit(open: &mut OpenStudy, bodies: Vec<Body>) -> Result<Receipt> {
    let receipt = open.commit(bodies)?;
    open.wait()?;
    Ok(receipt)
}
