//! Names of files and ids of documents: safe on every system, and no two the same.

use std::fmt::Write as _;

use rustc_hash::FxHashSet;

/// Bytes that the name of a file has at most, without its ending.
const BYTES: usize = 100;

/// The ids and paths that are taken. Capitals do not tell paths apart: some systems see no difference.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    ids: FxHashSet<String>,
    paths: FxHashSet<String>,
}

impl Taken {
    /// Takes an id and a path.
    pub fn take(&mut self, id: &str, path: &str) {
        self.ids.insert(id.to_owned());
        self.paths.insert(path.to_lowercase());
    }

    /// True when a document has this id.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// An id and a path that are free: as wished, or with the first number behind them that is. They are taken from now on.
    pub fn free(&mut self, folder: &str, stem: &str, ending: &str, id: &str) -> (String, String) {
        let behind = self.behind(|taken, behind| {
            taken.ids.contains(&format!("{id}{behind}"))
                || taken.has_path(&format!("{folder}/{stem}{behind}.{ending}"))
        });
        let (id, path) = (format!("{id}{behind}"), format!("{folder}/{stem}{behind}.{ending}"));
        self.take(&id, &path);
        (id, path)
    }

    /// The same for a document whose id must stay what it is.
    pub fn free_path(&mut self, folder: &str, stem: &str, ending: &str, id: &str) -> String {
        let behind =
            self.behind(|taken, behind| taken.has_path(&format!("{folder}/{stem}{behind}.{ending}")));
        let path = format!("{folder}/{stem}{behind}.{ending}");
        self.take(id, &path);
        path
    }

    fn behind(&self, is_taken: impl Fn(&Self, &str) -> bool) -> String {
        let mut behind = String::new();
        let mut number = 1;
        while is_taken(self, &behind) {
            number += 1;
            behind.clear();
            let _ = write!(behind, "-{number}");
        }
        behind
    }

    fn has_path(&self, path: &str) -> bool {
        self.paths.contains(&path.to_lowercase())
    }
}

/// A name that a file may have on every system, without folders in it; `None` where nothing is left of it.
pub fn safe_stem(name: &str) -> Option<String> {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let safe: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c }).collect();
    let mut stem = String::new();
    for c in safe.trim_start_matches(|c: char| c == '.' || c == '-' || c.is_whitespace()).chars() {
        if stem.len() + c.len_utf8() > BYTES {
            break;
        }
        stem.push(c);
    }
    let stem = stem.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    let lower = stem.to_lowercase();
    let is_port = (lower.starts_with("com") || lower.starts_with("lpt"))
        && lower.len() == 4
        && lower.ends_with(|c: char| c.is_ascii_digit());
    let is_device = is_port || DEVICES.contains(&lower.as_str());
    match (stem.is_empty(), is_device) {
        (true, _) => None,
        (_, true) => Some(format!("{stem}_")),
        _ => Some(stem.to_owned()),
    }
}

/// A folder in the corpus, below `corpus` whether that is said or not; `None` for what cannot be one.
pub fn corpus_folder(words: &str) -> Option<String> {
    let parts = words.trim().split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
    let mut path = String::from("corpus");
    for (nth, part) in parts.enumerate() {
        if nth == 0 && part == "corpus" {
            continue;
        }
        if safe_stem(part).as_deref() != Some(part) {
            return None;
        }
        path.push('/');
        path.push_str(part);
    }
    Some(path)
}

/// An id that needs no quotation marks in a query or a shell: blanks and signs become `-`.
pub fn id_of(stem: &str) -> String {
    let mut id = String::new();
    for c in stem.chars() {
        if c.is_alphanumeric() || "-_.".contains(c) || !c.is_ascii() && !c.is_whitespace() && !c.is_control()
        {
            id.push(c);
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_matches(['-', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_safe() {
        for (name, safe) in [
            ("Gesprek 1 (kort)", Some("Gesprek 1 (kort)")),
            ("a/../b", Some("a-..-b")),
            ("..", None),
            (" .verborgen. ", Some("verborgen")),
            ("CON", Some("CON_")),
            ("lpt1", Some("lpt1_")),
            ("wat?\u{7}", Some("wat--")),
            ("--force", Some("force")),
        ] {
            assert_eq!(safe_stem(name).as_deref(), safe, "{name}");
        }
        assert_eq!(id_of("Gesprek 1 (kort)"), "Gesprek-1-kort");
    }

    #[test]
    fn folders_stay_in_the_corpus() {
        for (words, folder) in [
            ("", Some("corpus")),
            ("cyclus 2/a", Some("corpus/cyclus 2/a")),
            ("corpus/./b/", Some("corpus/b")),
            ("../x", None),
            ("a/../../x", None),
            ("/etc", Some("corpus/etc")),
            ("a/.git", None),
        ] {
            assert_eq!(corpus_folder(words).as_deref(), folder, "{words}");
        }
    }

    #[test]
    fn no_two_are_the_same() {
        let mut taken = Taken::default();
        taken.take("a", "corpus/A.md");
        let mut free = |stem: &str| taken.free("corpus", stem, "md", stem);
        assert_eq!(free("a"), ("a-2".to_owned(), "corpus/a-2.md".to_owned()));
        assert_eq!(free("a").0, "a-3");
        assert_eq!(free("b").0, "b");
    }

    proptest! {
        #[test]
        fn any_name_is_safe_or_nothing(name in "\\PC{0,80}|[./\\\\a\u{0}-\u{20}:]{0,12}") {
            if let Some(stem) = safe_stem(&name) {
                prop_assert!(stem.len() <= BYTES + 1 && !stem.starts_with('.') && !stem.contains(['/', '\\', '\0']));
                prop_assert_eq!(safe_stem(&stem), Some(stem));
            }
        }
    }
}
