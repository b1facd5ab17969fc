//! Which column is the amount, and what it is counted in; files without a payee or a date.

use std::fs;
use std::path::{Path, PathBuf};

use intake::fields::Field;
use intake::files::Sources;
use intake::ledgers::{Reader, ledger_problems};
use intake::mapping::Mappings;
use intake::source_file::SourceFile;
use model::ProblemKind;
use model::payee::PayeeMasks;
use model::problem::Problem;
use money::Money;

use crate::places::{ledgers, place_in};

pub(crate) struct Answer {
    pub tables: Vec<SourceFile>,
    pub problems: Vec<Problem>,
}

impl Answer {
    pub fn pounds(&self) -> String {
        self.tables.iter().map(|table| table.counts.amount).sum::<Money>().plain()
    }

    pub fn n_lines(&self) -> u64 {
        self.tables.iter().map(|table| table.counts.n_lines).sum()
    }

    pub fn says(&self, kind: ProblemKind, part: &str) -> bool {
        self.problems.iter().any(|problem| problem.kind == kind && problem.text.contains(part))
    }

    pub fn kinds(&self) -> Vec<ProblemKind> {
        self.problems.iter().map(|problem| problem.kind).collect()
    }

    pub fn heading(&self, field: Field) -> Option<&str> {
        self.tables[0].reading.as_ref()?.heading(field)
    }
}

pub(crate) fn read(root: &Path, body: &str, year: i32) -> Answer {
    read_with(root, body, year, &Mappings::default())
}

/// As [`read`], where a person has confirmed or changed how files are read.
pub(crate) fn read_with(root: &Path, body: &str, year: i32, mappings: &Mappings) -> Answer {
    let place = place_in(root, year, vec![ledgers(body, &[format!("{body}/**")])]);
    let reader = Reader { place: &place, mappings, masks: &PayeeMasks::default() };
    let ledgers = Sources::find(&place).ledgers;
    let tables: Vec<SourceFile> = ledgers.found.iter().flat_map(|file| reader.read(file, &mut |_| ())).collect();
    let problems = ledger_problems(&place, &tables, &ledgers.problems);
    Answer { tables, problems }
}

/// A file of the council, as text.
pub(crate) fn csv(text: &str) -> Answer {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("council/2025-04.csv");
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder in the temporary folder");
    fs::write(file, text).expect("a file in the temporary folder");
    read(folder.path(), "council", 2025)
}

/// One of the shared cases, where they are.
#[allow(clippy::print_stdout)] // tells the person who runs the tests without them
pub(crate) fn case(name: &str) -> Option<Answer> {
    let root: PathBuf =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/ledgers").join(name).join("sources");
    if !root.is_dir() {
        println!("skipped: the shared cases are not at {}", root.display());
        return None;
    }
    let (body, year) = if root.join("ashby").is_dir() { ("ashby", 2023) } else { ("council", 2025) };
    Some(read(&root, body, year))
}

fn check(text: &str, pounds: &str, kinds: &[ProblemKind]) {
    let answer = csv(text);
    assert_eq!(answer.pounds(), pounds, "{text}{:?}", answer.problems);
    assert_eq!(answer.kinds(), kinds, "{text}{:?}", answer.problems);
}

#[test]
fn amount_over_gross_vat_and_net_means_net() {
    if let Some(answer) = case("amount-over-gross-vat-net") {
        assert_eq!((answer.n_lines(), answer.pounds().as_str()), (30, "80858.73"));
        let basis = answer.tables[0].reading.as_ref().map(|reading| reading.vat_basis);
        assert_eq!(basis, Some(model::tables::VatBasis::Net));
    }
    check(
        "Date,Supplier,Amount (£),,\n,,Excl. VAT,VAT,Incl. VAT\n03/04/2025,Acme Ltd,100.00,20.00,120.00\n",
        "100.00",
        &[],
    );
    check("Date,Supplier,Value,Value,Value\n,,Gross,Net,VAT\n03/04/2025,Acme Ltd,120.00,100.00,20.00\n", "100.00", &[]);
    check("Date,Supplier,,Invoice Value,\n,,Nett,VAT,Gross\n03/04/2025,Acme Ltd,100.00,20.00,120.00\n", "100.00", &[]);
}

