//! How the program ends, and what signals have to do with it.

use std::io;

use super::terminal::Screen;

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person quit.
    Quit,
    /// A signal ended it, or the terminal went away (as SIGHUP).
    Signal(i32),
}

impl Ended {
    /// The exit code that says so.
    pub fn code(self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Signal(number) => 128u8.wrapping_add(number as u8),
        }
    }

    /// The terminal went away: as SIGHUP, also where there are no signals.
    pub const HANGUP: Self = Self::Signal(1);

    /// Does what a signal asks for; how it ends the program, when it does.
    pub(super) fn on_signal(number: i32, screen: &mut Screen) -> io::Result<Option<Self>> {
        #[cfg(unix)]
        match number {
            signal_hook::consts::SIGTSTP => return screen.suspend().map(|()| None),
            signal_hook::consts::SIGCONT => return screen.retake().map(|()| None),
            _ => {}
        }
        #[cfg(not(unix))]
        let _ = screen;
        Ok(Some(Self::Signal(number)))
    }
}
