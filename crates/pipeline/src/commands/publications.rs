//! What `check` says of published figures: each file and sheet with its publications, rows, pounds and whom it speaks of.

use std::collections::{BTreeMap, BTreeSet};

use engine::{in_order, n_threads};
use intake::files::{Found, Sources};
use intake::published::{PublicationTables, publication_problems, read};
use model::problem::Problem;
use model::tables::{PUBLICATION, PUBLISHED_FIGURE, driver, publication, published_figure};
use model::{Place, Row};
use money::Money;

use crate::{Ended, Error, Progress};

/// A file or sheet of published figures, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedPublication {
    /// The file's path below the sources' root, with the sheet in brackets.
    pub file: String,
    /// Publications, without their measures: `revenue_outturn_summary`.
    pub series: BTreeSet<String>,
    pub n_figures: u64,
    /// Quantities of areas: people, claimants.
    pub n_drivers: u64,
    /// All figures of the place and its bodies added up as printed, sums among them.
    pub amount: Money,
    /// Bodies and areas of the place that it speaks of, by name; nothing of a table of drivers.
    pub speaks_of: BTreeSet<String>,
    /// How many other authorities and areas it speaks of.
    pub n_others: usize,
}

/// Reads every publication of a place and keeps how each was read, with what is wrong with them.
pub(super) fn publications(
    place: &Place,
    sources: &Sources,
    progress: &dyn Progress,
) -> Result<(Vec<CheckedPublication>, Vec<Problem>), Error> {
    let found = &sources.publications.found;
    progress.begin("check published figures", found.len() as u64);
    let read = |file: &Found, send: &mut dyn FnMut(PublicationTables)| {
        send(read(file, place));
        progress.advance(1);
        Ok::<(), Error>(())
    };
    let mut tables: Vec<PublicationTables> = Vec::new();
    in_order(found, n_threads(), read, |read| {
        tables.push(read);
        Ok(())
    })?;
    progress.end("check published figures", Ended::Ran);
    let checked = tables.iter().flat_map(|tables| sheets(tables, place)).collect();
    Ok((checked, publication_problems(&tables, &sources.publications.problems)))
}

/// The sheets of one file that gave something.
fn sheets(tables: &PublicationTables, place: &Place) -> Vec<CheckedPublication> {
    let mut sheets: BTreeMap<String, Sheet> = BTreeMap::new();
    for row in PUBLISHED_FIGURE.read(&tables.lines).iter() {
        sheets.entry(row.text(published_figure::FILE_ID).to_owned()).or_default().add(&row, place);
    }
    let drivers = model::tables::DRIVER.read(&tables.drivers);
    for row in drivers.iter() {
        sheets.entry(row.text(driver::FILE_ID).to_owned()).or_default().n_drivers += 1;
    }
    let named = PUBLICATION.read(&tables.sheets).iter().filter_map(|row| {
        let sheet = sheets.remove(row.text(publication::FILE_ID))?;
        let path = row.text(publication::PATH);
        let file = row.text_if_any(publication::SHEET).map_or(path.to_owned(), |name| format!("{path} [{name}]"));
        Some(sheet.named(file))
    });
    named.collect()
}

/// A sheet while its figures are added up.
#[derive(Default)]
struct Sheet {
    series: BTreeSet<String>,
    n_figures: u64,
    n_drivers: u64,
    amount: Money,
    speaks_of: BTreeSet<String>,
    others: BTreeSet<String>,
}

impl Sheet {
    fn add(&mut self, row: &Row<'_>, place: &Place) {
        let series = row.text(published_figure::SERIES);
        let publication = series.split(':').next().unwrap_or(series);
        if !self.series.contains(publication) {
            self.series.insert(publication.to_owned());
        }
        self.n_figures += 1;
        match of_place(row, place) {
            Some(name) => {
                self.amount += row.money(published_figure::AMOUNT);
                if !self.speaks_of.contains(name) {
                    self.speaks_of.insert(name.to_owned());
                }
            }
            None => {
                let area = row.text(published_figure::AREA);
                if !self.others.contains(area) {
                    self.others.insert(area.to_owned());
                }
            }
        }
    }

    fn named(self, file: String) -> CheckedPublication {
        let Sheet { series, n_figures, n_drivers, amount, speaks_of, others } = self;
        CheckedPublication { file, series, n_figures, n_drivers, amount, speaks_of, n_others: others.len() }
    }
}

/// The body of the place, the place or its region that a figure is of; none of others'. A national body has figures of many
/// areas: those of other areas are others'.
fn of_place<'r>(row: &Row<'r>, place: &'r Place) -> Option<&'r str> {
    let body = row.text_if_any(published_figure::BODY_ID).and_then(|id| place.body(id));
    if let Some(body) = body.filter(|body| body.reach == model::Reach::Local) {
        return Some(&body.name);
    }
    let area = row.text(published_figure::AREA);
    let is_area = |name: &str| name.eq_ignore_ascii_case(area);
    if is_area(&place.name) || place.region.as_deref().is_some_and(is_area) {
        return Some(area);
    }
    let is_code = |code: &str| place.area_codes.iter().any(|own| own == code);
    row.text_if_any(published_figure::AREA_CODE).is_some_and(is_code).then_some(area)
}
