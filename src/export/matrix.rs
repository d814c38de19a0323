//! A matrix of zeros and ones: which turns or documents have which codes.

use std::io::Write;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::names::{CodeKey, CoderKey};
use crate::model::study::Study;
use crate::store::OpenStudy;

use super::csv::Dialect;
use super::error::ExportError;
use super::segments::{self, Row, Which};
use super::tidy::{Cell, Columns};
use super::{Selection, Warnings};

/// What is a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A turn of a document.
    Turn,
    /// A document.
    Document,
}

/// What to write.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What is a row.
    pub unit: Unit,
    /// A row of its own for each coder, also where that coder gave nothing.
    pub by_coder: bool,
    /// A code's column is 1 for the codes below it, too.
    pub roll_up: bool,
    /// Attributes and the language of names.
    pub columns: Columns,
    /// How cells become bytes.
    pub dialect: Dialect,
}

/// Writes a row for each turn or document of the corpus, coded or not, and a column for each code: 1 where a coding that was
/// chosen touches it, else 0. Codings without a place count nowhere; a turn is touched when at least one byte of it is.
///
/// # Errors
/// When the sink refuses.
pub fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    matrix: &Matrix,
    sink: &mut dyn Write,
) -> Result<Warnings, ExportError> {
    let codes = codes(&open.study, selection);
    let coders = match (matrix.by_coder, selection.coders.as_slice()) {
        (false, _) => Vec::new(),
        (true, []) => open.study.coders(),
        (true, some) => some.to_vec(),
    };
    let work = Work {
        matrix,
        columns: columns_of(&open.study, &codes, matrix.roll_up),
        coders: &coders,
        count: codes.len(),
    };
    matrix.dialect.begin(work.head(&open.study, &codes), sink)?;
    let mut without_place = 0;
    let mut warnings = segments::groups(open, selection, Which::All, |open, rows| {
        let study = &open.study;
        let written: Vec<Result<(Vec<u8>, usize), ExportError>> =
            rows.par_iter().map(|row| work.document(study, row)).collect();
        for part in written {
            let (bytes, missing) = part?;
            without_place += missing;
            sink.write_all(&bytes)?;
        }
        Ok(())
    })?;
    if without_place > 0 {
        warnings.push(format!(
            "{without_place} codings have no place in their texts and are in no row; `kantlijn anchors` lists them"
        ));
    }
    Ok(warnings)
}

/// The codes that get a column: those that were chosen with what is below them, else those of the codebook that take codings or
/// have some, and those that only codings name.
fn codes(study: &Study, selection: &Selection) -> Vec<CodeKey> {
    let book = &study.codebook;
    let is_used = |code: CodeKey| !study.codings_with(Some(code)).is_empty();
    let known = book.codes().iter().filter(|code| !code.retired || is_used(code.key)).map(|code| code.key);
    let unknown = study.used_codes().filter(|&code| book.code(code).is_none());
    let mut unknown: Vec<CodeKey> = unknown.collect();
    unknown.sort_by_key(|&code| study.code_id(code));
    let above = |code: CodeKey| std::iter::successors(Some(code), |&code| book.code(code)?.parent);
    let is_chosen = |code: &CodeKey| {
        let fits = |&(chosen, below): &(CodeKey, bool)| {
            if below { above(*code).any(|above| above == chosen) } else { chosen == *code }
        };
        selection.codes.is_empty() || selection.codes.iter().any(fits)
    };
    known.chain(unknown).filter(is_chosen).collect()
}

/// For each code the columns that it sets.
fn columns_of(study: &Study, codes: &[CodeKey], roll_up: bool) -> FxHashMap<CodeKey, Vec<usize>> {
    let place: FxHashMap<CodeKey, usize> = codes.iter().copied().zip(0..).collect();
    let parent = |code: &CodeKey| study.codebook.code(*code).and_then(|code| code.parent).filter(|_| roll_up);
    let all = study.used_codes().chain(codes.iter().copied());
    all.map(|code| {
        let above = std::iter::successors(Some(code), parent);
        (code, above.filter_map(|code| place.get(&code).copied()).collect())
    })
    .collect()
}

struct Work<'a> {
    matrix: &'a Matrix,
    columns: FxHashMap<CodeKey, Vec<usize>>,
    coders: &'a [CoderKey],
    count: usize,
}

impl Work<'_> {
    fn head(&self, study: &Study, codes: &[CodeKey]) -> Vec<String> {
        let mut head = vec!["document".to_owned(), "title".to_owned()];
        if self.matrix.unit == Unit::Turn {
            head.extend(["turn", "speaker", "start_ms"].map(str::to_owned));
        }
        if self.matrix.by_coder {
            head.push("coder".to_owned());
        }
        head.extend(self.matrix.columns.attributes().iter().map(|name| format!("var_{name}")));
        head.extend(codes.iter().map(|&code| format!("code_{}", study.code_id(code))));
        head
    }

    /// The rows of a document, and how many of its codings have no place.
    fn document(&self, study: &Study, row: &Row) -> Result<(Vec<u8>, usize), ExportError> {
        let Some((document, text)) = study.document(row.document).zip(row.text.as_ref()) else {
            return Ok((Vec::new(), 0));
        };
        let units = if self.matrix.unit == Unit::Turn { text.turns.len() } else { 1 };
        let layers = self.coders.len().max(1);
        let mut cells = vec![false; units * layers * self.count];
        let mut missing = 0;
        for &key in &row.keys {
            let coding = study.coding(key);
            if !study.verdict(key).has_position() {
                missing += 1;
                continue;
            }
            let Some(columns) = coding.code.and_then(|code| self.columns.get(&code)) else { continue };
            let layer = if self.coders.is_empty() {
                0
            } else {
                let Some(layer) = self.coders.iter().position(|&coder| coder == coding.coder) else {
                    continue;
                };
                layer
            };
            let touched = if self.matrix.unit == Unit::Turn { text.turns.in_span(coding.span) } else { 0..1 };
            for unit in touched {
                for &column in columns {
                    cells[(unit * layers + layer) * self.count + column] = true;
                }
            }
        }
        let mut bytes = Vec::new();
        let attribute = |name: &String| document.attribute(name).unwrap_or_default().to_owned();
        let attributes: Vec<String> = self.matrix.columns.attributes().iter().map(attribute).collect();
        for unit in 0..units {
            for layer in 0..layers {
                let mut line = vec![document.id.clone(), document.title().to_owned()];
                if self.matrix.unit == Unit::Turn {
                    let time = text.turns.get(unit).and_then(|turn| turn.time);
                    let time = time.map_or(Cell::Empty, |time| Cell::Number(time.milliseconds));
                    let speaker = text.turns.label_text(&text.text, unit).unwrap_or_default();
                    line.extend([(unit + 1).to_string(), speaker.to_owned(), time.show()]);
                }
                line.extend(self.coders.get(layer).map(|&coder| study.coder_name(coder).to_owned()));
                line.extend(attributes.iter().cloned());
                let from = (unit * layers + layer) * self.count;
                let marks = cells[from..from + self.count].iter().map(|&set| if set { "1" } else { "0" });
                line.extend(marks.map(str::to_owned));
                bytes.extend(self.matrix.dialect.row(line)?);
            }
        }
        Ok((bytes, missing))
    }
}
