#![allow(clippy::print_stdout)] // a test whose data are absent says so, and figures are shown with --nocapture

use std::path::PathBuf;

use calamine::Data;
use model::place::{Options, SourceKind};
use model::spending::{SpendingKind, Stage};
use model::{Body, BodyKind, FinancialYear, Place, ProblemKind, Reach};
use money::Money;

use super::error::Error;
use super::grid::{self, Grid};
use super::publication::{Publication, Reading};
use super::{plain, publication_problems, regional, returns};
use crate::files::Found;

pub(super) fn place(year: i32, region: Option<&str>, bodies: &[(&str, &str, BodyKind, Option<&str>)]) -> Place {
    let body = |(id, name, kind, ecode): &(&str, &str, BodyKind, Option<&str>)| Body {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        kind: *kind,
        codes: ecode.iter().map(|code| ("ecode".to_owned(), (*code).to_owned())).collect(),
        other_names: Vec::new(),
        in_perimeter: true,
        reach: Reach::Local,
        serves: Vec::new(),
    };
    Place {
        name: "Leeds".to_owned(),
        area_codes: Vec::new(),
        region: region.map(str::to_owned),
        population: None,
        year: FinancialYear(year),
        earlier_years: Vec::new(),
        bodies: bodies.iter().map(body).collect(),
        sources: Vec::new(),
        registers: Vec::new(),
        themes: Vec::new(),
        options: Options::default(),
        root: PathBuf::new(),
        sources_root: PathBuf::new(),
    }
}

fn leeds() -> Place {
    let bodies = [
        ("leeds", "Leeds City Council", BodyKind::Council, Some("E4704")),
        ("fire", "West Yorkshire Fire and Rescue Authority", BodyKind::Fire, None),
    ];
    place(2011, Some("Yorkshire and The Humber"), &bodies)
}

fn publication() -> Publication {
    Publication::new("published", SourceKind::Outturn, b"")
}

/// A sheet from a small table: cells between bars, numbers where they are numbers.
pub(super) fn sheet(name: &str, table: &str) -> Grid {
    let cell = |text: &str| match (text.trim(), text.trim().parse::<f64>()) {
        ("", _) => Data::Empty,
        (_, Ok(number)) => Data::Float(number),
        (text, Err(_)) => Data::String(text.to_owned()),
    };
    let rows = table.trim().lines().map(|line| line.split('|').map(cell).collect()).collect();
    Grid { name: name.to_owned(), is_hidden: false, rows }
}

/// Every line as `area | body | series | line code | pounds`, and every problem as `kind: text`.
fn check(reading: Result<Reading, Error>, lines: &str, problems: &str) {
    let reading = reading.unwrap();
    let found: Vec<String> = reading
        .lines
        .iter()
        .map(|line| {
            let body = line.body_id.as_deref().unwrap_or("-");
            format!("{} | {} | {} | {} | {}", line.area, body, line.series, line.line_code, line.amount)
        })
        .collect();
    assert_eq!(found, trimmed_lines(lines));
    let found: Vec<String> =
        reading.problems.iter().map(|problem| format!("{}: {}", problem.kind.word(), problem.text)).collect();
    assert_eq!(found, trimmed_lines(problems));
}

fn trimmed_lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

const SUMMARY: &str = "
Revenue Outturn Summary (RS): 2011-12 data
Net current expenditure (£ thousand)
E-code | Local authority | Class | Education services | Reserves level | Confirm
E4704  | Leeds           | MD    | 592680             | 13615          | Yes
E6147  | West Yorkshire Fire & CD Authority | O | 0    | 8384           | Yes
       | ENGLAND         |       | 592680             | 22000          | Yes
       | METROPOLITAN DISTRICTS | MD | 592680          | 13615          |
";

