//! Tables: codes, or any sets of codings, against what documents, speakers, coders or facets say.
//!
//! A cell counts codings, the documents that they stand in, and the people who speak in their passages. A coding can belong to
//! several columns (a passage of two speakers, a facet with two values) and is then counted in each, so a total is never a sum.
//! Every cell knows the query that finds its codings.

mod columns;
mod people;
#[cfg(test)]
mod tests;

pub use columns::By;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::Catalogue;
use crate::index::query::value_words;
use crate::model::codebook::Code;
use crate::model::config::{TableOf, Warning};
use crate::model::names::{CodeKey, CodingKey, DocumentKey};
use crate::model::study::Study;

use columns::Columns;
use people::People;

/// What a cell counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Codings.
    pub codings: usize,
    /// Documents with one or more of them.
    pub documents: usize,
    /// People who speak in their passages; strands are none.
    pub speakers: usize,
}

/// A row or a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// A code's id, an attribute's value, a name; `None` for what has no value.
    pub id: Option<String>,
    /// How people read it.
    pub label: String,
    /// How deep it hangs below the row that is its parent; 0 for columns.
    pub depth: usize,
    /// What narrows a query to it.
    pub query: String,
}

/// A row: what it is called, and the codings that it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is called.
    pub head: Head,
    /// Its codings, each once.
    pub codings: Vec<CodingKey>,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the columns are.
    pub by: By,
    /// The rows.
    pub rows: Vec<Head>,
    /// The columns, in the order that the study declares; what has no value comes last.
    pub columns: Vec<Head>,
    /// By row, then by column.
    pub cells: Vec<Vec<Cell>>,
    /// Each row as a whole.
    pub row_totals: Vec<Cell>,
    /// Each column as a whole.
    pub column_totals: Vec<Cell>,
    /// Everything.
    pub total: Cell,
    /// What the study says against reading it without care.
    pub warnings: Vec<Warning>,
}

impl Table {
    /// The query that finds the codings of a cell; without a column those of the row, without a row those of the column.
    pub fn query(&self, row: Option<usize>, column: Option<usize>) -> String {
        let row = row.and_then(|row| self.rows.get(row));
        let column = column.and_then(|column| self.columns.get(column));
        let parts = [row, column].into_iter().flatten().map(|head| head.query.as_str());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { "code:*".to_owned() } else { parts.join(" ") }
    }
}

impl Table {
    /// The table for programs, a cell a row, the names of the columns first; `*` is everything in that direction, and
    /// nothing is what has no value. Rows and columns may share codings, so totals are no sums.
    pub fn records(&self) -> Vec<Vec<String>> {
        let names = ["row", "row_name", self.by.name(), "column_name", "codings", "documents", "speakers"];
        let mut records = vec![names.map(str::to_owned).to_vec()];
        let name = |head: Option<&Head>| match head {
            Some(head) => [head.id.clone().unwrap_or_default(), head.label.clone()],
            None => ["*".to_owned(), String::new()],
        };
        let totals = (None, &self.column_totals, self.total);
        let rows = self.rows.iter().zip(self.cells.iter().zip(&self.row_totals));
        let rows = rows.map(|(head, (cells, total))| (Some(head), cells, *total));
        for (head, cells, total) in rows.chain([totals]) {
            let columns = self.columns.iter().map(Some).zip(cells.iter().copied());
            for (column, cell) in columns.chain([(None, total)]) {
                let counts = [cell.codings, cell.documents, cell.speakers].map(|count| count.to_string());
                records.push([name(head).as_slice(), &name(column), &counts].concat());
            }
        }
        records
    }
}

/// Counts `rows` by `by`. The catalogue tells who speaks; with an empty one nobody does.
pub fn table(study: &Study, catalogue: &Catalogue, rows: Vec<Row>, by: &By) -> Table {
    let mut people = People::new(study, catalogue);
    let mut columns = Columns::new(study, by);
    let mut counted: Vec<Vec<Counter>> = Vec::with_capacity(rows.len());
    let mut row_totals = vec![Counter::default(); rows.len()];
    let mut column_totals: Vec<Counter> = Vec::new();
    let mut total = Counter::default();
    // A coding may stand in several rows, and counts once in the totals of the columns.
    let mut seen: FxHashSet<CodingKey> = FxHashSet::default();
    let mut speakers = Vec::new();
    let mut persons: Vec<u32> = Vec::new();
    for (row, row_total) in rows.iter().zip(&mut row_totals) {
        let mut cells: Vec<Counter> = Vec::new();
        for &key in &row.codings {
            let coding = study.coding(key);
            people.in_passage(coding.document, coding.span, &mut speakers);
            persons.clear();
            persons.extend(people.speakers(&speakers).map(|speaker| speaker.person));
            let first = seen.insert(key);
            for &column in columns.of(coding, &people, &speakers) {
                counter(&mut cells, column).add(coding.document, &persons);
                if first {
                    counter(&mut column_totals, column).add(coding.document, &persons);
                }
            }
            row_total.add(coding.document, &persons);
            if first {
                total.add(coding.document, &persons);
            }
        }
        counted.push(cells);
    }
    let (heads, order) = columns.finish();
    let in_order = |cells: &[Counter]| -> Vec<Cell> {
        order.iter().map(|&column| cells.get(column).map_or_else(Cell::default, Counter::cell)).collect()
    };
    Table {
        by: by.clone(),
        warnings: warnings(study, &rows, by),
        cells: counted.iter().map(|cells| in_order(cells)).collect(),
        row_totals: row_totals.iter().map(Counter::cell).collect(),
        column_totals: in_order(&column_totals),
        total: total.cell(),
        columns: heads,
        rows: rows.into_iter().map(|row| row.head).collect(),
    }
}

