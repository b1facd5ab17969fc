//! Files of people under a ledger's pattern: none becomes a line, and nothing of any is told.

use std::collections::BTreeMap;
use std::fs;

use intake::files::Sources;
use intake::ledgers::{Reader, ledger_problems};
use intake::mapping::Mappings;
use intake::source_file::{SourceFile, source_file_table};
use model::ProblemKind;
use model::payee::PayeeMasks;
use model::place::{Source, SourceKind};
use model::problem::Problem;

use crate::places::place_in;

const MARK: &str = "zqmarkerqz";

fn source(kind: SourceKind, files: &str) -> Source {
    Source {
        body_id: Some("county".to_owned()),
        kind,
        agency: Some("care".to_owned()).filter(|_| kind.is_about_people()),
        columns: Vec::new(),
        building: None,
        files: vec![files.to_owned()],
    }
}

struct Answer {
    n_lines: usize,
    files: Vec<SourceFile>,
    problems: Vec<Problem>,
}

impl Answer {
    fn kinds(&self) -> Vec<ProblemKind> {
        self.problems.iter().map(|problem| problem.kind).collect()
    }

    /// Everything that tables and messages say.
    fn told(&self) -> String {
        format!("{:?} {:?} {:?}", source_file_table(&self.files, &BTreeMap::new()), self.problems, self.files)
            .to_lowercase()
    }
}

fn read(files: &[(&str, Vec<u8>)], sources: Vec<Source>) -> Answer {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    let place = place_in(folder.path(), 2024, sources);
    let found = Sources::find(&place).ledgers;
    let mappings = Mappings::default();
    let reader = Reader { place: &place, mappings: &mappings, masks: &PayeeMasks::default() };
    let mut n_lines = 0;
    let mut files: Vec<SourceFile> = Vec::new();
    for file in &found.found {
        files.extend(reader.read(file, &mut |batch| n_lines += batch.num_rows()));
    }
    let problems = ledger_problems(&place, &files, &found.problems);
    Answer { n_lines, files, problems }
}

/// A file that stops, and tells nothing.
fn check_refused(name: &str, bytes: Vec<u8>, kind: ProblemKind) {
    let answer = read(&[(name, bytes)], vec![source(SourceKind::Ledger, "**")]);
    assert_eq!((answer.n_lines, answer.kinds()), (0, vec![kind]), "{name}");
    assert!(!answer.told().contains(MARK), "{}", answer.told());
}

fn people(heading: &str, row: impl Fn(u32) -> String) -> Vec<u8> {
    let rows: String = (1..30).map(|at| row(at) + "\n").collect();
    format!("{heading}\n{rows}").into_bytes()
}

fn nhs_numbers() -> Vec<String> {
    let is_valid = |number: &String| model::identifier::is_nhs_number(number);
    (9_434_760_000_u64..).map(|number| number.to_string()).filter(is_valid).take(40).collect()
}

#[test]
fn records_under_their_headings_stop() {
    let row = |at: u32| format!("{at},Given{MARK},Family{MARK},0{}/03/1961,{at} {MARK} Lane,12.50", 1 + at % 9);
    for heading in [
        "Ref,First name,Surname,Date of birth,Address,Amount",
        "Client ref,Forename,Surname,DOB,Home address,Weekly amount",
        "ID,Forname,Surnmae,D.O.B.,Address,Net amount",
        "Supplier,Forename,Surname,Date of birth,Address,Amount",
    ] {
        check_refused("people.csv", people(heading, row), ProblemKind::FileAboutPeople);
    }
    let numbers = nhs_numbers();
    let row = |at: u32| format!("Family{MARK},{},12.50,02/05/2024", numbers[at as usize]);
    for heading in ["Name,NHS number,Cost,Date", "Payee,Id,Amount,Date"] {
        check_refused("people.csv", people(heading, row), ProblemKind::FileAboutPeople);
    }
}

#[test]
fn contacts_stop() {
    let row = |at: u32| format!("{MARK}{at},Visit {MARK},02/05/2024,{MARK},10.00");
    for heading in
        ["Person ref,Activity,Start,Team,Cost", "Ref,Activity,Start,Outcome,Cost", "Ref,Service,Date,Channel,Amount"]
    {
        check_refused("contacts.csv", people(heading, row), ProblemKind::FileAboutPeople);
    }
}

#[test]
fn people_without_headings_tell_nothing() {
    let row =
        |at: u32| format!("{at},Given{MARK},Family{MARK},0{}/03/19{},{at} {MARK} Lane,12.50", 1 + at % 9, 30 + at);
    check_refused("people.csv", people("", row), ProblemKind::FileNotLedger);
    let numbers = nhs_numbers();
    let row = |at: u32| format!("Given{MARK},Family{MARK},{}", numbers[at as usize]);
    check_refused("people.csv", people("", row), ProblemKind::FileAboutPeople);
    let row = |at: u32| format!("{at},Known to {MARK},{at} {MARK} Lane");
    check_refused("people.csv", people("", row), ProblemKind::FileNotLedger);
}

fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name");
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate() {
                sheet.write_string(row as u32, column as u16, *cell).expect("a cell");
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn one_sheet_about_people_stops_the_workbook() {
    let ledger: &[&[&str]] = &[&["Date", "Supplier", "Amount"], &["02/05/2024", MARK, "10.00"]];
    let name = format!("Care {MARK}");
    let people: &[&[&str]] = &[&["NHS No", "Surname", "Forename"], &["9434765919", MARK, MARK]];
    let bytes = workbook(&[("April", ledger), (name.as_str(), people)]);
    check_refused("people.xlsx", bytes, ProblemKind::FileAboutPeople);
    let headless: &[&[&str]] = &[&["9434765919", MARK, MARK], &["x", MARK, MARK]];
    check_refused("people.xlsx", workbook(&[("Sheet1", headless)]), ProblemKind::FileNotLedger);
}

#[test]
fn a_file_that_is_claimed_as_people_too_is_people() {
    let rows = || people("Date,Supplier,Amount", |at| format!("02/05/2024,{MARK} {at},10.00"));
    for kind in [SourceKind::People, SourceKind::Contacts] {
        let sources = vec![source(SourceKind::Ledger, "**/*.csv"), source(kind, "people/care.csv")];
        let good = b"Date,Supplier,Amount\n02/05/2024,Acorn Ltd,10.00\n".to_vec();
        let answer = read(&[("people/care.csv", rows()), ("april.csv", good)], sources);
        assert_eq!((answer.n_lines, answer.kinds()), (1, vec![ProblemKind::FileAboutPeople]));
        assert!(
            answer.problems[0].text.contains("`people/care.csv` is also claimed as ledger"),
            "{:?}",
            answer.problems
        );
        assert!(!answer.told().contains(MARK), "{}", answer.told());
    }
}

#[test]
fn ledgers_that_pay_people_stay_ledgers() {
    for heading in [
        "Date,Supplier,Amount,Postcode",
        "Date,Councillor surname,Amount,Title",
        "Date,Payee,Amount,Reference",
        "Date,Name,Amount,Email",
    ] {
        let rows = people(heading, |at| format!("0{}/05/2024,Acorn {at} Ltd,10.00,WX1 1AA", 1 + at % 9));
        let answer = read(&[("april.csv", rows)], vec![source(SourceKind::Ledger, "**")]);
        assert_eq!(answer.n_lines, 29, "{heading}: {:?}", answer.problems);
    }
}
