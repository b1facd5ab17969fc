//! Cells of accounting periods, each text read once.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::encoding::Encoding;
use crate::fields::period::{PeriodBasis, PeriodCell, PeriodVotes};

/// Periods repeat all through a ledger.
pub(super) struct PeriodCache {
    basis: PeriodBasis,
    known: HashMap<Box<[u8]>, Option<PeriodCell>, FixedState>,
    last_text: Vec<u8>,
    last: Option<PeriodCell>,
    pub votes: PeriodVotes,
}

impl PeriodCache {
    /// An empty cache for a column whose numbers count periods or months.
    pub fn new(basis: PeriodBasis) -> PeriodCache {
        let (known, votes) = (HashMap::default(), PeriodVotes::default());
        PeriodCache { basis, known, last_text: Vec::new(), last: None, votes }
    }

    /// The financial year that a cell tells, of a line dated in a month counted as `year × 12 + month - 1`.
    pub fn year(&mut self, cell: &[u8], encoding: Encoding, date: Option<i32>) -> Option<i32> {
        if *self.last_text != *cell {
            let read = || PeriodCell::read(&encoding.decode(cell));
            self.last = *self.known.entry(cell.into()).or_insert_with(read);
            self.last_text.clear();
            self.last_text.extend_from_slice(cell);
        }
        let period = self.last?;
        self.votes.count(period, date);
        period.year(self.basis, date)
    }
}
