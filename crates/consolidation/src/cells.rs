//! Cells of the whole count, and what is beside them.

use arrow_array::RecordBatch;
use model::count_rule::CountedAs;
use model::spending::{Control, CountBasis, Grade, SetAsideAs, SpendingKind};
use model::tables::{SET_ASIDE, WHOLE_COUNT, set_aside, whole_count};
use model::{Body, FinancialYear, Place};
use money::Money;

use crate::figure::Figure;

/// Who funds national bodies.
pub(crate) const TREASURY: &str = "HM Treasury";

/// Who spends: a body of the place, or a name as printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spender {
    pub id: Option<String>,
    pub name: String,
}

impl Spender {
    pub fn named(name: &str) -> Spender {
        Spender { id: None, name: name.to_owned() }
    }

    pub fn body(body: &Body) -> Spender {
        Spender { id: Some(body.id.clone()), name: body.name.clone() }
    }

    /// The body of the place whose figure it is, or whose name is printed.
    pub fn of(figure: &Figure<'_>, place: &Place) -> Spender {
        let printed = crate::wildcard::bare(figure.spender);
        let has_name = |body: &&Body| {
            std::iter::once(&body.name).chain(&body.other_names).any(|name| crate::wildcard::bare(name) == printed)
        };
        let body = figure.body_id.and_then(|id| place.body(id)).or_else(|| place.bodies.iter().find(has_name));
        body.map_or_else(|| Spender::named(figure.spender), Spender::body)
    }
}

/// One cell of the whole count.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub year: FinancialYear,
    pub body: Spender,
    pub label: String,
    pub kind: SpendingKind,
    pub counted_as: CountedAs,
    pub cofog: Option<String>,
    pub basis: CountBasis,
    pub grade: Grade,
    pub driver: Option<String>,
    pub method: String,
    pub file_id: Option<String>,
    pub row: Option<u64>,
    pub column: Option<String>,
    /// Amount, least and most; none where not known.
    pub amount: Option<[Money; 3]>,
    /// What would tie it to the area better, to be asked for.
    pub better_driver: Option<String>,
    /// Of a national body: on the bridge, central government.
    pub is_national: bool,
    /// The figure as published, of which the amount may be a share.
    pub published: Option<Money>,
}

impl Cell {
    /// A cell of a published figure, all of which is for the place.
    pub fn published(figure: &Figure<'_>, body: Spender, counted_as: &CountedAs, basis: CountBasis) -> Cell {
        let own = figure.kind.unwrap_or(SpendingKind::Current);
        let kind = if own.is_capital() { own } else { counted_as.kind.unwrap_or(own) };
        Cell {
            year: figure.year,
            body,
            label: figure.full_label(),
            kind,
            counted_as: counted_as.clone(),
            cofog: counted_as.cofog.clone(),
            basis,
            grade: Grade::A,
            driver: None,
            method: format!("as published in {}", figure.place_in_words()),
            file_id: Some(figure.file_id.to_owned()),
            row: Some(figure.row),
            column: Some(figure.column.to_owned()),
            amount: Some([figure.amount; 3]),
            better_driver: None,
            is_national: basis == CountBasis::PublishedArea,
            published: Some(figure.amount),
        }
    }

    /// Something that is known to be spent, while how much is not.
    pub fn not_known(year: FinancialYear, body: Spender, label: &str, counted_as: CountedAs, method: String) -> Cell {
        Cell {
            year,
            body,
            label: label.to_owned(),
            kind: SpendingKind::Current,
            cofog: counted_as.cofog.clone(),
            counted_as,
            basis: CountBasis::NotKnown,
            grade: Grade::X,
            driver: None,
            method,
            file_id: None,
            row: None,
            column: None,
            amount: None,
            better_driver: None,
            is_national: false,
            published: None,
        }
    }

    /// The pounds, zero where not known: for sums of what is known.
    pub fn pounds(&self) -> Money {
        self.amount.map_or(Money::ZERO, |[amount, ..]| amount)
    }

    fn order(&self) -> (FinancialYear, &Spender, &str, SpendingKind, &str, Option<u64>) {
        (self.year, &self.body, &self.counted_as.service, self.kind, &self.label, self.row)
    }
}