#[test]
fn a_total_that_its_authorities_do_not_add_up_to_is_told() {
    check(
        returns::read(&[sheet("RS LA Data", SUMMARY)], &publication(), &leeds(), true),
        "
        Leeds | leeds | revenue_outturn_summary:net_current_expenditure | education_services | £592,680,000.00
        Leeds | leeds | revenue_outturn_summary:net_current_expenditure | reserves_level | £13,615,000.00
        West Yorkshire Fire & CD Authority | fire | revenue_outturn_summary:net_current_expenditure | education_services | £0.00
        West Yorkshire Fire & CD Authority | fire | revenue_outturn_summary:net_current_expenditure | reserves_level | £8,384,000.00
        ",
        // 13,615 + 8,384 = 21,999, a thousand pounds less than 22,000.
        "
        outside_place: the column holds answers such as `Yes`, not amounts, and was left out
        total_differs: ENGLAND is printed as £22,000,000.00; the authorities above it add up to £21,999,000.00
        ",
    );
}

const SERVICES: &str = "
Revenue Outturn (RO) 2022-23: Service Expenditure Summary (RSX) data, in £ thousand
| | | | C1R190 | C2R190 | C3R190 | C4R190 | C5R190 | C6R190 | C7R190
E-code | ONS Code | Local authority | Class | Education services - Employees (C1) | Education services- Running Expenses (C2) | Education services- Total Expenditure (C3 = C1 + C2) | Education services- Sales, Fees and Charges (C4) | Education services- Other Income (C5) | Education services- Total Income (C6) |
E4704 | E08000035 | Leeds | MD | 60 | 40 | 100 | 10 | 5 | 15 | 85
E4000 | E08000001 | Woking | MD | ... | ... | ... | ... | ... | ... | ...
E5100 | E12000007 | Greater London Authority | O | 1 | 1 | 2 | 0 | 0 | 0 | 2
E6047 | E23000010 | West Yorkshire Police Authority | O | 7 | 3 | 10 | 0 | 0 | 0 | 10
Eng | E92000001 | ENGLAND | Eng | 500 | 44 | 112 | 10 | 5 | 15 | 97
E-code | ONS Code | Class Breakdown | Class | Education services - Employees (C1) | Education services- Running Expenses (C2) | Education services- Total Expenditure (C3 = C1 + C2) | Education services- Sales, Fees and Charges (C4) | Education services- Other Income (C5) | Education services- Total Income (C6) |
E5100 | E12000007 | Greater London Authority | O | 1 | 1 | 2 | 0 | 0 | 0 | 2
";

#[test]
fn services_keep_pay_apart_and_tell_of_gaps_repeats_and_codes_of_another_time() {
    let bodies = [
        ("leeds", "Leeds City Council", BodyKind::Council, Some("E4704")),
        ("police", "West Yorkshire Police", BodyKind::Police, Some("E7047")),
    ];
    let place = place(2022, None, &bodies);
    let reading = returns::read(&[sheet("", SERVICES)], &publication(), &place, false).unwrap();
    // The last column has lost its heading; its code still says what it is.
    let of = |body: &str, measure: &str| {
        let series = format!("revenue_outturn_services:{measure}");
        let mut found =
            reading.lines.iter().filter(|line| line.body_id.as_deref() == Some(body) && line.series == series);
        let line = found.next().unwrap();
        (line.label.clone(), line.line_code.clone(), line.kind, line.amount.pence() / 100_000)
    };
    let education = |kind, amount| ("Education services".to_owned(), "190".to_owned(), kind, amount);
    assert_eq!(of("leeds", "employees"), education(Some(model::spending::SpendingKind::Pay), 60));
    assert_eq!(of("leeds", "net_current_expenditure"), education(None, 85));
    assert_eq!(of("police", "running_expenses").3, 3);
    assert_eq!(reading.problems[0].row, Some(7));
    let problems: Vec<String> = reading.problems.iter().map(|p| format!("{}: {}", p.kind.word(), p.text)).collect();
    assert_eq!(
        problems,
        [
            "body_unknown: `West Yorkshire Police` has the code E7047, which is on no row; the row of `West Yorkshire Police Authority` (E6047) was used for it, by its name",
            "outside_place: authorities that are not bodies of the place have no figures, which does not mean that nothing was spent: Woking",
            "lines_repeated: Greater London Authority (E5100) is in row 6 and here again with the same figures; row 6 was counted, once",
            "outside_place: ENGLAND is printed as £500,000.00; the authorities above it add up to £68,000.00",
        ]
    );
}

