//! A survey: a row a respondent. An answer becomes a turn below its question, or a respondent a document.

use super::head::Head;
use super::{Grid, is_same};
use crate::import::ImportError;
use crate::import::blocks::counted;
use crate::import::columns::folded;
use crate::import::format::ReadOptions;
use crate::import::transcript::{Body, Found, Transcript, Utterance};

/// Names of columns that say who answers, folded, the surest first.
const ID: [&str; 16] = [
    "responseid",
    "respondentid",
    "respondent",
    "respondentnummer",
    "respondentnr",
    "deelnemer",
    "deelnemernummer",
    "participant",
    "participantid",
    "id",
    "nr",
    "nummer",
    "number",
    "code",
    "token",
    "case",
];
/// Columns of survey programs that are about the answering and no answers.
const ABOUT: [&str; 14] = [
    "ipaddress",
    "userlanguage",
    "distributionchannel",
    "recipientlastname",
    "recipientfirstname",
    "recipientemail",
    "externalreference",
    "locationlatitude",
    "locationlongitude",
    "useragent",
    "refurl",
    "referrer",
    "email",
    "emailaddress",
];

/// Which columns mean what.
struct Chosen {
    id: Option<usize>,
    text: Vec<usize>,
    attributes: Vec<usize>,
}

pub(super) fn read(grid: &Grid, head: &Head, options: &ReadOptions) -> Result<Found, ImportError> {
    let rows = &grid.rows[head.rows..];
    if rows.is_empty() {
        return Err(ImportError::Empty);
    }
    let chosen = chosen(rows, head, options)?;
    let mut notes = Vec::new();
    let respondents = labels(rows, chosen.id);
    let each = options.columns.document_each;
    let transcripts = if each {
        documents(grid, head, &chosen, &respondents, &mut notes)
    } else {
        vec![questions(rows, head, &chosen, &respondents)]
    };
    let names = |columns: &[usize]| {
        let names: Vec<String> = columns.iter().map(|column| format!("`{}`", head.name(*column))).collect();
        names.join(", ")
    };
    let who = chosen.id.map_or("its number in the file".to_owned(), |id| names(&[id]));
    let respondents = counted(rows.len(), "respondent", "respondents");
    notes.insert(
        0,
        format!(
            "a survey of {respondents}, each called by {who}; answers are taken from {}",
            names(&chosen.text)
        ),
    );
    let is_taken = |column: &usize| {
        Some(*column) == chosen.id
            || chosen.text.contains(column)
            || each && chosen.attributes.contains(column)
    };
    let rest: Vec<usize> = (0..head.names.len()).filter(|column| !is_taken(column)).collect();
    if !rest.is_empty() {
        notes.push(format!("not taken: {}", names(&rest)));
    }
    if !each && !chosen.attributes.is_empty() {
        notes.push(
            "attributes belong to documents: they need a document for each respondent (--document-each)"
                .to_owned(),
        );
    }
    if transcripts.is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(Found { transcripts, notes, ..Found::default() })
}

/// What the person says, else what can be told from names and cells.
fn chosen(rows: &[Vec<String>], head: &Head, options: &ReadOptions) -> Result<Chosen, ImportError> {
    let said = &options.columns;
    let all = |names: &[String], option| {
        names.iter().map(|name| head.column(name, option)).collect::<Result<Vec<_>, _>>()
    };
    let id = match &said.id {
        Some(name) => Some(head.column(name, "--columns id=")?),
        None => id_column(rows, head),
    };
    let mut text = all(&said.text, "--columns text=")?;
    let attributes = all(&said.attributes, "--columns attribute=")?;
    if text.is_empty() {
        let is_free = |column: &usize| {
            Some(*column) != id && !attributes.contains(column) && is_open(rows, head, *column)
        };
        text = (0..head.names.len()).filter(is_free).collect();
    }
    if text.is_empty() {
        let what = "it is not clear which columns hold answers in words".to_owned();
        return Err(ImportError::Choose { what, option: "--columns text=", choices: head.choices() });
    }
    Ok(Chosen { id, text, attributes })
}

