//! Files that name a body of the place other than the one that sent them.
//!
//! Publishers of several bodies' files put the body's name in a column of every row, or in a line above the heading.

use model::name::name_key;
use model::{Body, Place};

use crate::fields::{Field, heading_words};
use crate::reading::{Reading, SampleRow};

/// Rows that must all say the same.
const ROWS_MIN: usize = 3;

/// Where a table names a body of the place other than the one that sent it; `None` if it does not.
pub(crate) fn other_body(
    place: &Place,
    body_id: &str,
    reading: &Reading,
    sample: &[SampleRow],
    banners: &[String],
) -> Option<String> {
    let said = said_everywhere(reading, sample);
    let own = place.body(body_id)?;
    let names_own = |text: &str| keys_of(own).iter().any(|key| mentions(text, key));
    if said.iter().any(|(_, name)| names_own(name)) || banners.iter().any(|banner| names_own(banner)) {
        return None;
    }
    let others = || place.bodies.iter().filter(|body| body.id != own.id);
    let of = |name: &str, is_it: fn(&str, &str) -> bool| {
        others().find(|body| keys_of(body).iter().any(|key| is_it(name, key)))
    };
    let in_column = said.iter().find_map(|(heading, name)| {
        let body = of(name, |name, key| name_key(name).key == key)?;
        Some(format!("every row has `{name}` under `{heading}`, which is the body {}", body.id))
    });
    let in_banner = || {
        banners.iter().find_map(|banner| {
            let body = of(banner, |banner, key| key.contains(' ') && mentions(banner, key))?;
            Some(format!("the line `{banner}` above its headings names the body {}", body.id))
        })
    };
    in_column.or_else(in_banner)
}

fn keys_of(body: &Body) -> Vec<String> {
    [&body.name].into_iter().chain(&body.other_names).map(|name| name_key(name).key).collect()
}

fn mentions(text: &str, key: &str) -> bool {
    !key.is_empty() && format!(" {} ", name_key(text).key).contains(&format!(" {key} "))
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
        .filter(|i| !is_payee(i) && names_an_organisation(&reading.headings[*i]))
        .filter_map(of_column)
        .collect()
}

/// Whether a heading is for the body that pays; not for who was paid, nor for the department that the body belongs to.
fn names_an_organisation(heading: &str) -> bool {
    const ORGANISATIONS: [&str; 10] = [
        "authority",
        "organisation",
        "organization",
        "entity",
        "body",
        "council",
        "publisher",
        "trust",
        "employer",
        "company",
    ];
    const OTHERS: [&str; 14] = [
        "family",
        "parent",
        "supplier",
        "payee",
        "vendor",
        "beneficiary",
        "recipient",
        "receiving",
        "partner",
        "provider",
        "creditor",
        "contractor",
        "paid",
        "grantee",
    ];
    let words = heading_words(heading);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    has(&ORGANISATIONS) && !has(&OTHERS)
}
