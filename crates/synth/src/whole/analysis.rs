//! The regional analysis: what national bodies, and all councils together, spent for each region, in the layout of the
//! Treasury's database.

use std::path::Path;

use rand::RngExt;
use rust_xlsxwriter::{Workbook, Worksheet};

use super::needs::{Needs, PROGRAMMES, Programme};
use super::region::{District, N_OF_PLACE, REGION};
use crate::dice::dice;
use crate::folder::{SOURCES, parent_of};
use crate::print::workbook;
use crate::{Error, Plan};

/// One programme of the region.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub department: &'static str,
    organisation: &'static str,
    pub name: &'static str,
    pub function: &'static str,
    sub_function: &'static str,
    pub is_capital: bool,
    pub sector: &'static str,
    /// Thousands of pounds of the region.
    pub thousands: i64,
}

pub(super) const LOCAL_GOVERNMENT: &str = "Local Government England";
pub(super) const HEALTH: &str = "Department for Communities, Health and Local Services";
pub(super) const FARMING: &str = "Department for Environment, Food and Rural Affairs";
/// What the councils of the region spend, in pounds for each person, by function and sub-function.
const COUNCILS: [(&str, &str, f64); 6] = [
    ("1. of which: public and common services", "1.1 Executive and legislative organs", 160.0),
    ("3. Public order and safety", "3.1 Police services", 270.0),
    ("4. of which: transport", "4.5 Transport; of which: local roads", 210.0),
    ("5. Environment protection", "5.1 Waste management", 190.0),
    ("9. Education", "9.1 Pre-primary and primary education", 900.0),
    ("10. Social protection", "10.2 Old age; of which: personal social services", 1_050.0),
];
/// Pounds for each person on farming, and on health for each person in other places.
const FARMING_PER_HEAD: f64 = 34.0;
const HEALTH_PER_HEAD: f64 = 3_100.0;

/// Every segment of the region; health counts what the place's commissioner pays.
pub(super) fn segments(plan: &Plan, districts: &[District], needs: &Needs, health_pence: i64) -> Vec<Segment> {
    let mut dice = dice(plan.seed, "regional analysis");
    let people: u64 = districts.iter().map(District::n_people).sum();
    let elsewhere: u64 = districts[N_OF_PLACE..].iter().map(District::n_people).sum();
    let mut found: Vec<Segment> =
        PROGRAMMES.iter().filter(|of| !of.department.is_empty()).flat_map(|of| of_programme(of, needs)).collect();
    let mut add = |department, name, (function, sub_function), sector, pounds: f64| {
        let thousands = (pounds / 1_000.0).round() as i64;
        found.push(Segment {
            department,
            organisation: department,
            name,
            function,
            sub_function,
            is_capital: false,
            sector,
            thousands,
        });
    };
    let health = elsewhere as f64 * HEALTH_PER_HEAD * dice.random_range(0.95..1.05) + health_pence as f64 / 100.0;
    add(HEALTH, "HEALTH SERVICES", ("7. Health", "7.3 Hospital services"), "CG", health);
    let farming =
        ("4. of which: agriculture, fisheries and forestry", "4.2 Agriculture, forestry, fishing and hunting");
    add(FARMING, "FARM PAYMENTS", farming, "CG", people as f64 * FARMING_PER_HEAD * dice.random_range(0.9..1.1));
    for (function, sub_function, per_head) in COUNCILS {
        let pounds = people as f64 * per_head * dice.random_range(0.9..1.1);
        add(LOCAL_GOVERNMENT, "COUNCILS", (function, sub_function), "LG", pounds);
    }
    found
}

/// Current spending, and capital where there is some.
fn of_programme(programme: &Programme, needs: &Needs) -> Vec<Segment> {
    let thousands = |percent: i64| {
        let pounds: f64 = needs.of(programme.segment).iter().sum();
        (pounds * percent as f64 / 100_000.0).round() as i64
    };
    let segment = |is_capital, percent| Segment {
        department: programme.department,
        organisation: programme.organisation,
        name: programme.segment,
        function: programme.function,
        sub_function: programme.sub_function,
        is_capital,
        sector: "CG",
        thousands: thousands(percent),
    };
    let capital = (programme.capital > 0).then(|| segment(true, programme.capital));
    [segment(false, 100 - programme.capital)].into_iter().chain(capital).collect()
}

