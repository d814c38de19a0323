//! From the key to the cells of the first screen with marked hits: the app, the thread that answers and the drawing, without
//! a terminal.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use kantlijn::store::{Places, Settings};
use kantlijn::ui::headless::Headless;
use kantlijn::ui::keymap::Key;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::milliseconds;

const AREA: Rect = Rect::new(0, 0, 160, 45);
/// In so many programs, one after the other, each question is typed so often.
const PROGRAMS: usize = 3;
const TIMES: usize = 7;
/// The last answers are kept for a while. Behind the letters of this word, which nobody ever said, they are others.
const FORGET: &str = "qxzwqxzwqxzwqxzwqxzw";
/// Between two letters, for one who types fast.
const PAUSE: Duration = Duration::from_millis(60);

/// Types each question letter by letter, in programs that have the index in memory and know no answer.
pub fn type_questions(study: &Path, places: &Places) {
    let open = || {
        let mut screen = Headless::open(study, places, Settings::default(), "anna").unwrap();
        screen.wait().unwrap();
        screen
    };
    let code = open().app().study.codebook.codes().iter().find(|code| !code.retired).unwrap().id.clone();
    let questions = [
        "de".to_owned(),
        "samenwerking".to_owned(),
        "\"samen vraag\"".to_owned(),
        "\"van de\"".to_owned(),
        "\"van de s*\"".to_owned(),
        "*en*".to_owned(),
        "*werk*".to_owned(),
        format!("vraag code:{code}"),
        "samenwerking~1".to_owned(),
        "=Samenwerking".to_owned(),
        "/samenw\\w+/".to_owned(),
        format!("code:{code}"),
        format!("code:{code} overlaps code:*"),
    ];
    let only = std::env::var("KANTLIJN_ONLY").unwrap_or_default();
    let questions: Vec<String> = questions.into_iter().filter(|question| question.contains(&only)).collect();
    let mut times: Vec<Vec<Vec<(f64, f64)>>> =
        questions.iter().map(|q| vec![Vec::new(); q.chars().count()]).collect();
    for _ in 0..PROGRAMS {
        let mut screen = open();
        keys(&mut screen, "/");
        for time in 0..=TIMES {
            for (question, times) in questions.iter().zip(&mut times) {
                type_question(&mut screen, FORGET, Duration::ZERO);
                let took = type_question(&mut screen, question, PAUSE);
                // The first time the index is not in memory yet.
                if time > 0 {
                    times.iter_mut().zip(took).for_each(|(times, took)| times.push(took));
                }
            }
        }
    }
    let shown = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        format!("{:.2} {:.2}", times[times.len() / 2], times[times.len() * 95 / 100])
    };
    let print = |name: &str, times: &[(f64, f64)]| {
        let (first, whole) = times.iter().copied().unzip();
        println!("{name:36} {:>16} {:>16}", shown(first), shown(whole));
    };
    println!("\n{:36} {:>16} {:>16}", "key to screen, 160×45: p50 p95", "first rows", "whole answer");
    for (question, times) in questions.iter().zip(times) {
        print(question, &times[times.len() - 1]);
        print("    any of its letters", &times.concat());
        if !only.is_empty() {
            for (letter, times) in (1..).zip(&times) {
                print(&format!("    {}", question.chars().take(letter).collect::<String>()), times);
            }
        }
    }
}

/// What each of its letters took; afterwards nothing is asked any more.
fn type_question(screen: &mut Headless, question: &str, pause: Duration) -> Vec<(f64, f64)> {
    let letters = question.chars().map(|letter| {
        thread::sleep(pause);
        press(screen, letter)
    });
    let took = letters.collect();
    for _ in question.chars() {
        keys(screen, "<backspace>");
    }
    screen.wait().unwrap();
    took
}

/// Codebook and Journal of a large study: from each key to its frame, which never waits for counts or for what is read.
pub fn walk_screens(study: &Path, places: &Places) {
    let mut screen = Headless::open(study, places, Settings::default(), "anna").unwrap();
    screen.wait().unwrap();
    println!("\n{:32} {:>10} {:>10} {:>10}", "key to frame, 160×45", "p50", "p95", "longest");
    let walks: [(&str, &str, usize); 10] = [
        ("codebook, opened", "B", 1),
        ("codebook, down", "j", 200),
        ("codebook, what is below", "v", 8),
        ("codebook, filter", "f g r e n s <enter> <esc>", 4),
        ("codebook, passages", "<tab> j j j <esc>", 20),
        ("journal, opened", "<esc> <esc> H", 1),
        ("journal, down", "j", 400),
        ("journal, typing", "/ r e f l e c t i e <enter> <esc>", 2),
        ("journal, by code, to the end", "c <end> <esc>", 2),
        ("journal, closed", "<esc> <esc>", 1),
    ];
    for (name, pressed, times) in walks {
        let mut took = Vec::new();
        for _ in 0..times {
            for key in pressed.split(' ') {
                let begun = Instant::now();
                keys(&mut screen, key);
                let mut buffer = Buffer::empty(AREA);
                screen.app().draw(&mut buffer);
                std::hint::black_box(buffer);
                took.push(milliseconds(begun.elapsed()));
                // Counts and words come meanwhile, as for a person.
                thread::sleep(PAUSE / 4);
                screen.take_what_came();
            }
        }
        took.sort_by(f64::total_cmp);
        let at = |part: usize| took[(took.len() * part / 100).min(took.len() - 1)];
        println!("{name:32} {:>10.2} {:>10.2} {:>10.2}", at(50), at(95), at(100));
    }
}

/// One letter, until the frame is drawn that its rows fill, and until the one with the whole answer is.
fn press(screen: &mut Headless, letter: char) -> (f64, f64) {
    let name = match letter {
        ' ' => "<space>".to_owned(),
        '<' => "<lt>".to_owned(),
        other => other.to_string(),
    };
    let key = Key::sequence(&name).unwrap()[0];
    let begun = Instant::now();
    screen.press(key);
    screen.wait_for_rows(usize::from(AREA.height));
    let draw = |screen: &mut Headless| {
        screen.arrange(AREA);
        let mut buffer = Buffer::empty(AREA);
        screen.app().draw(&mut buffer);
        std::hint::black_box(buffer);
        milliseconds(begun.elapsed())
    };
    let first = draw(screen);
    if !screen.app().waits_for_answers() {
        return (first, first);
    }
    screen.wait_for_answers();
    (first, draw(screen))
}

fn keys(screen: &mut Headless, names: &str) {
    for key in Key::sequence(names).unwrap() {
        screen.press(key);
    }
    screen.arrange(AREA);
}
