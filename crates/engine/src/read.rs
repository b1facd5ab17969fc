//! Reading a table in batches, text as dictionaries.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use model::Table;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection,
};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, PageIndexPolicy, ParquetMetaData};
use parquet::file::statistics::Statistics;

use crate::Error;

/// One table on disk: its row groups can be read side by side.
pub struct TableReader {
    path: PathBuf,
    table: Table,
    columns: Vec<&'static str>,
    metadata: ArrowReaderMetadata,
}

impl TableReader {
    /// Opens a table and the columns that are wanted; all of them where none is named.
    ///
    /// With `as_dictionaries`, text comes as `Dictionary<Int32, Utf8>`, so that work can be done once for
    /// each distinct value.
    ///
    /// # Errors
    /// [`Error`] where the file cannot be read, and [`Error::Schema`] where it is of another version.
    pub fn open(
        folder: &Path,
        table: &Table,
        columns: &[&'static str],
        as_dictionaries: bool,
    ) -> Result<TableReader, Error> {
        TableReader::open_with(folder, table, columns, as_dictionaries, PageIndexPolicy::Skip)
    }

    /// Opens a table whose row groups are to be copied into a newer file.
    ///
    /// # Errors
    /// As [`TableReader::open`].
    pub fn open_to_copy(folder: &Path, table: &Table) -> Result<TableReader, Error> {
        TableReader::open_with(folder, table, &[], true, PageIndexPolicy::Optional)
    }

    fn open_with(
        folder: &Path,
        table: &Table,
        columns: &[&'static str],
        as_dictionaries: bool,
        page_index: PageIndexPolicy,
    ) -> Result<TableReader, Error> {
        // A table without its private columns is read from the file that has them all.
        let (wanted, table) = (table.columns, table.as_kept());
        let path = crate::table_path(folder, table);
        let file = File::open(&path).map_err(|source| Error::File { doing: "read", path: path.clone(), source })?;
        let error = |source| Error::Parquet { doing: "read", path: path.clone(), source };
        // A copied column keeps all that its footer said of it.
        let options = ArrowReaderOptions::new()
            .with_page_index_policy(page_index)
            .with_encoding_stats_as_mask(page_index == PageIndexPolicy::Skip);
        let stored = ArrowReaderMetadata::load(&file, options).map_err(error)?;
        if stored.schema().fields() != table.schema().fields() {
            return Err(Error::Schema { path, text: "its columns differ".to_owned() });
        }
        let schema = if as_dictionaries { table.schema_with_dictionaries() } else { table.schema() };
        let options = ArrowReaderOptions::new().with_schema(schema);
        let metadata = ArrowReaderMetadata::try_new(stored.metadata().clone(), options).map_err(error)?;
        let columns = if columns.is_empty() { wanted.iter().map(|c| c.name).collect() } else { columns.to_vec() };
        Ok(TableReader { path: path.clone(), table: *table, columns, metadata })
    }

    pub fn n_row_groups(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    pub fn n_rows(&self) -> usize {
        self.metadata.metadata().file_metadata().num_rows() as usize
    }

    /// One row group as stored, to be copied.
    pub(crate) fn stored_row_group(&self, index: usize) -> Result<StoredRowGroup<'_>, Error> {
        let file =
            File::open(&self.path).map_err(|source| Error::File { doing: "read", path: self.path.clone(), source })?;
        Ok(StoredRowGroup { file, metadata: self.metadata.metadata(), index })
    }

    /// One row group as one batch, the columns in the order in which they were asked for.
    ///
    /// # Errors
    /// [`Error`] where the file cannot be read.
    pub fn row_group(&self, index: usize) -> Result<RecordBatch, Error> {
        let n_rows = self.metadata.metadata().row_group(index).num_rows() as usize;
        self.one_batch(index, None, n_rows)
    }

    /// Some rows of one row group, by their places in it, which are in order.
    ///
    /// # Errors
    /// As [`TableReader::row_group`].
    pub fn rows_of(&self, index: usize, rows: &[usize]) -> Result<RecordBatch, Error> {
        let n_rows = self.metadata.metadata().row_group(index).num_rows() as usize;
        let ranges = rows.iter().map(|row| *row..*row + 1);
        let selection = RowSelection::from_consecutive_ranges(ranges, n_rows);
        self.one_batch(index, Some(selection), rows.len())
    }

    fn one_batch(&self, index: usize, selection: Option<RowSelection>, n_rows: usize) -> Result<RecordBatch, Error> {
        let mut batches = self.batches(Some((index, selection)), n_rows.max(1))?;
        let batch = batches.next().unwrap_or_else(|| panic!("row group {index} of {} has rows", self.table.name))?;
        assert!(batches.next().is_none(), "a row group is read as one batch");
        Ok(batch)
    }

    /// All batches, one after another.
    ///
    /// # Errors
    /// As [`TableReader::row_group`].
    pub fn rows(&self) -> Result<impl Iterator<Item = Result<RecordBatch, Error>> + use<>, Error> {
        self.batches(None, 1 << 14)
    }

    fn batches(
        &self,
        row_group: Option<(usize, Option<RowSelection>)>,
        batch_rows: usize,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, Error>> + use<>, Error> {
        let file =
            File::open(&self.path).map_err(|source| Error::File { doing: "read", path: self.path.clone(), source })?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
        let indices: Vec<usize> = self.columns.iter().map(|column| self.table.index(column)).collect();
        let mask = ProjectionMask::roots(builder.parquet_schema(), indices.iter().copied());
        let mut builder = builder.with_projection(mask).with_batch_size(batch_rows);
        if let Some((index, selection)) = row_group {
            builder = builder.with_row_groups(vec![index]);
            if let Some(selection) = selection {
                builder = builder.with_row_selection(selection);
            }
        }
        let path = self.path.clone();
        let reader = builder.build().map_err(|source| Error::Parquet { doing: "read", path: path.clone(), source })?;
        // Columns come in the order of the file and leave in the order asked for.
        let mut in_file = indices.clone();
        in_file.sort_unstable();
        let order: Vec<usize> =
            indices.iter().map(|i| in_file.iter().position(|f| f == i).expect("it was asked for")).collect();
        Ok(reader.map(move |batch| {
            let project = |batch: RecordBatch| batch.project(&order);
            batch.and_then(project).map_err(|source| Error::Arrow { path: path.clone(), source })
        }))
    }
}

/// A row group in its file.
pub(crate) struct StoredRowGroup<'a> {
    pub file: File,
    metadata: &'a ParquetMetaData,
    index: usize,
}

impl StoredRowGroup<'_> {
    /// What the writer of one of its columns knew when it was done.
    pub fn close(&self, column: usize) -> Result<ColumnCloseResult, ParquetError> {
        let group = self.metadata.row_group(self.index);
        let metadata = with_old_statistics(group.column(column).clone())?;
        Ok(ColumnCloseResult {
            bytes_written: metadata.compressed_size() as u64,
            rows_written: group.num_rows() as u64,
            metadata,
            bloom_filter: None,
            column_index: None,
            offset_index: self.metadata.offset_index().map(|index| index[self.index][column].clone()),
        })
    }
}

/// The least and greatest value are written twice, once where readers of old looked for them. Reading
/// forgets that they were, and a copied column would differ from a fresh one in its footer.
fn with_old_statistics(metadata: ColumnChunkMetaData) -> Result<ColumnChunkMetaData, ParquetError> {
    let is_signed = metadata.column_descr().sort_order().is_signed();
    let Some(statistics) = metadata.statistics().filter(|_| is_signed).cloned() else { return Ok(metadata) };
    let statistics = match statistics {
        Statistics::Boolean(values) => Statistics::Boolean(values.with_backwards_compatible_min_max(true)),
        Statistics::Int32(values) => Statistics::Int32(values.with_backwards_compatible_min_max(true)),
        Statistics::Int64(values) => Statistics::Int64(values.with_backwards_compatible_min_max(true)),
        Statistics::Float(values) => Statistics::Float(values.with_backwards_compatible_min_max(true)),
        Statistics::Double(values) => Statistics::Double(values.with_backwards_compatible_min_max(true)),
        // Text has no order of its own sign, and no table holds the other kinds.
        other => other,
    };
    metadata.into_builder().set_statistics(statistics).build()
}

/// A whole table, text as plain strings. For tables that are known to be small.
///
/// # Errors
/// As [`TableReader::open`].
pub fn read_all(folder: &Path, table: &Table) -> Result<RecordBatch, Error> {
    let reader = TableReader::open(folder, table, &[], false)?;
    let batches: Vec<RecordBatch> = reader.rows()?.collect::<Result<_, _>>()?;
    arrow::compute::concat_batches(&table.schema(), &batches)
        .map_err(|source| Error::Arrow { path: crate::table_path(folder, table), source })
}

/// Rows of a table, from its footer alone.
///
/// # Errors
/// As [`TableReader::open`].
pub fn n_rows(folder: &Path, table: &Table) -> Result<usize, Error> {
    Ok(TableReader::open(folder, table, &[], false)?.n_rows())
}
