//! The single offer: freedoms that a place asks for, outcomes that it promises, targets that would go, and pounds.
//!
//! Offered to the highest performers from 2011, with a second form for places that propose a new policy. Whether a
//! place may make it is a rule that can be read and checked. Source facts, 7.3.

use authored::{Keys, Mistakes, read_toml};
use serde::Serialize;

use crate::case::Case;

const KEYS: [&str; 8] = ["place", "kind", "from", "proposals", "freedom", "outcome", "target", "criterion"];

/// What a place offers to do and asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Offer {
    pub place: String,
    pub kind: OfferKind,
    pub from: Option<String>,
    /// Names of the proposals that bring the pounds.
    pub proposals: Vec<String>,
    pub freedoms: Vec<Freedom>,
    pub outcomes: Vec<PromisedOutcome>,
    pub targets: Vec<DroppedTarget>,
    /// The rule of who may make the offer, one test at a time.
    pub criteria: Vec<Criterion>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferKind {
    SingleOffer,
    InnovativePolicyOffer,
}

/// A rule that a place asks to be free of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Freedom {
    pub what: String,
    /// Who can grant it.
    pub granted_by: String,
    pub needs_law: bool,
    pub legal_basis: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PromisedOutcome {
    pub what: String,
    pub measure: String,
    pub from: f64,
    pub to: f64,
    pub by: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DroppedTarget {
    pub what: String,
    pub department: String,
    /// Pounds a year that reporting on it costs.
    pub burden: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Criterion {
    pub what: String,
    pub is_met: bool,
    pub evidence: String,
}

/// An offer with its pounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OfferSummary {
    /// Whether every test of the rule is met; none where no rule is stated.
    pub is_eligible: Option<bool>,
    pub n_needing_law: usize,
    /// Present values of the named proposals, at the standard rates.
    pub cost: f64,
    pub fiscal: f64,
    pub public_npv: f64,
    /// Pounds a year of reporting that would go.
    pub burden: f64,
    /// Proposals that are named and not among the cases.
    pub missing: Vec<String>,
}

/// Reads an offer.
///
/// # Errors
/// Every mistake, with line, column and what was probably meant.
pub fn read(text: &str, file: &str) -> Result<Offer, Mistakes> {
    read_toml(text, file, "the offer", &KEYS, |keys| {
        let kinds =
            [("single_offer", OfferKind::SingleOffer), ("innovative_policy_offer", OfferKind::InnovativePolicyOffer)];
        Some(Offer {
            freedoms: rows(keys, "freedom", &["what", "granted_by", "needs_law", "legal_basis"], freedom),
            outcomes: rows(keys, "outcome", &["what", "measure", "from", "to", "by"], outcome),
            targets: rows(keys, "target", &["what", "department", "burden"], target),
            criteria: rows(keys, "criterion", &["what", "met", "evidence"], criterion),
            proposals: keys.owned_texts("proposals", "\"Early help\""),
            kind: keys.word("kind", "kind of offer", &kinds).unwrap_or(OfferKind::SingleOffer),
            from: keys.owned("from"),
            place: keys.needed("place", "\"Marshford\"")?,
        })
    })
}

fn rows<T>(keys: &Keys<'_>, key: &str, known: &[&str], read: fn(&Keys<'_>) -> Option<T>) -> Vec<T> {
    keys.tables(key, &format!("[[{key}]]"), known).iter().filter_map(read).collect()
}

fn freedom(table: &Keys<'_>) -> Option<Freedom> {
    let (what, granted_by) = (table.needed("what", "\"one budget\""), table.needed("granted_by", "\"HM Treasury\""));
    Some(Freedom {
        what: what?,
        granted_by: granted_by?,
        needs_law: table.truth("needs_law").unwrap_or(false),
        legal_basis: table.owned("legal_basis"),
    })
}

