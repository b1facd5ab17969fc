//! People, families and what agencies do with them, as each agency would export it.
//!
//! None of these files is a source of `place.toml`: they are for linkage, families and journeys. They
//! are written chunk by chunk, some chunks side by side, so that memory does not grow with the place.

mod addresses;
mod agencies;
mod census;
mod columns;
mod contacts;
mod families;
mod fates;
mod households;
mod journeys;
mod names;
mod output;
mod periods;
mod person;
mod records;
mod relations;
mod truth;

use std::path::Path;

use rayon::prelude::*;

pub(crate) use addresses::Home;
pub(crate) use agencies::Agency;
pub(crate) use census::{Census, N_BANDS, N_NEEDS, census, times};
use output::{ChunkOutput, Outputs};
pub(crate) use truth::PeopleTruth;

use crate::{Error, Plan};

/// Chunks that are made side by side before they are written: this bounds memory.
const CHUNKS_AT_ONCE: u64 = 64;

/// Writes everybody, and says what was written.
pub(crate) fn write(dir: &Path, plan: &Plan) -> Result<PeopleTruth, Error> {
    let mut outputs = Outputs::create(dir)?;
    let mut truth = PeopleTruth::default();
    let mut next = 0;
    while truth.n_people < plan.people {
        let made: Vec<ChunkOutput> =
            (next..next + CHUNKS_AT_ONCE).into_par_iter().map(|number| output::chunk(plan, number)).collect();
        next += CHUNKS_AT_ONCE;
        for chunk in made {
            // The last window may hold more people than are wanted.
            if truth.n_people < plan.people {
                outputs.append(&chunk)?;
                truth.merge(chunk.truth);
            }
        }
    }
    outputs.finish()?;
    Ok(truth)
}
