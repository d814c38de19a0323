//! `kantlijn table`: codes or saved queries against attributes, roles, speakers, coders and facets. Nothing but counts.

use anyhow::{Result, bail};
use clap::Args;
use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::analysis::table::{self, By, Cell, Head, Row, code_rows};
use crate::export::Selection;
use crate::export::codebook::harmless;
use crate::index::query::{Kind, value_words};
use crate::index::{Found, Query};
use crate::model::names::{CoderKey, CodingKey, nearest};
use crate::model::study::Study;
use crate::store::OpenStudy;

use super::Ending;
use super::asking::{Asking, shown};
use super::context::Context;
use super::output::{self, Output};
use super::table::{Align, Table};

const AFTER: &str = "\
A cell tells codings (documents, people who speak in them). What belongs to several columns counts in each of them, and a code
counts what stands below it, so totals are no sums.

Example: kantlijn table code traject --query 'cyclus:2..3' --csv";

/// Count codings by code or saved query against an attribute, role, speaker, coder or facet
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// code: each code with those below it; =code: each code alone; code:ID: that code and those below it; @NAME,@NAME: saved
    /// queries; @: all of them
    rows: String,

    /// An attribute or facet by its id, or role, speaker, coder or document
    columns: String,

    /// Count only codings that this query gives, or that stand in turns that it gives
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,

    /// Tell programs, as a JSON object; each cell with the query that finds its codings
    #[arg(long, conflicts_with = "csv")]
    json: bool,

    /// Tell spreadsheets, as CSV with a head, a cell a line
    #[arg(long)]
    csv: bool,
}

/// The codings that were chosen, counted by these rows and columns.
pub(super) fn count(
    open: &OpenStudy,
    asking: &Asking,
    rows_written: &str,
    columns: &str,
    selection: &Selection,
) -> Result<table::Table> {
    let by = by(&open.study, columns)?;
    let chosen: FxHashSet<CodingKey> = selection.chosen(&open.study).map(|(key, _)| key).collect();
    let rows = rows(&open.study, rows_written, |words| {
        let query = Query::parse(words).map_err(|error| shown(&error))?;
        let mut found = codings(open, asking, &query, &selection.coders)?;
        found.retain(|key| chosen.contains(key));
        Ok(found)
    })?;
    Ok(table::table(&open.study, asking.catalogue(), rows, &by))
}

/// Counts.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let base = arguments.query.as_deref().map(Query::parse).transpose().map_err(|error| shown(&error))?;
    let mut open = context.read()?;
    let by = by(&open.study, &arguments.columns)?;
    let asking = Asking::about_texts(&mut open)?;
    let coders = context.narrowed(&open.study)?;
    let of = |query: &Query| codings(&open, &asking, query, &coders);
    let within = base.as_ref().map(of).transpose()?;
    let rows = rows(&open.study, &arguments.rows, |words| {
        let mut found = of(&Query::parse(words).map_err(|error| shown(&error))?)?;
        if let Some(within) = &within {
            let within: FxHashSet<&CodingKey> = within.iter().collect();
            found.retain(|key| within.contains(key));
        }
        Ok(found)
    })?;
    let table = table::table(&open.study, asking.catalogue(), rows, &by);
    let language = open.study.config.language();
    let warnings: Vec<&str> = table.warnings.iter().map(|warning| warning.text.get(language)).collect();
    let mut output = Output::new();
    if arguments.json {
        output.json(&json(&table, &warnings, base.as_ref(), &any_row(&arguments.rows, &table)))?;
    } else if arguments.csv {
        csv(&table, &mut output)?;
    } else {
        print(&table, &mut output)?;
    }
    output.finish()?;
    if !arguments.json {
        for warning in &warnings {
            output::warn(warning);
        }
    }
    match asking.table.without_place() {
        0 => {}
        some => {
            output::say(&format!("{some} codings have no place in their texts any more and are not counted"));
        }
    }
    Ok(if table.total.codings > 0 { Ending::Done } else { Ending::Nothing })
}

