//! Merged codes: a retired code names its heir, and its codings belong to that one, however long the chain.

use rustc_hash::FxHashMap;

use crate::model::names::{CodeKey, Names};

use super::{Code, Codebook, Family};

/// Each code that has an heir, with the last of its chain. An heir that is no code, that a code in use has, or that makes a
/// circle, is said and is none.
pub(super) fn resolve<'c>(
    codes: impl Iterator<Item = &'c Code>,
    names: &Names,
    families: &[Family],
    problems: &mut Vec<String>,
) -> FxHashMap<CodeKey, CodeKey> {
    let codes: FxHashMap<CodeKey, &Code> = codes.map(|code| (code.key, code)).collect();
    let mut next: FxHashMap<CodeKey, CodeKey> = FxHashMap::default();
    let mut wrong: Vec<(&Code, String)> = Vec::new();
    for code in codes.values() {
        let Some(heir) = &code.heir else { continue };
        match names.get::<CodeKey>(heir).filter(|heir| codes.contains_key(heir)) {
            None => wrong.push((code, format!("has the heir `{heir}`, which is no code; correct the heir"))),
            Some(_) if !code.retired => {
                wrong.push((
                    code,
                    format!("has the heir `{heir}` and is not retired; write `retired = true` beside it"),
                ));
            }
            Some(heir) => drop(next.insert(code.key, heir)),
        }
    }
    let mut last: FxHashMap<CodeKey, CodeKey> = FxHashMap::default();
    for &code in next.keys() {
        let mut at = code;
        let mut steps = 0;
        while let Some(&heir) = next.get(&at)
            && steps <= next.len()
        {
            at = heir;
            steps += 1;
        }
        if steps <= next.len() {
            last.insert(code, at);
        } else if let Some(code) = codes.get(&code) {
            wrong.push((code, "comes back to itself by its heirs; correct an heir".to_owned()));
        }
    }
    wrong.sort_by(|(a, _), (b, _)| (a.family, &a.id).cmp(&(b.family, &b.id)));
    let said = wrong
        .into_iter()
        .map(|(code, what)| format!("{}: the code `{}` {what}", families[code.family].path, code.id));
    problems.extend(said);
    last
}

impl Codebook {
    /// The code that codings with `code` belong to: itself, or where it was merged the last of its heirs.
    pub fn heir(&self, code: CodeKey) -> CodeKey {
        self.heirs.get(&code).copied().unwrap_or(code)
    }

    /// Each merged code with the one that its codings belong to, in no order.
    pub fn heirs(&self) -> &FxHashMap<CodeKey, CodeKey> {
        &self.heirs
    }

    /// The codes that were merged into `code`, straight or by others, in the order of the tree.
    pub fn merged_into(&self, code: CodeKey) -> impl Iterator<Item = &Code> {
        self.codes().iter().filter(move |other| other.key != code && self.heir(other.key) == code)
    }
}
