//! Placeholders by a list.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use foldhash::fast::FixedState;
use model::home::fold;
use rayon::prelude::*;

use super::{Reason, Reasons};
use crate::calendar;
use crate::person_column::{PersonColumn, PersonColumns};
use crate::records::Records;

/// The list that comes with the program.
const SHIPPED: &str = include_str!("../../../../reference/linkage/placeholders.csv");

/// A value, or a pattern of values, that stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedValue {
    pub column: PersonColumn,
    /// In the form in which values are compared; `*` stands for any characters and `#` for one digit.
    pattern: String,
    reason: Reason,
}

/// A row of a list that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {expected}")]
pub struct ListMistake {
    pub line: usize,
    pub expected: String,
}

/// Reads a list with the columns `column`, `value`, `reason`; what stands behind them, such as a source, is for people.
///
/// # Errors
/// The first row without a known column or without a value.
pub fn listed_values(text: &str) -> Result<Vec<ListedValue>, ListMistake> {
    let mut reader =
        csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut listed = Vec::new();
    for row in reader.records() {
        let mistake = |expected: String, at: Option<&csv::Position>| ListMistake {
            line: at.map_or(0, csv::Position::line) as usize,
            expected,
        };
        let row = row.map_err(|error| mistake("not a row of a CSV file".to_owned(), error.position()))?;
        let cell = |at: usize| row.get(at).unwrap_or_default();
        let columns = || format!("the first column must be one of {}", PersonColumn::WORDS.join(", "));
        let column = PersonColumn::parse(cell(0)).ok_or_else(|| mistake(columns(), row.position()))?;
        let pattern = form(column, cell(1)).into_owned();
        if pattern.bytes().all(|byte| byte == b'*' || byte == b' ') {
            let expected = "the second column must hold a value, or a pattern with `*` and `#`";
            return Err(mistake(expected.to_owned(), row.position()));
        }
        let reason = if cell(2).is_empty() { "the place's own list" } else { cell(2) };
        listed.push(ListedValue { column, pattern, reason: reason.into() });
    }
    Ok(listed)
}

/// A list ready to be asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct List {
    of_column: BTreeMap<PersonColumn, OfColumn>,
}

#[derive(Clone, Debug, Default)]
struct OfColumn {
    whole: HashMap<String, Reason, FixedState>,
    patterns: Vec<(String, Reason)>,
    /// The letters, signs and digits with which one of them begins; every one where a pattern begins with `*`.
    first: HashSet<char>,
    begins_anyhow: bool,
}

impl List {
    /// The shipped list and what the caller adds.
    pub(crate) fn with(added: &[ListedValue]) -> List {
        let shipped = listed_values(SHIPPED).expect("the shipped list is read by a test of this module");
        let mut list = List::default();
        for value in shipped.iter().chain(added) {
            let of_column = list.of_column.entry(value.column).or_default();
            of_column.begin_with(&value.pattern);
            match value.pattern.contains(['*', '#']) {
                true => of_column.patterns.push((value.pattern.clone(), value.reason.clone())),
                false => drop(of_column.whole.insert(value.pattern.clone(), value.reason.clone())),
            }
        }
        list
    }

    /// The listed values of every column, each distinct one looked at once.
    pub(super) fn reasons(&self, records: &Records, columns: &PersonColumns) -> Reasons {
        let columns: Vec<(PersonColumn, usize)> = columns.iter().collect();
        let of_column = |(column, at): &(PersonColumn, usize)| {
            let values = &records.columns()[*at].values;
            let reason = |code: usize| Some((code as u32, self.reason(*column, values.get(code))?));
            (*at, (0..values.len()).into_par_iter().filter_map(reason).collect::<BTreeMap<u32, Reason>>())
        };
        columns.par_iter().map(of_column).collect()
    }

    /// Why a value stands for nothing; none where it does not.
    fn reason(&self, column: PersonColumn, value: &str) -> Option<Reason> {
        match column {
            _ if !value.chars().any(char::is_alphanumeric) => Some("contains no letter or digit".into()),
            PersonColumn::Home => self.reason_of_home(value),
            PersonColumn::Address => self.reason_of_address(value),
            _ => {
                let of_column = self.of_column.get(&column)?;
                // Most values are told by their first letter, without bringing them into the form of the list.
                of_column.may_begin(value).then(|| of_column.reason(&form(column, value)))?
            }
        }
    }

