//! Lines and files that are not money spent, or whose money stands there more than once; reported with their pounds.

use model::ProblemKind::{self, *};

use crate::repeats::{Folder, HEADING, TESTHAM, month, plain, said};

/// What is said of one file called so.
fn of_file(name: &str, content: &str, kind: ProblemKind) -> Vec<(u64, String, String)> {
    let folder = Folder::new();
    folder.put(&format!("council/{name}"), content);
    said(folder.0.path(), TESTHAM.0, TESTHAM.1, kind)
}

/// Every kind that is said of one file, with its words.
fn all_of(name: &str, content: &str) -> Vec<(ProblemKind, String)> {
    let folder = Folder::new();
    folder.put(&format!("council/{name}"), content);
    let place = crate::repeats::place(folder.0.path(), TESTHAM.0, TESTHAM.1);
    crate::repeats::problems(&place).into_iter().map(|problem| (problem.kind, problem.text)).collect()
}

#[track_caller]
fn check(content: &str, kind: ProblemKind, (n_rows, pounds): (u64, &str), words: &str) {
    let said = of_file("2025-04.csv", content, kind);
    assert_eq!(said.len(), 1, "{content:.200} {said:?} {:?}", all_of("2025-04.csv", content));
    let (n, amount, text) = &said[0];
    assert_eq!((*n, amount.as_str()), (n_rows, pounds), "{text}");
    assert!(text.contains(words), "{text}");
}

#[track_caller]
fn check_silent(content: &str, kind: ProblemKind) {
    assert_eq!(of_file("2025-04.csv", content, kind), [], "{content:.400}");
}

/// April with a column behind, under a heading: what it says on a day.
fn with_column(heading: &str, cell: impl Fn(u32) -> &'static str) -> String {
    let rows = month(4, 1..=25, |m, day, pounds| format!("{},{}\n", plain(m, day, pounds).trim_end(), cell(day)));
    format!("Date,Supplier,Amount,{heading}\n{rows}")
}

#[test]
fn lines_that_were_not_paid_are_said_with_their_pounds() {
    // Days 3 and 4, of £403 and £404.
    for (heading, paid, not_paid) in [
        ("Status", "Paid", "Cancelled"),
        ("Payment Status", "Cleared", "VOID"),
        ("Line Type", "Actual", "Commitment"),
        ("Transaction Type", "Invoice", "Accrual"),
        ("Type", "Actual", "Budget"),
        ("Basis", "Actuals", "Forecast"),
        ("Type", "AP", "Accrual"),
        ("Record Type", "GL", "PO Commitment"),
        ("Payment state", "PAID", "Reversed"),
        ("Invoice Status", "Approved", "On hold"),
        ("Scenario", "Actual", "Budget"),
        ("Cancelled?", "N", "Y"),
        ("Void", "No", "Yes"),
        ("Date Cancelled", "", "12/05/2025"),
        ("A/B", "Actual", "Budget"),
    ] {
        let content = with_column(heading, |day| if matches!(day, 3 | 4) { not_paid } else { paid });
        check(&content, LinesNotPaid, (2, "807.00"), heading);
    }
    check(&with_column("Status", |_| "Budget"), LinesNotPaid, (25, "10325.00"), "Budget");
}

#[test]
fn kinds_of_spending_are_no_statuses() {
    for (heading, cells) in [
        ("Status", ["Paid", "Paid in full"]),
        ("Expense Type", ["Accruals", "Grants"]),
        ("Type", ["Invoice", "Expense claim"]),
        ("Type", ["Provision of care", "Budget support"]),
        ("Service", ["Budget holders", "Schools"]),
        ("Purpose", ["Cancelled holidays", "Travel"]),
        ("Supplier Type", ["Void works", "Company"]),
        ("Category", ["Void properties", "Rent"]),
        ("Cancelled?", ["N", "N"]),
        ("Card status", ["Cancelled", "Live"]),
    ] {
        check_silent(&with_column(heading, |day| cells[day as usize % 2]), LinesNotPaid);
    }
}

/// Twelve invoices of one to three lines; what each row says after its date and supplier.
fn invoices(heading: &str, row: impl Fn(u32, u32, u32) -> String) -> String {
    let invoice = |i: u32| (0..=i % 3).map(move |line| (i, line));
    let rows: String = (0..12)
        .flat_map(invoice)
        .map(|(i, line)| format!("{:02}/04/2025,Supplier {i},INV{i:04},{}\n", i + 1, row(i, i % 3 + 1, line)))
        .collect();
    format!("Date,Supplier,Invoice Number,{heading}\n{rows}")
}

