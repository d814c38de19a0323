//! The rows of the codebook: families with their trees, or groups with their codes, as far as they fit what was typed.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::codebook::Family;
use crate::model::{Code, CodeKey, Study};
use crate::text::fold;

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A family, by its id.
    Family(String),
    /// A group, by its id; empty for the codes that are in none.
    Group(String),
    /// A code.
    Code(CodeKey),
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// What it is about.
    pub of: Of,
    /// Steps below the top.
    pub depth: u16,
    /// Whether what is below it is in the rows; `None` where nothing is.
    pub open: Option<bool>,
    /// False where it is there only for what is below it.
    pub fits: bool,
}

/// What can be found of each code: all that its entry says, folded.
pub(super) type Searched = BTreeMap<CodeKey, String>;

/// Makes the entries ready for being looked through.
pub(super) fn searched(study: &Study) -> Searched {
    let of = |code: &Code| {
        let notes = code.include.iter().chain(&code.exclude).map(|note| &note.text);
        let all = [&code.name, &code.definition].into_iter().chain(notes);
        let mut words: Vec<&str> = vec![&code.id, &code.source];
        words.extend(code.mnemonic.as_deref());
        words.extend(code.groups.iter().map(String::as_str));
        for part in all.chain(&code.examples).chain(&code.poles) {
            words.extend(part.iter().map(|(_, words)| words));
        }
        (code.key, fold::words(&words.join(" ")).join(" "))
    };
    study.codebook.codes().iter().map(of).collect()
}

/// How the rows are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    /// By groups instead of families.
    pub groups: bool,
    /// What is folded.
    pub folded: &'a BTreeSet<Of>,
    /// What was typed; every word of it must stand in an entry.
    pub typed: &'a str,
    /// The entries.
    pub searched: &'a Searched,
}

/// The rows.
pub(super) fn rows(study: &Study, wanted: Wanted<'_>) -> Vec<Row> {
    let typed = fold::words(wanted.typed);
    let fits = |code: &Code| {
        let words = wanted.searched.get(&code.key);
        typed.is_empty()
            || words.is_some_and(|words| typed.iter().all(|typed| words.contains(typed.as_str())))
    };
    let fitting: BTreeSet<CodeKey> =
        study.codebook.codes().iter().filter(|code| fits(code)).map(|code| code.key).collect();
    let mut maker = Maker { study, wanted, fitting, filtered: !typed.is_empty(), rows: Vec::new() };
    if wanted.groups {
        maker.groups();
    } else {
        maker.families();
    }
    maker.rows
}

struct Maker<'a> {
    study: &'a Study,
    wanted: Wanted<'a>,
    fitting: BTreeSet<CodeKey>,
    filtered: bool,
    rows: Vec<Row>,
}

impl Maker<'_> {
    /// While something is looked for, everything is open.
    fn is_open(&self, of: &Of) -> bool {
        self.filtered || !self.wanted.folded.contains(of)
    }

    fn families(&mut self) {
        let study = self.study;
        for (index, family) in study.codebook.families().iter().enumerate() {
            let roots: Vec<CodeKey> = roots(study, index).map(|code| code.key).collect();
            if self.filtered && !roots.iter().any(|&root| self.leads_to_fit(root)) {
                continue;
            }
            let of = Of::Family(family.id.clone());
            let open = self.is_open(&of);
            self.rows.push(Row {
                of,
                depth: 0,
                open: (!roots.is_empty()).then_some(open),
                fits: !self.filtered,
            });
            if open {
                for root in roots {
                    self.code(root, 1);
                }
            }
        }
    }

    fn leads_to_fit(&self, code: CodeKey) -> bool {
        self.study.codebook.with_descendants(code).iter().any(|code| self.fitting.contains(code))
    }

    fn code(&mut self, key: CodeKey, depth: u16) {
        if !self.leads_to_fit(key) {
            return;
        }
        let children = self.study.codebook.children(key);
        let of = Of::Code(key);
        let open = self.is_open(&of);
        let fits = self.fitting.contains(&key);
        self.rows.push(Row { of, depth, open: (!children.is_empty()).then_some(open), fits });
        if open {
            for &child in children {
                self.code(child, depth + 1);
            }
        }
    }

    fn groups(&mut self) {
        let book = &self.study.codebook;
        let groups: Vec<String> =
            book.families().iter().flat_map(|family| &family.groups).map(|group| group.id.clone()).collect();
        for group in groups.iter().map(String::as_str).chain([""]) {
            let is_in = |code: &&Code| match group {
                "" => !code.groups.iter().any(|id| groups.contains(id)),
                group => code.groups.iter().any(|id| id == group),
            };
            let codes: Vec<CodeKey> = book
                .codes()
                .iter()
                .filter(is_in)
                .map(|code| code.key)
                .filter(|key| self.fitting.contains(key))
                .collect();
            if codes.is_empty() && (self.filtered || group.is_empty()) {
                continue;
            }
            let of = Of::Group(group.to_owned());
            let open = self.is_open(&of);
            self.rows.push(Row {
                of,
                depth: 0,
                open: (!codes.is_empty()).then_some(open),
                fits: !self.filtered,
            });
            if open {
                let row = |key| Row { of: Of::Code(key), depth: 1, open: None, fits: true };
                self.rows.extend(codes.into_iter().map(row));
            }
        }
    }
}

