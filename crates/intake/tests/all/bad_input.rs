//! Broken files, each with what its sender is told and what still gets through.
//!
//! The table in `cases` is also the page `docs/reference/bad-input.md`: run the tests with
//! `TOTALPLACE_WRITE_PAGES=1` to write it anew.

mod archives;
#[rustfmt::skip] // a row of the table is a line
mod cases;
mod texts;
mod workbooks;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use intake::encoding::Encoding;
use intake::files::Sources;
use intake::ledgers::{Reader, ledger_problems};
use intake::mapping::Mappings;
use intake::rows::{Row, Rows, Step};
use intake::text::TextRows;
use model::payee::PayeeMasks;
use model::problem::Problem;
use model::{Place, ProblemKind};
use money::Money;

use crate::places::{ledgers, place_in};
use cases::Case;

/// What came of a folder of files.
struct Answer {
    n_lines: u64,
    amount: Money,
    problems: Vec<Problem>,
}

fn place(root: &Path, sources: &[(&str, &str)]) -> Place {
    place_in(root, 2025, sources.iter().map(|(body, glob)| ledgers(body, &[glob])).collect())
}

fn read(case: &Case) -> Answer {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // The sources lie one folder down, so that a link has somewhere outside to lead to.
    let root = folder.path().join("sources");
    fs::create_dir_all(root.join("county")).expect("a folder in the temporary folder");
    (case.write)(&root);
    let place = place(&root, case.sources);
    let ledgers = Sources::find(&place).ledgers;
    let mappings = Mappings::default();
    let reader = Reader { place: &place, mappings: &mappings, masks: &PayeeMasks::default() };
    let mut n_emitted = 0;
    let tables: Vec<_> = ledgers
        .found
        .iter()
        .flat_map(|file| reader.read(file, &mut |batch| n_emitted += batch.num_rows() as u64))
        .collect();
    let problems = ledger_problems(&place, &tables, &ledgers.problems);
    for counts in tables.iter().map(|table| &table.counts) {
        let n_known = counts.n_header_rows + counts.n_blank_rows + counts.n_problem_rows + counts.n_lines;
        assert_eq!(counts.n_rows, n_known, "every row of {:?} is accounted for", case.what);
    }
    let n_lines = tables.iter().map(|table| table.counts.n_lines).sum();
    assert_eq!(n_emitted, n_lines, "lines of {:?}", case.what);
    Answer { n_lines, amount: tables.iter().map(|table| table.counts.amount).sum(), problems }
}

fn shown(problem: &Problem) -> String {
    let row = problem.row.map_or(String::new(), |row| format!("row {row}: "));
    format!("{row}{}", problem.text)
}

/// How an answer differs from the one in the table; nothing where it does not.
fn difference(case: &Case, answer: &Answer) -> Option<String> {
    let said: Vec<(ProblemKind, String)> =
        answer.problems.iter().map(|problem| (problem.kind, shown(problem))).collect();
    let as_expected = said.len() == case.says.len()
        && said.iter().zip(case.says).all(|((kind, text), (expected, part))| kind == expected && text.contains(part));
    let pounds = answer.amount.plain();
    if as_expected && (answer.n_lines, pounds.as_str()) == (case.n_lines, case.pounds) {
        return None;
    }
    let mut text = format!(
        "{}: {} lines, {pounds}; the table has {} lines, {}",
        case.what, answer.n_lines, case.n_lines, case.pounds
    );
    said.iter().for_each(|said| write!(text, "\n    said     {said:?}").expect("text grows"));
    case.says.iter().for_each(|says| write!(text, "\n    expected {says:?}").expect("text grows"));
    Some(text)
}

#[test]
fn every_broken_file_gets_its_answer_and_its_good_rows_get_through() {
    let cases = cases::all();
    assert!(cases.len() >= 40);
    let wrong: Vec<String> = cases.iter().filter_map(|case| difference(case, &read(case))).collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn a_line_of_a_gigabyte_is_passed_over_in_little_memory() {
    const GIGABYTE: u64 = 1 << 30;
    let before = peak_bytes();
    let input =
        (&b"Date,Supplier,Amount\n"[..]).chain(Sevens.take(GIGABYTE)).chain(&b"\n03/04/2025,Acme Ltd,12.50\n"[..]);
    let mut rows = TextRows::new(input, b',');
    let mut row = Row::default();
    assert_eq!(rows.next(&mut row).unwrap(), Step::Row);
    assert_eq!(rows.next(&mut row).unwrap(), Step::TooLong { n_bytes: GIGABYTE });
    assert_eq!((row.number, row.text(0, &Encoding::Utf8).len()), (2, 400));
    assert_eq!(rows.next(&mut row).unwrap(), Step::Row);
    assert_eq!(
        (row.number, row.texts(&Encoding::Utf8)),
        (3, ["03/04/2025", "Acme Ltd", "12.50"].map(str::to_owned).to_vec())
    );
    if let (Some(before), Some(after)) = (before, peak_bytes()) {
        assert!(after - before < 32 << 20, "{} bytes more at the peak", after - before);
    }
}

/// Never ends; quicker than `io::repeat` in a build for tests.
struct Sevens;

impl Read for Sevens {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        buffer.fill(b'7');
        Ok(buffer.len())
    }
}

/// The most memory that this process has held, where the system tells.
fn peak_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes << 10)
}

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/bad-input.md");

fn page() -> String {
    let mut page = "# What a broken file is answered\n\n\
        Written by the tests of `crates/intake` from the files that they break (`tests/all/bad_input`), with the answers that the\n\
        program gives. *Lines* is how many rows still count, and for how much. A word in code type is the kind in the table\n\
        `ledger_problem`; if no problem is listed, there is nothing for a person to do.\n\n\
        | | what is wrong | lines | what is said |\n| --: | --- | --: | --- |\n"
        .to_owned();
    for (n, case) in (1..).zip(cases::all()) {
        let answer = read(&case);
        let said: Vec<String> = answer
            .problems
            .iter()
            .map(|problem| format!("`{}` {}", problem.kind.word(), cell(&shown(problem))))
            .collect();
        let lines =
            if answer.n_lines == 0 { "none".to_owned() } else { format!("{}, {}", answer.n_lines, answer.amount) };
        writeln!(page, "| {n} | {} | {lines} | {} |", cell(case.what), said.join("<br>")).expect("text grows");
    }
    page
}

/// Text as a cell of a Markdown table.
fn cell(text: &str) -> String {
    let short: String = text.chars().take(240).collect();
    let short = if short.len() < text.len() { format!("{short}…") } else { short };
    short.replace('|', "\\|").replace('<', "&lt;").replace('\0', "␀").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_on_bad_input_says_what_the_program_says() {
    let page = page();
    if std::env::var_os("TOTALPLACE_WRITE_PAGES").is_some() {
        fs::write(PAGE, &page).expect("the page can be written");
    }
    let there = fs::read_to_string(PAGE).unwrap_or_default();
    assert!(there == page, "docs/reference/bad-input.md is out of date: run this test with TOTALPLACE_WRITE_PAGES=1");
}
