//! The comparisons of a model file and their levels.

use authored::{Keys, MistakeKind};

use super::read::expression;
use super::{Comparison, Condition, Expression, Level, Test};

const COMPARISON_KEYS: [&str; 5] = ["name", "of", "levels", "term_frequency", "term_frequency_min"];
/// Keys of any level; those of its condition are known by [`parameters`].
const LEVEL_KEYS: [&str; 5] = ["label", "m", "u", "term_frequency", "fixed"];
const TEST_KEYS: [&str; 5] = ["is", "of", "all", "any", "not"];
const PARAMETER_KEYS: [&str; 4] = ["at_least", "at_most", "with", "longitude"];

pub(super) fn comparisons(keys: &Keys<'_>) -> Vec<Comparison> {
    let tables = keys.tables("comparison", "[[comparison]]", &COMPARISON_KEYS);
    let mut comparisons: Vec<Comparison> = Vec::new();
    for table in &tables {
        if let Some(comparison) = comparison(table) {
            if comparisons.iter().any(|other| other.name == comparison.name) {
                let kind = MistakeKind::Unfit(format!("there are two comparisons `{}`", comparison.name));
                table.file.add(table.span.clone(), kind, "each name once");
            }
            comparisons.push(comparison);
        }
    }
    if tables.is_empty() {
        keys.file.add(0..0, MistakeKind::Lacking("there is no comparison".to_owned()), "at least one `[[comparison]]`");
    }
    comparisons
}

fn comparison(table: &Keys<'_>) -> Option<Comparison> {
    let name = table.needed("name", "\"surname\"")?;
    let of = match table.text("of") {
        Some(text) => expression(text.span(), text.get_ref(), table)?,
        None => Expression::Column(name.clone()),
    };
    let known = [&LEVEL_KEYS[..], &TEST_KEYS, &PARAMETER_KEYS].concat();
    let mut levels: Vec<Level> = table.tables("levels", "a level", &known).iter().filter_map(level).collect();
    if table.truth("term_frequency").unwrap_or(false)
        && let Some(exact) = levels.iter_mut().find(|level| level.test == Test::new(Condition::Same))
    {
        exact.term_frequency = 1.0;
    }
    let term_frequency_min = table.number("term_frequency_min", 0.0..=1.0).unwrap_or(0.0);
    let comparison = Comparison { name, of, levels, term_frequency_min, line: table.line() };
    check_levels(&comparison, table);
    Some(comparison)
}

fn check_levels(comparison: &Comparison, table: &Keys<'_>) {
    let Comparison { name, levels, .. } = comparison;
    let wrong = |what: String, expected: &str| {
        let kind = MistakeKind::Lacking(format!("the comparison `{name}` {what}"));
        table.file.add(table.span.clone(), kind, expected);
    };
    let is_else = |level: &&Level| level.test.condition == Condition::Else;
    if !(2..=30).contains(&levels.len()) {
        wrong(format!("has {} levels; it needs 2 to 30", levels.len()), "2 to 30 levels");
    } else if !levels.last().as_ref().is_some_and(is_else) || 1 < levels.iter().filter(is_else).count() {
        wrong("must end with the level `else`, and have it once".to_owned(), "`{ is = \"else\" }` at the end");
    }
    let shares: [(&str, fn(&Level) -> Option<f64>); 2] = [("m", |level| level.m), ("u", |level| level.u)];
    for (which, share) in shares {
        let given: Option<Vec<f64>> = levels.iter().map(share).collect();
        let given = given.filter(|given| !given.is_empty());
        if let Some(sum) = given.map(|given| given.iter().sum::<f64>()).filter(|sum| 0.02 < (sum - 1.0).abs()) {
            wrong(format!("has `{which}` that add up to {sum:.3} instead of 1"), "shares that add up to 1");
        }
    }
}

fn level(keys: &Keys<'_>) -> Option<Level> {
    let test = test(keys)?;
    Some(Level {
        label: keys.owned("label").unwrap_or_else(|| test.label()),
        m: keys.number("m", 0.0..=1.0),
        u: keys.number("u", 0.0..=1.0),
        term_frequency: keys.number("term_frequency", 0.0..=1.0).unwrap_or(0.0),
        fixed: keys.truth("fixed").unwrap_or(false),
        test,
    })
}

