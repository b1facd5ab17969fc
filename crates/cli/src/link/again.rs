//! The folder of a run of `link`, for `explain` and `review`: its files are read again, as the run read them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use intake::plain::PlainTable;
use linkage::NameOrigins;
use linkage::evidence::explain;
use linkage::people::{Explained, RecordKey, verdict};
use linkage::review::{Answer, Review, ReviewPlan, ReviewReport, ReviewedRecords, review_records, settled};
use linkage::score::{ScoredPair, match_weight};
use linkage::{LinkOptions, Model, PersonColumn, Records};
use model::Text;
use serde::{Deserialize, Serialize};

use super::people::{CLUSTERS, last_run, run_of};
use super::sources::NamedFile;
use super::write::{PAIR, pair};
use super::{Arguments, Input, MODEL, in_file, input, memory, say, text_of};
use crate::fail::Failure;

/// The files of a run and how they were read: enough to read them again.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunOf {
    files: Vec<FileOf>,
    sheet: Option<String>,
    id: Option<String>,
}

/// One file, and what tells that it was changed since.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FileOf {
    source: String,
    /// From the folder of the run, so that both can be moved together.
    path: PathBuf,
    sha256: Option<String>,
}

impl RunOf {
    pub fn of(arguments: &Arguments, files: &[NamedFile]) -> RunOf {
        let out = whole_path(&arguments.out);
        let of = |file: &NamedFile| FileOf {
            source: file.source.clone(),
            path: between(&out, &whole_path(&file.path)),
            sha256: intake::open::sha256_of(&file.path).ok(),
        };
        let files = files.iter().map(of).collect();
        RunOf { files, sheet: arguments.sheet.clone(), id: arguments.id.clone() }
    }
}

/// A path without links and dots, although what it names may not be there yet.
fn whole_path(path: &Path) -> PathBuf {
    let of_parent = || {
        let path = std::path::absolute(path).ok()?;
        let (parent, name) = (path.parent()?, path.file_name()?);
        Some(std::fs::canonicalize(parent).ok()?.join(name))
    };
    std::fs::canonicalize(path).ok().or_else(of_parent).unwrap_or_else(|| path.to_owned())
}

/// The way from a folder to a file; the whole path where they share nothing.
fn between(folder: &Path, file: &Path) -> PathBuf {
    let n_shared = folder.components().zip(file.components()).take_while(|(one, other)| one == other).count();
    if n_shared == 0 {
        return file.to_owned();
    }
    let up = folder.components().skip(n_shared).map(|_| std::path::Component::ParentDir);
    up.chain(file.components().skip(n_shared)).collect()
}

/// Whether a folder is that of a run and no place.
pub fn is_run(dir: &Path) -> bool {
    dir.join(CLUSTERS).is_file() && dir.join(MODEL).is_file() && !dir.join("place.toml").exists()
}

/// What a run linked, and what came of it.
pub struct Again {
    records: Records,
    model: Model,
    columns: Vec<(String, PersonColumn)>,
    people: BTreeMap<RecordKey, u64>,
    answers: Vec<Answer>,
}

impl Again {
    /// # Errors
    /// Where the folder does not say which files it is of, or one of them cannot be read.
    pub fn read(dir: &Path) -> Result<Again, Failure> {
        let run = run_of(dir).ok_or_else(|| {
            Failure::new(
                format!("`{}` does not say which files were linked", dir.display()),
                "run `totalplace link` into it again",
            )
        })?;
        for file in &run.files {
            let path = dir.join(&file.path);
            if !path.exists() {
                return Err(Failure::new(
                    format!("`{}` was linked, but no longer exists", path.display()),
                    "put it back, or link the files from where they are now",
                ));
            }
            if intake::open::sha256_of(&path).ok() != file.sha256 {
                say(format_args!(
                    "warning: `{}` has changed since it was linked; what follows describes the file as it is now",
                    path.display()
                ))?;
            }
        }
        let path = dir.join(MODEL);
        let model = Model::read(&text_of(&path)?).map_err(|error| in_file(&path, &error))?;
        let files: Vec<NamedFile> =
            run.files.iter().map(|file| NamedFile::of(&file.source, &dir.join(&file.path))).collect();
        let arguments = Arguments {
            files: files.iter().map(|file| file.path.clone()).collect(),
            model: None,
            splink: None,
            out: dir.to_owned(),
            id: run.id,
            sheet: run.sheet,
            as_it_is: true,
            pairs_max: LinkOptions::USUAL.n_pairs_max,
            memory: None,
            truth: None,
            write_splink: None,
        };
        // What a record says is looked up one by one, so all of it is in memory.
        let everything = memory::limit(Some(bytesize::ByteSize(u64::MAX)), dir);
        let Input { records, model, columns, .. } = input(&arguments, &files, Some(model), &everything)?;
        let people = last_run(dir)?.person_of;
        Ok(Again { records, model, columns, people, answers: pipeline::pair_answers(dir)? })
    }

