//! Rows of the themes' counts.

use arrow_array::RecordBatch;
use model::spending::{CountBasis, SpendingKind};
use model::tables::{THEME_COUNT, theme_count as column};
use model::theme_rule::ThemeBasis;
use model::{FinancialYear, Intent, Place};
use money::Money;

use crate::wildcard::bare;

/// A body of the place, or another by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Who {
    pub id: Option<String>,
    pub name: String,
}

impl Who {
    /// The body of the place with this id or name; otherwise the name itself.
    pub fn named(text: &str, place: &Place) -> Who {
        let printed = bare(text);
        let body = place.body(text).or_else(|| {
            place
                .bodies
                .iter()
                .find(|body| std::iter::once(&body.name).chain(&body.other_names).any(|name| bare(name) == printed))
        });
        match body {
            Some(body) => Who { id: Some(body.id.clone()), name: body.name.clone() },
            None => Who { id: None, name: text.to_owned() },
        }
    }

    pub fn is(&self, other: &Who) -> bool {
        match (&self.id, &other.id) {
            (Some(id), Some(other)) => id == other,
            (None, None) => bare(&self.name) == bare(&other.name),
            _ => false,
        }
    }

    /// What a problem calls it.
    pub fn for_problem(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }
}

/// Pounds of a theme at one body.
#[derive(Clone, Debug)]
pub(super) struct ThemeRow {
    pub year: FinancialYear,
    pub theme: String,
    pub body: Who,
    pub service: Option<String>,
    pub label: String,
    pub kind: SpendingKind,
    pub intent: Option<Intent>,
    pub basis: ThemeBasis,
    pub rests_on: Option<CountBasis>,
    pub method: String,
    pub file_id: Option<String>,
    pub row: Option<u64>,
    /// None where not known, or where other rows hold it.
    pub amount: Option<Money>,
    pub within: Option<String>,
    pub held: Option<Money>,
    pub opens: Option<Money>,
}

impl ThemeRow {
    pub fn is_capital(&self) -> bool {
        self.kind.is_capital()
    }

    /// The pounds, zero where not known: for sums of what is known.
    pub fn pounds(&self) -> Money {
        self.amount.unwrap_or(Money::ZERO)
    }

    fn order(&self) -> (FinancialYear, &str, &Who, &Option<String>, ThemeBasis, SpendingKind, &str, Option<Intent>) {
        (self.year, &self.theme, &self.body, &self.service, self.basis, self.kind, &self.label, self.intent)
    }
}

/// Rows of `theme_count`.
pub(super) fn theme_rows(found: &mut [ThemeRow]) -> RecordBatch {
    found.sort_by(|a, b| a.order().cmp(&b.order()).then_with(|| (&a.file_id, a.row).cmp(&(&b.file_id, b.row))));
    let mut rows = THEME_COUNT.rows();
    for row in found.iter() {
        rows.push()
            .year(column::FINANCIAL_YEAR, row.year)
            .text(column::THEME, &row.theme)
            .text_if_any(column::BODY_ID, row.body.id.as_deref())
            .text(column::BODY, &row.body.name)
            .text_if_any(column::SERVICE, row.service.as_deref())
            .text(column::LABEL, &row.label)
            .text(column::KIND, row.kind.word())
            .text_if_any(column::INTENT, row.intent.map(Intent::word))
            .text(column::BASIS, row.basis.word())
            .text_if_any(column::RESTS_ON, row.rests_on.map(CountBasis::word))
            .text(column::METHOD, &row.method)
            .text_if_any(column::FILE_ID, row.file_id.as_deref())
            .count_if_any(column::ROW, row.row)
            .money_if_any(column::AMOUNT, row.amount)
            .text_if_any(column::WITHIN, row.within.as_deref())
            .money_if_any(column::HELD, row.held)
            .money_if_any(column::OPENS, row.opens);
    }
    rows.finish()
}
