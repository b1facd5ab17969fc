//! Releases of one procurement: which is the latest, and what they come to.
//!
//! A publisher corrects a release by publishing another. Adding all of them up counts a corrected amount twice; taking the
//! latest release of each procurement loses an award that only an earlier one names; taking the last word on each award
//! keeps one that was published again under another number. So the three totals stand side by side, and every
//! amount that separates them is named (the Open Contracting Data Standard, 1.1, on releases and records).

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use money::Money;

use super::Contract;
use crate::tables::ContractRecord;

/// What the awards of releases come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseTotals {
    /// Every award of every release.
    pub summed: Money,
    /// Each award once, as the last release that names it has it.
    pub compiled: Money,
    /// The awards of the latest release of each procurement.
    pub latest: Money,
    /// One for each award that an earlier release gives: `summed` less their amounts is `latest`.
    pub differences: Vec<Difference>,
}

/// An award in a release that another replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub source_file: String,
    pub source_row: u64,
    pub process_id: String,
    pub contract_id: Option<String>,
    pub kind: DifferenceKind,
    pub amount: Money,
    /// What replaces it: the same award in a later release, or the awards of the latest release.
    pub later: Option<Money>,
    /// The amount is a hundred times the later one, to the pound: pence were published as pounds.
    pub is_hundredfold: bool,
}

/// What became of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// The same release stands twice.
    ReleaseTwice,
    /// A later release gives the same award the same amount.
    Repeated,
    /// A later release gives the same award another amount.
    Corrected,
    /// A later release says that the award is off.
    Cancelled,
    /// The latest release has other awards in its place, so `compiled` keeps it beside them.
    Replaced,
    /// The latest release has no awards, so `compiled` keeps it.
    Dropped,
}

/// When a release was published, and where it stands.
type Place<'a> = (Option<DateTime>, &'a str, u64);

/// Marks each row whose procurement or notice has a later release. Of copies of one release the first counts. Lines of
/// registers have no releases.
pub fn mark_latest(contracts: &mut [Contract]) {
    let latest: BTreeMap<String, (String, u64)> = latest_releases(contracts)
        .into_iter()
        .map(|(process, (_, file, row))| (process.to_owned(), (file.to_owned(), row)))
        .collect();
    for contract in contracts.iter_mut() {
        let at = (contract.source_file.clone(), contract.source_row);
        contract.is_latest = process_of(contract).is_none_or(|process| latest[process] == at);
    }
}

/// The three totals of awards, and what separates them.
pub fn release_totals(contracts: &[Contract]) -> ReleaseTotals {
    let latest = latest_releases(contracts);
    let is_latest = |contract: &Contract| {
        let process = process_of(contract).and_then(|process| latest.get(process));
        process.is_none_or(|(_, file, row)| (*file, *row) == (contract.source_file.as_str(), contract.source_row))
    };
    let mut by_process: BTreeMap<&str, Vec<&Contract>> = BTreeMap::new();
    for contract in contracts {
        by_process.entry(process_of(contract).unwrap_or_default()).or_default().push(contract);
    }
    let awards = || contracts.iter().filter(|contract| is_award(contract));
    let of_process = |award: &Contract| by_process[process_of(award).unwrap_or_default()].as_slice();
    let superseded = awards().filter(|award| !is_latest(award));
    let differences: Vec<Difference> =
        superseded.map(|award| difference(award, of_process(award), &is_latest)).collect();
    let latest: Money = awards().filter(|award| is_latest(award)).filter_map(|award| award.amount).sum();
    let stays = |difference: &&Difference| difference.stays_compiled();
    ReleaseTotals {
        summed: awards().filter_map(|award| award.amount).sum(),
        compiled: latest + differences.iter().filter(stays).map(|difference| difference.amount).sum(),
        latest,
        differences,
    }
}

impl Difference {
    /// Whether `compiled` still counts the award.
    fn stays_compiled(&self) -> bool {
        matches!(self.kind, DifferenceKind::Replaced | DifferenceKind::Dropped)
    }
}

fn is_award(contract: &Contract) -> bool {
    contract.record == ContractRecord::Award
}

