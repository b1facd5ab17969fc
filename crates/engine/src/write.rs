//! Writing a table: row groups are encoded side by side and appended in order, so the bytes do not
//! depend on the number of threads.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use model::Table;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, ArrowWriterOptions, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;

use crate::{Error, TableReader};

/// Rows in one row group: enough for a good dictionary, few enough to hold several in memory.
pub const ROW_GROUP_ROWS: usize = 1 << 17;

/// Read and written by the owner, and by nobody else.
#[cfg(unix)]
const OWNER_ALONE: u32 = 0o600;

/// One table being written.
pub struct TableWriter {
    path: PathBuf,
    writer: SerializedFileWriter<BufWriter<File>>,
    encoder: Arc<RowGroupEncoder>,
    n_row_groups: usize,
}

/// Encodes row groups; shared between threads.
pub struct RowGroupEncoder {
    path: PathBuf,
    table: Table,
    factory: ArrowRowGroupWriterFactory,
}

/// Rows encoded and ready to be appended.
pub struct RowGroup {
    /// None for a column that stands as it did in an older file.
    columns: Vec<Option<ArrowColumnChunk>>,
}

fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).expect("level 1 exists")))
        .set_max_row_group_row_count(Some(ROW_GROUP_ROWS))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        // The version of the writing library would change the bytes without changing the table.
        .set_created_by("totalplace".to_owned())
        .build()
}

/// Makes a file to write to; one about people can be read by its owner alone, whatever stood there before.
pub fn create_file(path: &Path, is_about_people: bool) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    if !is_about_people {
        return options.open(path);
    }
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, OWNER_ALONE);
    let file = options.open(path)?;
    // The mode holds for files that are new, and an older one may be open to everybody.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(OWNER_ALONE))?;
    Ok(file)
}

impl TableWriter {
    /// Begins a table at a path that does not exist yet.
    ///
    /// # Errors
    /// [`Error::File`] where the file cannot be made.
    pub fn create(path: &Path, table: &Table) -> Result<TableWriter, Error> {
        // Free text that stays in the place may name people too.
        let stays = table.is_about_people || table.columns.iter().any(|column| !column.leaves);
        let file =
            create_file(path, stays).map_err(|source| Error::File { doing: "write", path: path.to_owned(), source })?;
        let error = |source| Error::Parquet { doing: "write", path: path.to_owned(), source };
        let options = ArrowWriterOptions::new().with_properties(properties());
        let writer = ArrowWriter::try_new_with_options(BufWriter::new(file), table.schema(), options).map_err(error)?;
        let (writer, factory) = writer.into_serialized_writer().map_err(error)?;
        let encoder = Arc::new(RowGroupEncoder { path: path.to_owned(), table: *table, factory });
        Ok(TableWriter { path: path.to_owned(), writer, encoder, n_row_groups: 0 })
    }

    /// Writes a whole table that is at hand.
    ///
    /// # Errors
    /// As [`TableWriter::create`].
    pub fn write_all(path: &Path, table: &Table, batches: &[RecordBatch]) -> Result<(), Error> {
        let mut writer = TableWriter::create(path, table)?;
        for batch in batches {
            let mut from = 0;
            while from < batch.num_rows() {
                let n = ROW_GROUP_ROWS.min(batch.num_rows() - from);
                let group = writer.encoder.encode(&[batch.slice(from, n)])?;
                writer.append(group)?;
                from += n;
            }
        }
        writer.finish()
    }

    pub fn encoder(&self) -> Arc<RowGroupEncoder> {
        self.encoder.clone()
    }

    /// Appends a row group that was encoded for this table.
    ///
    /// # Errors
    /// [`Error`] where the file cannot be written.
    pub fn append(&mut self, group: RowGroup) -> Result<(), Error> {
        self.append_columns(group, None)
    }

    /// Appends a row group of which some columns, or all, stand as they did in an older file of the same
    /// table. These are copied byte for byte: encoding is most of the cost of a table, and a column does
    /// not know where in its file it stands.
    ///
    /// # Errors
    /// As [`TableWriter::append`], and where the older file cannot be read.
    pub fn append_edited(&mut self, group: RowGroup, older: &TableReader, index: usize) -> Result<(), Error> {
        self.append_columns(group, Some((older, index)))
    }

