//! Which finding a pound belongs to.
//!
//! One payment can be seen by several findings: a supplier of two bodies is also part of what both spend on computers, and
//! one of its invoices may have been paid twice. A pound belongs to the first finding that claims it, in the order of
//! [`OverlapKind::ALL`], the most specific first; within a kind the larger finding comes first, then the id. So the amounts of
//! all findings, and of all strands, add up without a pound twice.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use money::Money;

use crate::finding::{FigurePounds, Finding, LinePounds, Pounds};

/// A finding whose pounds are settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    pub id: String,
    pub finding: Finding,
    /// The pounds that belong to it alone; none where nothing says how many they are.
    pub amount: Option<Money>,
    /// With those that another finding has claimed.
    pub amount_seen: Option<Money>,
    /// The finding that has claimed most of the difference.
    pub claimed_by: Option<String>,
    /// Its own pounds by the line or figure that they are of.
    pub(crate) own: Vec<(Source, Money)>,
}

/// What pounds are of: a line, or a figure by its place among the finding's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Line(i64),
    Figure(usize),
}

/// Settles which finding each pound belongs to. What comes back is in the order in which pounds were claimed.
pub fn claim(mut findings: Vec<Finding>) -> Vec<Claimed> {
    let order = |finding: &Finding| (finding.kind, std::cmp::Reverse(finding.pounds.seen()), finding.id());
    findings.sort_by_cached_key(order);
    let ids = ids(&findings);
    let mut owners = Owners::default();
    let settled: Vec<Share> =
        findings.iter().enumerate().map(|(at, finding)| owners.claim(at, &finding.pounds)).collect();
    let claimed = |(at, (finding, share)): (usize, (Finding, Share))| {
        let seen = finding.pounds.seen();
        let claimed_by = share.most_lost_to(at).map(|owner| ids[owner].clone());
        let amount = seen.map(|_| share.own.iter().map(|(_, amount)| *amount).sum());
        Claimed { id: ids[at].clone(), amount, amount_seen: seen, claimed_by, finding, own: share.own }
    };
    findings.into_iter().zip(settled).enumerate().map(claimed).collect()
}

/// The id of each finding; a number behind those that a file's own numbers would make alike.
fn ids(findings: &[Finding]) -> Vec<String> {
    let mut n_of: HashMap<String, usize, FixedState> = HashMap::default();
    let numbered = |finding: &Finding| {
        let id = finding.id();
        let n = n_of.entry(id.clone()).or_default();
        *n += 1;
        if *n == 1 { id } else { format!("{id}:{n}") }
    };
    findings.iter().map(numbered).collect()
}

/// Who has claimed which line and which figure, by place in the order.
#[derive(Default)]
struct Owners {
    lines: HashMap<i64, usize, FixedState>,
    figures: HashMap<String, usize>,
}

/// What of its pounds a finding gets, and what others have claimed.
#[derive(Default)]
struct Share {
    own: Vec<(Source, Money)>,
    lost: HashMap<usize, Money>,
}

impl Owners {
    fn claim(&mut self, at: usize, pounds: &Pounds) -> Share {
        let mut share = Share::default();
        // A figure and the lines beneath it are the same pounds, so the lines come after it within one finding, too.
        pounds.figures.iter().enumerate().for_each(|figure| self.claim_figure(at, figure, &mut share));
        for line in &pounds.lines {
            match self.owner_of_line(at, line) {
                None => share.own.push((Source::Line(line.line_id), line.amount)),
                Some(owner) => share.lose(owner, line.amount),
            }
        }
        share
    }

    /// A figure less what others have claimed of the lines beneath it, which then belong to this finding.
    fn claim_figure(&mut self, at: usize, (place, figure): (usize, &FigurePounds), share: &mut Share) {
        if let Some(owner) = self.figures.get(&figure.key) {
            return share.lose(*owner, figure.amount);
        }
        self.figures.insert(figure.key.clone(), at);
        let mut left = figure.amount;
        for line in &figure.beneath {
            let Some(owner) = self.owner_of_line(at, line) else { continue };
            let lost = line.amount.min(left).max(Money::ZERO);
            left -= lost;
            share.lose(owner, lost);
        }
        share.own.push((Source::Figure(place), left));
    }

    /// The finding that has claimed a line before; from now on it is claimed.
    fn owner_of_line(&mut self, at: usize, line: &LinePounds) -> Option<usize> {
        match self.lines.entry(line.line_id) {
            std::collections::hash_map::Entry::Occupied(entry) => Some(*entry.get()),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(at);
                None
            }
        }
    }
}

impl Share {
    fn lose(&mut self, owner: usize, amount: Money) {
        *self.lost.entry(owner).or_default() += amount;
    }

