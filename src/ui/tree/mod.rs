//! The documents of the study, by the attributes that the study groups them by.
//!
//! In a wide window they are always in view; elsewhere they come as a panel. Either way it is this one state. Rows are made
//! when documents, folds or what was typed change; how far a document was coded is looked up for the rows in view alone.

mod draw;
mod rows;

use std::collections::BTreeSet;

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use super::action::Action;
use super::app::App;
use super::keymap::Key;
use super::line_edit::LineEdit;
use super::list::List;
use super::panel::Step;
use crate::model::{CoderKey, Document, DocumentKey, Status, Study};
use rows::{Path, Row};

/// What a row says of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Facts {
    status: Status,
    /// One's own codings and marks.
    codings: usize,
    /// How far it was coded, 0 to 8.
    steps: u8,
}

/// The tree as it stands.
#[derive(Debug, Default)]
pub struct Tree {
    line: LineEdit,
    list: List,
    folded: BTreeSet<Path>,
    rows: Vec<Row>,
    /// The revision of the corpus that the rows are of; `None` when they have to be made.
    rows_of: Option<u64>,
    /// What can be found, and the revision of the corpus that it is of; only while something is looked for.
    words: Option<(u64, Vec<Vec<String>>)>,
    facts: FxHashMap<DocumentKey, Facts>,
    /// Revision and coder that the facts are of.
    facts_of: Option<(u64, CoderKey)>,
    /// The document that was open when the tree was drawn last: the tree goes along with it.
    followed: Option<DocumentKey>,
    area: Rect,
}

/// What a key in the tree leads to.
enum Next {
    Stay,
    Leave,
    Open(DocumentKey),
    Attribute(Vec<DocumentKey>),
    Pass,
}

impl Tree {
    /// Carries out an action of a person who is in the tree.
    pub fn act(action: Action, app: &mut App) -> Step {
        let mut tree = std::mem::take(&mut app.tree);
        let next = tree.do_action(action, &app.study);
        if matches!(next, Next::Leave | Next::Open(_)) {
            tree.let_go();
        }
        app.tree = tree;
        match next {
            Next::Stay => Step::Stay,
            Next::Leave => Step::Close,
            Next::Pass => Step::Pass,
            Next::Attribute(documents) => app.ask_attribute(documents).map_or(Step::Stay, Step::Open),
            Next::Open(document) => {
                app.open_document(document, None);
                Step::Close
            }
        }
    }

    fn do_action(&mut self, action: Action, study: &Study) -> Next {
        self.refresh(study);
        match action {
            Action::Close | Action::FocusTree => return Next::Leave,
            Action::Accept => return self.accept(study),
            Action::SetAttribute => return Next::Attribute(self.chosen(study)),
            _ if self.line.act(action) => self.search(study),
            _ if self.list.act(action, self.rows.len()) => {}
            _ => return Next::Pass,
        }
        Next::Stay
    }

    /// The document on which one stands, or all of the group.
    fn chosen(&self, study: &Study) -> Vec<DocumentKey> {
        match self.rows.get(self.list.chosen) {
            Some(Row::Document { key, .. }) => vec![*key],
            Some(Row::Group { path, .. }) => {
                let is_in = |document: &&Document| {
                    let mut values = study.config.tree.iter().zip(path);
                    values
                        .all(|(attribute, value)| document.attribute(attribute).unwrap_or_default() == value)
                };
                study.documents().iter().filter(is_in).map(|document| document.key).collect()
            }
            None => Vec::new(),
        }
    }

    fn accept(&mut self, study: &Study) -> Next {
        match self.rows.get(self.list.chosen) {
            Some(Row::Document { key, .. }) => Next::Open(*key),
            Some(Row::Group { open, .. }) => {
                self.fold(*open, study);
                Next::Stay
            }
            None => Next::Stay,
        }
    }

    /// Takes in a key without an action: letters to look for, left and right for groups.
    pub fn key(key: Key, app: &mut App) -> Step {
        let (tree, study) = (&mut app.tree, &app.study);
        tree.refresh(study);
        match key {
            _ if key == Key::plain(KeyCode::Left) => tree.left(study),
            _ if key == Key::plain(KeyCode::Right) => tree.right(study),
            _ => {
                if tree.line.key(key) {
                    tree.search(study);
                }
            }
        }
        Step::Stay
    }

    /// Takes in pasted text to look for.
    pub fn paste(text: &str, app: &mut App) {
        let (tree, study) = (&mut app.tree, &app.study);
        tree.refresh(study);
        tree.line.paste(text);
        tree.search(study);
    }

    /// Takes in a click; the document that was clicked on. Groups fold and unfold.
    pub fn press(&mut self, y: u16, study: &Study) -> Option<DocumentKey> {
        let row = usize::from(y.checked_sub(self.area.y + 1)?);
        let index = self.list.seen(self.rows.len()).nth(row)?;
        self.list.chosen = index;
        match self.accept(study) {
            Next::Open(document) => {
                self.let_go();
                Some(document)
            }
            _ => None,
        }
    }

    /// Forgets what was looked for and stands where one reads.
    fn let_go(&mut self) {
        if !self.line.is_empty() {
            self.line = LineEdit::default();
            self.rows_of = None;
        }
        self.words = None;
        self.followed = None;
    }

