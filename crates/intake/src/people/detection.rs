//! Whether a table is of people, whatever `place.toml` says that it is.
//!
//! A file of people under a ledger's pattern would put names on public pages, so a table that looks like one is not read
//! as a ledger. It is known by its headings, and without any by numbers that only people have.

use std::collections::BTreeSet;

use model::identifier::is_nhs_number;

use super::birth::read_date;
use super::field::{PersonField, field_of, is_near};
use crate::dates::DateFormat;
use crate::fields::{Field, heading_words, name_score};
use crate::reading::SampleRow;

/// Rows in which headings are looked for.
const HEADING_ROWS: usize = 60;
/// Distinct values that a column must have before it is taken for a column of people.
const VALUES_MIN: usize = 5;
/// Letters and digits of a National Insurance number.
const NINO_LETTERS: usize = 9;
/// Years between the earliest and the latest date of a column of dates of birth.
const BIRTH_YEARS_MIN: i16 = 15;
/// In which people of ledgers can have been born.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2100;

/// Rows of a table that are looked at: what people have shows in the first of them.
const ROWS_MAX: usize = 1000;

/// What is said of a file that is about people and was declared as something else. Nothing of it is quoted.
pub(crate) const ABOUT_PEOPLE: &str = "its headings or cells are about people, so none of it is read or shown: move it to people/ and name it in \
     place.toml with `kind = \"people\"` or `kind = \"contacts\"`";

/// Whether rows, with their headings among them, are of people.
///
/// Registers of contracts, grants and buildings have dates of many years beside words, so dates of birth without a heading are not
/// looked for in them.
pub(crate) fn rows_are_about_people<'r>(rows: impl Iterator<Item = &'r Vec<String>>) -> bool {
    let sample: Vec<SampleRow> = (1..).zip(rows.take(ROWS_MAX).cloned()).collect();
    names_people(&sample) || columns(&sample).iter().any(|cells| is_column_of(cells, is_number_of_people))
}

/// Whether the headings of a sample, or what its cells hold, are of people.
pub(crate) fn is_about_people(sample: &[SampleRow]) -> bool {
    names_people(sample) || holds_people(sample)
}

fn names_people(sample: &[SampleRow]) -> bool {
    let filled = || sample.iter().map(|(_, cells)| cells).filter(|cells| cells.iter().any(|cell| !cell.is_empty()));
    let headings = || filled().take(HEADING_ROWS).filter(|cells| !cells.iter().any(|cell| has_number(cell)));
    let joined = headings().zip(headings().skip(1)).map(|(upper, lower)| join(upper, lower));
    headings().any(|cells| is_heading_of_people(cells)) || joined.into_iter().any(|cells| is_heading_of_people(&cells))
}

/// A row with a number of three digits or more has cells of its own; rows of headings have none.
fn has_number(cell: &str) -> bool {
    3 <= cell.bytes().filter(u8::is_ascii_digit).count()
}

fn join(upper: &[String], lower: &[String]) -> Vec<String> {
    let at = |cells: &[String], i: usize| cells.get(i).cloned().unwrap_or_default();
    (0..upper.len().max(lower.len())).map(|i| format!("{} {}", at(upper, i), at(lower, i))).collect()
}

fn is_heading_of_people(cells: &[String]) -> bool {
    is_heading_of_records(cells) || is_heading_of_contacts(cells)
}

/// A date of birth or a number that only people have, spelt as it should be, or several other headings of people.
fn is_heading_of_records(cells: &[String]) -> bool {
    if 2 <= cells.iter().filter(|cell| !cell.is_empty()).count()
        && cells.iter().filter_map(|cell| field_of(cell, false)).any(is_certain)
    {
        return true;
    }
    let fields: BTreeSet<PersonField> = cells.iter().filter_map(|cell| person_field(cell)).collect();
    let n_of = |is: fn(PersonField) -> bool| fields.iter().filter(|field| is(**field)).count();
    let (n_certain, n_own) = (n_of(is_certain), n_of(is_of_people_alone));
    let n_all = n_own + n_of(is_often_of_people);
    match names_payee(cells) {
        true => 0 < n_certain && 2 <= n_own,
        false => (0 < n_certain && 2 <= n_all) || (2 <= n_own && 3 <= n_all),
    }
}

/// Whom, what and when, with a heading that ledgers do not have, and nobody who is paid.
fn is_heading_of_contacts(cells: &[String]) -> bool {
    use PersonField::{Activity, Channel, ContactId, Outcome, RecordId, Start};
    let fields: BTreeSet<PersonField> = cells.iter().filter_map(|cell| field_of(cell, true)).collect();
    let says = |field: PersonField| fields.contains(&field);
    let is_of_people =
        says(Outcome) || says(Channel) || says(ContactId) || cells.iter().any(|cell| is_person_ref(cell));
    says(RecordId) && says(Activity) && says(Start) && is_of_people && !names_payee(cells)
}

