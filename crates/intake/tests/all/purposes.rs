//! Words that say that rows are no payments, wherever they stand; and what stands in a file beside its payments or again.

use intake::fields::Field;
use model::ProblemKind::{self, *};

use crate::columns::{Answer, csv};
use crate::repeats::{Folder, HEADING, TESTHAM, laid, month, place, plain};

/// Of files of a body, by their names: what is said of a kind, with rows and pounds.
fn said_of(files: &[(&str, String)], kind: ProblemKind) -> Vec<(u64, String, String)> {
    let folder = Folder::new();
    files.iter().for_each(|(name, content)| {
        folder.put(&format!("council/{name}"), content);
    });
    let (_, beside) = laid(&place(folder.0.path(), TESTHAM.0, TESTHAM.1));
    let of_kind = beside.problems.into_iter().filter(|problem| problem.kind == kind);
    of_kind.map(|p| (p.n_rows, p.amount.map_or(String::new(), |amount| amount.plain()), p.text)).collect()
}

/// 25 × 400 + 325.
const APRIL: &str = "10325.00";
/// Days 21 to 25 of April: 5 × 400 + 115.
const LAST_FIVE: &str = "2115.00";

fn april() -> String {
    format!("{HEADING}{}", month(4, 1..=25, plain))
}

#[track_caller]
fn check_one(answer: &Answer, kind: ProblemKind, (n, pounds): (u64, &str), words: &str) {
    let of_kind: Vec<_> = answer.problems.iter().filter(|problem| problem.kind == kind).collect();
    assert_eq!(of_kind.len(), 1, "{words}: {:?}", answer.problems);
    let amount = of_kind[0].amount.map_or(String::new(), |amount| amount.plain());
    assert_eq!((of_kind[0].n_rows, amount.as_str()), (n, pounds), "{}", of_kind[0].text);
    assert!(of_kind[0].text.contains(words), "{}", of_kind[0].text);
}

#[track_caller]
fn check_none(answer: &Answer, kinds: &[ProblemKind]) {
    let odd: Vec<_> = answer.problems.iter().filter(|problem| kinds.contains(&problem.kind)).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

const OF_PURPOSE: [ProblemKind; 5] = [LinesNotPaid, FileOfIncome, NoNegativeLines, LinesRepeated, CurrencyMark];

#[test]
fn the_name_of_a_file_says_that_it_lists_no_payments() {
    for (name, kind) in [
        ("Unpaid invoices at April.csv", LinesNotPaid),
        ("Open purchase orders April.csv", LinesNotPaid),
        ("Cancelled payments.csv", LinesNotPaid),
        ("outstanding_commitments.csv", LinesNotPaid),
        ("Invoices on hold 2025-04.csv", LinesNotPaid),
        ("Test extract.csv", LinesNotPaid),
        ("Debtors.csv", FileOfIncome),
        ("Grants received.csv", FileOfIncome),
        ("Duplicates.csv", LinesRepeated),
        ("Credit notes 2025-04.csv", NoNegativeLines),
    ] {
        let other = format!("{HEADING}{}", month(5, 1..=25, plain));
        let said = said_of(&[("2025-05.csv", other), (name, april())], kind);
        let of_file: Vec<_> = said.iter().filter(|(n, pounds, _)| *n == 25 && pounds == APRIL).collect();
        assert_eq!(of_file.len(), 1, "{name}: {said:?}");
    }
    for name in ["Payments over 500.csv", "Test Valley 2025-04.csv", "Spend by budget holder.csv", "2025-04.csv"] {
        for kind in OF_PURPOSE {
            assert_eq!(said_of(&[(name, april())], kind), [], "{name}");
        }
    }
}

#[test]
fn a_sheet_beside_the_payments_says_what_it_lists() {
    for (sheet, kind) in [
        ("Unpaid", LinesNotPaid),
        ("Budget", LinesNotPaid),
        ("Template", LinesNotPaid),
        ("Refunds", NoNegativeLines),
        ("Credits", NoNegativeLines),
        ("Debtors", FileOfIncome),
        ("Payments", PayeeMissing),
    ] {
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, month) in [("April", 4), (sheet, 5)] {
            let table = book.add_worksheet().set_name(name).expect("a name");
            for (column, heading) in (0..).zip(["Date", "Supplier", "Amount"]) {
                table.write_string(0, column, heading).expect("a heading");
            }
            for row in 1..=10_u32 {
                table.write_string(row, 0, format!("{row:02}/{month:02}/2025")).expect("a day");
                table.write_string(row, 1, format!("Supplier {row} Ltd")).expect("a name");
                table.write_number(row, 2, f64::from(100 * month + row)).expect("an amount");
            }
        }
        let folder = Folder::new();
        folder.put("council/2025.xlsx", book.save_to_buffer().expect("a workbook"));
        let (_, beside) = laid(&place(folder.0.path(), TESTHAM.0, TESTHAM.1));
        let of_kind: Vec<_> = beside.problems.iter().filter(|problem| problem.kind == kind).collect();
        // 10 × 500 + 55.
        let is_said = of_kind.iter().any(|p| p.amount.is_some_and(|amount| amount.plain() == "5055.00"));
        assert_eq!(is_said, sheet != "Payments", "{sheet}: {:?}", beside.problems);
    }
}

