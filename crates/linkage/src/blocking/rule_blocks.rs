//! The blocks of one rule: all at once where rows are in memory, otherwise partition after partition.

use super::blocks::Blocks;
use super::partitions::{partition, partitioned, ranges};
use super::{PairCount, Partition};
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::memory::{KeyRanges, MemoryLimit};

pub(crate) struct RuleBlocks<'b> {
    bound: &'b Bound<'b>,
    rule: BoundRule,
    placement: Placement<'b>,
}

enum Placement<'b> {
    InMemory(Partition<'b>, Blocks),
    /// Rows are parted anew each time: scratch for one rule is enough.
    InPartitions(&'b MemoryLimit, KeyRanges),
}

impl<'b> RuleBlocks<'b> {
    /// # Errors
    /// [`Error::Scratch`], here and in every method.
    pub(crate) fn of(bound: &'b Bound<'b>, rule: &BoundRule) -> Result<RuleBlocks<'b>, Error> {
        let placement = match Partition::whole(bound) {
            Some(part) => {
                let blocks = Blocks::of(&part, rule);
                Placement::InMemory(part, blocks)
            }
            None => {
                let memory = bound.memory.as_ref().expect("rows are on scratch only where memory is limited");
                Placement::InPartitions(memory, ranges(bound, rule, memory)?)
            }
        };
        Ok(RuleBlocks { bound, rule: rule.clone(), placement })
    }

    /// Hands on the blocks partition after partition, in order.
    pub(crate) fn for_each<E: From<Error>>(
        &self,
        mut take: impl FnMut(&Partition<'_>, &Blocks) -> Result<(), E>,
    ) -> Result<(), E> {
        let (memory, ranges) = match &self.placement {
            Placement::InMemory(part, blocks) => return take(part, blocks),
            Placement::InPartitions(memory, ranges) => (memory, ranges),
        };
        let partitioned = partitioned(self.bound, &self.rule, memory, ranges.clone())?;
        for at in 0..partitioned.n_partitions() {
            let part = partition(self.bound, &partitioned, at)?;
            take(&part, &Blocks::of(&part, &self.rule))?;
        }
        Ok(())
    }

    /// Pairs of the rule, those of earlier rules included.
    pub(crate) fn n_pairs(&self) -> Result<u64, Error> {
        let mut n_pairs = 0;
        self.for_each(|part, blocks| {
            n_pairs += (0..blocks.len()).map(|block| blocks.n_pairs(part, block)).sum::<u64>();
            Ok::<(), Error>(())
        })?;
        Ok(n_pairs)
    }

    /// How many pairs the rule makes, those of earlier rules included, and its biggest blocks.
    pub(crate) fn count(&self) -> Result<PairCount, Error> {
        let mut all = PairCount { n_pairs: 0, biggest: Vec::new() };
        self.for_each(|part, blocks| {
            all.add(PairCount::of(part, &self.rule, blocks));
            Ok::<(), Error>(())
        })?;
        Ok(all)
    }
}
