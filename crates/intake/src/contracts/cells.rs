//! Dates, amounts and yes or no in the cells of registers and lists, by the readers that ledgers are read with.

use jiff::Span;
use jiff::civil::Date;
use model::ProblemKind;
use model::tables::ContractEnd;
use money::{Amount, CurrencyMark, Money};

use super::problems::Problems;
use crate::dates::{DateFormat, DateVote, read_date};
use crate::reading::Unit;

/// A column of dates, whose order of day and month was voted.
#[derive(Clone, Debug)]
pub(super) struct DateColumn {
    format: DateFormat,
    /// Both orders stand in it.
    pub is_mixed: bool,
}

impl DateColumn {
    pub fn of<'c>(cells: impl Iterator<Item = &'c str>) -> DateColumn {
        let mut vote = DateVote::default();
        cells.for_each(|cell| vote.count(cell, 1));
        DateColumn { format: vote.winner().unwrap_or(DateFormat::DayMonthYear), is_mixed: vote.is_mixed() }
    }

    /// The day; of a month alone the first. In a column of months first, `28/08/12` can only be a day in August.
    pub fn day(&self, cell: &str) -> Option<Date> {
        let cell = cell.trim();
        read_date(cell, self.format).or_else(|| DateFormat::DayMonthYear.read(cell))
    }

    /// The last day: of a month alone the last, because what ends in March has not ended on the first.
    pub fn last_day(&self, cell: &str) -> Option<Date> {
        let day = self.day(cell)?;
        let is_month =
            [DateFormat::NameYear, DateFormat::YearMonth].iter().any(|format| format.read(cell.trim()).is_some());
        if is_month { month_end(day) } else { Some(day) }
    }
}

fn month_end(day: Date) -> Option<Date> {
    let next = day.first_of_month().checked_add(Span::new().months(1)).ok()?;
    next.checked_sub(Span::new().days(1)).ok()
}

/// Whether a cell says nothing: `N/A`, `none`, a dash.
pub(super) fn says_nothing(cell: &str) -> bool {
    const WORDS: [&str; 12] =
        ["", "n/a", "na", "none", "n.a.", "n/k", "not applicable", "not known", "unknown", "null", "no", "-"];
    let lower = cell.trim().to_lowercase();
    WORDS.contains(&lower.as_str()) || matches!(lower.as_str(), "–" | "—" | "." | "nil")
}

/// What a text in place of an end says.
pub(super) fn end_in_words(cell: &str) -> ContractEnd {
    const ROLLING: [&str; 9] = [
        "rolling",
        "ongoing",
        "on-going",
        "on going",
        "open ended",
        "open-ended",
        "continuous",
        "indefinite",
        "annual",
    ];
    const TO_COME: [&str; 9] =
        ["tbc", "tba", "tbd", "to be confirmed", "to be agreed", "to be advised", "pending", "not yet", "t.b.c"];
    let lower = cell.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match (says_nothing(cell), says(&ROLLING), says(&TO_COME)) {
        (true, ..) => ContractEnd::Missing,
        (_, true, _) => ContractEnd::Rolling,
        (_, _, true) => ContractEnd::ToBeConfirmed,
        _ => ContractEnd::Unreadable,
    }
}

/// An amount as a cell prints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellAmount {
    Pounds(Money),
    Foreign(CurrencyMark),
    /// The cell is empty, or says that there is nothing.
    Nothing,
    Unreadable,
}

impl CellAmount {
    /// Reads a cell, whose pound sign may have been lost. A dash with a pound sign is what a spreadsheet shows where nobody
    /// filled in a value, so it is not nought pounds.
    pub fn of(cell: &str, unit: Unit) -> CellAmount {
        let bare = cell.trim().trim_start_matches(['\u{fffd}', '?', 'Â']).trim();
        if says_nothing(bare) {
            return if bare == cell.trim() { CellAmount::Nothing } else { CellAmount::Unreadable };
        }
        let amount = Amount::parse(bare).and_then(|amount| Ok((unit.pounds(amount)?.money, amount.mark)));
        match amount {
            Ok((_, Some(mark))) if mark != CurrencyMark::Pound => CellAmount::Foreign(mark),
            Ok((money, _)) => CellAmount::Pounds(money),
            Err(_) => CellAmount::Unreadable,
        }
    }

