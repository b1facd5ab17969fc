//! A Parquet file of anybody as rows of cells, so that one reader reads every format.

use std::io;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray, RecordBatch, StringArray};
use engine::ForeignFile;
use intake::encoding::Encoding;
use intake::plain::RowSource;
use intake::rows::{Row, Rows, Step};

/// Rows decoded at once.
const BATCH_ROWS: usize = 1 << 14;

/// A Parquet file as a table: its headings are the first row.
pub struct ParquetTable(ForeignFile);

impl ParquetTable {
    pub fn new(file: ForeignFile) -> ParquetTable {
        ParquetTable(file)
    }
}

impl RowSource for ParquetTable {
    fn rows(&self, columns: Option<&[usize]>) -> io::Result<Box<dyn Rows + '_>> {
        let headings = self.0.columns();
        let mut wanted: Vec<usize> = columns.map_or_else(|| (0..headings.len()).collect(), <[usize]>::to_vec);
        wanted.sort_unstable();
        wanted.dedup();
        let batches = self.0.batches(&wanted, BATCH_ROWS).map_err(io::Error::other)?;
        let batches = batches.map(|batch| batch.map_err(io::Error::other));
        let place = |at| wanted.iter().position(|wanted| *wanted == at);
        let places = (0..headings.len()).map(place).collect();
        Ok(Box::new(ParquetRows {
            headings,
            places,
            batches: Box::new(batches),
            cells: Vec::new(),
            n_rows: 0,
            at: 0,
            number: 0,
        }))
    }

    fn encoding(&self) -> Encoding {
        Encoding::Utf8
    }

    fn leaves_cells_out(&self) -> bool {
        true
    }
}

struct ParquetRows<'t> {
    headings: Vec<String>,
    /// Where each column of the file is in a batch; none for one that nobody wants.
    places: Vec<Option<usize>>,
    batches: Box<dyn Iterator<Item = io::Result<RecordBatch>> + 't>,
    /// The columns of the batch at hand.
    cells: Vec<Cells>,
    n_rows: usize,
    at: usize,
    number: u64,
}

impl Rows for ParquetRows<'_> {
    fn next(&mut self, row: &mut Row) -> io::Result<Step> {
        self.number += 1;
        row.clear(self.number);
        if self.number == 1 {
            self.headings.iter().for_each(|heading| row.push_cell(heading));
            return Ok(Step::Row);
        }
        while self.at == self.n_rows {
            let Some(batch) = self.batches.next() else { return Ok(Step::End) };
            let batch = batch?;
            self.cells = batch.columns().iter().map(Cells::of).collect();
            (self.n_rows, self.at) = (batch.num_rows(), 0);
        }
        for place in &self.places {
            row.push_cell(place.and_then(|place| self.cells[place].text(self.at)).unwrap_or_default());
        }
        self.at += 1;
        Ok(Step::Row)
    }
}

/// The cells of one column of a batch, as text.
enum Cells {
    Dictionary(DictionaryArray<Int32Type>, StringArray),
    Text(StringArray),
    Printed(Vec<Option<String>>),
}

impl Cells {
    fn of(array: &ArrayRef) -> Cells {
        if let Some(dictionary) = array.as_dictionary_opt::<Int32Type>()
            && let Some(values) = dictionary.values().as_string_opt::<i32>()
        {
            return Cells::Dictionary(dictionary.clone(), values.clone());
        }
        if let Some(texts) = array.as_string_opt::<i32>() {
            return Cells::Text(texts.clone());
        }
        // A column of another kind, as of lists, says nothing about a person.
        let printed =
            linkage::records::printed(array).map(|values| values.into_iter().map(|v| v.map(Into::into)).collect());
        Cells::Printed(printed.unwrap_or_else(|| vec![None; array.len()]))
    }

    fn text(&self, row: usize) -> Option<&str> {
        match self {
            Cells::Dictionary(array, values) => {
                array.key(row).filter(|key| values.is_valid(*key)).map(|key| values.value(key))
            }
            Cells::Text(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Cells::Printed(texts) => texts[row].as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Date32Array, Int64Array};
    use model::{Column, Kind, Table};

    use super::*;

    const fn column(name: &'static str, kind: Kind) -> Column {
        Column { name, kind, nullable: true, leaves: true, words: &[], meaning: name }
    }

    const PEOPLE: Table = Table {
        name: "people",
        meaning: "Somebody's people",
        written_by: "a test",
        is_about_people: true,
        columns: &[column("id", Kind::Id), column("Forename", Kind::Text), column("dob", Kind::Date)],
    };

    fn rows_of(table: &ParquetTable, columns: Option<&[usize]>) -> Vec<String> {
        let (mut rows, mut row) = (table.rows(columns).expect("rows"), Row::default());
        let mut found = Vec::new();
        while rows.next(&mut row).expect("a row") == Step::Row {
            found.push(row.texts(&table.encoding()).join("|"));
        }
        found
    }

    #[test]
    fn cells_come_as_text_below_their_headings() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("people.parquet");
        let names = Arc::new(StringArray::from(vec![Some("Siân"), None, Some("Siân")]));
        let batch = PEOPLE.batch([
            ("id", Arc::new(Int64Array::from(vec![Some(7), Some(8), None]))),
            ("Forename", names),
            ("dob", Arc::new(Date32Array::from(vec![Some(0), Some(-1), None]))),
        ]);
        let mut writer = engine::TableWriter::create(&path, &PEOPLE).expect("a file");
        let group = writer.encoder().encode(&[batch]).expect("rows are encoded");
        writer.append(group).expect("rows are written");
        writer.finish().expect("the file is whole");
        let table = ParquetTable::new(ForeignFile::open(&path).expect("a Parquet file"));
        assert_eq!(rows_of(&table, None), ["id|Forename|dob", "7|Siân|1970-01-01", "8||1969-12-31", "|Siân|"]);
        assert_eq!(rows_of(&table, Some(&[2])), ["id|Forename|dob", "||1970-01-01", "||1969-12-31", "||"]);
    }
}
