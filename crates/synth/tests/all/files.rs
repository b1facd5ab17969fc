//! Every file as the product reads it.

use std::collections::BTreeMap;

use intake::fields::Field;
use intake::files::Sources;
use intake::ledgers::Reader;
use intake::mapping::Mappings;
use intake::source_file::SourceFile;
use model::payee::PayeeMasks;
use model::problem::Problem;
use model::{Place, ProblemKind};
use serde_json::{Value, json};

use crate::made::{Made, make, plan};

pub fn place(made: &Made) -> Place {
    place::read(made.dir()).expect("place.toml is without mistakes")
}

fn read(place: &Place) -> Vec<SourceFile> {
    let Sources { ledgers, publications, people, event_logs: _, contracts: _, areas: _, buildings: _, unclaimed: _ } =
        Sources::find(place);
    assert_eq!([&ledgers.problems, &publications.problems, &people.problems], [&[]; 3]);
    let reader = Reader { place, mappings: &Mappings::default(), masks: &PayeeMasks::default() };
    ledgers.found.iter().flat_map(|file| reader.read(file, &mut drop)).collect()
}

/// A table as the truth describes one.
fn told(table: &SourceFile) -> Value {
    let counts = &table.counts;
    json!({
        "body": table.body_id, "path": table.path, "sheet": table.sheet, "is_ledger": table.is_read(),
        "rows": counts.n_rows, "header_rows": counts.n_header_rows, "blank_rows": counts.n_blank_rows, "problem_rows": counts.n_problem_rows,
        "lines": counts.n_lines, "negative_lines": counts.n_negative, "redacted_lines": counts.n_redacted, "pounds": counts.amount.plain(),
    })
}

/// The headings under which the product finds what matters most.
fn told_columns(table: &SourceFile) -> Value {
    let reading = table.reading.as_ref().expect("it was read");
    let of = |field: Field| reading.heading(field);
    json!({ "amount": of(Field::Amount), "date": of(Field::Date), "payee": of(Field::Payee) })
}

/// Rows by kind of problem: those that became no line one by one, doubts by how many rows they concern.
fn rows_with_problems<'a>(problems: impl Iterator<Item = &'a Problem>) -> BTreeMap<&'static str, u64> {
    let mut n: BTreeMap<&'static str, u64> = BTreeMap::new();
    problems.for_each(|problem| *n.entry(problem.kind.word()).or_default() += problem.n_rows.max(1));
    n
}

#[test]
fn every_file_is_read_as_the_truth_says() {
    for (people, seed) in [(2_500, 1), (2_500, 2026), (8_000, 7)] {
        check_files(people, seed);
    }
}

/// Compares the files of one place, and the doubts across them.
fn check_files(people: u64, seed: u64) {
    let made = make(&plan(people, seed));
    let place = place(&made);
    let tables = read(&place);
    let doubts = intake::doubts::doubts(&place, &tables).problems;
    let files = made.truth["files"].as_array().expect("files");
    assert_eq!(tables.len(), files.len());
    let mut wrong = Vec::new();
    for table in &tables {
        let of_file = |file: &&Value| file["path"] == table.path && file["sheet"] == json!(table.sheet);
        let mut planted = files.iter().find(of_file).expect("the truth knows every file").clone();
        let problems = planted.as_object_mut().expect("a file").remove("rows_with_problems").expect("problems");
        let columns = planted.as_object_mut().expect("a file").remove("columns").expect("columns");
        if table.is_read() {
            let read = told(table);
            if told_columns(table) != columns {
                wrong.push(format!("{}: columns {columns} planted, {} found", table.path, told_columns(table)));
            }
            if read != planted {
                wrong.push(format!("{planted}\n  {read}"));
            }
            let of_table = doubts.iter().filter(|doubt| doubt.file_id.as_ref() == Some(&table.file_id));
            let kinds = [ProblemKind::DateOutsidePeriod];
            let of_rows = of_table.filter(|doubt| kinds.contains(&doubt.kind));
            // Lost minus signs are said of whole files, below.
            let of_lines = table.counts.problems.iter().filter(|problem| problem.kind != ProblemKind::NoNegativeLines);
            let said = rows_with_problems(of_lines.chain(of_rows));
            let planted: BTreeMap<&str, u64> = problems
                .as_object()
                .expect("problems")
                .iter()
                .map(|(kind, tally)| (kind.as_str(), tally["lines"].as_u64().expect("rows")))
                .collect();
            if said != planted {
                wrong.push(format!("{} {:?}: planted {planted:?}, said {said:?}", table.path, table.sheet));
            }
        } else {
            let said: Vec<&str> = table.counts.problems.iter().map(|problem| problem.kind.word()).collect();
            let planted_kinds: Vec<&String> = problems.as_object().expect("problems").keys().collect();
            if planted["is_ledger"] != json!(false) || said != planted_kinds {
                wrong.push(format!("{} {:?} was not read: {said:?}", table.path, table.sheet));
            }
        }
    }
    assert!(wrong.is_empty(), "{people} people, seed {seed}:\n{}", wrong.join("\n"));
    check_doubts(&made, &tables, &doubts);
}

/// Every planted doubt across files is there, about the file or month that it was planted in, and no other of its kind.
fn check_doubts(made: &Made, tables: &[SourceFile], doubts: &[Problem]) {
    let mut said: Vec<(&str, &str, String)> = Vec::new();
    // The bills of the cards are planted too, and a rule of the place sets them aside.
    let is_bill = |doubt: &Problem| doubt.text.contains("as a card's provider is paid for them");
    let of_files = doubts.iter().filter(|doubt| doubt.kind != ProblemKind::DateOutsidePeriod && !is_bill(doubt));
    for doubt in of_files {
        let table = tables.iter().find(|table| doubt.file_id.as_ref() == Some(&table.file_id));
        let month = || doubt.month.map(|month| month.to_string()[..7].to_owned()).unwrap_or_default();
        said.push((doubt.kind.word(), &doubt.body_id, table.map_or_else(month, SourceFile::shown)));
    }
    let planted = made.truth["doubts"].as_array().expect("doubts").iter().map(|doubt| {
        let text = |key: &str| doubt[key].as_str();
        let path = text("path").map(|path| text("sheet").map_or(path.to_owned(), |sheet| format!("{path} [{sheet}]")));
        let about = path.or_else(|| text("month").map(str::to_owned)).expect("a file or a month");
        (text("kind").expect("a kind"), text("body").expect("a body"), about)
    });
    let mut planted: Vec<(&str, &str, String)> = planted.collect();
    // One of two equal files is as much the second as the other.
    let equal = |doubt: &mut (&str, &str, String)| doubt.2 = doubt.2.replace(" (1)", "");
    said.iter_mut().chain(&mut planted).for_each(equal);
    said.sort();
    planted.sort();
    assert_eq!(said, planted);
}
