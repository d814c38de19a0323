//! A report as a Word document, for co-authors: headings that make a table of contents, quotes with their references.

use std::io::{Cursor, Write};

use docx_rs::{
    Docx, LineSpacing, Paragraph, Run, Shading, Style, StyleType, Table as DocxTable, TableCell, TableRow,
    WidthType,
};

use crate::export::ExportError;
use crate::export::codebook::{CodebookView, hex};
use crate::model::codebook::{Code, Labels, Note};

use super::markdown::lane_words;
use super::words::Words;
use super::{Block, Front, LegendEntry, Paper, Quote, Table, Turn};

/// Grey of what is beside the matter.
const SOFT: &str = "5A5A66";
/// Width of a table in fiftieths of a percent.
const WHOLE: usize = 5000;

/// A Word document; it is kept in memory until its end.
pub(super) struct DocxPaper<'a> {
    words: &'static Words,
    sink: &'a mut dyn Write,
    docx: Docx,
}

impl<'a> DocxPaper<'a> {
    pub fn new(words: &'static Words, sink: &'a mut dyn Write) -> Self {
        let heading = |level: usize, size: usize| {
            Style::new(format!("Heading{level}"), StyleType::Paragraph)
                .name(format!("heading {level}"))
                .based_on("Normal")
                .next("Normal")
                .q_format(true)
                .outline_lvl(level - 1)
                .line_spacing(LineSpacing::new().before(320).after(100))
                .size(size)
                .bold()
        };
        let quote = Style::new("Quote", StyleType::Paragraph)
            .name("Quote")
            .based_on("Normal")
            .q_format(true)
            .line_spacing(LineSpacing::new().before(120).after(20))
            .indent(Some(360), None, None, None);
        let mut docx = Docx::new().default_size(21).default_line_spacing(LineSpacing::new().after(80));
        for (level, size) in [(1, 36), (2, 30), (3, 25), (4, 22)] {
            docx = docx.add_style(heading(level, size));
        }
        Self { words, sink, docx: docx.add_style(quote) }
    }

    fn add(&mut self, paragraph: Paragraph) {
        self.docx = std::mem::take(&mut self.docx).add_paragraph(paragraph);
    }

    fn heading(&mut self, level: u8, words: &str) {
        let style = format!("Heading{}", level.min(4));
        self.add(Paragraph::new().style(&style).keep_next(true).add_run(run(words)));
    }

    fn text(&mut self, words: &str) {
        for paragraph in words.split('\n').filter(|paragraph| !paragraph.trim().is_empty()) {
            self.add(Paragraph::new().add_run(run(paragraph)));
        }
    }

    fn labelled(&mut self, label: &str, words: &str) {
        self.add(Paragraph::new().add_run(run(&format!("{label}: ")).bold()).add_run(run(words)));
    }

    fn legend(&mut self, entries: &[LegendEntry]) {
        for entry in entries {
            let color = entry.color.map_or_else(|| SOFT.to_owned(), |color| hex(color)[1..].to_uppercase());
            let counted = self.words.counted(entry.segments, entry.documents);
            let paragraph = Paragraph::new()
                .add_run(Run::new().add_text("■ ").color(color))
                .add_run(run(&entry.name))
                .add_run(run(&format!("  {counted}")).color(SOFT));
            self.add(paragraph);
        }
    }

    fn quote(&mut self, quote: &Quote) {
        for paragraph in quote.words.split('\n').filter(|paragraph| !paragraph.trim().is_empty()) {
            self.add(Paragraph::new().style("Quote").keep_next(true).add_run(run(paragraph)));
        }
        let mut about = vec![quote.reference.clone(), quote.coder.clone()];
        about.extend(quote.facets.iter().cloned());
        about.extend(quote.important.then(|| self.words.important.to_owned()));
        about.extend(quote.doubt.map(str::to_owned));
        let about = run(&about.join(" · ")).color(SOFT).size(19);
        self.add(Paragraph::new().style("Quote").add_run(about));
        for memo in &quote.memos {
            let memo = run(&format!("{}: {memo}", self.words.memo)).italic().size(19);
            self.add(Paragraph::new().style("Quote").add_run(memo));
        }
    }

    fn turn(&mut self, turn: &Turn<'_>) {
        let mut head = vec![turn.number.to_string()];
        head.extend(turn.time.clone());
        head.extend(turn.speaker.map(str::to_owned));
        let mut paragraph = Paragraph::new();
        if !turn.is_heading {
            paragraph = paragraph.add_run(run(&format!("{}  ", head.join(" · "))).color(SOFT));
        }
        for (text, active) in &turn.pieces {
            let mut piece = run(text);
            if turn.is_heading {
                piece = piece.bold();
            }
            if let Some(&first) = active.first() {
                piece = piece.shading(Shading::new().fill(tint(turn.lanes[first].color)));
            }
            if active.len() > 1 {
                piece = piece.underline("double");
            }
            paragraph = paragraph.add_run(piece);
        }
        self.add(paragraph);
        for (place, lane) in turn.lanes.iter().enumerate() {
            let mut about = vec![lane.name.clone(), lane.coder.to_owned()];
            about.extend(lane.facets.iter().cloned());
            about.extend(lane.continues.then(|| self.words.continues.to_owned()));
            let whole = turn.pieces.iter().all(|(_, active)| active.contains(&place));
            let words =
                if whole { String::new() } else { format!(": «{}»", lane_words(turn, place).trim()) };
            let line = run(&format!("– {}{words}", about.join(" · "))).size(18).color(SOFT);
            self.add(Paragraph::new().indent(Some(720), None, None, None).add_run(line));
        }
    }

