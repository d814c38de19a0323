//! The files of a project: the `.qde`, and the texts beside it. Nothing outside the container is ever read.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use rustc_hash::FxHashMap;

use crate::import::ImportError;
use crate::import::encoding::decode;
use crate::import::format::ReadOptions;
use crate::import::limits::{Container, check_size};

/// A project's files: a container, or a `.qde` alone.
pub(super) struct Package<'b> {
    container: Option<Container<'b>>,
    /// Names of files in small letters, with `/`, to their names as they are.
    names: FxHashMap<String, String>,
}

/// A text as it came: CRLF where it has that, without its byte order mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Came {
    pub text: String,
    pub has_mark: bool,
    /// True where it was no UTF-8, so that its encoding was guessed.
    pub is_guessed: bool,
}

impl<'b> Package<'b> {
    /// Opens a project, and gives the text of its `.qde`.
    pub fn open(bytes: &'b [u8]) -> Result<(Self, String), ImportError> {
        check_size(bytes.len() as u64)?;
        if !bytes.starts_with(b"PK") {
            return Ok((Self { container: None, names: FxHashMap::default() }, text_of(bytes, "it")?));
        }
        let mut container = Container::open(bytes)?;
        let names: FxHashMap<String, String> = container.names().map(|name| (normal(&name), name)).collect();
        let mut projects: Vec<&String> = names.keys().filter(|name| is_project(name)).collect();
        // At the top, and the one that the standard names, come first.
        projects.sort_by_key(|name| (name.matches('/').count(), *name != "project.qde", (*name).clone()));
        let Some(name) = projects.first().and_then(|name| names.get(*name)) else {
            let why = "there is no .qde in it, which holds a REFI-QDA project".to_owned();
            return Err(ImportError::Broken { why });
        };
        let project = container.read(name)?.unwrap_or_default();
        let text = text_of(&project, name)?;
        Ok((Self { container: Some(container), names }, text))
    }

    /// The text at a path such as `internal://GUID.txt`; `None` where there is no such file.
    ///
    /// # Errors
    /// When what is packed becomes too much.
    pub fn text(&mut self, path: &str) -> Result<Option<Came>, ImportError> {
        let Some(name) = self.name(path).map(str::to_owned) else { return Ok(None) };
        let Some(container) = &mut self.container else { return Ok(None) };
        let Some(bytes) = container.read(&name)? else { return Ok(None) };
        Ok(came(&bytes))
    }

    /// The file in the container that a path means.
    fn name(&self, path: &str) -> Option<&str> {
        let path = normal(path);
        let path = path.split_once("://").map_or(path.as_str(), |(_, rest)| rest).trim_start_matches('/');
        if path.split('/').any(|part| part == "..") {
            return None;
        }
        let file = path.rsplit('/').next().filter(|file| !file.is_empty())?;
        let found = [format!("sources/{path}"), path.to_owned(), format!("sources/{file}")];
        found.iter().find_map(|name| self.names.get(name)).map(String::as_str)
    }
}

fn normal(name: &str) -> String {
    name.trim().replace('\\', "/").to_lowercase()
}

fn is_project(name: &str) -> bool {
    // What macOS puts beside each file begins with `._`.
    let is_qde = name.rsplit_once('.').is_some_and(|(_, ending)| ending == "qde");
    is_qde && !name.rsplit('/').next().is_some_and(|file| file.starts_with("._"))
}

/// XML in UTF-8 or UTF-16.
fn text_of(bytes: &[u8], name: &str) -> Result<String, ImportError> {
    let encoding = Encoding::for_bom(bytes).map_or(UTF_8, |(found, _)| found);
    match encoding.decode_with_bom_removal(bytes) {
        (text, false) => Ok(text.into_owned()),
        (_, true) => Err(ImportError::Broken { why: format!("{name} is no UTF-8") }),
    }
}

/// A text from its bytes; `None` for what is no text.
fn came(bytes: &[u8]) -> Option<Came> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes[length..]);
        return Some(Came { text: text.into_owned(), has_mark: true, is_guessed: had_errors });
    }
    let (text, is_guessed) = match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (Cow::Owned(decode(bytes, &ReadOptions::default()).ok()?.text), true),
    };
    Some(Came { text: text.into_owned(), has_mark: false, is_guessed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::limits::tests::zipped;

    #[test]
    fn paths_lead_to_files_of_the_container_alone() {
        let bytes = zipped(&[
            ("A Study.QDE", b"\xef\xbb\xbf<Project/>"),
            ("Sources/AB.TXT", b"een"),
            ("../geheim.txt", b"x"),
            ("__MACOSX/._A Study.qde", b"x"),
        ]);
        let (mut package, text) = Package::open(&bytes).unwrap();
        assert_eq!(text, "<Project/>");
        for path in [
            "internal://ab.txt",
            "INTERNAL://AB.txt",
            "relative:///media/ab.txt",
            "absolute://E:\\x\\ab.txt",
            "ab.txt",
        ] {
            assert_eq!(package.text(path).unwrap().map(|came| came.text).as_deref(), Some("een"), "{path}");
        }
        for path in
            ["internal://../geheim.txt", "internal://", "internal:///etc/passwd", "relative:///../../x"]
        {
            assert_eq!(package.text(path).unwrap(), None, "{path}");
        }
    }

    #[test]
    fn texts_come_in_what_encoding_they_like() {
        let mark = came(b"\xef\xbb\xbfe\r\n").unwrap();
        assert_eq!((mark.text.as_str(), mark.has_mark), ("e\r\n", true));
        let wide: Vec<u8> = "\u{feff}één".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(came(&wide).unwrap().text, "één");
        let old = came(b"Dit caf\xe9 en nog een caf\xe9.").unwrap();
        assert_eq!((old.text.as_str(), old.is_guessed), ("Dit café en nog een café.", true));
    }
}
