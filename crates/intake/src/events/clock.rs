//! Which clock a log is on, and whether its moments are days. Both are known only when every row is read.

use model::event_log::{Clock, Event, Moment, Precision};

use super::log_builder::LogBuilder;
use super::moment::{MICROS_OF_DAY, PrintedMoment};
use super::problem::{CellProblem, CellProblemKind, Notice, RowProblem, RowProblemKind};

const MICROS_OF_HOUR: i64 = 3_600_000_000;
/// With fewer times, that none is after noon is chance.
const TIMES_MIN: u64 = 50;

/// What all moments of a log say together.
pub(super) struct Settled {
    clock: Clock,
    /// Of beginnings and of ends: all are midnights.
    is_midnights: [bool; 2],
    is_twelve_hours: bool,
    n_far: u64,
}

impl Settled {
    pub fn of(builder: &LogBuilder) -> Settled {
        let pairs = || builder.log.events.iter().zip(&builder.offsets);
        let starts = || pairs().map(|(event, offsets)| printed(event.start, offsets[0]));
        let ends = || pairs().filter_map(|(event, offsets)| Some(printed(event.end?, offsets[1])));
        let timed = || starts().filter(|moment| moment.has_time());
        let is_midnights = [are_midnights(starts()), are_midnights(ends())];
        // Days are days on any clock, so a log of nothing else is on no particular one.
        let has_times = !is_midnights[0] && timed().next().is_some();
        let is_utc = if has_times { are_mostly_utc(starts()) } else { !is_midnights[1] && are_mostly_utc(ends()) };
        Settled {
            clock: if is_utc { Clock::Utc } else { Clock::Wall },
            is_midnights,
            is_twelve_hours: is_twelve_hours(timed()),
            n_far: starts().filter(|moment| is_far(*moment)).count() as u64,
        }
    }

    /// Puts every event on the clock; an event on another clock becomes a problem, for its place among the others is not known.
    pub fn apply(&self, builder: &mut LogBuilder) {
        builder.log.clock = self.clock;
        self.say(builder);
        let mut n_kept = 0;
        let (mut n_early, mut first_early) = (0, 0);
        for at in 0..builder.log.events.len() {
            let (event, offsets) = (builder.log.events[at], builder.offsets[at]);
            let Some(start) = self.moment(printed(event.start, offsets[0]), 0) else {
                let problem = self.on_another_clock(builder, &event);
                builder.problems.push(problem);
                continue;
            };
            let end = event.end.and_then(|end| self.moment(printed(end, offsets[1]), 1));
            if event.end.is_some() && end.is_none() {
                let column = builder.columns.end.clone();
                let kind = CellProblemKind::EndOnAnotherClock;
                builder.cell_problems.push(CellProblem { row: u64::from(event.row), column, kind });
            }
            if end.is_some_and(|end| end.micros < start.micros) {
                n_early += 1;
                first_early = if n_early == 1 { u64::from(event.row) } else { first_early };
            }
            builder.log.events[n_kept] = Event { start, end, ..event };
            builder.transitions[n_kept] = builder.transitions[at];
            if let Some(instance) = builder.instances.get(at).copied() {
                builder.instances[n_kept] = instance;
            }
            n_kept += 1;
        }
        builder.log.events.truncate(n_kept);
        builder.transitions.truncate(n_kept);
        builder.instances.truncate(n_kept);
        builder.offsets = Vec::new();
        if 0 < n_early {
            builder.notices.push(Notice::EndsBeforeStart { n: n_early, first_row: first_early });
        }
        builder.problems.sort_by_key(|problem| problem.row);
    }

    /// A moment on the clock of the log; none where it is on another. A day is a day on any clock.
    fn moment(&self, printed: PrintedMoment, at: usize) -> Option<Moment> {
        if !printed.has_time() {
            return Some(Moment { micros: printed.local, precision: printed.precision });
        }
        if self.is_midnights[at] {
            return Some(Moment { micros: day_of(printed), precision: Precision::Day });
        }
        let micros = match (self.clock, printed.offset) {
            (Clock::Utc, Some(_)) => printed.utc(),
            (Clock::Wall, None) => printed.local,
            _ => return None,
        };
        Some(Moment { micros, precision: printed.precision })
    }

