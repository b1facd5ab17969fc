//! Rows of odd shape, headings in odd places, and totals among the lines.

use std::fs;
use std::path::{Path, PathBuf};

use intake::files::Sources;
use intake::ledgers::{Reader, ledger_problems};
use intake::mapping::Mappings;
use model::ProblemKind;
use model::payee::PayeeMasks;
use model::problem::Problem;
use money::Money;

use crate::places::{ledgers, place_in};

pub(crate) struct Answer {
    n_lines: u64,
    pounds: String,
    pub(crate) problems: Vec<Problem>,
}

pub(crate) fn read(root: &Path, year: i32) -> Answer {
    let place = place_in(root, year, vec![ledgers("council", &["**"])]);
    let mappings = Mappings::default();
    let reader = Reader { place: &place, mappings: &mappings, masks: &PayeeMasks::default() };
    let ledgers = Sources::find(&place).ledgers;
    let tables: Vec<_> = ledgers.found.iter().flat_map(|file| reader.read(file, &mut |_| ())).collect();
    for table in &tables {
        let c = &table.counts;
        let n_known = c.n_header_rows + c.n_blank_rows + c.n_problem_rows + c.n_lines;
        assert_eq!(c.n_rows, n_known, "every row of {} is accounted for", table.path);
    }
    Answer {
        n_lines: tables.iter().map(|table| table.counts.n_lines).sum(),
        pounds: tables.iter().map(|table| table.counts.amount).sum::<Money>().plain(),
        problems: ledger_problems(&place, &tables, &ledgers.problems),
    }
}

type Said<'a> = (ProblemKind, Option<u64>, u64, Option<&'a str>);