#[test]
fn a_title_or_a_footnote_says_what_the_rows_are() {
    for (text, kind) in [
        ("Invoices received but not yet paid at 30 April 2025", LinesNotPaid),
        ("Purchase orders raised over £500 in 2025-26", LinesNotPaid),
        ("Commitments at 30 April 2025", LinesNotPaid),
        ("DRAFT - NOT FOR PUBLICATION", LinesNotPaid),
        ("Income received over £500", FileOfIncome),
        ("Cumulative spend to date per supplier", LinesRepeated),
        ("All amounts are in euro (EUR)", CurrencyMark),
    ] {
        check_one(&csv(&format!("{text},,\n{}", april())), kind, (25, APRIL), "is above its headings");
        check_one(&csv(&format!("{}\n{text},,\n", april())), kind, (25, APRIL), "is below its lines");
    }
    for text in ["Payments to suppliers over £500", "This list excludes cancelled payments", "Spend against budget"] {
        check_none(&csv(&format!("{text},,\n{}", april())), &OF_PURPOSE);
        check_none(&csv(&format!("{}\n{text},,\n", april())), &OF_PURPOSE);
    }
}

#[test]
fn a_section_says_what_the_rows_under_it_are() {
    let parted = |heading: &str| {
        let rows = |days| month(4, days, plain);
        format!("{HEADING}{}\n{heading},,\n{}", rows(1..=20), rows(21..=25))
    };
    for (heading, kind) in [
        ("Invoices on hold - not yet paid", LinesNotPaid),
        ("Commitments", LinesNotPaid),
        ("Awaiting payment", LinesNotPaid),
        ("Ten largest payments", LinesRepeated),
        ("Of which grants to voluntary organisations:", LinesRepeated),
        ("Credit notes received", NoNegativeLines),
        ("Refunds", NoNegativeLines),
    ] {
        check_one(&csv(&parted(heading)), kind, (5, LAST_FIVE), heading);
    }
    // The next heading ends the section.
    let ended = format!("{}\nAdult Social Care,,\n{}", parted("Invoices on hold"), month(4, 26..=28, plain));
    check_one(&csv(&ended), LinesNotPaid, (5, LAST_FIVE), "on hold");
    for heading in ["Adult Social Care", "Budget Support", "Council Tax Refunds", "Income Collection"] {
        check_none(&csv(&parted(heading)), &OF_PURPOSE);
    }
}

#[test]
fn the_heading_of_the_amounts_says_that_they_were_not_paid() {
    for heading in ["Accrued Amount", "Invoice Value Unpaid", "Amount on hold"] {
        check_one(&csv(&april().replacen("Amount", heading, 1)), LinesNotPaid, (25, APRIL), heading);
    }
}

