//! Programs without a tree put it into names: `Learning::Reflection`. Only where people ask for it does it become one again.

use rustc_hash::FxHashMap;

use super::xml::Element;

/// The signs that other programs put between names.
const SIGNS: [&str; 2] = ["::", "\\"];

/// What to say when names look like paths and nobody asked.
pub(super) fn offer(codes: &[Element]) -> Option<String> {
    SIGNS.iter().find_map(|sign| {
        let like: Vec<String> = codes
            .iter()
            .filter(|code| parts(&code.name, sign).len() > 1)
            .map(|code| code.name.clone())
            .collect();
        let names = super::named(&like);
        (!like.is_empty())
            .then(|| format!("names hold `{sign}` ({names}); with --split \"{sign}\" they become a tree"))
    })
}

/// Puts each code whose name is a path below the code that its path names; what is not there is made.
pub(super) fn split(codes: &mut Vec<Element>, sign: &str) {
    let mut paths: Vec<(usize, Vec<String>)> = codes
        .iter()
        .enumerate()
        .map(|(nth, code)| (nth, parts(&code.name, sign).into_iter().map(str::to_owned).collect()))
        .collect();
    // Short ones first: `A::B` is there when `A::B::C` looks for it.
    paths.sort_by_key(|(_, parts)| parts.len());
    let mut known: FxHashMap<(Option<usize>, String), usize> = FxHashMap::default();
    for (nth, parts) in paths {
        let Some((name, above)) = parts.split_last() else { continue };
        let mut parent = codes[nth].parent;
        for part in above {
            parent = Some(*known.entry((parent, part.clone())).or_insert_with(|| {
                codes.push(Element {
                    line: codes[nth].line,
                    name: part.clone(),
                    codable: true,
                    made: true,
                    parent,
                    ..Element::default()
                });
                codes.len() - 1
            }));
        }
        codes[nth].parent = parent;
        codes[nth].name.clone_from(name);
        known.entry((parent, name.clone())).or_insert(nth);
    }
}

/// The parts of a name that is a path; a name that is none is its only part.
fn parts<'n>(name: &'n str, sign: &str) -> Vec<&'n str> {
    let parts: Vec<&str> = name.split(sign).map(str::trim).collect();
    if sign.is_empty() || parts.iter().any(|part| part.is_empty()) { vec![name] } else { parts }
}
