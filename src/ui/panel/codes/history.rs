//! How the entry of a code came to be what it is, in a few words.

use std::collections::BTreeSet;

use super::words::Say;
use crate::model::codebook::EntryChange;
use crate::model::record::Act;
use crate::ui::app::App;
use crate::ui::names::moment;

/// How often the entry was changed, when last, and by whom; nothing for one that never was.
pub(super) fn of(app: &App, code: &str) -> Option<String> {
    let mut changes = BTreeSet::new();
    for coder in app.study.coders() {
        let Some(layer) = app.study.layer(coder) else { continue };
        for event in layer.codebook_events() {
            let is_about = match &event.act {
                Act::CodeAdd(added) => added.code == code,
                Act::CodeEdit(edited) => {
                    edited.iter().any(|change: &EntryChange| change.code() == Some(code))
                }
                Act::Seen(seen) => seen.iter().any(|(id, _)| id == code) && seen.len() == 1,
                _ => false,
            };
            if is_about {
                changes.insert((event.n, event.at, coder));
            }
        }
    }
    let (_, at, coder) = *changes.last()?;
    let day = moment(at, &app.zone, "%Y-%m-%d");
    Some(Say::Changed(changes.len(), &day, app.study.coder_name(coder)).show(app.language))
}
