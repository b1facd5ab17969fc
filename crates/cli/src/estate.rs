//! `totalplace estate`: buildings of a place, who are neighbours, and plans for them.

mod json;
mod words;

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::tables::{
    BUILDING, BUILDING_CLOSURE, BUILDING_MOVE, BUILDING_PAIR, BUILDING_PROBLEM, ESTATE_ACCESS, ESTATE_OBSTACLE,
    ESTATE_PLAN,
};
use model::{Row, Table, TableError, Tables};

use crate::fail::Failure;
use crate::{Outcome, PlaceFolder};

#[derive(clap::Args)]
#[command(
    after_help = "Buildings come from sources of the kind `buildings`, people from sources of the kind `areas`, and plans from \
    questions in estate/*.toml; docs/methods/estate.md shows every key. A plan becomes a proposal by --propose alone, never \
    by a build.\n\n\
    Exit status: 0 done; 1 done, and a question has no plan or a plan is not proved; 2 not done.\n\
    Example: totalplace estate my-place --propose libraries-best-1"
)]
pub struct Arguments {
    #[command(flatten)]
    folder: PlaceFolder,
    /// Write this plan to proposals/PLAN.toml
    #[arg(long, value_name = "PLAN")]
    propose: Option<String>,
    /// What this plan does with each building, and how far each group of people would go
    #[arg(long, value_name = "PLAN", conflicts_with = "propose")]
    plan: Option<String>,
    /// Every row of every table
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The tables that are shown.
const SHOWN: [&Table; 8] = [
    &BUILDING,
    &BUILDING_PAIR,
    &ESTATE_PLAN,
    &BUILDING_MOVE,
    &ESTATE_ACCESS,
    &BUILDING_CLOSURE,
    &ESTATE_OBSTACLE,
    &BUILDING_PROBLEM,
];

/// Tables of one build, whole: estates are small.
pub struct Built(BTreeMap<&'static str, Vec<RecordBatch>>);

impl Built {
    pub fn rows(&self, table: &'static Table) -> impl Iterator<Item = Row<'_>> {
        self.0[table.name].iter().flat_map(|batch| table.read(batch).iter())
    }
}

pub fn run(arguments: Arguments) -> Result<Outcome, Failure> {
    let dir = &arguments.folder.dir;
    if let Some(plan) = &arguments.propose {
        let path = pipeline::propose_plan(dir, plan)?;
        say!("wrote {}; `totalplace appraise {}` says who pays and who gains", path.display(), path.display());
        return Ok(Outcome::Done);
    }
    let built = pipeline::of_one_build(dir, |folder| -> Result<_, Failure> {
        if !folder.exists(&BUILDING) {
            return Err(pipeline::Error::NotBuilt.into());
        }
        let read = |table: &&'static Table| -> Result<_, TableError> {
            Ok((table.name, table.batches(folder, &[])?.collect::<Result<Vec<_>, _>>()?))
        };
        Ok(Built(SHOWN.iter().map(read).collect::<Result<_, _>>()?))
    })?;
    if built.rows(&BUILDING).next().is_none() {
        say!(
            "no buildings are in {}: name a register in place.toml as a source of the kind `buildings`, then build",
            dir.display()
        );
        return Ok(Outcome::Look);
    }
    if let Some(plan) = &arguments.plan {
        insist_on_plan(&built, plan)?;
        crate::print(if arguments.json { json::plan(&built, plan) } else { words::plan(&built, plan) })?;
        return Ok(Outcome::Done);
    }
    crate::print(if arguments.json { json::all(&built) } else { words::all(&built, arguments.all) })?;
    Ok(outcome(&built))
}

fn insist_on_plan(built: &Built, plan: &str) -> Result<(), Failure> {
    use model::tables::estate_plan;
    let known: Vec<&str> = built.rows(&ESTATE_PLAN).map(|row| row.text(estate_plan::PLAN_ID)).collect();
    match known.contains(&plan) {
        true => Ok(()),
        false => Err(Failure::not_there("plan", plan, known)),
    }
}

/// Whether every question has a proved plan.
fn outcome(built: &Built) -> Outcome {
    use model::tables::{estate_obstacle, estate_plan};
    let is_stopped = built.rows(&ESTATE_OBSTACLE).any(|row| row.flag(estate_obstacle::STOPS));
    let is_proved = built.rows(&ESTATE_PLAN).all(|row| row.flag(estate_plan::IS_PROVED));
    if is_stopped || !is_proved { Outcome::Look } else { Outcome::Done }
}
