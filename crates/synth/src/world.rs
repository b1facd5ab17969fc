//! What every file of a place draws from: the calendar, the suppliers, the money between bodies.

use jiff::civil::{Date, Weekday};

use crate::Plan;
use crate::between::PlannedLines;
use crate::bodies::BODIES;
use crate::ledgers::calendar;
use crate::suppliers::{Suppliers, VendorBook};

pub(crate) struct World {
    pub plan: Plan,
    pub suppliers: Suppliers,
    pub planned: PlannedLines,
    /// The working days of each month, from April.
    pub days: [Vec<Date>; 12],
}

impl World {
    pub fn new(plan: &Plan) -> World {
        let days = std::array::from_fn(|month| working_days(plan, month));
        World {
            suppliers: Suppliers::new(plan.seed, plan.people, plan.attacks),
            planned: PlannedLines::new(plan.seed, plan.people, &days),
            plan: plan.clone(),
            days,
        }
    }

    /// The vendor records of a body.
    pub fn book(&self, body: &str) -> &VendorBook {
        let position = BODIES.iter().position(|known| known.id == body).expect("every ledger is a body's");
        self.suppliers.book(position)
    }
}

/// Monday to Friday.
fn working_days(plan: &Plan, month: usize) -> Vec<Date> {
    let (year, month) = calendar(plan.year, month);
    let first = Date::new(year as i16, month, 1).expect("every month has a first day");
    let is_working = |date: &Date| !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    first.series(jiff::Span::new().days(1)).take_while(|date| date.month() == month).filter(is_working).collect()
}
