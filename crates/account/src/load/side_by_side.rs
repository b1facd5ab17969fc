//! `ledger_line` and `spend`, row beside row: both hold the same lines in the same order.

use model::FinancialYear;
use model::tables::{self, ledger_line, spend};
use money::Money;
use model::Tables;

use super::columns::{Columns, batches};
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

    fn of(columns: &Columns, texts: &[(&'static str, Dimension)], interners: &mut Interners) -> Result<Coded, Error> {
        let mut codes = vec![Vec::new(); Dimension::ALL.len()];
        for (column, dimension) in texts {
            codes[*dimension as usize] = columns.text(column)?.codes(interners.of(*dimension), 0..columns.n_rows());
        }
        Ok(Coded { codes, ..Coded::default() })
    }

    /// A batch of `ledger_line`.
    pub fn ledger(columns: &Columns, interners: &mut Interners) -> Result<Coded, Error> {
        let mut coded = Coded::of(columns, &LEDGER_TEXTS, interners)?;
        coded.line_ids = columns.whole(ledger_line::LINE_ID)?.values().to_vec();
        let rows = columns.whole(ledger_line::ROW)?.values().iter().map(|row| u32::try_from(*row));
        let too_far = |_| Error::Column { table: tables::LEDGER_LINE.name, column: ledger_line::ROW };
        coded.rows = rows.collect::<Result<_, _>>().map_err(too_far)?;
        coded.dates = columns.dates(ledger_line::DATE)?.iter().map(|date| date.unwrap_or(NO_DATE)).collect();
        let (capital, redacted) = (interners.flag(Dimension::Capital), interners.flag(Dimension::Redacted));
        coded.codes[Dimension::Capital as usize] =
            columns.flags(ledger_line::CAPITAL)?.iter().map(|flag| flag.map_or(NONE, &capital)).collect();
        let flags = columns.flags(ledger_line::REDACTED)?;
        coded.codes[Dimension::Redacted as usize] = (0..flags.len()).map(|row| redacted(flags.value(row))).collect();
        Ok(coded)
    }

    /// A batch of `spend`.
    pub fn spend(columns: &Columns, interners: &mut Interners) -> Result<Coded, Error> {
        let mut coded = Coded::of(columns, &SPEND_TEXTS, interners)?;
        coded.line_ids = columns.whole(spend::LINE_ID)?.values().to_vec();
        let amounts = columns.money(spend::AMOUNT)?;
        coded.amounts = (0..columns.n_rows()).map(|row| amounts.value(row)).collect();
        coded.codes[Dimension::Year as usize] = year_codes(columns.years(spend::FINANCIAL_YEAR)?.values(), interners);
        let eliminated = interners.flag(Dimension::Eliminated);
        let flags = columns.flags(spend::ELIMINATED)?;
        coded.codes[Dimension::Eliminated as usize] =
            (0..flags.len()).map(|row| eliminated(flags.value(row))).collect();
        Ok(coded)
    }
}

/// A text is made only where the year changes: years come in runs.
fn year_codes(years: &[i32], interners: &mut Interners) -> Vec<u32> {
    let mut last = None;
    let code = |year: &i32| match last {
        Some((known, code)) if known == *year => code,
        _ => {
            let code = interners.of(Dimension::Year).code(&FinancialYear(*year).to_string());
            last = Some((*year, code));
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
    let mut spends = batches(tables, &tables::SPEND, &names(&SPEND_TEXTS, &SPEND_OTHERS))?;
    let mut ledgers = batches(tables, &tables::LEDGER_LINE, &names(&LEDGER_TEXTS, &LEDGER_OTHERS))?;
    let (mut spend, mut ledger) = (Coded::default(), Coded::default());
    let (mut spend_from, mut ledger_from, mut n_before) = (0, 0, 0);
    loop {
        while spend_from == spend.n_rows() {
            let Some(columns) = spends.next() else {
                return if ledger_from == ledger.n_rows() && ledgers.all(|batch| batch.is_ok_and(|b| b.n_rows() == 0)) {
                    Ok(())
                } else {
                    Err(out_of_step(n_before))
                };
            };
            (spend, spend_from) = (Coded::spend(&columns?, interners)?, 0);
        }
        while ledger_from == ledger.n_rows() {
            let columns = ledgers.next().ok_or(out_of_step(n_before))?;
            (ledger, ledger_from) = (Coded::ledger(&columns?, interners)?, 0);
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
