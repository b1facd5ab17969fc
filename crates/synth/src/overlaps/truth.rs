//! What is true, added up from what was booked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use money::Money;

use super::contracts::Contract;
use super::planted::BACK_OFFICES;
use super::planter::{Line, Planter};
use super::{BUYERS, write_rows};
use crate::Error;

/// A body that pays a supplier no more than this is not one of its buyers (method, section 2.5).
const BUYER_PENCE_MIN: i64 = 500_00;

/// One thing done twice.
struct Done {
    kind: &'static str,
    /// A supplier's number, or a function.
    key: String,
    bodies: BTreeSet<&'static str>,
    pence: Option<i64>,
}

/// Writes what is done twice, who is behind each printed name, and what each ledger adds up to.
pub(super) fn write(dir: &Path, planter: &Planter, contracts: &[Contract]) -> Result<(), Error> {
    let lines = &planter.lines;
    let all = shared_suppliers(lines)
        .chain(supplier_numbers(lines))
        .chain(paid_twice(planter))
        .chain(back_offices(lines))
        .chain(aligned_contracts(contracts));
    let row = |done: Done| {
        let bodies = done.bodies.into_iter().collect::<Vec<_>>().join("|");
        vec![done.kind.to_owned(), done.key, bodies, done.pence.map(plain).unwrap_or_default()]
    };
    write_rows(&dir.join("truth/overlaps.csv"), headed(&["kind", "key", "bodies", "pounds"]), all.map(row))?;
    write_payees(dir, planter)?;
    let ledger = |body: &&str| {
        let own: Vec<&Line> = lines.iter().filter(|line| line.body == *body).collect();
        vec![(*body).to_owned(), own.len().to_string(), plain(own.iter().map(|line| line.pence).sum())]
    };
    write_rows(&dir.join("truth/ledgers.csv"), headed(&["body", "lines", "pounds"]), BUYERS.iter().map(ledger))
}

fn headed(heading: &[&str]) -> Vec<String> {
    heading.iter().map(|cell| (*cell).to_owned()).collect()
}

fn plain(pence: i64) -> String {
    Money::from_pence(pence).plain()
}

fn write_payees(dir: &Path, planter: &Planter) -> Result<(), Error> {
    let printed: BTreeSet<(&str, &str, u32)> =
        planter.lines.iter().map(|line| (line.body, line.payee.as_str(), line.supplier)).collect();
    let row = |(body, payee, supplier): (&str, &str, u32)| {
        vec![body.to_owned(), payee.to_owned(), supplier.to_string(), planter.names[&supplier].clone()]
    };
    let heading = headed(&["body", "payee", "supplier_id", "name"]);
    write_rows(&dir.join("truth/payees.csv"), heading, printed.into_iter().map(row))
}

fn shared_suppliers(lines: &[Line]) -> impl Iterator<Item = Done> {
    let mut spent: BTreeMap<u32, BTreeMap<&'static str, i64>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.is_addressable) {
        *spent.entry(line.supplier).or_default().entry(line.body).or_default() += line.pence;
    }
    spent.into_iter().filter_map(|(supplier, mut by_body)| {
        by_body.retain(|_, pence| BUYER_PENCE_MIN < *pence);
        let pence = Some(by_body.values().sum());
        (1 < by_body.len()).then(|| Done {
            kind: "shared_supplier",
            key: supplier.to_string(),
            bodies: by_body.into_keys().collect(),
            pence,
        })
    })
}

/// The pounds are those under all numbers but the one that most is paid under.
fn supplier_numbers(lines: &[Line]) -> impl Iterator<Item = Done> {
    let mut by_number: BTreeMap<(&'static str, u32), BTreeMap<u32, i64>> = BTreeMap::new();
    for line in lines {
        *by_number.entry((line.body, line.supplier)).or_default().entry(line.code).or_default() += line.pence;
    }
    let several = by_number.into_iter().filter(|(_, numbers)| 1 < numbers.len());
    several.map(|((body, supplier), numbers)| Done {
        kind: "supplier_numbers",
        key: supplier.to_string(),
        bodies: BTreeSet::from([body]),
        pence: Some(numbers.values().sum::<i64>() - numbers.values().max().copied().unwrap_or_default()),
    })
}

fn paid_twice(planter: &Planter) -> impl Iterator<Item = Done> {
    planter.paid_twice.iter().map(|twice| Done {
        kind: "paid_twice",
        key: twice.supplier.to_string(),
        bodies: twice.bodies.iter().copied().collect(),
        pence: Some(twice.pence),
    })
}

fn back_offices(lines: &[Line]) -> impl Iterator<Item = Done> {
    BACK_OFFICES.iter().filter_map(|(function, heading)| {
        let own: Vec<&Line> = lines.iter().filter(|line| line.heading == *heading).collect();
        let bodies: BTreeSet<&str> = own.iter().map(|line| line.body).collect();
        let pence = Some(own.iter().map(|line| line.pence).sum());
        (1 < bodies.len()).then(|| Done { kind: "back_office", key: (*function).to_owned(), bodies, pence })
    })
}

fn aligned_contracts(contracts: &[Contract]) -> impl Iterator<Item = Done> {
    let mut aligned: BTreeMap<u32, BTreeSet<&'static str>> = BTreeMap::new();
    for contract in contracts.iter().filter(|contract| contract.is_aligned) {
        aligned.entry(contract.supplier).or_default().insert(contract.body);
    }
    aligned.into_iter().map(|(supplier, bodies)| Done {
        kind: "aligned_contracts",
        key: supplier.to_string(),
        bodies,
        pence: None,
    })
}
