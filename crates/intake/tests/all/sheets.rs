//! Workbooks: what is hidden, other currencies by number format, days from 1904, headings and totals in sheets.

use std::fs;
use std::io::Write as _;

use model::ProblemKind;
use money::Money;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

use crate::columns::{Answer, read};

/// A workbook of the council.
fn workbook(bytes: &[u8], name: &str) -> Answer {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("council").join(name);
    fs::create_dir_all(file.parent().expect("a folder")).expect("a folder in the temporary folder");
    fs::write(file, bytes).expect("a file in the temporary folder");
    read(folder.path(), "council", 2025)
}

/// Rows as text, cells apart by bars; numbers become numbers.
fn fill(sheet: &mut Worksheet, rows: &str) {
    for (row, line) in (0..).zip(rows.lines()) {
        for (column, cell) in (0..).zip(line.trim().split('|')) {
            let (cell, at) = (cell.trim(), (row, column));
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(at.0, at.1, number).map(|_| ()),
                Err(_) if cell.is_empty() => Ok(()),
                Err(_) => sheet.write_string(at.0, at.1, cell).map(|_| ()),
            }
            .expect("a cell");
        }
    }
}

const THREE: &str = "Date|Supplier|Amount
    03/04/2025|Acorn Ltd|100.5
    04/04/2025|Birch Ltd|50
    05/04/2025|Cedar Ltd|25";

fn xlsx(build: impl FnOnce(&mut Workbook)) -> Answer {
    let mut book = Workbook::new();
    build(&mut book);
    workbook(&book.save_to_buffer().expect("a workbook"), "2025-04.xlsx")
}

/// A workbook of one sheet with these rows.
pub(crate) fn xlsx_of(rows: &str) -> Answer {
    xlsx(|book| fill(book.add_worksheet(), rows))
}

/// An ODS with this inside of its tables, and these styles.
pub(crate) fn ods(tables: &str, styles: &str) -> Answer {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("content.xml", content.as_str()),
    ] {
        zip.start_file(name, plain).expect("a member");
        zip.write_all(text.as_bytes()).expect("a member");
    }
    workbook(&zip.finish().expect("an archive").into_inner(), "2025-04.ods")
}

/// A row of an ODS, cells apart by bars.
fn ods_row(attributes: &str, cells: &str) -> String {
    let cell = |text: &str| match text.trim() {
        "" => "<table:table-cell/>".to_owned(),
        text => match text.strip_prefix("EUR ").map(str::parse::<f64>) {
            Some(Ok(n)) => format!(
                "<table:table-cell office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"{n}\"><text:p>{n} €</text:p></table:table-cell>"
            ),
            _ => match text.parse::<f64>() {
                Ok(n) => format!(
                    "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"><text:p>{n}</text:p></table:table-cell>"
                ),
                Err(_) => {
                    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
                }
            },
        },
    };
    format!("<table:table-row {attributes}>{}</table:table-row>", cells.split('|').map(cell).collect::<String>())
}

pub(crate) fn ods_rows(rows: &str) -> String {
    rows.lines().map(|row| ods_row("", row)).collect()
}

pub(crate) fn ods_table(name: &str, rows: &str) -> String {
    format!(
        "<table:table table:name=\"{name}\"><table:table-column table:number-columns-repeated=\"3\"/>{rows}</table:table>"
    )
}

#[track_caller]
fn check(answer: &Answer, pounds: &str, said: &[(ProblemKind, u64, Option<&str>)]) {
    let found: Vec<(ProblemKind, u64, Option<String>)> =
        answer.problems.iter().map(|p| (p.kind, p.n_rows, p.amount.map(Money::plain))).collect();
    let expected: Vec<_> = said.iter().map(|(kind, n, amount)| (*kind, *n, amount.map(str::to_owned))).collect();
    assert_eq!((answer.pounds().as_str(), found), (pounds, expected), "{:?}", answer.problems);
}

const HIDDEN: ProblemKind = ProblemKind::RowsHidden;

