//! Which key does what, where.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustc_hash::FxHashMap;

use super::action::{ACTIONS, Action, Context};

/// A key with its modifiers. Shift is kept for keys that have no capital of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Ctrl
    pub ctrl: bool,
    /// Alt
    pub alt: bool,
    /// Shift
    pub shift: bool,
}

/// Names of keys that write no character.
const NAMES: [(&str, KeyCode); 15] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// What the terminal sent.
    pub fn of_event(event: &KeyEvent) -> Self {
        let has = |modifier| event.modifiers.contains(modifier);
        let (code, back) = match event.code {
            KeyCode::BackTab => (KeyCode::Tab, true),
            other => (other, false),
        };
        let key = Self {
            code,
            ctrl: has(KeyModifiers::CONTROL),
            alt: has(KeyModifiers::ALT),
            shift: back || has(KeyModifiers::SHIFT),
        };
        key.tidy()
    }

    /// Reads `ctrl-q`, `alt-x`, `shift-tab`, `space`, `f1`, `.`, `A`.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the name.
    pub fn parse(name: &str) -> Result<Self, String> {
        let mut key = Self::plain(KeyCode::Null);
        let mut rest = name;
        loop {
            let modifier = [("ctrl-", &mut key.ctrl), ("alt-", &mut key.alt), ("shift-", &mut key.shift)];
            let found = modifier
                .into_iter()
                .find(|(prefix, _)| rest.len() > prefix.len() && rest.starts_with(prefix));
            let Some((prefix, flag)) = found else { break };
            *flag = true;
            rest = &rest[prefix.len()..];
        }
        key.code = code_of(rest)
            .ok_or_else(|| format!("`{name}` is no key; write it like `ctrl-q`, `f1` or `x`"))?;
        Ok(key.tidy())
    }

    /// Reads a row of keys: names in angle brackets (`<lt>` is `<` itself), as in `#8<enter>s,pn`, everything else letter by
    /// letter.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the first name that is none.
    pub fn sequence(keys: &str) -> Result<Vec<Self>, String> {
        let mut found = Vec::new();
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let (name, after) = match rest.strip_prefix('<').and_then(|inside| inside.split_once('>')) {
                Some((name, after)) if !name.is_empty() && !name.contains([' ', '<']) => (name, after),
                _ => rest.split_at(first.len_utf8()),
            };
            found.push(Self::parse(match name {
                " " => "space",
                "lt" => "<",
                name => name,
            })?);
            rest = after;
        }
        Ok(found)
    }

    /// True for a key that writes a character.
    pub fn is_text(self) -> bool {
        self.character().is_some()
    }

    /// The character that it writes.
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }

    /// One form for each key: a letter with shift is the capital; with ctrl it is small.
    fn tidy(mut self) -> Self {
        if let KeyCode::Char(character) = self.code {
            if self.ctrl {
                self.code = KeyCode::Char(character.to_ascii_lowercase());
                self.shift |= character.is_ascii_uppercase();
            } else if character != ' ' {
                if self.shift && character.is_ascii_lowercase() {
                    self.code = KeyCode::Char(character.to_ascii_uppercase());
                }
                self.shift = false;
            }
        }
        self
    }
}

fn code_of(name: &str) -> Option<KeyCode> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    if let Some(number) = name.strip_prefix('f').and_then(|digits| digits.parse::<u8>().ok()) {
        return (1..=12).contains(&number).then_some(KeyCode::F(number));
    }
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(character), None) if !character.is_control() => Some(KeyCode::Char(character)),
        _ => None,
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (set, prefix) in [(self.ctrl, "ctrl-"), (self.alt, "alt-"), (self.shift, "shift-")] {
            if set {
                f.write_str(prefix)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            KeyCode::Char(character) => write!(f, "{character}"),
            KeyCode::F(number) => write!(f, "f{number}"),
            other => write!(f, "{other}"),
        }
    }
}

/// Something wrong with the keys that a person chose.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyProblem {
    /// No such action.
    #[error("[keys]: there is no action `{0}`; docs/keys.md lists them")]
    NoAction(String),
    /// No such key.
    #[error("[keys] {action}: {problem}")]
    NoKey {
        /// The action it was meant for.
        action: String,
        /// What is wrong.
        problem: String,
    },
    /// A printable key for an action where people type.
    #[error("[keys] {action}: `{key}` is a letter that people type there; put ctrl- or alt- before it")]
    Typed {
        /// The action.
        action: &'static str,
        /// The key.
        key: String,
    },
    /// One key for two actions in one place.
    #[error("[keys]: `{key}` means both {first} and {second}; give one of them another key")]
    Twice {
        /// The key.
        key: String,
        /// The action that keeps it.
        first: &'static str,
        /// The action that does without.
        second: &'static str,
    },
}

/// What every key does in every context.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: Vec<Vec<Key>>,
    actions: FxHashMap<(Context, Key), Action>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(&[]).0
    }
}

