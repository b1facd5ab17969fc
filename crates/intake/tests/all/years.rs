//! Of which financial year lines are: by their accounting period, their file's, or their date.

use std::collections::BTreeMap;

use intake::source_file::SourceFile;
use model::problem::Problem;
use model::{FinancialYear, Place, ProblemKind};

use crate::repeats::{Folder, HEADING, laid, month, place, plain};

/// Lines by financial year of one file of the council.
fn years_of(name: &str, text: &str) -> BTreeMap<i32, u64> {
    let folder = Folder::new();
    folder.put(&format!("council/{name}"), text);
    years(&laid(&place(folder.0.path(), 2023, &["council"])).0)
}

fn years(tables: &[SourceFile]) -> BTreeMap<i32, u64> {
    let mut years = BTreeMap::new();
    for (year, (n, _)) in tables.iter().flat_map(|table| &table.counts.years) {
        *years.entry(*year).or_default() += n;
    }
    years
}

fn of_kind(place: &Place, kind: ProblemKind) -> Vec<Problem> {
    laid(place).1.problems.into_iter().filter(|problem| problem.kind == kind).collect()
}

/// Rows of a payee and an amount, each with a date and whatever else.
fn rows(cells: &[(&str, &str)]) -> String {
    cells.iter().enumerate().map(|(i, (date, period))| format!("{date},{period},Supplier {i} Ltd,{i}.50\n")).collect()
}

/// March invoices that were posted in April's period are April's money, whatever their dates say.
#[test]
fn a_column_of_periods_goes_before_the_date() {
    for (heading, april, march) in [
        ("Period", "202401", "202312"),
        ("Accounting Period", "2024-25 P01", "2023-24 P12"),
        ("Period", "P1 2024/25", "P12 2023/24"),
        ("Posting Period", "001.2024", "012.2023"),
        ("Financial Year", "2024/2025", "2023/2024"),
        ("Period", "Apr-24", "Mar-24"),
        ("Period", "1", "12"),
        ("Period", "Period 01", "Period 12"),
    ] {
        let lines = rows(&[
            ("28/03/2024", april),
            ("29/03/2024", april),
            ("02/04/2024", april),
            ("04/04/2024", april),
            ("27/03/2024", march),
            ("03/04/2024", march),
        ]);
        let text = format!("Invoice Date,{heading},Supplier,Amount\n{lines}");
        assert_eq!(years_of("ledger.csv", &text), BTreeMap::from([(2023, 2), (2024, 4)]), "{heading} {april}");
    }
}

/// `1` beside dates of January is January, and `202401` is January 2024.
#[test]
fn months_of_the_calendar_are_told_from_periods_by_the_dates() {
    for [january, may] in [["1", "5"], ["202401", "202305"], ["01/2024", "05/2023"]] {
        let lines = rows(&[
            ("08/01/2024", january),
            ("09/01/2024", january),
            ("10/01/2024", january),
            ("02/05/2023", may),
            ("04/05/2023", may),
        ]);
        let text = format!("Date,Period,Supplier,Amount\n{lines}");
        assert_eq!(years_of("ledger.csv", &text), BTreeMap::from([(2023, 5)]), "{january}");
    }
}

#[test]
fn a_number_that_no_date_bears_out_tells_no_year() {
    let lines = rows(&[("08/01/2024", "7"), ("09/02/2024", "8"), ("10/03/2024", "9"), ("02/05/2023", "1")]);
    let text = format!("Date,Period,Supplier,Amount\n{lines}");
    assert_eq!(years_of("ledger.csv", &text), BTreeMap::from([(2023, 4)]));
}

