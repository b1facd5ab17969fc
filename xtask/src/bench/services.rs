//! How many pounds of bodies never seen get a service, and how many of these the right one.
//!
//! North Tyneside prints a SeRCOP division on every line and Gateshead CIPFA subjectives. Both columns
//! are taken out of the files, the shipped rules alone classify what is left, and their answers are
//! compared with the hidden column: the division itself, or the service that the example's own
//! rules read from it. Only pounds whose service is known that way are judged.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::place::{BenchPlace, link_codes, real_sources, with_root};
use super::table::row;
use super::verdict;
use crate::Outcome;
use crate::shell::{cargo, command, fresh_dir, output, read, root, run, target_dir, write};

/// The shares of pounds that must be reached.
const COVERAGE_MIN: f64 = 2.0 / 3.0;
const RIGHT_MIN: f64 = 0.9;

/// The bodies, the columns that are hidden, and whether the first of them names a service by itself.
const HIDDEN: [(&str, &[&str], bool); 2] = [
    ("north-tyneside", &["Service Category Label", "Service Category URI"], true),
    ("gateshead", &["Cipfsubj(T)", "Cipfsubs(T)"], false),
];

/// Divisions of SeRCOP, and the services of the common list that they correspond to.
const DIVISIONS: [(&str, &[&str]); 11] = [
    ("Adult Social Care", &["adult_social_care"]),
    ("Central Services", &["central_services"]),
    ("Children's & Education Services", &["education", "childrens_social_care"]),
    ("Cultural & Related Services", &["cultural"]),
    ("Environmental & Regulatory Services", &["environmental_regulatory"]),
    ("Highways & Transport Services", &["highways_transport"]),
    ("Housing", &["housing", "benefits", "housing_revenue_account"]),
    ("Housing Services", &["housing", "benefits", "housing_revenue_account"]),
    ("Housing Revenue Account", &["housing_revenue_account"]),
    ("Planning Services", &["planning_development"]),
    ("Public Health", &["public_health"]),
];

/// Words of the list that name no service.
const NO_SERVICE: [&str; 2] = ["unclassified", "capital_unallocated"];

const PLACES: [&str; 3] = ["tyne-and-wear-2020-21", "leeds-2011-12", "lancashire"];

pub struct Options {
    /// The release build where none is named.
    program: Option<PathBuf>,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        match words {
            [] => Ok(Options { program: None }),
            ["--program", path] => Ok(Options { program: Some(PathBuf::from(path)) }),
            _ => Err("`bench services` has one option, --program PATH".to_owned()),
        }
    }
}

/// Everything that `cargo xtask bench services` shows.
pub fn services(options: Options) -> Outcome {
    let sources = real_sources()?;
    let program = match options.program {
        Some(program) => program,
        None => {
            run(cargo(&["build", "--release", "--locked"]))?;
            target_dir()?.join("release").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX))
        }
    };
    let dir = target_dir()?.join("bench-services");
    fresh_dir(&dir)?;
    let outcome = hidden_labels(&program, &dir, &sources).and_then(|()| shipped_alone(&program, &dir));
    crate::shell::remove_dir(&dir)?;
    outcome
}

/// Pounds of one body.
#[derive(Clone, Copy, Default)]
struct Shares {
    known: f64,
    with_service: f64,
    right: f64,
}

impl Shares {
    fn coverage(self) -> f64 {
        self.with_service / self.known
    }

    fn rightness(self) -> f64 {
        self.right / self.with_service
    }
}

fn hidden_labels(program: &Path, dir: &Path, sources: &Path) -> Outcome {
    let full = BenchPlace::new(&dir.join("full"), sources)?.dir;
    let hidden = without_labels(dir, sources)?;
    build(program, &full)?;
    build(program, &hidden)?;
    let said = said_by_shipped_rules(program, &hidden)?;
    println!("{}", row(&["labels hidden", "£m known", "a service", "rightly"]));
    let mut all = Shares::default();
    for (body, shares) in judged(program, &full, &said)? {
        print_shares(&body, shares);
        all.known += shares.known;
        all.with_service += shares.with_service;
        all.right += shares.right;
    }
    print_shares("both", all);
    let holds = [COVERAGE_MIN <= all.coverage(), RIGHT_MIN <= all.rightness()];
    println!("{}", verdict(holds[0], "two thirds of pounds with a service"));
    println!("{}", verdict(holds[1], "nine in ten of these rightly"));
    if holds == [true; 2] { Ok(()) } else { Err("the shipped rules say too little, or are wrong too often".to_owned()) }
}

