//! The codebook: families of codes, as the files under `codebook/` say it.

mod change;
mod code;
mod conflict;
mod description;
mod entries;
mod family;
mod family_file;
pub mod guid;
mod heirs;
mod labels;
mod letters;
mod patch;
mod read;
mod step;

pub use change::{EntryChange, inverse, plain_entry};
pub use code::{Code, Note};
pub use conflict::{Conflict, Difference, Side, TwoSides};
pub(crate) use description::{Description, neighbour, with_neighbour};
pub use entries::{Applied, InTheWay};
pub use family::{Facet, FacetKind, FacetValue, Family, Group, Rule};
pub use family_file::{FamilyFile, NewCode, new_family};
pub(crate) use labels::Labels;
pub use letters::letters;
pub use patch::{Patch, Place, code_patches, patches};
pub use read::ReadFamily;
pub(crate) use read::{check_id, parse_color, revision};
pub use step::{Step, changes_of};

use rustc_hash::FxHashMap;

use super::lines::LineNote;
use super::names::{CodeKey, Names, nearest};

/// The family that takes codes made while reading.
pub const FREE_FAMILY: &str = "vrij";

/// All codes of the study.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    families: Vec<Family>,
    /// In the order of the tree: parents before children, as the files have them.
    codes: Vec<Code>,
    by_key: FxHashMap<CodeKey, usize>,
    children: FxHashMap<CodeKey, Vec<CodeKey>>,
    /// Codes that were merged into another, each with the one that its codings belong to.
    heirs: FxHashMap<CodeKey, CodeKey>,
}

