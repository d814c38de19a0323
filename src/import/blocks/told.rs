//! What is said about a document beside its text: changes, comments, notes, and what was left out.

use std::collections::{BTreeMap, BTreeSet};

use super::{Aside, Block, line};

/// How many comments are told in full.
const COMMENTS: usize = 20;
/// Characters of a quote that are shown.
const QUOTE: usize = 60;

/// What was met, counted.
#[derive(Debug, Default)]
pub(in crate::import) struct Tally {
    pub inserted: usize,
    pub deleted: usize,
    /// Who made these changes.
    pub authors: BTreeSet<String>,
    pub boxes: usize,
    pub hidden: usize,
    pub pictures: usize,
    pub symbols: usize,
}

impl Tally {
    /// A sentence about each that there is.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.inserted + self.deleted > 0 {
            let who: Vec<&str> = self.authors.iter().map(String::as_str).collect();
            let who = if who.is_empty() { String::new() } else { format!(" (by {})", who.join(", ")) };
            notes.push(format!(
                "tracked changes were taken as accepted{who}: {} in the text, {} left out",
                counted(self.inserted, "insertion is", "insertions are"),
                counted(self.deleted, "deletion", "deletions"),
            ));
        }
        let mut say = |count: usize, one: &str, more: &str| {
            if count > 0 {
                notes.push(counted(count, one, more));
            }
        };
        let behind = "behind the paragraph that it hangs on";
        say(self.boxes, &format!("text box stands {behind}"), &format!("text boxes stand, each {behind}"));
        say(self.hidden, "piece of hidden text was left out", "pieces of hidden text were left out");
        say(self.pictures, "picture was left out", "pictures were left out");
        let symbols = "of a font that is made of symbols";
        say(
            self.symbols,
            &format!("symbol was left out, {symbols}"),
            &format!("symbols were left out, {symbols}"),
        );
        notes
    }
}

/// Comments are no part of the text; what they say is told. `commented` has the words that they are on, by their ids.
pub(in crate::import) fn told_comments(
    comments: &[Aside],
    commented: &BTreeMap<String, String>,
) -> Vec<String> {
    let told = |comment: &Aside| {
        let words = line(&super::text(&comment.blocks));
        let by = comment.author.as_deref().map(|author| format!(" by {author}")).unwrap_or_default();
        match commented.get(&comment.id).map(|quote| line(quote)).filter(|quote| !quote.is_empty()) {
            Some(quote) => format!("a comment{by} on {} was left out: {words}", quoted(&quote)),
            None => format!("a comment{by} was left out: {words}"),
        }
    };
    let mut notes: Vec<String> = comments.iter().take(COMMENTS).map(told).collect();
    if let Some(more) = comments.len().checked_sub(COMMENTS).filter(|more| *more > 0) {
        notes.push(format!("{} left out", counted(more, "more comment was", "more comments were")));
    }
    notes
}

/// What is said about notes that came to stand behind the text.
pub(in crate::import) fn told_notes(count: usize, kind: &str) -> String {
    let stand = counted(count, &format!("{kind} stands"), &format!("{kind}s stand"));
    format!("{stand} at the end of the text; [^1] is the place of the first note")
}

/// A footnote as a paragraph behind the text.
pub(in crate::import) fn note(number: usize, blocks: &[Block]) -> String {
    format!("[^{number}]: {}", super::text(blocks).trim().replace("\n\n", "\n"))
}

/// The start of a quote, in quotation marks.
pub(in crate::import) fn quoted(quote: &str) -> String {
    match quote.char_indices().nth(QUOTE) {
        Some((at, _)) => format!("\u{201c}{}…\u{201d}", &quote[..at]),
        None => format!("\u{201c}{quote}\u{201d}"),
    }
}

/// A number and what it counts.
pub(in crate::import) fn counted(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
