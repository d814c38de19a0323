//! Bytes to text: which encoding it is, and what was done to line ends. Nothing else is changed, and nothing in silence.
//!
//! A byte order mark decides; then a declaration in the file where the bytes are no UTF-8; then UTF-8, UTF-16 without a mark
//! (every second byte is zero), and at last the guess of `chardetng`. Unicode is never normalised.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr_iter, memmem};

use super::ImportError;
use super::format::ReadOptions;

/// Text that was read from bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Without byte order mark, lines ended by LF. No zero bytes.
    pub text: String,
    /// How it was read.
    pub decoding: Decoding,
}

/// How bytes were read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoding {
    /// The encoding.
    pub encoding: &'static Encoding,
    /// How sure that is.
    pub source: Source,
    /// How its lines ended.
    pub line_ends: LineEnds,
    /// Characters that could not be read and stand as U+FFFD now.
    pub unreadable: usize,
    /// Places that were encoded twice (`Ã¶` for `ö`).
    pub doubled: usize,
    /// True when these places were repaired, which is only done when asked for.
    pub repaired: bool,
}

/// Why it is taken for that encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The person said so.
    Given,
    /// A byte order mark.
    Mark,
    /// The bytes can hardly be anything else.
    Sure,
    /// The file says so, and it is no UTF-8.
    Declared,
    /// A guess from which bytes there are.
    Guessed,
}

/// How many lines ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineEnds {
    /// LF alone.
    pub lf: usize,
    /// CR and LF, which became LF.
    pub crlf: usize,
    /// CR alone. Where a file has no LF at all they became LF; else they stand in the text as they were.
    pub cr: usize,
}

impl Decoding {
    /// What a person should know, each a sentence. Nothing for UTF-8.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let name = self.encoding.name();
        match self.source {
            Source::Guessed => notes.push(format!(
                "its encoding was taken for {name}; look whether letters such as é are right, and say another one if not (--encoding, on the screen `e`)"
            )),
            Source::Declared => notes.push(format!("it was read as {name}, as it says itself")),
            _ => {}
        }
        match self.unreadable {
            0 => {}
            n => notes.push(format!("{n} places cannot be read in {name} and stand as \u{fffd} now")),
        }
        match (self.doubled, self.repaired) {
            (0, _) => {}
            (n, true) => {
                notes.push(format!("{n} places were encoded twice (`Ã¶` for `ö`) and were repaired"));
            }
            (n, false) => notes.push(format!(
                "{n} places look encoded twice (`Ã¶` for `ö`) and were left as they are; --repair mends them, on the screen `r`"
            )),
        }
        if self.line_ends.cr > 0 && self.line_ends.lf + self.line_ends.crlf == 0 {
            notes.push("its lines ended in CR alone, as on old Macs; they end in LF now".to_owned());
        }
        notes
    }
}

/// Reads bytes as text.
///
/// # Errors
/// [`ImportError::Zero`] for what is no text at all.
pub fn decode(bytes: &[u8], options: &ReadOptions) -> Result<Decoded, ImportError> {
    let (encoding, source) = encoding_of(bytes, options);
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    if let Some(at) = memchr(0, text.as_bytes()) {
        return Err(ImportError::Zero { line: memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1, at });
    }
    let unreadable = if had_errors { memmem::find_iter(text.as_bytes(), "\u{fffd}").count() } else { 0 };
    let mut doubled = 0;
    let mut text = text.into_owned();
    if text.contains(is_of_doubled) {
        let (mended, places) = undoubled(&text);
        doubled = places;
        if options.repair {
            text = mended;
        }
    }
    // A mark that was itself encoded twice.
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    let (text, line_ends) = with_lf(text);
    let repaired = options.repair && doubled > 0;
    let decoding = Decoding { encoding, source, line_ends, unreadable, doubled, repaired };
    Ok(Decoded { text, decoding })
}

fn encoding_of(bytes: &[u8], options: &ReadOptions) -> (&'static Encoding, Source) {
    if let Some(given) = options.encoding {
        return (given, Source::Given);
    }
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return (marked, Source::Mark);
    }
    if let Some(wide) = without_mark(bytes) {
        return (wide, Source::Sure);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, Source::Sure);
    }
    match declared(bytes).filter(|declared| *declared != UTF_8 && declared.is_ascii_compatible()) {
        Some(declared) => (declared, Source::Declared),
        None => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(bytes, true);
            (detector.guess(country(&options.language), Utf8Detection::Deny), Source::Guessed)
        }
    }
}

