//! A report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.
//!
//! It reads well with a screen reader, with the keyboard alone, in the dark and on paper: landmarks, headings in order, and a
//! name beside every colour.

use std::fmt::Write as _;
use std::io::Write;

use crate::export::ExportError;
use crate::export::codebook::{escape, hex, html_sections};

use super::words::Words;
use super::{Block, Front, Lane, LegendEntry, Paper, Quote, Table, Turn};

static STYLE: &str = concat!(include_str!("../codebook/codebook.css"), include_str!("report.css"));

/// A page.
pub(super) struct HtmlPaper<'a> {
    words: &'static Words,
    sink: &'a mut dyn Write,
    /// What is open and must be closed before a heading of its level: a part, or a thing in it.
    open: Vec<u8>,
}

impl<'a> HtmlPaper<'a> {
    pub fn new(words: &'static Words, sink: &'a mut dyn Write) -> Self {
        Self { words, sink, open: Vec::new() }
    }

    fn close(&mut self, level: u8) -> Result<(), ExportError> {
        while self.open.last().is_some_and(|open| *open >= level) {
            self.open.pop();
            self.sink.write_all(b"</section>\n")?;
        }
        Ok(())
    }
}

impl Paper for HtmlPaper<'_> {
    fn begin(&mut self, front: &Front<'_>) -> Result<(), ExportError> {
        let words = self.words;
        let title = escape(front.title);
        let mut head = format!("<!doctype html>\n<html lang=\"{}\">\n<head>\n", escape(front.language));
        head.push_str("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        head.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        let _ = write!(
            head,
            "<meta name=\"generator\" content=\"kantlijn {}\">\n<title>{title}</title>\n",
            env!("CARGO_PKG_VERSION")
        );
        let _ = write!(
            head,
            "<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n",
            words.skip
        );
        let _ = write!(head, "<header><h1>{title}</h1>\n<dl class=\"facts\">\n");
        for (label, value) in &front.facts {
            let _ = writeln!(head, "<div><dt>{label}</dt><dd>{}</dd></div>", escape(value));
        }
        let _ = write!(head, "</dl></header>\n<nav class=\"parts\" aria-label=\"{}\"><ul>\n", words.contents);
        for (name, anchor) in &front.contents {
            let _ = writeln!(head, "<li><a href=\"#{anchor}\">{}</a></li>", escape(name));
        }
        head.push_str("</ul></nav>\n<main id=\"main\">\n");
        Ok(self.sink.write_all(head.as_bytes())?)
    }

    fn block(&mut self, block: &Block<'_>) -> Result<(), ExportError> {
        match block {
            Block::Heading { level, anchor, words } => {
                self.close(*level)?;
                self.open.push(*level);
                let (anchor, words) = (escape(anchor), escape(words));
                writeln!(
                    self.sink,
                    "<section aria-labelledby=\"{anchor}\">\n<h{level} id=\"{anchor}\">{words}</h{level}>"
                )?;
            }
            Block::Text(words) => writeln!(self.sink, "<p>{}</p>", escape(words))?,
            Block::Legend(entries) => self.sink.write_all(legend(self.words, entries).as_bytes())?,
            Block::Quote(quote) => self.sink.write_all(self::quote(self.words, quote).as_bytes())?,
            Block::Turn(turn) => self.sink.write_all(self::turn(self.words, turn).as_bytes())?,
            Block::Table(table) => self.sink.write_all(self::table(table).as_bytes())?,
            Block::Codebook(view) => self.sink.write_all(html_sections(*view, 3).as_bytes())?,
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), ExportError> {
        self.close(0)?;
        Ok(self.sink.write_all(b"</main>\n</body>\n</html>\n")?)
    }
}

fn legend(words: &Words, entries: &[LegendEntry]) -> String {
    let mut html = format!("<details class=\"legend\" open><summary>{}</summary>\n<ul>\n", words.legend);
    for entry in entries {
        let (swatch, name) = (swatch(entry.color), link(entry.anchor.as_deref(), &entry.name));
        let counted = words.counted(entry.segments, entry.documents);
        let _ = writeln!(html, "<li>{swatch}{name} <span class=\"aside\">{counted}</span></li>");
    }
    html.push_str("</ul></details>\n");
    html
}

/// A small field of colour; it says nothing that the name beside it does not say.
fn swatch(color: Option<(u8, u8, u8)>) -> String {
    let color = color.map_or_else(|| "transparent".to_owned(), hex);
    format!("<span class=\"swatch\" style=\"background:{color}\" aria-hidden=\"true\"></span>")
}

