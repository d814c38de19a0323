//! requal: a SQLite database of R. Positions are code points from 1, and the end is inside, as in R.

use rustc_hash::FxHashMap;

use super::database::Database;
use super::documents::{Documents, Raw, place_all};
use super::labels::{color, guid, leftovers};
use super::{MemoOn, Project, ProjectCode, ProjectGroup};
use crate::import::ImportError;
use crate::import::blocks::quoted;

pub(super) fn read(database: &Database) -> Result<Project, ImportError> {
    let mut project = Project { program: "requal", ..Project::default() };
    if database.columns("segments")?.is_empty() || database.columns("codes")?.is_empty() {
        return Err(ImportError::Broken {
            why: "it lacks the tables that requal keeps codes and segments in".to_owned(),
        });
    }
    let names = database.rows("projects", &["project_name", "project_description"])?;
    if names.len() > 1 {
        project.notes.push(format!("it holds {} projects; they are taken as one", names.len()));
    }
    for row in &names {
        if project.name.is_empty() {
            project.name = row.text(0);
        }
        project.memo(MemoOn::Study, "", "", &row.text(1));
    }
    let users = users(database)?;
    let documents = documents(database, &mut project, &users)?;
    let codes = codes(database, &mut project)?;
    segments(database, &mut project, &users, &documents, &codes)?;
    leftovers(
        database,
        &mut project,
        &[
            ("logs", "lines of the program's own log have"),
            ("attributes_users_map", "attributes of coders have"),
        ],
    )?;
    Ok(project)
}

type Users = FxHashMap<i64, String>;

fn users(database: &Database) -> Result<Users, ImportError> {
    let rows = database.rows("users", &["user_id", "user_name", "user_login"])?;
    let named = |row: super::database::Row| {
        let name = if row.text(1).trim().is_empty() { row.text(2) } else { row.text(1) };
        Some((row.number(0)?, name))
    };
    Ok(rows.into_iter().filter_map(named).collect())
}

fn documents(database: &Database, project: &mut Project, users: &Users) -> Result<Documents, ImportError> {
    let mut documents = Documents::default();
    for row in
        database.rows("documents", &["doc_id", "doc_name", "doc_text", "doc_description", "user_id"])?
    {
        let Some(id) = row.number(0) else { continue };
        let place = documents.add(project, id, &row.text(1), &row.text(2));
        let owner = row.number(4).and_then(|id| users.get(&id)).cloned().unwrap_or_default();
        project.memo(MemoOn::Document(place), &owner, "", &row.text(3));
    }
    let pairs = |table: &str, columns: [&str; 2]| -> Result<FxHashMap<i64, String>, ImportError> {
        let rows = database.rows(table, &columns)?;
        Ok(rows.into_iter().filter_map(|row| Some((row.number(0)?, row.text(1)))).collect())
    };
    let names = pairs("attributes", ["attribute_id", "attribute_name"])?;
    let values = pairs("attribute_values", ["attribute_value_id", "value"])?;
    let cases = pairs("cases", ["case_id", "case_name"])?;
    let said = |row: &super::database::Row| {
        let name = row.number(1).and_then(|id| names.get(&id));
        name.zip(row.number(2).and_then(|id| values.get(&id)))
    };
    let mut of_case = Vec::new();
    for row in database.rows("cases_documents_map", &["case_id", "doc_id"])? {
        let Some((case, document)) = row.number(0).zip(row.number(1).and_then(|id| documents.place(id)))
        else {
            continue;
        };
        if let Some(name) = cases.get(&case) {
            project.attribute(document, "case", name);
            of_case.push((case, document));
        }
    }
    for row in database.rows("attributes_documents_map", &["doc_id", "attribute_id", "attribute_value_id"])? {
        if let (Some(document), Some((name, value))) =
            (row.number(0).and_then(|id| documents.place(id)), said(&row))
        {
            project.attribute(document, name, value);
        }
    }
    for row in database.rows("attributes_cases_map", &["case_id", "attribute_id", "attribute_value_id"])? {
        let Some((name, value)) = said(&row) else { continue };
        for (_, document) in of_case.iter().filter(|(case, _)| Some(*case) == row.number(0)) {
            project.attribute(*document, name, value);
        }
    }
    Ok(documents)
}

