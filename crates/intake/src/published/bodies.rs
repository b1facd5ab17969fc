//! Which body of the place a published authority is.
//!
//! A code decides where an authority has it. Otherwise names are compared by what kind of body
//! they name and for where: the publication prints `Leeds`, `Durham UA` and `West Yorkshire Fire &
//! CD Authority` for what others call Leeds City Council, Durham County Council and West Yorkshire
//! Fire and Rescue Authority.

use model::name::name_key;
use model::{Body, BodyKind, Place};

/// Scheme of the ministry's own codes in `place.toml`.
const ECODE: &str = "ecode";

/// An authority as a publication names it.
pub(super) struct Authority {
    /// Its codes: the ministry's, the statistics office's.
    pub codes: Vec<String>,
    pub name: String,
}

/// Which body each authority is.
pub(super) struct Assigned<'a> {
    pub bodies: Vec<Option<&'a Body>>,
    /// Bodies with a code that no authority has and that were found by name: position, body, its code.
    pub by_name_alone: Vec<(usize, &'a Body, &'a str)>,
}

/// Finds each body's authority by its codes or, where no authority has one of them, by its name: codes change when a
/// body does (police of West Yorkshire: E6047 to 2012, E7047 since). None where several authorities have the name.
pub(super) fn assign<'a>(place: &'a Place, authorities: &[Authority]) -> Assigned<'a> {
    let mut bodies: Vec<Option<&Body>> = vec![None; authorities.len()];
    let mut without_row = Vec::new();
    for body in &place.bodies {
        let has_code =
            |authority: &Authority| own_codes(body).any(|own| authority.codes.iter().any(|code| code == own));
        let rows: Vec<usize> = (0..authorities.len()).filter(|at| has_code(&authorities[*at])).collect();
        rows.iter().for_each(|at| bodies[*at] = Some(body));
        if rows.is_empty() {
            without_row.push(body);
        }
    }
    let names: Vec<Option<NamedFor>> = authorities
        .iter()
        .zip(&bodies)
        .map(|(authority, body)| body.is_none().then(|| NamedFor::read(&authority.name, None)))
        .collect();
    let mut by_name_alone = Vec::new();
    let found: Vec<(usize, &Body)> =
        without_row.into_iter().filter_map(|body| Some((only_row(&names, body)?, body))).collect();
    for (at, body) in &found {
        // One row for two bodies is nobody's.
        if found.iter().filter(|(other, _)| other == at).count() == 1 {
            bodies[*at] = Some(body);
            by_name_alone.extend(own_ecode(body).map(|code| (*at, *body, code)));
        }
    }
    Assigned { bodies, by_name_alone }
}

/// The only authority with one of a body's names.
fn only_row(names: &[Option<NamedFor>], body: &Body) -> Option<usize> {
    let own: Vec<NamedFor> = std::iter::once(&body.name)
        .chain(&body.other_names)
        .map(|name| NamedFor::read(name, Some(body.kind)))
        .collect();
    let mut rows = names.iter().enumerate().filter(|(_, name)| name.as_ref().is_some_and(|name| own.contains(name)));
    rows.next().map(|(at, _)| at).filter(|_| rows.next().is_none())
}

pub(super) fn own_codes(body: &Body) -> impl Iterator<Item = &str> {
    body.codes.iter().map(|(_, code)| code.as_str())
}

pub(super) fn own_ecode(body: &Body) -> Option<&str> {
    body.codes.iter().find(|(scheme, _)| scheme.eq_ignore_ascii_case(ECODE)).map(|(_, code)| code.as_str())
}

/// The area that a name of police, fire, transport, waste or a combined authority names.
pub(super) fn area_of(name: &str) -> Option<String> {
    let NamedFor { duty, area } = NamedFor::read(name, None);
    (duty != "council").then_some(area)
}

/// A name taken apart into what the body does and where.
#[derive(Debug, PartialEq, Eq)]
struct NamedFor {
    duty: &'static str,
    area: String,
}

