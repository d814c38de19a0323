//! RQDA: a SQLite database of R. Positions are code points, the end is not inside; what was deleted has status 0.

use rustc_hash::FxHashMap;

use super::database::{Database, Row};
use super::documents::{Documents, Raw, place_all};
use super::labels::{color, guid, leftovers};
use super::{MemoOn, Project, ProjectCode, ProjectGroup};
use crate::import::ImportError;

pub(super) fn read(database: &Database) -> Result<Project, ImportError> {
    let mut project = Project { program: "RQDA", ..Project::default() };
    if database.columns("coding")?.is_empty() || database.columns("freecode")?.is_empty() {
        return Err(ImportError::Broken {
            why: "it lacks the tables that RQDA keeps codes and codings in".to_owned(),
        });
    }
    for row in database.rows("project", &["memo"])? {
        project.memo(MemoOn::Study, "", "", &row.text(0));
    }
    let documents = documents(database, &mut project)?;
    let codes = codes(database, &mut project)?;
    categories(database, &mut project, &codes)?;
    codings(database, &mut project, &documents, &codes)?;
    for row in active(database.rows("journal", &["status", "name", "journal", "owner"])?) {
        project.memo(MemoOn::Study, &row.text(3), &row.text(1), &row.text(2));
    }
    leftovers(
        database,
        &mut project,
        &[("image", "pictures have"), ("imageCoding", "codings on pictures have")],
    )?;
    Ok(project)
}

/// Rows that were not deleted; the first column is their status.
fn active(rows: Vec<Row>) -> impl Iterator<Item = Row> {
    rows.into_iter().filter(|row| row.number(0) != Some(0))
}

fn documents(database: &Database, project: &mut Project) -> Result<Documents, ImportError> {
    let mut documents = Documents::default();
    for row in active(database.rows("source", &["status", "id", "name", "file", "memo", "owner"])?) {
        let Some(id) = row.number(1) else { continue };
        let place = documents.add(project, id, &row.text(2), &row.text(3));
        project.memo(MemoOn::Document(place), &row.text(5), "", &row.text(4));
    }
    for row in active(database.rows("fileAttr", &["status", "variable", "value", "fileID"])?) {
        if let Some(document) = row.number(3).and_then(|id| documents.place(id)) {
            project.attribute(document, &row.text(1), &row.text(2));
        }
    }
    let mut names: FxHashMap<i64, String> = FxHashMap::default();
    for row in active(database.rows("cases", &["status", "id", "name", "memo", "owner"])?) {
        if let Some(id) = row.number(1) {
            project.memo(MemoOn::Study, &row.text(4), &row.text(2), &row.text(3));
            names.insert(id, row.text(2));
        }
    }
    let mut of_case: Vec<(i64, usize)> = Vec::new();
    for row in active(database.rows("caselinkage", &["status", "caseid", "fid"])?) {
        let Some((case, document)) = row.number(1).zip(row.number(2).and_then(|id| documents.place(id)))
        else {
            continue;
        };
        if let Some(name) = names.get(&case) {
            project.attribute(document, "case", name);
            of_case.push((case, document));
        }
    }
    for row in active(database.rows("caseAttr", &["status", "variable", "value", "caseID"])?) {
        for (_, document) in of_case.iter().filter(|(case, _)| Some(*case) == row.number(3)) {
            project.attribute(*document, &row.text(1), &row.text(2));
        }
    }
    Ok(documents)
}

fn codes(database: &Database, project: &mut Project) -> Result<FxHashMap<i64, usize>, ImportError> {
    let mut codes = FxHashMap::default();
    let mut named = Vec::new();
    for row in active(database.rows("freecode", &["status", "id", "name", "memo", "color"])?) {
        let Some(id) = row.number(1) else { continue };
        codes.insert(id, project.codes.len());
        let said = row.text(4);
        let shown = color(&said);
        if shown.is_none() && !said.trim().is_empty() && !named.contains(&said) {
            named.push(said);
        }
        project.codes.push(ProjectCode {
            guid: Some(guid(project.program, "code", &row.text(2))),
            name: row.text(2),
            color: shown,
            description: row.text(3),
            ..ProjectCode::default()
        });
    }
    if !named.is_empty() {
        let what = "colours by the names that R gives them are not known here; their codes get a colour of the study";
        project.notes.push(format!("{what}: {}", named.join(", ")));
    }
    Ok(codes)
}

/// A code may be in many categories there: they are lists beside the tree.
fn categories(
    database: &Database,
    project: &mut Project,
    codes: &FxHashMap<i64, usize>,
) -> Result<(), ImportError> {
    let mut places: FxHashMap<i64, usize> = FxHashMap::default();
    for row in active(database.rows("codecat", &["status", "catid", "name", "memo"])?) {
        let Some(id) = row.number(1) else { continue };
        places.insert(id, project.groups.len());
        project.groups.push(ProjectGroup {
            guid: Some(guid(project.program, "category", &row.text(2))),
            name: row.text(2),
            description: row.text(3),
            codes: Vec::new(),
        });
    }
    for row in active(database.rows("treecode", &["status", "cid", "catid"])?) {
        let code = row.number(1).and_then(|id| codes.get(&id));
        let group = row.number(2).and_then(|id| places.get(&id));
        if let (Some(code), Some(group)) = (code, group) {
            project.groups[*group].codes.push(*code);
        }
    }
    Ok(())
}

fn codings(
    database: &Database,
    project: &mut Project,
    documents: &Documents,
    codes: &FxHashMap<i64, usize>,
) -> Result<(), ImportError> {
    let mut raw = Vec::new();
    let mut nowhere = 0;
    let columns = ["status", "fid", "cid", "selfirst", "selend", "seltext", "memo", "owner"];
    for row in active(database.rows("coding", &columns)?) {
        let document = row.number(1).and_then(|id| documents.place(id));
        let code = row.number(2).and_then(|id| codes.get(&id).copied());
        let (Some(document), Some(code)) = (document, code) else {
            nowhere += 1;
            continue;
        };
        raw.push(Raw {
            document,
            code: Some(code),
            coder: project.coder(&row.text(7)),
            start: row.number(3),
            end: row.number(4),
            quote: row.text(5),
            memo: row.text(6),
            is_important: false,
        });
    }
    let mut annotations = 0;
    for row in active(database.rows("annotation", &["status", "fid", "position", "annotation", "owner"])?) {
        let document = row.number(1).and_then(|id| documents.place(id));
        if let Some(document) = document.filter(|_| !row.text(3).trim().is_empty()) {
            // An annotation stands at a point; here it belongs to the document.
            annotations += 1;
            project.memo(MemoOn::Document(document), &row.text(4), "", &row.text(3));
        }
    }
    if annotations > 0 {
        project.notes.push(format!("annotations stand at a point between two letters there; here they are memos on the document: {annotations}"));
    }
    place_all(project, documents, raw);
    project.say_nowhere(nowhere);
    Ok(())
}
