//! Plain text and Markdown: taken as they are, with a head where they have none.

use crate::model::document::{FrontMatter, split};

use super::head::front_matter;
use super::{ImportError, ImportedDocument};

/// Reads a file of plain text or Markdown. A byte order mark goes, CRLF becomes LF, and nothing else changes; a head that is
/// there stays as it is. `name` is the file's name without folders, `language` that of the study.
///
/// # Errors
/// When it is no plain text in UTF-8, or has a head that cannot be read.
pub fn read(name: &str, bytes: &[u8], language: &str) -> Result<ImportedDocument, ImportError> {
    let (stem, ending) = match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, ending)) => (stem, Some(ending)),
        None => (name, None),
    };
    let corpus_ending = match ending.map(str::to_lowercase).as_deref() {
        None | Some("txt" | "text") => "txt",
        Some("md" | "markdown") => "md",
        Some(_) => return Err(ImportError::Format { ending: ending.unwrap_or_default().to_owned() }),
    };
    let stem = stem.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let text = text(bytes)?;
    let mut warnings = Vec::new();
    let head = split(&text).head;
    let front = head.map(FrontMatter::parse).transpose().map_err(|why| ImportError::Head { why })?;
    let (id, title, file) = match front {
        Some(front) => (front.id.unwrap_or_else(|| stem.to_owned()), front.title, text.clone()),
        None => {
            let title = first_heading(&text).filter(|_| corpus_ending == "md").unwrap_or(stem).to_owned();
            let id = id_of(stem);
            let head = front_matter(&[("id", &id), ("title", &title), ("language", language)]);
            (id, Some(title), head + &text)
        }
    };
    if stem.is_empty() || id.is_empty() {
        return Err(ImportError::Name);
    }
    if u32::try_from(file.len()).is_err() {
        return Err(ImportError::TooLong);
    }
    if file[split(&file).text_start..].trim().is_empty() {
        warnings.push("it holds no text".to_owned());
    }
    Ok(ImportedDocument { name: format!("{stem}.{corpus_ending}"), id, title, file, warnings })
}

/// UTF-8 without byte order mark, lines ended by LF.
fn text(bytes: &[u8]) -> Result<String, ImportError> {
    let line = |at: usize| memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ImportError::Utf16);
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(ImportError::Zero { line: line(at), at });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| ImportError::NotUtf8 { line: line(error.valid_up_to()), at: error.valid_up_to() })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n"))
}

/// An id that needs no quotation marks in a query or a shell: blanks and signs become `-`.
fn id_of(stem: &str) -> String {
    let mut id = String::new();
    for c in stem.chars() {
        if c.is_alphanumeric() || "-_.".contains(c) || !c.is_ascii() && !c.is_whitespace() && !c.is_control()
        {
            id.push(c);
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_matches(['-', '.']).to_owned()
}

/// The words of a Markdown heading on the first line that is not blank.
fn first_heading(text: &str) -> Option<&str> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let words = line.strip_prefix("# ")?.trim().trim_end_matches('#').trim_end();
    (!words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &[u8]) -> String {
        read(name, bytes, "nl").unwrap().file
    }

    #[test]
    fn a_head_is_written_where_there_is_none() {
        let document =
            read("Gesprek 1 (kort).txt", b"\xef\xbb\xbfAA1: Hoi.\r\nBB2:  Dag\r.\r\n", "nl").unwrap();
        assert_eq!(
            (document.name.as_str(), document.id.as_str()),
            ("Gesprek 1 (kort).txt", "Gesprek-1-kort")
        );
        assert_eq!(
            document.file,
            "---\nid: Gesprek-1-kort\ntitle: Gesprek 1 (kort)\nlanguage: nl\n---\nAA1: Hoi.\nBB2:  Dag\r.\n",
            "the mark and CRLF go, a lone CR and double blanks stay"
        );
        assert_eq!(document.warnings, [""; 0]);
    }

    #[test]
    fn a_head_that_is_there_stays() {
        let with_id = "---\nid: d7\ntitle: Zeven\n# van mij\ncyclus: 1\n---\nTekst\n";
        let document = read("zeven.md", with_id.as_bytes(), "nl").unwrap();
        assert_eq!((document.id.as_str(), document.file.as_str()), ("d7", with_id));
        let without = "---\r\ntitle: x\r\n---\r\nTekst";
        let document = read("zo maar.md", without.as_bytes(), "nl").unwrap();
        assert_eq!((document.id.as_str(), document.file.as_str()), ("zo maar", "---\ntitle: x\n---\nTekst"));
    }

    #[test]
    fn markdown_is_called_by_its_first_heading() {
        assert!(file("a.md", b"\n# Brug #\n\nTekst").contains("title: Brug\n"));
        assert!(file("a.txt", b"# Brug\n").contains("title: a\n"));
        assert!(file("a.markdown", b"Tekst").contains("title: a\n"));
        assert_eq!(read("a.markdown", b"x", "nl").unwrap().name, "a.md");
        assert_eq!(read("LEESMIJ", b"x", "nl").unwrap().name, "LEESMIJ.txt");
    }

    #[test]
    fn what_is_no_plain_text_gets_its_sentence() {
        let refused = |name: &str, bytes: &[u8]| read(name, bytes, "nl").unwrap_err();
        assert_eq!(refused("a.txt", b"een\ntw\xe9e"), ImportError::NotUtf8 { line: 2, at: 6 });
        assert_eq!(refused("a.txt", b"\xff\xfeh\0"), ImportError::Utf16);
        assert_eq!(refused("a.txt", b"a\nb\0"), ImportError::Zero { line: 2, at: 3 });
        assert_eq!(refused("a.docx", b"PK"), ImportError::Format { ending: "docx".to_owned() });
        assert_eq!(refused("...txt", b"x"), ImportError::Name);
        let head = refused("a.md", b"---\ntitle: [x\n---\nTekst");
        assert!(head.to_string().contains("line 2") || head.to_string().contains("line 3"), "{head}");
        assert!(refused("a.txt", b"een\xe9").to_string().contains("UTF-8"));
    }

    #[test]
    fn an_empty_text_is_said() {
        assert_eq!(read("a.txt", b" \n", "nl").unwrap().warnings.len(), 1);
    }
}
