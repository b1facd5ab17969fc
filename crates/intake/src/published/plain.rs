//! Published figures in a plain CSV: `body_id,financial_year,series,line_code,label,amount`.
//!
//! For publications that no other reader knows. Amounts are pounds. `body_id` is a body of the
//! place, by its id in `place.toml`; another name is kept as the area of a figure of no body here.

use model::problem::Problem;
use model::spending::Stage;
use model::{FinancialYear, Place, ProblemKind};
use money::Amount;

use super::error::Error;
use super::grid::Record;
use super::headings::bare;
use super::publication::{Line, Publication, Reading, Sheet};

const HEADINGS: [&str; 6] = ["body_id", "financial_year", "series", "line_code", "label", "amount"];

/// Reads the records below the headings, whatever the order of the columns.
pub(super) fn read(records: &[Record], publication: &Publication, place: &Place) -> Result<Reading, Error> {
    let missing = || Error::HeadingsMissing {
        path: publication.path.clone(),
        expected: "row of headings `body_id,financial_year,series,line_code,label,amount`",
    };
    let (headings, rows) = records.split_first().ok_or_else(missing)?;
    let column = |wanted: &str| headings.cells.iter().position(|heading| bare(heading) == bare(wanted));
    let columns: Option<Vec<usize>> = HEADINGS.iter().map(|wanted| column(wanted)).collect();
    let columns = columns.ok_or_else(missing)?;
    let sheet = publication.sheet("");
    let mut reading = Reading::default();
    for record in rows.iter().filter(|record| record.cells.iter().any(|cell| !cell.is_empty())) {
        add(&mut reading, &sheet, record, &columns, place);
    }
    Ok(reading)
}

fn add(reading: &mut Reading, sheet: &Sheet, record: &Record, columns: &[usize], place: &Place) {
    let cell = |heading: usize| record.cells.get(columns[heading]).map_or("", String::as_str);
    let problem = |heading: usize, kind, text: String| Problem {
        row: Some(record.row),
        column: Some(HEADINGS[heading].to_owned()),
        n_rows: 1,
        ..sheet.problem(kind, text)
    };
    let Some(year) = FinancialYear::parse(cell(1)) else {
        return reading.problems.push(problem(1, ProblemKind::YearUnreadable, format!("`{}`", cell(1))));
    };
    let amount = match Amount::parse(cell(5)) {
        Ok(amount) => amount,
        Err(money::AmountError::Empty) => {
            return reading.problems.push(problem(5, ProblemKind::AmountMissing, "no amount".to_owned()));
        }
        Err(_) => return reading.problems.push(problem(5, ProblemKind::AmountUnreadable, format!("`{}`", cell(5)))),
    };
    if amount.sub_penny {
        reading.problems.push(problem(5, ProblemKind::SubPenny, format!("`{}` was rounded to the penny", cell(5))));
    }
    let body = place.body(cell(0));
    if body.is_none() {
        let text = format!("`{}` is no body of this place; kept as a figure of another area", cell(0));
        reading.problems.push(problem(0, ProblemKind::BodyUnknown, text));
    }
    reading.lines.push(Line {
        file_id: sheet.file_id.clone(),
        row: record.row,
        column: HEADINGS[5].to_owned(),
        body_id: body.map(|body| body.id.clone()),
        spender: body.map_or(cell(0), |body| body.name.as_str()).to_owned(),
        spender_code: None,
        area_code: None,
        sector: None,
        stage: Stage::Outturn,
        segment: None,
        kind: None,
        area: body.map_or(cell(0), |body| body.name.as_str()).to_owned(),
        year,
        series: cell(2).to_owned(),
        line_code: cell(3).to_owned(),
        label: cell(4).to_owned(),
        amount: amount.money,
    });
}
