//! The comparison kernel: the level of a pair on each comparison.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use rapidfuzz::distance::{jaro, jaro_winkler, levenshtein, osa};

use super::LevelCode;
use crate::bind::{Bound, BoundComparison, Metric, dice, is_damerau_within};
use crate::records::NULL;

/// Compares pairs on one thread. What it keeps only saves time, so results do not depend on it.
pub(crate) struct Kernel<'b> {
    bound: &'b Bound<'b>,
    columns: Vec<ColumnState>,
    /// Whether left rows meet enough right ones for preparing their values to pay.
    is_many: bool,
}

/// What is kept for one comparison.
#[derive(Default)]
struct ColumnState {
    /// Levels of pairs of values met before, where they come again.
    cache: Option<LevelCache>,
    /// The left value prepared, and its code; [`NULL`] for none.
    left: Prepared,
    left_code: u32,
}

/// Levels by pair of codes, each pair in one place: a later pair takes the place of an earlier one.
struct LevelCache {
    hasher: FixedState,
    pairs: Vec<u64>,
    levels: Vec<LevelCode>,
}

const N_CACHED: usize = 1 << 14;
const NO_PAIR: u64 = u64::MAX;
/// Preparing a left value pays where it meets about this many right ones.
const N_RIGHT_MANY: usize = 6;

/// The level that no likeness reached.
const NOT_ALIKE: LevelCode = LevelCode::MAX;

/// A left value made ready for many right ones, each likeness when it is first asked for.
#[derive(Default)]
struct Prepared {
    jaro_winkler: Option<jaro_winkler::BatchComparator<u8>>,
    jaro: Option<jaro::BatchComparator<u8>>,
    levenshtein: Option<levenshtein::BatchComparator<u8>>,
    alignment: Option<osa::BatchComparator<u8>>,
}

impl<'b> Kernel<'b> {
    pub(crate) fn new(bound: &'b Bound<'b>) -> Kernel<'b> {
        let column = |comparison: &BoundComparison| ColumnState {
            cache: comparison.is_cached.then(LevelCache::new),
            left_code: NULL,
            ..ColumnState::default()
        };
        Kernel { bound, columns: bound.comparisons.iter().map(column).collect(), is_many: false }
    }

    /// Says that the next pairs share this left row, and how many there may be.
    pub(crate) fn meet(&mut self, n_right: usize) {
        self.is_many = N_RIGHT_MANY <= n_right;
    }

    /// The level of a pair on one comparison.
    pub(crate) fn level(&mut self, at: usize, left: &[u32], right: &[u32]) -> LevelCode {
        let bound = self.bound;
        let comparison = &bound.comparisons[at];
        let (l, r) = (left[comparison.slot], right[comparison.slot]);
        if l == NULL || r == NULL {
            return 0;
        }
        let mut alike = None;
        for (level, (test, metric)) in comparison.tests.iter().zip(&comparison.metrics).enumerate() {
            let holds = match metric {
                Some(_) => {
                    let column = &mut self.columns[at];
                    let reached = *alike.get_or_insert_with(|| column.alike(bound, comparison, (l, r), self.is_many));
                    usize::from(reached) == level
                }
                None => test.holds(&bound.slots, left, right) == Some(true),
            };
            if holds {
                return level as LevelCode + 1;
            }
        }
        comparison.n_levels() as LevelCode // the last level is `else`, which always holds
    }

    pub(crate) fn levels(&mut self, left: &[u32], right: &[u32], levels: &mut [LevelCode]) {
        for (at, level) in levels.iter_mut().enumerate() {
            *level = self.level(at, left, right);
        }
    }
}

impl ColumnState {
    /// The first level whose likeness two values reach, or [`NOT_ALIKE`].
    fn alike(
        &mut self,
        bound: &Bound<'_>,
        comparison: &BoundComparison,
        (l, r): (u32, u32),
        is_many: bool,
    ) -> LevelCode {
        let Some(cache) = &self.cache else { return self.worked_out(bound, comparison, (l, r), is_many) };
        let pair = u64::from(l) << 32 | u64::from(r);
        let place = cache.hasher.hash_one(pair) as usize & (N_CACHED - 1);
        if cache.pairs[place] == pair {
            return cache.levels[place];
        }
        let level = self.worked_out(bound, comparison, (l, r), is_many);
        if let Some(cache) = &mut self.cache {
            cache.pairs[place] = pair;
            cache.levels[place] = level;
        }
        level
    }

    fn worked_out(
        &mut self,
        bound: &Bound<'_>,
        comparison: &BoundComparison,
        (l, r): (u32, u32),
        is_many: bool,
    ) -> LevelCode {
        let folded = &bound.slots[comparison.slot].folded;
        let (left, right) = (folded.get(l as usize).as_bytes(), folded.get(r as usize).as_bytes());
        if is_many && self.left_code != l {
            self.left = Prepared::default();
            self.left_code = l;
        }
        let mut distances =
            Distances { left, right, prepared: is_many.then_some(&mut self.left), known: Likenesses::default() };
        let reached = comparison.metrics.iter().position(|metric| metric.is_some_and(|metric| distances.reach(metric)));
        reached.map_or(NOT_ALIKE, |level| level as LevelCode)
    }
}

