//! Any bytes as a CSV: rows numbered in order, no cell beyond the input, bounded memory; and the whole way from a
//! file to its lines, where every row is a heading, blank, a problem or a line, and no pound is lost.
//!
//! The first two bytes choose the delimiter, the size of the reader's chunks and how often the rest is repeated, so
//! that long rows and large files are reached from small inputs.
#![no_main]

use std::cell::RefCell;
use std::io::{self, Read};

use intake::encoding::Encoding;
use intake::files::Found;
use intake::ledgers::Reader;
use intake::mapping::Mappings;
use intake::rows::{Row, Rows, Step};
use intake::text::{ROW_BYTES_MAX, TextRows};
use libfuzzer_sys::fuzz_target;
use model::place::{Options, SourceKind};
use model::{FinancialYear, Place};

thread_local! {
    static DIR: RefCell<tempfile::TempDir> = RefCell::new(tempfile::tempdir().expect("a temporary folder"));
}

fuzz_target!(|bytes: &[u8]| {
    let [delimiter, chunk, rest @ ..] = bytes else { return };
    let delimiter = [b',', b'\t', b';', b'|', b'^'][usize::from(delimiter % 5)];
    // A little more than the longest row that is believed: what lies beyond it must be passed over.
    let n_fill = 1 + 5 * ROW_BYTES_MAX / 4 / rest.len().max(1);
    let n_times = [1, 1, 1, 1, 1, 2, 70, n_fill][usize::from(chunk % 8)].min(n_fill);
    check_rows(&rest.repeat(n_times), delimiter, usize::from(chunk / 8) * 97 + 1);
    check_file(&rest.repeat(n_times.min(2)));
});

/// A reader that gives a few bytes at a time.
struct Chunks<'a>(&'a [u8], usize);

impl Read for Chunks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.1.min(buffer.len());
        self.0.read(&mut buffer[..n])
    }
}

fn check_rows(bytes: &[u8], delimiter: u8, n_chunk: usize) {
    let rows = |n_chunk: usize| {
        let mut rows = TextRows::new(Chunks(bytes, n_chunk), delimiter);
        let (mut row, mut found, mut n_cell_bytes) = (Row::default(), Vec::new(), 0);
        loop {
            let step = rows.next(&mut row).expect("reading from memory cannot fail");
            if step == Step::End {
                break;
            }
            assert_eq!(row.number, found.len() as u64 + 1, "rows are numbered one by one");
            n_cell_bytes += (0..row.len()).map(|i| row.cell(i).len()).sum::<usize>();
            assert!(row.len() <= 20_000 && (0..row.len()).all(|i| row.cell(i).len() <= ROW_BYTES_MAX));
            found.push((step, row.len(), (0..row.len()).map(|i| row.cell(i).len()).sum::<usize>()));
        }
        // The beginning of a row that is too long is shown, and bytes that are no UTF-8 grow where they are shown.
        assert!(n_cell_bytes <= 3 * bytes.len(), "no cell comes from nowhere");
        found
    };
    assert_eq!(rows(n_chunk), rows(1 << 16), "the rows do not depend on how the bytes arrive");
}

fn place() -> Place {
    Place {
        name: "Fuzz".to_owned(),
        area_codes: vec![],
        region: None,
        population: None,
        year: FinancialYear(2025),
        bodies: vec![],
        sources: vec![],
        registers: vec![],
        themes: vec![],
        options: Options { confidence_min: 0.0, ..Options::default() },
        root: Default::default(),
        sources_root: Default::default(),
    }
}

fn check_file(bytes: &[u8]) {
    let path = DIR.with_borrow(|dir| dir.path().join("ledger.csv"));
    std::fs::write(&path, bytes).expect("the temporary folder can be written");
    let found =
        Found { body_id: Some("body".to_owned()), shown_path: "ledger.csv".to_owned(), path, kind: SourceKind::Ledger };
    let (place, mappings) = (place(), Mappings::default());
    let mut n_lines = 0;
    let tables =
        Reader { place: &place, mappings: &mappings }.read(&found, &mut |batch| n_lines += batch.num_rows() as u64);
    for table in &tables {
        let c = &table.counts;
        assert_eq!(
            c.n_rows,
            c.n_header_rows + c.n_blank_rows + c.n_problem_rows + c.n_lines,
            "every row is accounted for"
        );
        assert!(c.n_negative <= c.n_lines && c.n_redacted <= c.n_lines && c.content.len() as u64 == c.n_lines);
        assert!(table.reading.is_some() || !c.problems.is_empty(), "a file that is not read says why");
        assert!(table.encoding != Some(Encoding::Utf16) || bytes.len() >= 2);
    }
    assert_eq!(n_lines, tables.iter().map(|table| table.counts.n_lines).sum::<u64>());
    let _ = intake::doubts::doubts(&place, &tables);
    let _ = intake::ledgers::source_file_table(&tables);
}
