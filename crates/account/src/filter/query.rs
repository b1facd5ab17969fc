//! A filter as the query of an address, and back.

use std::fmt::Write;

use model::{AccountPart, FinancialYear};
use money::{Amount, CurrencyMark, Money};

use super::words::{fixed_words, may_be_absent};
use super::{Choice, Filter, hint};
use crate::Dimension;

/// `part=net` is short for the parts that are the place's total.
const NET: &str = "net";
const EXCEPT: &str = "except-";
/// Lines that have no value of the dimension named.
const WITHOUT: &str = "without";
/// Lines that have one.
const WITH: &str = "with";
const MIN: &str = "min";
const MAX: &str = "max";
const TEXT: &str = "q";
const ROW: &str = "row";

/// A filter that makes no sense, with what may stand there instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FilterError {
    #[error("there is no filter `{key}`; {hint}")]
    UnknownKey { key: String, hint: String },
    /// A value that the dimension, or this account, does not have.
    #[error("this account has no {key} `{value}`; {hint}")]
    UnknownValue { key: String, value: String, hint: String },
    #[error("`{key}={text}` cannot be read; write {expected}")]
    Unreadable { key: String, text: String, expected: &'static str },
    #[error("`{key}` is given twice with different values; keep one of them")]
    Repeated { key: &'static str },
    #[error("no line can have both `{first}` and `{second}`; remove one of them")]
    Contradiction { first: String, second: String },
    #[error("themes overlap and are never added up; choose one `theme`")]
    SeveralThemes,
    #[error("`{key}` cannot be used with `{without}`: every line has one")]
    NeverAbsent { key: &'static str, without: &'static str },
    #[error("`row` needs one `file`: rows are counted in each file from 1")]
    RowWithoutFile,
}

impl Filter {
    /// Reads a query such as `body=gateshead&part=net&month=2020-07`. An empty value is not a condition, as
    /// forms send one for every field. Values are checked against an account by [`crate::Account::check`].
    pub fn from_query(query: &str) -> Result<Filter, FilterError> {
        let mut filter = Filter::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (key, value) = (decode(key)?, decode(value)?);
            if !value.is_empty() || !is_key(&key) {
                filter.read_pair(&key, &value)?;
            }
        }
        filter.check_sense()?;
        Ok(filter)
    }

    /// The query of this filter: equal filters give equal texts, and the text gives the filter again.
    pub fn to_query(&self) -> String {
        let mut query = Query(String::new());
        for (dimension, choice) in self.choices() {
            query.push_choice(dimension, choice);
        }
        let amounts = [(MIN, self.amount_min), (MAX, self.amount_max)];
        for (key, amount) in amounts {
            if let Some(amount) = amount {
                query.push(key, amount.plain().trim_end_matches(".00"));
            }
        }
        if let Some(text) = &self.text {
            query.push(TEXT, text);
        }
        if let Some(row) = self.row {
            query.push(ROW, &row.to_string());
        }
        query.0
    }

    fn read_pair(&mut self, key: &str, value: &str) -> Result<(), FilterError> {
        if let Some(dimension) = Dimension::parse(key) {
            return self.read_choice(dimension, value, false);
        }
        if let Some(dimension) = key.strip_prefix(EXCEPT).and_then(Dimension::parse) {
            return self.read_choice(dimension, value, true);
        }
        match key {
            WITHOUT => self.read_absent(value, WITHOUT),
            WITH => self.read_absent(value, WITH),
            MIN => once(&mut self.amount_min, amount(key, value)?, MIN),
            MAX => once(&mut self.amount_max, amount(key, value)?, MAX),
            TEXT if value.trim().is_empty() => Ok(()),
            TEXT => once(&mut self.text, value.trim().to_lowercase(), TEXT),
            ROW => once(&mut self.row, row(value)?, ROW),
            _ => Err(FilterError::UnknownKey { key: key.to_owned(), hint: hint(key, keys()) }),
        }
    }

    fn read_choice(&mut self, dimension: Dimension, value: &str, is_exception: bool) -> Result<(), FilterError> {
        if dimension == Dimension::Part && value == NET {
            return AccountPart::NET
                .iter()
                .try_for_each(|part| self.choose(dimension, Some(part.word()), is_exception));
        }
        self.choose(dimension, Some(&canonical(dimension, value)?), is_exception)
    }

    fn read_absent(&mut self, value: &str, key: &'static str) -> Result<(), FilterError> {
        let dimensions = || Dimension::ALL.iter().copied().filter(|dimension| may_be_absent(*dimension));
        let known = dimensions().find(|dimension| dimension.word() == value);
        let Some(dimension) = known else {
            if let Some(dimension) = Dimension::parse(value) {
                return Err(FilterError::NeverAbsent { key: dimension.word(), without: key });
            }
            let hint = hint(value, dimensions().map(Dimension::word).collect::<Vec<_>>());
            return Err(FilterError::UnknownValue { key: key.to_owned(), value: value.to_owned(), hint });
        };
        self.choose(dimension, None, key == WITH)
    }

    fn choose(&mut self, dimension: Dimension, value: Option<&str>, is_exception: bool) -> Result<(), FilterError> {
        let choice = self.choices.entry(dimension).or_insert_with(|| Choice { is_exception, ..Choice::default() });
        if choice.is_exception != is_exception {
            let key = dimension.word();
            return Err(FilterError::Contradiction { first: key.to_owned(), second: format!("{EXCEPT}{key}") });
        }
        choice.values.insert(value.map(str::to_owned));
        Ok(())
    }
}

