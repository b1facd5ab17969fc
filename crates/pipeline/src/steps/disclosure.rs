//! What of people and families may leave the place.

use families::{Counted, shipped_schemes};
use model::tables::{FAMILY_ELIGIBILITY, FAMILY_YEAR, PERSON_CLUSTER, RELEASED_FIGURE};

use crate::Error;
use crate::step::{Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "disclosure",
    reads: &[&PERSON_CLUSTER, &FAMILY_YEAR, &FAMILY_ELIGIBILITY],
    writes: &[&RELEASED_FIGURE],
    files: &[],
    folder: None,
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let [clusters, years, eligible] =
        [&PERSON_CLUSTER, &FAMILY_YEAR, &FAMILY_ELIGIBILITY].map(|table| work.batches(table));
    let counted = Counted::of(&clusters?, &years?, &eligible?, &shipped_schemes());
    work.write(&RELEASED_FIGURE, disclosure::figure_table(&counted.released()))
}
