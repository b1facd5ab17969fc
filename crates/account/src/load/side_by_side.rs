//! `ledger_line` and `spend`, row beside row: both hold the same lines in the same order.

use arrow_array::cast::AsArray;
use arrow_array::types::Date32Type;
use model::read::{Values, Year};
use model::tables::{self, ledger_line, spend};
use model::{FinancialYear, Rows, Tables};
use money::Money;

use crate::dictionary::{Interner, NONE};
use crate::filter::{NO, YES};
use crate::lines::NO_DATE;
use crate::{Dimension, Error};

const LEDGER_TEXTS: [(&str, Dimension); 5] = [
    (ledger_line::FILE_ID, Dimension::File),
    (ledger_line::PAYEE, Dimension::Payee),
    (ledger_line::DEPARTMENT, Dimension::Department),
    (ledger_line::SERVICE, Dimension::Heading),
    (ledger_line::SUBJECTIVE, Dimension::Subjective),
];
const LEDGER_OTHERS: [&str; 5] =
    [ledger_line::LINE_ID, ledger_line::ROW, ledger_line::DATE, ledger_line::CAPITAL, ledger_line::REDACTED];

const SPEND_TEXTS: [(&str, Dimension); 10] = [
    (spend::BODY_ID, Dimension::Body),
    (spend::TREATMENT, Dimension::Treatment),
    (spend::TRANSFER_KIND, Dimension::TransferKind),
    (spend::ATTRIBUTION, Dimension::Attribution),
    (spend::WHY, Dimension::Rule),
    (spend::SERVICE, Dimension::Service),
    (spend::SERVICE_WHY, Dimension::ServiceRule),
    (spend::COFOG, Dimension::Cofog),
    (spend::INTENT, Dimension::Intent),
    (spend::COUNTERPARTY_ID, Dimension::Counterparty),
];
const SPEND_OTHERS: [&str; 4] = [spend::LINE_ID, spend::FINANCIAL_YEAR, spend::AMOUNT, spend::ELIMINATED];

/// The interners of all dimensions.
pub(super) struct Interners(pub Vec<Interner>);

impl Interners {
    pub fn new() -> Interners {
        Interners(Dimension::ALL.iter().map(|_| Interner::default()).collect())
    }

    pub fn of(&mut self, dimension: Dimension) -> &mut Interner {
        &mut self.0[dimension as usize]
    }

    /// The codes of yes and of no.
    pub fn flag(&mut self, dimension: Dimension) -> impl Fn(bool) -> u32 + use<> {
        let (yes, no) = (self.of(dimension).code(YES), self.of(dimension).code(NO));
        move |flag| if flag { yes } else { no }
    }
}

/// Rows of one table as codes, by dimension; empty for dimensions of the other table.
#[derive(Default)]
pub(super) struct Coded {
    pub line_ids: Vec<i64>,
    codes: Vec<Vec<u32>>,
    pub amounts: Vec<Money>,
    pub rows: Vec<u32>,
    pub dates: Vec<i32>,
}

impl Coded {
    pub fn code(&self, dimension: Dimension, row: usize) -> u32 {
        self.codes[dimension as usize][row]
    }

    pub fn n_rows(&self) -> usize {
        self.line_ids.len()
    }

    fn of(rows: Rows<'_>, texts: &[(&'static str, Dimension)], interners: &mut Interners) -> Coded {
        let mut codes = vec![Vec::new(); Dimension::ALL.len()];
        for (column, dimension) in texts {
            codes[*dimension as usize] = interners.of(*dimension).codes(rows.text(column));
        }
        Coded { codes, ..Coded::default() }
    }

    /// Rows of `ledger_line`.
    pub fn ledger(rows: Rows<'_>, interners: &mut Interners) -> Coded {
        let mut coded = Coded::of(rows, &LEDGER_TEXTS, interners);
        coded.line_ids = rows.id(ledger_line::LINE_ID).iter().collect();
        let row = |row| u32::try_from(row).expect("a file has fewer rows than 32 bits count");
        coded.rows = rows.count(ledger_line::ROW).iter().map(row).collect();
        let days = rows.array(ledger_line::DATE).as_primitive::<Date32Type>();
        coded.dates = days.iter().map(|day| day.unwrap_or(NO_DATE)).collect();
        let (capital, redacted) = (interners.flag(Dimension::Capital), interners.flag(Dimension::Redacted));
        let flags = rows.flag(ledger_line::CAPITAL);
        coded.codes[Dimension::Capital as usize] = flags.iter().map(|flag| flag.map_or(NONE, &capital)).collect();
        coded.codes[Dimension::Redacted as usize] =
            rows.flag(ledger_line::REDACTED).values().iter().map(redacted).collect();
        coded
    }

    /// Rows of `spend`.
    pub fn spend(rows: Rows<'_>, interners: &mut Interners) -> Coded {
        let mut coded = Coded::of(rows, &SPEND_TEXTS, interners);
        coded.line_ids = rows.id(spend::LINE_ID).iter().collect();
        coded.amounts = rows.money(spend::AMOUNT).iter().collect();
        coded.codes[Dimension::Year as usize] = year_codes(rows.year(spend::FINANCIAL_YEAR), interners);
        let eliminated = interners.flag(Dimension::Eliminated);
        coded.codes[Dimension::Eliminated as usize] =
            rows.flag(spend::ELIMINATED).values().iter().map(eliminated).collect();
        coded
    }
}

