//! The values that rules ask for: on which of them two records agree.

use crate::bind::Bound;
use crate::linkage_model::{Expression, Rule};
use crate::records::NULL;

/// Some values, a bit for each in the order of [`Values`].
pub(super) type ValueSet = u128;

/// The values of all rules of a model, each once, and which of them depend on each other.
pub(super) struct Values {
    expressions: Vec<Expression>,
    slots: Vec<usize>,
    /// Values that are of the same columns, or of columns that are compared with each other: a slip in one is one in the other.
    pub(super) groups: Vec<ValueSet>,
}

impl Values {
    /// Beyond 128 values a rule counts as one that finds nothing, so a share that is missed is never made too small.
    pub(super) fn of(bound: &Bound<'_>) -> Values {
        let mut expressions: Vec<Expression> = Vec::new();
        for expression in bound.model().rules().flat_map(|rule| &rule.same) {
            if expressions.len() < ValueSet::BITS as usize && !expressions.contains(expression) {
                expressions.push(expression.clone());
            }
        }
        let slots = expressions.iter().map(|expression| bound.slot_of(expression)).collect();
        let groups = groups(bound, &expressions);
        Values { expressions, slots, groups }
    }

    pub(super) fn on_which_agree(&self, left: &[u32], right: &[u32]) -> ValueSet {
        let agree = |slot: &usize| ValueSet::from(left[*slot] == right[*slot] && left[*slot] != NULL);
        self.slots.iter().enumerate().fold(0, |set, (at, slot)| set | agree(slot) << at)
    }

    /// The values that a rule asks for; none where one of them is not among these.
    pub(super) fn of_rule(&self, rule: &Rule) -> Option<ValueSet> {
        let place = |expression: &Expression| self.expressions.iter().position(|known| known == expression);
        rule.same.iter().try_fold(0, |set, expression| Some(set | 1 << place(expression)?))
    }
}

/// Columns that an expression or a comparison reads together are in one group, and so on from group to group.
fn groups(bound: &Bound<'_>, expressions: &[Expression]) -> Vec<ValueSet> {
    let columns_of_comparisons = bound.model().comparisons.iter().map(|comparison| comparison.columns());
    let together: Vec<Vec<&str>> = columns_of_comparisons.chain(expressions.iter().map(Expression::columns)).collect();
    let mut groups: Vec<Vec<&str>> = Vec::new();
    for columns in together {
        let (met, mut others): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|group| group.iter().any(|column| columns.contains(column)));
        others.push(met.into_iter().flatten().chain(columns).collect());
        groups = others;
    }
    let is_of =
        |group: &[&str], expression: &Expression| expression.columns().iter().any(|column| group.contains(column));
    let set = |group: Vec<&str>| {
        let mut set: ValueSet = 0;
        for (at, expression) in expressions.iter().enumerate() {
            set |= ValueSet::from(is_of(&group, expression)) << at;
        }
        set
    };
    groups.into_iter().map(set).filter(|set| *set != 0).collect()
}
