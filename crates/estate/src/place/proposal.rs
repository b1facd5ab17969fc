//! A plan as a proposal that can be appraised.

use std::collections::BTreeMap;
use std::fmt::Write;

use model::tables::{BuildingFate, CostBasis, EstateMoney};
use money::Money;

use super::plan::PlacePlan;
use super::question::Question;

/// A body of the plan, as the place names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalBody {
    pub id: String,
    pub name: String,
    /// `local` or `central`.
    pub tier: &'static str,
}

/// The text of `proposals/NAME.toml`: costs and savings by body and year, receipts apart, access told in words.
///
/// A running cost that ends is cash only where a lease ends: rent, rates and staff of a building that its owner keeps go on
/// until it is sold or let (method, section 6).
pub fn proposal_text(question: &Question, plan: &PlacePlan, bodies: &[ProposalBody]) -> String {
    let mut text = String::new();
    head(&mut text, question, plan);
    let ids = paying(plan);
    for id in &ids {
        let known = bodies.iter().find(|body| body.id == *id);
        let (name, tier) = known.map_or((*id, "local"), |body| (&body.name, body.tier));
        table(&mut text, "body", &[("id", quoted(id)), ("name", quoted(name)), ("tier", quoted(tier))]);
    }
    for id in &ids {
        costs(&mut text, question, plan, id);
    }
    for id in &ids {
        saving(&mut text, question, plan, id);
    }
    access_in_words(&mut text, plan);
    text
}

fn head(text: &mut String, question: &Question, plan: &PlacePlan) {
    let fate = |fate: BuildingFate| {
        let names: Vec<&str> =
            plan.moves.iter().filter(|each| each.fate == fate).map(|each| each.name.as_str()).collect();
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    };
    let summary = format!(
        "Closes: {}. Opens: {}. Services that move: {}",
        fate(BuildingFate::Closes),
        fate(BuildingFate::Opens),
        plan.n_moves
    );
    let _ = writeln!(
        text,
        "# Written by `totalplace estate --propose {}` from estate/{}.toml; change what you know better.\n",
        plan.id, question.id
    );
    for (key, value) in [
        ("name", quoted(&question.title)),
        ("summary", quoted(&summary)),
        ("counterfactual", quoted("Every building stays open and every service where it is")),
        ("price_year", quoted(&question.first_year.to_string())),
        ("first_year", quoted(&question.first_year.to_string())),
        ("n_years", question.n_years.to_string()),
        ("strand", quoted("property")),
    ] {
        let _ = writeln!(text, "{key} = {value}");
    }
}

