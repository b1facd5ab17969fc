//! Logs in workbooks and in Parquet.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray, Time64MicrosecondArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray,
};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use intake::events::{Error, Form, LogRead, NamedColumns, Options};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use super::{naming, read_bytes, words};

fn moment(day: u8, hour: u16) -> ExcelDateTime {
    ExcelDateTime::from_ymd(2020, 2, day).and_then(|date| date.and_hms(hour, 30, 0)).expect("a moment")
}

/// Headings and two events, starting at a row.
fn fill(sheet: &mut Worksheet, row: u32) {
    let format = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    for (column, heading) in ["Case ID", "Activity", "Time", "Cost"].into_iter().enumerate() {
        sheet.write(row, column as u16, heading).expect("a cell");
    }
    for (at, (activity, day, hour)) in [("Ask", 1, 9), ("Answer", 13, 15)].into_iter().enumerate() {
        let row = row + 1 + at as u32;
        sheet.write(row, 0, 7).expect("a cell");
        sheet.write(row, 1, activity).expect("a cell");
        sheet.write_with_format(row, 2, moment(day, hour), &format).expect("a cell");
        sheet.write(row, 3, 1200.5).expect("a cell");
    }
}

fn read(workbook: &mut Workbook, options: &Options) -> Result<LogRead, Error> {
    read_bytes(&workbook.save_to_buffer().expect("a workbook"), options)
}

const EXPECTED: [&str; 2] = ["7 | Ask | 2020-02-01T09:30:00 | 1200.50", "7 | Answer | 2020-02-13T15:30:00 | 1200.50"];

#[test]
fn moments_of_a_workbook_keep_their_time_of_day() {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet(), 0);
    let read = read(&mut workbook, &Options::unsaid()).expect("a log");
    assert_eq!((words(&read.log), read.form), (EXPECTED.map(str::to_owned).to_vec(), Form::Workbook));
    assert_eq!(read.log.events[0].row, 2);
}

#[test]
fn titles_above_hidden_rows_and_other_sheets_are_said() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "Read me first").expect("a cell");
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 3, "Housing cases, February 2020", &Format::new()).expect("a title");
    fill(sheet, 2);
    sheet.set_row_hidden(3).expect("a hidden row");
    let read = read(&mut workbook, &Options::unsaid()).expect("a log");
    assert_eq!(words(&read.log), EXPECTED);
    let said: Vec<String> = read.notices.iter().map(ToString::to_string).collect();
    for expected in ["1 rows above the headings in row 3", "1 rows are hidden", "sheet `Sheet2` is read"] {
        assert!(said.iter().any(|said| said.contains(expected)), "{expected}: {said:?}");
    }
}

#[test]
fn two_sheets_that_may_be_the_log_are_refused_until_one_is_chosen() {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet(), 0);
    fill(workbook.add_worksheet(), 0);
    let said = read(&mut workbook, &Options::unsaid()).expect_err("which sheet").to_string();
    assert!(said.contains("`Sheet1`, `Sheet2`") && said.contains("--sheet"), "{said}");
    let chosen = Options { sheet: Some("Sheet2".to_owned()), ..Options::unsaid() };
    assert_eq!(words(&read(&mut workbook, &chosen).expect("a log").log), EXPECTED);
    let unknown = Options { sheet: Some("Sheet3".to_owned()), ..Options::unsaid() };
    assert!(read(&mut workbook, &unknown).expect_err("no such sheet").to_string().contains("no sheet `Sheet3`"));
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("rows are written");
    writer.close().expect("the file is whole");
    bytes
}

fn check_parquet(cases: ArrayRef, moments: ArrayRef, expected: &[&str]) {
    let activities = Arc::new(StringArray::from(vec!["a", "b"])) as ArrayRef;
    let key = DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8));
    for activities in [cast(&activities, &key).expect("a dictionary"), activities] {
        let bytes = parquet(vec![("case_id", cases.clone()), ("activity", activities), ("timestamp", moments.clone())]);
        let read = read_bytes(&bytes, &Options::unsaid()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((words(&read.log), read.form), (expected.iter().map(|e| (*e).to_owned()).collect(), Form::Parquet));
        assert_eq!(read.log.events.first().map(|event| event.row), Some(1));
    }
}

