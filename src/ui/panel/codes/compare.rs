//! Two codes side by side, for constant comparison: what each means, the passages of each, and those that have both.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use roaring::RoaringBitmap;

use super::passages::Passages;
use super::words::{Say, Word};
use super::{Codes, Focus, Step};
use crate::analysis::usage::Usage;
use crate::model::{Code, CodeKey, CodingKey, DocumentKey};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::column::Column;
use crate::ui::names::name_of;
use crate::ui::paint::{down, write};
use crate::ui::theme::Role;

/// Columns that passages need at least to stand beside others.
const COLUMN: u16 = 34;
/// Rows of what a code means, at most a third of the screen.
const MEANING: u16 = 9;

/// The lists, from the left.
const PANES: usize = 3;

/// Two codes, and three lists of passages: of the first, of the second, of the first where it overlaps the second.
#[derive(Debug)]
pub(super) struct Compare {
    pub codes: [CodeKey; 2],
    panes: [Passages; PANES],
    /// The list that has the keys.
    pane: usize,
    both: RoaringBitmap,
}

impl Compare {
    pub(super) fn new(first: CodeKey, second: CodeKey) -> Self {
        let panes = Default::default();
        Self { codes: [first, second], panes, pane: 0, both: RoaringBitmap::new() }
    }

    /// The codes that each of the two stands for.
    pub(super) fn sets(&self, app: &App, descendants: bool) -> [Vec<CodeKey>; 2] {
        let set = |code: CodeKey| {
            if descendants { app.study.codebook.with_descendants(code) } else { vec![code] }
        };
        self.codes.map(set)
    }

    /// Which of the passages have both.
    pub(super) fn set_both(&mut self, both: RoaringBitmap) {
        self.both = both;
    }

    /// Fills the lists.
    pub(super) fn fill(&mut self, app: &App, usage: Option<&Usage>, descendants: bool) {
        let [first, second] = self.sets(app, descendants);
        self.panes[2].set(first.clone(), None);
        self.panes[0].set(first, usage);
        self.panes[1].set(second, usage);
        self.panes[2].set_rows(if usage.is_some() { self.both.clone() } else { RoaringBitmap::new() });
    }

    pub(super) fn passages(&self) -> &Passages {
        &self.panes[self.pane]
    }

    pub(super) fn passages_mut(&mut self) -> &mut Passages {
        &mut self.panes[self.pane]
    }

    /// Goes to the list beside this one.
    fn beside(&mut self, right: bool) {
        self.pane = if right { (self.pane + 1).min(PANES - 1) } else { self.pane.saturating_sub(1) };
    }

    /// The lists that there is room for, with their places; the one with the keys is among them.
    fn seen(&self, area: Rect) -> Vec<(usize, Rect)> {
        let count = usize::from(area.width / COLUMN).clamp(1, PANES);
        let first = (self.pane + 1).saturating_sub(count);
        let width = area.width / count as u16;
        (first..first + count)
            .map(|pane| {
                let x = area.x + width * (pane - first) as u16;
                let end = if pane + 1 == first + count { area.right() } else { x + width.saturating_sub(2) };
                (pane, Rect { x, width: end.saturating_sub(x), ..area })
            })
            .collect()
    }

    /// Rows of what the codes mean.
    fn meaning(area: Rect) -> u16 {
        (area.height / 3).min(MEANING)
    }

    fn list_of(part: Rect) -> Rect {
        let above = Self::meaning(part);
        Rect { y: part.y + above, height: part.height.saturating_sub(above), ..part }
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        for (pane, part) in self.seen(area) {
            self.panes[pane].arrange(Self::list_of(part));
        }
    }

    pub(super) fn documents(&self, app: &App, usage: Option<&Usage>, area: Rect) -> Vec<DocumentKey> {
        let mut documents: Vec<DocumentKey> = Vec::new();
        for (pane, _) in self.seen(area) {
            for document in self.panes[pane].documents(app, usage) {
                if !documents.contains(&document) {
                    documents.push(document);
                }
            }
        }
        documents
    }

    pub(super) fn here(&self, usage: Option<&Usage>) -> Option<CodingKey> {
        self.passages().here(usage)
    }

