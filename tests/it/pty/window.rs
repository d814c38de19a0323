//! A window with the program in it: keys go in, and a terminal of our own draws what comes out. Every wait has a condition
//! and a deadline; nothing sleeps.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use crate::cli::Bench;

/// How long anything may take, on a busy machine.
const DEADLINE: Duration = Duration::from_secs(30);

/// The program in a terminal.
pub struct Window {
    shown: Arc<Shown>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    exit: Receiver<ExitStatus>,
    process: u32,
}

/// What came out.
struct Shown {
    state: Mutex<(vt100::Parser, Vec<u8>)>,
    /// Nothing more will come.
    closed: AtomicBool,
    changed: Condvar,
}

impl Window {
    /// The study of `bench` for a coder, in a window of so many columns and rows.
    pub fn open(bench: &Bench, coder: &str, size: (u16, u16)) -> Self {
        let study = bench.root();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kantlijn"));
        command.args(["-C", study.to_str().unwrap(), "--coder", coder]);
        Self::of(command, bench.home(), size)
    }

    /// Any program.
    pub fn of(mut command: CommandBuilder, home: &Path, (columns, rows): (u16, u16)) -> Self {
        command.env_clear();
        command.cwd(home);
        for (name, value) in [
            ("HOME", ""),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, home.join(value));
        }
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("LANG", "nl_NL.UTF-8"),
            ("RUST_BACKTRACE", "0"),
        ] {
            command.env(name, value);
        }
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let process = child.process_id().unwrap();
        let (sender, exit) = mpsc::channel();
        thread::spawn(move || sender.send(child.wait().unwrap()));
        let parser = vt100::Parser::new(some(rows), some(columns), 0);
        let shown = Arc::new(Shown {
            state: Mutex::new((parser, Vec::new())),
            closed: AtomicBool::new(false),
            changed: Condvar::new(),
        });
        let (mut output, to) = (pair.master.try_clone_reader().unwrap(), Arc::clone(&shown));
        thread::spawn(move || {
            let mut bytes = [0; 16384];
            while let Ok(count @ 1..) = output.read(&mut bytes) {
                let mut state = to.state.lock().unwrap();
                state.0.process(&bytes[..count]);
                state.1.extend_from_slice(&bytes[..count]);
                to.changed.notify_all();
            }
            to.closed.store(true, Ordering::SeqCst);
        });
        let writer = pair.master.take_writer().unwrap();
        Self { shown, writer, master: pair.master, exit, process }
    }

    /// Types keys: names in angle brackets, everything else letter by letter.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let (name, after) = match rest.strip_prefix('<').and_then(|inside| inside.split_once('>')) {
                Some((name, after)) if !name.is_empty() => (name, after),
                _ => rest.split_at(first.len_utf8()),
            };
            self.writer.write_all(&bytes_of(name)).unwrap();
            rest = after;
        }
        self.writer.flush().unwrap();
        self
    }

    /// Another size.
    pub fn resize(&mut self, (columns, rows): (u16, u16)) {
        self.shown.state.lock().unwrap().0.screen_mut().set_size(some(rows), some(columns));
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Waits until these words are on the screen.
    #[track_caller]
    pub fn shows(&self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    /// Waits until these words are not on the screen any more.
    #[track_caller]
    pub fn hides(&self, words: &str) {
        self.wait(&format!("no {words}"), |screen| !screen.contents().contains(words));
    }

    /// Waits until the screen is as `wanted` says.
    #[track_caller]
    pub fn wait(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let until = Instant::now() + DEADLINE;
        let mut state = self.shown.state.lock().unwrap();
        while !wanted(state.0.screen()) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let contents = state.0.screen().contents();
                drop(state);
                panic!("waited for: {what}\n{contents}");
            }
            state = self.shown.changed.wait_timeout(state, left).unwrap().0;
        }
    }

    /// What is on the screen.
    pub fn contents(&self) -> String {
        self.shown.state.lock().unwrap().0.screen().contents()
    }

    /// Everything that came out so far, byte by byte.
    pub fn raw(&self) -> Vec<u8> {
        self.shown.state.lock().unwrap().1.clone()
    }

    /// True while the program has the terminal for itself.
    pub fn is_taken(&self) -> bool {
        let state = self.shown.state.lock().unwrap();
        let screen = state.0.screen();
        screen.alternate_screen()
            && screen.hide_cursor()
            && screen.bracketed_paste()
            && screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None
    }

    /// True when nothing of it is left over.
    pub fn is_given_back(&self) -> bool {
        let state = self.shown.state.lock().unwrap();
        let screen = state.0.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }

    /// Sends a signal, by its name.
    pub fn signal(&self, name: &str) {
        let process = self.process.to_string();
        let sent = Command::new("kill").args(["-s", name, &process]).status().unwrap();
        assert!(sent.success());
    }

    /// Sends a signal again and again, as long as the program runs.
    pub fn signals_without_end(&self, name: &str) -> std::process::Child {
        let script = format!("while kill -s {name} {} 2>/dev/null; do sleep 0.001; done", self.process);
        Command::new("sh").args(["-c", &script]).spawn().unwrap()
    }

    /// The letter that the system gives for what the process does: `T` when it is stopped.
    pub fn doing(&self) -> Option<char> {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", self.process)).ok()?;
        status.rsplit_once(") ")?.1.chars().next()
    }

    /// Waits for the end, with all that comes out before it; the exit code.
    #[track_caller]
    pub fn ended(&mut self) -> u32 {
        match self.exit.recv_timeout(DEADLINE) {
            Ok(status) => {
                wait_until("the end of what comes out", || self.shown.closed.load(Ordering::SeqCst));
                status.exit_code()
            }
            Err(timeout) => panic!("it does not end ({timeout})\n{}", self.contents()),
        }
    }

    /// Waits until everything that was done is on the disk: a coding that is named as done and not as pending.
    #[track_caller]
    pub fn done(&self, words: &str) {
        self.wait(words, |screen| {
            let contents = screen.contents();
            contents.contains(words) && !contents.contains("nog niet bewaard")
        });
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if matches!(self.exit.try_recv(), Err(mpsc::TryRecvError::Empty)) {
            let mut kill = Command::new("kill");
            let _ = kill.args(["-s", "KILL", &self.process.to_string()]).stderr(Stdio::null()).status();
        }
    }
}

fn some(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}

fn bytes_of(name: &str) -> Vec<u8> {
    match name {
        "enter" => b"\r".to_vec(),
        "esc" => b"\x1b".to_vec(),
        "tab" => b"\t".to_vec(),
        "home" => b"\x1b[H".to_vec(),
        "end" => b"\x1b[F".to_vec(),
        "down" => b"\x1b[B".to_vec(),
        "pagedown" => b"\x1b[6~".to_vec(),
        other => match other.strip_prefix("ctrl-").map(str::as_bytes) {
            Some([letter]) => vec![letter & 0x1f],
            _ => other.as_bytes().to_vec(),
        },
    }
}

/// Waits for something that shows nowhere on the screen.
#[track_caller]
pub fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let until = Instant::now() + DEADLINE;
    while !holds() {
        assert!(Instant::now() < until, "waited for: {what}");
        thread::yield_now();
    }
}
