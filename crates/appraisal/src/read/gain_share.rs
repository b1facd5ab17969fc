//! The table `[gain_share]` of a proposal.

use authored::Keys;

use crate::gains::{Coalition, OutcomePrice, Rule, RuleKind, Shared};
use crate::proposal::Body;

const PRICE_KEYS: [&str; 7] = ["payer", "payee", "baseline", "verified", "price", "floor", "cap"];

/// The rule of a proposal; pro rata of cashable gains where it names none, because nobody can pay with beds and hours.
pub(super) fn read_rule(keys: &Keys<'_>, bodies: &[Body]) -> Rule {
    let Some(table) = keys.table("gain_share", "[gain_share]", &["rule", "of", "coalitions", "outcome_price"]) else {
        return Rule::default();
    };
    let words = [
        ("pro_rata", RuleKind::ProRata),
        ("proportional", RuleKind::Proportional),
        ("shapley", RuleKind::Shapley { coalitions: Vec::new() }),
    ];
    let names: Vec<(&str, usize)> =
        words.iter().enumerate().map(|(i, (word, _))| (*word, i)).chain([("outcome_price", words.len())]).collect();
    let of = table.word("of", "part of the gains", &[("fiscal", Shared::Fiscal), ("cashable", Shared::Cashable)]);
    let kind = match table.word("rule", "rule of sharing", &names) {
        Some(2) => RuleKind::Shapley { coalitions: coalitions(&table, bodies) },
        Some(3) => outcome_price(&table, bodies).map_or(RuleKind::ProRata, RuleKind::OutcomePrice),
        Some(i) => words[i].1.clone(),
        None => RuleKind::ProRata,
    };
    Rule { kind, of: of.unwrap_or_default() }
}

fn coalitions(table: &Keys<'_>, bodies: &[Body]) -> Vec<Coalition> {
    let read = |inner: &Keys<'_>| {
        let named: Option<Vec<usize>> =
            inner.texts("bodies", "\"council\"").iter().map(|name| named(inner, name, bodies)).collect();
        let mut bodies = named?;
        bodies.sort_unstable();
        Some(Coalition { bodies, surplus: inner.needed_number("surplus", f64::NEG_INFINITY..=f64::INFINITY)? })
    };
    table.tables("coalitions", "[[gain_share.coalitions]]", &["bodies", "surplus"]).iter().filter_map(read).collect()
}

fn outcome_price(table: &Keys<'_>, bodies: &[Body]) -> Option<OutcomePrice> {
    table.need("outcome_price", "`outcome_price = { payer = ..., payee = ..., price = ..., verified = ... }`");
    let inner = table.table("outcome_price", "gain_share.outcome_price", &PRICE_KEYS)?;
    let body = |key: &str| inner.needed_text(key, "\"council\"").and_then(|name| named(&inner, &name, bodies));
    let number = |key: &str, otherwise: f64| inner.number(key, 0.0..=f64::INFINITY).unwrap_or(otherwise);
    let (payer, payee) = (body("payer"), body("payee"));
    let price = inner.needed_number("price", 0.0..=1e12);
    let verified = inner.needed_number("verified", 0.0..=1e12);
    Some(OutcomePrice {
        payer: payer?,
        payee: payee?,
        price: price?,
        verified: verified?,
        baseline: number("baseline", 0.0),
        floor: number("floor", 0.0),
        cap: number("cap", f64::INFINITY),
    })
}

fn named(table: &Keys<'_>, name: &toml::Spanned<&str>, bodies: &[Body]) -> Option<usize> {
    let known = bodies.iter().map(|body| body.id.as_str());
    table.file.position_of(name, "body", "a `[[body]]` of the proposal", known)
}
