//! A model as the text of a model file.

use std::fmt::Write;

use super::{Comparison, Condition, Level, Model, Rule, Test, VERSION};

impl Model {
    /// The model as a file: [`Model::read`] gives it back.
    pub fn write(&self) -> String {
        let mut out = String::new();
        let mut line = |text: String| {
            out.push_str(&text);
            out.push('\n');
        };
        line(format!("version = {VERSION}"));
        line(format!("name = {}", quoted(&self.name)));
        line(format!("link = {}", quoted(self.link.word())));
        if !self.no_duplicates_in.is_empty() {
            line(format!("no_duplicates_in = {}", list(&self.no_duplicates_in)));
        }
        line(format!("blocking = {}", rules(&self.blocking)));
        if let Some(choice) = &self.choice {
            line("\n[blocking_choice]".to_owned());
            line(format!("recall = {}\npairs_each = {}", number(choice.recall), choice.pairs_each));
            line(format!("rules = {}", rules(&choice.rules)));
        }
        line("\n[prior]".to_owned());
        if let Some(probability) = self.prior.probability {
            line(format!("probability = {}", number(probability)));
        }
        line(format!("recall = {}", number(self.prior.recall)));
        line(format!("rules = {}", rules(&self.prior.rules)));
        line("\n[thresholds]".to_owned());
        line(format!("keep = {}", number(self.thresholds.keep)));
        line(format!("link = {}", number(self.thresholds.link)));
        line(format!("cluster_size_max = {}", self.thresholds.cluster_size_max));
        line("\n[training]".to_owned());
        let training = &self.training;
        line(format!("u_pairs = {}\nm_pairs = {}\nseed = {}", training.u_pairs, training.m_pairs, training.seed));
        line(format!("correct_u = {}\nrules = {}", training.correct_u, rules(&training.rules)));
        for missing in &self.missing {
            line(format!("\n[[missing]]\ncolumn = {}\nvalues = {}", quoted(&missing.column), list(&missing.values)));
        }
        self.comparisons.iter().for_each(|comparison| line(self::comparison(comparison)));
        for nickname in &self.nicknames {
            line(format!("\n[[nickname]]\nformal = {}\nshort = {}", quoted(&nickname.formal), list(&nickname.short)));
        }
        out
    }
}

fn comparison(comparison: &Comparison) -> String {
    let mut out = format!("\n[[comparison]]\nname = {}\n", quoted(&comparison.name));
    let of = comparison.of.to_string();
    if of != comparison.name {
        let _ = writeln!(out, "of = {}", quoted(&of)); // writing to a string cannot fail
    }
    if comparison.term_frequency_min != 0.0 {
        let _ = writeln!(out, "term_frequency_min = {}", number(comparison.term_frequency_min));
    }
    out.push_str("levels = [\n");
    for level in &comparison.levels {
        let _ = writeln!(out, "    {{ {} }},", self::level(level));
    }
    out.push(']');
    out
}

fn level(level: &Level) -> String {
    let mut parts = test(&level.test);
    let given =
        [("m", level.m), ("u", level.u), ("term_frequency", Some(level.term_frequency).filter(|tf| *tf != 0.0))];
    parts.extend(given.into_iter().filter_map(|(key, value)| Some(format!("{key} = {}", number(value?)))));
    if level.fixed {
        parts.push("fixed = true".to_owned());
    }
    if level.label != level.test.label() {
        parts.push(format!("label = {}", quoted(&level.label)));
    }
    parts.join(", ")
}

fn test(test: &Test) -> Vec<String> {
    let all = |tests: &[Test]| {
        let inner: Vec<String> = tests.iter().map(|inner| format!("{{ {} }}", self::test(inner).join(", "))).collect();
        format!("[{}]", inner.join(", "))
    };
    let mut parts = match &test.condition {
        Condition::All(tests) => vec![format!("all = {}", all(tests))],
        Condition::Any(tests) => vec![format!("any = {}", all(tests))],
        Condition::Not(inner) => vec![format!("not = {{ {} }}", self::test(inner).join(", "))],
        named => vec![format!("is = {}", quoted(named.word().unwrap_or_default()))],
    };
    parts.extend(test.of.iter().map(|of| format!("of = {}", quoted(&of.to_string()))));
    match &test.condition {
        Condition::JaroWinkler { at_least } | Condition::Jaro { at_least } | Condition::Dice { at_least } => {
            parts.push(format!("at_least = {}", number(*at_least)));
        }
        Condition::Levenshtein { at_most }
        | Condition::DamerauLevenshtein { at_most }
        | Condition::Days { at_most }
        | Condition::Months { at_most }
        | Condition::Years { at_most } => parts.push(format!("at_most = {at_most}")),
        Condition::Number { at_most } | Condition::Ratio { at_most } => {
            parts.push(format!("at_most = {}", number(*at_most)));
        }
        Condition::Kilometres { longitude, at_most } => {
            parts.push(format!("longitude = {}", quoted(&longitude.to_string())));
            parts.push(format!("at_most = {}", number(*at_most)));
        }
        Condition::Shared { at_least } => parts.push(format!("at_least = {at_least}")),
        Condition::SwappedWith(other) | Condition::SameAcross(other) => {
            parts.push(format!("with = {}", quoted(&other.to_string())))
        }
        _ => {}
    }
    parts
}

