//! Amounts as ledgers print them.
//!
//! Two widely copied readers lose the sign of `(1,234.56)` and `-1,234.56` (method, section 1.12,
//! table T3), so the rule here is strict: whatever is not surely an amount is refused and kept as
//! text for a person, and a bracket, a trailing minus or `CR` always means money coming back.

use crate::Money;

/// One printed amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    pub money: Money,
    /// The mark printed with it, where there is one.
    pub mark: Option<CurrencyMark>,
    /// More than two decimals were printed and the rest is not zero; the money is rounded half to even.
    pub sub_penny: bool,
    /// What rounding took away, in millionths of a penny: printed amount less `money`.
    pub dust: i32,
}

/// The currency mark printed with an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CurrencyMark {
    Pound,
    Dollar,
    Euro,
}

impl CurrencyMark {
    pub fn symbol(self) -> &'static str {
        match self {
            CurrencyMark::Pound => "£",
            CurrencyMark::Dollar => "$",
            CurrencyMark::Euro => "€",
        }
    }
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// Nothing is printed.
    Empty,
    /// What is printed is not pounds and pence.
    Unreadable,
    /// More than the ledger can hold.
    TooLarge,
}

impl Amount {
    /// Reads one printed amount by the truth table T3 of the method.
    ///
    /// ```
    /// use money::Amount;
    /// assert_eq!(Amount::parse("(1,234.56)").unwrap().money.pence(), -123_456);
    /// assert!(Amount::parse("12,34.5").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Amount, AmountError> {
        match parse_plain(text.as_bytes()) {
            Some(pence) => Ok(Amount { money: Money::from_pence(pence), mark: None, sub_penny: false, dust: 0 }),
            None => parse_printed(text),
        }
    }
}

/// The common case, `-1234.56`, without a second look. None where the long way must decide.
fn parse_plain(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (whole, decimals) = match digits {
        [whole @ .., b'.', a, b] if a.is_ascii_digit() && b.is_ascii_digit() => {
            (whole, i64::from(a - b'0') * 10 + i64::from(b - b'0'))
        }
        [whole @ .., b'.', a] if a.is_ascii_digit() => (whole, i64::from(a - b'0') * 10),
        whole => (whole, 0),
    };
    if whole.is_empty() || whole.len() > 15 || !whole.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let pounds = whole.iter().fold(0i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let pence = pounds * 100 + decimals;
    Some(if negative { -pence } else { pence })
}

fn parse_printed(text: &str) -> Result<Amount, AmountError> {
    let mut rest = text.trim_matches(is_space);
    if rest.is_empty() {
        return Err(AmountError::Empty);
    }
    if matches!(rest, "-" | "–" | "—" | "−") || rest.eq_ignore_ascii_case("nil") {
        return Ok(Amount { money: Money::ZERO, mark: None, sub_penny: false, dust: 0 });
    }
    let mut signs = 0;
    let mut mark = None;
    let mut bracketed = false;
    let mut side = None;
    // Signs, marks and brackets may come in any order, with spaces between: `-£5`, `£ -5`, `5.00-`, `£(5.00)`.
    loop {
        let before = rest;
        if !bracketed && rest.starts_with('(') && rest.ends_with(')') {
            bracketed = true;
            rest = rest[1..rest.len() - 1].trim_matches(is_space);
        }
        rest = strip_sign(rest, &mut signs);
        rest = strip_mark(rest, &mut mark);
        side = side.or_else(|| strip_side(&mut rest));
        if rest == before {
            break;
        }
    }
    // Two ways of saying "negative" on one amount might mean twice negative: a person decides.
    let n_negative = signs + usize::from(bracketed) + usize::from(side == Some(Side::Credit));
    if n_negative > 1 {
        return Err(AmountError::Unreadable);
    }
    let (pence, sub_penny, dust) = parse_digits(rest)?;
    let sign = if n_negative == 1 { -1 } else { 1 };
    Ok(Amount { money: Money::from_pence(i64::from(sign) * pence), mark, sub_penny, dust: sign * dust })
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{a0}' || c == '\u{feff}' || c == '\u{200b}'
}

fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{2011}')
}

fn strip_sign<'a>(text: &'a str, n_signs: &mut usize) -> &'a str {
    if let Some(rest) = text.strip_prefix(is_minus).or_else(|| text.strip_suffix(is_minus)) {
        *n_signs += 1;
        return rest.trim_matches(is_space);
    }
    text.strip_prefix('+').unwrap_or(text).trim_matches(is_space)
}

