//! The table: what is wrong, what still counts, what is said.

use std::fs;
use std::path::Path;

use model::ProblemKind::{self, *};

use super::archives::{encrypted, half, zip};
use super::texts::{LEDGER, ten_thousand_columns, thirty_lines, thirty_payments, too_many_columns, utf16};
use super::workbooks;

/// One broken file, or a folder of them.
pub struct Case {
    pub what: &'static str,
    /// Writes the files into the sources' root.
    pub write: Box<dyn Fn(&Path)>,
    /// Bodies and their globs.
    pub sources: &'static [(&'static str, &'static str)],
    pub n_lines: u64,
    pub pounds: &'static str,
    /// Every problem, in order, with a part of its text.
    pub says: &'static [(ProblemKind, &'static str)],
}

const COUNTY: &[(&str, &str)] = &[("county", "county/**")];

/// One file of the county.
fn file(
    what: &'static str,
    name: &'static str,
    bytes: impl Into<Vec<u8>>,
    (n_lines, pounds): (u64, &'static str),
    says: &'static [(ProblemKind, &'static str)],
) -> Case {
    let bytes: Vec<u8> = bytes.into();
    let write = move |root: &Path| put(root, &format!("county/{name}"), &bytes);
    Case { what, write: Box::new(write), sources: COUNTY, n_lines, pounds, says }
}

/// Text called `ledger.csv`.
fn csv(what: &'static str, text: &str, lines: (u64, &'static str), says: &'static [(ProblemKind, &'static str)]) -> Case {
    file(what, "ledger.csv", text, lines, says)
}

/// Lines under the usual headings.
fn lines(what: &'static str, text: &str, lines: (u64, &'static str), says: &'static [(ProblemKind, &'static str)]) -> Case {
    csv(what, &format!("Date,Supplier,Amount\n{text}"), lines, says)
}

fn put(root: &Path, name: &str, bytes: &[u8]) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder in the temporary folder");
    fs::write(path, bytes).expect("a file in the temporary folder");
}

const NONE: (u64, &str) = (0, "0.00");
const BOTH: (u64, &str) = (2, "20.00");

pub fn all() -> Vec<Case> {
    [not_ledgers(), archives(), workbook_files(), encodings(), layouts(), headings(), amounts(), dates(), folders(), reprints(), not_spent(), said_elsewhere()].into_iter().flatten().collect()
}

fn not_ledgers() -> Vec<Case> {
    vec![
        csv("Nothing in it", "", NONE, &[(FileEmpty, "it is empty")]),
        csv("Only spaces and line ends", "  \r\n \t \r\n\r\n", NONE, &[(FileEmpty, "it is empty")]),
        csv("Only commas", ",,,\n,,,\n", NONE, &[(FileEmpty, "it is empty")]),
        csv("A web page called .csv", "\u{feff}\n<!DOCTYPE html><html><body>Not found</body></html>", NONE, &[(FileNotLedger, "a web page (HTML)")]),
        csv("A PDF called .csv", "%PDF-1.7\n%âãÏÓ\n1 0 obj", NONE, &[(FileNotLedger, "a PDF document")]),
        file("A picture", "ledger.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", NONE, &[(FileNotLedger, "an image")]),
        csv("A feed in XML", "<?xml version=\"1.0\"?><payments/>", NONE, &[(FileNotLedger, "an XML document")]),
        file("A word processor's document", "ledger.rtf", "{\\rtf1\\ansi Payments}", NONE, &[(FileNotLedger, "(RTF)")]),
        file("Compressed by gzip", "ledger.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0", NONE, &[(FileNotLedger, "a gzip archive")]),
        file("Binary data called .csv", "ledger.csv", (0..=255).cycle().map(|b: u8| b & 0x0f).take(4000).collect::<Vec<u8>>(), NONE, &[(FileNotLedger, "it is not text")]),
        csv("Prose", "Dear Sir,\nPlease find attached, as asked, nothing.\n", NONE, &[(FileNotLedger, "no row names an amount")]),
        csv("Another list: no amounts", "Name,Postcode\nAcme,B1 2JJ\n", NONE, &[(FileNotLedger, "no row names an amount")]),
    ]
}

