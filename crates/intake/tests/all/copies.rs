//! Files and sheets that repeat others line by line: which is the copy, and what is not a copy.

use model::ProblemKind;

use crate::repeats::{Folder, HEADING, TESTHAM, laid, month, place, plain};

impl Folder {
    /// Each copy and what it repeats, by path and sheet.
    fn copies(&self) -> Vec<(String, String)> {
        let place = place(self.0.path(), TESTHAM.0, TESTHAM.1);
        let (tables, beside) = laid(&place);
        let shown = |id: &str| {
            let table = tables.iter().find(|table| table.file_id == id).expect("a copy is a table");
            table.shown().replace("council/", "")
        };
        let mut copies: Vec<_> = beside.copies.iter().map(|(copy, of)| (shown(copy), shown(of))).collect();
        copies.sort();
        copies
    }

    fn check_copies(&self, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(copy, of)| ((*copy).to_owned(), (*of).to_owned())).collect();
        assert_eq!(self.copies(), expected);
    }
}

fn april() -> String {
    format!("{HEADING}{}", month(4, 1..=25, plain))
}

/// A workbook of sheets, each with the months of its lines.
fn workbook(sheets: &[(&str, &[u32])]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, months) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        sheet.write_row(0, 0, ["Date", "Supplier", "Amount"]).unwrap();
        let rows = months.iter().flat_map(|month| (1..=25).map(move |day| (*month, day)));
        for (i, (month, day)) in (1..).zip(rows) {
            sheet.write_row(i, 0, [format!("2025-0{month}-{day:02}"), format!("Supplier {day}")]).unwrap();
            sheet.write_number(i, 2, f64::from(100 * month + day)).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_copy_is_known_in_every_print_format_and_order() {
    let backwards: String = (1..=25).rev().map(|day| plain(4, day, 400 + day)).collect();
    let spelt = month(4, 1..=25, |_, day, pounds| format!("The Supplier {day}\t£{pounds}.00\t{day} April 2025\n"));
    let in_thousands =
        month(4, 1..=25, |_, day, pounds| format!("2025-04-{day:02},SUPPLIER {day} LIMITED,0.{pounds}00\n"));
    let total = format!("{}Total,,10325.00\n", april());
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(april().encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let windows = format!(
        "Invoice date;Payee;Amount (£)\n{}",
        month(4, 1..=25, |m, day, pounds| { plain(m, day, pounds).replace(',', ";") })
    );
    let windows: Vec<u8> = windows.chars().map(|c| c as u8).collect();
    let cell = |text: String| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let rows = month(4, 1..=25, |_, day, pounds| {
        let cells = [format!("{day:02}/04/2025"), format!("Supplier {day}"), format!("{pounds}.00")].map(cell);
        format!("<table:table-row>{}</table:table-row>", cells.concat())
    });
    let forms: [(&str, Vec<u8>); 8] = [
        ("b.csv", format!("{HEADING}{backwards}").into_bytes()),
        ("b.csv", format!("Vendor\tNet amount\tPayment date\n{spelt}").into_bytes()),
        ("b.csv", format!("Date,Supplier,Amount (£000)\n{in_thousands}").into_bytes()),
        ("b.csv", total.into_bytes()),
        ("b.csv", utf_16),
        ("b.csv", windows),
        ("b.xlsx", workbook(&[("Sheet1", &[4])])),
        ("b.ods", crate::extents::ods(&rows)),
    ];
    for (name, form) in forms {
        let folder = Folder::new();
        folder.put("council/a.csv", april()).put(&format!("council/{name}"), form);
        let copies = folder.copies();
        let said = || crate::repeats::problems(&place(folder.0.path(), TESTHAM.0, TESTHAM.1));
        assert_eq!(copies.len(), 1, "{name}: {copies:?} {:#?}", said());
        assert!(copies[0].0.starts_with("b.") && copies[0].1 == "a.csv", "{copies:?}");
    }
}

#[test]
fn sheets_of_months_are_copies_of_the_sheet_of_all() {
    for all in ["All", "Zusammen", "2025-26"] {
        let folder = Folder::new();
        folder.put("council/year.xlsx", workbook(&[("April", &[4]), (all, &[4, 5, 6]), ("May", &[5]), ("June", &[6])]));
        let all = format!("year.xlsx [{all}]");
        let months = ["April", "June", "May"].map(|month| (format!("year.xlsx [{month}]"), all.clone()));
        assert_eq!(folder.copies(), months);
    }
}

#[test]
fn tiny_months_are_copies_where_together_they_make_up_the_year() {
    let folder = Folder::new();
    let two = |m: u32| month(m, 1..=2, plain);
    for m in 4..=9 {
        folder.put(&format!("council/2025-0{m}.csv"), format!("{HEADING}{}", two(m)));
    }
    folder.put("council/all.csv", format!("{HEADING}{}", (4..=9).map(two).collect::<String>()));
    assert_eq!(folder.copies().len(), 6);
}

#[test]
fn a_file_whose_lines_stand_in_several_others_is_a_copy_of_them() {
    let folder = Folder::new();
    let weeks = |days: std::ops::RangeInclusive<u32>| [4, 5].map(|m| month(m, days.clone(), plain)).concat();
    folder.put("council/2025-04.csv", format!("{HEADING}{}", month(4, 1..=30, plain)));
    folder.put("council/2025-05.csv", format!("{HEADING}{}", month(5, 1..=30, plain)));
    folder.put("council/over 410.csv", format!("{HEADING}{}", weeks(11..=25)));
    // Fifteen lines of either; the first by name is the one that is named.
    folder.check_copies(&[("over 410.csv", "2025-04.csv")]);
    let words: &[&str] = &["over 410.csv", "2025-04.csv, council/2025-05.csv", "April 2025, May 2025"];
    // 15 × 400 + 15 × 500 + 2 × (11 + … + 25)
    folder.check(ProblemKind::OverlappingFiles, &[(30, "14040.00", words)]);
}

#[test]
fn the_file_with_more_lines_and_the_better_name_stands() {
    let april = || format!("{HEADING}{}", month(4, 1..=25, plain));
    let of = |a: &str, b: &str| {
        let folder = Folder::new();
        folder.put(&format!("council/{a}"), april()).put(&format!("council/{b}"), april().replace("Date", "Paid on"));
        folder.copies()
    };
    let copy = |copy: &str, of: &str| vec![(copy.to_owned(), of.to_owned())];
    assert_eq!(of("2025-03.csv", "2025-04.csv"), copy("2025-03.csv", "2025-04.csv"));
    assert_eq!(of("2025-04 (copy).csv", "2025-04.csv"), copy("2025-04 (copy).csv", "2025-04.csv"));
    assert_eq!(of("payments.csv", "April 2025.csv"), copy("payments.csv", "April 2025.csv"));
    assert_eq!(of("b.csv", "a.csv"), copy("b.csv", "a.csv"));
    let folder = Folder::new();
    folder.put("council/a.csv", april()).put("council/b.csv", format!("{HEADING}{}", month(4, 1..=30, plain)));
    folder.check_copies(&[("a.csv", "b.csv")]);
}

#[test]
fn a_line_edited_or_left_out_of_the_longer_file_makes_a_doubt_and_no_copy() {
    let edited = april().replace("410.00", "410.01");
    let named = april().replace("Supplier 10 Ltd", "Acorn Nursery");
    let other = format!("{HEADING}{}{}", month(4, 1..=24, plain), plain(5, 2, 77));
    for form in [edited, named, other] {
        let folder = Folder::new();
        folder.put("council/a.csv", april()).put("council/b.csv", form.replace("Date", "Paid on"));
        folder.check_copies(&[]);
        let said = crate::repeats::said(folder.0.path(), TESTHAM.0, TESTHAM.1, ProblemKind::OverlappingFiles);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].0 == 24 && said[0].2.contains("both were counted"), "{said:?}");
    }
}

