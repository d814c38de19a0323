//! Long work on threads of its own: the pool that the screen's short work uses must never be full of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::index::cancel::{Cancel, Stopped};

/// Items that a thread takes at a time.
const AT_A_TIME: usize = 16;
/// Fewer than this are not worth a thread.
const FEW: usize = 32;

/// Does `work` on all items, on as many threads as help, and gives the results in the order of the items.
///
/// # Errors
/// When it was stopped.
pub(super) fn in_parallel<T: Sync, R: Send>(
    items: &[T],
    cancel: &Cancel,
    work: impl Fn(&T) -> R + Sync,
) -> Result<Vec<R>, Stopped> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len().div_ceil(FEW));
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let from = next.fetch_add(AT_A_TIME, Ordering::Relaxed);
            if from >= items.len() || cancel.stopped() {
                return done;
            }
            let until = items.len().min(from + AT_A_TIME);
            done.push((from, items[from..until].iter().map(&work).collect::<Vec<R>>()));
        }
    };
    let mut all = if threads <= 1 {
        take()
    } else {
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
            let mut all = take();
            for other in others {
                match other.join() {
                    Ok(done) => all.extend(done),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            all
        })
    };
    cancel.check()?;
    all.sort_unstable_by_key(|(from, _)| *from);
    Ok(all.into_iter().flat_map(|(_, done)| done).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays() {
        for length in [0_u32, 1, 40, 1000] {
            let items: Vec<u32> = (0..length).collect();
            let doubled = in_parallel(&items, &Cancel::default(), |item| item * 2).unwrap();
            assert!(doubled.iter().copied().eq((0..length).map(|item| item * 2)));
        }
        let cancel = Cancel::default();
        cancel.stop();
        assert_eq!(in_parallel(&[1], &cancel, |item| *item), Err(Stopped));
    }
}