fn archives() -> Vec<Case> {
    let good = || zip(&[("april.csv", LEDGER.as_bytes())]);
    vec![
        file("A ZIP of a ledger", "ledger.zip", good(), BOTH, &[]),
        file("A ZIP that was cut off", "ledger.zip", half(good()), NONE, &[(FileUnreadable, "the file is cut off or damaged")]),
        file("A ZIP of nothing", "ledger.zip", zip(&[]), NONE, &[(FileUnreadable, "the archive holds no files")]),
        file("A ZIP that unpacks to far more than it is", "ledger.zip", zip(&[("april.csv", &vec![b'0'; 4 << 20])]), NONE, &[(FileUnreadable, "it unpacks to far more")]),
        file("A ZIP in a ZIP, beside a ledger", "ledger.zip", zip(&[("a.csv", LEDGER.as_bytes()), ("inner.zip", &good())]), BOTH, &[(FileUnreadable, "an archive inside an archive")]),
        file("A ZIP under a password", "ledger.zip", encrypted(good()), NONE, &[(FileUnreadable, "protected by a password")]),
        file("A ZIP with names that lead out of the folder", "ledger.zip", zip(&[("../../../tmp/april.csv", LEDGER.as_bytes())]), BOTH, &[]),
        file("A ZIP with a Mac's clutter", "ledger.zip", zip(&[("a.csv", LEDGER.as_bytes()), ("__MACOSX/._a.csv", b"\0\x05\x16\x07"), (".DS_Store", b"\0")]), BOTH, &[]),
    ]
}

fn workbook_files() -> Vec<Case> {
    use workbooks::*;
    let one = |fill: Fill| workbook(&[("Sheet1", fill)]);
    vec![
        file("A workbook under a password", "ledger.xlsx", password(), NONE, &[(FileUnreadable, "the workbook is protected by a password")]),
        file("A workbook that was cut off", "ledger.xlsx", half(one(ledger)), NONE, &[(FileUnreadable, "the file is cut off or damaged")]),
        file("A workbook that unpacks to far more than it is", "ledger.xlsx", bomb(), NONE, &[(FileUnreadable, "the workbook unpacks to far more")]),
        file("A workbook with an empty sheet", "ledger.xlsx", one(nothing), NONE, &[(FileEmpty, "it is empty")]),
        file("A workbook with a sheet of notes before the ledger", "ledger.xlsx", workbook(&[("Notes", notes), ("April", ledger)]), BOTH, &[(SheetBeside, "it begins in row 1, with 1 filled cells")]),
        file("A workbook called .csv", "ledger.csv", one(ledger), BOTH, &[]),
        file("Merged cells", "ledger.xlsx", one(merged), (3, "20.00"), &[]),
        file("Formula errors for amounts", "ledger.xlsx", one(formula_errors), BOTH, &[(CellError, "row 4: 05/04/2025 | Acme Ltd | #REF!"), (CellError, "#DIV/0!"), (CellError, "#VALUE!")]),
        file("Formulas for amounts", "ledger.xlsx", one(formulas), BOTH, &[]),
        file("Dates as text, as dates and as bare numbers", "ledger.xlsx", one(real_dates), (4, "22.00"), &[]),
        file("Something in the last cell of the sheet", "ledger.xlsx", one(last_corner), BOTH, &[(PaddingRow, "from row 1048576 on")]),
        file("Formatted rows without content, to row 65,536", "ledger.xlsx", one(padding), BOTH, &[]),
    ]
}

fn encodings() -> Vec<Case> {
    let pounds = "Date,Supplier,Amount (£)\n03/04/2025,Café Sol,£12.50\n04/04/2025,Bree Cars,£7.50\n";
    let in_one_byte = |pound: u8, e: u8| pounds.bytes().filter(|b| !matches!(b, 0xc2 | 0xc3)).map(|b| match b { 0xa3 => pound, 0xa9 => e, b => b }).collect::<Vec<u8>>();
    let mixed = [pounds.as_bytes(), b"05/04/2025,Caf\xe9 Luna,1.00\n", "06/04/2025,Café Sol,£1.00\n".as_bytes()].concat();
    let nul = LEDGER.replace("Acme Ltd", "Acme\0 Ltd");
    vec![
        csv("UTF-8 with a byte order mark", &format!("\u{feff}{pounds}"), BOTH, &[]),
        file("UTF-16, little end first", "ledger.csv", utf16(pounds, u16::to_le_bytes, true), BOTH, &[]),
        file("UTF-16, big end first", "ledger.csv", utf16(pounds, u16::to_be_bytes, true), BOTH, &[]),
        file("UTF-16 without a byte order mark", "ledger.csv", utf16(pounds, u16::to_le_bytes, false), BOTH, &[]),
        file("UTF-16 the other way round without a mark", "ledger.csv", utf16(pounds, u16::to_be_bytes, false), BOTH, &[]),
        file("Windows-1252 pound signs", "ledger.csv", in_one_byte(0xa3, 0xe9), BOTH, &[]),
        file("Pound signs of code page 437", "ledger.csv", in_one_byte(0x9c, 0x82), BOTH, &[]),
        file("Windows-1252 in the middle of UTF-8", "ledger.csv", mixed, (4, "22.00"), &[(EncodingMixed, "some cells are Windows-1252")]),
        csv("A NUL in a name", &nul, BOTH, &[(ControlCharacter, "1 NUL bytes in the text")]),
    ]
}

