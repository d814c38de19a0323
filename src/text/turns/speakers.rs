//! Which labels of a text are speakers: "Let op: de bel gaat" is none.

use super::line::{self, Kind, Label, Shape};
use memchr::memchr_iter;
use rustc_hash::{FxHashMap, FxHashSet};

/// Capitals that announce something and speak nothing, unless a document declares them.
const ANNOUNCEMENTS: [&str; 6] = ["NB", "N.B.", "PS", "P.S.", "LET OP", "TODO"];

/// The labels that count in one text.
pub(super) struct Speakers<'t> {
    declared: FxHashSet<&'t str>,
    /// Undeclared labels that stand at two lines or more.
    repeated: FxHashSet<&'t str>,
    /// Most cues of these subtitles begin with a name: then each label there is one.
    named_cues: bool,
}

/// What stands before a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    /// A blank line, or the start of the text.
    pub blank: bool,
    /// The times of a cue.
    pub cue: bool,
}

impl<'t> Speakers<'t> {
    /// Counts the labels of `text`.
    pub(super) fn find(text: &'t str, declared: &[&'t str]) -> Self {
        let declared: FxHashSet<&str> = declared.iter().copied().collect();
        let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
        let (mut cues, mut named) = (0, 0);
        let mut after_cue = false;
        for (start, line, after_blank) in lines(text) {
            let read = line::read(line, start);
            if std::mem::replace(&mut after_cue, read.kind == Kind::Cue) {
                cues += 1;
                named += u32::from(read.label.is_some());
            }
            let Some(label) = read.label.filter(|_| read.kind == Kind::Text) else { continue };
            let alone = label.shape == Shape::Bracketed && !(after_blank && starts_with_capital(label, text));
            let name = label.span.slice(text);
            if !alone
                && label.shape != Shape::Tight
                && !is_code(name)
                && (declared.is_empty() || is_capitals(name))
            {
                *counts.entry(name).or_default() += 1;
            }
        }
        let repeated = counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect();
        Self { declared, repeated, named_cues: named * 2 > cues }
    }

    /// True when `label`, at a line of `text`, is a speaker.
    pub(super) fn accept(&self, label: Label, text: &str, before: Before) -> bool {
        let name = label.span.slice(text);
        if self.declared.contains(name) {
            return true;
        }
        match label.shape {
            Shape::Sure => true,
            Shape::Bracketed => before.blank && self.declared.is_empty() && self.repeated.contains(name),
            Shape::Tight => is_code(name) && !ANNOUNCEMENTS.contains(&name),
            Shape::Colon => {
                !ANNOUNCEMENTS.contains(&name)
                    && (is_code(name) || self.repeated.contains(name) || (before.cue && self.named_cues))
            }
        }
    }
}

/// The lines of `text` that are not blank, without white space around them: byte, line, and whether a blank line or the
/// start of the text stands before it.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u32, &str, bool)> {
    let mut start = 0;
    let mut after_blank = true;
    memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).filter_map(move |end| {
        let whole = &text[start..end];
        let cut = whole.trim_start();
        let at = (end - cut.len()) as u32;
        start = end + 1;
        let line = cut.trim_end();
        let before = std::mem::replace(&mut after_blank, line.is_empty());
        (!line.is_empty()).then_some((at, line, before))
    })
}

/// `FA1`, `SO4`, `R07`, `WAARNEMING`, `SPREKER 1`: one word of capitals and digits, and perhaps a number.
pub(super) fn is_code(name: &str) -> bool {
    let (word, number) = name.split_once(' ').unwrap_or((name, ""));
    is_capitals(word) && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// No small letter, and at least one capital.
pub(super) fn is_capitals(name: &str) -> bool {
    let mut capitals = name.chars().filter(|character| character.is_uppercase());
    capitals.next().is_some() && !name.chars().any(char::is_lowercase)
}

fn starts_with_capital(label: Label, text: &str) -> bool {
    label.span.slice(text).starts_with(char::is_uppercase)
}