const GAPS: &str = "
Revenue Outturn Summary (RS): 2011-12 data
Net current expenditure (£ thousand)
E-code | Local authority | Class | Education services | Housing services | Highways
E4704  | Leeds  | MD | ... | 5   | -
E4000  | Woking | MD | ... | 6   | 7
E4001  | York   | MD | ... | ... | 7
E4002  | Ashby  | MD | 1   | 2   | 3
";

/// Three of four lack education, so it is said once for all of them; a dash is nothing to print.
#[test]
fn a_column_that_most_leave_out_is_said_once_and_single_gaps_by_name() {
    let reading = returns::read(&[sheet("RS LA Data", GAPS)], &publication(), &leeds(), true).unwrap();
    let problems: Vec<(Option<u64>, u64, &str)> =
        reading.problems.iter().map(|problem| (problem.row, problem.n_rows, problem.text.as_str())).collect();
    let expected = [
        (None, 3, "3 of 4 authorities have no figure for `Education services`"),
        (Some(6), 1, "authorities that are not bodies of the place have single figures left out: York"),
    ];
    assert_eq!(problems, expected);
}

#[test]
fn a_summary_without_its_unit_its_year_or_its_codes_is_refused() {
    let place = leeds();
    let read =
        |from: &str, to: &str| returns::read(&[sheet("RS", &SUMMARY.replace(from, to))], &publication(), &place, true);
    assert!(matches!(read("(£ thousand)", ""), Err(Error::UnitMissing { .. })));
    assert!(matches!(read("2011-12", ""), Err(Error::YearMissing { .. })));
    assert!(matches!(read("E-code", "Number"), Err(Error::HeadingsMissing { .. })));
}

const ANALYSIS: &str = "
HMT Function | HMT Subfunction | COFOG Level 1 | NUTS Region | Country | 2010-11 | 2011-12
10. Social protection | 10.2 Old age | 10.2 Old age | ENGLAND_Yorkshire and The Humber | ENGLAND | 9 | 1.5
10. Social protection | 10.2 Old age | 10.2 Old age | ENGLAND_Yorkshire and the Humber | ENGLAND | 9 | 2
10. SOCIAL PROTECTION | 10.2 Old age | 10.2 Old age | ENGLAND_Yorkshire and the Humber | ENGLAND | 9 | 3
EU transactions | EC receipts | EU02 EC receipts | Not Identifiable | Not Identifiable | 9 | -4
7. Health | 7. Health | 7 | WALES | WALES | 9 | n/a
Levels of expenditure shown are in £'000s
";

#[test]
fn a_region_spelled_in_two_ways_is_one_region_and_both_spellings_are_told() {
    check(
        regional::read(&[sheet("CRA", ANALYSIS)], &publication(), &place(2011, None, &[])),
        "
        Yorkshire and the Humber | - | country_regional_analysis | 10.2 | £6,500.00
        Not Identifiable | - | country_regional_analysis | EU02 | -£4,000.00
        ",
        "
        amount_unreadable: `n/a` for region `WALES`
        region_spelling: `Yorkshire and The Humber` (1 row, £1,500.00) and `Yorkshire and the Humber` (2 rows, £5,000.00) were summed as `Yorkshire and the Humber`
        label_spelling: `10. SOCIAL PROTECTION` (1 row, £3,000.00) and `10. Social protection` (2 rows, £3,500.00) were summed as `10. Social protection`
        ",
    );
}

#[test]
fn an_analysis_without_the_year_of_the_place_says_which_years_it_has() {
    let error = regional::read(&[sheet("CRA", ANALYSIS)], &publication(), &place(2020, None, &[])).unwrap_err();
    assert_eq!(error.to_string(), "`published` holds 2010-11, 2011-12, not 2020-21");
}

