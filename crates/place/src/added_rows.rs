//! Rows added to a CSV that people may have given columns of their own.

use csv::{Error, ReaderBuilder, StringRecord, Writer};
use serde::Serialize;

/// The file with more rows at its end. What is there stays byte for byte, unless its heading lacks a column.
pub fn with_rows<R: Serialize>(before: &[u8], rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Error> {
    let (columns, added) = printed(rows)?;
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(before);
    let mut heading = reader.headers()?.clone();
    let missing: Vec<&str> = columns.iter().filter(|column| !heading.iter().any(|has| has.trim() == *column)).collect();
    let mut writer = Writer::from_writer(Vec::new());
    if !missing.is_empty() {
        missing.iter().for_each(|column| heading.push_field(column));
        writer.write_record(&heading)?;
        for row in reader.records() {
            let row = row?;
            writer.write_record((0..heading.len()).map(|at| row.get(at).unwrap_or_default()))?;
        }
    }
    let place_of = |has: &str| columns.iter().position(|column| column == has.trim());
    for row in &added {
        writer.write_record(heading.iter().map(|has| place_of(has).and_then(|at| row.get(at)).unwrap_or_default()))?;
    }
    let new = writer.into_inner().map_err(|error| error.into_error())?;
    // The last line of a file that somebody edited often has no line end; what is added is a line of its own all the same.
    let line_end: &[u8] = if before.last().is_none_or(|last| *last == b'\n') { b"" } else { b"\n" };
    Ok(if missing.is_empty() { [before, line_end, &new].concat() } else { new })
}

/// The columns of rows, and the rows as they are printed.
fn printed<R: Serialize>(rows: impl IntoIterator<Item = R>) -> Result<(StringRecord, Vec<StringRecord>), Error> {
    let mut writer = Writer::from_writer(Vec::new());
    rows.into_iter().try_for_each(|row| writer.serialize(row))?;
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let columns = reader.headers()?.clone();
    Ok((columns, reader.records().collect::<Result<_, _>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Answer {
        agency: &'static str,
        verdict: &'static str,
    }

    const ADDED: Answer = Answer { agency: "health, north", verdict: "same" };

    #[test]
    fn what_is_there_stays_byte_for_byte() {
        check("", "agency,verdict\n\"health, north\",same\n");
        check(
            "verdict, agency ,note\nunsure,a,\"x\"\n",
            "verdict, agency ,note\nunsure,a,\"x\"\nsame,\"health, north\",\n",
        );
    }

    #[test]
    fn a_last_line_without_a_line_end_stays_a_line() {
        check("agency,verdict\na,same", "agency,verdict\na,same\n\"health, north\",same\n");
    }

    #[test]
    fn a_column_that_an_earlier_version_did_not_write_is_empty_above() {
        check("agency\na\n", "agency,verdict\na,\n\"health, north\",same\n");
    }

    fn check(before: &str, expected: &str) {
        assert_eq!(String::from_utf8(with_rows(before.as_bytes(), [ADDED]).unwrap()).unwrap(), expected);
    }
}
