//! mySociety's list of UK local authorities.
//!
//! Ended councils stay in the register, under their own names: ledgers of their years print them. Where
//! one shares another name with a council of today, such as the bare `Somerset`, today's has it.

use std::collections::BTreeMap;

use model::BodyKind;
use model::name::name_key;
use model::place::{Life, RegisterBody};

use super::listing::Listing;
use super::names::distinct;
use super::plain::day;
use super::{Error, Read};

pub(super) fn read(listings: &[Listing], file: &str) -> Result<Read, Error> {
    let missing = || Error::HeadingsMissing { file: file.to_owned(), expected: "`official-name`" };
    let listing = listings.first().ok_or_else(missing)?;
    let headed = listing
        .headed(&[
            &|h| h == "official-name",
            &|h| h == "local-authority-code",
            &|h| h == "nice-name",
            &|h| h == "alt-names",
            &|h| h == "local-authority-type",
            &|h| h == "old-register-and-code",
            &|h| h == "nation",
            &|h| h == "start-date",
            &|h| h == "end-date",
            &|h| h == "replaced-by",
        ])
        .ok_or_else(missing)?;
    let (mut claimants, mut doubts) = (Vec::new(), Vec::new());
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for (row, cells) in headed.rows() {
        match body(&cells) {
            Ok(body) => {
                ids.insert(cells[1], body.id.clone());
                claimants.push(Claimant { nice: name_key(cells[2]).key, is_ended: body.life.valid_to.is_some(), body });
            }
            Err(doubt) => doubts.push(format!("{}: {doubt}", listing.place(file, row))),
        }
    }
    // Successors are named by their codes, which stand further down as often as further up.
    for successor in claimants.iter_mut().flat_map(|claimant: &mut Claimant| &mut claimant.body.life.replaced_by) {
        if let Some(id) = ids.get(successor.as_str()) {
            *successor = id.clone();
        }
    }
    Ok((settle(claimants), doubts))
}

/// A council and what decides how good its claim to a name is.
struct Claimant {
    body: RegisterBody,
    nice: String,
    is_ended: bool,
}

impl Claimant {
    /// Smaller is better: a council of today before an ended one, its short name before its other names.
    fn claim(&self, key: &str) -> (bool, bool) {
        (self.is_ended, key != self.nice)
    }
}

/// Leaves each other name to those with the best claim to it.
fn settle(claimants: Vec<Claimant>) -> Vec<RegisterBody> {
    let keys = |claimant: &Claimant| claimant.body.other_names.iter().map(|other| name_key(other).key).collect();
    let keys: Vec<Vec<String>> = claimants.iter().map(keys).collect();
    let mut best: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for (claimant, keys) in claimants.iter().zip(&keys) {
        for key in keys {
            let claim = claimant.claim(key);
            best.entry(key).and_modify(|best| *best = claim.min(*best)).or_insert(claim);
        }
    }
    let is_best = |claimant: &Claimant, key: &String| best.get(key.as_str()) == Some(&claimant.claim(key));
    let settled = |(mut claimant, keys): (Claimant, &Vec<String>)| {
        let others = std::mem::take(&mut claimant.body.other_names);
        let kept = others.into_iter().zip(keys).filter(|(_, key)| is_best(&claimant, key)).map(|(other, _)| other);
        let other_names = kept.collect();
        RegisterBody { other_names, ..claimant.body }
    };
    claimants.into_iter().zip(&keys).map(settled).collect()
}

fn body(cells: &[&str]) -> Result<RegisterBody, String> {
    let &[official, code, nice, alternatives, kind, registered, nation, start, end, successors] = cells else {
        return Err("ten columns are wanted".to_owned());
    };
    if official.is_empty() || code.is_empty() {
        return Err(format!("no {}", if official.is_empty() { "official-name" } else { "local-authority-code" }));
    }
    let kind = body_kind(kind).ok_or_else(|| format!("`{kind}` is not a known local-authority-type"))?;
    let others = split_alternatives(alternatives).into_iter().filter(|other| other != official);
    let forms = forms(official).into_iter().chain(forms_of_area(nice, kind, official));
    let own = std::iter::once(nice.to_owned()).chain(others).chain(forms);
    Ok(RegisterBody {
        id: if registered.is_empty() { format!("{}:{code}", scheme(nation)) } else { registered.to_owned() },
        name: official.to_owned(),
        kind,
        other_names: distinct(official, own),
        life: Life {
            valid_from: day(start)?,
            valid_to: day(end)?,
            replaced_by: split_alternatives(successors),
            ..Life::default()
        },
    })
}

/// Schemes of the register of local authorities by nation, as in its `old-register-and-code`.
fn scheme(nation: &str) -> &'static str {
    match nation {
        "Scotland" => "local-authority-sct",
        "Wales" => "local-authority-wls",
        "Northern Ireland" => "local-authority-nir",
        _ => "local-authority-eng",
    }
}

