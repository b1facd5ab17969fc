//! One table as CSV (RFC 4180): UTF-8, one heading row, ISO dates, plain decimals, nothing for "not known".

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use model::{Cell, Kind, Rows, Table, Tables};
use sha2::{Digest, Sha256};

use super::Resource;
use crate::Error;

pub fn write(tables: &dyn Tables, table: &'static Table, path: &Path) -> Result<Resource, Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let file = BufWriter::with_capacity(1 << 18, File::create(path).map_err(failed)?);
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .buffer_capacity(1 << 16)
        .from_writer(Hashed { inner: file, hash: Sha256::new(), n_bytes: 0 });
    let names = table.columns.iter().map(|column| column.name);
    writer.write_record(names).map_err(|error| failed(io(error)))?;
    let mut n_rows = 0;
    let mut has_empty_text = vec![false; table.columns.len()];
    for batch in table.batches(tables, &[])? {
        let batch = batch?;
        n_rows += batch.num_rows();
        write_rows(&mut writer, table, table.read(&batch), &mut has_empty_text).map_err(|error| failed(io(error)))?;
    }
    let hashed = writer.into_inner().map_err(|error| failed(error.into_error()))?;
    let (n_bytes, sha256) = hashed.finish().map_err(failed)?;
    let empty = table.columns.iter().zip(has_empty_text).filter(|(column, empty)| *empty && !column.nullable);
    let columns_with_empty_text = empty.map(|(column, _)| column.name).collect();
    Ok(Resource { table, n_rows, n_bytes, sha256, columns_with_empty_text })
}

fn write_rows<W: Write>(
    writer: &mut csv::Writer<W>,
    table: &Table,
    rows: Rows<'_>,
    has_empty_text: &mut [bool],
) -> csv::Result<()> {
    let columns = rows.all_cells();
    let mut scratch = String::new();
    for row in 0..rows.len() {
        for (i, column) in columns.iter().enumerate() {
            let cell = column.value(row);
            has_empty_text[i] |= table.columns[i].kind == Kind::Text && cell == Cell::Text("");
            writer.write_field(field(cell, &mut scratch))?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    Ok(())
}

fn field<'s>(cell: Cell<'s>, scratch: &'s mut String) -> &'s str {
    use std::fmt::Write;
    scratch.clear();
    // Writing into a text cannot fail.
    let _ = match cell {
        Cell::Empty => Ok(()),
        Cell::Text(text) => return text,
        Cell::Flag(flag) => return if flag { "true" } else { "false" },
        Cell::Whole(whole) => write!(scratch, "{whole}"),
        Cell::Money(money) => write!(scratch, "{}", money.plain()),
        Cell::Date(date) => write!(scratch, "{date}"),
        Cell::Moment(moment) => write!(scratch, "{moment}"),
        Cell::Number(number) => write!(scratch, "{number}"),
    };
    scratch
}

fn io(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

/// Counts and hashes what is written.
struct Hashed<W> {
    inner: W,
    hash: Sha256,
    n_bytes: u64,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.n_bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> Hashed<W> {
    fn finish(mut self) -> std::io::Result<(u64, String)> {
        self.inner.flush()?;
        let hash = self.hash.finalize();
        Ok((self.n_bytes, hash.iter().map(|byte| format!("{byte:02x}")).collect()))
    }
}