#[test]
fn the_payment_is_counted_and_never_what_was_agreed_or_budgeted() {
    if let Some(answer) = case("contract-value-beside-payment") {
        assert_eq!(answer.pounds(), "150.00");
    }
    for (agreed, paid) in [
        ("Contract Value", "Payment"),
        ("Budget Amount", "Actual"),
        ("Award Value", "Spend"),
        ("Retention Amount", "Payment Amount"),
        ("Purchase Order Value", "Amount Paid"),
        ("Total Contract Value (ex VAT)", "Paid this month (£)"),
        ("YTD Amount", "Amount"),
    ] {
        check(&format!("Date,Supplier,{agreed},{paid}\n03/04/2025,Acme Ltd,90000.00,100.00\n"), "100.00", &[]);
        check(&format!("Date,{paid},Supplier,{agreed}\n03/04/2025,100.00,Acme Ltd,90000.00\n"), "100.00", &[]);
    }
    check("Date,Supplier,Contract Value\n03/04/2025,Acme Ltd,90000.00\n", "0.00", &[ProblemKind::FileUnsure]);
}

#[test]
fn thousands_millions_and_pence_are_multiplied_out_and_said() {
    if let Some(answer) = case("thousands-of-pounds") {
        assert_eq!(answer.pounds(), "20000.00");
        assert!(answer.says(ProblemKind::AmountsScaled, "2025-04.csv: `Net Amount (£000)` is in thousands of pounds"));
    }
    for (heading, pounds) in [
        ("Amount (£k)", "12500.00"),
        ("£000", "12500.00"),
        ("£'000", "12500.00"),
        ("Net Amount £m", "12500000.00"),
        ("Amount in pence", "0.13"),
        ("Value (thousands)", "12500.00"),
    ] {
        let answer = csv(&format!("Date,Supplier,{heading}\n03/04/2025,Acme Ltd,12.5\n"));
        assert_eq!(answer.pounds(), pounds, "{heading} {:?}", answer.problems);
        assert!(answer.says(ProblemKind::AmountsScaled, "council/2025-04.csv"), "{heading}");
    }
    for banner in ["All figures in thousands", "Spending 2025-26 (£000)", "Testham Council,,£'000"] {
        let answer = csv(&format!("{banner}\n\nDate,Supplier,Amount\n03/04/2025,Acme Ltd,12.5\n"));
        assert_eq!(answer.pounds(), "12500.00", "{banner}");
    }
    for banner in ["Payments over £25k", "Payments over £500 in April", "Payments above £1m"] {
        check(&format!("{banner}\n\nDate,Supplier,Amount\n03/04/2025,Acme Ltd,12.50\n"), "12.50", &[]);
    }
}

#[test]
fn dots_for_thousands_are_read_or_the_file_is_left_out() {
    if let Some(answer) = case("dot-for-thousands") {
        assert_eq!(answer.pounds(), "58023.00");
    }
    check("Date;Supplier;Amount\n03/04/2025;Acme Ltd;1.234,50\n04/04/2025;Acme Ltd;-20,00\n", "1214.50", &[]);
    check("Date,Supplier,Amount\n03/04/2025,Acme Ltd,1.234.567\n04/04/2025,Acme Ltd,12.345\n", "1246912.00", &[]);
    check("Date,Supplier,Amount\n03/04/2025,Acme Ltd,\"1.234,50\"\n04/04/2025,Acme Ltd,2.000\n", "3234.50", &[]);
    let unsure = "Date,Supplier,Amount\n03/04/2025,A,1.234\n03/04/2025,B,2.345\n03/04/2025,C,56.789\n";
    check(unsure, "0.00", &[ProblemKind::FileUnsure]);
    assert!(csv(unsure).says(ProblemKind::FileUnsure, "thousands or parts of a penny"));
}

#[test]
fn a_debit_or_credit_column_gives_the_sign() {
    if let Some(answer) = case("debit-credit-letter") {
        assert_eq!((answer.pounds().as_str(), answer.kinds().as_slice()), ("60.00", &[][..]));
    }
    for (heading, paid, returned) in [
        ("Document Type", "Invoice", "Credit Note"),
        ("Type", "INV", "CRN"),
        ("D/C", "D", "C"),
        ("Debit or Credit", "Debit", "Credit"),
        ("Transaction Type", "Invoice", "credit memo"),
        ("Cr", "", "CR"),
        ("Sign", "+", "-"),
    ] {
        let rows = |minus: &str| {
            format!(
                "Date,{heading},Supplier,Amount\n03/04/2025,{paid},Acme Ltd,100.00\n04/04/2025,{returned},Acme Ltd,{minus}40.00\n"
            )
        };
        check(&rows(""), "60.00", &[]);
        // Credits that have their minus sign are not turned again.
        check(&rows("-"), "60.00", &[]);
    }
    check(
        "Date,Supplier,Amount,Type\n03/04/2025,Acme Ltd,100.00,BACS\n04/04/2025,Acme Ltd,40.00,CHAPS\n",
        "140.00",
        &[],
    );
}