fn test(keys: &Keys<'_>) -> Option<Test> {
    let given = ["is", "all", "any", "not"].into_iter().filter(|key| keys.has(key));
    let [which] = given.collect::<Vec<_>>()[..] else {
        let kind = "a level must have exactly one of `is`, `all`, `any` or `not`".to_owned();
        keys.file.add(keys.span.clone(), MistakeKind::Unfit(kind), "one condition");
        return None;
    };
    let of = match keys.text("of") {
        Some(text) => Some(expression(text.span(), text.get_ref(), keys)?),
        None => None,
    };
    let known = [&TEST_KEYS[..], &PARAMETER_KEYS].concat();
    let condition = match which {
        "all" => Condition::All(tests(keys, "all", &known)?),
        "any" => Condition::Any(tests(keys, "any", &known)?),
        "not" => Condition::Not(Box::new(test(&keys.table("not", "a condition", &known)?)?)),
        _ => named(keys)?,
    };
    Some(Test { of, condition })
}

fn tests(keys: &Keys<'_>, key: &str, known: &[&str]) -> Option<Vec<Test>> {
    let tests: Vec<Option<Test>> = keys.tables(key, "a condition", known).iter().map(test).collect();
    tests.into_iter().collect::<Option<Vec<_>>>().filter(|tests| !tests.is_empty())
}

/// The condition that `is` names, with its number.
fn named(keys: &Keys<'_>) -> Option<Condition> {
    let word = keys.text("is")?;
    Some(match *word.get_ref() {
        "same" => Condition::Same,
        "jaro_winkler" => Condition::JaroWinkler { at_least: needed(keys, "at_least", 1.0)? },
        "jaro" => Condition::Jaro { at_least: needed(keys, "at_least", 1.0)? },
        "dice" => Condition::Dice { at_least: needed(keys, "at_least", 1.0)? },
        "levenshtein" => Condition::Levenshtein { at_most: whole(keys, "at_most")? },
        "damerau_levenshtein" => Condition::DamerauLevenshtein { at_most: whole(keys, "at_most")? },
        "nickname" => Condition::Nickname,
        "swapped_with" => Condition::SwappedWith(needed_expression(keys, "with")?),
        "initial" => Condition::Initial,
        "without_vowels" => Condition::WithoutVowels,
        "same_across" => Condition::SameAcross(needed_expression(keys, "with")?),
        "day_month_swapped" => Condition::DayMonthSwapped,
        "missing" => Condition::Missing,
        "days" => Condition::Days { at_most: whole(keys, "at_most")? },
        "months" => Condition::Months { at_most: whole(keys, "at_most")? },
        "years" => Condition::Years { at_most: whole(keys, "at_most")? },
        "number" => Condition::Number { at_most: needed(keys, "at_most", f64::MAX)? },
        "ratio" => Condition::Ratio { at_most: needed(keys, "at_most", 1.0)? },
        "kilometres" => Condition::Kilometres {
            longitude: needed_expression(keys, "longitude")?,
            at_most: needed(keys, "at_most", 40_000.0)?,
        },
        "shared" => Condition::Shared { at_least: whole(keys, "at_least")? },
        "else" => Condition::Else,
        other => {
            keys.file.unknown_word(word.span(), "condition", other, "a condition", Condition::WORDS);
            return None;
        }
    })
}

fn needed(keys: &Keys<'_>, key: &str, max: f64) -> Option<f64> {
    keys.needed_number(key, 0.0..=max)
}

fn whole(keys: &Keys<'_>, key: &str) -> Option<u32> {
    keys.need(key, format!("`{key} =` a whole number"));
    keys.whole(key, 0..=1_000_000).map(|whole| whole as u32)
}

fn needed_expression(keys: &Keys<'_>, key: &str) -> Option<Expression> {
    let text = keys.needed_text(key, "\"surname\"")?;
    expression(text.span(), text.get_ref(), keys)
}
