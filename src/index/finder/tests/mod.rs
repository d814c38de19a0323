//! A finder from outside, whatever becomes of files and folders.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

mod same;

use super::*;
use crate::index::words::{Pattern, Phrase, Stems, WordWanted};
use crate::model::names::Names;
use crate::store::Places;
use crate::store::folder::read_documents;
use crate::text::fold;

/// A study's folder with documents alone, and a home for the index.
struct Place {
    _folder: TempDir,
    root: PathBuf,
    places: Places,
    names: Names,
}

impl Place {
    fn new(texts: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("studie");
        fs::create_dir_all(root.join("corpus")).unwrap();
        let places = Places::under(&folder.path().join("thuis"));
        let place = Self { _folder: folder, root, places, names: Names::default() };
        for (name, text) in texts {
            place.write(name, text);
        }
        place
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.root.join("corpus").join(name), text).unwrap();
        self.age(name);
    }

    /// Files that were written a moment ago are read again; these are older.
    fn age(&self, name: &str) {
        let file = fs::File::options().write(true).open(self.root.join("corpus").join(name)).unwrap();
        let then = file.metadata().unwrap().modified().unwrap() - std::time::Duration::from_secs(60);
        file.set_modified(then).unwrap();
    }

    fn corpus(&mut self) -> Corpus {
        Corpus::new(&self.root, &read_documents(&self.root, &mut self.names).0)
    }

    fn open(&mut self) -> Finder {
        let corpus = self.corpus();
        Finder::open(&corpus, &self.places, &Cancel::default()).unwrap()
    }

    fn index(&self) -> PathBuf {
        self.places.index_of(&self.root)
    }

    fn newest(&self) -> PathBuf {
        IndexFolder::new(self.index()).newest().unwrap()
    }
}

fn built(finder: &Finder) -> Finder {
    finder.build(&|_| {}, &Cancel::default()).unwrap()
}

fn word(word: &str) -> Wanted {
    phrase(vec![WordWanted::Is(word.to_owned())], 0)
}

fn phrase(words: Vec<WordWanted>, slop: u32) -> Wanted {
    Wanted::Phrase(Phrase { words, slop, exact: None })
}

fn found(finder: &Finder, wanted: &Wanted) -> Vec<u32> {
    finder.turns(wanted, &Cancel::default()).unwrap().iter().collect()
}

const TEXTS: [(&str, &str); 3] = [
    ("a.md", "FA1: De taal van de grens.\nST2: Eén coördinatie.\nFA1: grenswerk\n"),
    ("b.md", "---\nid: b\nspeakers: [SO4]\n---\nSO4: van de werkplek\n"),
    ("c.txt", "Coo\u{308}rdinatie zonder labels.\n\nvan DE school, de grens van\n"),
];

#[test]
fn an_index_is_built_once_and_found_again() {
    let mut place = Place::new(&TEXTS);
    let scan = place.open();
    assert!(scan.wants_build() && scan.note().is_none() && scan.bytes_to_read() > 0);
    assert_eq!(found(&scan, &word("coordinatie")), [1, 4]);
    let index = built(&scan);
    assert!(!index.wants_build() && index.loose.is_empty());
    let again = place.open();
    assert!(!again.wants_build() && again.parts.len() == 1);
    for finder in [&scan, &index, &again] {
        let is = |word: &str| WordWanted::Is(word.to_owned());
        assert_eq!(found(finder, &word("coordinatie")), [1, 4]);
        assert_eq!(found(finder, &phrase(vec![is("van"), is("de")], 0)), [0, 3, 5]);
        assert_eq!(found(finder, &phrase(vec![is("grens"), is("taal")], 1)), Vec::<u32>::new());
        assert_eq!(found(finder, &phrase(vec![is("grens"), is("taal")], 2)), [0]);
        assert_eq!(found(finder, &phrase(vec![is("van"), WordWanted::Starts("s".to_owned())], 1)), [5]);
        assert_eq!(found(finder, &phrase(vec![WordWanted::Holds("werk".to_owned())], 0)), [2, 3]);
        assert_eq!(found(finder, &phrase(vec![WordWanted::Ends("werk".to_owned())], 0)), [2]);
        assert_eq!(found(finder, &phrase(vec![WordWanted::Near("tala".to_owned(), 1)], 0)), [0]);
        assert_eq!(finder.catalogue().len(), 6);
        assert_eq!(finder.catalogue().labels(), ["FA1", "ST2", "SO4"]);
    }
    let exact =
        Phrase { words: vec![WordWanted::Is("de".to_owned())], slop: 0, exact: Some(vec!["DE".to_owned()]) };
    assert_eq!(found(&again, &Wanted::Phrase(exact)), [5]);
}

