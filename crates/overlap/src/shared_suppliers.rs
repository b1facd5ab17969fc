//! One supplier paid by several bodies.
//!
//! What counts is spending that is addressable and contestable (method, section 2.5): public bodies, withheld names, statutory
//! monopolies, benefits and money held for others are left out and said apart.

use std::collections::{BTreeMap, BTreeSet};

use model::tables::{OverlapKind, SUPPLIER_SPEND};
use money::Money;

use crate::addressable::{Addressable, AddressableRules, NotAddressable};
use crate::contract_ends::{AlignedEnds, ContractEnd, aligned_ends};
use crate::finding::{Evidence, Finding, LinePounds, Pounds};
use crate::names::NameId;
use crate::paid_lines::PaidLines;
use crate::suppliers::{Supplier, Suppliers};
use crate::voluntary::VoluntaryBodies;

/// A body that pays a supplier no more than this in all does not count among its buyers (method, section 2.5).
const BODY_AMOUNT_MIN: Money = Money::from_pence(500_00);
/// A supplier that all bodies here together pay less is taken for a small one, as far as this place can see.
const SMALL_BELOW: Money = Money::from_pence(50_000_00);

/// What else is known, beside the ledgers.
#[derive(Clone, Debug, Default)]
pub struct Market<'a> {
    pub rules: AddressableRules,
    pub voluntary: VoluntaryBodies,
    /// Contracts with their ends; none where no register was read.
    pub contracts: Option<&'a [ContractEnd]>,
}

/// Suppliers of several bodies, each with all that these spend with it and could address.
pub fn shared_suppliers(lines: &PaidLines, suppliers: &Suppliers, market: &Market<'_>) -> Vec<Finding> {
    let aligned = market.contracts.map(aligned_ends).unwrap_or_default();
    let shared = spending(lines, suppliers, &market.rules);
    let finding = |(id, mut spent): (&str, Spent)| {
        spent.by_body.retain(|_, lines| BODY_AMOUNT_MIN < amount(lines));
        let supplier = suppliers.get(id)?;
        let ends: Vec<&AlignedEnds> = aligned.iter().filter(|ends| ends.supplier_id == id).collect();
        (2 <= spent.by_body.len()).then(|| spent.finding(id, supplier, market, &ends))
    };
    shared.into_iter().filter_map(finding).collect()
}

/// What bodies spend with one supplier.
#[derive(Default)]
struct Spent<'l> {
    by_body: BTreeMap<&'l str, Vec<LinePounds>>,
    not_addressable: BTreeMap<NotAddressable, Money>,
}

/// What is spent with each supplier in the market that two bodies pay, by supplier.
fn spending<'l>(lines: &'l PaidLines, suppliers: &Suppliers, rules: &AddressableRules) -> BTreeMap<&'l str, Spent<'l>> {
    let mut bodies: BTreeMap<NameId, BTreeSet<NameId>> = BTreeMap::new();
    for line in lines.iter() {
        bodies.entry(line.supplier).or_default().insert(line.body);
    }
    bodies.retain(|supplier, bodies| 1 < bodies.len() && suppliers.is_in_market(lines.text(*supplier)));
    let mut addressable = Addressable::new(rules, lines, suppliers);
    let mut spending: BTreeMap<&str, Spent> = BTreeMap::new();
    for line in lines.iter().filter(|line| bodies.contains_key(&line.supplier)) {
        let spent = spending.entry(lines.text(line.supplier)).or_default();
        match addressable.why_not(line) {
            None => spent.by_body.entry(lines.text(line.body)).or_default().push(line.pounds()),
            Some(reason) => *spent.not_addressable.entry(reason).or_default() += line.amount,
        }
    }
    spending
}

fn amount(lines: &[LinePounds]) -> Money {
    lines.iter().map(|line| line.amount).sum()
}

impl Spent<'_> {
    fn finding(self, id: &str, supplier: &Supplier, market: &Market<'_>, ends: &[&AlignedEnds<'_>]) -> Finding {
        let is_voluntary = market.voluntary.has(id, supplier);
        let total: Money = self.by_body.values().map(|lines| amount(lines)).sum();
        let is_small = total < SMALL_BELOW;
        Finding {
            kind: OverlapKind::SharedSupplier,
            keys: vec![id.to_owned()],
            title: format!("{} is paid by {} bodies", supplier.name, self.by_body.len()),
            bodies: self.by_body.keys().map(|body| (*body).to_owned()).collect(),
            confidence: supplier.confidence(),
            keep_apart: is_voluntary || is_small,
            how: self.how(total, market, ends),
            condition: condition(is_voluntary, is_small).to_owned(),
            evidence: self.evidence(id, ends),
            pounds: Pounds::of_lines(self.by_body.into_values().flatten().collect()),
        }
    }

    fn how(&self, total: Money, market: &Market<'_>, ends: &[&AlignedEnds<'_>]) -> String {
        let largest = self.by_body.values().map(|lines| amount(lines)).max().unwrap_or_default();
        let common = (total - largest).short();
        let share = largest.share_of(total).unwrap_or(0.0) * 100.0;
        let mut how = format!(
            "Their ledgers pay it, under any of its names; the largest buyer has {share:.0}% and the others together {common}."
        );
        for (reason, amount) in &self.not_addressable {
            how.push_str(&format!(" Left out: {} that is {}.", amount.short(), in_words(*reason)));
        }
        for ends in ends {
            let (from, to) = ends.from_and_to();
            how.push_str(&format!(" Contracts of {} bodies end between {from} and {to}.", ends.bodies().len()));
        }
        match market.contracts {
            None => how + " No register of contracts was read.",
            Some(_) if ends.is_empty() => {
                how + " No contracts of two bodies are known to end within a year of each other."
            }
            Some(_) => how,
        }
    }

    fn evidence(&self, id: &str, ends: &[&AlignedEnds<'_>]) -> Vec<Evidence> {
        let spend = self.by_body.iter().map(|(body, lines)| Evidence {
            body_id: Some((*body).to_owned()),
            table: SUPPLIER_SPEND.name.to_owned(),
            key: id.to_owned(),
            note: format!("{} lines that are addressable", lines.len()),
            amount: Some(amount(lines)),
        });
        let contract = |contract: &&ContractEnd| Evidence {
            body_id: Some(contract.body_id.clone()),
            table: "contract".to_owned(),
            key: contract.contract_id.clone(),
            note: format!("ends on {}: {}", contract.ends_on, contract.title),
            amount: contract.amount,
        };
        spend.chain(ends.iter().flat_map(|ends| &ends.contracts).map(contract)).collect()
    }
}