    /// Makes ready for being drawn in `area`.
    pub fn arrange(&mut self, area: Rect, study: &Study, open: Option<DocumentKey>, of: (u64, CoderKey)) {
        self.area = area;
        self.refresh(study);
        if self.followed != open {
            self.followed = open;
            if let Some(document) = open.filter(|_| self.line.is_empty()) {
                self.follow(document, study);
            }
        }
        self.list.arrange(self.rows.len(), usize::from(area.height.saturating_sub(1)));
        if self.facts_of != Some(of) {
            self.facts.clear();
            self.facts_of = Some(of);
        }
        for row in &self.rows[self.list.seen(self.rows.len())] {
            if let Row::Document { key, .. } = row {
                self.facts.entry(*key).or_insert_with(|| facts(study, *key, of.1));
            }
        }
    }

    /// Of how many documents something was looked up since the codings changed.
    #[cfg(test)]
    pub fn looked_up(&self) -> usize {
        self.facts.len()
    }

    /// Draws it; `focused` when it has the keys.
    pub fn draw(&self, app: &App, area: Rect, focused: bool, buffer: &mut Buffer) {
        draw::draw(self, app, area, focused, buffer);
    }

    /// Makes the rows anew where the corpus is another one.
    fn refresh(&mut self, study: &Study) {
        if self.rows_of == Some(study.corpus_revision()) {
            return;
        }
        if self.line.is_empty() {
            self.rows_of = Some(study.corpus_revision());
            self.rows = rows::rows(study, |_| true, Some(&self.folded));
        } else {
            self.search(study);
        }
    }

    /// Looks for what was typed and stands on what fits best.
    fn search(&mut self, study: &Study) {
        let revision = study.corpus_revision();
        if self.line.text().trim().is_empty() {
            self.rows_of = Some(revision);
            self.rows = rows::rows(study, |_| true, Some(&self.folded));
            self.list.restart();
            return;
        }
        if self.words.as_ref().is_none_or(|(of, _)| *of != revision) {
            self.words = Some((revision, rows::words(study)));
        }
        let words = self.words.as_ref().map_or(&[][..], |(_, words)| words);
        let scores = rows::scores(self.line.text(), words);
        self.rows = rows::rows(study, |index| scores.get(index).is_some_and(Option::is_some), None);
        self.rows_of = Some(revision);
        self.list.restart();
        // The first of the best.
        let best = (0..scores.len()).rev().max_by_key(|index| scores[*index]);
        if let Some(best) = best.and_then(|index| study.documents().get(index)) {
            self.stand_on(best.key);
        }
    }

    fn stand_on(&mut self, document: DocumentKey) -> bool {
        let place = self.rows.iter().position(|row| row.document() == Some(document));
        if let Some(place) = place {
            self.list.chosen = place;
        }
        place.is_some()
    }

    /// Stands on the open document; the groups around it open.
    fn follow(&mut self, document: DocumentKey, study: &Study) {
        if self.stand_on(document) {
            return;
        }
        let Some(known) = study.document(document) else { return };
        let mut path = Path::new();
        for attribute in &study.config.tree {
            path.push(known.attribute(attribute).unwrap_or_default().to_owned());
            self.folded.remove(&path);
        }
        self.rows_of = None;
        self.refresh(study);
        self.stand_on(document);
    }

    /// Folds or unfolds the group under the cursor. While something is looked for, groups stay open.
    fn fold(&mut self, fold: bool, study: &Study) {
        let Some(Row::Group { path, .. }) = self.rows.get(self.list.chosen) else { return };
        if !self.line.text().trim().is_empty() {
            return;
        }
        if fold {
            self.folded.insert(path.clone());
        } else {
            self.folded.remove(path);
        }
        self.rows_of = None;
        self.refresh(study);
    }

    /// Folds the group; from what is folded or no group, goes to the group around it.
    fn left(&mut self, study: &Study) {
        let Some(row) = self.rows.get(self.list.chosen) else { return };
        if matches!(row, Row::Group { open: true, .. }) && self.line.is_empty() {
            return self.fold(true, study);
        }
        let depth = row.depth();
        let around = |row: &Row| matches!(row, Row::Group { .. }) && row.depth() < depth;
        if let Some(place) = self.rows[..self.list.chosen].iter().rposition(around) {
            self.list.chosen = place;
        }
    }

    /// Unfolds the group, or goes into it.
    fn right(&mut self, study: &Study) {
        match self.rows.get(self.list.chosen) {
            Some(Row::Group { open: false, .. }) => self.fold(false, study),
            Some(Row::Group { .. }) => self.list.chosen = (self.list.chosen + 1).min(self.rows.len() - 1),
            _ => {}
        }
    }
}

fn facts(study: &Study, document: DocumentKey, coder: CoderKey) -> Facts {
    let length = study.document(document).map_or(0, |document| document.text_length);
    let codings = study.count_in(document, coder);
    let until = if codings == 0 { 0 } else { study.coded_until(document, coder) };
    let steps = (u64::from(until) * 8).div_ceil(u64::from(length.max(1))).min(8) as u8;
    Facts { status: study.status(document, coder), codings, steps }
}
