//! The line with the question, and below it what was found or what is wrong.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::shape::MISTAKE;
use super::words::{Say, Word};
use super::{Find, Focus, Order};
use crate::index::question::Gives;
use crate::text::width_of;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::column::Column;
use crate::ui::finding::Answered;
use crate::ui::paint::{clip, write, write_back};
use crate::ui::theme::Role;

impl Find {
    /// A mistake in the word that one is typing is none yet, as long as something would complete it.
    pub(super) fn shows_mistake(&self) -> bool {
        let typing = self.focus == Focus::Line && !self.line.offers.is_empty();
        self.line.mistake.is_some() && !self.line.is_blank() && !typing
    }
}

/// Gives the column where the question begins.
pub(super) fn line(find: &Find, app: &App, area: Rect, buffer: &mut Buffer) -> u16 {
    let theme = app.theme;
    let lead = format!("{} ", Word::Find.say(app.language));
    let x = write(buffer, area.x, area.y, area.width, &lead, theme.style(Role::Key));
    let mut right = area.right();
    let building = app.finding.building.map(|percent| Say::Building(percent).show(app.language));
    let note = match building {
        Some(building) => building,
        None if find.waits() && !find.line.is_blank() => Word::Wait.say(app.language).to_owned(),
        None => String::new(),
    };
    if area.width >= 60 {
        // Its room stays free, so that nothing moves when it comes and goes.
        write_back(buffer, x, right, area.y, &note, theme.style(Role::Dim));
        right = right.saturating_sub(14);
    }
    let rest = Rect { x, width: right.saturating_sub(x), ..area };
    find.line.draw(app, rest, find.focus == Focus::Line, buffer);
    x
}

/// `23 beurten in 8 documenten · 3 aangevinkt · nog 12 in andere vormen: ~`, and order and coders at the right.
pub(super) fn head(find: &Find, app: &App, area: Rect, buffer: &mut Buffer) {
    let dim = app.theme.style(Role::Dim);
    let Some(answered) = &find.answered else {
        if find.line.is_blank() {
            write(buffer, area.x, area.y, area.width, Word::Ask.say(app.language), dim);
        }
        return;
    };
    let gives = if answered.is_codings() { Gives::Codings } else { Gives::Turns };
    let found = match answered.len() {
        0 => Word::Nothing.say(app.language).to_owned(),
        count if !answered.whole => Say::AtLeast(gives, count).show(app.language),
        count => Say::Found(gives, count, answered.documents.len()).show(app.language),
    };
    let heading = app.theme.style(Role::Heading);
    let mut parts = Vec::new();
    let ticked = find.ticks.count(answered.len());
    if ticked > 0 {
        parts.push((Say::Ticked(ticked).show(app.language), app.theme.style(Role::Good)));
    }
    if find.more_in_forms > 0 {
        let key = app.keymap.hint(Action::Widen);
        parts.push((Say::InForms(find.more_in_forms, &key).show(app.language), dim));
    }
    if answered.is_codings() && answered.without_place > 0 {
        parts.push((Say::WithoutPlace(answered.without_place).show(app.language), dim));
    }
    let needed: u16 = width_of(&found) + parts.iter().map(|(words, _)| width_of(words) + 3).sum::<u16>();
    let right = aside(find, answered, app, area, needed, buffer);
    let mut x = write(buffer, area.x, area.y, right.saturating_sub(area.x), &found, heading);
    for (words, style) in parts {
        let room = right.saturating_sub(x);
        if room < 8 {
            break;
        }
        x = write(buffer, x, area.y, room, " · ", dim);
        x = write(buffer, x, area.y, right.saturating_sub(x), &words, style);
    }
}

/// In what order, and whose codings, where there is room behind `needed` columns. Gives the column where it begins.
fn aside(find: &Find, answered: &Answered, app: &App, area: Rect, needed: u16, buffer: &mut Buffer) -> u16 {
    let order = match find.order {
        Order::Place => Word::ByPlace,
        Order::Relevance if answered.is_ranked() => Word::ByRelevance,
        // Where best match first means nothing, or the answer is still that of before, rows stand by document.
        Order::Documents | Order::Relevance => Word::ByDocument,
    };
    let mut words = vec![order.say(app.language).to_owned()];
    if find.about_codings && !find.names_coders {
        let names: Vec<&str> = app.shown.coders.iter().map(|coder| app.study.coder_name(*coder)).collect();
        words.push(Say::Of(&clip(&names.join(", "), area.width / 4)).show(app.language));
    }
    while !words.is_empty() && width_of(&words.join(" · ")) + needed + 2 > area.width {
        words.remove(0);
    }
    if words.is_empty() {
        return area.right();
    }
    let dim = app.theme.style(Role::Dim);
    write_back(buffer, area.x, area.right(), area.y, &words.join(" · "), dim).saturating_sub(2)
}

/// A mark under the characters where it is, and what was expected.
pub(super) fn mistake(find: &Find, app: &App, x: u16, area: Rect, buffer: &mut Buffer) {
    let Some(mistake) = &find.line.mistake else { return };
    let style = app.theme.style(Role::Warning);
    let line = find.line.text();
    let start =
        find.line.edit.first_seen(area.right().saturating_sub(x + if area.width >= 60 { 14 } else { 0 }));
    let from = (mistake.span.start as usize).max(start);
    let before = width_of(line.get(start..from).unwrap_or_default());
    let marks = "^".repeat(usize::from(width_of(mistake.span.slice(line)).max(1)));
    let at = x.saturating_add(before).min(area.right().saturating_sub(1));
    write(buffer, at, area.y, area.right().saturating_sub(at), &marks, style);
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let words = super::mistakes::say(&mistake.mistake, app.language);
    Column::new(buffer, below).item("", &words, style, MISTAKE - 1);
}
