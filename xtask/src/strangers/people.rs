//! The same machine for files about people: records are read as they are, or it is said what is wrong with them.
//!
//! The records are synth's, kept alike by two agencies, so that the number of people counted is the true one.

mod changes;
mod records;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::book::{Book, Cell, Field, File, Role, Row, Sheet};
use super::catalogue::Change;
use super::dice::Dice;
use super::job::Job;
use super::maker::Maker;
use super::place::Program;
use super::print::{CSV, Container, Days, Encoding, Print};
use super::verdict::Verdict;
use super::write::bytes;
use crate::Outcome;
use crate::shell::{fresh_dir, remove_dir, write};
use records::Record;

/// How an agency heads its columns, and prints its files.
struct Form {
    name: &'static str,
    headings: &'static [(&'static str, &'static str)],
    print: Print,
}

const FORMS: [Form; 4] = [
    Form {
        name: "health",
        headings: &[
            ("nhs_number", "nhs"),
            ("family_name", "family"),
            ("given_name", "given"),
            ("birth_date", "born"),
            ("gender_code", "sex"),
            ("address", "address"),
            ("postcode", "postcode"),
            ("patient_ref", "id"),
        ],
        print: Print { days: Days::Iso, ..CSV },
    },
    Form {
        name: "housing",
        headings: &[
            ("Person Ref", "id"),
            ("First Name", "given"),
            ("Last Name", "family"),
            ("Date of Birth", "born"),
            ("Gender", "sex"),
            ("NHS Number", "nhs"),
            ("Address", "address"),
            ("Post Code", "postcode"),
        ],
        print: Print { encoding: Encoding::Windows1252, ..CSV },
    },
    Form {
        name: "social-care",
        headings: &[
            ("ClientID", "id"),
            ("LastName", "family"),
            ("FirstName", "given"),
            ("DateOfBirth", "born"),
            ("Gender", "sex"),
            ("NHSNumber", "nhs"),
            ("FullAddress", "address"),
            ("Postcode", "postcode"),
        ],
        print: Print { container: Container::Xlsx, days: Days::Cell, ending: "xlsx", ..CSV },
    },
    Form {
        name: "police",
        headings: &[
            ("NOMINAL_ID", "id"),
            ("SURNAME", "family"),
            ("FORENAME1", "given"),
            ("DOB", "born"),
            ("SEX", "sex"),
            ("NHS_NO", "nhs"),
            ("LAST_KNOWN_ADDRESS", "address"),
            ("POSTCODE", "postcode"),
        ],
        print: Print { separator: '\t', days: Days::NamedLong, ending: "txt", ..CSV },
    },
];

const N_RECORDS: usize = 60;

pub struct People {
    program: Program,
    changes: Vec<Change>,
    records: Vec<Record>,
    dir: PathBuf,
}

/// A record as it was read: name, birth, NHS number and postcode.
type Read = [String; 5];

#[derive(Debug, Default)]
struct Observed {
    exit: i32,
    records: BTreeMap<String, Read>,
    n_people: usize,
    /// Kind and number of rows of each problem about the agency's files.
    problems: Vec<(String, i64)>,
    stderr: String,
}

impl People {
    pub fn new(program: Program, dir: &Path) -> Outcome<People> {
        let records = records::read(&program.path, &dir.join("people-pool"))?;
        Ok(People { program, changes: changes::changes(), records, dir: dir.to_owned() })
    }

    fn book(&self, form: &Form, dice: &mut Dice) -> (Book, Vec<Record>) {
        let mut records = self.records.clone();
        dice.shuffle(&mut records);
        records.truncate(N_RECORDS);
        let columns: Vec<Field> = form.headings.iter().map(|(_, about)| Field::About(about)).collect();
        let heading = form.headings.iter().map(|(heading, _)| Cell::text(*heading)).collect();
        let mut rows = vec![Row::new(Role::Heading, heading)];
        rows.extend(records.iter().map(|record| Row::new(Role::Line, record.cells(form.headings))));
        let sheet = Sheet { name: "Sheet1".to_owned(), columns, rows, is_hidden: false };
        let file = File { stem: "first".to_owned(), sheets: vec![sheet], print: form.print.clone(), share: 1.0 };
        let book = Book { name: form.name, files: vec![file], strange: None, truth: Vec::new(), breaks: Vec::new() };
        (book, records)
    }

