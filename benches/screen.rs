//! From a key to the finished frame at 200×60: `cargo bench --bench screen`.
//!
//! In a document of 10 MB with 100,000 turns, in one that is a single line of 1 MB, and in an ordinary one of 100 KB, each with
//! 5,000 codings that are all shown. Every key is pressed a thousand times at places all over the document; the table gives the time until the cells of
//! the frame are there, and until the bytes for the terminal are, as p50, p99 and longest. What a key asks of the store (a
//! coding, undo) is done in that time; the disk comes later. `-- NAME` measures one document alone; `-- L` one of 5,000
//! documents in a study with 500,000 codings.

use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kantlijn::import::generate::{Size, Turns, write_study};
use kantlijn::model::DocumentKey;
use kantlijn::store::{LoadedText, Places, Settings};
use kantlijn::text::SpanIndex;
use kantlijn::ui::headless::Headless;
use kantlijn::ui::keymap::Key;
use kantlijn::ui::reader::Opened;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget, Wrap};
use ratatui::{Terminal, TerminalOptions, Viewport};

const AREA: Rect = Rect::new(0, 0, 200, 60);
/// How often each key is pressed.
const TIMES: usize = 1000;

/// What is measured: a name, keys that are pressed first without a clock, and those under the clock.
const KEYS: [(&str, &str, &str); 22] = [
    ("a row down", "", "j"),
    ("a row up", "", "k"),
    ("a screen further", "", "<pagedown>"),
    ("half a screen back", "", "<ctrl-u>"),
    ("end of the document", "", "G"),
    ("start of the document", "G", "g"),
    ("next sentence", "", ")"),
    ("next turn without a code", "", "n"),
    ("previous turn without a code", "", "p"),
    ("next coding with this code", "", "N"),
    ("select a sentence", "", "s"),
    ("select a turn", "", "t"),
    ("select a word", "", "w"),
    ("20 sentences, one more", "ssssssssssssssssssss", "s"),
    ("edge of the selection", "s", "]"),
    ("edges of a coding", "", "r"),
    ("code a sentence again", "s", "."),
    ("code a turn again", "t", "."),
    ("mark as important", "s.k", "*"),
    ("take a coding off", "s.k", "x"),
    ("undo", "s.", "u"),
    ("redo", "s.u", "U"),
];

/// What would go to the terminal.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        black_box(&self.0);
        self.0.clear();
        Ok(())
    }
}

fn main() {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return println!("no room for measuring: {error}"),
    };
    println!("200×60, 5,000 codings in the document, {TIMES} times each; microseconds\n");
    let wanted = std::env::args().nth(1).filter(|name| !name.starts_with('-'));
    for (name, size) in [
        ("10 MB, 100,000 turns", Size::LONG_DOCUMENT),
        ("one line of 1 MB", Size { codings: 5_000, ..Size::LONG_LINE }),
        ("100 KB", Size { documents: 1, bytes: 100_000, codings: 5_000, coders: 6, turns: Turns::Natural }),
        ("size L", Size::L),
    ] {
        if wanted.as_ref().map_or(name == "size L", |wanted| !name.contains(wanted)) {
            continue;
        }
        let root = folder.path().join(name);
        write_study(&root, size, 1, |_| ()).unwrap_or_else(|error| panic!("{error}"));
        let places = Places::under(&folder.path().join("person"));
        first_frame(name, &root, &places);
        measure(name, &root, &places);
    }
    paragraph();
}

/// Opening: the study with its document, and the document alone.
fn first_frame(name: &str, root: &Path, places: &Places) {
    let mut times: [Vec<Duration>; 4] = Default::default();
    for _ in 0..20 {
        let start = Instant::now();
        let mut screen = open(root, places);
        times[0].push(start.elapsed());
        settle(&mut screen);
        screen.arrange(AREA);
        black_box(draw(&mut screen));
        times[1].push(start.elapsed());
        let document = screen.app().study.documents()[0].clone();
        drop(screen);
        let start = Instant::now();
        let text = LoadedText::read(root, &document).unwrap_or_else(|error| panic!("{error}"));
        times[2].push(start.elapsed());
        black_box(Opened::new(Arc::new(text)));
        times[3].push(start.elapsed());
    }
    println!("| {name}, first frame | p50 | p99 | longest |\n|---|---:|---:|---:|");
    let names = ["open the study", "until its first frame", "read the text", "ready for the Reader"];
    for (what, times) in names.iter().zip(&mut times) {
        println!("| {what} | {} |", row(times));
    }
    println!();
}

fn open(root: &Path, places: &Places) -> Headless {
    Headless::open(root, places, Settings::default(), "anna").unwrap_or_else(|error| panic!("{error}"))
}

fn settle(screen: &mut Headless) {
    screen.wait().unwrap_or_else(|error| panic!("{error}"));
}

