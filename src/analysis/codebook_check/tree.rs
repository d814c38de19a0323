//! Ids and the tree: each id once, each parent a code, nobody above itself.

use std::collections::BTreeMap;

use super::source::{Entry, Place, Sources};
use super::{Report, Rule};

pub(super) fn check(sources: &Sources<'_>, report: &mut Report) {
    ids(sources, report);
    for entry in &sources.entries {
        let (Some(parent), id) = (&entry.parent, &entry.code.id) else { continue };
        let place = entry.key("parent");
        match sources.find(parent) {
            None => {
                let what = format!("the parent `{parent}` of `{id}` is no code");
                report.error(Rule::UnknownParent, place, what, sources.nearest(parent));
            }
            Some(above) if above.family != entry.family => {
                let what = format!("`{id}` stands below `{parent}`, which is a code of another family");
                let cure = "a group (`groups`) joins codes of several families";
                report.note(Rule::ForeignParent, place, what, cure);
            }
            Some(_) => {}
        }
    }
    cycles(sources, report);
}

fn ids(sources: &Sources<'_>, report: &mut Report) {
    let mut codes: BTreeMap<&str, &Entry<'_>> = BTreeMap::new();
    for entry in &sources.entries {
        let id = entry.code.id.as_str();
        match codes.get(id) {
            Some(first) => {
                let what = format!("the code `{id}` is already in {}", first.shown());
                report.error(Rule::DuplicateId, entry.key("id"), what, "give one of the two another id");
            }
            None => drop(codes.insert(id, entry)),
        }
    }
    let mut families = Once::new("the family");
    let mut groups = Once::new("the group");
    for source in &sources.families {
        let family = &source.family;
        families.see(&family.id, source.head(), report);
        for (nth, group) in family.groups.iter().enumerate() {
            groups.see(&group.id, source.nth("group", nth), report);
        }
        let mut rules = Once::new("the rule");
        for (nth, rule) in family.rules.iter().enumerate() {
            rules.see(&rule.id, source.nth("rule", nth), report);
        }
        let mut facets = Once::new("the facet");
        for (nth, facet) in family.facets.iter().enumerate() {
            facets.see(&facet.id, source.nth("facet", nth), report);
            let mut values = Once::new("the value");
            for (place, value) in facet.values.iter().enumerate() {
                values.see(&value.id, source.value(nth, place), report);
            }
        }
    }
}

/// Ids that may be there once.
struct Once<'a> {
    kind: &'static str,
    seen: BTreeMap<&'a str, Place<'a>>,
}

impl<'a> Once<'a> {
    fn new(kind: &'static str) -> Self {
        Self { kind, seen: BTreeMap::new() }
    }

    fn see(&mut self, id: &'a str, place: Place<'a>, report: &mut Report) {
        match self.seen.get(id) {
            Some(first) => {
                let what = format!("{} `{id}` is already in {}, line {}", self.kind, first.path, first.line);
                report.error(Rule::DuplicateId, place, what, "give one of the two another id");
            }
            None => drop(self.seen.insert(id, place)),
        }
    }
}

/// Each ring of parents once, at its code that stands first.
fn cycles(sources: &Sources<'_>, report: &mut Report) {
    let mut told: Vec<&str> = Vec::new();
    for start in &sources.entries {
        let mut ring = vec![start.code.id.as_str()];
        let mut at = start;
        while let Some(above) = at.parent.as_deref().and_then(|parent| sources.find(parent)) {
            let id = above.code.id.as_str();
            if let Some(from) = ring.iter().position(|member| *member == id) {
                if from == 0 && !ring.iter().any(|member| told.contains(member)) {
                    let what = format!("`{}` stands above itself ({} → {id})", ring[0], ring.join(" → "));
                    report.error(Rule::Cycle, start.key("parent"), what, "take one of these parents away");
                    told.append(&mut ring);
                }
                break;
            }
            ring.push(id);
            at = above;
        }
    }
}
