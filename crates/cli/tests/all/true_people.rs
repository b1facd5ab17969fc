//! Files of people whose truth is known, linked as a stranger would: by `link` and as a place, without a configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::run::Copy;

/// A record: the file it stands in, without its ending, and its number there.
pub type Key = (String, String);
/// Its cells by their headings.
pub type Row = BTreeMap<String, String>;

pub struct PeopleSet {
    files: Vec<(String, String)>,
    rows: BTreeMap<Key, Row>,
    /// Who each record truly is.
    pub who: BTreeMap<Key, String>,
    /// The column that says so, which the program may read to say how right it was.
    truth: Option<&'static str>,
}

/// Who the program says each record is, and what it said.
pub struct Found {
    pub clusters: BTreeMap<Key, u64>,
    pub said: String,
}

/// Pairs of records in one cluster beside pairs of one person.
#[derive(Clone, Copy, Debug)]
pub struct Accuracy {
    pub precision: f64,
    pub recall: f64,
    /// Clusters that hold records of several people.
    pub n_mixed: usize,
}

impl Accuracy {
    pub fn f1(self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

impl PeopleSet {
    /// The files of a folder of the shared data. None, with a plain line, where they are not beside the checkout.
    pub fn shared(folder: &str, files: &[&str], who: fn(&Row) -> String, truth: Option<&'static str>) -> Option<Self> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(folder);
        if !dir.is_dir() {
            println!("skipped: the people are not at {}", dir.display());
            return None;
        }
        let read = |name: &&str| {
            let text = std::fs::read_to_string(dir.join(format!("{name}.csv"))).expect("a file of the shared data");
            ((*name).to_owned(), text)
        };
        Some(PeopleSet::of(files.iter().map(read).collect(), who, truth))
    }

    /// A set of the shared cases: two files, with the truth in a column of that name.
    pub fn case(name: &str) -> Option<Self> {
        let who = |row: &Row| row["truth"].clone();
        PeopleSet::shared(&format!("cases/people/{name}"), &["council", "nhs"], who, Some("truth"))
    }

    /// Names and texts of files; the first column numbers the records.
    pub fn of(files: Vec<(String, String)>, who: fn(&Row) -> String, truth: Option<&'static str>) -> Self {
        let mut set = PeopleSet { files: Vec::new(), rows: BTreeMap::new(), who: BTreeMap::new(), truth };
        for (name, text) in files {
            let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
            let headings = reader.headers().expect("headings").clone();
            for row in reader.records() {
                let row = row.expect("a row");
                let key = (name.clone(), row[0].to_owned());
                let row: Row = headings.iter().zip(&row).map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
                set.who.insert(key.clone(), who(&row));
                set.rows.insert(key, row);
            }
            set.files.push((name, text));
        }
        set
    }

    /// The same files under other headings.
    pub fn headed(self, heading: impl Fn(&str) -> String) -> Self {
        let files = self.files.into_iter().map(|(name, text)| {
            let (first, rows) = text.split_once('\n').expect("headings and rows");
            let headings: Vec<String> = first.trim_end().split(',').map(&heading).collect();
            (name, format!("{}\n{rows}", headings.join(",")))
        });
        PeopleSet { files: files.collect(), ..self }
    }

    /// The same files, one of them without a column.
    pub fn without(self, file: &str, heading: &str) -> Self {
        let files = self.files.into_iter().map(|(name, text)| {
            let first = text.lines().next().expect("headings");
            let at = first.split(',').position(|own| own == heading).filter(|_| name == file);
            let cut = |line: &str| {
                let cells = line.split(',').enumerate().filter(|(place, _)| Some(*place) != at).map(|(_, cell)| cell);
                cells.collect::<Vec<_>>().join(",")
            };
            let text = text.lines().map(cut).collect::<Vec<_>>().join("\n");
            (name, text)
        });
        PeopleSet { files: files.collect(), ..self }
    }

    /// How many people the program finds in every file, and how many there are.
    pub fn in_every_file(&self, found: &Found) -> [usize; 2] {
        let mut files_of = [BTreeMap::<String, BTreeSet<&str>>::new(), BTreeMap::new()];
        for (key, who) in &self.who {
            let cluster = found.clusters.get(key).map_or_else(|| format!("{key:?}"), u64::to_string);
            let of = [cluster, who.clone()];
            for (files, of) in files_of.iter_mut().zip(of) {
                files.entry(of).or_default().insert(&key.0);
            }
        }
        files_of.map(|files| files.values().filter(|files| files.len() == self.files.len()).count())
    }

    /// The same files with a further column that says who each record truly is.
    pub fn with_truth_column(self) -> Self {
        PeopleSet::of(
            self.with_column("truth", |_, truth, _| truth.to_owned()),
            |row| row["truth"].clone(),
            Some("truth"),
        )
    }

    /// The same files with the NHS number of each person in four of seven records; one in a hundred is somebody else's.
    pub fn with_numbers_in_half(self) -> Self {
        let person = |truth: &str| truth.trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>();
        let number = |key: &Key, truth: &str, nth: usize| {
            let of =
                person(truth).expect("people of the cases are numbered") + if nth % 100 == 37 { 500_000 } else { 0 };
            // Neither the order of a file nor anything that it says of a person tells whose number is there.
            let is_known = key.1.bytes().fold(nth, |sum, byte| sum * 31 + usize::from(byte)) % 7 < 4;
            if is_known { nhs_number(of) } else { String::new() }
        };
        PeopleSet { files: self.with_column("NHS Number", number), ..self }
    }

    /// Names and texts of the files with a further column: by the record's key, who it truly is, and its place in the file.
    fn with_column(&self, heading: &str, cell: impl Fn(&Key, &str, usize) -> String) -> Vec<(String, String)> {
        let with_cell = |(name, text): &(String, String)| {
            let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
            let mut writer = csv::Writer::from_writer(Vec::new());
            let headings = reader.headers().expect("headings").clone();
            writer.write_record(headings.iter().chain([heading])).expect("room");
            for (nth, row) in reader.records().enumerate() {
                let row = row.expect("a row");
                let key = (name.clone(), row[0].to_owned());
                let cell = cell(&key, &self.who[&key], nth);
                writer.write_record(row.iter().chain([cell.as_str()])).expect("room");
            }
            (name.clone(), String::from_utf8(writer.into_inner().expect("rows")).expect("text"))
        };
        self.files.iter().map(with_cell).collect()
    }

    /// The same files, each cut to its first `n_records` records.
    pub fn cut(self, n_records: usize) -> Self {
        let files = self.files.iter().map(|(name, text)| {
            let lines: Vec<&str> = text.lines().take(n_records + 1).collect();
            (name.clone(), lines.join("\n"))
        });
        let who = |row: &Row| row["truth"].clone();
        PeopleSet::of(files.collect(), who, self.truth)
    }

    pub fn by_link(&self) -> Found {
        let folder = Copy::empty();
        let names: Vec<String> = self.files.iter().map(|(name, _)| format!("{name}.csv")).collect();
        self.files.iter().zip(&names).for_each(|((_, text), name)| folder.write(name, text));
        let mut command = Command::new(env!("CARGO_BIN_EXE_totalplace"));
        command.arg("link").args(&names).current_dir(folder.path()).env("COLUMNS", "140");
        command.args(self.truth.iter().flat_map(|column| ["--truth", column]));
        let said = said(command);
        let mut clusters = csv::Reader::from_path(folder.join("linked/clusters.csv")).expect("clusters");
        let record = |row: csv::StringRecord| {
            ((row[0].to_owned(), row[1].to_owned()), row[2].parse().expect("the number of a person"))
        };
        Found { clusters: clusters.records().map(|row| record(row.expect("a row"))).collect(), said }
    }

    pub fn as_place(&self) -> Found {
        let place = Copy::empty();
        let mut toml = "name = \"Measured\"\nyear = \"2024-25\"\n\n[sources]\nroot = \".\"\n\n[[body]]\nid = \"one\"\n\
                        name = \"Wendshire County Council\"\nkind = \"county_council\"\n"
            .to_owned();
        for (name, text) in &self.files {
            place.write(&format!("people/{name}.csv"), text);
            toml += &format!(
                "\n[[source]]\nkind = \"people\"\nbody = \"one\"\nagency = \"{name}\"\nfiles = [\"people/{name}.csv\"]\n"
            );
        }
        place.write("place.toml", &toml);
        let mut build = place.command("build");
        build.arg("linkage");
        let said = said(build);
        let cell = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
        let rows = place.query("SELECT agency, record_id, person_id FROM person_cluster");
        let record = |row: &serde_json::Value| {
            let person = row["person_id"].as_u64().expect("the number of a person");
            ((cell(&row["agency"]), cell(&row["record_id"])), person)
        };
        Found { clusters: rows.iter().map(record).collect(), said }
    }

    pub fn both_ways(&self) -> [(&'static str, Found); 2] {
        [("by link", self.by_link()), ("as a place", self.as_place())]
    }

    pub fn accuracy(&self, found: &Found) -> Accuracy {
        self.accuracy_among(found, &|_| true)
    }

    /// Of the records whose rows are to be counted alone. A record that was not read is somebody alone.
    pub fn accuracy_among(&self, found: &Found, counts: &dyn Fn(&Row) -> bool) -> Accuracy {
        let (mut of_cluster, mut of_person) = (BTreeMap::<_, Vec<&Key>>::new(), BTreeMap::<_, Vec<&Key>>::new());
        for (key, person) in self.who.iter().filter(|(key, _)| counts(&self.rows[*key])) {
            of_person.entry(person).or_default().push(key);
            let cluster = found.clusters.get(key).ok_or(key);
            of_cluster.entry(cluster).or_default().push(key);
        }
        let people = |keys: &Vec<&Key>| keys.iter().map(|key| &self.who[*key]).collect::<Vec<_>>();
        let (mut n_right, mut n_mixed) = (0, 0);
        for keys in of_cluster.values() {
            let mut n_of = BTreeMap::<_, usize>::new();
            people(keys).into_iter().for_each(|person| *n_of.entry(person).or_default() += 1);
            n_right += n_of.values().map(|n| pairs(*n)).sum::<usize>();
            n_mixed += usize::from(1 < n_of.len());
        }
        let n_pairs = |sizes: &mut dyn Iterator<Item = usize>| sizes.map(pairs).sum::<usize>();
        let n_found = n_pairs(&mut of_cluster.values().map(Vec::len));
        let n_true = n_pairs(&mut of_person.values().map(Vec::len));
        Accuracy {
            precision: n_right as f64 / n_found.max(1) as f64,
            recall: n_right as f64 / n_true.max(1) as f64,
            n_mixed,
        }
    }
}

/// A number that passes the check of NHS numbers (NHS Data Model and Dictionary: weights 10 to 2, modulus 11), another for each person.
fn nhs_number(person: u32) -> String {
    let digits = |number: u32| number.to_string().bytes().map(|digit| u32::from(digit - b'0')).collect::<Vec<u32>>();
    let with_check = |number: u32| {
        let sum: u32 = digits(number).iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
        match 11 - sum % 11 {
            11 => Some(format!("{number}0")),
            10 => None,
            check => Some(format!("{number}{check}")),
        }
    };
    // Far apart, so that no number is a slip of another.
    let first = 400_000_000 + person * 397;
    (first..first + 397).find_map(with_check).expect("one in eleven has no check digit")
}

fn pairs(n: usize) -> usize {
    n * (n - 1) / 2
}

/// Runs a command that ends with 0, or with 1 where something needs a look.
fn said(mut command: Command) -> String {
    let output = command.output().expect("the command runs");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(matches!(output.status.code(), Some(0 | 1)), "{said}");
    said
}

/// What has to hold of a set, both ways.
pub fn check(set: &PeopleSet, name: &str, holds: impl Fn(Accuracy, &Found) -> bool) {
    for (way, found) in set.both_ways() {
        let accuracy = set.accuracy(&found);
        assert!(holds(accuracy, &found), "{name} {way}: {accuracy:?}, F1 {:.4}\n{}", accuracy.f1(), found.said);
    }
}
