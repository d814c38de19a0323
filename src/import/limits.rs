//! What a file may ask of memory and time: one place for all formats.
//!
//! A transcript is small. What is larger than these limits is no transcript, or is made to do harm, and gets a sentence
//! instead of a program that hangs. Sizes are counted while reading, never believed.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use super::ImportError;

/// The largest file that is read, in bytes.
pub const FILE_AT_MOST: u64 = 256 << 20;
/// The most that one packed file may become, and all that are read of one container together, in bytes.
pub const EXPANDED_AT_MOST: u64 = 512 << 20;
/// How many times its packed size a packed file may become, where it becomes more than [`RATIO_FROM`]. Long documents of
/// Word reach some 30.
pub const RATIO_AT_MOST: u64 = 200;
/// Below this many bytes the ratio says nothing.
pub const RATIO_FROM: u64 = 8 << 20;
/// How many files a container has at most.
pub const ENTRIES_AT_MOST: usize = 20_000;
/// How deep elements of XML and HTML and brackets of JSON may lie in each other.
pub const DEPTH_AT_MOST: usize = 512;

/// Refuses a file by its size, before it is read.
///
/// # Errors
/// [`ImportError::TooLarge`].
pub fn check_size(size: u64) -> Result<(), ImportError> {
    if size > FILE_AT_MOST {
        return Err(ImportError::TooLarge { size, at_most: FILE_AT_MOST });
    }
    Ok(())
}

/// Refuses XML that declares entities of its own: they could expand without end, and no format that is read here needs them.
/// The five of XML and numbers (`&#233;`) are no entities of its own.
///
/// # Errors
/// [`ImportError::Entities`], with the line.
pub fn check_entities(xml: &str) -> Result<(), ImportError> {
    let Some(at) = memmem::find(xml.as_bytes(), b"<!ENTITY") else { return Ok(()) };
    Err(ImportError::Entities { line: memchr::memchr_iter(b'\n', &xml.as_bytes()[..at]).count() + 1 })
}

/// A zip container (docx, odt, xlsx, …), of which only so much is ever unpacked.
pub struct Container<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    left: u64,
}

impl<'b> Container<'b> {
    /// Opens a container.
    ///
    /// # Errors
    /// [`ImportError::Broken`] when it is none, or was cut off; [`ImportError::Bomb`] for too many files.
    pub fn open(bytes: &'b [u8]) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| of_zip(&error))?;
        if archive.len() > ENTRIES_AT_MOST {
            return Err(ImportError::Bomb { at_most: EXPANDED_AT_MOST });
        }
        Ok(Self { archive, left: EXPANDED_AT_MOST })
    }

    /// The names of its files, in the order of the container. Never a path on this machine: they only name what
    /// [`Self::read`] reads.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.archive.file_names().filter_map(|name| name.ok().map(std::borrow::Cow::into_owned))
    }

    /// True when there is a file with this name.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// Unpacks a file; `None` when there is none with this name.
    ///
    /// # Errors
    /// [`ImportError::Bomb`] when it becomes too much, [`ImportError::Password`] when it is encrypted, else
    /// [`ImportError::Broken`].
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let mut file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(of_zip(&error)),
        };
        let by_ratio = RATIO_FROM.max(file.compressed_size().saturating_mul(RATIO_AT_MOST));
        let at_most = self.left.min(by_ratio);
        let bomb = ImportError::Bomb { at_most: by_ratio.min(EXPANDED_AT_MOST) };
        // What the container says of the size is a hint and no more.
        let mut bytes = Vec::with_capacity(file.size().min(at_most).min(16 << 20) as usize);
        let read = (&mut file)
            .take(at_most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| ImportError::Broken { why: error.to_string() })? as u64;
        if read > at_most {
            return Err(bomb);
        }
        self.left -= read;
        Ok(Some(bytes))
    }
}

fn of_zip(error: &ZipError) -> ImportError {
    match error {
        ZipError::InvalidPassword => ImportError::Password,
        ZipError::UnsupportedArchive(what) if what.to_lowercase().contains("password") => {
            ImportError::Password
        }
        other => ImportError::Broken { why: format!("its zip container: {other}") },
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// A container with these files, packed.
    pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_container_gives_its_files() {
        let bytes = zipped(&[("a.txt", b"een"), ("map/b.txt", b"twee")]);
        let mut container = Container::open(&bytes).unwrap();
        assert_eq!(container.names().collect::<Vec<_>>(), ["a.txt", "map/b.txt"]);
        assert!(container.has("a.txt") && !container.has("c.txt"));
        assert_eq!(container.read("map/b.txt").unwrap().unwrap(), b"twee");
        assert_eq!(container.read("c.txt").unwrap(), None);
    }

    #[test]
    fn a_bomb_is_refused_before_it_goes_off() {
        let zeros = vec![b' '; (RATIO_FROM + 1) as usize];
        let bytes = zipped(&[("word/document.xml", &zeros)]);
        assert!(bytes.len() < 20_000, "{}", bytes.len());
        let error = Container::open(&bytes).unwrap().read("word/document.xml").unwrap_err();
        assert_eq!(error, ImportError::Bomb { at_most: RATIO_FROM });
        assert!(error.to_string().contains("more than 8 MB"), "{error}");
    }

    #[test]
    fn what_was_cut_off_says_so() {
        let bytes = zipped(&[("a.txt", b"een twee drie vier")]);
        let cut = Container::open(&bytes[..bytes.len() / 2]).err().unwrap();
        assert!(matches!(cut, ImportError::Broken { .. }), "{cut}");
        let mut damaged = bytes.clone();
        damaged[38] ^= 0xff;
        let error = Container::open(&damaged).and_then(|mut container| container.read("a.txt")).unwrap_err();
        assert!(matches!(error, ImportError::Broken { .. }), "{error}");
    }

    #[test]
    fn sizes_and_entities_have_their_sentences() {
        assert_eq!(check_size(FILE_AT_MOST), Ok(()));
        let error = check_size(1 << 30).unwrap_err().to_string();
        assert!(error.contains("1024 MB") && error.contains("256 MB"), "{error}");
        assert_eq!(check_entities("<a>&amp;&#233;</a>"), Ok(()));
        let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [\n<!ENTITY b \"ha\">]><a>&b;</a>";
        assert_eq!(check_entities(bomb), Err(ImportError::Entities { line: 3 }));
    }
}
