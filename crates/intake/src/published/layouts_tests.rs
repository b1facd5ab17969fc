//! A small file of each layout that is no return, read as its headings tell.

use model::place::SourceKind;
use model::{BodyKind, Place};

use super::error::Error;
use super::publication::{Publication, Reading};
use super::tests::place;
use super::{drivers, grid, layout};

const BODIES: [(&str, &str, BodyKind, Option<&str>); 4] = [
    ("leeds", "Leeds City Council", BodyKind::Council, None),
    ("birmingham", "Birmingham City Council", BodyKind::Council, None),
    ("ashby", "NHS Ashby CCG", BodyKind::NhsCommissioner, None),
    ("dwp", "Department for Work and Pensions", BodyKind::Department, None),
];

fn read(path: &str, text: &str) -> Result<Reading, Error> {
    let place: Place = place(2014, None, &BODIES);
    let publication = Publication::new(path, SourceKind::Published, text.as_bytes());
    layout::read_every_year(text.as_bytes(), &publication, &place)
}

/// Lines as `area | body | series | label | segment | year | pounds`, and problems as `kind: text`.
fn check(path: &str, text: &str, lines: &str, problems: &str) {
    let reading = read(path, text).expect("a layout that is known");
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let found = reading.lines.iter().map(|line| {
        let (body, segment) = (said(&line.body_id), said(&line.segment));
        format!(
            "{} | {body} | {} | {} | {segment} | {} | {}",
            line.area, line.series, line.label, line.year, line.amount
        )
    });
    assert_eq!(found.collect::<Vec<_>>(), trimmed(lines));
    let found = reading.problems.iter().map(|problem| format!("{}: {}", problem.kind.word(), problem.text));
    assert_eq!(found.collect::<Vec<_>>(), trimmed(problems));
}

