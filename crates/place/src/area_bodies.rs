//! The bodies that spend in an area in a year.

use jiff::civil::Date;
use model::place::Reach;
use model::{BodyKind, FinancialYear};
use serde::Deserialize;

use crate::area_choice::Area;
use crate::areas::{Council, DEPARTMENTS, Department, ServingBody, council, day, districts, overlap, serving_bodies};
use crate::pilots::slug;

/// A body that spends in an area, as `place.toml` is to have it.
#[derive(Debug)]
pub(crate) struct AreaBody {
    pub id: String,
    pub name: String,
    pub kind: BodyKind,
    pub other_names: Vec<String>,
    /// Scheme and code: `ons`, `ecode`.
    pub codes: Vec<(&'static str, String)>,
    pub reach: Reach,
    /// The districts that it serves, where some of them are outside the area.
    pub serves: Vec<String>,
    pub remarks: Vec<String>,
}

impl AreaBody {
    fn new(name: &str, kind: BodyKind) -> AreaBody {
        AreaBody {
            id: slug(name),
            name: name.to_owned(),
            kind,
            other_names: Vec::new(),
            codes: Vec::new(),
            reach: Reach::Local,
            serves: Vec::new(),
            remarks: Vec::new(),
        }
    }

    fn has_ons(&self, code: &str) -> bool {
        self.codes.iter().any(|(scheme, own)| *scheme == "ons" && own == code)
    }
}

/// The bodies of an area's year: councils, police, fire, transport and waste, health, departments.
pub(crate) fn bodies(area: &Area) -> Vec<AreaBody> {
    let serving = serving(area);
    let (own, run): (Vec<&ServingBody>, Vec<&ServingBody>) =
        serving.into_iter().partition(|body| body.run_by.is_none());
    let mut bodies: Vec<AreaBody> = councils(area).into_iter().map(|council| of_council(council, area)).collect();
    bodies.extend(own.into_iter().map(|body| of_serving(body, area)));
    for service in run {
        add_to_runner(service, &mut bodies);
    }
    bodies.extend(departments(area).into_iter().map(of_department));
    bodies
}

fn is_health(body: &ServingBody) -> bool {
    body.kind == BodyKind::NhsCommissioner
}

/// The councils of the districts, and the county councils above them.
fn councils(area: &Area) -> Vec<&'static Council> {
    let mut counties: Vec<&Council> = Vec::new();
    for county in area.districts.iter().filter_map(|district| council(district.county.as_deref()?)) {
        if !counties.iter().any(|known| known.code == county.code) {
            counties.push(county);
        }
    }
    area.districts.iter().copied().chain(counties).collect()
}

/// The other bodies that serve a district of the area, in the order in which a place lists them.
fn serving(area: &Area) -> Vec<&'static ServingBody> {
    let mut bodies = serving_bodies(area.year);
    bodies.retain(|body| area.districts.iter().any(|district| body.serves(district)));
    bodies.sort_by_key(|body| match body.kind {
        BodyKind::Police => 0,
        BodyKind::Fire => 1,
        BodyKind::CombinedAuthority => 2,
        BodyKind::NhsCommissioner => 4,
        _ => 3,
    });
    bodies
}

/// The departments that spend in every place, each under its last name of the year.
fn departments(area: &Area) -> Vec<&'static Department> {
    let mut departments: Vec<&Department> = Vec::new();
    let is_here = |row: &&Department| {
        overlap(row.valid_from, row.valid_to, area.year) && row.nation.as_deref().is_none_or(|it| it == area.nation())
    };
    for row in DEPARTMENTS.iter().filter(is_here) {
        match departments.iter_mut().find(|known| known.code == row.code) {
            Some(known) => *known = row,
            None => departments.push(row),
        }
    }
    departments
}

fn of_council(council: &Council, area: &Area) -> AreaBody {
    let mut body = AreaBody::new(&council.name, council.kind);
    body.codes = codes(Some(&council.code), council.ecode.as_ref());
    if council.kind == BodyKind::CountyCouncil {
        let own = districts(area.year).filter(|district| district.county.as_ref() == Some(&council.code));
        body.serves = beyond(own, area);
    }
    body
}

