//! A test with its expressions as slots, ready to be asked of two rows.

use rapidfuzz::distance::{damerau_levenshtein, jaro, jaro_winkler, levenshtein, osa};

use super::Slot;
use crate::linkage_model::{Condition, Expression, Test};
use crate::records::NULL;
use crate::text_form;

/// A likeness of two texts and what it must reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Metric {
    JaroWinkler(f64),
    Jaro(f64),
    Dice(f64),
    Levenshtein(usize),
    Damerau(usize),
}

#[derive(Clone, Debug)]
pub(crate) enum BoundTest {
    /// Of the values of one expression.
    Of {
        slot: usize,
        test: ValueTest,
    },
    /// `other_of` gives for a code of `slot` the code of the same text in `other`.
    Swapped {
        slot: usize,
        other: usize,
        other_of: Vec<u32>,
    },
    /// `other_of` as above; one of the two values must be the other record's.
    Across {
        slot: usize,
        other: usize,
        other_of: Vec<u32>,
    },
    Kilometres {
        latitude: usize,
        longitude: usize,
        at_most: f64,
    },
    All(Vec<BoundTest>),
    Any(Vec<BoundTest>),
    Not(Box<BoundTest>),
    /// The value of either row is missing.
    Missing {
        slot: usize,
    },
    Else,
}

/// What is asked of two values of one expression.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ValueTest {
    Same,
    Like(Metric),
    Nickname,
    Initial,
    WithoutVowels,
    DayMonthSwapped,
    DaysApart(f64),
    NumbersApart(f64),
    Ratio(f64),
    Shared(usize),
}

const DAYS_IN_A_MONTH: f64 = 30.4375;
const DAYS_IN_A_YEAR: f64 = 365.25;

