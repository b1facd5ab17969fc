//! Files that name a body of the place other than the one that sent them.
//!
//! Publishers of several bodies' files put the body's name in a column of every row, or in a line above the heading.

use std::collections::BTreeSet;

use model::name::name_key;
use model::{Body, Place};

use crate::fields::{Field, heading_words};
use crate::payers::{keys_of, mentions};
use crate::reading::{Reading, SampleRow, names_payer};

/// Rows that must all say the same.
const ROWS_MIN: usize = 3;

/// Where a table names a body of the place other than the one that sent it; `None` if it does not.
pub(crate) fn other_body(
    place: &Place,
    body_id: &str,
    reading: &Reading,
    sample: &[SampleRow],
    (banners, stem): (&[String], &str),
) -> Option<String> {
    let said = said_everywhere(reading, sample);
    let own = place.body(body_id)?;
    let names_own = |text: &str| keys_of(own).any(|key| mentions(&name_key(text).key, &key));
    if said.iter().any(|(_, name)| names_own(name)) || banners.iter().any(|banner| names_own(banner)) {
        return None;
    }
    let others = || place.bodies.iter().filter(|body| body.id != own.id);
    let of =
        |name: &str, is_it: fn(&str, &str) -> bool| others().find(|body| keys_of(body).any(|key| is_it(name, &key)));
    let in_column = said.iter().find_map(|(heading, name)| {
        let body = of(name, |name, key| name_key(name).key == key)?;
        Some(format!("every row has `{name}` under `{heading}`, which is the body {}", body.id))
    });
    let in_banner = || {
        banners.iter().find_map(|banner| {
            let body = of(banner, |banner, key| key.contains(' ') && mentions(&name_key(banner).key, key))?;
            Some(format!("the line `{banner}` above its headings names the body {}", body.id))
        })
    };
    in_column.or_else(in_banner).or_else(|| named_elsewhere(place, own, banners, stem))
}

/// A line above the headings, or the file's name, that is about another body, of the place or not, and shares no word
/// with this one's names.
fn named_elsewhere(place: &Place, own: &Body, banners: &[String], stem: &str) -> Option<String> {
    let own_words: BTreeSet<String> = keys_of(own).flat_map(|key| own_words(&key)).chain(words_of(&own.id)).collect();
    let of_text = |text: &str| {
        let words = words_of(text);
        if words.iter().any(|word| own_words.contains(word)) {
            return None;
        }
        let of_place = place.bodies.iter().filter(|body| body.id != own.id).find(|body| {
            keys_of(body).any(|key| key.contains(' ') && mentions(&words.join(" "), &key) || is_called(&words, &key))
        });
        of_place.map(|body| format!("names the body {}", body.id)).or_else(|| council_in(&words))
    };
    let of_banner = |banner: &String| Some(format!("the line `{banner}` above its headings {}", of_text(banner)?));
    banners.iter().find_map(of_banner).or_else(|| Some(format!("its name {}", of_text(stem)?)))
}

