//! A study whose every word would like to steer the terminal: nothing of it gets there raw, whichever command shows it.

use std::fs;

use portable_pty::CommandBuilder;

use super::fuzzed::steers;
use crate::cli::Bench;
use crate::pty::window::Window;

/// Colours red, sets the title, rings, turns the direction of writing, and hides.
const EVIL: &str = "\u{1b}[31m\u{1b}]0;titel\u{7}\u{9b}2J\u{202e}om\u{202c}\u{2066}\u{200b}\u{8}x";

/// The same in JSON and TOML, where it cannot stand raw.
fn escaped() -> String {
    EVIL.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("\\u{:04x}", c as u32) })
        .collect()
}

fn bench() -> Bench {
    let bench = Bench::new();
    let words = escaped();
    bench.write("studie/kantlijn.toml", format!("format = 1\ntitle = \"T{words}\"\nlanguages = [\"nl\"]\ntree = [\"traject\"]\n[queries]\n\"q{words}\" = \"brug\"\n"));
    bench.write("studie/corpus/d1.md", format!("---\nid: d1\ntitle: \"T{words}\"\ntraject: \"t{words}\"\nspeakers:\n  AA1: \"r{words}\"\n---\nAA1: Een brug{EVIL} is geen muur.\nBB2{EVIL}: Nee {EVIL}\n"));
    bench.write(&format!("studie/corpus/naam{}.md", EVIL.replace('/', "")), "Twee.\n");
    bench.write("studie/codebook/vrij.toml", format!("family = \"vrij\"\nname = \"F{words}\"\n[[facet]]\nid = \"f\"\nvalues = [\"v\"]\n[[code]]\nid = \"grens\"\nname = \"C{words}\"\ndefinition = \"D{words}\"\nexamples = [\"E{words}\"]\ncolor = \"{words}\"\n"));
    bench.write("studie/codebook/kapot.toml", format!("family = \"{words}\nx"));
    bench.anna(&["code", "d1", "grens", "--at", "5..13"]).done();
    bench.anna(&["memo", "--doc", "d1", "--type", "les", EVIL]);
    let journal = fs::read_dir(bench.root().join("codings/anna")).unwrap().next().unwrap().unwrap().path();
    let mut lines = fs::read_to_string(&journal).unwrap();
    let id = |number: u32| format!("01900000-0000-7000-8000-{number:012x}");
    for (number, act) in [
        (
            1,
            format!(
                "\"do\":\"memo\",\"on\":{{\"document\":\"{words}\"}},\"kind\":\"k{words}\",\"words\":\"w{words}\",\"why\":\"y{words}\""
            ),
        ),
        (2, format!("\"do\":\"anders{words}\"")),
        (
            3,
            format!(
                "\"do\":\"code\",\"doc\":\"weg{words}\",\"code\":\"c{words}\",\"rev\":\"00000000\",\"span\":[0,1],\"text\":\"0000000000000000\",\"quote\":\"x\",\"pre\":\"{words}\",\"suf\":\"\",\"facets\":{{\"f{words}\":[\"v{words}\"]}}"
            ),
        ),
        (4, format!("\"do\":\"code\",\"doc\":\"d1\",\"code\":\"c{words}\",\"rev\":\"{words}\"")),
    ] {
        let line = format!(
            "{{\"v\":1,\"id\":\"{}\",\"n\":{},\"tx\":\"{}\",\"of\":1,\"at\":\"2026-01-01T00:00:00Z\",{act}}}\n",
            id(number),
            number + 50,
            id(number + 9)
        );
        lines.push_str(&line);
    }
    lines.extend([EVIL, "\n"]);
    fs::write(&journal, lines).unwrap();
    bench
}

/// What we write ourselves: colours. The study's own colour would go with them, what else it writes would not.
fn without_our_colours(shown: &str) -> String {
    regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap().replace_all(shown, "").into_owned()
}

#[test]
fn no_command_lets_a_study_steer_the_terminal() {
    let bench = bench();
    let study = bench.root();
    let commands: [&[&str]; 24] = [
        &["check"],
        &["check", "--json"],
        &["check", "--fix"],
        &["documents"],
        &["documents", "--json"],
        &["codes"],
        &["codes", "--json"],
        &["show", "d1"],
        &["show", "grens"],
        &["log"],
        &["log", "--json"],
        &["find", "brug"],
        &["find", "brug", "--json"],
        &["find", "code:*"],
        &["table", "code", "traject"],
        &["export", "json"],
        &["export", "jsonl"],
        &["codebook", "check"],
        &["codebook", "export"],
        &["codebook"],
        &["anchors"],
        &["status"],
        &["memo"],
        &["restore"],
    ];
    // A name on the command line may come from a hostile folder by completion.
    let named: [Vec<&str>; 4] =
        [vec!["show", EVIL], vec!["find", EVIL], vec![EVIL], vec!["code", "d1", EVIL, "--at", EVIL]];
    for arguments in commands.iter().map(|arguments| arguments.to_vec()).chain(named) {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kantlijn"));
        command.args(["-C", study.to_str().unwrap()]);
        command.args(&arguments);
        let mut window = Window::of(command, bench.home(), (200, 50));
        window.ended();
        let raw = String::from_utf8(window.raw()).unwrap();
        let shown = without_our_colours(&raw.replace("\r\n", "\n"));
        let bad: Vec<char> = shown.chars().filter(|c| *c != '\n' && steers(*c)).collect();
        assert!(bad.is_empty(), "{arguments:?} shows {bad:?} raw:\n{shown:?}");
        assert!(!shown.is_empty(), "{arguments:?} says something");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_where_a_link_leads_out_of_the_study() {
    let bench = Bench::with_d1();
    let elsewhere = bench.home().join("elders");
    fs::create_dir(&elsewhere).unwrap();
    for folder in ["codebook", "corpus"] {
        let inside = bench.root().join(folder);
        fs::rename(&inside, elsewhere.join(folder)).unwrap();
        std::os::unix::fs::symlink(elsewhere.join(folder), &inside).unwrap();
    }
    let before = super::bench::snapshot(&elsewhere);
    let new = bench.write("nieuw.txt", "Een.\n");
    let said = [
        bench.anna(&["code", "d1", "nieuw", "--create-codes", "--at", "0..4"]),
        bench.anna(&["edit", "d1", "--file", new.to_str().unwrap()]),
        bench.anna(&["add", new.to_str().unwrap()]),
        bench.anna(&["redact", "d1", "--apply", "--yes"]),
    ];
    for answer in said {
        assert!(answer.code == 2 && answer.err.contains("lies outside the study"), "{answer:?}");
    }
    assert_eq!(super::bench::snapshot(&elsewhere), before);
}
