//! Figures: what lines add up to.

use std::ops::AddAssign;

use money::Money;

/// Lines and their pounds; of them, credits and withheld payees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    pub n_lines: usize,
    pub amount: Money,
    /// Lines below zero: credit notes and money in.
    pub n_credits: usize,
    pub credits: Money,
    /// Lines whose payee is withheld.
    pub n_redacted: usize,
    pub redacted: Money,
}

impl Tally {
    /// The share of pounds whose payee is withheld; none where the pounds are nothing.
    pub fn redacted_share(&self) -> Option<f64> {
        self.redacted.share_of(self.amount)
    }

    pub(crate) fn add(&mut self, n_lines: u32, amount: Money, is_credit: bool, is_redacted: bool) {
        let n_lines = n_lines as usize;
        self.n_lines += n_lines;
        self.amount += amount;
        if is_credit {
            self.n_credits += n_lines;
            self.credits += amount;
        }
        if is_redacted {
            self.n_redacted += n_lines;
            self.redacted += amount;
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.n_lines += other.n_lines;
        self.amount += other.amount;
        self.n_credits += other.n_credits;
        self.credits += other.credits;
        self.n_redacted += other.n_redacted;
        self.redacted += other.redacted;
    }
}

/// The lines that share a value of one dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What goes into a filter; none where the line has no value, such as no date.
    pub value: Option<String>,
    /// What a person reads.
    pub label: String,
    pub tally: Tally,
}

/// Some groups of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupPage {
    pub groups: Vec<Group>,
    /// Where the first of them stands among all.
    pub offset: usize,
    pub n_groups: usize,
}

/// The lines that share a value of each of two dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    pub a: Option<String>,
    pub a_label: String,
    pub b: Option<String>,
    pub b_label: String,
    pub tally: Tally,
}
