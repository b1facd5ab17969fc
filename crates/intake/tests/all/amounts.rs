//! Numbers that are not amounts, amounts in two columns, and amounts in another unit.

use std::fmt::Write as _;
use std::fs;

use intake::fields::Field;
use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use crate::columns::{Answer, case, csv, read};

/// A month of forty real payments among which `odd` stands wherever it gives a number.
fn with_numbers(odd: impl Fn(u32) -> Option<String>) -> String {
    let mut text = "Date,Supplier,Amount\n".to_owned();
    for i in 0..40u32 {
        let real = format!("{}.{:02}", 40 + (i * 7919) % 9_000, (i * 37) % 99 + 1);
        let amount = odd(i).unwrap_or(real);
        writeln!(text, "{:02}/04/2025,Supplier {i} Ltd,{amount}", i % 28 + 1).expect("writing to a string");
    }
    text
}

#[track_caller]
fn check_references(answer: &Answer, n: u64, pounds: Option<&str>) {
    let said: Vec<&Problem> =
        answer.problems.iter().filter(|problem| problem.kind == ProblemKind::ReferencesAsAmounts).collect();
    let [said] = said.as_slice() else { panic!("one doubt: {:?}", answer.problems) };
    assert_eq!((said.n_rows, said.file_id.is_some()), (n, true), "{}", said.text);
    if let Some(pounds) = pounds {
        assert_eq!(said.amount.map(Money::plain).as_deref(), Some(pounds));
    }
}

#[test]
fn references_in_the_amount_column_are_said_with_their_pounds() {
    if let Some(answer) = case("references-in-the-amount-column") {
        check_references(&answer, 40, Some("1419187900.00"));
    }
    // Invoice numbers that rise, from the first row or among real payments.
    let rising = |i: u32| Some((35_479_600 + 5 * i).to_string());
    check_references(&csv(&with_numbers(rising)), 40, Some("1419187900.00"));
    check_references(&csv(&with_numbers(|i| if i % 4 == 0 { rising(i) } else { None })), 10, None);
    // Purchase orders in no order, telephone numbers, cost centres over and over, years.
    check_references(&csv(&with_numbers(|i| Some((4_500_010_000 + u64::from(i * 7919 % 9973)).to_string()))), 40, None);
    check_references(&csv(&with_numbers(|i| Some(format!("0113{}", 2_224_000 + i * 7919 % 9973)))), 40, None);
    check_references(&csv(&with_numbers(|i| Some((70_111 + 37 * (i % 7)).to_string()))), 40, None);
    check_references(&csv(&with_numbers(|i| Some((2024 + i % 2).to_string()))), 40, None);
}

#[test]
fn days_in_the_amount_column_are_said_or_left_out() {
    for day in [20_250_401, 1_042_025, 45_748] {
        let step = if day == 1_042_025 { 1_000_000 } else { 1 };
        let answer = csv(&with_numbers(|i| Some((day + step * (i % 28)).to_string())));
        let is_said = answer
            .kinds()
            .iter()
            .any(|kind| matches!(kind, ProblemKind::ReferencesAsAmounts | ProblemKind::FileUnsure));
        assert!(is_said, "{day}: {:?}", answer.problems);
    }
    // Beside a column of amounts, `Paid` holds days.
    let answer = csv(
        "Supplier,Paid,Amount\nAcme Ltd,45748,10.00\nBirch Ltd,45749,20.00\nCedar Ltd,45750,30.00\nDale Ltd,45751,40.00\n",
    );
    assert_eq!((answer.pounds().as_str(), answer.heading(Field::Date)), ("100.00", Some("Paid")));
}

#[test]
fn petty_cash_and_grants_of_whole_pounds_are_payments() {
    for text in [
        with_numbers(|i| Some((3 + i * 7919 % 197).to_string())),
        with_numbers(|i| Some((25_000 + 500 * (i * 7 % 40)).to_string())),
        with_numbers(|i| Some((1_000 + i * 7_919 % 90_000).to_string())),
        with_numbers(|i| (i % 3 == 0).then(|| "15833".to_owned())),
    ] {
        let answer = csv(&text);
        assert_eq!((answer.kinds().as_slice(), answer.n_lines()), (&[][..], 40), "{:?}", answer.problems);
    }
    // Two grants that could be days.
    let answer = csv("Date,Supplier,Amount\n03/04/2025,Acme Ltd,30000\n04/04/2025,Birch Ltd,45000\n");
    assert_eq!((answer.pounds().as_str(), answer.kinds().as_slice()), ("75000.00", &[][..]), "{:?}", answer.problems);
}

