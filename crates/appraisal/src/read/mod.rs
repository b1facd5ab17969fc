//! From the text of a proposal to a [`Proposal`], or to every mistake in it.

mod benefit;
mod claim;
mod gain_share;
mod scenarios;

use authored::{Keys, MistakeKind, Mistakes, read_toml};
use model::FinancialYear;
use model::tables::BodyTier;
use toml::Spanned;

use crate::estimate::Estimate;
use crate::optimism::{Combine, Grades, Signs};
use crate::proposal::{
    Benefit, Body, BudgetLine, Correction, Cost, CostKind, Population, Proposal, Quantity, ReleasedFigure,
};
use crate::reference::Reference;
use crate::{Counted, CountedSpending};
use benefit::benefits;
use claim::claim;
use gain_share::read_rule;
use model::Strand;
use scenarios::{check_scenarios, correlations, five_cases, scenarios};

const KEYS: [&str; 24] = [
    "name",
    "summary",
    "counterfactual",
    "price_year",
    "first_year",
    "n_years",
    "discount",
    "deflator",
    "combine_grades",
    "programme",
    "strand",
    "population",
    "body",
    "budget",
    "cost",
    "benefit",
    "correlation",
    "scenario",
    "gain_share",
    "five_cases",
    "claim",
    "percentages",
    "cohort",
    "saving",
];
const POPULATION_KEYS: [&str; 8] =
    ["who", "n", "released", "engagement", "retention", "annual_spend", "overlap", "source"];
const BODY_KEYS: [&str; 3] = ["id", "name", "tier"];
const BUDGET_KEYS: [&str; 7] = ["id", "body", "line", "cost_centre", "amount", "service", "source"];
const COST_KEYS: [&str; 13] = [
    "id",
    "what",
    "body",
    "kind",
    "by_year",
    "factor",
    "price_year",
    "grades",
    "optimism_bias",
    "optimism_bias_why",
    "capital_project",
    "already_corrected",
    "source",
];
const GRADE_KEYS: [&str; 4] = ["population", "evidence", "age", "error"];

const NO_COUNTERFACTUAL: &str = "no counterfactual is named, so nothing here can be called a saving";
/// Longer than this nobody plans, and the last band of every discount schedule begins before.
const YEARS_MAX: i64 = 400;
/// No body spends more than this in a year; a slip of the keyboard is likelier.
const POUNDS_MAX: f64 = 1e13;

/// What is known while the rest of a proposal is read.
struct Context<'r> {
    reference: &'r Reference,
    price_year: FinancialYear,
    first_year: FinancialYear,
    n_years: usize,
    bodies: Vec<Body>,
    budgets: Vec<BudgetLine>,
    /// A claim is repeated as it was made: corrections and budget lines are not asked for.
    is_claim: bool,
}

/// Reads a proposal. Unit costs and values that it names are looked up in the reference.
///
/// # Errors
/// Every mistake, with line, column and what was probably meant.
pub fn read(text: &str, file: &str, reference: &Reference) -> Result<Proposal, Mistakes> {
    read_toml(text, file, "the proposal", &KEYS, |keys| proposal(keys, file, reference))
}

fn context<'r>(keys: &Keys<'_>, reference: &'r Reference) -> Context<'r> {
    let price_year = needed_year(keys, "price_year").unwrap_or(FinancialYear(2000));
    let first_year = needed_year(keys, "first_year").unwrap_or(price_year);
    keys.need("n_years", "`n_years = 10`, year 0 among them");
    let n_years = keys.whole("n_years", 1..=YEARS_MAX);
    let mut context = Context {
        reference,
        price_year,
        first_year,
        n_years: n_years.unwrap_or(YEARS_MAX) as usize,
        bodies: bodies(keys),
        budgets: Vec::new(),
        is_claim: keys.has("claim"),
    };
    context.budgets = budgets(keys, &context);
    context
}

