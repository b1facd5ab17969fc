//! Lines of spending here, with the supplier that each was paid to.

use std::collections::{BTreeSet, HashMap};

use arrow_array::RecordBatch;
use foldhash::fast::FixedState;
use model::tables::{LEDGER_LINE, SPEND, ledger_line, spend};
use model::{AccountPart, Attribution, FinancialYear, Rows, Treatment, day_of_date};
use money::Money;

use crate::finding::LinePounds;
use crate::names::{NameId, Names};
use crate::suppliers::Suppliers;

/// A line of spending here. Texts are numbers of [`PaidLines::text`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaidLine {
    pub line_id: i64,
    pub file: NameId,
    pub row: u64,
    pub body: NameId,
    /// Empty where the ledger prints no name.
    pub supplier: NameId,
    /// The body's own number for the payee; empty where there is none.
    pub code: NameId,
    /// The reference without spaces, marks and leading zeros; empty where there is none.
    pub reference: NameId,
    /// Department, service, subjective and category as printed.
    pub heading: NameId,
    /// The service as printed, or the department where there is none, and the subjective: who buys, not what a directorate is
    /// called or how a purchase is filed.
    pub unit: NameId,
    /// Service of the common list.
    pub service: NameId,
    /// Days since 1970.
    pub day: Option<i32>,
    pub amount: Money,
}

/// What says what a line is for.
const HEADING_COLUMNS: [&str; 4] =
    [ledger_line::DEPARTMENT, ledger_line::SERVICE, ledger_line::SUBJECTIVE, ledger_line::CATEGORY];

/// All lines of spending here.
#[derive(Clone, Debug, Default)]
pub struct PaidLines {
    /// The year whose lines are taken; every year's where there is none.
    year: Option<FinancialYear>,
    lines: Vec<PaidLine>,
    names: Names,
}

impl PaidLines {
    /// Takes the lines of one year alone: what bodies pay in several years is no more done twice than in one.
    pub fn of_year(year: FinancialYear) -> PaidLines {
        PaidLines { year: Some(year), ..PaidLines::default() }
    }

