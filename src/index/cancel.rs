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
}