fn proposal(keys: &Keys<'_>, file: &str, reference: &Reference) -> Option<Proposal> {
    let name = keys.needed("name", "\"Early help\"");
    let context = context(keys, reference);
    let vintages = reference.discounts.iter().map(|vintage| vintage.id.as_str());
    let deflators = reference.deflators.vintages.iter().map(|deflator| deflator.id.as_str());
    let mut proposal = Proposal {
        file: file.to_owned(),
        name: name.unwrap_or_default(),
        summary: keys.owned("summary"),
        counterfactual: counterfactual(keys, &context),
        price_year: context.price_year,
        first_year: context.first_year,
        n_years: context.n_years,
        discount: known_id(keys, "discount", "discount vintage", &reference.default_discount, vintages),
        deflator: known_id(keys, "deflator", "deflator", &reference.deflators.default, deflators),
        combine: keys
            .word_of("combine_grades", "way to combine grades", Combine::ALL, Combine::word)
            .unwrap_or_default(),
        programme: keys.owned("programme"),
        strand: keys.word_of("strand", "strand", Strand::ALL, Strand::word),
        population: population(keys, &reference.counted),
        costs: costs(keys, &context),
        benefits: benefits(keys, &context),
        correlations: Vec::new(),
        scenarios: Vec::new(),
        gain_share: read_rule(keys, &context.bodies),
        five_cases: five_cases(keys),
        claim: claim(keys),
        bodies: context.bodies,
        budgets: context.budgets,
    };
    needs_population(keys, &proposal);
    proposal.scenarios = scenarios(keys, &proposal);
    proposal.correlations = correlations(keys);
    check_scenarios(keys, &proposal, reference);
    Some(proposal)
}

fn needed_year(keys: &Keys<'_>, key: &str) -> Option<FinancialYear> {
    keys.need(key, format!("`{key} = \"2025-26\"`"));
    keys.year(key)
}

fn counterfactual(keys: &Keys<'_>, context: &Context<'_>) -> Option<String> {
    if !keys.has("counterfactual") && !context.is_claim {
        let expected = "`counterfactual = \"what happens without it\"`";
        keys.file.add(keys.span.clone(), MistakeKind::Lacking(NO_COUNTERFACTUAL.to_owned()), expected);
    }
    keys.owned("counterfactual")
}

/// An id of the reference; the default where the key is missing.
fn known_id<'k>(
    keys: &Keys<'_>,
    key: &str,
    what: &str,
    default: &str,
    known: impl Iterator<Item = &'k str> + Clone,
) -> String {
    let Some(text) = keys.text(key) else { return default.to_owned() };
    keys.file.position_of(&text, what, format!("a known {what}"), known);
    text.get_ref().to_string()
}

fn population(keys: &Keys<'_>, counted: &Counted) -> Option<Population> {
    let table = keys.table("population", "[population]", &POPULATION_KEYS)?;
    let released = released(&table, counted);
    // A figure that may leave the place stands for the exact one, which may not.
    let of_released = released.as_ref().map(|figure| Estimate::exact(figure.n));
    if of_released.is_none() {
        table.need("n", "`n = 200`, how many people or families; or `released` alone, in a place that was built");
    }
    let share = |key: &str| Estimate::read(&table, key, 0.0..=1.0);
    Some(Population {
        who: table.needed("who", "\"families known to two or more agencies\"").unwrap_or_default(),
        n: Estimate::read(&table, "n", 0.0..=1e9).or(of_released).unwrap_or(Estimate::exact(0.0)),
        released,
        engagement: share("engagement").unwrap_or(Estimate::exact(1.0)),
        retention: share("retention").unwrap_or(Estimate::exact(1.0)),
        annual_spend: Estimate::read(&table, "annual_spend", 0.0..=POUNDS_MAX),
        overlap: share("overlap").unwrap_or(Estimate::exact(0.0)),
        source: table.owned("source"),
    })
}

/// The released figure that the cohort is compared with. It is not looked up if nothing has been released yet.
fn released(table: &Keys<'_>, counted: &Counted) -> Option<ReleasedFigure> {
    let name = table.text("released")?;
    counted.released_names().next()?;
    let known = counted.released_names();
    table.file.position_of(&name, "released figure", "a figure that the place released about people", known)?;
    let n = counted.released(name.get_ref())??;
    Some(ReleasedFigure { name: name.get_ref().to_string(), n })
}

fn needs_population(keys: &Keys<'_>, proposal: &Proposal) {
    let is_chain = |benefit: &Benefit| matches!(benefit.quantity, Quantity::Chain(_));
    if proposal.population.is_none() && !keys.has("population") && proposal.benefits.iter().any(is_chain) {
        keys.missing("population", "`[population]` with `who` and `n`");
    }
}

fn bodies(keys: &Keys<'_>) -> Vec<Body> {
    let mut bodies: Vec<Body> = Vec::new();
    for table in keys.tables("body", "[[body]]", &BODY_KEYS) {
        let Some(id) = new_id(&table, "body", |id| bodies.iter().any(|body| body.id == id)) else { continue };
        let tier = table.word_of("tier", "tier", BodyTier::ALL, BodyTier::word);
        table.need("tier", "`tier = \"local\"` or `tier = \"central\"`");
        let name = table.owned("name").unwrap_or_else(|| id.clone());
        bodies.push(Body { id, name, tier: tier.unwrap_or(BodyTier::Local) });
    }
    bodies
}

