//! The services that bodies report on, and which of them a heading of a ledger is for.

use crate::bodies::{AMBLEFORD, COMBINED, COUNTY, FENHOLT, FIRE, POLICE};

/// One service of the return.
#[derive(Debug)]
pub(super) struct Service {
    /// Of the common list.
    pub id: &'static str,
    /// As the return prints it.
    pub label: &'static str,
    /// Line of the return.
    pub line: u32,
    /// How the return's own codes shorten it.
    pub short: &'static str,
    /// Block of the capital return, and the service that this is.
    pub capital: (&'static str, &'static str),
    /// Pay for each pound of running expenses, beside other services.
    pub pay: f64,
    /// Fees and charges, and other income, for each pound of spending.
    pub income: [f64; 2],
}

macro_rules! services {
    ($($id:literal $label:literal $line:literal $short:literal $block:literal $capital:literal $pay:literal $fees:literal $other:literal,)+) => {
        [$(Service {
            id: $id, label: $label, line: $line, short: $short, capital: ($block, $capital), pay: $pay, income: [$fees, $other],
        },)+]
    };
}

pub(super) const N_SERVICES: usize = 13;

pub(super) const SERVICES: [Service; N_SERVICES] = services![
    "education" "Education services" 190 "edu" "Education" "education" 2.2 0.01 0.22,
    "highways_transport" "Highways and transport services" 290 "trans" "Transport" "highways_transport" 0.35 0.14 0.16,
    "childrens_social_care" "Children Social Care" 330 "csc" "Social services" "adult_social_care" 1.1 0.01 0.12,
    "adult_social_care" "Adult Social Care" 360 "asc" "Social services" "adult_social_care" 0.45 0.12 0.2,
    "public_health" "Public Health" 390 "phs" "Social services" "adult_social_care" 0.2 0.0 0.08,
    "housing" "Housing services (GFRA only)" 490 "hous" "Housing" "housing" 0.6 0.12 0.38,
    "cultural" "Cultural and related services" 509 "cul" "Culture" "cultural" 1.2 0.22 0.1,
    "environmental_regulatory" "Environmental and regulatory services" 590 "env" "Environment" "environmental_regulatory" 0.8 0.2 0.1,
    "planning_development" "Planning and development services" 599 "plan" "Planning" "planning_development" 1.5 0.22 0.28,
    "police" "Police services" 601 "pol" "Police" "police" 1.0 0.04 0.08,
    "fire" "Fire and rescue services" 602 "frs" "Fire" "fire" 1.0 0.02 0.03,
    "central_services" "Central services" 690 "cen" "Central" "central_services" 1.6 0.05 0.22,
    "other_services" "Other services" 698 "oth" "Central" "central_services" 1.0 0.1 0.1,
];

/// Position of a service.
///
/// # Panics
/// If there is none.
fn at(id: &str) -> usize {
    SERVICES.iter().position(|service| service.id == id).unwrap_or_else(|| panic!("`{id}` is a service"))
}

/// What a heading is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    Service(usize),
    /// The account that rents are paid into, which is no part of the return.
    CouncilHousing,
    /// Paid to households, on a line of its own.
    Benefits,
}

/// Which service a heading of a body's ledger is for.
pub(super) fn purpose(body: &str, department: &str, service: &str) -> Purpose {
    match (department, service) {
        (_, "Council Housing") => return Purpose::CouncilHousing,
        (_, crate::purchases::HOUSING_BENEFIT) => return Purpose::Benefits,
        _ => {}
    }
    let id = match body {
        COUNTY => of_county(department, service),
        AMBLEFORD | FENHOLT => of_district(department, service),
        POLICE => "police",
        FIRE => "fire",
        COMBINED if department == "Transport" => "highways_transport",
        COMBINED if department == "Corporate" => "central_services",
        _ => "planning_development",
    };
    Purpose::Service(at(id))
}

fn of_county(department: &str, service: &str) -> &'static str {
    match (department, service) {
        ("Adult Social Care", _) => "adult_social_care",
        ("Public Health", _) => "public_health",
        (_, "Early Years" | "Special Educational Needs" | "Schools" | "Home to School Transport") => "education",
        ("Children and Families", _) => "childrens_social_care",
        (_, "Highways Maintenance" | "Road Safety" | "Public Transport") => "highways_transport",
        (_, "Libraries") => "cultural",
        (_, "Economic Development") => "planning_development",
        ("Place and Environment", _) => "environmental_regulatory",
        _ => "central_services",
    }
}

fn of_district(department: &str, service: &str) -> &'static str {
    match (department, service) {
        (_, "Community Grants") => "other_services",
        (_, "Parks and Open Spaces") | ("Leisure and Culture", _) => "cultural",
        (_, "Car Parks") => "highways_transport",
        ("Housing and Communities", _) => "housing",
        ("Environmental Services", _) => "environmental_regulatory",
        ("Planning and Growth", _) => "planning_development",
        _ => "central_services",
    }
}
