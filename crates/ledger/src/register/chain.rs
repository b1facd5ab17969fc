//! Ended bodies and what took their place.
//!
//! A primary care trust, its clinical commissioning group and the board after it are one chain, and so
//! are a district and the unitary council that it went into (method, section 2.4). A payment that names
//! an ended body means its successor, where one body alone took over; where several did, nobody can
//! tell which of them is paid, and the name keeps meaning the ended body.

use model::FinancialYear;

use super::search::{Found, Search};

/// For each body, the position of the one that stands for it in a year: mostly itself.
///
/// `by_id` knows the bodies by their ids in the registers, which may have become bodies of the place.
pub(super) fn standing(search: &Search, by_id: impl Fn(&str) -> Option<usize>, year: FinancialYear) -> Vec<usize> {
    let by_name = |name: &str| match search.find(name)? {
        Found::Listed { body, .. } => Some(body),
        Found::Unlisted(_) => None,
    };
    let successor = |body: usize| {
        let life = &search.body(body).life;
        match life.replaced_by.as_slice() {
            [only] if life.is_over_in(year) => by_id(only).or_else(|| by_name(only)),
            _ => None,
        }
    };
    let last = |first: usize| {
        // A register whose bodies replace each other in a ring would never end.
        std::iter::successors(Some(first), |body| successor(*body)).take(search.n_bodies()).last().unwrap_or(first)
    };
    (0..search.n_bodies()).map(last).collect()
}