fn by(study: &Study, name: &str) -> Result<By> {
    if let Some(by) = By::named(study, name) {
        return Ok(by);
    }
    let all = By::all(study);
    let names: Vec<&str> = all.iter().map(By::name).collect();
    let near = nearest(name, names.iter().copied());
    let near = near.map_or(String::new(), |near| format!(" (did you mean `{near}`?)"));
    bail!("`{name}` divides no table here{near}; columns are one of {}", names.join(", "))
}

fn codings(open: &OpenStudy, asking: &Asking, query: &Query, coders: &[CoderKey]) -> Result<Vec<CodingKey>> {
    let mut question = asking.question(open, query, coders)?;
    question.give_codings(coders);
    match asking.answer(&question)?.found {
        Found::Codings(codings) => Ok(codings),
        Found::Turns(_) => bail!("codings were asked for, and turns were found"),
    }
}

/// The rows that `written` names; `of` gives the codings of a query.
fn rows(study: &Study, written: &str, of: impl Fn(&str) -> Result<Vec<CodingKey>>) -> Result<Vec<Row>> {
    match written {
        "code" => Ok(code_rows(study, &of("code:*")?, true)),
        "=code" => Ok(code_rows(study, &of("code:*")?, false)),
        written if written.starts_with("code:") => Ok(code_rows(study, &of(written)?, true)),
        written if written.starts_with('@') => {
            let queries = &study.config.queries;
            let names: Vec<&str> = match written {
                "@" => queries.keys().map(String::as_str).collect(),
                written => written.split(',').map(|name| name.trim().trim_start_matches('@')).collect(),
            };
            if names.is_empty() {
                bail!("there is no saved query in this study; save one in the Find screen, or count `code`");
            }
            let row = |name: &str| {
                let query = format!("@{}", value_words(name));
                let head = Head {
                    id: Some(name.to_owned()),
                    label: name.to_owned(),
                    depth: 0,
                    query: query.clone(),
                };
                Ok(Row { codings: of(&query)?, head })
            };
            names.into_iter().map(row).collect()
        }
        other => bail!(
            "`{other}` can be no rows; expected `code`, `=code`, `code:ID`, or saved queries as `@NAME`"
        ),
    }
}

/// The label of a column or row, the id where nothing else is known.
fn name(head: &Head) -> &str {
    if head.label.is_empty() { head.id.as_deref().unwrap_or("–") } else { &head.label }
}

fn cell(cell: Cell) -> String {
    match cell.codings {
        0 => "·".to_owned(),
        codings => format!("{codings} ({}, {})", cell.documents, cell.speakers),
    }
}

/// The table as cells, its head in the first row and its totals in the last row and column, which are called `all`. Each level of
/// the tree begins with `indent`.
pub(super) fn grid(table: &table::Table, all: &str, indent: &str) -> Vec<Vec<String>> {
    let mut head = vec![String::new()];
    head.extend(table.columns.iter().map(|head| name(head).to_owned()));
    head.push(all.to_owned());
    let mut lines = vec![head];
    for ((head, cells), total) in table.rows.iter().zip(&table.cells).zip(&table.row_totals) {
        let mut line = vec![format!("{}{}", indent.repeat(head.depth), name(head))];
        line.extend(cells.iter().chain([total]).map(|counted| cell(*counted)));
        lines.push(line);
    }
    let mut line = vec![all.to_owned()];
    line.extend(table.column_totals.iter().chain([&table.total]).map(|counted| cell(*counted)));
    lines.push(line);
    lines
}

/// What a cell of [`grid`] tells, in Dutch for `nl`, else in English.
pub(super) fn legend(language: &str) -> &'static str {
    match language.split('-').next() {
        Some("nl") => "coderingen (documenten, mensen)",
        _ => "codings (documents, people)",
    }
}

/// What totals are called, likewise.
pub(super) fn all(language: &str) -> &'static str {
    match language.split('-').next() {
        Some("nl") => "alle",
        _ => "all",
    }
}

fn print(table: &table::Table, output: &mut Output) -> std::io::Result<()> {
    let cells = grid(table, all("en"), "  ");
    let aligned = |(column, title): (usize, &String)| {
        (title.clone(), if column == 0 { Align::Left } else { Align::Right })
    };
    let head: Vec<(String, Align)> = cells[0].iter().enumerate().map(aligned).collect();
    let head: Vec<(&str, Align)> = head.iter().map(|(title, align)| (title.as_str(), *align)).collect();
    let mut lines = Table::new(&head);
    for line in &cells[1..] {
        lines.row(line.clone());
    }
    lines.write(output)?;
    output.text(&format!("\n{}", legend("en")))
}

