//! The same machine for files about people: records are read and linked as they are, or it is said what is wrong.
//!
//! Two agencies serve the same homes, with twins, fathers and sons of one name, and moves. The first agency's file is
//! changed; a place of both is built, and `link` gets the same files without a configuration.

mod changes;
mod judge;
mod linked;
mod observed;
mod records;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

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
use judge::Tried;
use linked::Linked;
use records::Sample;

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

/// Homes that are drawn: what became of unchanged files is found out once for each.
const N_SAMPLES: u64 = 12;

pub struct People {
    program: Program,
    changes: Vec<Change>,
    dir: PathBuf,
    /// How well files as they are were linked, by form and sample.
    unchanged: Mutex<BTreeMap<(usize, u64), [Linked; 2]>>,
}

impl People {
    pub fn new(program: Program, dir: &Path) -> People {
        People { program, changes: changes::changes(), dir: dir.to_owned(), unchanged: Mutex::default() }
    }

    fn run(&self, job: &Job, dir: &Path) -> Outcome<Option<Verdict>> {
        let sample = records::sample(job.seed % N_SAMPLES);
        let mut dice = Dice::new(job.seed);
        let mut book = book(&FORMS[job.layout], &sample);
        for change in &job.changes {
            if !(self.changes[*change].make)(&mut book, &mut dice) {
                return Ok(None);
            }
        }
        let unchanged = if job.changes.is_empty() { None } else { Some(self.unchanged(job, &sample, dir)?) };
        let tried = Tried { book: &book, sample: &sample, unchanged };
        let (built, by_link) = self.observe(&tried, dir)?;
        let verdict = tried.judge(&built, &by_link);
        if let Verdict::Silent { why } = &verdict {
            let seen = format!("{why}\n\n{:?}\n\n{built:#?}\n\n{by_link:#?}\n", book.breaks);
            write(&dir.join("EXPECTED.md"), &seen)?;
        }
        Ok(Some(verdict))
    }

    fn observe(&self, tried: &Tried<'_>, dir: &Path) -> Outcome<(observed::Built, observed::ByLink)> {
        lay_out(dir, tried)?;
        let mut files: Vec<String> = tried.book.files.iter().map(name).collect();
        files.push("second.csv".to_owned());
        Ok((observed::build(&self.program, dir)?, observed::link(&self.program, dir, &files)?))
    }

    fn unchanged(&self, job: &Job, sample: &Sample, dir: &Path) -> Outcome<[Linked; 2]> {
        let key = (job.layout, job.seed % N_SAMPLES);
        let kept = || self.unchanged.lock().expect("no thread panics while it holds this");
        if let Some(linked) = kept().get(&key) {
            return Ok(*linked);
        }
        let book = book(&FORMS[job.layout], sample);
        let tried = Tried { book: &book, sample, unchanged: None };
        let (built, by_link) = self.observe(&tried, dir)?;
        let linked = tried.linked(&built, &by_link);
        kept().insert(key, linked);
        Ok(linked)
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
        remove_dir(&dir.join("linked"))?;
        remove_dir(&dir.join("out"))
    }

    fn shrunk(&self, job: &Job) -> Outcome<Job> {
        Ok(job.clone())
    }
}

fn book(form: &Form, sample: &Sample) -> Book {
    let columns: Vec<Field> = form.headings.iter().map(|(_, about)| Field::About(about)).collect();
    let heading = form.headings.iter().map(|(heading, _)| Cell::text(*heading)).collect();
    let mut rows = vec![Row::new(Role::Heading, heading)];
    rows.extend(sample.first.iter().map(|record| Row::new(Role::Line, record.cells(form.headings))));
    let sheet = Sheet { name: "Sheet1".to_owned(), columns, rows, is_hidden: false };
    let file = File { stem: "first".to_owned(), sheets: vec![sheet], print: form.print.clone(), share: 1.0 };
    Book { name: form.name, files: vec![file], strange: None, truth: Vec::new(), breaks: Vec::new() }
}

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

fn name(file: &File) -> String {
    format!("{}.{}", file.stem, file.print.ending)
}

/// The agency that is tried, and the one beside it.
fn lay_out(dir: &Path, tried: &Tried<'_>) -> Outcome {
    fresh_dir(&dir.join("people"))?;
    write(&dir.join("place.toml"), PLACE)?;
    for file in &tried.book.files {
        let path = dir.join("people").join(name(file));
        std::fs::write(&path, bytes(file)?).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    write(&dir.join("people/second.csv"), &tried.sample.second)
}

fn normal(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
