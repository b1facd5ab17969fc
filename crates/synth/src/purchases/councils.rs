//! Councils: a county with social care, schools and roads; districts with housing, waste and benefits.

use model::Treatment;

use super::{HOUSING_BENEFIT, Purchase, buy};
use crate::bodies::{AMBLEFORD, COUNTY as COUNTY_ID, FENHOLT, HOMES, HOSPITALS, PARTNERSHIP, POLICE};
use crate::trades::TradeId::*;

const ADULTS: &str = "Adult Social Care";
const CHILDREN: &str = "Children and Families";
const PLACE: &str = "Place and Environment";
const CORPORATE: &str = "Corporate Resources";
const HEALTH: &str = "Public Health";
const THIRD_PARTY: &str = "Third Party Payments";
const SUPPLIES: &str = "Supplies and Services";
const PREMISES: &str = "Premises Related Expenditure";
const TRANSPORT: &str = "Transport Related Expenditure";

pub(crate) const COUNTY: &[Purchase] = &[
    buy(
        150,
        ADULTS,
        "Older People Residential Care",
        THIRD_PARTY,
        &["Residential placements", "Nursing placements", "Care home fees"],
        CareHomes,
        2_400.0,
        0.8,
    )
    .withheld(2)
    .repeated(6),
    buy(
        130,
        ADULTS,
        "Home Care",
        THIRD_PARTY,
        &["Weekly home care", "Home care packages", "Reablement"],
        HomeCare,
        1_450.0,
        1.0,
    )
    .repeated(14),
    buy(
        70,
        ADULTS,
        "Learning Disability",
        THIRD_PARTY,
        &["Supported living", "Day opportunities"],
        HomeCare,
        3_100.0,
        1.0,
    )
    .withheld(4),
    buy(40, ADULTS, "Direct Payments", THIRD_PARTY, &["Direct payment to client"], Charities, 1_150.0, 0.7)
        .withheld(92),
    buy(
        18,
        ADULTS,
        "Adult Mental Health",
        THIRD_PARTY,
        &["Supported accommodation", "Crisis support"],
        Charities,
        2_600.0,
        0.9,
    )
    .withheld(5),
    buy(16, ADULTS, "Equipment and Adaptations", SUPPLIES, &["Community equipment", "Hoists"], Medical, 900.0, 1.2),
    buy(55, CHILDREN, "Fostering", THIRD_PARTY, &["Foster care allowance"], Charities, 1_050.0, 0.5).withheld(95),
    buy(
        42,
        CHILDREN,
        "Independent Fostering",
        THIRD_PARTY,
        &["Agency foster placement", "Independent fostering agency"],
        Fostering,
        3_600.0,
        0.6,
    )
    .repeated(5),
    buy(
        16,
        CHILDREN,
        "Children Residential Care",
        THIRD_PARTY,
        &["Residential placement", "Secure placement"],
        Fostering,
        17_500.0,
        0.6,
    )
    .withheld(5),
    buy(
        30,
        CHILDREN,
        "Early Years",
        THIRD_PARTY,
        &["Nursery places for two year olds", "Early years funding"],
        Nurseries,
        2_300.0,
        0.9,
    ),
    buy(
        10,
        CHILDREN,
        "Family Support",
        SUPPLIES,
        &["Parenting programme", "Family hub activities"],
        Charities,
        1_500.0,
        1.1,
    ),
    buy(
        45,
        CHILDREN,
        "Special Educational Needs",
        THIRD_PARTY,
        &["Independent special school fees", "Top up funding", "Alternative provision"],
        Schools,
        7_200.0,
        1.0,
    ),
    buy(
        35,
        CHILDREN,
        "Schools",
        SUPPLIES,
        &["Books and equipment", "School improvement", "Supply staff"],
        Schools,
        1_100.0,
        1.2,
    ),
    buy(
        48,
        PLACE,
        "Home to School Transport",
        TRANSPORT,
        &["Pupil transport", "Taxi contract", "Passenger assistants"],
        Coaches,
        2_100.0,
        0.9,
    )
    .repeated(4),
    buy(
        30,
        PLACE,
        "Highways Maintenance",
        PREMISES,
        &["Resurfacing", "Pothole repairs", "Winter gritting", "Drainage works"],
        Roads,
        9_500.0,
        1.5,
    )
    .capital(35),
    buy(10, PLACE, "Road Safety", SUPPLIES, &["Traffic signals", "School crossing equipment"], Roads, 2_200.0, 1.1)
        .capital(10),
    buy(
        14,
        PLACE,
        "Waste Disposal",
        THIRD_PARTY,
        &["Landfill and recycling", "Household waste sites"],
        Waste,
        16_000.0,
        1.3,
    ),
    buy(
        14,
        PLACE,
        "Public Transport",
        TRANSPORT,
        &["Supported bus services", "Concessionary fares"],
        Coaches,
        6_500.0,
        1.3,
    ),
    buy(10, PLACE, "Libraries", SUPPLIES, &["Books", "Library system", "Reading groups"], Office, 750.0, 1.0),
    buy(7, PLACE, "Economic Development", SUPPLIES, &["Business support", "Inward investment"], Advice, 3_900.0, 1.2),
    buy(7, PLACE, "Countryside", PREMISES, &["Rights of way", "Tree works"], Gardens, 1_150.0, 1.1),
    buy(
        12,
        HEALTH,
        "Substance Misuse",
        THIRD_PARTY,
        &["Drug and alcohol treatment", "Needle exchange"],
        Charities,
        5_600.0,
        1.1,
    ),
    buy(8, HEALTH, "Sexual Health", THIRD_PARTY, &["Contraceptive services"], Practices, 1_300.0, 0.9),
    buy(7, HEALTH, "Health Checks", THIRD_PARTY, &["NHS health checks"], Practices, 900.0, 0.7),
    buy(
        24,
        CORPORATE,
        "Property Services",
        PREMISES,
        &["Planned maintenance", "Responsive repairs", "New roof"],
        Building,
        2_700.0,
        1.5,
    )
    .capital(25),
    buy(14, CORPORATE, "Property Services", PREMISES, &["Electricity", "Gas", "Water charges"], Energy, 3_300.0, 1.4),
    buy(22, CORPORATE, "ICT", SUPPLIES, &["Software licences", "Hosting", "Telephones"], Computing, 3_800.0, 1.5)
        .capital(12),
    buy(
        18,
        CORPORATE,
        "Human Resources",
        "Employees",
        &["Agency staff", "Interim manager", "Recruitment advertising"],
        Staffing,
        3_400.0,
        0.9,
    ),
    buy(8, CORPORATE, "Legal Services", SUPPLIES, &["Counsel fees", "Court costs"], Law, 1_900.0, 1.1).withheld(3),
    buy(8, CORPORATE, "Transformation", SUPPLIES, &["Consultancy", "Programme support"], Advice, 8_500.0, 1.1),
    buy(6, CORPORATE, "Insurance", SUPPLIES, &["Premiums", "Claims handling"], Money, 6_300.0, 1.5),
    buy(6, CORPORATE, "Facilities Management", PREMISES, &["Cleaning", "Security guards"], Guards, 1_600.0, 1.0),
    buy(4, ADULTS, "Hospital Discharge", THIRD_PARTY, &["Discharge to assess beds"], Hospitals, 9_800.0, 0.8)
        .supplied_by(HOSPITALS),
    buy(4, HEALTH, "School Nursing", THIRD_PARTY, &["School nurses", "Health visiting"], Practices, 26_000.0, 0.6)
        .supplied_by(PARTNERSHIP),
    buy(4, PLACE, "Countryside", PREMISES, &["Verge cutting", "Room hire"], Gardens, 2_100.0, 0.9)
        .supplied_by(AMBLEFORD),
    buy(3, PLACE, "Community Safety", SUPPLIES, &["Crime analysis", "Shared control room"], Guards, 4_200.0, 0.8)
        .supplied_by(POLICE),
    buy(
        3,
        CHILDREN,
        "Children Residential Care",
        THIRD_PARTY,
        &["Out of county placement", "Asylum seekers' accommodation"],
        Fostering,
        6_900.0,
        0.8,
    )
    .supplied_elsewhere(&[0, 1, 3, 7]),
    buy(4, ADULTS, "Extra Care Housing", THIRD_PARTY, &["Housing related support"], Property, 5_200.0, 0.7)
        .supplied_outside_the_perimeter(HOMES),
];

