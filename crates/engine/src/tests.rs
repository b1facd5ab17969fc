//! Tables written, read back, copied column by column, and asked in SQL.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, RecordBatch, StringArray};
use model::Tables;
use model::tables::{SUPPLIER_SPEND, TRANSFER, supplier_spend};
use money::Money;
use tempfile::TempDir;

use crate::{Error, Folder, RowGroup, TableReader, TableWriter, map_row_groups, query, read_all, table_path};

/// Supplier, lines and pence a row.
type Row = (&'static str, u64, i64);

const GROUPS: [&[Row]; 3] = [&[("acorn", 1, 100), ("birch", 2, -5)], &[("cedar", 3, 7)], &[("acorn", 4, 0)]];

fn batch(rows: &[Row]) -> RecordBatch {
    let mut written = SUPPLIER_SPEND.rows();
    for (supplier, n_lines, pence) in rows {
        written
            .push()
            .text(supplier_spend::SUPPLIER_ID, supplier)
            .text(supplier_spend::BODY_ID, "county")
            .count(supplier_spend::N_LINES, *n_lines)
            .money(supplier_spend::AMOUNT, Money::from_pence(*pence));
    }
    written.finish()
}

/// A file with a row group for each of `groups`.
fn write(folder: &Path, groups: &[&[Row]]) -> PathBuf {
    let path = table_path(folder, &SUPPLIER_SPEND);
    let mut writer = TableWriter::create(&path, &SUPPLIER_SPEND).unwrap();
    for rows in groups {
        let group = writer.encoder().encode(&[batch(rows)]).unwrap();
        writer.append(group).unwrap();
    }
    writer.finish().unwrap();
    path
}

fn open(folder: &Path, columns: &[&'static str]) -> TableReader {
    TableReader::open(folder, &SUPPLIER_SPEND, columns, true).unwrap()
}

fn suppliers(batch: &RecordBatch) -> Vec<String> {
    let rows = SUPPLIER_SPEND.read(batch);
    rows.text(supplier_spend::SUPPLIER_ID).iter().flatten().map(str::to_owned).collect()
}

#[test]
fn what_was_written_is_read_back_in_its_order() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &GROUPS);
    assert_eq!(read_all(dir.path(), &SUPPLIER_SPEND).unwrap(), batch(&GROUPS.concat()));
    let folder = Folder::new(dir.path());
    assert_eq!((folder.exists(&SUPPLIER_SPEND), folder.exists(&TRANSFER)), (true, false));
    assert_eq!(folder.n_rows(&SUPPLIER_SPEND).unwrap(), 4);
    let columns = [supplier_spend::AMOUNT, supplier_spend::SUPPLIER_ID];
    let batches: Vec<RecordBatch> = folder.batches(&SUPPLIER_SPEND, &columns).unwrap().map(Result::unwrap).collect();
    assert_eq!(batches[0].schema().field(0).name(), supplier_spend::AMOUNT, "in the order asked for");
}

#[test]
fn row_groups_are_merged_in_their_order_and_rows_picked_out_of_them() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &GROUPS);
    let mut merged = Vec::new();
    let map = |group: crate::StoredGroup<'_>| Ok::<_, Error>((group.index, suppliers(&group.batch()?)));
    map_row_groups(&open(dir.path(), &[]), map, |part| {
        merged.push(part);
        Ok(())
    })
    .unwrap();
    let expected = [(0, vec!["acorn", "birch"]), (1, vec!["cedar"]), (2, vec!["acorn"])];
    assert_eq!(merged, expected.map(|(at, names)| (at, names.into_iter().map(str::to_owned).collect())));
    assert_eq!(suppliers(&open(dir.path(), &[]).rows_of(0, &[1]).unwrap()), ["birch"]);
}

#[test]
fn a_table_leaves_without_the_columns_that_stay() {
    use model::tables::{LEDGER_LINE, ledger_line, that_may_leave};
    let (dir, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let numbers: ArrayRef = Arc::new(Int32Array::from(vec![1, 2]));
    let purposes: ArrayRef = Arc::new(StringArray::from(vec!["Ramp for Ann Known", "Paper"]));
    let cells = LEDGER_LINE.columns.iter().map(|column| match column.name {
        ledger_line::DESCRIPTION => purposes.clone(),
        _ => arrow::compute::cast(&numbers, &column.kind.data_type()).unwrap(),
    });
    let lines = RecordBatch::try_new(LEDGER_LINE.schema(), cells.collect()).unwrap();
    TableWriter::write_all(&table_path(dir.path(), &LEDGER_LINE), &LEDGER_LINE, std::slice::from_ref(&lines)).unwrap();
    let leaving = that_may_leave().find(|table| **table == LEDGER_LINE).unwrap();
    let path = table_path(out.path(), leaving);
    crate::write_leaving(dir.path(), leaving, &path).unwrap();
    assert!(!String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains("Ann Known"));
    let rows: Vec<RecordBatch> = Folder::new(dir.path()).batches(leaving, &[]).unwrap().map(Result::unwrap).collect();
    let columns: Vec<&str> = leaving.columns.iter().map(|column| column.name).collect();
    assert!(!columns.contains(&ledger_line::DESCRIPTION));
    assert_eq!(rows[0].num_columns(), columns.len(), "read from the file that has them all");
    let foreign = std::fs::File::open(&path).unwrap();
    let mut read = parquet::arrow::arrow_reader::ParquetRecordBatchReader::try_new(foreign, 10).unwrap();
    let batch = read.next().unwrap().unwrap();
    assert_eq!(batch.schema().fields(), leaving.schema().fields());
    let kept = lines.project(&columns.iter().map(|name| LEDGER_LINE.index(name)).collect::<Vec<_>>()).unwrap();
    assert_eq!(batch.columns(), kept.columns());
}

#[test]
fn the_first_error_of_a_row_group_ends_the_work() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &GROUPS);
    let fail = |group: crate::StoredGroup<'_>| match group.index {
        1 => Err(Error::Schema { path: PathBuf::new(), text: "the second group".to_owned() }),
        index => Ok(index),
    };
    let error = map_row_groups(&open(dir.path(), &[]), fail, |_| Ok(())).unwrap_err();
    assert!(error.to_string().contains("the second group"), "{error}");
}