#[test]
fn regular_payments_are_no_copies() {
    // One standing payment a month, dated.
    let folder = Folder::new();
    for m in 4..=9 {
        folder.put(&format!("council/2025-0{m}.csv"), format!("{HEADING}{}", plain(m, 1, 500)));
    }
    folder.check_copies(&[]);
    folder.check(ProblemKind::OverlappingFiles, &[]);
    // The same, where nothing is dated: the files hold the same bytes.
    let folder = Folder::new();
    for name in ["April 2025", "May 2025", "June 2025"] {
        folder.put(&format!("council/{name}.csv"), "Supplier,Amount\nAcorn Nursery,500.00\n");
    }
    folder.check_copies(&[]);
    folder.check(ProblemKind::SameFileTwice, &[]);
    // Thirty regular payments on the first of each month.
    let folder = Folder::new();
    for m in 4..=6 {
        let lines: String = (1..=30).map(|i| format!("01/0{m}/2025,Supplier {i},{}.00\n", 100 + i)).collect();
        folder.put(&format!("council/2025-0{m}.csv"), format!("{HEADING}{lines}"));
    }
    folder.check_copies(&[]);
    folder.check(ProblemKind::OverlappingFiles, &[]);
    // A journey on one day that two people took.
    let folder = Folder::new();
    folder.put("council/cards.csv", format!("{HEADING}04/04/2025,Nexus,5.20\n"));
    folder.put("council/payments.csv", format!("{}04/04/2025,Nexus,5.20\n", april()));
    folder.check_copies(&[]);
    // Two services that pay one provider the same on the same days, under invoices of their own.
    let folder = Folder::new();
    for service in ["North", "South"] {
        let lines: String = (1..=28).map(|day| format!("{day:02}/04/2025,Care Co,{service}{day},250.00\n")).collect();
        folder.put(&format!("council/{service}.csv"), format!("Date,Supplier,Invoice Number,Amount\n{lines}"));
    }
    folder.check_copies(&[]);
}

