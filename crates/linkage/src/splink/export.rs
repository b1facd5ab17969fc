//! A model as settings of Splink for DuckDB, with the records as they are compared.
//!
//! Splink compares columns by SQL. Whatever DuckDB would work out otherwise than this program, such as a folded text, how a name
//! sounds or a date in any form, is a column of the records, so both compare the same values and come to the same weights.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::columns::{Columns, SOURCE_DATASET, Shape, UNIQUE_ID};
use crate::bind::Bound;
use crate::link::TellingApart;
use crate::linkage_model::{Comparison, Condition, Expression, Level, LinkType, Model, Rule, Test};
use crate::score::{DEFAULT_PRIOR, PROBABILITY_MIN};
use crate::{Error, LinkOptions, Records};

/// Settings, and what of the model they cannot say.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    pub json: String,
    /// Levels that DuckDB has nothing for. Weights are the same in Splink if there are none.
    pub levels_left_out: Vec<String>,
    /// What says which pairs are compared and has no place in settings. It changes no weight.
    pub pairs_left_out: Vec<String>,
}

/// Writes a model as settings that Splink 4 and 5 read, and the records that go with them as CSV.
///
/// Splink must be given these records, read as text throughout: `read_csv(..., all_varchar = true)`.
///
/// # Errors
/// As [`Bound::within`]; within them whatever the writer says.
pub fn to_splink(
    records: &Records,
    model: &Model,
    options: &LinkOptions,
    records_out: &mut impl Write,
) -> Result<io::Result<Exported>, Error> {
    let bound = TellingApart::of(records, options)?.bound(records, model, options.memory.as_ref())?;
    let mut export = Export { columns: Columns::of(&bound), levels_left_out: Vec::new() };
    let json = export.settings(&bound, model);
    let pairs_left_out = model.no_duplicates_in.iter().filter(|_| model.link == LinkType::LinkAndDedupe);
    let pairs_left_out = pairs_left_out.map(|source| format!("no_duplicates_in = {source:?}")).collect();
    let written = export.columns.write(records_out)?;
    Ok(written.map(|()| Exported { json, levels_left_out: export.levels_left_out, pairs_left_out }))
}

struct Export<'b, 'r> {
    columns: Columns<'b, 'r>,
    levels_left_out: Vec<String>,
}

impl Export<'_, '_> {
    fn settings(&mut self, bound: &Bound<'_>, model: &Model) -> String {
        let link_type = match model.link {
            LinkType::Dedupe if bound.records().sources().len() < 2 => "dedupe_only",
            // Within and between all sources; ids may come in several.
            LinkType::Dedupe => "link_and_dedupe",
            LinkType::LinkOnly => "link_only",
            LinkType::LinkAndDedupe => "link_and_dedupe",
        };
        let rules: Vec<Value> = model.blocking.iter().map(|rule| self.rule(rule)).collect();
        let comparisons: Vec<Value> = model.comparisons.iter().map(|comparison| self.comparison(comparison)).collect();
        let prior = bound.model().prior.probability.unwrap_or(DEFAULT_PRIOR);
        let settings = json!({
            "link_type": link_type,
            "probability_two_random_records_match": prior,
            "sql_dialect": "duckdb",
            "unique_id_column_name": UNIQUE_ID,
            "source_dataset_column_name": SOURCE_DATASET,
            "blocking_rules_to_generate_predictions": rules,
            "comparisons": comparisons,
        });
        serde_json::to_string_pretty(&settings).expect("text and numbers are always JSON")
    }

    fn rule(&mut self, rule: &Rule) -> Value {
        let same = rule.same.iter().map(|expression| {
            let name = self.columns.name(expression, Shape::Value);
            format!("l.\"{name}\" = r.\"{name}\"")
        });
        json!({ "blocking_rule": same.collect::<Vec<_>>().join(" AND "), "sql_dialect": "duckdb" })
    }

