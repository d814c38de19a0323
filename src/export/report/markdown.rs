//! A report as Markdown, with tables as pandoc and others read them.

use std::io::Write;

use crate::export::ExportError;
use crate::export::codebook::{inline, markdown_sections};

use super::words::Words;
use super::{Block, Front, LegendEntry, Paper, Quote, Table, Turn};

/// A page of Markdown. Words of the study are escaped: none of them becomes a heading, a link or HTML.
pub(super) struct MarkdownPaper<'a> {
    words: &'static Words,
    sink: &'a mut dyn Write,
}

impl<'a> MarkdownPaper<'a> {
    pub fn new(words: &'static Words, sink: &'a mut dyn Write) -> Self {
        Self { words, sink }
    }

    fn legend(&mut self, entries: &[LegendEntry]) -> Result<(), ExportError> {
        writeln!(self.sink, "\n**{}**\n", self.words.legend)?;
        for entry in entries {
            let counted = self.words.counted(entry.segments, entry.documents);
            writeln!(self.sink, "- {}: {counted}", inline(&entry.name))?;
        }
        Ok(())
    }

    fn quote(&mut self, quote: &Quote) -> Result<(), ExportError> {
        writeln!(self.sink)?;
        let mut is_first = true;
        for paragraph in quote.words.split('\n').map(inline).filter(|paragraph| !paragraph.is_empty()) {
            writeln!(self.sink, "{}> {paragraph}", if std::mem::take(&mut is_first) { "" } else { ">\n" })?;
        }
        let mut about = vec![inline(&quote.reference), inline(&quote.coder)];
        about.extend(quote.facets.iter().map(|facet| inline(facet)));
        about.extend(quote.important.then(|| self.words.important.to_owned()));
        about.extend(quote.doubt.map(str::to_owned));
        about.extend(quote.memos.iter().map(|memo| format!("{}: *{}*", self.words.memo, inline(memo))));
        writeln!(self.sink, ">\n> {}", about.join(" · "))?;
        Ok(())
    }

    fn turn(&mut self, turn: &Turn<'_>) -> Result<(), ExportError> {
        let text: String = turn.pieces.iter().map(|(text, _)| *text).collect();
        if turn.is_heading && turn.lanes.is_empty() {
            writeln!(self.sink, "\n**{}**", inline(&text))?;
            return Ok(());
        }
        let mut head = vec![turn.number.to_string()];
        head.extend(turn.time.clone());
        head.extend(turn.speaker.map(inline));
        writeln!(self.sink, "\n**{}** {}", head.join(" · "), inline(&text))?;
        for (place, lane) in turn.lanes.iter().enumerate() {
            let mut about = vec![format!("*{}*", inline(&lane.name)), inline(lane.coder)];
            about.extend(lane.facets.iter().map(|facet| inline(facet)));
            about.extend(lane.continues.then(|| self.words.continues.to_owned()));
            writeln!(
                self.sink,
                "{}- {}: {}",
                if place == 0 { "\n" } else { "" },
                about.join(" · "),
                inline(&lane_words(turn, place))
            )?;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), ExportError> {
        writeln!(self.sink, "\n**{}**\n", inline(&table.caption))?;
        for (number, row) in table.rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| inline(cell).replace('|', "\\|")).collect();
            writeln!(self.sink, "| {} |", cells.join(" | "))?;
            if number == 0 {
                let aligned = (0..row.len()).map(|column| if column == 0 { "---" } else { "---:" });
                writeln!(self.sink, "| {} |", aligned.collect::<Vec<_>>().join(" | "))?;
            }
        }
        table.notes.iter().try_for_each(|note| writeln!(self.sink, "\n{}", inline(note)))?;
        Ok(())
    }
}

/// What a coding holds of a turn.
pub(super) fn lane_words(turn: &Turn<'_>, lane: usize) -> String {
    turn.pieces.iter().filter(|(_, active)| active.contains(&lane)).map(|(text, _)| *text).collect()
}

impl Paper for MarkdownPaper<'_> {
    fn begin(&mut self, front: &Front<'_>) -> Result<(), ExportError> {
        writeln!(self.sink, "# {}\n", inline(front.title))?;
        for (label, value) in &front.facts {
            writeln!(self.sink, "- {label}: {}", inline(value))?;
        }
        Ok(())
    }

    fn block(&mut self, block: &Block<'_>) -> Result<(), ExportError> {
        match block {
            Block::Heading { level, words, .. } => {
                writeln!(self.sink, "\n{} {}", "#".repeat(usize::from(*level)), inline(words))?;
            }
            Block::Text(words) => writeln!(self.sink, "\n{}", inline(words))?,
            Block::Legend(entries) => self.legend(entries)?,
            Block::Quote(quote) => self.quote(quote)?,
            Block::Turn(turn) => self.turn(turn)?,
            Block::Table(table) => self.table(table)?,
            Block::Codebook(view) => self.sink.write_all(markdown_sections(*view, 3).as_bytes())?,
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ExportError> {
        Ok(())
    }
}