#[test]
fn moments_of_parquet_are_read_in_every_unit_with_and_without_a_zone() {
    const SECONDS: [i64; 2] = [1_318_333_540, 1_318_333_541];
    let ints = || Arc::new(Int64Array::from(vec![12, 12])) as ArrayRef;
    let wall = ["12 | a | 2011-10-11T11:45:40", "12 | b | 2011-10-11T11:45:41"];
    let utc = ["12 | a | 2011-10-11T11:45:40Z", "12 | b | 2011-10-11T11:45:41Z"];
    let times = |factor: i64| SECONDS.map(|second| second * factor).to_vec();
    check_parquet(ints(), Arc::new(TimestampMillisecondArray::from(times(1_000))), &wall);
    check_parquet(ints(), Arc::new(TimestampMicrosecondArray::from(times(1_000_000))), &wall);
    check_parquet(ints(), Arc::new(TimestampNanosecondArray::from(times(1_000_000_000))), &wall);
    let zoned = TimestampNanosecondArray::from(times(1_000_000_000)).with_timezone("Europe/Amsterdam");
    check_parquet(ints(), Arc::new(zoned), &utc);
    check_parquet(ints(), Arc::new(TimestampMillisecondArray::from(times(1_000)).with_timezone("+02:00")), &utc);
    check_parquet(ints(), Arc::new(Int64Array::from(times(1_000))), &utc);
    check_parquet(ints(), Arc::new(StringArray::from(vec!["2011-10-11 11:45:40", "2011-10-11 11:45:41"])), &wall);
    let days = ["12 | a | 2011-10-11", "12 | b | 2011-10-12"];
    check_parquet(ints(), Arc::new(Date32Array::from(vec![15_258, 15_259])), &days);
}

#[test]
fn a_day_and_a_time_in_two_columns_of_parquet_are_not_read_as_a_day() {
    let bytes = parquet(vec![
        ("case_id", Arc::new(StringArray::from(vec!["1", "1"]))),
        ("activity", Arc::new(StringArray::from(vec!["a", "b"]))),
        ("date", Arc::new(Date32Array::from(vec![15_258, 15_258]))),
        ("time", Arc::new(Time64MicrosecondArray::from(vec![37_800_000_000, 34_200_000_000]))),
    ]);
    let said = read_bytes(&bytes, &Options::unsaid()).expect_err("two columns").to_string();
    assert!(said.contains("stand in two columns") && said.contains("`date` and `time`"), "{said}");
}

#[test]
fn cases_of_parquet_are_whole_numbers_whatever_kept_them() {
    let moments = || Arc::new(Date32Array::from(vec![15_258, 15_259])) as ArrayRef;
    let expected = ["3 | a | 2011-10-11", "4 | b | 2011-10-12"];
    check_parquet(Arc::new(Float64Array::from(vec![3.0, 4.0])), moments(), &expected);
    check_parquet(Arc::new(StringArray::from(vec!["3", "4"])), moments(), &expected);
    let missing = parquet(vec![
        ("case_id", Arc::new(StringArray::from(vec![None, Some("NA")]))),
        ("activity", Arc::new(StringArray::from(vec!["a", "b"]))),
        ("timestamp", moments()),
    ]);
    let read = read_bytes(&missing, &Options::unsaid()).expect("a log");
    assert_eq!(words(&read.log), ["NA | b | 2011-10-12"]);
    assert_eq!(read.problems[0].row, 1);
}

#[test]
fn an_option_that_belongs_to_another_form_is_refused() {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet(), 0);
    let classified = Options { classifier: Some("Activity".to_owned()), ..Options::unsaid() };
    let said = read(&mut workbook, &classified).expect_err("no classifiers here").to_string();
    assert!(said.contains("`--classifier` says nothing about") && said.contains("a workbook"), "{said}");
    let named = naming(NamedColumns { case: Some("#9".to_owned()), ..NamedColumns::default() });
    assert!(read(&mut workbook, &named).expect_err("no ninth column").to_string().contains("no column `#9`"));
}
