//! Trace a figure to its rows: file, sheet and row, as printed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use engine::{Folder, Record, query};
use model::tables::{LEDGER_LINE, PAYEE_SUPPLIER, SOURCE_FILE, SPEND, ledger_line, source_file, spend};
use money::{Amount, Money};

use crate::{Error, of_one_build};

/// Which lines are wanted; every part that is filled must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub body: Option<String>,
    /// Words in the payee's name, ignoring capitals.
    pub payee: Option<String>,
    /// Id of a supplier, whose lines stand under several names.
    pub supplier: Option<String>,
    pub counterparty: Option<String>,
    pub treatment: Option<String>,
    pub transfer_kind: Option<String>,
    pub service: Option<String>,
    pub attribution: Option<String>,
    /// Id of the rule that decided.
    pub why: Option<String>,
    /// Part of the file's path, or its id.
    pub file: Option<String>,
    pub row: Option<u64>,
    pub line: Option<i64>,
    /// `2020-06`.
    pub month: Option<String>,
    pub min: Option<String>,
    pub max: Option<String>,
    /// A condition in SQL over `ledger_line` (l), `spend` (s) and `source_file` (f).
    pub condition: Option<String>,
}

/// The lines behind a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    pub n_lines: u64,
    pub amount: Money,
    /// The first of them, largest amounts first.
    pub rows: Vec<TracedRow>,
}

/// One line and the row it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedRow {
    pub line_id: i64,
    pub body_id: String,
    pub path: String,
    pub sheet: Option<String>,
    pub row: u64,
    pub date: Option<String>,
    pub payee: Option<String>,
    pub amount: Money,
    pub treatment: String,
    pub why: String,
    pub service: String,
    /// The cells of the row as printed; none where the file is not the one that was read, for then they are no evidence.
    pub printed: Option<Vec<String>>,
    /// The file is gone, or no longer what was read.
    pub file_changed: bool,
}