const HEADINGS: [&str; 14] = [
    "Department Name",
    "Organisation Name",
    "CRA Segment Code",
    "CRA Segment Name",
    "COFOG Level 0",
    "HMT Function",
    "COFOG Level 1",
    "HMT Subfunction",
    "ID/non-ID",
    "CAP or CUR",
    "CG, LG, PC, BOE",
    "Allocated by HMT or DEPT",
    "NUTS Region",
    "Country",
];
/// Other regions as printed, each as a multiple of the place's region.
const OTHER_REGIONS: [(&str, &str, f64); 2] = [("ENGLAND_South East", "ENGLAND", 1.45), ("SCOTLAND", "SCOTLAND", 0.9)];
/// Years before the place's that have a column too, the earliest first, and what was spent then for each pound.
const EARLIER: [(i32, f64); 2] = [(2, 0.92), (1, 0.96)];

/// Writes the workbook: notes, and the database.
pub(super) fn write(dir: &Path, plan: &Plan, segments: &[Segment]) -> Result<(), Error> {
    let path = dir.join(SOURCES).join(format!("whole-count/regional-analysis-{}.xlsx", plan.year));
    parent_of(&path)?;
    let mut book = workbook("The Treasury", plan.year.last_day()).map_err(Error::workbook)?;
    fill(&mut book, plan, segments).map_err(Error::workbook)?;
    book.save(&path).map_err(Error::workbook)
}

fn fill(book: &mut Workbook, plan: &Plan, segments: &[Segment]) -> Result<(), rust_xlsxwriter::XlsxError> {
    // An edition holds outturn of the years before it.
    let edition = plan.year.0 + 2;
    let notes = book.add_worksheet().set_name("Metadata")?;
    for (row, text) in
        ["Country and regional analysis: database", "Figures are in £ thousand", "Made up, as all of this place"]
            .iter()
            .enumerate()
    {
        notes.write_string(row as u32, 0, *text)?;
    }
    let sheet = book.add_worksheet().set_name(format!("CRA {edition} database"))?;
    let years = EARLIER.iter().map(|(before, _)| model::FinancialYear(plan.year.0 - before)).chain([plan.year]);
    let headings = HEADINGS.iter().map(|heading| (*heading).to_owned()).chain(years.map(|year| year.to_string()));
    for (column, heading) in headings.enumerate() {
        sheet.write_string(0, column as u16, heading)?;
    }
    let mut row = 0;
    let own = format!("ENGLAND_{REGION}");
    for segment in segments {
        for (region, country, times) in OTHER_REGIONS.into_iter().chain([(own.as_str(), "ENGLAND", 1.0)]) {
            row += 1;
            write_row(sheet, row, segment, (region, country, times))?;
        }
    }
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    segment: &Segment,
    (region, country, times): (&str, &str, f64),
) -> Result<(), rust_xlsxwriter::XlsxError> {
    let cap_or_cur = if segment.is_capital { "CAP" } else { "CUR" };
    let code = format!("{}-TES_{cap_or_cur}-ID-{}", segment.name.replace(' ', ""), segment.sector);
    let division = segment.function.split('.').next().unwrap_or_default();
    let group = segment.sub_function.split(';').next().unwrap_or_default();
    let cells = [
        segment.department,
        segment.organisation,
        &code,
        segment.name,
        &format!("{division}. division"),
        segment.function,
        group,
        segment.sub_function,
        "ID",
        cap_or_cur,
        segment.sector,
        "DEPT",
        region,
        country,
    ];
    for (column, cell) in cells.iter().enumerate() {
        sheet.write_string(row, column as u16, *cell)?;
    }
    let factors = EARLIER.iter().map(|(_, factor)| *factor).chain([1.0]);
    for (at, factor) in factors.enumerate() {
        let thousands = (segment.thousands as f64 * times * factor).round();
        sheet.write_number(row, (HEADINGS.len() + at) as u16, thousands)?;
    }
    Ok(())
}
