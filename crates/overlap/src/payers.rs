//! Which body pays how much of the pounds that belong to a finding alone.

use std::collections::{BTreeMap, HashMap};

use arrow_array::RecordBatch;
use foldhash::fast::FixedState;
use model::tables::{OVERLAP_BODY, overlap_body};
use money::{Money, apportion};

use crate::claim::{Claimed, Source};
use crate::paid_lines::PaidLines;

/// The table `overlap_body`. A figure of no single body is shared out evenly among the finding's bodies, to the penny.
pub fn overlap_body_table(claimed: &[Claimed], lines: &PaidLines) -> RecordBatch {
    let of_line: HashMap<i64, &str, FixedState> =
        lines.iter().map(|line| (line.line_id, lines.text(line.body))).collect();
    let mut rows = OVERLAP_BODY.rows();
    for of in claimed {
        for (body, amount) in payers(of, &of_line) {
            rows.push()
                .text(overlap_body::OVERLAP_ID, &of.id)
                .text(overlap_body::BODY_ID, &body)
                .money(overlap_body::AMOUNT, amount);
        }
    }
    rows.finish()
}

fn payers(of: &Claimed, of_line: &HashMap<i64, &str, FixedState>) -> BTreeMap<String, Money> {
    let mut payers: BTreeMap<String, Money> = BTreeMap::new();
    for (source, amount) in &of.own {
        let body = match source {
            Source::Line(line_id) => of_line.get(line_id).map(|body| (*body).to_owned()),
            Source::Figure(at) => of.finding.pounds.figures[*at].body_id.clone(),
        };
        match body {
            Some(body) => *payers.entry(body).or_default() += *amount,
            None => share_out(*amount, of, &mut payers),
        }
    }
    payers
}

fn share_out(amount: Money, of: &Claimed, payers: &mut BTreeMap<String, Money>) {
    if of.finding.bodies.is_empty() {
        return;
    }
    let shares = apportion(amount, &vec![1.0; of.finding.bodies.len()], 1);
    for (body, share) in of.finding.bodies.iter().zip(shares) {
        *payers.entry(body.clone()).or_default() += share;
    }
}

#[cfg(test)]
mod tests {
    use model::tables::{OverlapConfidence, OverlapKind};

    use super::*;
    use crate::finding::{FigurePounds, Finding, Pounds};
    use crate::{claim, testing::Place};

    fn finding(bodies: &[&str], pounds: Pounds) -> Finding {
        Finding {
            kind: OverlapKind::SharedSupplier,
            keys: vec!["acorn".to_owned()],
            title: String::new(),
            bodies: bodies.iter().map(|body| (*body).to_owned()).collect(),
            pounds,
            confidence: OverlapConfidence::High,
            keep_apart: false,
            how: String::new(),
            condition: String::new(),
            evidence: Vec::new(),
        }
    }

    #[test]
    fn what_bodies_pay_adds_up_to_the_pounds_of_the_finding() {
        let place = Place::of(
            "body | payee | supplier | service | amount
             county | Acorn | acorn | other | 10.00
             fire   | Acorn | acorn | other | 5.01",
            "supplier_id | name | supplier_kind
             acorn | Acorn | company",
        );
        let lines = place.lines.iter().map(|line| line.pounds()).collect();
        let figure = |key: &str, body: Option<&str>, pence| FigurePounds {
            key: key.to_owned(),
            body_id: body.map(str::to_owned),
            amount: Money::from_pence(pence),
            beneath: Vec::new(),
        };
        let figures = vec![figure("of fire", Some("fire"), 2_00), figure("of both", None, 1_01)];
        let claimed = claim(vec![finding(&["county", "fire"], Pounds { lines, figures })]);
        let table = overlap_body_table(&claimed, &place.lines);
        let payers: Vec<(String, i64)> = OVERLAP_BODY
            .read(&table)
            .iter()
            .map(|row| (row.text(overlap_body::BODY_ID).to_owned(), row.money(overlap_body::AMOUNT).pence()))
            .collect();
        assert_eq!(payers, [("county".to_owned(), 10_51), ("fire".to_owned(), 7_51)]);
        assert_eq!(claimed[0].amount, Some(Money::from_pence(18_02)));
    }
}