fn outcome(table: &Keys<'_>) -> Option<PromisedOutcome> {
    let number = |key: &str| table.needed_number(key, f64::NEG_INFINITY..=f64::INFINITY);
    let (what, measure, by) = (
        table.needed("what", "\"fewer children in care\""),
        table.needed("measure", "\"children looked after per 10,000\""),
        table.needed("by", "\"2013-14\""),
    );
    let (from, to) = (number("from"), number("to"));
    Some(PromisedOutcome { what: what?, measure: measure?, from: from?, to: to?, by: by? })
}

fn target(table: &Keys<'_>) -> Option<DroppedTarget> {
    let (what, department) = (table.needed("what", "\"NI 14\""), table.needed("department", "\"CLG\""));
    Some(DroppedTarget { what: what?, department: department?, burden: table.number("burden", 0.0..=1e12) })
}

fn criterion(table: &Keys<'_>) -> Option<Criterion> {
    table.need("met", "`met = true` or `met = false`");
    let (what, evidence) = (table.needed("what", "\"no red flag\""), table.needed("evidence", "\"Oneplace, 2009\""));
    Some(Criterion { what: what?, is_met: table.truth("met")?, evidence: evidence? })
}

impl Offer {
    /// The offer with the pounds of its proposals.
    pub fn summary(&self, cases: &[Case]) -> OfferSummary {
        let named = |case: &&Case| self.proposals.contains(&case.name);
        let sum = |figure: fn(&Case) -> f64| cases.iter().filter(named).map(figure).sum::<f64>();
        let is_missing = |name: &&String| !cases.iter().any(|case| case.name == **name);
        OfferSummary {
            is_eligible: (!self.criteria.is_empty()).then(|| self.criteria.iter().all(|criterion| criterion.is_met)),
            n_needing_law: self.freedoms.iter().filter(|freedom| freedom.needs_law).count(),
            cost: sum(|case| case.standard().pv_cost),
            fiscal: sum(|case| case.standard().pv_fiscal),
            public_npv: sum(|case| case.standard().public.npv),
            burden: self.targets.iter().filter_map(|target| target.burden).sum(),
            missing: self.proposals.iter().filter(is_missing).cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reference, appraise};

    const OFFER: &str = r#"
place = "Marshford"
kind = "single_offer"
from = "2011-12"
proposals = ["Early help for 200 families", "One front office"]

[[freedom]]
what = "one budget for families"
granted_by = "HM Treasury"
needs_law = true
legal_basis = "Childcare Act 2006"

[[freedom]]
what = "one inspection"
granted_by = "Ofsted"

[[outcome]]
what = "fewer children in care"
measure = "children looked after per 10,000"
from = 62
to = 55
by = "2013-14"

[[target]]
what = "NI 14"
department = "CLG"
burden = 40_000

[[criterion]]
what = "no red flag"
met = true
evidence = "Oneplace, December 2009"
"#;

    fn case() -> Case {
        let reference = Reference::builtin();
        let text = include_str!("../../../reference/proposals/early-help.toml");
        appraise(&crate::read(text, "p.toml", &reference).expect("good"), &reference).expect("appraisable")
    }

    #[test]
    fn an_offer_adds_up_its_proposals_and_names_what_is_missing() {
        let offer = read(OFFER, "offer.toml").expect("a good offer");
        let summary = offer.summary(&[case()]);
        assert_eq!((summary.is_eligible, summary.n_needing_law, summary.burden), (Some(true), 1, 40_000.0));
        assert_eq!(format!("{:.2} {:.2}", summary.cost, summary.public_npv), "734130.43 -24910.01");
        assert_eq!(summary.missing, ["One front office"]);
    }

    #[test]
    fn one_test_that_is_not_met_is_enough() {
        let offer = read(&OFFER.replace("met = true", "met = false"), "offer.toml").expect("a good offer");
        assert_eq!(offer.summary(&[]).is_eligible, Some(false));
        let mistakes = read(&OFFER.replace("kind = \"single_offer\"", "kind = \"single_ofer\""), "o.toml");
        let mistake = &mistakes.expect_err("a mistake").mistakes[0];
        assert_eq!(mistake.hint.as_deref(), Some("did you mean `single_offer`?"));
    }
}
