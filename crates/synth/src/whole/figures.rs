//! Figures published one by one, each with what it is in truth: spending of its own, or money counted elsewhere.

use model::TransferKind;
use model::spending::{CountBasis, SetAsideAs, SpendingKind};
use rand::RngExt;

use super::accounts::{Account, THOUSAND};
use super::funders;
use super::needs::{Needs, WINTER_FUEL};
use super::region::{District, N_OF_PLACE};
use super::services::SERVICES;
use crate::Plan;
use crate::bodies::{AMBLEFORD, COUNTY, DRAINAGE, FENHOLT, FOUNDATION, ICB, PENSION_FUND};
use crate::dice::{Dice, dice};
use crate::outturn::Published;
use crate::purchases::Class;
use crate::truth::Truth;

/// One published figure.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    /// The body of the place that spends, or a national one by name.
    pub spender: Spender,
    /// Code and name of the district that a national body's figure is for.
    pub area: Option<(&'static str, &'static str)>,
    pub series: &'static str,
    pub line: &'static str,
    pub label: &'static str,
    pub is_budget: bool,
    /// As printed: fees and other income above zero.
    pub pence: i64,
    pub is: Is,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spender {
    Body(&'static str),
    National(&'static str),
}

/// What a figure is in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    Counted {
        service: &'static str,
        kind: SpendingKind,
        basis: CountBasis,
    },
    /// The only evidence of what others spend, who spent these pence.
    Evidence {
        of: &'static str,
        service: &'static str,
        pence: i64,
    },
    Aside(SetAsideAs),
}

pub(super) const SUMMARY: &str = "revenue_outturn_summary:net_current_expenditure";
const BUDGET: &str = "revenue_budget:net_current_expenditure";
const CAPITAL: &str = "capital_outturn:total_capital_expenditure";
const BENEFITS: &str = "benefit_expenditure:paid";
pub(super) const DEPARTMENT_OF_BENEFITS: &str = "Department for Work and Pensions";
/// Pounds for each person of the place.
const REBATES: f64 = 27.0;
const DRAINAGE_PER_HEAD: f64 = 5.2;
const PENSIONS_PER_HEAD: f64 = 95.0;
/// Of what a commissioner buys, its own staff and its income.
const COMMISSIONER_STAFF: f64 = 0.02;
const COMMISSIONER_INCOME: f64 = 0.012;
/// The department's own count of housing benefit is within one per cent of the councils'.
const BENEFIT_DIFFERENCE: std::ops::Range<f64> = 0.992..1.008;
/// What parishes spend for each pound of their precepts.
const PARISH_SPENDING: std::ops::Range<f64> = 0.95..1.12;

const fn counted(service: &'static str, kind: SpendingKind) -> Is {
    Is::Counted { service, kind, basis: CountBasis::PublishedBody }
}

pub(super) fn of_body(
    body: &'static str,
    series: &'static str,
    line: &'static str,
    label: &'static str,
    pence: i64,
    is: Is,
) -> Figure {
    Figure { spender: Spender::Body(body), area: None, series, line, label, is_budget: false, pence, is }
}

pub(super) fn share(of: i64, share: f64) -> i64 {
    (of as f64 * share).round() as i64
}

/// What figures are made from.
pub(super) struct Known<'a> {
    pub plan: &'a Plan,
    pub truth: &'a Truth,
    pub published: &'a [Published],
    pub accounts: &'a [Account],
    pub districts: &'a [District],
    pub needs: &'a Needs,
}