/// An id that no other has.
fn new_id(table: &Keys<'_>, what: &str, is_taken: impl Fn(&str) -> bool) -> Option<String> {
    let text = table.needed_text("id", "\"a-short-name\"")?;
    let id = text.get_ref().to_string();
    let is_plain = id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !is_plain {
        table.out_of_range("id", format!("{id:?}"), "letters, digits, `-` and `_`");
        return None;
    }
    if is_taken(&id) {
        let kind = MistakeKind::Unfit(format!("the {what} `{id}` already exists"));
        table.file.add(text.span(), kind, "each id once");
        return None;
    }
    Some(id)
}

/// The body that a key names.
fn body_of(table: &Keys<'_>, key: &str, bodies: &[Body]) -> Option<usize> {
    let text = table.needed_text(key, "\"council\"")?;
    body_named(table, &text, bodies)
}

fn body_named(table: &Keys<'_>, text: &Spanned<&str>, bodies: &[Body]) -> Option<usize> {
    table.file.position_of(text, "body", "a known body", bodies.iter().map(|body| body.id.as_str()))
}

/// What the place counted for the service that a budget line pays for; none where there is no account.
fn counted(table: &Keys<'_>, body: &Body, reference: &Reference) -> Option<(CountedSpending, String)> {
    let service = table.text("service")?;
    let year = reference.counted.year?;
    let amount = reference.counted.of_service(&body.id, service.get_ref());
    if amount.is_none() {
        let names = reference.counted.names();
        let mine = names.iter().filter_map(|name| name.strip_prefix(&format!("{}:", body.id)));
        let expected = format!("a service that the account counts for {}", body.id);
        table.file.not_there(service.span(), "counted service", service.get_ref(), expected, mine);
    }
    let amount = amount?;
    Some((amount, format!("the place's own count of {}, {year}: {}", service.get_ref(), amount.basis_in_words())))
}

fn budgets(keys: &Keys<'_>, context: &Context<'_>) -> Vec<BudgetLine> {
    let mut budgets: Vec<BudgetLine> = Vec::new();
    for table in keys.tables("budget", "[[budget]]", &BUDGET_KEYS) {
        let id = new_id(&table, "budget", |id| budgets.iter().any(|budget| budget.id == id));
        let body = body_of(&table, "body", &context.bodies);
        let line = table.needed("line", "\"Placements of children looked after\"");
        if let (Some(id), Some(body), Some(line)) = (id, body, line) {
            let stated = table.number("amount", 0.0..=POUNDS_MAX);
            let counted = counted(&table, &context.bodies[body], context.reference);
            let [cost_centre, source] = ["cost_centre", "source"].map(|key| table.owned(key));
            let of_count = counted.as_ref().map(|(amount, _)| *amount);
            let (amount, source) = match (stated, counted) {
                (None, Some((counted, source))) => (Some(counted.pounds), Some(source)),
                (stated, _) => (stated, source),
            };
            budgets.push(BudgetLine { id, body, line, cost_centre, amount, counted: of_count, source });
        }
    }
    budgets
}

fn costs(keys: &Keys<'_>, context: &Context<'_>) -> Vec<Cost> {
    let mut costs: Vec<Cost> = Vec::new();
    for table in keys.tables("cost", "[[cost]]", &COST_KEYS) {
        let id = new_id(&table, "cost", |id| costs.iter().any(|cost| cost.id == id));
        let body = body_of(&table, "body", &context.bodies);
        let by_year = pounds_by_year(&table, "by_year", context.n_years);
        let correction = correction(&table, context, most_of_cost(by_year.as_deref(), context));
        if let (Some(id), Some(body), Some(by_year), Some(correction)) = (id, body, by_year, correction) {
            costs.push(Cost {
                what: table.owned("what").unwrap_or_else(|| id.clone()),
                kind: table.word_of("kind", "kind of cost", CostKind::ALL, CostKind::word).unwrap_or(CostKind::Revenue),
                factor: Estimate::read(&table, "factor", 0.0..=1e3).unwrap_or(Estimate::exact(1.0)),
                price_year: table.year("price_year").unwrap_or(context.price_year),
                source: table.owned("source"),
                id,
                body,
                by_year,
                correction,
            });
        }
    }
    costs
}