fn trimmed(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[test]
fn counts_of_others_keep_their_year_and_what_is_said_beside_them() {
    check(
        "counts.csv",
        "measure,place,exercise,year,value_gbp,status,note\n\
         Total spending,Birmingham,Total Place,2008-09,\"7,300,000,000\",published,with benefits\n\
         Total spending,Birmingham,Total Place,2009-10,7500000000,,\n\
         Total spending,Wigan,Total Place,2008-09,,,\n\
         Total spending,Leeds,Total Place,lately,5,,\n\
         Total spending,Kent,Total Place,2008-09,many,,\n",
        "
        Birmingham | - | published_count | Total spending | published; with benefits | 2008-09 | £7,300,000,000.00
        Birmingham | - | published_count | Total spending | - | 2009-10 | £7,500,000,000.00
        ",
        "
        year_unreadable: `lately` for Leeds
        amount_unreadable: `many` for Kent
        ",
    );
}

#[test]
fn social_care_keeps_every_line_of_the_place_and_the_totals_of_others() {
    let rows = "Support type,Age category,Summary,Delivery mechanism,Accounting category,212 - Leeds,100 - York\n\
                Non Salt Totals,,Adult Social Care,Total,Net current expenditure,191,90\n\
                Non Salt Totals,,Adult Social Care,In house,Net current expenditure,1,2\n\
                Physical support,18 to 64,Long term,Nursing,Gross: total,5,7\n\
                Physical support,65 and over,Long term,Nursing,Income,[x],7\n\
                Physical support,65 and over,Long term,Home care,Income,five,7\n\
                Physical support,65 and over,Long term,Home care,Income,,7\n\
                Notes,,,,,1,2\n";
    let path = "pss-exp-eng-14-15.csv";
    check(
        path,
        &format!("Expenditure in £000\n{rows}"),
        "
        Leeds | leeds | adult_social_care_expenditure:net_current_expenditure | Adult Social Care / Total | Non Salt Totals | 2014-15 | £191,000.00
        York | - | adult_social_care_expenditure:net_current_expenditure | Adult Social Care / Total | Non Salt Totals | 2014-15 | £90,000.00
        Leeds | leeds | adult_social_care_expenditure:net_current_expenditure | Adult Social Care / In house | Non Salt Totals | 2014-15 | £1,000.00
        Leeds | leeds | adult_social_care_expenditure:gross_total | Long term / Nursing | Physical support, 18 to 64 | 2014-15 | £5,000.00
        ",
        "
        amount_missing: Leeds has `[x]` and no figure
        amount_unreadable: `five` for Leeds
        ",
    );
    assert!(matches!(read(path, rows), Err(Error::UnitMissing { .. })), "a unit is never guessed");
    let undated = read("pss-exp-eng.csv", &format!("Expenditure in £000\n{rows}"));
    assert!(undated.is_err(), "nor is a year");
}

/// 120,000 thousand over 100,000 people is 1,200 a head; in pounds it would be 1.20, in millions 1,200,000.
#[test]
fn an_allocation_is_in_the_unit_in_which_it_agrees_with_what_each_head_gets() {
    let path = "ccg_allocations_2016-17.csv";
    let of = |people: &str| {
        format!(
            "CCG,{people},Final allocation,Per capita allocation\n\
             NHS Ashby CCG,\"100,000\",\"120,000\",\"1,200\"\nNHS Birch CCG,\"50,000\",\"65,000\",\"1,300\"\n"
        )
    };
    let lines = "
        NHS Ashby CCG | ashby | nhs_allocation:final_allocation | Final allocation | - | 2016-17 | £120,000,000.00
        NHS Birch CCG | - | nhs_allocation:final_allocation | Final allocation | - | 2016-17 | £65,000,000.00
    ";
    check(path, &of("Registered population"), lines, "");
    let told = "heading_differs: the column headed `Final closing DfT` counts people, not what its heading says";
    check(path, &of("Final closing DfT"), lines, told);
    let millions = lines.replace(",000.00", ",000,000.00");
    check(path, &format!("Allocations in £ million\n{}", of("People")), &millions, "");
    let apart = of("People").replace("1,200", "1,100").replace("1,300", "1,100");
    assert!(matches!(read(path, &apart), Err(Error::UnitMissing { .. })));
    let undated = read("ccg_allocations.csv", &of("People")).expect_err("no year").to_string();
    assert!(undated.contains("ccg_allocations_"), "{undated}");
}

#[test]
fn grant_to_schools_stands_under_its_year_and_phase_and_in_no_sum() {
    check(
        "schools.csv",
        "Grant by authority,,,,\n\
         ,,Grant Funding (2022-23 prices),,Grant Funding per pupil (2022-23 prices)\n\
         ,,2015-16,2020-21,2020-21\n\
         LA (name),Phase,,,\n\
         Birmingham,Primary,100,200,5\n\
         ,Secondary,300,,6\n\
         Kent,Primary,few,7,8\n",
        "
        Birmingham | birmingham | school_funding:real_terms | Grant Funding (2022-23 prices) | Primary | 2015-16 | £100.00
        Birmingham | birmingham | school_funding:real_terms | Grant Funding (2022-23 prices) | Primary | 2020-21 | £200.00
        Birmingham | birmingham | school_funding:real_terms | Grant Funding (2022-23 prices) | Secondary | 2015-16 | £300.00
        Kent | - | school_funding:real_terms | Grant Funding (2022-23 prices) | Primary | 2020-21 | £7.00
        ",
        "
        amount_unreadable: `few` for Kent
        amounts_scaled: figures of `Grant Funding (2022-23 prices)` are not in the pounds of their own years (£607.00 in all), so no total includes them
        ",
    );
}

/// Figures are rounded to a tenth of a million each, so two of them and their total may be £150,000 apart.
#[test]
fn benefits_of_a_year_that_do_not_add_up_are_said() {
    let json = r#"{
        "title": "Benefits in Birmingham", "unit": "£ million / year", "source": { "label": "sheet 1, row E08000025" },
        "lines": [{ "id": "sp", "label": "State Pension" }],
        "history": [
            { "year": "2011-12", "total_m": 1000.25, "components": { "pc": 80.8, "sp": 919.3 } },
            { "year": "2012-13", "total_m": 1000.3, "components": { "pc": 80.8, "sp": 919.3 } },
            { "year": "2013-14", "total_m": 1200, "components": { "pc": "x", "sp": 900 } },
            { "year": "soon", "total_m": 1, "components": {} }
        ]
    }"#;
    check(
        "benefits.json",
        json,
        "
        Birmingham | dwp | benefit_expenditure | pc | - | 2011-12 | £80,800,000.00
        Birmingham | dwp | benefit_expenditure | State Pension | - | 2011-12 | £919,300,000.00
        Birmingham | dwp | benefit_expenditure | Total | - | 2011-12 | £1,000,250,000.00
        Birmingham | dwp | benefit_expenditure | pc | - | 2012-13 | £80,800,000.00
        Birmingham | dwp | benefit_expenditure | State Pension | - | 2012-13 | £919,300,000.00
        Birmingham | dwp | benefit_expenditure | Total | - | 2012-13 | £1,000,300,000.00
        Birmingham | dwp | benefit_expenditure | State Pension | - | 2013-14 | £900,000,000.00
        Birmingham | dwp | benefit_expenditure | Total | - | 2013-14 | £1,200,000,000.00
        ",
        r#"
        amount_unreadable: `"x"` of `pc`, 2013-14
        year_unreadable: `soon`
        total_differs: the benefits listed do not add up to the total in 2 of the years; the largest difference is in 2013-14, where they come to £900,000,000.00 of £1,200,000,000.00
        "#,
    );
    let reading = read("benefits.json", json).expect("known");
    assert!(reading.lines.iter().all(|line| line.area_code.as_deref() == Some("E08000025")));
    let kinds: Vec<bool> = reading.lines[..3].iter().map(|line| line.kind.is_some()).collect();
    assert_eq!(kinds, [true, true, false], "a total is no kind of spending of its own");
    let differs = reading.problems.last().expect("the totals");
    assert_eq!((differs.n_rows, differs.amount.map(|amount| amount.pence())), (2, Some(300_200_000_00)));
    assert!(read("benefits.json", &json.replace("£ million / year", "a year")).is_err(), "a unit is never guessed");
    assert!(read("benefits.json", &json.replace(" in Birmingham", "")).is_err(), "nor an area");
}