    /// The pounds; what is not pounds is a problem of the cell.
    pub fn pounds(self, problems: &mut Problems, row: u64, heading: &str, cell: &str) -> Option<Money> {
        match self {
            CellAmount::Pounds(money) => return Some(money),
            CellAmount::Nothing => {}
            CellAmount::Foreign(_) => problems.cell(ProblemKind::CurrencyForeign, row, heading, cell),
            CellAmount::Unreadable => problems.cell(ProblemKind::ContractAmountUnreadable, row, heading, cell),
        }
        None
    }
}

/// Whether a cell is an amount of money.
pub(super) fn is_amount(cell: &str) -> bool {
    matches!(CellAmount::of(cell, Unit::Pounds), CellAmount::Pounds(_) | CellAmount::Foreign(_))
}

/// The code of a currency other than pounds, as a column of currencies or JSON gives it.
pub(super) fn foreign(code: &str) -> Option<String> {
    let code = code.trim().to_uppercase();
    let is_pounds = matches!(code.as_str(), "" | "GBP" | "£" | "UKP" | "POUNDS" | "STERLING");
    (!is_pounds).then_some(code)
}

pub(super) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Some(true),
        "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// Text with the entities that web pages put in place of signs put back.
pub(super) fn without_entities(text: &str) -> String {
    const ENTITIES: [(&str, &str); 6] =
        [("&#039;", "'"), ("&#39;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    ENTITIES.iter().fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pounds(cell: &str) -> CellAmount {
        CellAmount::of(cell, Unit::Pounds)
    }

    #[test]
    fn a_lost_pound_sign_is_no_part_of_the_amount() {
        let exact = CellAmount::Pounds(Money::from_pence(5_034_441));
        for cell in [" \u{fffd}50,344.41 ", "£50,344.41", "?50,344.41", "Â£50,344.41", "50344.41", "GBP 50,344.41"] {
            assert_eq!(pounds(cell), exact, "{cell}");
        }
        assert_eq!(pounds("-2,000.00"), CellAmount::Pounds(Money::from_pence(-200_000)));
        assert_eq!(pounds("€5"), CellAmount::Foreign(CurrencyMark::Euro));
    }

    #[test]
    fn what_is_no_amount_is_not_nought() {
        for cell in ["\u{fffd}-", "£-   ", "rolling", "TBC", "£1.2m", "10,000 - 20,000", "£5,000 per annum", "#REF!"]
        {
            assert_eq!(pounds(cell), CellAmount::Unreadable, "{cell}");
        }
        assert_eq!((pounds(""), pounds("N/A")), (CellAmount::Nothing, CellAmount::Nothing));
        assert_eq!(CellAmount::of("12.5", Unit::Thousands), CellAmount::Pounds(Money::from_pence(1_250_000)));
    }

    #[test]
    fn what_ends_in_a_month_ends_on_its_last_day() {
        let dates = DateColumn::of(["31/03/2027", "Mar-2028"].into_iter());
        assert_eq!(dates.last_day("Feb-2028"), Some(Date::constant(2028, 2, 29)));
        assert_eq!(dates.day("Feb-2028"), Some(Date::constant(2028, 2, 1)));
        assert_eq!(dates.last_day("01/02/2028"), Some(Date::constant(2028, 2, 1)));
        assert_eq!(dates.last_day("01/06/206"), None);
    }

    #[test]
    fn words_in_place_of_an_end_say_what_they_say() {
        assert_eq!(end_in_words("ONGOING"), ContractEnd::Rolling);
        assert_eq!(end_in_words("Rolling"), ContractEnd::Rolling);
        assert_eq!(end_in_words("TBC"), ContractEnd::ToBeConfirmed);
        assert_eq!(end_in_words("N/A"), ContractEnd::Missing);
        assert_eq!(end_in_words("01/06/206"), ContractEnd::Unreadable);
    }

    #[test]
    fn entities_are_signs() {
        assert_eq!(without_entities("Wood &amp; Wood O&#039;Callaghan"), "Wood & Wood O'Callaghan");
        assert_eq!(without_entities("&amp;amp;"), "&amp;", "one step, not two");
    }
}