impl BoundTest {
    pub(crate) fn new(
        test: &Test,
        default: &Expression,
        slots: &[Slot<'_>],
        slot_of: &dyn Fn(&Expression) -> usize,
    ) -> BoundTest {
        let of = test.of.as_ref().unwrap_or(default);
        let inner = |test: &Test| BoundTest::new(test, of, slots, slot_of);
        match &test.condition {
            Condition::All(tests) => BoundTest::All(tests.iter().map(inner).collect()),
            Condition::Any(tests) => BoundTest::Any(tests.iter().map(inner).collect()),
            Condition::Not(test) => BoundTest::Not(Box::new(inner(test))),
            Condition::SwappedWith(other) => {
                let (slot, other) = (slot_of(of), slot_of(other));
                BoundTest::Swapped { slot, other, other_of: same_texts(&slots[slot], &slots[other]) }
            }
            Condition::SameAcross(other) => {
                let (slot, other) = (slot_of(of), slot_of(other));
                BoundTest::Across { slot, other, other_of: same_texts(&slots[slot], &slots[other]) }
            }
            Condition::Kilometres { longitude, at_most } => {
                BoundTest::Kilometres { latitude: slot_of(of), longitude: slot_of(longitude), at_most: *at_most }
            }
            Condition::Missing => BoundTest::Missing { slot: slot_of(of) },
            condition => {
                ValueTest::of(condition).map_or(BoundTest::Else, |test| BoundTest::Of { slot: slot_of(of), test })
            }
        }
    }

    /// Whether it can only hold where two rows have the same value in a slot.
    pub(crate) fn asks_for_same(&self, slot: usize) -> bool {
        match self {
            BoundTest::Of { slot: of, test: ValueTest::Same } => *of == slot,
            BoundTest::All(tests) => tests.iter().any(|test| test.asks_for_same(slot)),
            _ => false,
        }
    }

    /// The slot of whose values it asks that they are the same, where it asks for nothing else.
    pub(crate) fn slot_of_same(&self) -> Option<usize> {
        match self {
            BoundTest::Of { slot, test: ValueTest::Same } => Some(*slot),
            _ => None,
        }
    }

    /// Whether it holds between two rows; none where a value that it needs is missing.
    pub(crate) fn holds(&self, slots: &[Slot<'_>], left: &[u32], right: &[u32]) -> Option<bool> {
        let codes = |slot: usize| {
            let (l, r) = (left[slot], right[slot]);
            (l != NULL && r != NULL).then_some((l as usize, r as usize))
        };
        match self {
            BoundTest::Of { slot, test } => test.holds(&slots[*slot], codes(*slot)?),
            BoundTest::Swapped { slot, other, other_of } => {
                let ((l, r), (other_l, other_r)) = (codes(*slot)?, codes(*other)?);
                Some(l != r && other_of[l] as usize == other_r && other_of[r] as usize == other_l)
            }
            BoundTest::Across { slot, other, other_of } => {
                let is_there =
                    |own: u32, there: u32| (own != NULL && there != NULL).then(|| other_of[own as usize] == there);
                let ways = [is_there(left[*slot], right[*other]), is_there(right[*slot], left[*other])];
                (ways != [None, None]).then(|| ways.contains(&Some(true)))
            }
            BoundTest::Kilometres { latitude, longitude, at_most } => {
                let latitudes = numbers(&slots[*latitude], codes(*latitude)?)?;
                let longitudes = numbers(&slots[*longitude], codes(*longitude)?)?;
                Some(kilometres((latitudes.0, longitudes.0), (latitudes.1, longitudes.1)) <= *at_most)
            }
            BoundTest::All(tests) => all(tests.iter().map(|test| test.holds(slots, left, right))),
            BoundTest::Any(tests) => {
                all(tests.iter().map(|test| test.holds(slots, left, right).map(|holds| !holds))).map(|none| !none)
            }
            BoundTest::Not(test) => test.holds(slots, left, right).map(|holds| !holds),
            BoundTest::Missing { slot } => Some(codes(*slot).is_none()),
            BoundTest::Else => Some(true),
        }
    }
}

impl ValueTest {
    /// None where a condition asks for more than one expression, or for nothing.
    fn of(condition: &Condition) -> Option<ValueTest> {
        Some(match condition {
            Condition::Same => ValueTest::Same,
            Condition::JaroWinkler { at_least } => ValueTest::Like(Metric::JaroWinkler(*at_least)),
            Condition::Jaro { at_least } => ValueTest::Like(Metric::Jaro(*at_least)),
            Condition::Dice { at_least } => ValueTest::Like(Metric::Dice(*at_least)),
            Condition::Levenshtein { at_most } => ValueTest::Like(Metric::Levenshtein(*at_most as usize)),
            Condition::DamerauLevenshtein { at_most } => ValueTest::Like(Metric::Damerau(*at_most as usize)),
            Condition::Nickname => ValueTest::Nickname,
            Condition::Initial => ValueTest::Initial,
            Condition::WithoutVowels => ValueTest::WithoutVowels,
            Condition::DayMonthSwapped => ValueTest::DayMonthSwapped,
            Condition::Days { at_most } => ValueTest::DaysApart(f64::from(*at_most)),
            Condition::Months { at_most } => ValueTest::DaysApart(f64::from(*at_most) * DAYS_IN_A_MONTH),
            Condition::Years { at_most } => ValueTest::DaysApart(f64::from(*at_most) * DAYS_IN_A_YEAR),
            Condition::Number { at_most } => ValueTest::NumbersApart(*at_most),
            Condition::Ratio { at_most } => ValueTest::Ratio(*at_most),
            Condition::Shared { at_least } => ValueTest::Shared(*at_least as usize),
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::SwappedWith(_)
            | Condition::SameAcross(_)
            | Condition::Kilometres { .. }
            | Condition::Missing
            | Condition::Else => return None,
        })
    }

    /// Whether it holds between two values; none where either is not what the test needs, such as a date.
    pub(crate) fn holds(self, slot: &Slot<'_>, (l, r): (usize, usize)) -> Option<bool> {
        Some(match self {
            ValueTest::Same => l == r,
            ValueTest::Like(metric) => metric.holds(slot.folded.get(l).as_bytes(), slot.folded.get(r).as_bytes()),
            ValueTest::Nickname => 1 <= n_shared(&slot.names[l], &slot.names[r]),
            ValueTest::Initial => text_form::is_initial_of(slot.folded.get(l), slot.folded.get(r)),
            ValueTest::WithoutVowels => text_form::is_same_without_vowels(slot.folded.get(l), slot.folded.get(r)),
            ValueTest::DayMonthSwapped => {
                let (l, r) = (slot.days[l]?, slot.days[r]?);
                l.number != r.number && l.swapped == Some(r.number)
            }
            ValueTest::DaysApart(at_most) => {
                let (l, r) = (slot.days[l]?, slot.days[r]?);
                f64::from(l.number.abs_diff(r.number)) <= at_most
            }
            ValueTest::NumbersApart(at_most) => {
                let (l, r) = numbers(slot, (l, r))?;
                (l - r).abs() <= at_most
            }
            ValueTest::Ratio(at_most) => {
                let (l, r) = numbers(slot, (l, r))?;
                (l - r).abs() <= at_most * l.abs().max(r.abs())
            }
            ValueTest::Shared(at_least) => at_least <= n_shared(&slot.members[l], &slot.members[r]),
        })
    }
}

impl Metric {
    /// Whether two folded texts are as alike as asked.
    pub(crate) fn holds(self, left: &[u8], right: &[u8]) -> bool {
        let (l, r) = (left.iter().copied(), right.iter().copied());
        match self {
            Metric::JaroWinkler(at_least) => at_least <= jaro_winkler::similarity(l, r),
            Metric::Jaro(at_least) => at_least <= jaro::similarity(l, r),
            Metric::Dice(at_least) => at_least <= dice(left, right),
            Metric::Levenshtein(at_most) => levenshtein::distance(l, r) <= at_most,
            Metric::Damerau(at_most) => is_damerau_within(at_most, left, right, osa::distance(l, r)),
        }
    }
}

/// Whether the Damerau-Levenshtein distance is within the limit, given the optimal string alignment.
///
/// Alignment is quick and never less than the distance; it is more only where letters are put between
/// swapped ones, and then by at most half, so the slow distance is asked for in between alone.
pub(crate) fn is_damerau_within(at_most: usize, left: &[u8], right: &[u8], alignment: usize) -> bool {
    if alignment <= at_most || at_most + at_most / 2 < alignment {
        return alignment <= at_most;
    }
    damerau_levenshtein::distance(left.iter().copied(), right.iter().copied()) <= at_most
}

/// Dice coefficient over pairs of neighbouring letters, with `_` put around the text (method, T6).
pub fn dice(left: &[u8], right: &[u8]) -> f64 {
    let pairs = |text: &[u8]| {
        let padded: Vec<u8> = std::iter::once(b'_').chain(text.iter().copied()).chain([b'_']).collect();
        let mut pairs: Vec<u32> = padded.windows(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1])).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    };
    let (left, right) = (pairs(left), pairs(right));
    2.0 * n_shared(&left, &right) as f64 / (left.len() + right.len()) as f64
}