/// Finds the lines that a filter selects, with the first `limit` of them as printed.
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error::Filter`] where a part of the filter makes no sense.
pub fn trace(dir: &Path, filter: &Filter, limit: usize) -> Result<Trace, Error> {
    let place = place::read(dir)?;
    let from = format!(
        "FROM {LINES} l JOIN {SPENT} s ON l.line_id = s.line_id JOIN {FILES} f ON l.file_id = f.file_id WHERE {}",
        filter.condition_sql()?,
        LINES = LEDGER_LINE.name,
        SPENT = SPEND.name,
        FILES = SOURCE_FILE.name
    );
    let read = |folder: &Folder| Ok::<_, Error>((count(folder, &from)?, first_rows(folder, &from, limit)?));
    let ((n_lines, amount), (mut rows, sha256_of_path)) = of_one_build(dir, read)?;
    print_rows(&place.sources_root, &sha256_of_path, &mut rows);
    Ok(Trace { n_lines, amount, rows })
}

impl Filter {
    fn condition_sql(&self) -> Result<String, Error> {
        let mut parts: Vec<String> = Vec::new();
        let mut equal = |column: &str, value: &Option<String>| {
            parts.extend(value.as_ref().map(|v| format!("{column} = {}", quoted(v))))
        };
        equal("l.body_id", &self.body);
        equal("s.counterparty_id", &self.counterparty);
        equal("s.treatment", &self.treatment);
        equal("s.transfer_kind", &self.transfer_kind);
        equal("s.service", &self.service);
        equal("s.attribution", &self.attribution);
        equal("s.why", &self.why);
        parts.extend(self.supplier.as_ref().map(|supplier| {
            format!(
                "EXISTS (SELECT 1 FROM {NAMES} n WHERE n.body_id = l.body_id AND n.payee = l.payee AND n.supplier_id = {})",
                quoted(supplier),
                NAMES = PAYEE_SUPPLIER.name
            )
        }));
        parts.extend(
            self.payee.as_ref().map(|payee| format!("strpos(lower(l.payee), {}) > 0", quoted(&payee.to_lowercase()))),
        );
        parts.extend(
            self.file.as_ref().map(|file| format!("(strpos(f.path, {0}) > 0 OR f.file_id = {0})", quoted(file))),
        );
        parts.extend(self.row.map(|row| format!("l.\"row\" = {row}")));
        parts.extend(self.line.map(|line| format!("l.line_id = {line}")));
        if let Some(month) = &self.month {
            parts.push(format!("to_char(l.date, '%Y-%m') = {}", quoted(check_month(month)?)));
        }
        for (bound, sign) in [(&self.min, ">="), (&self.max, "<=")] {
            if let Some(text) = bound {
                let amount = Amount::parse(text)
                    .map_err(|_| Error::Filter(format!("`{text}` is not an amount; write it like 1234.56")))?;
                parts.push(format!("l.amount {sign} {}", amount.money.plain()));
            }
        }
        parts.extend(self.condition.as_ref().map(|condition| format!("({condition})")));
        if parts.is_empty() {
            return Err(Error::Filter("nothing to trace: name a body, a payee, a file or another filter".to_owned()));
        }
        Ok(parts.join(" AND "))
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn check_month(month: &str) -> Result<&str, Error> {
    let is_month =
        month.len() == 7 && month.as_bytes()[4] == b'-' && month.bytes().filter(u8::is_ascii_digit).count() == 6;
    if is_month { Ok(month) } else { Err(Error::Filter(format!("`{month}` is not a month; write it like 2020-06"))) }
}

fn count(folder: &Folder, from: &str) -> Result<(u64, Money), Error> {
    let sql = format!("SELECT count(*) AS n_lines, CAST(sum(l.amount) AS DECIMAL(38, 2)) AS amount {from}");
    let answer = query(folder.path(), &sql)?;
    let counted = answer.records().next().expect("a sum without groups is one row");
    Ok((counted.whole("n_lines") as u64, counted.money("amount")))
}

/// The rows, and the checksum of each file when it was read.
fn first_rows(folder: &Folder, from: &str, limit: usize) -> Result<(Vec<TracedRow>, BTreeMap<String, String>), Error> {
    let sql = format!(
        "SELECT l.line_id, l.\"row\", l.body_id, f.path, f.sheet, f.sha256, l.date, l.payee, l.amount, s.treatment, s.why, s.service
         {from} ORDER BY abs(l.amount) DESC, l.line_id LIMIT {limit}"
    );
    let row = |row: Record<'_>| TracedRow {
        line_id: row.whole(ledger_line::LINE_ID),
        row: row.whole(ledger_line::ROW) as u64,
        body_id: row.text(ledger_line::BODY_ID),
        path: row.text(source_file::PATH),
        sheet: row.text_if_any(source_file::SHEET),
        date: row.text_if_any(ledger_line::DATE),
        payee: row.text_if_any(ledger_line::PAYEE),
        amount: row.money(ledger_line::AMOUNT),
        treatment: row.text(spend::TREATMENT),
        why: row.text(spend::WHY),
        service: row.text(spend::SERVICE),
        printed: None,
        file_changed: false,
    };
    let answer = query(folder.path(), &sql)?;
    let checksum = |record: Record<'_>| (record.text(source_file::PATH), record.text(source_file::SHA256));
    Ok((answer.records().map(row).collect(), answer.records().map(checksum).collect()))
}

/// Fetches the rows as printed from each file that is still what was read.
fn print_rows(root: &Path, sha256_of_path: &BTreeMap<String, String>, rows: &mut [TracedRow]) {
    let is_same: BTreeMap<&str, bool> =
        sha256_of_path.iter().map(|(path, sha256)| (path.as_str(), is_as_read(root, path, sha256))).collect();
    let mut wanted: BTreeMap<(String, Option<String>), BTreeSet<u64>> = BTreeMap::new();
    for row in rows.iter_mut() {
        row.file_changed = !is_same[row.path.as_str()];
        if !row.file_changed {
            wanted.entry((row.path.clone(), row.sheet.clone())).or_default().insert(row.row);
        }
    }
    for ((path, sheet), numbers) in wanted {
        let printed = intake::printed::printed_rows(root, &path, sheet.as_deref(), &numbers);
        for row in rows.iter_mut().filter(|row| row.path == path && row.sheet == sheet) {
            row.printed = printed.as_ref().ok().and_then(|printed| printed.get(&row.row).cloned());
            row.file_changed = row.printed.is_none();
        }
    }
}

/// Whether a file, or the archive that it is in, has the checksum with which it was read.
fn is_as_read(root: &Path, path: &str, sha256: &str) -> bool {
    let is_same = |path: &str| intake::open::sha256_of(&root.join(path)).is_ok_and(|now| now == sha256);
    // `archive.zip!member.csv`; a file's own name may hold a `!` too.
    is_same(path) || path.match_indices('!').any(|(at, _)| is_same(&path[..at]))
}
