//! Lines whose truth is known: read from the files of `totalplace synth`, without the rows that its truth marks.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::book::Line;
use super::day::{Day, MONTHS, calendar};
use crate::Outcome;
use crate::shell::{command, output, read, remove_dir};

/// The place has to be large enough for every month of every body to have lines to draw from.
const LINES: &str = "20000";
const SEED: &str = "7";
/// The financial year of the place, by the year it starts in.
pub const YEAR: i32 = 2024;
/// A month with fewer lines has been left out by synth.
const LINES_MIN: usize = 5;

/// The text files of one body of synth, and which heading is what.
struct Form {
    folder: &'static str,
    separator: u8,
    /// Headings of day, payee, amount, department, service, kind, purpose, reference and code.
    headings: [&'static str; 9],
}

const FORMS: [Form; 8] = [
    Form {
        folder: "county",
        separator: b',',
        headings: [
            "Payment Date",
            "Supplier Name",
            "Net Amount(£)",
            "Directorate",
            "Service Area",
            "Expense Type",
            "Purpose of Spend",
            "Internal Ref",
            "Supplier ID",
        ],
    },
    Form {
        folder: "fenholt",
        separator: b';',
        headings: [
            "Paid Date",
            "Supplier (Beneficiary) Name",
            "Net Amount",
            "Department",
            "Service Category Label",
            "SeRCOP Expenditure Category",
            "Description",
            "Transaction Number",
            "Local Supplier Internal Reference",
        ],
    },
    Form {
        folder: "icb",
        separator: b'\t',
        headings: [
            "Date",
            "Supplier",
            "Amount",
            "Department family",
            "Expense area",
            "Expense type",
            "Description",
            "Transaction number",
            "Transaction number",
        ],
    },
    Form {
        folder: "hospitals",
        separator: b',',
        headings: [
            "Payment Date",
            "Supplier",
            "AP Amount (£)",
            "Expense Area",
            "Expense Area",
            "Expense Type",
            "Purpose of expenditure",
            "Transaction No",
            "Transaction No",
        ],
    },
    Form {
        folder: "partnership",
        separator: b'|',
        headings: [
            "Posting Date",
            "Vendor",
            "Line Value",
            "Expense Area",
            "Expense Area",
            "Account Description",
            "Details",
            "Invoice Number",
            "Vendor ID",
        ],
    },
    Form {
        folder: "homes",
        separator: b'\t',
        headings: [
            "Date Paid",
            "Payee",
            "Net",
            "Directorate",
            "Team",
            "Expense Type",
            "Summary of Purpose",
            "Invoice No",
            "Invoice No",
        ],
    },
    Form {
        folder: "foundation",
        separator: b',',
        headings: [
            "Award Date",
            "Recipient Org:Name",
            "Amount Awarded",
            "Grant Programme:Title",
            "Title",
            "Title",
            "Description",
            "Identifier",
            "Identifier",
        ],
    },
    Form {
        folder: "combined",
        separator: b',',
        headings: [
            "Date",
            "Supplier",
            "Amount",
            "Directorate",
            "Cost Centre Description",
            "Account Description",
            "Narrative",
            "Voucher No",
            "Voucher No",
        ],
    },
];

/// Lines by folder of synth, each folder's in order of day.
pub struct Pool(BTreeMap<&'static str, Vec<Line>>);

impl Pool {
    /// Makes a synthetic place and reads its files.
    pub fn read(program: &Path, dir: &Path) -> Outcome<Pool> {
        remove_dir(dir)?;
        let place = dir.to_string_lossy();
        let options = ["synth", &place, "--people", "100", "--lines", LINES, "--seed", SEED, "--without-people"];
        output(command(&program.to_string_lossy(), &options))?;
        let marked = marked_rows(dir)?;
        let mut pool = BTreeMap::new();
        for form in &FORMS {
            pool.insert(form.folder, form.lines(dir, &marked)?);
        }
        let pool = Pool(pool);
        FORMS.iter().try_for_each(|form| pool.check(form.folder))?;
        Ok(pool)
    }

    /// Fails if a month has too few lines, as when synth prints other headings than its form here has: against no lines
    /// at all, a program that reads none would be right.
    fn check(&self, folder: &str) -> Outcome {
        for period in 0..12 {
            let (n, (year, month)) = (self.month(folder, period).len(), calendar(YEAR, period));
            if n < LINES_MIN {
                return Err(format!(
                    "only {n} lines of `{folder}` can be read for {year}-{month:02}; compare its form in \
                     xtask/src/strangers/pool.rs with the headings that synth writes"
                ));
            }
        }
        Ok(())
    }

    /// The lines of a folder in a month of the year, April being 0.
    ///
    /// If synth left a month out, or printed it in a way that cannot be read here, the lines of a neighbouring month are
    /// moved into it, each a penny larger.
    pub fn month(&self, folder: &str, period: usize) -> Vec<Line> {
        let of = |wanted: usize| {
            let lines = self.0.get(folder).into_iter().flatten();
            lines.filter(move |line| line.day.period() == wanted).cloned().collect::<Vec<_>>()
        };
        let (lines, (year, month)) = (of(period), calendar(YEAR, period));
        if LINES_MIN <= lines.len() {
            return lines;
        }
        let nearest = of(if period == 0 { 1 } else { period - 1 });
        let moved = |line: Line| Line { day: Day::new(year, month, line.day.day.min(28)), ..line };
        nearest.into_iter().map(moved).map(|line| Line { pence: line.pence + 1, ..line }).collect()
    }
}

/// Rows that synth broke on purpose, or that are more than plain spending: they are left out here.
fn marked_rows(dir: &Path) -> Outcome<BTreeSet<(String, usize)>> {
    let mut marked = BTreeSet::new();
    let mut rows = csv::Reader::from_path(dir.join("truth/rows.csv")).map_err(|error| error.to_string())?;
    for row in rows.records() {
        let row = row.map_err(|error| error.to_string())?;
        marked.insert((row[1].to_owned(), row[3].parse().unwrap_or(0)));
    }
    for form in &FORMS {
        let listed = fs::read_dir(dir.join("truth/lines").join(form.folder)).map_err(|error| error.to_string())?;
        for entry in listed.flatten().filter(|entry| entry.path().is_file()) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{}/{}", form.folder, name.strip_suffix(".csv").unwrap_or(&name));
            for line in read(&entry.path())?.lines().skip(1) {
                let row = line.split(',').next().and_then(|row| row.parse().ok());
                marked.insert((path.clone(), row.unwrap_or(0)));
            }
        }
    }
    Ok(marked)
}

impl Form {
    fn lines(&self, dir: &Path, marked: &BTreeSet<(String, usize)>) -> Outcome<Vec<Line>> {
        let folder = dir.join("sources").join(self.folder);
        let mut seen = BTreeSet::new();
        let mut lines = Vec::new();
        let entries = fs::read_dir(&folder).map_err(|error| format!("cannot list `{}`: {error}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&path).map_err(|error| format!("cannot read `{name}`: {error}"))?;
            let path = format!("{}/{name}", self.folder);
            for (row, line) in self.rows(&decoded(&bytes)) {
                let is_new = seen.insert((line.day, line.payee.clone(), line.pence));
                if is_new && is_plain(&line) && !marked.contains(&(path.clone(), row)) {
                    lines.push(line);
                }
            }
        }
        lines.sort_by(|a, b| (a.day, &a.reference, a.pence).cmp(&(b.day, &b.reference, b.pence)));
        Ok(lines)
    }

    /// Every row that is a payment, with its number in the file.
    fn rows(&self, text: &str) -> Vec<(usize, Line)> {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(self.separator).flexible(true).has_headers(false);
        let mut at: Option<[usize; 9]> = None;
        let mut lines = Vec::new();
        for (i, row) in reader.from_reader(text.as_bytes()).records().flatten().enumerate() {
            let find = |heading: &str| row.iter().position(|cell| cell.trim() == heading);
            match at {
                None => {
                    let found: Vec<usize> = self.headings.iter().filter_map(|heading| find(heading)).collect();
                    at = found.try_into().ok();
                }
                Some(at) => lines.extend(line(&row, at).map(|line| (i + 1, line))),
            }
        }
        lines
    }
}

fn line(row: &csv::StringRecord, at: [usize; 9]) -> Option<Line> {
    let [day, payee, amount, department, service, kind, purpose, reference, code] = at.map(|at| row.get(at));
    let text = |cell: Option<&str>| cell.unwrap_or_default().trim().to_owned();
    Some(Line {
        day: day_of(day?)?,
        payee: payee?.split_whitespace().collect::<Vec<_>>().join(" "),
        pence: pence_of(amount?)?,
        department: text(department),
        service: text(service),
        kind: text(kind),
        purpose: text(purpose),
        reference: text(reference),
        code: text(code),
    })
}

/// Whether a line can be printed in every form: a payee with a name, and more than a few pounds.
fn is_plain(line: &Line) -> bool {
    let is_of_year = line.day.financial_year() == YEAR;
    let is_western = line.payee.chars().all(|c| c.is_ascii() || "’é".contains(c));
    let payee = line.payee.to_lowercase();
    let is_withheld =
        ["redact", "withheld", "personal", "individual", "confidential"].iter().any(|w| payee.contains(w));
    let is_named = 3 < payee.len() && !is_withheld;
    is_of_year && is_western && is_named && 1000 < line.pence.abs()
}

fn decoded(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
        },
    }
}

