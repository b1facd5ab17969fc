//! Records that say too little to be linked to anything.

use rayon::prelude::*;

use crate::bind::Bound;
use crate::compare::{Kernel, Kernels};
use crate::score::Weights;

/// Rows that would not reach the least weight even against themselves, in order.
///
/// A record without names or dates is no error of linkage: nothing could link it. How many there are
/// says how far recall can go, source by source.
pub(crate) fn unlinkable(bound: &Bound<'_>, weight_min: f64) -> Vec<u32> {
    let weights = Weights::of(bound);
    let falls_short = |kernel: &mut Kernel<'_>, row: u32| {
        let codes = bound.row(row);
        let mut levels = vec![0; bound.comparisons.len()];
        kernel.levels(codes, codes, &mut levels);
        (weights.total(bound, &levels, codes, codes) < weight_min).then_some(row)
    };
    let kernels = Kernels::of(bound);
    let rows = (0..bound.records().n_records() as u32).into_par_iter();
    rows.map_init(|| kernels.take(), falls_short).flatten().collect()
}
