//! The codebook screen on a study on the disk: keys in, files out, with other people at the same files.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::store::{Places, Settings};
use crate::ui::headless::Headless;
use crate::ui::keymap::Key;

const FAMILY: &str = "# van ons\nfamily = \"lm\"\n\n[[code]]\nid = \"zet\" # de eerste\ndefinition = { nl = \"Oud.\" } # nog eens lezen\nzelf = \"onbekend\"\n\n# een opmerking\n[[code]]\nid = \"aap\"\nname = \"Aap\"\n";

struct Desk {
    folder: TempDir,
    screen: Headless,
}

impl Desk {
    fn new(family: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("studie");
        fs::create_dir_all(root.join("codebook")).unwrap();
        fs::create_dir_all(root.join("corpus")).unwrap();
        fs::write(root.join("kantlijn.toml"), "format = 1\ntitle = \"Proef\"\nlanguages = [\"nl\"]\n")
            .unwrap();
        fs::write(root.join("corpus/d1.md"), "---\nid: d1\n---\nAA1: Een zin. Nog een zin.\n").unwrap();
        fs::write(root.join("codebook/lm.toml"), family).unwrap();
        let places = Places::under(&folder.path().join("ik"));
        let settings = Settings::load(&places).unwrap();
        let mut screen = Headless::open(&root, &places, settings, "anna").unwrap();
        screen.app().language = crate::ui::language::Language::Dutch;
        let mut desk = Self { folder, screen };
        desk.keys("B<home>");
        desk
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in Key::sequence(keys).unwrap() {
            self.screen.press(key);
            self.screen.arrange_cells((100, 30));
        }
        self.screen.wait().unwrap();
        self
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("studie/codebook/lm.toml")
    }

    fn file(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    fn notice(&mut self) -> String {
        self.screen.app().notice().map(|notice| notice.words.clone()).unwrap_or_default()
    }
}

#[test]
fn comments_order_and_unknown_keys_survive_what_the_screen_does() {
    let mut desk = Desk::new(FAMILY);
    desk.keys("j=<ctrl-w><ctrl-w>Nieuw.<ctrl-s>");
    assert!(desk.file().contains("Nieuw.") && desk.file().contains("# nog eens lezen"), "{}", desk.file());
    desk.keys("u");
    assert_eq!(desk.file(), FAMILY);
    // A new code comes right behind, and nothing else changes its place.
    desk.keys("nTussen<enter>");
    let (new, file) = ("id = \"tussen\"", desk.file());
    let place = |words: &str| file.find(words).unwrap();
    assert!(place("id = \"zet\"") < place(new) && place(new) < place("id = \"aap\""), "{file}");
    assert!(
        file.contains("# een opmerking\n[[code]]\nid = \"aap\"") && file.contains("zelf = \"onbekend\""),
        "{file}"
    );
    desk.keys("u");
    assert_eq!(desk.file(), FAMILY);
    desk.keys("FNieuwe familie<enter>".replace(' ', "<space>").as_str());
    let made = desk.folder.path().join("studie/codebook/nieuwe-familie.toml");
    assert!(fs::read_to_string(&made).unwrap().contains("Nieuwe familie"));
    desk.keys("u");
    assert!(!made.exists());
}

#[test]
fn what_somebody_else_wrote_is_never_written_over_unseen() {
    let mut desk = Desk::new(FAMILY);
    desk.keys("j=<space>Van<space>mij.");
    let theirs = FAMILY.replace("Oud.", "Van hen.").replace("name = \"Aap\"", "name = \"Aapje\"");
    fs::write(desk.path(), &theirs).unwrap();
    desk.keys("<ctrl-s>");
    assert_eq!(desk.file(), theirs, "refused");
    assert!(!desk.screen.app().panels.is_empty() && !desk.notice().is_empty());
    desk.keys("<ctrl-s>");
    assert_eq!(desk.file(), theirs, "first it is shown");
    assert!(desk.notice().contains("elders gewijzigd"), "{}", desk.notice());
    desk.keys("<ctrl-s>");
    assert_eq!(desk.file(), theirs.replace("Van hen.", "Oud. Van mij."), "then it is meant");
    // What they change elsewhere in the entry is merged without a word.
    desk.keys("=<space>Meer.");
    let theirs =
        desk.file().replace("id = \"zet\" # de eerste", "id = \"zet\" # de allereerste\nkey = \"zz\"");
    fs::write(desk.path(), &theirs).unwrap();
    desk.keys("<ctrl-s>");
    assert_eq!(desk.file(), theirs.replace("Van mij.", "Van mij. Meer."));
}

#[test]
fn a_merge_conflict_is_shown_and_written_as_chosen() {
    let merged = FAMILY.replace(
        "definition = { nl = \"Oud.\" } # nog eens lezen\n",
        "<<<<<<< HEAD\ndefinition = { nl = \"Oud.\" } # nog eens lezen\n=======\ndefinition = { nl = \"Daar.\" }\nkey = \"dd\"\n>>>>>>> main\n",
    );
    let mut desk = Desk::new(&merged);
    desk.keys("jr<ctrl-u>Zet<enter>");
    assert_eq!(desk.file(), merged, "nothing is written into it before one has chosen");
    desk.keys("G<right><enter>");
    let whole = desk.file();
    assert!(
        whole.contains("{ nl = \"Daar.\" } # nog eens lezen") && whole.contains("key = \"dd\""),
        "{whole}"
    );
    assert!(!whole.contains("<<<<") && desk.screen.app().conflicts.is_empty());
    desk.keys("u");
    assert_eq!(desk.file(), FAMILY, "what came from the other side can be taken back");
}
