//! How long cases take, how long they are worked on, and how long they wait.

mod case_times;
mod timekeeping;
mod totals;
mod waits;

pub use case_times::{CaseTimes, case_times};
pub use timekeeping::{OpeningTimes, Timekeeping};
pub use totals::{LeadTotals, TouchTotals, lead_totals, touch_totals};
pub use waits::{EdgeWaits, waits};
