//! Are the codes, facets and documents that codings and memos speak of there?

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::model::Target;
use crate::model::codebook::{Code, FacetKind};
use crate::model::facets::FacetsKey;
use crate::model::names::{CodeKey, CodingKey, WordKey};
use crate::model::study::Study;

use super::{About, Finding, Severity};

/// Everything that is spoken of and not there.
pub(super) fn check(study: &Study) -> Vec<Finding> {
    let mut found = codes(study);
    found.extend(facets(study));
    found.extend(memos(study));
    found
}

/// Codes that no family has: once each, with the number of their codings and the first one.
fn codes(study: &Study) -> Vec<Finding> {
    let mut unknown: BTreeMap<&str, Vec<CodingKey>> = BTreeMap::new();
    for code in study.used_codes().filter(|&code| study.codebook.code(code).is_none()) {
        unknown.insert(study.code_id(code), study.codings_with(Some(code)).to_vec());
    }
    let say = |(id, mut codings): (&str, Vec<CodingKey>)| {
        study.sort_by_place(&mut codings);
        let what = format!(
            "the code `{id}` of {} codings ({}) is in no family; put it back into a file under codebook/, or recode them \
             (`kantlijn recode`); `kantlijn check --fix` puts back what the journals still have of it",
            codings.len(),
            coders_of(study, &codings)
        );
        let coding = codings.first().map(|&key| study.coding_id(key));
        Finding { coding, ..Finding::of_file(Severity::Error, About::Code, "codebook", what) }
    };
    unknown.into_iter().map(say).collect()
}

fn coders_of(study: &Study, codings: &[CodingKey]) -> String {
    let coders: BTreeSet<&str> =
        codings.iter().map(|&key| study.coder_name(study.coding(key).coder)).collect();
    coders.into_iter().collect::<Vec<_>>().join(", ")
}

/// The code that was given, the one that its codings belong to now, and what was said of the facets.
type Asked = ([Option<CodeKey>; 2], FacetsKey);

/// Facets and values that the family of a coding's code does not have. Codes share few combinations, so each is looked at
/// once.
fn facets(study: &Study) -> Vec<Finding> {
    let mut by_sets: FxHashMap<Asked, (usize, CodingKey)> = FxHashMap::default();
    for (key, coding) in study.codings() {
        if coding.facets != FacetsKey::default() {
            by_sets.entry(([coding.given, coding.code], coding.facets)).or_insert((0, key)).0 += 1;
        }
    }
    let mut wrong: BTreeMap<(String, String, String), (usize, CodingKey)> = BTreeMap::new();
    for ((codes, sets), (count, first)) in by_sets {
        // A merged code's codings keep what was asked of them under the old one.
        let codes: Vec<&Code> =
            codes.into_iter().flatten().filter_map(|code| study.codebook.code(code)).collect();
        let Some(named) = codes.last() else { continue };
        for (facet, values) in study.names.facets.values(sets) {
            for value in values {
                if !codes.iter().any(|code| has(study, code, *facet, *value)) {
                    let words = (study.word(*facet).to_owned(), study.word(*value).to_owned());
                    let wrong = wrong.entry((named.id.clone(), words.0, words.1)).or_insert((0, first));
                    *wrong = (wrong.0 + count, wrong.1.min(first));
                }
            }
        }
    }
    let say = |((code, facet, value), (count, first)): ((String, String, String), (usize, CodingKey))| {
        let what = format!(
            "`{facet}={value}` of {count} codings with `{code}` is no facet or no value of its family; put it back into the \
             family's file, or set the facet anew (`kantlijn facet`)"
        );
        let found = Finding::of_file(Severity::Warning, About::Facet, "codebook", what);
        Finding { coding: Some(study.coding_id(first)), ..found }
    };
    wrong.into_iter().map(say).collect()
}

fn has(study: &Study, code: &Code, facet: WordKey, value: WordKey) -> bool {
    let (facet, value) = (study.word(facet), study.word(value));
    let known = study.codebook.family(code).facets.iter().find(|known| known.id == facet);
    known.is_some_and(|known| {
        known.kind == FacetKind::Text || known.values.iter().any(|known| known.id == value)
    })
}

/// Memos on what is not there. On a coding that was taken away that is a note: the memo waits for an undo.
fn memos(study: &Study) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for memo in study.memos() {
        let (severity, what) = match &memo.on {
            Target::Document(id) if study.find_document(id).is_none() => {
                (Severity::Warning, format!("the document `{id}`"))
            }
            Target::Code(id) if study.codebook.by_id(id).is_none() => {
                (Severity::Warning, format!("the code `{id}`"))
            }
            Target::Coding(id) if study.find_coding(*id).is_none() => {
                (Severity::Note, format!("the coding {id}"))
            }
            _ => continue,
        };
        let what = format!(
            "the memo {} is on {what}, which is not there; it is kept, `kantlijn memo` shows it",
            memo.id
        );
        let path = format!("codings/{}", study.coder_name(memo.coder));
        found.push(Finding::of_file(severity, About::Memo, &path, what));
    }
    found.sort_by(|a, b| (&a.path, &a.what).cmp(&(&b.path, &b.what)));
    found
}
