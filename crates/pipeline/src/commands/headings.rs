//! The headings of a place's spending, classified and not, for `classify`.

use std::path::Path;

use engine::Record;
use ledger::propose::{Example, Heading};
use model::rule::RuleField;
use model::tables::{LEDGER_LINE, SPEND, ledger_line, spend};
use model::{Treatment, UNCLASSIFIED};

use crate::{Error, of_one_build};

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
///
/// # Errors
/// [`Error::NotBuilt`]; [`Error`] where a table cannot be read.
pub fn headings(dir: &Path) -> Result<Headings, Error> {
    let columns = COLUMNS.map(|field| format!("l.{0} AS line_{0}", field.word())).join(", ");
    let sql = format!(
        "SELECT l.body_id, {columns}, s.service, count(*) AS n_lines, CAST(sum(l.amount) AS DECIMAL(38, 2)) AS amount
         FROM {} l JOIN {} s ON l.line_id = s.line_id WHERE s.treatment = '{}'
         GROUP BY 1, 2, 3, 4, 5 ORDER BY abs(sum(l.amount)) DESC, 1, 2, 3, 4, 5",
        LEDGER_LINE.name,
        SPEND.name,
        Treatment::Spend.word()
    );
    let answer = of_one_build(dir, |folder| Ok::<_, Error>(engine::query(folder.path(), &sql)?))?;
    let mut found = Headings::default();
    for row in answer.records() {
        let printed = printed(&row);
        match row.text(spend::SERVICE) {
            service if service == UNCLASSIFIED => found.unclassified.push(printed),
            service => {
                let PrintedHeading { body_id, heading: Heading { text, n_lines, amount }, .. } = printed;
                found.classified.push(Example { body_id, text, n_lines, amount, service });
            }
        }
    }
    Ok(found)
}

fn printed(row: &Record<'_>) -> PrintedHeading {
    let text = |field: &RuleField| Some((*field, row.text_if_any(&format!("line_{}", field.word()))?));
    let columns: Vec<(RuleField, String)> = COLUMNS.iter().filter_map(text).collect();
    let heading = Heading {
        text: columns.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" / "),
        n_lines: row.whole("n_lines") as u64,
        amount: row.money("amount"),
    };
    PrintedHeading { body_id: row.text(ledger_line::BODY_ID), columns, heading }
}