#[test]
fn a_text_marks_its_line() {
    let marked = |heading: &str, of: &dyn Fn(u32) -> String| {
        let rows: String = (1..=25).map(|day| format!("{day:02}/04/2025,{},{}.00\n", of(day), 400 + day)).collect();
        csv(&format!("Date,{heading},Amount\n{rows}"))
    };
    let is_last = |day: u32| 20 < day;
    for start in ["CANCELLED - ", "**VOID** ", "(Rejected) "] {
        let payee = |day| format!("{}Supplier {day} Ltd", if is_last(day) { start } else { "" });
        check_one(&marked("Supplier", &payee), LinesNotPaid, (5, LAST_FIVE), "cancelled, void or the like");
        let text = |day| format!("Supplier {day} Ltd,{}paper", if is_last(day) { start } else { "" });
        check_one(&marked("Supplier,Description", &text), LinesNotPaid, (5, LAST_FIVE), "cancelled, void or the like");
    }
    for (heading, vat, other) in [
        ("Supplier,Account", "VAT Input", "Paper"),
        ("Supplier,Account Description", "VAT", "Road repairs"),
        ("Supplier,Expense Type", "Recoverable VAT", "Rent"),
    ] {
        let of = |day| format!("Supplier {day} Ltd,{}", if is_last(day) { vat } else { other });
        check_one(&marked(heading, &of), SeveralAmountColumns, (5, LAST_FIVE), "VAT of other lines");
    }
    for (heading, credit, other) in [
        ("Supplier,Description", "Credit note - paper", "Paper"),
        ("Supplier,Reference", "CRN51", "INV51"),
        ("Supplier,Reference", "CN-0051", "0051"),
    ] {
        let of = |day| format!("Supplier {day} Ltd,{}{day}", if is_last(day) { credit } else { other });
        check_one(&marked(heading, &of), NoNegativeLines, (5, LAST_FIVE), "none has a minus sign");
    }
    let ordinary =
        |day| format!("Supplier {day} Ltd,{}", ["Void works", "VAT advice", "Credit union"][day as usize % 3]);
    check_none(&marked("Supplier,Description", &ordinary), &[LinesNotPaid, SeveralAmountColumns, NoNegativeLines]);
}

/// April with a column behind.
fn with_column(heading: &str, of: impl Fn(u32) -> String) -> Answer {
    let row = |day: u32| format!("{day:02}/04/2025,Supplier {day} Ltd,{}.00,{}\n", 400 + day, of(day));
    csv(&format!("Date,Supplier,Amount,{heading}\n{}", (1..=25).map(row).collect::<String>()))
}

#[test]
fn codes_of_credit_notes_are_said_or_turned() {
    for (heading, invoice, credit) in [
        ("Tran Type", "PI", "PC"),
        ("Doc. Type", "KR", "KG"),
        ("Document Type", "RE", "KG"),
        ("Type", "AP", "AC"),
        ("Trans Type", "PIN", "PCN"),
        ("Transaction Type", "PINV", "PCRN"),
        ("Type", "I", "C"),
        ("Transaction Type", "INVOICE", "CRNOTE"),
        ("Transaction Type", "Standard", "Credit Memo"),
    ] {
        let answer = with_column(heading, |day| (if 20 < day { credit } else { invoice }).to_owned());
        let is_turned = answer.tables[0].counts.n_negative == 5 && answer.pounds() == "6095.00"; // 10325 − 2 × 2115
        if !is_turned {
            check_one(&answer, NoNegativeLines, (5, LAST_FIVE), credit);
        }
    }
    for (heading, one, other) in [("Type", "R", "C"), ("Payment Type", "BACS", "CHQ"), ("Type", "Card", "Invoice")] {
        let answer = with_column(heading, |day| (if 20 < day { other } else { one }).to_owned());
        check_none(&answer, &[NoNegativeLines, LinesRepeated]);
    }
}

#[test]
fn a_column_of_yes_and_no_says_which_amounts_are_with_vat() {
    for heading in ["VAT included", "Inc VAT?", "Includes VAT (Y/N)"] {
        let answer = with_column(heading, |day| (if 20 < day { "Y" } else { "N" }).to_owned());
        check_one(&answer, SeveralAmountColumns, (5, LAST_FIVE), heading);
        check_none(&with_column(heading, |_| "N".to_owned()), &[SeveralAmountColumns]);
    }
}

