//! Which pairs are compared: those that agree on some rule, each pair once.
//!
//! A pair belongs to the first rule that makes it. How many pairs a rule makes is counted from the
//! sizes of its blocks, before anything is compared.

mod agreeing;
mod blocks;
mod pairs;
mod partition;
mod partitions;
mod rule_blocks;

use rayon::prelude::*;

use crate::bind::{Bound, BoundRule};
use crate::error::{BigBlock, Error};
use crate::private::Private;
use crate::records::NULL;

pub(crate) use agreeing::n_pairs_of_rule;
pub(crate) use blocks::Blocks;
pub(crate) use pairs::{Earlier, Pair, Task, for_each_pair, for_each_sampled_pair, tasks};
pub(crate) use partition::Partition;
pub(crate) use rule_blocks::RuleBlocks;

/// How many pairs a rule makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PairCount {
    /// Those that an earlier rule makes included.
    pub(crate) n_pairs: u64,
    pub(crate) biggest: Vec<BigBlock>,
}

/// Blocks that an error names.
const N_BIGGEST: usize = 3;

/// The blocks of every blocking rule, in the order of the rules: those that a training made, or new ones where there was none.
///
/// # Errors
/// [`Error::RuleExplodes`] where a rule would compare more pairs than allowed; [`Error::Scratch`].
pub(crate) fn checked_blocks(
    bound: &Bound<'_>,
    of_training: Option<Vec<RuleBlocks>>,
    n_pairs_max: u64,
) -> Result<Vec<RuleBlocks>, Error> {
    let blocks = match of_training {
        Some(blocks) => blocks,
        None => blocks_of_rules(bound, &bound.blocking)?,
    };
    for (rule, blocks) in bound.blocking.iter().zip(&blocks) {
        let PairCount { n_pairs, biggest } = blocks.count(bound)?;
        if n_pairs_max < n_pairs {
            let BoundRule { text, line, .. } = rule.clone();
            return Err(Error::RuleExplodes { rule: text, line, n_pairs, n_pairs_max, biggest });
        }
    }
    Ok(blocks)
}

pub(crate) fn blocks_of_rules(bound: &Bound<'_>, rules: &[BoundRule]) -> Result<Vec<RuleBlocks>, Error> {
    rules.par_iter().map(|rule| RuleBlocks::of(bound, rule)).collect()
}

impl PairCount {
    fn of(part: &Partition<'_>, rule: &BoundRule, blocks: &Blocks) -> PairCount {
        let sizes: Vec<u64> = (0..blocks.len()).map(|block| blocks.n_pairs(part, block)).collect();
        let mut order: Vec<usize> = (0..blocks.len()).filter(|block| sizes[*block] != 0).collect();
        order.sort_by_key(|block| (std::cmp::Reverse(sizes[*block]), *block));
        let big = |block: &usize| BigBlock {
            n_records: blocks.rows(*block).len() as u64,
            n_pairs: sizes[*block],
            value: Private::new(value(part, rule, blocks.rows(*block)[0])),
        };
        PairCount { n_pairs: sizes.iter().sum(), biggest: order.iter().take(N_BIGGEST).map(big).collect() }
    }

    /// Adds what a later part of the same rule came to.
    fn add(&mut self, later: PairCount) {
        self.n_pairs += later.n_pairs;
        self.biggest.extend(later.biggest);
        self.biggest.sort_by_key(|block| std::cmp::Reverse(block.n_pairs));
        self.biggest.truncate(N_BIGGEST);
    }
}

fn value(part: &Partition<'_>, rule: &BoundRule, row: u32) -> String {
    let codes = part.row(row);
    let texts = rule.slots.iter().map(|slot| part.bound.slots[*slot].values.get(codes[*slot] as usize));
    texts.collect::<Vec<_>>().join(", ")
}

impl BoundRule {
    /// Whether two rows agree on the rule.
    pub(crate) fn makes(&self, left: &[u32], right: &[u32]) -> bool {
        agree_on(&self.slots, left, right)
    }
}

/// Whether two rows have the same value in every one of some slots.
fn agree_on(slots: &[usize], left: &[u32], right: &[u32]) -> bool {
    slots.iter().all(|slot| left[*slot] == right[*slot] && left[*slot] != NULL)
}

