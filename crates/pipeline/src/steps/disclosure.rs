//! What of people and families may leave the place.

use families::{Counted, shipped_schemes};
use journey::people::{JourneyCounts, JourneyEvidence, NEVER_PRINTED, never_printed};
use model::tables::{
    CHANNEL_SHIFT, CONTACT_PRICE, FAMILY_ELIGIBILITY, FAMILY_YEAR, HANDOFF, JOURNEY, JOURNEY_CONTACT, KNOWN_AT_THRESHOLD, LINK_ERROR, PERSON_CLUSTER,
    RELEASED_FIGURE, REPEAT, WAIT,
};

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "disclosure",
    reads: &[&PERSON_CLUSTER, &LINK_ERROR, &FAMILY_YEAR, &FAMILY_ELIGIBILITY, &KNOWN_AT_THRESHOLD, &JOURNEY, &HANDOFF, &REPEAT, &WAIT, &JOURNEY_CONTACT, &CONTACT_PRICE, &CHANNEL_SHIFT],
    writes: &[&RELEASED_FIGURE],
    files: &[FileSet::Written(&[NEVER_PRINTED])],
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
    let [journeys, handoffs, repeats, waits] = [&JOURNEY, &HANDOFF, &REPEAT, &WAIT].map(|table| work.batches(table));
    let [contacts, prices, shifts] = [&JOURNEY_CONTACT, &CONTACT_PRICE, &CHANNEL_SHIFT].map(|table| work.batches(table));
    let never = never_printed(work.files().text(NEVER_PRINTED)?.as_deref()).map_err(place::PlaceError::from)?;
    let journeys = JourneyCounts::of(&JourneyEvidence {
        journeys: &journeys?,
        handoffs: &handoffs?,
        repeats: &repeats?,
        waits: &waits?,
        contacts: &contacts?,
        prices: &prices?,
        shifts: &shifts?,
        never: &never,
    });
    let released = disclosure::together([counted.released(), journeys.released()]);
    work.write(&RELEASED_FIGURE, disclosure::figure_table(&released))
}
