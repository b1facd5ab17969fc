//! The benefits of a proposal.

use authored::{Keys, MistakeKind, Share};
use model::tables::{RangeShape, SpendingControl};
use toml::Spanned;

use super::{Context, POUNDS_MAX, body_named, correction, new_id, pounds_by_year};
use crate::estimate::{Estimate, Uncertain};
use crate::proposal::{Benefit, Chain, CostConcept, DeadweightBasis, MeasuredOn, Quantity, Timing, Value, ValueFrom};
use crate::reference::is_confirmed;
use crate::text::plain;
use crate::unit_costs::{ValueKind, is_part_of};

const BENEFIT_KEYS: [&str; 26] = [
    "id",
    "outcome",
    "unit",
    "affected",
    "impact",
    "measured_on",
    "deadweight",
    "deadweight_basis",
    "evidence_nets_deadweight",
    "displacement",
    "leakage",
    "substitution",
    "multiplier",
    "lag_years",
    "duration_years",
    "drop_off",
    "taper",
    "claimed",
    "claimed_by_year",
    "grades",
    "optimism_bias",
    "optimism_bias_why",
    "already_corrected",
    "value",
    "output",
    "source",
];
const VALUE_KEYS: [&str; 13] = [
    "kind",
    "amount",
    "unit_cost",
    "reference_value",
    "quantity",
    "price_year",
    "health",
    "bodies",
    "cashable",
    "budgets",
    "spending",
    "concept",
    "source",
];
/// Shares of a split may miss the whole by this much, because people round them.
const SPLIT_TOLERANCE: f64 = 0.001;
const DEADWEIGHT_TWICE: &str = "deadweight is deducted twice: the evidence is already net of it";
const DEADWEIGHT_MIXED: &str = "deadweight is a share here and points elsewhere in this proposal";
/// Pounds by which fiscal and economic values may miss the change in output.
const OUTPUT_TOLERANCE: f64 = 0.005;

pub(super) fn benefits(keys: &Keys<'_>, context: &Context<'_>) -> Vec<Benefit> {
    let tables = keys.tables("benefit", "[[benefit]]", &BENEFIT_KEYS);
    let mut benefits: Vec<Benefit> = Vec::new();
    for table in &tables {
        let id = new_id(table, "benefit", |id| benefits.iter().any(|benefit| benefit.id == id));
        let quantity = quantity(table, context);
        let correction = correction(table, context, 1.0);
        let values = values(table, context, quantity.as_ref());
        if let (Some(id), Some(quantity), Some(correction)) = (id, quantity, correction) {
            benefits.push(Benefit {
                outcome: table.needed("outcome", "\"a year of a child in care\"").unwrap_or_default(),
                unit: table.owned("unit").unwrap_or_else(|| "unit".to_owned()),
                output: output(table, &values),
                source: table.owned("source"),
                id,
                quantity,
                correction,
                values,
            });
        }
    }
    no_mixed_deadweight(&tables);
    no_parent_with_its_part(&tables);
    benefits
}

fn quantity(table: &Keys<'_>, context: &Context<'_>) -> Option<Quantity> {
    if table.has("claimed") {
        return claimed(table, "claimed", context.n_years).map(Quantity::Claimed);
    }
    if table.has("claimed_by_year") {
        return pounds_by_year(table, "claimed_by_year", context.n_years).map(Quantity::Claimed);
    }
    chain(table).map(|chain| Quantity::Chain(Box::new(chain)))
}

