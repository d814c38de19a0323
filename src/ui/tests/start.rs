//! How a study is opened: the sample for a newcomer, and any study where one left it.

use ratatui::layout::Rect;

use crate::store::{Places, Settings, demo};
use crate::ui::headless::Headless;
use crate::ui::keymap::Key;

const AREA: Rect = Rect::new(0, 0, 160, 45);

fn press(headless: &mut Headless, keys: &[&str]) {
    for key in keys {
        headless.press(Key::parse(key).unwrap());
        headless.arrange(AREA);
        headless.wait().unwrap();
    }
}

fn others(headless: &mut Headless) -> Vec<String> {
    let app = headless.app();
    let others = app.shown.coders.iter().filter(|coder| **coder != app.coder);
    others.map(|coder| app.study.coder_name(*coder).to_owned()).collect()
}

#[test]
fn a_newcomer_sees_codings_in_the_sample_and_where_it_is_once() {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::under(folder.path());
    let root = demo::demo(&places, false).unwrap();
    let open = |coder: &str| {
        let settings = Settings::load(&places).unwrap();
        let mut headless = Headless::open(&root, &places, settings, coder).unwrap();
        headless.arrange(AREA);
        headless.wait().unwrap();
        headless
    };
    let mut first = open("zoë");
    assert_eq!(others(&mut first), ["anna"]);
    let notice = first.app().notice().unwrap().words.clone();
    assert!(notice.contains(&root.display().to_string()) && notice.starts_with("? "), "{notice}");
    let before = first.app().reader.as_ref().unwrap().opened.document;
    press(&mut first, &[">", "J", "J"]);
    let (document, cursor) = {
        let reader = first.app().reader.as_ref().unwrap();
        (reader.opened.document, reader.cursor)
    };
    assert!(document != before && cursor > 0);
    // Another document and back: the place in each is kept.
    let anna = first.app().study.names.coders.get("anna").unwrap();
    first.app().shown.coders.remove(&anna);
    press(&mut first, &["<"]);
    press(&mut first, &[">"]);
    assert_eq!(first.app().reader.as_ref().unwrap().cursor, cursor);
    for effect in first.app().leave() {
        first.carry_out(effect);
    }
    drop(first);
    let mut again = open("zoë");
    assert_eq!(others(&mut again), [""; 0], "what was switched off stays off");
    assert!(again.app().notice().is_none());
    let reader = again.app().reader.as_ref().unwrap();
    assert_eq!((reader.opened.document, reader.cursor), (document, cursor));
}
