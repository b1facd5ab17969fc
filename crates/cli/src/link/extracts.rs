//! Files of people, whatever their headings and forms, as records.

use std::collections::BTreeSet;
use std::sync::mpsc::sync_channel;

use intake::people::{Extract, ExtractBatch, ExtractCounts, PersonField, Reading, known_names, shared_columns};
use intake::plain::{PlainError, RowSource, TableSource};
use jiff::civil::Date;
use linkage::people::{FurtherColumn, PeopleRecords, columns_of};
use linkage::{Error, MemoryLimit, Model, Records};
use rayon::prelude::*;

use super::read::{BY_ROW, cannot_read, is_parquet, open_parquet};
use super::sources::NamedFile;
use super::{parquet, reading, say};
use crate::fail::Failure;

/// Files of people on their way into records.
pub struct Extracts {
    pub files: Vec<ExtractFile>,
    /// Headings of columns that no field explains and that are compared, as the first file writes them.
    further: Vec<String>,
    truth: Option<String>,
}

pub struct ExtractFile {
    /// What its records are said to be of: the file's name without its ending.
    pub source: String,
    pub shown: String,
    pub extract: Extract,
}

impl Extracts {
    /// Opens every file far enough to know its columns.
    pub fn open(
        paths: &[NamedFile],
        sheet: Option<&str>,
        id: Option<&str>,
        truth: Option<&str>,
    ) -> Result<Extracts, Failure> {
        let open = |file: &NamedFile| ExtractFile::open(file, sheet, id, truth);
        let files: Vec<ExtractFile> = paths.iter().map(open).collect::<Result<_, Failure>>()?;
        if let Some(truth) = truth.filter(|truth| files.iter().all(|file| file.extract.position(truth).is_none())) {
            return Err(Failure::new(
                format!("no file has the column `{truth}`"),
                "--truth must name a column of the files",
            ));
        }
        let sources = files.iter().map(|file| (file.source.as_str(), &file.extract));
        let further = shared_columns(sources, truth);
        Ok(Extracts { files, further, truth: truth.map(str::to_owned) })
    }

