//! Registers of contracts: some suppliers' contracts end together, others years apart.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::Span;
use jiff::civil::Date;
use rand::RngExt;

use super::planter::Planter;
use super::{BUYERS, write_rows};
use crate::Error;

/// Of the suppliers of several bodies, one in this many has contracts, ...
const WITH_CONTRACTS_ONE_IN: u32 = 2;
/// ... and of these one in this many has contracts that end together.
const ALIGNED_ONE_IN: u32 = 2;

#[derive(Clone, Debug)]
pub(super) struct Contract {
    pub body: &'static str,
    pub supplier: u32,
    pub name: String,
    pub ends_on: Date,
    pub pounds: i64,
    pub is_aligned: bool,
}

/// Contracts of suppliers that several bodies pay.
pub(super) fn contracts(planter: &mut Planter) -> Vec<Contract> {
    let mut bodies: BTreeMap<u32, BTreeSet<&'static str>> = BTreeMap::new();
    for line in planter.lines.iter().filter(|line| line.is_addressable) {
        bodies.entry(line.supplier).or_default().insert(line.body);
    }
    let several = bodies.into_iter().filter(|(_, bodies)| 1 < bodies.len()).collect::<Vec<_>>();
    several.into_iter().flat_map(|(supplier, bodies)| of_supplier(planter, supplier, &bodies)).collect()
}

fn of_supplier(planter: &mut Planter, supplier: u32, bodies: &BTreeSet<&'static str>) -> Vec<Contract> {
    if !planter.dice.random_ratio(1, WITH_CONTRACTS_ONE_IN) {
        return Vec::new();
    }
    let is_aligned = planter.dice.random_ratio(1, ALIGNED_ONE_IN);
    let first = planter.day();
    let name = planter.names[&supplier].clone();
    let contract = |(at, body): (usize, &&'static str)| {
        // Within eleven months of the first, or more than a year after the one before.
        let months = if is_aligned { planter.dice.random_range(0..11) } else { at as i32 * 20 };
        let ends_on = first.checked_add(Span::new().months(months)).expect("the calendar goes on");
        let pounds = planter.dice.random_range(5_000..400_000);
        Contract { body, supplier, name: name.clone(), ends_on, pounds, is_aligned }
    };
    bodies.iter().enumerate().map(contract).collect()
}

/// One register a body.
pub(super) fn write(dir: &Path, contracts: &[Contract]) -> Result<(), Error> {
    let heading = ["Contract Reference", "Contract Title", "Supplier Name", "Total Value", "End Date"];
    for body in BUYERS {
        let own = contracts.iter().filter(|contract| contract.body == body).enumerate();
        let rows = own.map(|(at, contract)| {
            vec![
                format!("C{:04}", at + 1),
                "Supplies and services".to_owned(),
                contract.name.clone(),
                format!("{}.00", contract.pounds),
                contract.ends_on.to_string(),
            ]
        });
        let path = dir.join(format!("contracts/{body}.csv"));
        write_rows(&path, heading.map(str::to_owned).to_vec(), rows)?;
    }
    Ok(())
}
