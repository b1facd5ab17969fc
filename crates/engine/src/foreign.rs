//! Parquet files that somebody else wrote, with whatever columns they have.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Field, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};

use crate::Error;

/// A Parquet file, opened far enough to know its columns.
pub struct ForeignFile {
    path: PathBuf,
    metadata: ArrowReaderMetadata,
}

impl ForeignFile {
    /// Text will come as `Dictionary<Int32, Utf8>`, so that work can be done once for each distinct value.
    ///
    /// # Errors
    /// [`Error`] where the file cannot be read or is not Parquet.
    pub fn open(path: &Path) -> Result<ForeignFile, Error> {
        let file = File::open(path).map_err(|source| Error::File { doing: "read", path: path.to_owned(), source })?;
        let error = |source| Error::Parquet { doing: "read", path: path.to_owned(), source };
        let stored = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(error)?;
        let options = ArrowReaderOptions::new().with_schema(Arc::new(with_dictionaries(stored.schema())));
        let metadata = ArrowReaderMetadata::try_new(stored.metadata().clone(), options).map_err(error)?;
        Ok(ForeignFile { path: path.to_owned(), metadata })
    }

    /// The names of the columns, in the order of the file.
    pub fn columns(&self) -> Vec<String> {
        self.metadata.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// How many rows the file says it has.
    pub fn n_rows(&self) -> u64 {
        u64::try_from(self.metadata.metadata().file_metadata().num_rows()).unwrap_or(0)
    }

    /// The chosen columns by position, in the order of the file, `batch_rows` rows at a time.
    ///
    /// # Errors
    /// As [`ForeignFile::open`].
    pub fn batches(
        &self,
        columns: &[usize],
        batch_rows: usize,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, Error>> + use<>, Error> {
        let path = self.path.clone();
        let file = File::open(&path).map_err(|source| Error::File { doing: "read", path: path.clone(), source })?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
        let mask = ProjectionMask::roots(builder.parquet_schema(), columns.iter().copied());
        let reader = builder.with_projection(mask).with_batch_size(batch_rows).build();
        let reader = reader.map_err(|source| Error::Parquet { doing: "read", path: path.clone(), source })?;
        Ok(reader.map(move |batch| batch.map_err(|source| Error::Arrow { path: path.clone(), source })))
    }
}

fn with_dictionaries(schema: &Schema) -> Schema {
    let text = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let field = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            Field::new(field.name(), text.clone(), field.is_nullable())
        }
        _ => field.as_ref().clone(),
    };
    Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>())
}
