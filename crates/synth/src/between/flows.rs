//! Flows from one body to another: who pays whom for what, how much for each person, in which months.

use model::{TransferKind, Treatment};

use super::{Flow, Receipt};
use crate::bodies::{
    AMBLEFORD, COMBINED, COUNTY, DEPARTMENT, DRAINAGE, FENHOLT, FIRE, FOUNDATION, HOMES, HOSPITALS, ICB, PARTNERSHIP,
    POLICE,
};
use crate::purchases::Class;

pub(super) const MONTHLY: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/// Precepts and rates are paid in ten instalments.
pub(super) const TEN: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
pub(super) const QUARTERLY: &[usize] = &[0, 3, 6, 9];
pub(super) const TWICE: &[usize] = &[0, 6];

pub(super) const fn flow(
    payer: &'static str,
    payee: &'static str,
    heading: [&'static str; 4],
    class: Class,
    per_head: f64,
    months: &'static [usize],
) -> Flow {
    Flow { payer, payee, heading, class, per_head, months, steady: true, receipt: None }
}

impl Flow {
    pub(super) const fn varying(self) -> Flow {
        Flow { steady: false, ..self }
    }

    const fn shown(
        self,
        body: &'static str,
        payer: &'static str,
        heading: [&'static str; 4],
        lag_months: usize,
    ) -> Flow {
        Flow { receipt: Some(Receipt { body, payer, heading, lag_months }), ..self }
    }
}

const fn grant(to: &'static str) -> Class {
    Class::transfer(TransferKind::Grant, to)
}

pub(super) const fn precept(to: &'static str) -> Class {
    Class::transfer(TransferKind::Precept, to)
}

const fn outside(to: &'static str) -> Class {
    Class { counterparty: Some(to), ..Class::SPEND }
}

const DEPARTMENT_NAME: &str = "Department for Communities, Health and Local Services";
const FUNDING: [&str; 3] = ["Corporate Resources", "Corporate Funding", "Government Grants"];

const fn funding(purpose: &'static str) -> [&'static str; 4] {
    [FUNDING[0], FUNDING[1], FUNDING[2], purpose]
}

pub(super) const FLOWS: &[Flow] = &[
    // ---- From the department
    flow(
        DEPARTMENT,
        "Wendshire County Council",
        ["Core Department", "Local Government Finance", "Current Grants to Local Authorities", "Revenue support grant"],
        grant(COUNTY),
        148.0,
        QUARTERLY,
    )
    .shown(COUNTY, DEPARTMENT_NAME, funding("Revenue support grant received"), 0),
    flow(
        DEPARTMENT,
        "Wendshire County Council",
        ["Core Department", "Local Government Finance", "Current Grants to Local Authorities", "Social care grant"],
        grant(COUNTY),
        121.0,
        MONTHLY,
    )
    .shown(COUNTY, DEPARTMENT_NAME, funding("Social care grant received"), 0),
    flow(
        DEPARTMENT,
        "Ambleford Borough Council",
        ["Core Department", "Local Government Finance", "Current Grants to Local Authorities", "Revenue support grant"],
        grant(AMBLEFORD),
        12.5,
        QUARTERLY,
    )
    .shown(AMBLEFORD, DEPARTMENT_NAME, funding("Revenue support grant received"), 0),
    flow(
        DEPARTMENT,
        "Ambleford Borough Council",
        [
            "Core Department",
            "Local Government Finance",
            "Current Grants to Local Authorities",
            "Housing benefit subsidy",
        ],
        grant(AMBLEFORD),
        96.0,
        MONTHLY,
    )
    .varying(),
    flow(
        DEPARTMENT,
        "Fenholt District Council",
        [
            "Core Department",
            "Local Government Finance",
            "Current Grants to Local Authorities",
            "Housing benefit subsidy",
        ],
        grant(FENHOLT),
        71.0,
        MONTHLY,
    )
    .varying(),
    flow(
        DEPARTMENT,
        "Police and Crime Commissioner for Wendshire",
        ["Core Department", "Local Government Finance", "Police Grant", "Main police grant"],
        grant(POLICE),
        139.0,
        MONTHLY,
    )
    .shown(
        POLICE,
        DEPARTMENT_NAME,
        ["Commissioner", "Funding", "Government grants", "Main police grant received"],
        0,
    ),
    flow(
        DEPARTMENT,
        "Wendshire Fire and Rescue Authority",
        ["Core Department", "Local Government Finance", "Current Grants to Local Authorities", "Fire revenue grant"],
        grant(FIRE),
        21.0,
        QUARTERLY,
    ),
    flow(
        DEPARTMENT,
        "Wend Combined Authority",
        ["Core Department", "Homes and Places", "Current Grants to Local Authorities", "Devolved skills grant"],
        grant(COMBINED),
        44.0,
        MONTHLY,
    )
    .shown(
        COMBINED,
        DEPARTMENT_NAME,
        ["Corporate", "Funding", "Government Grants", "Devolved skills grant received"],
        1,
    ),
    flow(
        DEPARTMENT,
        "NHS Wendshire Integrated Care Board",
        ["Core Department", "Health Funding", "Cash Funding", "Cash drawn down"],
        grant(ICB),
        2_080.0,
        MONTHLY,
    )
    .varying(),
    flow(
        DEPARTMENT,
        "Wendshire Hospitals NHS Foundation Trust",
        ["Core Department", "Health Funding", "Additions-PDC", "Public dividend capital"],
        Class { counterparty: Some(HOSPITALS), ..Class::of(Treatment::Financing) },
        18.0,
        TWICE,
    ),
    flow(
        DEPARTMENT,
        "Wend Valley Homes Limited",
        ["Core Department", "Homes and Places", "Grants to Housing Providers", "Affordable homes programme"],
        outside(HOMES),
        16.0,
        QUARTERLY,
    ),
    // ---- Council tax and levies
    flow(
        AMBLEFORD,
        "Wendshire County Council",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Precept instalment"],
        precept(COUNTY),
        368.0,
        TEN,
    )
    .shown(COUNTY, "Ambleford Borough Council", funding("Precept received"), 0),
    flow(
        FENHOLT,
        "Wendshire County Council",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Precept instalment"],
        precept(COUNTY),
        297.0,
        MONTHLY,
    )
    .shown(COUNTY, "Fenholt District Council", funding("Precept received"), 1),
    flow(
        AMBLEFORD,
        "Wendshire Police",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Precept instalment"],
        precept(POLICE),
        64.0,
        TEN,
    )
    .shown(POLICE, "Ambleford Borough Council", ["Commissioner", "Funding", "Council tax", "Precept received"], 0),
    flow(
        FENHOLT,
        "PCC for Wendshire",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Precept instalment"],
        precept(POLICE),
        51.0,
        TEN,
    )
    .shown(POLICE, "Fenholt DC", ["Commissioner", "Funding", "Council tax", "Precept received"], 0),
    flow(
        AMBLEFORD,
        "Wendshire Fire and Rescue Authority",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Precept instalment"],
        precept(FIRE),
        23.0,
        TEN,
    ),
    flow(
        FENHOLT,
        "Wendshire Fire & Rescue Service",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Precept instalment"],
        precept(FIRE),
        18.0,
        TEN,
    ),
    flow(
        FENHOLT,
        "Wend Combined Authority",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Mayoral precept instalment"],
        precept(COMBINED),
        5.0,
        TEN,
    )
    .shown(
        COMBINED,
        "Fenholt District Council",
        ["Corporate", "Funding", "Council Tax", "Mayoral precept received"],
        0,
    ),
    flow(
        AMBLEFORD,
        "Little Wend Parish Council",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Parish precept"],
        precept("Little Wend Parish Council"),
        0.6,
        TWICE,
    ),
    flow(
        AMBLEFORD,
        "Upper Amble Parish Council",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Parish precept"],
        precept("Upper Amble Parish Council"),
        0.8,
        TWICE,
    ),
    flow(
        FENHOLT,
        "Fenholt Town Council",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Parish precept"],
        precept("Fenholt Town Council"),
        1.1,
        TWICE,
    ),
    flow(
        FENHOLT,
        "Ashby Fen Parish Council",
        ["Revenues and Benefits", "Council Tax", "Precepts", "Parish precept"],
        precept("Ashby Fen Parish Council"),
        0.5,
        TWICE,
    ),
    flow(
        COUNTY,
        "Wend Combined Authority",
        ["Place and Environment", "Public Transport", "Levies", "Transport levy"],
        Class::transfer(TransferKind::Levy, COMBINED),
        31.0,
        QUARTERLY,
    )
    .shown(COMBINED, "Wendshire County Council", ["Transport", "Funding", "Levies", "Transport levy received"], 0),
    flow(
        FENHOLT,
        "Wend Internal Drainage Board",
        ["Environmental Services", "Land Drainage", "Levies", "Drainage levy"],
        Class::transfer(TransferKind::Levy, DRAINAGE),
        2.9,
        TWICE,
    ),
    flow(
        AMBLEFORD,
        "Wend Internal Drainage Board",
        ["Environmental Services", "Land Drainage", "Levies", "Drainage levy"],
        Class::transfer(TransferKind::Levy, DRAINAGE),
        1.4,
        TWICE,
    ),
    flow(
        AMBLEFORD,
        DEPARTMENT_NAME,
        ["Revenues and Benefits", "Business Rates", "Collection Fund", "Central share payment"],
        Class { counterparty: Some(DEPARTMENT), ..Class::of(Treatment::Financing) },
        92.0,
        TWICE,
    ),
    // ---- Health and social care
    flow(
        COUNTY,
        "NHS Wendshire ICB",
        ["Adult Social Care", "Older People", "Third Party Payments", "Better Care Fund contribution"],
        Class::transfer(TransferKind::Section75, ICB),
        39.0,
        MONTHLY,
    )
    .shown(
        ICB,
        "Wendshire County Council",
        ["Commissioning", "Better Care Fund", "Partner contributions", "Better Care Fund contribution received"],
        1,
    ),
    flow(
        ICB,
        "Wendshire County Council",
        ["Commissioning", "Better Care Fund", "Local Authorities", "Section 75 pooled budget"],
        Class::transfer(TransferKind::Section75, COUNTY),
        108.0,
        QUARTERLY,
    )
    .shown(
        COUNTY,
        "NHS Wendshire ICB",
        ["Adult Social Care", "Older People", "Partner Contributions", "Section 75 contribution received"],
        0,
    ),
    flow(
        ICB,
        "Wendshire Hospitals NHS Foundation Trust",
        ["Commissioning", "Acute", "Healthcare from NHS Trusts", "Acute contract"],
        Class::transfer(TransferKind::Purchase, HOSPITALS),
        1_010.0,
        MONTHLY,
    )
    .varying(),
    flow(
        ICB,
        "Wend Valley Partnership NHS Trust",
        ["Commissioning", "Mental Health", "Healthcare from NHS Trusts", "Mental health and community contract"],
        Class::transfer(TransferKind::Purchase, PARTNERSHIP),
        262.0,
        MONTHLY,
    ),
    // ---- Grants on the spot
    flow(
        COUNTY,
        "Ambleford BC",
        ["Adult Social Care", "Housing Options", "Third Party Payments", "Homelessness prevention grant"],
        grant(AMBLEFORD),
        3.8,
        QUARTERLY,
    )
    .shown(
        AMBLEFORD,
        "Wendshire County Council",
        ["Housing and Communities", "Homelessness", "Grants", "Homelessness prevention grant received"],
        0,
    ),
    flow(
        COUNTY,
        "Fenholt DC",
        ["Adult Social Care", "Housing Options", "Third Party Payments", "Homelessness prevention grant"],
        grant(FENHOLT),
        3.1,
        QUARTERLY,
    ),
    flow(
        COUNTY,
        "Wendshire Community Foundation",
        ["Children and Families", "Family Support", "Third Party Payments", "Community grants programme"],
        grant(FOUNDATION),
        5.5,
        QUARTERLY,
    ),
    flow(
        AMBLEFORD,
        "Wendshire Community Foundation",
        ["Housing and Communities", "Community Grants", "Third Party Payments", "Community grants programme"],
        grant(FOUNDATION),
        2.1,
        TWICE,
    ),
    flow(
        COMBINED,
        "Wendshire County Council",
        ["Transport", "Transport Schemes", "Capital Grants", "Local transport grant"],
        grant(COUNTY),
        34.0,
        QUARTERLY,
    )
    .shown(
        COUNTY,
        "Wend Combined Authority",
        ["Place and Environment", "Highways Maintenance", "Capital Grants", "Local transport grant received"],
        0,
    ),
];
