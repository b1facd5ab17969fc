//! The whole count: every pound of the place once, from published figures, with the ledgers beneath it, and who funds it.

use consolidation::{Evidence, FundingEvidence, funding, whole_count};
use model::problem::problem_table;
use model::tables::{
    BODY_FUNDING, COVERAGE, DRIVER, FUNDING, FUNDING_PROBLEM, LEDGER_SUM, PLACE_POPULATION, PUBLISHED_FIGURE, REGIONAL_BRIDGE, SET_ASIDE,
    TRANSFER, WHOLE_COUNT, WHOLE_COUNT_PROBLEM,
};

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[
    Step {
        name: "consolidation::whole_count",
        reads: &[&PUBLISHED_FIGURE, &DRIVER, &LEDGER_SUM],
        writes: &[&WHOLE_COUNT, &SET_ASIDE, &COVERAGE, &PLACE_POPULATION, &REGIONAL_BRIDGE, &WHOLE_COUNT_PROBLEM],
        files: &[FileSet::Written(place::RULES)],
        folder: None,
        run: count,
    },
    Step {
        name: "consolidation::funding",
        reads: &[&PUBLISHED_FIGURE, &WHOLE_COUNT, &TRANSFER],
        writes: &[&FUNDING, &BODY_FUNDING, &FUNDING_PROBLEM],
        files: &[FileSet::Written(place::RULES)],
        folder: None,
        run: fund,
    },
];

fn fund(work: &Work) -> Result<(), Error> {
    let (place, rules) = (work.place()?, place::count_rules(work.files())?);
    let [figures, cells, transfers] = [&PUBLISHED_FIGURE, &WHOLE_COUNT, &TRANSFER].map(|table| work.batches(table));
    let (figures, cells, transfers) = (figures?, cells?, transfers?);
    let funded = funding(&FundingEvidence {
        place: &place,
        rules: &rules.funding,
        figures: &figures,
        cells: &cells,
        transfers: &transfers,
    });
    work.write(&FUNDING, funded.funding)?;
    work.write(&BODY_FUNDING, funded.bodies)?;
    work.write(&FUNDING_PROBLEM, problem_table(&FUNDING_PROBLEM, &funded.problems))
}

fn count(work: &Work) -> Result<(), Error> {
    let (place, rules) = (work.place()?, place::count_rules(work.files())?);
    let districts = place::districts_of(&place);
    let [figures, drivers, ledger] = [&PUBLISHED_FIGURE, &DRIVER, &LEDGER_SUM].map(|table| work.batches(table));
    let (figures, drivers, ledger) = (figures?, drivers?, ledger?);
    let count = whole_count(&Evidence {
        place: &place,
        rules: &rules,
        districts: &districts,
        figures: &figures,
        drivers: &drivers,
        ledger: &ledger,
    });
    work.write(&WHOLE_COUNT, count.cells)?;
    work.write(&SET_ASIDE, count.set_aside)?;
    work.write(&COVERAGE, count.coverage)?;
    work.write(&PLACE_POPULATION, count.population)?;
    work.write(&REGIONAL_BRIDGE, count.bridge)?;
    work.write(&WHOLE_COUNT_PROBLEM, problem_table(&WHOLE_COUNT_PROBLEM, &count.problems))
}
