//! Lanes: the stripes beside the text, one column for each coding that runs there.
//!
//! A coding keeps its lane over its whole length and wherever one scrolls, so lanes are given out over the whole document,
//! once after each change. The same pass notes what is coded at all, for finding what is not.

use rustc_hash::FxHashMap;

use crate::model::{CodingKey, DocumentKey, Study};
use crate::text::{Span, SpanIndex};
use crate::ui::shown::Shown;

/// The lanes of one document.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    by_coding: FxHashMap<CodingKey, u16>,
    covered: Vec<Span>,
    codings: usize,
}

impl Lanes {
    /// Gives each shown coding the first lane that is free where it begins.
    pub fn new(study: &Study, document: DocumentKey, shown: &Shown) -> Self {
        let mut by_coding = FxHashMap::default();
        let mut ends: Vec<u32> = Vec::new();
        let mut covered: Vec<Span> = Vec::new();
        let mut codings = 0;
        let all = study.document_codings(document).into_iter().flat_map(SpanIndex::iter);
        for &(span, key) in all.filter(|(_, key)| shown.shows(study, *key)) {
            let lane = ends.iter().position(|end| *end <= span.start).unwrap_or_else(|| {
                ends.push(0);
                ends.len() - 1
            });
            ends[lane] = span.end;
            by_coding.insert(key, lane as u16);
            if study.coding(key).code.is_some() {
                codings += 1;
                match covered.last_mut() {
                    Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
                    _ => covered.push(span),
                }
            }
        }
        Self { by_coding, covered, codings }
    }

    /// The lane of a coding, counting from 0 at the left; `None` for one that is not shown.
    pub fn lane(&self, key: CodingKey) -> Option<u16> {
        self.by_coding.get(&key).copied()
    }

    /// How many codings are shown; marks are none.
    pub fn codings(&self) -> usize {
        self.codings
    }

    /// A stretch without gaps, of one or more codings, that shares a byte with `span`.
    pub fn coded(&self, span: Span) -> Option<Span> {
        let after = self.covered.partition_point(|covered| covered.end <= span.start);
        self.covered.get(after).copied().filter(|covered| covered.overlaps(span))
    }
}