impl Known<'_> {
    /// Every figure of the plain tables, in the order in which they are printed.
    pub fn figures(&self) -> Vec<Figure> {
        let mut found = Vec::new();
        for account in self.accounts {
            let mut dice = dice(self.plan.seed, &format!("figures of {}", account.body));
            if [COUNTY, AMBLEFORD, FENHOLT].contains(&account.body) {
                found.extend(by_service(account, &mut dice));
                let below = self.below_the_services(account, &mut dice);
                found.extend(funders::sources(account, &below, &mut dice));
                found.extend(below);
            }
            found.extend(of_capital(account));
        }
        found.extend(self.commissioner());
        found.extend(self.small_bodies());
        found.extend(self.of_districts());
        found
    }

    fn published(&self, body: &str) -> &Published {
        self.published.iter().find(|of| of.body == body).expect("every body with a ledger here publishes accounts")
    }

    /// Pence of the ledger's transfers of one kind.
    fn transfers(&self, body: &str, test: impl Fn(&Class) -> bool) -> i64 {
        let by_key = self.truth.of_body(body);
        by_key.iter().filter(|(key, _)| test(&key.class)).map(|(_, tally)| tally.pence).sum()
    }

    /// Lines of the summary return below those of the services: benefits, precepts, levies, and where money came from.
    fn below_the_services(&self, account: &Account, dice: &mut Dice) -> Vec<Figure> {
        let body = account.body;
        let net: i64 = account.services.iter().map(|year| year.net() * THOUSAND).sum();
        let capital: i64 = account.capital.values().sum();
        let line = |line, label, pence, is| of_body(body, SUMMARY, line, label, pence, is);
        let levy = self.transfers(body, |class| class.transfer_kind == Some(TransferKind::Levy));
        let mut found = Vec::new();
        if body == COUNTY {
            found.push(line("722", "Integrated Transport Authority levy", levy, Is::Aside(SetAsideAs::Transfer)));
        } else {
            found.extend(self.housing_benefit(body, dice));
            found.push(line("725", "Other levies", levy, Is::Aside(SetAsideAs::Transfer)));
            found.extend(self.parishes(body, dice));
        }
        let aside = |number, label, of: i64, by: f64, kind| line(number, label, share(of, by), Is::Aside(kind));
        found.push(aside(
            "731",
            "External Trading Accounts net surplus(-)/ deficit(+)",
            net,
            -0.004,
            SetAsideAs::Outside,
        ));
        let of_return = found.iter().filter(|figure| figure.series == SUMMARY);
        let total = net + of_return.map(|figure| figure.pence).sum::<i64>();
        found.extend([
            aside("749", "NET CURRENT EXPENDITURE (TOTAL OF LINES 699 TO 748)", total, 1.0, SetAsideAs::Total),
            aside(
                "765",
                "Capital expenditure charged to the GF Revenue Account (CERA)",
                capital,
                dice.random_range(0.03..0.09),
                SetAsideAs::CapitalCharge,
            ),
            aside("773", "Provision for repayment of principal", capital, 0.3, SetAsideAs::CapitalCharge),
            aside("776", "Interest payable and similar charges", capital, 0.22, SetAsideAs::Financing),
        ]);
        found
    }

    /// Paid to households by the council; the department's own table has the same money.
    fn housing_benefit(&self, body: &'static str, dice: &mut Dice) -> Vec<Figure> {
        let is = counted("benefits", SpendingKind::Benefits);
        let allowances = self.published(body).benefits_published.unwrap_or(0);
        let rebates = share(self.plan.people as i64 * 100, REBATES * dice.random_range(0.8..1.2));
        let district = &self.districts[usize::from(body == FENHOLT)];
        vec![
            of_body(body, SUMMARY, "711", "Housing benefits: rent allowances - mandatory payments", allowances, is),
            of_body(
                body,
                SUMMARY,
                "713",
                "Housing benefits: rent rebates to HRA tenants - mandatory payments",
                rebates,
                is,
            ),
            Figure {
                spender: Spender::National(DEPARTMENT_OF_BENEFITS),
                area: Some((district.code, district.name)),
                ..of_body(
                    body,
                    BENEFITS,
                    "hb",
                    "Housing benefit",
                    share(allowances + rebates, dice.random_range(BENEFIT_DIFFERENCE)),
                    Is::Aside(SetAsideAs::OtherMeasure),
                )
            },
        ]
    }

    fn parishes(&self, body: &'static str, dice: &mut Dice) -> Option<Figure> {
        let is_parish = |class: &Class| {
            class.counterparty.is_some_and(|to| to.ends_with("Parish Council") || to.ends_with("Town Council"))
        };
        let pence = self.transfers(body, is_parish);
        let spent = share(pence, dice.random_range(PARISH_SPENDING));
        let is = Is::Evidence { of: "Parish councils", service: "other_services", pence: spent };
        (pence > 0).then(|| of_body(body, SUMMARY, "721", "Parish precepts", pence, is))
    }

    /// The health service as its commissioner pays for it, trusts among those that are paid.
    fn commissioner(&self) -> Vec<Figure> {
        let of = self.published(ICB);
        let to_trusts = self.transfers(ICB, |class| class.counterparty.is_some_and(is_trust));
        let bought = of.total - of.pay + to_trusts;
        let line = |series, line, pence, kind| of_body(ICB, series, line, "Healthcare", pence, counted("nhs", kind));
        vec![
            line("commissioner_accounts:purchase_of_healthcare", "1", bought, SpendingKind::GoodsServices),
            line("commissioner_accounts:staff", "2", share(bought, COMMISSIONER_STAFF), SpendingKind::Pay),
            line("commissioner_accounts:income", "3", share(bought, COMMISSIONER_INCOME), SpendingKind::Income),
            Figure {
                is_budget: true,
                ..of_body(
                    ICB,
                    "nhs_allocation:allocation",
                    "1",
                    "Total allocation",
                    share(bought, 0.99),
                    Is::Aside(SetAsideAs::Plan),
                )
            },
        ]
    }

    /// A charity, and two bodies that sent no ledger.
    fn small_bodies(&self) -> Vec<Figure> {
        let mut dice = dice(self.plan.seed, "small bodies");
        let of = self.published(FOUNDATION);
        let per_head =
            |pounds: f64, dice: &mut Dice| share(self.plan.people as i64 * 100, pounds * dice.random_range(0.9..1.1));
        let charity = |series, line, label, pence, kind| {
            of_body(FOUNDATION, series, line, label, pence, counted("other_services", kind))
        };
        vec![
            charity("charity_accounts:grants_made", "1", "Grants made", of.total - of.pay, SpendingKind::GrantsOutside),
            charity("charity_accounts:running_costs", "2", "Staff and running costs", of.pay, SpendingKind::Current),
            of_body(
                DRAINAGE,
                "levying_body_accounts:net_expenditure",
                "1",
                "Land drainage",
                per_head(DRAINAGE_PER_HEAD, &mut dice),
                counted("environmental_regulatory", SpendingKind::Current),
            ),
            of_body(
                PENSION_FUND,
                "pension_fund_accounts:pensions_paid",
                "1",
                "Pensions paid out of the fund",
                per_head(PENSIONS_PER_HEAD, &mut dice),
                Is::Aside(SetAsideAs::Outside),
            ),
        ]
    }

    /// What a department publishes for each district of the place.
    fn of_districts(&self) -> Vec<Figure> {
        let spent = self.needs.of(WINTER_FUEL).iter().zip(self.districts).take(N_OF_PLACE);
        let is = Is::Counted { service: "benefits", kind: SpendingKind::Benefits, basis: CountBasis::PublishedArea };
        let figure = |(pounds, district): (&f64, &District)| Figure {
            spender: Spender::National(DEPARTMENT_OF_BENEFITS),
            area: Some((district.code, district.name)),
            ..of_body("", BENEFITS, "wfp", "Winter fuel payments", (pounds * 100.0).round() as i64, is)
        };
        spent.map(figure).collect()
    }
}

