//! Claims that others made.

use authored::{Keys, Share};

use crate::percentages::Percentages;
use crate::proposal::{Claim, CohortClaim, ImpliedBase, PercentageClaim, SavingClaim};
use model::Strand;

const CLAIM_KEYS: [&str; 8] =
    ["who", "quote", "date", "source", "quality", "ambiguous", "unquantified", "implied_base"];

pub(super) fn claim(keys: &Keys<'_>) -> Option<Claim> {
    let table = keys.table("claim", "[claim]", &CLAIM_KEYS)?;
    Some(Claim {
        who: table.needed("who", "\"Birmingham City Council\"")?,
        quote: table.needed("quote", "\"the words of the claim\"")?,
        date: table.owned("date"),
        source: table.needed("source", "\"S3\"")?,
        quality: table.needed("quality", "\"a newspaper's account\"")?,
        ambiguous: table.owned_texts("ambiguous", "\"which year it is\""),
        is_unquantified: table.truth("unquantified").unwrap_or(false),
        implied_base: implied_base(&table),
        percentages: percentages(keys),
        cohorts: cohorts(keys),
        savings: savings(keys),
    })
}

fn implied_base(table: &Keys<'_>) -> Option<ImpliedBase> {
    let inner = table.table("implied_base", "claim.implied_base", &["saving", "rate"])?;
    let saving = inner.needed_number("saving", 0.0..=1e13)?;
    Some(ImpliedBase { saving, rate: inner.needed_number("rate", 0.000001..=1.0)? })
}

fn percentages(keys: &Keys<'_>) -> Vec<PercentageClaim> {
    let tables = keys.tables("percentages", "[[percentages]]", &["of", "values", "sizes", "size_max", "counts"]);
    let read = |table: &Keys<'_>| {
        let values = table.numbers("values", 0.0..=100.0)?;
        let sizes = table.numbers("sizes", 1.0..=1e6).unwrap_or_default();
        Some(PercentageClaim {
            of: table.needed("of", "\"families\"")?,
            percentages: Percentages(values.iter().map(|value| *value as u32).collect()),
            sizes: sizes.iter().map(|size| *size as u32).collect(),
            size_max: table.whole("size_max", 1..=1_000_000).unwrap_or(100) as u32,
            counts: table.owned_texts("counts", "\"people sent\""),
        })
    };
    tables.iter().filter_map(read).collect()
}

fn cohorts(keys: &Keys<'_>) -> Vec<CohortClaim> {
    let read = |table: &Keys<'_>| {
        let readings = table.shares("readings", 0.0..=1e9)?;
        let reading = |(name, n): &Share<'_>| (name.get_ref().to_string(), *n);
        Some(CohortClaim {
            of: table.needed("of", "\"families\"")?,
            each: table.needed_number("each", 0.0..=1e12)?,
            readings: readings.iter().map(reading).collect(),
        })
    };
    keys.tables("cohort", "[[cohort]]", &["of", "each", "readings"]).iter().filter_map(read).collect()
}

fn savings(keys: &Keys<'_>) -> Vec<SavingClaim> {
    let read = |table: &Keys<'_>| {
        Some(SavingClaim {
            id: table.needed("id", "\"less-duplication\"")?,
            programme: table.needed("programme", "\"Total Place\"")?,
            strand: table.word_of("strand", "strand", Strand::ALL, Strand::word),
            amount: table.needed_number("amount", 0.0..=1e13)?,
            by: table.owned("by"),
        })
    };
    let known = ["id", "programme", "strand", "amount", "by"];
    keys.tables("saving", "[[saving]]", &known).iter().filter_map(read).collect()
}
