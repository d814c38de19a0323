//! How far a long export is.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cli::output;

/// Fewer documents are done before anybody reads that they are.
const MANY: usize = 200;

/// Says on standard error, where that is a terminal, how many of the documents are done: a line for each tenth, readable for
/// a screen reader.
pub fn tell(done: usize, of: usize) {
    static TENTHS: AtomicUsize = AtomicUsize::new(0);
    let tenths = (done * 10).checked_div(of).unwrap_or(10);
    if of >= MANY && TENTHS.fetch_max(tenths, Ordering::Relaxed) < tenths && std::io::stderr().is_terminal() {
        output::say(&format!("{} % exported", tenths * 10));
    }
}
