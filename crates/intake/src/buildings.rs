//! Registers of buildings, read into `building`.
//!
//! Any headings will do: asset registers by the transparency code, returns of estates, lists of one kind of building,
//! features of a map. What a file says is kept; what looks wrong is a problem with its row. Where coordinates cannot be
//! right, the building stands where its postcode is, if a list of postcodes has it, and otherwise on no map.

mod doubts;
mod field;
mod located;
mod number;
mod register;
mod site;
mod sites;
mod tables;
mod whereabouts;

use model::ProblemKind;
use model::problem::Problem;

pub use field::Field;
pub(crate) use number::{is_nothing, number};
pub use site::{Figure, Site};
pub use sites::one_building_each;
pub use tables::{building_figure_table, building_table};
pub use whereabouts::{District, Whereabouts};
pub(crate) use whereabouts::{is_gss, is_short};

use crate::features::{FeatureError, FeatureFile, Sheet, read as read_features};
use crate::files::Found;
use crate::source_file::file_id;

/// What registers hold: every building, the other numbers about them, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Buildings {
    pub sites: Vec<Site>,
    pub figures: Vec<Figure>,
    pub problems: Vec<Problem>,
}

/// Reads every register and lays them side by side.
pub fn read(found: &[Found], not_found: &[Problem], whereabouts: &Whereabouts) -> Buildings {
    let mut all = Buildings { problems: not_found.to_vec(), ..Buildings::default() };
    for file in found {
        let Buildings { sites, figures, problems } = read_file(file, whereabouts);
        let (sites, merged) = one_building_each(sites);
        all.sites.extend(sites);
        all.figures.extend(figures);
        all.problems.extend(problems);
        all.problems.extend(merged);
    }
    doubts::name_each(&mut all);
    all.problems.extend(doubts::beside_each_other(&all.sites));
    all.problems.sort();
    all
}

/// The buildings of one file, each feature for itself. A file that cannot be read is a problem.
pub fn read_file(found: &Found, whereabouts: &Whereabouts) -> Buildings {
    let is_known = |key: &str| Field::of_key(key).is_some();
    let read = read_features(&found.path, &is_known).and_then(|file| {
        let rows_of = |sheet: &Sheet| (sheet.name.clone(), sheet.features.len());
        let all: Vec<(Option<String>, usize)> = file.sheets.iter().map(rows_of).collect();
        let (sheet, sha256) = register_sheet(file, found)?;
        let id = file_id(&sha256, &found.shown_path, sheet.name.as_deref());
        let mut read = register::read(&sheet, &id, found, whereabouts);
        read.problems.extend(beside(&all, &sheet).map(|text| {
            let text = format!("`{}`: {text}", found.shown_path);
            Problem { file_id: Some(id), ..problem(found, ProblemKind::SheetBeside, text) }
        }));
        Ok(read)
    });
    read.unwrap_or_else(|error| {
        let (kind, why) = error.problem();
        let text = format!("`{}` cannot be read as a register of buildings: {why}", found.shown_path);
        Buildings { problems: vec![problem(found, kind, text)], ..Buildings::default() }
    })
}

/// The sheet with the most rows that have names or numbers of their own; the others are named in a problem.
fn register_sheet(file: FeatureFile, found: &Found) -> Result<(Sheet, String), FeatureError> {
    let names = |sheet: &Sheet| {
        let columns = register::columns(sheet, found);
        let has = |field: Field| columns.iter().any(|(known, _)| *known == field);
        has(Field::Name) || has(Field::Id)
    };
    let sheets = file.sheets.into_iter().filter(names);
    let sheet = sheets.rev().max_by_key(|sheet| (sheet.features.len(), sheet.headings.len()));
    let unnamed = || FeatureError::Broken("no heading says which column names the buildings".to_owned());
    sheet.map(|sheet| (sheet, file.sha256)).ok_or_else(unnamed)
}

/// Which sheets were left, with their rows: nobody but a person can say whether these are other buildings.
fn beside(all: &[(Option<String>, usize)], read: &Sheet) -> Option<String> {
    let left = all.iter().filter(|(name, _)| *name != read.name);
    let left: Vec<String> =
        left.map(|(name, n)| format!("`{}` ({n} rows)", name.as_deref().unwrap_or_default())).collect();
    let one = "only the sheet with the most rows was read";
    (!left.is_empty()).then(|| {
        format!("{one}; not read: {}. Save a sheet that holds other buildings as its own file", left.join(", "))
    })
}

/// A problem of a source, by its body or else its kind.
fn problem(found: &Found, kind: ProblemKind, text: String) -> Problem {
    Problem::new(found.body_id.as_deref().unwrap_or(found.kind.word()), kind, text)
}

#[cfg(test)]
mod tests;