fn print_shares(name: &str, shares: Shares) {
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    let known = format!("{:.1}", shares.known / 1e6);
    println!("{}", row(&[name, &known, &percent(shares.coverage()), &percent(shares.rightness())]));
}

/// A place of the two bodies, without rules and without their columns of labels.
fn without_labels(dir: &Path, sources: &Path) -> Outcome<PathBuf> {
    let (place, bare) = (dir.join("hidden"), dir.join("hidden-sources"));
    fresh_dir(&place)?;
    for (body, columns, _) in HIDDEN {
        let folder = bare.join(body);
        fresh_dir(&folder)?;
        for file in fs::read_dir(sources.join(body)).map_err(|error| error.to_string())?.flatten() {
            let bytes = fs::read(file.path()).map_err(|error| error.to_string())?;
            let bytes = without_columns(&bytes, columns)?;
            fs::write(folder.join(file.file_name()), bytes).map_err(|error| error.to_string())?;
        }
    }
    link_codes(sources, dir)?;
    let example = read(&root().join("examples").join(PLACES[0]).join("place.toml"))?;
    write(&place.join("place.toml"), &with_root(&example, &bare))?;
    Ok(place)
}

/// The same rows without these columns.
fn without_columns(bytes: &[u8], columns: &[&str]) -> Outcome<Vec<u8>> {
    let error = |error: csv::Error| error.to_string();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut hidden: Option<Vec<usize>> = None;
    for record in reader.byte_records() {
        let record = record.map_err(error)?;
        let is_hidden = |cell: &[u8]| columns.iter().any(|column| cell.trim_ascii() == column.as_bytes());
        let named: Vec<usize> = (0..record.len()).filter(|at| is_hidden(&record[*at])).collect();
        let hidden = hidden.get_or_insert(named);
        let kept = record.iter().enumerate().filter(|(at, _)| !hidden.contains(at)).map(|(_, cell)| cell);
        writer.write_record(kept).map_err(error)?;
    }
    if hidden.is_none_or(|hidden| hidden.len() != columns.len()) {
        return Err(format!("a file does not have the columns {} in its first row", columns.join(" and ")));
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// A build that ends with 1, because something needs a look, is not a failure here.
fn build(program: &Path, place: &Path) -> Outcome {
    let mut build = command(&program.to_string_lossy(), &["build", &place.to_string_lossy()]);
    let done = build.output().map_err(|error| format!("cannot run `{}`: {error}", program.display()))?;
    match done.status.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(format!("`build {}` failed:\n{}", place.display(), String::from_utf8_lossy(&done.stderr))),
    }
}

fn query(program: &Path, place: &Path, sql: &str) -> Outcome<Vec<csv::StringRecord>> {
    let text = output(command(&program.to_string_lossy(), &["query", &place.to_string_lossy(), sql, "--csv"]))?;
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records().collect::<Result<Vec<_>, _>>();
    rows.map_err(|error| format!("`query --csv` printed no CSV: {error}"))
}

const LINES: &str =
    "FROM ledger_line l JOIN spend s ON l.line_id = s.line_id JOIN source_file f ON l.file_id = f.file_id";

/// The service of each line, by its path and row.
fn said_by_shipped_rules(program: &Path, hidden: &Path) -> Outcome<HashMap<(String, String), String>> {
    let rows = query(program, hidden, &format!("SELECT f.path, l.row, s.service {LINES}"))?;
    let said = rows.iter().map(|row| ((row[0].to_owned(), row[1].to_owned()), row[2].to_owned()));
    Ok(said.collect())
}

fn judged(program: &Path, full: &Path, said: &HashMap<(String, String), String>) -> Outcome<BTreeMap<String, Shares>> {
    let bodies = HIDDEN.map(|(body, _, _)| format!("'{body}'")).join(", ");
    let sql = format!(
        "SELECT f.path, l.row, l.body_id, coalesce(l.service, ''), s.service, CAST(abs(s.amount) AS DOUBLE) {LINES} \
         WHERE s.treatment = 'spend' AND l.body_id IN ({bodies})"
    );
    let mut by_body: BTreeMap<String, Shares> = BTreeMap::new();
    for line in query(program, full, &sql)? {
        let truth = truth(&line[2], &line[3], &line[4]);
        if truth.is_empty() {
            continue;
        }
        let pounds: f64 = line[5].parse().map_err(|_| format!("`{}` is no amount", &line[5]))?;
        let now = said.get(&(line[0].to_owned(), line[1].to_owned())).map_or(NO_SERVICE[0], String::as_str);
        let shares = by_body.entry(line[2].to_owned()).or_default();
        shares.known += pounds;
        if !NO_SERVICE.contains(&now) {
            shares.with_service += pounds;
            shares.right += if truth.contains(&now) { pounds } else { 0.0 };
        }
    }
    Ok(by_body)
}

/// The services that the hidden column names: none where it names no service.
fn truth<'a>(body: &str, label: &str, decided: &'a str) -> Vec<&'a str> {
    let by_label = HIDDEN.iter().any(|(hidden, _, names_service)| *hidden == body && *names_service);
    let division = DIVISIONS.iter().find(|(division, _)| *division == label);
    if by_label && division.is_none() {
        return Vec::new();
    }
    let of_label = division.filter(|_| by_label).map(|(_, services)| *services).unwrap_or_default();
    let of_people = Some(decided).filter(|service| !NO_SERVICE.contains(service));
    of_label.iter().copied().chain(of_people).collect()
}