/// Codes, and categories as lists beside the tree: a code may be in many.
fn codes(database: &Database, project: &mut Project) -> Result<FxHashMap<i64, usize>, ImportError> {
    let mut codes = FxHashMap::default();
    for row in database.rows("codes", &["code_id", "code_name", "code_description", "code_color"])? {
        let Some(id) = row.number(0) else { continue };
        codes.insert(id, project.codes.len());
        project.codes.push(ProjectCode {
            guid: Some(guid(project.program, "code", &row.text(1))),
            name: row.text(1),
            color: color(&row.text(3)),
            description: row.text(2),
            ..ProjectCode::default()
        });
    }
    let mut groups: FxHashMap<i64, usize> = FxHashMap::default();
    for row in database.rows("categories", &["category_id", "category_name", "category_description"])? {
        let Some(id) = row.number(0) else { continue };
        groups.insert(id, project.groups.len());
        project.groups.push(ProjectGroup {
            guid: Some(guid(project.program, "category", &row.text(1))),
            name: row.text(1),
            description: row.text(2),
            codes: Vec::new(),
        });
    }
    for row in database.rows("categories_codes_map", &["category_id", "code_id"])? {
        let group = row.number(0).and_then(|id| groups.get(&id));
        if let (Some(group), Some(code)) = (group, row.number(1).and_then(|id| codes.get(&id))) {
            project.groups[*group].codes.push(*code);
        }
    }
    Ok(codes)
}

fn segments(
    database: &Database,
    project: &mut Project,
    users: &Users,
    documents: &Documents,
    codes: &FxHashMap<i64, usize>,
) -> Result<(), ImportError> {
    let mut raw = Vec::new();
    let mut nowhere = 0;
    let memos = memos(database)?;
    let of_segment = grouped(database, "memos_segments_map", ["segment_id", "memo_id"])?;
    let columns =
        ["doc_id", "code_id", "segment_start", "segment_end", "segment_text", "user_id", "segment_id"];
    for row in database.rows("segments", &columns)? {
        let document = row.number(0).and_then(|id| documents.place(id));
        let code = row.number(1).and_then(|id| codes.get(&id).copied());
        let (Some(document), Some(code)) = (document, code) else {
            nowhere += 1;
            continue;
        };
        let owner = row.number(5).and_then(|id| users.get(&id)).cloned().unwrap_or_default();
        let said = row.number(6).and_then(|id| of_segment.get(&id)).map(Vec::as_slice).unwrap_or_default();
        let said: Vec<&str> = said.iter().filter_map(|id| Some(memos.get(id)?.1.as_str())).collect();
        raw.push(Raw {
            document,
            code: Some(code),
            coder: project.coder(&owner),
            start: row.number(2).map(|start| start - 1),
            end: row.number(3),
            quote: row.text(4),
            memo: said.join("\n\n"),
            is_important: false,
        });
    }
    place_all(project, documents, raw);
    project.say_nowhere(nowhere);
    let of_code = grouped(database, "memos_codes_map", ["code_id", "memo_id"])?;
    let on_document =
        database.rows("memos_documents_map", &["memo_id", "doc_id", "memo_start", "memo_end"])?;
    let owner = |user: i64| users.get(&user).cloned().unwrap_or_default();
    let mut placed: Vec<i64> = of_segment.into_values().flatten().collect();
    for (id, list) in &of_code {
        let Some(&code) = codes.get(id) else { continue };
        for memo in list {
            if let Some((user, words)) = memos.get(memo) {
                project.memo(MemoOn::Code(code), &owner(*user), "", words);
                placed.push(*memo);
            }
        }
    }
    for row in &on_document {
        let Some(document) = row.number(1).and_then(|id| documents.place(id)) else { continue };
        if let Some((user, words)) = row.number(0).and_then(|id| memos.get(&id)) {
            project.memo(MemoOn::Document(document), &owner(*user), "", words);
            placed.extend(row.number(0));
        }
    }
    let mut free: Vec<_> = memos.iter().filter(|(id, _)| !placed.contains(id)).collect();
    free.sort();
    for (_, (user, words)) in free {
        project.memo(MemoOn::Study, &owner(*user), "", words);
    }
    if let Some(text) = on_document.iter().find(|row| row.number(2).is_some()) {
        let at = quoted(&text.text(2));
        project
            .notes
            .push(format!("memos on a place in a text (such as {at}) are memos on the document here"));
    }
    Ok(())
}

/// Memos by their ids: who wrote them, and what they say.
fn memos(database: &Database) -> Result<FxHashMap<i64, (i64, String)>, ImportError> {
    let rows = database.rows("memos", &["memo_id", "user_id", "text"])?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some((row.number(0)?, (row.number(1).unwrap_or(-1), row.text(2)))))
        .collect())
}

fn grouped(
    database: &Database,
    table: &str,
    columns: [&str; 2],
) -> Result<FxHashMap<i64, Vec<i64>>, ImportError> {
    let mut all: FxHashMap<i64, Vec<i64>> = FxHashMap::default();
    for row in database.rows(table, &columns)? {
        if let (Some(key), Some(value)) = (row.number(0), row.number(1)) {
            all.entry(key).or_default().push(value);
        }
    }
    Ok(all)
}
