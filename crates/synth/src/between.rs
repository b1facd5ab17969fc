//! Money between public bodies, and what they pay over to tax, pensions and the money market.
//!
//! Every flow stands once, with both sides: what the payer's ledger prints, and where the receiver's
//! files show money coming in, what they print and how many months later. So the two sides agree to
//! the penny but for what is under way at the year's ends and what is in files that were never sent.

use jiff::civil::Date;
use model::{TransferKind, Treatment};
use rand::RngExt;

use crate::bodies::{
    AMBLEFORD, COMBINED, COUNTY, DEPARTMENT, DRAINAGE, FENHOLT, FIRE, FOUNDATION, HOMES, HOSPITALS, ICB, PARTNERSHIP,
    PENSION_FUND, POLICE,
};
use crate::dice::dice;
use crate::purchases::Class;

/// A payment that is made month by month between two bodies.
#[derive(Clone, Copy, Debug)]
struct Flow {
    payer: &'static str,
    payee: &'static str,
    /// Department, service, subjective and purpose in the payer's ledger.
    heading: [&'static str; 4],
    class: Class,
    /// Pounds in a year for each person of the place.
    per_head: f64,
    /// Months from April, as 0, in which it is paid.
    months: &'static [usize],
    /// Every instalment is the same.
    steady: bool,
    receipt: Option<Receipt>,
}

/// What the receiver's own files show of it.
#[derive(Clone, Copy, Debug)]
struct Receipt {
    body: &'static str,
    /// The payer as the receiver prints it.
    payer: &'static str,
    heading: [&'static str; 4],
    lag_months: usize,
}

/// A planned line of one body's ledger.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub date: Date,
    pub payee: &'static str,
    pub heading: [&'static str; 4],
    pub pence: i64,
    pub class: Class,
}

/// Planned lines by body and month.
pub(crate) struct PlannedLines {
    lines: Vec<(&'static str, usize, Planned)>,
}

impl PlannedLines {
    /// Every flow of a year, in pounds for so many people.
    pub fn new(seed: u64, people: u64, months: &[Vec<Date>; 12]) -> PlannedLines {
        let mut lines = Vec::new();
        for (position, flow) in FLOWS.iter().enumerate() {
            let mut dice = dice(seed, &format!("flow {position}"));
            let instalment = flow.per_head * people as f64 / flow.months.len() as f64;
            let day_of =
                |dice: &mut crate::dice::Dice, month: usize| months[month][dice.random_range(0..months[month].len())];
            if let Some(receipt) = flow.receipt.filter(|receipt| receipt.lag_months > 0) {
                // The last instalment of the year before arrives in this one; it was a little smaller.
                let pence = -pence(instalment * LAST_YEAR);
                let month = receipt.lag_months - 1;
                let date = day_of(&mut dice, month);
                lines.push((receipt.body, month, receipt_line(flow, receipt, date, pence)));
            }
            for &month in flow.months {
                let varies = if flow.steady { 1.0 } else { dice.random_range(0.9..1.1) };
                let amount = pence(instalment * varies);
                let (paid_on, received_on) = (day_of(&mut dice, month), dice.random::<u32>() as usize);
                let paid = Planned {
                    date: paid_on,
                    payee: flow.payee,
                    heading: flow.heading,
                    pence: amount,
                    class: flow.class,
                };
                lines.push((flow.payer, month, paid));
                if let Some(receipt) = flow.receipt.filter(|receipt| month + receipt.lag_months < 12) {
                    let at = month + receipt.lag_months;
                    // Money that comes in without a lag comes in on the day it is paid.
                    let date =
                        if receipt.lag_months == 0 { paid_on } else { months[at][received_on % months[at].len()] };
                    lines.push((receipt.body, at, receipt_line(flow, receipt, date, -amount)));
                }
            }
        }
        PlannedLines { lines }
    }

