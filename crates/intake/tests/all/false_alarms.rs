//! What raises nothing because it is nothing, and what looks like nothing and is something.

use model::ProblemKind::{self, *};

use crate::repeats::{Folder, HEADING, TESTHAM, laid, month, place, plain};

/// Lines, pounds and what is said of one file that somebody has to look at.
fn read(content: impl AsRef<[u8]>) -> (u64, String, Vec<(ProblemKind, String)>) {
    let folder = Folder::new();
    folder.put("council/2025-04.csv", content);
    let (tables, beside) = laid(&place(folder.0.path(), TESTHAM.0, TESTHAM.1));
    let said = beside.problems.into_iter().filter(|problem| !problem.kind.is_settled() && problem.file_id.is_some());
    let counts = &tables[0].counts;
    (counts.n_lines, counts.amount.plain(), said.map(|problem| (problem.kind, problem.text)).collect())
}

fn april() -> String {
    format!("{HEADING}{}", month(4, 1..=25, plain))
}

#[test]
fn notes_and_ends_of_files_raise_nothing() {
    for end in [
        "Note: payments over £500 in April 2025,,\n",
        "\"This list holds all payments of £1,000 and more\"\n",
        ",Published under the Local Government Transparency Code 2015,\n",
        "\u{1a}",
        "\u{1a}\n",
        "\n\n\u{1a}",
        "End of the report\n\u{1a}",
    ] {
        let (n_lines, pounds, said) = read(april() + end);
        assert_eq!((n_lines, pounds.as_str(), said), (25, "10325.00", vec![]), "{end:?}");
    }
}

#[test]
fn a_row_whose_cells_run_together_is_no_note() {
    for row in ["26/04/2025 Acme Ltd 412.50\n", "Acme Ltd and sons 26 April 412.50,,\n", "Paid to Acme Ltd £1,412.50\n"]
    {
        let (n_lines, _, said) = read(april() + row);
        assert!(n_lines == 25 && said.len() == 1, "{row} {said:?}");
    }
}

#[test]
fn amounts_that_an_exponent_rounds_are_said_with_their_pounds() {
    for (printed, pounds) in [("1.5E+04", "15000"), ("1.23E+05", "123000"), ("-2E+03", "-2000")] {
        let (n_lines, total, said) = read(format!("{}26/04/2025,Acme Ltd,{printed}\n", april()));
        let expected = money::Amount::parse(pounds).unwrap().money + money::Money::from_pence(1_032_500);
        assert_eq!((n_lines, total), (26, expected.plain()));
        assert!(said.len() == 1 && said[0].0 == AmountsRounded && said[0].1.contains(printed), "{said:?}");
    }
    let (_, total, said) = read(format!("{}26/04/2025,Acme Ltd,1.234567E+04\n", april()));
    assert_eq!((total.as_str(), said), ("22670.67", vec![]));
}

#[test]
fn thousands_without_quotation_marks_are_said_where_rows_are_shorter_than_the_heading() {
    let heading = "Date,Supplier,Amount,Capital,Contract,Notes\n";
    for split in
        ["26/04/2025,Acme Ltd,1,234.56\n", "26/04/2025,Acme Ltd,12,345.00\n", "26/04/2025,Acme Ltd,\"1,234.56\"\n"]
    {
        let (n_lines, _, said) = read(format!("{heading}{}{split}", month(4, 1..=25, plain)));
        let is_quoted = split.contains('"');
        assert_eq!((n_lines, said.len()), (25 + u64::from(is_quoted), usize::from(!is_quoted)), "{split} {said:?}");
        assert!(said.iter().all(|(kind, _)| *kind == RowTooWide), "{said:?}");
    }
    // A row that fills a column more.
    let (n_lines, _, said) = read(format!("{heading}{}26/04/2025,Acme Ltd,412.50,100\n", month(4, 1..=25, plain)));
    assert_eq!((n_lines, said), (26, vec![]));
}

