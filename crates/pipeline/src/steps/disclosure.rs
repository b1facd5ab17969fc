//! What of people and families may leave the place.

use families::{Counted, shipped_schemes};
use journey::people::JourneyCounts;
use model::tables::{
    FAMILY_ELIGIBILITY, FAMILY_YEAR, HANDOFF, JOURNEY, JOURNEY_STEP, KNOWN_AT_THRESHOLD, LINK_ERROR, PERSON_CLUSTER,
    RELEASED_FIGURE, REPEAT, WAIT,
};

use crate::Error;
use crate::step::{Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "disclosure",
    reads: &[&PERSON_CLUSTER, &LINK_ERROR, &FAMILY_YEAR, &FAMILY_ELIGIBILITY, &KNOWN_AT_THRESHOLD, &JOURNEY, &HANDOFF, &REPEAT, &WAIT, &JOURNEY_STEP],
    writes: &[&RELEASED_FIGURE],
    files: &[],
    folder: None,
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let [clusters, errors, years, eligible, known] =
        [&PERSON_CLUSTER, &LINK_ERROR, &FAMILY_YEAR, &FAMILY_ELIGIBILITY, &KNOWN_AT_THRESHOLD]
            .map(|table| work.batches(table));
    let counted =
        Counted::of(&clusters?, &years?, &eligible?, &shipped_schemes()).with_linkage(&known?, &errors?);
    let [journeys, handoffs, repeats, waits, steps] =
        [&JOURNEY, &HANDOFF, &REPEAT, &WAIT, &JOURNEY_STEP].map(|table| work.batches(table));
    let journeys = JourneyCounts::of(&journeys?, &handoffs?, &repeats?, &waits?, &steps?);
    let released = disclosure::together([counted.released(), journeys.released()]);
    work.write(&RELEASED_FIGURE, disclosure::figure_table(&released))
}
