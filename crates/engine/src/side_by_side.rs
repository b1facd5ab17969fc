//! Work done side by side, taken in order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// Parts of one unit that may wait before its worker has to: this bounds the memory.
const PARTS_WAITING_MAX: usize = 4;

/// Gives each unit to one of `n_threads` workers and hands their parts to `take` unit by unit, in the
/// order of the units, whatever the number of threads.
///
/// # Errors
/// The first one of `work` or of `take`, after which no further unit is begun.
pub fn in_order<U: Sync, P: Send, E: Send>(
    units: &[U],
    n_threads: usize,
    work: impl Fn(&U, &mut dyn FnMut(P)) -> Result<(), E> + Sync,
    mut take: impl FnMut(P) -> Result<(), E>,
) -> Result<(), E> {
    let mut senders = Vec::with_capacity(units.len());
    let mut receivers = Vec::with_capacity(units.len());
    for _ in units {
        let (sender, receiver) = sync_channel::<Result<P, E>>(PARTS_WAITING_MAX);
        // Each worker takes the sender of its unit with it, so that the receiver sees the end.
        senders.push(Mutex::new(Some(sender)));
        receivers.push(receiver);
    }
    let next = AtomicUsize::new(0);
    let worker = || loop {
        // Units are begun in order, so the one that is waited for is always being worked on.
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(unit) = units.get(index) else { return };
        let sender = senders[index]
            .lock()
            .expect("no worker panics while it holds this")
            .take()
            .expect("each unit is begun once");
        let mut is_heard = true;
        let outcome = work(unit, &mut |part| is_heard = is_heard && sender.send(Ok(part)).is_ok());
        if let Err(error) = outcome {
            // Where nobody listens any more, an earlier error is already on its way.
            is_heard = is_heard && sender.send(Err(error)).is_ok();
        }
        if !is_heard {
            return;
        }
    };
    std::thread::scope(|scope| {
        (0..n_threads.max(1)).for_each(|_| drop(scope.spawn(worker)));
        for receiver in receivers {
            for part in receiver {
                take(part?)?;
            }
        }
        Ok(())
    })
}

/// Threads for a build: those of the machine, or as many as `TOTALPLACE_THREADS` says.
pub fn n_threads() -> usize {
    let told = std::env::var("TOTALPLACE_THREADS").ok().and_then(|n| n.parse().ok()).filter(|n| *n > 0);
    told.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_the_order_of_the_units_whatever_the_threads() {
        let units: Vec<usize> = (0..50).collect();
        for n_threads in [1, 2, 7] {
            let mut taken = Vec::new();
            let work = |unit: &usize, send: &mut dyn FnMut((usize, usize))| {
                (0..unit % 9).for_each(|part| send((*unit, part)));
                Ok::<(), ()>(())
            };
            let take = |part| {
                taken.push(part);
                Ok(())
            };
            in_order(&units, n_threads, work, take).unwrap();
            let expected: Vec<_> = units.iter().flat_map(|unit| (0..unit % 9).map(move |part| (*unit, part))).collect();
            assert_eq!(taken, expected);
        }
    }

    #[test]
    fn the_first_error_ends_it() {
        let units: Vec<usize> = (0..1000).collect();
        let work = |unit: &usize, send: &mut dyn FnMut(usize)| {
            (0..10).for_each(|_| send(*unit));
            if *unit == 3 { Err("three") } else { Ok(()) }
        };
        let mut n_taken = 0;
        let outcome = in_order(&units, 2, work, |_| {
            n_taken += 1;
            Ok(())
        });
        assert_eq!((outcome, n_taken), (Err("three"), 40));
    }
}
