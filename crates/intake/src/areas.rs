//! Areas, read into `area`, `area_figure` and `postcode`: boundaries, lookups, people, postcodes.
//!
//! A file is read by its headings and by the codes in it. The finest code of a row is the area's own; coarser ones say what
//! it lies in. What several files say of one area is put together by its code, and contradictions are told.

mod codes;
mod collected;
mod figure;
mod sheet;
mod sums;
mod tables;

use model::ProblemKind;
use model::problem::Problem;

pub use codes::level;
pub use collected::{Area, AreaFigure, Areas, Postcode};
pub use tables::{area_figure_table, area_table, postcode_table};

use crate::features::read as read_features;
use crate::files::Found;
use crate::source_file::file_id;
use collected::Collected;

/// Reads every file of areas and puts together what they say of each.
pub fn read(found: &[Found], not_found: &[Problem]) -> Areas {
    let mut collected = Collected::default();
    for file in found {
        match read_features(&file.path, &sheet::is_known) {
            Ok(features) => {
                let n_before = collected.n_rows();
                for sheet in &features.sheets {
                    let id = file_id(&features.sha256, &file.shown_path, sheet.name.as_deref());
                    sheet::read(sheet, &id, &file.shown_path, &mut collected);
                }
                if collected.n_rows() == n_before {
                    let text =
                        format!("`{}`: no row has a code of an area, or a postcode with its place", file.shown_path);
                    collected.problems.push(Problem::new("areas", ProblemKind::FileUnreadable, text));
                }
            }
            Err(error) => {
                let (kind, why) = error.problem();
                let text = format!("`{}` cannot be read as areas: {why}", file.shown_path);
                collected.problems.push(Problem::new("areas", kind, text));
            }
        }
    }
    let mut areas = collected.finish();
    areas.problems.extend(sums::differences(&areas));
    areas.problems.extend(not_found.iter().cloned());
    areas.problems.sort();
    areas
}

#[cfg(test)]
mod tests;