#[test]
fn undated_files_of_the_same_bytes_are_copies_unless_their_names_are_two_months() {
    let lines: String = (1..=25).map(|i| format!("Supplier {i},{}.00\n", 100 + i)).collect();
    let copies = |a: &str, b: &str| {
        let folder = Folder::new();
        for name in [a, b] {
            folder.put(&format!("council/{name}"), format!("Supplier,Amount\n{lines}"));
        }
        let n_said = crate::repeats::said(folder.0.path(), TESTHAM.0, TESTHAM.1, ProblemKind::SameFileTwice).len();
        assert_eq!(n_said, 1);
        folder.copies().len()
    };
    assert_eq!(copies("payments.csv", "payments (1).csv"), 1);
    assert_eq!(copies("April 2025.csv", "May 2025.csv"), 0);
}

#[test]
fn another_bodys_file_is_no_copy_but_is_said() {
    let folder = Folder::new();
    folder.put("ashby/2025-04.csv", april()).put("marsh/2025-04.csv", april().replace("Date", "Paid on"));
    let words: &[&str] = &["ashby/2025-04.csv", "marsh/2025-04.csv", "April 2025"];
    let both: (i32, &[&str]) = (2025, &["ashby", "marsh"]);
    crate::repeats::check(folder.0.path(), both, ProblemKind::OverlappingFiles, &[(25, "10325.00", words)]);
}

#[test]
fn an_overlap_over_two_years_is_said_for_each() {
    let lines = |first: u32, last: u32| -> String {
        let line = |day: u32| {
            let date = jiff::civil::date(2025, 3, 1) + jiff::Span::new().days(i64::from(day));
            format!("{date},Supplier {day} Ltd,{}.00\n", 100 + day)
        };
        (first..=last).map(line).collect()
    };
    let folder = Folder::new();
    folder.put("council/a.csv", format!("{HEADING}{}", lines(0, 60)));
    folder.put("council/b.csv", format!("{HEADING}{}", lines(15, 75)));
    // 16 to 31 March: 16 × 100 + (15 + … + 30); 1 to 30 April: 30 × 100 + (31 + … + 60)
    folder.check(
        ProblemKind::OverlappingFiles,
        &[(16, "1960.00", &["dated March 2025"]), (30, "4365.00", &["dated April 2025"])],
    );
}
