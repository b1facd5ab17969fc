//! The department, the housing association, the community foundation and the combined authority.

use model::TransferKind;

use super::{Purchase, buy};
use crate::bodies::{COUNTY, FENHOLT, FOUNDATION as FOUNDATION_ID, HOMES as HOMES_ID};
use crate::trades::TradeId::*;

const LOCAL_GOVERNMENT: &str = "Local Government Finance";
const HEALTH_FUNDING: &str = "Health Funding";
const HOUSING: &str = "Homes and Places";
const CORE: &str = "Finance and Corporate Services";

/// A department's payments for the whole country.
pub(crate) const DEPARTMENT: &[Purchase] = &[
    buy(
        130,
        "Core Department",
        LOCAL_GOVERNMENT,
        "Current Grants to Local Authorities",
        &["Revenue support grant", "Social care grant", "Public health grant"],
        Advice,
        240_000.0,
        1.2,
    )
    .passed_elsewhere(TransferKind::Grant, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
    buy(
        30,
        "Core Department",
        HOUSING,
        "Capital Grants to Local Authorities",
        &["Disabled facilities grant", "Brownfield land"],
        Advice,
        190_000.0,
        1.0,
    )
    .passed_elsewhere(TransferKind::Grant, &[0, 1, 2, 3, 5, 7, 9, 10, 11, 13, 14]),
    buy(45, "Core Department", HEALTH_FUNDING, "Cash Funding", &["Cash drawn down"], Advice, 900_000.0, 0.9)
        .passed_elsewhere(TransferKind::Grant, &[16, 17, 18, 19]),
    buy(20, "Core Department", LOCAL_GOVERNMENT, "Police Grant", &["Main police grant"], Advice, 700_000.0, 0.6)
        .passed_elsewhere(TransferKind::Grant, &[23, 24]),
    buy(12, "Core Department", HOUSING, "Grant in Aid", &["Grant in aid"], Advice, 800_000.0, 0.8)
        .passed_elsewhere(TransferKind::Grant, &[26, 27]),
    buy(
        80,
        "Core Department",
        CORE,
        "Information Technology",
        &["Hosting", "Software licences", "Digital services"],
        Computing,
        61_000.0,
        0.9,
    ),
    buy(
        60,
        "Core Department",
        CORE,
        "Contractors and Consultancy",
        &["Programme support", "Policy research"],
        Advice,
        52_000.0,
        0.7,
    ),
    buy(
        40,
        "Core Department",
        CORE,
        "Accommodation",
        &["Rent and service charge", "Facilities management"],
        Property,
        74_000.0,
        0.9,
    ),
    buy(20, "Core Department", CORE, "Agency Staff", &["Temporary staff"], Staffing, 38_000.0, 0.5),
    buy(16, "Core Department", CORE, "Legal Costs", &["Litigation", "Inquiry"], Law, 43_000.0, 0.8),
    buy(
        50,
        "Core Department",
        HOUSING,
        "Grants to Voluntary Bodies",
        &["Rough sleeping initiative", "Advice services"],
        Charities,
        58_000.0,
        0.9,
    ),
    buy(
        30,
        "Health Improvement Agency",
        "Vaccines and Screening",
        "Purchase of Goods",
        &["Vaccines", "Test kits"],
        Medical,
        120_000.0,
        1.2,
    ),
    buy(14, "Health Improvement Agency", "Campaigns", "Marketing", &["Stop smoking campaign"], Office, 47_000.0, 0.8),
    buy(
        10,
        "Core Department",
        HEALTH_FUNDING,
        "Research and Development",
        &["Clinical trial", "Health research"],
        Hospitals,
        66_000.0,
        0.7,
    ),
];

/// A housing association's own payments.
pub(crate) const HOMES: &[Purchase] = &[
    buy(
        160,
        "Property Services",
        "Responsive Repairs",
        "Repairs",
        &["Day to day repairs", "Void works", "Damp and mould"],
        Building,
        620.0,
        1.1,
    ),
    buy(
        60,
        "Property Services",
        "Planned Investment",
        "Major Works",
        &["Kitchens", "Roofs", "Windows"],
        Building,
        4_900.0,
        1.0,
    )
    .capital(95),
    buy(
        40,
        "Development",
        "New Homes",
        "Development",
        &["Stage payment", "Site investigation"],
        Building,
        21_000.0,
        1.2,
    )
    .capital(100),
    buy(
        40,
        "Property Services",
        "Estate Services",
        "Grounds and Cleaning",
        &["Grass cutting", "Communal cleaning"],
        Gardens,
        560.0,
        0.8,
    ),
    buy(
        30,
        "Property Services",
        "Estate Services",
        "Utilities",
        &["Communal electricity", "District heating"],
        Energy,
        740.0,
        1.0,
    ),
    buy(
        30,
        "Customer Services",
        "Supported Housing",
        "Support Costs",
        &["Support contract", "Scheme activities"],
        Charities,
        1_100.0,
        0.9,
    ),
    buy(24, "Corporate", "ICT", "Software", &["Housing system", "Telephones"], Computing, 1_400.0, 1.1),
    buy(14, "Corporate", "People", "Agency Staff", &["Temporary staff"], Staffing, 1_250.0, 0.6),
    buy(10, "Corporate", "Legal and Insurance", "Insurance", &["Buildings insurance"], Money, 2_900.0, 1.0),
    buy(8, "Corporate", "Legal and Insurance", "Legal Fees", &["Possession proceedings"], Law, 820.0, 0.8),
    buy(
        6,
        "Customer Services",
        "Lettings",
        "Council Tax on Empty Homes",
        &["Council tax, void properties"],
        Property,
        310.0,
        0.5,
    )
    .supplied_by(FENHOLT),
];

/// Grants of a charity, in the columns of the 360Giving standard.
pub(crate) const FOUNDATION: &[Purchase] = &[
    buy(
        40,
        "Stronger Communities",
        "Community Grants",
        "Grants",
        &["Running costs of a community centre", "Lunch club", "New kitchen"],
        Charities,
        2_600.0,
        0.8,
    ),
    buy(
        25,
        "Young People",
        "Youth Fund",
        "Grants",
        &["Detached youth work", "Summer activities", "Boxing sessions"],
        Charities,
        3_400.0,
        0.7,
    ),
    buy(
        20,
        "Warm Spaces",
        "Hardship Fund",
        "Grants",
        &["Food bank", "Warm space", "Debt advice"],
        Charities,
        1_800.0,
        0.7,
    ),
    buy(15, "Arts for All", "Arts Fund", "Grants", &["Community choir", "Reminiscence theatre"], Leisure, 2_100.0, 0.7),
];

pub(crate) const COMBINED: &[Purchase] = &[
    buy(
        50,
        "Transport",
        "Bus Services",
        "Third Party Payments",
        &["Bus service contract", "Travel scheme"],
        Coaches,
        9_800.0,
        1.2,
    ),
    buy(
        20,
        "Transport",
        "Transport Schemes",
        "Capital Works",
        &["Cycle route", "Station improvements"],
        Roads,
        31_000.0,
        1.1,
    )
    .capital(90),
    buy(
        50,
        "Skills",
        "Adult Skills",
        "Third Party Payments",
        &["Adult skills provision", "Bootcamp"],
        Schools,
        12_500.0,
        1.0,
    ),
    buy(
        20,
        "Skills",
        "Employment Support",
        "Third Party Payments",
        &["Work and health programme", "Job coaching"],
        Charities,
        9_100.0,
        0.9,
    ),
    buy(
        20,
        "Growth",
        "Business Support",
        "Supplies and Services",
        &["Business growth hub", "Innovation vouchers"],
        Advice,
        5_800.0,
        1.0,
    ),
    buy(16, "Growth", "Regeneration", "Capital Grants", &["Brownfield housing fund"], Building, 45_000.0, 1.0)
        .capital(90),
    buy(14, "Corporate", "ICT", "Supplies and Services", &["Software licences"], Computing, 2_400.0, 1.0),
    buy(12, "Corporate", "Mayor's Office", "Supplies and Services", &["Research", "Events"], Advice, 3_100.0, 1.0),
    buy(
        6,
        "Transport",
        "Highways Partnership",
        "Supplies and Services",
        &["Traffic modelling", "Seconded engineer"],
        Roads,
        8_300.0,
        0.7,
    )
    .supplied_by(COUNTY),
    buy(4, "Growth", "Community Wealth", "Supplies and Services", &["Grant administration"], Charities, 3_900.0, 0.6)
        .supplied_by(FOUNDATION_ID),
    buy(4, "Growth", "Regeneration", "Capital Grants", &["Affordable homes, stage payment"], Property, 52_000.0, 0.6)
        .capital(100)
        .supplied_outside_the_perimeter(HOMES_ID),
];