#[track_caller]
fn check_answer(answer: &Answer, lines: (u64, &str), says: &[Said<'_>]) {
    let amount = |problem: &Problem| problem.amount.map(Money::plain);
    let texts: Vec<&String> = answer.problems.iter().map(|problem| &problem.text).collect();
    assert_eq!((answer.n_lines, answer.pounds.as_str()), lines, "{texts:?}");
    // A case of a few months says so too; that is tested with months.
    let of_rows =
        answer.problems.iter().filter(|p| !matches!(p.kind, ProblemKind::MissingMonth | ProblemKind::NoDateColumn));
    let said: Vec<_> = of_rows.map(|p| (p.kind, p.row, p.n_rows, amount(p))).collect();
    let expected: Vec<_> = says.iter().map(|(k, row, n, pounds)| (*k, *row, *n, pounds.map(str::to_owned))).collect();
    assert_eq!(said, expected, "{texts:?}");
}

/// A file of the council: lines and pounds that count, and what is said: kind, row, rows, pounds.
#[track_caller]
fn check(text: &str, lines: (u64, &str), says: &[Said<'_>]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("2025-04.csv"), text).expect("a file in the temporary folder");
    check_answer(&read(folder.path(), 2025), lines, says);
}

/// One of the shared cases, where they are.
#[track_caller]
#[allow(clippy::print_stdout)] // tells the person who runs the tests without them
fn check_case(name: &str, year: i32, lines: (u64, &str), says: &[Said<'_>]) {
    let root: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/ledgers").join(name).join("sources");
    if !root.is_dir() {
        println!("skipped: the shared cases are not at {}", root.display());
        return;
    }
    check_answer(&read(&root, year), lines, says);
}

const WIDE: ProblemKind = ProblemKind::RowTooWide;
const TOTAL: ProblemKind = ProblemKind::TotalRow;
const DIFFERS: ProblemKind = ProblemKind::TotalDiffers;

#[test]
fn an_amount_split_at_its_thousands_is_never_counted_as_its_first_digits() {
    let says = [(WIDE, Some(2), 1, Some("1234.56")), (WIDE, Some(3), 1, Some("25000.00"))];
    check_case("unquoted-thousands", 2025, (0, "0.00"), &says);
    check(
        "Date,Supplier,Amount,Description\n03/04/2025,Acorn Ltd,12.50,Paper\n04/04/2025,Birch Ltd,£1,234,567.00,Road\n",
        (1, "12.50"),
        &[(WIDE, Some(3), 1, Some("1234567.00"))],
    );
    // The heading row is padded, so there is a column for the cell too many.
    check(
        "Date,Supplier,Amount,,\n03/04/2025,Acorn Ltd,12.50,,\n04/04/2025,Birch Ltd,-7,500,\n",
        (1, "12.50"),
        &[(WIDE, Some(3), 1, Some("-7500.00"))],
    );
    check(
        "Amount,Date,Supplier\n12.50,03/04/2025,Acorn Ltd\n2,345.60,04/04/2025,Birch Ltd\n",
        (1, "12.50"),
        &[(WIDE, Some(3), 1, Some("2345.60"))],
    );
}

/// `Acorn 24` stood for a payee, `Unit 1, 56` does not: the half of a name may be a number.
#[test]
fn a_name_split_before_a_number_is_not_counted_as_that_number() {
    let rows = "03/04/2025,Birch Ltd,12.50\n04/04/2025,Cedar Ltd,7.50\n05/04/2025,Elder Ltd,5.00\n";
    check(
        &format!("Date,Supplier,Amount\n{rows}06/04/2025,Acorn Ltd 1 234,56,\"1,234.56\"\n"),
        (3, "25.00"),
        &[(WIDE, Some(5), 1, Some("1234.56"))],
    );
    check(
        &format!("Date,Supplier,Amount\n{rows}06/04/2025,Unit 7, 12,80.40\n07/04/2025,Fir Ltd,1.00\n"),
        (4, "26.00"),
        &[(WIDE, Some(5), 1, Some("80.40"))],
    );
    // The sum of all lines beside the last of them is no amount of its own.
    check(&format!("Date,Supplier,Amount\n{rows}06/04/2025,Acorn,3075,3100.00\n"), (4, "3100.00"), &[]);
}

#[test]
fn a_name_split_at_its_comma_moves_no_other_number_into_the_amount() {
    check_case("unquoted-comma-in-payee", 2025, (1, "10.00"), &[(WIDE, Some(3), 1, Some("12.50"))]);
    check(
        "Date,Supplier,Net Amount,VAT\n03/04/2025,Acorn Ltd,10.00,2.00\n03/04/2025,Birch Ltd,5.00,1.00\n\
         03/04/2025,Cedar Ltd,5.00,1.00\n04/04/2025,Oak, Elm & Co,12.50,2.50\n",
        (3, "20.00"),
        &[(WIDE, Some(5), 1, Some("12.50"))],
    );
    // The last cell is empty, so only the number of commas tells.
    check(
        "Date,Supplier,Invoice Number,Net Amount,VAT\n03/04/2025,Acorn Ltd,100001,10.00,2.00\n\
         03/04/2025,Birch Ltd,100002,20.00,4.00\n04/04/2025,Oak, Elm & Co,990001,12.50,\n",
        (2, "30.00"),
        &[(WIDE, Some(4), 1, Some("12.50"))],
    );
}

#[test]
fn cells_under_no_heading_and_commas_behind_the_amount_cost_nothing() {
    check(
        "Date,Supplier,Amount,Text\n03/04/2025,Acorn Ltd,10.00,Paper, pens\n04/04/2025,Birch Ltd,5.00,Ink\n",
        (2, "15.00"),
        &[],
    );
    check("Date,Supplier,Amount\n03/04/2025,Acorn Ltd,10.00,777\n04/04/2025,Birch Ltd,5.00,778\n", (2, "15.00"), &[]);
    check(
        "Date,Supplier,Ref,Amount\n03/04/2025,Acorn Ltd,1001,10.00,55\n04/04/2025,Birch Ltd,1002,5.00,56\n",
        (2, "15.00"),
        &[],
    );
    check(
        "Date,Supplier,Amount\n03/04/2025,Acorn Ltd,10.00,,,\n04/04/2025,Birch Ltd,5.00,see note\n",
        (2, "15.00"),
        &[],
    );
}

const OPEN: ProblemKind = ProblemKind::OpenQuote;

#[test]
fn rows_behind_an_open_quotation_mark_are_read() {
    check_case("two-unclosed-quotes", 2025, (5, "150.00"), &[(OPEN, None, 2, Some("50.00"))]);
    // The second mark is in the very next row.
    check(
        "Date,Supplier,Amount\n01/04/2025,\"Acorn Ltd,10.00\n02/04/2025,\"Birch Ltd,20.00\n03/04/2025,Cedar Ltd,30.00\n",
        (3, "60.00"),
        &[(OPEN, None, 2, Some("30.00"))],
    );
    // Other cells are quoted as they should be.
    check(
        "Date,Supplier,Amount\n01/04/2025,\"Acorn Ltd,10.00\n02/04/2025,\"Birch, Elm Ltd\",\"1,020.00\"\n03/04/2025,Cedar Ltd,30.00\n",
        (3, "1060.00"),
        &[(OPEN, None, 1, Some("10.00"))],
    );
    // A hundred rows between, and line ends of Windows.
    let between = "02/04/2025,Birch Ltd,1.00\r\n".repeat(100);
    check(
        &format!("Date,Supplier,Amount\r\n01/04/2025,\"Acorn Ltd,10.00\r\n{between}03/04/2025,\"Dale Ltd,5.00\r\n"),
        (102, "115.00"),
        &[(OPEN, None, 2, Some("15.00"))],
    );
    // With a comma in the name the row is none like the others: it is said, and the next ones stand.
    check(
        "Date,Supplier,Amount\n01/04/2025,Acorn Ltd,10.00\n02/04/2025,\"Birch, Elm,20.00\n03/04/2025,Cedar Ltd,30.00\n",
        (2, "40.00"),
        &[(ProblemKind::RowTooLong, Some(3), 1, None)],
    );
}

#[test]
fn a_quoted_cell_of_several_lines_stays_one_row() {
    check(
        "Date,Supplier,Amount\n01/04/2025,\"Acorn Ltd, Leeds\n1 High Street, Leeds\nLS1\",10.00\n02/04/2025,Birch Ltd,20.00\n",
        (2, "30.00"),
        &[],
    );
}

#[test]
fn a_second_heading_is_obeyed_from_its_row_on() {
    check_case("second-heading-other-order", 2023, (100, "46235.99"), &[]);
    check_case("second-heading-other-order-vat", 2025, (2, "300.00"), &[]);
    // The same heading in other words moves nothing.
    check(
        "Date,Supplier,Amount\n03/04/2025,Acorn Ltd,100.00\nPayment Date,Supplier Name,Amount Paid\n04/04/2025,Birch Ltd,50.00\n",
        (2, "150.00"),
        &[],
    );
}

#[test]
fn a_heading_in_the_last_row_is_found_in_a_file_of_any_length() {
    let line = |n: u32| format!("{:02}/04/2025,Supplier {n},Parks,{n}.50\n", n % 28 + 1);
    let file = |n_lines: u32, heading: &str| format!("{}{heading}", (1..=n_lines).map(line).collect::<String>());
    check_case("last-row-heading", 2023, (120, "553924.22"), &[]);
    check(&file(100, "Date,Supplier,Service,Amount\n"), (100, "5100.00"), &[]);
    check(&file(299, "Date,Supplier,Service,Amount\n\n\n"), (299, "44999.50"), &[]);
    check(&file(400, "Payment Date,Vendor Name,Department,Net Amount\n"), (400, "80400.00"), &[]);
    check(&file(400, "Payment,Vendor,,Net\nDate,Name,Service,Amount\n"), (400, "80400.00"), &[]);
}

#[test]
fn a_first_payment_is_no_part_of_the_heading() {
    check_case("first-payment-in-the-heading", 2023, (3, "5700.00"), &[]);
    check(
        "Entity,Value Date,Vendor,Net\nCity,03/04/2025,Market Value Estates,5000.00\nCity,04/04/2025,Birch Paper Ltd,300.00\n",
        (2, "5300.00"),
        &[],
    );
    check(
        "Ref,Narrative,Creditor,Paid,Amount\nAB,Rent,Amount Payee Services,03-Apr-25,5000\nCD,Paper,Birch Ltd,04-Apr-25,300\n",
        (2, "5300.00"),
        &[],
    );
}

#[test]
fn rows_of_nothing_but_the_bodys_name_are_one_doubt() {
    let padding = ProblemKind::PaddingRow;
    check_case("padding-rows-with-the-bodys-name", 2023, (50, "237189.23"), &[(padding, None, 300, None)]);
    let lines = "Body,Date,Supplier,Amount\nAshby,03/04/2025,Acorn Ltd,10.00\nAshby,04/04/2025,Birch Ltd,5.00\n";
    check(&format!("{lines}{}", "Ashby,,,\n".repeat(4)), (2, "15.00"), &[(padding, None, 4, None)]);
    check(
        &format!("{lines}{}{}", "Ashby,,,\n".repeat(4), "Ashby BC,,,\n".repeat(5)),
        (2, "15.00"),
        &[(padding, None, 9, None)],
    );
    // A payee without an amount is a payment whose amount is missing.
    check(
        &format!("{lines}Ashby,05/04/2025,Cedar Ltd,\n"),
        (2, "15.00"),
        &[(ProblemKind::AmountMissing, Some(4), 1, None)],
    );
    // Words alone are no payment, wherever they stand; a figure among them may be one.
    for note in
        ["End of report,,,", ",,\"Note 1: amounts are net, of VAT\",", ",,,see the notes", "Adults,,,\nHomes,,,"]
    {
        let n = note.lines().count() as u64;
        check(&format!("{lines}{note}\n"), (2, "15.00"), &[(padding, None, n, None)]);
    }
    let missing = ProblemKind::AmountMissing;
    check(&format!("{lines}05/04/2025 Cedar Ltd 12.50,,,\n"), (2, "15.00"), &[(missing, Some(4), 1, None)]);
    check(&format!("{lines},05/04/2025,,\n"), (2, "15.00"), &[(missing, Some(4), 1, None)]);
}

const TWO: &str = "Date,Supplier,Net Amount\n14/04/2025,Acorn Ltd,100.00\n15/04/2025,Birch Ltd,50.00\n";

#[test]
fn a_total_is_known_by_its_label_in_any_of_the_usual_wordings() {
    check_case("total-net-of-vat", 2025, (2, "150.00"), &[(TOTAL, Some(4), 1, Some("150.00"))]);
    check_case("total-without-a-date-column", 2025, (2, "150.00"), &[(TOTAL, Some(4), 1, Some("150.00"))]);
    for label in
        ["Total for April 2025", "Cyfanswm", "Is-gyfanswm", "Total spend over £500", "Grand Total:", "TOTAL PAYMENTS"]
    {
        for row in [format!(",{label},150.00"), format!("{label},,150.00"), format!("{label},,150.40")] {
            let pounds = &row[row.len() - 6..];
            check(&format!("{TWO}{row}\n"), (2, "150.00"), &[(TOTAL, Some(4), 1, Some(pounds))]);
        }
        // Lines that it sums may be missing.
        let says = [(TOTAL, Some(4), 1, Some("160.00")), (DIFFERS, Some(4), 1, Some("10.00"))];
        check(&format!("{TWO}{label},,160.00\n"), (2, "150.00"), &says);
    }
}

#[test]
fn a_payee_behind_the_amount_that_a_comma_split_is_said() {
    let heading = "Date,Amount,Supplier,Reference\n03/04/2025,10.00,Acorn Ltd,A1\n04/04/2025,5.00,Cedar Ltd,A2\n";
    let says = [(WIDE, Some(4), 1, Some("12.50"))];
    check(&format!("{heading}05/04/2025,12.50,Oak, Elm & Co,A3\n"), (2, "15.00"), &says);
    check(&format!("{heading}05/04/2025,12.50,\"Oak, Elm & Co\",A3\n"), (3, "27.50"), &[]);
    let last = "Date,Amount,Supplier\n03/04/2025,10.00,Acorn Ltd\n04/04/2025,5.00,Cedar Ltd\n";
    check(&format!("{last}05/04/2025,12.50,Oak, Elm & Co\n"), (2, "15.00"), &says);
    // A cell under no heading is none of the payee's.
    check(&format!("{last}05/04/2025,12.50,Oak Ltd,44.00\n"), (3, "27.50"), &[]);
}

#[test]
fn a_total_that_adds_up_wherever_it_stands_is_no_doubt() {
    let heading = "Department,Date,Supplier,Amount\n";
    let two = "Parks,03/04/2025,Acorn Ltd,10.00\nRoads,04/04/2025,Birch Ltd,5.00\n";
    let above = [(TOTAL, Some(2), 1, Some("15.00"))];
    check(&format!("{heading}Grand Total,,,15.00\n{two}"), (2, "15.00"), &above);
    let nested = "Parks Total,,,10.00\n";
    let says =
        [(TOTAL, Some(3), 1, Some("10.00")), (TOTAL, Some(5), 1, Some("5.00")), (TOTAL, Some(6), 1, Some("15.00"))];
    let (parks, roads) = two.split_at(two.find("Roads").unwrap());
    let text = format!("{heading}{parks}{nested}{roads}Roads Total,,,5.00\nGrand Total,,,15.00\n");
    check(&text, (2, "15.00"), &says);
    // One of the roads was lost.
    let text = format!("{heading}{parks}{nested}{roads}Roads Total,,,7.00\n");
    let differs =
        [(TOTAL, Some(3), 1, Some("10.00")), (TOTAL, Some(5), 1, Some("7.00")), (DIFFERS, Some(5), 1, Some("2.00"))];
    check(&text, (2, "15.00"), &differs);
}

#[test]
fn a_group_whose_lines_cancel_out_is_no_line() {
    let text = "Department,Date,Supplier,Amount\nParks,,,\"0,00\"\n,03/04/2025,Acorn Ltd,\"10,00\"\n,04/04/2025,Acorn Ltd,\"-10,00\"\n\
                Roads,,,\"7,50\"\n,04/04/2025,Birch Ltd,\"5,00\"\n,05/04/2025,Birch Ltd,\"2,50\"\n";
    check(text, (4, "7.50"), &[(TOTAL, Some(2), 1, Some("0.00")), (TOTAL, Some(5), 1, Some("7.50"))]);
}

#[test]
fn a_dated_total_is_known_by_its_label_and_its_sum() {
    check_case("dated-total", 2025, (2, "150.00"), &[(TOTAL, Some(4), 1, Some("150.00"))]);
    let says = [(TOTAL, Some(4), 1, Some("150.00"))];
    check(&format!("{TWO}30/04/2025,Total expenditure,150.00\n"), (2, "150.00"), &says);
    check(&format!("{TWO}30/04/2025,,150.00\n"), (2, "150.00"), &says);
    check(&format!("{TWO}30/04/2025,Cyfanswm,150.00\n"), (2, "150.00"), &says);
    check(&format!("{TWO}30/04/2025,SUM:,150.00\n"), (2, "150.00"), &says);
    check(&format!("{TWO}16/04/2025,Sum,40.00\n"), (3, "190.00"), &[]);
    // Called a total, and nearly one: it may be a payment, so it counts and is said.
    check(
        &format!("{TWO}30/04/2025,Total,151.00\n"),
        (3, "301.00"),
        &[(ProblemKind::PossibleTotal, None, 1, Some("151.00"))],
    );
}

#[test]
fn subtotals_without_a_word_are_known_by_their_sums() {
    let says = |rows: &[(u64, &'static str)]| -> Vec<Said<'static>> {
        rows.iter().map(|(row, pounds)| (TOTAL, Some(*row), 1, Some(*pounds))).collect()
    };
    check_case("unlabelled-subtotals", 2025, (4, "200.00"), &says(&[(4, "150.00"), (7, "50.00"), (8, "200.00")]));
    // Under the name of the part, between blank rows, and with a group of one line.
    check(
        "Date,Supplier,Net Amount\n14/04/2025,Acorn Ltd,100.00\n15/04/2025,Birch Ltd,50.00\n,Parks,150.00\n\n\
         16/04/2025,Cedar Ltd,30.00\n,,30.00\n\n17/04/2025,Dale Ltd,20.00\n18/04/2025,Elm Ltd,5.00\n,Roads,25.00\n,,205.00\n",
        (5, "205.00"),
        &says(&[(4, "150.00"), (7, "30.00"), (11, "25.00"), (12, "205.00")]),
    );
    // In a column of its own; totals of totals.
    check(
        "Service,Date,Supplier,Net Amount\nParks,14/04/2025,Acorn Ltd,100.00\nParks,15/04/2025,Birch Ltd,50.00\nParks Total,,,150.00\n\
         Roads,16/04/2025,Cedar Ltd,30.00\nRoads,16/04/2025,Dale Ltd,20.00\nRoads Total,,,50.00\nPlace Total,,,200.00\n\
         Care,16/04/2025,Elm Ltd,7.00\nCare,16/04/2025,Fir Ltd,8.00\nCare Total,,,15.00\nGrand Total,,,215.00\n",
        (6, "215.00"),
        &says(&[(4, "150.00"), (7, "50.00"), (8, "200.00"), (11, "15.00"), (12, "215.00")]),
    );
}

#[test]
fn a_group_under_a_heading_with_its_sum_is_counted_once() {
    let says: Vec<Said<'_>> = vec![(TOTAL, Some(2), 1, Some("150.00")), (TOTAL, Some(5), 1, Some("50.00"))];
    for name in ["Parks,,", ",,Parks"] {
        let roads = name.replace("Parks", "Roads");
        check(
            &format!(
                "Service,Date,Supplier,Net Amount\n{name},150.00\n,14/04/2025,Acorn Ltd,100.00\n,15/04/2025,Birch Ltd,50.00\n\
                 {roads},50.00\n,16/04/2025,Cedar Ltd,30.00\n,17/04/2025,Dale Ltd,20.00\n"
            ),
            (4, "200.00"),
            &says,
        );
    }
    // The sum of all above the sums of the parts.
    check(
        "Service,Date,Supplier,Net Amount\nAll,,,200.00\nParks,,,150.00\n,14/04/2025,Acorn Ltd,100.00\n,15/04/2025,Birch Ltd,50.00\n\
         Roads,,,50.00\n,16/04/2025,Cedar Ltd,30.00\n,17/04/2025,Dale Ltd,20.00\n",
        (4, "200.00"),
        &[(TOTAL, Some(2), 1, Some("200.00")), (TOTAL, Some(3), 1, Some("150.00")), (TOTAL, Some(6), 1, Some("50.00"))],
    );
}

#[test]
fn a_company_called_total_is_a_payee() {
    check(&format!("{TWO}16/04/2025,Total,40.00\n"), (3, "190.00"), &[]);
    check(
        &format!("{TWO}16/04/2025,Total Gas & Power Ltd,150.00\n17/04/2025,Totally Local,7.00\n"),
        (4, "307.00"),
        &[],
    );
    check(
        "Supplier,Net Amount\nAcorn Ltd,100.00\nTotal Fleet Solutions,50.00\nTotal UK Ltd,150.00\n",
        (3, "300.00"),
        &[],
    );
    check(&format!("{TWO}16/04/2025,Cedar Ltd,150.00\n"), (3, "300.00"), &[]);
}

/// Sums of months and of suppliers with a day and a name of their own double a file; nothing in their cells says so.
#[test]
fn sums_that_look_like_payments_are_said_with_their_pounds() {
    let rows = |sums: [&str; 2]| {
        format!(
            "Date,Supplier,Amount\n03/04/2025,Acorn Ltd,1200.13\n10/04/2025,Birch Ltd,-80.07\n12/04/2025,Cedar Ltd,955.11\n\
             30/04/2025,{},2075.17\n02/05/2025,Acorn Ltd,610.03\n09/05/2025,Elm Ltd,49.99\n20/05/2025,Fir Ltd,777.77\n\
             30/05/2025,{},1437.79\n",
            sums[0], sums[1]
        )
    };
    for sums in [["BACS run 1", "BACS run 2"], ["2025-04", "2025-05"], ["Cedar Ltd", "Fir Ltd"]] {
        check(&rows(sums), (8, "7025.92"), &[(ProblemKind::PossibleTotal, Some(5), 2, Some("3512.96"))]);
    }
}

/// Lines of three suppliers, about £600 in all.
fn three_lines() -> String {
    "Date,Supplier,Amount\n03/04/2025,Acorn Ltd,100.13\n04/04/2025,Birch Ltd,200.07\n05/04/2025,Cedar Ltd,300.11\n"
        .to_owned()
}

/// A dated total that lines are missing from is a total, or a doubt where it could be a company's name.
#[test]
fn a_dated_total_that_does_not_add_up_is_never_counted_in_silence() {
    for printed in ["420.22", "510.26", "690.36", "780.40", "5000.00"] {
        let rows = format!("{}30/04/2025,Grand Total,{printed}\n", three_lines());
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("2025-04.csv"), rows).expect("a file in the temporary folder");
        let kinds: Vec<ProblemKind> = read(folder.path(), 2025).problems.iter().map(|problem| problem.kind).collect();
        assert!(kinds.contains(&ProblemKind::PossibleTotal), "{printed}: {kinds:?}");
    }
    let unnamed = "Date,Supplier,Amount,Description\n03/04/2025,Acorn Ltd,100.13,x\n04/04/2025,Birch Ltd,200.07,x\n\
                   05/04/2025,Cedar Ltd,300.11,x\n30/04/2025,,690.36,Grand Total\n";
    let differs = (ProblemKind::TotalDiffers, Some(5), 1, Some("90.05"));
    check(unnamed, (3, "600.31"), &[(ProblemKind::TotalRow, Some(5), 1, Some("690.36")), differs]);
    let company = format!("{}06/04/2025,Total,45.00\n", three_lines());
    check(&company, (4, "645.31"), &[]);
}

/// What the rows under a second heading leave open is as it was above.
#[test]
fn a_second_heading_keeps_the_unit_and_the_order_of_days() {
    let rows = "All figures in £000\nDate,Supplier,Amount\n03/04/2025,Acorn Ltd,100\n04/04/2025,Birch Ltd,200\n\
                05/04/2025,Elm Ltd,150\nSupplier,Date,Amount\nCedar Ltd,05/04/2025,300\nFir Ltd,06/04/2025,2\nOak Ltd,07/04/2025,4\n";
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("2025-04.csv"), rows).expect("a file in the temporary folder");
    assert_eq!(read(folder.path(), 2025).pounds, "756000.00");
}

/// Lines of old Macs end with a carriage return alone; an open quotation mark swallows them all the same.
#[test]
fn an_open_quotation_mark_swallows_no_rows_of_old_macs() {
    let row = |n: u32| format!("{n:02}/04/2025,Acorn Ltd,10.00\r");
    let open = "12/04/2025,\"Birch Ltd,10.00\r";
    let closed = "17/04/2025,Cedar\" Ltd,10.00\r";
    let rows: String =
        (1..12).map(row).chain([open.to_owned()]).chain((13..17).map(row)).chain([closed.to_owned()]).collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("2025-04.csv"), format!("Date,Supplier,Amount\r{rows}")).expect("a file");
    let answer = read(folder.path(), 2025);
    assert_eq!((answer.n_lines, answer.pounds.as_str()), (17, "170.00"));
    assert!(answer.problems.iter().any(|problem| problem.kind == ProblemKind::OpenQuote), "it is said");
}