    pub(super) fn draw(&self, app: &App, usage: Option<&Usage>, area: Rect, buffer: &mut Buffer) {
        let seen = self.seen(area);
        for (index, (pane, part)) in seen.iter().enumerate() {
            if index > 0 {
                let line = Rect { x: part.x.saturating_sub(1), width: 1, ..*part };
                down(buffer, line, app.theme.style(Role::Rule));
            }
            let part = Rect {
                x: part.x + u16::from(index > 0),
                width: part.width.saturating_sub(u16::from(index > 0)),
                ..*part
            };
            self.meaning_of(app, *pane, part, buffer);
            self.panes[*pane].draw(app, usage, *pane == self.pane, Self::list_of(part), buffer);
        }
    }

    /// Name, number and meaning of what a list holds.
    fn meaning_of(&self, app: &App, pane: usize, area: Rect, buffer: &mut Buffer) {
        let (theme, language) = (app.theme, app.language);
        let above = Rect { height: Self::meaning(area), ..area };
        let mut column = Column::new(buffer, above);
        let count = Say::Passages(self.panes[pane].len()).show(language);
        let role = if pane == self.pane { Role::Heading } else { Role::Dim };
        let code = |nth: usize| app.study.codebook.code(self.codes[nth]);
        let Some(code) = code(pane.min(1)).filter(|_| pane < 2) else {
            let names = self.codes.map(|code| name_of(&app.study, language, code)).join(" ∩ ");
            column.item("", &names, theme.style(Role::Heading), 2);
            column.line(&count, theme.style(role));
            column.item("", Word::Both.say(language), theme.style(Role::Dim), 3);
            return;
        };
        if let Some((row, buffer)) = column.row() {
            let style = theme.code(app.study.codebook.color(code));
            write(buffer, row.x, row.y, row.width, &name_of(&app.study, language, code.key), style);
        }
        column.line(&count, theme.style(role));
        means(app, code, &mut column);
    }
}

/// What a code means, as far as there is room.
fn means(app: &App, code: &Code, column: &mut Column<'_>) {
    let tag = app.language.tag();
    let (text, dim) = (app.theme.style(Role::Text), app.theme.style(Role::Dim));
    column.item("", code.definition.get(tag), text, 4);
    for note in &code.include {
        column.item("+ ", note.text.get(tag), dim, 2);
    }
    for note in &code.exclude {
        column.item("− ", note.text.get(tag), dim, 2);
    }
}

impl Codes {
    /// With two codes ticked those; else this one is picked up, or put down beside what was.
    pub(super) fn compare_here(&mut self, app: &mut App) {
        let ticked = self.chosen(app);
        let pair = match (self.carried.take(), ticked.as_slice(), self.code_here()) {
            (Some(super::Carried::Compare(first)), _, Some(second)) if first != second => {
                Some((first, second))
            }
            (None, &[first, second], _) => Some((first, second)),
            (_, _, Some(here)) => {
                self.carried = Some(super::Carried::Compare(here));
                None
            }
            _ => {
                app.tell(crate::ui::app::Tone::Warning, Word::NoCodeHere.say(app.language).to_owned());
                None
            }
        };
        if let Some((first, second)) = pair {
            self.compare = Some(Compare::new(first, second));
            self.focus = Focus::Compare;
            self.counted = None;
            self.renew(app);
        }
    }

    /// What keys do while two codes stand side by side.
    pub(super) fn act_on_comparison(&mut self, action: Action, app: &mut App) -> Step {
        let usage = self.usage.clone();
        let Some(compare) = &mut self.compare else {
            self.focus = Focus::Tree;
            return Step::Stay;
        };
        let length = compare.passages().len();
        match action {
            Action::Close if !compare.passages().ticked.is_empty() => compare.passages_mut().ticked.clear(),
            Action::Close | Action::CloseTop => {
                self.compare = None;
                self.focus = Focus::Tree;
            }
            Action::NextColumn | Action::ToPassages => compare.beside(true),
            Action::PreviousColumn => compare.beside(false),
            Action::CodesBelow => {
                self.descendants = !self.descendants;
                self.counted = None;
                self.renew(app);
            }
            Action::Accept => return self.read(app),
            Action::FindTick => {
                if let Some(key) = compare.here(usage.as_deref()) {
                    let passages = compare.passages_mut();
                    if !passages.ticked.remove(&key) {
                        passages.ticked.insert(key);
                    }
                    passages.list.act(Action::Down, length);
                }
            }
            _ if compare.passages_mut().list.act(action, length) => {}
            _ => return self.edit_passages(action, app),
        }
        Step::Stay
    }
}