impl LevelCache {
    fn new() -> LevelCache {
        LevelCache { hasher: FixedState::default(), pairs: vec![NO_PAIR; N_CACHED], levels: vec![0; N_CACHED] }
    }
}

/// The likenesses of two texts, each worked out when it is first asked for.
struct Distances<'a> {
    left: &'a [u8],
    right: &'a [u8],
    prepared: Option<&'a mut Prepared>,
    known: Likenesses,
}

#[derive(Default)]
struct Likenesses {
    jaro_winkler: Option<f64>,
    jaro: Option<f64>,
    dice: Option<f64>,
    levenshtein: Option<usize>,
    alignment: Option<usize>,
}

/// A likeness between the texts at hand, by the prepared left value where there is one.
macro_rules! between {
    ($distances:ident, $metric:ident, $field:ident, $known:ident, $function:ident) => {{
        let (left, right) = ($distances.left, $distances.right);
        let prepared = &mut $distances.prepared;
        *$distances.known.$known.get_or_insert_with(|| match prepared {
            Some(prepared) => {
                let batch = prepared.$field.get_or_insert_with(|| $metric::BatchComparator::new(left.iter().copied()));
                batch.$function(right.iter().copied())
            }
            None => $metric::$function(left.iter().copied(), right.iter().copied()),
        })
    }};
}