/// A row for each code that one of `codings` has, in the order of the codebook, each counting its own alone or, with
/// `descendants`, those below it as well. Codes above them are there too, so that the tree can be read.
pub fn code_rows(study: &Study, codings: &[CodingKey], descendants: bool) -> Vec<Row> {
    let mut by_code: FxHashMap<CodeKey, Vec<CodingKey>> = FxHashMap::default();
    for &key in codings {
        if let Some(code) = study.coding(key).code {
            by_code.entry(code).or_default().push(key);
        }
    }
    let mut shown: FxHashSet<CodeKey> = by_code.keys().copied().collect();
    for code in by_code.keys() {
        let mut above = study.codebook.code(*code).and_then(|code| code.parent);
        while let Some(parent) = above.filter(|parent| shown.insert(*parent)) {
            above = study.codebook.code(parent).and_then(|code| code.parent);
        }
    }
    let language = study.config.language();
    let codes = study.codebook.codes().iter().filter(|code| shown.contains(&code.key));
    let row = |code: &Code| {
        let wanted = if descendants { study.codebook.with_descendants(code.key) } else { vec![code.key] };
        let mut codings: Vec<CodingKey> =
            wanted.iter().filter_map(|code| by_code.get(code)).flatten().copied().collect();
        study.sort_by_place(&mut codings);
        let sign = if descendants { "" } else { "=" };
        Row {
            head: Head {
                id: Some(code.id.clone()),
                label: code.name.get(language).to_owned(),
                depth: study.codebook.depth(code),
                query: format!("code:{sign}{}", value_words(&code.id)),
            },
            codings,
        }
    };
    let mut rows: Vec<Row> = codes.map(row).collect();
    // Codes that the codebook does not hold (any more).
    let mut unknown: Vec<CodeKey> =
        by_code.keys().copied().filter(|code| study.codebook.code(*code).is_none()).collect();
    unknown.sort_by_key(|code| study.code_id(*code).to_owned());
    for code in unknown {
        let id = study.code_id(code).to_owned();
        let mut codings = by_code.remove(&code).unwrap_or_default();
        study.sort_by_place(&mut codings);
        let query = format!("code:={}", value_words(&id));
        rows.push(Row { head: Head { label: id.clone(), id: Some(id), depth: 0, query }, codings });
    }
    rows
}

fn warnings(study: &Study, rows: &[Row], by: &By) -> Vec<Warning> {
    let codings = || rows.iter().flat_map(|row| &row.codings).map(|&key| study.coding(key));
    let mut seen: FxHashSet<DocumentKey> = FxHashSet::default();
    seen.extend(codings().map(|coding| coding.document));
    let documents: Vec<_> =
        study.documents().iter().filter(|document| seen.contains(&document.key)).collect();
    let mut families: Vec<&str> = Vec::new();
    let codes: FxHashSet<CodeKey> = codings().filter_map(|coding| coding.code).collect();
    for code in codes.into_iter().filter_map(|code| study.codebook.code(code)) {
        let family = study.codebook.family(code).id.as_str();
        if !families.contains(&family) {
            families.push(family);
        }
    }
    let warnings = study.config.warnings_for(&TableOf {
        by: &["code", by.name()],
        documents: &documents,
        families: &families,
    });
    warnings.into_iter().cloned().collect()
}

fn counter(cells: &mut Vec<Counter>, column: usize) -> &mut Counter {
    if cells.len() <= column {
        cells.resize_with(column + 1, Counter::default);
    }
    &mut cells[column]
}

/// Counts codings, and each document and person once.
#[derive(Clone, Debug, Default)]
struct Counter {
    codings: usize,
    documents: FxHashSet<DocumentKey>,
    /// Codings mostly come document by document.
    last: Option<DocumentKey>,
    speakers: FxHashSet<u32>,
}

impl Counter {
    fn add(&mut self, document: DocumentKey, speakers: &[u32]) {
        self.codings += 1;
        if self.last.replace(document) != Some(document) {
            self.documents.insert(document);
        }
        self.speakers.extend(speakers);
    }

    fn cell(&self) -> Cell {
        Cell { codings: self.codings, documents: self.documents.len(), speakers: self.speakers.len() }
    }
}
