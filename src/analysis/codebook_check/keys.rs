//! What is typed: mnemonics of codes, letters of facets.

use crate::model::codebook::{FacetKind, letters};

use super::source::{Entry, Sources};
use super::{Report, Rule};

pub(super) fn check(sources: &Sources<'_>, report: &mut Report) {
    let with_key: Vec<(&str, &Entry<'_>)> = sources
        .entries
        .iter()
        .filter(|entry| !entry.code.retired)
        .filter_map(|entry| Some((entry.code.mnemonic.as_deref()?, entry)))
        .collect();
    for (nth, &(key, entry)) in with_key.iter().enumerate() {
        let id = &entry.code.id;
        let place = entry.key("key");
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            let what = format!("the key `{key}` of `{id}` cannot be typed on every keyboard");
            let cure = "use small letters a to z and digits; two are quick";
            report.error(Rule::UntypableKey, place, what, cure);
            continue;
        }
        if let Some((_, other)) = with_key[..nth].iter().find(|(other, _)| *other == key) {
            let what =
                format!("the key `{key}` of `{id}` is also that of `{}` ({})", other.code.id, other.shown());
            report.error(Rule::DuplicateKey, place, what, "give one of the two another key");
        }
        let longer = with_key.iter().find(|(other, _)| *other != key && other.starts_with(key));
        if let Some((longer, other)) = longer {
            let what = format!(
                "the key `{key}` of `{id}` is how `{longer}` of `{}` ({}) begins, so it does not code at once",
                other.code.id,
                other.shown()
            );
            report.error(Rule::KeyPrefix, place, what, "give all keys the same length");
        }
    }
    facets(sources, report);
}

/// The facets that are asked while coding are set by one letter each, out of the value's name.
fn facets(sources: &Sources<'_>, report: &mut Report) {
    for source in &sources.families {
        let facets = &source.family.facets;
        for (nth, facet) in facets.iter().enumerate() {
            if facet.kind != FacetKind::Text && facet.values.is_empty() {
                let what = format!("the facet `{}` has no values to choose from", facet.id);
                let cure = "list some under `values`, or say `kind = \"text\"`";
                report.error(Rule::FacetValues, source.nth("facet", nth), what, cure);
            }
        }
        let asked = facets.iter().enumerate().filter(|(_, facet)| facet.ask_now);
        let values: Vec<_> = asked
            .flat_map(|(nth, facet)| {
                facet.values.iter().enumerate().map(move |(place, value)| (nth, place, facet, value))
            })
            .collect();
        for language in sources.languages {
            let names: Vec<&str> = values.iter().map(|(.., value)| value.name.get(language)).collect();
            for (&(nth, place, facet, value), (_, own)) in values.iter().zip(letters(&names)) {
                if own.is_none() {
                    let what = format!(
                        "in {language} no letter of its own name is left for the value `{}` of the facet `{}`",
                        value.id, facet.id
                    );
                    let cure = "give it another name, or ask one of the facets later";
                    report.note(Rule::FacetLetter, source.value(nth, place), what, cure);
                }
            }
        }
    }
}
