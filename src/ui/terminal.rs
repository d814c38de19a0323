//! The terminal: taken over at start, given back whatever happens.
//!
//! Raw mode, the alternate screen, the mouse, bracketed paste and focus reports are switched on together and off together:
//! on drop, before the message of a panic, on a signal (by the loop, which leaves through the same door), and for as long
//! as the program is suspended or an editor has the screen.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};

/// True while the terminal is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Bytes gathered before they are sent: a full screen of styled cells at 200×60.
const BUFFER: usize = 256 * 1024;

/// The terminal in our hands. Dropping it gives it back.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screen {
    /// Takes the terminal over, and makes sure that a panic gives it back before it speaks.
    ///
    /// # Errors
    /// When standard output is no terminal or refuses.
    pub fn take() -> io::Result<Self> {
        give_back_on_panic(thread::current().id());
        switch_on()?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(BUFFER, io::stdout()));
        match Terminal::new(backend) {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                switch_off();
                Err(error)
            }
        }
    }

    /// The whole screen, in cells.
    ///
    /// # Errors
    /// When the terminal does not tell.
    pub fn area(&self) -> io::Result<Rect> {
        let size = self.terminal.size()?;
        Ok(Rect::new(0, 0, size.width, size.height))
    }

    /// Draws one frame; the terminal shows it at once or not at all.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(paint)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Forgets what the terminal shows, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn forget(&mut self) -> io::Result<()> {
        // The library's `clear` asks the terminal where its cursor is, and the answer would have to come past the thread that
        // reads the keys.
        let area = self.area()?;
        self.terminal.resize(area)
    }

    /// Asks the terminal (OSC 52, so it works over ssh) to put `text` on the clipboard.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the terminal back while `outside` runs, then takes it again.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn lend<T>(&mut self, outside: impl FnOnce() -> T) -> io::Result<T> {
        switch_off();
        let result = outside();
        self.retake()?;
        Ok(result)
    }

    /// Stops the program as Ctrl-Z does, and comes back with it.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<()> {
        self.lend(|| {
            #[cfg(unix)]
            let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
        })
    }

    /// Takes the terminal again after something else had it, and forgets what it shows.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn retake(&mut self) -> io::Result<()> {
        // A shell may have left raw mode behind our back, and switching on twice does nothing: it must be left first then, and
        // only then, for an Enter that arrives between the two would come as another key.
        if !is_raw() {
            let _ = disable_raw_mode();
        }
        switch_on()?;
        self.forget()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        switch_off();
    }
}

fn switch_on() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        EnableMouseCapture,
        EnableBracketedPaste,
        EnableFocusChange,
        cursor::Hide
    )
}

/// True while the terminal itself gives each key as it is typed, whoever asked for that. False where it does not tell.
fn is_raw() -> bool {
    #[cfg(unix)]
    if let Ok(how) = rustix::termios::tcgetattr(io::stdin()) {
        use rustix::termios::{InputModes, LocalModes};
        return !how.local_modes.intersects(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
            && !how.input_modes.contains(InputModes::ICRNL);
    }
    false
}

/// Does nothing when the terminal is not ours. Errors have nobody left to tell.
fn switch_off() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(
        io::stdout(),
        DisableFocusChange,
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = disable_raw_mode();
    let _ = io::stdout().flush();
}

/// A panic of the `main` thread gives the terminal back and then speaks; that of a worker must not write over the screen:
/// whoever waits for the worker reports it.
fn give_back_on_panic(main: ThreadId) {
    static HOOKED: AtomicBool = AtomicBool::new(false);
    if HOOKED.swap(true, Ordering::SeqCst) {
        return;
    }
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == main {
            switch_off();
        }
        if !TAKEN.load(Ordering::SeqCst) {
            before(panic);
        }
    }));
}