/// One figure that is not counted where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Aside {
    pub year: FinancialYear,
    pub body: Spender,
    pub label: String,
    pub set_aside_as: SetAsideAs,
    pub counted_at: Option<String>,
    pub reason: String,
    pub file_id: Option<String>,
    pub row: Option<u64>,
    pub amount: Option<Money>,
}

impl Aside {
    pub fn of(figure: &Figure<'_>, body: Spender, set_aside_as: SetAsideAs, reason: &str) -> Aside {
        Aside {
            year: figure.year,
            body,
            label: figure.full_label(),
            set_aside_as,
            counted_at: None,
            reason: reason.to_owned(),
            file_id: Some(figure.file_id.to_owned()),
            row: Some(figure.row),
            amount: Some(figure.amount),
        }
    }

    fn order(&self) -> (FinancialYear, &Spender, SetAsideAs, &str, &Option<String>, Option<u64>) {
        (self.year, &self.body, self.set_aside_as, &self.label, &self.file_id, self.row)
    }
}

/// Rows of `whole_count`.
pub(crate) fn cell_rows(cells: &mut [Cell]) -> RecordBatch {
    cells.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut rows = WHOLE_COUNT.rows();
    for (at, cell) in cells.iter().enumerate() {
        let counted_as = &cell.counted_as;
        let [amount, low, high] = [0, 1, 2].map(|which| cell.amount.map(|amounts| amounts[which]));
        rows.push()
            .id(whole_count::CELL_ID, at as i64 + 1)
            .year(whole_count::FINANCIAL_YEAR, cell.year)
            .text_if_any(whole_count::BODY_ID, cell.body.id.as_deref())
            .text(whole_count::BODY, &cell.body.name)
            .text_if_any(whole_count::FUNDER, funder_of(cell))
            .text(whole_count::SERVICE, &counted_as.service)
            .text_if_any(whole_count::COFOG, cell.cofog.as_deref())
            .text(whole_count::LABEL, &cell.label)
            .text(whole_count::KIND, cell.kind.word())
            .text_if_any(whole_count::CLIENT_GROUP, counted_as.client_group.map(|group| group.word()))
            .text_if_any(whole_count::INTENT, counted_as.intent.map(|intent| intent.word()))
            .text(whole_count::CONTROL, counted_as.control.unwrap_or(Control::LocalDiscretion).word())
            .text(whole_count::BASIS, cell.basis.word())
            .text(whole_count::GRADE, cell.grade.word())
            .text_if_any(whole_count::DRIVER, cell.driver.as_deref())
            .text(whole_count::METHOD, &cell.method)
            .text_if_any(whole_count::FILE_ID, cell.file_id.as_deref())
            .count_if_any(whole_count::ROW, cell.row)
            .text_if_any(whole_count::COLUMN, cell.column.as_deref())
            .money_if_any(whole_count::AMOUNT, amount)
            .money_if_any(whole_count::LOW, low)
            .money_if_any(whole_count::HIGH, high);
    }
    rows.finish()
}

/// National bodies spend what Parliament votes; local ones have their money of several, which `funding` parts.
fn funder_of(cell: &Cell) -> Option<&'static str> {
    cell.amount?;
    Some(if cell.is_national { TREASURY } else { "several" })
}

/// Rows of `set_aside`.
pub(crate) fn aside_rows(asides: &mut [Aside]) -> RecordBatch {
    asides.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut rows = SET_ASIDE.rows();
    for aside in asides.iter() {
        rows.push()
            .year(set_aside::FINANCIAL_YEAR, aside.year)
            .text_if_any(set_aside::BODY_ID, aside.body.id.as_deref())
            .text(set_aside::BODY, &aside.body.name)
            .text(set_aside::LABEL, &aside.label)
            .text(set_aside::SET_ASIDE_AS, aside.set_aside_as.word())
            .text_if_any(set_aside::COUNTED_AT, aside.counted_at.as_deref())
            .text(set_aside::REASON, &aside.reason)
            .text_if_any(set_aside::FILE_ID, aside.file_id.as_deref())
            .count_if_any(set_aside::ROW, aside.row)
            .money_if_any(set_aside::AMOUNT, aside.amount);
    }
    rows.finish()
}
