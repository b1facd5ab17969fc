//! What bodies settle with themselves, their landlords of rates, the tax office, pension funds and lenders.

use model::{TransferKind, Treatment};

use super::Flow;
use super::flows::{MONTHLY, QUARTERLY, TEN, TWICE, flow};
use crate::bodies::{AMBLEFORD, COUNTY, FENHOLT, FIRE, HOSPITALS, PARTNERSHIP, PENSION_FUND, POLICE};
use crate::purchases::Class;

pub(super) const OWN_AFFAIRS: &[Flow] = &[
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