fn filled(rows: &[Vec<String>], column: usize) -> impl Iterator<Item = &str> {
    rows.iter().filter_map(move |row| row.get(column)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
}

/// A column that tells every row from every other one, with a name that says so, or the first such column of short words.
fn id_column(rows: &[Vec<String>], head: &Head) -> Option<usize> {
    let tells = |column: usize| {
        let mut values: Vec<&str> = filled(rows, column).collect();
        let all = values.len();
        values.sort_unstable();
        values.dedup();
        all == rows.len()
            && values.len() == all
            && values.iter().all(|value| value.chars().count() <= 40 && !value.contains('\n'))
    };
    let named = ID.iter().find_map(|id| head.names.iter().position(|name| folded(name) == *id));
    named.filter(|column| tells(*column))
}

/// Answers in words: of some length, mostly different from each other, no dates and no addresses.
fn is_open(rows: &[Vec<String>], head: &Head, column: usize) -> bool {
    if ABOUT.contains(&folded(&head.name(column)).as_str()) {
        return false;
    }
    let mut answers: Vec<&str> = filled(rows, column).collect();
    let all = answers.len();
    if all == 0 {
        return false;
    }
    let words: usize = answers.iter().map(|answer| answer.split_whitespace().count()).sum();
    answers.sort_unstable();
    answers.dedup();
    words >= all * 4 && (answers.len() * 2 > all || words >= all * 12)
}

/// What each respondent is called. A label begins with a letter, or it would not be read as one.
fn labels(rows: &[Vec<String>], id: Option<usize>) -> Vec<String> {
    let label = |(nth, row): (usize, &Vec<String>)| {
        let said = id.and_then(|id| row.get(id)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let said = said.map_or_else(|| (nth + 1).to_string(), str::to_owned);
        if said.starts_with(char::is_alphabetic) { said } else { format!("R{said}") }
    };
    rows.iter().enumerate().map(label).collect()
}

/// One document: each question as a heading, below it a turn for each answer.
fn questions(rows: &[Vec<String>], head: &Head, chosen: &Chosen, respondents: &[String]) -> Transcript {
    let mut said = Vec::new();
    for &column in &chosen.text {
        said.push(Utterance { text: head.question(column), heading: Some(2), ..Utterance::default() });
        said.extend(rows.iter().zip(respondents).filter_map(|(row, who)| answer(row, column, who)));
    }
    Transcript { body: Body::Utterances(said), ..Transcript::default() }
}

fn answer(row: &[String], column: usize, who: &str) -> Option<Utterance> {
    let text = row.get(column)?.trim();
    (!text.is_empty()).then(|| Utterance {
        speaker: Some(who.to_owned()),
        text: text.to_owned(),
        ..Utterance::default()
    })
}

/// A document for each respondent who answered anything: questions as headings, and attributes.
fn documents(
    grid: &Grid,
    head: &Head,
    chosen: &Chosen,
    respondents: &[String],
    notes: &mut Vec<String>,
) -> Vec<Transcript> {
    let rows = &grid.rows[head.rows..];
    let decimal: Vec<usize> = chosen
        .attributes
        .iter()
        .copied()
        .filter(|column| grid.has_decimal_commas && is_decimal(rows, *column))
        .collect();
    for column in &decimal {
        notes.push(format!(
            "`{}` had decimal commas; they are points now, so that the values count as numbers",
            head.name(*column)
        ));
    }
    let mut documents = Vec::new();
    let mut silent = 0;
    for (row, who) in rows.iter().zip(respondents) {
        let mut said = Vec::new();
        for &column in &chosen.text {
            let Some(answer) = answer(row, column, who) else { continue };
            said.push(Utterance { text: head.question(column), heading: Some(2), ..Utterance::default() });
            said.push(answer);
        }
        if said.is_empty() {
            silent += 1;
            continue;
        }
        let attribute = |&column: &usize| {
            let value = row.get(column)?.trim();
            let value = if decimal.contains(&column) { value.replace(',', ".") } else { value.to_owned() };
            (!value.is_empty()).then(|| (head.name(column), value))
        };
        documents.push(Transcript {
            part: Some(who.clone()),
            attributes: chosen.attributes.iter().filter_map(attribute).collect(),
            body: Body::Utterances(said),
            ..Transcript::default()
        });
    }
    if silent > 0 {
        notes
            .push(format!("{} nothing and left out", counted(silent, "respondent said", "respondents said")));
    }
    for (nth, document) in documents.iter().enumerate() {
        if documents[..nth]
            .iter()
            .any(|other| is_same(other.part.as_deref().unwrap_or(""), document.part.as_deref().unwrap_or("")))
        {
            notes.push(
                "some respondents are called the same; choose another column with --columns id=".to_owned(),
            );
            break;
        }
    }
    documents
}

/// Numbers, one with a decimal comma at least.
fn is_decimal(rows: &[Vec<String>], column: usize) -> bool {
    let is_number = |cell: &str| {
        let digits = cell.strip_prefix('-').unwrap_or(cell);
        digits.chars().all(|c| c.is_ascii_digit() || c == ',')
            && digits.matches(',').count() <= 1
            && digits.starts_with(|c: char| c.is_ascii_digit())
    };
    filled(rows, column).all(is_number) && filled(rows, column).any(|cell| cell.contains(','))
}
