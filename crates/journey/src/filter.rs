//! Cases and events left by a filter.

use std::collections::BTreeSet;

use model::event_log::{Event, Name};

use crate::{Trace, Traces, Variants};

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Cases in which one of these activities occurs.
    HasActivity(BTreeSet<Name>),
    /// Cases in which none of them does.
    LacksActivity(BTreeSet<Name>),
    /// Events of these activities, and the cases that have one.
    OnlyActivities(BTreeSet<Name>),
    /// Cases that begin with one of these activities.
    BeginsWith(BTreeSet<Name>),
    EndsWith(BTreeSet<Name>),
    /// Cases in which the second comes directly after the first.
    DirectlyFollowed(Name, Name),
    /// Cases in which the second comes at some time after the first.
    EventuallyFollowed(Name, Name),
    /// Cases by when they were, on the log's clock.
    Time(TimeFilter, Window),
    /// Cases of variants with this many cases or more.
    FrequentVariants {
        n_cases_min: u64,
    },
}

/// How a case lies towards a window of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeFilter {
    /// It starts within.
    Starts,
    /// All of it is within.
    Contained,
    /// Some of it is within, or it spans the window.
    Intersects,
}

/// From a moment, and until before another, in microseconds of the log's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from: i64,
    pub until: i64,
}

/// What a filter left, and what it took away.
#[derive(Debug, Clone)]
pub struct Filtered<'a> {
    pub traces: Traces<'a>,
    pub n_cases_left: usize,
    pub n_events_left: usize,
    pub n_cases_removed: usize,
    pub n_events_removed: usize,
}

/// Applies one filter; several are applied one after another, and their order may matter.
pub fn filter<'a>(traces: &Traces<'a>, filter: &Filter) -> Filtered<'a> {
    let left = match filter {
        Filter::OnlyActivities(activities) => traces.with_events(|_, _, event| activities.contains(&event.activity)),
        Filter::FrequentVariants { n_cases_min } => {
            let Variants { variants, of_case } = crate::variants(traces);
            traces.with_cases(|at, _| *n_cases_min <= variants[of_case[at] as usize].n_cases)
        }
        filter => traces.with_cases(|_, trace| filter.keeps(trace)),
    };
    Filtered {
        n_cases_left: left.n_cases(),
        n_events_left: left.n_events(),
        n_cases_removed: traces.n_cases() - left.n_cases(),
        n_events_removed: traces.n_events() - left.n_events(),
        traces: left,
    }
}

impl Filter {
    /// Whether a case is kept, by a filter that needs no other case to tell.
    fn keeps(&self, trace: &Trace) -> bool {
        let is_one_of = |activities: &BTreeSet<Name>, events: Vec<&Event>| {
            events.iter().any(|event| activities.contains(&event.activity))
        };
        match self {
            Filter::HasActivity(activities) => trace.events().any(|event| activities.contains(&event.activity)),
            Filter::LacksActivity(activities) => !trace.events().any(|event| activities.contains(&event.activity)),
            Filter::BeginsWith(activities) => is_one_of(activities, trace.first()),
            Filter::EndsWith(activities) => is_one_of(activities, trace.last()),
            Filter::DirectlyFollowed(first, second) => is_directly_followed(trace, *first, *second),
            Filter::EventuallyFollowed(first, second) => is_eventually_followed(trace, *first, *second),
            Filter::Time(how, window) => how.is_true_of(trace, *window),
            Filter::OnlyActivities(_) | Filter::FrequentVariants { .. } => {
                unreachable!("events and frequencies are not a question about one case")
            }
        }
    }
}

fn is_directly_followed(trace: &Trace, first: Name, second: Name) -> bool {
    let mut is_followed = false;
    trace.each_step(|from, to| {
        is_followed |= (trace.event(from).activity, trace.event(to).activity) == (first, second);
    });
    is_followed
}

fn is_eventually_followed(trace: &Trace, first: Name, second: Name) -> bool {
    let places_of = |activity| (0..trace.len()).filter(move |at| trace.event(*at).activity == activity);
    places_of(first).any(|from| places_of(second).any(|to| from < to && trace.is_after(from, to)))
}

impl TimeFilter {
    fn is_true_of(self, trace: &Trace, window: Window) -> bool {
        let Window { from, until } = window;
        let start = trace.events().map(|event| event.start.micros).min();
        let end = trace.events().map(|event| event.end.unwrap_or(event.start).micros).max();
        let (Some(start), Some(end)) = (start, end) else { return false };
        match self {
            TimeFilter::Starts => from <= start && start < until,
            TimeFilter::Contained => from <= start && end < until,
            TimeFilter::Intersects => start < until && from <= end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{log_of, moment};
    use crate::{EventOrder, TieRule};

    const ROWS: &str = "
        case | activity | start
        1    | a        | 2025-01-01
        1    | b        | 2025-01-02
        1    | c        | 2025-01-05
        2    | a        | 2025-01-04
        2    | c        | 2025-01-06
        3    | b        | 2025-01-08
        3    | a        | 2025-01-08
        4    | a        | 2025-01-03
        4    | c        | 2025-01-09
    ";

    /// The cases left, and how many events.
    fn check(of: impl Fn(&dyn Fn(&str) -> Name) -> Filter, cases: &str, n_events: usize) {
        let log = log_of(ROWS);
        let name = |activity: &str| log.activities.find(activity).expect("it is in the log");
        let filter_of = of(&name);
        let filtered = filter(&Traces::of(&log, EventOrder::Start, TieRule::Concurrent), &filter_of);
        let left: String = filtered.traces.iter().map(|trace| log.cases.name(trace.case)).collect();
        assert_eq!((left.as_str(), filtered.n_events_left), (cases, n_events), "{filter_of:?}");
        assert_eq!(filtered.n_cases_left + filtered.n_cases_removed, 4);
        assert_eq!(filtered.n_events_left + filtered.n_events_removed, 9);
    }

    #[test]
    fn cases_are_kept_by_what_occurs_in_them() {
        check(|name| Filter::HasActivity([name("b")].into()), "13", 5);
        check(|name| Filter::LacksActivity([name("b")].into()), "24", 4);
        check(|name| Filter::OnlyActivities([name("b"), name("c")].into()), "1234", 5);
    }

    #[test]
    fn cases_are_kept_by_how_they_begin_and_end() {
        // Case 3 begins and ends with either: both are of one day.
        check(|name| Filter::BeginsWith([name("b")].into()), "3", 2);
        check(|name| Filter::EndsWith([name("a")].into()), "3", 2);
        check(|name| Filter::EndsWith([name("c")].into()), "124", 7);
    }

    #[test]
    fn cases_are_kept_by_path() {
        check(|name| Filter::DirectlyFollowed(name("a"), name("c")), "24", 4);
        check(|name| Filter::EventuallyFollowed(name("a"), name("c")), "124", 7);
        check(|name| Filter::EventuallyFollowed(name("b"), name("a")), "", 0);
    }

    #[test]
    fn cases_are_kept_by_when_they_were() {
        let window = || Window { from: moment("2025-01-03").micros, until: moment("2025-01-09").micros };
        check(|_| Filter::Time(TimeFilter::Starts, window()), "234", 6);
        check(|_| Filter::Time(TimeFilter::Contained, window()), "23", 4);
        check(|_| Filter::Time(TimeFilter::Intersects, window()), "1234", 9);
    }

    #[test]
    fn cases_are_kept_by_how_many_went_the_same_way() {
        check(|_| Filter::FrequentVariants { n_cases_min: 2 }, "24", 4);
    }
}