fn names_payee(cells: &[String]) -> bool {
    let others = cells.iter().filter(|cell| person_field(cell).is_none());
    others.map(|cell| heading_words(cell)).any(|words| 0.5 <= name_score(Field::Payee, &words))
}

/// The field of people that a heading names, one slip of the pen allowed.
fn person_field(heading: &str) -> Option<PersonField> {
    field_of(heading, false).or_else(|| {
        let squashed = heading_words(heading).concat();
        PersonField::ALL
            .iter()
            .copied()
            .filter(|field| is_of_people_alone(*field))
            .find(|field| is_near(*field, &squashed))
    })
}

/// An agency's own number of a person, by a heading that says so.
fn is_person_ref(heading: &str) -> bool {
    let squashed = heading_words(heading).concat();
    ["person", "patient", "pupil", "client", "nominal", "serviceuser", "child"]
        .iter()
        .any(|who| squashed.starts_with(who))
        && ["ref", "id", "no", "number", "reference"].iter().any(|end| squashed.ends_with(end))
}

/// Organisations have none of these.
fn is_certain(field: PersonField) -> bool {
    use PersonField::{Born, BornYear, NhsNumber, Nino, Upn};
    matches!(field, Born | BornYear | NhsNumber | Nino | Upn)
}

fn is_of_people_alone(field: PersonField) -> bool {
    use PersonField::*;
    is_certain(field)
        || matches!(
            field,
            GivenName
                | OtherNames
                | FamilyName
                | FormerName
                | KnownAs
                | Sex
                | CarerName
                | CarerRef
                | OtherCarerName
                | PartnerRef
                | ExpectedDelivery
        )
}

/// Lists of suppliers have these too.
fn is_often_of_people(field: PersonField) -> bool {
    use PersonField::*;
    matches!(field, FullName | Title | Address | Postcode | Phone | Email | HouseholdRef | Relation)
}

/// Whether a column holds numbers that only people have, or dates of birth are beside first and last names.
fn holds_people(sample: &[SampleRow]) -> bool {
    let columns = columns(sample);
    columns.iter().any(|cells| is_column_of(cells, is_number_of_people))
        || (2 <= columns.iter().filter(|cells| is_column_of(cells, is_name)).count()
            && columns.iter().any(|cells| is_column_of_births(cells)))
}

fn columns(sample: &[SampleRow]) -> Vec<Vec<&str>> {
    let n_columns = sample.iter().map(|(_, cells)| cells.len()).max().unwrap_or_default();
    (0..n_columns).map(|at| column(sample, at)).collect()
}

fn is_number_of_people(cell: &str) -> bool {
    is_nhs_number_printed(cell) || is_nino(cell) || is_upn(cell)
}

fn column(sample: &[SampleRow], at: usize) -> Vec<&str> {
    let cells = sample.iter().filter_map(|(_, cells)| cells.get(at));
    cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect()
}

/// Whether four in five cells are of a kind, and not the same one again and again.
fn is_column_of(cells: &[&str], is: impl Fn(&str) -> bool) -> bool {
    let such = || cells.iter().filter(|cell| is(cell));
    // Few columns get to the second question, which takes longer.
    cells.len() * 4 <= such().count() * 5 && VALUES_MIN <= such().collect::<BTreeSet<_>>().len()
}

fn is_column_of_births(cells: &[&str]) -> bool {
    let winner = DateFormat::ALL
        .into_iter()
        .max_by_key(|format| cells.iter().filter(|cell| format.read_within(cell, &YEARS).is_some()).count());
    let years: BTreeSet<i16> =
        cells.iter().filter_map(|cell| read_date(cell, winner)).map(|date| date.year()).collect();
    let span = years.first().zip(years.last()).map_or(0, |(first, last)| last - first);
    BIRTH_YEARS_MIN <= span && is_column_of(cells, |cell| read_date(cell, winner).is_some())
}

/// One word of letters, as first and last names are.
pub(super) fn is_name(cell: &str) -> bool {
    cell.chars().next().is_some_and(char::is_alphabetic)
        && cell.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
}

pub(super) fn is_nhs_number_printed(cell: &str) -> bool {
    let is_plain = cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-'));
    is_plain && is_nhs_number(&cell.chars().filter(char::is_ascii_digit).collect::<String>())
}

