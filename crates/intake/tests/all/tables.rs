//! Headings further down, tables beside one another, totals in sheets, units under headings, and a person's word on all.

use std::fmt::Write as _;
use std::fs;

use intake::mapping::Mappings;
use model::ProblemKind;
use money::Money;

use crate::columns::{Answer, csv, read_with};
use crate::sheets::{ods, ods_rows, ods_table, xlsx_of};

type Said<'a> = &'a [(ProblemKind, u64, Option<&'a str>)];

#[track_caller]
fn check_answer(answer: &Answer, (n_lines, pounds): (u64, &str), said: Said<'_>) {
    let found: Vec<(ProblemKind, u64, Option<String>)> =
        answer.problems.iter().map(|p| (p.kind, p.n_rows, p.amount.map(Money::plain))).collect();
    let expected: Vec<_> = said.iter().map(|(kind, n, amount)| (*kind, *n, amount.map(str::to_owned))).collect();
    assert_eq!((answer.n_lines(), answer.pounds().as_str()), (n_lines, pounds), "{:?}", answer.problems);
    assert_eq!(found, expected, "{:?}", answer.problems);
}

/// The same rows as CSV, XLSX and ODS, cells apart by bars.
#[track_caller]
fn check(rows: &str, lines: (u64, &str), said: Said<'_>) {
    let rows: Vec<&str> = rows.lines().map(str::trim).collect();
    let rows = rows.join("\n");
    check_answer(&csv(&(rows.replace('|', ",") + "\n")), lines, said);
    check_answer(&xlsx_of(&rows), lines, said);
    check_answer(&ods(&ods_table("April", &ods_rows(&rows)), ""), lines, said);
}

#[test]
fn a_second_heading_after_one_or_two_lines_is_obeyed() {
    check(
        "Date|Supplier|Amount
         03/04/2025|Acorn Ltd|100.5
         Amount|Supplier|Date
         50.5|Birch Ltd|04/04/2025",
        (2, "151.00"),
        &[],
    );
    check(
        "Date|Supplier|VAT|Net Amount
         03/04/2025|Acorn Ltd|20|100.5
         04/04/2025|Acorn Ltd|40|200.5
         Date|Supplier|Net Amount|VAT
         05/04/2025|Birch Ltd|50.5|10",
        (3, "351.50"),
        &[],
    );
    check(
        "Supplier|Service|Date|Amount
         Acorn Ltd|Parks|03/04/2025|100.5
         Date|Amount|Supplier|Reference
         04/04/2025|50.5|Birch Ltd|A17
         Reference|Supplier|Amount|Date
         A18|Cedar Ltd|9|05/04/2025",
        (3, "160.00"),
        &[],
    );
}

#[test]
fn a_second_heading_far_down_is_obeyed_in_every_format() {
    let first: String = (1..=40).fold(String::new(), |mut rows, i| {
        writeln!(rows, "{:02}/04/2025|Supplier {i} Ltd|{i}.25", i % 28 + 1).expect("writing to a string");
        rows
    });
    let second = "Amount|Date|Supplier\n7|29/04/2025|Acorn Ltd\n8|30/04/2025|Birch Ltd";
    check(&format!("Date|Supplier|Amount\n{first}{second}"), (42, "845.00"), &[]);
    // The same heading again moves nothing.
    check(&format!("Date|Supplier|Amount\n{first}Date|Supplier|Amount\n30/04/2025|Birch Ltd|15"), (41, "845.00"), &[]);
}

#[test]
fn a_second_heading_that_cannot_be_obeyed_is_said_with_what_stands_under_it() {
    for agreed in ["Contract Value", "Budget", "Award Value"] {
        check(
            &format!(
                "Date|Supplier|Amount
                 03/04/2025|Acorn Ltd|100.5
                 04/04/2025|Birch Ltd|50.5
                 Start Date|Supplier|{agreed}
                 05/04/2025|Cedar Ltd|9000"
            ),
            (3, "9151.00"),
            &[(ProblemKind::HeadingDiffers, 1, Some("9000.00"))],
        );
    }
}

#[test]
fn a_heading_in_the_last_row_of_a_long_sheet_is_found() {
    let lines: String = (1..=400).fold(String::new(), |mut rows, i| {
        writeln!(rows, "{:02}/04/2025|Supplier {i} Ltd|{i}.25", i % 28 + 1).expect("writing to a string");
        rows
    });
    check(&format!("{lines}Date|Supplier|Amount"), (400, "80300.00"), &[]);
}

#[test]
fn two_tables_side_by_side_are_never_half_counted() {
    for (heading, rows) in [
        ("Date|Supplier|Amount||Date|Supplier|Amount", "03/04/2025|Acorn Ltd|100.5||04/04/2025|Birch Ltd|50.5"),
        ("Date|Supplier|Amount||Paid on|Vendor Name|Cost", "03/04/2025|Acorn Ltd|100.5||04/04/2025|Birch Ltd|50.5"),
        ("Supplier|Amount|Supplier|Total", "Acorn Ltd|100.5|Birch Ltd|50.5"),
    ] {
        let answer = csv(&format!("{heading}\n{rows}\n").replace('|', ","));
        assert_eq!((answer.n_lines(), answer.kinds().as_slice()), (0, &[ProblemKind::FileUnsure][..]), "{heading}");
    }
    // One table with an empty column, or with a second name, is one table.
    check("Date|Supplier|Amount||Notes\n03/04/2025|Acorn Ltd|100.5||Paper", (1, "100.50"), &[]);
    check(
        "Date|Supplier|Amount|Parent Supplier|Gross Amount\n03/04/2025|Acorn Ltd|100|Acorn Group|120",
        (1, "100.00"),
        &[],
    );
}

#[test]
fn a_row_of_units_under_the_heading_is_part_of_it() {
    let scaled = ProblemKind::AmountsScaled;
    let rows = "03/04/2025|Acorn Ltd|12.5\n04/04/2025|Birch Ltd|7.5";
    check(&format!("Date|Supplier|Amount\n||£000\n{rows}"), (2, "20000.00"), &[(scaled, 2, Some("20000.00"))]);
    check(&format!("Date|Supplier|Amount\n|text|£m\n{rows}"), (2, "20000000.00"), &[(scaled, 2, Some("20000000.00"))]);
    check(&format!("Date|Supplier|Amount\ndd/mm/yyyy||£\n{rows}"), (2, "20.00"), &[]);
}

#[test]
fn units_in_other_words_are_multiplied_out() {
    let scaled = ProblemKind::AmountsScaled;
    let rows = "03/04/2025|Acorn Ltd|12.5";
    for heading in ["Amount (£ thousands)", "Amount in £k", "Amount £'000s", "Net amount in 000s", "Value (£ 000)"]
    {
        check(&format!("Date|Supplier|{heading}\n{rows}"), (1, "12500.00"), &[(scaled, 1, Some("12500.00"))]);
    }
    for banner in ["'000s", "£'000s", "All values in £k", "Amounts are in 000s", "(figures in £ thousands)"] {
        check(&format!("{banner}\nDate|Supplier|Amount\n{rows}"), (1, "12500.00"), &[(scaled, 1, Some("12500.00"))]);
    }
    for banner in ["Rounded to the nearest thousand", "Payments of £1,000 or more", "Spend over £25k in 2025"] {
        check(&format!("{}\nDate|Supplier|Amount\n{rows}", banner.replace(',', "")), (1, "12.50"), &[]);
    }
    check(&format!("Date|Supplier|Amount £bn\n{rows}"), (1, "12500000000.00"), &[(scaled, 1, Some("12500000000.00"))]);
}

#[test]
fn a_unit_below_the_lines_is_said() {
    let answer =
        csv("Date,Supplier,Amount\n03/04/2025,Acorn Ltd,12.5\n04/04/2025,Birch Ltd,7.5\nAll figures in £000,,\n");
    assert!(answer.says(ProblemKind::AmountsOutOfScale, "row 4"), "{:?}", answer.problems);
}

#[test]
fn a_unit_below_the_lines_asks_nothing_where_the_heading_or_a_person_has_said_it() {
    let rows = "03/04/2025,Acorn Ltd,12.5\n04/04/2025,Birch Ltd,7.5\nAll figures in £000,,\n";
    let is_doubted = |answer: &Answer| answer.kinds().contains(&ProblemKind::AmountsOutOfScale);
    let scaled = csv(&format!("Date,Supplier,Amount (£000)\n{rows}"));
    assert_eq!((scaled.pounds().as_str(), is_doubted(&scaled)), ("20000.00", false), "{:?}", scaled.problems);
    let layout = "[[layout]]\nheadings = [\"Date\", \"Supplier\", \"Amount\"]\nconfirmed = true\n\
                  [layout.columns]\namount = \"Amount\"\ndate = \"Date\"\npayee = \"Supplier\"\n";
    let settled = confirmed(&format!("Date,Supplier,Amount\n{rows}"), layout);
    assert_eq!((settled.pounds().as_str(), is_doubted(&settled)), ("20.00", false), "{:?}", settled.problems);
}

#[test]
fn headings_in_welsh_are_known() {
    let rows = "14 Ebrill 2025|Acorn Cyf|100.5\n15 Ebrill 2025|Birch Cyf|50";
    for heading in [
        "Dyddiad|Cyflenwr|Swm",
        "Dyddiad Talu|Enw'r Cyflenwr|Swm (£)",
        "Dyddiad / Date|Cyflenwr / Supplier|Swm / Amount",
    ] {
        check(&format!("{heading}\n{rows}"), (2, "150.50"), &[]);
    }
}

const TOTAL: ProblemKind = ProblemKind::TotalRow;

#[test]
fn totals_above_below_and_between_are_no_payments_in_any_format() {
    let two = "14/04/2025|Acorn Ltd|100.5\n15/04/2025|Birch Ltd|50.5";
    for total in ["30/04/2025|Total expenditure|151", "|Total|151", "Cyfanswm||151", "||151", "30/04/2025|Cyfanswm|151"]
    {
        let once: Said<'_> = &[(TOTAL, 1, Some("151.00"))];
        check(&format!("Date|Supplier|Amount\n{two}\n{total}"), (2, "151.00"), once);
        check(&format!("Date|Supplier|Amount\n{total}\n{two}"), (2, "151.00"), once);
    }
    // Spreadsheets' own subtotals by payee, of one line and of two.
    check(
        "Date|Supplier|Amount
         14/04/2025|Acorn Ltd|100.5
         |Acorn Ltd Total|100.5
         15/04/2025|Birch Ltd|50
         16/04/2025|Birch Ltd|25
         |Birch Ltd Total|75
         |Grand Total|175.5",
        (3, "175.50"),
        &[(TOTAL, 1, Some("100.50")), (TOTAL, 1, Some("75.00")), (TOTAL, 1, Some("175.50"))],
    );
    // Called otherwise and dated it may be a payment: counted, and said.
    for name in ["Sum of above", "Ashby Council"] {
        check(
            &format!(
                "Date|Supplier|Amount
                 14/04/2025|Acorn Ltd|100.5
                 15/04/2025|Birch Ltd|50.25
                 16/04/2025|Cedar Ltd|9.25
                 17/04/2025|Dale Ltd|40
                 30/04/2025|{name}|200"
            ),
            (5, "400.00"),
            &[(ProblemKind::PossibleTotal, 1, Some("200.00"))],
        );
    }
    // A line after it says that it was none.
    check(
        "Date|Supplier|Amount
         14/04/2025|A Ltd|40\n14/04/2025|B Ltd|50\n14/04/2025|C Ltd|60\n14/04/2025|D Ltd|30
         14/04/2025|E Ltd|180\n15/04/2025|F Ltd|7",
        (6, "367.00"),
        &[],
    );
    // A running total beside the payments is not a payment.
    check(
        "Date|Supplier|Payment (£)|Running Total
         14/04/2025|Acorn Ltd|100.5|100.5
         15/04/2025|Birch Ltd|50|150.5",
        (2, "150.50"),
        &[],
    );
}

#[test]
fn a_row_that_a_comma_split_before_it_became_a_sheet_is_said() {
    let wide: Said<'_> = &[(ProblemKind::RowTooWide, 1, Some("1234.56"))];
    check("Date|Supplier|Amount\n03/04/2025|Acorn Ltd|12.5\n04/04/2025|Birch Ltd|1|234.56", (1, "12.50"), wide);
    check(
        "Date|Supplier|Amount|VAT\n03/04/2025|Acorn Ltd|12.5|1\n03/04/2025|Birch Ltd|7.5|1\n03/04/2025|Cedar Ltd|5|1\n04/04/2025|Oak|Elm and Co|99.5|7",
        (3, "25.00"),
        &[(ProblemKind::RowTooWide, 1, Some("99.50"))],
    );
    // The sheet dropped the zeros of `25,000.00`.
    let answer = xlsx_of("Date|Supplier|Amount\n03/04/2025|Acorn Ltd|12.5\n04/04/2025|Birch Ltd|25|0");
    check_answer(&answer, (1, "12.50"), &[(ProblemKind::RowTooWide, 1, Some("25000.00"))]);
}

/// The council's file, read as `mappings/council.toml` says.
fn confirmed(text: &str, layout: &str) -> Answer {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("council")).expect("a folder in the temporary folder");
    fs::write(folder.path().join("council/2025-04.csv"), text).expect("a file in the temporary folder");
    let files = [("mappings/council.toml", layout.as_bytes())];
    let mappings = Mappings::of(files.into_iter()).expect("a mapping");
    read_with(folder.path(), "council", 2025, &mappings)
}

#[test]
fn a_person_may_say_the_unit_and_how_thousands_are_written() {
    let text = "Date,Supplier,Amount\n03/04/2025,A Ltd,1.234\n03/04/2025,B Ltd,2.345\n03/04/2025,C Ltd,56.789\n";
    let layout = |more: &str| {
        format!(
            "[[layout]]\nheadings = [\"Date\", \"Supplier\", \"Amount\"]\nconfirmed = true\n{more}\
             [layout.columns]\namount = \"Amount\"\ndate = \"Date\"\npayee = \"Supplier\"\n"
        )
    };
    assert_eq!(confirmed(text, &layout("points = \"1.234,56\"\n")).pounds(), "60368.00");
    assert_eq!(confirmed(text, &layout("unit = \"thousands\"\npoints = \"1,234.56\"\n")).pounds(), "60368.00");
    assert_eq!(confirmed(text, &layout("points = \"1,234.56\"\n")).pounds(), "60.37");
    let error = |more: &str| {
        let text = layout(more);
        Mappings::of([("mappings/council.toml", text.as_bytes())].into_iter()).unwrap_err().to_string()
    };
    assert!(error("unit = \"guineas\"\n").contains("one of `pounds`"));
    assert!(error("points = \"dots\"\n").contains("1.234,56"));
    // A heading in thousands that a person knows to be in pounds.
    let heading = "Date,Supplier,Amount (£000)\n03/04/2025,A Ltd,12.50\n";
    let answer = confirmed(heading, &layout("unit = \"pounds\"\n").replace("\"Amount\"", "\"Amount (£000)\""));
    assert_eq!(answer.pounds(), "12.50");
}

#[test]
fn the_table_of_files_says_who_decided_how_each_was_read_and_from_which_columns() {
    let text = "Date,Supplier,Gross,Net\n\n03/04/2025,A Ltd,12.00,10.00\n03/04/2025,B Ltd,24.00,-20.00\n";
    let layout = "[[layout]]\nheadings = [\"Date\", \"Supplier\", \"Gross\", \"Net\"]\nconfirmed = true\n\
                  [layout.columns]\namount = \"Gross\"\ndate = \"Date\"\npayee = \"Supplier\"\n";
    let check = |answer: &Answer, row: &str| {
        let columns = "mapping | amount_column | payee_column | date_column | n_rows | n_header_rows | n_blank_rows | n_lines | n_negative | first_date | amount";
        let table = intake::source_file::source_file_table(&answer.tables, &Default::default());
        testkit::check(&model::tables::SOURCE_FILE, &table, &format!("{columns}\n{row}"));
    };
    check(&confirmed(text, layout), "confirmed | Gross | Supplier | Date | 4 | 1 | 1 | 2 | 0 | 2025-04-03 | 36.00");
    check(&csv(text), "found | Net | Supplier | Date | 4 | 1 | 1 | 2 | 1 | 2025-04-03 | -10.00");
    check(&csv("Minutes of the meeting\nPresent: nobody\n"), "none | | | | 0 | 0 | 0 | 0 | 0 | | 0.00");
}
