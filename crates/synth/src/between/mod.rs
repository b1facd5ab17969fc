//! Money between public bodies, and what they pay over to tax, pensions and the money market.
//!
//! Every flow stands once, with both sides: what the payer's ledger prints, and where the receiver's
//! files show money coming in, what they print and how many months later. So the two sides agree to
//! the penny except for what is under way at the year's ends and what is in files that were never sent.

mod flows;
mod own_affairs;

use jiff::civil::Date;
use model::Treatment;
use rand::RngExt;

use crate::dice::dice;
use crate::purchases::Class;
use flows::FLOWS;
use own_affairs::OWN_AFFAIRS;

/// A payment that is made month by month between two bodies.
#[derive(Clone, Copy, Debug)]
struct Flow {
    payer: &'static str,
    payee: &'static str,
    /// Department, service, subjective and purpose in the payer's ledger.
    heading: [&'static str; 4],
    class: Class,
    /// Pounds in a year for each person of the place.
    per_head: f64,
    /// Months from April, as 0, in which it is paid.
    months: &'static [usize],
    /// Every instalment is the same.
    steady: bool,
    receipt: Option<Receipt>,
}

/// What the receiver's own files show of it.
#[derive(Clone, Copy, Debug)]
struct Receipt {
    body: &'static str,
    /// The payer as the receiver prints it.
    payer: &'static str,
    heading: [&'static str; 4],
    lag_months: usize,
}

/// A planned line of one body's ledger.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub date: Date,
    pub payee: &'static str,
    pub heading: [&'static str; 4],
    pub pence: i64,
    pub class: Class,
}

/// Planned lines by body and month.
pub(crate) struct PlannedLines {
    lines: Vec<(&'static str, usize, Planned)>,
}

impl PlannedLines {
    /// Every flow of a year, in pounds for this population.
    pub fn new(seed: u64, people: u64, months: &[Vec<Date>; 12]) -> PlannedLines {
        let mut lines = Vec::new();
        for (position, flow) in FLOWS.iter().chain(OWN_AFFAIRS).enumerate() {
            let mut dice = dice(seed, &format!("flow {position}"));
            let instalment = flow.per_head * people as f64 / flow.months.len() as f64;
            let day_of =
                |dice: &mut crate::dice::Dice, month: usize| months[month][dice.random_range(0..months[month].len())];
            if let Some(receipt) = flow.receipt.filter(|receipt| receipt.lag_months > 0) {
                // The last instalment of the year before arrives in this one; it was a little smaller.
                let pence = -pence(instalment * LAST_YEAR);
                let month = receipt.lag_months - 1;
                let date = day_of(&mut dice, month);
                lines.push((receipt.body, month, receipt_line(flow, receipt, date, pence)));
            }
            for &month in flow.months {
                let varies = if flow.steady { 1.0 } else { dice.random_range(0.9..1.1) };
                let amount = pence(instalment * varies);
                let (paid_on, received_on) = (day_of(&mut dice, month), dice.random::<u32>() as usize);
                let paid = Planned {
                    date: paid_on,
                    payee: flow.payee,
                    heading: flow.heading,
                    pence: amount,
                    class: flow.class,
                };
                lines.push((flow.payer, month, paid));
                if let Some(receipt) = flow.receipt.filter(|receipt| month + receipt.lag_months < 12) {
                    let at = month + receipt.lag_months;
                    // Money that comes in without a lag comes in on the day it is paid.
                    let date =
                        if receipt.lag_months == 0 { paid_on } else { months[at][received_on % months[at].len()] };
                    lines.push((receipt.body, at, receipt_line(flow, receipt, date, -amount)));
                }
            }
        }
        PlannedLines { lines }
    }

    /// The lines of one body's month by date; one department's where that is asked for.
    pub fn of(&self, body: &str, month: usize, department: Option<&str>) -> Vec<Planned> {
        let wanted = |(of, at, line): &&(&'static str, usize, Planned)| {
            *of == body && *at == month && department.is_none_or(|department| line.heading[0] == department)
        };
        let mut lines: Vec<Planned> = self.lines.iter().filter(wanted).map(|(.., line)| line.clone()).collect();
        lines.sort_by_key(|line| line.date);
        lines
    }
}

/// An instalment of the year before, as a part of this year's.
const LAST_YEAR: f64 = 0.97;

fn pence(pounds: f64) -> i64 {
    (pounds * 100.0).round() as i64
}

fn receipt_line(flow: &Flow, receipt: Receipt, date: Date, pence: i64) -> Planned {
    let class = Class {
        treatment: Treatment::Financing,
        transfer_kind: None,
        counterparty: Some(flow.payer),
        is_receipt: true,
    };
    Planned { date, payee: receipt.payer, heading: receipt.heading, pence, class }
}

#[cfg(test)]
mod tests {
    use super::flows::precept;
    use super::*;
    use crate::bodies::{AMBLEFORD, COUNTY, FENHOLT};

    fn months() -> [Vec<Date>; 12] {
        std::array::from_fn(|month| {
            vec![Date::constant(2025, 4, 7).saturating_add(jiff::Span::new().months(month as i64))]
        })
    }

    fn sum(lines: &PlannedLines, body: &str, test: impl Fn(&Planned) -> bool) -> i64 {
        (0..12).flat_map(|month| lines.of(body, month, None)).filter(|line| test(line)).map(|line| line.pence).sum()
    }

    #[test]
    fn both_sides_of_a_flow_without_a_lag_agree_to_the_penny() {
        let lines = PlannedLines::new(7, 10_000, &months());
        let paid = sum(&lines, AMBLEFORD, |line| line.class == precept(COUNTY));
        let received = sum(&lines, COUNTY, |line| line.payee == "Ambleford Borough Council" && line.class.is_receipt);
        assert_eq!(paid, -received);
        assert_eq!(paid, 10 * 368_000_00);
    }

    #[test]
    fn what_is_under_way_at_the_ends_of_the_year_is_the_difference() {
        let lines = PlannedLines::new(7, 10_000, &months());
        let paid = sum(&lines, FENHOLT, |line| line.class == precept(COUNTY));
        let received = -sum(&lines, COUNTY, |line| line.payee == "Fenholt District Council" && line.class.is_receipt);
        // 12 instalments of £247,500.00 are paid; 11 of them and one of 97% of that come in.
        assert_eq!(paid, 12 * 247_500_00);
        assert_eq!(received, 11 * 247_500_00 + 240_075_00);
    }
}