#[test]
fn codes_that_could_be_days_are_no_dates() {
    for heading in ["Code", "", "Centre"] {
        let rows: String = (0..30).map(|i| format!("{},Supplier {i},{}.50\n", 45_000 + 31 * i, 400 + i)).collect();
        let (n_lines, _, said) = read(format!("{heading},Supplier,Amount\n{rows}"));
        assert_eq!(n_lines, 30);
        assert!(said.len() == 1 && said[0].0 == NoDateColumn, "{heading}: {said:?}");
    }
}

#[test]
fn a_few_references_and_days_for_amounts_are_said() {
    for amounts in [["45757", "45761", "45763"], ["35479603", "35479611", "35479627"]] {
        let rows: String = amounts.iter().map(|amount| format!("26/04/2025,Acme Ltd,{amount}\n")).collect();
        let (n_lines, _, said) = read(april() + &rows);
        assert!(n_lines == 28 && said.len() == 1 && said[0].0 == ReferencesAsAmounts, "{amounts:?} {said:?}");
    }
    let (_, _, said) =
        read(april() + "26/04/2025,Acme Ltd,45750\n26/04/2025,Bree Cars,45800\n27/04/2025,Cole Co,45850\n");
    assert_eq!(said, []);
}

#[test]
fn cells_that_end_elsewhere_are_other_rows() {
    // Joined, the cells of each pair of rows are the same.
    let rows = |cut: usize| -> String {
        (0..30)
            .map(|i| {
                let text = format!("Supplier{i:02}Branch");
                format!("0{}/04/2025,{},{},{}.00\n", i % 9 + 1, &text[..cut], &text[cut..], 400 + i)
            })
            .collect()
    };
    let (n_lines, _, said) = read(format!("Date,Supplier,Site,Amount\n{}{}", rows(10), rows(12)));
    assert_eq!(n_lines, 60);
    assert!(said.iter().all(|(_, text)| !text.contains("cell for cell")), "{said:?}");
}

#[test]
fn amounts_in_odd_print_are_kept_out_with_their_row_or_refused() {
    for printed in ["USD 5", "5 USD", "12 345", "12 345.00", "€5"] {
        let (n_lines, pounds, said) = read(format!("{}26/04/2025,Acme Ltd,{printed}\n", april()));
        assert_eq!((n_lines, pounds.as_str()), (25, "10325.00"), "{printed}");
        assert!(said.len() == 1 && matches!(said[0].0, AmountUnreadable | CurrencyForeign), "{printed} {said:?}");
    }
    let all = month(4, 1..=25, |_, day, pounds| format!("{day:02}/04/2025,Supplier {day} Ltd,12 {pounds}\n"));
    let (n_lines, _, said) = read(format!("{HEADING}{all}"));
    assert!(n_lines == 0 && said.iter().any(|(kind, _)| kind.removes_file()), "{said:?}");
}

#[test]
fn a_few_references_in_cells_of_a_workbook_are_said() {
    for numbers in [[35_479_603.0, 35_479_611.0, 35_479_627.0], [45_757.0, 45_761.0, 45_763.0]] {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_row(0, 0, ["Date", "Supplier", "Amount"]).unwrap();
        let amounts = (1..=25).map(|day| f64::from(400 + day) + 0.5).chain(numbers);
        for (row, amount) in (1..).zip(amounts) {
            sheet.write_row(row, 0, [format!("2025-04-{:02}", row.min(30)), format!("Supplier {row}")]).unwrap();
            sheet.write_number(row, 2, amount).unwrap();
        }
        let folder = Folder::new();
        folder.put("council/2025-04.xlsx", workbook.save_to_buffer().unwrap());
        let pounds = format!("{:.2}", numbers.iter().sum::<f64>());
        folder.check(ReferencesAsAmounts, &[(3, &pounds, &["they were counted as"])]);
    }
}

/// A year of a department, by its number of lines in each month, April first.
fn department(name: &str, n_lines: [u32; 12]) -> String {
    let rows = (0..12u32).flat_map(|at| {
        let (month, year) = ((at + 3) % 12 + 1, if at < 9 { 2025 } else { 2026 });
        (1..=n_lines[at as usize])
            .map(move |n| format!("{n:02}/{month:02}/{year},{name} {n} Ltd,{}.00\n", 100 * at + n))
    });
    format!("{HEADING}{}", rows.collect::<String>())
}

