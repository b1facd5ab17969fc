//! What is doubtful about contracts and grants once all files are read.

use std::collections::BTreeMap;

use model::ProblemKind;
use model::contract::{Contract, Difference, DifferenceKind, release_totals};
use model::grant::Grant;
use model::problem::Problem;
use model::tables::ContractRecord;
use money::Money;

use super::problems::Problems;

/// Doubts about releases, ids and frameworks.
pub(super) fn of_contracts(contracts: &[Contract]) -> Vec<Problem> {
    let mut owners: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for contract in contracts {
        let body = contract.body_id.as_deref();
        let owner = owners.entry(&contract.source_file).or_insert(body);
        *owner = owner.filter(|owner| body == Some(owner));
    }
    let problems_of = |(file, owner): (&&'_ str, &Option<&str>)| Problems::of_file(owner.unwrap_or("contracts"), file);
    let mut by_file: BTreeMap<&str, Problems> = owners.iter().map(|owner| (*owner.0, problems_of(owner))).collect();
    of_releases(contracts, &mut by_file);
    of_frameworks(contracts, &mut by_file);
    of_ids(contracts, &mut by_file);
    by_file.into_values().flat_map(Problems::finish).collect()
}

/// Ids that several grants have.
pub(super) fn of_grants(grants: &[Grant]) -> Vec<Problem> {
    let mut by_id: BTreeMap<&str, Vec<&Grant>> = BTreeMap::new();
    for grant in grants {
        if let Some(id) = grant.grant_id.as_deref() {
            by_id.entry(id).or_default().push(grant);
        }
    }
    let mut by_file: BTreeMap<&str, Problems> = BTreeMap::new();
    for same in by_id.values().filter(|same| 1 < same.len()) {
        for grant in &same[1..] {
            let owner = grant.body_id.as_deref().unwrap_or("grants");
            let problems =
                by_file.entry(&grant.source_file).or_insert_with(|| Problems::of_file(owner, &grant.source_file));
            let what = format!("a grant's id is also in {}", elsewhere(&same[0].source_file, &grant.source_file));
            let amount = grant.amount_awarded.or(grant.amount_disbursed);
            problems.count(ProblemKind::ContractIdTwice, grant.source_row, "", &what, amount);
        }
    }
    by_file.into_values().flat_map(Problems::finish).collect()
}

fn of_releases(contracts: &[Contract], by_file: &mut BTreeMap<&str, Problems>) {
    let totals = release_totals(contracts);
    for difference in &totals.differences {
        let Some(problems) = by_file.get_mut(difference.source_file.as_str()) else { continue };
        if difference.kind == DifferenceKind::ReleaseTwice {
            let what = "a release stands here that is already there";
            problems.count(ProblemKind::ReleaseTwice, difference.source_row, "", what, Some(difference.amount));
            continue;
        }
        let what = what_became(difference);
        problems.count(ProblemKind::ReleasesDiffer, difference.source_row, "", what, Some(difference.amount));
        if let (true, Some(later)) = (difference.is_hundredfold, difference.later) {
            let what = format!("{} was corrected to {later}", difference.amount);
            let amount = Some(difference.amount);
            problems.count(ProblemKind::AmountHundredfold, difference.source_row, "", &what, amount);
        }
    }
    notices_twice(contracts, by_file);
}

/// Copies of releases without an award, which move no pounds.
fn notices_twice(contracts: &[Contract], by_file: &mut BTreeMap<&str, Problems>) {
    let mut seen: BTreeMap<(&str, &str), (&str, u64)> = BTreeMap::new();
    for contract in contracts.iter().filter(|contract| contract.record == ContractRecord::Notice) {
        let (Some(process), Some(release)) = (&contract.process_id, &contract.release_id) else { continue };
        let at = (contract.source_file.as_str(), contract.source_row);
        let first = *seen.entry((process, release)).or_insert(at);
        if let Some(problems) = by_file.get_mut(at.0).filter(|_| first != at) {
            let what = "a release stands here that is already there";
            problems.count(ProblemKind::ReleaseTwice, contract.source_row, "", what, None);
        }
    }
}

fn what_became(difference: &Difference) -> &'static str {
    match difference.kind {
        DifferenceKind::ReleaseTwice | DifferenceKind::Repeated => {
            "an award stands again in a later release, with the same amount"
        }
        DifferenceKind::Corrected => "an award has another amount in a later release",
        DifferenceKind::Cancelled => "an award is called off in a later release",
        DifferenceKind::Replaced => "the latest release has other awards than this one",
        DifferenceKind::Dropped => "the latest release has no award",
    }
}

