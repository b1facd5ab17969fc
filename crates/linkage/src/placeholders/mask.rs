//! Which values of a column make another one missing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::records::NULL;

/// Where a column has one of certain values.
#[derive(Clone, Debug)]
pub(crate) struct Mask {
    /// The place of the column whose values are looked at.
    pub(crate) column: usize,
    /// By code; codes beyond its end are not.
    pub(crate) is_missing: Arc<[bool]>,
}

/// For each column by its place, the masks that make it missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Masks {
    by_column: BTreeMap<usize, Vec<Mask>>,
}

impl Mask {
    pub(crate) fn of_codes(column: usize, codes: impl Iterator<Item = u32>) -> Mask {
        let codes: Vec<u32> = codes.collect();
        let n = codes.iter().max().map_or(0, |max| *max as usize + 1);
        let mut is_missing = vec![false; n];
        codes.iter().for_each(|code| is_missing[*code as usize] = true);
        Mask { column, is_missing: is_missing.into() }
    }

    /// Takes the codes out that are beside one of the values.
    pub(crate) fn apply(&self, of_column: &[u32], codes: &mut [u32]) {
        for (code, own) in codes.iter_mut().zip(of_column) {
            if *own != NULL && self.is_missing.get(*own as usize) == Some(&true) {
                *code = NULL;
            }
        }
    }
}

impl Masks {
    pub(crate) fn add(&mut self, column: usize, mask: Mask) {
        self.by_column.entry(column).or_default().push(mask);
    }

    pub(crate) fn of_column(&self, column: usize) -> Vec<Mask> {
        self.by_column.get(&column).cloned().unwrap_or_default()
    }
}
