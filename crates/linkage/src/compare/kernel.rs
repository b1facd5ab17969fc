//! The comparison kernel: the level of a pair on each comparison.

use std::sync::{Mutex, PoisonError};

use rapidfuzz::distance::{jaro, jaro_winkler, levenshtein, osa};

use super::LevelCode;
use crate::bind::{
    Bound, BoundComparison, LetterSet, Metric, UnequalLevels, ValueTest, dice, is_damerau_within, n_lacking,
};
use crate::records::NULL;

/// Kernels of a binding that are handed from thread to thread, so that each goes on with what the one before it found.
pub(crate) struct Kernels<'b> {
    bound: &'b Bound<'b>,
    idle: Mutex<Vec<Vec<ColumnState>>>,
}

impl<'b> Kernels<'b> {
    pub(crate) fn of(bound: &'b Bound<'b>) -> Kernels<'b> {
        Kernels { bound, idle: Mutex::default() }
    }

    pub(crate) fn bound(&self) -> &'b Bound<'b> {
        self.bound
    }

    /// A kernel for one thread, which comes back when it is dropped.
    pub(crate) fn take(&self) -> Kernel<'_> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let column = |comparison: &BoundComparison| ColumnState {
            cache: comparison.is_cached.then(LevelCache::new),
            left_code: NULL,
            ..ColumnState::default()
        };
        let columns = idle.unwrap_or_else(|| self.bound.comparisons.iter().map(column).collect());
        Kernel { kernels: self, columns, is_many: false }
    }
}

/// Compares pairs on one thread. What it keeps only saves time, so results do not depend on it.
pub(crate) struct Kernel<'k> {
    kernels: &'k Kernels<'k>,
    columns: Vec<ColumnState>,
    /// Whether left rows meet enough right ones for preparing their values to pay.
    is_many: bool,
}

impl Drop for Kernel<'_> {
    fn drop(&mut self) {
        self.kernels.idle.lock().unwrap_or_else(PoisonError::into_inner).push(std::mem::take(&mut self.columns));
    }
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
    /// Pair and level in one word, so that a look costs one line of the processor's cache.
    entries: Vec<u64>,
}

const BITS_OF_PLACE: u32 = 16;
const BITS_OF_CODE: u32 = 28;
const NO_PAIR: u64 = u64::MAX;
/// Preparing a left value pays where it meets about this many right ones.
const N_RIGHT_MANY: usize = 6;

/// The level that two values reach by none of the tests that are asked of them.
const NOT_ALIKE: LevelCode = LevelCode::MAX;

/// A left value made ready for many right ones, each likeness when it is first asked for.
#[derive(Default)]
struct Prepared {
    jaro_winkler: Option<jaro_winkler::BatchComparator<u8>>,
    jaro: Option<jaro::BatchComparator<u8>>,
    levenshtein: Option<levenshtein::BatchComparator<u8>>,
    alignment: Option<osa::BatchComparator<u8>>,
}