/// Four months of one body, the last of them printed by `print`.
fn months(print: impl Fn(f64) -> String) -> Answer {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("council")).expect("a folder in the temporary folder");
    for month in 4..8u32 {
        let mut text = "Date,Supplier,Amount\n".to_owned();
        for i in 0..60u32 {
            let pounds = f64::from(500 + (i * 7_919 + month * 104_729) % 40_000) + f64::from(i % 90) / 100.0;
            let amount = if month == 7 { print(pounds) } else { format!("{pounds:.2}") };
            writeln!(text, "{:02}/{month:02}/2025,Supplier {i} of {month} Ltd,{amount}", i % 28 + 1)
                .expect("writing to a string");
        }
        fs::write(folder.path().join(format!("council/2025-{month:02}.csv")), text).expect("a file");
    }
    read(folder.path(), "council", 2025)
}

#[test]
fn a_month_of_thousands_or_pence_among_pounds_is_said() {
    let is_said = |answer: &Answer| answer.says(ProblemKind::AmountsOutOfScale, "council/2025-07.csv");
    let thousands = months(|pounds| format!("{:.5}", pounds / 1_000.0));
    assert!(
        is_said(&thousands) && thousands.says(ProblemKind::AmountsOutOfScale, "thousands"),
        "{:?}",
        thousands.problems
    );
    assert!(is_said(&months(|pounds| format!("{:.2}", pounds / 1_000.0))));
    let pence = months(|pounds| format!("{:.0}", pounds * 100.0));
    assert!(is_said(&pence) && pence.says(ProblemKind::AmountsOutOfScale, "pence"), "{:?}", pence.problems);
    assert!(is_said(&months(|pounds| format!("{:.2}", pounds * 1_000.0))));
    // A month of payments a third as large as those of the others.
    assert!(is_said(&months(|pounds| format!("{:.0}", pounds.powf(0.9) * 100.0))));
    assert!(!is_said(&months(|pounds| format!("{:.0}", pounds * 10.0))), "whole pounds");
    // Months of small and of large payments are both pounds.
    for times in [0.05, 1.0, 20.0] {
        let answer = months(|pounds| format!("{:.2}", pounds * times));
        assert!(!answer.kinds().contains(&ProblemKind::AmountsOutOfScale), "{times}: {:?}", answer.problems);
    }
}

#[track_caller]
fn check(text: &str, pounds: &str, kinds: &[ProblemKind]) {
    let answer = csv(text);
    assert_eq!((answer.pounds().as_str(), answer.kinds().as_slice()), (pounds, kinds), "{text}{:?}", answer.problems);
}

#[test]
fn thousands_set_apart_by_spaces_or_apostrophes_are_amounts_where_the_whole_column_has_them() {
    let file = |amounts: [&str; 4]| {
        let rows = amounts.map(|amount| format!("03/04/2025;Acorn Ltd;{amount}\n"));
        format!("Date;Supplier;Amount\n{}", rows.concat())
    };
    check(&file(["1 234.56", "12 000.00", "950.00", "-1 000.00"]), "13184.56", &[]);
    check(&file(["1'234.56", "12'000.00", "950.00", "(1'000.00)"]), "13184.56", &[]);
    check(&file(["£1\u{a0}234.56", "£12\u{a0}000.00", "£950.00", "£1\u{a0}000.00-"]), "13184.56", &[]);
    check(&file(["1 234,56", "12 000,00", "950,00", "-1 000,00"]), "13184.56", &[]);
    // Under other amounts a space parts two numbers, and each such row is left out and said.
    let unread = [ProblemKind::AmountUnreadable; 2];
    check(&file(["1 234.56", "12 000.00", "1,950.00", "7.00"]), "1957.00", &unread);
    check(&file(["1 23.56", "950.00", "1950.00", "7.00"]), "2907.00", &unread[..1]);
}