    /// Columns of [`linkage::people::COLUMNS`] that the records need.
    fn own_columns(&self, model: Option<&Model>) -> Vec<&'static str> {
        let sources: Vec<BTreeSet<&str>> = self.files.iter().map(|file| file.extract.person_columns()).collect();
        let columns = columns_of(&sources, model).into_iter();
        let read = model.map(Model::columns);
        columns.filter(|name| read.as_ref().is_none_or(|read| read.contains(name))).collect()
    }

    /// Further columns that are compared: those of the model, else those that the files share.
    fn further_columns(&self, model: Option<&Model>) -> Vec<String> {
        let Some(model) = model else { return self.further.clone() };
        let columns = model.columns().into_iter();
        columns.filter(|name| !linkage::people::COLUMNS.contains(name)).map(str::to_owned).collect()
    }

    /// Whether a model speaks of nothing but what these files tell of people, so that it can be used on them.
    pub fn suit(&self, model: &Model) -> bool {
        let (own, others) = (linkage::people::COLUMNS, self.files.iter().flat_map(|file| file.extract.other_columns()));
        let others: BTreeSet<String> = others.map(|other| other.heading).collect();
        let columns = model.columns();
        columns.iter().any(|name| own.contains(name))
            && columns.iter().all(|name| own.contains(name) || others.contains(*name))
    }

    /// Reads every file into records, with the columns that the model reads and the truth. Without a model, every column that may tell
    /// people apart is read.
    ///
    /// Where numbers of records repeat within a file its rows are numbered instead, unless a person named the column.
    pub fn records(
        &mut self,
        model: Option<&Model>,
        memory: &MemoryLimit,
        has_said_id: bool,
    ) -> Result<Records, Failure> {
        self.settle_forms()?;
        loop {
            let counted = self.read(model, memory)?;
            match counted {
                Ok((records, counts)) => {
                    self.files.iter().zip(&counts).try_for_each(|(file, counts)| reading::say_how(file, counts))?;
                    return Ok(records);
                }
                Err(Error::IdsRepeat { source_name, n_repeats }) if !has_said_id => {
                    let file = self.files.iter_mut().find(|file| file.source == source_name);
                    let file = file.expect("every source is a file");
                    say(format_args!(
                        "`{}`: {n_repeats} rows have the same number as another row, so its rows are numbered; name the column that numbers the records with --id",
                        file.shown
                    ))?;
                    file.extract.number_rows();
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn settle_forms(&mut self) -> Result<(), Failure> {
        let known = known_names(self.files.iter().map(|file| &file.extract));
        let settled = self.files.par_iter_mut().map(|file| (&file.shown, file.extract.settle_forms(&known)));
        let settled: Vec<Result<(), Failure>> =
            settled.map(|(shown, settled)| settled.map_err(|error| cannot_read(shown, error))).collect();
        settled.into_iter().collect()
    }

    fn read(
        &self,
        model: Option<&Model>,
        memory: &MemoryLimit,
    ) -> Result<Result<(Records, Vec<ExtractCounts>), Error>, Failure> {
        let further = self.further_columns(model).into_iter();
        let mut others: Vec<FurtherColumn> = further.map(|name| FurtherColumn { name, is_folded: true }).collect();
        let own = self.own_columns(model);
        if own.is_empty() && others.is_empty() {
            let n_columns = self.files.iter().map(|file| file.extract.headings().len()).sum();
            return Ok(Err(Error::NoModelSuits { n_columns, found: Vec::new() }));
        }
        others.extend(self.truth.iter().map(|truth| FurtherColumn { name: truth.clone(), is_folded: false }));
        let mut records = PeopleRecords::new(&own, &others)?.within(memory.clone());
        let mut counts = Vec::new();
        for file in &self.files {
            match file.read_into(&mut records, &others) {
                Ok(counted) => counts.push(counted?),
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(records.finish().map(|records| (records, counts)))
    }
}

impl ExtractFile {
    fn open(
        NamedFile { source: name, path, .. }: &NamedFile,
        sheet: Option<&str>,
        id: Option<&str>,
        truth: Option<&str>,
    ) -> Result<ExtractFile, Failure> {
        let shown = path.display().to_string();
        let source: Box<dyn RowSource> = match is_parquet(path).map_err(|error| cannot_read(&shown, error))? {
            true => Box::new(parquet::ParquetTable::new(open_parquet(path)?)),
            false => {
                let source = TableSource::open(path, sheet, intake::people::n_fields_of_people)
                    .map_err(|error| cannot_read(&shown, error))?;
                reading::say_sheets(&shown, source.beside())?;
                Box::new(source)
            }
        };
        let id_said = id.filter(|id| *id != BY_ROW).map(|id| (PersonField::RecordId, id.to_owned()));
        let (said, ignored): (Vec<_>, Vec<&str>) = (id_said.into_iter().collect(), truth.into_iter().collect());
        let mut extract = Extract::open(source, &said, &ignored).map_err(|error| cannot_read(&shown, error))?;
        match id {
            Some(BY_ROW) => extract.number_rows(),
            Some(name) if extract.position(name).is_none() => {
                return Err(Failure::new(
                    format!("`{shown}` has no column `{name}`"),
                    "`--id row` numbers the rows instead",
                ));
            }
            _ => {}
        }
        Ok(ExtractFile { source: name.clone(), shown, extract })
    }

    /// Reads the file on a thread of its own while what was read is put into dictionaries on the others.
    fn read_into(
        &self,
        records: &mut PeopleRecords,
        others: &[FurtherColumn],
    ) -> Result<Result<ExtractCounts, Failure>, Error> {
        let places: Vec<Option<usize>> = others.iter().map(|other| self.extract.position(&other.name)).collect();
        let (sender, batches) = sync_channel::<ExtractBatch>(2);
        std::thread::scope(|scope| {
            let places = &places;
            let name = self.source.as_str();
            let reading = Reading { agency: name, file_id: name, file_name: name, last: today(), others: places };
            let read = move || self.extract.read(&reading, &mut |batch| sender.send(batch).is_ok());
            let reading = scope.spawn(read);
            let mut pushed = Ok(());
            for batch in batches {
                pushed = records.push(&batch.records, &batch.others);
                if pushed.is_err() {
                    break;
                }
            }
            pushed?;
            let counted: Result<ExtractCounts, PlainError> = reading.join().expect("reading does not panic");
            Ok(counted.map_err(|error| cannot_read(&self.shown, error)))
        })
    }
}

/// Nobody in a file is born after the day on which it is read.
fn today() -> Date {
    crate::today().parse().expect("today is a date")
}
