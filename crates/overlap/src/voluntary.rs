//! Voluntary, community and social enterprises: what bodies pay them, and for what.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use arrow_array::RecordBatch;
use authored::Reading;
use model::tables::{SupplierKind, VOLUNTARY_SPEND, voluntary_spend};
use money::Money;
use statistics::hhi;

use crate::names::NameId;
use crate::paid_lines::PaidLines;
use crate::suppliers::{Supplier, Suppliers};
use crate::words::{Phrases, plain};

const SHIPPED: &str = include_str!("../../../reference/overlaps/voluntary.csv");
const SHIPPED_FILE: &str = "reference/overlaps/voluntary.csv";

/// What tells a voluntary body: its legal form, a charity number, or the words of its name.
#[derive(Clone, Debug, Default)]
pub struct VoluntaryBodies {
    words: Vec<Phrases>,
    /// Suppliers that a register or a grant gives a charity number.
    charities: BTreeSet<String>,
}

impl VoluntaryBodies {
    /// The words that come with the program, and suppliers known to be charities.
    ///
    /// # Panics
    /// If the shipped table has a mistake, which its test would say.
    pub fn shipped(charities: BTreeSet<String>) -> VoluntaryBodies {
        let reading = Reading::of(SHIPPED_FILE, SHIPPED);
        let mut words = Vec::new();
        reading.columns(&["words", "note"], |_, [cell, _]| words.push(Phrases::of_cell(&cell.text)));
        let words = reading.finish(Some(words)).expect("the shipped table has no mistake");
        VoluntaryBodies { words, charities }
    }

    /// Whether a supplier is a voluntary, community or social enterprise, as far as its name, form and numbers tell.
    pub fn has(&self, supplier_id: &str, supplier: &Supplier) -> bool {
        let name = plain(&supplier.name);
        supplier.is_in_market()
            && (supplier.kind == SupplierKind::Community
                || self.charities.contains(supplier_id)
                || self.words.iter().any(|phrases| phrases.are_in_plain(&name)))
    }
}

/// What one body pays voluntary bodies for one service.
#[derive(Clone, Debug, PartialEq)]
pub struct VoluntarySpend {
    pub body_id: String,
    pub service: String,
    pub n_suppliers: usize,
    pub amount: Money,
    /// Grants awarded; none where no grants were read.
    pub grants: Option<Money>,
    /// What all suppliers in the market were paid.
    pub all_suppliers: Money,
    pub hhi: Option<f64>,
    pub largest_share: Option<f64>,
}

/// What was awarded to voluntary bodies, by body and service. Awards stand beside payments and are never added to them.
pub type GrantsAwarded = BTreeMap<(String, String), Money>;

/// Payments to voluntary bodies by body and service, with their share of what all suppliers in the market are paid.
pub fn voluntary_sector(
    lines: &PaidLines,
    suppliers: &Suppliers,
    voluntary: &VoluntaryBodies,
    grants: Option<&GrantsAwarded>,
) -> Vec<VoluntarySpend> {
    let mut cells: BTreeMap<(String, String), Cell> = BTreeMap::new();
    let mut is_voluntary: HashMap<NameId, Option<bool>> = HashMap::new();
    for line in lines.iter() {
        let id = lines.text(line.supplier);
        let look_up = || suppliers.get(id).filter(|of| of.is_in_market()).map(|of| voluntary.has(id, of));
        let Some(is_voluntary) = *is_voluntary.entry(line.supplier).or_insert_with(look_up) else { continue };
        let key = (lines.text(line.body).to_owned(), lines.text(line.service).to_owned());
        let cell = cells.entry(key).or_default();
        cell.all += line.amount;
        if is_voluntary {
            *cell.voluntary.entry(line.supplier).or_default() += line.amount;
        }
    }
    for key in grants.into_iter().flat_map(BTreeMap::keys) {
        cells.entry(key.clone()).or_default();
    }
    cells.into_iter().filter_map(|(key, cell)| cell.row(key, grants)).collect()
}

