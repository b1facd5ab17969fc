//! A model as a settings file of Splink, for DuckDB.

use serde_json::{Map, Value, json};

use crate::linkage_model::{Comparison, Condition, Expression, Function, Level, LinkType, Model, Test};

/// Settings and what of the model they cannot say.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    pub json: String,
    /// Levels and rules left out, as the model writes them.
    pub left_out: Vec<String>,
}

/// Writes the model as settings that Splink 4 and 5 read.
pub fn to_splink(model: &Model) -> Exported {
    let mut left_out = Vec::new();
    let link_type = match model.link {
        LinkType::Dedupe => "dedupe_only",
        LinkType::LinkOnly => "link_only",
        LinkType::LinkAndDedupe => "link_and_dedupe",
    };
    let mut rules = Vec::new();
    for rule in &model.blocking {
        let same = rule
            .same
            .iter()
            .map(|expression| Some(format!("{} = {}", sql(expression, "l.", "")?, sql(expression, "r.", "")?)));
        match same.collect::<Option<Vec<_>>>() {
            Some(same) => rules.push(json!({ "blocking_rule": same.join(" AND "), "sql_dialect": "duckdb" })),
            None => left_out.push(rule.text()),
        }
    }
    let comparisons: Vec<Value> = model.comparisons.iter().map(|it| comparison(it, &mut left_out)).collect();
    let mut settings = Map::new();
    settings.insert("link_type".to_owned(), json!(link_type));
    if let Some(probability) = model.prior.probability {
        settings.insert("probability_two_random_records_match".to_owned(), json!(probability));
    }
    settings.insert("sql_dialect".to_owned(), json!("duckdb"));
    settings.insert("unique_id_column_name".to_owned(), json!("unique_id"));
    settings.insert("blocking_rules_to_generate_predictions".to_owned(), json!(rules));
    settings.insert("comparisons".to_owned(), json!(comparisons));
    let json = serde_json::to_string_pretty(&settings).expect("text and numbers are always JSON");
    Exported { json, left_out }
}

fn comparison(comparison: &Comparison, left_out: &mut Vec<String>) -> Value {
    let missing = |side| sql(&comparison.of, "", side).map(|value| format!("{value} IS NULL"));
    let null = missing("_l").zip(missing("_r")).map(|(left, right)| {
        json!({ "sql_condition": format!("{left} OR {right}"), "label_for_charts": "missing", "is_null_level": true })
    });
    let mut levels: Vec<Value> = null.into_iter().collect();
    for level in &comparison.levels {
        match condition(&level.test, &comparison.of) {
            Some(condition) => levels.push(self::level(comparison, level, &condition)),
            None => left_out.push(format!("{}: {}", comparison.name, level.label)),
        }
    }
    json!({ "output_column_name": comparison.name, "comparison_levels": levels })
}

fn level(comparison: &Comparison, level: &Level, condition: &str) -> Value {
    let mut fields = Map::new();
    fields.insert("sql_condition".to_owned(), json!(condition));
    fields.insert("label_for_charts".to_owned(), json!(level.label));
    for (key, value) in [("m_probability", level.m), ("u_probability", level.u)] {
        fields.extend(value.map(|value| (key.to_owned(), json!(value))));
    }
    if level.fixed {
        fields.insert("fix_m_probability".to_owned(), json!(true));
        fields.insert("fix_u_probability".to_owned(), json!(true));
    }
    if level.term_frequency != 0.0
        && let Some(column) = column_of(&comparison.of)
    {
        fields.insert("tf_adjustment_column".to_owned(), json!(column));
        fields.insert("tf_adjustment_weight".to_owned(), json!(level.term_frequency));
        if comparison.term_frequency_min != 0.0 {
            fields.insert("tf_minimum_u_value".to_owned(), json!(comparison.term_frequency_min));
        }
    }
    Value::Object(fields)
}

/// The column of which terms are counted; one and the same but for case is near enough.
fn column_of(expression: &Expression) -> Option<&String> {
    match expression {
        Expression::Column(column) => Some(column),
        Expression::Of { function: Function::Fold | Function::Iso, arguments, .. } => column_of(arguments.first()?),
        Expression::Of { .. } => None,
    }
}