fn missing(departments: &[[u32; 12]]) -> Vec<String> {
    let folder = Folder::new();
    for (name, n_lines) in ["people", "place"].into_iter().zip(departments) {
        folder.put(&format!("council/2025-26 {name}.csv"), department(name, *n_lines));
    }
    let problems = laid(&place(folder.0.path(), TESTHAM.0, TESTHAM.1)).1.problems;
    let missing = problems.into_iter().filter(|problem| problem.kind == MissingMonth);
    missing.filter_map(|problem| Some(problem.month?.to_string()[..7].to_owned())).collect()
}

#[test]
fn a_department_with_few_lines_in_a_month_misses_none_that_others_have() {
    let busy = [20; 12];
    assert_eq!(missing(&[busy, [9, 9, 9, 1, 9, 9, 9, 9, 9, 9, 9, 9]]), [""; 0]);
    assert_eq!(missing(&[busy, [2, 3, 0, 1, 2, 0, 4, 2, 1, 3, 2, 2]]), [""; 0]);
    // A department of nine lines in every other month has lost one; and what no file has is missing.
    assert_eq!(missing(&[busy, [9, 9, 9, 0, 9, 9, 9, 9, 9, 9, 9, 9]]), ["2025-07"]);
    assert_eq!(missing(&[[20, 20, 20, 1, 20, 20, 20, 20, 20, 20, 20, 20]]), ["2025-07"]);
    let without_july = [9, 9, 9, 0, 9, 9, 9, 9, 9, 9, 9, 9];
    assert_eq!(missing(&[without_july, without_july])[0], "2025-07");
}

/// How many files of the body are said to withhold too many payees, of these lines and those withheld in each.
fn n_said_to_withhold(files: &[(u32, u32)]) -> usize {
    let folder = Folder::new();
    for (at, (n_lines, n_withheld)) in files.iter().enumerate() {
        let payee = |n: u32| if n < *n_withheld { "Redacted".to_owned() } else { format!("Supplier {at} {n} Ltd") };
        let rows: String =
            (0..*n_lines).map(|n| format!("{:02}/04/2025,{},{}.00\n", n % 28 + 1, payee(n), 50 + n)).collect();
        folder.put(&format!("council/week {:02}.csv", at + 1), format!("{HEADING}{rows}"));
    }
    let problems = laid(&place(folder.0.path(), TESTHAM.0, TESTHAM.1)).1.problems;
    problems.iter().filter(|problem| problem.kind == RedactedShare).count()
}

#[test]
fn a_few_withheld_payees_in_a_small_file_of_many_are_chance() {
    let usual = [(20, 1); 6];
    let beside = |file: (u32, u32)| n_said_to_withhold(&[&usual[..], &[file]].concat());
    assert_eq!([(5, 2), (2, 1), (3, 2), (8, 4), (2, 2)].map(beside), [0; 5]);
    // All of a file, ten in one, or too many in all of them, are not.
    assert_eq!([(8, 8), (30, 10), (12, 9)].map(beside), [1; 3]);
    assert_eq!(n_said_to_withhold(&[(5, 2); 6]), 6);
    assert_eq!(n_said_to_withhold(&[(2, 2)]), 1);
}

#[test]
fn the_lower_half_of_a_heading_over_two_rows_repeated_moves_no_column() {
    let rows = |day: u32| {
        format!(
            "People,Adults,{day:02}/04/2025,Acorn {day} Ltd,Supplies and Services,{day}.00\n\
             Place,Roads,{day:02}/04/2025,Birch {day} Ltd,Premises Related Expenditure,{day}.50\n"
        )
    };
    let (upper, lower) =
        (",Cost Centre,Payment,Supplier,Expense,Net\n", "Department,Description,Date,Name,Type,Amount\n");
    let pages: String =
        (1..=6).map(|page| (1..=4).map(|n| rows(4 * page + n - 4)).collect::<String>() + lower).collect();
    assert_eq!(read(format!("{upper}{lower}{pages}")), (48, "612.00".to_owned(), vec![]));
}
