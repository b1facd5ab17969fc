//! Health bodies, in the headings of the Treasury's £25,000 format.

use super::{Purchase, buy};
use crate::bodies::{COUNTY, FENHOLT, HOSPITALS as HOSPITALS_ID, PARTNERSHIP as PARTNERSHIP_ID};
use crate::trades::TradeId::*;

const COMMISSIONING: &str = "Commissioning";
const PRIMARY: &str = "Primary Care";
const RUNNING: &str = "Running Costs";

pub(crate) const COMMISSIONER: &[Purchase] = &[
    buy(
        160,
        PRIMARY,
        "GP Contracts",
        "Healthcare from Practices",
        &["Global sum", "Practice premises", "Local enhanced services"],
        Practices,
        52_000.0,
        0.6,
    ),
    buy(
        70,
        PRIMARY,
        "Prescribing",
        "Pharmacy Payments",
        &["Prescribing costs", "Dispensing fees"],
        Practices,
        48_000.0,
        0.8,
    ),
    buy(
        80,
        COMMISSIONING,
        "Continuing Healthcare",
        "Nursing Homes",
        &["Continuing healthcare placements", "Funded nursing care"],
        CareHomes,
        36_000.0,
        0.5,
    )
    .withheld(2),
    buy(
        40,
        COMMISSIONING,
        "Mental Health",
        "Independent Sector",
        &["Section 117 aftercare", "Eating disorder beds"],
        Hospitals,
        58_000.0,
        0.9,
    ),
    buy(
        50,
        COMMISSIONING,
        "Acute",
        "Independent Sector",
        &["Planned orthopaedics", "Diagnostics", "Cataracts"],
        Hospitals,
        88_000.0,
        1.0,
    ),
    buy(
        30,
        COMMISSIONING,
        "Community Services",
        "Voluntary Sector",
        &["Hospice contract", "Social prescribing"],
        Charities,
        41_000.0,
        0.7,
    ),
    buy(
        16,
        COMMISSIONING,
        "Patient Transport",
        "Transport",
        &["Non-emergency patient transport"],
        Coaches,
        62_000.0,
        0.7,
    ),
    buy(18, RUNNING, "Corporate", "Computer Software", &["Clinical systems", "Data centre"], Computing, 44_000.0, 0.8),
    buy(12, RUNNING, "Corporate", "Professional Fees", &["Consultancy", "External audit"], Advice, 39_000.0, 0.6),
    buy(10, RUNNING, "Corporate", "Agency", &["Interim staff"], Staffing, 31_000.0, 0.4),
    buy(6, COMMISSIONING, "Acute", "Healthcare from NHS Trusts", &["Out of area treatments"], Hospitals, 96_000.0, 0.9)
        .supplied_elsewhere(&[20, 21, 22]),
    buy(
        4,
        COMMISSIONING,
        "Community Services",
        "Local Authorities",
        &["Community equipment pool", "Nursing care in council homes"],
        CareHomes,
        47_000.0,
        0.6,
    )
    .supplied_by(COUNTY),
];

const CLINICAL: &str = "Clinical Supplies";
const ESTATES: &str = "Estates and Facilities";