#[test]
fn a_plain_file_keeps_its_good_rows_and_tells_of_the_others() {
    let text = "\
financial_year,body_id,series,line_code,label,amount
2011-12,leeds,accounts,1,Net cost,\"1,234.50\"
2011-12,wakefield,accounts,1,Net cost,(5)
2011-13,leeds,accounts,1,Net cost,5

2011-12,leeds,accounts,1,Net cost,about 5
2011-12,leeds,accounts,1,Net cost,
";
    let grid = Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap());
    let reading = plain::read(&grid, &publication(), &leeds()).unwrap();
    assert_eq!(
        reading.problems.iter().map(|problem| problem.row).collect::<Vec<_>>(),
        [Some(3), Some(4), Some(6), Some(7)]
    );
    check(
        Ok(reading),
        "
        Leeds City Council | leeds | accounts | 1 | £1,234.50
        wakefield | - | accounts | 1 | -£5.00
        ",
        "
        body_unknown: `wakefield` is not a body of this place; kept as a figure of another area
        year_unreadable: `2011-13`
        amount_unreadable: `about 5`
        amount_missing: no amount
        ",
    );
    assert!(matches!(plain::read(&sheet("", "a | b"), &publication(), &leeds()), Err(Error::HeadingsMissing { .. })));
}

/// A file of a folder, read as a source of one kind.
fn read_text(name: &str, kind: SourceKind, text: &str, place: &Place) -> super::PublicationTables {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let (body_id, agency, columns) = (None, None, Vec::new());
    super::read(
        &Found { body_id, shown_path: format!("pub/{name}"), path, kind, agency, columns, building: None },
        place,
    )
}

#[test]
fn a_plain_table_may_name_bodies_areas_kinds_and_units_in_its_own_words() {
    let text = "\
area,body,year,service,amount (£ thousand),kind,includes,basis
,Leeds City Council,2011/12,Libraries,12.5,pay,net of fees,
,E4704,2011-12,Libraries,7.5,Goods and services,net of fees,outturn
Leeds,,2011-12,Prisons,100,current,prisoners from the city,budget
Leeds,,2011-12,Courts,...,current,,
Leeds,Ministry of Justice,2011-12,Probation,1,curent,,
";
    let grid = Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap());
    check(
        plain::read(&grid, &publication(), &leeds()),
        "
        Leeds City Council | leeds | plain | libraries | £12,500.00
        Leeds City Council | leeds | plain | libraries | £7,500.00
        Leeds | - | plain | prisons | £100,000.00
        Leeds | - | plain | probation | £1,000.00
        ",
        "
        amount_unreadable: `...`
        body_unknown: `Ministry of Justice` is not a body of this place; kept as a figure of another area
        label_spelling: `curent` is not a known kind; the figure was kept without it
        ",
    );
    let lines = plain::read(&grid, &publication(), &leeds()).unwrap().lines;
    assert_eq!(lines[1].kind, Some(model::spending::SpendingKind::GoodsServices));
    assert_eq!((lines[2].stage, lines[2].segment.as_deref()), (Stage::Budget, Some("prisoners from the city")));
}

#[test]
fn what_a_label_calls_income_is_income_and_income_support_is_not() {
    let text = "\
body,year,service,amount,kind
Leeds City Council,2011-12,Highways gross expenditure,1000,
Leeds City Council,2011-12,Highways income,200,
Leeds City Council,2011-12,Income from parking,30,
Leeds City Council,2011-12,Sales fees and charges,5,
Leeds City Council,2011-12,Income support,70,
Leeds City Council,2011-12,Highways net of income,800,
Leeds City Council,2011-12,Low income households,9,benefits
";
    let grid = Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap());
    let kinds: Vec<Option<SpendingKind>> =
        plain::read(&grid, &publication(), &leeds()).unwrap().lines.iter().map(|line| line.kind).collect();
    let income = Some(SpendingKind::Income);
    assert_eq!(kinds, [None, income, income, income, None, None, Some(SpendingKind::Benefits)]);
}

