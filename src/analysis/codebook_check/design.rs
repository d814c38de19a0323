//! What codes say of each other across families: principles, poles, groups.

use super::source::Sources;
use super::{Report, Rule};

pub(super) fn check(sources: &Sources<'_>, report: &mut Report) {
    let tense: Vec<bool> = (0..sources.families.len())
        .map(|family| {
            sources.entries.iter().any(|entry| entry.family == family && entry.code.principle.is_some())
        })
        .collect();
    for entry in &sources.entries {
        let id = &entry.code.id;
        let has_children = || sources.entries.iter().any(|other| other.parent.as_ref() == Some(id));
        match &entry.code.principle {
            Some(principle) if sources.find(principle).is_none() => {
                let what = format!("the principle `{principle}` of `{id}` is no code");
                report.error(Rule::Principle, entry.key("principle"), what, sources.nearest(principle));
            }
            Some(principle) if principle == id => {
                let what = format!("`{id}` is its own principle");
                report.error(Rule::Principle, entry.key("principle"), what, "name the code of a principle");
            }
            None if tense[entry.family] && !entry.code.retired && !has_children() => {
                let what = format!("`{id}` belongs to no principle, while others of its family do");
                report.note(Rule::Principle, entry.place(), what, "name one under `principle`");
            }
            _ => {}
        }
        let poles = entry.code.poles.len();
        if poles != 0 && poles != 2 {
            let what = format!("`{id}` has {poles} poles");
            report.error(Rule::Poles, entry.key("poles"), what, "write two of them, or none");
        }
        groups(entry, sources, report);
    }
    for source in &sources.families {
        for (nth, group) in source.family.groups.iter().enumerate() {
            if !sources.entries.iter().any(|entry| entry.code.groups.contains(&group.id)) {
                let what = format!("no code is in the group `{}`", group.id);
                let cure = "put codes in it (`groups`), or take it away";
                report.note(Rule::Group, source.nth("group", nth), what, cure);
            }
        }
    }
}

fn groups(entry: &super::source::Entry<'_>, sources: &Sources<'_>, report: &mut Report) {
    let declared = || sources.families.iter().flat_map(|source| &source.family.groups);
    for (nth, group) in entry.code.groups.iter().enumerate() {
        if declared().any(|known| known.id == *group) {
            continue;
        }
        let what = format!("the group `{group}` of `{}` is declared nowhere", entry.code.id);
        let cure = match crate::model::names::nearest(group, declared().map(|known| known.id.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it with `[[group]]` in a family".to_owned(),
        };
        report.error(Rule::Group, entry.item("groups", nth), what, cure);
    }
}