#[test]
fn a_phrase_that_is_typed_is_found_as_if_it_had_been_there() {
    let text = "van de stad\n\nde van de school van het\n\nvan van de s\n\nde de de stad\n\nstad van\n\nvan de van de van\n";
    let mut place = Place::new(&[("a.txt", text)]);
    let scan = place.open();
    let index = built(&scan);
    let is = |word: &str| WordWanted::Is(word.to_owned());
    let starts = |word: &str| WordWanted::Starts(word.to_owned());
    let typed = [
        vec![is("van")],
        vec![is("van"), starts("d")],
        vec![is("van"), is("de")],
        vec![is("van"), is("de"), starts("s")],
        vec![is("van"), is("de"), is("stad")],
        vec![is("van"), is("de"), is("van"), starts("d")],
        vec![is("van"), is("de"), is("van"), is("de")],
        vec![is("van"), is("de")],
        vec![is("de"), starts("d")],
        vec![is("de"), is("de")],
        vec![is("de"), is("de"), is("de")],
        vec![is("de"), starts("v"), is("de")],
        vec![starts("v"), is("de"), starts("v")],
        vec![starts("v"), is("de"), is("van")],
        vec![starts("s"), starts("v")],
    ];
    // There and back: each of them behind others.
    for words in typed.iter().chain(typed.iter().rev()) {
        let wanted = phrase(words.clone(), 0);
        let (by_index, by_scan) = (found(&index, &wanted), found(&scan, &wanted));
        assert_eq!(by_index, by_scan, "{words:?}");
        assert!(!by_scan.is_empty(), "{words:?}");
    }
}

#[test]
fn the_index_knows_how_words_are_spelled() {
    let text = "de Toets van de toets\n\nTOETS\n\ntoets\n\nde_toets Toetsen\n\nToe\u{301}ts en tóets\n";
    let mut place = Place::new(&[("a.txt", text)]);
    let index = built(&place.open());
    // What the index can say by itself needs no text.
    place.write("a.txt", "x\n");
    let spelled = |words: &[&str]| {
        let folded = words.iter().map(|word| WordWanted::Is(fold::words(word).concat())).collect();
        let exact = Some(words.iter().map(|&word| word.to_owned()).collect());
        Wanted::Phrase(Phrase { words: folded, slop: 0, exact })
    };
    let pattern = |pattern: &str| Wanted::Pattern(Pattern::new(pattern).unwrap());
    assert_eq!(found(&index, &spelled(&["toets"])), [0, 2, 3]);
    assert_eq!(found(&index, &spelled(&["Toets"])), [0]);
    assert_eq!(found(&index, &spelled(&["TOETS"])), [1]);
    assert_eq!(found(&index, &spelled(&["Toéts"])), [4]);
    assert_eq!(found(&index, &spelled(&["tóets"])), [4]);
    assert_eq!(found(&index, &spelled(&["Toet"])), Vec::<u32>::new());
    assert_eq!(found(&index, &pattern("Toets")), [0, 3]);
    assert_eq!(found(&index, &pattern(r"\bToets\b")), [0]);
    assert_eq!(found(&index, &pattern(r"\w+TS")), [1]);
    assert_eq!(found(&index, &pattern(r"(?i)toets")), [0, 1, 2, 3]);
    assert_eq!(found(&index, &pattern(r"[A-Z]{2}")), [1]);
    assert_eq!(found(&index, &pattern(r"tóets")), [4]);
    assert_eq!(
        found(&index, &pattern(r"\btoets\b")),
        [0, 2],
        "the turn with de_toets is read, and is not there"
    );
}