impl Distances<'_> {
    fn reach(&mut self, metric: Metric) -> bool {
        match metric {
            Metric::JaroWinkler(at_least) => {
                at_least <= between!(self, jaro_winkler, jaro_winkler, jaro_winkler, similarity)
            }
            Metric::Jaro(at_least) => at_least <= between!(self, jaro, jaro, jaro, similarity),
            Metric::Dice(at_least) => {
                let (left, right) = (self.left, self.right);
                at_least <= *self.known.dice.get_or_insert_with(|| dice(left, right))
            }
            Metric::Levenshtein(at_most) => {
                // Texts of very different length are far apart whatever is in them.
                self.left.len().abs_diff(self.right.len()) <= at_most
                    && between!(self, levenshtein, levenshtein, levenshtein, distance) <= at_most
            }
            Metric::Damerau(at_most) => {
                self.left.len().abs_diff(self.right.len()) <= at_most && {
                    let alignment = between!(self, osa, alignment, alignment, distance);
                    is_damerau_within(at_most, self.left, self.right, alignment)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage_model::Model;
    use crate::records::{Records, RecordsBuilder};

    fn records(rows: &[[Option<&str>; 2]]) -> Records {
        let mut builder = RecordsBuilder::new(&["a", "b"]).expect("columns");
        for (at, row) in rows.iter().enumerate() {
            builder.push(&at.to_string(), row).expect("a row");
        }
        builder.finish().expect("records")
    }

    /// The label of the level between each pair of neighbouring rows.
    fn check(levels: &str, rows: &[[Option<&str>; 2]], expected: &[&str]) {
        let records = records(rows);
        let text = format!(
            "version = 1\nname = 'x'\nblocking = [['a']]\n[prior]\nprobability = 0.1\n[[comparison]]\nname = 'a'\nlevels = [{levels}]"
        );
        let bound = Bound::new(&records, &Model::read(&text).expect("a model")).expect("bound");
        let mut found = Vec::new();
        for is_many in [false, true] {
            let mut kernel = Kernel::new(&bound);
            kernel.meet(if is_many { 100 } else { 1 });
            let labels = (1..rows.len() as u32).map(|row| match kernel.level(0, bound.row(row - 1), bound.row(row)) {
                0 => "missing",
                level => bound.model.comparisons[0].levels[usize::from(level) - 1].label.as_str(),
            });
            found.push(labels.collect::<Vec<_>>());
        }
        assert_eq!(found[0], expected);
        assert_eq!(found[0], found[1], "a prepared left value must not change a level");
    }

    const ELSE: &str = "{ is = 'else', label = 'else' }";

    fn a<'a>(values: &[&'a str]) -> Vec<[Option<&'a str>; 2]> {
        values.iter().map(|value| [Some(*value), None]).collect()
    }

    #[test]
    fn the_first_level_that_holds_counts() {
        let levels = format!(
            "{{ is = 'same', label = 'same' }}, {{ is = 'jaro_winkler', at_least = 0.92, label = 'near' }}, \
             {{ is = 'jaro_winkler', at_least = 0.8, label = 'far' }}, {ELSE}"
        );
        let rows = a(&["martha", "martha", "marhta", "dwayne", "duane", "Siân", "Sian", ""]);
        check(&levels, &rows, &["same", "near", "else", "far", "else", "near", "missing"]);
    }

    /// Method, T5: Jaro-Winkler without threshold for the prefix.
    #[test]
    fn jaro_winkler_is_that_of_the_method_t5() {
        for (l, r, jaro, winkler) in [
            ("MARTHA", "MARHTA", 0.944_444, 0.961_111),
            ("DWAYNE", "DUANE", 0.822_222, 0.84),
            ("DIXON", "DICKSONX", 0.766_667, 0.813_333),
            ("SMITH", "SMYTH", 0.866_667, 0.893_333),
            ("JONES", "JOHNSON", 0.790_476, 0.832_381),
        ] {
            let (l, r) = (l.as_bytes(), r.as_bytes());
            for (metric, value) in
                [(Metric::Jaro as fn(f64) -> Metric, jaro), (Metric::JaroWinkler as fn(f64) -> Metric, winkler)]
            {
                assert!(metric(value - 1e-6).holds(l, r) && !metric(value + 1e-6).holds(l, r), "{value}");
            }
        }
    }

    #[test]
    fn distances_count_letters_and_swaps() {
        let levels = format!(
            "{{ is = 'damerau_levenshtein', at_most = 1, label = '1' }}, \
             {{ is = 'damerau_levenshtein', at_most = 2, label = '2' }}, \
             {{ is = 'levenshtein', at_most = 3, label = '3' }}, {ELSE}"
        );
        // `ca` to `abc` is 2 by the true distance and 3 by alignment.
        let rows = a(&["1972-12-22", "1972-21-22", "1972-21-33", "ca", "abc", "abcdef", "wxyz"]);
        check(&levels, &rows, &["1", "2", "else", "2", "3", "else"]);
    }

    #[test]
    fn dates_numbers_lists_and_short_names_have_levels_of_their_own() {
        let levels = format!(
            "{{ is = 'day_month_swapped', label = 'swapped' }}, {{ is = 'days', at_most = 1, label = 'day' }}, \
             {{ is = 'months', at_most = 1, label = 'month' }}, {{ is = 'years', at_most = 1, label = 'year' }}, {ELSE}"
        );
        let days = a(&[
            "1972-03-02",
            "02/02/1972",
            "1972-02-03",
            "1972-03-02",
            "1972-03-03",
            "1972-10-03",
            "soon",
            "1999-01-01",
        ]);
        check(&levels, &days, &["month", "day", "swapped", "day", "year", "else", "else"]);
        let levels = format!(
            "{{ is = 'number', at_most = 1, label = 'near' }}, {{ is = 'ratio', at_most = 0.1, label = 'tenth' }}, {ELSE}"
        );
        check(&levels, &a(&["10", "11", "£1,000.50", "1,050", "x"]), &["near", "else", "tenth", "else"]);
        let levels = format!(
            "{{ is = 'shared', at_least = 2, label = '2' }}, {{ is = 'shared', at_least = 1, label = '1' }}, {ELSE}"
        );
        check(&levels, &a(&["a;b;c", "B| c", "c;c", "d"]), &["2", "1", "else"]);
        let levels = format!(
            "{{ is = 'nickname', label = 'short' }}, {{ is = 'dice', at_least = 0.6, label = 'dice' }}, {ELSE}"
        );
        check(&levels, &a(&["Bill", "William", "Smith", "Smyth", "Xu"]), &["short", "else", "dice", "else"]);
    }

    #[test]
    fn levels_may_look_at_several_columns() {
        let levels = format!(
            "{{ is = 'swapped_with', with = 'b', label = 'swapped' }}, \
             {{ all = [{{ is = 'same' }}, {{ is = 'same', of = 'b' }}], label = 'both' }}, \
             {{ all = [{{ is = 'same' }}, {{ not = {{ is = 'same', of = 'b' }} }}], label = 'one' }}, \
             {{ any = [{{ is = 'jaro', at_least = 0.7 }}, {{ is = 'same', of = 'b' }}], label = 'any' }}, {ELSE}"
        );
        let rows = [
            [Some("ann"), Some("lee")],
            [Some("lee"), Some("ann")],
            [Some("lee"), Some("ann")],
            [Some("lee"), Some("cox")],
            [Some("zoe"), Some("cox")],
            [Some("ron"), None],
            [None, Some("cox")],
        ];
        check(&levels, &rows, &["swapped", "both", "one", "any", "else", "missing"]);
        let levels = format!("{{ is = 'kilometres', longitude = 'b', at_most = 300, label = 'near' }}, {ELSE}");
        // Leeds to London is about 273 km, Leeds to Paris about 597 km.
        let places =
            [[Some("51.507"), Some("-0.128")], [Some("53.799"), Some("-1.549")], [Some("48.857"), Some("2.352")]];
        check(&levels, &places, &["near", "else"]);
    }
}