fn layouts() -> Vec<Case> {
    let wide = |line: &str| format!("{line}{}", ",".repeat(17));
    let many_rows = "05/04/2025,Acme Ltd,1.00\n".repeat(100);
    vec![
        csv("Semicolons", &LEDGER.replace(',', ";"), BOTH, &[]),
        csv("Tabs", &LEDGER.replace(',', "\t"), BOTH, &[]),
        csv("Upright strokes", &LEDGER.replace(',', "|"), BOTH, &[]),
        csv("Line ends of old Macs", &LEDGER.replace('\n', "\r"), BOTH, &[]),
        csv("No line end after the last row", LEDGER.trim_end(), BOTH, &[]),
        lines("A quotation mark that is never closed, at the end", "03/04/2025,Acme Ltd,12.50\n04/04/2025,\"Bree Cars,7.50\n", BOTH, &[(OpenQuote, "row 3 \"7.50\"")]),
        lines("A quotation mark that is never closed, in the middle", &format!("03/04/2025,\"Acme Ltd,12.50\n04/04/2025,Bree Cars,7.50\n{many_rows}"), (102, "120.00"), &[(OpenQuote, "row 2 \"12.50\"")]),
        lines("A name over two lines, in quotation marks", "03/04/2025,\"Acme\nLtd\",12.50\n04/04/2025,\"Bree \"\"Quick\"\" Cars\",7.50\n", BOTH, &[]),
        lines("Rows shorter and longer than the heading", "03/04/2025,Acme Ltd,12.50,,more,cells\n04/04/2025,Bree Cars,7.50\n05/04/2025\n", BOTH, &[(AmountMissing, "row 4: 05/04/2025")]),
        csv("Seventeen empty columns", &LEDGER.lines().map(|line| wide(line) + "\n").collect::<String>(), BOTH, &[]),
        csv("Padding rows to row 65,536", &format!("{LEDGER}{}", ",,\n".repeat(65_533)), BOTH, &[]),
        file("Ten thousand columns", "ledger.csv", ten_thousand_columns(), (1, "12.50"), &[]),
        file("A row of a hundred thousand columns", "ledger.csv", too_many_columns(), (3, "21.00"), &[(RowTooLong, "row 4: ")]),
        file("One line of a megabyte and nothing else", "ledger.csv", vec![b'7'; 1 << 20], NONE, &[(FileNotLedger, "no end of a row")]),
        lines("A line of a megabyte between good ones", &format!("03/04/2025,Acme Ltd,12.50\n{}\n04/04/2025,Bree Cars,7.50\n", "x".repeat(1 << 20)), BOTH, &[(RowTooLong, "row 3: 1048576 bytes without an end")]),
    ]
}