    fn reason_of_address(&self, value: &str) -> Option<Reason> {
        let listed = self.of_column.get(&PersonColumn::Address)?;
        value.split([',', '\n', ';']).find_map(|part| {
            // `12 Hospital` is a house.
            let is_numbered = part.bytes().any(|byte| byte.is_ascii_digit());
            let part = form(PersonColumn::Address, part);
            if is_numbered { listed.whole.get(part.as_ref()).cloned() } else { listed.reason(&part) }
        })
    }

    /// A home is a postcode of two words, then a house.
    fn reason_of_home(&self, value: &str) -> Option<Reason> {
        let (end, _) = value.match_indices(' ').nth(1)?;
        let (postcode, house) = value.split_at(end);
        self.reason(PersonColumn::Postcode, postcode).or_else(|| self.reason_of_address(house))
    }
}

impl OfColumn {
    fn begin_with(&mut self, pattern: &str) {
        match pattern.chars().next() {
            Some('*') | None => self.begins_anyhow = true,
            Some('#') => self.first.extend('0'..='9'),
            Some(first) => drop(self.first.insert(first)),
        }
    }

    fn may_begin(&self, value: &str) -> bool {
        let first = value.chars().find(|c| c.is_alphanumeric());
        self.begins_anyhow || first.is_none_or(|c| !c.is_ascii() || self.first.contains(&c.to_ascii_lowercase()))
    }

    fn reason(&self, value: &str) -> Option<Reason> {
        let by_pattern = || self.patterns.iter().find(|(pattern, _)| is_like(pattern.as_bytes(), value.as_bytes()));
        self.whole.get(value).or_else(|| by_pattern().map(|(_, reason)| reason)).cloned()
    }
}

/// A value in the form in which it is compared with the list; a pattern likewise. Most values have it already.
fn form(column: PersonColumn, text: &str) -> Cow<'_, str> {
    use PersonColumn as C;
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let is_spaced =
        || text.bytes().all(|byte| is_plain(byte) || byte == b' ') && text.trim() == text && !text.contains("  ");
    match column {
        C::NhsNumber | C::Nino | C::Upn | C::Number | C::Phone | C::Uprn | C::Postcode => {
            if text.bytes().all(is_plain) { text.into() } else { bare(text).into() }
        }
        C::Born | C::BornYear => {
            calendar::day(text).map_or_else(|| text.to_ascii_lowercase(), |day| day.to_string()).into()
        }
        C::Email | C::Sex if text.bytes().any(|byte| byte.is_ascii_uppercase()) => text.to_ascii_lowercase().into(),
        C::Email | C::Sex => text.into(),
        _ if is_spaced() => text.into(),
        C::Address | C::Home => {
            let spaced: String =
                fold(text).chars().map(|c| if c.is_alphanumeric() || is_sign(c) { c } else { ' ' }).collect();
            spaced.split_whitespace().collect::<Vec<_>>().join(" ").into()
        }
        C::GivenName | C::OtherNames | C::FamilyName | C::FormerName | C::KnownAs => {
            fold(text).trim_matches(|c: char| !(c.is_alphanumeric() || is_sign(c))).to_owned().into()
        }
    }
}

/// Letters and digits alone, in lower case.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || is_sign(*c)).map(|c| c.to_ascii_lowercase()).collect()
}

/// Of a pattern.
fn is_sign(c: char) -> bool {
    matches!(c, '*' | '#')
}