/// Pairs of all the records that may be linked.
pub(crate) fn n_pairs_possible(bound: &Bound<'_>) -> u64 {
    let sources = 0..bound.records.sources().len();
    let sizes: Vec<u64> = sources.map(|source| bound.records.rows_of(source).len() as u64).collect();
    bound.pairing.n_pairs(&sizes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage_model::Model;
    use crate::records::{Records, RecordsBuilder};

    fn records(rows: &[(&str, [&str; 3])]) -> Records {
        let mut builder = RecordsBuilder::new(&["a", "b", "c"]).expect("columns");
        for (at, (source, values)) in rows.iter().enumerate() {
            builder.source(source);
            builder.push(&at.to_string(), &values.map(Some)).expect("a row");
        }
        builder.finish().expect("records")
    }

    fn model(head: &str, blocking: &str) -> Model {
        let text = format!(
            "version = 1\nname = 'x'\n{head}\nblocking = {blocking}\n[prior]\nprobability = 0.1\n\
             [[comparison]]\nname = 'a'\nlevels = [{{is='same'}}, {{is='else'}}]"
        );
        Model::read(&text).expect("a model")
    }

    /// Every pair with the rule it belongs to, by brute force and by blocks.
    fn check_pairs(head: &str, blocking: &str, rows: &[(&str, [&str; 3])]) -> usize {
        let records = records(rows);
        let bound = Bound::new(&records, &model(head, blocking)).expect("bound");
        let mut expected = Vec::new();
        for left in 0..records.n_records() as u32 {
            for right in left + 1..records.n_records() as u32 {
                let rule = bound.blocking.iter().position(|rule| rule.makes(bound.row(left), bound.row(right)));
                let allowed = bound.pairing.allows(records.source_of(left), records.source_of(right));
                expected.extend(rule.filter(|_| allowed).map(|rule| (rule, left, right)));
            }
        }
        expected.sort_unstable();
        let mut found = Vec::new();
        for (rule, bound_rule) in bound.blocking.iter().enumerate() {
            let part = Partition::whole(&bound).expect("all rows");
            let blocks = Blocks::of(&part, bound_rule);
            let earlier = Earlier::than(bound_rule, &bound.blocking[..rule]);
            for task in tasks(&part, &blocks, 3) {
                for_each_pair(&part, &blocks, &task, &earlier, |pair| {
                    found.push((rule, pair.left_row, pair.right_row));
                });
            }
        }
        found.sort_unstable();
        assert_eq!(found, expected);
        found.len()
    }

    const ROWS: [(&str, [&str; 3]); 9] = [
        ("nhs", ["x", "1", "p"]),
        ("nhs", ["x", "1", "q"]),
        ("nhs", ["x", "2", "p"]),
        ("police", ["x", "1", "p"]),
        ("police", ["y", "1", "p"]),
        ("police", ["y", "", "p"]),
        ("council", ["", "", ""]),
        ("council", ["x", "2", "q"]),
        ("council", ["y", "2", "q"]),
    ];

    #[test]
    fn a_pair_belongs_to_the_first_rule_that_makes_it() {
        let n_all = check_pairs("", "[['a', 'b'], ['b', 'c'], ['c'], ['a', 'b', 'c']]", &ROWS);
        let n_between = check_pairs("link = 'link_only'", "[['a', 'b'], ['b', 'c'], ['c']]", &ROWS);
        let head = "link = 'link_and_dedupe'\nno_duplicates_in = ['nhs']";
        let n_some = check_pairs(head, "[['a', 'b'], ['b', 'c'], ['c']]", &ROWS);
        assert!(n_between < n_some && n_some < n_all, "{n_between} {n_some} {n_all}");
    }

    fn counts(bound: &Bound<'_>) -> Vec<PairCount> {
        let count = |rule| {
            let counted = RuleBlocks::of(bound, rule).and_then(|blocks| blocks.count(bound)).expect("counted");
            assert_eq!(n_pairs_of_rule(bound, rule), Ok(counted.n_pairs), "{}", rule.text);
            counted
        };
        bound.blocking.iter().map(count).collect()
    }

    #[test]
    fn pairs_are_counted_before_they_are_compared() {
        let records = records(&ROWS);
        let bound = Bound::new(&records, &model("", "[['a'], ['a', 'b'], ['b', 'c']]")).expect("bound");
        let counts_of_rules = counts(&bound);
        let n_pairs: Vec<u64> = counts_of_rules.iter().map(|count| count.n_pairs).collect();
        // a: x in 5 records, y in 3. a and b: (x, 1) in 3, (x, 2) in 2. b and c: (1, p) in 3, (2, q) in 2.
        assert_eq!(n_pairs, [13, 4, 4]);
        assert_eq!(
            (counts_of_rules[0].biggest[0].n_records, counts_of_rules[0].biggest[0].value.expose().as_str()),
            (5, "x")
        );
        let between = Bound::new(&records, &model("link = 'link_only'", "[['a']]")).expect("bound");
        // x: 3 nhs, 1 police, 1 council; y: 2 police, 1 council.
        assert_eq!(counts(&between)[0].n_pairs, 7 + 2);
        assert_eq!(n_pairs_possible(&between), 27);
    }

    #[test]
    fn a_rule_that_would_explode_is_refused_without_naming_anybody() {
        let rows: Vec<(&str, [&str; 3])> = (0..100).map(|_| ("nhs", ["Marker", "", ""])).collect();
        let records = records(&rows);
        let bound = Bound::new(&records, &model("", "[['a']]")).expect("bound");
        let error = checked_blocks(&bound, None, 1_000).err().expect("4,950 pairs");
        let printed = format!("{error} {error:?}");
        assert!(printed.contains("4950 pairs, more than 1000") && printed.contains("hold 100 records"), "{printed}");
        assert!(!printed.contains("Marker"), "{printed}");
        let Error::RuleExplodes { biggest, .. } = error else { panic!("another error") };
        assert_eq!(biggest[0].value.expose(), "Marker");
    }
}