/// UTF-16 without a mark: of Western text almost every second byte is zero, of other text none.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    // A zero or two in a few bytes may be anything.
    let many = (head.len() * 2 / 5).max(4);
    match (first, second) {
        (0, n) if n >= many => Some(UTF_16LE),
        (n, 0) if n >= many => Some(UTF_16BE),
        _ => None,
    }
}

/// What `<?xml … encoding="…"?>` or `<meta charset="…">` says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2048)];
    let is_markup = head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    let said = ["encoding=", "charset="].into_iter().find_map(|key| {
        let at = memmem::find(head, key.as_bytes())? + key.len();
        let label = head[at..].iter().skip_while(|byte| matches!(byte, b'"' | b'\''));
        Some(
            label
                .copied()
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte))
                .collect(),
        )
    });
    said.filter(|_| is_markup).and_then(|label: Vec<u8>| Encoding::for_label(&label))
}

/// Where such text comes from, which helps a guess: languages whose tag is also the top-level domain of a country.
fn country(language: &str) -> Option<&'static [u8]> {
    const SAME: [&str; 10] = ["nl", "de", "fr", "es", "it", "pt", "fi", "pl", "hu", "tr"];
    let language = language.split(['-', '_']).next().unwrap_or_default();
    SAME.into_iter().find(|tag| *tag == language).map(str::as_bytes)
}

/// The letters that the first byte of a character of UTF-8 becomes when it is read as Windows-1252.
fn is_of_doubled(letter: char) -> bool {
    matches!(letter, 'Â'..='ô')
}

/// The text with places that were encoded twice read once, and how many there are.
fn undoubled(text: &str) -> (String, usize) {
    let mut mended = String::with_capacity(text.len());
    let mut places = 0;
    let mut rest = text;
    while let Some(at) = rest.find(is_of_doubled) {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letter, length) = match once(rest) {
            Some((letter, length)) => {
                places += 1;
                (letter, length)
            }
            None => rest.chars().next().map_or(('\0', 1), |letter| (letter, letter.len_utf8())),
        };
        mended.push(letter);
        rest = &rest[length..];
    }
    mended.push_str(rest);
    (mended, places)
}

/// The character that the letters at the start of `rest` would be, and how many bytes of `rest` they take.
fn once(rest: &str) -> Option<(char, usize)> {
    let mut bytes = Vec::with_capacity(4);
    let mut taken = 0;
    for letter in rest.chars().take(4) {
        bytes.push(byte_of(letter)?);
        taken += letter.len_utf8();
        if bytes.len() < 2 {
            continue;
        }
        match std::str::from_utf8(&bytes) {
            Ok(one) => return one.chars().next().map(|letter| (letter, taken)),
            // Not yet whole.
            Err(error) if error.error_len().is_none() => {}
            Err(_) => return None,
        }
    }
    None
}

/// The byte of Windows-1252 that is read as this letter.
fn byte_of(letter: char) -> Option<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
    match (bytes.as_ref(), unmappable) {
        ([byte], false) => Some(*byte),
        _ => None,
    }
}