    /// Appends some columns of a row group of an older file unchanged, by their positions in it.
    ///
    /// # Errors
    /// As [`TableWriter::append_edited`].
    pub(crate) fn append_copied(&mut self, older: &TableReader, index: usize, places: &[usize]) -> Result<(), Error> {
        let error = |source| Error::Parquet { doing: "write", path: self.path.clone(), source };
        let stored = older.stored_row_group(index)?;
        let mut writer = self.writer.next_row_group().map_err(error)?;
        for place in places {
            writer.append_column(&stored.file, stored.close(*place).map_err(error)?).map_err(error)?;
        }
        writer.close().map_err(error)?;
        self.n_row_groups += 1;
        Ok(())
    }

    fn append_columns(&mut self, group: RowGroup, older: Option<(&TableReader, usize)>) -> Result<(), Error> {
        let error = |source| Error::Parquet { doing: "write", path: self.path.clone(), source };
        let stored = older.map(|(older, index)| older.stored_row_group(index)).transpose()?;
        let mut writer = self.writer.next_row_group().map_err(error)?;
        for (position, column) in group.columns.into_iter().enumerate() {
            match (column, &stored) {
                (Some(column), _) => column.append_to_row_group(&mut writer).map_err(error)?,
                (None, Some(stored)) => {
                    let close = stored.close(position).map_err(error)?;
                    writer.append_column(&stored.file, close).map_err(error)?;
                }
                (None, None) => panic!("a column that is not encoded stands in an older file"),
            }
        }
        writer.close().map_err(error)?;
        self.n_row_groups += 1;
        Ok(())
    }

    /// Completes the file and makes sure that it is on the disk.
    ///
    /// # Errors
    /// As [`TableWriter::append`].
    pub fn finish(self) -> Result<(), Error> {
        let path = self.path;
        let file =
            self.writer.into_inner().map_err(|source| Error::Parquet { doing: "write", path: path.clone(), source })?;
        let file = file.into_inner().map_err(|e| Error::File {
            doing: "write",
            path: path.clone(),
            source: e.into_error(),
        })?;
        file.sync_data().map_err(|source| Error::File { doing: "write", path, source })
    }
}

impl RowGroupEncoder {
    /// Encodes batches of the table as one row group.
    ///
    /// Text may be plain or in dictionaries. A column that the batches lack stands as it did in an older file.
    ///
    /// # Errors
    /// [`Error::Parquet`].
    pub fn encode(&self, batches: &[RecordBatch]) -> Result<RowGroup, Error> {
        let error = |source| Error::Parquet { doing: "write", path: self.path.clone(), source };
        batches.iter().for_each(|batch| self.insist_on_columns(batch));
        let schema = self.table.schema();
        let writers = self.factory.create_column_writers(0).map_err(error)?;
        let columns = writers.into_iter().zip(schema.fields()).map(|(mut writer, field)| {
            let arrays = batches.iter().map(|batch| batch.column_by_name(field.name()));
            let Some(arrays) = arrays.collect::<Option<Vec<_>>>() else { return Ok(None) };
            for array in arrays {
                for leaf in compute_leaves(field, array)? {
                    writer.write(&leaf)?;
                }
            }
            writer.close().map(Some)
        });
        Ok(RowGroup { columns: columns.collect::<Result<_, _>>().map_err(error)? })
    }

    fn insist_on_columns(&self, batch: &RecordBatch) {
        let (plain, with_dictionaries) = (self.table.schema(), self.table.schema_with_dictionaries());
        for field in batch.schema().fields() {
            let is_of_table = [&plain, &with_dictionaries]
                .iter()
                .any(|schema| schema.field_with_name(field.name()).is_ok_and(|declared| declared == field.as_ref()));
            assert!(is_of_table, "a batch of {} has the column {field:?}", self.table.name);
        }
    }
}

impl RowGroup {
    /// A row group that stands as it did in an older file.
    pub fn as_before(table: &Table) -> RowGroup {
        RowGroup { columns: table.columns.iter().map(|_| None).collect() }
    }
}