#[test]
fn a_unit_below_the_figures_is_theirs_and_one_between_them_is_refused() {
    let read = |text: &str| {
        plain::read(&Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap()), &publication(), &leeds())
            .map(|reading| reading.lines.iter().map(|line| line.amount.to_string()).collect::<Vec<_>>())
            .map_err(|error| error.to_string())
    };
    let first = "body,year,service,amount\nLeeds City Council,2011-12,Highways,1000\n";
    let second = "Leeds City Council,2011-12,Libraries,2\n";
    for note in ["All figures in £ thousand", "£000"] {
        let below = format!("{first}{second},,,\n{note},,,\n");
        assert_eq!(read(&below), Ok(vec!["£1,000,000.00".to_owned(), "£2,000.00".to_owned()]), "{note}");
        let between = format!("{first}{note},,,\n{second}");
        assert_eq!(read(&between).map_err(|error| error.contains("among its figures")), Err(true), "{note}");
    }
    let other = format!("{first}{second}Includes £3m of repairs,,,\n");
    assert_eq!(read(&other), Ok(vec!["£1,000.00".to_owned(), "£2.00".to_owned()]));
    let two = "body,year,service,amount (£m)\nLeeds City Council,2011-12,Highways,1\n£ thousand,,,\n";
    assert_eq!(read(two).map_err(|error| error.contains("two units")), Err(true));
}

/// The pounds and the stages of a plain table; the refusal in words.
fn plain_figures(name: &str, text: &str) -> Result<Vec<(i64, Stage)>, String> {
    let grid = Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap());
    let publication = Publication::new(name, SourceKind::Published, b"");
    let reading = plain::read(&grid, &publication, &leeds()).map_err(|error| error.to_string())?;
    Ok(reading.lines.iter().map(|line| (line.amount.pence() / 100, line.stage)).collect())
}

#[test]
fn a_plain_table_has_the_unit_that_a_title_or_its_heading_states_and_two_that_differ_refuse_it() {
    let rows = "Leeds City Council,2011-12,Libraries,5\n";
    for (above, heading, pounds) in [
        ("Leeds accounts\n£ thousand\n", "amount", 5_000),
        ("All figures in £ thousand,,,\n", "amount", 5_000),
        ("All figures in £ million,,,\n", "amount (£m)", 5_000_000),
        ("", "amount (000)", 5_000),
        ("", "amount in thousands", 5_000),
        ("", "£m", 5_000_000),
        ("Figures are in £.\n", "amount", 5),
    ] {
        let text = format!("{above}body,year,service,{heading}\n{rows}");
        assert_eq!(plain_figures("a.csv", &text), Ok(vec![(pounds, Stage::Outturn)]), "{text}");
    }
    let refused = plain_figures("a.csv", &format!("£ thousand\nbody,year,service,amount (£m)\n{rows}"));
    assert_eq!(refused, Err("`a.csv` states two units: `£ thousand` and `amount (£m)`. Correct one of them".into()));
    let refused = plain_figures("a.csv", "body,year,service,amount,amount (£)\nLeeds City Council,2011-12,Parks,5,6\n");
    assert!(refused.unwrap_err().starts_with("`a.csv` has several columns of amounts: `amount`, `amount (£)`."));
}

#[test]
fn rows_of_a_ward_or_of_another_authority_are_not_the_bodys() {
    let text = "\
body,year,service,amount,area,area_code
Leeds City Council,2011-12,Schools,500,Leeds,E08000035
Leeds City Council,2011-12,Roads,400,Yorkshire and The Humber,E12000003
Leeds City Council,2011-12,Schools,60,Headingley,E05011400
Leeds City Council,2011-12,Schools,70,Bradford,E08000032
Leeds City Council,2011-12,Schools,80,,E07000999
";
    let mut place = leeds();
    place.bodies[0].codes.push(("ons".to_owned(), "E08000035".to_owned()));
    let grid = Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap());
    check(
        plain::read(&grid, &publication(), &place),
        "
        Leeds | leeds | plain | schools | £500.00
        Yorkshire and The Humber | leeds | plain | roads | £400.00
        ",
        "
        body_unknown: Headingley (E05011400) is a part of an area, not the area of `Leeds City Council`: its figure was left out
        body_unknown: Bradford (E08000032) is another authority's area, not the area of `Leeds City Council`: its figure was left out
        body_unknown: E07000999 is another authority's area, not the area of `Leeds City Council`: its figure was left out
        ",
    );
}

