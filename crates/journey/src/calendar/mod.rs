//! Working time: opening hours on working days.

mod holidays;
mod opening;
mod working_time;

pub use holidays::{BankHolidays, Division};
pub use opening::{Open, OpeningHours};
pub use working_time::WorkingTime;
