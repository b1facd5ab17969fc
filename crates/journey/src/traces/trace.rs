//! One case: which of its events came after which.

use std::ops::Range;

use model::event_log::{Event, Moment, Name};

use super::{EventOrder, TieRule};
use crate::moment::until;

/// One case.
#[derive(Debug, Clone, Copy)]
pub struct Trace<'t> {
    pub case: Name,
    pub order: EventOrder,
    pub ties: TieRule,
    pub(super) all: &'t [Event],
    pub(super) positions: &'t [u32],
}

impl<'t> Trace<'t> {
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    pub fn event(&self, at: usize) -> &'t Event {
        &self.all[self.positions[at] as usize]
    }

    pub fn events(&self) -> impl DoubleEndedIterator<Item = &'t Event> + ExactSizeIterator + use<'t> {
        let all = self.all;
        self.positions.iter().map(move |position| &all[*position as usize])
    }

    /// The moment by which the event at a place is ordered.
    pub(crate) fn moment(&self, at: usize) -> Moment {
        self.order.moment(self.event(at))
    }

    /// Every pair of events of which the second came directly after the first, by their places.
    ///
    /// Where ties are concurrent, several may: with the order of two events unknown, each of them comes directly before
    /// the next one. A pair counts if nothing certainly came between (the covers of an interval order).
    pub fn each_step(&self, mut visit: impl FnMut(usize, usize)) {
        match self.ties {
            TieRule::FileOrder => (1..self.len()).for_each(|to| visit(to - 1, to)),
            TieRule::Concurrent => (0..self.len()).for_each(|from| self.each_step_from(from, &mut visit)),
        }
    }

    fn each_step_from(&self, from: usize, visit: &mut impl FnMut(usize, usize)) {
        let from_until = until(self.moment(from));
        let is_tied = |position: &u32| self.order.moment(&self.all[*position as usize]).micros < from_until;
        // Events stand by their moments, so those that are tied with this one end at one place.
        let first = from + 1 + self.positions[from + 1..].partition_point(is_tied);
        let mut next_until = i64::MAX;
        for to in first..self.len() {
            let moment = self.moment(to);
            if next_until <= moment.micros {
                return;
            }
            visit(from, to);
            next_until = next_until.min(until(moment));
        }
    }

    /// How many events are not certainly after the one before them in the list.
    pub fn n_tied(&self) -> usize {
        (1..self.len()).filter(|at| self.moment(*at).micros < until(self.moment(at - 1))).count()
    }

    /// Whether the event at a later place of the list certainly came after the one at an earlier place.
    pub(crate) fn is_after(&self, earlier: usize, later: usize) -> bool {
        match self.ties {
            TieRule::FileOrder => earlier < later,
            TieRule::Concurrent => until(self.moment(earlier)) <= self.moment(later).micros,
        }
    }

    /// Whether an event may have come before another: what its order, or the lack of one, does not rule out.
    pub(crate) fn may_be_before(&self, one: usize, other: usize) -> bool {
        match self.ties {
            TieRule::FileOrder => one < other,
            TieRule::Concurrent => one != other && self.moment(one).micros < until(self.moment(other)),
        }
    }

    /// Events whose order is unknown, together; each event by itself where the order of rows stands.
    pub(crate) fn groups(&self) -> Vec<Range<usize>> {
        let mut groups: Vec<Range<usize>> = Vec::with_capacity(self.len());
        let mut group_until = i64::MIN;
        for at in 0..self.len() {
            let moment = self.moment(at);
            match groups.last_mut() {
                Some(group) if self.ties == TieRule::Concurrent && moment.micros < group_until => group.end = at + 1,
                _ => groups.push(at..at + 1),
            }
            group_until = group_until.max(until(moment));
        }
        groups
    }

    /// Events that nothing certainly came before; where the order of rows stands, the first.
    pub fn first(&self) -> Vec<&'t Event> {
        let n_first = match self.ties {
            TieRule::FileOrder => 1,
            TieRule::Concurrent => {
                let earliest_until = (0..self.len()).map(|at| until(self.moment(at))).min().unwrap_or(i64::MAX);
                (0..self.len()).take_while(|at| self.moment(*at).micros < earliest_until).count()
            }
        };
        self.events().take(n_first).collect()
    }

    /// Events that nothing certainly came after; where the order of rows stands, the last.
    pub fn last(&self) -> Vec<&'t Event> {
        let Some(end) = self.len().checked_sub(1) else { return Vec::new() };
        match self.ties {
            TieRule::FileOrder => vec![self.event(end)],
            TieRule::Concurrent => {
                let latest = self.moment(end).micros;
                (0..=end).filter(|at| latest < until(self.moment(*at))).map(|at| self.event(at)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::log_of;
    use crate::{EventOrder, Traces};

    /// Steps of the one case of a log, as `first>second`, and how many events are tied.
    fn check_steps(rows: &str, ties: TieRule, expected: &str, n_tied: usize) {
        let log = log_of(rows);
        let traces = Traces::of(&log, EventOrder::Start, ties);
        let trace = traces.trace(0);
        let activity = |at: usize| log.activities.name(trace.event(at).activity);
        let mut steps = Vec::new();
        trace.each_step(|from, to| steps.push(format!("{}>{}", activity(from), activity(to))));
        assert_eq!((steps.join(" ").as_str(), trace.n_tied()), (expected, n_tied));
    }

    #[test]
    fn events_stand_in_the_order_of_their_moments_and_ties_in_that_of_their_rows() {
        let rows = "
            case | activity | start
            1    | b        | 2025-01-02 09:00
            1    | c        | 2025-01-02 09:00
            1    | a        | 2025-01-01 09:00
        ";
        check_steps(rows, TieRule::FileOrder, "a>b b>c", 1);
    }

    #[test]
    fn events_of_one_day_are_concurrent_where_only_the_day_is_known() {
        let rows = "
            case | activity | start
            1    | a        | 2025-01-01
            1    | b        | 2025-01-02
            1    | c        | 2025-01-02
            1    | d        | 2025-01-03
        ";
        check_steps(rows, TieRule::FileOrder, "a>b b>c c>d", 1);
        check_steps(rows, TieRule::Concurrent, "a>b a>c b>d c>d", 1);
    }

    #[test]
    fn a_date_leaves_the_order_of_the_moments_of_that_day_alone() {
        let rows = "
            case | activity | start
            1    | date     | 2025-01-02
            1    | morning  | 2025-01-02 09:00
            1    | evening  | 2025-01-02 18:00
            1    | later    | 2025-01-03 09:00
        ";
        // The date may lie anywhere around morning and evening, so it is directly before `later` as evening is.
        check_steps(rows, TieRule::Concurrent, "date>later morning>evening evening>later", 1);
    }

    #[test]
    fn what_begins_and_ends_a_case_may_be_several_events() {
        let log = log_of(
            "
            case | activity | start
            1    | a        | 2025-01-01
            1    | b        | 2025-01-01
            1    | c        | 2025-01-02
            ",
        );
        let names = |events: Vec<&Event>| events.iter().map(|e| log.activities.name(e.activity)).collect::<String>();
        let rested = Traces::of(&log, EventOrder::Start, TieRule::FileOrder);
        let open = Traces::of(&log, EventOrder::Start, TieRule::Concurrent);
        assert_eq!([names(rested.trace(0).first()), names(rested.trace(0).last())], ["a", "c"]);
        assert_eq!([names(open.trace(0).first()), names(open.trace(0).last())], ["ab", "c"]);
    }

    /// Each pair with nothing certainly between, sought in all pairs.
    fn steps_by_definition(trace: &Trace) -> Vec<(usize, usize)> {
        let is_before = |a: usize, b: usize| until(trace.moment(a)) <= trace.moment(b).micros;
        let all = || 0..trace.len();
        let pairs = all().flat_map(|a| all().map(move |b| (a, b)));
        let is_step = |&(a, b): &(usize, usize)| {
            is_before(a, b) && !all().any(|between| is_before(a, between) && is_before(between, b))
        };
        pairs.filter(is_step).collect()
    }

    #[test]
    fn steps_between_concurrent_events_are_those_of_the_definition() {
        let mut chance: u64 = 42;
        let mut next = |n: u64| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 33) % n
        };
        for _ in 0..200 {
            let mut rows = String::from("case | activity | start\n");
            for _ in 0..next(9) + 1 {
                let (day, hour) = (next(4) + 1, next(3) + 9);
                let time = if next(2) == 0 { String::new() } else { format!(" {hour:02}:00") };
                rows += &format!("1 | a | 2025-01-{day:02}{time}\n");
            }
            let log = log_of(&rows);
            let traces = Traces::of(&log, EventOrder::Start, TieRule::Concurrent);
            let mut steps = Vec::new();
            traces.trace(0).each_step(|from, to| steps.push((from, to)));
            assert_eq!(steps, steps_by_definition(&traces.trace(0)), "{rows}");
        }
    }
}
