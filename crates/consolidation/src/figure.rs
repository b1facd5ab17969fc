//! Published figures as the whole count reads them.

use arrow_array::RecordBatch;
use model::FinancialYear;
use model::spending::{Sector, SpendingKind, Stage};
use model::tables::{PUBLISHED_FIGURE, published_figure as column};
use money::Money;

/// One published figure.
#[derive(Clone, Debug)]
pub(crate) struct Figure<'a> {
    pub file_id: &'a str,
    /// Path and sheet, where they are known.
    pub file: Option<&'a str>,
    pub row: u64,
    pub column: &'a str,
    pub body_id: Option<&'a str>,
    pub spender: &'a str,
    pub area: &'a str,
    pub area_code: Option<&'a str>,
    pub sector: Option<Sector>,
    pub stage: Stage,
    pub year: FinancialYear,
    pub series: &'a str,
    pub line_code: &'a str,
    pub label: &'a str,
    pub segment: Option<&'a str>,
    pub kind: Option<SpendingKind>,
    pub amount: Money,
}

impl<'a> Figure<'a> {
    /// The publication, without the measure.
    pub fn publication(&self) -> &'a str {
        self.series.split(':').next().unwrap_or(self.series)
    }

    /// Where to find it, for messages: `file, row 12`.
    pub fn place_in_words(&self) -> String {
        format!("{}, row {}", self.file.unwrap_or(self.file_id), self.row)
    }

    /// The figure's label with its programme, where it has one.
    pub fn full_label(&self) -> String {
        // A publication's line numbers are no names.
        let is_name = |segment: &&str| segment.chars().filter(|c| c.is_alphabetic()).count() > 2;
        let segment = self.segment.filter(is_name);
        segment.map_or_else(|| self.label.to_owned(), |segment| format!("{}: {segment}", self.label))
    }
}

/// The figures that are not zero and that are wanted. Zero says nothing about where money went.
///
/// Publications hold every authority of the country, so that each column is looked up once and most rows are left at once.
pub(crate) fn figures<'a>(batches: &'a [RecordBatch], is_wanted: impl Fn(&Figure<'a>) -> bool) -> Vec<Figure<'a>> {
    batches.iter().flat_map(|batch| of_batch(batch, &is_wanted)).collect()
}

fn of_batch<'a>(batch: &'a RecordBatch, is_wanted: &impl Fn(&Figure<'a>) -> bool) -> Vec<Figure<'a>> {
    let rows = PUBLISHED_FIGURE.read(batch);
    let (file, column_of, body) = (rows.text(column::FILE_ID), rows.text(column::COLUMN), rows.text(column::BODY_ID));
    let shown = rows.text(column::FILE);
    let (spender, area, area_code) =
        (rows.text(column::SPENDER), rows.text(column::AREA), rows.text(column::AREA_CODE));
    let (sector, stage, series) = (rows.text(column::SECTOR), rows.text(column::STAGE), rows.text(column::SERIES));
    let (line_code, label, segment) =
        (rows.text(column::LINE_CODE), rows.text(column::LABEL), rows.text(column::SEGMENT));
    let (kind, amount) = (rows.text(column::KIND), rows.money(column::AMOUNT));
    let (row_of, year) = (rows.count(column::ROW), rows.year(column::FINANCIAL_YEAR));
    let figure = |at: usize| Figure {
        file_id: file.value(at),
        file: shown.value_if_any(at),
        row: row_of.value(at),
        column: column_of.value(at),
        body_id: body.value_if_any(at),
        spender: spender.value(at),
        area: area.value(at),
        area_code: area_code.value_if_any(at),
        sector: sector.value_if_any(at).and_then(Sector::parse),
        stage: Stage::parse(stage.value(at)).unwrap_or(Stage::Outturn),
        year: year.value(at),
        series: series.value(at),
        line_code: line_code.value(at),
        label: label.value(at),
        segment: segment.value_if_any(at),
        kind: kind.value_if_any(at).and_then(SpendingKind::parse),
        amount: amount.value(at),
    };
    let is_filled = |at: &usize| amount.value(*at) != Money::ZERO;
    (0..rows.len()).filter(is_filled).map(figure).filter(is_wanted).collect()
}
