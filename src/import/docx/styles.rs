//! Which styles are headings.

use std::collections::BTreeMap;

use super::CURE;
use crate::import::ImportError;
use crate::import::xml::{Piece, Xml};

/// Ids of styles that are headings, and their levels. Names of such styles are English in every Word, ids are not.
pub(super) fn headings(xml: &str) -> Result<BTreeMap<String, u8>, ImportError> {
    let mut found = BTreeMap::new();
    let mut style: Option<String> = None;
    let mut xml = Xml::new(xml, CURE);
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        match tag.name.as_str() {
            "style" => style = tag.get("styleId").map(str::to_owned),
            "name" => {
                let level = tag.get("val").and_then(level_of);
                found.extend(style.clone().zip(level));
            }
            "outlineLvl" => {
                let level =
                    tag.get("val").and_then(|value| value.parse::<u8>().ok()).filter(|level| *level < 6);
                if let Some((style, level)) = style.clone().zip(level) {
                    found.entry(style).or_insert(level + 1);
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

fn level_of(name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    match name.strip_prefix("heading ") {
        Some(level) => level.parse().ok().map(|level: u8| level.clamp(1, 6)),
        None => (name == "title").then_some(1),
    }
}
