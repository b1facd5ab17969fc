//! The step that appraises a place's proposals, and what it reads: `proposals/*.toml` and `unit-costs/`.

use std::fs;
use std::path::Path;

use appraisal::tables::Appraised;
use appraisal::{Counted, Paper, Reference, Simulation, appraise, simulate};
use authored::Mistakes;
use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Decimal128Type, Int32Type};
use engine::{TableWriter, read_all, table_path};
use intake::unit_costs::Database;
use model::FinancialYear;
use model::tables::{FLOW, flow};
use report::Tables;

use crate::ordered::{in_order, n_threads};
use crate::record::InputDigest;
use crate::steps::Work;
use crate::{Error, Folder};

/// Folders of a place.
const PROPOSALS: &str = "proposals";
const UNIT_COSTS: &str = "unit-costs";

/// Draws of each proposal: enough for tenths that hold to a hundredth of their spread, and a twentieth of a second.
const N_DRAWS: usize = 10_000;
/// Named, so that two builds draw alike.
const SEED: u64 = 1;

/// A file as it was read, named as a person knows it.
type Named = (String, Vec<u8>);

/// What the step reads beside tables.
#[derive(Default)]
pub struct ProposalFiles {
    pub proposals: Vec<Named>,
    pub unit_costs: Vec<Named>,
}

/// Why unit costs cannot be used.
#[derive(Debug)]
pub enum UnitCostFault {
    /// It is no workbook and no text.
    Unreadable { file: String, why: String },
    /// Rows that do not make sense.
    Written(Mistakes),
}

impl ProposalFiles {
    /// A place without proposals has none, which costs nothing.
    ///
    /// # Errors
    /// If a file is there and cannot be read.
    pub fn read(place: &Path) -> Result<ProposalFiles, Error> {
        let is_toml = |name: &str| name.ends_with(".toml");
        let proposals = files(place, PROPOSALS, is_toml)?;
        let is_costs = |name: &str| name.ends_with(".csv") || name.ends_with(".xlsx");
        let unit_costs = if proposals.is_empty() { Vec::new() } else { files(place, UNIT_COSTS, is_costs)? };
        Ok(ProposalFiles { proposals, unit_costs })
    }

    pub(crate) fn digest(&self, digest: InputDigest) -> InputDigest {
        let files = self.proposals.iter().chain(&self.unit_costs);
        files.fold(digest, |digest, (name, bytes)| digest.with(name, bytes))
    }
}

/// Files of a folder in the order of their names.
fn files(place: &Path, folder: &str, is_meant: impl Fn(&str) -> bool) -> Result<Vec<Named>, Error> {
    let entries = fs::read_dir(place.join(folder)).into_iter().flatten().flatten();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(|path| is_meant(&name(path))).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).map_err(Error::file("read", path))?;
        Ok((format!("{folder}/{}", name(path)), bytes))
    };
    paths.iter().map(read).collect()
}

/// The reference that ships with the program, with what a place counted and with unit costs: workbooks as published or
/// plain CSV files, of which a later one replaces what an earlier one says.
pub fn reference(counted: Counted, unit_costs: &[Named]) -> Result<Reference, UnitCostFault> {
    let start = Reference::builtin().with_counted(counted);
    unit_costs.iter().try_fold(start, |reference, (file, bytes)| {
        let unreadable = |why: String| UnitCostFault::Unreadable { file: file.clone(), why };
        // A workbook is an archive, whatever it is called; everything else is the plain layout.
        let text = match bytes.starts_with(b"PK") {
            true => Database::read(bytes).map_err(|error| unreadable(error.to_string()))?.to_csv(),
            false => String::from_utf8(bytes.clone()).map_err(|error| unreadable(error.to_string()))?,
        };
        reference.with_unit_costs(&text, file).map_err(UnitCostFault::Written)
    })
}

/// What the account of a place that was built counted by body and service; nothing where it was not built.
pub fn counted(place: &Path) -> Counted {
    let Ok(folder) = Folder::of_place(place) else { return Counted::default() };
    let Ok(place) = place::read(place) else { return Counted::default() };
    if !folder.exists(&FLOW) {
        return Counted::default();
    }
    read_all(folder.path(), &FLOW).map_or_else(|_| Counted::default(), |flows| counted_in(&flows, place.year))
}

