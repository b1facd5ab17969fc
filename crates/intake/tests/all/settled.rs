//! Reversed signs, and what is certain and so raises no doubt.

use std::fs;

use model::ProblemKind;
use money::Money;

use super::shapes::read;

#[test]
fn a_file_whose_signs_are_turned_is_said_with_its_pounds() {
    let month = |n: u32, sign: i32| {
        let line =
            |i: u32| format!("{:02}/{n:02}/2025,Payee {i} Ltd,{}\n", i + 1, sign * if i == 3 { -20 } else { 100 });
        format!("Date,Supplier,Amount\n{}", (0..8).map(line).collect::<String>())
    };
    let said = |signs: [i32; 3]| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (n, sign) in (4..).zip(signs) {
            fs::write(folder.path().join(format!("2025-{n:02}.csv")), month(n, sign)).expect("a file");
        }
        let answer = read(folder.path(), 2025);
        let turned = answer.problems.into_iter().filter(|problem| problem.kind == ProblemKind::SignsTurned);
        turned.map(|problem| (problem.n_rows, problem.amount.map(Money::plain))).collect::<Vec<_>>()
    };
    let doubt = (8, Some("-680.00".to_owned()));
    assert_eq!(said([1, -1, 1]), vec![doubt.clone(); 1]);
    // It is doubted too if every file of a body is like that.
    assert_eq!(said([-1, -1, -1]), vec![doubt; 3]);
    assert_eq!(said([1, 1, 1]), []);
}

#[test]
fn a_sheet_without_amounts_is_no_doubt_beside_one_that_is_read() {
    use rust_xlsxwriter::Workbook;
    let sheet = |book: &mut Workbook, name: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (y, row) in rows.iter().enumerate() {
            for (x, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(y as u32, x as u16, *cell).expect("a cell");
            }
        }
    };
    let said = |beside: &[&[&str]], has_ledger: bool| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut book = Workbook::new();
        sheet(&mut book, "Beside", beside);
        if has_ledger {
            let rows: &[&[&str]] = &[&["Date", "Supplier", "Amount"], &["03/04/2025", "Acorn Ltd", "10.00"]];
            sheet(&mut book, "April", rows);
        }
        book.save(folder.path().join("2025-04.xlsx")).expect("a workbook");
        let problems = read(folder.path(), 2025).problems;
        problems.iter().map(|problem| problem.kind).find(|kind| kind.removes_file())
    };
    let cover: &[&[&str]] = &[&["Payments to suppliers"], &["Contact", "Finance"], &["Published", "2025"]];
    let codes: &[&[&str]] = &[&["Code", "Meaning"], &["4010", "Pay"], &["4020", "Rent"], &["4030", "Fees"]];
    for beside in [cover, codes, &[]] {
        assert_eq!(said(beside, true), Some(ProblemKind::SheetBeside));
    }
    assert_eq!(said(cover, false), Some(ProblemKind::FileNotLedger));
    assert_eq!(said(&[], false), Some(ProblemKind::FileEmpty));
    // Money without headings.
    let money: &[&[&str]] = &[&["03/05/2025", "Birch Ltd", "12.50"]];
    let whole: &[&[&str]] = &[&["3 May", "Birch", "12"], &["4 May", "Birch", "13"], &["5 May", "Birch", "14"]];
    for beside in [money, whole] {
        assert_eq!(said(beside, true), Some(ProblemKind::FileNotLedger));
    }
}
