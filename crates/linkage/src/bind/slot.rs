//! One expression over all records: its distinct values and their forms.

use std::borrow::Cow;

use crate::calendar;
use crate::linkage_model::{Condition, Expression};
use crate::records::Texts;
use model::home::fold;

use super::NicknameList;
use super::letters::{LetterSet, letter_set};

/// A form of the values that a test needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Folded,
    Days,
    Numbers,
    Members,
    Names,
    Shares,
}

impl Form {
    pub(super) fn of(condition: &Condition) -> Option<Form> {
        match condition {
            Condition::JaroWinkler { .. }
            | Condition::Jaro { .. }
            | Condition::Dice { .. }
            | Condition::Levenshtein { .. }
            | Condition::DamerauLevenshtein { .. }
            | Condition::Initial
            | Condition::WithoutVowels => Some(Form::Folded),
            Condition::Days { .. }
            | Condition::Months { .. }
            | Condition::Years { .. }
            | Condition::DayMonthSwapped => Some(Form::Days),
            Condition::Number { .. } | Condition::Ratio { .. } => Some(Form::Numbers),
            Condition::Shared { .. } => Some(Form::Members),
            Condition::Nickname => Some(Form::Names),
            _ => None,
        }
    }
}

/// A day as a number since 1970, and the same with day and month swapped where that is a day too.
#[derive(Clone, Copy)]
pub(crate) struct Day {
    pub(crate) number: i32,
    pub(crate) swapped: Option<i32>,
}

/// The distinct values of an expression. Forms that no test needs are empty.
pub(crate) struct Slot<'a> {
    pub(crate) expression: Expression,
    pub(crate) values: Cow<'a, Texts>,
    /// Records that have a value.
    pub(crate) n_present: u64,
    /// How likely two records with values taken at random have the same.
    pub(crate) repeat_probability: f64,
    pub(crate) folded: Texts,
    /// The letters of each folded value.
    pub(crate) letters: Vec<LetterSet>,
    pub(crate) days: Vec<Option<Day>>,
    pub(crate) numbers: Vec<Option<f64>>,
    /// Sorted numbers of the members of each value.
    pub(crate) members: Vec<Vec<u32>>,
    /// Sorted numbers of the formal names that each value may stand for.
    pub(crate) names: Vec<Vec<u32>>,
    /// For each value its share of the records that have one.
    pub(crate) shares: Vec<f32>,
}

impl<'a> Slot<'a> {
    /// `counts` says for each value how many records have it.
    pub(super) fn new(
        expression: Expression,
        values: Cow<'a, Texts>,
        counts: &[u32],
        forms: &[Form],
        nicknames: &NicknameList,
    ) -> Result<Slot<'a>, crate::Error> {
        let n_present: u64 = counts.iter().map(|n| u64::from(*n)).sum();
        let share = |n: &u32| f64::from(*n) / n_present.max(1) as f64;
        let has = |form| forms.contains(&form);
        let mut folded = Texts::default();
        if has(Form::Folded) {
            values.iter().try_for_each(|value| folded.push(&fold(value)).map(drop))?;
        }
        let letters = folded.iter().map(letter_set).collect();
        let days = if has(Form::Days) { values.iter().map(day).collect() } else { Vec::new() };
        let numbers = if has(Form::Numbers) { values.iter().map(number).collect() } else { Vec::new() };
        let members = if has(Form::Members) { members(&values)? } else { Vec::new() };
        let names =
            if has(Form::Names) { values.iter().map(|v| nicknames.formal_names(v)).collect() } else { Vec::new() };
        let shares = if has(Form::Shares) { counts.iter().map(|n| share(n) as f32).collect() } else { Vec::new() };
        let repeat_probability = counts.iter().map(|n| share(n) * share(n)).sum();
        Ok(Slot {
            expression,
            values,
            n_present,
            repeat_probability,
            folded,
            letters,
            days,
            numbers,
            members,
            names,
            shares,
        })
    }
}

/// Prints how much there is and nothing of what.
impl std::fmt::Debug for Slot<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Slot({}, {} values)", self.expression, self.values.len())
    }
}

fn day(value: &str) -> Option<Day> {
    let day = calendar::day(value)?;
    let swapped = jiff::civil::Date::new(day.year(), day.day(), day.month()).ok();
    Some(Day { number: calendar::day_number(day), swapped: swapped.map(calendar::day_number) })
}

/// A number as people write it: `1,234.50`, `£20`.
pub(super) fn number(value: &str) -> Option<f64> {
    let plain: String = value.chars().filter(|c| !matches!(c, ',' | '£' | ' ')).collect();
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

fn members(values: &Texts) -> Result<Vec<Vec<u32>>, crate::Error> {
    let mut known = crate::records::Dictionary::default();
    let mut all = Vec::with_capacity(values.len());
    for value in values.iter() {
        let parts = value.split([';', '|']).map(fold).filter(|part| !part.is_empty());
        let mut codes = parts.map(|part| known.intern(&part)).collect::<Result<Vec<u32>, _>>()?;
        codes.sort_unstable();
        codes.dedup();
        all.push(codes);
    }
    Ok(all)
}