fn of_serving(row: &ServingBody, area: &Area) -> AreaBody {
    let mut body = AreaBody::new(&row.name, row.kind);
    body.codes = codes(row.ons.as_ref(), row.ecode.as_ref());
    body.serves = beyond(row.districts_in(area.year), area);
    body.remarks.extend(row.note.as_deref().map(sentence));
    let from = row.valid_from.filter(|first| area.year.first_day() < *first);
    let until = row.valid_to.filter(|last| *last < area.year.last_day());
    body.remarks.extend(from.map(|first| format!("From {}.", day(first))));
    body.remarks.extend(until.map(|last| format!("Until {}.", day(last))));
    if is_health(row) {
        body.remarks.push("Its area is common knowledge and not from a published list: check it.".to_owned());
    }
    body
}

fn of_department(row: &Department) -> AreaBody {
    let mut body = AreaBody::new(&row.name, row.kind);
    body.reach = Reach::National;
    body.remarks.push(sentence(&row.spends_on));
    body
}

/// A service that a body runs itself is no body of its own: payments to it are payments to that body.
fn add_to_runner(service: &ServingBody, bodies: &mut [AreaBody]) {
    let runner = service.run_by.as_deref().expect("only services that are run by a body come here");
    // In the year in which a service leaves its council it is a body too, and one name is one body's.
    let is_body = bodies.iter().any(|body| body.name == service.name);
    if let Some(body) = bodies.iter_mut().find(|body| body.has_ons(runner)) {
        let until = service.valid_to.map(|last| format!(" until {}", day(last))).unwrap_or_default();
        body.remarks.push(format!("It runs {} itself{until}; its return has the figures.", service.name));
        if !is_body {
            body.other_names.push(service.name.clone());
        }
    }
}

fn codes(ons: Option<&String>, ecode: Option<&String>) -> Vec<(&'static str, String)> {
    let named = |scheme, code: Option<&String>| code.map(|code| (scheme, code.clone()));
    named("ons", ons).into_iter().chain(named("ecode", ecode)).collect()
}

/// The codes of districts that a body serves, if some are outside the area; else nothing needs to be said.
fn beyond(served: impl Iterator<Item = &'static Council>, area: &Area) -> Vec<String> {
    let served: Vec<&Council> = served.collect();
    if served.iter().all(|district| area.has(district)) {
        return Vec::new();
    }
    served.into_iter().map(|district| district.code.clone()).collect()
}

/// `police authority` as a sentence.
fn sentence(note: &str) -> String {
    let mut chars = note.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// An NHS trust of the shipped registers.
#[derive(Deserialize)]
struct Trust {
    name: String,
    #[serde(default)]
    valid_to: Option<String>,
}

/// Hospital and other provider trusts that bear the name of a district of the area and had not ended before the year.
///
/// Where a trust's patients live no register tells, so nothing but the name is known.
pub(crate) fn trusts_by_name(area: &Area) -> Vec<String> {
    let lists = [
        include_str!("../../../reference/registers/nhs_trusts.csv"),
        include_str!("../../../reference/registers/nhs_former_trusts.csv"),
    ];
    let names: Vec<&str> = area.districts.iter().map(|district| district.area_name()).collect();
    let trusts = lists.iter().flat_map(|list| csv::Reader::from_reader(list.as_bytes()).into_deserialize::<Trust>());
    let mut found: Vec<String> = trusts
        .map(|trust| trust.expect("the registers are part of the program, and a test reads them"))
        .filter(|trust| names.iter().any(|name| has_words(&trust.name, name)) && was_there(trust, area.year))
        .map(|trust| trust.name)
        .collect();
    found.sort();
    found
}

fn was_there(trust: &Trust, year: FinancialYear) -> bool {
    let last: Option<Date> = trust.valid_to.as_deref().and_then(|day| day.parse().ok());
    last.is_none_or(|last| year.first_day() < last)
}

/// Whether a name has the words of another in a row.
fn has_words(name: &str, words: &str) -> bool {
    let plain = |text: &str| format!(" {} ", text.replace([',', '-', '\''], " ").to_lowercase());
    plain(name).contains(&plain(words))
}
