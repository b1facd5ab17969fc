//! What each body spends last, from the cells of the whole count.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::funding::FundingAccount;
use model::spending::{CountBasis, SpendingKind};
use model::tables::{PUBLISHED_FIGURE, WHOLE_COUNT, published_figure, whole_count as cell};
use model::{FinancialYear, Place, Reach, Row};
use money::Money;

use super::{FundingEvidence, Purse};
use crate::cells::Spender;

/// What is spent out of one purse.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outlay {
    /// Counted for the place.
    pub for_place: Money,
    /// For every area that the body serves.
    pub whole: Money,
    pub is_national: bool,
    /// Counted by the lines of its ledger.
    pub is_by_ledger: bool,
    /// What it spends is known by what other bodies collect for it.
    pub is_by_precept: bool,
}

/// All purses.
pub(crate) struct Outlays(pub BTreeMap<Purse, Outlay>);

/// Where a figure stands: file, row, column.
pub(crate) type At<'a> = (&'a str, u64, &'a str);

pub(crate) fn at_of_cell<'a>(row: &Row<'a>) -> Option<At<'a>> {
    Some((row.text_if_any(cell::FILE_ID)?, row.count_if_any(cell::ROW)?, row.text_if_any(cell::COLUMN)?))
}

impl Outlays {
    pub fn read(evidence: &FundingEvidence<'_>, parts_capital: impl Fn(FinancialYear, &str) -> bool) -> Outlays {
        let printed = printed(evidence);
        let mut outlays: BTreeMap<Purse, Outlay> = BTreeMap::new();
        for row in evidence.cells.iter().flat_map(|batch| WHOLE_COUNT.read(batch).iter()) {
            let Some(amount) = row.money_if_any(cell::AMOUNT) else { continue };
            let basis = CountBasis::parse(row.text(cell::BASIS)).expect("a basis is a word of its column");
            let kind = SpendingKind::parse(row.text(cell::KIND)).expect("a kind is a word of its column");
            let (year, id) = (row.year(cell::FINANCIAL_YEAR), row.text_if_any(cell::BODY_ID));
            let account = match id.filter(|id| parts_capital(year, id)) {
                Some(_) if kind.is_capital() => FundingAccount::Capital,
                Some(_) => FundingAccount::Revenue,
                None => FundingAccount::Whole,
            };
            let body = Spender { id: id.map(str::to_owned), name: row.text(cell::BODY).to_owned() };
            let is_precept = id.is_none() && basis == CountBasis::Estimated;
            let outlay = outlays.entry(Purse { year, body, account }).or_default();
            outlay.for_place += amount;
            outlay.is_by_ledger |= basis == CountBasis::Ledger;
            outlay.is_by_precept |= is_precept;
            outlay.is_national |= !is_precept && !id.is_some_and(|id| is_local(evidence.place, id));
            // A share is of the figure as printed; income is printed above zero and taken off.
            let whole = (basis == CountBasis::Apportioned).then(|| at_of_cell(&row).and_then(|at| printed.get(&at)));
            let sign = if kind == SpendingKind::Income { -1 } else { 1 };
            outlay.whole += whole.flatten().map_or(amount, |whole| Money::from_pence(sign * whole.pence()));
        }
        Outlays(outlays)
    }
}

pub(crate) fn is_local(place: &Place, id: &str) -> bool {
    place.body(id).is_some_and(|body| body.in_perimeter && body.reach == Reach::Local)
}

/// The figures of which cells are shares.
fn printed<'a>(evidence: &FundingEvidence<'a>) -> HashMap<At<'a>, Money> {
    let cells = evidence.cells.iter().flat_map(|batch| WHOLE_COUNT.read(batch).iter());
    let is_share = |row: &Row<'_>| row.text(cell::BASIS) == CountBasis::Apportioned.word();
    let wanted: HashSet<At<'a>> = cells.filter(is_share).filter_map(|row| at_of_cell(&row)).collect();
    let mut printed = HashMap::new();
    for batch in evidence.figures {
        let rows = PUBLISHED_FIGURE.read(batch);
        let (file, row, column) = (
            rows.text(published_figure::FILE_ID),
            rows.count(published_figure::ROW),
            rows.text(published_figure::COLUMN),
        );
        let amount = rows.money(published_figure::AMOUNT);
        for i in 0..rows.len() {
            let at = (file.value(i), row.value(i), column.value(i));
            if wanted.contains(&at) {
                printed.insert(at, amount.value(i));
            }
        }
    }
    printed
}