impl Codebook {
    /// Puts families together. What is wrong is said, and the rest stands: of two codes, families or mnemonics with
    /// one id the first counts, an unknown parent or a cycle makes the code a root.
    pub fn build(read: Vec<ReadFamily>, names: &mut Names) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let mut book = Self::default();
        let mut seen: FxHashMap<String, String> = FxHashMap::default();
        let mut mnemonics: FxHashMap<String, String> = FxHashMap::default();
        let mut rows: Vec<(Code, Option<String>)> = Vec::new();
        for ReadFamily { family, codes, problems: wrong, .. } in read {
            let place = |wrong: LineNote| format!("{}: line {}: {}", family.path, wrong.line, wrong.what);
            problems.extend(wrong.into_iter().map(place));
            let index = book.families.len();
            if let Some(first) = book.family_by_id(&family.id) {
                problems.push(format!(
                    "{}: the family `{}` is also in {}; its codes are read as a family of their own, so rename one of them",
                    family.path, family.id, first.path
                ));
            }
            for (mut code, parent) in codes {
                if let Some(first) = seen.get(&code.id) {
                    problems.push(format!(
                        "{}: the code `{}` is also in {first}; ids must be unique, so rename one of them",
                        family.path, code.id
                    ));
                    continue;
                }
                if let Some(mnemonic) = code.mnemonic.as_ref().filter(|_| !code.retired)
                    && let Some(first) = mnemonics.insert(mnemonic.clone(), code.id.clone())
                {
                    problems.push(format!(
                        "{}: the code `{}` has the key `{mnemonic}` of `{first}`, which it stays with; choose another",
                        family.path, code.id
                    ));
                    mnemonics.insert(mnemonic.clone(), first);
                }
                seen.insert(code.id.clone(), family.path.clone());
                code.key = names.number(&code.id);
                code.family = index;
                rows.push((code, parent));
            }
            book.families.push(family);
        }
        resolve_parents(&mut rows, names, &book.families, &mut problems);
        book.heirs = heirs::resolve(rows.iter().map(|(code, _)| code), names, &book.families, &mut problems);
        book.order(rows.into_iter().map(|(code, _)| code).collect());
        (book, problems)
    }

    fn order(&mut self, codes: Vec<Code>) {
        let mut children: FxHashMap<CodeKey, Vec<CodeKey>> = FxHashMap::default();
        for code in &codes {
            if let Some(parent) = code.parent {
                children.entry(parent).or_default().push(code.key);
            }
        }
        let mut by_key: FxHashMap<CodeKey, Code> = FxHashMap::default();
        let mut roots = Vec::new();
        for code in codes {
            if code.parent.is_none() {
                roots.push(code.key);
            }
            by_key.insert(code.key, code);
        }
        let mut stack: Vec<CodeKey> = roots.into_iter().rev().collect();
        while let Some(key) = stack.pop() {
            if let Some(code) = by_key.remove(&key) {
                self.by_key.insert(key, self.codes.len());
                self.codes.push(code);
                stack.extend(children.get(&key).into_iter().flatten().rev());
            }
        }
        self.children = children;
    }

    /// The families, in the order of their files.
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// All codes: parents before children.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// A code, if the codebook has it.
    pub fn code(&self, key: CodeKey) -> Option<&Code> {
        self.by_key.get(&key).map(|&index| &self.codes[index])
    }

    /// Where a code stands in [`Codebook::codes`]; codes that the codebook does not have come last.
    pub fn rank(&self, key: CodeKey) -> usize {
        self.by_key.get(&key).copied().unwrap_or(usize::MAX)
    }

    /// A code by its id.
    pub fn by_id(&self, id: &str) -> Option<&Code> {
        self.codes.iter().find(|code| code.id == id)
    }

    /// A code by its mnemonic.
    pub fn by_mnemonic(&self, mnemonic: &str) -> Option<&Code> {
        self.codes.iter().find(|code| code.mnemonic.as_deref() == Some(mnemonic) && !code.retired)
    }

    /// The family of a code.
    pub fn family(&self, code: &Code) -> &Family {
        &self.families[code.family]
    }

    /// A family by its id.
    pub fn family_by_id(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.id == id)
    }

    /// A group by its id, whichever family declares it.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.families.iter().flat_map(|family| &family.groups).find(|group| group.id == id)
    }

    /// The codes of a group, in the order of the tree.
    pub fn in_group<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Code> {
        self.codes.iter().filter(move |code| code.groups.iter().any(|group| group == id))
    }

    /// The tensions of a principle, in the order of the tree.
    pub fn tensions_of<'a>(&'a self, principle: &'a str) -> impl Iterator<Item = &'a Code> {
        self.codes.iter().filter(move |code| code.principle.as_deref() == Some(principle))
    }

    /// The codes right below.
    pub fn children(&self, key: CodeKey) -> &[CodeKey] {
        self.children.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The code itself and all below it.
    pub fn with_descendants(&self, key: CodeKey) -> Vec<CodeKey> {
        let mut found = vec![key];
        let mut next = 0;
        while let Some(&code) = found.get(next) {
            found.extend(self.children(code));
            next += 1;
        }
        found
    }

    /// The ids from the root down to the code itself.
    pub fn path<'a>(&'a self, code: &'a Code) -> Vec<&'a str> {
        let mut path = vec![code.id.as_str()];
        let mut at = code.parent;
        while let Some(parent) = at.and_then(|key| self.code(key)) {
            path.push(&parent.id);
            at = parent.parent;
        }
        path.reverse();
        path
    }

    /// How deep a code lies: 0 for a root.
    pub fn depth(&self, code: &Code) -> usize {
        self.path(code).len() - 1
    }

    /// The nearest colour: the code's own or that of a code above it.
    pub fn color(&self, code: &Code) -> Option<(u8, u8, u8)> {
        code.color.or_else(|| self.color(self.code(code.parent?)?))
    }

    /// The id nearest to `wrong`, for a "did you mean".
    pub fn nearest(&self, wrong: &str) -> Option<&str> {
        nearest(wrong, self.codes.iter().map(|code| code.id.as_str()))
    }
}