#[test]
fn debits_and_credits_in_two_columns_are_one_amount() {
    for (debit, credit) in [
        ("Debit", "Credit"),
        ("Debit Amount (£)", "Credit Amount (£)"),
        ("Dr", "Cr"),
        ("Paid out", "Paid in"),
        ("Payments", "Receipts"),
        ("Amount", "Credit Note"),
    ] {
        for minus in ["", "-"] {
            let rows =
                format!("03/04/2025,Acme Ltd,100.00,\n04/04/2025,Acme Ltd,,{minus}40.00\n05/04/2025,Birch Ltd,7.50,\n");
            check(&format!("Date,Supplier,{debit},{credit}\n{rows}"), "67.50", &[]);
        }
        let noughts = "03/04/2025,Acme Ltd,0.00,40.00\n04/04/2025,Acme Ltd,100.00,0.00\n";
        check(&format!("Date,Supplier,{debit},{credit}\n{noughts}"), "60.00", &[]);
    }
    // A balance beside them is not a payment, and a column of net amounts goes before both.
    check(
        "Date,Supplier,Debit,Credit,Balance\n03/04/2025,Acme Ltd,100.00,,100.00\n04/04/2025,Acme Ltd,,40.00,60.00\n",
        "60.00",
        &[],
    );
    check(
        "Date,Supplier,Debit,Credit,Net Amount\n03/04/2025,Acme Ltd,100.00,,100.00\n04/04/2025,Acme Ltd,,40.00,-40.00\n",
        "60.00",
        &[],
    );
    // No credit in the whole file.
    check("Date,Supplier,Debit,Credit\n03/04/2025,Acme Ltd,100.00,\n04/04/2025,Acme Ltd,5.00,\n", "105.00", &[]);
}

#[test]
fn a_credit_that_contradicts_the_others_is_said() {
    let rows = "03/04/2025,A Ltd,100.00,\n04/04/2025,A Ltd,,40.00\n04/04/2025,B Ltd,,10.00\n05/04/2025,C Ltd,,-5.00\n";
    check(&format!("Date,Supplier,Debit,Credit\n{rows}"), "55.00", &[ProblemKind::SideUnreadable]);
}

#[test]
fn a_kind_of_document_gives_the_sign() {
    for (heading, paid, returned) in [
        ("Invoice Type", "STANDARD", "CREDIT"),
        ("AP Doc Type", "Purchase Invoice", "AP Credit Memo"),
        ("Payment Type", "BACS Payment", "Supplier Refund"),
        ("Transaction Type", "Expense Claim", "Invoice Reversal"),
        ("Document Kind", "PI", "CN"),
        ("", "DR", "CR"),
    ] {
        let head = if heading.is_empty() { "Date,Supplier,Amount," } else { "Date,Supplier,Amount,Heading" };
        let head = head.replace("Heading", heading);
        check(
            &format!("{head}\n03/04/2025,Acme Ltd,100.00,{paid}\n04/04/2025,Acme Ltd,40.00,{returned}\n"),
            "60.00",
            &[],
        );
    }
    // Whatever the column is called, wherever it stands, and as yes or no.
    for (heading, paid, returned) in [
        ("Doc", "SINV", "SCRN"),
        ("Kind of thing", "Invoice", "Credit Note"),
        ("", "DR", "CR"),
        ("Marker", "", "CR"),
        ("Credit Note?", "N", "Y"),
        ("Refund", "No", "Yes"),
    ] {
        let rows: String = (1..=9).map(|i| format!("0{i}/04/2025,Acme {i} Ltd,10.50,R{i},{paid}\n")).collect();
        check(
            &format!("Date,Supplier,Amount,Ref,{heading}\n{rows}10/04/2025,Birch Ltd,40.00,R10,{returned}\n"),
            "54.50",
            &[],
        );
    }
    // Classes of letters are no sides.
    check(
        "Date,Supplier,Amount,Class\n03/04/2025,A Ltd,100.00,D\n04/04/2025,B Ltd,9.00,C\n05/04/2025,C Ltd,9.00,D\n",
        "118.00",
        &[],
    );
    // A kind that nobody knows, among credit notes, is counted as printed and said.
    check(
        "Date,Supplier,Amount,Type\n03/04/2025,A Ltd,100.00,INV\n04/04/2025,A Ltd,40.00,CRN\n05/04/2025,B Ltd,9.00,XQ\n",
        "69.00",
        &[ProblemKind::SideUnreadable],
    );
    check(
        "Date,Supplier,Amount,Type\n03/04/2025,A Ltd,100.00,Credit Card\n04/04/2025,B Ltd,9.00,BACS\n",
        "109.00",
        &[],
    );
}

#[test]
fn a_sign_beside_the_number_is_read_in_every_place() {
    for credit in
        ["40.00 CR", "40.00Cr", "(40.00)", "£(40.00)", "40.00-", "- £40.00", "40.00 Credit", "CR 40.00", "40.00 cr."]
    {
        check(
            &format!("Date,Supplier,Amount\n03/04/2025,Acme Ltd,100.00\n04/04/2025,Acme Ltd,{credit}\n"),
            "60.00",
            &[],
        );
    }
}
