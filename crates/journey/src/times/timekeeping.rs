//! Calendar time or working time: a figure says which.

use std::collections::BTreeMap;

use model::event_log::{Moment, Name, Precision};

use crate::NotComputed;
use crate::calendar::WorkingTime;
use crate::moment::DAY;

/// The time that is counted between two moments.
#[derive(Debug, Clone, Copy)]
pub enum Timekeeping<'t> {
    /// All of it.
    Calendar,
    /// While the agency is open.
    Working(&'t OpeningTimes),
}

/// Open time of each agency, and of those that give none.
#[derive(Debug, Clone)]
pub struct OpeningTimes {
    pub usual: WorkingTime,
    pub by_agency: BTreeMap<Name, WorkingTime>,
}

impl Timekeeping<'_> {
    /// Microseconds from one moment to another, by the hours of an agency; the usual hours where none is given.
    ///
    /// Where one of them is a date, these are the whole days between the dates.
    ///
    /// # Errors
    /// If a month is all that is known, or a date where open hours are counted.
    pub fn between(self, agency: Option<Name>, from: Moment, to: Moment) -> Result<i64, NotComputed> {
        let precision = from.precision.max(to.precision);
        match (self, precision) {
            (_, Precision::Month) | (Timekeeping::Working(_), Precision::Day) => Err(NotComputed::NoHours),
            (Timekeeping::Calendar, Precision::Day) => {
                Ok((to.micros.div_euclid(DAY) - from.micros.div_euclid(DAY)) * DAY)
            }
            (Timekeeping::Calendar, _) => Ok(to.micros - from.micros),
            (Timekeeping::Working(times), _) => times.of(agency).between(from.micros, to.micros),
        }
    }
}

impl OpeningTimes {
    fn of(&self, agency: Option<Name>) -> &WorkingTime {
        agency.and_then(|agency| self.by_agency.get(&agency)).unwrap_or(&self.usual)
    }
}