/// Words in capitals: of a name, a line or a file's name.
fn words_of(text: &str) -> Vec<String> {
    let spaced: String =
        text.chars().map(|c| if c.is_alphanumeric() || c == '\'' || c == '’' { c } else { ' ' }).collect();
    name_key(&spaced).key.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Words for what a body is, which many share.
const SORTS: [&str; 34] = [
    "COUNCIL",
    "BOROUGH",
    "DISTRICT",
    "COUNTY",
    "CITY",
    "METROPOLITAN",
    "PARISH",
    "TOWN",
    "POLICE",
    "FIRE",
    "AND",
    "RESCUE",
    "SERVICE",
    "AUTHORITY",
    "NHS",
    "TRUST",
    "FOUNDATION",
    "OF",
    "THE",
    "FOR",
    "COMBINED",
    "HOSPITALS",
    "HOSPITAL",
    "HEALTH",
    "CARE",
    "BOARD",
    "INTEGRATED",
    "UPON",
    "ON",
    "ROYAL",
    "LONDON",
    "UNIVERSITY",
    "TEACHING",
    "CRIME",
];
/// The same, and what they are shortened to, behind where a body is.
const SHORT_SORTS: [&str; 13] = [
    "COUNCIL",
    "BOROUGH",
    "DISTRICT",
    "COUNTY",
    "CITY",
    "BC",
    "DC",
    "CC",
    "MBC",
    "MDC",
    "TC",
    "POLICE",
    "CONSTABULARY",
];

/// The words of a key that say which body it is.
fn own_words(key: &str) -> Vec<String> {
    key.split(' ').filter(|word| !SORTS.contains(word) && 2 < word.len()).map(str::to_owned).collect()
}

/// Whether words call a body by where it is and what it is, in short: `marsh-dc-2025-04`.
fn is_called(words: &[String], key: &str) -> bool {
    let place = own_words(key);
    let follows = |rest: &[String]| rest.first().is_some_and(|word| SHORT_SORTS.contains(&word.as_str()));
    !place.is_empty()
        && key.split(' ').any(|word| word == "COUNCIL")
        && words.windows(place.len()).enumerate().any(|(i, run)| run == place && follows(&words[i + place.len()..]))
}

/// A council of anywhere by the form of its name: `Kent County Council`.
fn council_in(words: &[String]) -> Option<String> {
    const BEFORE: [&str; 6] = ["BOROUGH", "DISTRICT", "COUNTY", "CITY", "METROPOLITAN", "PARISH"];
    // `Payments by borough council`, `April 2025 County Council spend`.
    const NO_NAMES: [&str; 26] = [
        "BY",
        "OF",
        "TO",
        "FOR",
        "THE",
        "AND",
        "SPEND",
        "SPENDING",
        "PAYMENTS",
        "EXPENDITURE",
        "OVER",
        "OUR",
        "FROM",
        "DATA",
        "APRIL",
        "MAY",
        "JUNE",
        "JULY",
        "AUGUST",
        "SEPTEMBER",
        "OCTOBER",
        "NOVEMBER",
        "DECEMBER",
        "JANUARY",
        "FEBRUARY",
        "MARCH",
    ];
    let at = words.windows(2).position(|pair| BEFORE.contains(&pair[0].as_str()) && pair[1] == "COUNCIL")?;
    let name = at.checked_sub(1).map(|before| &words[before])?;
    let is_name = !NO_NAMES.contains(&name.as_str()) && !BEFORE.contains(&name.as_str());
    (is_name && 2 < name.len() && name.chars().all(char::is_alphabetic))
        .then(|| format!("names {name} {} COUNCIL", words[at]))
}

/// What every row says alike in columns that name an organisation, other than the payee: heading and name.
fn said_everywhere<'a>(reading: &'a Reading, sample: &'a [SampleRow]) -> Vec<(&'a str, &'a str)> {
    let rows: Vec<&Vec<String>> = sample
        .iter()
        .filter(|(number, cells)| reading.covers(*number) && cells.iter().any(|cell| !cell.is_empty()))
        .map(|(_, cells)| cells)
        .collect();
    let is_payee = |i: &usize| reading.column(Field::Payee) == Some(*i);
    let of_column = |i: usize| {
        let cell = |row: &'a Vec<String>| row.get(i).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let first = rows.iter().find_map(|row| cell(row))?;
        let n_alike = rows.iter().filter(|row| cell(row) == Some(first)).count();
        // Totals and padding may leave the cell empty, but no row says something else.
        let n_filled = rows.iter().filter(|row| cell(row).is_some()).count();
        (ROWS_MIN <= n_alike && n_alike == n_filled).then_some((reading.headings[i].as_str(), first))
    };
    (0..reading.headings.len())
        .filter(|i| !is_payee(i) && names_payer(&reading.headings[*i]) && !is_family(&reading.headings[*i]))
        .filter_map(of_column)
        .collect()
}

/// Whether a heading is for the department that a body belongs to, which is another one in every row.
fn is_family(heading: &str) -> bool {
    heading_words(heading).iter().any(|word| word == "family")
}
