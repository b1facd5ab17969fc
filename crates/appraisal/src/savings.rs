//! The savings ledger: a saving belongs to one programme and one strand, and is counted once.
//!
//! £500m of less duplication was announced as part of £11bn of another programme; adding it to Total Place's own total
//! would count it twice. Source facts, 7.2.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Error;

/// The five strands of the Operational Efficiency Programme. Their totals never overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Strand {
    BackOfficeAndIt,
    CollaborativeProcurement,
    AssetManagementAndSales,
    Property,
    LocalIncentivesAndEmpowerment,
}

impl Strand {
    pub(crate) const WORDS: &'static [(&'static str, Strand)] = &[
        ("back_office_and_it", Strand::BackOfficeAndIt),
        ("collaborative_procurement", Strand::CollaborativeProcurement),
        ("asset_management_and_sales", Strand::AssetManagementAndSales),
        ("property", Strand::Property),
        ("local_incentives_and_empowerment", Strand::LocalIncentivesAndEmpowerment),
    ];

    pub fn word(self) -> &'static str {
        Strand::WORDS.iter().find(|(_, strand)| *strand == self).map_or("", |(word, _)| word)
    }
}

/// One saving, and to whom it is credited.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Saving {
    /// What makes it this saving and no other: two entries with one id are one saving.
    pub id: String,
    pub programme: String,
    pub strand: Option<Strand>,
    /// Pounds; None where a saving is claimed and not quantified, which is not nothing.
    pub amount: Option<f64>,
}

/// Savings counted once.
#[derive(Clone, Debug, Default)]
pub struct SavingsLedger {
    savings: BTreeMap<String, Saving>,
}

/// What a programme or strand adds up to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SavingsTotal {
    /// Pounds of the savings that have a figure.
    pub amount: f64,
    pub n_savings: usize,
    /// Savings that are claimed without a figure.
    pub n_unquantified: usize,
}

impl SavingsLedger {
    /// Adds a saving.
    ///
    /// # Errors
    /// One that is there already, whoever claims it this time.
    pub fn add(&mut self, saving: Saving) -> Result<(), Error> {
        if let Some(known) = self.savings.get(&saving.id) {
            let [first, second] = [known, &saving].map(credited_to);
            return Err(Error::CountedTwice { saving: saving.id, first, second });
        }
        self.savings.insert(saving.id.clone(), saving);
        Ok(())
    }

    /// In the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Saving> {
        self.savings.values()
    }

    /// What a programme may call its own.
    pub fn of_programme(&self, programme: &str) -> SavingsTotal {
        self.total(|saving| saving.programme == programme)
    }

    pub fn of_strand(&self, strand: Strand) -> SavingsTotal {
        self.total(|saving| saving.strand == Some(strand))
    }

    fn total(&self, is_in: impl Fn(&Saving) -> bool) -> SavingsTotal {
        let mut total = SavingsTotal::default();
        for saving in self.iter().filter(|saving| is_in(saving)) {
            total.n_savings += 1;
            match saving.amount {
                Some(amount) => total.amount += amount,
                None => total.n_unquantified += 1,
            }
        }
        total
    }
}

fn credited_to(saving: &Saving) -> String {
    let strand = saving.strand.map(|strand| format!(", {}", strand.word())).unwrap_or_default();
    format!("{}{strand}", saving.programme)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saving(id: &str, programme: &str, amount: Option<f64>) -> Saving {
        Saving { id: id.to_owned(), programme: programme.to_owned(), strand: Some(Strand::Property), amount }
    }

    #[test]
    fn a_saving_claimed_twice_is_refused_and_counted_once() {
        let mut ledger = SavingsLedger::default();
        ledger.add(saving("less-duplication", "Smarter Government", Some(5e8))).unwrap();
        ledger.add(saving("one-site", "Total Place", Some(2e6))).unwrap();
        ledger.add(saving("early-help", "Total Place", None)).unwrap();

        let refused = ledger.add(saving("less-duplication", "Total Place", Some(5e8))).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the saving `less-duplication` is counted already, under Smarter Government, property; \
             it cannot be counted again under Total Place, property"
        );
        assert_eq!(
            ledger.of_programme("Total Place"),
            SavingsTotal { amount: 2e6, n_savings: 2, n_unquantified: 1 },
            "the £500m is not Total Place's, and what has no figure is not nothing"
        );
        assert_eq!(ledger.of_strand(Strand::Property).amount, 5e8 + 2e6);
    }
}
