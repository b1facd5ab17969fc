//! What the files say of each area, put together by its code.

use std::collections::BTreeMap;

use model::problem::Problem;
use model::tables::{AreaBasis, AreaLevel};
use model::{Position, ProblemKind};

use super::codes::level;

/// One row of `area`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    pub file_id: String,
    pub row: u64,
    pub code: String,
    pub name: Option<String>,
    pub district_code: Option<String>,
    pub district_name: Option<String>,
    pub msoa_code: Option<String>,
    pub lsoa_code: Option<String>,
    pub editions: Vec<String>,
    pub centre: Option<(Position, AreaBasis)>,
    pub km2: Option<(f64, AreaBasis)>,
    pub outline: Option<String>,
}

/// One row of `area_figure`.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaFigure {
    pub file_id: String,
    pub row: u64,
    pub code: String,
    pub figure: &'static str,
    pub as_of: String,
    pub value: f64,
}

/// One row of `postcode`.
#[derive(Clone, Debug, PartialEq)]
pub struct Postcode {
    pub file_id: String,
    pub row: u64,
    pub postcode: String,
    pub at: Position,
    pub lsoa_code: Option<String>,
    pub district_code: Option<String>,
}

/// All that the files of areas hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Areas {
    pub areas: Vec<Area>,
    pub figures: Vec<AreaFigure>,
    pub postcodes: Vec<Postcode>,
    pub problems: Vec<Problem>,
}

impl Area {
    pub fn level(&self) -> AreaLevel {
        level(&self.code).unwrap_or(AreaLevel::Other)
    }
}

impl Areas {
    /// People of an area by the latest count that its files have, and which that is.
    pub fn population<'f>(figures: impl Iterator<Item = &'f AreaFigure>) -> Option<(u64, &'f str)> {
        let people = figures.filter(|figure| figure.figure == "population");
        let latest = people.max_by(|a, b| year_of(&a.as_of).cmp(&year_of(&b.as_of)).then(a.as_of.cmp(&b.as_of)));
        latest.map(|figure| (figure.value.round() as u64, figure.as_of.as_str()))
    }
}

/// The last four digits that stand together and are a year.
fn year_of(as_of: &str) -> u32 {
    let years = as_of.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    years.filter_map(|digits| digits.parse().ok()).max().unwrap_or(0)
}

/// Areas while their files are read.
#[derive(Default)]
pub struct Collected {
    areas: BTreeMap<String, Area>,
    figures: BTreeMap<(String, &'static str, String), AreaFigure>,
    postcodes: BTreeMap<String, Postcode>,
    pub problems: Vec<Problem>,
    n_rows: usize,
}

impl Collected {
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Adds what a row says; the first file to say something is believed, and what contradicts it is told.
    pub fn add(&mut self, area: Area, path: &str) {
        self.n_rows += 1;
        let Some(known) = self.areas.get_mut(&area.code) else {
            self.areas.insert(area.code.clone(), area);
            return;
        };
        let mut differing: Vec<String> = Vec::new();
        differ(&mut differing, "district", &known.district_code, &area.district_code);
        differ(&mut differing, "middle-layer area", &known.msoa_code, &area.msoa_code);
        differ(&mut differing, "lower-layer area", &known.lsoa_code, &area.lsoa_code);
        if known.outline.is_some() && area.outline.is_some() && known.outline != area.outline {
            differing.push("two outlines; the first is used".to_owned());
        }
        if !differing.is_empty() {
            let text = format!("`{path}`: {}: {}", area.code, differing.join("; "));
            self.problems.push(doubt(&area.file_id, area.row, ProblemKind::AreasContradict, text));
        }
        fill(&mut known.name, area.name);
        fill(&mut known.district_code, area.district_code);
        fill(&mut known.district_name, area.district_name);
        fill(&mut known.msoa_code, area.msoa_code);
        fill(&mut known.lsoa_code, area.lsoa_code);
        fill(&mut known.outline, area.outline);
        sure(&mut known.centre, area.centre);
        sure(&mut known.km2, area.km2);
        known.editions.extend(area.editions);
    }

    pub fn add_figure(&mut self, figure: AreaFigure, path: &str) {
        let key = (figure.code.clone(), figure.figure, figure.as_of.clone());
        match self.figures.get(&key) {
            Some(known) if known.value != figure.value => {
                let text = format!(
                    "`{path}`: {} of {} {}: {} here and {} before, which is used",
                    figure.figure, figure.code, figure.as_of, figure.value, known.value
                );
                self.problems.push(doubt(&figure.file_id, figure.row, ProblemKind::AreasContradict, text));
            }
            Some(_) => {}
            None => {
                self.figures.insert(key, figure);
            }
        }
    }

    /// Adds to a figure that a file gives in parts, such as households by the number of their cars.
    pub fn add_part(&mut self, part: AreaFigure) {
        let key = (part.code.clone(), part.figure, part.as_of.clone());
        match self.figures.get_mut(&key) {
            Some(known) if known.file_id == part.file_id => known.value += part.value,
            Some(_) => {}
            None => {
                self.figures.insert(key, part);
            }
        }
    }

    pub fn add_postcode(&mut self, postcode: Postcode, path: &str) {
        self.n_rows += 1;
        match self.postcodes.get(&postcode.postcode) {
            Some(known) if known.at != postcode.at => {
                let text = format!("`{path}`: {} is at two places; the first is used", postcode.postcode);
                self.problems.push(doubt(&postcode.file_id, postcode.row, ProblemKind::AreasContradict, text));
            }
            Some(_) => {}
            None => {
                self.postcodes.insert(postcode.postcode.clone(), postcode);
            }
        }
    }

    pub fn finish(self) -> Areas {
        let tidy = |mut area: Area| {
            area.editions.sort();
            area.editions.dedup();
            area
        };
        Areas {
            areas: self.areas.into_values().map(tidy).collect(),
            figures: self.figures.into_values().collect(),
            postcodes: self.postcodes.into_values().collect(),
            problems: self.problems,
        }
    }
}

/// A doubt about a row of a file of areas.
pub fn doubt(file_id: &str, row: u64, kind: ProblemKind, text: String) -> Problem {
    Problem { file_id: Some(file_id.to_owned()), row: Some(row), n_rows: 1, ..Problem::new("areas", kind, text) }
}

fn differ(differing: &mut Vec<String>, what: &str, known: &Option<String>, new: &Option<String>) {
    if let (Some(known), Some(new)) = (known, new)
        && known != new
    {
        differing.push(format!("{what} {new} here and {known} before, which is used"));
    }
}

fn fill<T>(known: &mut Option<T>, new: Option<T>) {
    if known.is_none() {
        *known = new;
    }
}

/// What a file prints is surer than what is computed from an outline.
fn sure<T>(known: &mut Option<(T, AreaBasis)>, new: Option<(T, AreaBasis)>) {
    let is_better = |new: &(T, AreaBasis)| new.1 == AreaBasis::Printed;
    match (known.as_ref(), new) {
        (None, new) => *known = new,
        (Some((_, AreaBasis::Outline)), Some(new)) if is_better(&new) => *known = Some(new),
        _ => {}
    }
}