fn body_kind(kind: &str) -> Option<BodyKind> {
    match kind {
        "CTY" => Some(BodyKind::CountyCouncil),
        "NMD" => Some(BodyKind::DistrictCouncil),
        "COMB" | "SRA" => Some(BodyKind::CombinedAuthority),
        "UA" | "MD" | "LBO" | "CC" | "WPA" | "SCO" | "NID" => Some(BodyKind::Council),
        _ => None,
    }
}

/// Other names, which commas separate although some contain one: `Kingston upon Hull, City of`.
///
/// A part that is only `City of` belongs to the part before it. Parts of a name that is itself a
/// list of places (`Bournemouth, Christchurch and Poole`) come out as names of one of them each;
/// those that mean another authority are found shared and taken away.
fn split_alternatives(alternatives: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in alternatives.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match names.last_mut() {
            Some(last) if part.to_lowercase().ends_with(" of") => *last = format!("{part} {last}"),
            _ => names.push(part.to_owned()),
        }
    }
    names
}

/// Ends of official names, and the forms that stand for a name with that end; `#` is what stands before it.
const FORMS: [(&str, &[&str]); 8] = [
    (
        " Metropolitan Borough Council",
        &[
            "# MBC",
            "# M B C",
            "# MB Council",
            "# Metropolitan Council",
            "# Borough Council",
            "# Council",
            "Metropolitan Borough of #",
            "Borough of #",
            "# Metropolitan B C",
            "# Met Borough Council",
            "# MBC Council",
        ],
    ),
    (
        " Metropolitan District Council",
        &["# MDC", "# M D C", "# Metropolitan Council", "# Council", "# MBC", "# District Council"],
    ),
    (
        " Borough Council",
        &["# BC", "# B C", "# Council", "Borough of #", "# Borough", "# Borough Coun", "# Borough Co"],
    ),
    (" County Council", &["# CC", "# C C", "# Council", "# County", "# County Coun", "County Council of #"]),
    (" District Council", &["# DC", "# D C", "# Council", "# District", "# District Coun"]),
    (
        " City Council",
        &["# CC", "# C C", "# Council", "City of #", "City of # Council", "Council of the City of #", "# City"],
    ),
    (" Combined Authority", &["# CA", "# Mayoral Combined Authority", "Combined Authority for #"]),
    (" Council", &["# C", "Council of #", "# City Council", "# Borough Council"]),
];

/// The forms of one official name that payment systems make: `MBC`, `MB Council`, `Council of the City of`.
fn forms(official: &str) -> Vec<String> {
    let found = FORMS.iter().find_map(|(ending, forms)| Some((official.strip_suffix(ending)?, *forms)));
    found.map_or_else(Vec::new, |(stem, forms)| {
        let stem = stem.strip_prefix("City of ").unwrap_or(stem);
        forms.iter().map(|form| form.replace('#', stem)).collect()
    })
}

// Forms that stand for an area; `#` is its name.
const LONDON_BOROUGH_FORMS: [&str; 12] = [
    "London Borough of # Council",
    "LB of #",
    "LB #",
    "LBO #",
    "# London Borough",
    "# London Borough Council",
    "# Council",
    "London Borough #",
    "# LBC",
    "L B of #",
    "London Borough of #",
    "# Borough Council",
];
const ROYAL_BOROUGH_FORMS: [&str; 13] = [
    "Royal Borough of # Council",
    "RB of #",
    "RB #",
    "# Royal Borough",
    "# Royal Borough of",
    "# Council Royal Borough of",
    "# Council",
    "# Borough Council",
    "London Borough of #",
    "London Borough of # Council",
    "LB of #",
    "# London Borough",
    "# London Borough Council",
];
const CITY_FORMS: [&str; 10] = [
    "# City Council",
    "# Metropolitan District Council",
    "# MDC",
    "# MBC",
    "City of # MDC",
    "# Council",
    "City of #",
    "City of # Council",
    "# Metropolitan Borough Council",
    "# Council City of",
];
const COUNCIL_FORMS: [&str; 10] = [
    "# Council",
    "# Borough Council",
    "# Unitary Authority",
    "# UA",
    "# MBC",
    "# Metropolitan Borough Council",
    "Metropolitan Borough of #",
    "Borough of #",
    "# Borough of",
    "# Metropolitan Council",
];

/// Forms from the area alone, for councils that are named in several ways.
fn forms_of_area(nice: &str, kind: BodyKind, official: &str) -> Vec<String> {
    let forms: &[&str] = match kind {
        _ if nice.is_empty() => &[],
        _ if official.starts_with("London Borough of ") => &LONDON_BOROUGH_FORMS,
        _ if official.starts_with("Royal Borough of ") => &ROYAL_BOROUGH_FORMS,
        BodyKind::Council if official.starts_with("City of ") => &CITY_FORMS,
        BodyKind::Council => &COUNCIL_FORMS,
        BodyKind::CountyCouncil => &["# County Council", "# Council"],
        _ => &[],
    };
    // Unitary councils that took the place of a county are still paid under its name.
    let county = (official == format!("{nice} Council")).then_some("# County Council");
    forms.iter().copied().chain(county).map(|form| form.replace('#', nice)).collect()
}
