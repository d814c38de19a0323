//! XML that is a part of a container, and elements that are passed over or read whole.

use encoding_rs::{Encoding, UTF_8};

use super::ImportError;
use super::limits::Container;
use super::xml::{Piece, Xml, one_line};

impl Xml<'_> {
    /// Passes over the element that has just been opened, with all that is in it.
    ///
    /// # Errors
    /// Those of [`Xml::next`].
    pub(super) fn skip(&mut self) -> Result<(), ImportError> {
        self.words().map(drop)
    }

    /// The words in the element that has just been opened, at any depth; it has ended then.
    ///
    /// # Errors
    /// Those of [`Xml::next`].
    pub(super) fn words(&mut self) -> Result<String, ImportError> {
        let mut all = String::new();
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Some(Piece::Open(_)) => depth += 1,
                Some(Piece::Close) => depth -= 1,
                Some(Piece::Words(words)) => all.push_str(&words),
                None => break,
            }
        }
        Ok(all)
    }
}

/// The text of a part of a container, in UTF-8 or UTF-16; `None` where there is no such part.
///
/// # Errors
/// When it cannot be unpacked, or is neither.
pub(super) fn part(container: &mut Container<'_>, name: &str) -> Result<Option<String>, ImportError> {
    let Some(bytes) = container.read(name)? else { return Ok(None) };
    let encoding = Encoding::for_bom(&bytes).map_or(UTF_8, |(found, _)| found);
    match encoding.decode_with_bom_removal(&bytes) {
        (text, false) => Ok(Some(text.into_owned())),
        (_, true) => Err(ImportError::Broken { why: format!("{name} is no UTF-8") }),
    }
}

/// The words of the first element of this name, on one line; `None` where there are none.
///
/// # Errors
/// Those of [`Xml::next`].
pub(super) fn first_words(text: &str, name: &str, cure: &'static str) -> Result<Option<String>, ImportError> {
    let mut xml = Xml::new(text, cure);
    while let Some(piece) = xml.next()? {
        if matches!(&piece, Piece::Open(tag) if tag.name == name) {
            let words = one_line(&xml.words()?);
            return Ok((!words.is_empty()).then_some(words));
        }
    }
    Ok(None)
}
