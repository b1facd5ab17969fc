//! The savings ledger: a saving belongs to one programme and one strand, and is counted once.
//!
//! £500m of less duplication was announced as part of £11bn of another programme; adding it to Total Place's own total
//! would count it twice. Source facts, 7.2.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Error;
use crate::case::Case;
use crate::proposal::Proposal;
use model::Strand;

/// One saving, and to whom it is credited.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Saving {
    /// What makes it this saving and no other: two entries with one id are one saving.
    pub id: String,
    pub programme: String,
    pub strand: Option<Strand>,
    /// Pounds; None where a saving is claimed but not quantified, which does not mean zero.
    pub amount: Option<f64>,
}

/// Savings counted once.
#[derive(Clone, Debug, Default)]
pub struct SavingsLedger {
    savings: BTreeMap<String, Saving>,
}

/// What cases together take from one line of a budget.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineUse {
    pub body: String,
    pub line: String,
    /// Pounds a year on the line, where a proposal states them.
    pub amount: Option<f64>,
    /// The most that leaves it in a year of all proposals together.
    pub leaves: f64,
    pub proposals: Vec<String>,
}

impl LineUse {
    /// More is taken than there is.
    pub fn is_overdrawn(&self) -> bool {
        self.amount.is_some_and(|amount| amount < self.leaves)
    }
}

/// The ledger of some proposals, with what it refuses and which budget lines the savings leave.
#[derive(Debug, Default)]
pub struct SavingsOfCases {
    pub ledger: SavingsLedger,
    /// Savings that are counted already.
    pub refused: Vec<Error>,
    /// By body and line.
    pub lines: Vec<LineUse>,
}

/// Enters the cashable savings of proposals, and those that claims state, into one ledger.
///
/// A saving of a proposal is one outcome that leaves money at some bodies: the same outcome at the same bodies in
/// another proposal is the same saving. Without a counterfactual, and without a figure of its own, nothing is entered.
pub fn of_cases<'a>(cases: impl Iterator<Item = (&'a Proposal, &'a Case)> + Clone) -> SavingsOfCases {
    let mut found = SavingsOfCases::default();
    for (proposal, case) in cases.clone() {
        for saving in savings_of(proposal, case) {
            found.refused.extend(found.ledger.add(saving).err());
        }
    }
    found.lines = lines(cases.map(|(_, case)| case));
    found
}

fn savings_of(proposal: &Proposal, case: &Case) -> Vec<Saving> {
    if let Some(claim) = &case.claim {
        let stated = claim.savings.iter().map(|saving| Saving {
            id: saving.id.clone(),
            programme: saving.programme.clone(),
            strand: saving.strand,
            amount: Some(saving.amount),
        });
        let unquantified = claim.is_unquantified.then(|| Saving {
            id: case.name.clone(),
            programme: claim.who.clone(),
            strand: None,
            amount: None,
        });
        return stated.chain(unquantified).collect();
    }
    let programme = proposal.programme.clone().unwrap_or_else(|| case.name.clone());
    let saving = |benefit: &crate::BenefitResult| {
        let fiscal = benefit.values.iter().filter(|value| 0.0 < value.cashable && !value.split.is_empty());
        let mut bodies: Vec<&str> =
            fiscal.clone().flat_map(|value| value.split.iter().map(|(at, _)| case.bodies[*at].id.as_str())).collect();
        bodies.sort_unstable();
        bodies.dedup();
        let amount = fiscal.map(|value| value.cashable * value.pounds.iter().sum::<f64>()).sum();
        let id = format!("{} ({})", benefit.outcome, bodies.join(", "));
        let saving = Saving { id, programme: programme.clone(), strand: proposal.strand, amount: Some(amount) };
        (case.is_saving && !bodies.is_empty()).then_some(saving)
    };
    case.benefits.iter().filter_map(saving).collect()
}

/// A line under reading, with what leaves it by year.
struct OpenLine {
    line: LineUse,
    by_year: BTreeMap<i32, f64>,
}

