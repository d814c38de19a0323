//! The command line from outside: the real program, with a home of its own.

mod change;
mod code;
mod codebook;
mod codebook_edit;
mod edit;
mod export;
mod export_forms;
mod find;
mod import;
mod import_projects;
mod import_refused;
mod index;
mod made;
mod read;
mod redact;
mod refi;
mod study;
mod tabulate;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A home folder and a study in it.
pub struct Bench {
    folder: tempfile::TempDir,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Answer {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Standard output of a command that succeeded.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.out
    }

    /// The one line on standard output of a command that succeeded.
    #[track_caller]
    pub fn line(self) -> String {
        let out = self.done();
        assert_eq!(out.lines().count(), 1, "{out}");
        out.trim_end().to_owned()
    }

    /// The JSON on standard output of a command that succeeded.
    #[track_caller]
    pub fn json(self) -> Value {
        serde_json::from_str(&self.done()).unwrap()
    }

    /// Standard error of a command that failed, and said nothing else.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{self:?}");
        assert!(!self.err.is_empty());
        self.err
    }
}

impl Bench {
    /// A home without a study.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A study with the learning mechanisms and no documents.
    pub fn new() -> Self {
        let bench = Self::empty();
        bench.run_in(bench.home(), &["init", "studie", "--title", "Proef"]).done();
        bench
    }

    /// A study with one document of four turns.
    pub fn with_d1() -> Self {
        let bench = Self::new();
        bench.write("studie/corpus/d1.md", D1);
        bench
    }

    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    pub fn root(&self) -> PathBuf {
        self.home().join("studie")
    }

    /// Writes a file below the home folder.
    pub fn write(&self, path: &str, words: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, words).unwrap();
        path
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.home().join(path)).unwrap()
    }

    /// The program, in the study's folder, for nobody in particular.
    pub fn command(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kantlijn"));
        command.args(arguments).current_dir(folder).env_clear();
        command.env("HOME", self.home()).env("PATH", "").env("LANG", "C.UTF-8");
        for (name, place) in
            [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")]
        {
            command.env(name, self.home().join(place));
        }
        command.stdin(Stdio::null());
        command
    }

    pub fn run_in(&self, folder: &Path, arguments: &[&str]) -> Answer {
        Answer::of(self.command(folder, arguments).output().unwrap())
    }

    /// Runs a command in the study for nobody in particular.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        self.run_in(&self.root(), arguments)
    }

    /// Runs a command in the study as anna.
    pub fn anna(&self, arguments: &[&str]) -> Answer {
        let mut command = self.command(&self.root(), arguments);
        Answer::of(command.env("KANTLIJN_CODER", "anna").output().unwrap())
    }

    /// Runs a command in the study as anna, with words on standard input.
    pub fn anna_says(&self, arguments: &[&str], input: &str) -> Answer {
        let mut command = self.command(&self.root(), arguments);
        command.env("KANTLIJN_CODER", "anna");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Answer::of(child.wait_with_output().unwrap())
    }

    /// The journals of a coder, as one text.
    pub fn journal(&self, coder: &str) -> String {
        let Ok(files) = fs::read_dir(self.root().join("codings").join(coder)) else { return String::new() };
        files.flatten().map(|file| fs::read_to_string(file.path()).unwrap()).collect()
    }
}

/// Emoji of several code points, an accent of its own, times, labels, a turn of two lines.
pub const D1: &str = "---\nid: d1\ntitle: Eerste gesprek\nlanguage: nl\ncyclus: 1\nspeakers:\n  AA1: student\n  BB2: docent\n---\n\
    [00:00:10] AA1: Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend.\n\
    [00:00:15] BB2: Ja. Zo had ik het\nnog niet be\u{301}keken.\n\n\
    [00:00:21] AA1: Nee. Ik ook niet.\n\
    [00:00:30] BB2:\n";

/// The text of [`D1`], after its head.
pub fn d1_text() -> &'static str {
    D1.rsplit_once("---\n").unwrap().1
}

/// Where `words` stand in the text of [`D1`], in code points, as `--at` wants it.
pub fn at(words: &str) -> String {
    let start = d1_text()[..d1_text().find(words).unwrap()].chars().count();
    format!("{start}..{}", start + words.chars().count())
}
