//! The rows of the tree: groups by the study's attributes, with their documents, as far as they fit what was typed.

use std::collections::BTreeSet;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::model::{Document, DocumentKey, Study};

/// A group: the values of the attributes from the outermost one on.
pub(super) type Path = Vec<String>;

/// A row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Documents with the same value.
    Group {
        /// Which.
        path: Path,
        /// Its documents that fit.
        documents: usize,
        /// Whether they are in the rows.
        open: bool,
    },
    /// A document.
    Document {
        /// Which.
        key: DocumentKey,
        /// In how many groups it is.
        depth: usize,
    },
}

impl Row {
    /// The document in this row.
    pub fn document(&self) -> Option<DocumentKey> {
        match self {
            Self::Document { key, .. } => Some(*key),
            Self::Group { .. } => None,
        }
    }

    /// In how many groups it is.
    pub fn depth(&self) -> usize {
        match self {
            Self::Document { depth, .. } => *depth,
            Self::Group { path, .. } => path.len() - 1,
        }
    }
}

/// What can be found of each document, in the order of the study: title, id, values.
pub(super) fn words(study: &Study) -> Vec<Vec<String>> {
    let of = |document: &Document| {
        let values = document.front.attributes.iter().map(|(name, value)| {
            study.config.attribute(name).map_or_else(|| value.clone(), |attribute| attribute.show(value))
        });
        [document.title().to_owned(), document.id.clone()].into_iter().chain(values).collect()
    };
    study.documents().iter().map(of).collect()
}

/// How well each document fits what was typed: every word of it somewhere, in any order. `None` when it does not.
pub(super) fn scores(typed: &str, words: &[Vec<String>]) -> Vec<Option<u32>> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut characters = Vec::new();
    let atom = |word| Atom::new(word, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
    let atoms: Vec<Atom> = typed.split_whitespace().map(atom).collect();
    let mut score = |fields: &Vec<String>| {
        atoms.iter().try_fold(0, |sum, atom| {
            let best = fields
                .iter()
                .filter_map(|field| atom.score(Utf32Str::new(field, &mut characters), &mut matcher))
                .max()?;
            Some(sum + u32::from(best))
        })
    };
    words.iter().map(&mut score).collect()
}

/// The rows: documents for which `fits` says so (by their place in the study), in their groups. What is in a folded group
/// is left out; while something is looked for, nothing is.
pub(super) fn rows(study: &Study, fits: impl Fn(usize) -> bool, folded: Option<&BTreeSet<Path>>) -> Vec<Row> {
    let tree = &study.config.tree;
    let mut rows: Vec<Row> = Vec::new();
    // The groups that we are in: their rows.
    let mut above: Vec<usize> = Vec::new();
    let mut here: Path = Vec::new();
    let mut hidden_from = usize::MAX;
    for (index, document) in study.documents().iter().enumerate() {
        if !fits(index) {
            continue;
        }
        let value = |depth: usize| document.attribute(&tree[depth]).unwrap_or_default();
        let same = (0..here.len()).take_while(|depth| here[*depth] == value(*depth)).count();
        if same < tree.len() || here.is_empty() {
            here.truncate(same);
            above.truncate(same);
            if hidden_from > same {
                hidden_from = usize::MAX;
            }
            for depth in same..tree.len() {
                here.push(value(depth).to_owned());
                if depth >= hidden_from {
                    continue;
                }
                let open = folded.is_none_or(|folded| !folded.contains(&here));
                above.push(rows.len());
                rows.push(Row::Group { path: here.clone(), documents: 0, open });
                if !open {
                    hidden_from = depth + 1;
                }
            }
        }
        for row in &above {
            if let Row::Group { documents, .. } = &mut rows[*row] {
                *documents += 1;
            }
        }
        if hidden_from == usize::MAX {
            rows.push(Row::Document { key: document.key, depth: tree.len() });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::study_of;

    fn study() -> Study {
        let files = [
            ("corpus/a.md", "---\nid: a\ntitle: Eerste gesprek\ncyclus: 1\ntraject: Driehoek\n---\nx\n"),
            ("corpus/b.md", "---\nid: b\ntitle: Tweede gesprek\ncyclus: 1\ntraject: Driehoek\n---\nx\n"),
            ("corpus/c.md", "---\nid: c\ntitle: Rondgang\ncyclus: 1\ntraject: Verkenners\n---\nx\n"),
            ("corpus/d.md", "---\nid: d\ntitle: Slot\ncyclus: 2\ntraject: Driehoek\n---\nx\n"),
            ("corpus/e.md", "---\nid: e\ntitle: Los vel\n---\nx\n"),
        ];
        study_of(&files, &[]).0
    }

    fn shown(study: &Study, rows: &[Row]) -> Vec<String> {
        let name = |row: &Row| {
            let words = match row {
                Row::Group { path, documents, open } => {
                    format!("{}{} {documents}", if *open { "-" } else { "+" }, path[path.len() - 1])
                }
                Row::Document { key, .. } => study.document_id(*key).to_owned(),
            };
            format!("{}{words}", " ".repeat(row.depth()))
        };
        rows.iter().map(name).collect()
    }

    #[test]
    fn documents_stand_in_their_groups() {
        let study = study();
        let all = rows(&study, |_| true, Some(&BTreeSet::new()));
        let expected = [
            "-1 3",
            " -Verkenners 1",
            "  c",
            " -Driehoek 2",
            "  a",
            "  b",
            "-2 1",
            " -Driehoek 1",
            "  d",
            "- 1",
            " - 1",
            "  e",
        ];
        assert_eq!(shown(&study, &all), expected);
    }

    #[test]
    fn folded_groups_hide_what_is_in_them_and_count_it() {
        let study = study();
        let fold = |paths: &[&[&str]]| -> BTreeSet<Path> {
            paths.iter().map(|path| path.iter().map(|part| (*part).to_owned()).collect()).collect()
        };
        let outer = rows(&study, |_| true, Some(&fold(&[&["1"], &[""]])));
        assert_eq!(shown(&study, &outer), ["+1 3", "-2 1", " -Driehoek 1", "  d", "+ 1"]);
        let inner = rows(&study, |_| true, Some(&fold(&[&["1", "Driehoek"], &["2"]])));
        assert_eq!(
            shown(&study, &inner),
            ["-1 3", " -Verkenners 1", "  c", " +Driehoek 2", "+2 1", "- 1", " - 1", "  e"]
        );
    }

    #[test]
    fn every_word_has_to_fit_somewhere() {
        let study = study();
        let words = words(&study);
        let found = |typed: &str| {
            let scores = scores(typed, &words);
            shown(&study, &rows(&study, |index| scores[index].is_some(), None))
        };
        assert_eq!(found("tweed"), ["-1 1", " -Driehoek 1", "  b"]);
        assert_eq!(found("driehoek 2"), ["-2 1", " -Driehoek 1", "  d"]);
        assert_eq!(found("zzz"), [""; 0]);
    }

    #[test]
    fn a_study_without_attributes_is_flat() {
        let mut study = study();
        study.config.tree.clear();
        let all = rows(&study, |_| true, Some(&BTreeSet::new()));
        assert!(all.len() == 5 && all.iter().all(|row| row.depth() == 0 && row.document().is_some()));
    }
}
