//! The blocks of one rule: all at once where rows are in memory, otherwise part after part.

use super::blocks::Blocks;
use super::{PairCount, Part, Parts};
use crate::Error;
use crate::bind::{Bound, BoundRule};
use crate::memory::{Memory, Ranges};

pub(crate) struct RuleBlocks<'b> {
    bound: &'b Bound<'b>,
    rule: BoundRule,
    kept: Kept<'b>,
}

enum Kept<'b> {
    Whole(Part<'b>, Blocks),
    /// Rows are parted anew each time: scratch for one rule is enough.
    InParts(&'b Memory, Ranges),
}

impl<'b> RuleBlocks<'b> {
    /// # Errors
    /// [`Error::Scratch`], here and in every method.
    pub(crate) fn of(bound: &'b Bound<'b>, rule: &BoundRule) -> Result<RuleBlocks<'b>, Error> {
        let kept = match Part::whole(bound) {
            Some(part) => {
                let blocks = Blocks::of(&part, rule);
                Kept::Whole(part, blocks)
            }
            None => {
                let memory = bound.memory.as_ref().expect("rows are on scratch only where memory is limited");
                Kept::InParts(memory, Parts::ranges(bound, rule, memory)?)
            }
        };
        Ok(RuleBlocks { bound, rule: rule.clone(), kept })
    }

    /// Hands on the blocks part after part, in order.
    pub(crate) fn for_each<E: From<Error>>(
        &self,
        mut take: impl FnMut(&Part<'_>, &Blocks) -> Result<(), E>,
    ) -> Result<(), E> {
        let (memory, ranges) = match &self.kept {
            Kept::Whole(part, blocks) => return take(part, blocks),
            Kept::InParts(memory, ranges) => (memory, ranges),
        };
        let parts = Parts::of(self.bound, &self.rule, memory, ranges.clone())?;
        for at in 0..parts.n_parts() {
            let part = parts.part(at)?;
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
