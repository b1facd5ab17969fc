//! Workbooks whose cells, written out, would fill the memory: refused by name, and the files beside them are read.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use intake::files::Sources;
use intake::ledgers::{Reader, ledger_problems};
use intake::mapping::Mappings;
use model::ProblemKind;
use model::payee::PayeeMasks;
use money::Money;

use crate::places::{ledgers, place_in};

/// Memory that reading may take at most, whatever a file says.
const MEMORY_KIB_MAX: u64 = 256 << 10;

#[test]
fn a_cell_in_a_column_that_no_sheet_has_ends_nothing() {
    check_refused("far.xlsx", &xlsx("<row r=\"2\"><c r=\"ZZZZZZZ2\"><v>1</v></c></row>"));
    check_refused("far.xlsx", &xlsx("<row r=\"2\"><c s=\"0\" r='XFE2'><v>1</v></c></row>"));
    check_refused("far.xlsx", &xlsx("<row r=\"1048577\"><c r=\"A1048577\"><v>1</v></c></row>"));
}

#[test]
fn repeated_cells_are_not_written_out() {
    let cell = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"16384\"><text:p>x</text:p></table:table-cell>";
    check_refused(
        "wide.ods",
        &ods(&format!("<table:table-row table:number-rows-repeated=\"400\">{cell}</table:table-row>").repeat(10)),
    );
    let narrow = cell.replace("16384", "9");
    check_refused(
        "long.ods",
        &ods(&format!("<table:table-row table:number-rows-repeated=\"1048576\">{narrow}</table:table-row>")),
    );
    let far = format!(
        "<table:table-row>{}{narrow}</table:table-row>",
        "<table:table-cell table:number-columns-repeated=\"16000\"/>"
    );
    let corners = format!(
        "{far}<table:table-row table:number-rows-repeated=\"900000\"><table:table-cell/></table:table-row>{far}"
    );
    check_refused("corners.ods", &ods(&corners));
}

#[test]
#[allow(clippy::print_stdout)] // tells the person who runs the tests without them
fn the_two_files_that_once_ended_a_build_end_none() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/files");
    if !folder.is_dir() {
        println!("skipped: the cases are not at {}", folder.display());
        return;
    }
    for name in ["far-column.xlsx", "repeated-cells.ods"] {
        check_refused(name, &fs::read(folder.join(name)).expect("a case is read"));
    }
}

#[test]
fn a_cell_in_the_last_column_and_the_rows_that_fill_a_sheet_are_read() {
    let row = "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>01/05/2025</t></is></c><c r=\"B2\" t=\"inlineStr\"><is><t>Acorn Ltd</t></is></c><c r=\"C2\"><v>12.5</v></c><c r=\"XFD2\"><v>7</v></c></row>";
    assert_eq!(read(&[("last.xlsx", &xlsx(row))]).0, Money::from_pence(12_50));
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let filled = format!(
        "<table:table-row>{}{}<table:table-cell office:value-type=\"float\" office:value=\"12.5\"><text:p>12.50</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>",
        cell("01/05/2025"),
        cell("Acorn Ltd"),
    );
    let end = "<table:table-row table:number-rows-repeated=\"1048574\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    assert_eq!(read(&[("usual.ods", &ods(&format!("{filled}{end}")))]).0, Money::from_pence(12_50));
}

/// Empty cells in two runs reach as far as in one.
#[test]
fn an_ods_whose_empty_cells_come_in_two_runs_is_refused() {
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
    let empty = "<table:table-cell table:number-columns-repeated=\"16000\"/><table:table-cell/>";
    let row = format!("<table:table-row table:number-rows-repeated=\"6000\">{cell}{empty}{cell}</table:table-row>");
    check_refused("two-runs.ods", &ods(&row));
}

/// A file is refused by its name, the good one beside it is read, and the memory stays small.
fn check_refused(name: &str, bytes: &[u8]) {
    let good = b"Date,Payee,Amount\n01/05/2025,Acorn Ltd,12.50\n";
    let (amount, refused) = read(&[(name, bytes), ("good.csv", good)]);
    assert_eq!(amount, Money::from_pence(12_50), "the good file is read beside {name}");
    assert!(refused.iter().any(|text| text.contains(name) && text.contains("far outside a ledger")), "{refused:?}");
    if let Some(kib) = peak_memory_kib() {
        assert!(kib < MEMORY_KIB_MAX, "{name} took {kib} KiB");
    }
}

/// Reads files as the ledgers of one body: their pounds, and what is said of files that cannot be read.
fn read(files: &[(&str, &[u8])]) -> (Money, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file is written");
    }
    let place = place_in(folder.path(), 2025, vec![ledgers("county", &["*"])]);
    let ledgers = Sources::find(&place).ledgers;
    let mappings = Mappings::default();
    let reader = Reader { place: &place, mappings: &mappings, masks: &PayeeMasks::default() };
    let tables: Vec<_> = ledgers.found.iter().flat_map(|file| reader.read(file, &mut drop)).collect();
    let problems = ledger_problems(&place, &tables, &ledgers.problems);
    let path_of =
        |id: Option<&str>| tables.iter().find(|table| Some(table.file_id.as_str()) == id).map(|t| t.path.clone());
    let refused = problems.iter().filter(|problem| problem.kind == ProblemKind::FileUnreadable);
    (
        tables.iter().map(|table| table.counts.amount).sum(),
        refused
            .map(|problem| format!("{}: {}", path_of(problem.file_id.as_deref()).unwrap_or_default(), problem.text))
            .collect(),
    )
}

fn xlsx(rows: &str) -> Vec<u8> {
    let heading: String = ["Date", "Payee", "Amount"]
        .iter()
        .zip(["A1", "B1", "C1"])
        .map(|(text, at)| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))
        .collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let documents = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let sheet =
        format!("<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\">{heading}</row>{rows}</sheetData></worksheet>");
    let relationship = |to: &str, kind: &str| {
        format!(
            "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{documents}/{kind}\" Target=\"{to}\"/></Relationships>"
        )
    };
    zipped(&[
        ("[Content_Types].xml", &format!("<Types xmlns=\"{package}/content-types\"/>")),
        ("_rels/.rels", &relationship("xl/workbook.xml", "officeDocument")),
        ("xl/_rels/workbook.xml.rels", &relationship("worksheets/sheet1.xml", "worksheet")),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{documents}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

pub fn ods(rows: &str) -> Vec<u8> {
    let cell = |text: &&str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let heading: String = ["Date", "Payee", "Amount"].iter().map(cell).collect();
    let space = |name: &str| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"");
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content {} {} {}><office:body><office:spreadsheet><table:table table:name=\"S\"><table:table-row>{heading}</table:table-row>{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        space("office"),
        space("table"),
        space("text"),
    );
    let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ])
}

fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member begins");
        archive.write_all(text.as_bytes()).expect("a member is written");
    }
    archive.finish().expect("the archive ends").into_inner()
}

/// The most memory that this process ever took, where the system says so.
fn peak_memory_kib() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