#[test]
fn a_debit_or_credit_column_that_cannot_be_read_is_a_doubt_with_the_pounds() {
    let answer = csv("Date,Supplier,Amount,Dr/Cr\n03/04/2025,Acme Ltd,100.00,S\n04/04/2025,Acme Ltd,40.00,H\n");
    assert_eq!(answer.kinds(), [ProblemKind::SideUnreadable]);
    assert_eq!(answer.problems[0].amount.map(Money::plain).as_deref(), Some("140.00"));
    let mixed = "03/04/2025,A,100.00,DR\n04/04/2025,A,-40.00,CR\n04/04/2025,A,10.00,CR\n";
    check(&format!("Date,Supplier,Amount,Dr/Cr\n{mixed}"), "70.00", &[ProblemKind::SideUnreadable]);
}

#[test]
fn another_currency_is_no_pounds() {
    if let Some(answer) = case("currency-column") {
        assert_eq!(answer.pounds(), "100.00");
        assert!(answer.says(ProblemKind::CurrencyForeign, "Birch Ltd"));
    }
    for (heading, pounds, other) in [
        ("Currency Code", "GBP", "EUR"),
        ("Ccy", "£", "€"),
        ("Payment Currency", "Sterling", "Euro"),
        ("CURR", "", "USD"),
    ] {
        check(
            &format!(
                "Date,{heading},Supplier,Amount\n03/04/2025,{pounds},Acme Ltd,100.00\n03/04/2025,{other},Birch Ltd,50.00\n"
            ),
            "100.00",
            &[ProblemKind::CurrencyForeign],
        );
    }
    // What it came to in pounds is printed.
    check(
        "Date,Supplier,Amount (GBP),Currency\n03/04/2025,Acme Ltd,100.00,GBP\n03/04/2025,Birch,50.00,USD\n",
        "150.00",
        &[],
    );
    check("Date,Supplier,Amount (USD)\n03/04/2025,Acme Ltd,100.00\n", "0.00", &[ProblemKind::FileNotLedger]);
}

#[test]
fn a_payees_column_is_found_by_a_near_spelling_or_by_what_it_holds() {
    if let Some(answer) = case("payee-heading-misspelt") {
        let columns: Vec<Option<usize>> =
            answer.tables.iter().map(|table| table.reading.as_ref().unwrap().column(Field::Payee)).collect();
        assert_eq!(columns, [Some(1); 3]);
    }
    for heading in ["Suplier Name", "Supplire", "Beneficary", "Credtor Name", "Who we paid", "Entity"] {
        let answer = csv(&format!(
            "Date,{heading},Area,Amount\n03/04/2025,Acme Ltd,Parks,100.00\n04/04/2025,Birch plc,Parks,50.00\n"
        ));
        assert_eq!(answer.heading(Field::Payee), Some(heading));
        assert_eq!((answer.pounds().as_str(), answer.kinds().as_slice()), ("150.00", &[][..]), "{heading}");
    }
}

#[test]
fn a_file_without_payees_or_dates_is_named_with_its_pounds() {
    if let Some(answer) = case("no-date-column") {
        assert!(answer.says(
            ProblemKind::NoDateColumn,
            "no column of dates could be read (`Date` holds \"######\"); 60 lines are counted in 2020-21, the year that the file states"
        ));
        assert_eq!(answer.problems[0].amount.map(Money::plain), Some(answer.pounds()));
    }
    check("Date,Area,Amount\n03/04/2025,Parks,100.00\n", "100.00", &[ProblemKind::NoPayeeColumn]);
    check("Supplier,Amount\nAcme Ltd,100.00\n", "100.00", &[ProblemKind::NoDateColumn]);
    check("Date Paid,Supplier,Amount\nWeek 1,Acme Ltd,100.00\n", "100.00", &[ProblemKind::NoDateColumn]);
    // A period gives the year, but no day.
    check("Period,Supplier,Amount\n202501,Acme Ltd,100.00\n", "100.00", &[ProblemKind::NoDateColumn]);
}

