//! The small tables, read whole: files, problems, transfers, flows, reconciliations.

use std::collections::BTreeMap;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef};
use jiff::ToSpan;
use jiff::civil::Date;
use model::tables::{self, flow, reconciliation, released_figure, source_file, transfer};
use model::problem::{Problem, read_problems};
use model::{FinancialYear, Kind, Table};
use money::Money;
use model::Tables;

use crate::Error;
use crate::proposals::{self, Proposals};

/// What the pages tell beside the lines.
#[derive(Clone, Debug, Default)]
pub struct SmallTables {
    pub files: Vec<SourceFile>,
    pub problems: Vec<Problem>,
    /// None where the step that writes them did not run: not computed, rather than none.
    pub transfers: Option<Vec<Transfer>>,
    pub flows: Option<Vec<Flow>>,
    pub reconciliations: Option<Vec<Reconciliation>>,
    pub proposals: Option<Proposals>,
    /// What was released about people and families; nothing else about them is read.
    pub figures: Vec<ReleasedFigure>,
    /// By supplier; nothing where suppliers were not looked for.
    pub printed_names: BTreeMap<String, Vec<report::suppliers::PrintedName>>,
}

/// One file, or sheet, as received.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub file_id: String,
    pub body_id: String,
    pub path: String,
    pub sheet: Option<String>,
    pub sha256: String,
    pub n_bytes: usize,
    pub format: String,
    pub mapping: String,
    pub confidence: f64,
    pub amount_column: Option<String>,
    pub vat_basis: String,
    pub n_rows: usize,
    pub n_problem_rows: usize,
    pub n_lines: usize,
    pub first_date: Option<Date>,
    pub last_date: Option<Date>,
}

/// One row of the table `transfer`.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub payer_id: String,
    pub receiver_id: String,
    pub year: FinancialYear,
    pub kind: String,
    pub why: String,
    pub n_lines: usize,
    pub amount: Money,
    pub is_eliminated: bool,
    pub matched: Option<Money>,
    pub difference: Option<Money>,
    pub status: String,
}

/// One edge of the money map.
#[derive(Clone, Debug)]
pub struct Flow {
    pub tier: String,
    pub year: FinancialYear,
    pub amount: Money,
}

/// One published total beside what was counted.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    pub body_id: String,
    pub year: FinancialYear,
    pub series: String,
    /// `all` for the whole body.
    pub service: String,
    pub items: Vec<Item>,
}

/// One line of a reconciliation.
#[derive(Clone, Debug)]
pub struct Item {
    pub item: String,
    pub amount: Option<Money>,
    pub basis: String,
    pub note: String,
}

impl Reconciliation {
    pub fn amount(&self, item: &str) -> Option<Money> {
        self.items.iter().find(|found| found.item == item).and_then(|found| found.amount)
    }
}

/// Reads them all.
pub fn read(tables: &dyn Tables) -> Result<SmallTables, Error> {
    Ok(SmallTables {
        files: rows(tables, &tables::SOURCE_FILE, source_file_of)?.ok_or(Error::NotBuilt { table: "source_file" })?,
        problems: read_problems(tables)?,
        transfers: rows(tables, &tables::TRANSFER, transfer_of)?,
        flows: rows(tables, &tables::FLOW, flow_of)?,
        reconciliations: rows(tables, &tables::RECONCILIATION, item_of)?.map(gather),
        proposals: proposals::read(tables)?,
        figures: rows(tables, &tables::RELEASED_FIGURE, figure_of)?.unwrap_or_default(),
        printed_names: report::suppliers::printed_names(tables)?,
    })
}

/// One released figure about people.
#[derive(Clone, Debug)]
pub struct ReleasedFigure {
    pub topic: String,
    pub category: String,
    pub measure: String,
    /// Neither count nor pounds where the figure is withheld.
    pub n: Option<usize>,
    pub amount: Option<Money>,
    pub shown: String,
}

fn figure_of(row: &Row<'_>) -> Result<ReleasedFigure, Error> {
    Ok(ReleasedFigure {
        topic: row.text(released_figure::TOPIC)?,
        category: row.text(released_figure::CATEGORY)?,
        measure: row.text(released_figure::MEASURE)?,
        n: row.count_if_any(released_figure::N)?,
        amount: row.money_if_any(released_figure::AMOUNT)?,
        shown: row.text(released_figure::SHOWN)?,
    })
}