/// A text is made only where the year changes: years come in runs.
fn year_codes(years: Values<'_, Year>, interners: &mut Interners) -> Vec<u32> {
    let mut last = None;
    let code = |year: FinancialYear| match last {
        Some((known, code)) if known == year => code,
        _ => {
            let code = interners.of(Dimension::Year).code(&year.to_string());
            last = Some((year, code));
            code
        }
    };
    years.iter().map(code).collect()
}

/// A run of rows of both tables that are the same lines.
pub(super) struct Run<'a> {
    pub spend: &'a Coded,
    pub ledger: &'a Coded,
    /// The first row of the run in each batch.
    pub spend_from: usize,
    pub ledger_from: usize,
    pub n_rows: usize,
}

/// Reads both tables, which break into batches at different rows, and hands out runs in order.
///
/// # Errors
/// Where the tables hold different lines, one of them is from another run.
pub(super) fn each_run(
    tables: &dyn Tables,
    interners: &mut Interners,
    mut take: impl FnMut(&mut Interners, Run<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let names = |texts: &[(&'static str, Dimension)], others: &[&'static str]| -> Vec<&'static str> {
        others.iter().copied().chain(texts.iter().map(|(column, _)| *column)).collect()
    };
    let mut spends = tables::SPEND.batches(tables, &names(&SPEND_TEXTS, &SPEND_OTHERS))?;
    let mut ledgers = tables::LEDGER_LINE.batches(tables, &names(&LEDGER_TEXTS, &LEDGER_OTHERS))?;
    let (mut spend, mut ledger) = (Coded::default(), Coded::default());
    let (mut spend_from, mut ledger_from, mut n_before) = (0, 0, 0);
    loop {
        while spend_from == spend.n_rows() {
            let Some(batch) = spends.next() else {
                return if ledger_from == ledger.n_rows()
                    && ledgers.all(|batch| batch.is_ok_and(|batch| batch.num_rows() == 0))
                {
                    Ok(())
                } else {
                    Err(out_of_step(n_before))
                };
            };
            (spend, spend_from) = (Coded::spend(tables::SPEND.read(&batch?), interners), 0);
        }
        while ledger_from == ledger.n_rows() {
            let batch = ledgers.next().ok_or(out_of_step(n_before))?;
            (ledger, ledger_from) = (Coded::ledger(tables::LEDGER_LINE.read(&batch?), interners), 0);
        }
        let n_rows = (spend.n_rows() - spend_from).min(ledger.n_rows() - ledger_from);
        let run = Run { spend: &spend, ledger: &ledger, spend_from, ledger_from, n_rows };
        run.check_step(n_before)?;
        take(interners, run)?;
        (spend_from, ledger_from, n_before) = (spend_from + n_rows, ledger_from + n_rows, n_before + n_rows);
    }
}

impl Run<'_> {
    pub fn line_ids(&self) -> &[i64] {
        &self.ledger.line_ids[self.ledger_from..self.ledger_from + self.n_rows]
    }

    fn check_step(&self, n_before: usize) -> Result<(), Error> {
        let spends = &self.spend.line_ids[self.spend_from..self.spend_from + self.n_rows];
        let differing = spends.iter().zip(self.line_ids()).position(|(spend, ledger)| spend != ledger);
        differing.map_or(Ok(()), |row| Err(out_of_step(n_before + row)))
    }
}

fn out_of_step(row: usize) -> Error {
    Error::OutOfStep { table: tables::SPEND.name, row }
}
