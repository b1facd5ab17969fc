//! How long cases wait between one step and the next.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use model::event_log::Name;

use super::Timekeeping;
use super::case_times::last_moment;
use crate::moment::SECOND;
use crate::{Attribute, NotComputed, Trace, Traces};

/// Waits of one kind of step: from the end of one event to the start of the next.
///
/// Where events have one moment, the work itself is in the wait, because nobody can tell them apart.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeWaits {
    pub from: Name,
    pub to: Name,
    /// Steps whose wait was computed, those that did not wait at all among them.
    pub n: usize,
    /// Steps that began before the one before them ended: they waited for nothing.
    pub n_overlapping: usize,
    pub total: SignedDuration,
    pub median_seconds: f64,
    pub p90_seconds: f64,
    pub mean_seconds: f64,
}

/// Waits of every kind of step, and the steps without one.
#[derive(Debug, Clone, Default)]
struct Gathered {
    micros: BTreeMap<(Name, Name), Vec<i64>>,
    without: BTreeMap<NotComputed, u64>,
}

/// Waits `max(0, start of the next − end of this one)` by what the two events are (method, section 4), the longest in
/// all first; and how many steps have none, by the reason. Opening hours are those of the agency that is waited for.
pub fn waits(
    traces: &Traces,
    attribute: Attribute,
    timekeeping: Timekeeping,
) -> (Vec<EdgeWaits>, BTreeMap<NotComputed, u64>) {
    let mut gathered = Gathered::default();
    traces.iter().for_each(|trace| gathered.add(&trace, attribute, timekeeping));
    let edge = |((from, to), micros)| of_edge(from, to, micros);
    let mut edges: Vec<EdgeWaits> = gathered.micros.into_iter().map(edge).collect();
    edges.sort_by_key(|edge| std::cmp::Reverse(edge.total));
    (edges, gathered.without)
}

impl Gathered {
    fn add(&mut self, trace: &Trace, attribute: Attribute, timekeeping: Timekeeping) {
        trace.each_step(|from, to| {
            let (from, to) = (trace.event(from), trace.event(to));
            let (Some(by), Some(next)) = (attribute.of(from), attribute.of(to)) else { return };
            match timekeeping.between(to.agency, last_moment(from), to.start) {
                Ok(micros) => self.micros.entry((by, next)).or_default().push(micros),
                Err(reason) => *self.without.entry(reason).or_default() += 1,
            }
        });
    }
}

fn of_edge(from: Name, to: Name, micros: Vec<i64>) -> EdgeWaits {
    let n_overlapping = micros.iter().filter(|micros| **micros < 0).count();
    let total: i64 = micros.iter().map(|micros| (*micros).max(0)).sum();
    let mut seconds: Vec<f64> = micros.iter().map(|micros| (*micros).max(0) as f64 / SECOND as f64).collect();
    EdgeWaits {
        from,
        to,
        n: micros.len(),
        n_overlapping,
        total: SignedDuration::from_micros(total),
        mean_seconds: total as f64 / SECOND as f64 / micros.len() as f64,
        p90_seconds: statistics::percentile(&mut seconds, 0.9),
        median_seconds: statistics::percentile(&mut seconds, 0.5),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{BankHolidays, Division, Open, OpeningHours, WorkingTime};
    use crate::testing::log_of;
    use crate::{EventOrder, OpeningTimes, TieRule};

    const ROWS: &str = "
        case | activity | agency | start            | end
        1    | referral | school | 2026-12-24 08:00 | 2026-12-24 16:00
        1    | visit    | social | 2026-12-29 10:00 | 2026-12-29 12:00
        2    | referral | school | 2026-12-23 08:00 | 2026-12-23 16:00
        2    | visit    | social | 2026-12-23 15:00 | 2026-12-23 17:00
        3    | referral | school | 2026-12-23 08:00 | 2026-12-23 09:00
        3    | visit    | social | 2026-12-24       |
    ";

    fn check_waits(timekeeping: Timekeeping, hours: [f64; 3], n: usize, n_without: u64) {
        let log = log_of(ROWS);
        let (edges, without) =
            waits(&Traces::of(&log, EventOrder::Start, TieRule::FileOrder), Attribute::Agency, timekeeping);
        let [edge] = edges.as_slice() else { panic!("one kind of step, not {edges:?}") };
        let seconds = [edge.total.as_secs_f64(), edge.median_seconds, edge.mean_seconds];
        assert_eq!(seconds.map(|seconds| seconds / 3_600.0), hours);
        assert_eq!((edge.n, edge.n_overlapping, without.values().sum::<u64>()), (n, 1, n_without));
    }

    #[test]
    fn waits_are_those_of_the_calendar_or_of_the_agency_waited_for() {
        // Calendar: 114 h, nothing, and a day to the date.
        check_waits(Timekeeping::Calendar, [138.0, 24.0, 46.0], 3, 0);
        let office = OpeningHours::office(Open { from_minute: 480, until_minute: 1_020 }, Division::EnglandAndWales);
        let usual = WorkingTime::of(&office, &BankHolidays::shipped(), log_of(ROWS).clock).expect("years");
        let times = OpeningTimes { usual, by_agency: BTreeMap::new() };
        // An hour on the 24th and two on the 29th; the date has no hours.
        check_waits(Timekeeping::Working(&times), [3.0, 1.5, 1.5], 2, 1);
    }

    #[test]
    fn an_agency_has_its_own_opening_hours() {
        let log = log_of(ROWS);
        let always = WorkingTime::of(&OpeningHours::always(), &BankHolidays::shipped(), log.clock).expect("years");
        let never = OpeningHours::of(Default::default(), None, [].into()).expect("no hours");
        let usual = WorkingTime::of(&never, &BankHolidays::shipped(), log.clock).expect("years");
        let social = log.agencies.find("social").expect("it is in the log");
        let times = OpeningTimes { usual, by_agency: [(social, always)].into() };
        check_waits(Timekeeping::Working(&times), [114.0, 57.0, 57.0], 2, 1);
    }
}
