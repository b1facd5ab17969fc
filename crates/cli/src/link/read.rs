//! Files of any format as records of whatever a model speaks of: columns by their headings, cells as they are.
//!
//! A model that speaks of people as `person_record` does is given them by [`super::extracts`].

use std::collections::HashSet;
use std::path::Path;
use std::sync::mpsc::sync_channel;

use arrow_array::RecordBatch;
use engine::ForeignFile;
use intake::people::{PersonField, meaning};
use intake::plain::PlainTable;
use linkage::records::printed;
use linkage::{MemoryLimit, Model, Records, RecordsBuilder};

use super::say;
use super::sources::NamedFile;
use crate::fail::Failure;

/// Rows read ahead while those before them are put into dictionaries.
const BATCH_ROWS: usize = 1 << 16;
/// What `--id` says where rows are to be numbered.
pub const BY_ROW: &str = "row";

/// A file whose columns are known.
pub struct File {
    /// What its records are said to be of: the file's name without its ending.
    pub source: String,
    shown: String,
    columns: Vec<String>,
    /// The column that numbers its records; none where rows are numbered.
    id: Option<usize>,
    table: Table,
}

enum Table {
    Plain(PlainTable),
    Parquet(ForeignFile),
}

impl File {
    /// What the columns say of a person by their headings, each under the name that a model may call it by.
    pub fn meanings(&self) -> impl Iterator<Item = (&str, PersonField)> {
        self.columns.iter().filter_map(|column| Some((column.as_str(), meaning(column)?)))
    }

    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What numbers the records; none where rows are numbered or the column cannot be read.
    pub fn ids(&self) -> Option<HashSet<String>> {
        let wanted = [self.id?];
        let mut ids = HashSet::new();
        let mut is_whole = true;
        for_each_batch(self, &wanted, |batch| {
            let values = batch.ok();
            let values = values.as_ref().and_then(|batch| printed(batch.column(0)));
            is_whole = values.is_some();
            ids.extend(values.into_iter().flatten().flatten().map(String::from));
            is_whole
        });
        is_whole.then_some(ids)
    }

    /// Where a column stands: under its own name, or under another of the same meaning.
    fn place_of(&self, column: &str) -> Option<usize> {
        let by_name = self.columns.iter().position(|own| own == column);
        let meant = meaning(column);
        by_name.or_else(|| self.columns.iter().position(|own| meant.is_some() && meaning(own) == meant))
    }

    fn unreadable(&self, why: impl std::fmt::Display) -> Failure {
        cannot_read(&self.shown, why)
    }
}

pub fn cannot_read(shown: &str, why: impl std::fmt::Display) -> Failure {
    Failure::new(
        format!("cannot read `{shown}`: {why}"),
        "records must be in CSV, a workbook or Parquet, with headings first",
    )
}

/// Opens every file and finds the columns that number their records.
pub fn open(files: &[NamedFile], sheet: Option<&str>, id: Option<&str>) -> Result<Vec<File>, Failure> {
    files.iter().map(|file| open_file(file, sheet, id)).collect()
}

fn open_file(
    NamedFile { source, path, .. }: &NamedFile,
    sheet: Option<&str>,
    id: Option<&str>,
) -> Result<File, Failure> {
    let shown = path.display().to_string();
    let table = if is_parquet(path).map_err(|error| cannot_read(&shown, error))? {
        Table::Parquet(open_parquet(path)?)
    } else {
        Table::Plain(
            PlainTable::open(path, sheet, intake::people::n_fields_of_people)
                .map_err(|error| cannot_read(&shown, error))?,
        )
    };
    let columns = match &table {
        Table::Plain(table) => table.columns().to_vec(),
        Table::Parquet(file) => file.columns(),
    };
    let id = match id {
        Some(BY_ROW) => None,
        Some(name) => Some(columns.iter().position(|column| column == name).ok_or_else(|| {
            Failure::new(format!("`{shown}` has no column `{name}`"), "`--id row` numbers the rows instead")
        })?),
        None => columns.iter().position(|column| meaning(column) == Some(PersonField::RecordId)),
    };
    Ok(File { source: source.clone(), shown, columns, id, table })
}

