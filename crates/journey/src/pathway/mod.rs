//! A pathway that people designed, and the cases that went another way.

mod check;
mod distance;
mod read;
mod response;

pub use check::{CaseDistance, Conformance, Observation, RuleOutcome, check};
pub use read::read;

/// What should happen, as a person wrote it down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pathway {
    pub name: String,
    /// Every order of activities that is allowed.
    pub orders: Vec<Vec<String>>,
    pub rules: Vec<Rule>,
}

/// Something that must hold in every case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub id: String,
    pub kind: RuleKind,
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleKind {
    /// After each of one activity comes another, in time.
    Response { after: String, then: String, deadline: Option<Deadline> },
    /// Before an activity comes another.
    Precedence { activity: String, needs: String },
    /// An activity does not happen.
    Absence { activity: String },
}

/// By when, counted from the day after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deadline {
    CalendarDays(u32),
    /// Monday to Friday without bank holidays.
    WorkingDays(u32),
}

impl Pathway {
    /// Every activity that the pathway names, once and by name.
    pub fn activities(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.orders.iter().flatten().map(String::as_str).collect();
        names.extend(self.rules.iter().flat_map(|rule| rule.kind.activities()));
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl RuleKind {
    fn activities(&self) -> Vec<&str> {
        match self {
            RuleKind::Response { after, then, .. } => vec![after, then],
            RuleKind::Precedence { activity, needs } => vec![activity, needs],
            RuleKind::Absence { activity } => vec![activity],
        }
    }
}
