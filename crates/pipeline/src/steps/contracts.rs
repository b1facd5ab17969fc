//! Contracts and grants: what bodies buy and give, as registers, notices and funders print it.

use engine::{in_order, n_threads};
use intake::contracts::{ContractFile, lay_together, read};
use intake::files::Found;
use model::problem::problem_table;
use model::tables::{CONTRACT, CONTRACT_PROBLEM, CONTRACT_SUPPLIER, GRANT};

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "contracts",
    reads: &[],
    writes: &[&CONTRACT, &CONTRACT_SUPPLIER, &GRANT, &CONTRACT_PROBLEM],
    files: &[FileSet::Written(place::PLACE), FileSet::Sources(|sources| &sources.contracts)],
    folder: None,
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    let place = work.place()?;
    let sources = &work.inputs.sources;
    work.begin(sources.found.len());
    let read_one = |file: &Found, send: &mut dyn FnMut(ContractFile)| {
        send(read(file, &place));
        work.progress.advance(1);
        Ok::<(), Error>(())
    };
    let mut files: Vec<ContractFile> = Vec::new();
    in_order(&sources.found, n_threads(), read_one, |file| {
        files.push(file);
        Ok(())
    })?;
    let tables = lay_together(files, &sources.problems);
    work.write(&CONTRACT, tables.contracts)?;
    work.write(&CONTRACT_SUPPLIER, tables.suppliers)?;
    work.write(&GRANT, tables.grants)?;
    work.write(&CONTRACT_PROBLEM, problem_table(&CONTRACT_PROBLEM, &tables.problems))
}