/// What the records of a file are said to be of: its name without the ending.
pub fn source_of(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

pub fn open_parquet(path: &Path) -> Result<ForeignFile, Failure> {
    ForeignFile::open(path).map_err(|error| Failure::new(error.to_string(), "is the file complete?"))
}

/// Records are told apart by the name of their source, so no two files may have the same.
pub fn check_sources(files: &[NamedFile]) -> Result<(), Failure> {
    let mut names = HashSet::new();
    match files.iter().map(|file| &file.source).find(|name| !names.insert(*name)) {
        Some(name) => Err(Failure::new(
            format!("two files are called `{name}`"),
            "records are told apart by the name of their file: rename one of them with NAME=FILE",
        )),
        None => Ok(()),
    }
}

pub fn is_parquet(path: &Path) -> std::io::Result<bool> {
    use std::io::Read;
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(4).read_to_end(&mut head)?;
    Ok(head == b"PAR1")
}

/// The columns that the model reads, and the truth, of every file.
pub fn records(files: &[File], model: &Model, truth: Option<&str>, memory: &MemoryLimit) -> Result<Records, Failure> {
    let mut columns = model.columns();
    columns.extend(truth.filter(|truth| !columns.contains(truth)));
    let is_there = |column: &&str| files.iter().any(|file| file.place_of(column).is_some());
    if let Some(truth) = truth.filter(|truth| !is_there(truth)) {
        return Err(Failure::new(
            format!("no file has the column `{truth}`"),
            "--truth must name a column of the files",
        ));
    }
    // One that no file has is a mistake of the model, which is told with its line.
    columns.retain(is_there);
    let mut builder = RecordsBuilder::new(&columns)?.within(memory.clone());
    for file in files {
        builder.source(&file.source);
        let places: Vec<Option<usize>> = columns.iter().map(|column| file.place_of(column)).collect();
        for (column, _) in columns.iter().zip(&places).filter(|(_, place)| place.is_none()) {
            say(format_args!("`{}` has no column `{column}`: missing for its records", file.shown))?;
        }
        read_into(&mut builder, file, &places)?;
    }
    Ok(builder.finish()?)
}

fn read_into(builder: &mut RecordsBuilder, file: &File, places: &[Option<usize>]) -> Result<(), Failure> {
    let mut wanted: Vec<usize> = places.iter().flatten().copied().chain(file.id).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let within = |place: &usize| wanted.iter().position(|wanted| wanted == place).expect("it was wanted");
    let places: Vec<Option<usize>> = places.iter().map(|place| place.as_ref().map(within)).collect();
    let id = file.id.as_ref().map(within);
    // One thread reads on while the others sort what is there into dictionaries.
    let (sender, batches) = sync_channel::<Result<RecordBatch, Failure>>(2);
    std::thread::scope(|scope| {
        let wanted = &wanted;
        scope.spawn(move || for_each_batch(file, wanted, |batch| sender.send(batch).is_ok()));
        for batch in batches {
            builder.push_batch(&batch?, id, &places)?;
        }
        Ok(())
    })
}

/// Hands on batch after batch until there are no more or nobody wants them.
fn for_each_batch(file: &File, wanted: &[usize], mut take: impl FnMut(Result<RecordBatch, Failure>) -> bool) {
    match &file.table {
        Table::Plain(table) => match table.batches(wanted, BATCH_ROWS) {
            Ok(batches) => drop(batches.map(|batch| batch.map_err(|error| file.unreadable(error))).all(take)),
            Err(error) => drop(take(Err(file.unreadable(error)))),
        },
        Table::Parquet(table) => match table.batches(wanted, BATCH_ROWS) {
            Ok(batches) => drop(batches.map(|batch| batch.map_err(|error| file.unreadable(error))).all(take)),
            Err(error) => drop(take(Err(file.unreadable(error)))),
        },
    }
}
