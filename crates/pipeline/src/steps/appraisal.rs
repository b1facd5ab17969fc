//! What proposals would cost and bring: `proposals/*.toml`, with the unit costs of `unit-costs/`.

use std::path::Path;

use ::appraisal::tables::{Appraised, tables};
use ::appraisal::{Addressable, Counted, Paper, Reference, Simulation, appraise, simulate};
use arrow::array::RecordBatch;
use authored::Mistakes;
use engine::{in_order, n_threads};
use intake::unit_costs::Database;
use model::tables::{
    COVERAGE, FLOW, FigureMeasure, FlowTier, PROPOSAL, PROPOSAL_BODY, PROPOSAL_FLOW, PROPOSAL_INPUT, PROPOSAL_NOTE, PROPOSAL_PROBLEM, PROPOSAL_RESULT,
    RELEASED_FIGURE, WHOLE_COUNT, coverage, flow, released_figure, whole_count,
};
use model::spending::{Control, CountBasis};
use model::{FinancialYear, Place, Row, Tables};

use crate::step::{FileSet, Step, Work};
use crate::{Error, folder};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "appraisal",
    reads: &[&FLOW, &COVERAGE, &RELEASED_FIGURE],
    writes: &[
        &PROPOSAL,
        &PROPOSAL_BODY,
        &PROPOSAL_FLOW,
        &PROPOSAL_RESULT,
        &PROPOSAL_INPUT,
        &PROPOSAL_NOTE,
        &PROPOSAL_PROBLEM,
    ],
    files: &[
        FileSet::Written(place::PLACE),
        FileSet::Written(&["proposals/*.toml", "unit-costs/*.csv", "unit-costs/*.xlsx"]),
    ],
    folder: None,
    run,
}];

/// Draws of each proposal: enough for tenths that hold to a hundredth of their spread, and a twentieth of a second.
const N_DRAWS: usize = 10_000;
/// Named, so that two builds draw alike.
const SEED: u64 = 1;

/// Why unit costs cannot be used.
#[derive(Debug)]
pub enum UnitCostFault {
    /// It is no workbook and no text.
    Unreadable { file: String, why: String },
    /// Rows that do not make sense.
    Written(Mistakes),
}

/// A file as it was read, named as a person knows it.
type Named<'f> = (&'f str, &'f [u8]);

/// Appraises what is in `proposals/`. A file that is broken is a problem with line and column; the rest go on.
fn run(work: &Work) -> Result<(), Error> {
    let proposals: Vec<Named> = work.files().in_folder("proposals").collect();
    work.begin(proposals.len());
    let (appraised, broken) = match proposals.is_empty() {
        true => (Vec::new(), Vec::new()),
        false => {
            let counted = counted_in(&work.read(&FLOW)?, &work.read(&COVERAGE)?, work.place()?.year)
                .with_released(released_in(&work.read(&RELEASED_FIGURE)?));
            appraise_all(work, &proposals, counted)?
        }
    };
    tables(&appraised, &broken).into_iter().try_for_each(|(table, batch)| work.write(table, batch))
}

/// The reference that ships with the program, with what a place counted and with unit costs: workbooks as published or
/// plain CSV files, of which a later one replaces what an earlier one says.
///
/// # Errors
/// [`UnitCostFault`] of the first file that cannot be used.
pub fn reference<'f>(
    counted: Counted,
    unit_costs: impl IntoIterator<Item = Named<'f>>,
) -> Result<Reference, UnitCostFault> {
    let start = Reference::builtin().with_counted(counted);
    unit_costs.into_iter().try_fold(start, |reference, (file, bytes)| {
        let unreadable = |why: String| UnitCostFault::Unreadable { file: file.to_owned(), why };
        // A workbook is an archive, whatever it is called; everything else is the plain layout.
        let text = match bytes.starts_with(b"PK") {
            true => Database::read(bytes).map_err(|error| unreadable(error.to_string()))?.to_csv(),
            false => String::from_utf8(bytes.to_vec()).map_err(|error| unreadable(error.to_string()))?,
        };
        reference.with_unit_costs(&text, file).map_err(UnitCostFault::Written)
    })
}

/// What the account of a place that was built counted by body and service; nothing where it was not built.
pub fn counted(dir: &Path) -> Counted {
    let (Ok(tables), Ok(place)) = (folder(dir), place::read(dir)) else { return Counted::default() };
    if !tables.exists(&FLOW) {
        return Counted::default();
    }
    let read = |table| if tables.exists(table) { engine::read_all(tables.path(), table).ok() } else { None };
    let whole = read(&COVERAGE).unwrap_or_else(|| COVERAGE.rows().finish());
    let counted = read(&FLOW).map(|flows| counted_in(&flows, &whole, place.year)).unwrap_or_default();
    let counted = counted.with_addressable(read(&WHOLE_COUNT).and_then(|cells| addressable_in(&cells, &place)));
    let released = tables.exists(&RELEASED_FIGURE).then(|| engine::read_all(tables.path(), &RELEASED_FIGURE).ok());
    match released.flatten() {
        Some(figures) => counted.with_released(released_in(&figures)),
        None => counted,
    }
}