/// The procurement of a release, or the notice of a list of notices, whose copies have one id.
fn process_of(contract: &Contract) -> Option<&str> {
    match contract.record {
        ContractRecord::Register => None,
        _ => contract.process_id.as_deref().or(contract.contract_id.as_deref()),
    }
}

/// The latest release of each procurement: the last published; of two at one moment the one that stands last. A copy of a
/// release does not count.
fn latest_releases(contracts: &[Contract]) -> BTreeMap<&str, Place<'_>> {
    let mut firsts: BTreeMap<(&str, &str), (&str, u64)> = BTreeMap::new();
    let mut latest: BTreeMap<&str, Place<'_>> = BTreeMap::new();
    for contract in contracts {
        let Some(process) = process_of(contract) else { continue };
        let release = contract.release_id.as_deref().or(contract.contract_id.as_deref()).unwrap_or_default();
        if *firsts.entry((process, release)).or_insert(standing(contract)) == standing(contract) {
            let place = published(contract);
            let known = latest.entry(process).or_insert(place);
            *known = place.max(*known);
        }
    }
    latest
}

/// What became of an award that an earlier release gives, by all that is published of its procurement.
fn difference(award: &Contract, of_process: &[&Contract], is_latest: &dyn Fn(&Contract) -> bool) -> Difference {
    let same = || of_process.iter().filter(|other| other.contract_id == award.contract_id);
    let is_copy = |other: &&&Contract| {
        award.release_id.is_some() && other.release_id == award.release_id && standing(other) < standing(award)
    };
    let is_later = |other: &&&Contract| published(award) < published(other) && other.release_id != award.release_id;
    let later = same().filter(is_later).max_by_key(|other| published(other));
    let in_latest: Vec<Money> = (of_process.iter())
        .filter(|other| is_award(other) && is_latest(other))
        .filter_map(|other| other.amount)
        .collect();
    let amount = award.amount.unwrap_or_default();
    let (kind, later) = match (same().find(is_copy), later) {
        (Some(copy), _) => (DifferenceKind::ReleaseTwice, copy.amount),
        (None, Some(later)) if !is_award(later) => (DifferenceKind::Cancelled, None),
        (None, Some(later)) if later.amount == award.amount => (DifferenceKind::Repeated, later.amount),
        (None, Some(later)) => (DifferenceKind::Corrected, later.amount),
        (None, None) if in_latest.is_empty() => (DifferenceKind::Dropped, None),
        (None, None) => (DifferenceKind::Replaced, Some(in_latest.iter().copied().sum())),
    };
    Difference {
        source_file: award.source_file.clone(),
        source_row: award.source_row,
        process_id: process_of(award).unwrap_or_default().to_owned(),
        contract_id: award.contract_id.clone(),
        kind,
        amount,
        later,
        is_hundredfold: later.is_some_and(|later| is_hundredfold(amount, later)),
    }
}

/// When a row was published, and where it stands, which decides between rows of one moment.
fn published(contract: &Contract) -> Place<'_> {
    let moment = contract.released_at.or(contract.released_on.map(|day| day.at(0, 0, 0, 0)));
    (moment, &contract.source_file, contract.source_row)
}

fn standing(contract: &Contract) -> (&str, u64) {
    (&contract.source_file, contract.source_row)
}

