//! The answers: what the files hold in truth.

mod json;
mod tables;

use std::fs;
use std::path::Path;

use crate::Error;
use crate::folder::parent_of;
use crate::outturn::Published;
use crate::people::PeopleTruth;
use crate::truth::Truth;
use crate::whole::Whole;
use crate::world::World;
use json::truth_json;
use tables::{write_payees, write_rows, write_suppliers};

/// Everything that is true of a place.
pub(crate) struct Answers<'a> {
    pub ledgers: &'a Truth,
    pub published: &'a [Published],
    pub whole: &'a Whole,
    pub people: Option<&'a PeopleTruth>,
}

/// Writes the sums, bad rows, payees and suppliers.
pub(crate) fn write(dir: &Path, world: &World, answers: &Answers<'_>) -> Result<(), Error> {
    let path = dir.join("truth/truth.json");
    parent_of(&path)?;
    let text = serde_json::to_string_pretty(&truth_json(world, answers)).expect("the truth is JSON") + "\n";
    fs::write(&path, text).map_err(Error::io(&path))?;
    write_rows(&dir.join("truth/rows.csv"), answers.ledgers)?;
    write_payees(&dir.join("truth/payees.csv"), world, answers.ledgers)?;
    write_suppliers(&dir.join("truth/suppliers.csv"), world)
}