#[test]
fn the_period_that_a_file_states_goes_before_the_date() {
    // 20 lines of April 2024 and four of March.
    let april = month(4, 1..=20, plain).replace("2025", "2024");
    let march = month(3, 28..=31, plain).replace("2025", "2024");
    let text = |above: &str| format!("{above}{HEADING}{march}{april}");
    let all = BTreeMap::from([(2024, 24)]);
    for name in ["2024-04.csv", "April 2024.csv", "spend 2024-25.csv", "Q1 2024-25.csv", "FY24-25.csv"] {
        assert_eq!(years_of(name, &text("")), all, "{name}");
    }
    assert_eq!(years_of("ledger.csv", &text("Payments to suppliers 2024/25,,\n")), all);
    assert_eq!(years_of("ledger.csv", &text("Payments made in April 2024,,\n\n")), all);
    // Where nothing is stated, or not one year, each line is of its date's.
    let by_date = BTreeMap::from([(2023, 4), (2024, 20)]);
    for name in ["ledger.csv", "April.csv", "2023-24 and 2024-25.csv"] {
        assert_eq!(years_of(name, &text("")), by_date, "{name}");
    }
    assert_eq!(years_of("2024-04.csv", &text("Financial year 2023/24,,\n")), by_date);
}

#[test]
fn a_period_that_the_lines_do_not_bear_out_is_not_believed() {
    let march = month(3, 1..=31, plain).replace("2025", "2024");
    let text = format!("{HEADING}{march}");
    // Published in April, with the payments of March; of another year altogether; half of another year.
    assert_eq!(years_of("2024-04.csv", &text), BTreeMap::from([(2023, 31)]));
    assert_eq!(years_of("2026-04.csv", &text), BTreeMap::from([(2023, 31)]));
    let half = format!("{text}{}", month(3, 1..=30, plain));
    assert_eq!(years_of("spend 2024-25.csv", &half), BTreeMap::from([(2023, 31), (2024, 30)]));
}

#[test]
fn lines_without_a_date_are_of_their_files_year() {
    let april = month(4, 1..=20, plain).replace("2025", "2021");
    let undated = ",Supplier 99 Ltd,99.00\n";
    assert_eq!(years_of("ledger.csv", &format!("{HEADING}{april}{undated}")), BTreeMap::from([(2021, 21)]));
    let payments = "Supplier,Amount\nAcorn Ltd,100.00\nBirch Ltd,50.00\n";
    assert_eq!(years_of("2021-22.csv", payments), BTreeMap::from([(2021, 2)]));
    assert_eq!(years_of("ledger.csv", payments), BTreeMap::from([(2023, 2)]));
}

#[test]
fn a_place_of_another_year_is_one_doubt_that_names_the_year() {
    let folder = Folder::new();
    for (body, m) in ["council", "trust"].into_iter().flat_map(|body| (4..=9).map(move |m| (body, m))) {
        folder.put(
            &format!("{body}/2025-0{m}.csv"),
            format!("{HEADING}{}", month(m, 1..=10, |m, day, n| plain(m, day, n).replace("Supplier", body))),
        );
    }
    let mut place = place(folder.0.path(), 2023, &["council", "trust"]);
    let doubts = of_kind(&place, ProblemKind::DateOutsidePeriod);
    let [doubt] = doubts.as_slice() else { panic!("{doubts:#?}") };
    assert!(
        doubt.text.starts_with("check `year` in place.toml first, where most lines would say 2025-26: 12 of 12 files"),
        "{}",
        doubt.text
    );
    assert_eq!((doubt.body_id.as_str(), doubt.n_rows), ("", 120));
    // 2 × (10 × 100 × (4 + … + 9) + 6 × 55)
    assert_eq!(doubt.amount.map(|amount| amount.plain()).as_deref(), Some("78660.00"));
    assert_eq!(of_kind(&place, ProblemKind::DateFuture).len(), 0);
    assert_eq!(of_kind(&place, ProblemKind::MissingMonth).len(), 0);

    place.earlier_years = vec![place.year];
    place.year = FinancialYear(2025);
    assert_eq!(of_kind(&place, ProblemKind::DateOutsidePeriod).len(), 0);
}