/// Whether a text is as a pattern says: `*` for any characters, `#` for one digit.
fn is_like(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        // Only the end is left to be the same.
        (Some((b'*', rest)), _) if !rest.contains(&b'*') => {
            text.len().checked_sub(rest.len()).is_some_and(|from| is_like(rest, &text[from..]))
        }
        (Some((b'*', rest)), _) => (0..=text.len()).any(|from| is_like(rest, &text[from..])),
        (Some((b'#', rest)), Some((byte, others))) => byte.is_ascii_digit() && is_like(rest, others),
        (Some((wanted, rest)), Some((byte, others))) => wanted == byte && is_like(rest, others),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_listed(column: PersonColumn, value: &str) -> bool {
        List::with(&[]).reason(column, value).is_some()
    }

    #[test]
    fn what_systems_and_people_write_for_nothing_is_listed() {
        use PersonColumn as C;
        for (column, values) in [
            (
                C::GivenName,
                &[
                    "Baby",
                    "BABY BOY",
                    "Baby Girl Smith",
                    "Twin 1",
                    "Unknown",
                    "FNU",
                    "Test",
                    "Male",
                    "Not Known",
                    "?",
                    "-",
                ][..],
            ),
            (C::FamilyName, &["LNU", "Unknown", "Testpatient"]),
            (C::Born, &["1900-01-01", "1970-01-01", "01/01/1970", "1899-12-30"]),
            (C::Postcode, &["ZZ99 3VZ", "zz993wz", "AA1 1AA"]),
            (
                C::Address,
                &[
                    "NFA",
                    "No fixed abode",
                    "General Hospital",
                    "Ward B, St James's Hospital, Leeds",
                    "HMP Leeds",
                    "Council Offices",
                ],
            ),
            (C::Home, &["zz99 3vz nfa", "ts1 1aa general hospital", "ts1 1aa nfa"]),
            (C::NhsNumber, &["9999999999", "000 000 0000", "1234567890", "999 000 0018"]),
            (C::Nino, &["AA000000A", "AB 12 34 56 C", "TN121280F", "QQ123456C"]),
            (C::Phone, &["00000000000", "01234567890", "07700 900123", "0"]),
            (C::Email, &["noemail@council.gov.uk", "none@none.com", "x@example.com", "N/A"]),
        ] {
            values.iter().for_each(|value| assert!(is_listed(column, value), "{value} stands for nothing"));
        }
    }

    #[test]
    fn what_somebody_is_called_is_not_listed() {
        use PersonColumn as C;
        for (column, values) in [
            (C::GivenName, &["Babita", "Twinkle", "Testimony", "Malek", "Ann", "J", "Noel"][..]),
            (C::FamilyName, &["Null", "Child", "Boy", "Tester", "Nunn", "Baby", "Unwin"]),
            (C::Born, &["1970-01-02", "1985-01-01", "1970"]),
            (C::Postcode, &["LS1 4AP", "ZE1 0AA"]),
            (
                C::Address,
                &[
                    "12 Hospital Road",
                    "3 Old Hospital",
                    "Prison Lane",
                    "Hospital Lane",
                    "1 Civic Centre Mews",
                    "Rose Cottage",
                ],
            ),
            (C::Home, &["ls1 4ap 12", "ls1 4ap rose cottage"]),
            (C::NhsNumber, &["9434765919", "6535585255"]),
            (C::Nino, &["JC123458A", "TP121280F"]),
            (C::Phone, &["07911123456", "01133950000"]),
            (C::Email, &["noel@gmail.com", "test.taylor@nhs.net", "ann@example-care.org"]),
        ] {
            values.iter().for_each(|value| assert!(!is_listed(column, value), "{value} is somebody's"));
        }
    }

    #[test]
    fn a_list_of_the_place_is_added_and_its_mistakes_are_named() {
        let own = listed_values("column,value,reason,source\naddress,The Hostel,a hostel,us\nphone,0191 555*,\n")
            .expect("a list");
        let list = List::with(&own);
        let reason = |column, value| list.reason(column, value).map(|reason| reason.to_string());
        assert_eq!(reason(PersonColumn::Address, "the hostel, Mill Road").as_deref(), Some("a hostel"));
        assert_eq!(reason(PersonColumn::Phone, "0191 555 0199").as_deref(), Some("the place's own list"));
        let mistake = |text| listed_values(text).expect_err("a mistake").to_string();
        assert!(mistake("column,value\nadress,x\n").starts_with("line 2: the first column must be one of given_name"));
        assert_eq!(
            mistake("column,value\naddress,*\n"),
            "line 2: the second column must hold a value, or a pattern with `*` and `#`"
        );
    }
}