fn headings() -> Vec<Case> {
    vec![
        csv("Only a heading", "Date,Supplier,Amount\n", NONE, &[(FileEmpty, "a heading but no lines")]),
        csv("No heading", "03/04/2025,Acme Ltd,12.50\n04/04/2025,Bree Cars,7.50\n", NONE, &[(FileNotLedger, "no row names an amount")]),
        csv("The heading is the last row", "03/04/2025,Acme Ltd,12.50\n04/04/2025,Bree Cars,7.50\nDate,Supplier,Amount\n", BOTH, &[]),
        csv("A heading over two rows", ",,Amount,Cost\nDate,Supplier,paid,centre\n03/04/2025,Acme Ltd,12.50,A1\n04/04/2025,Bree Cars,7.50,A1\n", BOTH, &[]),
        csv("Banner lines over the heading", &format!("Payments over £500\n\nMarshford Council,,\n{LEDGER}"), BOTH, &[]),
        csv("The heading again in the middle", &LEDGER.replace("04/04", "Date,Supplier,Amount\n04/04"), BOTH, &[]),
        csv("No amount column", "Date,Supplier,Postcode\n03/04/2025,Acme Ltd,B1 2JJ\n", NONE, &[(FileNotLedger, "no row names an amount")]),
        csv("An amount column that holds text", "Date,Supplier,Amount\n03/04/2025,Acme Ltd,paid\n04/04/2025,Bree Cars,paid\n", NONE, &[(FileUnsure, "no column is mapped to `amount`")]),
        csv("Two amount columns that differ", "Date,Supplier,Amount,Amount\n03/04/2025,Acme Ltd,12.50,10.00\n", NONE, &[(FileUnsure, "could each be the amount, and they differ")]),
        csv("Two amount columns that agree", "Date,Supplier,Amount,Amount\n03/04/2025,Acme Ltd,12.50,12.50\n", (1, "12.50"), &[]),
        csv("Net, VAT and gross", "Date,Supplier,Gross Amount,VAT,Net Amount\n03/04/2025,Acme Ltd,15.00,2.50,12.50\n", (1, "12.50"), &[]),
        csv("A total row that says so", &format!("{LEDGER}Total,,20.00\n"), BOTH, &[(TotalRow, "row 4: Total")]),
        csv("A total row without the word", &format!("{LEDGER},,20.00\n"), BOTH, &[(TotalRow, "row 4: ")]),
    ]
}

fn amounts() -> Vec<Case> {
    vec![
        lines("Minus signs of every kind", "03/04/2025,A,(1.00)\n03/04/2025,B,1.00-\n03/04/2025,C,1.00 CR\n03/04/2025,D,−1.00\n03/04/2025,E,-£1.00\n", (5, "-5.00"), &[]),
        lines("Words for amounts", "03/04/2025,Acme Ltd,12.50\n04/04/2025,Bree Cars,see note\n05/04/2025,Acme Ltd,nil\n", (2, "12.50"), &[(AmountUnreadable, "see note")]),
        lines("A comma for the point", "03/04/2025,Acme Ltd,12.50\n03/04/2025,Acme Ltd,7.50\n04/04/2025,Bree Cars,\"7,50\"\n", BOTH, &[(AmountUnreadable, "7,50")]),
        lines("Dollars on one amount", "03/04/2025,Acme Ltd,12.50\n04/04/2025,Bree Cars,$7.50\n", (1, "12.50"), &[(CurrencyForeign, "row 3: 04/04/2025 | Bree Cars | $7.50")]),
        lines("Dollars on every amount", "03/04/2025,Acme Ltd,$12.50\n04/04/2025,Bree Cars,$7.50\n", BOTH, &[(CurrencyMark, "row 2 \"$12.50\", row 3 \"$7.50\"")]),
        csv("Debits and credits in two columns", "Date,Supplier,Debit,Credit\n03/04/2025,Acme Ltd,27.50,\n04/04/2025,Bree Cars,,7.50\n", BOTH, &[]),
        csv("Thousands, as a row under the heading says", "Date,Supplier,Amount\n,,£000\n03/04/2025,Acme Ltd,0.0125\n04/04/2025,Bree Cars,0.0075\n", BOTH, &[(AmountsScaled, "in thousands of pounds")]),
        csv("Two tables side by side", "Date,Supplier,Amount,,Date,Supplier,Amount\n03/04/2025,Acme Ltd,12.50,,04/04/2025,Bree Cars,7.50\n", NONE, &[(FileUnsure, "could each be the amount, and they differ")]),
        csv("Another heading with its columns in another order", "Date,Supplier,Amount\n03/04/2025,Acme Ltd,12.50\nAmount,Supplier,Date\n7.50,Bree Cars,04/04/2025\n", BOTH, &[]),
        csv("Dates as yy-mm-dd", "Date,Supplier,Amount\n25-04-03,Acme Ltd,12.50\n25-04-04,Bree Cars,4.00\n25-04-14,Bree Cars,3.50\n", (3, "20.00"), &[]),
        lines("Parts of a penny", "03/04/2025,Acme Ltd,12.504\n04/04/2025,Bree Cars,7.496\n", BOTH, &[(SubPenny, "row 2 \"12.504\", row 3 \"7.496\"")]),
        lines("An amount of a thousand million million", "03/04/2025,Acme Ltd,12.50\n04/04/2025,Bree Cars,9999999999999999\n04/04/2025,Bree Cars,7.50\n", BOTH, &[(AmountUnreadable, "9999999999999999")]),
        lines("An amount that no computer word holds", "03/04/2025,Acme Ltd,12.50\n03/04/2025,Acme Ltd,7.50\n04/04/2025,Bree Cars,1E+400\n", BOTH, &[(AmountUnreadable, "1E+400")]),
        lines("Text that a spreadsheet would run", "03/04/2025,\"=cmd|' /C calc'!A0\",12.50\n04/04/2025,+44 20 7946 0000,7.50\n", BOTH, &[]),
        lines("Mark-up in a name", "03/04/2025,<script>alert(1)</script>,12.50\n04/04/2025,Bree & Co,7.50\n", BOTH, &[]),
        lines("Names withheld", "03/04/2025,Redacted,12.50\n04/04/2025,REDACTED PERSONAL DATA,7.50\n", BOTH, &[(RedactedShare, "2 of 2 lines (100%)")]),
    ]
}