    fn row(&self, key: &RecordKey) -> Result<u32, Failure> {
        self.records.row_of(&key.0, &key.1).ok_or_else(|| {
            let sources = self.records.sources().join("`, `");
            Failure::new(
                format!("`{}` has no record with that number", key.0),
                format!("name a record as FILE:NUMBER; the files are `{sources}`"),
            )
        })
    }

    /// Why two records are, or are not, taken for one person.
    pub fn explain(&self, one: &RecordKey, other: &RecordKey) -> Result<Explained, Failure> {
        let options = LinkOptions { columns: self.columns.clone(), ..LinkOptions::USUAL };
        let explanation = explain(&self.records, &self.model, &options, (self.row(one)?, self.row(other)?))?;
        let people = (self.people.get(one).copied(), self.people.get(other).copied());
        let pair = if one <= other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) };
        let settled = settled(&self.answers).get(&pair).copied();
        let verdict = verdict(&explanation, people, settled);
        Ok(Explained { explanation, verdict })
    }

    /// The pairs that are worth a person's minute and that this reviewer has not answered.
    pub fn review(&self, dir: &Path, reviewer: &str, n_pairs: usize) -> Result<Review, Failure> {
        let plan = ReviewPlan { n_pairs, weight: self.weight_min(), seed: pipeline::SEED };
        let pairs = self.pairs(dir)?;
        Ok(review_records(&self.records, (&pairs, &self.people), &self.answers, reviewer, plan))
    }

    /// What reviewers' answers say of the links.
    pub fn report(&self, dir: &Path) -> Result<ReviewReport, Failure> {
        let this_year = crate::today().get(..4).and_then(|year| year.parse().ok()).expect("a day begins with its year");
        let reviewed = ReviewedRecords {
            records: &self.records,
            pairs: &self.pairs(dir)?,
            model: &self.model,
            weight_min: self.weight_min(),
            year: this_year,
            name_origins: &NameOrigins::read(None).expect("the list that comes with the program is read by the tests"),
        };
        Ok(reviewed.report(&pipeline::pair_answers(dir)?)?)
    }

    fn weight_min(&self) -> f64 {
        match_weight(self.model.thresholds.link)
    }

    /// The pairs that the run kept, of records that are there.
    fn pairs(&self, dir: &Path) -> Result<Vec<ScoredPair>, Failure> {
        let path = dir.join(format!("{}.csv", PAIR.name));
        let broken = |why: String| {
            Failure::new(format!("cannot read the pairs in `{}`: {why}", path.display()), "link the files again")
        };
        let table = PlainTable::open(&path, None, intake::people::n_fields_of_people)
            .map_err(|error| broken(error.to_string()))?;
        let names = [pair::LEFT_SOURCE, pair::LEFT_ID, pair::RIGHT_SOURCE, pair::RIGHT_ID, pair::MATCH_WEIGHT];
        let place = |name: &&str| table.columns().iter().position(|own| own == name);
        let places: Option<Vec<usize>> = names.iter().map(place).collect();
        let places = places.ok_or_else(|| broken(format!("it does not have the columns {}", names.join(", "))))?;
        let mut pairs = Vec::new();
        for batch in table.batches(&places, 1 << 16).map_err(|error| broken(error.to_string()))? {
            let batch = batch.map_err(|error| broken(error.to_string()))?;
            let columns = names.map(|name| Text::of(&batch[name]));
            for at in 0..batch.num_rows() {
                let [left_source, left_id, right_source, right_id, weight] =
                    columns.map(|column| column.value_if_any(at).unwrap_or_default());
                let weight = weight.parse().map_err(|_| broken("a weight is not a number".to_owned()))?;
                let rows = (self.records.row_of(left_source, left_id), self.records.row_of(right_source, right_id));
                if let (Some(one), Some(other)) = rows {
                    let (left, right) = (one.min(other), one.max(other));
                    pairs.push(ScoredPair { left, right, weight, pattern: 0, rule: 0, apart: None });
                }
            }
        }
        Ok(pairs)
    }
}
