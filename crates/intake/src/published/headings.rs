//! What headings and titles of publications say.

use calamine::Data;
use model::FinancialYear;
use money::{Amount, AmountError, CurrencyMark, Money};

/// A heading reduced to what is compared: its letters and digits, in lower case.
pub(super) fn bare(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A short name from words: `Net total cost (excl. grants)` becomes `net_total_cost`.
///
/// What is in brackets explains, it does not name; a year at the end would give each year's
/// series another name.
pub(super) fn slug(words: &str) -> String {
    let mut depth = 0;
    let mut outside = String::new();
    for c in words.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            c if depth <= 0 => outside.push(if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }),
            _ => {}
        }
    }
    let mut parts: Vec<&str> = outside.split_whitespace().collect();
    if parts.len() > 1 && parts.last().is_some_and(|part| part.len() == 4 && FinancialYear::parse(part).is_some()) {
        parts.pop();
    }
    parts.join("_")
}

/// How many pounds one printed unit is, as a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit(u32);

impl Unit {
    /// Pennies in one printed unit.
    pub fn pennies(self) -> i64 {
        100 * 10i64.pow(self.0)
    }
}

/// Single pounds.
pub(super) const POUNDS: Unit = Unit(0);
pub(super) const THOUSANDS: Unit = Unit(3);
pub(super) const MILLIONS: Unit = Unit(6);

/// The unit that a title states: `(£ thousand)`, `£'000s`, `£ million`.
pub(super) fn unit(title: &str) -> Option<Unit> {
    let title = bare_with_pound(title);
    [
        ("£million", 6),
        ("millionpounds", 6),
        ("millionsofpounds", 6),
        ("£bn", 9),
        ("£billion", 9),
        ("£m", 6),
        ("£thousand", 3),
        ("thousandpounds", 3),
        ("thousandsofpounds", 3),
        ("£000", 3),
        ("£k", 3),
    ]
    .into_iter()
    .find(|(words, _)| title.contains(words))
    .map(|(_, power)| Unit(power))
}

/// Letters, digits and the pound sign, also one that was broken on the way: `�`, `Â£`, `GBP`.
fn bare_with_pound(title: &str) -> String {
    let title = title.replace("Â£", "£").replace(char::REPLACEMENT_CHARACTER, "£").replace("GBP", "£");
    title.chars().filter(|c| c.is_alphanumeric() || *c == '£').flat_map(char::to_lowercase).collect()
}

/// The first financial year that a text names, such as `2011-12`.
pub(super) fn year(text: &str) -> Option<FinancialYear> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == '/'))
        .filter(|word| word.contains(['-', '/']))
        .find_map(FinancialYear::parse)
}

/// The financial year that a file name tells: `2016-17`, `14-15`, `2021_22`.
pub(super) fn year_of_name(name: &str) -> Option<FinancialYear> {
    let name = name.replace('_', "-");
    let short = || {
        let numbers: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).collect();
        numbers.windows(2).filter(|pair| pair.iter().all(|number| number.len() == 2)).find_map(|pair| {
            name.contains(&format!("{}-{}", pair[0], pair[1]))
                .then(|| FinancialYear::parse(&format!("20{}-{}", pair[0], pair[1])))?
        })
    };
    name.split(|c: char| !(c.is_ascii_digit() || c == '-'))
        .map(|word| word.trim_matches('-'))
        .filter(|word| word.contains('-'))
        .find_map(FinancialYear::parse)
        .or_else(short)
}

/// The pounds of a cell, exact; none where it is empty.
///
/// A workbook holds numbers in binary, but the shortest decimal that names the number is what was
/// typed, and the point is moved in that text.
pub(super) fn pounds(cell: &Data, unit: Unit) -> Option<Result<Amount, AmountError>> {
    match cell {
        Data::Empty => None,
        Data::Float(number) => Some(Amount::parse(&format!("{number}e{}", unit.0))),
        Data::Int(number) => Some(Amount::parse(&format!("{number}e{}", unit.0))),
        Data::String(text) if text.trim().is_empty() => None,
        Data::String(text) => {
            Some(Amount::parse(text).and_then(in_pounds).and_then(|amount| multiply(text, amount, unit)))
        }
        _ => Some(Err(AmountError::Unreadable)),
    }
}

