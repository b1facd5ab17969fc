//! Who pays for what councils spend: their returns show it line by line, and account for every penny.

use model::funding::{FundingAccount, Instrument};
use model::spending::SetAsideAs;
use rand::RngExt;

use super::accounts::{Account, THOUSAND};
use super::figures::{Figure, Is, SUMMARY, Spender, of_body, share};
use crate::dice::Dice;

const FINANCING: &str = "capital_financing:amount";
/// Of net spending: grants for named services, the general grant, business rates, and reserves drawn.
const SPECIFIC_GRANTS: f64 = 0.31;
const GENERAL_GRANT: f64 = 0.08;
const BUSINESS_RATES: f64 = 0.2;
const RESERVES: std::ops::Range<f64> = 0.004..0.02;
/// Of housing benefit, what the department pays back.
const SUBSIDY: f64 = 0.97;
/// Of capital: grants, and what assets were sold for. Borrowing pays for the rest.
const CAPITAL_GRANTS: f64 = 0.4;
const RECEIPTS: f64 = 0.1;

/// Line, label and instrument of each source, with the sign that money has which comes in.
const LINES: [(&str, &str, &str, Instrument, i64); 11] = [
    (SUMMARY, "804", "Specific and special revenue grants inside AEF", Instrument::Grant, -1),
    (SUMMARY, "806", "Specific and special revenue grants outside AEF", Instrument::Grant, -1),
    (SUMMARY, "831", "Revenue Support Grant", Instrument::Grant, -1),
    (SUMMARY, "871", "Redistributed non-domestic rates", Instrument::BusinessRates, -1),
    (SUMMARY, "852", "Appropriations to(+)/ from(-) unallocated financial reserves", Instrument::Reserves, -1),
    (SUMMARY, "890", "COUNCIL TAX REQUIREMENT (TOTAL OF LINES 830 TO 880)", Instrument::CouncilTax, 1),
    (SUMMARY, "731", "External Trading Accounts net surplus(-)/ deficit(+)", Instrument::Charges, -1),
    (FINANCING, "10", "Capital grants from central government departments", Instrument::Grant, 1),
    (FINANCING, "20", "Use of capital receipts", Instrument::Receipts, 1),
    (
        FINANCING,
        "30",
        "Capital expenditure charged to the General Fund Revenue Account (CERA)",
        Instrument::OwnRevenue,
        1,
    ),
    (
        FINANCING,
        "40",
        "Other borrowing and credit arrangements not supported by central government",
        Instrument::Borrowing,
        1,
    ),
];

/// What a body has by one instrument.
#[derive(Clone, Debug)]
pub(super) struct Funder {
    pub body: &'static str,
    pub account: FundingAccount,
    pub instrument: Instrument,
    pub pence: i64,
}

/// The lines of a return that say where the money of its other lines comes from. Council tax and borrowing pay for what
/// nothing else does.
pub(super) fn sources(account: &Account, below: &[Figure], dice: &mut Dice) -> Vec<Figure> {
    let net: i64 = account.services.iter().map(|year| year.net() * THOUSAND).sum();
    let of_label = |words: &str| -> i64 {
        below.iter().filter(|figure| figure.series == SUMMARY && figure.label.contains(words)).map(|f| f.pence).sum()
    };
    let benefits = of_label("Housing benefits");
    let passed_on = of_label("levy") + of_label("levies") + of_label("Parish precepts");
    let from_revenue = of_label("(CERA)");
    let used = net + benefits + passed_on + from_revenue + of_label("Provision for") + of_label("Interest payable");
    let specific = share(net, SPECIFIC_GRANTS);
    let (subsidy, general) = (share(benefits, SUBSIDY), share(net, GENERAL_GRANT));
    let (rates, reserves) = (share(net, BUSINESS_RATES), share(net, dice.random_range(RESERVES)));
    let trading = -of_label("External Trading");
    let council_tax = used - specific - subsidy - general - rates - reserves - trading;
    let capital: i64 = account.capital.values().sum();
    let (grants, receipts) = (share(capital, CAPITAL_GRANTS), share(capital, RECEIPTS));
    let borrowing = capital - grants - receipts - from_revenue;
    [
        ("804", specific),
        ("806", subsidy),
        ("831", general),
        ("871", rates),
        ("852", reserves),
        ("890", council_tax),
        ("10", grants),
        ("20", receipts),
        ("30", from_revenue),
        ("40", borrowing),
    ]
    .into_iter()
    .filter(|(_, pence)| *pence != 0)
    .map(|(number, pence)| {
        let (series, line, label, _, sign) = LINES.iter().find(|of| of.1 == number).expect("a line of the list");
        // What is left for the tax is a sum of the lines above it.
        let set_aside_as = if *line == "890" { SetAsideAs::Total } else { SetAsideAs::Financing };
        of_body(account.body, series, line, label, sign * pence, Is::Aside(set_aside_as))
    })
    .collect()
}

/// What funding each body has by each instrument, in truth: the lines as they are printed.
pub(super) fn of_figures(figures: &[Figure]) -> Vec<Funder> {
    let of = |figure: &Figure| {
        let (series, _, _, instrument, sign) = LINES.iter().find(|of| of.2 == figure.label)?;
        let Spender::Body(body) = figure.spender else { return None };
        let account = if *series == FINANCING { FundingAccount::Capital } else { FundingAccount::Revenue };
        Some(Funder { body, account, instrument: *instrument, pence: sign * figure.pence })
    };
    figures.iter().filter(|figure| !figure.is_budget).filter_map(of).collect()
}
