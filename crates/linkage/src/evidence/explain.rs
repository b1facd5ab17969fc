//! Why two records are, or are not, one person: a waterfall of evidence.

use std::fmt;

use crate::Error;
use crate::bind::Bound;
use crate::compare::{Kernels, LevelCode};
use crate::household::Apart;
use crate::link::{LinkOptions, TellingApart};
use crate::linkage_model::{Comparison, Model};
use crate::private::Private;
use crate::records::{NULL, Records};
use crate::score::{Weights, match_probability, match_weight};

/// The evidence for and against two records being of one person.
///
/// Printed, it names comparisons and levels and no value of either record; [`Explanation::with_values`]
/// is for a reviewer who may see them.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The prior first, then the comparisons in the order of the model.
    pub steps: Vec<Step>,
    /// Match weight in bits.
    pub weight: f64,
    pub probability: f64,
    /// Blocking rules that make the pair; none means that it is never compared in a run.
    pub blocking_rules: Vec<String>,
    /// Why the rule for households keeps the two apart, whatever their weight.
    pub apart: Option<Apart>,
    /// Whether the weight is enough for a link.
    pub is_enough: bool,
}

/// One step of the waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The comparison, or `prior`.
    pub name: String,
    /// The level that the pair is on; `missing` says nothing either way.
    pub level: String,
    /// Bits for (positive) or against.
    pub weight: f64,
    /// Bits more or less because the value is rare or common.
    pub term_adjustment: f64,
    /// The sum up to and with this step.
    pub sum: f64,
    pub left: Option<Private<String>>,
    pub right: Option<Private<String>>,
}

/// Explains a pair, whether or not any blocking rule makes it.
///
/// # Errors
/// Where the model does not fit the records, or they hold nothing that it compares.
pub fn explain(
    records: &Records,
    model: &Model,
    options: &LinkOptions,
    (one, other): (u32, u32),
) -> Result<Explanation, Error> {
    // As everywhere, the lower row is left.
    let (left_row, right_row) = (one.min(other), one.max(other));
    let telling = TellingApart::of(records, options)?;
    let bound = telling.bound(records, model, None)?;
    let (left, right) = (bound.row(left_row), bound.row(right_row));
    let weights = Weights::of(&bound);
    let mut levels = vec![0; bound.comparisons.len()];
    Kernels::of(&bound).take().levels(left, right, &mut levels);
    let mut steps = vec![Step::prior(weights.prior)];
    let mut sum = weights.prior;
    for (at, code) in levels.iter().enumerate() {
        let weight = weights.levels[at][usize::from(*code)];
        let term_adjustment = weights.term_adjustment(&bound, at, *code, left, right);
        sum += weight + term_adjustment;
        let mut step = Step::of_level(&bound, at, *code, left, right);
        if *code == 0 && [left_row, right_row].iter().all(|row| has_value(records, &model.comparisons[at], *row)) {
            step.level = "counts as missing: a placeholder".to_owned();
        }
        steps.push(Step { weight, term_adjustment, sum, ..step });
    }
    let rules = bound.blocking.iter().filter(|rule| rule.makes(left, right));
    Ok(Explanation {
        steps,
        weight: sum,
        probability: match_probability(sum),
        blocking_rules: rules.map(|rule| rule.text.clone()).collect(),
        apart: telling.rule(&bound).and_then(|rule| rule.apart((left_row, left), (right_row, right))),
        is_enough: match_weight(model.thresholds.link) <= sum,
    })
}

/// Whether something is written in every column that a comparison looks at first.
fn has_value(records: &Records, comparison: &Comparison, row: u32) -> bool {
    comparison.of.columns().iter().all(|column| records.value(column, row).is_some())
}

impl Step {
    fn prior(weight: f64) -> Step {
        Step {
            name: "prior".to_owned(),
            level: "two records at random".to_owned(),
            weight,
            term_adjustment: 0.0,
            sum: weight,
            left: None,
            right: None,
        }
    }

    /// The level that a pair is on, before it is weighed.
    fn of_level(bound: &Bound<'_>, at: usize, code: LevelCode, left: &[u32], right: &[u32]) -> Step {
        let comparison = &bound.model().comparisons[at];
        let slot = bound.comparisons[at].slot;
        let value = |codes: &[u32]| {
            let text = |code: u32| bound.slots[slot].values.get(code as usize).to_owned();
            (codes[slot] != NULL).then(|| Private::new(text(codes[slot])))
        };
        let level = code.checked_sub(1).map_or("missing", |level| comparison.levels[usize::from(level)].label.as_str());
        Step {
            name: comparison.name.clone(),
            level: level.to_owned(),
            left: value(left),
            right: value(right),
            ..Step::prior(0.0)
        }
    }
}

impl Explanation {
    /// The waterfall with the values of both records, for a reviewer only.
    pub fn with_values(&self) -> String {
        self.text(|step| {
            let shown = |value: &Option<Private<String>>| {
                value.as_ref().map_or("–".to_owned(), |value| value.expose().clone())
            };
            if step.left.is_none() && step.right.is_none() {
                String::new()
            } else {
                format!("  {} | {}", shown(&step.left), shown(&step.right))
            }
        })
    }

    fn text(&self, values: impl Fn(&Step) -> String) -> String {
        let wide = |of: fn(&Step) -> &str| self.steps.iter().map(|step| of(step).chars().count()).max().unwrap_or(0);
        let (name_width, level_width) = (wide(|step| &step.name), wide(|step| &step.level));
        let mut out = String::new();
        for step in &self.steps {
            let adjusted = match step.term_adjustment {
                0.0 => String::new(),
                bits => format!("  {bits:+.2} for how common the value is"),
            };
            out.push_str(&format!(
                "{:name_width$}  {:level_width$}  {:+8.2}  = {:+8.2}{adjusted}{}\n",
                step.name,
                step.level,
                step.weight + step.term_adjustment,
                step.sum,
                values(step)
            ));
        }
        let rules = match self.blocking_rules.is_empty() {
            true => "no blocking rule makes this pair, so a run never compares it".to_owned(),
            false => format!("compared because of: {}", self.blocking_rules.join("; ")),
        };
        out.push_str(&format!("match weight {:+.2}, probability {:.4}; {rules}\n", self.weight, self.probability));
        out
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text(|_| String::new()))
    }
}