fn of_frameworks(contracts: &[Contract], by_file: &mut BTreeMap<&str, Problems>) {
    let is_ceiling =
        |contract: &&Contract| contract.is_framework && contract.is_latest && contract.amount > Some(Money::ZERO);
    for contract in contracts.iter().filter(is_ceiling) {
        if let Some(problems) = by_file.get_mut(contract.source_file.as_str()) {
            let what = "an amount is the ceiling of a framework";
            problems.count(ProblemKind::FrameworkCeiling, contract.source_row, "", what, contract.amount);
        }
    }
}

/// Ids that stand twice among notices, or among the lines of one body's registers.
fn of_ids(contracts: &[Contract], by_file: &mut BTreeMap<&str, Problems>) {
    type Key<'a> = (&'a str, bool, Option<&'a str>);
    let mut seen: BTreeMap<Key<'_>, &Contract> = BTreeMap::new();
    for contract in contracts.iter().filter(|contract| contract.process_id.is_none()) {
        let Some(id) = contract.contract_id.as_deref() else { continue };
        let is_register = contract.record == ContractRecord::Register;
        let body = contract.body_id.as_deref().filter(|_| is_register);
        let first = *seen.entry((id, is_register, body)).or_insert(contract);
        if std::ptr::eq(first, contract) {
            continue;
        }
        if let Some(problems) = by_file.get_mut(contract.source_file.as_str()) {
            let what = format!("an id is also in {}", elsewhere(&first.source_file, &contract.source_file));
            problems.count(ProblemKind::ContractIdTwice, contract.source_row, "", &what, contract.amount);
        }
    }
}

fn elsewhere(first: &str, this: &str) -> String {
    if first == this { "another row".to_owned() } else { format!("`{first}`") }
}

/// Words of a framework that is a plan, and buys nothing.
const OF_PLANS: [&str; 7] =
    ["investment", "planning", "development framework", "strateg", "evaluation", "outcomes", "policy"];

/// Whether a contract sets up a framework or a dynamic purchasing system, so that its amount is a ceiling: its title says so,
/// or its description does and it has several suppliers; and it does not say that it is called off from one.
pub(super) fn is_framework(contract: &Contract, description: Option<&str>) -> bool {
    const SETS_UP: [&str; 4] = ["framework", "dynamic purchasing system", " dps", "dps "];
    const CALLED_OFF: [&str; 18] = [
        "call off",
        "call-off",
        "call- off",
        "calloff",
        "further competition",
        "mini comp",
        "mini-comp",
        "minicomp",
        "under ",
        "via ",
        " from ",
        "through ",
        "using ",
        " per ",
        "ypo ",
        "espo ",
        "ccs ",
        "nepo ",
    ];
    let lower = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
    let (title, procedure) = (lower(&contract.title), lower(&contract.procedure));
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_called_off =
        says(&title, &CALLED_OFF) || says(&procedure, &CALLED_OFF[..8]) || procedure.contains("framework");
    let described = description.unwrap_or_default().to_lowercase();
    let is_described =
        1 < contract.n_suppliers && says(&described, &["framework agreement", "dynamic purchasing system"]);
    let is_titled = says(&title, &SETS_UP) && !says(&title, &OF_PLANS);
    !is_called_off && (is_titled || is_described)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, procedure: Option<&str>, n_suppliers: u64, description: Option<&str>, expected: bool) {
        let contract = Contract {
            title: Some(title.to_owned()),
            procedure: procedure.map(str::to_owned),
            n_suppliers,
            ..Contract::new("f.csv", 1, ContractRecord::Award)
        };
        assert_eq!(is_framework(&contract, description), expected, "{title}");
    }

    /// Titles of Lancashire's notices and of a day of Contracts Finder.
    #[test]
    fn a_framework_is_no_contract_called_off_from_one() {
        check("Electricity and Gas OJEU Framework", None, 70, None, true);
        check("Bridge Maintenance Framework", None, 12, None, true);
        check("Dynamic Purchasing System for the Provision of Transport Services", None, 0, None, true);
        check("215_24 Specialist Vehicles", Some("Open procedure"), 35, Some("A framework agreement for bodies"), true);
        check("Call-Off Contract from Framework DN775212", None, 1, None, false);
        check("FURTHER COMPETITION FOR MICROSOFT LICENSING CONTRACT UNDER FRAMEWORK RM6068", None, 1, None, false);
        check("YPO Framework 0001173 Liquid Fuels", None, 1, None, false);
        check("Fleet Provision", Some("Direct award via framework"), 1, None, false);
        check("Staffing Framework", Some("Call-off from a framework agreement"), 1, None, false);
        check("Lancaster City Centre Masterplan and Investment Framework", None, 1, None, false);
        check("Demolition services", None, 1, Some("under a framework agreement"), false);
    }
}
