//! Choosing a passage, and moving its edges or those of codings.

use crate::model::{CodingKey, Study};
use crate::text::{Span, Unit, edge, graphemes, sentences, words};

use super::Reader;

/// A chosen passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Its bytes, never empty.
    pub span: Span,
    /// When selecting freely: the end that stays.
    pub anchor: Option<u32>,
}

/// Codings whose edges are being moved together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reshape {
    /// The codings, all on the very same passage.
    pub codings: Vec<CodingKey>,
    /// Where they were.
    pub from: Span,
    /// Where they go.
    pub span: Span,
}

/// Which edge moves, and where to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The start, away from the end.
    StartOut,
    /// The start, towards the end.
    StartIn,
    /// The end, away from the start.
    EndOut,
    /// The end, towards the start.
    EndIn,
}

impl Reader {
    /// Selects the unit at the cursor; when a selection of this unit is there, the next one too. False when there is nothing
    /// to select.
    pub fn select(&mut self, unit: Unit) -> bool {
        let again = self.unit == unit && self.selection.is_some_and(|selection| selection.anchor.is_none());
        self.unit = unit;
        if again {
            return self.move_edge(Edge::EndOut);
        }
        let span = self.unit_at(unit, self.cursor);
        self.set_selection(span)
    }

    /// The unit at byte `position`.
    pub fn unit_at(&self, unit: Unit, position: u32) -> Span {
        let text = &self.opened.text;
        let spoken = self.opened.spoken(self.opened.turn_at(position));
        match unit {
            Unit::Turn => spoken,
            Unit::Sentence => sentences::sentence_at(text, spoken, position),
            Unit::Word => words::word_at(text, spoken, position),
            Unit::Character => Span::new(position, graphemes::next(text, position).min(spoken.end)),
        }
    }

    /// Selects `span`; false when it is empty.
    pub fn set_selection(&mut self, span: Span) -> bool {
        if span.is_empty() {
            return false;
        }
        self.selection = Some(Selection { span, anchor: None });
        self.reshape = None;
        self.pointed = None;
        self.cursor = self.opened.settle(span.start);
        self.wanted = Some(self.cursor);
        true
    }

    /// Begins to select freely, from the selection or the cursor on; ends it when it was on.
    pub fn select_freely(&mut self) {
        self.unit = Unit::Character;
        match self.selection {
            Some(Selection { anchor: Some(_), span }) => {
                self.selection = Some(Selection { span, anchor: None });
            }
            Some(Selection { anchor: None, span }) => {
                self.cursor = self.opened.settle(graphemes::previous(&self.opened.text, span.end));
                self.selection = Some(Selection { span, anchor: Some(span.start) });
                self.wanted = Some(self.cursor);
            }
            None => {
                let span = self.unit_at(Unit::Character, self.cursor);
                self.selection = (!span.is_empty()).then_some(Selection { span, anchor: Some(self.cursor) });
            }
        }
    }

    /// While selecting freely: the other end moves from now on.
    pub fn other_end(&mut self) {
        if let Some(Selection { span, anchor: Some(anchor) }) = self.selection {
            let last = graphemes::previous(&self.opened.text, span.end);
            let anchor_now =
                if anchor == span.start && self.cursor != span.start { last } else { span.start };
            let cursor = if anchor_now == span.start { last } else { span.start };
            self.selection = Some(Selection { span, anchor: Some(anchor_now) });
            self.cursor = self.opened.settle(cursor);
            self.wanted = Some(self.cursor);
        }
    }

    /// After the cursor moved: a free selection reaches to it, any other is let go.
    pub(super) fn follow_cursor(&mut self) {
        self.selection = self.selection.and_then(|selection| {
            let anchor = selection.anchor?;
            let one = |position: u32| Span::new(position, graphemes::next(&self.opened.text, position));
            Some(Selection { span: one(anchor).hull(one(self.cursor)), anchor: Some(anchor) })
        });
    }

    /// Moves an edge of the codings being reshaped, else of the selection, by the unit; false when neither is there.
    pub fn move_edge(&mut self, edge: Edge) -> bool {
        let unit = self.unit;
        let (text, turns) = (&self.opened.text, &self.opened.turns);
        let moved = |span: Span| match edge {
            Edge::StartOut => edge::grow_start(text, turns, span, unit),
            Edge::StartIn => edge::shrink_start(text, turns, span, unit),
            Edge::EndOut => edge::grow_end(text, turns, span, unit),
            Edge::EndIn => edge::shrink_end(text, turns, span, unit),
        };
        let span = if let Some(reshape) = &mut self.reshape {
            reshape.span = moved(reshape.span);
            reshape.span
        } else if let Some(selection) = &mut self.selection {
            *selection = Selection { span: moved(selection.span), anchor: None };
            selection.span
        } else {
            return false;
        };
        let shown = match edge {
            Edge::StartOut | Edge::StartIn => span.start,
            Edge::EndOut | Edge::EndIn => graphemes::previous(&self.opened.text, span.end),
        };
        self.wanted = Some(shown);
        true
    }

    /// Begins to move the edges of all codings of `coder`'s that stand exactly where `key` does.
    pub fn begin_reshape(&mut self, study: &Study, key: CodingKey) {
        let coding = study.coding(key);
        let span = coding.span;
        let same = |(other, other_key): &(Span, CodingKey)| {
            *other == span && study.coding(*other_key).coder == coding.coder
        };
        let mut codings: Vec<CodingKey> =
            study.codings_in(self.opened.document, span).filter(same).map(|(_, key)| key).collect();
        codings.sort_by_key(|other| *other != key);
        self.selection = None;
        self.cursor = self.opened.settle(span.start);
        self.wanted = Some(self.cursor);
        self.reshape = Some(Reshape { codings, from: span, span });
    }

    /// The passage is dealt with: the cursor goes on to what follows it.
    pub fn jump_on(&mut self) {
        let span = self.passage();
        let unit = if self.selection.is_some() { self.unit } else { Unit::Turn };
        self.selection = None;
        self.pointed = None;
        let turn = self.opened.turn_at(span.end.saturating_sub(1));
        let spoken = self.opened.spoken(turn);
        let next = match unit {
            Unit::Turn => None,
            Unit::Sentence => sentences::next_sentence(&self.opened.text, spoken, span.end),
            Unit::Word | Unit::Character => words::next_word(&self.opened.text, spoken, span.end),
        };
        match next {
            Some(next) => self.go_to(next.start),
            None => self.go_to_turn(turn + 1),
        }
    }
}