fn resolve_parents(
    rows: &mut [(Code, Option<String>)],
    names: &Names,
    families: &[Family],
    problems: &mut Vec<String>,
) {
    let index: FxHashMap<CodeKey, usize> =
        rows.iter().enumerate().map(|(i, (code, _))| (code.key, i)).collect();
    for (code, parent) in rows.iter_mut() {
        let Some(parent) = parent else { continue };
        let path = &families[code.family].path;
        match names.get::<CodeKey>(parent).filter(|key| index.contains_key(key)) {
            Some(key) => code.parent = Some(key),
            None => problems.push(format!(
                "{path}: the code `{}` has the parent `{parent}`, which is no code; correct the parent",
                code.id
            )),
        }
    }
    for start in 0..rows.len() {
        let mut at = rows[start].0.parent;
        let mut steps = 0;
        while let Some(parent) = at {
            steps += 1;
            if parent == rows[start].0.key || steps > rows.len() {
                let path = &families[rows[start].0.family].path;
                problems.push(format!(
                    "{path}: the code `{}` is its own ancestor; correct a parent",
                    rows[start].0.id
                ));
                rows[start].0.parent = None;
                break;
            }
            at = index.get(&parent).and_then(|&i| rows[i].0.parent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(files: &[(&str, &str)]) -> (Codebook, Vec<String>) {
        let read = files.iter().map(|(path, toml)| ReadFamily::parse(path, toml).unwrap()).collect();
        Codebook::build(read, &mut Names::default())
    }

    const LM: &str = r#"
family = "lm"
exclusive = true
[[code]]
id = "reflectie"
color = "aabbcc"
[[code]]
id = "identificatie"
color = "112233"
[[code]]
id = "othering"
parent = "identificatie"
key = "ot"
"#;

    #[test]
    fn the_tree_is_in_order() {
        let (book, problems) = book(&[("codebook/lm.toml", LM)]);
        assert_eq!(problems, [""; 0]);
        let ids: Vec<_> = book.codes().iter().map(|code| code.id.as_str()).collect();
        assert_eq!(ids, ["reflectie", "identificatie", "othering"]);
        let othering = book.by_mnemonic("ot").unwrap();
        assert_eq!(book.path(othering), ["identificatie", "othering"]);
        assert_eq!(book.color(othering), Some((0x11, 0x22, 0x33)));
        let root = book.by_id("identificatie").unwrap().key;
        assert_eq!(book.with_descendants(root).len(), 2);
        assert!(book.family(othering).exclusive);
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_stands() {
        let other = "family = \"b\"\n[[code]]\nid = \"othering\"\n[[code]]\nid = \"x\"\nparent = \"weg\"\n[[code]]\nid = \"y\"\nparent = \"z\"\n[[code]]\nid = \"z\"\nparent = \"y\"\n";
        let (book, problems) = book(&[("codebook/lm.toml", LM), ("codebook/b.toml", other)]);
        assert_eq!(book.codes().len(), 6);
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(problems[0].contains("codebook/lm.toml") && problems[0].contains("codebook/b.toml"));
        assert!(problems[1].contains("`weg`"));
        assert!(problems[2].contains("its own ancestor"));
    }

    #[test]
    fn a_family_and_a_mnemonic_stand_once() {
        let again = "family = \"lm\"\n[[code]]\nid = \"x\"\nkey = \"ot\"\n[[code]]\nid = \"y\"\nkey = \"ot\"\nretired = true\n";
        let (book, problems) = book(&[("codebook/lm.toml", LM), ("codebook/z.toml", again)]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].contains("the family `lm` is also in codebook/lm.toml"));
        assert!(problems[1].contains("the key `ot` of `othering`"));
        assert_eq!((book.codes().len(), book.by_mnemonic("ot").unwrap().id.as_str()), (5, "othering"));
    }

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        let (book, _) = book(&[("codebook/lm.toml", LM)]);
        assert_eq!(book.nearest("otherin"), Some("othering"));
        assert_eq!(book.nearest("Reflektie"), Some("reflectie"));
        assert_eq!(book.nearest("iets heel anders"), None);
    }
}