/// What the shipped rules alone give each body of the real places.
fn shipped_alone(program: &Path, dir: &Path) -> Outcome {
    println!("\n{}", row(&["shipped rules alone", "£m spent", "a service"]));
    for name in PLACES {
        let place = dir.join(name);
        fresh_dir(&place)?;
        let example = read(&root().join("examples").join(name).join("place.toml"))?;
        let sources = root().with_file_name("shared").join("data").join(name);
        write(&place.join("place.toml"), &with_root(&example, &sources))?;
        build(program, &place)?;
        let none = NO_SERVICE.map(|word| format!("'{word}'")).join(", ");
        let sql = format!(
            "SELECT body_id, CAST(sum(abs(amount)) AS DOUBLE), \
             CAST(sum(CASE WHEN service IN ({none}) THEN 0 ELSE abs(amount) END) AS DOUBLE) \
             FROM spend WHERE treatment = 'spend' GROUP BY 1 ORDER BY 1"
        );
        for body in query(program, &place, &sql)? {
            let pounds = |at: usize| body[at].parse::<f64>().unwrap_or_default();
            let share = format!("{:.1}%", pounds(2) / pounds(1) * 100.0);
            println!("{}", row(&[&body[0], &format!("{:.1}", pounds(1) / 1e6), &share]));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_columns_leave_no_trace_and_every_row_stays() {
        let bytes = without_columns(b"a,Label,b\n1,Roads,\"2,5\"\n3,Parks,4\n", &["Label"]).unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "a,b\n1,\"2,5\"\n3,4\n");
        assert!(without_columns(b"a,b\n1,2\n", &["Label"]).is_err());
    }

    #[test]
    fn a_division_of_two_services_is_either_and_other_labels_are_not_judged() {
        assert_eq!(truth("north-tyneside", "Public Health", "unclassified"), ["public_health"]);
        let either = truth("north-tyneside", "Children's & Education Services", "education");
        assert_eq!(either, ["education", "childrens_social_care", "education"]);
        assert!(truth("north-tyneside", "General Fund", "central_services").is_empty());
        assert_eq!(truth("gateshead", "Public Health", "cultural"), ["cultural"]);
        assert!(truth("gateshead", "", "capital_unallocated").is_empty());
    }
}