    fn comparison(&mut self, comparison: &Comparison) -> Value {
        let missing = self.missing(&comparison.of);
        let mut levels =
            vec![json!({ "sql_condition": missing, "label_for_charts": "missing", "is_null_level": true })];
        for level in &comparison.levels {
            match self.condition(&level.test, &comparison.of) {
                Some(condition) => levels.push(self.level(comparison, level, &condition)),
                None => self.levels_left_out.push(format!("{}: {}", comparison.name, level.label)),
            }
        }
        json!({ "output_column_name": comparison.name, "comparison_levels": levels })
    }

    fn level(&mut self, comparison: &Comparison, level: &Level, condition: &str) -> Value {
        let mut fields = Map::new();
        fields.insert("sql_condition".to_owned(), json!(condition));
        fields.insert("label_for_charts".to_owned(), json!(level.label));
        for (key, value) in [("m_probability", level.m), ("u_probability", level.u)] {
            fields.extend(value.map(|value| (key.to_owned(), json!(value.max(PROBABILITY_MIN)))));
        }
        if level.fixed {
            fields.insert("fix_m_probability".to_owned(), json!(true));
            fields.insert("fix_u_probability".to_owned(), json!(true));
        }
        if let Some((of, _)) = comparison.counted(level) {
            fields.insert("tf_adjustment_column".to_owned(), json!(self.columns.name(of, Shape::Value)));
            fields.insert("tf_adjustment_weight".to_owned(), json!(level.term_frequency));
            fields.insert("tf_minimum_u_value".to_owned(), json!(comparison.term_frequency_min));
        }
        Value::Object(fields)
    }

    /// Both records' cells of an expression in a shape.
    fn both(&mut self, expression: &Expression, shape: Shape) -> [String; 2] {
        let name = self.columns.name(expression, shape);
        ["l", "r"].map(|side| format!("\"{name}_{side}\""))
    }

    fn numbers(&mut self, expression: &Expression, shape: Shape) -> [String; 2] {
        self.both(expression, shape).map(|cell| format!("TRY_CAST({cell} AS DOUBLE)"))
    }

    fn missing(&mut self, expression: &Expression) -> String {
        let [left, right] = self.both(expression, Shape::Value);
        format!("{left} IS NULL OR {right} IS NULL")
    }

    /// The condition in SQL; none where DuckDB has nothing for it.
    fn condition(&mut self, test: &Test, default: &Expression) -> Option<String> {
        let of = test.of.as_ref().unwrap_or(default);
        Some(match &test.condition {
            Condition::All(tests) => self.joined(tests, of, " AND ")?,
            Condition::Any(tests) => self.joined(tests, of, " OR ")?,
            Condition::Not(test) => format!("NOT ({})", self.condition(test, of)?),
            Condition::Missing => self.missing(of),
            Condition::Else => "ELSE".to_owned(),
            Condition::Dice { .. } => return None,
            condition => self.of_values(condition, of),
        })
    }

    fn joined(&mut self, tests: &[Test], of: &Expression, word: &str) -> Option<String> {
        let parts = tests.iter().map(|test| Some(format!("({})", self.condition(test, of)?)));
        Some(parts.collect::<Option<Vec<_>>>()?.join(word))
    }

