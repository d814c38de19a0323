//! Readers that others wrote, on a thread of their own: one that stops with a panic on an odd file, or goes round in it, becomes a
//! sentence, and nothing is shown of it.

use std::sync::Once;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use super::ImportError;

/// The name of such a thread.
const THREAD: &str = "reader";
/// How long it may take; a thousand pages of PDF take some seconds.
const DEADLINE: Duration = Duration::from_secs(120);
/// Things can lie in each other rather deep.
const STACK: usize = 16 << 20;

/// Does the work; `built` says what it is that is built in a way that cannot be read, in case of a panic.
///
/// # Errors
/// Those of the work, and [`ImportError::Broken`] where it stopped or took too long.
pub(super) fn apart<T: Send + 'static>(
    built: &str,
    work: impl FnOnce() -> Result<T, ImportError> + Send + 'static,
) -> Result<T, ImportError> {
    be_quiet_about_panics();
    let broken = |why: String| ImportError::Broken { why };
    let (send, receive) = channel();
    let work = move || {
        // Whoever waited may be gone by now.
        drop(send.send(work()));
    };
    let started = thread::Builder::new().name(THREAD.to_owned()).stack_size(STACK).spawn(work);
    started.map_err(|error| broken(error.to_string()))?;
    match receive.recv_timeout(DEADLINE) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(broken("it could not be read in two minutes".to_owned())),
        Err(RecvTimeoutError::Disconnected) => Err(broken(built.to_owned())),
    }
}

/// The thread's panics are no news: whoever waits for it says what happened.
fn be_quiet_about_panics() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(THREAD) {
                before(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_gives_what_it_gives_and_a_panic_is_a_sentence() {
        assert_eq!(apart("x", || Ok(1)), Ok(1));
        assert_eq!(apart::<u8>("x", || Err(ImportError::Scanned)), Err(ImportError::Scanned));
        let stopped = apart::<u8>("its cells are built in a way that cannot be read", || panic!("oops"));
        assert!(stopped.unwrap_err().to_string().contains("(its cells are built"));
    }
}