fn strip_mark<'a>(text: &'a str, mark: &mut Option<CurrencyMark>) -> &'a str {
    const MARKS: [(&str, CurrencyMark); 5] = [
        ("£", CurrencyMark::Pound),
        ("GBP", CurrencyMark::Pound),
        ("$", CurrencyMark::Dollar),
        ("€", CurrencyMark::Euro),
        ("EUR", CurrencyMark::Euro),
    ];
    for (symbol, found) in MARKS {
        if let Some(rest) = text.strip_prefix(symbol).or_else(|| text.strip_suffix(symbol)) {
            *mark = Some(found);
            return rest.trim_matches(is_space);
        }
    }
    text
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Credit,
    Debit,
}

/// Strips a word that says which side of the account the amount is on: `5.00 CR`, `CR 5.00`, `5.00 Debit`.
fn strip_side(text: &mut &str) -> Option<Side> {
    const WORDS: [(&str, Side); 6] = [
        ("CREDIT", Side::Credit),
        ("CR.", Side::Credit),
        ("CR", Side::Credit),
        ("DEBIT", Side::Debit),
        ("DR.", Side::Debit),
        ("DR", Side::Debit),
    ];
    for (word, side) in WORDS {
        let n_before = text.len().checked_sub(word.len());
        let behind =
            n_before.and_then(|at| text.split_at_checked(at)).filter(|(_, end)| end.eq_ignore_ascii_case(word));
        let front = text.split_at_checked(word.len()).filter(|(start, _)| start.eq_ignore_ascii_case(word));
        if let Some(digits) = behind.map(|(digits, _)| digits).or(front.map(|(_, digits)| digits)) {
            *text = digits.trim_matches(is_space);
            return Some(side);
        }
    }
    None
}

/// Digits, thousands groups and an exponent, without sign or mark: the pence, and what was rounded off.
fn parse_digits(text: &str) -> Result<(i64, bool, i32), AmountError> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !decimals.bytes().all(|b| b.is_ascii_digit()) || (whole.is_empty() && decimals.is_empty()) {
        return Err(AmountError::Unreadable);
    }
    let digits: Vec<u8> = ungroup(whole)?.into_iter().chain(decimals.bytes().map(|b| b - b'0')).collect();
    to_pence(&digits, digits.len() as i64 - decimals.len() as i64 + exponent)
}

fn parse_exponent(text: &str) -> Result<i64, AmountError> {
    match text.parse::<i64>() {
        Ok(exponent) if exponent.abs() <= 30 => Ok(exponent),
        Ok(_) => Err(AmountError::TooLarge),
        Err(_) => Err(AmountError::Unreadable),
    }
}

/// The digits of `1,234,567` or `1234567`; groups of any other size are refused (`12,34` is not an amount).
fn ungroup(whole: &str) -> Result<Vec<u8>, AmountError> {
    let groups: Vec<&str> = whole.split(',').collect();
    let well_grouped = match groups.as_slice() {
        [_] => true,
        [first, rest @ ..] => (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3),
        [] => false,
    };
    if !well_grouped || !groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit())) {
        return Err(AmountError::Unreadable);
    }
    Ok(groups.concat().bytes().map(|b| b - b'0').collect())
}