#[test]
fn hidden_rows_are_counted_and_said() {
    let hidden = xlsx(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, THREE);
        sheet.set_row_hidden(2).expect("a row");
    });
    check(&hidden, "175.50", &[(HIDDEN, 1, Some("50.00"))]);
    let filtered = xlsx(|book| {
        let sheet = book.add_worksheet();
        fill(sheet, THREE);
        sheet.autofilter(0, 0, 3, 2).expect("a filter");
        sheet.set_row_hidden(1).expect("a row");
        sheet.set_row_hidden(3).expect("a row");
    });
    check(&filtered, "175.50", &[(HIDDEN, 2, Some("125.50"))]);
    let rows = "Date|Supplier|Amount\n03/04/2025|Acorn Ltd|100.5";
    for word in ["collapse", "filter"] {
        let more = ods_row(&format!("table:visibility=\"{word}\""), "04/04/2025|Birch Ltd|50");
        let answer = ods(&ods_table("April", &(ods_rows(rows) + &more)), "");
        check(&answer, "150.50", &[(HIDDEN, 1, Some("50.00"))]);
    }
}

#[test]
fn a_hidden_column_of_amounts_is_said_and_another_is_not() {
    let with_hidden = |column: u16| {
        xlsx(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, THREE);
            sheet.set_column_hidden(column).expect("a column");
        })
    };
    check(&with_hidden(2), "175.50", &[(HIDDEN, 3, Some("175.50"))]);
    check(&with_hidden(1), "175.50", &[]);
}

#[test]
fn a_hidden_sheet_beside_another_is_left_out_with_its_pounds() {
    let more = "Date|Supplier|Amount\n07/04/2025|Dale Ltd|9\n08/04/2025|Elm Ltd|1";
    let both = |is_hidden: bool| {
        xlsx(|book| {
            fill(book.add_worksheet(), THREE);
            let second = book.add_worksheet();
            fill(second, more);
            second.set_hidden(is_hidden);
        })
    };
    check(&both(true), "175.50", &[(ProblemKind::SheetHidden, 2, Some("10.00"))]);
    check(&both(false), "185.50", &[]);
    // Alone with payments it is counted.
    let alone = xlsx(|book| {
        fill(book.add_worksheet(), "Notes\nPayments over £500");
        let second = book.add_worksheet();
        fill(second, more);
        second.set_very_hidden(true);
    });
    assert_eq!(alone.pounds(), "10.00");
    assert!(alone.says(HIDDEN, "2 lines of £10"), "{:?}", alone.problems);
    let style = "<style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>";
    let seen = ods_table("April", &ods_rows("Date|Supplier|Amount\n03/04/2025|Acorn Ltd|100.5"));
    let hidden = ods_table("Old", &ods_rows("Date|Supplier|Amount\n07/04/2025|Dale Ltd|9"));
    let hidden = hidden.replace("table:name=\"Old\"", "table:name=\"Old\" table:style-name=\"ta2\"");
    check(&ods(&(seen + &hidden), style), "100.50", &[(ProblemKind::SheetHidden, 1, Some("9.00"))]);
}

#[test]
fn a_number_format_of_another_currency_is_no_pounds() {
    const FOREIGN: ProblemKind = ProblemKind::CurrencyForeign;
    for format in ["[$€-2] #,##0.00", "#,##0.00 [$EUR]", "[$$-409]#,##0.00", "\"$\"#,##0.00", "[$SEK] #,##0"] {
        let answer = xlsx(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, THREE);
            sheet.write_number_with_format(2, 2, 50, &Format::new().set_num_format(format)).expect("a cell");
        });
        assert_eq!(answer.pounds(), "125.50", "{format}: {:?}", answer.problems);
        let is_said = |kind: &ProblemKind| matches!(kind, ProblemKind::CurrencyForeign | ProblemKind::AmountUnreadable);
        assert!(answer.kinds().iter().any(is_said), "{format}: {:?}", answer.problems);
    }
    for format in ["\"£\"#,##0.00", "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00", "#,##0.00_);(#,##0.00)"] {
        let answer = xlsx(|book| {
            let sheet = book.add_worksheet();
            fill(sheet, THREE);
            sheet.write_number_with_format(2, 2, 50, &Format::new().set_num_format(format)).expect("a cell");
        });
        check(&answer, "175.50", &[]);
    }
    let rows = "Date|Supplier|Amount\n03/04/2025|Acorn Ltd|100.5\n04/04/2025|Birch Ltd|EUR 50";
    check(&ods(&ods_table("April", &ods_rows(rows)), ""), "100.50", &[(FOREIGN, 1, Some("50.00"))]);
}

