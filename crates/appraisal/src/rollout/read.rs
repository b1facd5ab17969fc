//! A roll-out as a TOML text.

use authored::{Keys, Mistakes, read_toml};

use super::{Ramp, RollOut, RollOutPlace};
use crate::Counted;

const KEYS: [&str; 10] = [
    "name",
    "rate",
    "deadweight",
    "first_year",
    "n_years",
    "investment_share",
    "envelope_cut",
    "ramp",
    "area",
    "source",
];
const YEARS_MAX: i64 = 100;
const POUNDS_MAX: f64 = 1e13;

#[derive(Clone, Copy)]
enum Shape {
    Linear,
    SCurve,
}

/// Reads a roll-out. The place that was counted need not state what can be addressed there: its whole count says so.
///
/// # Errors
/// Every mistake, with line, column and what was probably meant.
pub fn read(text: &str, file: &str, counted: &Counted) -> Result<RollOut, Mistakes> {
    read_toml(text, file, "the roll-out", &KEYS, |keys| {
        let areas = keys.tables("area", "[[area]]", &["name", "addressable", "first"]);
        if areas.is_empty() {
            keys.missing("area", "at least one `[[area]]` with the spending that can be addressed there");
        }
        keys.need("first_year", "`first_year = \"2011-12\"`");
        let (name, rate) = (keys.needed("name", "\"2% everywhere\""), keys.needed_number("rate", 0.0..=1.0));
        let (first_year, ramp) = (keys.year("first_year"), ramp(keys));
        Some(RollOut {
            places: areas.iter().filter_map(|table| area(table, counted)).collect(),
            deadweight: keys.number("deadweight", 0.0..=1.0).unwrap_or(0.0),
            investment_share: keys.number("investment_share", 0.0..=10.0).unwrap_or(0.0),
            // Public finances are planned over ten years where nobody says otherwise (source facts, 7.2).
            n_years: keys.whole("n_years", 1..=YEARS_MAX).unwrap_or(10) as usize,
            envelope_cut: keys.number("envelope_cut", 0.0..=1.0),
            source: keys.owned("source"),
            name: name?,
            rate: rate?,
            first_year: first_year?,
            ramp: ramp?,
        })
    })
}

fn area(table: &Keys<'_>, counted: &Counted) -> Option<RollOutPlace> {
    let name = table.needed("name", "\"the thirteen pilots\"");
    let counted = name.as_deref().and_then(|name| counted.addressable_of(name));
    let addressable = match counted.filter(|_| !table.has("addressable")) {
        Some(counted) => Some(counted),
        None => table.needed_number("addressable", 0.0..=POUNDS_MAX),
    };
    let first_year = table.whole("first", 0..=YEARS_MAX).unwrap_or(0) as usize;
    Some(RollOutPlace { name: name?, addressable: addressable?, counted, first_year })
}

fn ramp(keys: &Keys<'_>) -> Option<Ramp> {
    keys.need("ramp", "`ramp = { shape = \"s_curve\", years = 5 }` or `ramp = { stated = [0.2, 0.6, 1.0] }`");
    let table = keys.table("ramp", "ramp", &["shape", "years", "stated"])?;
    if table.has("stated") {
        return table.numbers("stated", 0.0..=1.0).filter(|shares| !shares.is_empty()).map(Ramp::Stated);
    }
    table.need("shape", "`shape = \"linear\"` or `shape = \"s_curve\"`");
    table.need("years", "`years = 5`");
    let shape = table.word("shape", "shape of a ramp", &[("linear", Shape::Linear), ("s_curve", Shape::SCurve)]);
    let years = table.whole("years", 1..=YEARS_MAX)? as usize;
    Some(match shape? {
        Shape::Linear => Ramp::Linear { years },
        Shape::SCurve => Ramp::SCurve { years },
    })
}
