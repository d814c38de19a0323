//! Exclusive families: two of their codes on the very same passage by one coder are an error, one passage inside another or
//! over its edge is worth knowing, since it says which coefficients of agreement can be had.

use std::collections::BTreeMap;

use crate::model::names::{CoderKey, CodingKey};
use crate::model::study::Study;
use crate::text::Span;

use super::Severity;

/// What the codings of one document that have a place break: each coding at most once, with what to say.
pub(super) fn check(study: &Study, placed: Vec<(Span, CodingKey)>) -> Vec<(CodingKey, Severity, String)> {
    let mut by_family: BTreeMap<(CoderKey, usize), Vec<(Span, CodingKey)>> = BTreeMap::new();
    for (span, key) in placed {
        let coding = study.coding(key);
        let code = coding.code.and_then(|code| study.codebook.code(code));
        if let Some(code) = code.filter(|code| study.codebook.family(code).exclusive) {
            by_family.entry((coding.coder, code.family)).or_default().push((span, key));
        }
    }
    let mut found = Vec::new();
    for ((_, family), mut codings) in by_family {
        codings.sort_by_key(|&(span, key)| (span.start, std::cmp::Reverse(span.end), study.coding_id(key)));
        let family = study.codebook.families().get(family).map_or("", |family| family.id.as_str());
        sweep(study, family, &codings, &mut found);
    }
    found
}

/// Goes over codings by start, the longer first, and looks at each beside those before it that reach furthest: what overlaps any
/// of another code overlaps one of the two.
fn sweep(
    study: &Study,
    family: &str,
    codings: &[(Span, CodingKey)],
    found: &mut Vec<(CodingKey, Severity, String)>,
) {
    let code = |key: CodingKey| study.coding(key).code.map_or("", |code| study.code_id(code));
    let mut furthest: Vec<(Span, CodingKey)> = Vec::new();
    let mut first_here: Option<(Span, CodingKey)> = None;
    for &(span, key) in codings {
        match first_here {
            Some((here, first)) if here == span => {
                if code(first) != code(key) {
                    let what = format!(
                        "`{}` and `{}` of the exclusive family `{family}` stand on the very same passage; take one of them \
                         away (`kantlijn uncode`; the other is {})",
                        code(first),
                        code(key),
                        study.coding_id(first)
                    );
                    found.push((key, Severity::Error, what));
                }
            }
            _ => {
                first_here = Some((span, key));
                let over = |(other, reaching): &&(Span, CodingKey)| {
                    other.end > span.start && code(*reaching) != code(key)
                };
                if let Some(&(other, reaching)) = furthest.iter().find(over) {
                    let how =
                        if span.end <= other.end { "stands inside" } else { "reaches over the edge of" };
                    let what = format!(
                        "`{}` {how} a passage with `{}` of the same exclusive family `{family}` ({}); that is allowed, and \
                         rules out coefficients of agreement that want one code a passage",
                        code(key),
                        code(reaching),
                        study.coding_id(reaching)
                    );
                    found.push((key, Severity::Note, what));
                }
            }
        }
        reach(&mut furthest, (span, key), |key| study.coding(key).code);
    }
}

/// Keeps the coding that reaches furthest, and the one that does among those with another code.
fn reach<C: PartialEq>(
    furthest: &mut Vec<(Span, CodingKey)>,
    coding: (Span, CodingKey),
    code: impl Fn(CodingKey) -> C,
) {
    match furthest.iter_mut().find(|(_, key)| code(*key) == code(coding.1)) {
        Some(same) if same.0.end >= coding.0.end => {}
        Some(same) => *same = coding,
        None => furthest.push(coding),
    }
    furthest.sort_by_key(|(span, _)| std::cmp::Reverse(span.end));
    furthest.truncate(2);
}
