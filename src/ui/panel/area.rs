//! Words over several rows that a person writes: what the memo and the entries of the codebook share.

use ratatui_textarea::{CursorMove, Input, TextArea, WrapMode};

use crate::ui::keymap::Key;
use crate::ui::theme::{Role, Theme};

/// An area with words in it, to go on behind them.
pub(super) fn area(words: &str) -> TextArea<'static> {
    let words = clean(words);
    let mut text = TextArea::new(words.split('\n').map(str::to_owned).collect());
    text.move_cursor(CursorMove::Bottom);
    text.move_cursor(CursorMove::End);
    text
}

/// The words without blank ends.
pub(super) fn words_of(text: &TextArea<'_>) -> String {
    text.lines().join("\n").trim_end().to_owned()
}

/// Line ends are `\n`, a tab is four blanks, and other control characters are left out: none reaches the terminal raw.
pub(super) fn clean(words: &str) -> String {
    let words = words.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    words.chars().filter(|character| *character == '\n' || !character.is_control()).collect()
}

pub(super) fn input(key: Key) -> Input {
    Input { key: key.code.into(), ctrl: key.ctrl, alt: key.alt, shift: key.shift }
}

/// Makes it look like the rest; without the keys its cursor is not seen.
pub(super) fn style(text: &mut TextArea<'_>, theme: Theme, has_keys: bool) {
    text.set_wrap_mode(WrapMode::WordOrGlyph);
    text.set_style(theme.style(Role::Text));
    text.set_cursor_line_style(theme.style(Role::Text));
    text.set_selection_style(theme.style(Role::Selection));
    text.set_cursor_style(theme.style(if has_keys { Role::Cursor } else { Role::Text }));
}
