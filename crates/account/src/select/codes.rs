//! Sets of codes: the values of one dimension that a filter wants.

use fixedbitset::FixedBitSet;

use crate::bitmap;
use crate::dictionary::{Dictionary, NONE};
use crate::filter::Choice;

/// Above this a look into a bitmap is quicker than a search.
const N_FEW: usize = 16;

/// Codes in order.
#[derive(Clone, Debug)]
pub(crate) enum CodeSet {
    Few(Vec<u32>),
    Many(FixedBitSet),
}

impl CodeSet {
    /// The codes of a choice. A value that the dictionary does not know selects nothing.
    pub fn of(choice: &Choice, dictionary: &Dictionary) -> CodeSet {
        let code = |value: &Option<String>| value.as_ref().map_or(Some(NONE), |text| dictionary.code(text));
        let named = CodeSet::from_sorted(choice.values.iter().filter_map(code).collect(), dictionary.n_codes());
        match choice.is_exception {
            false => named,
            true => named.inverted(dictionary.n_codes()),
        }
    }

    /// Values order as their codes do, so a choice's codes come sorted.
    pub fn from_sorted(codes: Vec<u32>, n_codes: usize) -> CodeSet {
        match codes.len() <= N_FEW {
            true => CodeSet::Few(codes),
            false => CodeSet::Many(bitmap::of(n_codes, codes)),
        }
    }

    pub fn contains(&self, code: u32) -> bool {
        match self {
            CodeSet::Few(codes) => codes.contains(&code),
            CodeSet::Many(codes) => codes.contains(code as usize),
        }
    }

    /// Keeps the positions whose code in a column is in.
    pub fn keep(&self, positions: &mut FixedBitSet, column: &[u32]) {
        match self {
            CodeSet::Few(codes) if codes.len() == 1 => bitmap::keep(positions, column, |code| code == codes[0]),
            CodeSet::Few(codes) => bitmap::keep(positions, column, |code| codes.contains(&code)),
            CodeSet::Many(codes) => bitmap::keep(positions, column, |code| codes.contains(code as usize)),
        }
    }

    pub fn iter(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        match self {
            CodeSet::Few(codes) => Box::new(codes.iter().copied()),
            CodeSet::Many(codes) => Box::new(codes.ones().map(|code| code as u32)),
        }
    }

    fn inverted(self, n_codes: usize) -> CodeSet {
        let mut codes = match self {
            CodeSet::Few(codes) => bitmap::of(n_codes, codes),
            CodeSet::Many(codes) => codes,
        };
        codes.toggle_range(..);
        CodeSet::Many(codes)
    }
}
