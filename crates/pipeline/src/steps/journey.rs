//! Journeys: what happens to people between agencies.

use std::path::Path;

use journey::calendar::Division;
use journey::people::{Contacts, JOURNEY_RULES, JourneyRules, journey_rules, journey_tables};
use model::Place;
use model::tables::{CLASH, CONTACT, FAMILY_MEMBER, HANDOFF, JOURNEY, JOURNEY_STEP, PERSON_CLUSTER, REPEAT, WAIT};

use place::Files;

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "journey",
    reads: &[&CONTACT, &PERSON_CLUSTER, &FAMILY_MEMBER],
    writes: &[&JOURNEY, &HANDOFF, &REPEAT, &WAIT, &CLASH, &JOURNEY_STEP],
    files: &[FileSet::Written(place::PLACE), FileSet::Written(&[JOURNEY_RULES])],
    folder: None,
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let [contacts, clusters, members] = [&CONTACT, &PERSON_CLUSTER, &FAMILY_MEMBER].map(|table| work.batches(table));
    let contacts = Contacts::of(&contacts?, &clusters?);
    let own = work.files().text(JOURNEY_RULES)?;
    let rules = journey_rules(own.as_deref()).map_err(place::PlaceError::from)?;
    let place = work.place()?;
    let tables = journey_tables(&contacts, &members?, &rules, division(&place), place.year.last_day());
    work.write(&JOURNEY, tables.journeys)?;
    work.write(&HANDOFF, tables.handoffs)?;
    work.write(&REPEAT, tables.repeats)?;
    work.write(&WAIT, tables.waits)?;
    work.write(&CLASH, tables.clashes)?;
    work.write(&JOURNEY_STEP, tables.steps)
}

/// The rules by which a place reads contacts as journeys.
///
/// # Errors
/// Mistakes in `rules/journeys.toml`, and files that cannot be read.
pub fn journey_rules_of(dir: &Path) -> Result<JourneyRules, Error> {
    let files = Files::read(dir, &[JOURNEY_RULES])?;
    Ok(journey_rules(files.text(JOURNEY_RULES)?.as_deref()).map_err(place::PlaceError::from)?)
}

/// Whose bank holidays the place keeps, by the first letter of its area codes.
fn division(place: &Place) -> Division {
    match place.area_codes.first().and_then(|code| code.chars().next()) {
        Some('S') => Division::Scotland,
        Some('N') => Division::NorthernIreland,
        _ => Division::EnglandAndWales,
    }
}
