//! The ledgers beneath the published figures: how much of them is traced to payments, and what replaces them for a body without any.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use model::count_rule::CountedAs;
use model::spending::{Control, CountBasis, Grade, SpendingKind};
use model::tables::{LEDGER_SUM, ledger_sum as column};
use model::{AccountPart, Attribution, FinancialYear, Place, Reach, Row, Treatment};
use money::Money;

use crate::cells::{Cell, Spender};

/// Lines of one body that were treated alike.
#[derive(Clone, Debug)]
pub(crate) struct LedgerSum<'a> {
    pub body_id: &'a str,
    pub year: FinancialYear,
    pub service: &'a str,
    pub is_capital: bool,
    pub part: AccountPart,
    pub counterparty_id: Option<&'a str>,
    pub n_lines: u64,
    pub amount: Money,
}

impl<'a> LedgerSum<'a> {
    fn of(row: &Row<'a>) -> LedgerSum<'a> {
        let treatment = Treatment::parse(row.text(column::TREATMENT)).expect("a treatment is a word of its column");
        let attribution =
            Attribution::parse(row.text(column::ATTRIBUTION)).expect("an attribution is a word of its column");
        LedgerSum {
            body_id: row.text(column::BODY_ID),
            year: row.year(column::FINANCIAL_YEAR),
            service: row.text(column::SERVICE),
            is_capital: row.flag(column::CAPITAL),
            part: AccountPart::of(treatment, row.flag(column::ELIMINATED), attribution),
            counterparty_id: row.text_if_any(column::COUNTERPARTY_ID),
            n_lines: row.count(column::N_LINES),
            amount: row.money(column::AMOUNT),
        }
    }

    /// Whether the lines are spending, not money passed on.
    pub fn is_spending(&self) -> bool {
        self.part == AccountPart::SpendHere
    }
}

/// What the ledgers add up to.
pub(crate) struct Ledgers<'a>(pub Vec<LedgerSum<'a>>);

impl<'a> Ledgers<'a> {
    pub fn read(batches: &'a [RecordBatch]) -> Ledgers<'a> {
        Ledgers(batches.iter().flat_map(|batch| LEDGER_SUM.read(batch).iter()).map(|row| LedgerSum::of(&row)).collect())
    }

    /// The lines of a body in a year.
    pub fn of_body(&self, body_id: &str, year: FinancialYear) -> impl Iterator<Item = &LedgerSum<'a>> {
        self.0.iter().filter(move |sum| sum.body_id == body_id && sum.year == year)
    }

    /// Whether a body's ledger has spending on a service, apart from capital.
    pub fn spends_on(&self, body_id: &str, year: FinancialYear, service: &str) -> bool {
        self.of_body(body_id, year).any(|sum| sum.service == service && sum.is_spending() && !sum.is_capital)
    }

    /// Cells of local bodies that have a ledger and no published figure of the year.
    ///
    /// What a body passes on to another is counted at that one, where it has a cell of its own; else here, as the best
    /// evidence there is.
    pub fn cells_without_published(&self, place: &Place, counted: &BTreeSet<(FinancialYear, String)>) -> Vec<Cell> {
        let local = place.bodies.iter().filter(|body| body.in_perimeter && body.reach == Reach::Local);
        let pairs = local.flat_map(|body| place.years().map(move |year| (body, year)));
        let led: Vec<_> = pairs.filter(|(body, year)| !counted.contains(&(*year, body.id.clone()))).collect();
        let has_cells = |id: &str, year: FinancialYear| {
            let leads =
                led.iter().any(|(body, of)| body.id == id && *of == year && self.of_body(id, year).next().is_some());
            leads || counted.contains(&(year, id.to_owned()))
        };
        let is_counted = |sum: &&LedgerSum| {
            let is_kept = sum.part == AccountPart::TransfersKept;
            sum.is_spending() || (is_kept && !sum.counterparty_id.is_some_and(|id| has_cells(id, sum.year)))
        };
        let mut cells = Vec::new();
        for (body, year) in &led {
            let mut sums: BTreeMap<(&str, bool), (Money, u64)> = BTreeMap::new();
            for sum in self.of_body(&body.id, *year).filter(is_counted) {
                let (amount, n_lines) = sums.entry((sum.service, sum.is_capital)).or_default();
                (*amount, *n_lines) = (*amount + sum.amount, *n_lines + sum.n_lines);
            }
            let of_body = sums.into_iter().filter(|(_, (amount, _))| *amount != Money::ZERO);
            cells.extend(of_body.map(|((service, is_capital), (amount, n_lines))| {
                ledger_cell(Spender::body(body), *year, service, is_capital, amount, n_lines)
            }));
        }
        cells
    }
}

fn ledger_cell(
    body: Spender,
    year: FinancialYear,
    service: &str,
    is_capital: bool,
    amount: Money,
    n_lines: u64,
) -> Cell {
    let counted_as =
        CountedAs { service: service.to_owned(), control: Some(Control::LocalDiscretion), ..CountedAs::default() };
    let method = format!(
        "{n_lines} lines of its ledger, because nothing is published for it in {year}: pay, and anything else not \
         paid through the ledger, is missing"
    );
    Cell {
        kind: if is_capital { SpendingKind::Capital } else { SpendingKind::Current },
        basis: CountBasis::Ledger,
        grade: Grade::A,
        amount: Some([amount; 3]),
        ..Cell::not_known(year, body, "Lines of its ledger", counted_as, method)
    }
}