#[test]
fn documents_that_change_come_and_go_are_found_as_they_are() {
    let mut place = Place::new(&TEXTS);
    let index = built(&place.open());
    let corpus = place.corpus();
    assert!(index.refreshed(&corpus, &Cancel::default()).unwrap().is_none());
    place.write("a.md", "FA1: niets meer\nFA1: dan een grens\n");
    place.write("0.md", "een nieuwe grens\n");
    fs::remove_file(place.root.join("corpus/b.md")).unwrap();
    fs::rename(place.root.join("corpus/c.txt"), place.root.join("corpus/d.txt")).unwrap();
    let corpus = place.corpus();
    let refreshed = index.refreshed(&corpus, &Cancel::default()).unwrap().unwrap();
    let opened = place.open();
    let rebuilt = built(&opened);
    for finder in [&refreshed, &opened, &rebuilt] {
        assert_eq!(found(finder, &word("grens")), [0, 2, 4]);
        assert_eq!(found(finder, &word("werkplek")), Vec::<u32>::new());
        assert_eq!(found(finder, &word("coordinatie")), [3]);
    }
    assert!(refreshed.wants_build() && opened.wants_build() && !rebuilt.wants_build());
    assert_eq!(fs::read_dir(place.index()).unwrap().count(), 1, "old indexes and locks are taken away");
}

#[test]
fn a_head_that_changes_costs_no_new_index_but_other_speakers_do() {
    let mut place = Place::new(&TEXTS);
    built(&place.open());
    place.write("b.md", "---\nid: b\nspeakers: [SO4]\nx: 11\n---\nSO4: van de werkplek\n");
    let opened = place.open();
    // The text begins elsewhere now; what is found in it is right all the same.
    assert_eq!(found(&opened, &word("werkplek")), [3]);
    assert_eq!(opened.text(opened.catalogue().documents()[1].document).unwrap(), "SO4: van de werkplek\n");
    place.write("b.md", "---\nid: b\nspeakers: [XX]\n---\nSO4: van de werkplek\n");
    let opened = place.open();
    assert_eq!(
        found(&opened, &word("so4")),
        if opened.catalogue().turns()[3].label.is_none() { vec![3] } else { vec![] }
    );
}

/// Every file of the newest index.
fn files(place: &Place) -> Vec<PathBuf> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, files) } else { files.push(path) }
        }
    }
    let mut all = Vec::new();
    walk(&place.newest(), &mut all);
    all.retain(|path| path.extension().is_none_or(|ending| ending != "lock"));
    all.sort();
    all
}

type Damage<'a> = &'a dyn Fn(&mut Vec<u8>);

#[test]
fn whatever_is_damaged_is_noticed_and_made_anew() {
    let flip = |bytes: &mut Vec<u8>| {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
    };
    let zero = |bytes: &mut Vec<u8>| bytes.fill(0);
    let cut = |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() / 2);
    let damages: [Damage; 3] = [&flip, &zero, &cut];
    let mut place = Place::new(&TEXTS);
    built(&place.open());
    let count = files(&place).len();
    assert!(count >= 8, "{:?}", files(&place));
    for number in 0..count {
        for damage in 0..=damages.len() {
            let path = files(&place).swap_remove(number);
            match damages.get(damage) {
                Some(damage) => {
                    let mut bytes = fs::read(&path).unwrap();
                    damage(&mut bytes);
                    fs::remove_file(&path).unwrap();
                    fs::write(&path, bytes).unwrap();
                }
                None => fs::remove_file(&path).unwrap(),
            }
            let opened = place.open();
            // Where it shows only in what is found, a look through the files says so.
            let checked = opened.checked(&Cancel::default()).unwrap();
            let finder = checked.as_ref().unwrap_or(&opened);
            assert!(finder.parts.is_empty() && finder.wants_build(), "{} {damage}", path.display());
            assert_eq!(found(finder, &word("coordinatie")), [1, 4], "{}", path.display());
            let rebuilt = built(finder);
            assert!(!rebuilt.parts.is_empty() && rebuilt.note().is_none());
            assert!(rebuilt.checked(&Cancel::default()).unwrap().is_none());
        }
    }
}

#[test]
fn an_index_of_another_version_is_said_to_be_and_replaced() {
    let mut place = Place::new(&TEXTS);
    built(&place.open());
    let mut other = bytes::Writer::default();
    other.string("kantlijn index");
    other.u32(0);
    fs::write(place.newest().join("catalogue"), other.finish()).unwrap();
    let opened = place.open();
    assert_eq!(opened.note(), Some(IndexNote::OtherVersion));
    assert_eq!(found(&opened, &word("taal")), [0]);
    assert_eq!(built(&opened).note(), None);
    assert_eq!(place.open().note(), None);
}

