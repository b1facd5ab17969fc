//! A model from a settings file of Splink.

use serde::Deserialize;

use super::sql::{Side, Sql, parse};
use crate::Error;
use crate::linkage_model::{
    Comparison, Condition, Expression, Function, Level, LinkType, Model, Prior, Rule, Test, Thresholds, Training,
};

/// A model and what of the settings it could not take over.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub model: Model,
    /// Conditions and rules of Splink that our conditions cannot say, as they stand there.
    pub left_out: Vec<String>,
}

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
    m_probability: Option<f64>,
    #[serde(default)]
    u_probability: Option<f64>,
    #[serde(default)]
    tf_adjustment_column: Option<String>,
    #[serde(default)]
    tf_adjustment_weight: Option<f64>,
    #[serde(default)]
    tf_minimum_u_value: Option<f64>,
    #[serde(default)]
    fix_m_probability: bool,
    #[serde(default)]
    fix_u_probability: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum SplinkRule {
    Text(String),
    Settings { blocking_rule: String },
}

/// Reads settings of Splink 3 to 5, before or after training.
///
/// Missing values are ours: a comparison says nothing where what it is of is missing. Texts are compared
/// folded, so a likeness can be a little higher than in Splink where case or accents differ.
///
/// # Errors
/// [`Error::SplinkUnreadable`] where it is no settings file or nothing of it can be taken over.
pub fn from_splink(json: &str) -> Result<Imported, Error> {
    let unreadable = |why: String| Error::SplinkUnreadable { why };
    let settings: Settings = serde_json::from_str(json).map_err(|error| unreadable(error.to_string()))?;
    let link = link_type(&settings.link_type)
        .ok_or_else(|| unreadable(format!("`{}` is no link type", settings.link_type)))?;
    let mut left_out = Vec::new();
    let blocking = rules(&settings.blocking_rules_to_generate_predictions, &mut left_out);
    let read = settings.comparisons.iter().filter_map(|comparison| self::comparison(comparison, &mut left_out));
    let comparisons: Vec<Comparison> = read.collect();
    if comparisons.is_empty() || blocking.is_empty() {
        return Err(unreadable("no comparison or no blocking rule of it can be taken over".to_owned()));
    }
    let rules = blocking.clone();
    let model = Model {
        name: "From Splink".to_owned(),
        link,
        no_duplicates_in: Vec::new(),
        missing: Vec::new(),
        prior: Prior { probability: settings.probability_two_random_records_match, recall: 0.8, rules: Vec::new() },
        thresholds: Thresholds { keep: 0.5, link: 0.95, cluster_size_max: 100 },
        training: Training { u_pairs: 1_000_000, m_pairs: 2_000_000, seed: 1, rules, correct_u: true },
        blocking,
        comparisons,
        nicknames: Vec::new(),
    };
    Ok(Imported { model, left_out })
}

fn link_type(word: &str) -> Option<LinkType> {
    match word {
        "dedupe_only" => Some(LinkType::Dedupe),
        "link_only" => Some(LinkType::LinkOnly),
        "link_and_dedupe" => Some(LinkType::LinkAndDedupe),
        _ => None,
    }
}

/// The rules that can be taken over; the others are left out.
fn rules(found: &[SplinkRule], left_out: &mut Vec<String>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for SplinkRule::Text(text) | SplinkRule::Settings { blocking_rule: text } in found {
        match rule(text) {
            Some(rule) => rules.push(rule),
            None => left_out.push(text.clone()),
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

fn comparison(found: &SplinkComparison, left_out: &mut Vec<String>) -> Option<Comparison> {
    let mut levels: Vec<(Level, Option<Expression>)> = Vec::new();
    let mut term_frequency_min = 0.0;
    for level in found.comparison_levels.iter().filter(|level| !level.is_null_level) {
        let Some(test) = parse(&level.sql_condition).as_ref().and_then(test) else {
            left_out.push(level.sql_condition.clone());
            continue;
        };
        term_frequency_min = level.tf_minimum_u_value.unwrap_or(term_frequency_min);
        let label = level.label_for_charts.clone().unwrap_or_else(|| test.label());
        let of = test.of.clone();
        let level = Level {
            label,
            test,
            m: level.m_probability,
            u: level.u_probability,
            term_frequency: level
                .tf_adjustment_column
                .as_ref()
                .map_or(0.0, |_| level.tf_adjustment_weight.unwrap_or(1.0)),
            fixed: level.fix_m_probability && level.fix_u_probability,
        };
        levels.push((level, of));
    }
    // What most levels look at, the first of them where there are several.
    let of = levels
        .iter()
        .find_map(|(level, of)| of.clone().or_else(|| level.test.expressions().first().copied().cloned()))?;
    let levels: Vec<Level> = levels.into_iter().map(|(level, _)| without_default(level, &of)).collect();
    let ends_well = levels.last().is_some_and(|level| level.test.condition == Condition::Else) && 2 <= levels.len();
    let name = found.output_column_name.clone().unwrap_or_else(|| of.to_string());
    ends_well.then_some(Comparison { name, of, levels, term_frequency_min, line: 0 })
}

fn without_default(mut level: Level, of: &Expression) -> Level {
    level.test.of = level.test.of.filter(|own| own != of);
    level
}

fn test(sql: &Sql) -> Option<Test> {
    let of = |of: Expression, condition: Condition| Some(Test { of: Some(of), condition });
    match sql {
        Sql::Else => Some(Test::new(Condition::Else)),
        Sql::Not(inner) => Some(Test::new(Condition::Not(Box::new(test(inner)?)))),
        Sql::Or(parts) => Some(Test::new(Condition::Any(parts.iter().map(test).collect::<Option<_>>()?))),
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
        "regexp_extract" => (piece_of_postcode(arguments.get(1)?)?, vec![]),
        _ => return None,
    };
    Some((Expression::Of { function, arguments: vec![inner], numbers }, side))
}

/// The patterns by which Splink takes postcodes apart.
fn piece_of_postcode(pattern: &Sql) -> Option<Function> {
    let Sql::Text(pattern) = pattern else { return None };
    match pattern.as_str() {
        "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]" => Some(Function::Sector),
        "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?" => Some(Function::District),
        "^[A-Za-z]{1,2}" => Some(Function::Area),
        _ => None,
    }
}