impl Keymap {
    /// The usual keys, changed as a person wishes: pairs of an action's id and its keys, which replace the usual ones. All
    /// problems are reported together; a key that is wrong is left out.
    pub fn new(wishes: &[(String, Vec<String>)]) -> (Self, Vec<KeyProblem>) {
        let mut problems = Vec::new();
        let mut keys: Vec<Vec<Key>> = ACTIONS
            .iter()
            .map(|entry| entry.keys.iter().filter_map(|key| Key::parse(key).ok()).collect())
            .collect();
        let mut chosen = vec![false; ACTIONS.len()];
        for (id, names) in wishes {
            let Some(action) = Action::by_id(id) else {
                problems.push(KeyProblem::NoAction(id.clone()));
                continue;
            };
            chosen[action as usize] = true;
            keys[action as usize] = names
                .iter()
                .filter_map(|name| match usable(action, name) {
                    Ok(key) => Some(key),
                    Err(problem) => {
                        problems.push(problem);
                        None
                    }
                })
                .collect();
        }
        let mut map = Self { keys: vec![Vec::new(); ACTIONS.len()], actions: FxHashMap::default() };
        // Wishes first, so that they win over usual keys; then the usual key's owner is told.
        for wanted in [true, false] {
            for entry in ACTIONS.iter().filter(|entry| chosen[entry.action as usize] == wanted) {
                for key in &keys[entry.action as usize] {
                    map.bind(entry.action, *key, &mut problems);
                }
            }
        }
        (map, problems)
    }

    fn bind(&mut self, action: Action, key: Key, problems: &mut Vec<KeyProblem>) {
        let entry = action.entry();
        let taken = entry.contexts.iter().find_map(|context| self.actions.get(&(*context, key)));
        if let Some(first) = taken.filter(|first| **first != action) {
            problems.push(KeyProblem::Twice {
                key: key.to_string(),
                first: first.entry().id,
                second: entry.id,
            });
            return;
        }
        self.keys[action as usize].push(key);
        for context in entry.contexts {
            self.actions.insert((*context, key), action);
        }
    }

    /// What `key` does in `context`.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        self.actions.get(&(context, key)).copied()
    }

    /// The keys of an action.
    pub fn keys(&self, action: Action) -> &[Key] {
        &self.keys[action as usize]
    }

    /// The first key of an action, for a hint on the screen; empty when it has none.
    pub fn hint(&self, action: Action) -> String {
        self.keys(action).first().map(ToString::to_string).unwrap_or_default()
    }
}

fn usable(action: Action, name: &str) -> Result<Key, KeyProblem> {
    let entry = action.entry();
    let key =
        Key::parse(name).map_err(|problem| KeyProblem::NoKey { action: entry.id.to_owned(), problem })?;
    if key.is_text() && entry.contexts.iter().any(|context| context.takes_text()) {
        return Err(KeyProblem::Typed { action: entry.id, key: key.to_string() });
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(action: &str, keys: &[&str]) -> (String, Vec<String>) {
        (action.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect())
    }

    #[test]
    fn the_usual_keys_do_not_clash() {
        assert_eq!(Keymap::new(&[]).1, []);
    }

    #[test]
    fn names_are_read_and_written() {
        for name in [
            "ctrl-q",
            "alt-x",
            "space",
            ",",
            "enter",
            "f12",
            "-",
            "ctrl--",
            "A",
            "shift-tab",
            "ctrl-alt-shift-up",
        ] {
            assert_eq!(Key::parse(name).unwrap().to_string(), name);
        }
        for name in ["", "f13", "ctrl-", "hyper-x", "spatie", "ab"] {
            assert!(Key::parse(name).is_err(), "{name}");
        }
        assert_eq!(Key::parse("shift-a"), Key::parse("A"));
        assert_eq!(Key::parse("ctrl-A").unwrap(), Key::parse("ctrl-shift-a").unwrap());
    }

    #[test]
    fn rows_of_keys_are_read() {
        let names = |keys: &str| -> Vec<String> {
            Key::sequence(keys).unwrap().iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            names("#8<enter>s,<><lt> <ctrl-a>"),
            ["#", "8", "enter", "s", ",", "<", ">", "<", "space", "ctrl-a"]
        );
        assert!(Key::sequence("a<gaspedaal>").is_err());
    }

    #[test]
    fn a_terminal_may_say_shift_or_not() {
        let event = |code, modifiers| Key::of_event(&KeyEvent::new(code, modifiers));
        let upper = Key::parse("S").unwrap();
        assert_eq!(event(KeyCode::Char('S'), KeyModifiers::SHIFT), upper);
        assert_eq!(event(KeyCode::Char('S'), KeyModifiers::NONE), upper);
        assert_eq!(event(KeyCode::Char('s'), KeyModifiers::SHIFT), upper);
        assert_eq!(event(KeyCode::Char('?'), KeyModifiers::SHIFT), Key::parse("?").unwrap());
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::SHIFT), Key::parse("shift-tab").unwrap());
    }

    #[test]
    fn a_wish_replaces_the_usual_keys() {
        let (map, problems) = Keymap::new(&[wish("code.repeat", &["alt-r"]), wish("edit.copy", &[])]);
        assert_eq!(problems, []);
        let at = |key: &str| map.action(Context::Reader, Key::parse(key).unwrap());
        assert_eq!((at("alt-r"), at("."), at("y")), (Some(Action::Repeat), None, None));
        assert_eq!(map.hint(Action::Copy), "");
    }

    #[test]
    fn everything_wrong_is_reported_at_once() {
        let wishes = [
            wish("code.reapeat", &["r"]),
            wish("code.star", &["hyper-x", "f5"]),
            wish("code.mark", &["s"]),
            wish("list.accept", &["y"]),
        ];
        let (map, problems) = Keymap::new(&wishes);
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "[keys]: there is no action `code.reapeat`; docs/keys.md lists them",
                "[keys] code.star: `hyper-x` is no key; write it like `ctrl-q`, `f1` or `x`",
                "[keys] list.accept: `y` is a letter that people type there; put ctrl- or alt- before it",
                "[keys]: `s` means both code.mark and select.sentence; give one of them another key",
            ]
        );
        let at = |key: &str| map.action(Context::Reader, Key::parse(key).unwrap());
        assert_eq!((at("s"), at("f5")), (Some(Action::Mark), Some(Action::Star)));
    }
}