#[test]
fn a_year_of_one_number_is_read_as_the_financial_year_that_starts_then_and_told_once() {
    let text = "body,year,service,amount\nLeeds City Council,2011,Parks,5\nLeeds City Council,2011,Roads,6\n\
                Leeds City Council,2012,Roads,7\n";
    let grid = Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap());
    let reading = plain::read(&grid, &publication(), &leeds()).unwrap();
    assert_eq!(reading.lines[0].year, FinancialYear(2011));
    let said: Vec<(&str, u64)> = reading.problems.iter().map(|p| (p.text.as_str(), p.n_rows)).collect();
    let text = "`2011` may be a calendar year or a financial year by its start or its end; it was read as 2011-12";
    assert_eq!(said, [(text, 2)]);
}

#[test]
fn lines_of_a_return_without_a_unit_are_settled_where_their_total_can_only_be_thousands() {
    let kinds = |total: &str| {
        let text = format!(
            "ons_code,council,class,financial_year,form,line,net_current_expenditure\n\
             E08000035,Leeds,MD,2011-12,RSX,Total Service Expenditure,{total}\n"
        );
        let grid = Grid::of_csv(grid::read_csv(text.as_bytes()).unwrap());
        let reading = super::return_lines::read(&grid, &publication(), &leeds());
        reading.problems.iter().map(|problem| problem.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds("1249535"), [ProblemKind::AmountsScaled]);
    assert_eq!(kinds("1249535000"), [ProblemKind::AmountsOutOfScale], "it is in pounds");
}

#[test]
fn a_plain_table_of_a_plan_is_a_budget_unless_its_rows_say_otherwise() {
    let rows = "body,year,service,amount,basis\nLeeds City Council,2011-12,Parks,5,Actual\n\
                Leeds City Council,2011-12,Parks,6,Original Budget\nLeeds City Council,2011-12,Parks,7,\n";
    let stages = |last| Ok(vec![(5, Stage::Outturn), (6, Stage::Budget), (7, last)]);
    assert_eq!(plain_figures("accounts.csv", rows), stages(Stage::Outturn));
    assert_eq!(plain_figures("pub/leeds budget book 2011-12.csv", rows), stages(Stage::Budget));
    assert_eq!(plain_figures("a.csv", &format!("Financial plan of Leeds,,,,\n{rows}")), stages(Stage::Budget));
}

#[test]
fn a_file_of_years_that_the_place_does_not_count_says_so_once_and_nothing_else() {
    let text = "area,year,service,amount\nLeeds,2015-16,Courts,5\nLeeds,2016-17,Courts,five\n";
    let outturn = read_text("courts.csv", SourceKind::Published, text, &leeds());
    assert_eq!(outturn.lines.num_rows(), 0);
    let said: Vec<(ProblemKind, &str)> = outturn.problems.iter().map(|p| (p.kind, p.text.as_str())).collect();
    let text = "`pub/courts.csv`: its figures are for 2015-16, which the place does not count, so none was kept";
    assert_eq!(said, [(ProblemKind::YearNotCounted, text)]);
}

#[test]
fn a_table_of_no_known_layout_says_what_its_headings_are_and_what_is_known() {
    let outturn = read_text("x.csv", SourceKind::Published, "Colour,Weight\nred,5\n", &leeds());
    assert_eq!((outturn.lines.num_rows(), outturn.problems.len()), (0, 1));
    let text = &outturn.problems[0].text;
    assert!(text.starts_with("`pub/x.csv` has an unknown layout: its headings are `Colour`, `Weight`. Known are"));
}

#[test]
fn drivers_are_read_from_long_tables_and_problems_name_their_file() {
    let text = "\
area_code,area,driver,date,value,source
E08000035,Leeds,Claimants,2011-11,\"23,738\",ONS
E12000003,Yorkshire and The Humber,claimants,2011-11,153882,ONS
E08000035,Leeds,claimants,2011-11,23739,ONS
E08000035,Leeds,pupils,2011-11,,DfE
E08000035,Leeds,prisoners,2011-11,few,MoJ
";
    let outturn = read_text("claimants.csv", SourceKind::Drivers, text, &leeds());
    assert_eq!((outturn.drivers.num_rows(), outturn.lines.num_rows()), (2, 0));
    let problems: Vec<&str> = outturn.problems.iter().map(|problem| problem.text.as_str()).collect();
    assert_eq!(
        problems,
        [
            "`pub/claimants.csv`: `few` is not a number (`prisoners` for Leeds)",
            "`pub/claimants.csv`: `claimants` of Leeds, 2011-11, is 23738 in row 2 and 23739 here; the first was used",
        ]
    );
}

#[test]
fn rates_of_explore_local_statistics_are_drivers_in_percent_packed_or_not() {
    use std::io::Write;
    let text = "\
areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes
E08000035,Leeds,Local Authority District,Claimant Count,2011-01-01/P1Y,4.6,Percentage,%,,,,
E12000003,Yorkshire and The Humber,Region,Claimant Count,2011-01-01/P1Y,4.5,Percentage,%,,,,
E08000035,Leeds,Local Authority District,Claimant Count,2012-01-01/P1Y,,Percentage,%,,,,
";
    let plain = read_text("claimant-count.csv", SourceKind::Drivers, text, &leeds());
    assert!(plain.problems.is_empty(), "{:?}", plain.problems);
    testkit::check(
        &model::tables::DRIVER,
        &plain.drivers,
        "
        row | area_code | driver                 | as_of | year | value
        2   | E08000035 | claimant_count_percent | 2011  | 2011 | 4.6
        3   | E12000003 | claimant_count_percent | 2011  | 2011 | 4.5
        ",
    );
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert_eq!(super::grid::unpacked(packed.clone()).unwrap(), text.as_bytes());
    assert!(super::grid::unpacked(packed[..20].to_vec()).is_err());
}

const PUBLISHED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/leeds-2011-12/published-totals");
const SUMMARY_2011: &str = "Revenue_Outturn_Summary__RS__data_2011-12_by_LA_-_Revised_28-Nov-2013.xls";
const ANALYSIS_2014: &str = "CRA_2014_Combined_Database_for_Publication.xlsx";

/// The sheets of a published workbook; none, and a plain line, where the data are absent.
fn published(name: &str) -> Option<Vec<Grid>> {
    let path = PathBuf::from(PUBLISHED).join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {name} is not on this machine");
        return None;
    };
    Some(grid::read_workbook(&bytes).unwrap())
}

