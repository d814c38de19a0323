//! What a coder reads: names, definitions, examples, and the neighbours that a code is told from.

use super::source::{Entry, Sources};
use super::{Report, Rule};

pub(super) fn check(sources: &Sources<'_>, report: &mut Report) {
    for entry in &sources.entries {
        let code = &entry.code;
        let id = &code.id;
        let name = sources.missing(&code.name);
        // A code without a name is called by its id in every language, and that is as good as a choice.
        if !name.is_empty() && name.len() < sources.languages.len() && code.name.exact("").is_none() {
            let what = format!("`{id}` has no name in {}", listed(&name));
            report.note(Rule::NoName, entry.key("name"), what, "write one, or it shows in another language");
        }
        let definition = sources.missing(&code.definition);
        if !definition.is_empty() {
            let what = format!("`{id}` has no definition in {}", listed(&definition));
            let cure = "write what it means, so that two coders mean the same";
            report.error(Rule::NoDefinition, entry.key("definition"), what, cure);
        }
        if code.examples.iter().all(crate::model::localized::Localized::is_empty) {
            let what = format!("`{id}` has no example");
            report.error(Rule::NoExample, entry.key("examples"), what, "write one under `examples`");
        }
        neighbours(entry, sources, report);
    }
    for source in &sources.families {
        for (nth, facet) in source.family.facets.iter().enumerate() {
            for (place, value) in facet.values.iter().enumerate() {
                let missing = sources.missing(&value.definition);
                if !missing.is_empty() {
                    let what = format!(
                        "the value `{}` of the facet `{}` has no definition in {}",
                        value.id,
                        facet.id,
                        listed(&missing)
                    );
                    let cure = "write when it applies";
                    report.note(Rule::ValueDefinition, source.value(nth, place), what, cure);
                }
            }
        }
    }
}

fn neighbours(entry: &Entry<'_>, sources: &Sources<'_>, report: &mut Report) {
    let id = &entry.code.id;
    for (nth, note) in entry.code.exclude.iter().enumerate() {
        let Some(other) = &note.not else { continue };
        let place = entry.item("exclude", nth);
        match sources.find(other) {
            None => {
                let what = format!("`{id}` is told from `{other}`, which is no code");
                report.error(Rule::UnknownNeighbour, place, what, sources.nearest(other));
            }
            Some(_) if other == id => {
                let what = format!("`{id}` is told from itself");
                report.error(Rule::UnknownNeighbour, place, what, "name another code under `not`");
            }
            Some(neighbour) if neighbour.code.retired => {
                let what = format!("`{id}` sends coders to `{other}`, which is retired");
                report.note(Rule::UnknownNeighbour, place, what, "name a code that is in use");
            }
            Some(neighbour) => {
                let back = neighbour.code.exclude.iter().any(|note| note.not.as_ref() == Some(id));
                if !back && !entry.code.retired {
                    let what = format!("`{id}` is told from `{other}`, but `{other}` not from `{id}`");
                    let cure =
                        format!("add an exclude with `not = \"{id}\"` to `{other}` ({})", neighbour.shown());
                    report.error(Rule::OneSidedNeighbour, place, what, cure);
                }
            }
        }
    }
}

/// `nl and en`
fn listed(languages: &[&str]) -> String {
    match languages {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
