//! Lines and pounds.

use money::Money;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub n_lines: u64,
    pub amount: Money,
}

impl Tally {
    pub fn add(&mut self, more: Tally) {
        self.n_lines += more.n_lines;
        self.amount += more.amount;
    }
}