/// A total spread evenly over years: `{ total = 400_000_000, first = 1, last = 10 }`.
pub(super) fn claimed(table: &Keys<'_>, key: &str, n_years: usize) -> Option<Vec<f64>> {
    let inner = table.table(key, key, &["total", "first", "last"])?;
    let total = inner.needed_number("total", -POUNDS_MAX..=POUNDS_MAX);
    let last_year = n_years as i64 - 1;
    let [first, last] = ["first", "last"].map(|part| {
        inner.need(part, format!("`{part} =` a year from 0 to {last_year}"));
        inner.whole(part, 0..=last_year)
    });
    let (total, first, last) = (total?, first? as usize, last? as usize);
    if last < first {
        inner.out_of_range("last", last, format!("a year from {first} to {last_year}"));
        return None;
    }
    let mut by_year = vec![0.0; n_years];
    by_year[first..=last].fill(total / (last - first + 1) as f64);
    Some(by_year)
}

fn chain(table: &Keys<'_>) -> Option<Chain> {
    let needed = |key: &str, high: f64| {
        table.need(key, format!("`{key} =` a number"));
        Estimate::read(table, key, 0.0..=high)
    };
    let share = |key: &str, otherwise: f64| {
        let read = Estimate::read(table, key, 0.0..=1.0);
        if table.has(key) { read } else { Some(Estimate::exact(otherwise)) }
    };
    let affected = needed("affected", 1e6);
    let impact = needed("impact", 1.0);
    table.need("measured_on", "`measured_on = \"completers\"`, `\"engaged\"` or `\"referred\"`");
    let measured_on = table.word_of("measured_on", "group of people", MeasuredOn::ALL, MeasuredOn::word);
    let deadweight = deadweight(table, impact);
    let timing = timing(table);
    let [displacement, leakage, substitution] = ["displacement", "leakage", "substitution"].map(|key| share(key, 0.0));
    let multiplier = Estimate::read(table, "multiplier", 0.0..=10.0);
    let (deadweight, basis) = deadweight?;
    Some(Chain {
        affected: affected?,
        impact: impact?,
        measured_on: measured_on?,
        deadweight,
        basis,
        displacement: displacement?,
        leakage: leakage?,
        substitution: substitution?,
        multiplier: multiplier.unwrap_or(Estimate::exact(1.0)),
        timing: timing?,
    })
}

/// Deadweight and what it is a fraction of. Evidence from a control group has taken it off already.
fn deadweight(table: &Keys<'_>, impact: Option<Estimate>) -> Option<(Estimate, DeadweightBasis)> {
    let is_netted = table.truth("evidence_nets_deadweight").unwrap_or(false);
    if is_netted {
        let stated = table.number("deadweight", 0.0..=1.0).unwrap_or(0.0);
        if 0.0 < stated || table.is_table("deadweight") {
            let kind = MistakeKind::Unfit(DEADWEIGHT_TWICE.to_owned());
            table.wrong("deadweight", kind, "no deadweight beside evidence from a control group");
        }
        return Some((Estimate::exact(0.0), DeadweightBasis::Netted));
    }
    table.need("deadweight", "`deadweight = 0.2`, or `evidence_nets_deadweight = true`");
    let value = Estimate::read(table, "deadweight", 0.0..=1.0);
    table.need("deadweight_basis", "`deadweight_basis = \"share\"` of the impact, or `\"points\"` of the people");
    let words = [("share", DeadweightBasis::Share), ("points", DeadweightBasis::Points)];
    let basis = table.word("deadweight_basis", "basis of deadweight", &words)?;
    let (value, impact) = (value?, impact?);
    if basis == DeadweightBasis::Points && impact.value < value.value {
        let (deadweight, impact) = (value.value, impact.value);
        let kind = MistakeKind::Unfit(format!("deadweight of {deadweight} points is more than the impact of {impact}"));
        table.wrong("deadweight", kind, "points below the impact, or `deadweight_basis = \"share\"`");
    }
    Some((value, basis))
}

