//! The levels of a pair on all comparisons as one number.

use super::LevelCode;
use crate::Error;
use crate::bind::BoundComparison;

/// A pattern of levels: digits of a number whose bases are the numbers of levels, missing included.
pub(crate) type Pattern = u64;

/// How patterns are made of levels and taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Patterns {
    bases: Vec<u64>,
}

impl Patterns {
    /// # Errors
    /// [`Error::TooMuch`] where the levels make more than 2⁶⁴ patterns.
    pub(crate) fn of(comparisons: &[BoundComparison]) -> Result<Patterns, Error> {
        let bases: Vec<u64> = comparisons.iter().map(|comparison| comparison.n_levels() as u64 + 1).collect();
        let n_patterns = bases.iter().try_fold(1_u64, |n, base| n.checked_mul(*base));
        n_patterns.map(|_| Patterns { bases }).ok_or(Error::TooMuch { what: "patterns of levels" })
    }

    pub(crate) fn pack(&self, levels: &[LevelCode]) -> Pattern {
        self.bases.iter().zip(levels).rev().fold(0, |pattern, (base, level)| pattern * base + u64::from(*level))
    }

    pub(crate) fn unpack(&self, mut pattern: Pattern) -> Vec<LevelCode> {
        let mut levels = Vec::with_capacity(self.bases.len());
        for base in &self.bases {
            levels.push((pattern % base) as LevelCode);
            pattern /= base;
        }
        levels
    }
}
