//! The order of the layers: each uses only what stands before it, and the three in the middle not each other.

use super::code::{Named, paths};

/// The layers with their rank; equal ranks do not know each other.
const LAYERS: [(&str, u8); 9] = [
    ("text", 0),
    ("model", 1),
    ("store", 2),
    ("index", 3),
    ("import", 4),
    ("export", 4),
    ("analysis", 4),
    ("ui", 5),
    ("cli", 6),
];

/// One sentence for each place in the file `path` (relative to the root) that reaches for a layer it must not use.
pub fn breaches(path: &str, source: &str) -> Vec<String> {
    let Some(own) = path.strip_prefix("src/").and_then(|inside| inside.split('/').next()) else {
        return Vec::new();
    };
    let Some(own_rank) = rank(own) else {
        let known = matches!(own, "lib.rs" | "main.rs");
        return if known { Vec::new() } else { vec![format!("{path}: belongs to no layer")] };
    };
    let mut breaches = Vec::new();
    for named in paths(source) {
        if let Some(other) = layer_of(&named, depth(path))
            && other != own
            && rank(other).is_some_and(|rank| rank >= own_rank)
        {
            let written = named.written();
            breaches.push(format!("{path}:{}: {own} must not use {other} ({written})", named.line));
        }
    }
    breaches
}

fn rank(layer: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == layer).map(|(_, rank)| *rank)
}

/// The first segment below the crate's root, for a path that is written from there or climbs up to there.
fn layer_of(named: &Named, depth: usize) -> Option<&str> {
    let segments: Vec<&str> = named.segments.iter().map(String::as_str).collect();
    if let ["crate" | "kantlijn", layer, ..] = segments[..] {
        return Some(layer);
    }
    let climb = segments.iter().skip_while(|segment| **segment == "self");
    let supers = climb.clone().take_while(|segment| **segment == "super").count();
    let at_root = supers > 0 && supers == depth + named.inside;
    climb.copied().nth(supers).filter(|_| at_root)
}

/// How many modules below the root the file is: `src/text/mod.rs` 1, `src/text/span.rs` 2.
fn depth(path: &str) -> usize {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
    inside.trim_end_matches("/mod").split('/').count()
}

#[test]
fn a_layer_that_reaches_forward_is_named() {
    let found =
        breaches("src/model/study.rs", "use crate::text::Span;\nuse crate::{model::Event, store::Lock};");
    assert_eq!(found, ["src/model/study.rs:2: model must not use store (crate::store::Lock)"]);
    assert_eq!(breaches("src/export/json.rs", "use crate::import::Warning;").len(), 1);
    assert_eq!(breaches("src/ui/app.rs", "fn f() { kantlijn::cli::run() }").len(), 1);
    assert_eq!(breaches("src/cli/mod.rs", "use crate::{ui, export::json, text};"), [""; 0]);
    assert_eq!(breaches("src/elsewhere/mod.rs", "").len(), 1);
}

#[test]
fn climbing_out_of_a_layer_is_seen() {
    assert_eq!(breaches("src/text/mod.rs", "use super::ui::App;").len(), 1);
    assert_eq!(breaches("src/text/span.rs", "use super::super::ui::App;").len(), 1);
    assert_eq!(breaches("src/text/span.rs", "mod tests { use super::super::super::ui::App; }").len(), 1);
    assert_eq!(breaches("src/text/span.rs", "mod tests { use super::super::ui::App; }"), [""; 0]);
    assert_eq!(breaches("src/export/page.rs", "use super::index::Entry;"), [""; 0]);
}