/// Whether an amount is a hundred times another, which may have been rounded to pounds.
fn is_hundredfold(earlier: Money, later: Money) -> bool {
    let a_hundred_pounds = 10_000;
    later > Money::ZERO && (earlier.pence() - later.pence().saturating_mul(100)).abs() < a_hundred_pounds
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;

    /// Releases as `row process release minute award pounds`; `-` is a release without an award.
    fn releases(text: &str) -> Vec<Contract> {
        let rows = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let release = |line: &str| {
            let cells: Vec<&str> = line.split_whitespace().collect();
            let [row, process, release, minute, award, pounds] = cells[..] else { panic!("six cells: {line}") };
            let record = if award == "-" { ContractRecord::Notice } else { ContractRecord::Award };
            Contract {
                process_id: Some(process.to_owned()),
                release_id: Some(release.to_owned()),
                contract_id: Some(if award == "-" { process } else { award }.to_owned()),
                released_at: Some(Date::constant(2025, 3, 11).at(12, minute.parse().expect("a minute"), 0, 0)),
                amount: pounds.parse().ok().map(|pounds: i64| Money::from_pence(pounds * 100)),
                ..Contract::new("r.json", row.parse().expect("a row"), record)
            }
        };
        rows.map(release).collect()
    }

    fn check(text: &str, totals: [i64; 3], differences: &[(u64, DifferenceKind, bool)]) {
        let mut contracts = releases(text);
        let found = release_totals(&contracts);
        assert_eq!([found.summed, found.compiled, found.latest].map(|total| total.pence() / 100), totals, "{text}");
        let said: Vec<_> = found.differences.iter().map(|d| (d.source_row, d.kind, d.is_hundredfold)).collect();
        assert_eq!(said, differences, "{text}");
        let between: Money = found.differences.iter().map(|difference| difference.amount).sum();
        assert_eq!(found.summed, found.latest + between, "every pound between the totals is named");
        mark_latest(&mut contracts);
        let latest: Money = contracts.iter().filter(|c| c.is_latest).filter_map(|c| c.amount).sum();
        assert_eq!(latest, found.latest, "the flag says the same as the total");
    }

    #[test]
    fn an_award_published_again_is_counted_once() {
        use DifferenceKind::{Corrected, Repeated};
        check("1 a r1 10 a-1 500\n2 a r2 20 a-1 500", [1_000, 500, 500], &[(1, Repeated, false)]);
        check("2 a r2 20 a-1 400\n1 a r1 10 a-1 500", [900, 400, 400], &[(1, Corrected, false)]);
    }

    #[test]
    fn pence_published_as_pounds_and_corrected_are_named() {
        use DifferenceKind::{Corrected, Replaced};
        check("1 a r1 10 a-1 10932000\n2 a r2 20 a-1 109320", [11_041_320, 109_320, 109_320], &[(1, Corrected, true)]);
        let other_number = "1 b r1 21 b-1 18848731\n2 b r2 27 b-2 188487";
        check(other_number, [19_037_218, 19_037_218, 188_487], &[(1, Replaced, true)]);
    }

    #[test]
    fn of_a_release_that_stands_twice_the_first_counts() {
        check("1 a r1 10 a-1 7\n2 a r1 10 a-1 7", [14, 7, 7], &[(2, DifferenceKind::ReleaseTwice, false)]);
    }

    #[test]
    fn a_later_release_without_awards_leaves_the_award_compiled() {
        check("1 a r1 10 a-1 7\n2 a r2 20 - -", [7, 7, 0], &[(1, DifferenceKind::Dropped, false)]);
        check("1 a r1 10 - -\n2 a r2 20 a-1 7", [7, 7, 7], &[]);
    }

    #[test]
    fn an_award_that_a_later_release_calls_off_is_not_compiled() {
        let mut contracts = releases("1 a r1 10 a-1 7\n2 a r2 20 a-1 7");
        contracts[1] = Contract { record: ContractRecord::Notice, amount: None, ..contracts[1].clone() };
        let totals = release_totals(&contracts);
        assert_eq!([totals.compiled, totals.latest], [Money::ZERO; 2]);
        assert_eq!(totals.differences[0].kind, DifferenceKind::Cancelled);
    }

    #[test]
    fn two_copies_that_a_third_release_replaces_are_compiled_once() {
        use DifferenceKind::{ReleaseTwice, Replaced};
        let text = "1 a r1 10 a-1 9\n2 a r1 10 a-1 9\n3 a r2 20 a-2 5";
        check(text, [23, 14, 5], &[(1, Replaced, false), (2, ReleaseTwice, false)]);
    }

    #[test]
    fn two_awards_of_one_release_both_count() {
        check("1 a r1 10 a-1 7\n1 a r1 10 a-2 8\n2 b r2 10 b-1 1", [16, 16, 16], &[]);
    }

    #[test]
    fn three_corrections_of_one_award_leave_the_last() {
        use DifferenceKind::Corrected;
        let text = "1 a r1 10 a-1 9\n2 a r2 20 a-1 8\n3 a r3 30 a-1 7";
        check(text, [24, 7, 7], &[(1, Corrected, false), (2, Corrected, false)]);
    }
}