/// Drivers as `row area code: driver of date = value`.
fn check_drivers(text: &str, drivers: &str, problems: &str) {
    let publication = Publication::new("drivers.csv", SourceKind::Drivers, text.as_bytes());
    let reading = drivers::read(&grid::read_any(text.as_bytes()).expect("text"), &publication).expect("headings");
    let found = reading.drivers.iter().map(|driver| {
        format!(
            "{} {} {}: {} of {} = {}",
            driver.row, driver.area, driver.area_code, driver.driver, driver.as_of, driver.value
        )
    });
    assert_eq!(found.collect::<Vec<_>>(), trimmed(drivers));
    let found = reading.problems.iter().map(|problem| format!("{}: {}", problem.kind.word(), problem.text));
    assert_eq!(found.collect::<Vec<_>>(), trimmed(problems));
}

#[test]
fn a_wide_table_of_drivers_has_one_in_each_column_and_none_in_an_empty_cell() {
    check_drivers(
        "People by area\nlad_code,lad_name,date,population,Aged 0 to 15,source\n\
         E1,Leeds,mid-2019,\"793,139\",150.5,ONS\n\
         E2,York,mid-2019,,-4,ONS\n\
         ,Ashby,mid-2019,5,,ONS\n\
         E3,Kent,,6,,ONS\n\
         ,,mid-2019,7,,\n",
        "
        3 Leeds E1: population of mid-2019 = 793139
        3 Leeds E1: aged_0_to_15 of mid-2019 = 150.5
        ",
        "
        amount_unreadable: `-4` is not a number (`aged_0_to_15` for York)
        year_unreadable: `population` of `Ashby` has no area code or no date, so it is left out
        year_unreadable: `population` of `Kent` has no area code or no date, so it is left out
        ",
    );
}

#[test]
fn a_long_table_of_drivers_names_them_in_its_rows_and_the_first_of_two_stands() {
    check_drivers(
        "areacd,areanm,indicator,period,observation,unit,notes\n\
         E1,Leeds,Claimant count,2011-01-01/P1Y,4.5,%,\n\
         E1,Leeds,Claimant count,2011-01-01/P1Y,4.5,%,again\n\
         E1,Leeds,Claimant count,2011-01-01/P1Y,4.6,%,otherwise\n\
         E1,Leeds,Claimant count,2011-01-01/P1Y,21000,people,\n\
         E1,Leeds,Claimant count,2011-02-01/P1M,4.7,%,\n",
        "
        2 Leeds E1: claimant_count_percent of 2011 = 4.5
        5 Leeds E1: claimant_count of 2011 = 21000
        6 Leeds E1: claimant_count_percent of 2011-02-01/P1M = 4.7
        ",
        "lines_repeated: `claimant_count_percent` of Leeds, 2011, is 4.5 in row 2 and 4.6 here; the first was used",
    );
}

#[test]
fn a_table_without_a_code_a_date_or_figures_is_no_table_of_drivers() {
    for headings in
        ["area,date,population", "area_code,area,population", "area_code,area,date", "area_code,date,people"]
    {
        let text = format!("{headings}\nE1,Leeds,2011,5\n");
        let publication = Publication::new("drivers.csv", SourceKind::Drivers, text.as_bytes());
        let refused = drivers::read(&grid::read_any(text.as_bytes()).expect("text"), &publication);
        assert!(refused.is_err(), "{headings}");
    }
}