pub(crate) const HOSPITALS: &[Purchase] = &[
    buy(
        150,
        "Theatres",
        CLINICAL,
        "Medical and Surgical Equipment",
        &["Implants", "Sutures", "Theatre packs"],
        Medical,
        9_500.0,
        1.0,
    ),
    buy(120, "Pharmacy", CLINICAL, "Drugs", &["High cost drugs", "Chemotherapy", "Vaccines"], Medical, 14_500.0, 1.1),
    buy(60, "Pathology", CLINICAL, "Laboratory Reagents", &["Reagents", "Blood products"], Medical, 8_800.0, 0.9),
    buy(
        70,
        "Medical Staffing",
        "Workforce",
        "Agency Medical",
        &["Locum consultant", "Agency nurses"],
        Staffing,
        8_100.0,
        0.8,
    ),
    buy(
        60,
        "Estates",
        ESTATES,
        "Building Maintenance",
        &["Lift repairs", "Ward refurbishment", "Boiler house"],
        Building,
        10_500.0,
        1.2,
    )
    .capital(30),
    buy(40, "Estates", ESTATES, "Energy", &["Electricity", "Gas", "Water"], Energy, 16_000.0, 1.2),
    buy(
        34,
        "Facilities",
        ESTATES,
        "Cleaning and Catering",
        &["Patient meals", "Cleaning contract", "Linen"],
        Food,
        8_600.0,
        0.9,
    ),
    buy(20, "Facilities", ESTATES, "Security", &["Security guards", "Car parking"], Guards, 7_900.0, 0.6),
    buy(
        45,
        "Informatics",
        "Digital",
        "Computer Software",
        &["Electronic patient record", "Hardware refresh"],
        Computing,
        12_000.0,
        1.2,
    )
    .capital(25),
    buy(25, "Radiology", CLINICAL, "Maintenance Contracts", &["Scanner maintenance"], Medical, 13_000.0, 0.8),
    buy(
        14,
        "Elective Care",
        "Insourcing",
        "Services from Other Providers",
        &["Weekend lists", "Insourced endoscopy"],
        Hospitals,
        21_000.0,
        0.8,
    ),
    buy(12, "Corporate", "Finance", "Professional Fees", &["Consultancy", "Legal advice"], Law, 7_400.0, 0.8),
    buy(8, "Corporate", "Finance", "Insurance", &["Premiums"], Money, 9_900.0, 0.8),
    buy(
        8,
        "Elective Care",
        "Services from NHS Bodies",
        "Services from Other Providers",
        &["Specialist opinion", "Pathology referral"],
        Hospitals,
        12_500.0,
        0.8,
    )
    .supplied_elsewhere(&[20, 21]),
    buy(
        6,
        "Emergency Care",
        "Services from NHS Bodies",
        "Services from Other Providers",
        &["Liaison psychiatry"],
        Hospitals,
        19_000.0,
        0.5,
    )
    .supplied_by(PARTNERSHIP_ID),
];

pub(crate) const PARTNERSHIP: &[Purchase] = &[
    buy(
        70,
        "Inpatient Services",
        "Out of Area Beds",
        "Services from Other Providers",
        &["Out of area placement"],
        Hospitals,
        16_500.0,
        0.7,
    )
    .withheld(6),
    buy(
        60,
        "Workforce",
        "Temporary Staffing",
        "Agency",
        &["Agency nurses", "Locum psychiatrist"],
        Staffing,
        7_300.0,
        0.7,
    ),
    buy(
        40,
        "Community Services",
        "Supported Housing",
        "Services from Other Providers",
        &["Supported housing", "Peer support"],
        Charities,
        8_200.0,
        0.8,
    ),
    buy(
        40,
        "Estates",
        "Estates",
        "Building Maintenance",
        &["Ward refurbishment", "Anti-ligature works"],
        Building,
        7_700.0,
        1.1,
    )
    .capital(25),
    buy(30, "Estates", "Estates", "Rent", &["Clinic rent"], Property, 9_300.0, 0.6),
    buy(24, "Pharmacy", "Pharmacy", "Drugs", &["Clozapine", "Depot injections"], Medical, 6_900.0, 0.7),
    buy(28, "Digital", "Digital", "Computer Software", &["Clinical record", "Laptops"], Computing, 7_800.0, 0.9),
    buy(12, "Estates", "Estates", "Energy", &["Electricity", "Gas"], Energy, 7_100.0, 0.8),
    buy(10, "Community Services", "Children's Community", "Transport", &["Patient transport"], Coaches, 5_900.0, 0.5),
    buy(
        6,
        "Estates",
        "Estates",
        "Services from NHS Bodies",
        &["Shared site services", "Pathology tests"],
        Hospitals,
        14_000.0,
        0.6,
    )
    .supplied_by(HOSPITALS_ID),
    buy(3, "Estates", "Estates", "Rent", &["Clinic in the civic centre"], Property, 6_600.0, 0.3).supplied_by(FENHOLT),
];
