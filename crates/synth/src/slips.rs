//! Slips in single rows, at stated rates.

use rand::RngExt;

use crate::dice::{Dice, dice};

/// What goes wrong with one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// A third decimal, from taking VAT off or sharing out.
    SubPenny,
    /// `99/99/99999`, `31/02/2025`, `TBC`.
    DateUnreadable,
    DateMissing,
    /// The year is ten too many.
    DateFuture,
    /// The year before.
    DateAYearEarly,
    /// `see note` where the amount should be.
    AmountText,
    AmountMissing,
    /// `#REF!` where the amount should be.
    CellError,
    /// The payee holds a comma and no quotation marks, so that every cell after it stands one column too far right.
    CommaUnquoted,
}

/// Ordinary lines for each slip, and the slip. Every file has one at least, if it has a dozen such lines.
pub(crate) const SLIPS: [(u32, Slip); 9] = [
    (2_500, Slip::SubPenny),
    (4_000, Slip::DateUnreadable),
    (5_000, Slip::DateMissing),
    (9_000, Slip::DateFuture),
    (9_000, Slip::DateAYearEarly),
    (6_000, Slip::AmountText),
    (8_000, Slip::AmountMissing),
    (8_000, Slip::CellError),
    (4_000, Slip::CommaUnquoted),
];

impl Slip {
    /// The kind under which the product's table of problems keeps such rows.
    pub fn kind(self) -> model::ProblemKind {
        use model::ProblemKind::*;
        match self {
            Slip::SubPenny => SubPenny,
            Slip::DateUnreadable => DateUnreadable,
            Slip::DateMissing => DateMissing,
            Slip::DateFuture => DateFuture,
            Slip::DateAYearEarly => DateOutsidePeriod,
            Slip::AmountText => AmountUnreadable,
            Slip::CommaUnquoted => RowTooWide,
            Slip::AmountMissing => AmountMissing,
            Slip::CellError => CellError,
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Slip::SubPenny => "an amount with three decimals",
            Slip::DateUnreadable => "text that is not a date",
            Slip::DateMissing => "no date",
            Slip::DateFuture => "a date ten years ahead",
            Slip::DateAYearEarly => "a date one year back",
            Slip::AmountText => "words instead of an amount",
            Slip::AmountMissing => "no amount",
            Slip::CellError => "a formula error instead of an amount",
            Slip::CommaUnquoted => "a comma in the payee without quotation marks",
        }
    }

    /// Whether the row cannot be counted.
    pub fn loses_row(self) -> bool {
        matches!(self, Slip::AmountText | Slip::AmountMissing | Slip::CellError | Slip::CommaUnquoted)
    }
}

/// Decides row by row.
pub(crate) struct Slips {
    dice: Dice,
    possible: Vec<(u32, Slip)>,
    /// A slip that is sure to come, at this ordinary line.
    certain: Option<(u64, Slip)>,
    n_ordinary: u64,
}

/// The ordinary line of a file at which its certain slip stands.
const CERTAIN_AT: u64 = 11;

impl Slips {
    /// For one part of a file; `turn` chooses the slip that is sure to come.
    pub fn new(seed: u64, label: &str, turn: usize, takes_comma: bool) -> Slips {
        let possible: Vec<(u32, Slip)> =
            SLIPS.into_iter().filter(|(_, slip)| takes_comma || *slip != Slip::CommaUnquoted).collect();
        let certain = Some((CERTAIN_AT, possible[turn % possible.len()].1));
        Slips { dice: dice(seed, &format!("slips {label}")), possible, certain, n_ordinary: 0 }
    }

    /// The slip in the next ordinary line, if any.
    pub fn next(&mut self) -> Option<Slip> {
        self.n_ordinary += 1;
        if let Some((_, slip)) = self.certain.take_if(|(at, _)| *at == self.n_ordinary) {
            return Some(slip);
        }
        // One draw decides for all kinds: slips are too rare to be in one row.
        let mut at: f64 = self.dice.random();
        self.possible.iter().find_map(|(one_in, slip)| {
            at -= 1.0 / f64::from(*one_in);
            (at < 0.0).then_some(*slip)
        })
    }

    pub fn dice(&mut self) -> &mut Dice {
        &mut self.dice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_come_at_their_rates_and_one_is_certain() {
        let mut slips = Slips::new(1, "a file", 4, true);
        let all: Vec<Option<Slip>> = (0..400_000).map(|_| slips.next()).collect();
        assert_eq!(all[10], Some(Slip::DateAYearEarly));
        for (one_in, slip) in SLIPS {
            let n = all.iter().filter(|found| **found == Some(slip)).count() as f64;
            let expected = 400_000.0 / f64::from(one_in);
            assert!((n - expected).abs() < 5.0 * expected.sqrt(), "{slip:?}: {n} beside {expected}");
        }
    }
}