    fn of_values(&mut self, condition: &Condition, of: &Expression) -> String {
        match condition {
            Condition::JaroWinkler { at_least } => {
                self.measure("jaro_winkler_similarity", of, &format!(">= {at_least:?}"))
            }
            Condition::Jaro { at_least } => self.measure("jaro_similarity", of, &format!(">= {at_least:?}")),
            Condition::Levenshtein { at_most } => self.measure("levenshtein", of, &format!("<= {at_most}")),
            Condition::DamerauLevenshtein { at_most } => {
                self.measure("damerau_levenshtein", of, &format!("<= {at_most}"))
            }
            Condition::Days { at_most } => self.apart(of, Shape::Day, f64::from(*at_most)),
            Condition::Months { at_most } => self.apart(of, Shape::Day, f64::from(*at_most) * 30.4375),
            Condition::Years { at_most } => self.apart(of, Shape::Day, f64::from(*at_most) * 365.25),
            Condition::Number { at_most } => self.apart(of, Shape::Number, *at_most),
            Condition::Nickname => self.shared(of, Shape::Names, 1),
            Condition::Shared { at_least } => self.shared(of, Shape::Members, *at_least),
            Condition::Ratio { at_most } => {
                let [l, r] = self.numbers(of, Shape::Number);
                format!("ABS({l} - {r}) <= {at_most:?} * GREATEST(ABS({l}), ABS({r}))")
            }
            Condition::SwappedWith(other) => {
                let ([l, r], [other_l, other_r]) = (self.both(of, Shape::Value), self.both(other, Shape::Value));
                format!("{l} = {other_r} AND {r} = {other_l} AND {l} <> {r}")
            }
            Condition::SameAcross(other) => {
                let ([l, r], [other_l, other_r]) = (self.both(of, Shape::Value), self.both(other, Shape::Value));
                format!("{l} = {other_r} OR {r} = {other_l}")
            }
            Condition::DayMonthSwapped => {
                let ([l, r], [swapped, _]) = (self.both(of, Shape::Day), self.both(of, Shape::SwappedDay));
                format!("{l} <> {r} AND {swapped} = {r}")
            }
            Condition::Initial => {
                let [l, r] = self.both(of, Shape::Folded);
                let is_initial = |cell: &str| format!("regexp_matches({cell}, '^[^ .-]([ .-]|$)')");
                let first = |cell: &str| format!("SUBSTRING({cell}, 1, 1)");
                format!("({} OR {}) AND {} = {}", is_initial(&l), is_initial(&r), first(&l), first(&r))
            }
            Condition::WithoutVowels => {
                let ([l, r], [in_l, in_r]) = (self.both(of, Shape::Consonants), self.both(of, Shape::HasVowels));
                format!("({in_l} = 'no' OR {in_r} = 'no') AND {l} = {r}")
            }
            Condition::Kilometres { longitude, at_most } => self.kilometres(of, longitude, *at_most),
            _ => {
                let [l, r] = self.both(of, Shape::Value);
                format!("{l} = {r}")
            }
        }
    }

    fn measure(&mut self, function: &str, of: &Expression, limit: &str) -> String {
        let [l, r] = self.both(of, Shape::Folded);
        format!("{function}({l}, {r}) {limit}")
    }

    fn apart(&mut self, of: &Expression, shape: Shape, at_most: f64) -> String {
        let [l, r] = self.numbers(of, shape);
        format!("ABS({l} - {r}) <= {at_most:?}")
    }

    fn shared(&mut self, of: &Expression, shape: Shape, at_least: u32) -> String {
        let [l, r] = self.both(of, shape).map(|cell| format!("string_split({cell}, ';')"));
        format!("len(list_intersect({l}, {r})) >= {at_least}")
    }

    /// The haversine formula on a globe of 6,371 km.
    fn kilometres(&mut self, latitude: &Expression, longitude: &Expression, at_most: f64) -> String {
        let ([l, r], [long_l, long_r]) =
            (self.numbers(latitude, Shape::Number), self.numbers(longitude, Shape::Number));
        let half = |from: &str, to: &str| format!("POWER(SIN(RADIANS({to} - {from}) / 2), 2)");
        let cosines = format!("COS(RADIANS({l})) * COS(RADIANS({r}))");
        let h = format!("{} + {cosines} * {}", half(&l, &r), half(&long_l, &long_r));
        format!("12742.0 * ASIN(SQRT(LEAST(1.0, GREATEST(0.0, {h})))) <= {at_most:?}")
    }
}
