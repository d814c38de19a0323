//! HTML without its tags, for positions that were counted in it, and the text that it becomes.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::walk::{BLOCKS, is_blank};

/// What a document of HTML becomes, with the way from one to the other.
#[derive(Clone, Debug, Default)]
pub(in crate::import) struct Stripped {
    /// All words between tags, as they stand there: what positions were counted in.
    pub bare: String,
    /// The text: a blank line between paragraphs, line ends inside one as blanks.
    pub text: String,
    /// Stretches of `bare` that stand in `text`: where in one, where in the other, how many bytes; in order.
    runs: Vec<(usize, usize, usize)>,
}

/// Takes the tags out.
pub(in crate::import) fn stripped(html: &str) -> Stripped {
    let tokenizer = Tokenizer::new(Sink(RefCell::new(Stripped::default())), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let mut found = tokenizer.sink.0.into_inner();
    found.trim(&[' ', '\n']);
    if !found.text.is_empty() {
        found.text.push('\n');
    }
    found
}

struct Sink(RefCell<Stripped>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut stripped = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(words) => stripped.words(&words),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag && &*tag.name == "br" => {
                stripped.trim(&[' ']);
                if !stripped.is_at_start() {
                    stripped.text.push('\n');
                }
            }
            Token::TagToken(tag) if BLOCKS.contains(&&*tag.name) || OTHERS.contains(&&*tag.name) => {
                stripped.block();
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Further elements that stand on lines of their own.
const OTHERS: [&str; 11] = ["h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "tr", "td", "th"];

impl Stripped {
    /// Where bytes `start..end` of `bare` stand in `text`; `None` where nothing of them does.
    pub fn span(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let first = self.runs.partition_point(|(bare, _, length)| bare + length <= start);
        let last = self.runs.partition_point(|(bare, ..)| *bare < end).checked_sub(1)?;
        let (bare, text, _) = *self.runs.get(first)?;
        let from = text + start.saturating_sub(bare);
        let (bare, text, length) = self.runs[last];
        let to = text + (end - bare).min(length);
        let is_sound = self.text.is_char_boundary(from) && self.text.is_char_boundary(to);
        (from < to && is_sound).then_some((from, to))
    }

    fn is_at_start(&self) -> bool {
        self.text.is_empty() || self.text.ends_with("\n\n")
    }

    fn words(&mut self, words: &str) {
        let at = self.bare.len();
        self.bare.push_str(words);
        let skipped = if self.text.is_empty() || self.text.ends_with('\n') {
            words.len() - words.trim_start_matches(is_blank).len()
        } else {
            0
        };
        let words = &words[skipped..];
        if words.is_empty() {
            return;
        }
        self.runs.push((at + skipped, self.text.len(), words.len()));
        self.text.extend(words.chars().map(|c| if is_blank(c) { ' ' } else { c }));
    }

    /// A block begins or ends.
    fn block(&mut self) {
        self.trim(&[' ']);
        if !self.text.is_empty() {
            let there = self.text.len() - self.text.trim_end_matches('\n').len();
            self.text.push_str(&"\n\n"[there.min(2)..]);
        }
    }

    /// Blanks at the end go, from the text and from the way to it.
    fn trim(&mut self, blanks: &[char]) {
        let end = self.text.trim_end_matches(blanks).len();
        self.text.truncate(end);
        while let Some((_, text, length)) = self.runs.last_mut() {
            *length = (*length).min(end.saturating_sub(*text));
            if *length > 0 {
                break;
            }
            self.runs.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slice(html: &str, start: usize, end: usize) -> Option<String> {
        let found = stripped(html);
        found.span(start, end).map(|(start, end)| found.text[start..end].to_owned())
    }

    #[test]
    fn bytes_without_tags_lead_to_the_text() {
        let html = "<p>Één &amp; <b>twee</b> \n</p>\n<ul><li>drie\nvier</li></ul>vijf<br>zes";
        let found = stripped(html);
        assert_eq!(found.bare, "Één & twee \n\ndrie\nviervijfzes");
        assert_eq!(found.text, "Één & twee\n\ndrie vier\n\nvijf\nzes\n");
        assert_eq!(slice(html, 0, 5).as_deref(), Some("Één"));
        assert_eq!(slice(html, 8, 12).as_deref(), Some("twee"));
        assert_eq!(slice(html, 8, 19).as_deref(), Some("twee\n\ndrie"));
        assert_eq!(slice(html, 12, 15), None, "white space between paragraphs is nowhere");
        assert_eq!(slice(html, 28, 31).as_deref(), Some("zes"));
    }

    proptest! {
        #[test]
        fn words_are_found_again(html in "(</?p>|<br>|</?b>|[a-zé]{1,4}|[ \n])*", a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
            let found = stripped(&html);
            let edges: Vec<usize> = found.bare.char_indices().map(|(at, _)| at).chain([found.bare.len()]).collect();
            let (start, end) = (*a.get(&edges), *b.get(&edges));
            let bare = |words: &str| words.split_whitespace().collect::<String>();
            if start < end {
                let words = found.span(start, end).map(|(start, end)| bare(&found.text[start..end])).unwrap_or_default();
                prop_assert_eq!(words, bare(&found.bare[start..end]));
            }
        }
    }
}
