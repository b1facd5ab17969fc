//! A roll-out as a terminal shows it.

use std::fmt::Write as _;

use appraisal::Schedule;
use appraisal::rollout::RollOut;
use appraisal::text::{percent, short};
use model::FinancialYear;

use super::table::table;

/// Year by year: places, base, what goes in, what comes out; with a shrinking budget also what is missing.
pub fn roll_out(planned: &RollOut, rates: &Schedule) -> String {
    let mut out = format!("{}\n", planned.name);
    let (rate, base) = (percent(planned.rate), short(planned.base()));
    let _ = writeln!(
        out,
        "  {rate} of {base} a year that can be addressed; benefits and pensions do not belong in this base\n  \
         net present value {}",
        short(planned.net_present_value(rates))
    );
    for place in planned.places.iter().filter(|place| place.counted == Some(place.addressable)) {
        let _ = writeln!(out, "  {}: the base is what its whole count shows can be addressed", place.name);
    }
    for (place, counted) in planned.above_the_count() {
        let (stated, counted) = (short(place.addressable), short(counted));
        let _ = writeln!(
            out,
            "  look: {} is assumed to address {stated} a year, but its whole count gives {counted}: everything except \
             benefits, pensions and spending for no area",
            place.name
        );
    }
    table(&rows(planned), &mut out);
    if let Some(cut) = planned.envelope_cut {
        let _ = writeln!(out, "  the budget shrinks by {} a year; a gap above zero is not paid for", percent(cut));
    }
    let _ = writeln!(out, "  source: {}", planned.source.as_deref().unwrap_or("not stated"));
    out
}

fn rows(planned: &RollOut) -> Vec<Vec<String>> {
    let envelope = planned.envelope_cut.map(|cut| planned.envelope(cut));
    let mut heading = vec!["year", "places", "base begun", "put in", "saved", "running"];
    if envelope.is_some() {
        heading.extend(["budget", "needed", "gap"]);
    }
    let mut rows = vec![heading.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>()];
    for (t, year) in planned.by_year().iter().enumerate() {
        let pounds = [year.base, year.investment, year.saving, year.running].map(short);
        let named = FinancialYear(planned.first_year.0 + t as i32).to_string();
        let mut row = [vec![named, year.n_places.to_string()], pounds.to_vec()].concat();
        if let Some(year) = envelope.as_ref().map(|envelope| envelope[t]) {
            row.extend([year.envelope, year.need, year.gap].map(short));
        }
        rows.push(row);
    }
    rows
}
