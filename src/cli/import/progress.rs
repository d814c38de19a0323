//! How far an import is, and the wish to stop it.

use std::time::{Duration, Instant};

/// How far it is, on standard error where that is a terminal; only when it takes long enough to wonder.
pub(super) struct Progress {
    total: usize,
    begun: Instant,
    is_terminal: bool,
    shown: std::sync::Mutex<Option<Instant>>,
}

impl Progress {
    pub(super) fn new(total: usize) -> Self {
        use std::io::IsTerminal as _;
        let is_terminal = std::io::stderr().is_terminal();
        Self { total, begun: Instant::now(), is_terminal, shown: std::sync::Mutex::new(None) }
    }

    pub(super) fn show(&self, done: usize) {
        const WAIT: Duration = Duration::from_millis(400);
        const OFTEN: Duration = Duration::from_millis(100);
        if !self.is_terminal || self.begun.elapsed() < WAIT {
            return;
        }
        let Ok(mut shown) = self.shown.lock() else { return };
        if shown.is_none_or(|last| last.elapsed() > OFTEN) {
            *shown = Some(Instant::now());
            eprint!("\r{done} of {} files read", self.total);
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.shown.get_mut().is_ok_and(|shown| shown.is_some()) {
            eprint!("\r\u{1b}[K");
        }
    }
}

/// Ctrl-C: what is under way is written whole and told, and then it ends. A second one ends it at once.
pub(super) struct Stop {
    #[cfg(unix)]
    asked: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

#[cfg(unix)]
impl Stop {
    pub(super) fn new() -> Self {
        use signal_hook::consts::SIGINT;
        use signal_hook::flag::{register, register_conditional_default};
        let asked = std::sync::Arc::default();
        // Where that cannot be had, Ctrl-C ends the program as it always does.
        let _ = register_conditional_default(SIGINT, std::sync::Arc::clone(&asked))
            .and_then(|_| register(SIGINT, std::sync::Arc::clone(&asked)));
        Self { asked }
    }

    pub(super) fn is_asked(&self) -> bool {
        self.asked.load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[cfg(not(unix))]
impl Stop {
    pub(super) fn new() -> Self {
        Self {}
    }

    #[expect(clippy::unused_self, reason = "elsewhere there is something to ask")]
    pub(super) fn is_asked(&self) -> bool {
        false
    }
}
