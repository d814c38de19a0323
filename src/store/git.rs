//! Old texts and old entries of the codebook in the study's git repository. Only local objects are read: nothing is fetched, and no hook or filter runs.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::model::Code;
use crate::model::codebook::ReadFamily;
use crate::model::document;
use crate::model::hash::{Revision, TextHash};

/// So many versions of a file are looked at, the latest first.
const VERSIONS: usize = 300;
/// A version longer than this many bytes is left out.
const LONGEST: u64 = 64 << 20;

/// The texts with these fingerprints among the versions of the file `path`, which is relative to the study.
pub(super) fn versions(root: &Path, path: &str, wanted: &[TextHash]) -> Vec<(TextHash, String)> {
    let mut found: Vec<(TextHash, String)> = Vec::new();
    read_versions(root, path, &["--follow"], |text| {
        let text = &text[document::split(text).text_start..];
        let hash = TextHash::of(text);
        if wanted.contains(&hash) && found.iter().all(|(known, _)| *known != hash) {
            found.push((hash, text.to_owned()));
        }
        found.len() < wanted.len()
    });
    found
}

/// What a code said with this state of its definition, where a version of a family file has it.
pub fn code_in_git(root: &Path, id: &str, revision: Revision) -> Option<Code> {
    let mut found = None;
    read_versions(root, "codebook", &[], |toml| {
        let codes = ReadFamily::parse("", toml).map(|read| read.codes).unwrap_or_default();
        let is = |code: &Code| code.id == id && code.revision == revision;
        found = codes.into_iter().map(|(code, _)| code).find(is);
        found.is_none()
    });
    found
}

/// Gives the versions of a file, or of the files in a folder, to `take`, the latest first, as long as it wants more.
fn read_versions(root: &Path, path: &str, options: &[&str], mut take: impl FnMut(&str) -> bool) {
    if !root.ancestors().any(|folder| folder.join(".git").exists()) {
        return;
    }
    let Some(objects) = objects(root, path, options) else { return };
    let Some(mut git) = start(root, &["cat-file", "--batch"]) else { return };
    let (Some(mut input), Some(output)) = (git.stdin.take(), git.stdout.take()) else { return };
    let mut output = BufReader::new(output);
    for object in objects {
        let asked = writeln!(input, "{object}").and_then(|()| input.flush());
        let Some(bytes) = asked.ok().and_then(|()| answer(&mut output)) else { break };
        if String::from_utf8(bytes).is_ok_and(|text| !take(&text)) {
            break;
        }
    }
    drop((input, output));
    let _ = git.kill();
    let _ = git.wait();
}

/// The versions of a file, by the ids of their objects; with `--follow` renames are followed.
fn objects(root: &Path, path: &str, options: &[&str]) -> Option<Vec<String>> {
    let limit = format!("-n{VERSIONS}");
    let mut arguments = vec!["log", &limit];
    arguments.extend(options);
    arguments.extend([
        "--raw",
        "--no-abbrev",
        "--format=",
        "--diff-filter=AMRC",
        "--no-ext-diff",
        "--",
        path,
    ]);
    let output = start(root, &arguments)?.wait_with_output().ok()?;
    let words = String::from_utf8_lossy(&output.stdout);
    // `:100644 100644 <before> <after> M<tab>path`
    let ids = words.lines().filter_map(|line| {
        let mut fields = line.strip_prefix(':')?.split_ascii_whitespace().skip(2);
        Some([fields.next()?.to_owned(), fields.next()?.to_owned()])
    });
    let mut found: Vec<String> = Vec::new();
    for id in ids.flatten().filter(|id| id.bytes().any(|byte| byte != b'0')) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Some(found)
}

/// The next object of `cat-file --batch`: nothing for one that is missing or too long, `None` at the end.
fn answer(output: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut head = String::new();
    output.read_line(&mut head).ok().filter(|read| *read > 0)?;
    let mut fields = head.split_ascii_whitespace().skip(1);
    let (kind, length) = (fields.next()?, fields.next());
    let Some(length) = length.and_then(|length| length.parse::<u64>().ok()).filter(|_| kind == "blob") else {
        return Some(Vec::new());
    };
    if length > LONGEST {
        let skipped = std::io::copy(&mut output.take(length + 1), &mut std::io::sink());
        return skipped.ok().map(|_| Vec::new());
    }
    let mut bytes = vec![0; length as usize + 1];
    output.read_exact(&mut bytes).ok()?;
    bytes.pop();
    Some(bytes)
}

fn start(root: &Path, arguments: &[&str]) -> Option<Child> {
    Command::new("git")
        .args(["-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "--no-pager"])
        .args(arguments)
        .current_dir(root)
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_PAGER", "")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()
}
