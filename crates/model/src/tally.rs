//! Lines and their pounds.

use std::fmt;
use std::iter::Sum;
use std::ops::{AddAssign, SubAssign};

use money::Money;

/// A number of lines and their pounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    pub n_lines: usize,
    pub amount: Money,
}

impl Tally {
    pub fn of_line(amount: Money) -> Tally {
        Tally { n_lines: 1, amount }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, more: Tally) {
        self.n_lines += more.n_lines;
        self.amount += more.amount;
    }
}

impl SubAssign for Tally {
    fn sub_assign(&mut self, less: Tally) {
        self.n_lines -= less.n_lines;
        self.amount -= less.amount;
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), |mut sum, tally| {
            sum += tally;
            sum
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} lines with {}", self.n_lines, self.amount)
    }
}
