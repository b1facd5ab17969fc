//! Records of made-up people for the linkage benchmark, made once and kept for the next run.

use std::path::{Path, PathBuf};

use super::measure::Bench;
use crate::homes;
use crate::shell::{command, output, root};
use crate::strangers::dice::Dice;
use crate::{Outcome, shell};

const GENERATOR: &str = "shared/peers/gen_people.py";
const SEED: u64 = 7;
/// Records of a person, a little below what the generator makes: what is too many is cut off.
const RECORDS_OF_A_PERSON: f64 = 2.0;

/// How people are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// Each with a home of their own.
    Alone,
    /// Home by home: families, twins, fathers and sons of one name, namesakes next door, moves and marriages.
    Homes,
}

impl Drawn {
    pub fn parse(word: &str) -> Option<Drawn> {
        match word {
            "alone" => Some(Drawn::Alone),
            "homes" => Some(Drawn::Homes),
            _ => None,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Drawn::Alone => "each person alone",
            Drawn::Homes => "people home by home",
        }
    }

    /// The records as Parquet; `unique_id` numbers them and `person` says whose they are.
    pub(super) fn records(self, bench: &Bench, n_records: u64) -> Outcome<PathBuf> {
        let name = if self == Drawn::Alone { "people" } else { "homes" };
        let people = bench.dir.join(format!("{name}-{n_records}.parquet"));
        if !people.is_file() {
            // Under another name until it is whole.
            let next = bench.dir.join("people.parquet");
            match self {
                Drawn::Alone => alone(bench, n_records, &next)?,
                Drawn::Homes => in_homes(bench, n_records as usize, &next)?,
            }
            std::fs::rename(&next, &people).map_err(|error| format!("cannot keep `{}`: {error}", people.display()))?;
        }
        Ok(people)
    }
}

fn alone(bench: &Bench, n_records: u64, to: &Path) -> Outcome {
    let generator = root().parent().map(|beside| beside.join(GENERATOR)).filter(|path| path.is_file());
    let generator = generator.ok_or_else(|| format!("the benchmark needs ../{GENERATOR} beside the checkout"))?;
    python(bench, &[&generator.to_string_lossy(), &n_records.to_string(), &to.to_string_lossy()])
}

fn in_homes(bench: &Bench, n_records: usize, to: &Path) -> Outcome {
    let text = bench.dir.join("homes.csv");
    write_csv(n_records, &text).map_err(|error| format!("cannot write `{}`: {error}", text.display()))?;
    // As texts: a peer that guesses types would compare dates as dates.
    let sql = format!(
        "copy (select * from read_csv('{}', header = true, all_varchar = true)) to '{}' (format parquet)",
        text.display(),
        to.display()
    );
    python(bench, &["-c", &format!("import duckdb; duckdb.sql({sql:?})")])?;
    std::fs::remove_file(&text).map_err(|error| format!("cannot remove `{}`: {error}", text.display()))
}

fn python(bench: &Bench, words: &[&str]) -> Outcome {
    output(command(&bench.python.to_string_lossy(), words)).map(|_| ())
}

/// The columns of `gen_people.py`.
fn write_csv(n_records: usize, path: &Path) -> Outcome<()> {
    let mut dice = Dice::new(SEED);
    let people = homes::people((n_records as f64 / RECORDS_OF_A_PERSON) as usize, &mut dice);
    let records = homes::records(&people, &mut dice);
    let mut text = "unique_id,person,agency,first_name,surname,dob,postcode,address\n".to_owned();
    for (at, record) in records.iter().take(n_records).enumerate() {
        let homes::Record { person, agency, given, family, born, postcode, address, .. } = record;
        let cell = |text: &Option<String>| text.clone().unwrap_or_default();
        let born = born.map(|day| day.to_string()).unwrap_or_default();
        let cells = [cell(given), cell(family), born, cell(postcode), cell(address)].join(",");
        text += &format!("{at},{person},{agency},{cells}\n");
    }
    shell::write(path, &text)
}
