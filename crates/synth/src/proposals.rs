//! `proposals/`: two business cases for the place, with as many families and patients as it has.
//!
//! Every other figure in them is invented. The first is what families known to many agencies suggest; in the
//! second one body pays and another gains, which is what a share of gains is for.

use std::fs;
use std::path::Path;

use model::FinancialYear;

use crate::folder::parent_of;
use crate::people::PeopleTruth;
use crate::{Error, Plan};

const LEAD_WORKER: &str = include_str!("proposals/lead-worker.toml");
const HOME_FROM_HOSPITAL: &str = include_str!("proposals/home-from-hospital.toml");

/// A lead worker is proposed for families in contact with this many agencies or more.
const AGENCIES_MIN: usize = 4;
/// Families below which the place may not be allowed to say how many there are.
const N_TOLD_MIN: u64 = 20;
/// Emergency admissions of people over 64 in a hundred of them.
const ADMISSIONS_PERCENT: u64 = 8;

/// Writes both, for the people of the place.
pub(crate) fn write(dir: &Path, plan: &Plan, people: &PeopleTruth) -> Result<(), Error> {
    let families = people.n_families_in_contact(AGENCIES_MIN).max(1);
    let patients = (people.n_over_64 * ADMISSIONS_PERCENT / 100).max(1);
    let files = [
        ("proposals/lead-worker.toml", lead_worker(plan.year, families)),
        ("proposals/home-from-hospital.toml", home_from_hospital(plan.year, patients)),
    ];
    files.iter().try_for_each(|(name, text)| {
        let path = dir.join(name);
        parent_of(&path)?;
        fs::write(&path, text).map_err(Error::io(&path))
    })
}

fn lead_worker(year: FinancialYear, n: u64) -> String {
    let pounds = [("lead_workers", 2_400), ("lead_workers_after", 1_200), ("officers", 270), ("officers_after", 135)];
    let cohort = match n < N_TOLD_MIN {
        true => format!("n          = {N_TOLD_MIN}   # fewer families here than may be told"),
        false => "released   = \"totals:families with four or more agencies in contact\"".to_owned(),
    };
    filled(&LEAD_WORKER.replace("{{cohort}}", &cohort), year, n, &pounds)
}

fn home_from_hospital(year: FinancialYear, n: u64) -> String {
    filled(HOME_FROM_HOSPITAL, year, n, &[("team", 720), ("equipment", 260)])
}

/// A text with its blanks filled: years, a number of people or families, and pounds for each of them.
fn filled(text: &str, year: FinancialYear, n: u64, pounds_each: &[(&str, u64)]) -> String {
    let years =
        [("year", year.to_string()), ("next_year", FinancialYear(year.0 + 1).to_string()), ("n", n.to_string())];
    let pounds = pounds_each.iter().map(|(name, each)| (*name, (n * each).to_string()));
    years
        .into_iter()
        .chain(pounds)
        .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), &value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_blank_is_left() {
        let year = FinancialYear(2024);
        for text in [lead_worker(year, 221), home_from_hospital(year, 310)] {
            assert!(!text.contains("{{"), "{text}");
            assert!(text.contains("price_year     = \"2024-25\"") && text.contains("first_year     = \"2025-26\""));
        }
    }
}
