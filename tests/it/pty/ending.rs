//! However it ends, the terminal is as it was.

use kantlijn::ui::terminal::Screen;
use portable_pty::CommandBuilder;

use super::window::{Window, wait_until};
use crate::cli::Bench;

#[test]
fn signals_end_it_and_give_the_terminal_back() {
    for (signal, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let bench = Bench::with_d1();
        let mut window = Window::open(&bench, "anna", (80, 24));
        window.shows("Jij ziet ze één keer");
        window.keys("#3<enter>s,pn");
        window.shows("gecodeerd");
        window.signal(signal);
        assert_eq!(window.ended(), code, "{signal}");
        assert!(window.is_given_back(), "{signal}");
        assert!(
            bench.anna(&["export", "jsonl"]).done().contains("\"Nee.\""),
            "{signal}: what was pending is written"
        );
    }
}

#[test]
fn suspending_gives_the_terminal_back_and_it_comes_back() {
    let bench = Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (80, 24));
    window.shows("Jij ziet ze één keer");
    window.keys("<ctrl-z>");
    window.wait("the terminal is given back", |screen| !screen.alternate_screen());
    if cfg!(target_os = "linux") {
        wait_until("it is stopped", || window.doing() == Some('T'));
    }
    assert!(window.is_given_back());
    window.signal("CONT");
    window.shows("Jij ziet ze één keer");
    assert!(window.is_taken());
    window.keys("#3<enter>s");
    window.shows("selectie: beurt 3");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}

#[test]
fn coming_back_again_and_again_changes_no_key() {
    let bench = Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (80, 24));
    window.shows("Jij ziet ze één keer");
    let mut shell = window.signals_without_end("CONT");
    for _ in 0..100 {
        window.keys("#3<enter>s");
        window.shows("selectie: beurt 3");
        window.keys("<esc>");
        window.hides("selectie: beurt 3");
    }
    shell.kill().unwrap();
    shell.wait().unwrap();
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_speaks() {
    let bench = Bench::empty();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "pty::ending::panicking", "--ignored", "--nocapture"]);
    let mut window = Window::of(command, bench.home(), (80, 24));
    assert_ne!(window.ended(), 0);
    window.shows("the reason of the panic");
    assert!(window.is_given_back(), "{}", window.contents());
    let raw = String::from_utf8(window.raw()).unwrap();
    let (taken, left) = (raw.find("\x1b[?1049h"), raw.find("\x1b[?1049l"));
    assert!(taken.is_some() && taken < left && left < raw.find("the reason of the panic"), "{raw:?}");
}

#[test]
#[ignore = "the other side of a_panic_gives_the_terminal_back_before_it_speaks"]
fn panicking() {
    let _screen = Screen::take().unwrap();
    panic!("the reason of the panic");
}

#[test]
fn a_worker_that_panics_does_not_write_over_the_screen() {
    let bench = Bench::empty();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "pty::ending::panicking_aside", "--ignored", "--nocapture"]);
    let mut window = Window::of(command, bench.home(), (80, 24));
    assert_eq!(window.ended(), 0);
    assert!(!String::from_utf8(window.raw()).unwrap().contains("nobody reads this"));
}

#[test]
#[ignore = "the other side of a_worker_that_panics_does_not_write_over_the_screen"]
fn panicking_aside() {
    let _screen = Screen::take().unwrap();
    assert!(std::thread::spawn(|| panic!("nobody reads this")).join().is_err());
}
