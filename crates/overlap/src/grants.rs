//! Grants of several funders to one project.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use model::tables::{OverlapConfidence, OverlapKind};
use money::Money;

use crate::alike::{groups, telling_words};
use crate::finding::{Evidence, FigurePounds, Finding, LinePounds, Pounds};
use crate::paid_lines::{PaidLine, PaidLines};
use crate::words::{Phrases, plain};

/// Titles with this share of their words in common are of one project.
const LIKENESS_MIN: f64 = 0.7;
/// Awards more days apart than this are for different years of the work.
const DAYS_MAX: i32 = 366;

const HOW: &str =
    "Awards of different funders to one recipient within a year, whose titles have most of their words in common.";
const CONDITION: &str = "Several funders of one project are often wanted: it is money only if they paid for the same thing without \
                         knowing of each other, or if one application and one report instead of several spares work";

/// An award, as a funder publishes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantAward {
    /// Where it is written: the grant's id, or `file#row`.
    pub grant_id: String,
    pub funder: String,
    /// The funder, where it is a body of the place.
    pub body_id: Option<String>,
    pub recipient: String,
    /// One id for one organisation: of a register, or the supplier's.
    pub recipient_id: String,
    /// The supplier in the ledgers that is the recipient.
    pub supplier_id: Option<String>,
    pub title: String,
    pub amount: Option<Money>,
    pub awarded_on: Option<Date>,
    /// Passed on by a funder that is itself a recipient: a transfer, counted at its source.
    pub is_regrant: bool,
    pub is_to_individual: bool,
}

/// Projects with several funders. Grants to individuals, regrants and grants without a title are left out.
pub fn grants(awards: &[GrantAward], lines: &PaidLines) -> Vec<Finding> {
    let mut by_recipient: BTreeMap<&str, Vec<&GrantAward>> = BTreeMap::new();
    for award in awards.iter().filter(|award| !award.is_regrant && !award.is_to_individual) {
        by_recipient.entry(&award.recipient_id).or_default().push(award);
    }
    by_recipient.values_mut().for_each(|own| own.sort_by_key(|award| (award.awarded_on, &award.grant_id)));
    by_recipient.values().flat_map(|own| projects(own)).map(|project| finding(&project, lines)).collect()
}

/// Awards of several funders for one project, within a year of the first of them.
fn projects<'a>(awards: &[&'a GrantAward]) -> Vec<Vec<&'a GrantAward>> {
    let titles: Vec<BTreeSet<String>> = awards.iter().map(|award| telling_words(&award.title)).collect();
    let of_title = groups(&titles, LIKENESS_MIN)
        .into_iter()
        .map(|group| group.into_iter().map(|at| awards[at]).collect::<Vec<_>>());
    of_title.flat_map(|same| within_a_year(&same)).filter(|project| 1 < funders(project).len()).collect()
}

fn within_a_year<'a>(awards: &[&'a GrantAward]) -> Vec<Vec<&'a GrantAward>> {
    let mut projects: Vec<Vec<&GrantAward>> = Vec::new();
    for award in awards {
        let is_near = |first: &GrantAward| match (first.awarded_on, award.awarded_on) {
            (Some(first), Some(day)) => model::day_of_date(day) - model::day_of_date(first) <= DAYS_MAX,
            // Nobody can say how far apart awards without a day are.
            _ => false,
        };
        match projects.last_mut().filter(|project| is_near(project[0])) {
            Some(project) => project.push(award),
            None => projects.push(vec![award]),
        }
    }
    projects
}

fn funders<'a>(project: &[&'a GrantAward]) -> BTreeSet<&'a str> {
    project.iter().map(|award| award.funder.as_str()).collect()
}

fn finding(project: &[&GrantAward], lines: &PaidLines) -> Finding {
    let first = project[0];
    let is_same = project.iter().all(|award| telling_words(&award.title) == telling_words(&first.title));
    let mut used = BTreeSet::new();
    let figures = project.iter().filter_map(|award| figure(award, lines, &mut used));
    Finding {
        kind: OverlapKind::Grants,
        keys: vec![first.recipient_id.clone(), first.grant_id.clone()],
        // What a grant is for may name somebody, so it is never told: the grant's id leads to it.
        title: format!("{}: {} funders of one project", first.recipient, funders(project).len()),
        bodies: project.iter().map(|award| payer(award)).collect(),
        pounds: Pounds { lines: Vec::new(), figures: figures.collect() },
        confidence: if is_same { OverlapConfidence::High } else { OverlapConfidence::Medium },
        keep_apart: true,
        how: HOW.to_owned(),
        condition: CONDITION.to_owned(),
        evidence: project.iter().map(|award| evidence(award)).collect(),
    }
}

/// The body of the place, or the funder's name where it is none of them.
fn payer(award: &GrantAward) -> String {
    award.body_id.clone().unwrap_or_else(|| award.funder.clone())
}