/// The invoice is known by its column's content, whatever the heading is, and where none has a number by lines that follow
/// each other.
#[test]
fn an_invoices_total_is_said_whatever_the_invoices_number_is_called() {
    for heading in ["Inv", "Doc No", "Voucher", "Trans", "Supplier Invoice", "Our number", "Belegnummer"] {
        let forms = [
            invoices("Cost centre,Amount", |i, _, line| format!("C{line},{}.00", 1_000 + 137 * i)),
            invoices("Amount,Description", |i, _, line| format!("{}.00,Part {line}", 1_000 + 137 * i)),
        ];
        for form in forms {
            let form = form.replace("Invoice Number", heading);
            check(&form, LinesRepeated, (12, "22138.00"), "8 invoices have the same amount on every line");
        }
        let own = invoices("Cost centre,Amount", |i, _, line| format!("C{line},{}.00", 1_000 + 137 * i + 11 * line));
        check_silent(&own.replace("Invoice Number", heading), LinesRepeated);
    }
    let in_a_row = |n: u32, amount: &dyn Fn(u32, u32) -> u32| {
        let row =
            |i: u32, line: u32| format!("{:02}/04/2025,Supplier {i},C{line},{}.00\n", i % 28 + 1, amount(i, line));
        let rows: String =
            (0..n).flat_map(|i| (0..2).map(move |line| (i, line))).map(|(i, line)| row(i, line)).collect();
        format!("Date,Supplier,Cost centre,Amount\n{rows}")
    };
    // 24 × 1000 + 137 × (0 + … + 23).
    let total = |i: u32, _: u32| 1_000 + 137 * i;
    check(&in_a_row(24, &total), LinesRepeated, (24, "61812.00"), "24 invoices have the same amount");
    check_silent(&in_a_row(12, &total), LinesRepeated);
    check_silent(&in_a_row(24, &|i, line| total(i, line) + 11 * line), LinesRepeated);
}

#[test]
fn an_invoices_total_on_each_of_its_lines_is_said() {
    let total = |i: u32| 1_000 + 137 * i;
    // Invoices of two lines: 1, 4, 7, 10; of three: 2, 5, 8, 11.
    let more: u32 =
        [1, 4, 7, 10].iter().map(|i| total(*i)).sum::<u32>() + [2, 5, 8, 11].iter().map(|i| 2 * total(*i)).sum::<u32>();
    let more = format!("{more}.00");
    let forms = [
        invoices("Amount", |i, _, _| format!("{}.00", total(i))),
        invoices("Amount,Description", |i, _, line| format!("{}.00,Part {line}", total(i))),
        invoices("Cost centre,Invoice Amount", |i, _, line| format!("C{line},{}.00", total(i))),
        invoices("Line,Total Invoice Amount", |i, _, line| format!("{line},{}.00", total(i))),
    ];
    for form in forms {
        check(&form, LinesRepeated, (12, &more), "8 invoices have the same amount on every line");
    }
    // Lines of their own.
    check_silent(&invoices("Amount", |i, _, line| format!("{}.00", total(i) + 11 * line)), LinesRepeated);
    check_silent(
        &invoices("Line Amount,Invoice Total", |i, n, line| format!("{}.00,{}.00", 100 * (line + 1) + i, n)),
        LinesRepeated,
    );
    let few_alike = |i: u32, _, line: u32| format!("{}.00", total(i) + if i < 9 { 7 * line } else { 0 });
    check_silent(&invoices("Amount", few_alike), LinesRepeated);
}

/// Five invoices with their total on each of two lines are no chance; four may be, and so may five of one amount.
#[test]
fn five_invoices_that_say_their_total_twice_are_enough() {
    let invoices = |n: u32, pounds: fn(u32) -> u32| {
        let lines = |i: u32| {
            (1..=2).map(move |line| format!("0{i}/04/2025,Supplier {i},INV{i},{}.00,Part {line}\n", pounds(i)))
        };
        format!("Date,Supplier,Invoice Number,Amount,Description\n{}", (1..=n).flat_map(lines).collect::<String>())
    };
    // 1,100 + 1,200 + … + 1,500
    let words = "5 invoices have the same amount on every line";
    check(&invoices(5, |i| 1_000 + 100 * i), LinesRepeated, (5, "6500.00"), words);
    check_silent(&invoices(4, |i| 1_000 + 100 * i), LinesRepeated);
    check_silent(&invoices(5, |_| 1_000), LinesRepeated);
    check_silent(&invoices(5, |i| 1_000 + 100 * (i % 3)), LinesRepeated);
}

/// Sixty payments, every tenth of them for three weeks at once.
fn weekly_care(row: impl Fn(u32, u32) -> String) -> String {
    let weeks = |i: u32| (0..if i.is_multiple_of(10) { 3 } else { 1 }).map(move |week| (i, week));
    let rows: String = (0..60)
        .flat_map(weeks)
        .map(|(i, week)| format!("{:02}/04/2025,Care {i},R{i:04},{},{}.00\n", i % 28 + 1, row(i, week), 900 + 41 * i))
        .collect();
    format!("Date,Supplier,Internal Ref,Purpose,Amount\n{rows}")
}

#[test]
fn weeks_of_care_paid_under_one_reference_are_no_totals() {
    check_silent(&weekly_care(|_, _| "Weekly home care".to_owned()), LinesRepeated);
    // The same lines with a purpose each may be parts of one bill.
    let parts = weekly_care(|_, week| format!("Part {week}"));
    let amount = (0..60).step_by(10).map(|i| 2 * (900 + 41 * i)).sum::<u32>();
    check(&parts, LinesRepeated, (12, &format!("{amount}.00")), "6 invoices have the same amount on every line");
}