/// The codes at the top of a family: those without a parent, or with one in another family.
pub(super) fn roots(study: &Study, family: usize) -> impl Iterator<Item = &Code> {
    let book = &study.codebook;
    let is_root =
        move |code: &&Code| code.family == family && code.parent.and_then(|key| book.code(key)).is_none();
    book.codes().iter().filter(is_root)
}

/// All codes of a row, for its counts.
pub(super) fn codes_of(study: &Study, of: &Of) -> Vec<CodeKey> {
    let book = &study.codebook;
    match of {
        Of::Code(key) => book.with_descendants(*key),
        Of::Family(id) => {
            let of_family = |family: &Family| family.id == *id;
            let is = |code: &&Code| of_family(book.family(code));
            book.codes().iter().filter(is).map(|code| code.key).collect()
        }
        Of::Group(id) if id.is_empty() => {
            book.codes().iter().filter(|code| code.groups.is_empty()).map(|code| code.key).collect()
        }
        Of::Group(id) => book.in_group(id).map(|code| code.key).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::study_of;

    const BOOK: &str = r#"
family = "lm"
name = { nl = "Leren" }
[[group]]
id = "samen"
[[code]]
id = "reflectie"
definition = { nl = "Bewust wórden." }
[[code]]
id = "nemen"
parent = "reflectie"
groups = ["samen"]
exclude = [{ nl = "Sympathie alleen." }]
[[code]]
id = "maken"
parent = "reflectie"
"#;

    fn shown(groups: bool, folded: &[Of], typed: &str) -> Vec<String> {
        let (study, _) = study_of(&[], &[("lm", BOOK)]);
        let folded = folded.iter().cloned().collect();
        let searched = searched(&study);
        let show = |row: Row| {
            let name = match row.of {
                Of::Family(id) => format!("[{id}]"),
                Of::Group(id) => format!("({id})"),
                Of::Code(key) => study.code_id(key).to_owned(),
            };
            let sign = match row.open {
                Some(true) => "-",
                Some(false) => "+",
                None => "",
            };
            let way = if row.fits { "" } else { "~" };
            format!("{}{sign}{way}{name}", " ".repeat(usize::from(row.depth)))
        };
        rows(&study, Wanted { groups, folded: &folded, typed, searched: &searched })
            .into_iter()
            .map(show)
            .collect()
    }

    #[test]
    fn families_hold_their_trees_and_groups_cut_across() {
        assert_eq!(shown(false, &[], ""), ["-[lm]", " -reflectie", "  nemen", "  maken"]);
        assert_eq!(shown(false, &[Of::Family("lm".to_owned())], ""), ["+[lm]"]);
        assert_eq!(shown(true, &[], ""), ["-(samen)", " nemen", "-()", " reflectie", " maken"]);
    }

    #[test]
    fn definitions_and_notes_are_looked_through_and_the_way_to_a_hit_is_shown() {
        assert_eq!(
            shown(false, &[Of::Family("lm".to_owned())], "symp"),
            ["-~[lm]", " -~reflectie", "  nemen"]
        );
        assert_eq!(
            shown(false, &[], "WORDEN bewust"),
            ["-~[lm]", " -reflectie"],
            "accents and capitals are folded"
        );
        assert_eq!(shown(false, &[], "zzz"), [""; 0]);
        assert_eq!(shown(true, &[], "symp"), ["-~(samen)", " nemen"]);
    }
}