fn in_words(reason: NotAddressable) -> &'static str {
    match reason {
        NotAddressable::StatutoryMonopoly => "paid to a monopoly",
        NotAddressable::Benefits => "paid to people or for what they choose",
        NotAddressable::PassThrough => "held for others",
    }
}

fn condition(is_voluntary: bool, is_small: bool) -> &'static str {
    match (is_voluntary, is_small) {
        (true, _) => {
            "A voluntary body, not to be bundled away: it is money only if one agreement instead of several spares it and the bodies \
             work on bids and reports"
        }
        (_, true) => {
            "Small business here, not to be bundled away: it is money only if one agreement instead of several spares both sides work"
        }
        _ => {
            "It is money if the bodies buy the same thing, pay different prices or could pay less for more, and their contracts can \
             be ended or end together"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Place;

    const LINES: &str = "
        body    | payee        | supplier | service          | amount
        council | X Ltd        | x        | education        | 60000.00
        council | Y Ltd        | y        | education        | 30000.00
        council | Z Ltd        | z        | education        | 10000.00
        icb     | X LIMITED    | x        | nhs              | 20000.00
        icb     | W Ltd        | w        | nhs              | 80000.00
        icb     | Y Ltd        | y        | nhs              | 400.00
        council | Thames Water | water    | education        | 9000.00
        icb     | THAMES WATER | water    | nhs              | 9000.00
        council | HMRC         | hmrc     | education        | 5000.00
        icb     | HMRC         | hmrc     | nhs              | 5000.00
        council | X Ltd        | x        | benefits         | 7000.00
        council | Fen CIC      | fen      | education        | 900.00
        icb     | Fen CIC      | fen      | nhs              | 800.00
    ";
    const SUPPLIERS: &str = "
        supplier | name         | supplier_kind | is_public_body
        x        | X Ltd        | company       | no
        y        | Y Ltd        | company       | no
        z        | Z Ltd        | company       | no
        w        | W Ltd        | company       | no
        water    | Thames Water | company       | no
        hmrc     | HMRC         | department    | yes
        fen      | Fen CIC      | community     | no
    ";

    /// Method, T26, in thousands: X is paid 60 by the council and 20 by the board, so 20 are in common. Y has too little at one
    /// of them, water has one seller, HMRC is a public body.
    #[test]
    fn what_two_bodies_buy_from_one_supplier_t26() {
        let place = Place::of(LINES, SUPPLIERS);
        let market = Market { rules: AddressableRules::shipped(), ..Market::default() };
        let found = shared_suppliers(&place.lines, &place.suppliers, &market);
        let ids: Vec<String> = found.iter().map(Finding::id).collect();
        assert_eq!(ids, ["shared_supplier:fen", "shared_supplier:x"]);
        let x = &found[1];
        assert_eq!(x.pounds.seen(), Some(Money::from_pence(80_000_00)));
        let spent: Vec<Option<Money>> = x.evidence.iter().map(|evidence| evidence.amount).collect();
        assert_eq!(spent, [60_000_00, 20_000_00].map(|pence| Some(Money::from_pence(pence))));
        assert!(
            x.how.contains("75% and the others together £20.0k") && x.how.contains("£7,000.00 that is paid to people")
        );
        assert!(!x.keep_apart && found[0].keep_apart, "a community company is not to be bundled away");
    }

    #[test]
    fn contracts_that_end_together_are_evidence_and_no_pounds() {
        let place = Place::of(LINES, SUPPLIERS);
        let end = |body: &str, ends_on: &str| ContractEnd {
            contract_id: format!("{body}#7"),
            body_id: body.to_owned(),
            supplier_id: "x".to_owned(),
            title: "Supplies".to_owned(),
            amount: Some(Money::from_pence(1)),
            ends_on: ends_on.parse().expect("a date"),
        };
        let contracts = [end("council", "2026-03-31"), end("icb", "2026-06-30")];
        let market = Market { rules: AddressableRules::shipped(), contracts: Some(&contracts), ..Market::default() };
        let found = shared_suppliers(&place.lines, &place.suppliers, &market);
        let x = found.iter().find(|finding| finding.keys == ["x"]).expect("X");
        assert!(x.how.contains("Contracts of 2 bodies end between 2026-03-31 and 2026-06-30"), "{}", x.how);
        assert_eq!(x.evidence.iter().filter(|evidence| evidence.table == "contract").count(), 2);
        assert_eq!(x.pounds.seen(), Some(Money::from_pence(80_000_00)));
    }
}
