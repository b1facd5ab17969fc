//! A model from a settings file of Splink.

use serde::Deserialize;

use super::sql::{Side, Sql, parse};
use crate::Error;
use crate::linkage_model::{
    Comparison, Condition, Expression, Function, Level, LinkType, Model, Prior, Rule, Test, Thresholds, Training,
};

#[derive(Deserialize)]
struct Settings {
    link_type: String,
    #[serde(default)]
    probability_two_random_records_match: Option<f64>,
    comparisons: Vec<SplinkComparison>,
    #[serde(default)]
    blocking_rules_to_generate_predictions: Vec<SplinkRule>,
}

#[derive(Deserialize)]
struct SplinkComparison {
    #[serde(default)]
    output_column_name: Option<String>,
    comparison_levels: Vec<SplinkLevel>,
}

#[derive(Deserialize)]
struct SplinkLevel {
    sql_condition: String,
    #[serde(default)]
    label_for_charts: Option<String>,
    #[serde(default)]
    is_null_level: bool,
    #[serde(default)]
    m_probability: Option<Probability>,
    #[serde(default)]
    u_probability: Option<Probability>,
    #[serde(default)]
    tf_adjustment_column: Option<String>,
    #[serde(default)]
    tf_adjustment_weight: Option<f64>,
    #[serde(default)]
    tf_minimum_u_value: Option<f64>,
    #[serde(default)]
    disable_tf_exact_match_detection: bool,
    #[serde(default)]
    fix_m_probability: bool,
    #[serde(default)]
    fix_u_probability: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Probability {
    Known(f64),
    /// `level not observed in training dataset`
    NotObserved(#[expect(dead_code)] String),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SplinkRule {
    Text(String),
    Settings {
        blocking_rule: String,
        #[serde(default)]
        arrays_to_explode: Option<Vec<String>>,
    },
}

impl Probability {
    /// What Splink takes a level for that its training never met.
    const NOT_OBSERVED: f64 = 1e-6;

    fn number(&self) -> f64 {
        match self {
            Probability::Known(number) => *number,
            Probability::NotObserved(_) => Probability::NOT_OBSERVED,
        }
    }
}

/// Reads settings of Splink 3 to 5, before or after training. They are taken over whole or not at all.
///
/// Texts are compared folded, so a likeness can be a little higher than in Splink where case or accents differ, and dates are read in
/// any form.
///
/// # Errors
/// [`Error::SplinkUnreadable`] where it is no settings file; [`Error::SplinkUnsayable`] with every condition that cannot be said.
pub fn from_splink(json: &str) -> Result<Model, Error> {
    let unreadable = |why: String| Error::SplinkUnreadable { why };
    let settings: Settings = serde_json::from_str(json).map_err(|error| unreadable(error.to_string()))?;
    let link = link_type(&settings.link_type)
        .ok_or_else(|| unreadable(format!("`{}` is not a link type", settings.link_type)))?;
    let mut unsayable = Vec::new();
    let blocking = rules(&settings.blocking_rules_to_generate_predictions, &mut unsayable);
    let read = settings.comparisons.iter().filter_map(|comparison| self::comparison(comparison, &mut unsayable));
    let comparisons: Vec<Comparison> = read.collect();
    if !unsayable.is_empty() {
        return Err(Error::SplinkUnsayable { conditions: unsayable });
    }
    if comparisons.is_empty() || blocking.is_empty() {
        return Err(unreadable("it has no comparison or no blocking rule".to_owned()));
    }
    let rules = blocking.clone();
    Ok(Model {
        name: "From Splink".to_owned(),
        link,
        no_duplicates_in: Vec::new(),
        missing: Vec::new(),
        prior: Prior { probability: settings.probability_two_random_records_match, recall: 0.8, rules: Vec::new() },
        thresholds: Thresholds { keep: 0.5, link: 0.95, cluster_size_max: 100 },
        choice: None,
        training: Training { u_pairs: 1_000_000, m_pairs: 2_000_000, seed: 1, rules, correct_u: true },
        blocking,
        comparisons,
        nicknames: Vec::new(),
    })
}

fn link_type(word: &str) -> Option<LinkType> {
    match word {
        "dedupe_only" => Some(LinkType::Dedupe),
        "link_only" => Some(LinkType::LinkOnly),
        "link_and_dedupe" => Some(LinkType::LinkAndDedupe),
        _ => None,
    }
}

/// The rules; those that cannot be said are told.
fn rules(found: &[SplinkRule], unsayable: &mut Vec<String>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for rule in found {
        let (text, explodes) = match rule {
            SplinkRule::Text(text) => (text, false),
            SplinkRule::Settings { blocking_rule, arrays_to_explode } => {
                (blocking_rule, arrays_to_explode.as_ref().is_some_and(|arrays| !arrays.is_empty()))
            }
        };
        match self::rule(text).filter(|_| !explodes) {
            Some(rule) => rules.push(rule),
            None if explodes => unsayable.push(format!("blocking rule over members of lists: {text}")),
            None => unsayable.push(format!("blocking rule: {text}")),
        }
    }
    rules
}

fn rule(text: &str) -> Option<Rule> {
    let parts = match parse(text)? {
        Sql::And(parts) => parts,
        one => vec![one],
    };
    let same = parts.iter().map(same_value);
    Some(Rule { same: same.collect::<Option<_>>()?, line: 0 })
}

/// None where something of it cannot be said, which is told.
fn comparison(found: &SplinkComparison, unsayable: &mut Vec<String>) -> Option<Comparison> {
    let named = found.output_column_name.as_deref().unwrap_or("without a name");
    let n_before = unsayable.len();
    let mut tell = |what: &str| unsayable.push(format!("comparison `{named}`: {what}"));
    let mut levels: Vec<Level> = Vec::new();
    let mut missing = None;
    for level in &found.comparison_levels {
        match parse(&level.sql_condition).as_ref().and_then(test) {
            Some(test) if level.is_null_level => missing = Some(level_of_missing(level, test)),
            Some(test) => levels.push(self::level(level, test)),
            None => tell(&level.sql_condition),
        }
    }
    let of = compared(missing.as_ref(), &levels)?;
    // Where what is compared is missing, so is the comparison; anything else that makes it so is a level that says nothing.
    let plain = Test { of: Some(of.clone()), condition: Condition::Missing };
    levels.splice(0..0, missing.filter(|level| level.test != plain));
    levels.iter_mut().for_each(|level| level.test.of = level.test.of.take().filter(|own| *own != of));
    if levels.last().is_none_or(|level| level.test.condition != Condition::Else) || levels.len() < 2 {
        tell("its last level is not ELSE");
    }
    let smallest = found.comparison_levels.iter().filter(|level| level.tf_adjustment_column.is_some());
    let smallest: Vec<f64> = smallest.map(|level| level.tf_minimum_u_value.unwrap_or(0.0)).collect();
    let term_frequency_min = smallest.first().copied().unwrap_or(0.0);
    if smallest.iter().any(|other| *other != term_frequency_min) {
        tell("its levels have unlike tf_minimum_u_value");
    }
    let name = found.output_column_name.clone().unwrap_or_else(|| of.to_string());
    let comparison = Comparison { name, of, levels, term_frequency_min, line: 0 };
    uncounted(found, &comparison).iter().for_each(|what| tell(what));
    (unsayable.len() == n_before).then_some(comparison)
}

fn level(found: &SplinkLevel, test: Test) -> Level {
    let is_else = test.condition == Condition::Else;
    let strength = found.tf_adjustment_column.as_ref().map(|_| found.tf_adjustment_weight.unwrap_or(1.0));
    Level {
        label: found.label_for_charts.clone().unwrap_or_else(|| test.label()),
        m: found.m_probability.as_ref().map(Probability::number),
        u: found.u_probability.as_ref().map(Probability::number),
        term_frequency: strength.filter(|_| !is_else).unwrap_or(0.0),
        fixed: found.fix_m_probability && found.fix_u_probability,
        test,
    }
}

/// As likely between records of one person as of two, so that its weight is 0.
fn level_of_missing(found: &SplinkLevel, test: Test) -> Level {
    let seldom = Some(Probability::NOT_OBSERVED);
    Level { m: seldom, u: seldom, term_frequency: 0.0, fixed: true, ..level(found, test) }
}

/// What the comparison is of: what the level of missing values asks for, or what the first level looks at.
fn compared(missing: Option<&Level>, levels: &[Level]) -> Option<Expression> {
    let mut asked: Vec<&Expression> = missing.map_or_else(Vec::new, |level| level.test.expressions());
    if let [only] = asked[..]
        && let Some(looked_at) = levels.iter().flat_map(|level| level.test.expressions()).next()
    {
        // A date that cannot be read is a text still, which the levels may look at.
        return Some(if only.columns() == looked_at.columns() { looked_at.clone() } else { only.clone() });
    }
    asked.dedup();
    let first = asked.pop().or_else(|| levels.iter().flat_map(|level| level.test.expressions()).next())?;
    let either = |of: Expression, other: &Expression| Expression::Of {
        function: Function::Either,
        arguments: vec![other.clone(), of],
        numbers: Vec::new(),
    };
    Some(asked.into_iter().rev().fold(first.clone(), either))
}

/// Levels whose term frequencies are counted otherwise than ours would be.
fn uncounted(found: &SplinkComparison, comparison: &Comparison) -> Vec<String> {
    let of_splink = found.comparison_levels.iter().filter(|level| !level.is_null_level);
    // A level of missing values that was put before them has no other beside it.
    let levels = comparison.levels.iter().rev().zip(of_splink.collect::<Vec<_>>().into_iter().rev());
    let is_unlike = |(level, found): (&Level, &SplinkLevel)| {
        let column = found.tf_adjustment_column.as_ref().filter(|_| level.term_frequency != 0.0)?;
        let is_same = comparison.counted(level).is_some_and(|(of, exact)| {
            let is_own_u = comparison.levels.get(exact).is_some_and(|exact| exact.test == level.test);
            *of == Expression::column(column) && (is_own_u || !found.disable_tf_exact_match_detection)
        });
        (!is_same).then(|| format!("term frequencies of `{column}` at {}", found.sql_condition))
    };
    levels.filter_map(is_unlike).collect()
}

fn test(sql: &Sql) -> Option<Test> {
    let of = |of: Expression, condition: Condition| Some(Test { of: Some(of), condition });
    match sql {
        Sql::Else => Some(Test::new(Condition::Else)),
        Sql::Not(inner) => Some(Test::new(Condition::Not(Box::new(test(inner)?)))),
        Sql::Or(parts) => match missing(parts) {
            Some(expression) => of(expression, Condition::Missing),
            None => Some(Test::new(Condition::Any(parts.iter().map(test).collect::<Option<_>>()?))),
        },
        Sql::And(parts) => match swapped(parts) {
            Some((one, other)) => of(one, Condition::SwappedWith(other)),
            None => Some(Test::new(Condition::All(parts.iter().map(test).collect::<Option<_>>()?))),
        },
        Sql::Binary(mark, left, right) if mark == "=" => of(same_of_both(left, right)?, Condition::Same),
        Sql::Binary(mark, left, right) => {
            let Sql::Number(number) = **right else { return None };
            let (expression, condition) = measured(mark, left, number)?;
            of(expression, condition)
        }
        _ => None,
    }
}

/// `a_l IS NULL OR a_r IS NULL`.
fn missing(parts: &[Sql]) -> Option<Expression> {
    let [Sql::IsNull(left), Sql::IsNull(right)] = parts else { return None };
    same_of_both(left, right)
}

/// A measure of two values against a number.
fn measured(mark: &str, measure: &Sql, number: f64) -> Option<(Expression, Condition)> {
    let (name, arguments) = match measure {
        Sql::Call(name, arguments) => (name.as_str(), arguments.as_slice()),
        Sql::Binary(divided, difference, _) if divided == "/" && matches!(mark, "<" | "<=") => {
            let (expression, _) = difference_of(difference)?;
            return Some((expression, Condition::Ratio { at_most: number }));
        }
        _ => return None,
    };
    let pair = || same_of_both(arguments.first()?, arguments.get(1)?);
    let whole = number.fract() == 0.0 && 0.0 <= number;
    let condition = match (name, mark) {
        ("jaro_winkler_similarity", ">=") => Condition::JaroWinkler { at_least: number },
        ("jaro_similarity", ">=") => Condition::Jaro { at_least: number },
        ("levenshtein", "<=") if whole => Condition::Levenshtein { at_most: number as u32 },
        ("damerau_levenshtein", "<=") if whole => Condition::DamerauLevenshtein { at_most: number as u32 },
        ("array_length" | "cardinality" | "list_length", ">=") if whole => {
            let Sql::Call(_, lists) = arguments.first()? else { return None };
            let expression = same_of_both(lists.first()?, lists.get(1)?)?;
            return Some((expression, Condition::Shared { at_least: number as u32 }));
        }
        ("abs", "<=") => {
            let (expression, is_date) = difference_of(measure)?;
            let condition = if is_date { days_apart(number)? } else { Condition::Number { at_most: number } };
            return Some((expression, condition));
        }
        _ => return None,
    };
    Some((pair()?, condition))
}

/// `ABS(a_l - a_r)`, and whether seconds of dates are subtracted.
fn difference_of(sql: &Sql) -> Option<(Expression, bool)> {
    let Sql::Call(name, arguments) = sql else { return None };
    let Some(Sql::Binary(minus, left, right)) = arguments.first().filter(|_| name == "abs") else { return None };
    let is_date = |side: &Sql| matches!(side, Sql::Call(name, _) if name == "epoch");
    let expression = same_of_both(left, right).filter(|_| minus == "-")?;
    // Dates are read from text by our own conditions.
    let expression = match expression {
        Expression::Of { function: Function::Date, mut arguments, .. } if is_date(left) => arguments.remove(0),
        other => other,
    };
    Some((expression, is_date(left)))
}

/// Seconds as the largest unit that they are a whole number of, as Splink counts months and years.
fn days_apart(seconds: f64) -> Option<Condition> {
    let whole = |unit: f64| Some(seconds / unit).filter(|n| n.fract() == 0.0 && 1.0 <= *n).map(|n| n as u32);
    let years = whole(31_557_600.0).map(|at_most| Condition::Years { at_most });
    let months = || whole(2_629_800.0).map(|at_most| Condition::Months { at_most });
    years.or_else(months).or_else(|| whole(86_400.0).map(|at_most| Condition::Days { at_most }))
}

/// `a_l = b_r AND a_r = b_l`.
fn swapped(parts: &[Sql]) -> Option<(Expression, Expression)> {
    let [Sql::Binary(first, a, b), Sql::Binary(second, c, d)] = parts else { return None };
    let ends = [expression(a)?, expression(b)?, expression(c)?, expression(d)?];
    let is_crossed = first == "=" && second == "=" && ends[0].0 != ends[1].0 && ends[0].1 != ends[1].1;
    let (mut straight, mut other) = (ends[2].clone(), ends[3].clone());
    if straight.0 != ends[0].0 {
        std::mem::swap(&mut straight, &mut other);
    }
    let is_back = straight.0 == ends[0].0 && other.0 == ends[1].0 && straight.1 == ends[1].1 && other.1 == ends[0].1;
    (is_crossed && is_back).then(|| (ends[0].0.clone(), ends[1].0.clone()))
}

/// The expression of both, where both ask the same and each of another record.
fn same_of_both(left: &Sql, right: &Sql) -> Option<Expression> {
    let ((left, left_side), (right, right_side)) = (expression(left)?, expression(right)?);
    (left == right && left_side != right_side).then_some(left)
}

fn same_value(sql: &Sql) -> Option<Expression> {
    match sql {
        Sql::Binary(mark, left, right) if mark == "=" => same_of_both(left, right),
        _ => None,
    }
}

/// A value of one record as an expression of ours.
fn expression(sql: &Sql) -> Option<(Expression, Side)> {
    let (name, arguments) = match sql {
        Sql::Column(name, side) => return Some((Expression::column(name), *side)),
        Sql::Call(name, arguments) => (name.as_str(), arguments.as_slice()),
        _ => return None,
    };
    let (inner, side) = expression(arguments.first()?)?;
    let number = |at: usize| match arguments.get(at) {
        Some(Sql::Number(number)) if number.fract() == 0.0 && 1.0 <= *number => Some(*number as u32),
        _ => None,
    };
    let (function, numbers) = match name {
        "nullif" | "epoch" | "trim" => return Some((inner, side)),
        "lower" | "upper" => (Function::Fold, vec![]),
        "substring" | "substr" => (Function::Substr, vec![number(1)?, number(2)?]),
        "soundex" => (Function::Soundex, vec![]),
        "try_strptime" | "strptime" => (Function::Date, vec![]),
        "year" => (Function::Year, vec![]),
        "regexp_extract" => (piece(arguments.get(1)?)?, vec![]),
        _ => return None,
    };
    Some((Expression::Of { function, arguments: vec![inner], numbers }, side))
}

/// The patterns by which Splink takes postcodes and e-mail addresses apart.
fn piece(pattern: &Sql) -> Option<Function> {
    let Sql::Text(pattern) = pattern else { return None };
    match pattern.as_str() {
        "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]" => Some(Function::Sector),
        "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?" => Some(Function::District),
        "^[A-Za-z]{1,2}" => Some(Function::Area),
        "^[^@]+" => Some(Function::Mailbox),
        _ => None,
    }
}