    fn run(&self, job: &Job, dir: &Path) -> Outcome<Option<Verdict>> {
        let form = &FORMS[job.layout];
        let mut dice = Dice::new(job.seed);
        let (mut book, records) = self.book(form, &mut dice);
        for change in &job.changes {
            if !(self.changes[*change].make)(&mut book, &mut dice) {
                return Ok(None);
            }
        }
        lay_out(dir, &book, &records)?;
        let observed = self.observe(dir)?;
        let verdict = judge(&book, &records, &observed);
        if let Verdict::Silent { why } = &verdict {
            write(&dir.join("EXPECTED.md"), &format!("{why}\n\n{:?}\n\n{observed:#?}\n", book.breaks))?;
        }
        Ok(Some(verdict))
    }

    fn observe(&self, dir: &Path) -> Outcome<Observed> {
        remove_dir(&dir.join("out"))?;
        let place = dir.to_string_lossy();
        let built = self.program.run(&["build", &place, "linkage"])?;
        // Only the whole build says what needs a look; single rooms end with 1 because no account is built.
        let exit = built.status.code().unwrap_or(-1);
        let stderr = String::from_utf8_lossy(&built.stderr).into_owned();
        let mut observed = Observed { exit, stderr, ..Observed::default() };
        if !matches!(exit, 0 | 1) {
            return Ok(observed);
        }
        let asked = self.program.run(&["query", &place, "--json", QUESTION])?;
        let rows: Vec<Value> = serde_json::from_slice(&asked.stdout)
            .map_err(|_| format!("`query` gave no rows: {}", String::from_utf8_lossy(&asked.stderr)))?;
        rows.iter().for_each(|row| observed.take(row));
        Ok(observed)
    }
}

impl Maker for People {
    fn changes(&self) -> &[Change] {
        &self.changes
    }

    fn bodies(&self) -> Vec<&'static str> {
        FORMS.iter().map(|form| form.name).collect()
    }

    fn dir(&self) -> &Path {
        &self.dir
    }

    fn try_on(&self, job: &Job, dir: &Path) -> Outcome<Option<Verdict>> {
        self.run(job, dir)
    }

    fn keep(&self, job: &Job, dir: &Path) -> Outcome {
        self.run(job, dir)?;
        remove_dir(&dir.join("out"))
    }

    fn shrunk(&self, job: &Job) -> Outcome<Job> {
        Ok(job.clone())
    }
}

/// Records of the agency that is tried, how many people there are, then problems.
const QUESTION: &str = "\
SELECT 'record' AS what, record_id AS a, given_name AS b, family_name AS c, CAST(born AS VARCHAR) AS d, nhs_number AS e, \
    postcode AS f FROM person_record WHERE agency = 'first' \
UNION ALL SELECT 'people', CAST(count(DISTINCT person_id) AS VARCHAR), NULL, NULL, NULL, NULL, NULL FROM person_cluster \
UNION ALL SELECT 'problem', p.kind, CAST(p.n_rows AS VARCHAR), NULL, NULL, NULL, NULL \
    FROM person_problem p";

const PLACE: &str = r#"name = "Wendshire"
year = "2024-25"

[sources]
root = "."

[[body]]
id = "one"
name = "Wendshire Hospitals NHS Foundation Trust"
kind = "nhs_trust"

[[body]]
id = "two"
name = "Wendshire County Council"
kind = "county_council"

[[source]]
kind = "people"
body = "one"
agency = "first"
files = ["people/first*"]

[[source]]
kind = "people"
body = "two"
agency = "second"
files = ["people/second.csv"]
"#;

