//! `kantlijn generate`: an invented study of any size, for benchmarks and for trying things out. Not in the help.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use clap::Args;
use jiff::Timestamp;
use rayon::prelude::*;
use uuid::{Builder, Uuid};

use crate::import::generate::{
    GeneratedCoding, GeneratedDocument, Generator, Palette, PaletteCode, PaletteFacet, Size, coder_name,
};
use crate::model::codebook::Codebook;
use crate::model::event::{Body, Event};
use crate::model::hash::TextHash;
use crate::model::names::Names;
use crate::model::{Anchor, Code};
use crate::store::StoreError;
use crate::store::demo::first_families;
use crate::store::folder::{self, read_families};

use super::Ending;
use super::output::Output;

/// Documents that are made at a time.
const AT_A_TIME: u32 = 64;
/// 2026-01-01T00:00:00Z; every event is a second later than the one before.
const BEGINNING: i64 = 1_767_225_600_000;
/// The name of the invented journals.
const WRITER: &str = "000000000000";

/// Make an invented study, the same on every machine
#[derive(Args, Debug)]
pub struct Arguments {
    /// The folder
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// S: 1 MB and 1,000 codings; M: 50 MB and 50,000; L: 250 MB and 500,000; document: one of 10 MB; line: one of 1 MB
    #[arg(long, value_name = "SIZE", value_parser = |name: &str| Size::named(name).ok_or("expected S, M, L, document or line"))]
    size: Size,

    /// Another seed makes another study
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Leave the journals out; print the codings as lines for `code --batch`
    #[arg(long)]
    lines: bool,
}

/// Makes the study.
pub fn run(arguments: &Arguments) -> Result<Ending> {
    let root = &arguments.folder;
    folder::init(root, "Verzonnen studie", "nl", &first_families())?;
    let codes = codes(root);
    let palette = palette(root, &codes);
    let generator = Generator::new(arguments.size, &palette, arguments.seed);
    let mut journals = Journals::begin(root, arguments)?;
    let mut output = Output::new();
    for from in (0..arguments.size.documents).step_by(AT_A_TIME as usize) {
        let numbers = from..arguments.size.documents.min(from + AT_A_TIME);
        let made: Vec<Result<Made>> = numbers
            .into_par_iter()
            .map(|number| make(root, generator.document(number), &codes, &palette))
            .collect();
        for made in made {
            let made = made?;
            if arguments.lines {
                print_lines(&mut output, &made)?;
            } else {
                for (coding, body) in made.document.codings.iter().zip(made.bodies) {
                    journals.write(coding.coder, body)?;
                }
            }
        }
    }
    journals.finish()?;
    output.finish()?;
    Ok(Ending::Done)
}

/// The codes of the new study, those that take codings.
fn codes(root: &Path) -> Vec<Code> {
    let (_, families, _) = read_families(root);
    Codebook::build(families, &mut Names::default()).0.codes().to_vec()
}

fn palette(root: &Path, codes: &[Code]) -> Palette {
    let (_, families, _) = read_families(root);
    let facets = families.iter().flat_map(|read| &read.family.facets).map(|facet| PaletteFacet {
        id: facet.id.clone(),
        values: facet.values.iter().map(|value| value.id.clone()).collect(),
    });
    let exclusive = |code: &Code| families.get(code.family).filter(|read| read.family.exclusive);
    let codes = codes.iter().map(|code| PaletteCode {
        id: code.id.clone(),
        exclusive_in: exclusive(code).map(|read| read.family.id.clone()),
    });
    Palette { codes: codes.collect(), facets: facets.filter(|facet| !facet.values.is_empty()).collect() }
}

/// A document that stands on the disk, and what is to be written about it.
struct Made {
    document: GeneratedDocument,
    bodies: Vec<Body>,
}

fn make(root: &Path, document: GeneratedDocument, codes: &[Code], palette: &Palette) -> Result<Made> {
    let path = root.join(&document.path);
    let fail = |error| StoreError::io(&path, "write it", error);
    fs::create_dir_all(path.parent().unwrap_or(root)).map_err(fail)?;
    fs::write(&path, &document.file).map_err(fail)?;
    let hash = TextHash::of(document.text());
    let bodies = document.codings.iter().map(|coding| body(&document, hash, coding, codes, palette));
    let bodies = bodies.collect::<Option<Vec<_>>>();
    let bodies = bodies.ok_or_else(|| anyhow!("{}: a passage lies outside its text", document.path))?;
    Ok(Made { document, bodies })
}

fn body(
    document: &GeneratedDocument,
    hash: TextHash,
    coding: &GeneratedCoding,
    codes: &[Code],
    palette: &Palette,
) -> Option<Body> {
    let code = codes.get(coding.code)?;
    let mut facets = Vec::new();
    for &(facet, value) in &coding.facets {
        let facet = palette.facets.get(facet)?;
        facets.push((facet.id.clone(), vec![facet.values.get(value)?.clone()]));
    }
    facets.sort();
    Some(Body::Code {
        document: document.id.clone(),
        anchor: Anchor::new(document.text(), hash, coding.span)?,
        code: code.id.clone(),
        revision: code.revision,
        facets,
    })
}

/// The journals of all coders.
struct Journals {
    open: Vec<BufWriter<File>>,
    seed: u64,
    n: u64,
}

impl Journals {
    fn begin(root: &Path, arguments: &Arguments) -> Result<Self> {
        let coders = if arguments.lines { 0 } else { arguments.size.coders };
        let open = (0..coders).map(|coder| {
            let folder = root.join("codings").join(coder_name(coder as usize));
            let path = folder.join(format!("{WRITER}.jsonl"));
            fs::create_dir_all(&folder)
                .map_err(|error| StoreError::io(&folder, "make this folder", error))?;
            File::create(&path).map_err(|error| StoreError::io(&path, "write it", error))
        });
        let open = open.map(|file| file.map(BufWriter::new)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { open, seed: arguments.seed, n: 0 })
    }

    /// Writes a coding as a step of its own.
    fn write(&mut self, coder: usize, body: Body) -> Result<()> {
        self.n += 1;
        let milliseconds = BEGINNING + i64::try_from(self.n)? * 1000;
        let at = Timestamp::from_millisecond(milliseconds)?;
        let id = |kind: u64| invented_id(milliseconds as u64, self.seed, self.n * 2 + kind);
        let event = Event { id: id(0), n: self.n, tx: id(1), of: 1, at, body };
        if let Some(journal) = self.open.get_mut(coder) {
            writeln!(journal, "{}", event.line())?;
        }
        Ok(())
    }

    fn finish(self) -> Result<()> {
        for mut journal in self.open {
            journal.flush()?;
        }
        Ok(())
    }
}

/// An id as version 7 makes them, but the same every time.
fn invented_id(milliseconds: u64, seed: u64, number: u64) -> Uuid {
    let mut bytes = [0; 10];
    let mut state = seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in &mut bytes {
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        *byte = (state >> 56) as u8;
    }
    Builder::from_unix_timestamp_millis(milliseconds, &bytes).into_uuid()
}

fn print_lines(output: &mut Output, made: &Made) -> Result<()> {
    let text = made.document.text();
    let points = crate::text::CodePoints::new(text);
    for body in &made.bodies {
        let Body::Code { document, anchor, code, facets, .. } = body else { continue };
        let line = serde_json::json!({
            "doc": document,
            "start": points.from_byte(text, anchor.span.start),
            "end": points.from_byte(text, anchor.span.end),
            "code": code,
            "facets": facets.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        });
        output.text(&line.to_string())?;
    }
    Ok(())
}
