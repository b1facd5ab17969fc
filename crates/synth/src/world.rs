//! What every file of a place draws from: the calendar, the suppliers, the money between bodies.

use jiff::civil::{Date, Weekday};

use crate::Plan;
use crate::between::{Planned, PlannedLines};
use crate::bodies::{AMBLEFORD, BODIES, COUNTY};
use crate::ledgers::{LEDGERS, calendar};
use crate::lines::{Wanted, each_line};
use crate::purchases::Class;
use crate::suppliers::{Suppliers, VendorBook};
use model::Treatment;

pub(crate) struct World {
    pub plan: Plan,
    pub suppliers: Suppliers,
    planned: PlannedLines,
    /// The working days of each month, from April.
    pub days: [Vec<Date>; 12],
}

/// The bank behind the county's purchase cards.
pub(crate) const CARD_ISSUER: &str = "Albion Card Services";

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

    /// Lines that are planned for a body, which stand in the first of its ledgers.
    pub fn planned_of(&self, wanted: Wanted) -> Vec<Planned> {
        let ledger = wanted.ledger;
        if LEDGERS.iter().find(|first| first.body == ledger.body).is_some_and(|first| first.name != ledger.name) {
            return Vec::new();
        }
        let mut lines = self.planned.of(ledger.body, wanted.month, wanted.department);
        if ledger.body == COUNTY {
            lines.push(self.card_bill(wanted.month));
            lines.sort_by_key(|line| line.date);
        }
        debug_assert!(ledger.body != AMBLEFORD || !lines.is_empty(), "a district pays precepts every month");
        lines
    }

    /// What the county pays the bank of its cards: the sum of the lines of the card file, which are the
    /// same money.
    fn card_bill(&self, month: usize) -> Planned {
        let cards = LEDGERS.iter().find(|ledger| ledger.name == "county-cards").expect("the county has cards");
        let files = self.plan.file_plans().into_iter().filter(|file| file.ledger.name == cards.name);
        let n_lines = files
            .flat_map(|file| file.parts)
            .flat_map(|part| part.months)
            .find(|(of, _)| *of == month)
            .map_or(0, |(_, n)| n);
        let mut pence = 0;
        let wanted = Wanted { ledger: cards, month, n_lines, department: None };
        let counted = each_line(self, wanted, &mut |line| {
            pence += line.pence;
            Ok(())
        });
        counted.expect("adding up cannot fail");
        Planned {
            date: *self.days[month].last().expect("a month has working days"),
            payee: CARD_ISSUER,
            heading: [
                "Corporate Resources",
                "Human Resources",
                "Supplies and Services",
                "Purchase cards, all directorates",
            ],
            pence,
            class: Class::of(Treatment::Excluded),
        }
    }
}

/// Monday to Friday.
fn working_days(plan: &Plan, month: usize) -> Vec<Date> {
    let (year, month) = calendar(plan.year, month);
    let first = Date::new(year as i16, month, 1).expect("every month has a first day");
    let is_working = |date: &Date| !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    first.series(jiff::Span::new().days(1)).take_while(|date| date.month() == month).filter(is_working).collect()
}