/// Every key that a filter can have; those of exceptions are left to the reader.
fn keys() -> Vec<&'static str> {
    Dimension::ALL.iter().map(|dimension| dimension.word()).chain([WITHOUT, WITH, MIN, MAX, TEXT, ROW]).collect()
}

fn is_key(key: &str) -> bool {
    keys().contains(&key.strip_prefix(EXCEPT).unwrap_or(key))
}

/// A value as it is in every account, or an error where it can be in none.
fn canonical(dimension: Dimension, value: &str) -> Result<String, FilterError> {
    let unreadable =
        |expected| FilterError::Unreadable { key: dimension.word().to_owned(), text: value.to_owned(), expected };
    match dimension {
        Dimension::Year => {
            let year = FinancialYear::parse(value).ok_or_else(|| unreadable("a financial year such as 2020-21"))?;
            return Ok(year.to_string());
        }
        Dimension::Month if !is_month(value) => return Err(unreadable("a month such as 2020-07")),
        Dimension::CofogDivision if !is_division(value) => return Err(unreadable("a division from 01 to 10")),
        _ => {}
    }
    if let Some(words) = fixed_words(dimension).filter(|words| !words.contains(&value)) {
        let hint = hint(value, words);
        return Err(FilterError::UnknownValue { key: dimension.word().to_owned(), value: value.to_owned(), hint });
    }
    Ok(value.to_owned())
}

fn is_month(text: &str) -> bool {
    let digits = |part: &str, n| part.len() == n && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = text.split_once('-').filter(|(year, month)| digits(year, 4) && digits(month, 2));
    parts.is_some_and(|(_, month)| ("01"..="12").contains(&month))
}

fn is_division(text: &str) -> bool {
    text.len() == 2 && ("01"..="10").contains(&text) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn amount(key: &str, text: &str) -> Result<Money, FilterError> {
    let expected = "pounds and pence such as 1234.56";
    let unreadable = || FilterError::Unreadable { key: key.to_owned(), text: text.to_owned(), expected };
    let amount = Amount::parse(text.trim()).ok().filter(|amount| !amount.sub_penny && is_pounds(amount.mark));
    amount.map(|amount| amount.money).ok_or_else(unreadable)
}

fn is_pounds(mark: Option<CurrencyMark>) -> bool {
    matches!(mark, None | Some(CurrencyMark::Pound))
}

fn row(text: &str) -> Result<u64, FilterError> {
    let expected = "the number of a row, from 1";
    let unreadable = || FilterError::Unreadable { key: ROW.to_owned(), text: text.to_owned(), expected };
    text.trim().parse().ok().filter(|row| 0 < *row).ok_or_else(unreadable)
}

fn once<T: PartialEq>(slot: &mut Option<T>, value: T, key: &'static str) -> Result<(), FilterError> {
    match slot {
        Some(known) if *known != value => Err(FilterError::Repeated { key }),
        _ => {
            *slot = Some(value);
            Ok(())
        }
    }
}

/// A query while it is written.
struct Query(String);

impl Query {
    fn push_choice(&mut self, dimension: Dimension, choice: &Choice) {
        let key = dimension.word();
        let except = if choice.is_exception { format!("{EXCEPT}{key}") } else { key.to_owned() };
        let net = AccountPart::NET.map(|part| Some(part.word().to_owned()));
        if dimension == Dimension::Part && choice.values.iter().eq(&net) {
            return self.push(&except, NET);
        }
        for value in &choice.values {
            match value {
                Some(value) => self.push(&except, value),
                None => self.push(if choice.is_exception { WITH } else { WITHOUT }, key),
            }
        }
    }

    fn push(&mut self, key: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(key);
        self.0.push('=');
        encode(value, &mut self.0);
    }
}

/// Percent-encodes all but letters, digits and `-._~` (RFC 3986, section 2.3).
pub(crate) fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            write!(into, "%{byte:02X}").expect("writing into a text cannot fail");
        }
    }
}