/// Words of a name that tell what the body does.
const DUTIES: [(&str, &str); 8] = [
    (" FIRE", "fire"),
    (" COMBINED FIRE", "fire"),
    (" POLICE", "police"),
    (" PASSENGER TRANSPORT", "transport"),
    (" INTEGRATED TRANSPORT", "transport"),
    (" WASTE", "waste"),
    (" NATIONAL PARK", "national park"),
    (" COMBINED AUTHORITY", "combined authority"),
];

/// Words of a council's name that tell its kind, not its place.
const COUNCIL_WORDS: [&str; 12] =
    ["COUNCIL", "CITY", "COUNTY", "BOROUGH", "DISTRICT", "METROPOLITAN", "UA", "MBC", "MDC", "BC", "DC", "CC"];
const COUNCIL_OPENINGS: [&str; 5] =
    ["LONDON BOROUGH OF ", "ROYAL BOROUGH OF ", "METROPOLITAN BOROUGH OF ", "CITY OF ", "COUNTY OF "];
const POLICE_OPENING: &str = "POLICE AND CRIME COMMISSIONER FOR ";

impl NamedFor {
    /// `kind` is none for a published name, whose kind only its words tell.
    fn read(name: &str, kind: Option<BodyKind>) -> NamedFor {
        let key = name_key(name).key;
        if let Some(area) = key.strip_prefix(POLICE_OPENING) {
            return NamedFor { duty: "police", area: area.to_owned() };
        }
        let duty = DUTIES.iter().filter_map(|(words, duty)| Some((key.find(words)?, *duty))).min();
        if let Some((at, duty)) = duty {
            return NamedFor { duty, area: key[..at].to_owned() };
        }
        let is_council = |kind| matches!(kind, BodyKind::Council | BodyKind::CountyCouncil | BodyKind::DistrictCouncil);
        match kind {
            Some(kind) if !is_council(kind) => NamedFor { duty: kind.word(), area: key },
            _ => NamedFor { duty: "council", area: council_area(&key) },
        }
    }
}

fn council_area(key: &str) -> String {
    let key = COUNCIL_OPENINGS.iter().find_map(|opening| key.strip_prefix(opening)).unwrap_or(key);
    let mut words: Vec<&str> = key.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|word| COUNCIL_WORDS.contains(word)) {
        words.pop();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_same(published: &str, name: &str, kind: BodyKind, same: bool) {
        assert_eq!(NamedFor::read(published, None) == NamedFor::read(name, Some(kind)), same, "{published} and {name}");
    }

    #[test]
    fn a_body_is_known_by_what_it_does_and_where() {
        check_same("Leeds", "Leeds City Council", BodyKind::Council, true);
        check_same("Durham UA", "Durham County Council", BodyKind::Council, true);
        check_same("Barnet", "London Borough of Barnet", BodyKind::Council, true);
        check_same("Lancashire", "Lancashire County Council", BodyKind::CountyCouncil, true);
        check_same(
            "West Yorkshire Fire & CD Authority",
            "West Yorkshire Fire and Rescue Authority",
            BodyKind::Fire,
            true,
        );
        check_same(
            "North Yorkshire Combined Fire Authority",
            "North Yorkshire Fire & Rescue Service",
            BodyKind::Fire,
            true,
        );
        check_same("West Yorkshire Police Authority", "West Yorkshire Police", BodyKind::Police, true);
        check_same(
            "West Yorkshire Police Authority",
            "Police and Crime Commissioner for West Yorkshire",
            BodyKind::Police,
            true,
        );
    }

    #[test]
    fn bodies_of_one_area_stay_apart() {
        check_same("Lancashire", "Lancashire Constabulary", BodyKind::Police, false);
        check_same("Lancashire Police Authority", "Lancashire County Council", BodyKind::CountyCouncil, false);
        check_same("Nottingham UA", "Nottinghamshire County Council", BodyKind::CountyCouncil, false);
        check_same("Leeds", "Leeds", BodyKind::NhsCommissioner, false);
    }
}