    fn table(&mut self, table: &Table) {
        self.add(Paragraph::new().keep_next(true).add_run(run(&table.caption).bold()));
        let row = |(number, cells): (usize, &Vec<String>)| {
            let cell = |words: &String| {
                let words = run(words).size(18);
                let words = if number == 0 { words.bold() } else { words };
                TableCell::new().add_paragraph(Paragraph::new().add_run(words))
            };
            TableRow::new(cells.iter().map(cell).collect())
        };
        let rows: Vec<TableRow> = table.rows.iter().enumerate().map(row).collect();
        let filled = DocxTable::new(rows).width(WHOLE, WidthType::Pct);
        self.docx = std::mem::take(&mut self.docx).add_table(filled);
        table.notes.iter().for_each(|note| self.text(note));
    }

    fn codebook(&mut self, view: CodebookView<'_>) {
        let labels = Labels::of(view.language);
        for (family, codes) in view.families() {
            let name = view.words(&family.name).map_or(family.id.as_str(), |words| words.text);
            self.heading(3, name);
            for rule in &family.rules {
                if let Some(words) = view.words(&rule.text) {
                    self.labelled(&rule.id, words.text);
                }
            }
            for code in codes {
                self.code(view, labels, code);
            }
        }
    }

    fn code(&mut self, view: CodebookView<'_>, labels: &Labels, code: &Code) {
        let name = view.words(&code.name).map_or(code.id.as_str(), |words| words.text);
        let above = view.book.path(code);
        let place =
            if above.len() > 1 { format!("  ({})", above.join(" / ")) } else { format!("  ({})", code.id) };
        self.heading(4, &format!("{name}{place}"));
        if code.retired {
            self.text(labels.retired);
        }
        if let Some(definition) = view.words(&code.definition) {
            self.text(definition.text);
        }
        for (label, notes) in [(labels.include, &code.include), (labels.exclude, &code.exclude)] {
            for Note { text, not, .. } in notes {
                let words = view.words(text).map_or("", |words| words.text);
                let neighbour = not.as_ref().map(|id| format!(" → {id}")).unwrap_or_default();
                self.labelled(label, &format!("{words}{neighbour}"));
            }
        }
        for example in code.examples.iter().filter_map(|example| view.words(example)) {
            self.add(Paragraph::new().style("Quote").add_run(run(example.text)));
        }
        if !code.source.is_empty() {
            self.labelled(labels.source, &code.source);
        }
    }
}

impl Paper for DocxPaper<'_> {
    fn begin(&mut self, front: &Front<'_>) -> Result<(), ExportError> {
        self.heading(1, front.title);
        for (label, value) in &front.facts {
            self.labelled(label, value);
        }
        Ok(())
    }

    fn block(&mut self, block: &Block<'_>) -> Result<(), ExportError> {
        match block {
            Block::Heading { level, words, .. } => self.heading(*level, words),
            Block::Text(words) => self.text(words),
            Block::Legend(entries) => self.legend(entries),
            Block::Quote(quote) => self.quote(quote),
            Block::Turn(turn) => self.turn(turn),
            Block::Table(table) => self.table(table),
            Block::Codebook(view) => self.codebook(*view),
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ExportError> {
        let mut file = Cursor::new(Vec::new());
        let packed = std::mem::take(&mut self.docx).pack(&mut file);
        packed.map_err(|error| ExportError::Sink(std::io::Error::other(error)))?;
        Ok(self.sink.write_all(&file.into_inner())?)
    }
}

/// Words as XML can hold them: control characters become `�`, line ends become blanks.
fn run(words: &str) -> Run {
    let plain = |character: char| match character {
        '\n' | '\r' => ' ',
        '\t' => '\t',
        other if other.is_control() || matches!(other, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        other => other,
    };
    Run::new().add_text(words.chars().map(plain).collect::<String>())
}

/// A light tint of a colour as `RRGGBB`, on which black words can be read.
fn tint(color: Option<(u8, u8, u8)>) -> String {
    let (red, green, blue) = color.unwrap_or((136, 136, 136));
    let light = |part: u8| 255 - (255 - part) / 4;
    hex((light(red), light(green), light(blue)))[1..].to_uppercase()
}