/// Released counts of people and families, by topic and category; `None` for what is withheld.
fn released_in(figures: &RecordBatch) -> Vec<(String, String, Option<f64>)> {
    let is_count = |row: &Row| FigureMeasure::parse(row.text(released_figure::MEASURE)) != Some(FigureMeasure::Cost);
    let figure = |row: Row| {
        let [topic, category] = [released_figure::TOPIC, released_figure::CATEGORY].map(|name| row.text(name).to_owned());
        (topic, category, row.count_if_any(released_figure::N).map(|n| n as f64))
    };
    RELEASED_FIGURE.read(figures).iter().filter(is_count).map(figure).collect()
}

/// What bodies spend on services in the place's year: the whole count where something is published, else payments.
pub(super) fn counted_in(flows: &RecordBatch, whole: &RecordBatch, year: FinancialYear) -> Counted {
    let rows = FLOW.read(flows).iter().filter(|row| {
        FlowTier::parse(row.text(flow::TIER)) == Some(FlowTier::BodyToService) && row.year(flow::FINANCIAL_YEAR) == year
    });
    let pounds = rows.map(|row| {
        let (body, service) = (row.text(flow::FROM_ID).to_owned(), row.text(flow::TO_ID).to_owned());
        (body, service, row.money(flow::AMOUNT).pence() as f64 / 100.0)
    });
    Counted::of(year, pounds).with_whole(current_spending(whole, year))
}

/// What the place can address of the whole count of its year; none where nothing is published, so that only payments count.
fn addressable_in(cells: &RecordBatch, place: &Place) -> Option<Addressable> {
    let of_year = || WHOLE_COUNT.read(cells).iter().filter(|row| row.year(whole_count::FINANCIAL_YEAR) == place.year);
    let basis = |row: &Row| CountBasis::parse(row.text(whole_count::BASIS));
    let is_published = of_year().any(|row| !matches!(basis(&row), Some(CountBasis::Ledger | CountBasis::NotKnown)));
    let is_addressable = |row: &Row| Control::parse(row.text(whole_count::CONTROL)).is_some_and(Control::is_addressable);
    let pounds = of_year().filter(is_addressable).filter_map(|row| row.money_if_any(whole_count::AMOUNT));
    let pounds = pounds.sum::<money::Money>().pence() as f64 / 100.0;
    is_published.then(|| Addressable { place: place.name.clone(), pounds })
}

/// Body, service, pounds and what of them is traced to payments: current spending, as a service is run on it. What is known from
/// payments alone is no cost of a service.
fn current_spending(whole: &RecordBatch, year: FinancialYear) -> Vec<(String, String, f64, f64)> {
    let figure = |row: Row| {
        let is_published = [coverage::PUBLISHED, coverage::APPORTIONED, coverage::ESTIMATED]
            .iter()
            .any(|column| row.money_if_any(column).is_some());
        let is_meant = is_published && !row.flag(coverage::CAPITAL) && row.year(coverage::FINANCIAL_YEAR) == year;
        let body = row.text_if_any(coverage::BODY_ID).filter(|_| is_meant)?;
        let [counted, opens] = [coverage::COUNTED, coverage::OPENS]
            .map(|column| row.money_if_any(column).map(|amount| amount.pence() as f64 / 100.0));
        Some((body.to_owned(), row.text(coverage::SERVICE).to_owned(), counted?, opens.unwrap_or_default()))
    };
    COVERAGE.read(whole).iter().filter_map(figure).collect()
}

/// What became of one file.
enum Outcome {
    Appraised(Box<Appraised>),
    Broken(Mistakes),
    /// Pots, an offer, a roll-out: read by `appraise`, not a proposal.
    Other,
}

fn appraise_all(
    work: &Work,
    proposals: &[Named],
    counted: Counted,
) -> Result<(Vec<Appraised>, Vec<Mistakes>), Error> {
    let mut broken = Vec::new();
    let reference = reference(counted.clone(), work.files().in_folder("unit-costs")).unwrap_or_else(|fault| {
        broken.push(fault.into_mistakes());
        Reference::builtin().with_counted(counted)
    });
    let appraise = |(file, bytes): &Named, send: &mut dyn FnMut(Outcome)| {
        send(appraise_one(file, bytes, &reference));
        work.progress.advance(1);
        Ok::<(), Error>(())
    };
    let mut appraised = Vec::new();
    in_order(proposals, n_threads(), appraise, |outcome| {
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
        Err(error) => return Outcome::Broken(broken(file, &format!("it is not UTF-8: {error}"))),
    };
    if ::appraisal::paper(text) != Paper::Proposal {
        return Outcome::Other;
    }
    let proposal = match ::appraisal::read(text, file, reference) {
        Ok(proposal) => proposal,
        Err(mistakes) => return Outcome::Broken(mistakes),
    };
    let case = match appraise(&proposal, reference) {
        Ok(case) => case,
        Err(error) => return Outcome::Broken(broken(file, &error.to_string())),
    };
    let uncertainty = simulate(&proposal, reference, Simulation { n_draws: N_DRAWS, seed: SEED }).ok();
    let stem = Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Outcome::Appraised(Box::new(Appraised { id: stem, case, uncertainty }))
}

fn broken(file: &str, why: &str) -> Mistakes {
    Mistakes::of_whole_file(file, why, "a file that can be read and appraised")
}

impl UnitCostFault {
    fn into_mistakes(self) -> Mistakes {
        match self {
            UnitCostFault::Unreadable { file, why } => broken(&file, &why),
            UnitCostFault::Written(mistakes) => mistakes,
        }
    }
}
