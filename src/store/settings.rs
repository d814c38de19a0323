//! The person's settings: `config.toml` in the config folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use toml_edit::{DocumentMut, Item, value};

use super::error::StoreError;
use super::places::{Places, private_folder, write_whole};

/// How many recent studies are kept.
const RECENT: usize = 12;

/// The person's settings; keys that this version does not know stay in the file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    path: PathBuf,
    document: DocumentMut,
}

impl Settings {
    /// Reads the settings; a missing file is an empty one.
    ///
    /// # Errors
    /// When the file is there but cannot be read.
    pub fn load(places: &Places) -> Result<Self, StoreError> {
        let path = places.config.join("config.toml");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(StoreError::io(&path, "read it", error)),
        };
        let document = text.parse().map_err(|error: toml_edit::TomlError| StoreError::Config {
            path: path.clone(),
            why: error.to_string().lines().collect::<Vec<_>>().join(" "),
        })?;
        Ok(Self { path, document })
    }

    /// Writes the settings.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self) -> Result<(), StoreError> {
        if let Some(folder) = self.path.parent() {
            private_folder(folder)?;
        }
        write_whole(&self.path, self.document.to_string().as_bytes(), true)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The person's name as a coder.
    pub fn coder(&self) -> Option<&str> {
        self.text("coder")
    }

    /// Sets the person's name as a coder.
    pub fn set_coder(&mut self, coder: &str) {
        self.document["coder"] = value(coder);
    }

    /// A setting that is a string: `language`, `theme`, `editor`, …
    pub fn text(&self, key: &str) -> Option<&str> {
        self.document.get(key).and_then(Item::as_str).filter(|text| !text.is_empty())
    }

    /// Sets a setting that is a string.
    pub fn set_text(&mut self, key: &str, text: &str) {
        self.document[key] = value(text);
    }

    /// The `[keys]` table: action id and keys, as written.
    pub fn keys(&self) -> Vec<(String, Vec<String>)> {
        let Some(table) = self.document.get("keys").and_then(Item::as_table_like) else { return Vec::new() };
        let read = |(action, keys): (&str, &Item)| {
            let keys = match keys.as_array() {
                Some(keys) => keys.iter().filter_map(|key| key.as_str().map(str::to_owned)).collect(),
                None => keys.as_str().map(str::to_owned).into_iter().collect(),
            };
            (action.to_owned(), keys)
        };
        table.iter().map(read).collect()
    }

    /// Studies that were opened, the last first.
    pub fn recent(&self) -> Vec<PathBuf> {
        let recent = self.document.get("recent").and_then(Item::as_array);
        recent.into_iter().flatten().filter_map(|path| path.as_str().map(PathBuf::from)).collect()
    }

    /// Puts a study in front of the recent ones; false when it stood there already.
    pub fn remember(&mut self, study: &Path) -> bool {
        let mut recent = self.recent();
        if recent.first().is_some_and(|first| first == study) {
            return false;
        }
        recent.retain(|other| other != study);
        recent.insert(0, study.to_owned());
        let mut array = toml_edit::Array::new();
        for path in recent.iter().take(RECENT) {
            array.push(path.to_string_lossy().as_ref());
        }
        self.document["recent"] = value(array);
        true
    }
}

/// The name that git has for this person, made fit for a coder: what a first start proposes.
pub fn name_from_git() -> Option<String> {
    let output = Command::new("git").args(["config", "--get", "user.name"]).output().ok()?;
    let name = String::from_utf8(output.stdout).ok()?;
    let first = name.split_whitespace().next()?.to_lowercase();
    check_coder(&first).ok().map(|()| first)
}

/// What makes a coder's name: it becomes a folder's name on every system.
///
/// # Errors
/// A sentence when it cannot be one.
pub fn check_coder(name: &str) -> Result<(), StoreError> {
    let why = if name.is_empty() || name.len() > 64 {
        "it needs 1 to 64 bytes"
    } else if name
        .chars()
        .any(|c| matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control())
    {
        "it becomes a folder's name, so leave out / \\ : * ? \" < > |"
    } else if name.starts_with(['.', '-', ' ']) || name.ends_with(['.', ' ']) {
        "it may not begin or end with a dot or a blank, nor begin with a dash"
    } else if is_reserved(name) {
        "Windows keeps that name for a device"
    } else {
        return Ok(());
    };
    Err(StoreError::CoderName { name: name.to_owned(), why })
}

/// Names that no file can have on Windows, with or without an ending.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered =
        |device| stem.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_back_and_strange_ones_stay() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::under(folder.path());
        fs::create_dir_all(&places.config).unwrap();
        fs::write(
            places.config.join("config.toml"),
            "# van mij\nvreemd = 1\n[keys]\n\"code.repeat\" = \"r\"\n",
        )
        .unwrap();
        let mut settings = Settings::load(&places).unwrap();
        assert_eq!(settings.coder(), None);
        settings.set_coder("anna");
        assert!(settings.remember(Path::new("/een")));
        assert!(settings.remember(Path::new("/twee")));
        assert!(!settings.remember(Path::new("/twee")));
        settings.save().unwrap();
        let again = Settings::load(&places).unwrap();
        assert_eq!(again.coder(), Some("anna"));
        assert_eq!(again.recent(), [Path::new("/twee"), Path::new("/een")]);
        assert_eq!(again.keys(), [("code.repeat".to_owned(), vec!["r".to_owned()])]);
        let text = fs::read_to_string(again.path()).unwrap();
        assert!(text.contains("# van mij") && text.contains("vreemd = 1"), "{text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(again.path()).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_coder_is_a_folder() {
        for good in ["anna", "Anna B", "coder-1", "zoë", "constant", "com", "com10"] {
            assert!(check_coder(good).is_ok(), "{good}");
        }
        for bad in ["", "a/b", "..", ".x", "a\\b", "x\n", " x", "-x", "con:", "Con", "aux.x", "lpt1"] {
            assert!(check_coder(bad).is_err(), "{bad}");
        }
    }
}
