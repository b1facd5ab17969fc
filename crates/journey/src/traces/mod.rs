//! The events of each case in their order.

mod trace;

use model::event_log::{Event, EventLog, Moment, Name};

pub use trace::Trace;

/// The moment by which events are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOrder {
    /// By when they began.
    Start,
    /// By when they ended; an event with one moment by that.
    End,
}

/// What is done where moments do not say which of two events came first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieRule {
    /// The order of rows stands, as process mining tools do; the number of steps that depend on it is counted.
    FileOrder,
    /// Neither came first: two events of one day, where only the day is known, are no step.
    Concurrent,
}

/// Every case with its events in order: ranges of one list of positions in the log.
#[derive(Debug, Clone)]
pub struct Traces<'a> {
    pub log: &'a EventLog,
    pub order: EventOrder,
    pub ties: TieRule,
    cases: Vec<Name>,
    /// Where each case begins in `events`, and where the last one ends.
    bounds: Vec<u32>,
    /// Positions in the log.
    events: Vec<u32>,
}

impl<'a> Traces<'a> {
    /// Puts the events of each case in order; those of the same moment stay in the order of their rows.
    pub fn of(log: &'a EventLog, order: EventOrder, ties: TieRule) -> Traces<'a> {
        let bounds = bounds(log);
        let mut events = by_case(log, &bounds);
        for case in bounds.windows(2) {
            let positions = &mut events[case[0] as usize..case[1] as usize];
            positions.sort_by_key(|at| order.moment(&log.events[*at as usize]).micros);
        }
        let filled = |case: &usize| bounds[*case] < bounds[case + 1];
        let cases: Vec<Name> = (0..log.cases.len()).filter(filled).map(Name::at).collect();
        let starts = cases.iter().map(|case| bounds[case.index()]);
        let bounds = starts.chain([events.len() as u32]).collect();
        Traces { log, order, ties, cases, bounds, events }
    }

    pub fn n_cases(&self) -> usize {
        self.cases.len()
    }

    pub fn n_events(&self) -> usize {
        self.events.len()
    }

    /// The cases in the order in which the log first names them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Trace<'_>> {
        (0..self.cases.len()).map(|at| self.trace(at))
    }

    /// The case at a place, from 0.
    pub fn trace(&self, at: usize) -> Trace<'_> {
        let positions = &self.events[self.bounds[at] as usize..self.bounds[at + 1] as usize];
        Trace { case: self.cases[at], order: self.order, ties: self.ties, all: &self.log.events, positions }
    }

    /// The traces with those events alone of which `keep` is true; a case without any is gone.
    pub fn with_events(&self, mut keep: impl FnMut(usize, &Trace<'_>, &Event) -> bool) -> Traces<'a> {
        let mut left = Traces { cases: Vec::new(), bounds: vec![0], events: Vec::new(), ..*self };
        for (at, trace) in self.iter().enumerate() {
            let before = left.events.len();
            let positions = trace.positions.iter().copied();
            left.events.extend(positions.filter(|position| keep(at, &trace, &self.log.events[*position as usize])));
            if before < left.events.len() {
                left.cases.push(trace.case);
                left.bounds.push(left.events.len() as u32);
            }
        }
        left
    }

    /// Those cases alone of which `keep` is true; it is told the case's place too.
    pub fn with_cases(&self, mut keep: impl FnMut(usize, &Trace<'_>) -> bool) -> Traces<'a> {
        let kept: Vec<bool> = self.iter().enumerate().map(|(at, trace)| keep(at, &trace)).collect();
        self.with_events(|at, _, _| kept[at])
    }
}

impl EventOrder {
    fn moment(self, event: &Event) -> Moment {
        match self {
            EventOrder::Start => event.start,
            EventOrder::End => event.end.unwrap_or(event.start),
        }
    }
}

/// Where the events of each case begin once they stand by case.
fn bounds(log: &EventLog) -> Vec<u32> {
    assert!(u32::try_from(log.events.len()).is_ok(), "a log has fewer than four billion events");
    let mut bounds = vec![0; log.cases.len() + 1];
    log.events.iter().for_each(|event| bounds[event.case.index() + 1] += 1);
    for case in 1..bounds.len() {
        bounds[case] += bounds[case - 1];
    }
    bounds
}

/// Positions of events by case, each case's in the order of the log: a counting sort, straight-line in the events.
fn by_case(log: &EventLog, bounds: &[u32]) -> Vec<u32> {
    let mut next = bounds.to_vec();
    let mut events = vec![0; log.events.len()];
    for (position, event) in log.events.iter().enumerate() {
        let place = &mut next[event.case.index()];
        events[*place as usize] = position as u32;
        *place += 1;
    }
    events
}