/// `digits` with the decimal point after the first `n_whole` of them, as pence rounded half to even.
fn to_pence(digits: &[u8], n_whole: i64) -> Result<(i64, bool, i32), AmountError> {
    let digit_at = |i: i64| usize::try_from(i).ok().and_then(|i| digits.get(i)).copied().unwrap_or(0);
    let n_pence_digits = n_whole + 2;
    let mut pence: i64 = 0;
    for i in 0..n_pence_digits.max(0) {
        pence = pence
            .checked_mul(10)
            .and_then(|pence| pence.checked_add(i64::from(digit_at(i))))
            .ok_or(AmountError::TooLarge)?;
    }
    let dropped_from = n_pence_digits.max(0);
    // Digits dropped before the first stored one (`1e-9`) are leading zeros only when n_pence_digits < 0.
    let first_dropped = if n_pence_digits < 0 { 0 } else { digit_at(dropped_from) };
    let rest_is_zero = (dropped_from + i64::from(n_pence_digits >= 0)..digits.len() as i64).all(|i| digit_at(i) == 0);
    let sub_penny = first_dropped != 0 || !rest_is_zero;
    let round_up = match first_dropped {
        5 if rest_is_zero => pence % 2 == 1,
        first => first >= 5,
    };
    let millionths = (n_pence_digits..n_pence_digits + 6).fold(0, |sum, i| sum * 10 + i32::from(digit_at(i)));
    let dust = if round_up { millionths - 1_000_000 } else { millionths };
    let pence = if round_up { pence.checked_add(1).ok_or(AmountError::TooLarge)? } else { pence };
    // Beyond this the Parquet column, Decimal(18, 2), could not hold it.
    if pence > 999_999_999_999_999_999 { Err(AmountError::TooLarge) } else { Ok((pence, sub_penny, dust)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, pence: Option<i64>) {
        assert_eq!(Amount::parse(text).ok().map(|amount| amount.money.pence()), pence, "{text:?}");
    }

    /// Method, table T3.
    #[test]
    fn amounts_are_read_by_the_truth_table_t3() {
        check("1,329,075.00", Some(132_907_500));
        check("£4,878.20", Some(487_820));
        check("(1,234.56)", Some(-123_456));
        check("1234.56-", Some(-123_456));
        check("-1234.56", Some(-123_456));
        check("1,234.56 CR", Some(-123_456));
        check("−25.00", Some(-2_500));
        check("-", Some(0));
        check(" 12,34.5 ", None);
        check("1.2E+05", Some(12_000_000));
        check("#REF!", None);
        check("", None);
    }

    #[test]
    fn marks_spaces_and_sides_are_read_and_kept() {
        check("-£258,000.00", Some(-25_800_000));
        check("£ -5", Some(-500));
        check("(£1.10)", Some(-110));
        check("1,234.56DR", Some(123_456));
        check("nil", Some(0));
        check("\u{a0}96.00\u{a0}", Some(9_600));
        check("\u{feff}96.00", Some(9_600));
        check("96.00\u{200b}", Some(9_600));
        check("CR 5.00", Some(-500));
        check("5.00 Credit", Some(-500));
        check("£(5.00)", Some(-500));
        check("£5.00 Dr.", Some(500));
        check(".5", Some(50));
        check("5.", Some(500));
        assert_eq!(Amount::parse("$350.00 ").unwrap().mark, Some(CurrencyMark::Dollar));
        assert_eq!(Amount::parse("100 €").unwrap().mark, Some(CurrencyMark::Euro));
        assert_eq!(
            [CurrencyMark::Pound, CurrencyMark::Dollar, CurrencyMark::Euro].map(CurrencyMark::symbol),
            ["£", "$", "€"]
        );
    }

    #[test]
    fn what_is_not_surely_an_amount_is_refused() {
        for text in [
            "(-5.00)",
            "--5",
            "-5-",
            "5.00-CR",
            "12 345",
            "1.234,56",
            "1,2345",
            "0x10",
            "NaN",
            "inf",
            "1e999",
            "()",
            "£",
            ".",
            "5p",
            "99999999999999999999",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn dust_below_a_penny_is_rounded_half_to_even_and_told() {
        let dust = |text: &str| Amount::parse(text).map(|a| (a.money.pence(), a.sub_penny, a.dust));
        assert_eq!(dust("0.005"), Ok((0, true, 500_000)));
        assert_eq!(dust("0.015"), Ok((2, true, -500_000)));
        assert_eq!(dust("-0.015"), Ok((-2, true, 500_000)));
        assert_eq!(dust("0.0051"), Ok((1, true, -490_000)), "more than half");
        assert_eq!(dust("0.0250001"), Ok((3, true, -499_990)), "more than half of an even penny");
        assert_eq!(dust("49937.59000000003"), Ok((4_993_759, true, 0)));
        assert_eq!(dust("1.100"), Ok((110, false, 0)));
        assert_eq!(dust("1e-9"), Ok((0, true, 0)));
        assert_eq!(dust("9e-3"), Ok((1, true, -100_000)));
        assert_eq!(dust("6e-4"), Ok((0, true, 60_000)));
    }

    /// The Parquet column is `Decimal(18, 2)`.
    #[test]
    fn the_largest_amount_is_what_a_table_can_hold() {
        check("9,999,999,999,999,999.99", Some(999_999_999_999_999_999));
        check("(9999999999999999.99)", Some(-999_999_999_999_999_999));
        check("£9,999,999,999,999,999.995", None);
        check("10,000,000,000,000,000.00", None);
        check("10000000000000000", None);
    }

    proptest! {
        #[test]
        fn what_money_prints_is_read_back(pence in -999_999_999_999_999_999i64..999_999_999_999_999_999) {
            let money = Money::from_pence(pence);
            prop_assert_eq!(Amount::parse(&money.to_string()).unwrap().money, money);
            prop_assert_eq!(Amount::parse(&money.plain()).unwrap().money, money);
        }

        #[test]
        fn a_bracketed_amount_is_never_positive(text in "[(][£]?[0-9]{1,9}([.][0-9]{1,4})?[)]") {
            prop_assert!(Amount::parse(&text).unwrap().money <= Money::ZERO);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*") {
            let _ = Amount::parse(&text);
        }

        #[test]
        fn the_quick_way_agrees_with_the_long_way(text in "-?[0-9]{1,15}([.][0-9]{0,2})?") {
            prop_assert_eq!(Amount::parse(&text), parse_printed(&text));
        }
    }
}