/// Edges from a body to a service, in the place's year.
fn counted_in(flows: &RecordBatch, year: FinancialYear) -> Counted {
    let column = |name: &str| flows.column(FLOW.index(name));
    let [tier, from, to] = [flow::TIER, flow::FROM_ID, flow::TO_ID].map(|name| column(name).as_string::<i32>());
    let years = column(flow::FINANCIAL_YEAR).as_primitive::<Int32Type>();
    let amounts = column(flow::AMOUNT).as_primitive::<Decimal128Type>();
    let is_meant = |row: &usize| tier.value(*row) == "body_to_service" && years.value(*row) == year.0;
    let rows = (0..flows.num_rows()).filter(is_meant);
    let pounds = |row: usize| amounts.value(row) as f64 / 100.0;
    Counted::of(year, rows.map(|row| (from.value(row).to_owned(), to.value(row).to_owned(), pounds(row))))
}

/// Appraises what stands in `proposals/`. A file that is broken is a problem with line and column; the rest go on.
pub(crate) fn run_appraisal(work: &Work) -> Result<(), Error> {
    let Work { inputs, tables, progress, .. } = *work;
    let files = &inputs.proposals;
    progress.begin("appraisal", files.proposals.len() as u64);
    let (appraised, broken) = match files.proposals.is_empty() {
        true => (Vec::new(), Vec::new()),
        false => {
            let counted = counted_in(&read_all(tables, &FLOW)?, inputs.place.year);
            appraise_all(files, counted, &|| progress.advance(1))?
        }
    };
    for (table, batch) in appraisal::tables::tables(&appraised, &broken) {
        TableWriter::write_all(&table_path(tables, table), table, &[batch])?;
    }
    Ok(())
}

/// What became of one file.
enum Outcome {
    Appraised(Box<Appraised>),
    Broken(Mistakes),
    /// Pots, an offer, a roll-out: read by `appraise`, not a proposal.
    Other,
}

fn appraise_all(
    files: &ProposalFiles,
    counted: Counted,
    done: &(dyn Fn() + Sync),
) -> Result<(Vec<Appraised>, Vec<Mistakes>), Error> {
    let mut broken = Vec::new();
    let unit_costs = reference(counted.clone(), &files.unit_costs).unwrap_or_else(|fault| {
        broken.push(fault.into_mistakes());
        Reference::builtin().with_counted(counted)
    });
    let appraise = |(file, bytes): &Named, send: &mut dyn FnMut(Outcome)| {
        send(appraise_one(file, bytes, &unit_costs));
        done();
        Ok::<(), Error>(())
    };
    let mut appraised = Vec::new();
    in_order(&files.proposals, n_threads(), appraise, |outcome| {
        match outcome {
            Outcome::Appraised(one) => appraised.push(*one),
            Outcome::Broken(mistakes) => broken.push(mistakes),
            Outcome::Other => {}
        }
        Ok(())
    })?;
    Ok((appraised, broken))
}

fn appraise_one(file: &str, bytes: &[u8], reference: &Reference) -> Outcome {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Outcome::Broken(unusable(file, &format!("it is not UTF-8: {error}"))),
    };
    if appraisal::paper(text) != Paper::Proposal {
        return Outcome::Other;
    }
    let proposal = match appraisal::read(text, file, reference) {
        Ok(proposal) => proposal,
        Err(mistakes) => return Outcome::Broken(mistakes),
    };
    let case = match appraise(&proposal, reference) {
        Ok(case) => case,
        Err(error) => return Outcome::Broken(unusable(file, &error.to_string())),
    };
    let uncertainty = simulate(&proposal, reference, Simulation { n_draws: N_DRAWS, seed: SEED }).ok();
    let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Outcome::Appraised(Box::new(Appraised { id: stem, case, uncertainty }))
}

fn unusable(file: &str, why: &str) -> Mistakes {
    Mistakes::of_whole_file(file, why, "a file that can be read and appraised")
}

impl UnitCostFault {
    fn into_mistakes(self) -> Mistakes {
        match self {
            UnitCostFault::Unreadable { file, why } => unusable(&file, &why),
            UnitCostFault::Written(mistakes) => mistakes,
        }
    }
}