fn dates() -> Vec<Case> {
    let three = "03/04/2025,A,1\n2025-04-04,B,1\n5-Apr-25,C,1\n45753,D,1\n";
    vec![
        lines("Dates in four forms", three, (4, "4.00"), &[]),
        lines("A value that is not a date", "03/04/2025,Acme Ltd,12.50\n99/99/99999,Bree Cars,7.50\n", BOTH, &[(DateUnreadable, "row 3 \"99/99/99999\"")]),
        lines("No date", "03/04/2025,Acme Ltd,12.50\n,Bree Cars,7.50\n", BOTH, &[(DateMissing, "row 3 \"\"")]),
        lines("Month before day", "04/03/2025,Acme Ltd,12.50\n04/13/2025,Bree Cars,7.50\n", BOTH, &[]),
        lines("Month before day and day before month", "13/04/2025,A,1\n14/04/2025,B,1\n04/15/2025,C,1\n", (3, "3.00"), &[(DateUnreadable, "row 4 \"04/15/2025\""), (DateFormatMixed, "both orders")]),
        lines("A date in the future", "03/04/2025,Acme Ltd,12.50\n04/04/2025,Bree Cars,7.50\n03/04/2052,Bree Cars,1\n", (3, "21.00"), &[(DateFuture, "row 4 \"03/04/2052\""), (DateOutsidePeriod, "1 of 3 lines")]),
        file("A line of another month", "2025-04.csv", format!("{LEDGER}04/11/2025,Acme Ltd,1\n"), (3, "21.00"), &[(DateOutsidePeriod, "1 of 3 lines are dated more than 45 days from 2025-04")]),
    ]
}

fn folders() -> Vec<Case> {
    let case = |what, write: Box<dyn Fn(&Path)>, sources, (n_lines, pounds), says| Case { what, write, sources, n_lines, pounds, says };
    let twice: &[(&str, &str)] = &[("county", "county/*.csv"), ("district", "county/april.*")];
    vec![
        case("No file where the place says there are some", Box::new(|_| {}), &[("county", "county/*.csv")], NONE, &[(FileEmpty, "no file matches `county/*.csv`")]),
        case("A file that two bodies claim", Box::new(|root| put(root, "county/april.csv", LEDGER.as_bytes())), twice, NONE, &[(FileUnsure, "`county/april.csv` is claimed by county and district")]),
        case("The same file under two names", Box::new(same_file_twice), COUNTY, (4, "40.00"), &[(SameFileTwice, "county/b.csv is the same file as county/a.csv")]),
        case("A file that holds another's lines", Box::new(overlapping), COUNTY, (61, "936.00"), &[(OverlappingFiles, "30 lines (£465.00) of county/a.csv, 100% of its lines, dated April 2025, are also in county/b.csv: a copy is not counted")]),
        #[cfg(unix)]
        case("A link that leads out of the folder", Box::new(link_to_file), COUNTY, BOTH, &[(FileUnreadable, "`county/april.csv` is a link that leads out")]),
        #[cfg(unix)]
        case("A linked folder outside", Box::new(link_to_folder), COUNTY, BOTH, &[(FileUnreadable, "`county/outside/secret.csv` is a link that leads out")]),
        #[cfg(unix)]
        case("A folder linked into itself", Box::new(link_in_circle), COUNTY, BOTH, &[(FileUnreadable, "`county/again` is a folder linked into itself")]),
    ]
}