#[test]
fn the_444_authorities_of_2011_add_up_to_england_and_to_every_class() {
    let Some(grids) = published(SUMMARY_2011) else { return };
    let reading = returns::read(&grids, &publication(), &leeds(), true).unwrap();
    // 78 columns of figures on the first sheet, 16 with figures on the second and 13 on the third.
    assert_eq!(reading.lines.len(), (78 + 16 + 13) * 444);
    // Each of those columns has an ENGLAND total and six totals of classes; none of them differs.
    let kinds: Vec<ProblemKind> = reading.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, [ProblemKind::OutsidePlace]);
    println!("revenue outturn summary: {} lines", reading.lines.len());
}

#[test]
fn leeds_spent_on_education_in_2011_what_the_summary_prints() {
    let Some(grids) = published(SUMMARY_2011) else { return };
    let reading = returns::read(&grids, &publication(), &leeds(), true).unwrap();
    let figure = |series: &str, code: &str| {
        let series = format!("revenue_outturn_summary:{series}");
        let mut found = reading
            .lines
            .iter()
            .filter(|line| line.body_id.as_deref() == Some("leeds") && line.series == series && line.line_code == code);
        let amount = found.next().map(|line| line.amount);
        assert!(found.next().is_none(), "{series} {code} is there once");
        amount
    };
    let thousands = |number: i64| Some(Money::from_pence(number * 100_000));
    assert_eq!(figure("net_current_expenditure", "190"), thousands(592_680));
    assert_eq!(figure("capital_charges", "190"), thousands(69_011));
    assert_eq!(figure("net_total_cost", "190"), thousands(592_680 + 69_011));
    // The sheets of authorities title reserves as expenditure and capital charges; the page says what they are.
    assert_eq!(figure("at_1_april", "911"), thousands(13_615));
    assert_eq!(figure("at_31_march", "911"), thousands(15_116));
    // One label stands twice: line 781 is interest of the revenue account, 951 the Icelandic banks.
    assert!(figure("net_current_expenditure", "781").is_some() && figure("net_current_expenditure", "951").is_some());
    assert!(
        reading.lines.iter().any(|line| line.body_id.as_deref() == Some("fire")),
        "a body without a code is found by name"
    );
    assert!(
        reading.lines.iter().all(|line| line.line_code.bytes().all(|b| b.is_ascii_digit())),
        "every line has a number"
    );
}

