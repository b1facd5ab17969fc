//! The text files added up by a parser that knows nothing of the product: quotes, a delimiter, an amount column.

use std::fs;

use serde_json::Value;

use crate::made::{Made, PEOPLE, make, pence, plan};

/// Path beginnings with their delimiter and the heading of the amount.
const TEXTS: [(&str, char, &str); 9] = [
    ("county/payments", ',', "Net Amount(£)"),
    ("county/purchase-cards", ',', "Amount (£)"),
    ("fenholt", ';', "Net Amount"),
    ("icb", '\t', "Amount"),
    ("hospitals", ',', "AP Amount (£)"),
    ("partnership", '|', "Line Value"),
    ("department", ',', "Amount (£)"),
    ("homes", '\t', "Net"),
    ("foundation", ',', "Amount Awarded"),
];

#[test]
fn text_files_add_up_to_the_truth() {
    let made = make(&plan(PEOPLE, 3));
    let mut n_checked = 0;
    for file in made.truth["files"].as_array().expect("files") {
        let path = file["path"].as_str().expect("a path");
        if file["is_ledger"] == false {
            continue;
        }
        let Some((_, delimiter, heading)) = TEXTS.iter().find(|(start, ..)| path.starts_with(start)) else { continue };
        let (n_lines, tenths) = added_up(&made, path, *delimiter, heading, file);
        assert_eq!(n_lines, file["lines"].as_u64().expect("lines"), "{path}");
        assert_eq!((tenths + 5).div_euclid(10), pence(&file["pounds"]), "{path}");
        n_checked += 1;
    }
    assert!(n_checked > 90, "{n_checked} files");
    let total: i64 = made.truth["files"].as_array().expect("files").iter().map(|file| pence(&file["pounds"])).sum();
    assert_eq!(total, pence(&made.truth["pounds"]));
    assert_eq!(made.written.amount.pence(), total);
    assert_eq!(Some(made.written.n_lines), made.truth["lines"].as_u64());
}

/// Lines and tenths of a penny of the rows under the heading, except for those that the truth calls totals.
fn added_up(made: &Made, path: &str, delimiter: char, heading: &str, file: &Value) -> (u64, i64) {
    let text = decoded(&fs::read(made.path("sources").join(path)).expect("the file"));
    let rows: Vec<Vec<String>> = text.trim_end_matches("\r\n").split("\r\n").map(|row| cells(row, delimiter)).collect();
    let at = rows.iter().find_map(|row| row.iter().position(|cell| cell == heading)).expect("the heading is there");
    let amounts = rows.iter().filter_map(|row| amount(row.get(at)?));
    let (mut n, mut sum) = (0, 0);
    amounts.for_each(|tenths| (n, sum) = (n + 1, sum + tenths));
    let totals = &file["rows_with_problems"]["total_row"];
    if totals.is_object() {
        n -= totals["lines"].as_u64().expect("rows");
        sum -= pence(&totals["pounds"]) * 10;
    }
    (n, sum)
}

fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => {
            let units: Vec<u16> = rest.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("UTF-16")
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).expect("UTF-8"),
        // The pound sign of the oldest code page, and no other letter beyond ASCII.
        bytes if bytes.contains(&0x9c) && !bytes.contains(&0xa3) => {
            bytes.iter().map(|byte| if *byte == 0x9c { '£' } else { char::from(*byte) }).collect()
        }
        // UTF-8 except for one cell, or Windows-1252 throughout.
        bytes => match String::from_utf8_lossy(bytes) {
            text if text.matches('\u{fffd}').count() < 3 => text.into_owned(),
            _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
        },
    }
}

/// One row's cells; quotation marks are doubled inside quotation marks.
fn cells(row: &str, delimiter: char) -> Vec<String> {
    let (mut cells, mut quoted, mut last) = (vec![String::new()], false, ' ');
    for c in row.chars() {
        let cell = cells.last_mut().expect("a cell was begun");
        match c {
            '"' if quoted => quoted = false,
            '"' if last == '"' && !cell.is_empty() => {
                cell.push('"');
                quoted = true;
            }
            '"' => quoted = true,
            c if c == delimiter && !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
        last = c;
    }
    cells
}

/// Tenths of a penny; none for anything that is not digits, commas, one point and a sign in any place.
fn amount(cell: &str) -> Option<i64> {
    let bare: String = cell.chars().filter(|c| !"£$,()- CR\u{2212}\u{a0}".contains(*c)).collect();
    let (whole, decimals) = bare.split_once('.')?;
    let decimals = format!("{decimals:0<3}");
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    if !digits(whole) || !digits(&decimals) || decimals.len() != 3 {
        return None;
    }
    let size = whole.parse::<i64>().ok()? * 1_000 + decimals.parse::<i64>().ok()?;
    Some(if cell.contains(['-', '(', '\u{2212}', 'C']) { -size } else { size })
}