fn timing(table: &Keys<'_>) -> Option<Timing> {
    let taper = table.numbers("taper", 0.0..=10.0);
    if !table.has("duration_years") && !table.has("taper") {
        table.missing("duration_years", "`duration_years = 3`, or a `taper` by year");
    }
    let n_taper = taper.as_ref().map(Vec::len);
    let stated = table.whole("duration_years", 1..=400).map(|years| years as usize);
    if let Some((n_taper, stated)) = n_taper.zip(stated).filter(|(taper, years)| taper != years) {
        table.out_of_range("duration_years", stated, format!("the {n_taper} years of the taper"));
    }
    let drop_off = Estimate::read(table, "drop_off", 0.0..=1.0);
    let is_drop_off_bad = table.has("drop_off") && drop_off.is_none();
    let duration_years = n_taper.or(stated)?;
    let lag_years = table.whole("lag_years", 0..=400).unwrap_or(0) as usize;
    (!is_drop_off_bad).then(|| Timing {
        lag_years,
        duration_years,
        drop_off: drop_off.unwrap_or(Estimate::exact(0.0)),
        taper,
    })
}

fn values(table: &Keys<'_>, context: &Context<'_>, quantity: Option<&Quantity>) -> Vec<Value> {
    let tables = table.tables("value", "[[benefit.value]]", &VALUE_KEYS);
    if tables.is_empty() {
        table.missing("value", "at least one `[[benefit.value]]`");
    }
    let is_claimed = matches!(quantity, Some(Quantity::Claimed(_)));
    tables.iter().filter_map(|table| value(table, context, is_claimed)).collect()
}

fn value(table: &Keys<'_>, context: &Context<'_>, is_claimed: bool) -> Option<Value> {
    table.need("kind", "`kind = \"fiscal\"`, `\"economic\"` or `\"social\"`");
    let kind = table.word_of("kind", "kind of value", ValueKind::ALL, ValueKind::word)?;
    let priced = price(table, context, kind, is_claimed);
    no_health_in_money(table, kind, priced.as_ref().is_some_and(|(_, _, from)| is_health(context, from)));
    let split = split(table, context, kind);
    let cashable = Estimate::read(table, "cashable", 0.0..=1.0).unwrap_or(Estimate::exact(0.0));
    let leaves = leaves(table, context, &split, cashable);
    let (amount, price_year, from) = priced?;
    Some(Value {
        kind,
        amount,
        price_year,
        is_health: table.truth("health").unwrap_or_else(|| is_health(context, &from)),
        from,
        split,
        cashable,
        leaves,
        spending: table
            .word_of("spending", "sort of spending", SpendingControl::ALL, SpendingControl::word)
            .unwrap_or(SpendingControl::Del),
        concept: table.word_of("concept", "concept of cost", CostConcept::ALL, CostConcept::word),
        source: table.owned("source"),
    })
}

/// Money that a body saves is money, even where it is health that saves it: the lower rate is for welfare alone.
fn no_health_in_money(table: &Keys<'_>, kind: ValueKind, is_reference_of_health: bool) {
    let key = match (table.truth("health"), is_reference_of_health) {
        (Some(true), _) => "health",
        (None, true) => "reference_value",
        _ => return,
    };
    if kind == ValueKind::Fiscal {
        let wrong = "a fiscal value is money, and money is not discounted as an effect on life and health".to_owned();
        table.wrong(key, MistakeKind::Unfit(wrong), "a value of life and health beside `kind = \"social\"`");
    }
}

fn is_health(context: &Context<'_>, from: &ValueFrom) -> bool {
    match from {
        ValueFrom::Reference { id, .. } => context.reference.value(id).is_ok_and(|value| value.health),
        _ => false,
    }
}

type Price = (Estimate, model::FinancialYear, ValueFrom);