/// Pounds from year 0; years that are left out at the end are nothing.
fn pounds_by_year(table: &Keys<'_>, key: &str, n_years: usize) -> Option<Vec<f64>> {
    table.need(key, format!("`{key} = [300_000, 150_000]`, pounds from year 0"));
    let mut by_year = table.numbers(key, -POUNDS_MAX..=POUNDS_MAX)?;
    ask_about_commas(table, key)?;
    if n_years < by_year.len() {
        let stated = format!("{} years", by_year.len());
        table.out_of_range(key, stated, format!("at most the {n_years} years of the proposal"));
        return None;
    }
    by_year.resize(n_years, 0.0);
    Some(by_year)
}

/// `300,500` in a list is two numbers to a machine and one to an accountant: neither is guessed.
fn ask_about_commas(table: &Keys<'_>, key: &str) -> Option<()> {
    let span = table.get(key)?.span();
    let Some(number) = thousands(table.file.text().get(span)?) else { return Some(()) };
    let kind = MistakeKind::Unfit(format!("`{number}` in `{key}` may be one number or two"));
    let [one, two] = ["_", ", "].map(|between| number.replace(',', between));
    table.wrong(key, kind, format!("`{one}` for one number, or `{two}` for two"));
    None
}

/// The first pair of numbers that reads like one with a comma for its thousands: up to three digits, a comma without a
/// space, exactly three digits.
fn thousands(list: &str) -> Option<String> {
    let tokens: Vec<&str> = list.trim_matches(['[', ']']).split(',').collect();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let pair = tokens.windows(2).find(|pair| {
        let (before, after) = (pair[0].trim_start().trim_start_matches('-'), pair[1].trim_end());
        let whole = after.split('.').next().unwrap_or_default();
        before.len() <= 3 && is_digits(before) && before != "0" && whole.len() == 3 && is_digits(whole)
    })?;
    Some(format!("{},{}", pair[0].trim_start(), pair[1].trim_end()))
}

/// The largest correction of a cost: no receipt loses more than itself, no cost rises by more than the table's most.
fn most_of_cost(by_year: Option<&[f64]>, context: &Context<'_>) -> f64 {
    let signs = Signs::of(by_year.unwrap_or_default().iter().map(|pounds| -pounds));
    if signs.has_gains && !signs.has_losses { 1.0 } else { context.reference.capital.upper_bound() }
}

/// How a cost or benefit says that it is corrected for optimism: once, in one of four ways, and by `most` at most.
fn correction(table: &Keys<'_>, context: &Context<'_>, most: f64) -> Option<Correction> {
    let ways: Vec<&str> = ["grades", "optimism_bias", "capital_project", "already_corrected"]
        .into_iter()
        .filter(|key| table.has(key))
        .collect();
    match ways.as_slice() {
        [] if context.is_claim => Some(Correction::Already),
        [] => {
            table.missing(
                "grades",
                "`grades = { evidence = 4, age = 2 }`, `optimism_bias` or `already_corrected = true`",
            );
            None
        }
        ["grades"] => grades(table).map(Correction::Graded),
        ["optimism_bias"] => Some(Correction::Stated {
            share: table.number("optimism_bias", 0.0..=most)?,
            why: table.needed("optimism_bias_why", "\"independent review, 2024\"")?,
        }),
        ["capital_project"] => capital(table, context),
        [_, second, ..] => {
            let kind = MistakeKind::Unfit(format!("{} states its correction for optimism twice", table.what));
            table.wrong(second, kind, "one correction");
            None
        }
        _ => table.truth("already_corrected").and_then(|is_corrected| {
            if !is_corrected {
                table.out_of_range("already_corrected", false, "grades or `optimism_bias` in its place");
            }
            is_corrected.then_some(Correction::Already)
        }),
    }
}

fn grades(table: &Keys<'_>) -> Option<Grades> {
    let inner = table.table("grades", "grades", &GRADE_KEYS)?;
    let [population, evidence, age, error] = GRADE_KEYS.map(|key| inner.whole(key, 1..=6).map(|grade| grade as u8));
    let grades = Grades { population, evidence, age, error };
    if grades.stated().is_empty() {
        inner.missing("evidence", "at least one grade from 1 (best) to 6 (worst)");
        return None;
    }
    Some(grades)
}

fn capital(table: &Keys<'_>, context: &Context<'_>) -> Option<Correction> {
    let inner = table.table("capital_project", "capital_project", &["kind", "mitigation"])?;
    let kind = inner.needed_text("kind", "\"standard_buildings\"")?;
    let projects = &context.reference.capital.projects;
    let known = projects.iter().map(|project| project.id.as_str());
    table.file.position_of(&kind, "kind of capital project", "a known kind of capital project", known)?;
    let mitigation = inner.needed_number("mitigation", 0.0..=1.0)?;
    Some(Correction::Capital { project: kind.get_ref().to_string(), mitigation })
}

#[cfg(test)]
mod tests;