/// The same thirty payments in two files whose lines differ.
fn reprints() -> Vec<Case> {
    let beside = |what, a: String, b: String, lines: (u64, &'static str), says| {
        let write = move |root: &Path| {
            put(root, "county/a.csv", a.as_bytes());
            put(root, "county/b.csv", b.as_bytes());
        };
        Case { what, write: Box::new(write), sources: COUNTY, n_lines: lines.0, pounds: lines.1, says }
    };
    let month = || thirty_payments(|day| format!("{day:02}/04/2025"), |day| format!("{day}.50"));
    let of = |date: fn(usize) -> String, amount: fn(usize) -> String| thirty_payments(date, amount);
    vec![
        beside("A month again, each date a day later", month(), of(|day| format!("2025-04-{:02}", (day + 1).min(30)), |day| format!("{day}.50")), (60, "960.00"), &[(OverlappingFiles, "30 lines (£480.00) of county/b.csv, 100% of its lines, may be those of county/a.csv, with other dates")]),
        beside("A month again, dated `Apr-25`", month(), of(|_| "Apr-25".to_owned(), |day| format!("{day}.50")), (60, "960.00"), &[(OverlappingFiles, "may be those of county/a.csv, with other dates")]),
        beside("A month again, in whole pounds", month(), of(|day| format!("{day:02}/04/2025"), |day| format!("{}", day + 1)), (60, "975.00"), &[(OverlappingFiles, "with amounts in whole pounds in one of them")]),
        beside("A month again, with VAT", month(), of(|day| format!("{day:02}/04/2025"), |day| format!("{:.2}", (day as f64 + 0.5) * 1.2)), (60, "1056.00"), &[(OverlappingFiles, "with VAT in one of them and without it in the other")]),
        beside("A month again, under the next month's dates", month(), of(|day| format!("{day:02}/05/2025"), |day| format!("{day}.50")), (60, "960.00"), &[(OverlappingFiles, "with the dates of another month")]),
        beside("A month again, added up by payee", format!("{}{}", month(), month().replace("Date,Supplier,Amount\n", "").replace(".50", ".25")), of(|_| "30/04/2025".to_owned(), |day| format!("{}.75", 2 * day)), (90, "1905.00"), &[(OverlappingFiles, "30 lines (£952.50) of county/b.csv may be totals, by payee and month, of the lines of county/a.csv")]),
    ]
}

/// Money that was not spent, or stands on several lines.
fn not_spent() -> Vec<Case> {
    let invoice = |i: u32| -> String {
        let row = |part: u32| format!("{:02}/04/2025,Supplier {i},INV{i},Part {part},{}.00\n", i + 1, 100 + 7 * i);
        (1..=2).map(row).collect()
    };
    let invoices = format!("Date,Supplier,Invoice Number,Part,Amount\n{}", (1..=6).map(invoice).collect::<String>());
    vec![
        csv("A status that says cancelled", "Date,Supplier,Amount,Status\n03/04/2025,Acme Ltd,12.50,Paid\n04/04/2025,Bree Cars,7.50,Cancelled\n", BOTH, &[(LinesNotPaid, "`Status` says that lines were not paid: \"Cancelled\" 1 line (£7.50)")]),
        csv("A type that says budget", "Date,Supplier,Amount,Type\n03/04/2025,Acme Ltd,12.50,Actual\n04/04/2025,Bree Cars,7.50,Budget\n", BOTH, &[(LinesNotPaid, "\"Budget\" 1 line (£7.50)")]),
        csv("A column `Void?`", "Date,Supplier,Amount,Void?\n03/04/2025,Acme Ltd,12.50,N\n04/04/2025,Bree Cars,7.50,Y\n", BOTH, &[(LinesNotPaid, "`Void?` says that lines were not paid")]),
        csv("An invoice's total on each of its lines", &invoices, (12, "1494.00"), &[(LinesRepeated, "6 lines (£747.00) may be counted more than once")]),
        csv("Receipts from customers", &LEDGER.replace("Supplier", "Customer"), BOTH, &[(FileOfIncome, "its names are headed `Customer`, so it may be income")]),
        file("A file called income", "Income April 2025.csv", LEDGER, BOTH, &[(FileOfIncome, "it is called `Income April 2025`")]),
        lines("A comma too many in every row", "03/04/2025,Acorn Ltd, 24,1250.00\n04/04/2025,Birch Ltd, 7,1750.50\n", (2, "31.00"), &[(SeveralAmountColumns, "column D, which has no heading, could be the amount too (£3,000.50)")]),
        lines("Pence cut off by an unquoted decimal comma", "03/04/2025,Acme Ltd,12,50\n04/04/2025,Bree Cars,3,05\n05/04/2025,Cole Co,4,10\n06/04/2025,Dale Ltd,1,95\n", (4, "20.00"), &[(SeveralAmountColumns, "column D has no heading and two digits on every line")]),
        csv("`Amount` and `Total`, which differ", "Date,Supplier,Amount,Total\n03/04/2025,Acme Ltd,12.50,19.10\n04/04/2025,Bree Cars,7.50,8.30\n", BOTH, &[(SeveralAmountColumns, "`Amount` was counted; Total could be the amount too")]),
        lines("Payees only in the first line of each group", "03/04/2025,Acme Ltd,2.50\n04/04/2025,,10.00\n05/04/2025,Bree Cars,1.50\n06/04/2025,,2.00\n07/04/2025,,4.00\n", (5, "20.00"), &[(PayeeMissing, "3 of 5 lines (£16.00) have no payee")]),
        lines("A group's sum above its lines", "03/04/2025,Acme Ltd,6.00\n03/04/2025,Acme Ltd,1.00\n03/04/2025,Acme Ltd,2.00\n03/04/2025,Acme Ltd,3.00\n04/04/2025,Bree Cars,9.00\n04/04/2025,Bree Cars,4.00\n04/04/2025,Bree Cars,5.00\n05/04/2025,Cole Co,11.00\n05/04/2025,Cole Co,5.50\n05/04/2025,Cole Co,5.50\n", (10, "52.00"), &[(PossibleTotal, "3 lines are totals of the lines below them: £26.00 may be counted twice")]),
        file("A name that says another month than the dates", "November 2025.csv", LEDGER, BOTH, &[(DateOutsidePeriod, "its name, `November 2025`, says 2025-11, but its lines are dated 2025-04-03 to 2025-04-04")]),
    ]
}

