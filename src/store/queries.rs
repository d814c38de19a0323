//! Saved queries: the table `[queries]` of `kantlijn.toml`. The file is people's own: comments and order stay.

use std::fs;

use toml_edit::{DocumentMut, Item, Table, value};

use super::error::{ReadOnly, StoreError};
use super::folder::{STUDY_FILE, read_config};
use super::open::OpenStudy;
use super::places::write_whole;

impl OpenStudy {
    /// Saves a query under a name, or with `None` takes it away; the study knows it at once.
    ///
    /// # Errors
    /// When the study may not be changed, or the file cannot be read or written.
    pub fn save_query(&mut self, name: &str, words: Option<&str>) -> Result<(), StoreError> {
        // Another window has its layer to itself, not the file.
        if let Some(why) = self.read_only().filter(|why| !matches!(why, ReadOnly::OtherWindow { .. })) {
            return Err(StoreError::ReadOnly(why.clone()));
        }
        let path = self.root().join(STUDY_FILE);
        let text = fs::read_to_string(&path).map_err(|error| StoreError::io(&path, "read it", error))?;
        let changed =
            with_query(&text, name, words).map_err(|why| StoreError::Config { path: path.clone(), why })?;
        if changed != text {
            write_whole(&path, changed.as_bytes(), false)?;
        }
        self.study.config = read_config(self.root())?;
        Ok(())
    }
}

/// The file with the query in it, or without; nothing else changes.
fn with_query(text: &str, name: &str, words: Option<&str>) -> Result<String, String> {
    let mut document: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| error.to_string().lines().collect::<Vec<_>>().join(" "))?;
    match words {
        Some(words) => {
            let queries = document.entry("queries").or_insert_with(|| Item::Table(Table::new()));
            let Some(table) = queries.as_table_like_mut() else {
                return Err(
                    "`queries` is no table; write [queries] and a line for each: name = \"query\"".to_owned()
                );
            };
            match table.get_mut(name).and_then(Item::as_value_mut) {
                // What stands behind the old words, such as a comment, stays.
                Some(old) => {
                    let decor = old.decor().clone();
                    *old = words.into();
                    *old.decor_mut() = decor;
                }
                None => drop(table.insert(name, value(words))),
            }
        }
        None => {
            if let Some(table) = document.get_mut("queries").and_then(Item::as_table_like_mut) {
                table.remove(name);
            }
        }
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# van ons\nformat = 1 # eerste\ntitle = \"x\"\n\n# vragen\n[queries]\nleren = \"leren\" # oud\nb = 'code:\"b\"'\n\n[[role]]\nid = \"student\"\n";

    #[test]
    fn a_query_comes_and_goes_and_the_rest_stays() {
        let changed = with_query(FILE, "leren", Some("samen leren")).unwrap();
        assert_eq!(changed, FILE.replace("\"leren\" # oud", "\"samen leren\" # oud"));
        let more = with_query(FILE, "taal", Some("\"gedeelde taal\"")).unwrap();
        assert!(more.contains("taal = '\"gedeelde taal\"'") && more.contains("# vragen"), "{more}");
        assert_eq!(with_query(&more, "taal", None).unwrap(), FILE);
        assert_eq!(with_query(FILE, "nee", None).unwrap(), FILE);
        let first = with_query("title = \"x\"\n", "a", Some("b")).unwrap();
        assert_eq!(first, "title = \"x\"\n\n[queries]\na = \"b\"\n");
        assert!(with_query("queries = 3\n", "a", Some("b")).is_err());
        assert!(with_query("title = \n", "a", Some("b")).is_err());
    }
}