/// Bodies that pay, save or receive something, in order.
fn paying(plan: &PlacePlan) -> Vec<&str> {
    let mut ids: Vec<&str> = plan.sums.iter().map(|sum| sum.body.as_str()).collect();
    if ids.is_empty() {
        ids.extend(plan.moves.iter().map(|each| each.body.as_str()));
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// What a cost is in the proposal: its id, its words, whether it is capital, and which way it goes.
const COSTS: [(EstateMoney, &str, &str, &str, i64); 5] = [
    (EstateMoney::ExitCost, "exit", "closing buildings: dilapidations, void rates, making safe", "revenue", 1),
    (EstateMoney::MoveCost, "moves", "moving services into other buildings", "revenue", 1),
    (EstateMoney::OpeningCost, "opening", "opening buildings that stand empty", "revenue", 1),
    (EstateMoney::RunningAdded, "running", "running what opens", "revenue", 1),
    (
        EstateMoney::Receipt,
        "receipts",
        "valuations of what is sold: capital of the owner, not yet agreed",
        "capital",
        -1,
    ),
];

fn costs(text: &mut String, question: &Question, plan: &PlacePlan, body: &str) {
    for (kind, id, what, sort, sign) in COSTS {
        let Some(by_year) = by_year(question, plan, body, kind, sign) else { continue };
        let source = match kind {
            EstateMoney::ExitCost => question.exit.source.clone(),
            EstateMoney::Receipt => Some("the register's valuation".to_owned()),
            _ => None,
        };
        table(
            text,
            "cost",
            &[
                ("id", quoted(&format!("{id}-{body}"))),
                ("what", quoted(what)),
                ("body", quoted(body)),
                ("kind", quoted(sort)),
                ("by_year", by_year),
                ("grades", "{ evidence = 5 }".to_owned()),
                ("source", quoted(&source.unwrap_or_else(|| format!("estate/{}.toml", question.id)))),
            ],
        );
    }
}

fn saving(text: &mut String, question: &Question, plan: &PlacePlan, body: &str) {
    let Some(by_year) = by_year(question, plan, body, EstateMoney::RunningSaved, 1) else { return };
    let closes: Vec<_> =
        plan.moves.iter().filter(|each| each.fate == BuildingFate::Closes && each.body == body).collect();
    let all: Money = closes.iter().map(|each| each.running).sum();
    let leased: Money = closes.iter().filter(|each| each.has_lease_end).map(|each| each.running).sum();
    let is_printed = closes.iter().all(|each| each.basis == CostBasis::Register);
    let source = match is_printed {
        true => "running costs in the registers".to_owned(),
        false => question.running.source.clone().unwrap_or_else(|| format!("estate/{}.toml", question.id)),
    };
    let cashable = leased.share_of(all).unwrap_or(0.0);
    let budget = format!("premises-{body}");
    table(
        text,
        "budget",
        &[
            ("id", quoted(&budget)),
            ("body", quoted(body)),
            ("line", quoted("Premises: rent, rates, energy, cleaning, repairs")),
        ],
    );
    table(
        text,
        "benefit",
        &[
            ("id", quoted(&format!("premises-{body}"))),
            ("outcome", quoted("Running costs of buildings that close")),
            ("unit", quoted("pound")),
            ("claimed_by_year", by_year),
            ("grades", format!("{{ evidence = {} }}", if is_printed { 3 } else { 5 })),
            ("source", quoted(&source)),
        ],
    );
    table(
        text,
        "benefit.value",
        &[
            ("kind", quoted("fiscal")),
            ("bodies", format!("{{ {} = 1.0 }}", quoted(body))),
            ("cashable", format!("{cashable:.4}")),
            ("budgets", format!("{{ {} = {} }}", quoted(body), quoted(&budget))),
            ("concept", quoted("average")),
        ],
    );
}

/// A body's pounds of one kind from the first year on; none where there are none.
fn by_year(question: &Question, plan: &PlacePlan, body: &str, kind: EstateMoney, sign: i64) -> Option<String> {
    let own = plan.sums.iter().filter(|sum| sum.body == body && sum.kind == kind);
    let amounts: BTreeMap<_, Money> = own.map(|sum| (sum.year, sum.amount)).collect();
    let first_beyond = question.years().last()?;
    // A lease may let go in a year beyond the last; that money is in no year of the proposal.
    if !amounts.keys().any(|year| *year <= first_beyond) {
        return None;
    }
    let of_year = |year| amounts.get(&year).map_or(Money::ZERO, |amount| Money::from_pence(sign * amount.pence()));
    let pounds: Vec<String> = question.years().map(|year| of_year(year).plain()).collect();
    Some(format!("[{}]", pounds.join(", ")))
}

fn access_in_words(text: &mut String, plan: &PlacePlan) {
    let further: f64 =
        plan.access.iter().filter(|group| group.grouping == "everybody").map(|group| group.n_further).sum();
    let no_car: f64 =
        plan.access.iter().filter(|group| group.grouping == "without_car").map(|group| group.n_further).sum();
    let now = plan.mean_now.map_or(String::new(), |now| format!(", now {now:.2} km"));
    let words = format!(
        "Access: {:.2} km on average{now}; {:.2} km at most. {further:.0} people would go further than now, counted once for \
         each service, and {no_car:.0} households without a car live where they would. No price is put on that here.",
        plan.mean, plan.longest
    );
    let _ = write!(text, "\n[five_cases]\nstrategic = {}\n", quoted(&words));
}

fn table(text: &mut String, name: &str, rows: &[(&str, String)]) {
    let _ = write!(text, "\n[[{name}]]\n");
    for (key, value) in rows {
        let _ = writeln!(text, "{key} = {value}");
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