fn lines<'a>(cases: impl Iterator<Item = &'a Case>) -> Vec<LineUse> {
    let mut open: BTreeMap<(&str, &str), OpenLine> = BTreeMap::new();
    for case in cases {
        for budget in case.budgets.iter().filter(|budget| budget.leaves.iter().any(|pounds| *pounds != 0.0)) {
            let key = (budget.body.as_str(), budget.line.as_str());
            let OpenLine { line, by_year } = open.entry(key).or_insert_with(|| OpenLine::of(budget));
            // Two statements of one line are compared with the smaller.
            line.amount = match (line.amount, budget.amount) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            line.proposals.push(case.name.clone());
            for (row, leaves) in case.years.iter().zip(&budget.leaves) {
                *by_year.entry(row.year.0).or_default() += leaves;
            }
        }
    }
    let most = |by_year: &BTreeMap<i32, f64>| by_year.values().copied().fold(0.0, f64::max);
    open.into_values().map(|open| LineUse { leaves: most(&open.by_year), ..open.line }).collect()
}

impl OpenLine {
    fn of(budget: &crate::BudgetUse) -> OpenLine {
        let (body, line) = (budget.body.clone(), budget.line.clone());
        let line = LineUse { body, line, amount: None, leaves: 0.0, proposals: Vec::new() };
        OpenLine { line, by_year: BTreeMap::new() }
    }
}

impl SavingsLedger {
    /// Adds a saving.
    ///
    /// # Errors
    /// [`Error::CountedTwice`] where the saving was claimed before, by this proposal or another.
    pub fn add(&mut self, saving: Saving) -> Result<(), Error> {
        if let Some(known) = self.savings.get(&saving.id) {
            let [first, second] = [known, &saving].map(credited_to);
            return Err(Error::CountedTwice { saving: saving.id, first, second });
        }
        self.savings.insert(saving.id.clone(), saving);
        Ok(())
    }

    /// In the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Saving> {
        self.savings.values()
    }
}

fn credited_to(saving: &Saving) -> String {
    let strand = saving.strand.map(|strand| format!(", {}", strand.word())).unwrap_or_default();
    format!("{}{strand}", saving.programme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_proposals_cannot_count_one_outcome_nor_empty_a_line_twice() {
        let reference = crate::Reference::builtin();
        let text = include_str!("../../../reference/proposals/early-help.toml").replace("9_000_000", "100_000");
        let other = text.replace("Early help for 200 families", "The same by another name");
        let read = |text: &str| {
            let proposal = crate::read(text, "p.toml", &reference).expect("good");
            let case = crate::appraise(&proposal, &reference).expect("appraisable");
            (proposal, case)
        };
        let both = [read(&text), read(&other)];
        let alone = of_cases(both[..1].iter().map(|(proposal, case)| (proposal, case)));
        assert_eq!((alone.ledger.iter().count(), alone.refused.len()), (3, 0), "A, B and D are cashable");
        assert!(alone.lines.iter().all(|line| !line.is_overdrawn()), "81,000 of 100,000");
        let total = entered(&alone.ledger, "Total Place");
        let together = of_cases(both.iter().map(|(proposal, case)| (proposal, case)));
        assert_eq!(entered(&together.ledger, "Total Place"), total, "nothing is added twice");
        assert_eq!(together.refused.len(), 3);
        let overdrawn: Vec<&LineUse> = together.lines.iter().filter(|line| line.is_overdrawn()).collect();
        assert_eq!((overdrawn.len(), overdrawn[0].leaves.round()), (1, 162_000.0), "twice 60% of 135,000");
    }

    /// What a programme may call its own, by ids.
    fn entered(ledger: &SavingsLedger, programme: &str) -> Vec<Option<f64>> {
        ledger.iter().filter(|saving| saving.programme == programme).map(|saving| saving.amount).collect()
    }

    fn saving(id: &str, programme: &str, amount: Option<f64>) -> Saving {
        Saving { id: id.to_owned(), programme: programme.to_owned(), strand: Some(Strand::Property), amount }
    }

    #[test]
    fn a_saving_claimed_twice_is_refused_and_counted_once() {
        let mut ledger = SavingsLedger::default();
        ledger.add(saving("less-duplication", "Smarter Government", Some(5e8))).unwrap();
        ledger.add(saving("one-site", "Total Place", Some(2e6))).unwrap();
        ledger.add(saving("early-help", "Total Place", None)).unwrap();

        let refused = ledger.add(saving("less-duplication", "Total Place", Some(5e8))).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the saving `less-duplication` is counted already, under Smarter Government, property; \
             it cannot be counted again under Total Place, property"
        );
        let own = [None, Some(2e6)];
        assert_eq!(
            entered(&ledger, "Total Place"),
            own,
            "the £500m is another's, and what has no figure is not nothing"
        );
        assert_eq!(entered(&ledger, "Smarter Government"), [Some(5e8)]);
    }
}
