//! Money that bodies of the place pass round until it is back where it started.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::tables::{OverlapConfidence, OverlapKind, TRANSFER, transfer};
use model::{FinancialYear, TransferKind};
use money::Money;

use crate::finding::{Evidence, FigurePounds, Finding, Pounds};

/// A circle of less is not worth anybody's time.
const AMOUNT_MIN: Money = Money::from_pence(1_000_00);

const CONDITION: &str = "The money itself comes back, so nothing is saved by stopping it: it is money only if bills, agreements and \
                         recharges that nobody needs can be left out. Rent, rates and recharges between the bodies cost the place nothing";

/// What each body passed to each other in a year.
type Passed<'t> = BTreeMap<(&'t str, &'t str), Money>;

/// Circles of two bodies, and then of three in what is left, so that no pound is in two circles.
///
/// Precepts, levies and money collected for others are left out: the law sends them one way.
pub fn circles(transfers: &[RecordBatch]) -> Vec<Finding> {
    let mut by_year: BTreeMap<FinancialYear, Passed> = BTreeMap::new();
    for row in transfers.iter().flat_map(|batch| TRANSFER.read(batch).iter()) {
        let kind = TransferKind::parse(row.text(transfer::TRANSFER_KIND));
        let is_by_law = matches!(kind, Some(TransferKind::Precept | TransferKind::Levy | TransferKind::PassThrough));
        let (payer, receiver) = (row.text(transfer::PAYER_ID), row.text(transfer::RECEIVER_ID));
        if !is_by_law && payer != receiver {
            let of_year = by_year.entry(row.year(transfer::FINANCIAL_YEAR)).or_default();
            *of_year.entry((payer, receiver)).or_default() += row.money(transfer::AMOUNT);
        }
    }
    by_year.into_iter().flat_map(|(year, passed)| of_year(year, passed)).collect()
}

fn of_year(year: FinancialYear, mut passed: Passed<'_>) -> Vec<Finding> {
    let bodies: BTreeSet<&str> = passed.keys().flat_map(|(payer, receiver)| [*payer, *receiver]).collect();
    let bodies: Vec<&str> = bodies.into_iter().collect();
    let rings = rings_of_two(&bodies).chain(rings_of_three(&bodies));
    rings.collect::<Vec<_>>().into_iter().filter_map(|ring| take(year, &ring, &mut passed)).collect()
}

fn rings_of_two<'t>(bodies: &[&'t str]) -> impl Iterator<Item = Vec<&'t str>> {
    let pairs = |at: usize| bodies[at + 1..].iter().map(move |other| vec![bodies[at], *other]);
    (0..bodies.len()).flat_map(pairs).collect::<Vec<_>>().into_iter()
}

/// Each ring once for each way round, beginning with its first body.
fn rings_of_three<'t>(bodies: &[&'t str]) -> impl Iterator<Item = Vec<&'t str>> {
    let mut rings = Vec::new();
    for (at, first) in bodies.iter().enumerate() {
        let later = &bodies[at + 1..];
        let pairs = later.iter().flat_map(|second| later.iter().map(move |third| (*second, *third)));
        rings
            .extend(pairs.filter(|(second, third)| second != third).map(|(second, third)| vec![*first, second, third]));
    }
    rings.into_iter()
}

/// The least that each body of a ring passes to the next goes round, and is taken out of what is left.
fn take(year: FinancialYear, ring: &[&str], passed: &mut Passed<'_>) -> Option<Finding> {
    let legs: Vec<(&str, &str)> = (0..ring.len()).map(|at| (ring[at], ring[(at + 1) % ring.len()])).collect();
    let left: Vec<Money> = legs.iter().filter_map(|leg| passed.get(leg).copied()).collect();
    let round = left.iter().copied().min().filter(|least| left.len() == legs.len() && AMOUNT_MIN <= *least)?;
    for (leg, amount) in passed.iter_mut() {
        if legs.contains(leg) {
            *amount -= round;
        }
    }
    Some(finding(year, ring, &legs, &left, round))
}

fn finding(year: FinancialYear, ring: &[&str], legs: &[(&str, &str)], left: &[Money], round: Money) -> Finding {
    let way = ring.iter().chain(&ring[..1]).copied().collect::<Vec<_>>().join(" → ");
    let key = format!("{year}:{}", ring.join(">"));
    let evidence = legs.iter().zip(left).map(|((payer, receiver), amount)| Evidence {
        body_id: Some((*payer).to_owned()),
        table: TRANSFER.name.to_owned(),
        key: format!("{payer} → {receiver} {year}"),
        note: "passed on in the year, less what goes round in another circle".to_owned(),
        amount: Some(*amount),
    });
    Finding {
        kind: OverlapKind::Circle,
        keys: vec![year.to_string(), ring.join(">")],
        title: format!("Money goes round: {way}"),
        bodies: ring.iter().map(|body| (*body).to_owned()).collect(),
        pounds: Pounds {
            lines: Vec::new(),
            figures: vec![FigurePounds {
                key: format!("circle:{key}"),
                body_id: None,
                amount: round,
                beneath: Vec::new(),
            }],
        },
        confidence: OverlapConfidence::Medium,
        keep_apart: false,
        how: format!(
            "Each of {} bodies passed at least {} to the next in {year}, by its own ledger.",
            ring.len(),
            round.short()
        ),
        condition: CONDITION.to_owned(),
        evidence: evidence.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// County and board pass 4,000 back and forth; of the 6,000 left, 5,000 go on by the district and come back.
    #[test]
    fn no_pound_goes_round_in_two_circles() {
        let transfers = testkit::batch(
            &TRANSFER,
            "
            payer    | receiver | transfer_kind | amount   | status
            county   | board    | section_75    | 10000.00 | paired
            board    | county   | purchase      | 4000.00  | paired
            board    | district | grant         | 5000.00  | paired
            district | county   | purchase      | 7000.00  | paired
            district | board    | precept       | 9000.00  | paired
            county   | county   | recharge      | 8000.00  | paired
            ",
        );
        let found = circles(&[transfers]);
        let rings: Vec<(String, i64)> =
            found.iter().map(|of| (of.keys[1].clone(), of.pounds.seen().expect("pounds").pence() / 100)).collect();
        assert_eq!(rings, [("board>county".to_owned(), 4000), ("board>district>county".to_owned(), 5000)]);
    }
}
