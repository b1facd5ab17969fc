//! The headings of a place's spending, classified and not, for `classify`.

use std::path::Path;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Decimal128Type, Int64Type};
use ledger::propose::{Example, Heading};
use model::UNCLASSIFIED;
use model::rule::RuleField;
use model::tables::{LEDGER_LINE, SPEND};
use money::Money;

use crate::Error;

/// One heading as the ledger prints it, for a rule about it.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedHeading {
    pub body_id: String,
    /// Columns that are filled, with their text.
    pub columns: Vec<(RuleField, String)>,
    pub heading: Heading,
}

/// Every heading of what was spent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headings {
    pub classified: Vec<Example>,
    /// Most pounds first.
    pub unclassified: Vec<PrintedHeading>,
}

/// Columns that make a heading, in the order in which they are read.
const COLUMNS: [RuleField; 3] = [RuleField::Department, RuleField::Service, RuleField::Subjective];

/// The headings of a place that was built.
pub fn headings(dir: &Path) -> Result<Headings, Error> {
    let folder = crate::folder(dir)?;
    let columns = COLUMNS.map(|field| format!("arrow_cast(l.{}, 'Utf8')", field.word())).join(", ");
    let sql = format!(
        "SELECT arrow_cast(l.body_id, 'Utf8'), {columns}, arrow_cast(s.service, 'Utf8'), count(*), CAST(sum(l.amount) AS DECIMAL(38, 2)) AS pounds
         FROM {} l JOIN {} s ON l.line_id = s.line_id WHERE s.treatment = 'spend'
         GROUP BY 1, 2, 3, 4, 5 ORDER BY abs(sum(l.amount)) DESC, 1, 2, 3, 4, 5",
        LEDGER_LINE.name, SPEND.name
    );
    let answer = engine::query(folder.path(), &sql)?;
    let mut found = Headings::default();
    for batch in &answer.batches {
        let text = |column: usize, row: usize| {
            let column = batch.column(column).as_string::<i32>();
            column.is_valid(row).then(|| column.value(row).to_owned())
        };
        for row in 0..batch.num_rows() {
            let columns: Vec<(RuleField, String)> =
                COLUMNS.iter().enumerate().filter_map(|(i, field)| Some((*field, text(i + 1, row)?))).collect();
            let heading = Heading {
                text: columns.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" / "),
                n_lines: batch.column(5).as_primitive::<Int64Type>().value(row) as u64,
                amount: Money::from_pence(batch.column(6).as_primitive::<Decimal128Type>().value(row) as i64),
            };
            match text(4, row).unwrap_or_default() {
                service if service == UNCLASSIFIED => {
                    found.unclassified.push(PrintedHeading {
                        body_id: text(0, row).unwrap_or_default(),
                        columns,
                        heading,
                    });
                }
                service => found.classified.push(Example {
                    text: heading.text,
                    n_lines: heading.n_lines,
                    amount: heading.amount,
                    service,
                }),
            }
        }
    }
    Ok(found)
}
