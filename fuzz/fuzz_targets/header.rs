//! Any table of cells: no reading, or one whose columns are there, each for one field.
#![no_main]

use intake::fields::Field;
use intake::reading::{SampleRow, find_reading, reading_under};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let rows = text.lines().take(80).map(|line| line.split(['|', '\t']).map(|cell| cell.trim().to_owned()).collect());
    let sample: Vec<SampleRow> = (1..).zip(rows).collect();
    let Some(reading) = find_reading(&sample) else { return };
    let (first, last) = reading.header_rows;
    assert!(1 <= first && first <= last && last as usize <= sample.len());
    assert!((0.0..=1.0).contains(&reading.confidence), "{}", reading.confidence);
    let mut columns: Vec<usize> = reading.columns.values().copied().collect();
    columns.sort_unstable();
    columns.dedup();
    assert_eq!(columns.len(), reading.columns.len(), "a column serves one field");
    assert!(Field::ALL.into_iter().all(|field| reading.column(field).is_none_or(|i| i < reading.headings.len())));
    let heading: Vec<String> =
        sample.iter().find(|(n, _)| *n == last).map(|(_, cells)| cells.clone()).unwrap_or_default();
    let _ = reading.is_heading(&heading);
    let again = reading_under(&sample, &reading.headings).expect("headings that were found are found again");
    assert_eq!(again.headings, reading.headings);
});
