use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::*;

struct Bench {
    _folder: tempfile::TempDir,
    root: PathBuf,
    places: Places,
}

const JOURNAL: &str = "codings/anna/a1.jsonl";

fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("studie");
    let places = Places::under(&folder.path().join("thuis"));
    let bench = Bench { _folder: folder, root, places };
    bench.write(STUDY_FILE, "format = 1\n");
    bench.write("codebook/lm.toml", "family = \"lm\"\n");
    bench.write(JOURNAL, "een\ntwee\n");
    bench.write("corpus/d1.md", "Tekst.\n");
    bench
}

impl Bench {
    fn write(&self, path: &str, words: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, words).unwrap();
    }

    fn make(&self, name: &str) -> Backup {
        make(&self.root, &self.places, name).unwrap().unwrap()
    }

    fn compare(&self, backup: &Backup) -> Vec<(String, Difference)> {
        let compared = backup.compare(&self.root).unwrap();
        compared
            .into_iter()
            .map(|one| (one.path, one.difference))
            .filter(|(_, difference)| *difference != Difference::Same)
            .collect()
    }

    fn restore(&self, backup: &Backup, replace: &[&str]) -> Restored {
        let replace: BTreeSet<String> = replace.iter().map(ToString::to_string).collect();
        backup.restore(&self.places, &self.root, &replace).unwrap()
    }
}

#[test]
fn a_backup_holds_the_studys_own_files_and_is_private() {
    let bench = bench();
    let backup = bench.make("2026-01-01");
    assert_eq!(own_files(&backup.folder), ["codebook/lm.toml", JOURNAL, STUDY_FILE]);
    assert!(!backup.folder.join("corpus").exists());
    assert_eq!(bench.compare(&backup), []);
    assert_eq!(make(&bench.root, &bench.places, "2026-01-01").unwrap(), None, "one a day");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(backup.folder.join(JOURNAL)), 0o600);
        assert_eq!(mode(backup.folder.join("codings/anna")), 0o700);
    }
}

#[test]
fn the_last_ten_of_each_kind_are_kept() {
    let bench = bench();
    for day in 1..=12 {
        bench.make(&format!("2026-01-{day:02}"));
        bench.make(&format!("2026-01-{day:02}-101010"));
    }
    let names: Vec<String> = list(&bench.places, &bench.root).into_iter().map(|backup| backup.name).collect();
    assert_eq!(names.len(), 20);
    assert_eq!(names[..2], ["2026-01-03", "2026-01-03-101010"]);
    assert_eq!(names[19], "2026-01-12-101010");
}

#[test]
fn what_is_gone_comes_back_and_what_came_since_stays() {
    let bench = bench();
    let backup = bench.make("2026-01-01");
    bench.write(JOURNAL, "twee\ndrie\nvier");
    fs::remove_file(bench.root.join("codebook/lm.toml")).unwrap();
    let expected =
        [("codebook/lm.toml".to_owned(), Difference::Missing), (JOURNAL.to_owned(), Difference::Lacking(1))];
    assert_eq!(bench.compare(&backup), expected);
    let restored = bench.restore(&backup, &[]);
    let lacked = "codings/anna/restored-2026-01-01.jsonl";
    assert_eq!(restored.files, [("codebook/lm.toml".to_owned(), 0), (lacked.to_owned(), 1)]);
    assert_eq!(fs::read_to_string(bench.root.join(JOURNAL)).unwrap(), "twee\ndrie\nvier", "not touched");
    assert_eq!(fs::read_to_string(bench.root.join(lacked)).unwrap(), "een\n");
    let before = restored.before.unwrap();
    assert_eq!(fs::read_to_string(before.folder.join(JOURNAL)).unwrap(), "twee\ndrie\nvier");
    // Nothing lacks now, so nothing more happens.
    assert_eq!(bench.compare(&backup), [(JOURNAL.to_owned(), Difference::Grown(0))]);
    assert_eq!(bench.restore(&backup, &[]), Restored::default());
}

#[test]
fn a_journal_that_grew_or_was_renamed_lacks_nothing() {
    let bench = bench();
    let backup = bench.make("2026-01-01");
    bench.write(JOURNAL, "een\ntwee\ndrie\n");
    assert_eq!(bench.compare(&backup), [(JOURNAL.to_owned(), Difference::Grown(1))]);
    fs::rename(bench.root.join(JOURNAL), bench.root.join("codings/anna/b2.jsonl")).unwrap();
    assert_eq!(bench.compare(&backup), [(JOURNAL.to_owned(), Difference::Grown(0))]);
    fs::remove_file(bench.root.join("codings/anna/b2.jsonl")).unwrap();
    assert_eq!(bench.compare(&backup), [(JOURNAL.to_owned(), Difference::Missing)]);
    assert_eq!(bench.restore(&backup, &[]).files, [(JOURNAL.to_owned(), 2)]);
}

#[test]
fn a_codebook_that_changed_is_put_back_only_when_it_is_named() {
    let bench = bench();
    let backup = bench.make("2026-01-01");
    bench.write("codebook/lm.toml", "family = \"lm\"\nexclusive = true\n");
    assert_eq!(bench.restore(&backup, &[]), Restored::default());
    let restored = bench.restore(&backup, &["codebook/lm.toml"]);
    assert_eq!(restored.files, [("codebook/lm.toml".to_owned(), 0)]);
    assert_eq!(fs::read_to_string(bench.root.join("codebook/lm.toml")).unwrap(), "family = \"lm\"\n");
    let kept = fs::read_to_string(restored.before.unwrap().folder.join("codebook/lm.toml")).unwrap();
    assert!(kept.contains("exclusive"), "what it said last is kept");
}

#[test]
fn what_a_crash_left_is_not_listed() {
    let bench = bench();
    let folder = folder_of(&bench.places, &bench.root);
    fs::create_dir_all(folder.join(".part-x/codings")).unwrap();
    assert_eq!(list(&bench.places, &bench.root), []);
    bench.make("2026-01-01");
    assert_eq!(list(&bench.places, &bench.root).len(), 1);
    assert!(folder.join(".part-x").exists(), "it may still be in the making");
}
