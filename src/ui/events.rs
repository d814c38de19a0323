//! What happens to the program, in one queue: keys, signals, results of workers, and time passing.
//!
//! The loop blocks here and nowhere else. It gets everything that has arrived, so that a burst (a wheel, a paste, a key held
//! down) is taken in at once and drawn once.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event as terminal;

/// How often the loop wakes without a reason, to look at the disk.
const TICK: Duration = Duration::from_secs(1);

/// How long the input thread listens before it looks whether it should step aside.
const LISTEN: Duration = Duration::from_millis(100);

/// Events taken at once; more wait for the next frame, so that no flood of events starves the screen.
const BATCH: usize = 512;

/// Something that happened. `R` is what workers report.
#[derive(Debug)]
pub enum Event<R> {
    /// A key, the mouse, a paste, a new size, focus won or lost.
    Input(terminal::Event),
    /// A signal, by its number.
    Signal(i32),
    /// A worker reports.
    Report(R),
    /// About a second went by.
    Tick,
    /// The terminal is gone.
    Hangup,
}

/// The queue, and the threads that fill it.
pub struct Events<R> {
    sender: Sender<Event<R>>,
    receiver: Receiver<Event<R>>,
    gate: Arc<Gate>,
    next_tick: Instant,
}

impl<R: Send + 'static> Events<R> {
    /// Starts to listen to the terminal and to signals.
    ///
    /// # Errors
    /// When signals cannot be caught.
    pub fn listen() -> std::io::Result<Self> {
        let events = Self::silent();
        catch_signals(events.sender.clone())?;
        let (sender, gate) = (events.sender.clone(), Arc::clone(&events.gate));
        thread::spawn(move || read_input(&sender, &gate));
        Ok(events)
    }

    /// A queue that nothing but [`Events::sender`] fills.
    pub fn silent() -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { sender, receiver, gate: Arc::default(), next_tick: Instant::now() + TICK }
    }

    /// For workers.
    pub fn sender(&self) -> Sender<Event<R>> {
        self.sender.clone()
    }

    /// Waits for something to happen; then everything that did, in order. Of several sizes only the last is kept, and a
    /// tick comes at most once.
    pub fn next_batch(&mut self) -> Vec<Event<R>> {
        let wait = self.next_tick.saturating_duration_since(Instant::now());
        let mut batch = match self.receiver.recv_timeout(wait) {
            Ok(event) => vec![event],
            Err(RecvTimeoutError::Timeout) => {
                self.next_tick = Instant::now() + TICK;
                vec![Event::Tick]
            }
            Err(RecvTimeoutError::Disconnected) => vec![Event::Hangup],
        };
        batch.extend(self.receiver.try_iter().take(BATCH));
        keep_last_size(&mut batch);
        batch
    }

    /// What has come already, in order; without waiting.
    pub fn arrived(&mut self) -> Vec<Event<R>> {
        self.receiver.try_iter().take(BATCH).collect()
    }

    /// Runs `outside` while nobody reads the terminal, for a program that wants the keys itself.
    pub fn deaf<T>(&self, outside: impl FnOnce() -> T) -> T {
        self.gate.close();
        let result = outside();
        self.gate.open();
        result
    }
}

fn keep_last_size<R>(batch: &mut Vec<Event<R>>) {
    let is_size = |event: &Event<R>| matches!(event, Event::Input(terminal::Event::Resize(..)));
    let mut left = batch.iter().filter(|event| is_size(event)).count();
    batch.retain(|event| {
        let size = is_size(event);
        left -= usize::from(size);
        !size || left == 0
    });
}

/// Whether the input thread may read, and whether it does.
#[derive(Default)]
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    closed: bool,
    reading: bool,
}

impl Gate {
    /// Returns when the input thread has stepped aside.
    fn close(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.closed = true;
        while state.reading {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn open(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = false;
        self.changed.notify_all();
    }

    /// Runs `read` when the gate is open; waits until it is.
    fn pass<T>(&self, read: impl FnOnce() -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.closed {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.reading = true;
        drop(state);
        let result = read();
        self.state.lock().unwrap_or_else(PoisonError::into_inner).reading = false;
        self.changed.notify_all();
        result
    }
}

fn read_input<R>(sender: &Sender<Event<R>>, gate: &Gate) {
    loop {
        let event = gate.pass(|| match terminal::poll(LISTEN) {
            Ok(true) => terminal::read().map(Some),
            Ok(false) => Ok(None),
            Err(error) => Err(error),
        });
        let sent = match event {
            Ok(Some(event)) => sender.send(Event::Input(event)),
            Ok(None) => continue,
            Err(_) => {
                let _ = sender.send(Event::Hangup);
                return;
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

#[cfg(unix)]
fn catch_signals<R: Send + 'static>(sender: Sender<Event<R>>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    thread::spawn(move || {
        for signal in &mut signals {
            if sender.send(Event::Signal(signal)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn catch_signals<R>(_sender: Sender<Event<R>>) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_arrives_as_one_batch_with_the_last_size() {
        let mut events: Events<u8> = Events::silent();
        let sender = events.sender();
        let size = |width| Event::Input(terminal::Event::Resize(width, 24));
        for event in [size(80), Event::Report(1), size(90), Event::Report(2), size(100), Event::Report(3)] {
            sender.send(event).unwrap();
        }
        let seen: Vec<String> = events.next_batch().iter().map(|event| format!("{event:?}")).collect();
        assert_eq!(seen, ["Report(1)", "Report(2)", "Input(Resize(100, 24))", "Report(3)"]);
    }

    #[test]
    fn nobody_reads_while_the_gate_is_closed() {
        let gate = Arc::new(Gate::default());
        gate.close();
        let (sender, receiver) = mpsc::channel();
        let reader = thread::spawn({
            let gate = Arc::clone(&gate);
            move || gate.pass(|| sender.send("read").unwrap())
        });
        assert!(receiver.try_recv().is_err());
        gate.open();
        assert_eq!(receiver.recv().unwrap(), "read");
        reader.join().unwrap();
    }
}