fn draw(screen: &mut Headless) -> Buffer {
    let mut buffer = Buffer::empty(AREA);
    screen.app().draw(&mut buffer);
    buffer
}

fn measure(name: &str, root: &Path, places: &Places) {
    let mut screen = open(root, places);
    settle(&mut screen);
    let coders = screen.app().study.coders();
    screen.app().shown.coders.extend(coders);
    let document: DocumentKey = screen.app().study.documents()[0].key;
    let codings = screen.app().study.document_codings(document).map_or(0, SpanIndex::len);
    let length = screen.app().reader.as_ref().map_or(0, |reader| reader.opened.text.len());
    let options = TerminalOptions { viewport: Viewport::Fixed(AREA) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(Bytes::default()), options)
        .unwrap_or_else(|error| panic!("{error}"));
    println!("| {name}, {codings} codings | cells p50 | p99 | longest | bytes p50 | p99 | longest |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let mut all: [Vec<Duration>; 2] = Default::default();
    for (what, first, then) in KEYS {
        let mut times: [Vec<Duration>; 2] = Default::default();
        let mut place: u64 = 12345;
        for _ in 0..TIMES {
            place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (((place >> 33) * length as u64) >> 31) as u32;
            if let Some(reader) = &mut screen.app().reader {
                reader.go_to(at);
            }
            press(&mut screen, first, &mut terminal);
            screen.wait().unwrap_or_else(|error| panic!("{error}"));
            for key in keys(then) {
                let (cells, bytes) = frame(&mut screen, key, &mut terminal);
                times[0].push(cells);
                times[1].push(bytes);
            }
        }
        let shown = times.each_mut().map(|times| row(times));
        println!("| {what} | {} | {} |", shown[0], shown[1]);
        all.iter_mut().zip(times).for_each(|(all, times)| all.extend(times));
    }
    let shown = all.each_mut().map(|times| row(times));
    println!("| all | {} | {} |\n", shown[0], shown[1]);
}

fn row(times: &mut [Duration]) -> String {
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_micros();
    format!("{} | {} | {}", at(0.5), at(0.99), at(1.0))
}

fn press(screen: &mut Headless, names: &str, terminal: &mut Terminal<CrosstermBackend<Bytes>>) {
    for key in keys(names) {
        frame(screen, key, terminal);
    }
    if names.is_empty() {
        screen.arrange(AREA);
        draw_whole(screen, terminal);
    }
}

fn keys(names: &str) -> Vec<Key> {
    Key::sequence(names).unwrap_or_else(|error| panic!("{error}"))
}

/// One key: until the cells of its frame are there, and until the bytes for the terminal are.
fn frame(
    screen: &mut Headless,
    key: Key,
    terminal: &mut Terminal<CrosstermBackend<Bytes>>,
) -> (Duration, Duration) {
    let start = Instant::now();
    screen.press(key);
    screen.arrange(AREA);
    let buffer = draw(screen);
    let cells = start.elapsed();
    drop(black_box(buffer));
    // The same again for the bytes: what was asked and laid out is in `cells`, so only drawing is done twice.
    let again = Instant::now();
    let drawn = draw(screen);
    let drawing = again.elapsed();
    drop(black_box(drawn));
    let again = Instant::now();
    draw_whole(screen, terminal);
    (cells, cells.saturating_sub(drawing) + again.elapsed())
}

fn draw_whole(screen: &mut Headless, terminal: &mut Terminal<CrosstermBackend<Bytes>>) {
    let app = screen.app();
    let drawn = terminal.draw(|frame| app.draw(frame.buffer_mut()));
    drawn.unwrap_or_else(|error| panic!("{error}"));
}

/// What ratatui's own widget needs for the same screenful, at the end of 1 MB.
fn paragraph() {
    let text =
        "Leg de kaart eens midden op tafel. Wat zie je als je naast de ander gaat zitten? ".repeat(12_500);
    let lines: Vec<Line<'_>> =
        text.as_bytes().chunks(400).map(|part| Line::from(String::from_utf8_lossy(part))).collect();
    let rows = lines.len() as u16 * 6;
    let mut times: Vec<Duration> = (0..20)
        .map(|_| {
            let start = Instant::now();
            let mut buffer = Buffer::empty(AREA);
            Paragraph::new(lines.clone())
                .wrap(Wrap { trim: false })
                .scroll((rows - 60, 0))
                .render(Rect { width: 72, ..AREA }, &mut buffer);
            black_box(buffer);
            start.elapsed()
        })
        .collect();
    println!(
        "| ratatui's Paragraph at the end of 1 MB | p50 | p99 | longest |\n|---|---:|---:|---:|\n| drawing alone | {} |",
        row(&mut times)
    );
}