fn figure(award: &GrantAward, lines: &PaidLines, used: &mut BTreeSet<i64>) -> Option<FigurePounds> {
    let amount = award.amount?;
    let beneath = payments(award, amount, lines).into_iter().filter(|line| used.insert(line.line_id)).collect();
    Some(FigurePounds { key: format!("grant:{}", award.grant_id), body_id: Some(payer(award)), amount, beneath })
}

/// The payments of an award in the funder's ledger: one of its very amount, else what is booked as grants, up to the award.
fn payments(award: &GrantAward, amount: Money, lines: &PaidLines) -> Vec<LinePounds> {
    let (Some(body), Some(supplier)) = (&award.body_id, &award.supplier_id) else { return Vec::new() };
    let is_of = |line: &&PaidLine| lines.text(line.body) == body && lines.text(line.supplier) == supplier;
    if let Some(line) = lines.iter().filter(is_of).find(|line| line.amount == amount) {
        return vec![line.pounds()];
    }
    let grant_words = Phrases::of_cell("grant*");
    let booked = lines.iter().filter(is_of).filter(|line| grant_words.are_in_plain(&plain(lines.text(line.heading))));
    let mut paid = Money::ZERO;
    let up_to_award = booked.take_while(|line| {
        paid += line.amount;
        paid <= amount
    });
    up_to_award.map(PaidLine::pounds).collect()
}

fn evidence(award: &GrantAward) -> Evidence {
    let on = award.awarded_on.map(|day| format!(", awarded on {day}")).unwrap_or_default();
    Evidence {
        body_id: award.body_id.clone(),
        table: "grant".to_owned(),
        key: award.grant_id.clone(),
        note: format!("{}{on}", award.funder),
        amount: award.amount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim;
    use crate::testing::Place;

    fn award(id: &str, funder: &str, title: &str, pounds: i64, on: &str) -> GrantAward {
        GrantAward {
            grant_id: id.to_owned(),
            funder: funder.to_owned(),
            body_id: (funder == "county").then(|| funder.to_owned()),
            recipient: "Fen Youth".to_owned(),
            recipient_id: "GB-CHC-1".to_owned(),
            supplier_id: Some("fen-youth".to_owned()),
            title: title.to_owned(),
            amount: Some(Money::from_pence(pounds * 100)),
            awarded_on: Some(on.parse().expect("a date")),
            is_regrant: false,
            is_to_individual: false,
        }
    }

    const LINES: &str = "
        body   | payee     | department | supplier  | service  | amount
        county | Fen Youth | Grants     | fen-youth | cultural | 3000.00
        county | Fen Youth | Grants     | fen-youth | cultural | 2000.00
        county | Fen Youth | Care       | fen-youth | cultural | 900.00
    ";
    const SUPPLIERS: &str = "supplier | name | supplier_kind\n fen-youth | Fen Youth | organisation";

    #[test]
    fn two_funders_of_one_project_are_found_and_a_regrant_is_not() {
        let place = Place::of(LINES, SUPPLIERS);
        let mut awards = vec![
            award("a", "county", "Youth café", 5_000, "2024-05-01"),
            award("b", "trust", "The Youth Café project", 4_000, "2024-09-01"),
            award("c", "trust", "Food bank", 1_000, "2024-09-01"),
            award("d", "lottery", "Youth café", 9_000, "2026-09-01"),
            GrantAward { is_regrant: true, ..award("e", "lottery", "Food bank", 1_000, "2024-09-01") },
        ];
        let found = grants(&awards, &place.lines);
        assert_eq!(found.iter().map(Finding::id).collect::<Vec<_>>(), ["grants:GB-CHC-1:a"]);
        assert_eq!(found[0].pounds.seen(), Some(Money::from_pence(9_000_00)));
        awards.truncate(1);
        assert!(grants(&awards, &place.lines).is_empty());
    }

    /// The award of £5,000 was paid in two lines, of which another finding has one; care is bought, not granted.
    #[test]
    fn what_was_paid_of_an_award_is_counted_once() {
        let place = Place::of(LINES, SUPPLIERS);
        let awards = [
            award("a", "county", "Youth café", 5_000, "2024-05-01"),
            award("b", "trust", "Youth café", 1, "2024-05-01"),
        ];
        let granted = grants(&awards, &place.lines).remove(0);
        let paid: Vec<i64> = granted.pounds.figures[0].beneath.iter().map(|line| line.amount.pence() / 100).collect();
        assert_eq!(paid, [3000, 2000]);
        let twice = Finding {
            kind: OverlapKind::PaidTwice,
            pounds: Pounds::of_lines(granted.pounds.figures[0].beneath[1..].to_vec()),
            ..granted.clone()
        };
        let claimed = claim(vec![granted, twice]);
        assert_eq!(claimed[1].amount, Some(Money::from_pence(3_001_00)));
    }
}
