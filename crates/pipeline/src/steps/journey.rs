//! Journeys: what happens to people between agencies.

use std::path::Path;

use journey::calendar::Division;
use journey::people::{
    Contacts, CostFrom, CostRule, JOURNEY_RULES, JourneyRules, KnownCosts, KnownUnitCost, ServiceCost, channel_shifts, journey_rules,
    journey_tables, price, price_table, theme_table,
};
use model::Place;
use model::problem::problem_table;
use model::tables::{
    CHANNEL_SHIFT, CLASH, CONTACT, CONTACT_PRICE, COVERAGE, FAMILY_MEMBER, FLOW, HANDOFF, JOURNEY, JOURNEY_CONTACT, JOURNEY_PROBLEM,
    JOURNEY_STEP, JOURNEY_THEME, PERSON_CLUSTER, REPEAT, WAIT, WHOLE_COUNT,
};
use money::Deflators;

use place::Files;

use crate::Error;
use crate::step::{FileSet, Step, Work};

pub(crate) const STEPS: &[Step] = &[Step {
    name: "journey",
    reads: &[&CONTACT, &PERSON_CLUSTER, &FAMILY_MEMBER, &WHOLE_COUNT, &COVERAGE, &FLOW],
    writes: &[&JOURNEY, &HANDOFF, &REPEAT, &WAIT, &CLASH, &JOURNEY_STEP, &JOURNEY_CONTACT, &CONTACT_PRICE, &CHANNEL_SHIFT, &JOURNEY_THEME, &JOURNEY_PROBLEM],
    files: &[
        FileSet::Written(place::PLACE),
        FileSet::Written(&[JOURNEY_RULES]),
        FileSet::Written(&["unit-costs/*.csv", "unit-costs/*.xlsx"]),
    ],
    folder: None,
    run,
}];

fn run(work: &Work) -> Result<(), Error> {
    work.begin(1);
    let [contacts, clusters, members] = [&CONTACT, &PERSON_CLUSTER, &FAMILY_MEMBER].map(|table| work.batches(table));
    let mut contacts = Contacts::of(&contacts?, &clusters?);
    let own = work.files().text(JOURNEY_RULES)?;
    let rules = journey_rules(own.as_deref()).map_err(place::PlaceError::from)?;
    let place = work.place()?;
    insist_on_themes(&rules, &place)?;
    let priced = price(&mut contacts, &rules.costs, &known_costs(work, &rules.costs, &place)?, place.year);
    let tables = journey_tables(&contacts, &members?, &rules, division(&place), place.year.last_day());
    work.write(&JOURNEY, tables.journeys)?;
    work.write(&HANDOFF, tables.handoffs)?;
    work.write(&REPEAT, tables.repeats)?;
    work.write(&WAIT, tables.waits)?;
    work.write(&CLASH, tables.clashes)?;
    work.write(&JOURNEY_STEP, tables.steps)?;
    work.write(&JOURNEY_CONTACT, tables.contacts)?;
    work.write(&CONTACT_PRICE, price_table(&priced.prices))?;
    let (shifts, unclear) = channel_shifts(&contacts, &rules, place.year);
    work.write(&CHANNEL_SHIFT, shifts)?;
    work.write(&JOURNEY_THEME, theme_table(&rules))?;
    let problems: Vec<_> = priced.problems.into_iter().chain(unclear).collect();
    work.write(&JOURNEY_PROBLEM, problem_table(&JOURNEY_PROBLEM, &problems))
}

/// A theme that the place does not have would be asked nothing, and nobody would see it.
fn insist_on_themes(rules: &JourneyRules, place: &Place) -> Result<(), Error> {
    let known: Vec<&str> = place.themes.iter().map(|theme| theme.id.as_str()).collect();
    match rules.themes.iter().find(|(id, _)| !known.contains(&id.as_str())) {
        Some((theme, _)) => {
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Err(Error::ThemeUnknown { theme: theme.clone(), known })
        }
        None => Ok(()),
    }
}

/// What the whole count and the unit costs say for the rules of a place; nothing is read where it has none.
fn known_costs(work: &Work, rules: &[CostRule], place: &Place) -> Result<KnownCosts, Error> {
    let mut known = KnownCosts::default();
    if rules.iter().any(|rule| matches!(rule.from, CostFrom::WholeCount { .. })) {
        known.services = ServiceCost::of_year(&work.batches(&WHOLE_COUNT)?, &work.batches(&COVERAGE)?, place.year);
    }
    let codes = rules.iter().filter_map(|rule| match &rule.from {
        CostFrom::UnitCost(code) => Some(code),
        CostFrom::WholeCount { .. } => None,
    });
    let codes: Vec<&String> = codes.collect();
    if !codes.is_empty() {
        let counted = super::appraisal::counted_in(&work.read(&FLOW)?, &work.read(&COVERAGE)?, place.year);
        // A file of unit costs that cannot be read is told by the step `appraisal`; here its codes are not known.
        if let Ok(reference) = super::appraisal::reference(counted, work.files().in_folder("unit-costs")) {
            let own = codes.into_iter().filter_map(|code| Some((code.clone(), unit_cost(&reference, code, place)?)));
            known.unit_costs = own.collect();
        }
    }
    Ok(known)
}

/// A unit cost to public bodies in prices of the place's year; none where it is not known or its year has no deflator.
fn unit_cost(reference: &::appraisal::Reference, code: &str, place: &Place) -> Option<KnownUnitCost> {
    let cost = reference.unit_costs.get(code)?;
    let value = cost.values.get(&::appraisal::unit_costs::ValueKind::Fiscal)?;
    let deflators = Deflators::builtin();
    let deflator = deflators.vintage(&deflators.default).expect("the default is one of the vintages");
    let what = format!("{}, {}, {} prices converted to {}", cost.detail, cost.source, value.year, place.year);
    Some(KnownUnitCost { pounds: value.uprated(deflator, place.year).ok()?, unit: cost.unit.clone(), what })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_that_the_place_does_not_have_stops_the_build() {
        let rules = journey_rules(Some("[[theme]]\nid = \"children\"\nagencies = [\"schools\"]\n")).unwrap();
        let dir = tempfile::tempdir().unwrap();
        let place = |themes: &str| {
            let text = format!("name = \"T\"\nyear = \"2024-25\"\n{themes}");
            std::fs::write(dir.path().join("place.toml"), text).unwrap();
            place::read(dir.path()).unwrap()
        };
        let told = insist_on_themes(&rules, &place("")).unwrap_err().to_string();
        assert!(told.contains("`children`") && told.contains("none"), "{told}");
        insist_on_themes(&rules, &place("[[theme]]\nid = \"children\"\nname = \"Children\"\n")).unwrap();
    }
}
