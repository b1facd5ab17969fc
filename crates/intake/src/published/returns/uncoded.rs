//! Rows of a return that lack a code of their authority, or whose two codes contradict each other.

use std::collections::BTreeSet;

use model::problem::Problem;
use model::{Body, Place, ProblemKind};

use super::super::bodies::{self, Authority, own_codes, own_ecode};
use super::header::is_code;
use super::page::Page;

/// Rows without any code that have the name of a body of the place which none of `coded` is. All others without a code
/// are totals. A name that is in two such rows is nobody's.
pub(super) fn rows_of_bodies(page: &Page<'_>, place: &Place, coded: &[usize]) -> Vec<usize> {
    let authorities: Vec<Authority> = coded.iter().map(|row| page.authority(*row)).collect();
    let found: BTreeSet<&str> =
        bodies::assign(place, &authorities).bodies.into_iter().flatten().map(|body| body.id.as_str()).collect();
    if found.len() == place.bodies.len() {
        return Vec::new();
    }
    let is_uncoded = |row: &usize| page.authority(*row).codes.is_empty() && !page.name(*row).is_empty();
    let rows: Vec<usize> = page.rows_below().filter(is_uncoded).collect();
    let authorities: Vec<Authority> = rows.iter().map(|row| page.authority(*row)).collect();
    let of_body = bodies::assign(place, &authorities).bodies;
    let is_missing = |body: &Option<&Body>| body.is_some_and(|body| !found.contains(body.id.as_str()));
    rows.into_iter().zip(of_body).filter(|(_, body)| is_missing(body)).map(|(row, _)| row).collect()
}

/// How a body of the place was found where its row does not have the body's own code of the ministry. `told` are the
/// bodies of which the workbook already says it.
pub(super) fn doubts(
    page: &Page<'_>,
    rows: &[usize],
    bodies: &[Option<&Body>],
    told: &mut BTreeSet<String>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (row, body) in rows.iter().zip(bodies) {
        let Some((body, text)) = body.and_then(|body| Some((body, doubt(page, *row, body)?))) else { continue };
        if told.insert(body.id.clone()) {
            problems.push(page.sheet.cell_problem(*row as u64 + 1, "", ProblemKind::BodyUnknown, text));
        }
    }
    problems
}

fn doubt(page: &Page<'_>, row: usize, body: &Body) -> Option<String> {
    let (code, ons_code) = (page.code(row), page.text(row, page.header.ons_code));
    let (name, own_name) = (page.name(row), &body.name);
    let has_ons_code = own_codes(body).any(|own| own == ons_code);
    match (code.as_str(), has_ons_code) {
        ("", true) => Some(format!("the row of `{name}` has no E-code; {ons_code} is the code of `{own_name}`")),
        ("", false) if ons_code.is_empty() => {
            Some(format!("the row of `{name}` has no code; it was taken to be `{own_name}` by its name"))
        }
        (code, true) if is_code(code) && code != ons_code => {
            let own = own_ecode(body).filter(|own| *own != code)?;
            Some(format!(
                "the row of `{name}` has the E-code {code}, but `{own_name}` has {own}; it was taken to be it by {ons_code}"
            ))
        }
        _ => None,
    }
}
