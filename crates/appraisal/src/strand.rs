//! Strands of the Operational Efficiency Programme.

use serde::Serialize;

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
