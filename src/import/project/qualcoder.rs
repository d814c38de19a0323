//! QualCoder: `data.qda`. Positions are code points, the end is not inside.

use rustc_hash::FxHashMap;

use super::database::Database;
use super::documents::{Documents, Raw, place_all};
use super::labels::{color, guid, leftovers};
use super::{MemoOn, Project, ProjectCode};
use crate::import::ImportError;

pub(super) fn read(database: &Database) -> Result<Project, ImportError> {
    let mut project = Project { program: "QualCoder", ..Project::default() };
    if database.columns("code_text")?.is_empty() || database.columns("source")?.is_empty() {
        return Err(ImportError::Broken {
            why: "it lacks the tables that QualCoder keeps texts and codings in".to_owned(),
        });
    }
    for row in database.rows("project", &["memo"])? {
        project.memo(MemoOn::Study, "", "", &row.text(0));
    }
    let documents = documents(database, &mut project)?;
    attributes(database, &mut project, &documents)?;
    let codes = codes(database, &mut project)?;
    codings(database, &mut project, &documents, &codes)?;
    for row in database.rows("journal", &["name", "jentry", "owner"])? {
        project.memo(MemoOn::Study, &row.text(2), &row.text(0), &row.text(1));
    }
    leftovers(
        database,
        &mut project,
        &[
            ("code_image", "codings on pictures have"),
            ("code_av", "codings on sound and video have"),
            ("stored_sql", "saved SQL queries have"),
            ("manage_files_display", "file filters have"),
            ("graph", "graphs have"),
        ],
    )?;
    Ok(project)
}

fn documents(database: &Database, project: &mut Project) -> Result<Documents, ImportError> {
    let mut documents = Documents::default();
    let mut others = 0;
    for row in database.rows("source", &["id", "name", "fulltext", "memo", "owner", "mediapath"])? {
        let Some(id) = row.number(0) else { continue };
        let (text, media) = (row.text(2), row.text(5));
        let is_media = ["audio:", "video:", "images:", "/audio", "/video", "/images"]
            .iter()
            .any(|start| media.starts_with(start));
        if text.trim().is_empty() || is_media {
            others += 1;
            continue;
        }
        let place = documents.add(project, id, &row.text(1), &text);
        project.memo(MemoOn::Document(place), &row.text(4), "", &row.text(3));
    }
    if others > 0 {
        project.notes.push(format!(
            "{others} files without text (pictures, sound, video) have no place here and are left out"
        ));
    }
    Ok(documents)
}

/// Attributes of files, and those of the case that a file belongs to.
fn attributes(database: &Database, project: &mut Project, documents: &Documents) -> Result<(), ImportError> {
    let mut names: FxHashMap<i64, String> = FxHashMap::default();
    for row in database.rows("cases", &["caseid", "name", "memo", "owner"])? {
        if let Some(id) = row.number(0) {
            project.memo(MemoOn::Study, &row.text(3), &row.text(1), &row.text(2));
            names.insert(id, row.text(1));
        }
    }
    let mut of_case: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
    for row in database.rows("case_text", &["caseid", "fid"])? {
        if let (Some(case), Some(document)) =
            (row.number(0), row.number(1).and_then(|id| documents.place(id)))
        {
            let list = of_case.entry(case).or_default();
            if !list.contains(&document) {
                list.push(document);
            }
        }
    }
    let mut cases: Vec<(&i64, &Vec<usize>)> = of_case.iter().collect();
    cases.sort();
    for (case, list) in cases {
        for &document in list {
            if let Some(name) = names.get(case) {
                project.attribute(document, "case", name);
            }
        }
    }
    for row in database.rows("attribute", &["name", "attr_type", "value", "id"])? {
        let (name, value) = (row.text(0), row.text(2));
        let Some(id) = row.number(3) else { continue };
        match row.text(1).as_str() {
            "file" => {
                if let Some(document) = documents.place(id) {
                    project.attribute(document, &name, &value);
                }
            }
            _ => {
                for &document in of_case.get(&id).map(Vec::as_slice).unwrap_or_default() {
                    project.attribute(document, &name, &value);
                }
            }
        }
    }
    Ok(())
}

/// Categories and codes, by the ids that they have there.
fn codes(database: &Database, project: &mut Project) -> Result<FxHashMap<i64, usize>, ImportError> {
    let mut above: Vec<(i64, Option<i64>, ProjectCode)> = Vec::new();
    for row in database.rows("code_cat", &["catid", "name", "memo", "supercatid"])? {
        let Some(id) = row.number(0) else { continue };
        let code = ProjectCode {
            name: row.text(1),
            guid: Some(guid(project.program, "category", &row.text(1))),
            description: row.text(2),
            is_container: true,
            ..ProjectCode::default()
        };
        above.push((id, row.number(3), code));
    }
    let categories = super::labels::tree(project, above);
    let mut codes = FxHashMap::default();
    for row in database.rows("code_name", &["cid", "name", "memo", "catid", "color", "supercid"])? {
        let Some(id) = row.number(0) else { continue };
        codes.insert(id, project.codes.len());
        let shown = color(&row.text(4));
        project.codes.push(ProjectCode {
            name: row.text(1),
            guid: Some(guid(project.program, "code", &row.text(1))),
            parent: row.number(3).and_then(|category| categories.get(&category).copied()),
            color: shown,
            description: row.text(2),
            is_container: false,
        });
    }
    Ok(codes)
}

fn codings(
    database: &Database,
    project: &mut Project,
    documents: &Documents,
    codes: &FxHashMap<i64, usize>,
) -> Result<(), ImportError> {
    let mut raw = Vec::new();
    let mut nowhere = 0;
    let columns = ["fid", "cid", "pos0", "pos1", "seltext", "memo", "owner", "important"];
    for row in database.rows("code_text", &columns)? {
        let document = row.number(0).and_then(|id| documents.place(id));
        let code = row.number(1).and_then(|id| codes.get(&id).copied());
        let (Some(document), Some(code)) = (document, code) else {
            nowhere += 1;
            continue;
        };
        raw.push(Raw {
            document,
            code: Some(code),
            coder: project.coder(&row.text(6)),
            start: row.number(2),
            end: row.number(3),
            quote: row.text(4),
            memo: row.text(5),
            is_important: row.number(7) == Some(1),
        });
    }
    for row in database.rows("annotation", &["fid", "pos0", "pos1", "memo", "owner"])? {
        let Some(document) = row.number(0).and_then(|id| documents.place(id)) else {
            nowhere += 1;
            continue;
        };
        raw.push(Raw {
            document,
            code: None,
            coder: project.coder(&row.text(4)),
            start: row.number(1),
            end: row.number(2),
            quote: String::new(),
            memo: row.text(3),
            is_important: false,
        });
    }
    place_all(project, documents, raw);
    project.say_nowhere(nowhere);
    Ok(())
}