#[test]
fn dates_without_separators_or_with_names_are_read() {
    if let Some(answer) = case("dates-without-separators") {
        let counts = &answer.tables[0].counts;
        let days = [counts.first_day, counts.last_day].map(|day| day.map(|day| model::date_of_day(day).to_string()));
        assert_eq!(days, ["2021-04-14", "2021-04-15"].map(|day| Some(day.to_owned())));
        assert!(answer.says(ProblemKind::DateOutsidePeriod, "2021"), "{:?}", answer.problems);
    }
    for day in
        ["14042025", "20250414", "14Apr2025", "Apr 14 2025", "Monday 14 April 2025", "14 Ebrill 2025", "Mon 14/04/2025"]
    {
        let answer = csv(&format!("Date,Supplier,Amount\n{day},Acme Ltd,100.00\n"));
        let first = answer.tables[0].counts.first_day.map(|day| model::date_of_day(day).to_string());
        assert_eq!((first.as_deref(), answer.kinds().as_slice()), (Some("2025-04-14"), &[][..]), "{day}");
    }
    // What cannot be read is said.
    for day in ["week 15", "17445888009", "######"] {
        check(&format!("Date,Supplier,Amount\n{day},Acme Ltd,100.00\n"), "100.00", &[ProblemKind::NoDateColumn]);
    }
}

/// A directorate is called like a company, and nobody pays it.
#[test]
fn a_directorate_is_never_taken_for_the_payee() {
    let rows: String = ["Property Services", "Fire Control", "Customer Services", "Legal Services"]
        .iter()
        .zip(1..)
        .map(|(directorate, day)| format!("0{day}/04/2025,{directorate},1{day}0.25\n"))
        .collect();
    let answer = csv(&format!("Date,Directorate,Amount\n{rows}"));
    assert_eq!(answer.heading(Field::Payee), None);
    assert!(answer.kinds().contains(&ProblemKind::NoPayeeColumn), "{:?}", answer.kinds());
}

/// A threshold, or `£.p`, is not an unit; the kind of card is no side.
#[test]
fn headings_that_speak_of_other_things_scale_and_turn_nothing() {
    for heading in ["Amount (over £25,000)", "Amount £.p", "Net Amount (£ p)", "Amount (£, not £000)"] {
        let answer = csv(&format!("Date,Supplier,\"{heading}\"\n03/04/2025,Acorn Ltd,100\n04/04/2025,Birch Ltd,250\n"));
        assert_eq!(answer.pounds(), "350.00", "{heading}: {:?}", answer.problems);
    }
    let rows: String = (1..=9)
        .map(|day| format!("0{day}/04/2025,Acorn Ltd,10.00,{}\n", if day % 2 == 0 { "Credit" } else { "Debit" }))
        .collect();
    assert_eq!(csv(&format!("Date,Supplier,Amount,Card Type\n{rows}")).pounds(), "90.00");
}

/// The payees' column is lost, and the body's own name is in each row but in that of a total, a note or a group.
#[test]
fn the_body_s_own_name_is_no_payee_whatever_stands_beside_it() {
    let rows: String = (1..=24)
        .map(|day| format!("Ashby County Council,{:02}/04/2025,Care,{}.{day:02}\n", 1 + day % 28, 611 + 37 * day))
        .collect();
    let whole: Money = csv(&format!("Authority,Date,Purpose,Amount\n{rows}")).tables[0].counts.amount;
    for below in [
        String::new(),
        format!("\nTotal expenditure,,,{}\n", whole.plain()),
        "Published by Ashby County Council,,,\n".to_owned(),
        "Ashby Parish Council,30/04/2025,Care,12.00\n".to_owned(),
    ] {
        let answer = csv(&format!("Authority,Date,Purpose,Amount\n{rows}{below}"));
        assert_eq!(answer.heading(Field::Payee), None, "{below}");
        assert!(answer.kinds().contains(&ProblemKind::NoPayeeColumn), "{below}: {:?}", answer.problems);
    }
}

#[test]
fn a_cost_centre_is_no_amount_whatever_the_amounts_are_called() {
    for centre in ["Cost Centre", "Cost Center", "Spend Centre", "Cost Ctr", "Cost Element"] {
        for amount in ["AP Amount (£)", "Amount Awarded", "Amount Net", "Line Value"] {
            let answer = csv(&format!(
                "{centre},Date,Supplier,{amount}\n10417,03/04/2025,Acorn Ltd,12.50\n10422,04/04/2025,Birch Ltd,7.50\n"
            ));
            assert_eq!((answer.pounds().as_str(), answer.kinds()), ("20.00", vec![]), "{centre} {amount}");
        }
    }
}

