//! The sheet `lines`: who was paid, by whom, when and for what, with the names of bodies and services.
//!
//! The tables keep the line as printed and the decision about it apart; a reader of a workbook wants both beside each other.

use std::collections::HashMap;

use model::tables::{self, BODY, LEDGER_LINE, SERVICE, SPEND, body, ledger_line, service, spend};
use model::{Cell, Column, Kind, Rows, Table, TableError, Tables, in_words_capital};
use rust_xlsxwriter::Workbook;

use super::sheet::{Changes, Writer};
use crate::Error;
use crate::summary::Beneath;

/// What the sheet holds; the names of columns are those of the tables.
pub const LINES: Table = Table {
    name: "lines",
    meaning: "One line of the account, with the names of its body and its service.",
    written_by: "export",
    is_about_people: false,
    columns: &[
        Column::required("line_id", Kind::Id, "The ledger line"),
        Column::required("body_id", Kind::Text, "The body whose ledger it is"),
        Column::required("body_name", Kind::Text, "Its name"),
        Column::optional("date", Kind::Date, "Date as printed"),
        Column::required("financial_year", Kind::Year, "Year of the line"),
        Column::optional("payee", Kind::Text, "Name as printed; a private individual's is masked"),
        Column::required("amount", Kind::Money, "Pounds, positive when paid out"),
        Column::required("treatment", Kind::Text, "How the line enters the account"),
        Column::required(
            "eliminated",
            Kind::Flag,
            "A transfer taken out because the receiver's own money is in the count",
        ),
        Column::required("attribution", Kind::Text, "Whether the line is for this place"),
        Column::required("service", Kind::Text, "Service of the common list"),
        Column::required("service_name", Kind::Text, "Its name"),
        Column::optional("department", Kind::Text, "Directorate, department family or entity"),
        Column::optional("printed_service", Kind::Text, "Service, cost centre or expense area as printed"),
        Column::optional("subjective", Kind::Text, "What kind of expense"),
    ],
};

const LEDGER_COLUMNS: &[&str] = &[
    ledger_line::LINE_ID,
    ledger_line::DATE,
    ledger_line::PAYEE,
    ledger_line::DEPARTMENT,
    ledger_line::SERVICE,
    ledger_line::SUBJECTIVE,
];
const SPEND_COLUMNS: &[&str] = &[
    spend::LINE_ID,
    spend::BODY_ID,
    spend::FINANCIAL_YEAR,
    spend::AMOUNT,
    spend::TREATMENT,
    spend::ELIMINATED,
    spend::ATTRIBUTION,
    spend::SERVICE,
];

/// Writes every line and returns the names of the sheets; none where the account was not made.
pub fn write(
    workbook: &mut Workbook,
    tables: &dyn Tables,
    rows_max: usize,
    changes: &mut Changes,
) -> Result<Vec<String>, Error> {
    let names = Names::read(tables)?;
    let mut writer = Writer::start(workbook, &LINES, rows_max)?;
    let mut ledger = Beneath::of(LEDGER_LINE.batches(tables, LEDGER_COLUMNS)?);
    for batch in SPEND.batches(tables, SPEND_COLUMNS)? {
        let batch = batch?;
        let mut start = 0;
        while start < batch.num_rows() {
            let Some(beside) = ledger.next_rows()? else { return Err(Error::OutOfStep { row: start }) };
            let n = (batch.num_rows() - start).min(beside.num_rows());
            let spends = batch.slice(start, n);
            write_rows(&mut writer, SPEND.read(&spends), LEDGER_LINE.read(&beside), &names, changes)?;
            ledger.advance(n);
            start += n;
        }
    }
    Ok(writer.finish()?)
}

fn write_rows(
    writer: &mut Writer<'_>,
    spends: Rows<'_>,
    lines: Rows<'_>,
    names: &Names,
    changes: &mut Changes,
) -> Result<(), Error> {
    let (bodies, services) = (spends.text(spend::BODY_ID), spends.text(spend::SERVICE));
    let of_spend = |column| spends.cells(column);
    let of_line = |column| lines.cells(column);
    let (id, line_id) = (of_spend(spend::LINE_ID), of_line(ledger_line::LINE_ID));
    let (year, amount) = (of_spend(spend::FINANCIAL_YEAR), of_spend(spend::AMOUNT));
    let (treatment, eliminated) = (of_spend(spend::TREATMENT), of_spend(spend::ELIMINATED));
    let attribution = of_spend(spend::ATTRIBUTION);
    let (date, payee) = (of_line(ledger_line::DATE), of_line(ledger_line::PAYEE));
    let (department, printed_service) = (of_line(ledger_line::DEPARTMENT), of_line(ledger_line::SERVICE));
    let subjective = of_line(ledger_line::SUBJECTIVE);
    for row in 0..spends.len() {
        if id.value(row) != line_id.value(row) {
            return Err(Error::OutOfStep { row });
        }
        let (body_id, service) = (bodies.value(row), services.value(row));
        let service_name = names.service(service);
        let cells = [
            id.value(row),
            Cell::Text(body_id),
            Cell::Text(names.body(body_id)),
            date.value(row),
            year.value(row),
            payee.value(row),
            amount.value(row),
            treatment.value(row),
            eliminated.value(row),
            attribution.value(row),
            Cell::Text(service),
            Cell::Text(&service_name),
            department.value(row),
            printed_service.value(row),
            subjective.value(row),
        ];
        writer.write_row(&cells, changes)?;
    }
    Ok(())
}

/// The names behind ids.
struct Names {
    bodies: HashMap<String, String>,
    services: HashMap<String, String>,
}

impl Names {
    fn read(tables: &dyn Tables) -> Result<Names, TableError> {
        let pairs = |table: &'static Table, id, name| -> Result<HashMap<String, String>, TableError> {
            if !tables.exists(table) {
                return Ok(HashMap::new());
            }
            let pair = |row: &model::Row<'_>| (row.text(id).to_owned(), row.text(name).to_owned());
            Ok(table.read_all(tables, pair)?.into_iter().collect())
        };
        Ok(Names {
            bodies: pairs(&BODY, body::BODY_ID, body::NAME)?,
            services: pairs(&SERVICE, service::SERVICE, service::NAME)?,
        })
    }

    fn body<'n>(&'n self, id: &'n str) -> &'n str {
        self.bodies.get(id).map_or(id, String::as_str)
    }

    fn service(&self, id: &str) -> String {
        self.services.get(id).cloned().unwrap_or_else(|| in_words_capital(id))
    }
}

/// Whether both halves of the lines are there.
pub fn are_there(tables: &dyn Tables) -> bool {
    tables.exists(&tables::LEDGER_LINE) && tables.exists(&tables::SPEND)
}