    /// The columns that [`PaidLines::add`] reads.
    pub const LINE_COLUMNS: [&'static str; 14] = [
        ledger_line::FINANCIAL_YEAR,
        ledger_line::LINE_ID,
        ledger_line::FILE_ID,
        ledger_line::ROW,
        ledger_line::BODY_ID,
        ledger_line::DATE,
        ledger_line::PAYEE,
        ledger_line::PAYEE_CODE,
        ledger_line::AMOUNT,
        ledger_line::DEPARTMENT,
        ledger_line::SERVICE,
        ledger_line::SUBJECTIVE,
        ledger_line::REFERENCE,
        ledger_line::CATEGORY,
    ];
    pub const SPEND_COLUMNS: [&'static str; 5] =
        [spend::LINE_ID, spend::TREATMENT, spend::ELIMINATED, spend::ATTRIBUTION, spend::SERVICE];

    /// Adds those lines of a batch that are spending here. Transfers are left out, those that the total keeps, too: what is
    /// passed on is not bought.
    ///
    /// # Panics
    /// If the two batches are not of the same lines.
    pub fn add(&mut self, lines: &RecordBatch, treated: &RecordBatch, suppliers: &Suppliers) {
        let (line, treated_line) = (LEDGER_LINE.read(lines), SPEND.read(treated));
        let (ids, same) = (line.id(ledger_line::LINE_ID), treated_line.id(spend::LINE_ID));
        let [file, body, code] = [ledger_line::FILE_ID, ledger_line::BODY_ID, ledger_line::PAYEE_CODE]
            .map(|column| self.names.of_column(line.text(column), str::to_owned));
        let reference = self.names.of_column(line.text(ledger_line::REFERENCE), plain_reference);
        let service = self.names.of_column(treated_line.text(spend::SERVICE), str::to_owned);
        let (supplier, [heading, unit]) = (self.suppliers(&line, suppliers), self.headings(&line));
        let (rows, days) = (line.count(ledger_line::ROW), line.date(ledger_line::DATE));
        let amounts = line.money(ledger_line::AMOUNT);
        let years = line.year(ledger_line::FINANCIAL_YEAR);
        let is_wanted = |at: &usize| self.year.is_none_or(|year| years.value(*at) == year);
        for at in spent_here(treated).filter(is_wanted) {
            assert_eq!(ids.value(at), same.value(at), "spend is written line by line beside ledger_line");
            self.lines.push(PaidLine {
                line_id: ids.value(at),
                file: file[at],
                row: rows.value(at),
                body: body[at],
                supplier: supplier[at],
                code: code[at],
                reference: reference[at],
                heading: heading[at],
                unit: unit[at],
                service: service[at],
                day: days.value_if_any(at).map(day_of_date),
                amount: amounts.value(at),
            });
        }
    }

    /// Adds what was read after it.
    pub fn merge(&mut self, after: PaidLines) {
        if self.lines.is_empty() {
            *self = PaidLines { year: self.year, ..after };
            return;
        }
        let ids: Vec<NameId> = after.names.texts().map(|text| self.names.id(text)).collect();
        let id = |of: NameId| ids[of as usize];
        self.lines.extend(after.lines.into_iter().map(|line| PaidLine {
            file: id(line.file),
            body: id(line.body),
            supplier: id(line.supplier),
            code: id(line.code),
            reference: id(line.reference),
            heading: id(line.heading),
            unit: id(line.unit),
            service: id(line.service),
            ..line
        }));
    }

    /// The supplier of each row; each name of a body is looked up once.
    fn suppliers(&mut self, lines: &Rows<'_>, suppliers: &Suppliers) -> Vec<NameId> {
        let [bodies, payees] = [ledger_line::BODY_ID, ledger_line::PAYEE].map(|column| lines.text(column).distinct());
        let mut known: HashMap<(u32, u32), NameId, FixedState> = HashMap::default();
        let keys = bodies.keys.iter().zip(&payees.keys);
        let ids = keys.map(|(body, payee)| {
            let Some((body, payee)) = body.zip(*payee) else { return 0 };
            *known.entry((body, payee)).or_insert_with(|| {
                let supplier = suppliers.of_payee(bodies.text(body), payees.text(payee));
                self.names.id(supplier.unwrap_or_default())
            })
        });
        ids.collect()
    }

    /// The headings of each row as one text, and of these who buys; each combination is put together once.
    fn headings(&mut self, lines: &Rows<'_>) -> [Vec<NameId>; 2] {
        let columns = HEADING_COLUMNS.map(|column| lines.text(column).distinct());
        let mut known: HashMap<[Option<u32>; HEADING_COLUMNS.len()], [NameId; 2], FixedState> = HashMap::default();
        let headings = |row: usize| {
            let keys: [Option<u32>; HEADING_COLUMNS.len()] = std::array::from_fn(|at| columns[at].keys[row]);
            *known.entry(keys).or_insert_with(|| {
                let texts: [&str; HEADING_COLUMNS.len()] =
                    std::array::from_fn(|at| keys[at].map_or("", |key| columns[at].text(key)));
                let [department, service, subjective, _] = texts;
                let unit = if service.is_empty() { department } else { service };
                [self.names.id(&texts.join(" / ")), self.names.id(&[unit, subjective].join(" / "))]
            })
        };
        (0..lines.len()).map(headings).map(|[heading, unit]| (heading, unit)).unzip::<_, _, Vec<_>, Vec<_>>().into()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &PaidLine> {
        self.lines.iter()
    }

    pub(crate) fn text(&self, id: NameId) -> &str {
        self.names.text(id)
    }

    /// The number of a text that a line has.
    pub(crate) fn id(&self, text: &str) -> Option<NameId> {
        self.names.find(text)
    }

    /// File and row, as evidence names a line.
    pub(crate) fn place(&self, line: &PaidLine) -> String {
        format!("{}#{}", self.text(line.file), line.row)
    }

    /// Ids of the bodies with lines here.
    pub(crate) fn bodies(&self) -> BTreeSet<&str> {
        self.lines.iter().map(|line| self.text(line.body)).collect()
    }
}

impl PaidLine {
    pub fn pounds(&self) -> LinePounds {
        LinePounds { line_id: self.line_id, amount: self.amount }
    }
}

/// The rows that are spending here.
fn spent_here(treated: &RecordBatch) -> impl Iterator<Item = usize> {
    let rows = SPEND.read(treated);
    let treatments = rows.text(spend::TREATMENT).map_once(0..rows.len(), |word| Treatment::parse(word?));
    let attributions = rows.text(spend::ATTRIBUTION).map_once(0..rows.len(), |word| Attribution::parse(word?));
    let eliminated = rows.flag(spend::ELIMINATED);
    let part = move |row: usize| {
        let (treatment, attribution) = (treatments[row].expect("a treatment"), attributions[row].expect("where"));
        AccountPart::of(treatment, eliminated.value(row), attribution)
    };
    (0..rows.len()).filter(move |row| part(*row) == AccountPart::SpendHere)
}

/// One form for `INV-00123`, `inv 123` and `INV00123`: letters and digits, without the zeros that begin a number.
fn plain_reference(printed: &str) -> String {
    let mut plain = String::with_capacity(printed.len());
    for c in printed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase) {
        let begins_a_number = !plain.ends_with(|last: char| last.is_ascii_digit());
        if c != '0' || !begins_a_number {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_invoice_number_has_one_form() {
        for printed in ["INV-00123", "inv 123", "INV00123", "Inv/0123"] {
            assert_eq!(plain_reference(printed), "INV123", "{printed}");
        }
        assert_eq!(plain_reference("1002-30"), "100230");
        assert_eq!(plain_reference("000"), "", "a reference of noughts says nothing");
        assert_ne!(plain_reference("A10"), plain_reference("A1"));
    }

    #[test]
    fn parts_that_are_merged_say_what_the_whole_says() {
        let suppliers = "supplier_id | name | supplier_kind\n acorn | Acorn | company\n birch | Birch | company";
        let of = |rows: &str| {
            let text = format!("body | payee | supplier | service | reference | amount\n{rows}");
            crate::testing::Place::of(&text, suppliers).lines
        };
        let (one, two) = (
            "county | Acorn | acorn | care | A1 | 10.00",
            "fire | Birch | birch | care | B2 | 5.00\ncounty | Acorn | acorn | roads | A1 | 1.00",
        );
        let mut merged = of(one);
        merged.merge(of(two));
        let told = |lines: &PaidLines| -> Vec<String> {
            let texts = |line: &PaidLine| {
                [line.body, line.supplier, line.service, line.reference].map(|id| lines.text(id).to_owned())
            };
            lines.iter().map(|line| format!("{:?} {}", texts(line), line.amount)).collect()
        };
        assert_eq!(told(&merged), told(&of(&format!("{one}\n{two}"))));
        assert_eq!(merged.id("acorn"), Some(merged.lines[2].supplier), "a text has one number");
    }
}