/// Three-valued: false where any is false, else unknown where any is.
fn all(truths: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut holds = Some(true);
    for truth in truths {
        match truth {
            Some(false) => return Some(false),
            Some(true) => {}
            None => holds = None,
        }
    }
    holds
}

fn n_shared(left: &[u32], right: &[u32]) -> usize {
    let (mut l, mut r, mut n) = (0, 0, 0);
    while l < left.len() && r < right.len() {
        match left[l].cmp(&right[r]) {
            std::cmp::Ordering::Less => l += 1,
            std::cmp::Ordering::Greater => r += 1,
            std::cmp::Ordering::Equal => (l, r, n) = (l + 1, r + 1, n + 1),
        }
    }
    n
}

fn numbers(slot: &Slot<'_>, (l, r): (usize, usize)) -> Option<(f64, f64)> {
    Some((slot.numbers[l]?, slot.numbers[r]?))
}

/// Distance on a globe of 6,371 km by the haversine formula.
fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let cosines = from.0.to_radians().cos() * to.0.to_radians().cos();
    let h = half_sine(to.0 - from.0) + cosines * half_sine(to.1 - from.1);
    2.0 * 6_371.0 * h.clamp(0.0, 1.0).sqrt().asin()
}

/// For each value of one slot the code of the same text in another.
fn same_texts(slot: &Slot<'_>, other: &Slot<'_>) -> Vec<u32> {
    let codes = other.values.iter().enumerate().map(|(code, text)| (text, code as u32));
    let codes: std::collections::HashMap<&str, u32> = codes.collect();
    slot.values.iter().map(|text| codes.get(text).copied().unwrap_or(NULL)).collect()
}