/// An amount of another currency is none here, but zero is zero.
fn in_pounds(amount: Amount) -> Result<Amount, AmountError> {
    let is_foreign = amount.mark.is_some_and(|mark| mark != CurrencyMark::Pound);
    if is_foreign && amount.money != Money::ZERO { Err(AmountError::Unreadable) } else { Ok(amount) }
}

/// A printed amount times its unit. One with decimals below a penny is read again with its point moved.
fn multiply(text: &str, amount: Amount, unit: Unit) -> Result<Amount, AmountError> {
    if amount.sub_penny {
        let digits: String = text.trim().chars().filter(|c| *c != ',').collect();
        return Amount::parse(&format!("{digits}e{}", unit.0));
    }
    let pence = amount.money.pence().checked_mul(10i64.pow(unit.0)).ok_or(AmountError::TooLarge)?;
    Ok(Amount { money: Money::from_pence(pence), ..amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_pounds(cell: Data, title: &str, printed: &str) {
        let amount = pounds(&cell, unit(title).unwrap()).unwrap().unwrap();
        assert_eq!(amount.money.to_string(), printed, "{cell:?} in {title}");
    }

    #[test]
    fn thousands_and_millions_become_exact_pounds() {
        check_pounds(Data::Float(592_680.0), "Net current expenditure (£ thousand)", "£592,680,000.00");
        check_pounds(Data::Float(213_738.6), "shown are in £'000s.", "£213,738,600.00");
        check_pounds(Data::Float(0.1), "£ million", "£100,000.00");
        check_pounds(Data::Int(-7_398), "£ 000", "-£7,398,000.00");
        check_pounds(Data::String("(1,234)".into()), "£000", "-£1,234,000.00");
    }

    #[test]
    fn a_broken_pound_sign_is_a_pound_sign_and_decimals_move_with_the_unit() {
        check_pounds(Data::String("1,284.7356".into()), "Data are reported in \u{fffd} thousand.", "£1,284,735.60");
        check_pounds(Data::String("2".into()), "presented in Â£000's", "£2,000.00");
    }

    #[test]
    fn a_file_name_tells_its_year_in_two_ways() {
        assert_eq!(year_of_name("pss-exp-eng-14-15-council"), Some(FinancialYear(2014)));
        assert_eq!(year_of_name("ccg_2016_17"), Some(FinancialYear(2016)));
        assert_eq!(year_of_name("ccg_allocations"), None);
        assert_eq!(year_of_name("list-12-06-2020"), None);
    }

    #[test]
    fn a_cell_that_is_no_number_is_told_from_an_empty_one() {
        assert_eq!(pounds(&Data::Empty, Unit(3)), None);
        assert_eq!(pounds(&Data::String(" ".into()), Unit(3)), None);
        assert_eq!(pounds(&Data::String("Yes".into()), Unit(3)), Some(Err(AmountError::Unreadable)));
        assert_eq!(pounds(&Data::Float(f64::NAN), Unit(3)), Some(Err(AmountError::Unreadable)));
    }

    #[test]
    fn a_title_without_a_unit_or_a_year_says_so() {
        assert_eq!(unit("Net current expenditure"), None);
        assert_eq!(year("Revenue Outturn Summary"), None);
        assert_eq!(year("Summary (RS): 2011-12 data"), Some(FinancialYear(2011)));
        assert_eq!(year("RS LA Data 2019/20 (1)"), Some(FinancialYear(2019)));
    }

    #[test]
    fn series_have_the_same_name_every_year() {
        assert_eq!(slug("Net total cost (excl. specific revenue grants)"), "net_total_cost");
        assert_eq!(slug("At 1 April 2011"), "at_1_april");
        assert_eq!(slug("Net Current Expenditure"), "net_current_expenditure");
    }
}
