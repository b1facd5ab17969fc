//! Publications by which a stranger moved the whole and nothing was said.

use model::place::SourceKind;
use model::spending::Sector;
use model::{BodyKind, ProblemKind, Reach};
use money::Money;

use super::grid::{self, Grid};
use super::publication::{Publication, Reading};
use super::tests::{place, sheet};
use super::{plain, regional, returns};

fn leeds() -> model::Place {
    let bodies = [
        ("leeds", "Leeds City Council", BodyKind::Council, Some("E4704")),
        ("dwp", "Department for Work and Pensions", BodyKind::Department, None),
    ];
    let mut place = place(2011, Some("Yorkshire and The Humber"), &bodies);
    place.area_codes.push("E08000035".to_owned());
    place.bodies[1].reach = Reach::National;
    place
}

fn publication() -> Publication {
    Publication::new("published", SourceKind::Published, b"")
}

fn sum(reading: &Reading) -> i64 {
    reading.lines.iter().map(|line| line.amount.pence()).sum()
}

fn said(reading: &Reading) -> Vec<(ProblemKind, Option<i64>)> {
    reading.problems.iter().map(|problem| (problem.kind, problem.amount.map(Money::pence))).collect()
}

const HEADS: &str =
    "Department | HMT Function | HMT Subfunction | CAP or CUR | CG LG or PC | NUTS Region | 2010-11 | 2011-12";
const DWP: &str = "Department for Work and Pensions | 10. Social protection | 10.2 Old age | CUR | CG | ENGLAND_Yorkshire and The Humber | 9 | 1500";
const DFE: &str =
    "Department for Education | 9. Education | 9.1 Schools | CUR | CG | ENGLAND_Yorkshire and The Humber | 8 | 700";
const UNIT: &str = "Levels of expenditure shown are in £'000s";

fn analysis(rows: &[&str]) -> Reading {
    let grids: [Grid; 1] = [sheet("CRA", &rows.join("\n"))];
    regional::read(&grids, &publication(), &leeds()).unwrap()
}

#[test]
fn rows_of_the_analysis_that_stand_twice_are_read_once_and_said() {
    let upper = DWP.replace("Department for Work", "DEPARTMENT FOR WORK");
    for rows in [vec![HEADS, DWP, DFE, DWP, DFE, UNIT], vec![HEADS, DWP, &upper, DFE, DFE, UNIT]] {
        let reading = analysis(&rows);
        assert_eq!(sum(&reading), 220_000_000);
        assert_eq!(said(&reading), [(ProblemKind::LinesRepeated, Some(220_000_000))]);
    }
    let reading = analysis(&[HEADS, DWP, DFE, UNIT]);
    assert_eq!((sum(&reading), said(&reading)), (220_000_000, vec![]));
}

#[test]
fn a_second_column_of_a_year_is_not_added_to_it() {
    for other in ["2011-12 plans", "2011-12 real terms", "Real 2011-12"] {
        for heads in [format!("{HEADS} | {other}"), HEADS.replace("2011-12", &format!("{other} | 2011-12"))] {
            let is_last = heads.ends_with(other);
            let row = |row: &str, last: &str| {
                let (start, end) = row.rsplit_once(" | ").unwrap();
                if is_last { format!("{row} | {last}") } else { format!("{start} | {last} | {end}") }
            };
            let reading = analysis(&[&heads, &row(DWP, "1600"), &row(DFE, "800"), UNIT]);
            assert_eq!(sum(&reading), 220_000_000, "{heads}");
            assert_eq!(said(&reading), [(ProblemKind::SeveralAmountColumns, None)], "{heads}");
        }
    }
}

#[test]
fn totals_of_the_analysis_are_left_out_and_said() {
    for total in [
        "All departments | Total | Total",
        "Total | All functions | All functions",
        "Total departmental expenditure | 9. Education | 9. Education",
    ] {
        let total = format!("{total} | CUR | CG | ENGLAND_Yorkshire and The Humber | 17 | 2200");
        let reading = analysis(&[HEADS, DWP, DFE, &total, UNIT]);
        assert_eq!(sum(&reading), 220_000_000, "{total}");
        assert_eq!(said(&reading), [(ProblemKind::TotalRow, Some(220_000_000))], "{total}");
    }
}