fn is_trust(id: &str) -> bool {
    crate::bodies::BODIES.iter().any(|body| body.id == id && body.kind == model::BodyKind::NhsTrust)
}

/// Each service again in the older summary and in the budget.
fn by_service(account: &Account, dice: &mut Dice) -> Vec<Figure> {
    let mut found = Vec::new();
    for (service, year) in SERVICES.iter().zip(&account.services).filter(|(_, year)| year.net() != 0) {
        let figure =
            |series, pence, as_| of_body(account.body, series, service.short, service.label, pence, Is::Aside(as_));
        let budget = share(year.net(), dice.random_range(0.94..1.03)) * THOUSAND;
        found.push(figure(SUMMARY, year.net() * THOUSAND, SetAsideAs::OtherMeasure));
        found.push(Figure { is_budget: true, ..figure(BUDGET, budget, SetAsideAs::Plan) });
    }
    found
}

fn of_capital(account: &Account) -> Vec<Figure> {
    let block = |((label, service), pence): (&(&'static str, &'static str), &i64)| {
        of_body(account.body, CAPITAL, label, label, *pence, counted(service, SpendingKind::Capital))
    };
    let total = account.capital.values().sum();
    let sum = of_body(account.body, CAPITAL, "all", "Total: all services", total, Is::Aside(SetAsideAs::Total));
    account.capital.iter().map(block).chain((total > 0).then_some(sum)).collect()
}

/// Whether a body prints its figures in the layout of the oldest tables.
pub(super) fn is_small(figure: &Figure) -> bool {
    matches!(figure.spender, Spender::Body(DRAINAGE | PENSION_FUND | FOUNDATION))
}
