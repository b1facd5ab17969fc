//! How far selected lines reach in each order, so that nobody looks for them elsewhere.

use money::Money;

/// The least and the greatest amount, date and position of some lines, both ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    pub amounts: (Money, Money),
    pub dates: (i32, i32),
    pub lines: (u32, u32),
}

impl Extent {
    /// Of no lines: taking in any makes it theirs.
    pub const NONE: Extent = Extent {
        amounts: (Money::from_pence(i64::MAX), Money::from_pence(i64::MIN)),
        dates: (i32::MAX, i32::MIN),
        lines: (u32::MAX, u32::MIN),
    };

    pub fn take_in(&mut self, other: &Extent) {
        fn widen<T: Ord + Copy>(range: &mut (T, T), other: (T, T)) {
            *range = (range.0.min(other.0), range.1.max(other.1));
        }
        widen(&mut self.amounts, other.amounts);
        widen(&mut self.dates, other.dates);
        widen(&mut self.lines, other.lines);
    }
}