/// A day in one of the forms of synth's text files.
fn day_of(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let month = match month.parse::<u8>() {
        Ok(month) => month,
        Err(_) => MONTHS.iter().position(|name| name.starts_with(month))? as u8 + 1,
    };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let year: i32 = year.parse().ok()?;
    let day = Day::new(if year < 100 { year + 2000 } else { year }, month, day.parse().ok()?);
    (1..=12).contains(&month).then_some(day)
}

/// An amount in one of the forms of synth's text files.
fn pence_of(text: &str) -> Option<i64> {
    let text = text.trim();
    let is_negative = text.contains(['-', '−', '(']) || text.ends_with("CR");
    let digits: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let (pounds, pence) = digits.split_once('.')?;
    let size = (pence.len() == 2).then(|| format!("{pounds}{pence}").parse::<i64>().ok()).flatten()?;
    Some(if is_negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_whose_headings_synth_does_not_print_is_an_error() {
        let lines = |form: &Form, heading: &str| {
            let row = |period: usize| {
                let (year, month) = calendar(YEAR, period);
                format!("03/{month:02}/{year},Acorn Ltd,20.00,a,b,c,d,e,f\n")
            };
            let text = form.headings.join(",").replace("Payment Date", heading);
            let rows: String = (0..12).map(|period| row(period).repeat(LINES_MIN)).collect();
            let lines = form.rows(&format!("{text}\n{rows}"));
            Pool(BTreeMap::from([(form.folder, lines.into_iter().map(|(_, line)| line).collect())])).check(form.folder)
        };
        assert_eq!(lines(&FORMS[0], "Payment Date"), Ok(()));
        let error = lines(&FORMS[0], "Day of Payment").unwrap_err();
        assert!(error.starts_with("only 0 lines of `county` can be read for 2024-04"), "{error}");
    }

    #[test]
    fn amounts_and_days_of_synth_are_read() {
        assert_eq!(
            ["(2,475.00)", "£1.50", "12.50-", "x"].map(pence_of),
            [Some(-247_500), Some(150), Some(-1250), None]
        );
        let day = Some(Day::new(2024, 5, 1));
        assert_eq!(["01/05/2024", "01-May-24", "01.05.2024", "2024-05-01", "01/05/24"].map(day_of), [day; 5]);
    }
}