#[test]
fn a_partly_filled_column_of_refunds_is_said_with_its_pounds() {
    // 5 × £50.
    for heading in ["Amount Refunded", "Recharge £", "Adjustment"] {
        let answer = with_column(heading, |day| if 20 < day { "50.00".to_owned() } else { String::new() });
        if answer.pounds() != "10075.00" {
            check_one(&answer, SeveralAmountColumns, (5, "250.00"), heading);
        }
    }
    for (heading, cell) in [("Credit terms", "30"), ("Refund reason", "12.50")] {
        let answer = with_column(heading, |day| if 20 < day { cell.to_owned() } else { String::new() });
        check_none(&answer, &[SeveralAmountColumns]);
    }
}

/// Two lines a payment, 15 payments of £401 to £415: 6120 in all.
fn pairs(heading: &str, halves: [&dyn Fn(u32) -> String; 2]) -> Answer {
    let row = |day: u32, late: u32, half: &dyn Fn(u32) -> String| {
        format!("{:02}/04/2025,Supplier {day} Ltd,R{day},{}\n", day + late, half(day))
    };
    let rows: String = (1..=15).flat_map(|day| [row(day, 0, halves[0]), row(day, 2, halves[1])]).collect();
    csv(&format!("Date,Supplier,Reference,{heading}\n{rows}"))
}

#[test]
fn both_sides_of_a_ledger_are_said() {
    for contra in ["Creditors control", "Bank", "9999"] {
        let (one, other) =
            (|day: u32| format!("Paper,{}.00", 400 + day), |day: u32| format!("{contra},-{}.00", 400 + day));
        check_one(&pairs("Account,Amount", [&one, &other]), SideUnreadable, (15, "6120.00"), "counter-entry");
    }
    for (first, second) in [("Invoice", "Payment"), ("INV", "PAY"), ("Purchase", "Settlement")] {
        let (one, other) =
            (|day: u32| format!("{first},{}.00", 400 + day), |day: u32| format!("{second},{}.00", 400 + day));
        check_one(&pairs("Transaction Type,Amount", [&one, &other]), LinesRepeated, (15, "6120.00"), second);
    }
}

#[test]
fn scattered_lines_with_the_same_number_are_said() {
    let row = |i: u32| format!("{:02}/04/2025,Supplier {i} Ltd,T{i:04},{}.00\n", 1 + i % 28, 400 + i);
    for (heading, step) in [("Transaction Number", 5), ("Reference", 10), ("Invoice No", 7)] {
        let again: Vec<u32> = (0..100).filter(|i| i % step == 0).collect();
        let order = (0..100)
            .flat_map(|i| std::iter::once(i).chain((i % step == 3).then(|| again[(i / step) as usize % again.len()])));
        let rows: String = order.map(row).collect();
        let answer = csv(&format!("Date,Supplier,{heading},Amount\n{rows}"));
        let n = (0..100).filter(|i| i % step == 3).count() as u64;
        let said: Vec<_> = answer.problems.iter().filter(|problem| problem.kind == LinesRepeated).collect();
        assert!(said.len() == 1 && said[0].n_rows == n, "{heading}: {:?}", answer.problems);
    }
    // The lines of one invoice have a number in common.
    let rows: String = (0..100).map(|i| row(i / 2).replace(".00", &format!(".{:02}", i % 2))).collect();
    check_none(&csv(&format!("Date,Supplier,Reference,Amount\n{rows}")), &[LinesRepeated]);
}

fn referenced(month: u32, days: std::ops::RangeInclusive<u32>, more: u32) -> String {
    let row = |m: u32, day: u32, pounds: u32| {
        format!("{day:02}/{m:02}/2025,Supplier {day} Ltd,P{m:02}{day:03},{}.00\n", pounds + more)
    };
    crate::repeats::month(month, days, row)
}

#[test]
fn the_last_payments_of_a_month_in_the_next_file_are_said() {
    let heading = "Date,Supplier,Reference,Amount\n";
    for first in [24, 23] {
        let april = format!("{heading}{}", referenced(4, 1..=25, 0));
        let may = format!("{heading}{}{}", referenced(4, first..=25, 0), referenced(5, 1..=25, 0));
        let said = said_of(&[("2025-04.csv", april), ("2025-05.csv", may)], OverlappingFiles);
        let n = u64::from(26 - first);
        assert!(said.len() == 1 && said[0].0 == n, "{said:?}");
    }
    // Other payments of the same days are none of them.
    let late = referenced(4, 24..=25, 7).replace(",P", ",Q");
    let may = format!("{heading}{late}{}", referenced(5, 1..=25, 0));
    let april = format!("{heading}{}", referenced(4, 1..=25, 0));
    assert_eq!(said_of(&[("2025-04.csv", april), ("2025-05.csv", may)], OverlappingFiles), []);
}

