//! An invented study as a folder: documents, the shipped learning mechanisms, and genuine journals.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;
use uuid::Uuid;

use crate::model::codebook::{Codebook, FacetKind, ReadFamily};
use crate::model::hash::TextHash;
use crate::model::{Anchor, Body, Event, Names};
use crate::store::StoreError;
use crate::store::demo::first_families;
use crate::store::folder::init;

use super::{GeneratedDocument, Generator, Palette, PaletteCode, PaletteFacet, Size, coder_name};

/// How many documents are made at a time.
const TOGETHER: u32 = 64;

/// Writes a whole study into `folder`; each coding is a transaction of its own, as people make them. The same size
/// and seed give the same bytes. `progress` hears how many documents are done.
///
/// # Errors
/// When there is a study already, or a file cannot be written.
pub fn write_study(
    folder: &Path,
    size: Size,
    seed: u64,
    mut progress: impl FnMut(u32),
) -> Result<(), StoreError> {
    let families = first_families();
    init(folder, "Verzonnen studie", "nl", &families)?;
    let read = families.iter().filter_map(|(path, toml)| ReadFamily::parse(path, toml).ok()).collect();
    let (book, _) = Codebook::build(read, &mut Names::default());
    let palette = palette(&book);
    let generator = Generator::new(size, &palette, seed);
    let mut journals =
        (0..size.coders as usize).map(|coder| Journal::new(folder, coder)).collect::<Result<Vec<_>, _>>()?;
    for first in (0..size.documents).step_by(TOGETHER as usize) {
        let numbers: Vec<u32> = (first..(first + TOGETHER).min(size.documents)).collect();
        let made: Vec<GeneratedDocument> =
            numbers.into_par_iter().map(|number| generator.document(number)).collect();
        for document in made {
            write(&folder.join(&document.path), document.file.as_bytes())?;
            let hash = TextHash::of(document.text());
            for coding in &document.codings {
                let facet = |&(facet, value): &(usize, usize)| {
                    let facet = &palette.facets[facet];
                    (facet.id.clone(), vec![facet.values[value].clone()])
                };
                let code = &book.codes()[coding.code];
                let Some(anchor) = Anchor::new(document.text(), hash, coding.span) else { continue };
                let body = Body::Code {
                    document: document.id.clone(),
                    anchor,
                    code: code.id.clone(),
                    revision: code.revision,
                    facets: coding.facets.iter().map(facet).collect(),
                };
                journals[coding.coder].append(body)?;
            }
            progress(1);
        }
    }
    journals.into_iter().try_for_each(Journal::finish)
}

fn palette(book: &Codebook) -> Palette {
    let code = |code: &crate::model::Code| PaletteCode {
        id: code.id.clone(),
        exclusive_in: Some(book.family(code))
            .filter(|family| family.exclusive)
            .map(|family| family.id.clone()),
    };
    let facets = book.families().iter().flat_map(|family| &family.facets);
    Palette {
        codes: book.codes().iter().map(code).collect(),
        facets: facets
            .filter(|facet| facet.kind == FacetKind::One && !facet.values.is_empty())
            .map(|facet| PaletteFacet {
                id: facet.id.clone(),
                values: facet.values.iter().map(|value| value.id.clone()).collect(),
            })
            .collect(),
    }
}

struct Journal {
    path: std::path::PathBuf,
    output: BufWriter<File>,
    coder: usize,
    written: u64,
}

impl Journal {
    fn new(folder: &Path, coder: usize) -> Result<Self, StoreError> {
        let path = folder.join("codings").join(coder_name(coder)).join("verzonnen.jsonl");
        make_parent(&path)?;
        let output = File::create(&path).map_err(|error| StoreError::io(&path, "write it", error))?;
        Ok(Self { path, output: BufWriter::new(output), coder, written: 0 })
    }

    fn append(&mut self, body: Body) -> Result<(), StoreError> {
        self.written += 1;
        // Made to look like version 7 and to be the same on every machine.
        let number = (self.coder as u128) << 96 | u128::from(self.written) << 32;
        let uuid =
            |last: u128| Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | number >> 16 | last);
        let at = Timestamp::UNIX_EPOCH
            .checked_add(SignedDuration::from_secs(1_700_000_000 + self.written.cast_signed()))
            .unwrap_or(Timestamp::UNIX_EPOCH);
        let event = Event { id: uuid(1), n: self.written, tx: uuid(2), of: 1, at, body };
        let mut line = event.line();
        line.push('\n');
        self.output.write_all(line.as_bytes()).map_err(|error| StoreError::io(&self.path, "write it", error))
    }

    fn finish(mut self) -> Result<(), StoreError> {
        self.output.flush().map_err(|error| StoreError::io(&self.path, "write it", error))
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    make_parent(path)?;
    fs::write(path, bytes).map_err(|error| StoreError::io(path, "write it", error))
}

fn make_parent(path: &Path) -> Result<(), StoreError> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent).map_err(|error| StoreError::io(parent, "make this folder", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, OpenStudy, Places, Severity};

    #[test]
    fn an_invented_study_is_sound() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("studie");
        let size = Size {
            documents: 5,
            bytes: 60_000,
            codings: 120,
            coders: 2,
            turns: super::super::Turns::Natural,
        };
        let mut done = 0;
        write_study(&root, size, 7, |documents| done += documents).unwrap();
        assert_eq!(done, 5);
        let places = Places::under(&folder.path().join("thuis"));
        let open = OpenStudy::open(&root, &places, &Access::Read, Box::new(|| {})).unwrap();
        assert_eq!(open.problems, []);
        assert_eq!(open.study.codings().count(), 120);
        let findings = open.check().into_iter().filter(|finding| finding.severity != Severity::Note);
        assert_eq!(findings.collect::<Vec<_>>(), []);
    }
}
