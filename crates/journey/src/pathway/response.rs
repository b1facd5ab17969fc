//! Whether an activity was followed by another in time.

use jiff::Span;
use jiff::civil::Date;
use model::event_log::Name;

use super::Deadline;
use super::check::Observation;
use crate::moment::date;
use crate::{NotComputed, Trace};

/// What became of one activity that should be followed by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Response {
    InTime,
    Late,
    /// The deadline lies beyond what the log covers.
    Pending,
}

/// What the rule asks for in the numbers of a log.
pub(super) struct Expected {
    pub then: Option<Name>,
    pub deadline: Option<Deadline>,
}

impl Expected {
    /// What became of the event at a place. Where its order towards an answer is unknown, the answer counts.
    pub fn response(&self, trace: &Trace, at: usize, seen: &Observation) -> Result<Response, NotComputed> {
        let due = self.due(date(trace.event(at).start.micros), seen)?;
        let is_answer = |answer: usize| {
            let event = trace.event(answer);
            let is_in_time = due.is_none_or(|due| date(event.start.micros) <= due);
            Some(event.activity) == self.then && trace.may_be_before(at, answer) && is_in_time
        };
        let is_pending = due.zip(seen.until).is_some_and(|(due, until)| date(until) <= due);
        Ok(match (0..trace.len()).any(is_answer) {
            true => Response::InTime,
            false if is_pending => Response::Pending,
            false => Response::Late,
        })
    }

    /// The last day in time; none where there is no deadline.
    fn due(&self, from: Date, seen: &Observation) -> Result<Option<Date>, NotComputed> {
        match self.deadline {
            None => Ok(None),
            Some(Deadline::CalendarDays(days)) => Ok(Some(from.saturating_add(Span::new().days(days)))),
            Some(Deadline::WorkingDays(days)) => seen.holidays.after_working_days(seen.division, from, days).map(Some),
        }
    }
}