/// Undoes the encoding of forms: `+` is a space and `%41` a byte.
pub(crate) fn decode(text: &str) -> Result<String, FilterError> {
    let expected = "UTF-8 text, with each byte of other letters as % and two hexadecimal digits";
    let unreadable = || FilterError::Unreadable { key: "address".to_owned(), text: text.to_owned(), expected };
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
                let (high, low) = (digit().ok_or_else(unreadable)?, digit().ok_or_else(unreadable)?);
                (high * 16 + low) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| unreadable())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_canonical(query: &str, expected: &str) {
        let filter = Filter::from_query(query).unwrap();
        assert_eq!(filter.to_query(), expected);
        assert_eq!(Filter::from_query(expected).unwrap(), filter);
    }

    #[track_caller]
    fn check_refused(query: &str, expected: &str) {
        assert_eq!(Filter::from_query(query).unwrap_err().to_string(), expected);
    }

    #[test]
    fn equal_filters_have_one_query() {
        check_canonical("", "");
        check_canonical("service=b&body=x&service=a&", "body=x&service=a&service=b");
        check_canonical("year=2020&month=2020-07", "year=2020-21&month=2020-07");
        check_canonical("part=transfers_kept&part=spend_here", "part=net");
        check_canonical("part=net&part=financing", "part=financing&part=spend_here&part=transfers_kept");
        check_canonical("min=%C2%A31,000.50&max=2000.00", "min=1000.50&max=2000");
        check_canonical("q=+Oak%20Ltd+", "q=oak%20ltd");
        check_canonical("without=month&except-body=a", "except-body=a&without=month");
        check_canonical("with=theme&file=f&row=07", "file=f&with=theme&row=7");
    }

    #[test]
    fn an_empty_field_of_a_form_is_no_condition() {
        check_canonical("body=&min=&max=&q=&without=&except-service=&row=&payee", "");
    }

    #[test]
    fn names_as_printed_come_back_to_the_letter() {
        for name in
            ["A & B = C?", " two  spaces ", "100% + VAT", "<script>alert(1)</script>", "Ærø\u{1}\n", "../../etc"]
        {
            let filter = Filter::default().only(Dimension::Payee, Some(name));
            let query = filter.to_query();
            assert!(query.bytes().all(|b| b.is_ascii_alphanumeric() || b"=%-._~".contains(&b)), "{query}");
            assert_eq!(Filter::from_query(&query).unwrap(), filter);
        }
    }

    #[test]
    fn what_makes_no_sense_says_what_would() {
        check_refused("boddy=x", "there is no filter `boddy`; did you mean `body`?");
        check_refused("treatment=spent", "this account has no treatment `spent`; did you mean `spend`?");
        check_refused("month=2020-13", "`month=2020-13` cannot be read; write a month such as 2020-07");
        check_refused("year=20", "`year=20` cannot be read; write a financial year such as 2020-21");
        check_refused("min=many", "`min=many` cannot be read; write pounds and pence such as 1234.56");
        check_refused("min=1&min=2", "`min` is given twice with different values; keep one of them");
        check_refused("without=body", "`body` cannot be used with `without`: every line has one");
        check_refused("row=3", "`row` needs one `file`: rows are counted in each file from 1");
        check_refused("theme=a&theme=b", "themes overlap and are never added up; choose one `theme`");
        assert!(matches!(Filter::from_query("body=%zz"), Err(FilterError::Unreadable { .. })));
        assert!(matches!(Filter::from_query("body=%ff"), Err(FilterError::Unreadable { .. })));
        assert!(matches!(Filter::from_query("body=%4"), Err(FilterError::Unreadable { .. })));
    }

    #[test]
    fn conditions_that_no_line_can_meet_are_refused() {
        let both =
            |first: &str, second: &str| format!("no line can have both `{first}` and `{second}`; remove one of them");
        check_refused("min=5&max=4", &both("min=5.00", "max=4.00"));
        check_refused("min=0&sign=negative", &both("min=0.00", "sign=negative"));
        check_refused("year=2020&month=2021-04", &both("year=2020-21", "month=2021-04"));
        check_refused("part=financing&treatment=spend", &both("part=financing", "treatment=spend"));
        check_refused("treatment=spend&transfer_kind=grant", &both("treatment=spend", "transfer_kind=grant"));
        check_refused("redacted=yes&nameless=no", &both("redacted=yes", "nameless=no"));
        check_refused("body=a&except-body=b", &both("body", "except-body"));
        check_refused("division=09&cofog=10.4", &both("division=09", "cofog=10.4"));
        check_canonical("year=2020&month=2021-03", "year=2020-21&month=2021-03");
        check_canonical("part=net&treatment=transfer", "part=net&treatment=transfer");
    }
}
