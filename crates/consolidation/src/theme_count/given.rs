//! The tables above, as the themes' counts read them.

use std::collections::{BTreeMap, HashMap};

use arrow_array::RecordBatch;
use model::spending::{CountBasis, SpendingKind};
use model::tables::{
    FigureMeasure, PUBLISHED_FIGURE, RELEASED_FIGURE, SET_ASIDE, WHOLE_COUNT, published_figure, released_figure,
    set_aside, whole_count,
};
use model::{FinancialYear, Intent};
use money::Money;

/// A cell of the whole count.
#[derive(Clone, Debug)]
pub(super) struct Cell<'a> {
    pub year: FinancialYear,
    pub body_id: Option<&'a str>,
    pub body: &'a str,
    pub service: &'a str,
    pub label: &'a str,
    pub kind: SpendingKind,
    pub intent: Option<Intent>,
    pub basis: CountBasis,
    /// File, row and column of the published figure.
    pub source: Option<Source<'a>>,
    pub amount: Option<Money>,
}

/// File, row and column of a published figure.
pub(super) type Source<'a> = (&'a str, u64, &'a str);

/// The cells that are made from a published figure or stand for one.
pub(super) fn cells(batches: &[RecordBatch]) -> Vec<Cell<'_>> {
    let rows = batches.iter().flat_map(|batch| WHOLE_COUNT.read(batch).iter());
    rows.map(|row| Cell {
        year: row.year(whole_count::FINANCIAL_YEAR),
        body_id: row.text_if_any(whole_count::BODY_ID),
        body: row.text(whole_count::BODY),
        service: row.text(whole_count::SERVICE),
        label: row.text(whole_count::LABEL),
        kind: SpendingKind::parse(row.text(whole_count::KIND)).expect("a word of its column"),
        intent: row.text_if_any(whole_count::INTENT).and_then(Intent::parse),
        basis: CountBasis::parse(row.text(whole_count::BASIS)).expect("a word of its column"),
        source: row
            .text_if_any(whole_count::FILE_ID)
            .zip(row.count_if_any(whole_count::ROW))
            .map(|(file, at)| (file, at, row.text_if_any(whole_count::COLUMN).unwrap_or_default())),
        amount: row.money_if_any(whole_count::AMOUNT),
    })
    .collect()
}

/// A published figure, as a person who states a share of it names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub source: Source<'a>,
    pub body_id: Option<&'a str>,
    pub spender: &'a str,
    pub series: &'a str,
    pub label: &'a str,
    pub segment: Option<&'a str>,
    pub amount: Money,
}

pub(super) fn lines(batches: &[RecordBatch]) -> Vec<Line<'_>> {
    let rows = batches.iter().flat_map(|batch| PUBLISHED_FIGURE.read(batch).iter());
    rows.map(|row| Line {
        source: (
            row.text(published_figure::FILE_ID),
            row.count(published_figure::ROW),
            row.text(published_figure::COLUMN),
        ),
        body_id: row.text_if_any(published_figure::BODY_ID),
        spender: row.text(published_figure::SPENDER),
        series: row.text(published_figure::SERIES),
        label: row.text(published_figure::LABEL),
        segment: row.text_if_any(published_figure::SEGMENT),
        amount: row.money(published_figure::AMOUNT),
    })
    .collect()
}

/// Why a published figure is in no sum, by its file and row.
pub(super) fn reasons_aside(batches: &[RecordBatch]) -> HashMap<(&str, u64), &str> {
    let rows = batches.iter().flat_map(|batch| SET_ASIDE.read(batch).iter());
    rows.filter_map(|row| {
        let source = (row.text_if_any(set_aside::FILE_ID)?, row.count_if_any(set_aside::ROW)?);
        Some((source, row.text(set_aside::REASON)))
    })
    .collect()
}

/// Released counts by topic and category; none where a figure is withheld.
pub(super) fn released(batches: &[RecordBatch]) -> BTreeMap<(&str, &str), Option<u64>> {
    let rows = batches.iter().flat_map(|batch| RELEASED_FIGURE.read(batch).iter());
    rows.filter(|row| row.text(released_figure::MEASURE) != FigureMeasure::Cost.word())
        .map(|row| {
            let name = (row.text(released_figure::TOPIC), row.text(released_figure::CATEGORY));
            (name, row.count_if_any(released_figure::N))
        })
        .collect()
}

/// A share of pounds, rounded half to even once.
pub(super) fn part(amount: Money, share: f64) -> Money {
    Money::from_pence((amount.pence() as f64 * share).round_ties_even() as i64)
}