/// `AB123456C`, with or without spaces.
pub(super) fn is_nino(cell: &str) -> bool {
    let letters = || cell.bytes().filter(|byte| *byte != b' ');
    if letters().count() != NINO_LETTERS {
        return false;
    }
    let code: Vec<u8> = letters().collect();
    let [first, second, digits @ .., last] = code.as_slice() else { return false };
    first.is_ascii_uppercase()
        && !b"DFIQUV".contains(first)
        && second.is_ascii_uppercase()
        && !b"DFIOQUV".contains(second)
        && digits.len() == 6
        && digits.iter().all(u8::is_ascii_digit)
        && (b'A'..=b'D').contains(last)
}

/// The Department for Education's number of a pupil: a check letter, eleven digits, and a digit or letter.
pub(super) fn is_upn(cell: &str) -> bool {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let Some((letter, number)) = cell.as_bytes().split_first().filter(|(_, number)| number.len() == 12) else {
        return false;
    };
    let value = |(at, byte): (usize, &u8)| match byte {
        b'0'..=b'9' => Some(usize::from(byte - b'0') * (at + 2)),
        _ if at == 11 => LETTERS.iter().position(|of| of == byte).map(|value| value * (at + 2)),
        _ => None,
    };
    let sum: Option<usize> = number.iter().enumerate().map(value).sum();
    sum.is_some_and(|sum| LETTERS[sum % LETTERS.len()] == *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(text: &str) -> Vec<SampleRow> {
        let rows = text.lines().map(|line| line.trim().split('|').map(|cell| cell.trim().to_owned()).collect());
        (1..).zip(rows).collect()
    }

    #[test]
    fn headings_tell_people_from_payees() {
        for heading in [
            "Ref|First name|Surname|Date of birth|Address",
            "Client ref|Surname|DOB|Cost",
            "NHS No.|Name|Amount",
            "UPN|Forenames|Legal surname|Date of entry",
            "Pupil ID|Forname|Surmane|D.O.B.",
            "Name|Date of Birth|Net amount|Paid",
            "Title|Forename|Surname|Postcode|Weekly amount",
            "person_ref|Activity|Start|Outcome|Cost",
            "Ref|Activity|Date|Channel|Cost",
            "Supplier|NHS number|Date of birth|Amount",
            "Name|DOB|Payment|Date|Supplier",
            "Supplier|NHS Number|Date|Amount",
            "Employee Name|NI Number|Pay Date|Net Pay",
            "Pupil|UPN|Date|Amount",
        ] {
            assert!(is_about_people(&sample(heading)), "{heading}");
        }
        for heading in [
            "Date|Supplier|Amount",
            "Body|Ref|Date|Service|Payee|Amount|Outcome",
            "Transaction No|Date Paid|Supplier Name|Postcode|Title|Amount",
            "Councillor surname|Forename|Payee|Amount",
            "Name|Address|Postcode|Telephone|Email|Amount",
            "Reference|Date|Service|Description|Cost",
        ] {
            assert!(!is_about_people(&sample(heading)), "{heading}");
        }
    }

    #[test]
    fn a_heading_over_two_rows_is_read_as_one() {
        assert!(is_about_people(&sample("Known to the service||\n|Date of|NHS\nSurname|birth|number\n")));
    }

    #[test]
    fn cells_tell_people_without_a_heading() {
        let rows = |cell: &dyn Fn(usize) -> String| sample(&(0..6).map(|at| cell(at) + "\n").collect::<String>());
        let nhs: Vec<u64> =
            (9_434_765_000..).filter(|number| is_nhs_number_printed(&number.to_string())).take(6).collect();
        assert!(is_about_people(&rows(&|at| format!("x{at}|{}|12.50", nhs[at]))));
        assert!(is_about_people(&rows(&|at| format!("AB 12 34 5{at} C|12.50"))));
        let born = |at: usize| {
            format!("{}|Ann{}|Known{}|0{}/03/{}", at, "a".repeat(at), "b".repeat(at), 1 + at, 1950 + 9 * at)
        };
        assert!(is_about_people(&rows(&born)));
        let ledger = |at: usize| format!("0{}/04/2024|Acorn{at}|Care|100000000{at}|12.50", 1 + at);
        assert!(!is_about_people(&rows(&ledger)));
        assert!(!is_about_people(&rows(&|_| "9434765919|Acorn Ltd|12.50".to_owned())), "one number again and again");
    }

    #[test]
    fn numbers_of_pupils_are_checked() {
        let letters: Vec<char> = ('A'..='Z').filter(|letter| is_upn(&format!("{letter}801200001001"))).collect();
        assert_eq!(letters, ['H'], "2*8 + 4*1 + 5*2 + 10*1 + 13*1 = 53, and 53 mod 23 is 7: the eighth letter");
        assert!(!is_upn("H80120000100") && !is_upn("H80120000100O"));
    }
}
