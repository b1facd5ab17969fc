//! The service expenditure summary of the ministry's return, in its layout: thousands of pounds, seven columns a service.

use std::path::Path;

use super::accounts::{Account, RETURNS, ServiceYear};
use super::services::SERVICES;
use crate::bodies::body;
use crate::folder::{SOURCES, parent_of};
use crate::{Error, Plan};

/// Columns in front of the figures.
const N_ABOUT: usize = 6;
const MEASURES: [(&str, &str); 7] = [
    ("Employees\n (C1)", "empl"),
    ("Running Expenses\n (C2)", "run-exp"),
    ("Total Expenditure\n (C3 = C1 + C2)", "tot-exp"),
    ("Sales, Fees and Charges\n (C4)", "sfc"),
    ("Other Income\n (C5)", "oth-inc"),
    ("Total Income\n (C6 = C4 + C5)", "tot-inc"),
    ("Net Current Expenditure\n (C7 = C3 - C6)", "net-cur-exp"),
];
const TOTAL: (&str, u32, &str) = ("Total Service Expenditure", 699, "totsx");

/// Writes the return of the bodies of the place.
pub(super) fn write(dir: &Path, plan: &Plan, accounts: &[Account]) -> Result<(), Error> {
    let path = dir.join(SOURCES).join(format!("whole-count/service-expenditure-summary-{}.csv", plan.year));
    parent_of(&path)?;
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_path(&path)
        .map_err(Error::csv)?;
    let rows = titles(plan).into_iter().chain(accounts.iter().map(row));
    rows.into_iter().try_for_each(|row| writer.write_record(row)).map_err(Error::csv)?;
    writer.flush().map_err(Error::io(&path))
}

/// Label, line and short form of each service, and of their sum.
fn blocks() -> impl Iterator<Item = (&'static str, u32, &'static str)> {
    SERVICES.iter().map(|service| (service.label, service.line, service.short)).chain([TOTAL])
}

fn titles(plan: &Plan) -> Vec<Vec<String>> {
    let title = format!("Revenue Outturn (RO) {}: Service Expenditure Summary (RSX) data", plan.year);
    let about = |words: [&str; N_ABOUT]| words.map(str::to_owned).to_vec();
    let with = |about: Vec<String>, cell: &dyn Fn(usize, (&'static str, u32, &'static str)) -> String| {
        let columns = blocks().flat_map(|block| (0..MEASURES.len()).map(move |measure| (measure, block)));
        about.into_iter().chain(columns.map(|(measure, block)| cell(measure, block))).collect::<Vec<String>>()
    };
    vec![
        vec![title],
        vec!["Data is reported in £ thousand. ".to_owned()],
        with(about([""; N_ABOUT]), &|measure, (_, _, short)| format!("RSX-{short}-{}", MEASURES[measure].1)),
        with(about([""; N_ABOUT]), &|measure, (_, line, _)| format!("C{}R{line}", measure + 1)),
        with(
            about(["E-code", "ONS Code", "Local authority", "Notes", "Class", "Detailed Class"]),
            &|measure, (label, ..)| format!("{label} - {}", MEASURES[measure].0),
        ),
    ]
}

fn row(account: &Account) -> Vec<String> {
    let (id, ecode, name, class) =
        RETURNS.iter().find(|(body, ..)| *body == account.body).expect("every account is of a body with a return");
    let ons = body(id).codes.iter().find(|(scheme, _)| *scheme == "ons").map_or("", |(_, code)| code);
    let total = account.services.iter().fold(ServiceYear::default(), |sum, year| sum.plus(*year));
    let figures = account.services.iter().chain([&total]).flat_map(|year| measures(year).map(grouped));
    [ecode, ons, name, "", class[0], class[1]].map(str::to_owned).into_iter().chain(figures).collect()
}

fn measures(year: &ServiceYear) -> [i64; 7] {
    [year.employees, year.running, year.gross(), year.fees, year.other_income, year.income(), year.net()]
}

/// `1,234`, as the ministry prints thousands.
fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = if n < 0 { "-".to_owned() } else { String::new() };
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([0, 999, -1_000, 1_234_567].map(grouped), ["0", "999", "-1,000", "1,234,567"]);
    }
}