/// A comma that is in every row without quotation marks makes no row wider than the others.
#[test]
fn amounts_that_every_row_has_beyond_its_heading_are_said_with_their_pounds() {
    let check = |heading: &str, rows: &[&str], pounds: &str, at_stake: &str, words: &str| {
        let answer = csv(&format!("{heading}\n{}\n", rows.join("\n")));
        let several = answer.problems.iter().filter(|problem| problem.kind == ProblemKind::SeveralAmountColumns);
        let said: Vec<_> = several.map(|problem| (problem.amount.map(Money::plain), problem.text.as_str())).collect();
        assert_eq!(answer.pounds(), pounds, "{heading} {:?}", answer.problems);
        assert!(
            said.len() == 1 && said[0].0.as_deref() == Some(at_stake) && said[0].1.contains(words),
            "{heading}: {:?}",
            answer.problems
        );
    };
    // Half of a payee's number stands under the amount's heading.
    check(
        "Date,Supplier,Amount",
        &[
            "12/04/2025,Acorn Ltd 1 234,56,\"1 234,56\"",
            "14/04/2025,Birch Ltd 2 345,67,\"12 000,00\"",
            "15/04/2025,Cedar Ltd 3 456,78,\"600,50\"",
        ],
        "201.00",
        "13835.06",
        "column D, which has no heading, could be the amount too (£13,835.06)",
    );
    // So does an invoice's number, as `Oak, Elm & Co` moves all behind it.
    check(
        "Date,Supplier,Invoice Number,Amount",
        &["12/04/2025,Oak, Elm & Co,9901,12.50", "14/04/2025,Ash, Yew & Co,9702,7.50"],
        "19603.00",
        "20.00",
        "column E, which has no heading,",
    );
    // The amount lies under the heading behind it, and what belongs there under none.
    check(
        "Date,Supplier,Amount,Invoice Number",
        &["12/04/2025,Acorn Ltd, 24,1250.00,9901", "14/04/2025,Birch Ltd, 7,1750.50,9702"],
        "31.00",
        "3000.50",
        "`Invoice Number`, where the amounts are in rows",
    );
    // Whole pounds.
    check(
        "Date,Supplier,Amount",
        &[
            "12/04/2025,Acorn Ltd, 24,1250",
            "14/04/2025,Birch Ltd, 7,9000",
            "15/04/2025,Cedar Ltd, 1,45000",
            "16/04/2025,Elder Ltd, 3,88",
        ],
        "35.00",
        "55338.00",
        "column D",
    );
    // Whole pounds of one length.
    check(
        "Date,Supplier,Amount",
        &[
            "12/04/2025,Acorn Ltd, 24,12501",
            "14/04/2025,Birch Ltd, 7,90004",
            "15/04/2025,Cedar Ltd, 1,45000",
            "16/04/2025,Elder Ltd, 3,20888",
        ],
        "35.00",
        "168393.00",
        "column D",
    );
    // Names of rows without a heading over them, as `write.table` of R leaves it out.
    check(
        "Supplier,Invoice,Amount,Date",
        &["1,Acorn Ltd,9901,12.50,12/04/2025", "2,Birch Ltd,9702,7.50,14/04/2025", "3,Cedar Ltd,9803,5.00,15/04/2025"],
        "29406.00",
        "25.00",
        "`Date`, where the amounts are in rows",
    );
    // A decimal comma without quotation marks.
    check(
        "Date,Supplier,Amount",
        &[
            "12/04/2025,Acorn Ltd,1234,56",
            "14/04/2025,Birch Ltd,87,05",
            "15/04/2025,Cedar Ltd,4500,00",
            "16/04/2025,Elder Ltd,12,99",
        ],
        "5833.00",
        "5833.00",
        "column D has no heading and two digits on every line",
    );
}

#[test]
fn what_stands_under_no_heading_and_is_no_amount_raises_nothing() {
    let rows = |beyond: &dyn Fn(u32) -> String| -> String {
        (1..=12).map(|day| format!("{day:02}/04/2025,Supplier {day} Ltd,{}.50{}\n", 100 * day, beyond(day))).collect()
    };
    let beyonds: [&dyn Fn(u32) -> String; 7] = [
        &|day| format!(",note {day}"),
        // Codes of one length, numbers of rows, the same year.
        &|day| format!(",{}", 9_000 + day * 37 % 11),
        &|day| format!(",{day}"),
        &|_| ",2025".to_owned(),
        // The amount again, and sums beside a table.
        &|day| format!(",{}.50", 100 * day),
        &|day| if day == 12 { ",7806.00".to_owned() } else { String::new() },
        &|day| format!(",{:02}/04/2025", day),
    ];
    for beyond in beyonds {
        check(&format!("Date,Supplier,Amount\n{}", rows(beyond)), "7806.00", &[]);
    }
    // VAT and gross beside the net amount have headings of their own.
    check(
        "Date,Supplier,Net Amount,VAT,Gross Amount\n03/04/2025,Acme Ltd,100.00,20.00,120.00,x\n\
         04/04/2025,Bree Cars,50.00,10.00,60.00,y\n",
        "150.00",
        &[],
    );
}
