//! The Reader: a document's text, a cursor in it, a selection, and the codings beside it.
//!
//! State and movement only; [`draw`] shows it, and what a key does to codings is decided in the app. Before a frame,
//! [`Reader::arrange`] lays out what will be seen; drawing then changes nothing.

pub mod draw;
mod frame;
mod here;
mod lanes;
mod layout;
mod margin;
mod mouse;
mod moving;
mod opened;
mod selection;

pub use frame::Frame;
pub use here::Here;
pub use lanes::Lanes;
pub use layout::{Layout, Place, Row};
pub use opened::{Opened, show_time};
pub use selection::{Edge, Reshape, Selection};

use ratatui::layout::Rect;

use crate::model::{CodingKey, Study};
use crate::text::{Span, Unit, graphemes};

use super::shown::Shown;

/// Rows that stay visible above and below the cursor.
const AIR: u32 = 2;

/// One open document.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Its text.
    pub opened: Opened,
    /// Where the cursor stands: a byte in spoken text, on a grapheme.
    pub cursor: u32,
    /// The chosen passage.
    pub selection: Option<Selection>,
    /// Codings whose edges are being moved.
    pub reshape: Option<Reshape>,
    /// True while the passage waits for codes: it is shown as a selection even where it is none.
    pub proposes: bool,
    /// By what edges move.
    pub unit: Unit,
    /// The coding that one pointed out among those at the cursor.
    pub pointed: Option<CodingKey>,
    /// What was found, to be marked: spans of bytes, by place.
    pub hits: Vec<Span>,
    /// True where the text is only looked at, beside a list: there is no cursor in it.
    pub looked_at: bool,
    layout: Layout,
    frame: Frame,
    top: Place,
    rows: Vec<Row>,
    /// What the next frame must show, a byte; none after scrolling without the cursor.
    wanted: Option<u32>,
    /// A passage that the next frame must show, its start above all.
    sight: Option<Span>,
    /// The column that going up and down aims at.
    column: Option<u16>,
    lanes: Lanes,
    lanes_of: Option<(u64, Shown)>,
    here: Here,
    dragging: Option<u32>,
    read_to: u32,
}

impl Reader {
    /// The document with the cursor at byte `position`, read up to byte `read_to` before.
    pub fn new(opened: Opened, position: u32, read_to: u32) -> Self {
        let cursor = opened.settle(position);
        Self {
            opened,
            cursor,
            selection: None,
            reshape: None,
            proposes: false,
            unit: Unit::Sentence,
            pointed: None,
            hits: Vec::new(),
            looked_at: false,
            layout: Layout::default(),
            frame: Frame::default(),
            top: Place::default(),
            rows: Vec::new(),
            wanted: Some(cursor),
            sight: None,
            column: None,
            lanes: Lanes::default(),
            lanes_of: None,
            here: Here::default(),
            dragging: None,
            read_to,
        }
    }

    /// Lays out what the next frame shows. `revision` changes whenever a coding does.
    pub fn arrange(&mut self, area: Rect, study: &Study, shown: &Shown, revision: u64) {
        let at_top = self.rows.first().map_or(0, |row| row.span.start);
        self.frame = Frame::new(area, &self.opened);
        if self.layout.set_width(self.frame.words.width) {
            self.top = self.layout.place_of(&self.opened, at_top);
            if !self.rows.is_empty() {
                self.wanted.get_or_insert(self.cursor);
            }
        }
        if let Some(wanted) = self.wanted.take() {
            self.show(wanted, u32::from(area.height.max(1)));
        }
        if let Some(sight) = self.sight.take().filter(|_| area.height > 0) {
            let height = u32::from(area.height);
            self.show(graphemes::previous(&self.opened.text, sight.end), height);
            self.show(sight.start, height);
        }
        self.rows.clear();
        let mut place = self.top;
        for _ in 0..area.height {
            let Some(row) = self.layout.row(&self.opened, place) else { break };
            self.rows.push(row);
            let next = self.layout.down(&self.opened, place, 1);
            if next == place {
                break;
            }
            place = next;
        }
        self.read_to = self.read_to.max(self.visible().end);
        if self.lanes_of.as_ref().is_none_or(|(of, with)| *of != revision || with != shown) {
            self.lanes = Lanes::new(study, self.opened.document, shown);
            self.lanes_of = Some((revision, shown.clone()));
        }
        self.arrange_here(study, shown);
    }

    /// Scrolls as little as needed to show byte `position` and the start of its selection; from afar it lands at a third.
    fn show(&mut self, position: u32, height: u32) {
        let place = self.layout.place_of(&self.opened, position);
        let air = AIR.min((height - 1) / 2);
        let lowest = height - 1 - air;
        match self.layout.distance(&self.opened, self.top, place, height * 2) {
            Some(rows) if rows < air => self.top = self.layout.up(&self.opened, place, air),
            Some(rows) if rows <= lowest => {}
            Some(_) => self.top = self.layout.up(&self.opened, place, lowest),
            None if self.layout.distance(&self.opened, place, self.top, height).is_some() => {
                self.top = self.layout.up(&self.opened, place, air);
            }
            None => self.top = self.layout.up(&self.opened, place, height / 3),
        }
    }

    /// The columns of the last arrangement.
    pub fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The rows on the screen.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The lanes of the document.
    pub fn lanes(&self) -> &Lanes {
        &self.lanes
    }

    /// The bytes on the screen.
    pub fn visible(&self) -> Span {
        match (self.rows.first(), self.rows.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }

    /// How far one has read: the furthest byte that was on the screen.
    pub fn read_to(&self) -> u32 {
        self.read_to
    }

    /// How far one has read, in percent of the text.
    pub fn percent(&self) -> u32 {
        let length = u64::from(self.opened.blocks.iter().next_back().map_or(0, |block| block.span.end));
        let read = u64::from(self.read_to) * 100;
        read.checked_div(length).map_or(100, |percent| percent.min(100) as u32)
    }

    /// The passage that an action on codings is about: the selection, else what is said in the turn at the cursor.
    pub fn passage(&self) -> Span {
        match &self.selection {
            Some(selection) => selection.span,
            None => self.opened.spoken(self.opened.turn_at(self.cursor)),
        }
    }
}