fn csv(table: &table::Table, output: &mut Output) -> Result<()> {
    let mut csv = csv::Writer::from_writer(output);
    csv.write_record(["row", "row_name", "column", "column_name", "codings", "documents", "people"])?;
    let id = |head: Option<&Head>| head.map_or("", |head| head.id.as_deref().unwrap_or("")).to_owned();
    let named = |head: Option<&Head>| head.map_or("all", name).to_owned();
    let totals = (None, &table.column_totals, &table.total);
    let rows = table.rows.iter().zip(&table.cells).zip(&table.row_totals);
    let rows = rows.map(|((head, cells), total)| (Some(head), cells, total));
    for (row, cells, total) in rows.chain([totals]) {
        let columns = table.columns.iter().map(Some).chain([None]);
        for (column, cell) in columns.zip(cells.iter().chain([total])) {
            let counts = [cell.codings, cell.documents, cell.speakers].map(|count| count.to_string());
            let heads = [id(row), named(row), id(column), named(column)];
            csv.write_record(heads.iter().chain(&counts).map(|cell| harmless(cell)))?;
        }
    }
    csv.flush()?;
    Ok(())
}

#[derive(Serialize)]
struct Json<'a> {
    columns_are: &'a str,
    rows: Vec<JsonHead<'a>>,
    columns: Vec<JsonHead<'a>>,
    cells: Vec<Vec<JsonCell>>,
    row_totals: Vec<JsonCell>,
    column_totals: Vec<JsonCell>,
    total: JsonCell,
    warnings: &'a [&'a str],
}

#[derive(Serialize)]
struct JsonHead<'a> {
    id: Option<&'a str>,
    name: &'a str,
    depth: usize,
}

#[derive(Serialize)]
struct JsonCell {
    codings: usize,
    documents: usize,
    people: usize,
    /// Finds the codings with `kantlijn find --codings`.
    query: String,
}

/// The query for what stands in any row.
fn any_row(written: &str, table: &table::Table) -> String {
    match written {
        "code" | "=code" => "code:*".to_owned(),
        written if written.starts_with('@') => {
            let rows: Vec<&str> = table.rows.iter().map(|head| head.query.as_str()).collect();
            format!("({})", rows.join(" OR "))
        }
        written => written.to_owned(),
    }
}

fn json<'a>(
    table: &'a table::Table,
    warnings: &'a [&'a str],
    base: Option<&Query>,
    any_row: &str,
) -> Json<'a> {
    let head = |head: &'a Head| JsonHead { id: head.id.as_deref(), name: name(head), depth: head.depth };
    let query = |row: Option<usize>, column: Option<usize>| {
        let own = match (row, column.and_then(|column| table.columns.get(column))) {
            (Some(_), _) => table.query(row, column),
            (None, Some(column)) => format!("{any_row} {}", column.query),
            (None, None) => any_row.to_owned(),
        };
        match base {
            None => own,
            Some(base) if matches!(base.expression.kind, Kind::Any(_) | Kind::Related { .. }) => {
                format!("({}) {own}", base.words)
            }
            Some(base) => format!("{} {own}", base.words),
        }
    };
    let cell = |cell: &Cell, row, column| JsonCell {
        codings: cell.codings,
        documents: cell.documents,
        people: cell.speakers,
        query: query(row, column),
    };
    let line = |cells: &[Cell], row: Option<usize>| {
        cells.iter().enumerate().map(|(column, counted)| cell(counted, row, Some(column))).collect()
    };
    Json {
        columns_are: table.by.name(),
        rows: table.rows.iter().map(head).collect(),
        columns: table.columns.iter().map(head).collect(),
        cells: table.cells.iter().enumerate().map(|(row, cells)| line(cells, Some(row))).collect(),
        row_totals: table
            .row_totals
            .iter()
            .enumerate()
            .map(|(row, total)| cell(total, Some(row), None))
            .collect(),
        column_totals: line(&table.column_totals, None),
        total: cell(&table.total, None, None),
        warnings,
    }
}
