//! Why two records are, or are not, one person: a waterfall of evidence.

use std::fmt;

use crate::bind::Bound;
use crate::compare::Kernel;
use crate::private::Private;
use crate::records::NULL;
use crate::score::{Weights, match_probability};

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
pub fn explain(bound: &Bound<'_>, left_row: u32, right_row: u32) -> Explanation {
    // As everywhere, the lower row is left.
    let (left_row, right_row) = (left_row.min(right_row), left_row.max(right_row));
    let (left, right) = (bound.row(left_row), bound.row(right_row));
    let weights = Weights::of(bound);
    let mut kernel = Kernel::new(bound);
    let mut sum = weights.prior;
    let prior = Step {
        name: "prior".to_owned(),
        level: "two records at random".to_owned(),
        weight: sum,
        term_adjustment: 0.0,
        sum,
        left: None,
        right: None,
    };
    let mut steps = vec![prior];
    for (at, comparison) in bound.model().comparisons.iter().enumerate() {
        let code = kernel.level(at, left, right);
        let weight = weights.levels[at][usize::from(code)];
        let term_adjustment = weights.term_adjustment(bound, at, code, left, right);
        sum += weight + term_adjustment;
        let slot = &bound.slots[bound.comparisons[at].slot];
        let value = |codes: &[u32]| {
            let code = codes[bound.comparisons[at].slot];
            (code != NULL).then(|| Private::new(slot.values.get(code as usize).to_owned()))
        };
        let level = code.checked_sub(1).map_or("missing", |level| comparison.levels[usize::from(level)].label.as_str());
        steps.push(Step {
            name: comparison.name.clone(),
            level: level.to_owned(),
            weight,
            term_adjustment,
            sum,
            left: value(left),
            right: value(right),
        });
    }
    let rules = bound.blocking.iter().filter(|rule| rule.makes(left, right));
    Explanation {
        steps,
        weight: sum,
        probability: match_probability(sum),
        blocking_rules: rules.map(|rule| rule.text.clone()).collect(),
    }
}

impl Explanation {
    /// The waterfall with the values of both records, for the eyes of a reviewer.
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
