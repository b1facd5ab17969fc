//! Every pound of the place once: published figures, shares of regional ones, and the ledgers beneath them.
//!
//! A ledger of payments holds no pay, no benefits, no delegated schools and nothing of a body that sent no file. So
//! the whole is counted from what is published for each body and area, and the ledger says how much of it opens to
//! rows. Method: sections 1.1 to 1.8.

use arrow_array::RecordBatch;
use model::Place;
use model::problem::Problem;
use model::tables::{COVERAGE, PLACE_POPULATION, REGIONAL_BRIDGE, SET_ASIDE, WHOLE_COUNT};

/// All that the whole count is made from.
pub struct Evidence<'a> {
    pub place: &'a Place,
    /// Batches of `published_figure`.
    pub figures: &'a [RecordBatch],
    /// Batches of `driver`.
    pub drivers: &'a [RecordBatch],
    /// Batches of `ledger_sum`.
    pub ledger: &'a [RecordBatch],
}

/// The whole count and what stands beside it.
pub struct WholeCount {
    /// Rows of `whole_count`.
    pub cells: RecordBatch,
    /// Rows of `set_aside`.
    pub set_aside: RecordBatch,
    /// Rows of `coverage`.
    pub coverage: RecordBatch,
    /// Rows of `place_population`: the number in place.toml, or that of the driver `population` nearest to the year.
    pub population: RecordBatch,
    /// Rows of `regional_bridge`.
    pub bridge: RecordBatch,
    pub problems: Vec<Problem>,
}

/// Counts every pound of the place once.
pub fn whole_count(evidence: &Evidence<'_>) -> WholeCount {
    let _ = evidence;
    WholeCount {
        cells: WHOLE_COUNT.rows().finish(),
        set_aside: SET_ASIDE.rows().finish(),
        coverage: COVERAGE.rows().finish(),
        population: PLACE_POPULATION.rows().finish(),
        bridge: REGIONAL_BRIDGE.rows().finish(),
        problems: Vec::new(),
    }
}
