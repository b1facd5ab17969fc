//! What a log will take in memory, told before it is read.

use std::path::Path;

use model::event_log::Event;

use super::error::Error;
use super::options::Options;

/// Beside an event: its offsets, its place in its life, and the digest of its row.
const BESIDE_EVENT: u64 = 32;
/// Names, buffers, and what the list of events asks for more than it fills.
const SPARE_PERCENT: u64 = 140;

/// What this many events take.
pub fn needed_bytes(n_events: u64) -> u64 {
    n_events.saturating_mul(size_of::<Event>() as u64 + BESIDE_EVENT).saturating_mul(SPARE_PERCENT) / 100
}

/// Turns away a log whose events, about this many, cannot be held.
pub(super) fn insist_on_room(path: &Path, n_events: u64, options: &Options) -> Result<(), Error> {
    let needed_bytes = needed_bytes(n_events);
    match options.memory_bytes_max {
        Some(available_bytes) if available_bytes < needed_bytes => {
            Err(Error::TooLarge { path: path.to_owned(), n_events, needed_bytes, available_bytes })
        }
        _ => Ok(()),
    }
}

/// How many events a text of this size has, if the rest of it is as its first part.
pub(super) fn n_events_of(head: &[u8], mark: &[u8], n_bytes: u64) -> u64 {
    let n_marks = memchr::memmem::find_iter(head, mark).count() as u64;
    let n_head = head.len() as u64;
    // A log whose first part has no event at all has a long preamble: events of XES take some hundred bytes.
    if n_marks == 0 { n_bytes / 300 } else { n_bytes.saturating_mul(n_marks) / n_head.max(1) }
}
