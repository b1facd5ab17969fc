//! The comparisons of a model file and their levels.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::Keys;
use super::mistake::{MistakeKind, Mistakes};
use super::{Comparison, Condition, Expression, Level, Test};
use crate::nearest::hint;

const COMPARISON_KEYS: [&str; 5] = ["name", "of", "levels", "term_frequency", "term_frequency_min"];
/// Keys of any level; those of its condition are known by [`parameters`].
const LEVEL_KEYS: [&str; 5] = ["label", "m", "u", "term_frequency", "fixed"];
const TEST_KEYS: [&str; 5] = ["is", "of", "all", "any", "not"];
const PARAMETER_KEYS: [&str; 4] = ["at_least", "at_most", "with", "longitude"];

pub(super) fn comparisons(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Vec<Comparison> {
    let tables = keys.tables("comparison", "[[comparison]]", &COMPARISON_KEYS, mistakes);
    let mut comparisons: Vec<Comparison> = Vec::new();
    for table in &tables {
        if let Some(comparison) = comparison(table, mistakes) {
            if comparisons.iter().any(|other| other.name == comparison.name) {
                mistakes.add(table.span.clone(), MistakeKind::Twice { name: comparison.name.clone() });
            }
            comparisons.push(comparison);
        }
    }
    if tables.is_empty() {
        mistakes.add(0..0, MistakeKind::Nothing { what: "comparison" });
    }
    comparisons
}

fn comparison(table: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Option<Comparison> {
    let name = table.required_text("name", mistakes)?;
    let name = (*name.get_ref()).to_owned();
    let of = match table.text("of", mistakes) {
        Some(text) => expression(&text, mistakes)?,
        None => Expression::Column(name.clone()),
    };
    let mut levels = Vec::new();
    for item in table.items("levels", "a list of levels", mistakes) {
        match item.get_ref() {
            DeValue::Table(entries) => levels.extend(level(entries, item.span(), mistakes)),
            _ => mistakes
                .add(item.span(), MistakeKind::WrongType { key: "levels".to_owned(), expected: "a list of levels" }),
        }
    }
    if table.truth("term_frequency", mistakes).unwrap_or(false)
        && let Some(exact) = levels.iter_mut().find(|level| level.test == Test::new(Condition::Same))
    {
        exact.term_frequency = 1.0;
    }
    let comparison = Comparison {
        name,
        of,
        levels,
        term_frequency_min: table.number("term_frequency_min", 0.0..=1.0, mistakes).unwrap_or(0.0),
        line: mistakes.line(table.span.start),
    };
    check_levels(&comparison, table, mistakes);
    Some(comparison)
}

fn check_levels(comparison: &Comparison, table: &Keys<'_>, mistakes: &mut Mistakes<'_>) {
    let name = || comparison.name.clone();
    let n_levels = comparison.levels.len();
    let is_else = |level: &Level| level.test.condition == Condition::Else;
    if !(2..=30).contains(&n_levels) {
        mistakes.add(table.span.clone(), MistakeKind::LevelCount { name: name(), found: n_levels });
    } else if !comparison.levels.last().is_some_and(is_else)
        || 1 < comparison.levels.iter().filter(|l| is_else(l)).count()
    {
        mistakes.add(table.span.clone(), MistakeKind::NoElse { name: name() });
    }
    let shares: [(&'static str, fn(&Level) -> Option<f64>); 2] = [("m", |level| level.m), ("u", |level| level.u)];
    for (which, share) in shares {
        let given: Option<Vec<f64>> = comparison.levels.iter().map(share).collect();
        let given = given.filter(|given| !given.is_empty());
        if let Some(sum) = given.map(|given| given.iter().sum::<f64>()).filter(|sum| 0.02 < (sum - 1.0).abs()) {
            mistakes.add(table.span.clone(), MistakeKind::NotOne { name: name(), which, sum });
        }
    }
}

fn level(entries: &DeTable<'_>, span: std::ops::Range<usize>, mistakes: &mut Mistakes<'_>) -> Option<Level> {
    let known: Vec<&str> = [&LEVEL_KEYS[..], &TEST_KEYS, &PARAMETER_KEYS].concat();
    let keys = Keys::open("a level", entries, span, &known, mistakes);
    let test = test(&keys, mistakes)?;
    let label = keys.text("label", mistakes).map_or_else(|| test.label(), |label| (*label.get_ref()).to_owned());
    Some(Level {
        label,
        m: keys.number("m", 0.0..=1.0, mistakes),
        u: keys.number("u", 0.0..=1.0, mistakes),
        term_frequency: keys.number("term_frequency", 0.0..=1.0, mistakes).unwrap_or(0.0),
        fixed: keys.truth("fixed", mistakes).unwrap_or(false),
        test,
    })
}

fn test(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Option<Test> {
    let given = ["is", "all", "any", "not"].into_iter().filter(|key| keys.get(key).is_some());
    let [which] = given.collect::<Vec<_>>()[..] else {
        mistakes.add(keys.span.clone(), MistakeKind::OneCondition);
        return None;
    };
    let of = match keys.text("of", mistakes) {
        Some(text) => Some(expression(&text, mistakes)?),
        None => None,
    };
    let condition = match which {
        "all" => Condition::All(tests(keys, "all", mistakes)?),
        "any" => Condition::Any(tests(keys, "any", mistakes)?),
        "not" => Condition::Not(Box::new(inner(keys.get("not")?, mistakes)?)),
        _ => named(keys, mistakes)?,
    };
    Some(Test { of, condition })
}

fn tests(keys: &Keys<'_>, key: &str, mistakes: &mut Mistakes<'_>) -> Option<Vec<Test>> {
    let items = keys.items(key, "a list of conditions", mistakes);
    let tests: Vec<Option<Test>> = items.into_iter().map(|item| inner(item, mistakes)).collect();
    tests.into_iter().collect::<Option<Vec<_>>>().filter(|tests| !tests.is_empty())
}

fn inner(item: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes<'_>) -> Option<Test> {
    let DeValue::Table(entries) = item.get_ref() else {
        mistakes.add(item.span(), MistakeKind::WrongType { key: "condition".to_owned(), expected: "a table" });
        return None;
    };
    let known: Vec<&str> = [&TEST_KEYS[..], &PARAMETER_KEYS].concat();
    test(&Keys::open("a condition", entries, item.span(), &known, mistakes), mistakes)
}

/// The condition that `is` names, with its number.
fn named(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Option<Condition> {
    let word = keys.text("is", mistakes)?;
    Some(match *word.get_ref() {
        "same" => Condition::Same,
        "jaro_winkler" => Condition::JaroWinkler { at_least: needed(keys, "at_least", 1.0, mistakes)? },
        "jaro" => Condition::Jaro { at_least: needed(keys, "at_least", 1.0, mistakes)? },
        "dice" => Condition::Dice { at_least: needed(keys, "at_least", 1.0, mistakes)? },
        "levenshtein" => Condition::Levenshtein { at_most: whole(keys, "at_most", mistakes)? },
        "damerau_levenshtein" => Condition::DamerauLevenshtein { at_most: whole(keys, "at_most", mistakes)? },
        "nickname" => Condition::Nickname,
        "swapped_with" => Condition::SwappedWith(needed_expression(keys, "with", mistakes)?),
        "day_month_swapped" => Condition::DayMonthSwapped,
        "days" => Condition::Days { at_most: whole(keys, "at_most", mistakes)? },
        "months" => Condition::Months { at_most: whole(keys, "at_most", mistakes)? },
        "years" => Condition::Years { at_most: whole(keys, "at_most", mistakes)? },
        "number" => Condition::Number { at_most: needed(keys, "at_most", f64::MAX, mistakes)? },
        "ratio" => Condition::Ratio { at_most: needed(keys, "at_most", 1.0, mistakes)? },
        "kilometres" => Condition::Kilometres {
            longitude: needed_expression(keys, "longitude", mistakes)?,
            at_most: needed(keys, "at_most", 40_000.0, mistakes)?,
        },
        "shared" => Condition::Shared { at_least: whole(keys, "at_least", mistakes)? },
        "else" => Condition::Else,
        other => {
            let kind = MistakeKind::UnknownWord {
                what: "condition",
                word: other.to_owned(),
                hint: hint(other, Condition::WORDS),
            };
            mistakes.add(word.span(), kind);
            return None;
        }
    })
}

fn needed(keys: &Keys<'_>, key: &str, max: f64, mistakes: &mut Mistakes<'_>) -> Option<f64> {
    if keys.get(key).is_none() {
        keys.missing(key, mistakes);
    }
    keys.number(key, 0.0..=max, mistakes)
}

fn whole(keys: &Keys<'_>, key: &str, mistakes: &mut Mistakes<'_>) -> Option<u32> {
    if keys.get(key).is_none() {
        keys.missing(key, mistakes);
    }
    keys.whole(key, 0.0..=1e6, mistakes).map(|whole| whole as u32)
}

fn needed_expression(keys: &Keys<'_>, key: &str, mistakes: &mut Mistakes<'_>) -> Option<Expression> {
    let text = keys.required_text(key, mistakes)?;
    expression(&text, mistakes)
}

fn expression(text: &Spanned<&str>, mistakes: &mut Mistakes<'_>) -> Option<Expression> {
    Expression::parse(text.get_ref()).map_err(|kind| mistakes.add(text.span(), kind)).ok()
}
