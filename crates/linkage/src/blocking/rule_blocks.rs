//! The blocks of one rule: all at once where rows are in memory, otherwise partition after partition.

use super::blocks::Blocks;
use super::partitions::{partition, partitioned, ranges};
use super::{PairCount, Partition};
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::memory::{KeyRanges, MemoryLimit};

pub(crate) struct RuleBlocks {
    rule: BoundRule,
    placement: Placement,
}

enum Placement {
    InMemory(Blocks),
    /// Rows are parted anew each time: scratch for one rule is enough.
    InPartitions(KeyRanges),
}

/// Every method takes the binding that the blocks are of.
impl RuleBlocks {
    /// # Errors
    /// [`Error::Scratch`], here and in every method.
    pub(crate) fn of(bound: &Bound<'_>, rule: &BoundRule) -> Result<RuleBlocks, Error> {
        let placement = match Partition::whole(bound) {
            Some(part) => Placement::InMemory(Blocks::of(&part, rule)),
            None => Placement::InPartitions(ranges(bound, rule, memory_of(bound))?),
        };
        Ok(RuleBlocks { rule: rule.clone(), placement })
    }

    /// Hands on the blocks partition after partition, in order.
    pub(crate) fn for_each<E: From<Error>>(
        &self,
        bound: &Bound<'_>,
        mut take: impl FnMut(&Partition<'_>, &Blocks) -> Result<(), E>,
    ) -> Result<(), E> {
        let ranges = match &self.placement {
            Placement::InMemory(blocks) => {
                return take(&Partition::whole(bound).expect("rows are where the blocks were made of them"), blocks);
            }
            Placement::InPartitions(ranges) => ranges,
        };
        let partitioned = partitioned(bound, &self.rule, memory_of(bound), ranges.clone())?;
        for at in 0..partitioned.n_partitions() {
            let part = partition(bound, &partitioned, at)?;
            take(&part, &Blocks::of(&part, &self.rule))?;
        }
        Ok(())
    }

    /// Pairs of the rule, those of earlier rules included.
    pub(crate) fn n_pairs(&self, bound: &Bound<'_>) -> Result<u64, Error> {
        let mut n_pairs = 0;
        self.for_each(bound, |part, blocks| {
            n_pairs += (0..blocks.len()).map(|block| blocks.n_pairs(part, block)).sum::<u64>();
            Ok::<(), Error>(())
        })?;
        Ok(n_pairs)
    }

    /// How many pairs the rule makes, those of earlier rules included, and its biggest blocks.
    pub(crate) fn count(&self, bound: &Bound<'_>) -> Result<PairCount, Error> {
        let mut all = PairCount { n_pairs: 0, biggest: Vec::new() };
        self.for_each(bound, |part, blocks| {
            all.add(PairCount::of(part, &self.rule, blocks));
            Ok::<(), Error>(())
        })?;
        Ok(all)
    }
}

fn memory_of<'b>(bound: &'b Bound<'_>) -> &'b MemoryLimit {
    bound.memory.as_ref().expect("rows are on scratch only where memory is limited")
}
