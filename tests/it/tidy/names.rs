//! Which names may stand where: the engine behind its layer, the terminal in `ui`, and no file, clock or chance
//! in the layers that promise to be pure.

use super::code::paths;

struct Rule {
    /// The names it is about, as segments of a path: `std::fs` is found at the beginning of a path, a name
    /// that begins with a capital anywhere in one.
    names: &'static [&'static str],
    /// Beginnings of the paths of files where they must not stand …
    forbidden: &'static [&'static str],
    /// … but for these.
    allowed: &'static [&'static str],
    because: &'static str,
}

const RULES: [Rule; 6] = [
    Rule {
        names: &["tantivy"],
        forbidden: &["src/", "tests/", "benches/"],
        // The bench that stands beside a plain program with the engine.
        allowed: &["src/index/", "benches/find/"],
        because: "only index knows the engine",
    },
    Rule {
        names: &["ratatui", "ratatui_textarea", "crossterm"],
        forbidden: &["src/"],
        allowed: &["src/ui/"],
        because: "only ui knows the terminal",
    },
    Rule {
        names: &["anyhow"],
        forbidden: &["src/"],
        allowed: &["src/cli/", "src/main.rs"],
        because: "a layer has its own errors; only the command line gathers them",
    },
    Rule {
        names: &["std::net", "core::net"],
        forbidden: &["src/", "tests/", "benches/"],
        allowed: &[],
        because: "people's words stay on the machine: there is no network code",
    },
    Rule {
        names: &["std::fs", "std::env", "std::process", "tempfile", "directories"],
        forbidden: &["src/text/", "src/model/", "src/analysis/"],
        allowed: &[],
        because: "this layer knows no files",
    },
    Rule {
        names: &[
            "SystemTime",
            "Instant",
            "Timestamp::now",
            "Zoned::now",
            "rand",
            "fastrand",
            "getrandom",
            "Uuid::now_v1",
            "Uuid::now_v6",
            "Uuid::now_v7",
            "Uuid::new_v1",
            "Uuid::new_v4",
            "Uuid::new_v6",
            "Uuid::new_v7",
        ],
        forbidden: &["src/text/", "src/model/", "src/analysis/"],
        allowed: &[],
        because: "this layer knows no clock and no chance",
    },
];

/// One sentence for each name in the file `path` (relative to the root) that must not stand there.
pub fn breaches(path: &str, source: &str) -> Vec<String> {
    let begins = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
    let rules = || RULES.iter().filter(|rule| begins(rule.forbidden) && !begins(rule.allowed));
    if rules().next().is_none() {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    for named in paths(source) {
        for rule in rules() {
            if rule.names.iter().any(|name| holds(&named.segments, name)) {
                let written = named.written();
                breaches.push(format!("{path}:{}: {written}: {}", named.line, rule.because));
            }
        }
    }
    breaches
}

fn holds(segments: &[String], name: &str) -> bool {
    let wanted: Vec<&str> = name.split("::").collect();
    let anywhere = name.starts_with(char::is_uppercase);
    let mut windows = segments.windows(wanted.len()).take(if anywhere { usize::MAX } else { 1 });
    // A crate's name alone (`tempfile`) can also be that of a local value; only a path names the crate.
    let is_path = segments.len() > 1 || anywhere;
    is_path && windows.any(|window| window == wanted)
}

#[test]
fn a_name_outside_its_layer_is_reported() {
    let found = breaches("src/cli/find.rs", "use tantivy::Index;");
    assert_eq!(found, ["src/cli/find.rs:1: tantivy::Index: only index knows the engine"]);
    assert_eq!(breaches("src/index/build.rs", "use tantivy::Index;"), [""; 0]);
    assert_eq!(breaches("src/text/wrap.rs", "use ratatui::buffer::Buffer;").len(), 1);
    assert_eq!(breaches("src/ui/wrap.rs", "use ratatui::buffer::Buffer;"), [""; 0]);
    assert_eq!(breaches("benches/frame.rs", "use ratatui::buffer::Buffer;"), [""; 0]);
    assert_eq!(breaches("src/store/lock.rs", "use anyhow::Context;").len(), 1);
    assert_eq!(breaches("src/main.rs", "fn main() -> anyhow::Result<()> {}"), [""; 0]);
    assert_eq!(breaches("tests/it/cli.rs", "use std::{fs, net::TcpListener};").len(), 1);
}

#[test]
fn the_pure_layers_have_no_files_clock_or_chance() {
    let bad = [
        "use std::{collections::BTreeMap, fs};",
        "use std::time::SystemTime;",
        "fn f() { time::Instant::now(); }",
        "fn f() { uuid::Uuid::now_v7(); }",
        "fn f() { Uuid::new_v4(); }",
        "fn f() { jiff::Timestamp::now(); }",
        "fn f() { rand::random(); }",
    ];
    for source in bad {
        assert_eq!(breaches("src/model/fold.rs", source).len(), 1, "{source}");
        assert_eq!(breaches("src/store/journal.rs", source), [""; 0], "{source}");
    }
    let good =
        "use std::time::Duration; // std::fs\nfn f(rand: u8) { Uuid::from_bytes(b); \"std::fs::read\"; }";
    assert_eq!(breaches("src/model/fold.rs", good), [""; 0]);
}