#[test]
fn each_of_several_years_misses_its_own_months() {
    let folder = Folder::new();
    for (year, m) in [2023, 2024].into_iter().flat_map(|year| (4..=12).map(move |m| (year, m))) {
        if (year, m) != (2023, 6) && (year, m) != (2024, 9) {
            let lines = month(m, 1..=10, plain).replace("2025", &year.to_string());
            folder.put(&format!("council/{year}-{m:02}.csv"), format!("{HEADING}{lines}"));
        }
    }
    for (year, m) in [2024, 2025].into_iter().flat_map(|year| (1..=3).map(move |m| (year, m))) {
        let lines = month(m, 1..=10, plain).replace("2025", &year.to_string());
        folder.put(&format!("council/{year}-{m:02}.csv"), format!("{HEADING}{lines}"));
    }
    let mut place = place(folder.0.path(), 2024, &["council"]);
    place.earlier_years = vec![FinancialYear(2023)];
    let missing: Vec<String> =
        of_kind(&place, ProblemKind::MissingMonth).into_iter().filter_map(|p| Some(p.month?.to_string())).collect();
    assert_eq!(missing, ["2023-06-01", "2024-09-01"]);
    assert_eq!(of_kind(&place, ProblemKind::DateOutsidePeriod).len(), 0);
}

/// Thirteen files of four weeks from a day of 2023 on, of which some are missing.
fn periods(folder: &Folder, first: jiff::civil::Date, missing: &[i32]) {
    for period in (0..13).filter(|period| !missing.contains(&(period + 1))) {
        let start = first.checked_add(jiff::Span::new().days(28 * i64::from(period))).expect("a day");
        let day = |i: i32| start.checked_add(jiff::Span::new().days(i64::from(i))).expect("a day");
        let lines: String =
            (0..28).map(|i| format!("{},Supplier {i} Ltd,{}.00\n", day(i), 100 + period * 28 + i)).collect();
        folder.put(&format!("council/{} P{:02}.csv", first.year(), period + 1), format!("{HEADING}{lines}"));
    }
}

#[test]
fn of_thirteen_periods_the_true_one_is_missing_and_no_month() {
    for missing in [&[][..], &[1], &[6], &[12, 13]] {
        let folder = Folder::new();
        periods(&folder, jiff::civil::date(2023, 4, 1), missing);
        let doubts = of_kind(&place(folder.0.path(), 2023, &["council"]), ProblemKind::MissingMonth);
        let said: Vec<&str> = doubts.iter().filter_map(|doubt| doubt.text.split(" (").next()).collect();
        let expected: Vec<String> = missing.iter().map(|period| format!("period {period}")).collect();
        assert_eq!(said, expected);
    }
}

#[test]
fn periods_of_another_year_leave_nothing_of_this_one_out() {
    let folder = Folder::new();
    periods(&folder, jiff::civil::date(2022, 4, 2), &[]);
    let place = place(folder.0.path(), 2023, &["council"]);
    assert_eq!(of_kind(&place, ProblemKind::MissingMonth).len(), 0);
    assert_eq!(of_kind(&place, ProblemKind::DateOutsidePeriod).len(), 1);
}

#[test]
fn quarters_miss_the_months_of_the_quarter_that_is_not_there() {
    let quarter = |months: [u32; 3]| -> String { months.iter().map(|m| month(*m, 1..=20, plain)).collect() };
    let folder = Folder::new();
    folder.put("council/Q1 2025-26.csv", format!("{HEADING}{}", quarter([4, 5, 6])));
    folder.put("council/Q3 2025-26.csv", format!("{HEADING}{}", quarter([10, 11, 12])));
    let next = quarter([1, 2, 3]).replace("2025", "2026");
    folder.put("council/Q4 2025-26.csv", format!("{HEADING}{next}"));
    let doubts = of_kind(&place(folder.0.path(), 2025, &["council"]), ProblemKind::MissingMonth);
    let missing: Vec<String> = doubts.into_iter().filter_map(|doubt| Some(doubt.month?.to_string())).collect();
    assert_eq!(missing, ["2025-07-01", "2025-08-01", "2025-09-01"]);
}