fn source_file_of(row: &Row<'_>) -> Result<SourceFile, Error> {
    Ok(SourceFile {
        file_id: row.text(source_file::FILE_ID)?,
        body_id: row.text(source_file::BODY_ID)?,
        path: row.text(source_file::PATH)?,
        sheet: row.text_if_any(source_file::SHEET)?,
        sha256: row.text(source_file::SHA256)?,
        n_bytes: row.count(source_file::N_BYTES)?,
        format: row.text(source_file::FORMAT)?,
        mapping: row.text(source_file::MAPPING)?,
        confidence: row.share(source_file::CONFIDENCE)?,
        amount_column: row.text_if_any(source_file::AMOUNT_COLUMN)?,
        vat_basis: row.text(source_file::VAT_BASIS)?,
        n_rows: row.count(source_file::N_ROWS)?,
        n_problem_rows: row.count(source_file::N_PROBLEM_ROWS)?,
        n_lines: row.count(source_file::N_LINES)?,
        first_date: row.date(source_file::FIRST_DATE)?,
        last_date: row.date(source_file::LAST_DATE)?,
    })
}

fn transfer_of(row: &Row<'_>) -> Result<Transfer, Error> {
    Ok(Transfer {
        payer_id: row.text(transfer::PAYER_ID)?,
        receiver_id: row.text(transfer::RECEIVER_ID)?,
        year: row.year(transfer::FINANCIAL_YEAR)?,
        kind: row.text(transfer::TRANSFER_KIND)?,
        why: row.text(transfer::WHY)?,
        n_lines: row.count(transfer::N_LINES)?,
        amount: row.money(transfer::AMOUNT)?,
        is_eliminated: row.flag(transfer::ELIMINATED)?,
        matched: row.money_if_any(transfer::MATCHED_AMOUNT)?,
        difference: row.money_if_any(transfer::DIFFERENCE)?,
        status: row.text(transfer::STATUS)?,
    })
}

fn flow_of(row: &Row<'_>) -> Result<Flow, Error> {
    Ok(Flow { tier: row.text(flow::TIER)?, year: row.year(flow::FINANCIAL_YEAR)?, amount: row.money(flow::AMOUNT)? })
}

/// A row of the table `reconciliation`, which is one item.
fn item_of(row: &Row<'_>) -> Result<Reconciliation, Error> {
    Ok(Reconciliation {
        body_id: row.text(reconciliation::BODY_ID)?,
        year: row.year(reconciliation::FINANCIAL_YEAR)?,
        series: row.text(reconciliation::SERIES)?,
        service: row.text(reconciliation::SERVICE)?,
        items: vec![Item {
            item: row.text(reconciliation::ITEM)?,
            amount: row.money_if_any(reconciliation::AMOUNT)?,
            basis: row.text(reconciliation::BASIS)?,
            note: row.text(reconciliation::NOTE)?,
        }],
    })
}

/// Items that belong together, in the order of the table.
fn gather(items: Vec<Reconciliation>) -> Vec<Reconciliation> {
    let mut found: Vec<Reconciliation> = Vec::new();
    let mut places = BTreeMap::new();
    for mut item in items {
        let key = (item.body_id.clone(), item.year, item.series.clone(), item.service.clone());
        match places.get(&key) {
            Some(at) => {
                let known: &mut Reconciliation = &mut found[*at];
                known.items.append(&mut item.items);
            }
            None => {
                places.insert(key, found.len());
                found.push(item);
            }
        }
    }
    found
}

/// One row of a batch, its columns in their declared types.
pub(crate) struct Row<'a> {
    table: &'static Table,
    columns: &'a BTreeMap<&'static str, ArrayRef>,
    at: usize,
}