    fn on_another_clock(&self, builder: &LogBuilder, event: &Event) -> RowProblem {
        let column = builder.columns.start.clone();
        let kind = match self.clock {
            Clock::Utc => RowProblemKind::OffsetMissing { column },
            Clock::Wall => RowProblemKind::OffsetAlone { column },
        };
        RowProblem { row: u64::from(event.row), kind }
    }

    fn say(&self, builder: &mut LogBuilder) {
        let (start, end) = (builder.columns.start.clone(), builder.columns.end.clone());
        for (column, is_midnights) in [start.clone(), end].into_iter().zip(self.is_midnights) {
            if is_midnights {
                builder.notices.push(Notice::AllMidnight { column });
            }
        }
        if self.is_twelve_hours {
            builder.notices.push(Notice::TwelveHourClock { column: start.clone() });
        }
        if 0 < self.n_far {
            builder.notices.push(Notice::FarMoments { column: start, n: self.n_far });
        }
    }
}

fn printed(moment: Moment, offset: Option<i16>) -> PrintedMoment {
    PrintedMoment { local: moment.micros, offset, precision: moment.precision }
}

fn are_mostly_utc(moments: impl Iterator<Item = PrintedMoment>) -> bool {
    let (mut n, mut n_offset) = (0_u64, 0);
    for moment in moments.filter(|moment| moment.has_time()) {
        n += 1;
        n_offset += u64::from(moment.offset.is_some());
    }
    n < 2 * n_offset
}

/// Whether there are times and each of them begins a day: on the clock that printed it, or on Britain's where a program printed
/// British midnights in UTC, which are at 23 o'clock all through the summer.
fn are_midnights(moments: impl Iterator<Item = PrintedMoment>) -> bool {
    let mut has_times = false;
    for moment in moments.filter(|moment| moment.has_time()) {
        has_times = true;
        if day_of(moment).rem_euclid(MICROS_OF_DAY) != 0 {
            return false;
        }
    }
    has_times
}

/// The first microsecond of the day whose midnight this is; of any other moment the moment itself.
fn day_of(moment: PrintedMoment) -> i64 {
    let is_utc = moment.offset == Some(0);
    let is_eleven = moment.local.rem_euclid(MICROS_OF_DAY) == 23 * MICROS_OF_HOUR;
    if !(is_utc && is_eleven) {
        return moment.local;
    }
    let day = crate::dates::day_of_epoch(moment.local.div_euclid(1_000_000));
    let is_summer = day.is_some_and(|day| crate::dates::is_summer_evening(day.yesterday().unwrap_or(day)));
    if is_summer { moment.local + MICROS_OF_HOUR } else { moment.local }
}

/// Whether hours run from 1 to 12 and never beyond, as where AM and PM were lost.
fn is_twelve_hours(times: impl Iterator<Item = PrintedMoment>) -> bool {
    let (mut n, mut hours) = (0_u64, 0_u32);
    for moment in times {
        n += 1;
        hours |= 1 << (moment.local.rem_euclid(MICROS_OF_DAY) / MICROS_OF_HOUR);
    }
    const TWELVE: u32 = 1 << 12;
    const BEYOND: u32 = (!0 << 13) | 1;
    TIMES_MIN <= n && hours & TWELVE != 0 && hours & BEYOND == 0
}

/// A moment that may stand for a date nobody knew.
fn is_far(moment: PrintedMoment) -> bool {
    const YEAR_1971: i64 = 365 * MICROS_OF_DAY;
    const YEAR_2100: i64 = 47_482 * MICROS_OF_DAY;
    moment.local < YEAR_1971 || YEAR_2100 < moment.local
}
