//! Whether small areas add up to their district.

use std::collections::{BTreeMap, BTreeSet};

use model::ProblemKind;
use model::problem::Problem;
use model::tables::AreaLevel;

use super::Areas;

/// One problem for each district whose people differ from those of its small areas, where all of these have the figure.
pub fn differences(areas: &Areas) -> Vec<Problem> {
    let mut people: BTreeMap<(&str, &str), f64> = BTreeMap::new();
    for figure in areas.figures.iter().filter(|figure| figure.figure == "population") {
        people.insert((&figure.code, &figure.as_of), figure.value);
    }
    let counts: BTreeSet<&str> = people.keys().map(|(_, as_of)| *as_of).collect();
    let mut problems = Vec::new();
    for level in [AreaLevel::OutputArea, AreaLevel::Lsoa, AreaLevel::Msoa] {
        let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for area in areas.areas.iter().filter(|area| area.level() == level) {
            if let Some(district) = &area.district_code {
                parts.entry(district).or_default().push(&area.code);
            }
        }
        for (district, codes) in &parts {
            for as_of in &counts {
                let known: Vec<f64> = codes.iter().filter_map(|code| people.get(&(*code, *as_of))).copied().collect();
                let Some(whole) = people.get(&(*district, *as_of)) else { continue };
                let sum: f64 = known.iter().sum();
                if known.len() == codes.len() && sum != *whole {
                    problems.push(difference(areas, district, as_of, level, sum - whole));
                }
            }
        }
    }
    problems
}

fn difference(areas: &Areas, district: &str, as_of: &str, level: AreaLevel, more: f64) -> Problem {
    let name = areas.areas.iter().find(|area| area.code == district).and_then(|area| area.name.as_deref());
    let text = format!(
        "{} {as_of}: people by {} less people of the district are {more:+}",
        name.unwrap_or(district),
        level.word()
    );
    Problem { n_rows: 1, ..Problem::new("areas", ProblemKind::AreaSumDiffers, text) }
}