#[test]
fn files_of_income_are_said_with_their_pounds() {
    let april = || month(4, 1..=25, plain);
    let all = (25, "10325.00");
    check(&format!("Date,Customer,Amount\n{}", april()), FileOfIncome, all, "`Customer`");
    // Too little of a ledger is there: refused.
    let refused = all_of("2025-04.csv", &format!("Date,Customer Name,Amount Received\n{}", april()));
    assert!(refused.iter().any(|(kind, _)| *kind == FileNotLedger), "{refused:?}");
    let with_reference =
        with_column("Invoice Number", |_| "R1").replace("Supplier,Amount", "Customer Name,Amount Received");
    check(&with_reference, FileOfIncome, all, "`Amount Received`");
    check(&format!("Receipt Date,Received From,Amount\n{}", april()), FileOfIncome, all, "`Received From`");
    check(&format!("Date,Name,Income (£)\n{}", april()), FileOfIncome, all, "`Income (£)`");
    check(&format!("Date,Debtor,Value\n{}", april()), FileOfIncome, all, "`Debtor`");
    let named = of_file("Income April 2025.csv", &format!("{HEADING}{}", april()), FileOfIncome);
    assert_eq!(named.len(), 1, "{named:?}");
    for heading in [
        HEADING,
        "Date Received,Supplier,Amount\n",
        "Goods Receipt Date,Supplier,Amount\n",
        "Date,Customer or Supplier,Amount\n",
    ] {
        check_silent(&format!("{heading}{}", april()), FileOfIncome);
    }
    for name in ["Income and expenditure.csv", "Income support payments.csv", "Payments and receipts.csv"] {
        assert_eq!(of_file(name, &format!("{HEADING}{}", april()), FileOfIncome), []);
    }
}

/// April with the amount and another column of sums behind it.
fn with_sums(headings: &str, sums: impl Fn(u32, u32) -> String) -> String {
    let rows =
        month(4, 1..=25, |_, day, pounds| format!("{day:02}/04/2025,Supplier {day} Ltd,{}\n", sums(day, pounds)));
    format!("Date,Supplier,{headings}\n{rows}")
}

#[test]
fn a_total_beside_the_amount_that_nothing_explains_is_said() {
    for headings in ["Amount,Total", "Amount (£),Total (£)", "Amount,Total Paid"] {
        let content = with_sums(headings, |day, pounds| format!("{pounds}.00,{}.00", pounds + 3 * day));
        check(&content, SeveralAmountColumns, (25, "10325.00"), "could be the amount too");
    }
    let explained = [
        with_sums("Amount,VAT,Total", |_, pounds| {
            format!("{pounds}.00,{0}.20,{1}.20", pounds / 5, pounds + pounds / 5)
        }),
        with_sums("Amount,Total", |_, pounds| format!("{pounds}.00,{pounds}.00")),
        with_sums("Amount,Total", |day, pounds| format!("{pounds}.00,{}.00", (401..=400 + day).sum::<u32>())),
    ];
    for content in explained {
        check_silent(&content, SeveralAmountColumns);
    }
}

#[test]
fn lines_without_a_payee_are_said_with_their_pounds() {
    let grouped = |size: u32| {
        let row = move |m: u32, day: u32, pounds: u32| match day % size {
            1 => plain(m, day, pounds),
            _ => format!("{day:02}/{m:02}/2025,,{pounds}.00\n"),
        };
        format!("{HEADING}{}", month(4, 1..=24, row))
    };
    // All but one in size: 24 × 400 + 300 less the named ones.
    check(&grouped(2), PayeeMissing, (12, "4956.00"), "12 of 24 lines");
    check(&grouped(3), PayeeMissing, (16, "6608.00"), "16 of 24 lines");
    check(&grouped(12), PayeeMissing, (22, "9086.00"), "first line of each group");
    let one = format!("{HEADING}{}", month(4, 1..=25, plain)).replace("Supplier 7 Ltd", "");
    check_silent(&one, PayeeMissing);
}

#[test]
fn sums_above_their_lines_are_said() {
    // Five groups of four payments, each under its sum.
    let groups = |row: fn(u32, u32) -> String, head: fn(u32, u32) -> String| -> String {
        let amounts = |group: u32| (1..=4).map(move |i| 100 * group + 17 * i * i);
        (1..=5)
            .map(|group| head(group, amounts(group).sum()) + &amounts(group).map(|n| row(group, n)).collect::<String>())
            .collect()
    };
    let line = |group: u32, n: u32| format!("0{group}/04/2025,Supplier {n},{n}.00\n");
    let of_payee = |group: u32, n: u32| format!("0{group}/04/2025,Group {group},{n}.00\n");
    let blank = |group: u32, n: u32| format!("0{group}/04/2025,,{n}.00\n");
    for rows in [groups(line, of_payee), groups(of_payee, of_payee), groups(blank, of_payee)] {
        check(&format!("{HEADING}{rows}"), PossibleTotal, (5, "8550.00"), "totals of the lines below them");
    }
}
