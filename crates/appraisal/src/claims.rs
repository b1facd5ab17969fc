//! What a quoted claim comes to when it is taken at its word.

use crate::percentages::Percentages;
use crate::proposal::{Claim, CohortClaim, PercentageClaim};
use crate::text::{percent, short};

/// The claim in numbers, one line each: its base, whether its percentages fit, what its cohort costs.
pub fn lines(claim: &Claim) -> Vec<String> {
    let mut lines = Vec::new();
    if claim.is_unquantified {
        lines.push("claimed, not quantified".to_owned());
    }
    if let Some(base) = claim.implied_base {
        let (saving, rate) = (short(base.saving), percent(base.rate));
        lines.push(format!("{rate} is {saving} only of {}", short(money::implied_base(base.saving, base.rate))));
    }
    lines.extend(claim.percentages.iter().flat_map(percentage_lines));
    lines.extend(claim.cohorts.iter().flat_map(cohort_lines));
    for saving in &claim.savings {
        let by = saving.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        lines.push(format!("{}{by} belongs to {}", short(saving.amount), saving.programme));
    }
    lines
}

fn percentage_lines(claim: &PercentageClaim) -> Vec<String> {
    let Percentages(values) = &claim.percentages;
    let printed: Vec<String> = values.iter().map(|value| format!("{value}%")).collect();
    let verdict = |size: &u32| {
        let verdict = if claim.percentages.fit(*size) { "can" } else { "cannot" };
        format!("{} {verdict} all come from {size} {}", printed.join(", "), claim.of)
    };
    let mut lines: Vec<String> = claim.sizes.iter().map(verdict).collect();
    let sizes: Vec<String> = claim.percentages.sizes(claim.size_max).iter().map(u32::to_string).collect();
    lines.push(match sizes.as_slice() {
        [] => format!("no group of up to {} {} gives them", claim.size_max, claim.of),
        sizes => format!("groups of up to {} that give them: {}", claim.size_max, sizes.join(", ")),
    });
    lines.extend(claim.counts.iter().cloned());
    lines
}

fn cohort_lines(claim: &CohortClaim) -> Vec<String> {
    let line = |(reading, n): &(String, f64)| {
        format!("{reading}: {n} {} at {} are {}", claim.of, short(claim.each), short(n * claim.each))
    };
    claim.readings.iter().map(line).collect()
}