#[test]
fn a_sign_of_another_currency_among_pounds_is_no_pounds() {
    use crate::columns::csv;
    for (pounds, other) in [("100.00", "€50.00"), ("£100.00", "$50.00"), ("100.00", "50.00 EUR")] {
        let answer =
            csv(&format!("Date,Supplier,Amount\n03/04/2025,Acme Ltd,{pounds}\n04/04/2025,Birch Ltd,{other}\n"));
        assert_eq!(
            (answer.pounds().as_str(), answer.kinds().as_slice()),
            ("100.00", &[ProblemKind::CurrencyForeign][..])
        );
    }
    // Dollars on every amount are pounds of a spreadsheet that was set up in America: counted, and said.
    let answer = csv("Date,Supplier,Amount\n03/04/2025,Acme Ltd,$100.00\n04/04/2025,Birch Ltd,$50.00\n");
    assert_eq!((answer.pounds().as_str(), answer.kinds().as_slice()), ("150.00", &[ProblemKind::CurrencyMark][..]));
    let answer = csv("Date,Supplier,Amount\n03/04/2025,Acme Ltd,€100.00\n04/04/2025,Birch Ltd,€50.00\n");
    assert_eq!((answer.pounds().as_str(), answer.n_lines()), ("0.00", 0));
}

#[test]
fn days_counted_from_1904_are_those_that_the_workbook_shows() {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), "Date|Supplier|Amount\n44286|Acorn Ltd|100.5\n44299|Birch Ltd|50");
    let bytes = book.save_to_buffer().expect("a workbook");
    let first = |answer: &Answer| answer.tables[0].counts.first_day.map(|day| model::date_of_day(day).to_string());
    // The flag is set as an old workbook has it.
    let mut source = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("an archive");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for i in 0..source.len() {
        let mut member = source.by_index(i).expect("a member");
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut member, &mut text).expect("a member");
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a member");
        let text = match name.as_str() {
            "xl/workbook.xml" => {
                String::from_utf8_lossy(&text).replace("<workbookPr", "<workbookPr date1904=\"1\"").into_bytes()
            }
            _ => text,
        };
        zip.write_all(&text).expect("a member");
    }
    let from_1904 = workbook(&zip.finish().expect("an archive").into_inner(), "2025-04.xlsx");
    assert_eq!(first(&from_1904).as_deref(), Some("2025-04-01"), "{:?}", from_1904.problems);
    assert_eq!(first(&workbook(&bytes, "2025-04.xlsx")).as_deref(), Some("2021-03-31"));
}

/// A workbook whose second sheet holds these rows, and what is said of it that somebody has to look at.
fn beside_three(rows: &str) -> (String, Vec<ProblemKind>) {
    let answer = xlsx(|book| {
        fill(book.add_worksheet().set_name("Lines").expect("a name"), THREE);
        fill(book.add_worksheet().set_name("Summary").expect("a name"), rows);
    });
    (answer.pounds(), answer.kinds().into_iter().filter(|kind| !kind.is_settled()).collect())
}

#[test]
fn a_sheet_of_sums_of_the_lines_beside_it_is_no_file_that_could_not_be_read() {
    for sums in [
        "Department|Amount\nPeople|150.5\nPlace|25",
        "Row Labels|Sum of Amount\nPeople|150.5\nPlace|25\nGrand Total|175.5",
        "Spending by department\n\nGrand Total|175.5\nPeople|150.5\nPlace|25",
        "Directorate|Count|Total\nPeople|2|150.5\nPlace|1|25",
    ] {
        assert_eq!(beside_three(sums), ("175.50".to_owned(), vec![]), "{sums}");
    }
}

#[test]
fn a_sheet_of_other_pounds_that_cannot_be_read_is_said() {
    for other in [
        "Department|Amount\nPeople|150.51\nPlace|25",
        "Row Labels|Sum of Amount\nPeople|150.5\nPlace|30\nGrand Total|180.5",
        "Department|Amount\nPeople|175.5",
    ] {
        assert_eq!(beside_three(other), ("175.50".to_owned(), vec![ProblemKind::FileNotLedger]), "{other}");
    }
}