/// Words that lead to an anchor where there is one.
fn link(anchor: Option<&str>, words: &str) -> String {
    match anchor {
        Some(anchor) => format!("<a href=\"#{}\">{}</a>", escape(anchor), escape(words)),
        None => escape(words),
    }
}

fn quote(words: &Words, quote: &Quote) -> String {
    let mut html = format!(
        "<figure class=\"quote\"><blockquote><p>{}</p></blockquote>\n<figcaption>",
        escape(&quote.words)
    );
    html.push_str(&link(quote.turn.as_deref(), &quote.reference));
    let mut about: Vec<String> = vec![escape(&quote.coder)];
    about.extend(quote.facets.iter().map(|facet| escape(facet)));
    about.extend(quote.important.then(|| format!("★ {}", words.important)));
    about.extend(quote.doubt.map(str::to_owned));
    for item in about {
        let _ = write!(html, " · {item}");
    }
    for memo in &quote.memos {
        let _ = write!(html, "<br><span class=\"memo\">{}: {}</span>", words.memo, escape(memo));
    }
    html.push_str("</figcaption></figure>\n");
    html
}

fn turn(words: &Words, turn: &Turn<'_>) -> String {
    let language = turn.language.map(|tag| format!(" lang=\"{}\"", escape(tag))).unwrap_or_default();
    if turn.is_heading && turn.lanes.is_empty() {
        let text: String = turn.pieces.iter().map(|(text, _)| *text).collect();
        return format!(
            "<p class=\"heading\" id=\"{}\"{language}>{}</p>\n",
            escape(&turn.anchor),
            escape(&text)
        );
    }
    let mut html = format!("<div class=\"turn\" id=\"{}\">\n<p class=\"who\">", escape(&turn.anchor));
    let _ = write!(
        html,
        "<a href=\"#{}\" aria-label=\"{} {}\">{}</a>",
        escape(&turn.anchor),
        words.turn,
        turn.number,
        turn.number
    );
    if let Some(time) = &turn.time {
        let _ = write!(html, " <span class=\"time\">{time}</span>");
    }
    if let Some(speaker) = turn.speaker {
        let _ = write!(html, " <b>{}</b>", escape(speaker));
    }
    let _ = write!(html, "</p>\n<p class=\"said\"{language}>");
    for (text, active) in &turn.pieces {
        html.push_str(&piece(turn, text, active));
    }
    html.push_str("</p>\n");
    if !turn.lanes.is_empty() {
        let _ = writeln!(html, "<ul class=\"lanes\" aria-label=\"{}\">", words.codes);
        for lane in &turn.lanes {
            html.push_str(&self::lane(words, lane));
        }
        html.push_str("</ul>\n");
    }
    html.push_str("</div>\n");
    html
}

/// Words under the same codings: tinted in the colour of the first, underlined once more for each other.
fn piece(turn: &Turn<'_>, text: &str, active: &[usize]) -> String {
    let Some(&first) = active.first() else { return escape(text) };
    let names: Vec<&str> = active.iter().map(|&lane| turn.lanes[lane].name.as_str()).collect();
    let color = turn.lanes[first].color.map_or_else(|| "#888888".to_owned(), hex);
    let several = if active.len() > 1 { " class=\"several\"" } else { "" };
    format!(
        "<mark{several} style=\"--c:{color}\" title=\"{}\">{}</mark>",
        escape(&names.join("; ")),
        escape(text)
    )
}

fn lane(words: &Words, lane: &Lane<'_>) -> String {
    let color = lane.color.map_or_else(|| "#888888".to_owned(), hex);
    let name = link(lane.code.as_deref(), &lane.name);
    let mut about = vec![escape(lane.coder)];
    about.extend(lane.facets.iter().map(|facet| escape(facet)));
    about.extend(lane.continues.then(|| words.continues.to_owned()));
    format!("<li style=\"--c:{color}\">{name} <span class=\"aside\">{}</span></li>\n", about.join(" · "))
}

fn table(table: &Table) -> String {
    let mut html = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n",
        escape(&table.caption)
    );
    for (number, row) in table.rows.iter().enumerate() {
        html.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let cell = escape(cell);
            let _ = match (number, column) {
                (0, _) => write!(html, "<th scope=\"col\">{cell}</th>"),
                (_, 0) => write!(html, "<th scope=\"row\">{cell}</th>"),
                _ => write!(html, "<td>{cell}</td>"),
            };
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table></div>\n");
    for note in &table.notes {
        let _ = writeln!(html, "<p class=\"aside\">{}</p>", escape(note));
    }
    html
}