/// The condition in SQL; none where DuckDB has nothing for it.
fn condition(test: &Test, default: &Expression) -> Option<String> {
    let of = test.of.as_ref().unwrap_or(default);
    let left = || sql(of, "", "_l");
    let right = || sql(of, "", "_r");
    let measure = |function: &str, mark: &str, number: String| {
        Some(format!("{function}({}, {}) {mark} {number}", left()?, right()?))
    };
    let apart = |seconds: f64| {
        let day = |side| sql(of, "", side).map(|value| format!("EPOCH(try_strptime({value}, '%Y-%m-%d'))"));
        Some(format!("ABS({} - {}) <= {seconds:?}", day("_l")?, day("_r")?))
    };
    let joined = |tests: &[Test], word: &str| {
        let parts = tests.iter().map(|test| Some(format!("({})", condition(test, of)?)));
        Some(parts.collect::<Option<Vec<_>>>()?.join(word))
    };
    match &test.condition {
        Condition::Same => Some(format!("{} = {}", left()?, right()?)),
        Condition::JaroWinkler { at_least } => measure("jaro_winkler_similarity", ">=", at_least.to_string()),
        Condition::Jaro { at_least } => measure("jaro_similarity", ">=", at_least.to_string()),
        Condition::Levenshtein { at_most } => measure("levenshtein", "<=", at_most.to_string()),
        Condition::DamerauLevenshtein { at_most } => measure("damerau_levenshtein", "<=", at_most.to_string()),
        Condition::SwappedWith(other) => {
            let (other_left, other_right) = (sql(other, "", "_l")?, sql(other, "", "_r")?);
            Some(format!("{} = {other_right} AND {} = {other_left}", left()?, right()?))
        }
        Condition::Days { at_most } => apart(f64::from(*at_most) * 86_400.0),
        Condition::Months { at_most } => apart(f64::from(*at_most) * 2_629_800.0),
        Condition::Years { at_most } => apart(f64::from(*at_most) * 31_557_600.0),
        Condition::Number { at_most } => Some(format!("ABS({} - {}) <= {at_most:?}", left()?, right()?)),
        Condition::All(tests) => joined(tests, " AND "),
        Condition::Any(tests) => joined(tests, " OR "),
        Condition::Not(test) => Some(format!("NOT ({})", condition(test, of)?)),
        Condition::Else => Some("ELSE".to_owned()),
        Condition::Dice { .. }
        | Condition::Nickname
        | Condition::DayMonthSwapped
        | Condition::Ratio { .. }
        | Condition::Kilometres { .. }
        | Condition::Shared { .. } => None,
    }
}

/// A value of one record in SQL: with a table before the column, or an ending behind it.
fn sql(expression: &Expression, table: &str, ending: &str) -> Option<String> {
    let (function, arguments, numbers) = match expression {
        Expression::Column(name) => return Some(format!("{table}\"{name}{ending}\"")),
        Expression::Of { function, arguments, numbers } => (function, arguments, numbers),
    };
    let inner = sql(arguments.first()?, table, ending)?;
    let extract = |pattern: &str| Some(format!("NULLIF(regexp_extract({inner}, '{pattern}', 0), '')"));
    match function {
        Function::Fold | Function::Iso => Some(format!("lower({inner})")),
        Function::Substr => Some(format!("SUBSTRING({inner}, {}, {})", numbers[0], numbers[1])),
        Function::Sector => extract("^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? [0-9]"),
        Function::District => extract("^[A-Za-z]{1,2}[0-9][A-Za-z0-9]?"),
        Function::Area => extract("^[A-Za-z]{1,2}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::from_splink;
    use super::*;

    #[test]
    fn what_was_exported_comes_back() {
        let text = r#"
            version = 1
            name = "From Splink"
            blocking = [["a", "substr(b, 1, 3)"], ["district(postcode)"]]
            [prior]
            probability = 1e-5
            [training]
            rules = [["a", "substr(b, 1, 3)"], ["district(postcode)"]]
            [[comparison]]
            name = "a"
            term_frequency_min = 0.001
            levels = [
                { is = "same", m = 0.5, u = 0.25, term_frequency = 0.5, label = "the same" },
                { is = "swapped_with", with = "b" },
                { is = "jaro_winkler", at_least = 0.9 }, { is = "jaro", at_least = 0.9 },
                { is = "levenshtein", at_most = 1 }, { is = "damerau_levenshtein", at_most = 1 },
                { all = [{ is = "same", of = "b" }, { not = { is = "jaro", of = "c", at_least = 0.5 } }] },
                { is = "years", at_most = 2, of = "c" }, { is = "number", at_most = 0.5, of = "d" },
                { is = "same", of = "sector(postcode)" },
                { is = "else" },
            ]
        "#;
        let mut model = Model::read(text).expect("a model");
        let exported = to_splink(&model);
        assert_eq!(exported.left_out, Vec::<String>::new());
        let imported = from_splink(&exported.json).expect("what was exported");
        assert_eq!(imported.left_out, Vec::<String>::new());
        model.blocking.iter_mut().chain(&mut model.training.rules).for_each(|rule| rule.line = 0);
        model.comparisons.iter_mut().for_each(|comparison| comparison.line = 0);
        assert_eq!(imported.model, model);
    }

    #[test]
    fn what_splink_cannot_say_is_named() {
        let model = Model::read(crate::linkage_model::PEOPLE).expect("the model");
        let exported = to_splink(&model);
        assert!(exported.left_out.contains(&"first_name: short name".to_owned()), "{:?}", exported.left_out);
        assert!(exported.left_out.iter().any(|rule| rule.contains("soundex(surname)")), "{:?}", exported.left_out);
    }
}