#[test]
fn a_payment_of_the_sum_of_purchases_by_card_is_said() {
    // 1 to 25 April and May: 325 + 25 × 400, and 325 + 25 × 500.
    let purchases = format!("Date,Merchant,Amount\n{}{}", month(4, 1..=25, plain), month(5, 1..=25, plain));
    for (name, sums, pounds) in [
        ("Procurement card 2025.csv", "10/05/2025,Barclaycard,10325.00\n10/06/2025,Barclaycard,12825.00\n", "23150.00"),
        ("GPC 2025-26.csv", "10/06/2025,Lloyds Bank,23150.00\n", "23150.00"),
        ("2025.csv", "10/05/2025,Card services,10325.00\n", "10325.00"),
    ] {
        let payments = format!("{HEADING}{}{sums}", month(7, 1..=25, plain));
        let said = said_of(&[("Payments.csv", payments), (name, purchases.clone())], OverlappingFiles);
        assert!(said.len() == 1 && said[0].1 == pounds && said[0].2.contains("card"), "{name}: {said:?}");
    }
    let payments = format!("{HEADING}{}10/05/2025,Barclaycard,10325.01\n", month(7, 1..=25, plain));
    assert_eq!(said_of(&[("Payments.csv", payments), ("Cards.csv", purchases)], OverlappingFiles), []);
}

#[test]
fn a_month_that_was_sent_again_with_other_amounts_is_said() {
    let heading = "Date,Supplier,Reference,Amount\n";
    for name in ["2025-04 v2.csv", "April 2025 (revised).csv", "2025-04-corrected.csv"] {
        let files = [
            ("2025-04.csv", format!("{heading}{}", referenced(4, 1..=25, 0))),
            (name, format!("{heading}{}", referenced(4, 1..=25, 3))),
        ];
        let said = said_of(&files, OverlappingFiles);
        assert!(said.len() == 1 && said[0].0 == 25 && said[0].2.contains("revised"), "{said:?}");
    }
}

#[test]
fn midnight_of_a_summers_day_printed_in_utc_is_the_next_day() {
    // 1 April, 26 October (clocks go back in the night after its midnight) and 27 October 2025, and 1 January 2026.
    let rows = "2025-03-31T23:00:00Z,Acorn Ltd,10\n2025-10-25T23:00:00.000Z,Birch Ltd,20\n\
                2025-10-27T00:00:00Z,Cedar Ltd,30\n2026-01-01T00:00:00+00:00,Elm Ltd,40\n2025-06-11T22:59:00Z,Fir Ltd,50\n";
    let answer = csv(&format!("Date,Supplier,Amount\n{rows}"));
    let months: Vec<(i32, u64)> = answer.tables[0].counts.months.iter().map(|(m, (n, _))| (m % 12 + 1, *n)).collect();
    assert_eq!(months, [(4, 1), (6, 1), (10, 2), (1, 1)]);
    let day = |y, m, d| model::day_of_date(jiff::civil::date(y, m, d));
    assert_eq!(answer.tables[0].counts.first_day, Some(day(2025, 4, 1)));
}

#[test]
fn words_for_no_name_are_missing_payees() {
    for word in ["do.", "As above", "#N/A", "ditto", "\"\"\"\""] {
        let rows: String = (1..=25)
            .map(|day| {
                let payee = if 20 < day { word.to_owned() } else { format!("Supplier {day} Ltd") };
                format!("{day:02}/04/2025,{payee},{}.00\n", 400 + day)
            })
            .collect();
        let answer = csv(&format!("Date,Supplier,Amount\n{rows}"));
        assert_eq!(answer.heading(Field::Payee), Some("Supplier"));
        check_one(&answer, PayeeMissing, (5, LAST_FIVE), "have no payee");
    }
}
