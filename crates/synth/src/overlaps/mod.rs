//! A place of a few bodies whose ledgers hold what is done twice, with the truth known.
//!
//! It is a place of its own, so that no figure of [`crate::write`]'s place moves. Suppliers of several bodies, one supplier under
//! several numbers, invoices paid twice, contracts that end together and back offices are planted among payments that only
//! look alike: rents and care that come regularly, orders with one number, payments put right, prices that come again by chance,
//! payment runs whose number every supplier shares, water that has one seller. The truth is added up from what was booked.

mod contracts;
mod look_alikes;
mod planted;
mod planter;
mod truth;

use std::fs;
use std::path::Path;

use model::FinancialYear;
use money::Money;

use crate::bodies::{AMBLEFORD, BODIES, COUNTY, FENHOLT, FIRE, POLICE};
use crate::folder::{SOURCES, empty_folder, parent_of, size};
use crate::place_file::add_body;
use crate::{Error, Written};
use planter::{Line, Planter};

/// The bodies that pay.
const BUYERS: [&str; 5] = [COUNTY, AMBLEFORD, FENHOLT, FIRE, POLICE];
/// Those whose ledgers print the supplier's invoice number.
const WITH_INVOICE_NUMBERS: [&str; 3] = [COUNTY, AMBLEFORD, FIRE];
/// The body whose ledger prints the number of the payment run instead; Fenholt's prints no reference at all.
const WITH_RUN_NUMBERS: &str = POLICE;

/// Writes a place whose bodies do things twice, and beside it the truth.
///
/// # Errors
/// If the folder holds files, or cannot be written to.
pub fn write_overlaps(dir: &Path, seed: u64, year: FinancialYear) -> Result<Written, Error> {
    empty_folder(dir)?;
    let mut planter = Planter::new(seed, year);
    planted::plant(&mut planter);
    look_alikes::plant(&mut planter);
    planter.number_runs();
    let contracts = contracts::contracts(&mut planter);
    write_text(&dir.join("place.toml"), &place_toml(seed, year))?;
    for body in BUYERS {
        write_ledger(dir, body, &planter.lines_of(body))?;
    }
    contracts::write(dir, &contracts)?;
    truth::write(dir, &planter, &contracts)?;
    let amount = planter.lines.iter().map(|line| line.pence).sum();
    let (n_files, n_bytes) = size(dir)?;
    let n_lines = planter.lines.len() as u64;
    Ok(Written { n_files, n_lines, amount: Money::from_pence(amount), n_people: PEOPLE, n_bytes })
}

const PEOPLE: u64 = 200_000;

fn place_toml(seed: u64, year: FinancialYear) -> String {
    let mut text = format!(
        "# A fictional place whose bodies do things twice, made with seed {seed}. What is true of it stands in truth/.\n\
         name = \"Wendshire, twice\"\nyear = \"{year}\"\narea_codes = [\"X07000001\", \"X07000002\"]\npopulation = {PEOPLE}\n\n\
         [sources]\nroot = \"{SOURCES}\"\n"
    );
    BODIES.iter().filter(|body| BUYERS.contains(&body.id)).for_each(|body| add_body(body, &mut text));
    for body in BUYERS {
        text.push_str(&format!("\n[[source]]\nbody = \"{body}\"\nfiles = [\"{body}/*.csv\"]\n"));
    }
    text
}

fn write_text(path: &Path, text: &str) -> Result<(), Error> {
    parent_of(path)?;
    fs::write(path, text).map_err(Error::io(path))
}

/// The heading of the references, as the body prints them.
fn reference_heading(body: &str) -> Option<&'static str> {
    match body {
        FENHOLT => None,
        WITH_RUN_NUMBERS => Some("Transaction Number"),
        _ => Some("Invoice Number"),
    }
}

fn write_ledger(dir: &Path, body: &str, lines: &[&Line]) -> Result<(), Error> {
    let reference = reference_heading(body);
    let heading = ["Payment Date", "Supplier Name", "Supplier ID", "Amount", "Directorate", "Service", "Expense Type"];
    let row = |line: &Line| {
        [
            line.day.to_string(),
            line.payee.clone(),
            line.code.to_string(),
            Money::from_pence(line.pence).plain(),
            line.heading[0].to_owned(),
            line.heading[1].to_owned(),
            line.heading[2].to_owned(),
        ]
    };
    let path = dir.join(format!("{SOURCES}/{body}/payments.csv"));
    let rows =
        lines.iter().map(|line| row(line).into_iter().chain(reference.map(|_| line.reference.clone())).collect());
    let heading = heading.into_iter().chain(reference).map(str::to_owned).collect();
    write_rows(&path, heading, rows)
}

fn write_rows(path: &Path, heading: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> Result<(), Error> {
    parent_of(path)?;
    let mut writer = csv::Writer::from_path(path).map_err(Error::csv)?;
    for row in std::iter::once(heading).chain(rows) {
        writer.write_record(&row).map_err(Error::csv)?;
    }
    writer.flush().map_err(Error::io(path))
}