/// CRLF becomes LF, and so does CR where there is no LF at all.
fn with_lf(text: String) -> (String, LineEnds) {
    if memchr(b'\r', text.as_bytes()).is_none() {
        let lf = memchr_iter(b'\n', text.as_bytes()).count();
        return (text, LineEnds { lf, ..LineEnds::default() });
    }
    let crlf = memmem::find_iter(text.as_bytes(), "\r\n").count();
    let lf = memchr_iter(b'\n', text.as_bytes()).count() - crlf;
    let cr = memchr_iter(b'\r', text.as_bytes()).count() - crlf;
    let ends = LineEnds { lf, crlf, cr };
    let text = match ends {
        LineEnds { lf: 0, crlf: 0, .. } => text.replace('\r', "\n"),
        _ => text.replace("\r\n", "\n"),
    };
    (text, ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Decoded {
        decode(bytes, &ReadOptions { language: "nl".to_owned(), ..ReadOptions::default() }).unwrap()
    }

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: &str, source: Source) {
        let decoded = read(bytes);
        assert_eq!(decoded.text, text);
        assert_eq!((decoded.decoding.encoding.name(), decoded.decoding.source), (encoding, source));
    }

    fn wide(text: &str, little: bool) -> Vec<u8> {
        let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn a_mark_decides_and_goes() {
        check(b"\xef\xbb\xbfJa.", "Ja.", "UTF-8", Source::Mark);
        for little in [true, false] {
            let name = if little { "UTF-16LE" } else { "UTF-16BE" };
            check(&wide("\u{feff}Eén", little), "Eén", name, Source::Mark);
            check(&wide("Eén brug.", little), "Eén brug.", name, Source::Sure);
        }
    }

    #[test]
    fn other_encodings_are_guessed_and_said() {
        check("Eén brug.".as_bytes(), "Eén brug.", "UTF-8", Source::Sure);
        let old = b"De co\xf6rdinatie van de re\xfcnie, zei zij: \x84E\xe9n brug\x94 \x96 en niet meer.";
        check(
            old,
            "De coördinatie van de reünie, zei zij: „Eén brug” – en niet meer.",
            "windows-1252",
            Source::Guessed,
        );
        assert!(read(old).decoding.notes()[0].contains("windows-1252"));
        let xml = b"<?xml version=\"1.0\" encoding=\"iso-8859-15\"?><a>\xa4 5</a>";
        assert!(read(xml).text.contains("€ 5"));
        assert_eq!(read(xml).decoding.source, Source::Declared);
        assert_eq!(read("<?xml encoding=\"latin1\"?><a>é</a>".as_bytes()).decoding.encoding, UTF_8);
    }

    #[test]
    fn a_given_encoding_wins() {
        let options = ReadOptions { encoding: Some(encoding_rs::WINDOWS_1251), ..ReadOptions::default() };
        let decoded = decode(b"\xc4\xe0", &options).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.decoding.source), ("Да", Source::Given));
    }

    #[test]
    fn line_ends_become_lf_and_nothing_else_changes() {
        let decoded = read(b"een\r\ntwee\n\tdrie\rvier \r\n");
        assert_eq!(decoded.text, "een\ntwee\n\tdrie\rvier \n");
        assert_eq!(decoded.decoding.line_ends, LineEnds { lf: 1, crlf: 2, cr: 1 });
        let mac = read(b"een\rtwee\r");
        assert_eq!(mac.text, "een\ntwee\n");
        assert_eq!(mac.decoding.notes().len(), 1);
        assert_eq!(read("e\u{301}".as_bytes()).text, "e\u{301}", "no normalisation");
    }

    #[test]
    fn text_that_was_encoded_twice_is_noticed_and_mended_on_request() {
        let doubled = "ï»¿De heer KrÃ¶ger zei: â€žEÃ©nâ€\u{9d} â€\u{201c} 5 Â° en Ã\u{a0}.";
        let left = read(doubled.as_bytes());
        assert_eq!((left.text.as_str(), left.decoding.doubled, left.decoding.repaired), (doubled, 8, false));
        assert!(left.decoding.notes()[0].contains("--repair"));
        let options = ReadOptions { repair: true, ..ReadOptions::default() };
        let mended = decode(doubled.as_bytes(), &options).unwrap();
        assert_eq!(mended.text, "De heer Kröger zei: „Eén” – 5 ° en à.");
        assert!(mended.decoding.repaired);
        for right in ["Ça va, Ãlvaro? ÀÉ ñandú", "crème brûlée", "Â", "Ã en ô"] {
            assert_eq!(read(right.as_bytes()).decoding.doubled, 0, "{right}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let options = ReadOptions::default();
        assert_eq!(decode(b"a\nb\0c", &options), Err(ImportError::Zero { line: 2, at: 3 }));
        assert!(decode(&[0; 64], &options).is_err());
        assert_eq!(decode(b"", &options).unwrap().text, "");
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..200), repair in any::<bool>()) {
            let options = ReadOptions { repair, ..ReadOptions::default() };
            if let Ok(decoded) = decode(&bytes, &options) {
                prop_assert!(!decoded.text.contains("\r\n") && !decoded.text.contains('\0'));
            }
        }

        #[test]
        fn utf_8_comes_through_unchanged(text in "[^\0\r\u{feff}]{0,60}") {
            prop_assume!(Encoding::for_bom(text.as_bytes()).is_none());
            prop_assert_eq!(read(text.as_bytes()).text, text);
        }

        #[test]
        fn what_was_encoded_twice_comes_back(text in "[a-z éëïöüà„”–€°ñ]{0,40}") {
            let (doubled, _) = WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
            prop_assert_eq!(undoubled(&doubled).0, text);
        }
    }
}
