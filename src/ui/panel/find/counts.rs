//! How many answers there are of each: document, speaker, code, attribute. Choosing one narrows the question.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use super::words::Word;
use super::{Find, Focus};
use crate::index::query::{field_words, value_words};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::finding::{Answered, Counts};
use crate::ui::list::List;
use crate::ui::names::{document_mark, name_of};
use crate::ui::paint::{fill, write, write_back};
use crate::ui::theme::Role;

/// What is counted by; attributes by their number in the study's settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum By {
    #[default]
    Document,
    Speaker,
    Code,
    Attribute(usize),
}

/// A list of counts.
#[derive(Debug, Default)]
pub(super) struct CountList {
    by: By,
    rows: Vec<Row>,
    list: List,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    count: usize,
    /// What narrows the question to it.
    condition: Option<String>,
}

impl CountList {
    /// Counts by the next thing.
    pub(super) fn next(&mut self, app: &App) {
        let attributes = app.study.config.attributes.len();
        self.by = match self.by {
            By::Document => By::Speaker,
            By::Speaker => By::Code,
            By::Code if attributes > 0 => By::Attribute(0),
            By::Attribute(last) if last + 1 < attributes => By::Attribute(last + 1),
            By::Code | By::Attribute(_) => By::Document,
        };
        self.list.restart();
    }

    pub(super) fn act(&mut self, action: Action) -> bool {
        self.list.act(action, self.rows.len())
    }

    pub(super) fn condition(&self) -> Option<String> {
        self.rows.get(self.list.chosen)?.condition.clone()
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.rows.len(), usize::from(area.height.saturating_sub(1)));
    }

    /// What is not counted yet shows what was counted before.
    fn fill(&mut self, app: &App, answered: &Answered, counted: Option<&Counts>) {
        match (self.by, counted) {
            (By::Document, _) => self.rows = documents(app, answered),
            (By::Attribute(number), _) => self.rows = values(app, answered, number),
            (By::Speaker, Some(counted)) => self.rows = speakers(app, counted),
            (By::Code, Some(counted)) => self.rows = codes(app, counted),
            (By::Speaker | By::Code, None) => {}
        }
    }

    /// `SPREKER` and what else it can be counted by.
    fn title(&self, app: &App) -> String {
        let of = |dutch: &str, english: &str| app.language.pick(dutch, english).to_owned();
        match self.by {
            By::Document => of("DOCUMENT", "DOCUMENT"),
            By::Speaker => of("SPREKER", "SPEAKER"),
            By::Code => of("CODE", "CODE"),
            By::Attribute(number) => {
                let attribute = app.study.config.attributes.get(number);
                attribute.map_or_else(String::new, |attribute| {
                    attribute.name.get(app.language.tag()).to_uppercase()
                })
            }
        }
    }

    pub(super) fn draw(&self, app: &App, area: Rect, asking: bool, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let theme = app.theme;
        let dim = theme.style(Role::Dim);
        write(buffer, area.x, area.y, area.width, &self.title(app), dim);
        let most = self.rows.iter().map(|row| row.count).max().unwrap_or(1).max(1);
        for (index, y) in self.list.seen(self.rows.len()).zip(area.y + 1..area.bottom()) {
            let row = &self.rows[index];
            let chosen = asking && index == self.list.chosen;
            let base = theme.style(if chosen { Role::Chosen } else { Role::Text });
            let line = Rect { y, height: 1, ..area };
            if chosen {
                fill(buffer, line, base);
            }
            write(buffer, line.x, y, 2, if chosen { "▸ " } else { "  " }, base);
            let count = row.count.to_string();
            let end = write_back(buffer, line.x + 2, line.right(), y, &count, base.patch(dim));
            // How much of the largest it is, in eight columns.
            let bar = if line.width >= 44 { 8 } else { 0 };
            let filled = (row.count * bar).div_ceil(most).min(bar);
            let bar_at = line.right().saturating_sub(8 + bar as u16).min(end.saturating_sub(bar as u16 + 1));
            write(buffer, bar_at, y, bar as u16, &"▪".repeat(filled), base.patch(theme.style(Role::Margin)));
            let room = bar_at.saturating_sub(line.x + 3);
            write(buffer, line.x + 2, y, room, &row.name, base);
        }
    }
}

impl Find {
    /// Counts what was found.
    pub(super) fn count(&mut self, app: &App) {
        if let Some(answered) = &self.answered {
            let counted = self.counted.as_ref().filter(|counted| counted.number == answered.number);
            self.counts.fill(app, answered, counted);
        }
    }

    /// The answer was counted.
    pub fn counted(&mut self, counted: Counts, app: &App) {
        self.counted = Some(counted);
        if self.focus == Focus::Counts {
            self.count(app);
        }
    }
}

fn documents(app: &App, answered: &Answered) -> Vec<Row> {
    let row = |(group, document): (usize, &crate::model::DocumentKey)| {
        let id = app.study.document_id(*document);
        let known = app.study.document(*document);
        let name = known
            .map_or_else(|| id.to_owned(), |known| format!("{} {}", document_mark(known), known.title()));
        Row { name, count: answered.count_in(group), condition: Some(field_words("doc", id)) }
    };
    let mut rows: Vec<Row> = answered.documents.iter().enumerate().map(row).collect();
    // Of equal ones the first in the corpus stays first.
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}

fn speakers(app: &App, counted: &Counts) -> Vec<Row> {
    let row = |(label, count): &(Option<String>, usize)| Row {
        name: label.clone().unwrap_or_else(|| Word::Nobody.say(app.language).to_owned()),
        count: *count,
        condition: label.as_ref().map(|label| {
            let strand = app.study.config.strands.iter().any(|strand| strand.label == *label);
            field_words(if strand { "strand" } else { "speaker" }, label)
        }),
    };
    counted.speakers.iter().map(row).collect()
}

fn codes(app: &App, counted: &Counts) -> Vec<Row> {
    let row = |(code, count): &(Option<crate::model::CodeKey>, usize)| Row {
        name: match code {
            Some(code) => name_of(&app.study, app.language, *code),
            None => Word::Marks.say(app.language).to_owned(),
        },
        count: *count,
        condition: Some(match code {
            Some(code) => format!("code:={}", value_words(app.study.code_id(*code))),
            None => "mark:".to_owned(),
        }),
    };
    counted.codes.iter().map(row).collect()
}

/// In the order in which the study declares them.
fn values(app: &App, answered: &Answered, number: usize) -> Vec<Row> {
    let Some(attribute) = app.study.config.attributes.get(number) else { return Vec::new() };
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for (group, document) in answered.documents.iter().enumerate() {
        let known = app.study.document(*document);
        let value = known.and_then(|known| known.attribute(&attribute.id)).unwrap_or_default();
        *counts.entry(value).or_default() += answered.count_in(group);
    }
    let place = |value: &str| attribute.values.iter().position(|known| known == value).unwrap_or(usize::MAX);
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| (a.0.is_empty(), place(a.0), a.0).cmp(&(b.0.is_empty(), place(b.0), b.0)));
    let row = |(value, count): (&str, usize)| match value {
        "" => Row { name: Word::NoValue.say(app.language).to_owned(), count, condition: None },
        value => {
            Row { name: attribute.show(value), count, condition: Some(field_words(&attribute.id, value)) }
        }
    };
    counts.into_iter().map(row).collect()
}
