//! Times of a whole log.

use jiff::SignedDuration;

use super::CaseTimes;
use crate::NotComputed;

/// Lead times of those cases of which they are known.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadTotals {
    pub n_cases: usize,
    /// Cases whose lead time was not computed.
    pub n_cases_without: usize,
    pub total: SignedDuration,
    /// Of closed cases alone if these are; open ones need [`crate::time_to_close`].
    pub median_seconds: f64,
    pub mean_seconds: f64,
    pub max: SignedDuration,
    /// Cases whose first and last moment are the same.
    pub n_zero: usize,
}

/// Touch times of those cases of which they are known.
#[derive(Debug, Clone, PartialEq)]
pub struct TouchTotals {
    pub n_cases: usize,
    /// Cases whose touch time was not computed.
    pub n_cases_without: usize,
    pub touch: SignedDuration,
    pub intervals: SignedDuration,
    pub wait: SignedDuration,
    /// Touch time as a share of lead time, both summed over the same cases.
    pub flow_efficiency: f64,
}

/// The lead times of a log.
///
/// # Errors
/// If no case has one, the reason of the first.
pub fn lead_totals(times: &[CaseTimes]) -> Result<LeadTotals, NotComputed> {
    let leads: Vec<SignedDuration> = times.iter().filter_map(|case| case.lead.ok()).collect();
    let max = leads.iter().max().copied().ok_or_else(|| first_reason(times.iter().map(|case| case.lead)))?;
    let total = sum(leads.iter());
    Ok(LeadTotals {
        n_cases: leads.len(),
        n_cases_without: times.len() - leads.len(),
        total,
        median_seconds: statistics::median(leads.iter().map(SignedDuration::as_secs_f64).collect()).unwrap_or(f64::NAN),
        mean_seconds: total.as_secs_f64() / leads.len() as f64,
        max,
        n_zero: leads.iter().filter(|lead| lead.is_zero()).count(),
    })
}

/// The touch times of a log.
///
/// # Errors
/// If no case has one, the reason of the first; a log whose events have one moment is such a log.
pub fn touch_totals(times: &[CaseTimes]) -> Result<TouchTotals, NotComputed> {
    let with_touch: Vec<&CaseTimes> = times.iter().filter(|case| case.wait.is_ok()).collect();
    if with_touch.is_empty() {
        return Err(first_reason(times.iter().map(|case| case.wait)));
    }
    let sum_of = |time: fn(&CaseTimes) -> Result<SignedDuration, NotComputed>| -> SignedDuration {
        sum(with_touch.iter().filter_map(|case| time(case).ok()).collect::<Vec<_>>().iter())
    };
    let (touch, lead) = (sum_of(|case| case.touch), sum_of(|case| case.lead));
    if lead.is_zero() {
        return Err(NotComputed::Nothing);
    }
    Ok(TouchTotals {
        n_cases: with_touch.len(),
        n_cases_without: times.len() - with_touch.len(),
        touch,
        intervals: sum_of(|case| case.intervals),
        wait: sum_of(|case| case.wait),
        flow_efficiency: touch.as_secs_f64() / lead.as_secs_f64(),
    })
}

fn sum<'d>(durations: impl Iterator<Item = &'d SignedDuration>) -> SignedDuration {
    durations.fold(SignedDuration::ZERO, |total, duration| total + *duration)
}

fn first_reason(mut times: impl Iterator<Item = Result<SignedDuration, NotComputed>>) -> NotComputed {
    times.find_map(Result::err).unwrap_or(NotComputed::Nothing)
}
