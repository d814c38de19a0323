//! docs/keys.md, written from the table.

use std::fmt::Write;

use super::{ACTIONS, Context, Entry, Group};
use crate::ui::keymap::Key;
use crate::ui::language::Language;

/// The text of docs/keys.md.
pub fn keys_markdown() -> String {
    let mut page = String::from(
        "# Keys\n\n\
         Written by `kantlijn docs keys` from the program's own table: change the table, not this page.\n\n\
         Press `?` for the keys that work where you are, `:` for any action by its name. A key of your own stands in the\n\
         configuration file under `[keys]`, with the name of the action: `\"code.repeat\" = [\".\", \"alt-r\"]`. It replaces\n\
         the usual keys of that action; `[]` takes them away. Names of keys: `a`, `A`, `space`, `enter`, `esc`, `tab`,\n\
         `backspace`, `delete`, `insert`, `up`, `down`, `left`, `right`, `home`, `end`, `pageup`, `pagedown`, `f1` to `f12`,\n\
         each with `ctrl-`, `alt-` or `shift-` before it. Wrong names and keys with two meanings in one place are all\n\
         reported at the start.\n",
    );
    let mut group: Option<Group> = None;
    for entry in ACTIONS {
        if group != Some(entry.group) {
            let (english, dutch) = (entry.group.name(Language::English), entry.group.name(Language::Dutch));
            let _ = write!(
                page,
                "\n## {english} · {dutch}\n\n| key | does | doet | name | where |\n|---|---|---|---|---|\n"
            );
            group = Some(entry.group);
        }
        let _ = writeln!(page, "{}", row(entry));
    }
    page
}

fn row(entry: &Entry) -> String {
    let keys: Vec<String> =
        entry.keys.iter().filter_map(|key| Key::parse(key).ok()).map(|key| code(&key.to_string())).collect();
    format!(
        "| {} | {} | {} | `{}` | {} |",
        keys.join(" "),
        entry.help(Language::English),
        entry.help(Language::Dutch),
        entry.id,
        places(entry.contexts)
    )
}

/// A key in backticks, safe inside a table.
fn code(key: &str) -> String {
    format!("`{}`", key.replace('|', "\\|"))
}

fn places(contexts: &[Context]) -> String {
    if contexts.len() == Context::ALL.len() {
        return "everywhere".to_owned();
    }
    let names: Vec<String> = contexts.iter().map(|context| format!("{context:?}").to_lowercase()).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_docs_is_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
        let page = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            page == keys_markdown(),
            "docs/keys.md lags behind: run `cargo run -- docs keys > docs/keys.md`"
        );
    }
}