#[derive(Default)]
struct Cell {
    all: Money,
    voluntary: BTreeMap<NameId, Money>,
}

impl Cell {
    /// None where neither a payment nor a grant goes to a voluntary body.
    fn row(self, key: (String, String), grants: Option<&GrantsAwarded>) -> Option<VoluntarySpend> {
        let awarded = grants.map(|grants| grants.get(&key).copied().unwrap_or_default());
        if self.voluntary.is_empty() && awarded.unwrap_or_default() == Money::ZERO {
            return None;
        }
        let paid = || self.voluntary.values().map(|amount| amount.pounds());
        let whole: f64 = paid().filter(|pounds| 0.0 < *pounds).sum();
        Some(VoluntarySpend {
            body_id: key.0,
            service: key.1,
            n_suppliers: self.voluntary.len(),
            amount: self.voluntary.values().sum(),
            grants: awarded,
            all_suppliers: self.all,
            hhi: hhi(paid()),
            largest_share: paid().reduce(f64::max).filter(|_| 0.0 < whole).map(|largest| largest / whole),
        })
    }
}

impl VoluntarySpend {
    /// Of what all suppliers in the market are paid; none where that is nothing, or below.
    pub fn share(&self) -> Option<f64> {
        (Money::ZERO < self.all_suppliers).then(|| self.amount.share_of(self.all_suppliers)).flatten()
    }
}

/// The table `voluntary_spend`.
pub fn voluntary_spend_table(spend: &[VoluntarySpend]) -> RecordBatch {
    let mut rows = VOLUNTARY_SPEND.rows();
    for of in spend {
        rows.push()
            .text(voluntary_spend::BODY_ID, &of.body_id)
            .text(voluntary_spend::SERVICE, &of.service)
            .count(voluntary_spend::N_SUPPLIERS, of.n_suppliers as u64)
            .money(voluntary_spend::AMOUNT, of.amount)
            .money_if_any(voluntary_spend::GRANTS, of.grants)
            .money(voluntary_spend::ALL_SUPPLIERS, of.all_suppliers)
            .share_if_any(voluntary_spend::SHARE, of.share())
            .share_if_any(voluntary_spend::HHI, of.hhi)
            .share_if_any(voluntary_spend::LARGEST_SHARE, of.largest_share);
    }
    rows.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Place;

    #[test]
    fn voluntary_bodies_are_known_by_name_form_or_number() {
        let place = Place::of(
            "
            body   | payee           | supplier | service              | amount
            county | Fen Hospice     | hospice  | adult_social_care    | 300.00
            county | Fen CIC         | fen      | adult_social_care    | 100.00
            county | Larkfield       | lark     | adult_social_care    | 100.00
            county | Acorn Ltd       | acorn    | adult_social_care    | 500.00
            county | Acorn Ltd       | acorn    | education            | 500.00
            county | HMRC            | hmrc     | adult_social_care    | 900.00
            county |                 |          | adult_social_care    | 900.00
            ",
            "
            supplier | name        | supplier_kind | is_public_body
            hospice  | Fen Hospice | organisation  | no
            fen      | Fen CIC     | community     | no
            lark     | Larkfield   | organisation  | no
            acorn    | Acorn Ltd   | company       | no
            hmrc     | HMRC        | department    | yes
            ",
        );
        let voluntary = VoluntaryBodies::shipped(BTreeSet::from(["lark".to_owned()]));
        let awarded = BTreeMap::from([(("county".to_owned(), "cultural".to_owned()), Money::from_pence(70_00))]);
        let found = voluntary_sector(&place.lines, &place.suppliers, &voluntary, Some(&awarded));
        testkit::check(
            &VOLUNTARY_SPEND,
            &voluntary_spend_table(&found),
            "
            body   | service           | n_suppliers | amount | grants | all_suppliers | share | hhi  | largest_share
            county | adult_social_care | 3           | 500.00 | 0.00   | 1000.00       | 0.5   | 0.44000000000000006 | 0.6
            county | cultural          | 0           | 0.00   | 70.00  | 0.00          |       |      |
            ",
        );
    }
}
