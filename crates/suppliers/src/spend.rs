//! What each body spent here with each supplier, and what bodies have in common.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{self, supplier_concentration, supplier_overlap, supplier_spend};
use money::Money;

use super::concentration::{hhi, overlap};
use super::tables::{batch, counts, money, shares, text};

/// What one body spent here with one supplier: lines of the place's total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetSpend {
    pub supplier_id: String,
    pub body_id: String,
    pub n_lines: u64,
    pub amount: Money,
}

/// The tables about spending by supplier, each sorted by its first columns.
#[derive(Clone, Debug, PartialEq)]
pub struct SpendTables {
    pub supplier_spend: RecordBatch,
    pub supplier_overlap: RecordBatch,
    pub supplier_concentration: RecordBatch,
}

/// Spending by supplier and body, the overlap of every two bodies, and the concentration of each.
///
/// Overlap and concentration are those of suppliers that can be told apart and bought from otherwise:
/// `is_in_market` leaves out public bodies, withheld names and payment runs (method, section 2.5).
pub fn spend_tables(mut spend: Vec<NetSpend>, is_in_market: impl Fn(&str) -> bool) -> SpendTables {
    spend.sort_by(|a, b| (&a.supplier_id, &a.body_id).cmp(&(&b.supplier_id, &b.body_id)));
    let mut market: BTreeMap<&str, BTreeMap<&str, Money>> = BTreeMap::new();
    for row in spend.iter().filter(|row| is_in_market(&row.supplier_id)) {
        market.entry(&row.body_id).or_default().insert(&row.supplier_id, row.amount);
    }
    SpendTables {
        supplier_spend: spend_table(&spend),
        supplier_overlap: overlap_table(&market),
        supplier_concentration: concentration_table(&market),
    }
}

fn spend_table(spend: &[NetSpend]) -> RecordBatch {
    batch(
        &tables::SUPPLIER_SPEND,
        [
            (supplier_spend::SUPPLIER_ID, text(spend.iter().map(|row| row.supplier_id.as_str()))),
            (supplier_spend::BODY_ID, text(spend.iter().map(|row| row.body_id.as_str()))),
            (supplier_spend::N_LINES, counts(spend.iter().map(|row| row.n_lines))),
            (supplier_spend::AMOUNT, money(spend.iter().map(|row| row.amount))),
        ],
    )
}

type Market<'a> = BTreeMap<&'a str, BTreeMap<&'a str, Money>>;

/// What two bodies have in common.
struct Common<'a> {
    bodies: (&'a str, &'a str),
    n_suppliers: u64,
    share_of_suppliers: f64,
    amount: Money,
}

impl<'a> Common<'a> {
    fn of(bodies: (&'a str, &'a str), market: &Market<'_>) -> Common<'a> {
        let (one, other) = (&market[bodies.0], &market[bodies.1]);
        let n_suppliers = one.keys().filter(|supplier| other.contains_key(**supplier)).count();
        let n_either = one.len() + other.len() - n_suppliers;
        Common {
            bodies,
            n_suppliers: n_suppliers as u64,
            share_of_suppliers: n_suppliers as f64 / n_either as f64,
            amount: overlap(one, other),
        }
    }
}

fn overlap_table(market: &Market<'_>) -> RecordBatch {
    let bodies: Vec<&str> = market.keys().copied().collect();
    let pairs = bodies.iter().enumerate().flat_map(|(at, one)| bodies[at + 1..].iter().map(|other| (*one, *other)));
    let common: Vec<Common<'_>> = pairs.map(|pair| Common::of(pair, market)).collect();
    batch(
        &tables::SUPPLIER_OVERLAP,
        [
            (supplier_overlap::BODY_ID, text(common.iter().map(|row| row.bodies.0))),
            (supplier_overlap::OTHER_BODY_ID, text(common.iter().map(|row| row.bodies.1))),
            (supplier_overlap::N_SUPPLIERS, counts(common.iter().map(|row| row.n_suppliers))),
            (supplier_overlap::SHARE_OF_SUPPLIERS, shares(common.iter().map(|row| row.share_of_suppliers))),
            (supplier_overlap::AMOUNT, money(common.iter().map(|row| row.amount))),
        ],
    )
}

fn concentration_table(market: &Market<'_>) -> RecordBatch {
    // Where nothing was spent there is no market whose concentration could be told.
    let of = |(body, spend): (&'_ &'_ str, &BTreeMap<&str, Money>)| {
        let index = hhi(spend.values().copied())?;
        Some(((*body).to_owned(), spend.len() as u64, spend.values().sum::<Money>(), index, top_ten_share(spend)))
    };
    let rows: Vec<(String, u64, Money, f64, f64)> = market.iter().filter_map(of).collect();
    batch(
        &tables::SUPPLIER_CONCENTRATION,
        [
            (supplier_concentration::BODY_ID, text(rows.iter().map(|row| row.0.as_str()))),
            (supplier_concentration::N_SUPPLIERS, counts(rows.iter().map(|row| row.1))),
            (supplier_concentration::AMOUNT, money(rows.iter().map(|row| row.2))),
            (supplier_concentration::HHI, shares(rows.iter().map(|row| row.3))),
            (supplier_concentration::TOP_TEN_SHARE, shares(rows.iter().map(|row| row.4))),
        ],
    )
}

/// The ten largest of those who have a share of the market, as the index counts them.
fn top_ten_share(spend: &BTreeMap<&str, Money>) -> f64 {
    let mut amounts: Vec<Money> = spend.values().copied().filter(|amount| Money::ZERO < *amount).collect();
    amounts.sort_unstable_by(|a, b| b.cmp(a));
    let total: Money = amounts.iter().sum();
    amounts.iter().take(10).sum::<Money>().share_of(total).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Decimal128Type, Float64Type, Int64Type};

    use super::*;

    fn spend(rows: &[(&str, &str, i64)]) -> Vec<NetSpend> {
        let row = |(supplier, body, pounds): &(&str, &str, i64)| NetSpend {
            supplier_id: (*supplier).to_owned(),
            body_id: (*body).to_owned(),
            n_lines: 1,
            amount: Money::from_pence(pounds * 100),
        };
        rows.iter().map(row).collect()
    }

    /// Method, T26, with a public body that is in no market.
    #[test]
    fn what_bodies_have_in_common_is_the_smaller_of_what_both_spend() {
        let rows = [
            ("y", "council", 30),
            ("x", "council", 60),
            ("z", "council", 10),
            ("x", "icb", 20),
            ("w", "icb", 80),
            ("hmrc", "council", 500),
            ("hmrc", "icb", 400),
        ];
        let tables = spend_tables(spend(&rows), |supplier| supplier != "hmrc");
        assert_eq!(tables.supplier_spend.num_rows(), rows.len());
        let common = &tables.supplier_overlap;
        assert_eq!(common.num_rows(), 1);
        assert_eq!(common.column(2).as_primitive::<Int64Type>().value(0), 1);
        assert_eq!(common.column(3).as_primitive::<Float64Type>().value(0), 0.25);
        assert_eq!(common.column(4).as_primitive::<Decimal128Type>().value(0), 20_00);
        let concentration = &tables.supplier_concentration;
        let hhi = concentration.column(3).as_primitive::<Float64Type>();
        assert!((hhi.value(0) - 0.46).abs() < 1e-12 && (hhi.value(1) - 0.68).abs() < 1e-12);
        assert_eq!(concentration.column(4).as_primitive::<Float64Type>().value(0), 1.0);
    }
}
