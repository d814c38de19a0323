//! Taguette: a SQLite database. Documents are HTML, and positions are bytes of UTF-8 in it without its tags.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::database::Database;
use super::labels::guid;
use super::{MemoOn, Place, Project, ProjectCode, ProjectCoding, ProjectDocument};
use crate::import::ImportError;
use crate::import::html::{Stripped, stripped};
use crate::model::event::Facets;
use crate::text::Span;

pub(super) fn read(database: &Database) -> Result<Project, ImportError> {
    let mut project = Project { program: "Taguette", ..Project::default() };
    if database.columns("highlights")?.is_empty() || database.columns("tags")?.is_empty() {
        return Err(ImportError::Broken {
            why: "it lacks the tables that Taguette keeps tags and highlights in".to_owned(),
        });
    }
    let projects = database.rows("projects", &["id", "name", "description"])?;
    if projects.len() > 1 {
        project.notes.push(format!("it holds {} projects; they are taken as one", projects.len()));
    }
    for row in &projects {
        if project.name.is_empty() {
            project.name = row.text(1);
        }
        project.memo(MemoOn::Study, "", "", &row.text(2));
    }
    let (documents, texts) = documents(database, &mut project)?;
    let mut tags: FxHashMap<i64, usize> = FxHashMap::default();
    for row in database.rows("tags", &["id", "path", "description", "project_id"])? {
        let Some(id) = row.number(0) else { continue };
        tags.insert(id, project.codes.len());
        let of = if projects.len() > 1 { row.text(3) } else { String::new() };
        project.codes.push(ProjectCode {
            guid: Some(guid("Taguette", "tag", &format!("{of}{}", row.text(1)))),
            name: row.text(1),
            description: row.text(2),
            ..ProjectCode::default()
        });
    }
    highlights(database, &mut project, &documents, &texts, &tags)?;
    Ok(project)
}

/// Documents by their ids, and for each what its HTML became.
fn documents(
    database: &Database,
    project: &mut Project,
) -> Result<(FxHashMap<i64, usize>, Vec<Stripped>), ImportError> {
    let mut places = FxHashMap::default();
    let mut texts = Vec::new();
    for row in database.rows("documents", &["id", "name", "description", "contents"])? {
        let Some(id) = row.number(0) else { continue };
        let text = stripped(&row.text(3));
        let place = project.documents.len();
        places.insert(id, place);
        project.documents.push(ProjectDocument {
            name: row.text(1),
            text: text.text.clone(),
            ..ProjectDocument::default()
        });
        project.memo(MemoOn::Document(place), "", "", &row.text(2));
        texts.push(text);
    }
    Ok((places, texts))
}

/// What the trail of Taguette says about a highlight that was made.
#[derive(Deserialize)]
struct Command {
    #[serde(rename = "type")]
    kind: String,
    highlight_id: Option<i64>,
}

/// Who made each highlight: the first who added it.
fn makers(database: &Database) -> Result<FxHashMap<i64, String>, ImportError> {
    let mut makers = FxHashMap::default();
    for row in database.rows("commands", &["user_login", "payload"])? {
        let Ok(command) = serde_json::from_str::<Command>(&row.text(1)) else { continue };
        if let Some(highlight) = command.highlight_id.filter(|_| command.kind == "highlight_add") {
            makers.entry(highlight).or_insert_with(|| row.text(0));
        }
    }
    Ok(makers)
}

fn highlights(
    database: &Database,
    project: &mut Project,
    documents: &FxHashMap<i64, usize>,
    texts: &[Stripped],
    tags: &FxHashMap<i64, usize>,
) -> Result<(), ImportError> {
    let makers = makers(database)?;
    let mut tags_of: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
    for row in database.rows("highlight_tags", &["highlight_id", "tag_id"])? {
        if let (Some(highlight), Some(tag)) = (row.number(0), row.number(1).and_then(|id| tags.get(&id))) {
            tags_of.entry(highlight).or_default().push(*tag);
        }
    }
    let (mut nowhere, mut unknown) = (0, 0);
    for row in database.rows("highlights", &["id", "document_id", "start_offset", "end_offset", "snippet"])? {
        let Some(document) = row.number(1).and_then(|id| documents.get(&id)).copied() else {
            nowhere += 1;
            continue;
        };
        let id = row.number(0).unwrap_or_default();
        let place = place(&texts[document], row.number(2), row.number(3), &row.text(4));
        let maker = makers.get(&id).map_or("", String::as_str);
        unknown += usize::from(maker.is_empty());
        let coder = project.coder(maker);
        let codes = tags_of.remove(&id).unwrap_or_default();
        let coding = |code| ProjectCoding {
            guid: None,
            document,
            code,
            coder,
            place: place.clone(),
            memo: String::new(),
            is_important: false,
            facets: Facets::new(),
            at: None,
        };
        if codes.is_empty() {
            project.codings.push(coding(None));
        }
        project.codings.extend(codes.into_iter().map(|code| coding(Some(code))));
    }
    if unknown > 0 {
        project.notes.push(format!(
            "Taguette does not say who made {unknown} highlights; their coder is called Taguette"
        ));
    }
    project.say_nowhere(nowhere);
    Ok(())
}

/// Where a highlight stands: it is held against its snippet in the HTML without tags, and then brought into the text.
fn place(text: &Stripped, start: Option<i64>, end: Option<i64>, snippet: &str) -> Place {
    let byte = |position: Option<i64>| position.and_then(|position| usize::try_from(position).ok());
    let at = format!("{}–{}", start.unwrap_or(-1), end.unwrap_or(-1));
    let quote = stripped(snippet).bare;
    let found = super::place::place(&text.bare, byte(start).zip(byte(end)), &quote, at.clone());
    let brought = found.span().map(|span| text.span(span.start as usize, span.end as usize));
    let of = |(start, end): (usize, usize)| Span::new(start as u32, end as u32);
    match (found, brought) {
        (Place::Orphan { .. }, _) | (_, None | Some(None)) => {
            Place::Orphan { quote: quote.trim().to_owned(), at }
        }
        (Place::Exact(_), Some(Some(span))) => Place::Exact(of(span)),
        (Place::Moved(_, by), Some(Some(span))) => Place::Moved(of(span), by),
        (Place::Unchecked(_), Some(Some(span))) => Place::Unchecked(of(span)),
    }
}
