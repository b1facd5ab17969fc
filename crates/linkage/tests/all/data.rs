//! The shared data, read where they are.

use std::path::{Path, PathBuf};

use linkage::records::RecordsBuilder;

/// A folder of the shared data; a test without it says so.
#[allow(clippy::print_stdout)]
pub fn folder(name: &str) -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/linkage").join(name);
    if !dir.is_dir() {
        println!("skipped: the shared data are not at {}", dir.display());
        return None;
    }
    Some(dir)
}

/// A CSV file as a source: its headings without blanks become columns, one of them the id.
pub fn read(builder: &mut RecordsBuilder, source: &str, file: &Path, id_column: &str, columns: &[&str]) {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).expect("a file of the shared data");
    let headings = reader.headers().expect("headings").clone();
    let at = |name: &str| headings.iter().position(|heading| heading == name).expect("a heading");
    let (id, columns) = (at(id_column), columns.iter().map(|name| at(name)).collect::<Vec<_>>());
    builder.source(source);
    for row in reader.records() {
        let row = row.expect("a row");
        let values: Vec<Option<&str>> = columns.iter().map(|column| row.get(*column)).collect();
        builder.push(&row[id], &values).expect("a record");
    }
}