impl Kernel<'_> {
    /// Says that the next pairs share this left row, and how many there may be.
    pub(crate) fn meet(&mut self, n_right: usize) {
        self.is_many = N_RIGHT_MANY <= n_right;
    }

    /// The level of a pair on one comparison.
    pub(crate) fn level(&mut self, at: usize, left: &[u32], right: &[u32]) -> LevelCode {
        let bound = self.kernels.bound;
        let comparison = &bound.comparisons[at];
        let (l, r) = (left[comparison.slot], right[comparison.slot]);
        if l == NULL || r == NULL {
            return 0;
        }
        if l == r && comparison.exact_level == Some(0) {
            return 1;
        }
        if l != r {
            return self.level_of_unequal(at, left, right);
        }
        let mut alike = None;
        for (level, (test, of_values)) in comparison.tests.iter().zip(&comparison.of_values).enumerate() {
            let holds = match of_values {
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

    /// The same where the values differ, as they do in most pairs: what is asked of the two values is worked out at one go, and
    /// the other levels are only asked where it matters.
    fn level_of_unequal(&mut self, at: usize, left: &[u32], right: &[u32]) -> LevelCode {
        let bound = self.kernels.bound;
        let comparison = &bound.comparisons[at];
        let holds = |level: &usize| comparison.tests[*level].holds(&bound.slots, left, right) == Some(true);
        let UnequalLevels { before, after } = &comparison.unequal;
        if let Some(level) = before.iter().copied().find(holds) {
            return level as LevelCode + 1;
        }
        let codes = (left[comparison.slot], right[comparison.slot]);
        let reached = match comparison.has_tests_of_values() {
            true => self.columns[at].alike(bound, comparison, codes, self.is_many),
            false => NOT_ALIKE,
        };
        let mut others = after.iter().copied().take_while(|level| *level < usize::from(reached));
        let level = others.find(holds).unwrap_or(usize::from(reached));
        (level + 1).min(comparison.n_levels()) as LevelCode // the last level is `else`, which always holds
    }

    pub(crate) fn levels(&mut self, left: &[u32], right: &[u32], levels: &mut [LevelCode]) {
        for (at, level) in levels.iter_mut().enumerate() {
            *level = self.level(at, left, right);
        }
    }
}

impl ColumnState {
    /// The first level that two values reach by what is asked of them alone, or [`NOT_ALIKE`].
    fn alike(
        &mut self,
        bound: &Bound<'_>,
        comparison: &BoundComparison,
        (l, r): (u32, u32),
        is_many: bool,
    ) -> LevelCode {
        if let Some(level) = self.cache.as_ref().and_then(|cache| cache.level(l, r)) {
            return level;
        }
        let level = self.worked_out(bound, comparison, (l, r), is_many);
        if let Some(cache) = &mut self.cache {
            cache.keep(l, r, level);
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
        let slot = &bound.slots[comparison.slot];
        if is_many && self.left_code != l {
            self.left = Prepared::default();
            self.left_code = l;
        }
        let (l, r) = (l as usize, r as usize);
        let prepared = is_many.then_some(&mut self.left);
        let mut distances = (!slot.folded.is_empty()).then(|| {
            let letters = (slot.letters[l], slot.letters[r]);
            Distances::new((slot.folded.get(l), slot.folded.get(r)), letters, prepared)
        });
        let mut holds = |test: ValueTest| match (test, &mut distances) {
            (ValueTest::Like(metric), Some(distances)) => distances.reach(metric),
            (test, _) => test.holds(slot, (l, r)) == Some(true),
        };
        let reached = comparison.of_values.iter().position(|test| test.is_some_and(&mut holds));
        reached.map_or(NOT_ALIKE, |level| level as LevelCode)
    }
}

impl LevelCache {
    fn new() -> LevelCache {
        LevelCache { entries: vec![NO_PAIR; 1 << BITS_OF_PLACE] }
    }

    fn level(&self, l: u32, r: u32) -> Option<LevelCode> {
        let pair = pair(l, r)?;
        let entry = self.entries[place(pair)];
        (entry >> LevelCode::BITS == pair).then_some(entry as LevelCode)
    }

    fn keep(&mut self, l: u32, r: u32, level: LevelCode) {
        if let Some(pair) = pair(l, r) {
            self.entries[place(pair)] = pair << LevelCode::BITS | u64::from(level);
        }
    }
}

/// Two codes in one number, which leaves room for a level and is never that of [`NO_PAIR`]; none for codes of very many values.
fn pair(l: u32, r: u32) -> Option<u64> {
    (l.max(r) < (1 << BITS_OF_CODE) - 1).then(|| u64::from(l) << BITS_OF_CODE | u64::from(r))
}

fn place(pair: u64) -> usize {
    (pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS_OF_PLACE)) as usize
}

/// The likenesses of two texts, each worked out when it is first asked for.
struct Distances<'a> {
    left: &'a [u8],
    right: &'a [u8],
    /// How many letters of each the other one surely lacks.
    n_lacking: (usize, usize),
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

/// Sums of doubles in another order may be off by this much.
const SLACK: f64 = 1e-9;

impl<'a> Distances<'a> {
    fn new(
        (left, right): (&'a str, &'a str),
        letters: (LetterSet, LetterSet),
        prepared: Option<&'a mut Prepared>,
    ) -> Distances<'a> {
        let n_lacking = n_lacking(letters.0, letters.1);
        Distances { left: left.as_bytes(), right: right.as_bytes(), n_lacking, prepared, known: Likenesses::default() }
    }

    /// Whether two texts are as alike as asked. Most are not, which mostly their letters tell.
    fn reach(&mut self, metric: Metric) -> bool {
        match metric {
            Metric::JaroWinkler(at_least) => {
                at_least <= self.jaro_winkler_most()
                    && at_least <= between!(self, jaro_winkler, jaro_winkler, jaro_winkler, similarity)
            }
            Metric::Jaro(at_least) => {
                at_least <= self.jaro_most() && at_least <= between!(self, jaro, jaro, jaro, similarity)
            }
            Metric::Dice(at_least) => {
                let (left, right) = (self.left, self.right);
                at_least <= *self.known.dice.get_or_insert_with(|| dice(left, right))
            }
            Metric::Levenshtein(at_most) => {
                self.distance_least() <= at_most
                    && between!(self, levenshtein, levenshtein, levenshtein, distance) <= at_most
            }
            Metric::Damerau(at_most) => {
                self.distance_least() <= at_most && {
                    let alignment = between!(self, osa, alignment, alignment, distance);
                    is_damerau_within(at_most, self.left, self.right, alignment)
                }
            }
        }
    }

    /// The Jaro similarity is no more, with every letter matched that both have, each in its place.
    fn jaro_most(&self) -> f64 {
        let (l, r) = (self.left.len(), self.right.len());
        if l == 0 || r == 0 {
            return 1.0;
        }
        let n_common = (l - self.n_lacking.0).min(r - self.n_lacking.1) as f64;
        (n_common / l as f64 + n_common / r as f64 + 1.0) / 3.0 + SLACK
    }

    fn jaro_winkler_most(&self) -> f64 {
        let jaro = self.jaro_most();
        let n_prefix = self.left.iter().zip(self.right).take(4).take_while(|(l, r)| l == r).count();
        jaro + 0.1 * n_prefix as f64 * (1.0 - jaro) + SLACK
    }

    /// Texts of very different length or with other letters are at least this many slips apart: each slip adds one letter, or removes
    /// one out, or both; a swap does neither.
    fn distance_least(&self) -> usize {
        self.left.len().abs_diff(self.right.len()).max(self.n_lacking.0).max(self.n_lacking.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bind::letter_set;
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
            let kernels = Kernels::of(&bound);
            let mut kernel = kernels.take();
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

    proptest::proptest! {
        #[test]
        fn letters_rule_out_nothing_that_is_alike(left in "[a-d01 ]{0,9}", right in "[a-d01 ]{0,9}", tenths in 1_u8..10) {
            let letters = (letter_set(&left), letter_set(&right));
            let at_least = f64::from(tenths) / 10.0;
            let at_most = usize::from(tenths) / 2;
            for metric in [
                Metric::JaroWinkler(at_least),
                Metric::Jaro(at_least),
                Metric::Dice(at_least),
                Metric::Levenshtein(at_most),
                Metric::Damerau(at_most),
            ] {
                let reached = Distances::new((&left, &right), letters, None).reach(metric);
                assert_eq!(reached, metric.holds(left.as_bytes(), right.as_bytes()), "{metric:?}");
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
