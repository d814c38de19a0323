//! Which format a file is, by what stands in it: names lie, and people rename files.
//!
//! Only the start of a file is looked at, but for the list of files in a zip container, the keys of JSON and the tables of a
//! database. The name decides between formats that can look the same: plain text, Markdown and tables.

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Format, ReadOptions};
use crate::import::ImportError;
use crate::import::encoding::decode;
use crate::import::limits::Container;
use crate::text::is_cue;

/// So much of a text is looked at, in bytes.
const HEAD: usize = 64 << 10;
/// Elements that only HTML has, or hardly anything else.
const HTML: [&str; 19] = [
    "html", "head", "body", "meta", "title", "div", "p", "span", "h1", "h2", "h3", "ul", "ol", "table",
    "section", "article", "main", "br", "strong",
];
/// So much of a database: its first page names the tables of small projects, and those of large ones follow soon.
const DATABASE_HEAD: usize = 4 << 20;

/// The format of a file with this name (without folders) and these bytes.
///
/// # Errors
/// What it is instead, or what hinders: a password, a container that is damaged.
pub fn recognise(name: &str, bytes: &[u8]) -> Result<Format, ImportError> {
    let unknown = |what: &str| Err(ImportError::Unknown { what: what.to_owned() });
    match bytes {
        [] => return Err(ImportError::Empty),
        [b'P', b'K', 3 | 5, ..] => return packed(bytes),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return compound(bytes),
        _ if bytes.starts_with(b"SQLite format 3\0") => return database(bytes),
        _ if memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() => return Ok(Format::Pdf),
        _ if bytes.trim_ascii_start().starts_with(b"{\\rtf") => return Ok(Format::Rtf),
        _ if is_recording(bytes) => {
            return unknown("a recording of sound or video, which must be written out first");
        }
        _ if is_picture(bytes) => return unknown("a picture"),
        [0x1f, 0x8b, ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [b'R', b'a', b'r', b'!', ..] => {
            return unknown("a packed archive, which must be unpacked first");
        }
        _ => {}
    }
    let head = decode(&bytes[..bytes.len().min(HEAD)], &ReadOptions::default())?.text;
    text(name, &head, bytes)
}

/// A text, of which `head` is the start.
fn text(name: &str, head: &str, bytes: &[u8]) -> Result<Format, ImportError> {
    // The mark of a file that was encoded twice stands there as three letters.
    let start = head.trim_start().trim_start_matches("ï»¿").trim_start();
    if start.starts_with("WEBVTT") {
        return Ok(Format::WebVtt);
    }
    if ["@UTF8", "@Begin", "@Font:", "@Languages:"].iter().any(|mark| start.starts_with(mark)) {
        return Ok(Format::Chat);
    }
    let first: String = start.chars().take(400).collect();
    if first.contains("ooTextFile") && first.contains("TextGrid") {
        return Ok(Format::TextGrid);
    }
    if start.starts_with('<')
        && let Some(format) = markup(start)?
    {
        return Ok(format);
    }
    if start.starts_with(['{', '['])
        && let Some(format) = json(name, bytes)?
    {
        return Ok(format);
    }
    if is_srt(start) {
        return Ok(Format::Srt);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    Ok(match ending.as_str() {
        "md" | "markdown" => Format::Markdown,
        "csv" | "tsv" | "tab" => Format::Csv,
        _ if is_table(start, head.len() < HEAD) => Format::Csv,
        _ => Format::Text,
    })
}

/// What lies in a zip container.
fn packed(bytes: &[u8]) -> Result<Format, ImportError> {
    let mut container = Container::open(bytes)?;
    if let Some(kind) = container.read("mimetype")? {
        return match String::from_utf8_lossy(&kind).trim() {
            "application/vnd.oasis.opendocument.text"
            | "application/vnd.oasis.opendocument.text-template" => Ok(Format::Odt),
            "application/vnd.oasis.opendocument.spreadsheet" => Ok(Format::Excel),
            other => Err(ImportError::Unknown { what: format!("`{}`", other.escape_debug()) }),
        };
    }
    let names: Vec<String> = container.names().collect();
    let has = |what: &dyn Fn(&str) -> bool| names.iter().any(|name| what(name));
    if has(&|name| name.to_lowercase().ends_with(".qde")) {
        return Ok(Format::RefiQda);
    }
    if has(&|name| name == "data.qda" || name.ends_with("/data.qda")) {
        return Ok(Format::QualCoder);
    }
    if has(&|name| name.starts_with("word/")) {
        return Ok(Format::Docx);
    }
    if has(&|name| name.starts_with("xl/")) {
        return Ok(Format::Excel);
    }
    let is_slides = has(&|name| name.starts_with("ppt/"));
    let what = if is_slides { "a presentation" } else { "a zip archive, which must be unpacked first" };
    Err(ImportError::Unknown { what: what.to_owned() })
}

/// The container of Office before 2007, in which newer programs also put what has a password.
fn compound(bytes: &[u8]) -> Result<Format, ImportError> {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let has = |name: &str| memmem::find(bytes, &wide(name)).is_some();
    if has("EncryptedPackage") {
        Err(ImportError::Password)
    } else if has("WordDocument") {
        Err(ImportError::Unknown { what: "a document of Word before 2007 (.doc)".to_owned() })
    } else if has("Workbook") {
        Ok(Format::Excel)
    } else if is_cut_off(bytes) {
        Err(ImportError::Broken { why: "the list of what is in it lies behind its end".to_owned() })
    } else {
        Err(ImportError::Unknown { what: "a file of Office before 2007".to_owned() })
    }
}

/// True where the directory of such a container would stand behind the end of the file.
fn is_cut_off(bytes: &[u8]) -> bool {
    let shift = bytes.get(30).copied().unwrap_or_default();
    let sector = bytes.get(48..52).and_then(|sector| sector.try_into().ok()).map(u32::from_le_bytes);
    let end = sector.map(|sector| (u64::from(sector) + 2) << shift.min(16));
    end.is_none_or(|end| end > bytes.len() as u64)
}

/// Whose database it is, by the tables that no other program has.
fn database(bytes: &[u8]) -> Result<Format, ImportError> {
    let head = &bytes[..bytes.len().min(DATABASE_HEAD)];
    let has = |table: &str| memmem::find(head, table.as_bytes()).is_some();
    if has("highlight_tags") {
        Ok(Format::Taguette)
    } else if has("code_text") && has("code_name") {
        Ok(Format::QualCoder)
    } else if has("freecode") && has("treecode") {
        Ok(Format::Rqda)
    } else if has("requal_version") || has("user_permissions") && has("segments") {
        Ok(Format::Requal)
    } else if lacks_pages(bytes) {
        Err(ImportError::Broken { why: "its database ends before its last page".to_owned() })
    } else {
        Err(ImportError::Unknown { what: "a database of another program".to_owned() })
    }
}

/// True for a database with less in it than its header says.
fn lacks_pages(bytes: &[u8]) -> bool {
    let number = |at: usize, length: usize| {
        bytes
            .get(at..at + length)
            .map(|digits| digits.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let (Some(size), Some(pages)) = (number(16, 2), number(28, 4)) else { return true };
    (bytes.len() as u64) < pages * if size == 1 { 65_536 } else { size }
}

fn is_recording(bytes: &[u8]) -> bool {
    let is_container = bytes.get(4..8) == Some(b"ftyp".as_slice());
    let starts =
        [b"ID3".as_slice(), b"OggS", b"fLaC", b"\x1a\x45\xdf\xa3", b"\xff\xfb", b"\xff\xf3", b"#!AMR"];
    is_container || bytes.starts_with(b"RIFF") || starts.iter().any(|start| bytes.starts_with(start))
}

fn is_picture(bytes: &[u8]) -> bool {
    [b"\x89PNG".as_slice(), b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"]
        .iter()
        .any(|start| bytes.starts_with(start))
}

/// XML by its first element, HTML by any of its own; `None` for text that only begins with `<`.
fn markup(start: &str) -> Result<Option<Format>, ImportError> {
    let lower = start.get(..14).unwrap_or_default().to_ascii_lowercase();
    if lower.starts_with("<!doctype html") {
        return Ok(Some(Format::Html));
    }
    let is_xml = lower.starts_with("<?xml");
    let mut reader = Reader::from_str(start);
    reader.config_mut().check_end_names = false;
    let root = loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                break element.local_name().as_ref().to_owned();
            }
            Ok(Event::Eof) | Err(_) => return Ok(None),
            Ok(_) => {}
        }
    };
    match root.as_str() {
        "ANNOTATION_DOCUMENT" => Ok(Some(Format::Elan)),
        "TEI" | "TEI.2" | "teiCorpus" => Ok(Some(Format::Tei)),
        "officiele-publicatie" | "handelingen" => Ok(Some(Format::Handelingen)),
        "Project" => Ok(Some(Format::RefiQda)),
        other if HTML.contains(&other.to_ascii_lowercase().as_str()) => Ok(Some(Format::Html)),
        other if is_xml => {
            Err(ImportError::Unknown { what: format!("XML of another kind (<{}>)", other.escape_debug()) })
        }
        _ => Ok(None),
    }
}

/// JSON by its keys; `None` for text that only begins with a bracket.
fn json(name: &str, bytes: &[u8]) -> Result<Option<Format>, ImportError> {
    let Ok(decoded) = decode(bytes, &ReadOptions::default()) else { return Ok(None) };
    let mut keys = Vec::new();
    // A file that was cut off has keys too, and its reader says what is wrong with it.
    let whole = Keys(&mut keys).deserialize(&mut serde_json::Deserializer::from_str(&decoded.text)).is_ok();
    let has = |key: &str| keys.iter().any(|found| found == key);
    if has("segments") || has("transcription") || has("word_segments") {
        return Ok(Some(Format::Whisper));
    }
    let is_called = |ending: &str| name.to_lowercase().ends_with(ending);
    if has("text")
        && (is_called(".otr") || ["media", "media-source", "media-time"].iter().any(|key| has(key)))
    {
        return Ok(Some(Format::OTranscribe));
    }
    if has("text") {
        return Ok(Some(Format::Whisper));
    }
    if !whole || decoded.text.trim_start().starts_with('[') {
        return Ok(None);
    }
    let what = "JSON with other keys than transcripts of Whisper and oTranscribe have";
    Err(ImportError::Unknown { what: what.to_owned() })
}

/// The keys of the outermost object, also where the rest cannot be read.
struct Keys<'k>(&'k mut Vec<String>);

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<String>()? {
            self.0.push(key);
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Subtitles: times with an arrow on one of the first lines, or right after a number.
fn is_srt(start: &str) -> bool {
    let mut lines = start.lines().map(str::trim).filter(|line| !line.is_empty());
    let Some(first) = lines.next() else { return false };
    is_cue(first) || first.bytes().all(|byte| byte.is_ascii_digit()) && lines.next().is_some_and(is_cue)
}

/// A table: three lines or more, each with the same number of tabs or semicolons, two at least. Commas alone are prose.
fn is_table(start: &str, is_whole: bool) -> bool {
    let mut lines: Vec<&str> = start.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    if !is_whole && lines.len() < 20 {
        // The last line may be cut.
        lines.pop();
    }
    let same = |separator: u8| {
        let counts = || lines.iter().map(|line| memchr::memchr_iter(separator, line.as_bytes()).count());
        counts().next().is_some_and(|first| first >= 2 && counts().all(|count| count == first))
    };
    lines.len() >= 3 && (same(b'\t') || same(b';'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::limits::tests::zipped;
    use proptest::prelude::*;

    #[track_caller]
    fn check(name: &str, bytes: &[u8], format: Format) {
        assert_eq!(recognise(name, bytes), Ok(format), "{}", String::from_utf8_lossy(bytes));
    }

    #[track_caller]
    fn refused(bytes: &[u8], words: &str) {
        let error = recognise("a.txt", bytes).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }

    #[test]
    fn text_formats_go_by_what_stands_in_them() {
        check("a.txt", b"\xef\xbb\xbfWEBVTT\n\n1\n", Format::WebVtt);
        check("a.vtt", b"1\n00:00:01,000 --> 00:00:02,000\nJa.\n", Format::Srt);
        check("a.txt", b"00:00:01,000 --> 00:00:02,000\nJa.\n", Format::Srt);
        check("a.txt", b"@UTF8\n@Begin\n", Format::Chat);
        check("a.txt", b"File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n", Format::TextGrid);
        let wide = "\u{feff}File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n";
        let wide: Vec<u8> = wide.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check("a", &wide, Format::TextGrid);
        check("a.txt", b"{\\rtf1\\ansi Ja.}", Format::Rtf);
        check("a.docx", b"AA1: Ja.\n", Format::Text);
        check("a.md", b"AA1: Ja.\n", Format::Markdown);
        check("a", b"[00:01] AA1: Ja.\n", Format::Text);
        check("a", b"{lacht} AA1: Ja.\n", Format::Text);
        check("a", b"<v Kim>Ja.\n", Format::Text);
        check("a.pdf", b"%PDF-1.7\n", Format::Pdf);
    }

    #[test]
    fn tables_need_their_name_or_columns() {
        check("a.csv", b"naam,antwoord\n", Format::Csv);
        check("a.txt", b"a\tb\tc\n1\t2\t3\n4\t5\t6\n", Format::Csv);
        check("a", b"a;b;c\n1;2;3\n4;5;6\n", Format::Csv);
        check("a.txt", b"Nou, ja, dus.\nEn, toen, ook.\nIk, zij, hij.\n", Format::Text);
        check("a.csv", b"WEBVTT\n\n", Format::WebVtt);
    }

    #[test]
    fn xml_goes_by_its_root() {
        check("a.xml", b"<?xml version=\"1.0\"?>\n<!-- x --><ANNOTATION_DOCUMENT DATE=\"\">", Format::Elan);
        check("a.xml", b"<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text/></TEI>", Format::Tei);
        check("a.xml", "ï»¿<?xml version=\"1.0\"?><officiele-publicatie>".as_bytes(), Format::Handelingen);
        check("a.txt", b"<!DOCTYPE html><p>Ja", Format::Html);
        check("a.txt", b"<p>Ja.</p>", Format::Html);
        refused(b"<?xml version=\"1.0\"?><svg/>", "<svg>");
    }

    #[test]
    fn json_goes_by_its_keys() {
        check("a.txt", b"{\"text\":\" Ja.\",\"segments\":[],\"language\":\"nl\"}", Format::Whisper);
        check("a", b"{\"systeminfo\":\"\",\"transcription\":[{\"text\":\"Ja\"}]}", Format::Whisper);
        check("a", b"{\"text\":\"<p>Ja</p>\",\"media\":\"a.mp3\",\"media-time\":1.5}", Format::OTranscribe);
        check("a.otr", b"{\"text\":\"<p>Ja</p>\"}", Format::OTranscribe);
        check("a", b"{\"segments\":[{\"text\":\" J", Format::Whisper);
        refused(b"{\"a\":1}", "other keys");
    }

    #[test]
    fn containers_are_looked_into() {
        check("a.zip", &zipped(&[("word/document.xml", b"<x/>")]), Format::Docx);
        check("a", &zipped(&[("xl/workbook.xml", b"<x/>")]), Format::Excel);
        check("a", &zipped(&[("project.qde", b"<x/>")]), Format::RefiQda);
        check(
            "a.zip",
            &zipped(&[("Brug.qda/data.qda", b"x"), ("Brug.qda/documents/word/a", b"")]),
            Format::QualCoder,
        );
        check("a", &zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text")]), Format::Odt);
        refused(&zipped(&[("ppt/presentation.xml", b"<x/>")]), "presentation");
        refused(&zipped(&[("a.txt", b"x")]), "unpacked");
        refused(b"PK\x03\x04 cut off", "cut off");
        let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let compound = |name: &str| [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &wide(name)].concat();
        refused(&compound("EncryptedPackage"), "password");
        refused(&compound("WordDocument"), ".doc");
        refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "cut off (the list");
        let mut other = vec![0; 2048];
        other[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        other[30] = 9;
        refused(&other, "Office before 2007");
    }

    #[test]
    fn databases_go_by_their_tables() {
        let database = |tables: &str| [b"SQLite format 3\0".as_slice(), tables.as_bytes()].concat();
        check("a", &database("CREATE TABLE highlight_tags (x)"), Format::Taguette);
        check("a", &database("CREATE TABLE code_name (x) CREATE TABLE code_text (y)"), Format::QualCoder);
        check("a", &database("CREATE TABLE freecode (x) CREATE TABLE treecode (y)"), Format::Rqda);
        refused(&[&database("CREATE TABLE x (y)"), [b' '; 80].as_slice()].concat(), "cut off");
        refused(&[&database(""), [0; 80].as_slice()].concat(), "another program");
    }

    #[test]
    fn what_is_no_transcript_says_what_it_is() {
        refused(b"ID3\x04", "recording");
        refused(b"\x89PNG\r\n", "picture");
        refused(b"", "no text");
        refused(b"\x1f\x8b\x08", "archive");
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_format_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..200), name in "[a-z.]{0,6}") {
            drop(recognise(&name, &bytes));
        }

        #[test]
        fn any_text_does_too(start in "(<|\\{|\\[|@|1\n|WEB|<\\?xml |PK\u{3}\u{4})?", text in "[ -~\n]{0,60}") {
            drop(recognise("", format!("{start}{text}").as_bytes()));
        }
    }
}
