//! From the region's published spending a head to the place's, in named steps that add up exactly.

use model::FinancialYear;
use model::tables::{REGIONAL_BRIDGE, regional_bridge};
use money::Money;

use crate::cells::Cell;
use crate::drivers::Weights;
use crate::regional::RegionTotals;

/// What a bridge starts from and leads to.
pub(crate) struct Banks<'b> {
    pub year: FinancialYear,
    pub place: &'b str,
    pub totals: &'b RegionTotals,
    pub cells: &'b [Cell],
    /// People of the place and of its region, of one date.
    pub people: &'b Weights,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub year: FinancialYear,
    pub name: String,
    pub per_head: Money,
    pub note: String,
}

/// The region, five steps, and the place: what stands before the last adds up to it.
pub(crate) fn bridge(banks: &Banks<'_>) -> Vec<Step> {
    let totals = banks.totals;
    let (place, region) = (banks.people.part, banks.people.whole);
    let current = banks.pounds(|cell| !cell.is_national && !cell.kind.is_capital());
    let capital = banks.pounds(|cell| !cell.is_national && cell.kind.is_capital());
    let national = banks.pounds(|cell| cell.is_national);
    let counted = current + capital + national;
    let left_out: Money = totals.left_out.values().sum();
    let central = totals.all - totals.local_current - totals.local_capital - totals.corporations - left_out;
    let steps = [
        head(current, place) - head(totals.local_current, region),
        head(capital, place) - head(totals.local_capital, region),
        -head(totals.corporations, region),
        -head(left_out, region),
        head(national, place) - head(central, region),
    ];
    let notes = [
        format!("{current} of its local bodies; {} of the region's", totals.local_current),
        format!("{capital} gross of its local bodies; {} net of the region's", totals.local_capital),
        format!("{} of the region: council homes and trading bodies", totals.corporations),
        format!("{left_out} of the region"),
        format!("{national} by age, claimants and children; {central} of the region by population"),
    ];
    let (start, end) = (round(head(totals.all, region)), round(head(counted, place)));
    let people = format!("people: {}", banks.people.as_of);
    let step = |name: String, per_head, note| Step { year: banks.year, name, per_head, note };
    let first = step(
        format!("{}, as published", totals.region),
        start,
        format!("{} in the regional analysis; {people}", totals.all),
    );
    let last = step(format!("{}, as counted", banks.place), end, format!("{counted}; {people}"));
    let middle = names(totals).into_iter().zip(exactly(&steps, end - start)).zip(notes);
    let middle = middle.map(|((name, per_head), note)| step(name, per_head, note));
    std::iter::once(first).chain(middle).chain([last]).collect()
}

/// Pence a head.
fn head(amount: Money, people: f64) -> f64 {
    amount.pence() as f64 / people
}

/// What is different in each step.
fn names(totals: &RegionTotals) -> [String; 5] {
    let functions = totals.left_out.keys().map(|function| function_name(function)).collect::<Vec<_>>().join("; ");
    [
        "local current spending: its services cost more or less than the region's".to_owned(),
        "local capital: gross in the capital return, net in the regional analysis".to_owned(),
        "public corporations left out".to_owned(),
        if functions.is_empty() { "nothing else left out".to_owned() } else { format!("{functions} left out") },
        "central government by age, claimants and children rather than by population".to_owned(),
    ]
}

impl Banks<'_> {
    fn pounds(&self, is_wanted: fn(&Cell) -> bool) -> Money {
        self.cells.iter().filter(|cell| cell.year == self.year && is_wanted(cell)).map(Cell::pounds).sum()
    }
}

/// `4. of which: agriculture, fisheries and forestry` without its number.
fn function_name(function: &str) -> String {
    let words = function.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    words.strip_prefix("of which: ").unwrap_or(words).to_lowercase()
}

/// Steps rounded to pennies so that they add up: what is missing goes to those that rounding moved most.
fn exactly(steps: &[f64], sum: Money) -> Vec<Money> {
    let mut rounded: Vec<Money> = steps.iter().map(|step| round(*step)).collect();
    let mut missing = sum.pence() - rounded.iter().sum::<Money>().pence();
    let mut order: Vec<usize> = (0..steps.len()).collect();
    let moved = |at: usize| (steps[at] - rounded[at].pence() as f64) * missing.signum() as f64;
    order.sort_by(|a, b| moved(*b).total_cmp(&moved(*a)).then(a.cmp(b)));
    for at in order.into_iter().cycle().take(missing.unsigned_abs() as usize) {
        rounded[at] += Money::from_pence(missing.signum());
        missing -= missing.signum();
    }
    rounded
}

fn round(pence: f64) -> Money {
    Money::from_pence(pence.round() as i64)
}

/// Rows of `regional_bridge`.
pub(crate) fn bridge_rows(steps: &[Step]) -> arrow_array::RecordBatch {
    let mut rows = REGIONAL_BRIDGE.rows();
    for step in steps {
        rows.push()
            .year(regional_bridge::FINANCIAL_YEAR, step.year)
            .text(regional_bridge::STEP, &step.name)
            .money(regional_bridge::PER_HEAD, step.per_head)
            .text(regional_bridge::NOTE, &step.note);
    }
    rows.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_steps_add_up() {
        let pence = |steps: &[f64], sum| {
            exactly(steps, Money::from_pence(sum)).into_iter().map(Money::pence).collect::<Vec<_>>()
        };
        assert_eq!(pence(&[0.4, 0.4, 0.4], 1), [1, 0, 0]);
        assert_eq!(pence(&[1.6, 1.7, -2.0], 1), [1, 2, -2]);
        assert_eq!(pence(&[1.0], 1), [1]);
    }
}
