//! Names of other programs as ids, paths, keys and folders.

use crate::import::blocks::line;
use crate::model::codebook::check_id;
use crate::model::document::FrontMatter;

/// The key of a head that says which program a document came from.
pub(super) const SOURCE: &str = "source";

/// A name that can be an id and a folder: lower-case letters, digits, `-` and `_`.
pub(super) fn slug(name: &str) -> Option<String> {
    let mut slug = String::new();
    for c in name.trim().chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() || c == '_' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    while slug.len() > 48 {
        slug.pop();
    }
    let slug = slug.trim_end_matches('-').to_owned();
    check_id(&slug).is_ok().then_some(slug)
}

/// The id of a document from its name, without the ending of a file.
pub(super) fn slug_of_file(name: &str) -> String {
    const ENDINGS: [&str; 9] = ["txt", "md", "docx", "odt", "pdf", "rtf", "html", "htm", "doc"];
    let name = line(name);
    let stem = name
        .rsplit_once('.')
        .filter(|(_, ending)| ENDINGS.contains(&ending.to_lowercase().as_str()))
        .map_or(name.as_str(), |(stem, _)| stem);
    let mut id = String::new();
    for c in stem.chars() {
        match c {
            c if c.is_alphanumeric() || matches!(c, '_' | '.') => id.push(c),
            _ if id.is_empty() || id.ends_with('-') => {}
            _ => id.push('-'),
        }
        if id.len() > 100 {
            break;
        }
    }
    let id = id.trim_matches(['-', '.']).to_owned();
    if id.is_empty() { "document".to_owned() } else { id }
}

/// A key of a head from the name of an attribute.
pub(super) fn key_of(name: &str) -> String {
    let key: String =
        line(name).chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let key = key.trim_matches('-').to_owned();
    let starts_well = key.starts_with(char::is_alphabetic);
    let small = key.to_lowercase();
    let is_free = starts_well && small != SOURCE && !FrontMatter::is_reserved(&small);
    if is_free { key } else { format!("x-{key}") }
}

/// A coder's name that can be a folder.
pub(super) fn coder_name(name: &str) -> Option<String> {
    let is_bad =
        |c: char| matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control();
    let name: String = line(name).chars().map(|c| if is_bad(c) { '-' } else { c }).collect();
    let mut name = name.trim_start_matches(['.', '-', ' ']).to_owned();
    while name.len() > 64 {
        name.pop();
    }
    let name = name.trim_end_matches(['.', ' ']).to_owned();
    crate::store::settings::check_coder(&name).is_ok().then_some(name)
}
