//! A way to stop long work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Told to both sides of long work: who no longer wants the result says so, who works looks now and then.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// The result is not wanted any more.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True when the result is not wanted any more.
    pub fn stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// To be called between two steps.
    ///
    /// # Errors
    /// When the result is not wanted any more.
    pub fn check(&self) -> Result<(), Stopped> {
        if self.stopped() { Err(Stopped) } else { Ok(()) }
    }
}

/// Work that was stopped before its end; nobody wants its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it was stopped before it was done; ask again")]
pub struct Stopped;