/// The rows of a table; none where it was not written.
pub(crate) fn rows<T>(
    tables: &dyn Tables,
    table: &'static Table,
    of: fn(&Row<'_>) -> Result<T, Error>,
) -> Result<Option<Vec<T>>, Error> {
    if !tables.exists(table) {
        return Ok(None);
    }
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let failed = |source| Error::Read { table: table.name, source };
    let mut found = Vec::new();
    for batch in tables.batches(table, &names).map_err(failed)? {
        let batch = batch.map_err(failed)?;
        let mut columns = BTreeMap::new();
        for column in table.columns {
            let missing = || Error::Column { table: table.name, column: column.name };
            let array = batch.column_by_name(column.name).ok_or_else(missing)?;
            // Readers of Parquet may hand out views or dictionaries of the same values.
            columns.insert(column.name, arrow_cast::cast(array, &column.kind.data_type()).map_err(|_| missing())?);
        }
        for at in 0..batch.num_rows() {
            found.push(of(&Row { table, columns: &columns, at })?);
        }
    }
    Ok(Some(found))
}

impl Row<'_> {
    /// The column, where it has a value in this row.
    fn array(&self, column: &'static str, kinds: &[Kind]) -> Result<Option<&ArrayRef>, Error> {
        let missing = || Error::Column { table: self.table.name, column };
        let array = self.columns.get(column).ok_or_else(missing)?;
        debug_assert!(kinds.contains(&self.table.column(column).kind), "{column} is read as what it is");
        Ok((!array.is_null(self.at)).then_some(array))
    }

    pub(crate) fn text_if_any(&self, column: &'static str) -> Result<Option<String>, Error> {
        let array = self.array(column, &[Kind::Text])?;
        Ok(array.map(|array| array.as_string::<i32>().value(self.at).to_owned()))
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, Error> {
        Ok(self.text_if_any(column)?.unwrap_or_default())
    }

    pub(crate) fn count_if_any(&self, column: &'static str) -> Result<Option<usize>, Error> {
        let array = self.array(column, &[Kind::Count, Kind::Id])?;
        let whole = array.map(|array| array.as_primitive::<Int64Type>().value(self.at));
        Ok(whole.and_then(|whole| usize::try_from(whole).ok()))
    }

    pub(crate) fn count(&self, column: &'static str) -> Result<usize, Error> {
        Ok(self.count_if_any(column)?.unwrap_or(0))
    }

    pub(crate) fn money_if_any(&self, column: &'static str) -> Result<Option<Money>, Error> {
        let array = self.array(column, &[Kind::Money])?;
        let pence = array.map(|array| array.as_primitive::<Decimal128Type>().value(self.at));
        Ok(pence.map(|pence| Money::from_pence(i64::try_from(pence).expect("eighteen digits fit in an i64"))))
    }

    pub(crate) fn money(&self, column: &'static str) -> Result<Money, Error> {
        Ok(self.money_if_any(column)?.unwrap_or(Money::ZERO))
    }

    pub(crate) fn year(&self, column: &'static str) -> Result<FinancialYear, Error> {
        let array = self.array(column, &[Kind::Year])?;
        Ok(FinancialYear(array.map_or(0, |array| array.as_primitive::<Int32Type>().value(self.at))))
    }

    pub(crate) fn flag(&self, column: &'static str) -> Result<bool, Error> {
        Ok(self.array(column, &[Kind::Flag])?.is_some_and(|array| array.as_boolean().value(self.at)))
    }

    fn share(&self, column: &'static str) -> Result<f64, Error> {
        let array = self.array(column, &[Kind::Share])?;
        Ok(array.map_or(0.0, |array| array.as_primitive::<Float64Type>().value(self.at)))
    }

    pub(crate) fn estimate_if_any(&self, column: &'static str) -> Result<Option<f64>, Error> {
        let array = self.array(column, &[Kind::Estimate])?;
        Ok(array.map(|array| array.as_primitive::<Float64Type>().value(self.at)))
    }

    pub(crate) fn year_if_any(&self, column: &'static str) -> Result<Option<FinancialYear>, Error> {
        let array = self.array(column, &[Kind::Year])?;
        Ok(array.map(|array| FinancialYear(array.as_primitive::<Int32Type>().value(self.at))))
    }

    fn date(&self, column: &'static str) -> Result<Option<Date>, Error> {
        let array = self.array(column, &[Kind::Date])?;
        let days = array.map(|array| array.as_primitive::<Date32Type>().value(self.at));
        Ok(days.and_then(|days| Date::constant(1970, 1, 1).checked_add(i64::from(days).days()).ok()))
    }
}
