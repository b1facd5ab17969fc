//! The blocks of one rule: all at once where rows are in memory, otherwise part after part.

use std::ops::ControlFlow;

use super::blocks::Blocks;
use super::{Part, Parts, RuleCount, count};
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

    /// Hands on the blocks part after part, in order, until the last or until asked to stop.
    pub(crate) fn for_each(
        &self,
        mut take: impl FnMut(&Part<'_>, &Blocks) -> Result<ControlFlow<()>, Error>,
    ) -> Result<ControlFlow<()>, Error> {
        let (memory, ranges) = match &self.kept {
            Kept::Whole(part, blocks) => return take(part, blocks),
            Kept::InParts(memory, ranges) => (memory, ranges),
        };
        let parts = Parts::of(self.bound, &self.rule, memory, ranges.clone())?;
        for at in 0..parts.n_parts() {
            let part = parts.part(at)?;
            if take(&part, &Blocks::of(&part, &self.rule))?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Pairs of the rule, those of earlier rules included.
    pub(crate) fn n_pairs(&self) -> Result<u64, Error> {
        let mut n_pairs = 0;
        let _ = self.for_each(|part, blocks| {
            n_pairs += (0..blocks.len()).map(|block| blocks.n_pairs(part, block)).sum::<u64>();
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(n_pairs)
    }

    pub(crate) fn count(&self) -> Result<RuleCount, Error> {
        let mut all = RuleCount { rule: self.rule.text.clone(), n_blocks: 0, n_pairs: 0, biggest: Vec::new() };
        let _ = self.for_each(|part, blocks| {
            all.add(count(part, &self.rule, blocks));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(all)
    }
}
