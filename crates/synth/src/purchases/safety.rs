//! Police and fire.

use super::{Purchase, buy};
use crate::bodies::{AMBLEFORD, COUNTY, FIRE as FIRE_ID, POLICE as POLICE_ID};
use crate::trades::TradeId::*;

pub(crate) const POLICE: &[Purchase] = &[
    buy(
        60,
        "Corporate Finance",
        "Fleet Workshops",
        "Vehicle parts and repairs",
        &["Vehicle parts", "Response vehicle", "Tyres"],
        Vehicles,
        1_450.0,
        1.1,
    )
    .capital(20),
    buy(
        50,
        "Digital",
        "Force Systems",
        "Computer software",
        &["Software licences", "Body worn video", "Radio airtime"],
        Computing,
        4_100.0,
        1.3,
    )
    .capital(15),
    buy(
        40,
        "Estates",
        "Stations and Custody",
        "Building repairs",
        &["Custody suite repairs", "Station maintenance"],
        Building,
        1_900.0,
        1.2,
    )
    .capital(15),
    buy(26, "Estates", "Stations and Custody", "Utilities", &["Electricity", "Gas", "Water"], Energy, 1_500.0, 1.1),
    buy(
        36,
        "Operations",
        "Uniform and Equipment",
        "Uniforms",
        &["Body armour", "Uniform", "Batons"],
        Kit,
        1_350.0,
        1.0,
    ),
    buy(
        40,
        "Crime",
        "Forensic Services",
        "Forensic examination",
        &["Forensic submissions", "Drug analysis", "Digital examination"],
        Kit,
        2_200.0,
        0.9,
    ),
    buy(
        30,
        "Crime",
        "Investigations",
        "Investigation costs",
        &["Interpreter", "Expert witness", "Covert operation"],
        Advice,
        1_100.0,
        0.9,
    )
    .withheld(22),
    buy(
        18,
        "Custody",
        "Custody Healthcare",
        "Medical fees",
        &["Forensic physician", "Custody nurses"],
        Practices,
        1_600.0,
        0.7,
    ),
    buy(
        14,
        "People",
        "Learning and Development",
        "Training",
        &["Detective course", "Driver training"],
        Schools,
        1_200.0,
        0.8,
    ),
    buy(
        12,
        "Commissioner",
        "Victim Services",
        "Grants",
        &["Victim support contract", "Domestic abuse service"],
        Charities,
        6_300.0,
        0.9,
    ),
    buy(10, "Operations", "Operations", "Accommodation", &["Mutual aid accommodation"], Hotels, 980.0, 0.7),
    buy(8, "Corporate Finance", "Insurance", "Insurance", &["Premiums", "Claims"], Money, 3_600.0, 1.2),
    buy(8, "Corporate Finance", "Legal", "Legal fees", &["Counsel", "Inquest costs"], Law, 2_100.0, 1.0),
    buy(
        4,
        "Estates",
        "Stations and Custody",
        "Joint working",
        &["Shared station running costs"],
        Property,
        3_900.0,
        0.6,
    )
    .supplied_by(FIRE_ID),
    buy(
        3,
        "Corporate Finance",
        "Fleet Workshops",
        "Joint working",
        &["Vehicle maintenance by the county"],
        Vehicles,
        2_800.0,
        0.7,
    )
    .supplied_by(COUNTY),
    buy(2, "Operations", "Operations", "Mutual aid", &["Officers lent for an event"], Kit, 5_500.0, 0.9)
        .supplied_elsewhere(&[23, 24]),
];

pub(crate) const FIRE: &[Purchase] = &[
    buy(
        40,
        "Service Delivery",
        "Appliances",
        "Vehicle repairs and parts",
        &["Pump service", "Aerial ladder platform", "Tyres"],
        Vehicles,
        1_300.0,
        1.1,
    )
    .capital(25),
    buy(
        36,
        "Service Delivery",
        "Operational Equipment",
        "Equipment",
        &["Breathing apparatus", "Hose", "Cutting equipment"],
        Kit,
        1_250.0,
        1.0,
    ),
    buy(
        30,
        "Assets",
        "Stations",
        "Repairs and maintenance",
        &["Station repairs", "Appliance bay doors"],
        Building,
        1_500.0,
        1.1,
    )
    .capital(12),
    buy(22, "Assets", "Stations", "Utilities", &["Electricity", "Gas", "Water"], Energy, 1_050.0, 1.0),
    buy(
        22,
        "Digital",
        "Control Room",
        "Computing",
        &["Mobilising system", "Airwave", "Laptops"],
        Computing,
        2_400.0,
        1.2,
    ),
    buy(16, "Prevention", "Home Safety", "Supplies", &["Smoke alarms", "Safe and well leaflets"], Office, 760.0, 0.8),
    buy(16, "People", "Training", "Training", &["Incident command course", "Trauma training"], Schools, 1_150.0, 0.8),
    buy(12, "Service Delivery", "Uniform", "Clothing", &["Fire kit", "Station wear"], Kit, 1_000.0, 0.8),
    buy(8, "Corporate", "Insurance", "Insurance", &["Premiums"], Money, 3_100.0, 1.0),
    buy(4, "Digital", "Control Room", "Joint working", &["Shared control room"], Computing, 6_200.0, 0.5)
        .supplied_by(POLICE_ID),
    buy(3, "Assets", "Stations", "Joint working", &["Grass cutting", "Trade refuse"], Gardens, 780.0, 0.4)
        .supplied_by(AMBLEFORD),
];
