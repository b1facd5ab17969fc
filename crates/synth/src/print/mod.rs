//! Cells as bodies print them, into text files and workbooks.

mod delimited;
mod opendocument;
mod spreadsheet;

use std::borrow::Cow;
use std::fmt::Write;

use jiff::civil::Date;

use crate::Error;
use crate::ledgers::{AmountStyle, DateStyle, Negative};

pub(crate) use delimited::{Delimited, windows_1252};
pub(crate) use opendocument::OpenDocument;
pub(crate) use spreadsheet::{Spreadsheet, workbook};

/// One cell before it is printed.
#[derive(Clone, Debug)]
pub(crate) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    /// Text that is in Windows-1252 whatever the file's encoding.
    WrongEncoding(&'a str),
    /// An amount in tenths of a penny: three decimals where the last is not nothing.
    Amount(i64),
    Day(Date),
}

impl<'a> Cell<'a> {
    pub fn text(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
        Cell::Text(text.into())
    }
}

/// Where rows go.
pub(crate) trait Sheet {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), Error>;
}

/// Rows that are made and never sent.
pub(crate) struct Nowhere;

impl Sheet for Nowhere {
    fn row(&mut self, _: &[Cell<'_>]) -> Result<(), Error> {
        Ok(())
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A date as text; a cell of a workbook that is printed as text is printed like a form filled by hand.
pub(crate) fn print_date(date: Date, style: DateStyle, out: &mut String) {
    let (y, m, d) = (date.year(), date.month(), date.day());
    let printed = match style {
        DateStyle::Slashes | DateStyle::Cell => write!(out, "{d:02}/{m:02}/{y}"),
        DateStyle::ShortSlashes => write!(out, "{d:02}/{m:02}/{:02}", y % 100),
        DateStyle::Dots => write!(out, "{d:02}.{m:02}.{y}"),
        DateStyle::NamedMonth => write!(out, "{d:02}-{}-{:02}", MONTHS[m as usize - 1], y % 100),
        DateStyle::Iso => write!(out, "{y}-{m:02}-{d:02}"),
        DateStyle::MonthFirst => write!(out, "{m:02}/{d:02}/{y}"),
        DateStyle::Compact => write!(out, "{y}{m:02}{d:02}"),
        DateStyle::Serial => write!(out, "{}", serial(date)),
    };
    printed.expect("writing into a text cannot fail");
}

/// Days since 30 December 1899, as spreadsheets keep dates.
pub(crate) fn serial(date: Date) -> i32 {
    date.since(Date::constant(1899, 12, 30)).expect("civil dates are in range").get_days()
}

pub(crate) fn print_amount(tenths: i64, style: AmountStyle, out: &mut String) {
    if tenths == 0 && style.dash_for_nothing {
        return out.push('-');
    }
    let size = tenths.unsigned_abs();
    let (open, close) = match (tenths < 0, style.negative) {
        (false, _) => ("", ""),
        (true, Negative::Minus) => ("-", ""),
        (true, Negative::Brackets) => ("(", ")"),
        (true, Negative::Trailing) => ("", "-"),
        (true, Negative::CreditWord) => ("", " CR"),
        (true, Negative::Typographic) => ("\u{2212}", "\u{a0}"),
    };
    out.push_str(open);
    out.push_str(style.mark);
    print_pounds(size / 1_000, style.thousands, out);
    let printed = match size % 10 {
        0 => write!(out, ".{:02}", size / 10 % 100),
        _ => write!(out, ".{:03}", size % 1_000),
    };
    printed.expect("writing into a text cannot fail");
    out.push_str(close);
}

fn print_pounds(pounds: u64, thousands: bool, out: &mut String) {
    if !thousands || pounds < 1_000 {
        return write!(out, "{pounds}").expect("writing into a text cannot fail");
    }
    print_pounds(pounds / 1_000, true, out);
    write!(out, ",{:03}", pounds % 1_000).expect("writing into a text cannot fail");
}

/// Tenths of a penny as a spreadsheet's number of pounds.
fn number(tenths: i64) -> f64 {
    tenths as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tenths: i64, negative: Negative, thousands: bool, expected: &str) {
        let mut out = String::new();
        print_amount(tenths, AmountStyle { negative, thousands, mark: "", dash_for_nothing: false }, &mut out);
        assert_eq!(out, expected);
    }

    #[test]
    fn amounts_are_printed_as_ledgers_print_them() {
        check(1_234_560, Negative::Minus, true, "1,234.56");
        check(-1_234_560, Negative::Brackets, true, "(1,234.56)");
        check(-1_234_567_890, Negative::Trailing, true, "1,234,567.89-");
        check(-1_000_050, Negative::Minus, false, "-1000.05");
        check(1_234_567, Negative::Minus, false, "1234.567");
        check(5_000, Negative::Minus, true, "5.00");
        check(-5_000, Negative::CreditWord, true, "5.00 CR");
        check(-5_000, Negative::Typographic, true, "\u{2212}5.00\u{a0}");
    }

    #[test]
    fn dates_are_printed_as_ledgers_print_them() {
        let date = Date::constant(2025, 4, 7);
        for (style, expected) in [
            (DateStyle::Slashes, "07/04/2025"),
            (DateStyle::ShortSlashes, "07/04/25"),
            (DateStyle::Dots, "07.04.2025"),
            (DateStyle::NamedMonth, "07-Apr-25"),
            (DateStyle::Iso, "2025-04-07"),
            (DateStyle::MonthFirst, "04/07/2025"),
            (DateStyle::Compact, "20250407"),
            (DateStyle::Serial, "45754"),
        ] {
            let mut out = String::new();
            print_date(date, style, &mut out);
            assert_eq!(out, expected);
        }
    }
}