/// The bytes of a copy in which the amounts of the second group are written anew.
fn copied(older: &Path, amounts: &[Row]) -> Vec<u8> {
    let dir = TempDir::new().unwrap();
    let path = table_path(dir.path(), &SUPPLIER_SPEND);
    let older = TableReader::open_to_copy(older, &SUPPLIER_SPEND).unwrap();
    let mut writer = TableWriter::create(&path, &SUPPLIER_SPEND).unwrap();
    for index in 0..older.n_row_groups() {
        let edited = batch(amounts).project(&[SUPPLIER_SPEND.index(supplier_spend::AMOUNT)]).unwrap();
        let group = match index {
            1 => writer.encoder().encode(&[edited]).unwrap(),
            _ => RowGroup::as_before(&SUPPLIER_SPEND),
        };
        writer.append_edited(group, &older, index).unwrap();
    }
    writer.finish().unwrap();
    std::fs::read(path).unwrap()
}

#[test]
fn a_copy_with_an_edited_column_has_the_bytes_of_a_fresh_file() {
    let (older, fresh) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    write(older.path(), &GROUPS);
    let edited: [&[Row]; 3] = [GROUPS[0], &[("cedar", 3, 900)], GROUPS[2]];
    let fresh = std::fs::read(write(fresh.path(), &edited)).unwrap();
    assert!(copied(older.path(), edited[1]) == fresh, "an edited copy differs from a fresh file");
    assert!(copied(older.path(), GROUPS[1]) != fresh, "a copy holds what was edited");
}

#[test]
#[should_panic(expected = "a batch of supplier_spend has the column")]
fn a_batch_of_another_table_is_not_encoded() {
    let dir = TempDir::new().unwrap();
    let writer = TableWriter::create(&table_path(dir.path(), &SUPPLIER_SPEND), &SUPPLIER_SPEND).unwrap();
    let _ = writer.encoder().encode(&[RecordBatch::new_empty(TRANSFER.schema())]);
}

#[test]
fn a_table_of_other_columns_is_of_another_version() {
    let dir = TempDir::new().unwrap();
    let path = write(dir.path(), &GROUPS);
    std::fs::rename(path, table_path(dir.path(), &TRANSFER)).unwrap();
    let error = read_all(dir.path(), &TRANSFER).unwrap_err().to_string();
    assert!(error.contains("run `totalplace build` again"), "{error}");
}

#[test]
fn sql_answers_and_never_writes() {
    let dir = TempDir::new().unwrap();
    assert!(query(dir.path(), "SELECT 1").is_err(), "a folder without tables");
    write(dir.path(), &GROUPS);
    let answer = query(dir.path(), "SELECT sum(amount), count(*) FROM supplier_spend").unwrap();
    let cells: Vec<String> = answer.rows().flatten().map(|cell| cell.text()).collect();
    assert_eq!(cells, ["1.02", "4"]);
    let answer = query(
        dir.path(),
        "SELECT sum(amount) AS pounds, count(*) AS n, CAST(NULL AS VARCHAR) AS nothing FROM supplier_spend",
    )
    .unwrap();
    let record = answer.records().next().unwrap();
    assert_eq!((record.whole("n"), record.money("pounds")), (4, Money::from_pence(102)));
    assert_eq!((record.text("nothing").as_str(), record.text_if_any("nothing")), ("", None));
    for statement in ["DROP TABLE supplier_spend", "INSERT INTO supplier_spend VALUES ('a', 'b', 1, 1)"] {
        assert!(query(dir.path(), statement).is_err(), "{statement}");
    }
}

#[test]
fn a_table_larger_than_a_row_group_is_cut_into_several() {
    let dir = TempDir::new().unwrap();
    let path = table_path(dir.path(), &SUPPLIER_SPEND);
    let n_rows = crate::write::ROW_GROUP_ROWS + 1;
    let rows: Vec<Row> = (0..n_rows).map(|row| ("acorn", row as u64, 1)).collect();
    TableWriter::write_all(&path, &SUPPLIER_SPEND, &[batch(&rows)]).unwrap();
    let reader = open(dir.path(), &[supplier_spend::N_LINES]);
    assert_eq!((reader.n_row_groups(), reader.n_rows()), (2, n_rows));
}