    /// The lines of one body's month by date; one department's where that is asked for.
    pub fn of(&self, body: &str, month: usize, department: Option<&str>) -> Vec<Planned> {
        let wanted = |(of, at, line): &&(&'static str, usize, Planned)| {
            *of == body && *at == month && department.is_none_or(|department| line.heading[0] == department)
        };
        let mut lines: Vec<Planned> = self.lines.iter().filter(wanted).map(|(.., line)| line.clone()).collect();
        lines.sort_by_key(|line| line.date);
        lines
    }
}

/// An instalment of the year before, as a part of this year's.
const LAST_YEAR: f64 = 0.97;

fn pence(pounds: f64) -> i64 {
    (pounds * 100.0).round() as i64
}

fn receipt_line(flow: &Flow, receipt: Receipt, date: Date, pence: i64) -> Planned {
    let class = Class {
        treatment: Treatment::Financing,
        transfer_kind: None,
        counterparty: Some(flow.payer),
        is_receipt: true,
    };
    Planned { date, payee: receipt.payer, heading: receipt.heading, pence, class }
}

const MONTHLY: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/// Precepts and rates are paid in ten instalments.
const TEN: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const QUARTERLY: &[usize] = &[0, 3, 6, 9];
const TWICE: &[usize] = &[0, 6];

const fn flow(
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
    const fn varying(self) -> Flow {
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

const fn precept(to: &'static str) -> Class {
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

const FLOWS: &[Flow] = &[
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
    // ---- A body and itself
    flow(
        AMBLEFORD,
        "Ambleford Borough Council - Housing Revenue Account",
        ["Revenues and Benefits", "Housing Benefit", "Transfer Payments", "Rent rebates"],
        Class::transfer(TransferKind::Recharge, AMBLEFORD),
        58.0,
        MONTHLY,
    )
    .varying(),
    flow(
        COUNTY,
        "Wendshire County Council",
        ["Corporate Resources", "Legal Services", "Support Service Recharges", "Legal services to schools"],
        Class::transfer(TransferKind::Recharge, COUNTY),
        1.9,
        MONTHLY,
    ),
    // ---- Rates on their own premises
    flow(
        COUNTY,
        "Ambleford Borough Council",
        ["Corporate Resources", "Property Services", "Rates", "Business rates, county hall and depots"],
        Class::transfer(TransferKind::PassThrough, AMBLEFORD),
        9.5,
        TEN,
    ),
    flow(
        HOSPITALS,
        "Ambleford Borough Council",
        ["Estates", "Estates and Facilities", "Rates", "Business rates, hospital site"],
        Class::transfer(TransferKind::PassThrough, AMBLEFORD),
        11.0,
        TEN,
    ),
    flow(
        PARTNERSHIP,
        "Fenholt District Council",
        ["Estates", "Estates", "Rates", "Business rates, clinics"],
        Class::transfer(TransferKind::PassThrough, FENHOLT),
        2.6,
        TEN,
    ),
    flow(
        POLICE,
        "Ambleford BC",
        ["Estates", "Stations and Custody", "Business rates", "Business rates, stations"],
        Class::transfer(TransferKind::PassThrough, AMBLEFORD),
        3.3,
        TEN,
    ),
    flow(
        FIRE,
        "Fenholt District Council",
        ["Assets", "Stations", "Business rates", "Business rates, stations"],
        Class::transfer(TransferKind::PassThrough, FENHOLT),
        1.2,
        TEN,
    ),
    // ---- Tax, pensions, loans
    flow(
        COUNTY,
        "HM Revenue & Customs",
        ["Corporate Resources", "Payroll", "Employees", "PAYE and national insurance"],
        Class::of(Treatment::Excluded),
        214.0,
        MONTHLY,
    )
    .varying(),
    flow(
        AMBLEFORD,
        "HMRC",
        ["Resources", "Payroll", "Employees", "PAYE and national insurance"],
        Class::of(Treatment::Excluded),
        33.0,
        MONTHLY,
    )
    .varying(),
    flow(
        FENHOLT,
        "HMRC Cumbernauld",
        ["Resources", "Payroll", "Employees", "PAYE and national insurance"],
        Class::of(Treatment::Excluded),
        25.0,
        MONTHLY,
    )
    .varying(),
    flow(
        POLICE,
        "HM Revenue and Customs",
        ["Corporate Finance", "Payroll", "Payroll", "PAYE and national insurance"],
        Class::of(Treatment::Excluded),
        88.0,
        MONTHLY,
    )
    .varying(),
    flow(
        FIRE,
        "HM Revenue & Customs",
        ["Corporate", "Payroll", "Payroll", "PAYE and national insurance"],
        Class::of(Treatment::Excluded),
        17.0,
        MONTHLY,
    )
    .varying(),
    flow(
        HOSPITALS,
        "HMRC",
        ["Corporate", "Payroll", "Payroll", "PAYE and national insurance"],
        Class::of(Treatment::Excluded),
        231.0,
        MONTHLY,
    )
    .varying(),
    flow(
        PARTNERSHIP,
        "HMRC",
        ["Workforce", "Payroll", "Payroll", "PAYE and national insurance"],
        Class::of(Treatment::Excluded),
        77.0,
        MONTHLY,
    )
    .varying(),
    flow(
        COUNTY,
        "Wendshire Pension Fund",
        ["Corporate Resources", "Payroll", "Employees", "Employer pension contributions"],
        Class { counterparty: Some(PENSION_FUND), ..Class::SPEND },
        66.0,
        MONTHLY,
    ),
    flow(
        AMBLEFORD,
        "Wendshire Pension Fund",
        ["Resources", "Payroll", "Employees", "Employer pension contributions"],
        Class { counterparty: Some(PENSION_FUND), ..Class::SPEND },
        11.0,
        MONTHLY,
    ),
    flow(
        COUNTY,
        "Debt Management Account Deposit Facility",
        ["Corporate Resources", "Treasury", "Investments", "Fixed term deposit"],
        Class::of(Treatment::Financing),
        95.0,
        QUARTERLY,
    ),
    flow(
        FENHOLT,
        "Public Works Loan Board",
        ["Resources", "Treasury", "Capital Financing", "Principal repayment"],
        Class::of(Treatment::Financing),
        14.0,
        TWICE,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn months() -> [Vec<Date>; 12] {
        std::array::from_fn(|month| {
            vec![Date::constant(2025, 4, 7).saturating_add(jiff::Span::new().months(month as i64))]
        })
    }

    fn sum(lines: &PlannedLines, body: &str, test: impl Fn(&Planned) -> bool) -> i64 {
        (0..12).flat_map(|month| lines.of(body, month, None)).filter(|line| test(line)).map(|line| line.pence).sum()
    }

    #[test]
    fn both_sides_of_a_flow_without_a_lag_agree_to_the_penny() {
        let lines = PlannedLines::new(7, 10_000, &months());
        let paid = sum(&lines, AMBLEFORD, |line| line.class == precept(COUNTY));
        let received = sum(&lines, COUNTY, |line| line.payee == "Ambleford Borough Council" && line.class.is_receipt);
        assert_eq!(paid, -received);
        assert_eq!(paid, 10 * 368_000_00);
    }

    #[test]
    fn what_is_under_way_at_the_ends_of_the_year_is_the_difference() {
        let lines = PlannedLines::new(7, 10_000, &months());
        let paid = sum(&lines, FENHOLT, |line| line.class == precept(COUNTY));
        let received = -sum(&lines, COUNTY, |line| line.payee == "Fenholt District Council" && line.class.is_receipt);
        // 12 instalments of £247,500.00 are paid; 11 of them and one of 97% of that come in.
        assert_eq!(paid, 12 * 247_500_00);
        assert_eq!(received, 11 * 247_500_00 + 240_075_00);
    }
}