fn said_elsewhere() -> Vec<Case> {
    let may = LEDGER.replace("/04/", "/05/");
    let with = |heading: &str, cell: &dyn Fn(usize) -> &'static str| {
        let line = |day: usize| format!("{day:02}/04/2025,Supplier {day},{day}.00,{}\n", cell(day));
        format!("Date,Supplier,Amount,{heading}\n{}", (1..=30).map(line).collect::<String>())
    };
    // Days 28, 29 and 30 come to £87.00, all thirty to £465.00.
    let is_last = |day: usize| 27 < day;
    let parted = |heading: &str| {
        let line = |day: usize| format!("{day:02}/04/2025,Supplier {day},{day}.00\n");
        let (first, last): (String, String) = ((1..=27).map(line).collect(), (28..=30).map(line).collect());
        format!("Date,Supplier,Amount\n{first}\n{heading},,\n{last}")
    };
    let beside = |day: usize| if is_last(day) { ",05/04/2025,Other payee,12.50" } else { ",,," };
    let postings = |day: usize| format!("{day:02}/04/2025,Supplier {day},Paper,{0}.00\n{day:02}/04/2025,Supplier {day},Creditors,-{0}.00\n", 100 + day * day);
    let postings = format!("Date,Supplier,Account,Amount\n{}", (1..=30).map(postings).collect::<String>());
    vec![
        file("A ZIP of two months", "ledger.zip", zip(&[("april.csv", LEDGER.as_bytes()), ("may.csv", may.as_bytes())]), (4, "40.00"), &[]),
        csv("A second table beside the first, under no headings", &with("", &beside), (30, "465.00"), &[(SeveralAmountColumns, "there is a second table beside the one that was read: 3 amounts (£37.50)")]),
        csv("An invoice's total on each of its lines, under a heading of any name", &format!("Date,Supplier,Voucher,Part,Amount\n{}", (1..=6).flat_map(|i| (1..=2).map(move |part| format!("{:02}/04/2025,Supplier {i},V{i},Part {part},{}.00\n", i + 1, 100 + 7 * i))).collect::<String>()), (12, "1494.00"), &[(LinesRepeated, "6 lines (£747.00) may be counted more than once")]),
        csv("All amounts nought", &thirty_payments(|day| format!("{day:02}/04/2025"), |_| "0.00".to_owned()), (30, "0.00"), &[(AmountsNought, "30 of 30 amounts are 0.00")]),
        csv("A title that says that nothing was paid yet", &format!("Invoices not yet paid at 30 April 2025\n{LEDGER}"), BOTH, &[(LinesNotPaid, "is above its headings, so its lines may not be paid")]),
        csv("A footnote that says the same", &format!("{LEDGER}This report lists orders placed in April\n"), BOTH, &[(PaddingRow, ""), (LinesNotPaid, "is below its lines")]),
        file("A file called unpaid invoices", "Unpaid invoices.csv", LEDGER, BOTH, &[(LinesNotPaid, "it is called `Unpaid invoices`, so its lines may not be paid")]),
        csv("A section of invoices on hold", &parted("Invoices on hold"), (30, "465.00"), &[(PaddingRow, ""), (LinesNotPaid, "3 lines (£87.00) under \"Invoices on hold\" may not be paid")]),
        csv("The largest payments again, in a section", &parted("Ten largest payments"), (30, "465.00"), &[(PaddingRow, ""), (LinesRepeated, "3 lines (£87.00)")]),
        csv("Amounts headed as not paid", &LEDGER.replace("Amount", "Accrued Amount"), BOTH, &[(LinesNotPaid, "its amounts are headed `Accrued Amount`")]),
        csv("Codes of credit notes without minus signs", &with("Tran Type", &|day| if is_last(day) { "PC" } else { "PI" }), (30, "465.00"), &[(NoNegativeLines, "`Tran Type` has the code `PC` on 3 lines (£87.00) beside `PI`")]),
        csv("VAT on lines of its own", &with("Account", &|day| if is_last(day) { "VAT Input" } else { "Paper" }), (30, "465.00"), &[(SeveralAmountColumns, "3 of 30 lines (£87.00) are the VAT of other lines")]),
        csv("Both sides of a ledger's postings", &postings, (60, "0.00"), &[(SideUnreadable, "each payment (£12,455.00 in all) may stand beside its counter-entry")]),
        csv("Texts that say cancelled", &with("Description", &|day| if is_last(day) { "CANCELLED - paper" } else { "Paper" }), (30, "465.00"), &[(LinesNotPaid, "3 of 30 lines (£87.00) are called cancelled, void or the like")]),
        csv("A yes or no for VAT", &with("VAT included", &|day| if is_last(day) { "Y" } else { "N" }), (30, "465.00"), &[(SeveralAmountColumns, "`VAT included` says that 3 amounts (£87.00) are with VAT")]),
        csv("Recharges on a few lines, in a column beside", &with("Recharge £", &|day| if is_last(day) { "5.00" } else { "" }), (30, "465.00"), &[(SeveralAmountColumns, "`Recharge £` holds £15.00 on 3 lines")]),
        csv("Days printed as moments in UTC", "Date,Supplier,Amount\n2025-03-31T23:00:00Z,Acme Ltd,12.50\n2025-04-03T23:00:00Z,Bree Cars,7.50\n", BOTH, &[]),
        csv("Payees that say `as above`", &LEDGER.replace("Bree Cars,7.50", "Bree Cars,2.50\n05/04/2025,As above,2.00\n06/04/2025,do.,2.00\n07/04/2025,#N/A,1.00"), (5, "20.00"), &[(PayeeMissing, "3 of 5 lines (£5.00) have no payee")]),
    ]
}

