//! Returns of other forms than those that are published beside the project.

use model::place::SourceKind;
use model::spending::{SpendingKind, Stage};
use model::{BodyKind, ProblemKind};

use super::super::grid::{self, Grid};
use super::super::publication::{Publication, Reading};
use super::super::tests::place;
use super::read;

/// Reads sheets, each a name and a CSV.
fn read_sheets(sheets: &[(&str, &str)]) -> Reading {
    let sheet = |(name, text): &(&str, &str)| {
        let grid = Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap());
        Grid { name: (*name).to_owned(), ..grid }
    };
    let grids: Vec<Grid> = sheets.iter().map(sheet).collect();
    let bodies = [
        ("leeds", "Leeds City Council", BodyKind::Council, Some("E4704")),
        ("fire", "West Yorkshire Fire and Rescue Authority", BodyKind::Fire, Some("E6147")),
    ];
    assert!(super::is_layout(&grids));
    read(&grids, &Publication::new("return", SourceKind::Published, b""), &place(2011, None, &bodies), false).unwrap()
}

/// `label | series | pounds in thousands` of one authority.
fn figures(reading: &Reading, spender: &str) -> Vec<String> {
    let own = reading.lines.iter().filter(|line| line.spender == spender);
    own.map(|line| format!("{} | {} | {}", line.label, line.series, line.amount.pence() / 100_000)).collect()
}

#[test]
fn services_may_stand_above_their_measures_and_authorities_have_new_codes_alone() {
    let text = "\
Revenue Outturn (RO) 2024-25: Service Expenditure Summary (RSX) data (GBP thousand),,,,,,
,,Education services,,,Police services,
ONS Code,Authority,Employees (C1),Running Expenses,Net Current Expenditure,Employees,Other Income
E08000035,Leeds,60,40,85,0,0
E31000042,West Yorkshire Fire & CD Authority,0,0,0,[c],5
E92000001,England,60,40,85,0,5
";
    let reading = read_sheets(&[("", text)]);
    assert_eq!(
        figures(&reading, "Leeds"),
        [
            "Education services | revenue_outturn_services:employees | 60",
            "Education services | revenue_outturn_services:running_expenses | 40",
            "Education services | revenue_outturn_services:net_current_expenditure | 85",
            "Police services | revenue_outturn_services:employees | 0",
            "Police services | revenue_outturn_services:other_income | 0",
        ]
    );
    let fire = reading.lines.iter().find(|line| line.kind == Some(SpendingKind::Income) && line.spender != "Leeds");
    assert_eq!(fire.unwrap().body_id.as_deref(), Some("fire"), "by name, its old code is in no row");
    let kinds: Vec<ProblemKind> = reading.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::BodyUnknown, ProblemKind::BodyUnknown, ProblemKind::AmountMissing]);
}

const SERVICES: &str = "\
2015-16 Capital Expenditure by Service (£ million),,,,,,,
,,,,Education,,Total Expenditure,
,,,,Acquisition,Total,Acquisition,Total
Ecode,LA Name,Region,Class,of land,Capital Expenditure,of land,Capital Expenditure
E4704,Leeds,YH,MD,1,72.991,1,210.5
E6047,West Yorkshire Police Authority,YH,O,0,0,0,24
E6147,West Yorkshire Fire & CD Authority,YH,O,0,0,0,3
E6347,West Yorkshire Integrated Transport Authority,WM,O,0,0,0,46.9
";
const FINANCING: &str = "\
2015-16 Financing & Memorandum information,,,,
Ecode,LA Name,Region,Class,TOTAL EXPENDITURE AND OTHER TRANSACTIONS
E4704,Leeds,YH,MD,300
E6347,West Yorkshire Integrated Transport Authority,WM,O,46.9
";

#[test]
fn capital_of_another_year_and_unit_tells_of_its_moved_region_once_and_of_its_two_totals() {
    let reading = read_sheets(&[("services", SERVICES), ("financing", FINANCING)]);
    assert_eq!(
        figures(&reading, "Leeds"),
        [
            "Education | capital_outturn:total_capital_expenditure | 72991",
            "Total Expenditure | capital_outturn:total_capital_expenditure | 210500",
            "TOTAL EXPENDITURE AND OTHER TRANSACTIONS | capital_financing:amount | 300000",
        ]
    );
    let problems: Vec<&str> = reading.problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(
        problems,
        [
            "West Yorkshire Integrated Transport Authority is in region `WM`, but West Yorkshire Police Authority in \
             `YH`, West Yorkshire Fire & CD Authority in `YH`: the column of regions was not used",
            "two totals of capital: £284,400,000.00 by service in sheet `services`, £346,900,000.00 in `financing`, \
             which is financing, not spending",
        ]
    );
}

/// A return of Leeds whose row opens with other codes.
fn leeds_with(title: &str, row: &str) -> Reading {
    let text = format!(
        "{title}\nE-code,ONS code,Local authority,Class,Education services - Employees (C1),\
         Education services - Running Expenses (C2)\n{row},MD,60,40\n,,METROPOLITAN DISTRICTS,MD,60,40\n"
    );
    let grids = [Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap())];
    let mut place = place(2021, None, &[("leeds", "Leeds City Council", BodyKind::Council, Some("E4704"))]);
    place.bodies[0].codes.push(("ons".to_owned(), "E08000035".to_owned()));
    read(&grids, &Publication::new("return.csv", SourceKind::Published, b""), &place, false).unwrap()
}

const TITLE: &str = "Revenue Outturn (RO) 2021-22 Final: Service Expenditure Summary (RSX) in £ thousand";

#[test]
fn a_body_whose_row_lacks_its_code_is_read_and_how_it_was_found_is_told() {
    for (row, doubt) in [
        ("E4704,E08000035,Leeds", None),
        (",E08000035,Leeds", Some("the row of `Leeds` has no E-code; E08000035 is the code of `Leeds City Council`")),
        (",,Leeds", Some("the row of `Leeds` has no code; it was taken to be `Leeds City Council` by its name")),
        (
            ",,Leeds City Council",
            Some("the row of `Leeds City Council` has no code; it was taken to be `Leeds City Council` by its name"),
        ),
        (
            "E4705,E08000035,Leeds",
            Some(
                "the row of `Leeds` has the E-code E4705, but `Leeds City Council` has E4704; it was taken to be it by E08000035",
            ),
        ),
    ] {
        let reading = leeds_with(TITLE, row);
        let of_leeds: Vec<i64> = reading
            .lines
            .iter()
            .filter(|line| line.body_id.as_deref() == Some("leeds"))
            .map(|line| line.amount.pence() / 100_000)
            .collect();
        assert_eq!(of_leeds, [60, 40], "{row}");
        let said: Vec<&str> = reading.problems.iter().map(|problem| problem.text.as_str()).collect();
        assert_eq!(said, doubt.into_iter().collect::<Vec<_>>(), "{row}");
    }
}

#[test]
fn a_return_in_pounds_or_of_a_budget_is_read_as_its_title_says() {
    let first = |title: &str| {
        let line = leeds_with(title, "E4704,E08000035,Leeds").lines[0].clone();
        (line.amount.pence() / 100, line.stage)
    };
    assert_eq!(first(TITLE), (60_000, Stage::Outturn));
    assert_eq!(first(&TITLE.replace("Final", "Budget")), (60_000, Stage::Budget));
    assert_eq!(first(&TITLE.replace("£ thousand", "£.")), (60, Stage::Outturn));
}