/// The agency that is tried, and one that has every second record in the same words.
fn lay_out(dir: &Path, book: &Book, records: &[Record]) -> Outcome {
    fresh_dir(&dir.join("people"))?;
    write(&dir.join("place.toml"), PLACE)?;
    for file in &book.files {
        let path = dir.join("people").join(format!("{}.{}", file.stem, file.print.ending));
        std::fs::write(&path, bytes(file)?).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    let mut second = "Ref,First Name,Last Name,Date of Birth,Sex,NHS Number,Address,Postcode\n".to_owned();
    for record in records.iter().step_by(2) {
        let Record { id, given, family, born, sex, nhs, address, postcode } = record;
        let born = Days::Slashes.show(*born);
        second += &format!("S{id},{given},{family},{born},{sex},{nhs},\"{address}\",{postcode}\n");
    }
    write(&dir.join("people/second.csv"), &second)
}

fn normal(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Observed {
    fn take(&mut self, row: &Value) {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        match row["what"].as_str() {
            Some("record") => {
                let read = ["b", "c", "d", "e", "f"].map(|key| normal(&text(key)));
                self.records.insert(text("a"), read);
            }
            Some("people") => self.n_people = text("a").parse().unwrap_or(0),
            _ => self.problems.push((text("a"), text("b").parse().unwrap_or(0))),
        }
    }
}

/// Whether a record was read truly; placeholders for dates of birth and numbers may be read as nothing.
fn is_as(read: &Read, truth: &Read, are_blanks_right: bool) -> bool {
    let is_particular = |(read, truth): (&String, &String)| read == truth || (are_blanks_right && read.is_empty());
    read.iter().zip(truth).all(is_particular)
}

/// Records that were read wrongly must be explained by as many rows of problems, or by the kind of a break.
fn judge(book: &Book, records: &[Record], observed: &Observed) -> Verdict {
    if !matches!(observed.exit, 0 | 1) {
        let is_named = book.files.iter().any(|file| observed.stderr.contains(&file.stem));
        let why = format!("not built: {}", observed.stderr.trim());
        return if is_named { Verdict::Said { doubts: Vec::new() } } else { Verdict::Silent { why } };
    }
    let truth = |record: &Record| {
        let Record { given, family, born, nhs, postcode, .. } = record;
        [given, family, &born.to_string(), nhs, postcode].map(|text| normal(text))
    };
    let is_mended = book.breaks.iter().any(|wrong| wrong.is_mended);
    let is_read =
        |record: &&Record| observed.records.get(&record.id).is_some_and(|read| is_as(read, &truth(record), is_mended));
    let wrong: Vec<&Record> = records.iter().filter(|record| !is_read(record)).collect();
    let n_strange = observed.records.len().saturating_sub(records.len());
    let kinds = || -> Vec<String> { observed.problems.iter().map(|(kind, _)| kind.clone()).collect() };
    let says = |kind: &&str| observed.problems.iter().any(|(said, _)| said == kind);
    let is_break_said = book.breaks.iter().all(|wrong| wrong.kinds.iter().any(|kind| says(&kind)));
    let n_told: i64 = observed.problems.iter().map(|(_, n)| *n).sum();
    if wrong.is_empty() && n_strange == 0 && observed.n_people == records.len() && (is_break_said || is_mended) {
        return Verdict::Right { doubts: kinds() };
    }
    let is_refused = observed.problems.iter().any(|(kind, _)| kind.starts_with("file_"));
    let is_told = wrong.len() as i64 <= n_told && !observed.problems.is_empty();
    match is_refused || (book.breaks.is_empty() && is_told) || (!book.breaks.is_empty() && is_break_said) {
        true => Verdict::Said { doubts: kinds() },
        false => {
            let first = wrong.first().map(|record| (truth(record), observed.records.get(&record.id)));
            let n = observed.n_people;
            Verdict::Silent { why: format!("{} records are wrong, {n} people; first {first:?}", wrong.len()) }
        }
    }
}