fn same_file_twice(root: &Path) {
    put(root, "county/a.csv", LEDGER.as_bytes());
    put(root, "county/b.csv", LEDGER.as_bytes());
}

fn overlapping(root: &Path) {
    put(root, "county/a.csv", thirty_lines().as_bytes());
    put(root, "county/b.csv", format!("{}30/04/2025,One more,6.00\n", thirty_lines()).as_bytes());
}

/// A good file, and a folder beside the sources that is no business of theirs.
#[cfg(unix)]
fn with_outside(root: &Path) -> std::path::PathBuf {
    put(root, "county/may.csv", LEDGER.as_bytes());
    put(root, "../outside/secret.csv", LEDGER.as_bytes());
    root.parent().expect("the root lies in a folder").join("outside")
}

#[cfg(unix)]
fn link_to_file(root: &Path) {
    let outside = with_outside(root).join("secret.csv");
    std::os::unix::fs::symlink(outside, root.join("county/april.csv")).expect("a link");
}

#[cfg(unix)]
fn link_to_folder(root: &Path) {
    std::os::unix::fs::symlink(with_outside(root), root.join("county/outside")).expect("a link");
}

#[cfg(unix)]
fn link_in_circle(root: &Path) {
    put(root, "county/may.csv", LEDGER.as_bytes());
    std::os::unix::fs::symlink(root.join("county"), root.join("county/again")).expect("a link");
}