const HOUSING: &str = "Housing and Communities";
const ENVIRONMENT: &str = "Environmental Services";
const REVENUES: &str = "Revenues and Benefits";
const RESOURCES: &str = "Resources";
const PLANNING: &str = "Planning and Growth";

pub(crate) const DISTRICT: &[Purchase] = &[
    buy(
        60,
        HOUSING,
        "Homelessness",
        THIRD_PARTY,
        &["Temporary accommodation", "Bed and breakfast"],
        Hotels,
        1_200.0,
        0.8,
    )
    .withheld(3)
    .repeated(6),
    buy(30, HOUSING, "Homelessness", THIRD_PARTY, &["Rent deposit", "Private sector leasing"], Property, 950.0, 0.6)
        .withheld(8),
    buy(
        90,
        HOUSING,
        "Council Housing",
        PREMISES,
        &["Void repairs", "Kitchens and bathrooms", "Boiler servicing"],
        Building,
        1_800.0,
        1.3,
    )
    .capital(30),
    buy(
        12,
        HOUSING,
        "Disabled Facilities Grants",
        THIRD_PARTY,
        &["Level access shower", "Stairlift"],
        Building,
        5_400.0,
        0.6,
    )
    .capital(90),
    buy(
        26,
        ENVIRONMENT,
        "Refuse Collection",
        THIRD_PARTY,
        &["Refuse collection", "Bins and caddies"],
        Waste,
        7_100.0,
        1.4,
    ),
    buy(20, ENVIRONMENT, "Street Cleansing", SUPPLIES, &["Street sweeping", "Graffiti removal"], Waste, 1_700.0, 1.0),
    buy(34, ENVIRONMENT, "Fleet", TRANSPORT, &["Fuel", "Tyres", "Vehicle hire"], Vehicles, 1_300.0, 1.0),
    buy(
        30,
        ENVIRONMENT,
        "Parks and Open Spaces",
        PREMISES,
        &["Grounds maintenance", "Tree works", "Play area inspection"],
        Gardens,
        1_100.0,
        1.1,
    )
    .capital(8),
    buy(
        14,
        ENVIRONMENT,
        "Environmental Health",
        SUPPLIES,
        &["Pest control", "Food sampling", "Kennels"],
        Guards,
        620.0,
        0.8,
    ),
    buy(12, ENVIRONMENT, "Car Parks", PREMISES, &["Pay machines", "Car park lighting"], Roads, 1_500.0, 1.1),
    buy(
        30,
        "Leisure and Culture",
        "Leisure Centres",
        SUPPLIES,
        &["Leisure management fee", "Gym equipment"],
        Leisure,
        2_400.0,
        1.4,
    )
    .capital(10),
    buy(
        14,
        "Leisure and Culture",
        "Theatre and Arts",
        SUPPLIES,
        &["Show settlement", "Artist fee"],
        Leisure,
        1_800.0,
        1.1,
    ),
    buy(16, PLANNING, "Planning Policy", SUPPLIES, &["Local plan evidence", "Design advice"], Advice, 3_000.0, 1.1),
    buy(
        8,
        PLANNING,
        "Town Centre Regeneration",
        PREMISES,
        &["Market square works", "Shop front grants"],
        Building,
        7_000.0,
        1.4,
    )
    .capital(60),
    buy(26, RESOURCES, "ICT", SUPPLIES, &["Software licences", "Laptops", "Telephones"], Computing, 2_200.0, 1.4),
    buy(22, RESOURCES, "Property", PREMISES, &["Electricity", "Gas", "Water charges"], Energy, 1_900.0, 1.3),
    buy(18, RESOURCES, "Human Resources", "Employees", &["Agency staff", "Training course"], Staffing, 1_900.0, 0.9),
    buy(10, RESOURCES, "Legal", SUPPLIES, &["Counsel fees"], Law, 1_300.0, 1.0),
    buy(12, RESOURCES, "Communications", SUPPLIES, &["Printing", "Signs", "Advertising"], Office, 780.0, 0.9),
    buy(6, RESOURCES, "Insurance", SUPPLIES, &["Premiums"], Money, 4_100.0, 1.2),
    buy(
        12,
        HOUSING,
        "Community Grants",
        THIRD_PARTY,
        &["Grant to community group", "Ward grant"],
        Charities,
        1_500.0,
        0.9,
    ),
    buy(55, REVENUES, HOUSING_BENEFIT, "Transfer Payments", &["Rent allowances"], Property, 1_100.0, 0.6)
        .to("Various", Treatment::Spend),
    buy(16, REVENUES, "Council Tax", "Transfer Payments", &["Council tax refund"], Property, 700.0, 0.5)
        .to("Council Tax Refund", Treatment::Excluded),
    buy(6, REVENUES, "Business Rates", "Transfer Payments", &["Business rates refund"], Property, 3_100.0, 1.0)
        .to("NNDR Refund", Treatment::Excluded),
    buy(6, RESOURCES, "Shared Services", SUPPLIES, &["Payroll service", "Internal audit"], Advice, 4_700.0, 0.7)
        .supplied_by(COUNTY_ID),
    buy(
        3,
        ENVIRONMENT,
        "Waste Partnership",
        SUPPLIES,
        &["Shared waste officer", "Joint procurement"],
        Waste,
        2_900.0,
        0.7,
    )
    .supplied_by(FENHOLT),
    buy(2, HOUSING, "Homelessness", THIRD_PARTY, &["Out of area placement"], Hotels, 1_900.0, 0.7)
        .supplied_elsewhere(&[4, 6, 12]),
];

/// Purchase cards: all values, in a file of their own.
pub(crate) const CARDS: &[Purchase] = &[
    buy(30, CORPORATE, "Travel", "Travel", &["Rail tickets", "Parking", "Fuel"], Coaches, 38.0, 0.9),
    buy(20, CHILDREN, "Accommodation", "Hotels", &["Overnight stay", "Emergency accommodation"], Hotels, 92.0, 0.7),
    buy(30, CHILDREN, "Groceries", "Groceries", &["Contact centre food", "Cookery session"], Food, 24.0, 0.9),
    buy(25, CORPORATE, "Stationery", "Office supplies", &["Paper", "Toner", "Postage"], Office, 31.0, 0.9),
    buy(12, CORPORATE, "Subscriptions", "Computing", &["Online subscription", "Web hosting"], Computing, 64.0, 1.1),
    buy(14, PLACE, "Materials", "Hardware", &["Paint", "Tools", "Safety boots"], Kit, 57.0, 1.0),
    buy(8, ADULTS, "Activities", "Leisure", &["Day trip", "Swimming session"], Leisure, 45.0, 0.8),
];