/// The amount of one unit: stated, from the unit costs, or from the values of the reference.
fn price(table: &Keys<'_>, context: &Context<'_>, kind: ValueKind, is_claimed: bool) -> Option<Price> {
    let stated_year = table.year("price_year");
    match (table.has("amount"), table.text("unit_cost"), table.text("reference_value")) {
        (true, None, None) => {
            let amount = Estimate::read(table, "amount", -POUNDS_MAX..=POUNDS_MAX)?;
            Some((amount, stated_year.unwrap_or(context.price_year), ValueFrom::Stated))
        }
        (false, Some(code), None) => unit_cost(table, context, kind, &code),
        (false, None, Some(id)) => reference_value(table, context, &id),
        // What is claimed is in pounds, so a unit is a pound.
        (false, None, None) if is_claimed => {
            Some((Estimate::exact(1.0), stated_year.unwrap_or(context.price_year), ValueFrom::Stated))
        }
        _ => {
            table.missing("amount", "one of `amount`, `unit_cost` and `reference_value`");
            None
        }
    }
}

fn unit_cost(table: &Keys<'_>, context: &Context<'_>, kind: ValueKind, code: &Spanned<&str>) -> Option<Price> {
    let costs = &context.reference.unit_costs;
    let unusable = |why: String| {
        let wrong = MistakeKind::Unfit(format!("`{}` cannot be used: {why}", code.get_ref()));
        table.file.add(code.span(), wrong, "a unit cost of this kind");
        None
    };
    let Some(cost) = costs.get(code.get_ref()) else {
        let known = costs.iter().map(|cost| cost.code.as_str());
        table.file.not_there(code.span(), "unit cost", code.get_ref(), "a known unit cost", known);
        return None;
    };
    let Some(value) = cost.values.get(&kind) else { return unusable(format!("it has no {} value", kind.word())) };
    let doubts = costs.doubts(&context.reference.bounds);
    if let Some(doubt) = doubts.iter().find(|doubt| doubt.code == cost.code && doubt.kind == kind && doubt.is_refused) {
        return unusable(doubt.why.clone());
    }
    let range = value.low.zip(value.high).map(|(low, high)| Uncertain { low, high, shape: RangeShape::Uniform });
    let amount = Estimate { value: value.central(), range };
    Some((amount, value.year, ValueFrom::UnitCost { code: cost.code.clone() }))
}

fn reference_value(table: &Keys<'_>, context: &Context<'_>, id: &Spanned<&str>) -> Option<Price> {
    let Ok(value) = context.reference.value(id.get_ref()) else {
        let known = context.reference.values.iter().map(|value| value.id.as_str());
        table.file.not_there(id.span(), "value", id.get_ref(), "a known value", known);
        return None;
    };
    let quantity = table.needed_number("quantity", 0.0..=1e6);
    let year = value.price_year().or_else(|| table.year("price_year"));
    if year.is_none() {
        let doubt = if is_confirmed(&value.quality) { "" } else { ", because sources disagree about its price base" };
        table.missing("price_year", format!("`price_year = \"2025-26\"`{doubt}"));
    }
    let (quantity, year) = (quantity?, year?);
    let range = value.low.zip(value.high).map(|(low, high)| Uncertain { low, high, shape: RangeShape::Triangular });
    let amount = Estimate { value: value.value, range }.times(quantity);
    Some((amount, year, ValueFrom::Reference { id: value.id.clone(), quantity }))
}

/// Who gains how much of a fiscal value.
fn split(table: &Keys<'_>, context: &Context<'_>, kind: ValueKind) -> Vec<(usize, f64)> {
    if kind != ValueKind::Fiscal {
        for key in ["bodies", "cashable", "budgets", "spending"].into_iter().filter(|key| table.has(key)) {
            let wrong = format!("`{key}` means nothing in a value that is {}", kind.word());
            table.wrong(key, MistakeKind::Unfit(wrong), "this key beside `kind = \"fiscal\"` only");
        }
        return Vec::new();
    }
    table.need("bodies", "`bodies = { council = 1.0 }`, the share that each gains");
    let Some(shares) = table.shares("bodies", 0.0..=1.0) else { return Vec::new() };
    let sum: f64 = shares.iter().map(|(_, share)| share).sum();
    if SPLIT_TOLERANCE < (sum - 1.0).abs() {
        let kind = MistakeKind::Unfit(format!("the shares of the bodies add up to {}", plain(sum)));
        table.wrong("bodies", kind, "shares that add up to 1");
    }
    // Thirds written as 0.333 still are thirds: nothing is lost between bodies.
    let share_of = |share: f64| if sum == 0.0 { share } else { share / sum };
    let named = |(name, share): &Share<'_>| Some((body_named(table, name, &context.bodies)?, share_of(*share)));
    shares.iter().filter_map(named).collect()
}

