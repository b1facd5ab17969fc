//! One line, by the words of its tables.

use jiff::civil::Date;
use model::{AccountPart, BoxError, FinancialYear, date_of_day};
use money::Money;

use crate::Dimension;
use crate::data::Data;
use crate::filter::YES;
use crate::lines::NO_DATE;

/// Everything held about one line. Names that a person reads for its ids: [`crate::Account::label`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'a> {
    /// Position in the tables `ledger_line` and `spend`.
    pub index: u32,
    pub body_id: &'a str,
    pub file_id: &'a str,
    pub path: &'a str,
    pub sheet: Option<&'a str>,
    /// Row in the file, from 1.
    pub row: u64,
    pub date: Option<Date>,
    pub year: FinancialYear,
    pub payee: Option<&'a str>,
    pub supplier_id: Option<&'a str>,
    pub amount: Money,
    /// As printed: directorate or department.
    pub department: Option<&'a str>,
    /// As printed: service, cost centre or expense area.
    pub heading: Option<&'a str>,
    /// As printed: kind of expense.
    pub subjective: Option<&'a str>,
    pub capital: Option<bool>,
    pub redacted: bool,
    pub part: AccountPart,
    pub treatment: &'a str,
    pub transfer_kind: Option<&'a str>,
    pub eliminated: bool,
    pub attribution: &'a str,
    /// The rule that decided the treatment.
    pub why: &'a str,
    pub service_id: &'a str,
    pub service_why: Option<&'a str>,
    pub cofog: Option<&'a str>,
    pub intent: Option<&'a str>,
    pub counterparty_id: Option<&'a str>,
    /// Themes and the part of the amount that belongs to each.
    pub themes: Vec<(&'a str, Money)>,
}

impl<'a> Row<'a> {
    pub(crate) fn of(data: &'a Data, index: u32) -> Row<'a> {
        let lines = &data.loaded.lines;
        let at = index as usize;
        let text = |dimension| data.text(dimension, index);
        let word = |dimension| text(dimension).unwrap_or_default();
        let is = |dimension| text(dimension) == Some(YES);
        let file_id = word(Dimension::File);
        let file = data.file(index);
        Row {
            index,
            body_id: word(Dimension::Body),
            file_id,
            path: file.map_or("", |file| &file.path),
            sheet: file.and_then(|file| file.sheet.as_deref()),
            row: u64::from(lines.row[at]),
            date: (lines.date[at] != NO_DATE).then(|| date_of_day(lines.date[at])),
            year: FinancialYear::parse(word(Dimension::Year)).expect("years are written as they are read"),
            payee: text(Dimension::Payee),
            supplier_id: text(Dimension::Supplier),
            amount: lines.amount[at],
            department: text(Dimension::Department),
            heading: text(Dimension::Heading),
            subjective: text(Dimension::Subjective),
            capital: text(Dimension::Capital).map(|word| word == YES),
            redacted: is(Dimension::Redacted),
            part: AccountPart::parse(word(Dimension::Part)).expect("every line has a part of the account"),
            treatment: word(Dimension::Treatment),
            transfer_kind: text(Dimension::TransferKind),
            eliminated: is(Dimension::Eliminated),
            attribution: word(Dimension::Attribution),
            why: word(Dimension::Rule),
            service_id: word(Dimension::Service),
            service_why: text(Dimension::ServiceRule),
            cofog: text(Dimension::Cofog),
            intent: text(Dimension::Intent),
            counterparty_id: text(Dimension::Counterparty),
            themes: themes(data, index),
        }
    }
}

fn themes(data: &Data, line: u32) -> Vec<(&str, Money)> {
    let of_theme = |(code, name)| data.loaded.themes.theme(code).amount(line).map(|amount| (name, amount));
    data.dictionary(Dimension::Theme).iter().filter_map(of_theme).collect()
}

/// The long texts of a line, which are not held in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    pub reference: Option<String>,
    pub payee_code: Option<String>,
    pub category: Option<String>,
}

/// Where the long texts of lines come from.
pub trait RowText: Send + Sync {
    /// The texts of each of these rows of `ledger_line`, in the order asked for.
    fn texts(&self, rows: &[u32]) -> Result<Vec<Texts>, BoxError>;
}