#[test]
fn without_a_place_to_write_the_index_stands_in_memory() {
    let mut place = Place::new(&TEXTS);
    fs::create_dir_all(&place.places.cache).unwrap();
    fs::write(place.places.cache.join("index"), "a file stands where the folder should be").unwrap();
    let finder = built(&place.open());
    assert!(matches!(finder.note(), Some(IndexNote::InMemory(_))), "{:?}", finder.note());
    assert!(!finder.parts.is_empty() && !finder.wants_build());
    assert_eq!(found(&finder, &phrase(vec![WordWanted::Starts("coord".to_owned())], 0)), [1, 4]);
}

#[cfg(unix)]
#[test]
fn who_may_only_read_finds_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut place = Place::new(&TEXTS);
    built(&place.open());
    let folders = [place.newest().join("shard-0"), place.newest(), place.index()];
    let rights = |mode| {
        for folder in &folders {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    rights(0o500);
    let opened = place.open();
    rights(0o700);
    assert!(!opened.parts.is_empty());
    assert_eq!(found(&opened, &word("taal")), [0]);
}

#[test]
fn two_windows_build_at_once_and_nobody_fails() {
    let mut place = Place::new(&TEXTS);
    let (one, other) = (place.open(), place.open());
    std::thread::scope(|scope| {
        for finder in [&one, &other] {
            scope.spawn(|| assert_eq!(found(&built(finder), &word("taal")), [0]));
        }
    });
    assert_eq!(found(&place.open(), &word("taal")), [0]);
}

#[test]
fn what_a_killed_process_left_is_cleared_away() {
    let mut place = Place::new(&TEXTS);
    let left = place.index().join("unfinished-0");
    fs::create_dir_all(left.join("shard-0")).unwrap();
    fs::write(left.with_extension("lock"), "").unwrap();
    fs::write(left.join("shard-0/half"), "x").unwrap();
    assert_eq!(place.open().note(), None);
    built(&place.open());
    assert!(!left.exists());
}

#[test]
fn work_that_nobody_wants_stops() {
    let mut place = Place::new(&TEXTS);
    let finder = built(&place.open());
    let cancel = Cancel::default();
    cancel.stop();
    assert_eq!(finder.turns(&word("taal"), &cancel), Err(Stopped));
    assert!(finder.build(&|_| {}, &cancel).is_err());
    assert!(place.newest().exists());
}

#[test]
fn words_are_counted_completed_and_known_by_their_forms() {
    let mut place = Place::new(&[("a.txt", "werken werkt\n\nwerkt\n"), ("b.txt", "gewerkt, werk en Werk\n")]);
    let scan = place.open();
    let index = built(&scan);
    place.write("c.txt", "werkt\n");
    for (finder, often) in [(&scan, 2), (&index, 2), (&place.open(), 3)] {
        let words = finder.dictionary(&Cancel::default()).unwrap();
        assert_eq!(words.starting_with("werk", 2), [("werkt", often), ("werk", 1)]);
        let all: Vec<&str> = words.iter().map(|(word, _)| word).collect();
        assert_eq!(all, ["en", "gewerkt", "werk", "werken", "werkt"]);
        let forms = words.forms("werk", &Stems::of(["nl"]));
        let forms: Vec<_> = forms.iter().map(|form| (form.word.as_str(), form.count)).collect();
        assert_eq!(forms, [("werkt", u64::from(often)), ("gewerkt", 1), ("werk", 1), ("werken", 1)]);
        assert_eq!(finder.count(&word("werkt"), &Cancel::default()), Ok(u64::from(often)));
    }
}

#[test]
fn turns_that_say_more_of_it_come_first() {
    let text = "een grens en nog veel meer woorden die er niets mee te maken hebben\n\ngrens grens\n\nniets\n\ngrens nu\n";
    let mut place = Place::new(&[("a.txt", text), ("b.txt", "grens\n")]);
    let scan = place.open();
    let index = built(&scan);
    let cancel = Cancel::default();
    let wanted = word("grens");
    let best = |finder: &Finder| {
        let all = finder.turns(&wanted, &cancel).unwrap();
        let ranked = finder.ranked(&[&wanted], &all, 9, &cancel).unwrap();
        assert_eq!(ranked.len(), 4);
        assert_eq!(finder.ranked(&[&wanted], &all, 2, &cancel).unwrap(), ranked[..2]);
        ranked
    };
    assert_eq!(best(&scan), [1, 4, 3, 0]);
    assert_eq!(best(&index), [1, 4, 3, 0]);
    place.write("b.txt", "de grens grens grens grens\n");
    assert_eq!(best(&place.open()).last(), Some(&0));
}