/// The budget lines that a cashable saving leaves: one for each body that gains.
fn leaves(table: &Keys<'_>, context: &Context<'_>, split: &[(usize, f64)], cashable: Estimate) -> Vec<(usize, usize)> {
    let mut leaves = Vec::new();
    for (name, budget) in table.named_texts("budgets", "a table such as { council = \"the id of a [[budget]]\" }") {
        let known = context.budgets.iter().map(|line| line.id.as_str());
        let at = table.file.position_of(&budget, "budget", "a known budget", known);
        leaves.extend(body_named(table, &name, &context.bodies).zip(at));
    }
    let is_cashable = 0.0 < cashable.value;
    for (body, _) in split.iter().filter(|(body, _)| !leaves.iter().any(|(known, _)| known == body)) {
        if is_cashable && !context.is_claim {
            let body = context.bodies[*body].id.clone();
            let expected = format!("`budgets = {{ {body} = \"the id of a [[budget]]\" }}`");
            let kind = format!("the budget line that the cashable saving of `{body}` leaves is not named");
            table.wrong("cashable", MistakeKind::Lacking(kind), expected);
        }
    }
    leaves
}

/// The change in output of a unit, which fiscal and economic values must add up to: a benefit saved by one is lost by
/// another, and only their sum is new (method, section 5.6).
fn output(table: &Keys<'_>, values: &[Value]) -> Option<f64> {
    let output = table.number("output", -POUNDS_MAX..=POUNDS_MAX)?;
    let sum = |kind| values.iter().filter(|value| value.kind == kind).map(|value| value.amount.value).sum::<f64>();
    let (fiscal, economic) = (sum(ValueKind::Fiscal), sum(ValueKind::Economic));
    if OUTPUT_TOLERANCE < (fiscal + economic - output).abs() {
        let kind = format!("fiscal {fiscal} and economic {economic} do not add up to the change in output {output}");
        table.wrong("output", MistakeKind::Lacking(kind), "an economic value net of what is fiscal already");
    }
    Some(output)
}

fn no_mixed_deadweight(tables: &[Keys<'_>]) {
    let mut stated = tables.iter().filter_map(|table| Some((table, table.text("deadweight_basis")?)));
    let Some((_, first)) = stated.next() else { return };
    for (table, basis) in stated.filter(|(_, basis)| basis.get_ref() != first.get_ref()) {
        let kind = MistakeKind::Unfit(DEADWEIGHT_MIXED.to_owned());
        table.file.add(basis.span(), kind, format!("`{}` throughout", first.get_ref()));
    }
}

/// A cost and its part in one proposal would count the same pounds twice.
fn no_parent_with_its_part(tables: &[Keys<'_>]) {
    let values: Vec<Keys<'_>> =
        tables.iter().flat_map(|table| table.tables("value", "[[benefit.value]]", &[])).collect();
    let codes: Vec<(&Keys<'_>, Spanned<&str>)> =
        values.iter().filter_map(|value| Some((value, value.text("unit_cost")?))).collect();
    for (value, part) in &codes {
        if let Some((_, whole)) = codes.iter().find(|(_, whole)| is_part_of(part.get_ref(), whole.get_ref())) {
            let [parent, child] = [whole, part].map(|code| code.get_ref().to_string());
            let kind = format!("`{child}` is part of `{parent}`: together they count the same pounds twice");
            value.file.add(part.span(), MistakeKind::Unfit(kind), "either the cost or its parts");
        }
    }
}
