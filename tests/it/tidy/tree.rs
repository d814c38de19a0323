//! Rules about files as such: their length, the top level, the lock file, traces of somebody's machine.

use super::code::blank_literals;

/// Longer files hide more than one thing.
const LINES: usize = 500;

/// What the top level may hold, beside hidden files. The repository is itself a study, hence the last four.
const TOP: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "src",
    "tests",
    "benches",
    "docs",
    "kantlijn.toml",
    "codebook",
    "corpus",
    "codings",
];

/// Roots under which a machine keeps what belongs to one person or one run.
const MACHINE: [&str; 6] = ["/home/", "/Users/", "/root/", "/work/", "/tmp/", "C:\\Users\\"];

/// Hosts and schemes of crate registries; written in two halves so that this file does not hold them.
const REGISTRY: [&str; 5] = [
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("crates.io", "-index"),
    concat!("registry", "+http"),
    concat!("sparse", "+http"),
];

/// A sentence when the file has more than 500 lines.
pub fn too_long(path: &str, source: &str) -> Option<String> {
    let lines = source.lines().count();
    (lines > LINES).then(|| format!("{path}: {lines} lines, {LINES} are allowed"))
}

/// A sentence for each `#[ignore]` without `= "reason"`.
pub fn ignored_without_reason(path: &str, source: &str) -> Vec<String> {
    let code = blank_literals(source);
    let bare = |line: &str| {
        let packed: String = line.split_whitespace().collect();
        packed.contains("#[ignore]") || (packed.contains("cfg_attr") && packed.contains(",ignore)"))
    };
    let lines = code.lines().zip(1..).filter(|(line, _)| bare(line));
    lines.map(|(_, number)| format!("{path}:{number}: #[ignore] needs a reason")).collect()
}

/// The crates that `.deny.toml` bans.
pub fn banned_crates(deny: &str) -> Vec<String> {
    let deny: toml_edit::DocumentMut = deny.parse().unwrap();
    let bans = deny["bans"]["deny"].as_array().unwrap();
    bans.iter().map(|ban| ban.as_inline_table().unwrap()["crate"].as_str().unwrap().to_owned()).collect()
}

/// A sentence for each banned crate in the lock file, each source but the public registry, and for a second
/// crossterm: two of them do not share the state of the terminal.
pub fn lock_breaches(lock: &str, banned: &[String]) -> Vec<String> {
    let public = concat!("registry", "+https://github.com/rust-lang/", "crates.io", "-index");
    let lock: toml_edit::DocumentMut = lock.parse().unwrap();
    let packages = lock["package"].as_array_of_tables().unwrap();
    let field = |package: &toml_edit::Table, key: &str| {
        package.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    };
    let mut breaches = Vec::new();
    let mut crossterms = Vec::new();
    for package in packages {
        let (name, source) = (field(package, "name"), field(package, "source"));
        if banned.contains(&name) {
            breaches.push(format!(
                "Cargo.lock: {name} is banned by .deny.toml; `cargo tree -i {name}` says who needs it"
            ));
        }
        if !source.is_empty() && source != public {
            breaches.push(format!("Cargo.lock: {name} comes from {source}"));
        }
        if name == "crossterm" {
            crossterms.push(field(package, "version"));
        }
    }
    if crossterms.len() != 1 {
        breaches.push(format!("Cargo.lock: one crossterm is wanted, found {crossterms:?}"));
    }
    breaches
}

/// A sentence for each line that holds an absolute path of a machine or the host of a registry.
pub fn machine_traces(path: &str, text: &str) -> Vec<String> {
    let mut traces = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        for root in MACHINE.iter().filter(|root| names_a_place(line, root)) {
            traces.push(format!("{path}:{number}: an absolute path below {root}"));
        }
        for host in REGISTRY.iter().filter(|host| line.contains(**host)) {
            traces.push(format!("{path}:{number}: names a registry ({host})"));
        }
    }
    traces
}

/// True when `root` begins a path in `line` and a name follows it.
fn names_a_place(line: &str, root: &str) -> bool {
    let of_a_name = |character: char| character.is_alphanumeric() || "._-".contains(character);
    line.match_indices(root).any(|(at, _)| {
        let begins = !line[..at].ends_with(|before| of_a_name(before) || "/~}".contains(before));
        begins && line[at + root.len()..].starts_with(of_a_name)
    })
}

/// A sentence for each entry of the top level that has no place there; `paths` are relative to the root.
pub fn strays<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut tops: Vec<&str> = paths.filter_map(|path| path.split('/').next()).collect();
    tops.dedup();
    let stray = |top: &&str| !top.starts_with('.') && !TOP.contains(top);
    tops.into_iter().filter(stray).map(|top| format!("{top} has no place at the top level")).collect()
}

#[test]
fn a_long_file_is_too_long() {
    assert_eq!(too_long("a.rs", &"x\n".repeat(500)), None);
    assert_eq!(too_long("a.rs", &"x\n".repeat(501)).unwrap(), "a.rs: 501 lines, 500 are allowed");
}

#[test]
fn an_ignored_test_without_reason_is_seen() {
    let source = "#[ignore = \"needs a terminal\"]\n#[ ignore ]\n// #[ignore]\n#[cfg_attr(windows, ignore)]";
    let found = ignored_without_reason("a.rs", source);
    assert_eq!(found, ["a.rs:2: #[ignore] needs a reason", "a.rs:4: #[ignore] needs a reason"]);
}

#[test]
fn a_bad_lock_file_is_seen() {
    let package = |name: &str, source: &str| {
        format!("[[package]]\nname = \"{name}\"\nversion = \"1.0.0\"\nsource = \"{source}\"\n")
    };
    let public = concat!("registry", "+https://github.com/rust-lang/", "crates.io", "-index");
    let banned = banned_crates("[bans]\ndeny = [{ crate = \"reqwest\", reason = \"no network\" }]");
    let good = package("crossterm", public) + &package("serde", public);
    assert_eq!(lock_breaches(&good, &banned), [""; 0]);
    let bad =
        good.clone() + &package("crossterm", public) + &package("reqwest", "git+https://example.org/reqwest");
    let found = lock_breaches(&bad, &banned).join("\n");
    for expected in ["reqwest is banned", "reqwest comes from git+", "[\"1.0.0\", \"1.0.0\"]"] {
        assert!(found.contains(expected), "{expected} is missing from\n{found}");
    }
}

#[test]
fn traces_of_a_machine_are_seen() {
    let of = |root: &str| format!("open \"{root}anna/study\"");
    for root in MACHINE {
        assert_eq!(machine_traces("a.md", &of(root)).len(), 1, "{root}");
    }
    for host in REGISTRY {
        assert_eq!(machine_traces("a.md", &format!("\n{host}\n")).len(), 1, "{host}");
    }
    let harmless = "https://example.org/home/anna ~/work/x ../tmp/x /home/ /usr/bin/env framework/work/a";
    assert_eq!(machine_traces("a.md", harmless), [""; 0]);
}

#[test]
fn a_stray_at_the_top_is_seen() {
    let paths = ["Cargo.toml", ".ci/run", "src/lib.rs", "src/main.rs", "notes.txt", "examples/a.rs"];
    let found = strays(paths.into_iter());
    assert_eq!(found, ["notes.txt has no place at the top level", "examples has no place at the top level"]);
}