fn rules(rules: &[Rule]) -> String {
    let each: Vec<String> = rules
        .iter()
        .map(|rule| format!("    {},\n", list(&rule.same.iter().map(ToString::to_string).collect::<Vec<_>>())))
        .collect();
    if each.is_empty() { "[]".to_owned() } else { format!("[\n{}]", each.concat()) }
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The shortest digits that read back as the same number.
fn number(number: f64) -> String {
    format!("{number:?}")
}

#[cfg(test)]
mod tests {
    use super::super::FIVE_COLUMNS;
    use super::*;

    fn without_lines(mut model: Model) -> Model {
        let training = model.training.rules.iter_mut();
        let chosen = model.choice.iter_mut().flat_map(|choice| &mut choice.rules);
        model
            .blocking
            .iter_mut()
            .chain(chosen)
            .chain(&mut model.prior.rules)
            .chain(training)
            .for_each(|rule| rule.line = 0);
        model.comparisons.iter_mut().for_each(|comparison| comparison.line = 0);
        model.missing.iter_mut().for_each(|missing| missing.line = 0);
        model
    }

    #[test]
    fn a_model_written_and_read_is_the_same() {
        let model = Model::read(FIVE_COLUMNS).expect("the model that comes with the program");
        let again = Model::read(&model.write()).expect("what was written");
        assert_eq!(without_lines(again), without_lines(model));
    }

    #[test]
    fn every_condition_is_written_and_read() {
        let text = r#"
            version = 1
            name = "All \"conditions\""
            blocking = [["a"]]
            no_duplicates_in = ["nhs"]
            [blocking_choice]
            recall = 0.98
            pairs_each = 50
            rules = [["b"]]
            [prior]
            probability = 1e-5
            [[comparison]]
            name = "a"
            term_frequency_min = 0.001
            levels = [
                { is = "same", m = 0.5, u = 0.25, term_frequency = 0.5, fixed = true },
                { is = "jaro_winkler", at_least = 0.9, m = 0.25, u = 0.25 },
                { is = "jaro", at_least = 0.9, m = 0.125, u = 0.25 },
                { is = "dice", at_least = 0.9, of = "fold(b)", m = 0.125, u = 0.25 },
                { is = "levenshtein", at_most = 1 }, { is = "damerau_levenshtein", at_most = 1 },
                { is = "nickname", label = "known as" }, { is = "swapped_with", with = "b" },
                { is = "initial" }, { is = "missing", of = "either(a, b)" }, { is = "without_vowels" }, { is = "same_across", with = "fold(b)" },
                { is = "day_month_swapped" }, { is = "days", at_most = 1 }, { is = "months", at_most = 1 },
                { is = "years", at_most = 1 }, { is = "number", at_most = 0.5 }, { is = "ratio", at_most = 0.1 },
                { is = "kilometres", longitude = "b", at_most = 5.0 }, { is = "shared", at_least = 1 },
                { all = [{ is = "same" }, { is = "same", of = "b" }] },
                { any = [{ not = { is = "same", of = "b" } }, { is = "years", at_most = 2 }] },
                { is = "else" },
            ]
            [[missing]]
            column = "a"
            values = ["1900-01-01"]
            [[nickname]]
            formal = "Alasdair"
            short = ["Ally"]
        "#;
        let model = without_lines(Model::read(text).expect("a model"));
        assert_eq!(without_lines(Model::read(&model.write()).expect("what was written")), model);
        let words = model.comparisons[0].levels.iter().filter_map(|level| level.test.condition.word());
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        let mut all = Condition::WORDS;
        all.sort_unstable();
        assert_eq!(words, all);
    }
}
