//! Which body of the place a published authority is.
//!
//! A code decides where both sides have one. Otherwise names are compared by what kind of body
//! they name and for where: the publication prints `Leeds`, `Durham UA` and `West Yorkshire Fire &
//! CD Authority` for what others call Leeds City Council, Durham County Council and West Yorkshire
//! Fire and Rescue Authority.

use model::name::name_key;
use model::{Body, BodyKind, Place};

/// Scheme of the ministry's own codes in `place.toml`.
const ECODE: &str = "ecode";

/// The body with this code or, where it has no such code, with this name. None where several have the name.
pub(super) fn find<'a>(place: &'a Place, ecode: &str, name: &str) -> Option<&'a Body> {
    if let Some(body) = place.bodies.iter().find(|body| own_ecode(body).is_some_and(|own| own == ecode)) {
        return Some(body);
    }
    let wanted = NamedFor::read(name, None);
    let mut found = place.bodies.iter().filter(|body| {
        let names = std::iter::once(&body.name).chain(&body.other_names);
        own_ecode(body).is_none() && names.into_iter().any(|own| NamedFor::read(own, Some(body.kind)) == wanted)
    });
    found.next().filter(|_| found.next().is_none())
}

fn own_ecode(body: &Body) -> Option<&str> {
    body.codes.iter().find(|(scheme, _)| scheme.eq_ignore_ascii_case(ECODE)).map(|(_, code)| code.as_str())
}

/// A name taken apart into what the body does and where.
#[derive(Debug, PartialEq, Eq)]
struct NamedFor {
    duty: &'static str,
    area: String,
}

/// Words of a name that tell what the body does.
const DUTIES: [(&str, &str); 7] = [
    (" FIRE", "fire"),
    (" COMBINED FIRE", "fire"),
    (" POLICE", "police"),
    (" PASSENGER TRANSPORT", "transport"),
    (" INTEGRATED TRANSPORT", "transport"),
    (" WASTE", "waste"),
    (" NATIONAL PARK", "national park"),
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
