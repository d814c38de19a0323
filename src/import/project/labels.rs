//! What all these programs have in common beside texts: colours, names that stay the same, trees, and what is left over.

use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use super::database::Database;
use super::{Project, ProjectCode};
use crate::import::ImportError;
use crate::import::codebook_qdc::color_of;

/// Red, green and blue of a colour as these programs write it; the names that R gives to colours are not known here.
pub(super) fn color(text: &str) -> Option<(u8, u8, u8)> {
    color_of(text)
}

/// The GUID of something that has none there: the same at every import, so that a project that is read again finds its codes.
pub(super) fn guid(program: &str, kind: &str, name: &str) -> Uuid {
    let hash = Sha256::digest(format!("kantlijn\0{program}\0{kind}\0{name}\0"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Adds things with an id, the id of what is above them, and themselves, parents before children. One whose parent is not
/// there, or lies in a ring, stands at the top. Gives their places.
pub(super) fn tree(
    project: &mut Project,
    mut waiting: Vec<(i64, Option<i64>, ProjectCode)>,
) -> FxHashMap<i64, usize> {
    let mut places: FxHashMap<i64, usize> = FxHashMap::default();
    while !waiting.is_empty() {
        let ids: Vec<i64> = waiting.iter().map(|(id, ..)| *id).collect();
        let is_ready = |above: &Option<i64>| {
            above.is_none_or(|above| places.contains_key(&above) || !ids.contains(&above))
        };
        let (mut ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|(_, above, _)| is_ready(above));
        waiting = rest;
        if ready.is_empty() && !waiting.is_empty() {
            // A ring: the first of it comes to the top.
            let (id, _, code) = waiting.remove(0);
            ready.push((id, None, code));
        }
        for (id, above, mut code) in ready {
            code.parent = above.and_then(|above| places.get(&above).copied());
            places.insert(id, project.codes.len());
            project.codes.push(code);
        }
    }
    places
}

/// Says how many rows there are in tables that have no place here.
pub(super) fn leftovers(
    database: &Database,
    project: &mut Project,
    tables: &[(&str, &str)],
) -> Result<(), ImportError> {
    for (table, what) in tables {
        let count = database.rows(table, &[])?.len();
        if count > 0 {
            project.notes.push(format!("{what} no place here: {count} left out"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_come_before_children_and_rings_are_cut() {
        let mut project = Project::default();
        let code = |name: &str| ProjectCode { name: name.to_owned(), ..ProjectCode::default() };
        let places = tree(
            &mut project,
            vec![
                (1, Some(2), code("kind")),
                (2, None, code("ouder")),
                (3, Some(4), code("a")),
                (4, Some(3), code("b")),
                (5, Some(99), code("los")),
            ],
        );
        let names: Vec<(&str, Option<&str>)> = project
            .codes
            .iter()
            .map(|code| (code.name.as_str(), code.parent.map(|parent| project.codes[parent].name.as_str())))
            .collect();
        assert_eq!(
            names,
            [("ouder", None), ("los", None), ("kind", Some("ouder")), ("a", None), ("b", Some("a"))]
        );
        assert_eq!(places.len(), 5);
    }
}