    /// Another finding: two figures of one finding may have a line in common.
    fn most_lost_to(&self, own: usize) -> Option<usize> {
        let lost = self.lost.iter().filter(|(owner, amount)| **owner != own && **amount != Money::ZERO);
        lost.max_by_key(|(owner, amount)| (**amount, std::cmp::Reverse(**owner))).map(|(owner, _)| *owner)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use model::tables::{OverlapConfidence, OverlapKind};
    use proptest::prelude::*;

    use super::*;

    fn finding(kind: OverlapKind, key: &str, pounds: Pounds) -> Finding {
        Finding {
            kind,
            keys: vec![key.to_owned()],
            title: String::new(),
            bodies: BTreeSet::new(),
            pounds,
            confidence: OverlapConfidence::High,
            keep_apart: false,
            how: String::new(),
            condition: String::new(),
            evidence: Vec::new(),
        }
    }

    fn lines(lines: &[(i64, i64)]) -> Vec<LinePounds> {
        lines
            .iter()
            .map(|(line_id, pounds)| LinePounds { line_id: *line_id, amount: Money::from_pence(pounds * 100) })
            .collect()
    }

    fn amounts(claimed: &[Claimed]) -> Vec<(&str, i64, i64, Option<&str>)> {
        let pounds = |amount: Option<Money>| amount.expect("known").pence() / 100;
        claimed
            .iter()
            .map(|of| (of.id.as_str(), pounds(of.amount), pounds(of.amount_seen), of.claimed_by.as_deref()))
            .collect()
    }

    #[test]
    fn a_second_payment_is_not_in_the_shared_supplier() {
        let shared =
            finding(OverlapKind::SharedSupplier, "acorn", Pounds::of_lines(lines(&[(1, 10), (2, 10), (3, 5)])));
        let twice = finding(OverlapKind::PaidTwice, "acorn", Pounds::of_lines(lines(&[(2, 10)])));
        assert_eq!(
            amounts(&claim(vec![shared, twice])),
            [("paid_twice:acorn", 10, 10, None), ("shared_supplier:acorn", 15, 25, Some("paid_twice:acorn"))]
        );
    }

    #[test]
    fn lines_beneath_a_claimed_figure_belong_to_it() {
        let figure = FigurePounds {
            key: "cell".to_owned(),
            body_id: None,
            amount: Money::from_pence(100_00),
            beneath: lines(&[(1, 10), (2, 20)]),
        };
        let office = finding(OverlapKind::BackOffice, "legal", Pounds { lines: Vec::new(), figures: vec![figure] });
        let shared = finding(OverlapKind::SharedSupplier, "acorn", Pounds::of_lines(lines(&[(2, 20), (3, 5)])));
        let twice = finding(OverlapKind::PaidTwice, "acorn", Pounds::of_lines(lines(&[(1, 10)])));
        assert_eq!(
            amounts(&claim(vec![office, shared, twice])),
            [
                ("paid_twice:acorn", 10, 10, None),
                ("back_office:legal", 90, 100, Some("paid_twice:acorn")),
                ("shared_supplier:acorn", 5, 25, Some("back_office:legal"))
            ]
        );
    }

    #[test]
    fn two_findings_never_have_one_id() {
        let twice = || finding(OverlapKind::PaidTwice, "acorn", Pounds::default());
        let ids: Vec<String> = claim(vec![twice(), twice()]).into_iter().map(|of| of.id).collect();
        assert_eq!(ids, ["paid_twice:acorn", "paid_twice:acorn:2"]);
    }

    proptest! {
        /// Whatever findings see, their own pounds are those of the different lines and figures that anybody saw.
        #[test]
        fn no_pound_is_in_two_findings(
            seen in prop::collection::vec((0..OverlapKind::ALL.len(), prop::collection::vec(0_i64..30, 0..12)), 0..25),
        ) {
            let line = |line_id: &i64| LinePounds { line_id: *line_id, amount: Money::from_pence(line_id * 7 - 40) };
            let all: Vec<Finding> = seen.iter().enumerate().map(|(at, (kind, ids))| {
                let own: BTreeSet<i64> = ids.iter().copied().collect();
                finding(OverlapKind::ALL[*kind], &at.to_string(), Pounds::of_lines(own.iter().map(line).collect()))
            }).collect();
            let claimed = claim(all);
            let total: Money = claimed.iter().filter_map(|of| of.amount).sum();
            let different: BTreeSet<i64> = seen.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
            prop_assert_eq!(total, different.iter().map(|id| line(id).amount).sum::<Money>());
            let mut by_strand: BTreeMap<model::Strand, Money> = BTreeMap::new();
            for of in &claimed {
                *by_strand.entry(of.finding.kind.strand()).or_default() += of.amount.unwrap_or_default();
            }
            prop_assert_eq!(by_strand.values().sum::<Money>(), total);
        }

        /// A figure never gives more than its pounds, however many lines beneath it others have claimed.
        #[test]
        fn a_figure_and_its_lines_are_counted_once(
            figures in prop::collection::vec((0_i64..500, prop::collection::vec(0_i64..20, 0..8)), 1..10),
            others in prop::collection::vec(0_i64..20, 0..10),
        ) {
            let line = |line_id: &i64| LinePounds { line_id: *line_id, amount: Money::from_pence(10 + line_id) };
            let distinct = |ids: &[i64]| ids.iter().copied().collect::<BTreeSet<i64>>();
            let mut all: Vec<Finding> = figures.iter().enumerate().map(|(at, (pence, ids))| {
                let beneath: Vec<LinePounds> = distinct(ids).iter().map(line).collect();
                let amount = Money::from_pence(*pence) + beneath.iter().map(|line| line.amount).sum();
                let figure = FigurePounds { key: at.to_string(), body_id: None, amount, beneath };
                finding(OverlapKind::BackOffice, &at.to_string(), Pounds { lines: Vec::new(), figures: vec![figure] })
            }).collect();
            let other = distinct(&others).iter().map(line).collect();
            all.push(finding(OverlapKind::PaidTwice, "other", Pounds::of_lines(other)));
            let own: Money = claim(all).iter().filter_map(|of| of.amount).sum();
            // The figures' pounds that no line opens, and each line once.
            let unopened: Money = figures.iter().map(|(pence, _)| Money::from_pence(*pence)).sum();
            let opened = figures.iter().flat_map(|(_, ids)| ids).chain(&others).copied().collect::<BTreeSet<i64>>();
            prop_assert_eq!(own, unopened + opened.iter().map(|id| line(id).amount).sum());
        }
    }
}
