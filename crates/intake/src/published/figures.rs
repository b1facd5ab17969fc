//! The tables `publication`, `published_figure` and `driver`.

use std::collections::BTreeMap;

use arrow_array::RecordBatch;
use model::spending::{Sector, SpendingKind};
use model::tables::{DRIVER, PUBLICATION, PUBLISHED_FIGURE, driver, publication, published_figure};

use super::publication::{Driver, Line, Publication, Reading};

/// The sheets of a publication in which something stands.
pub(super) fn publication_table(read: &Publication, reading: &Reading) -> RecordBatch {
    let mut rows = PUBLICATION.rows();
    for (file_id, sheet) in read.sheets() {
        let n_figures = reading.lines.iter().filter(|line| line.file_id == file_id).count() as u64;
        let n_drivers = reading.drivers.iter().filter(|line| line.file_id == file_id).count() as u64;
        if 0 < n_figures + n_drivers {
            rows.push()
                .text(publication::FILE_ID, &file_id)
                .text(publication::PATH, &read.path)
                .text_if_any(publication::SHEET, sheet.as_deref())
                .text(publication::SHA256, &read.sha256)
                .count(publication::N_FIGURES, n_figures)
                .count(publication::N_DRIVERS, n_drivers);
        }
    }
    rows.finish()
}

/// The figures of a publication, each with the name of its file and sheet.
pub(super) fn published_figures(read: &Publication, lines: &[Line]) -> RecordBatch {
    let names: BTreeMap<String, String> =
        read.sheets().into_iter().map(|(id, sheet)| (id, read.shown(sheet.as_deref()))).collect();
    let mut rows = PUBLISHED_FIGURE.rows();
    for line in lines {
        rows.push()
            .text(published_figure::FILE_ID, &line.file_id)
            .count(published_figure::ROW, line.row)
            .text(published_figure::COLUMN, &line.column)
            .text_if_any(published_figure::FILE, names.get(&line.file_id).map(String::as_str))
            .text_if_any(published_figure::BODY_ID, line.body_id.as_deref())
            .text(published_figure::SPENDER, &line.spender)
            .text_if_any(published_figure::SPENDER_CODE, line.spender_code.as_deref())
            .text(published_figure::AREA, &line.area)
            .text_if_any(published_figure::AREA_CODE, line.area_code.as_deref())
            .text_if_any(published_figure::SECTOR, line.sector.map(Sector::word))
            .text(published_figure::STAGE, line.stage.word())
            .year(published_figure::FINANCIAL_YEAR, line.year)
            .text(published_figure::SERIES, &line.series)
            .text(published_figure::LINE_CODE, &line.line_code)
            .text(published_figure::LABEL, &line.label)
            .text_if_any(published_figure::SEGMENT, line.segment.as_deref())
            .text_if_any(published_figure::KIND, line.kind.map(SpendingKind::word))
            .money(published_figure::AMOUNT, line.amount);
    }
    rows.finish()
}

pub(super) fn driver_table(drivers: &[Driver]) -> RecordBatch {
    let mut rows = DRIVER.rows();
    for line in drivers {
        rows.push()
            .text(driver::FILE_ID, &line.file_id)
            .count(driver::ROW, line.row)
            .text(driver::AREA_CODE, &line.area_code)
            .text(driver::AREA, &line.area)
            .text(driver::DRIVER, &line.driver)
            .text(driver::AS_OF, &line.as_of)
            .count_if_any(driver::YEAR, calendar_year(&line.as_of))
            .estimate(driver::VALUE, line.value);
    }
    rows.finish()
}

/// The calendar year that a printed day or count names: 2019 of `mid-2019`, 2011 of `census-2011`.
fn calendar_year(as_of: &str) -> Option<u64> {
    let numbers = as_of.split(|c: char| !c.is_ascii_digit());
    numbers
        .filter(|number| number.len() == 4)
        .filter_map(|number| number.parse().ok())
        .find(|year| (1801..2200).contains(year))
}
