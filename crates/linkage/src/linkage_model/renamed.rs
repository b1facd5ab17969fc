//! A model for other columns: given their names, and without what they cannot tell.

use super::{Comparison, Condition, Expression, Level, Missing, Model, Rule, Test};

/// What a column is called elsewhere; none where there is none.
type Names<'n> = &'n dyn Fn(&str) -> Option<String>;

impl Model {
    /// The model with other names for its columns. Rules, comparisons and levels that need a column
    /// without a name are left out.
    #[must_use]
    pub fn renamed(&self, names: Names<'_>) -> Model {
        let rules = |rules: &[Rule]| rules.iter().filter_map(|rule| rule.renamed(names)).collect();
        let missing = |missing: &Missing| Some(Missing { column: names(&missing.column)?, ..missing.clone() });
        let mut model = self.clone();
        model.blocking = rules(&self.blocking);
        if let Some(choice) = &mut model.choice {
            choice.rules = rules(&choice.rules);
        }
        model.prior.rules = rules(&self.prior.rules);
        model.training.rules = rules(&self.training.rules);
        model.missing = self.missing.iter().filter_map(missing).collect();
        model.comparisons = self.comparisons.iter().filter_map(|comparison| comparison.renamed(names)).collect();
        model
    }

    /// Every column that the model reads, each once, sorted.
    pub fn columns(&self) -> Vec<&str> {
        let of_rules = self.rules().flat_map(Rule::columns);
        let of_comparisons = self.comparisons.iter().flat_map(Comparison::columns);
        let of_missing = self.missing.iter().map(|missing| missing.column.as_str());
        let mut columns: Vec<&str> = of_rules.chain(of_comparisons).chain(of_missing).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

impl Rule {
    fn renamed(&self, names: Names<'_>) -> Option<Rule> {
        let same = self.same.iter().map(|expression| expression.renamed(names));
        Some(Rule { same: same.collect::<Option<_>>()?, line: self.line })
    }
}

impl Comparison {
    fn renamed(&self, names: Names<'_>) -> Option<Comparison> {
        let of = self.of.renamed(names)?;
        let levels: Vec<Level> = self.levels.iter().filter_map(|level| level.renamed(names)).collect();
        let name = names(&self.name).unwrap_or_else(|| self.name.clone());
        Some(Comparison { name, of, levels, ..self.clone() })
    }
}

impl Level {
    fn renamed(&self, names: Names<'_>) -> Option<Level> {
        let test = self.test.renamed(names)?;
        let label = if self.label == self.test.label() { test.label() } else { self.label.clone() };
        Some(Level { label, test, ..self.clone() })
    }
}

impl Test {
    fn renamed(&self, names: Names<'_>) -> Option<Test> {
        let all = |tests: &[Test]| tests.iter().map(|test| test.renamed(names)).collect::<Option<Vec<_>>>();
        let of = match &self.of {
            Some(of) => Some(of.renamed(names)?),
            None => None,
        };
        let condition = match &self.condition {
            Condition::SwappedWith(other) => Condition::SwappedWith(other.renamed(names)?),
            Condition::SameAcross(other) => Condition::SameAcross(other.renamed(names)?),
            Condition::Kilometres { longitude, at_most } => {
                Condition::Kilometres { longitude: longitude.renamed(names)?, at_most: *at_most }
            }
            Condition::All(tests) => Condition::All(all(tests)?),
            Condition::Any(tests) => Condition::Any(all(tests)?),
            Condition::Not(test) => Condition::Not(Box::new(test.renamed(names)?)),
            other => other.clone(),
        };
        Some(Test { of, condition })
    }
}

impl Expression {
    fn renamed(&self, names: Names<'_>) -> Option<Expression> {
        Some(match self {
            Expression::Column(name) => Expression::Column(names(name)?),
            Expression::Of { function, arguments, numbers } => {
                let arguments = arguments.iter().map(|argument| argument.renamed(names));
                let arguments = arguments.collect::<Option<_>>()?;
                Expression::Of { function: *function, arguments, numbers: numbers.clone() }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::FIVE_COLUMNS;
    use super::*;

    #[test]
    fn what_needs_a_missing_column_is_left_out() {
        let model = Model::read(FIVE_COLUMNS).expect("the model that comes with the program");
        let renamed = model.renamed(&|name| match name {
            "surname" => None,
            "dob" => Some("born".to_owned()),
            other => Some(other.to_owned()),
        });
        assert_eq!(renamed.columns(), ["address", "born", "first_name", "postcode"]);
        let rules: Vec<String> = renamed.blocking.iter().map(Rule::text).collect();
        let expected = [
            "iso(born), fold(first_name)",
            "fold(postcode), fold(first_name)",
            "fold(postcode), iso(born)",
            "iso(born), soundex(first_name)",
        ];
        assert_eq!(rules, expected);
        let first_name = &renamed.comparisons[0];
        assert!(first_name.levels.iter().all(|level| !matches!(level.test.condition, Condition::SwappedWith(_))));
        assert_eq!(renamed.missing[0].column, "born");
    }
}