#[test]
fn yorkshire_of_the_analysis_is_one_region() {
    let Some(grids) = published(ANALYSIS_2014) else { return };
    let reading = regional::read(&grids, &publication(), &leeds()).unwrap();
    let yorkshire = |area: &str| area.eq_ignore_ascii_case("yorkshire and the humber");
    let areas: std::collections::BTreeSet<&str> =
        reading.lines.iter().map(|line| line.area.as_str()).filter(|area| yorkshire(area)).collect();
    assert_eq!(areas.into_iter().collect::<Vec<_>>(), ["Yorkshire and the Humber"]);
    let sum: Money = reading.lines.iter().filter(|line| yorkshire(&line.area)).map(|line| line.amount).sum();
    // The sum of the column for the region, £44,334,467.831490956 thousand, each cell rounded to the penny.
    assert!((sum.pence() - 4_433_446_783_149).abs() < 100, "{sum}");
    for problem in &reading.problems {
        println!("{}: {} ({} rows, {:?})", problem.kind.word(), problem.text, problem.n_rows, problem.amount);
    }
    println!("country and regional analysis: {} lines; Yorkshire and the Humber {sum}", reading.lines.len());
    // This edition spells the region in one way; the place file of this test spells it in the other.
    let of_region: Vec<&str> = reading
        .problems
        .iter()
        .filter(|problem| problem.kind == ProblemKind::RegionSpelling)
        .map(|problem| problem.text.as_str())
        .collect();
    assert_eq!(of_region.len(), 1, "{of_region:?}");
    assert!(of_region[0].starts_with("the place file says `Yorkshire and The Humber`"));
    assert!(
        reading.problems.iter().any(|problem| problem.kind == ProblemKind::LabelSpelling && problem.n_rows == 2_006)
    );
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_and_stands_before_those_inside_others() {
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str, kind: SourceKind, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let (body_id, agency, columns) = (None, None, Vec::new());
        super::read(
            &Found { body_id, shown_path: name.to_owned(), path, kind, agency, columns, building: None },
            &leeds(),
        )
    };
    let rows = "financial_year,body_id,series,line_code,label,amount\n2011-12,leeds,accounts,1,Net cost,5\n2011-12,leeds,accounts,1,Net cost,\n";
    let outturns =
        [read("plain.csv", SourceKind::Outturn, rows), read("rs.xls", SourceKind::RevenueOutturnSummary, "<html>")];
    assert_eq!(outturns.each_ref().map(|outturn| outturn.lines.num_rows()), [1, 0]);
    let problems = publication_problems(&outturns, &[]);
    let said = problems.iter().map(|problem| (problem.body_id.as_str(), problem.text.as_str(), problem.row));
    assert_eq!(
        said.collect::<Vec<_>>(),
        [
            ("revenue_outturn_summary", "cannot read `rs.xls`: it is not a workbook", None),
            ("outturn", "no amount", Some(3))
        ]
    );
}
