//! `drivers/`: how many people of which age live in each district of the region, and how many claim.

use std::path::Path;

use super::needs::Needs;
use super::region::{District, REGION, REGION_CODE};
use crate::folder::{SOURCES, parent_of};
use crate::{Error, Plan};

const HEADINGS: [&str; 8] =
    ["lad_code", "lad_name", "date", "population", "aged_0_to_15", "aged_16_to_64", "aged_65_and_over", "claimants"];
/// An older count, of heads alone, is in the file too.
const YEARS_EARLIER: i32 = 4;

/// Writes a row for each district and one for the region, at two dates.
pub(super) fn write(dir: &Path, plan: &Plan, districts: &[District], needs: &Needs) -> Result<(), Error> {
    let path = dir.join(SOURCES).join("drivers/population-by-age-and-claimants.csv");
    parent_of(&path)?;
    let mut writer = csv::Writer::from_path(&path).map_err(Error::csv)?;
    writer.write_record(HEADINGS).map_err(Error::csv)?;
    let earlier: Vec<District> = districts.iter().map(District::before).collect();
    let old = |district: &District| [Some(district.n_people()), None, None, None, None];
    let now = |(district, claimants): (&District, &u64)| {
        let by_age = [0..2, 2..4, 4..7].map(|bands| Some(district.n_in(bands)));
        [Some(district.n_people()), by_age[0], by_age[1], by_age[2], Some(*claimants)]
    };
    let then = format!("mid-{}", plan.year.0 - YEARS_EARLIER);
    let rows = table(&then, &earlier, earlier.iter().map(old).collect());
    let latest = districts.iter().zip(&needs.claimants).map(now).collect();
    for row in rows.into_iter().chain(table(&format!("mid-{}", plan.year.0), districts, latest)) {
        writer.write_record(row).map_err(Error::csv)?;
    }
    writer.flush().map_err(Error::io(&path))
}

/// The rows of one date, the region's sum first.
fn table(date: &str, districts: &[District], counts: Vec<[Option<u64>; 5]>) -> Vec<Vec<String>> {
    let sum = |column: usize| counts.iter().map(|of| of[column]).sum::<Option<u64>>();
    let names =
        std::iter::once((REGION_CODE, REGION)).chain(districts.iter().map(|district| (district.code, district.name)));
    let numbers = std::iter::once(std::array::from_fn(sum)).chain(counts.iter().copied());
    let row = |((code, name), numbers): ((&str, &str), [Option<u64>; 5])| {
        let cells = [code, name, date].map(str::to_owned).into_iter();
        cells.chain(numbers.iter().map(|n| n.map(|n| n.to_string()).unwrap_or_default())).collect()
    };
    names.zip(numbers).map(row).collect()
}