#[test]
fn sectors_and_departments_may_be_in_words_or_in_letters() {
    let words = DWP.replace("| CG |", "| Central government |").replace("Department for Work and Pensions", "DWP");
    let reading = analysis(&[HEADS, &words, UNIT]);
    let line = &reading.lines[0];
    assert_eq!((line.sector, line.body_id.as_deref()), (Some(Sector::Central), Some("dwp")));
    assert_eq!(line.spender, "Department for Work and Pensions", "rules know it by its whole name");
}

fn table(titles: &str, heads: &str, rows: &str) -> Result<Reading, super::error::Error> {
    let text = format!("{titles}{heads}\n{rows}");
    plain::read(&Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap()), &publication(), &leeds())
}

const PLAIN: &str = "body,financial_year,service,amount";
const ROWS: &str = "Leeds City Council,2011-12,Education,500\nLeeds City Council,2011-12,Highways,100\n";

#[test]
fn titles_that_say_a_rate_are_refused_and_other_measures_are_said_with_their_pounds() {
    for title in ["Spending per head", "Net spending by service (%)", "Percentage of budget"] {
        let error = table(&format!("{title}\n"), PLAIN, ROWS).unwrap_err().to_string();
        assert!(error.contains(title) && error.contains("not pounds"), "{error}");
    }
    for title in ["Real terms", "In constant prices", "Quarter 1", "Cumulative to September"] {
        let reading = table(&format!("{title}\n"), PLAIN, ROWS).unwrap();
        assert_eq!(said(&reading), [(ProblemKind::MeasureDoubtful, Some(60_000))], "{title}");
    }
    assert_eq!(said(&table("Leeds City Council, 2011-12\n", PLAIN, ROWS).unwrap()), []);
}

#[test]
fn rows_that_say_another_measure_are_said_with_their_pounds() {
    let heads = format!("{PLAIN},period");
    let rows = "Leeds City Council,2011-12,Education,500,Q1\nLeeds City Council,2011-12,Highways,100,full year\n";
    assert_eq!(said(&table("", &heads, rows).unwrap()), [(ProblemKind::MeasureDoubtful, Some(50_000))]);
    let heads = format!("{PLAIN},includes");
    let rows = "Leeds City Council,2011-12,Education,500,real terms at 2015-16 prices\n";
    assert_eq!(said(&table("", &heads, rows).unwrap()), [(ProblemKind::MeasureDoubtful, Some(50_000))]);
    let rows = "Leeds City Council,2011-12,Education cumulative to Q2,500\n";
    assert_eq!(said(&table("", PLAIN, rows).unwrap()), [(ProblemKind::MeasureDoubtful, Some(50_000))]);
}

#[test]
fn a_gross_title_makes_the_figures_gross() {
    let reading = table("Gross expenditure\n", PLAIN, ROWS).unwrap();
    assert!(reading.lines.iter().all(|line| line.segment.as_deref() == Some("gross")));
    let reading = table("Gross and net expenditure\n", PLAIN, ROWS).unwrap();
    assert!(reading.lines.iter().all(|line| line.segment.is_none()));
}

#[test]
fn the_place_s_own_code_in_the_column_of_areas_is_its_code() {
    let rows = "E08000035,2011-12,State pension,1200\n";
    let reading = table("", "area,financial_year,service,amount", rows).unwrap();
    assert_eq!(reading.lines[0].area_code.as_deref(), Some("E08000035"));
}

const SUMMARY: &str = "
Revenue Outturn Summary (RS): 2011-12 data
Net current expenditure (£ thousand)
E-code | Local authority | Class | Education services
E4704  | Leeds           | MD    | 592680
";

#[test]
fn a_return_of_rates_is_refused_one_of_other_prices_is_said_and_its_year_may_stand_in_its_name() {
    let read = |from: &str, to: &str, name: &str| {
        let publication = Publication::new(name, SourceKind::Published, b"");
        returns::read(&[sheet("RS", &SUMMARY.replace(from, to))], &publication, &leeds(), true)
    };
    let error = read("Net current expenditure (£", "Net current expenditure per head (£", "rs.xls").unwrap_err();
    assert!(error.to_string().contains("not pounds"), "{error}");
    let reading = read("Net current", "Real terms net current", "rs.xls").unwrap();
    assert_eq!(said(&reading), [(ProblemKind::MeasureDoubtful, Some(59_268_000_000))]);
    let reading = read(": 2011-12 data", "", "RS_2011-12.xls").unwrap();
    assert_eq!((sum(&reading), said(&reading)), (59_268_000_000, vec![]));
}
