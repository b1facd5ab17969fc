//! From the text of a model file to a [`Model`], or to every mistake in it.

use std::ops::{Range, RangeInclusive};

use authored::{Keys, MistakeKind, hint, read_toml};
use toml::Spanned;
use toml::de::DeValue;

use super::read_levels::comparisons;
use super::{
    BlockingChoice, Expression, ExpressionError, LinkType, Missing, Model, Nickname, Prior, Rule, Thresholds, Training,
    VERSION,
};
use crate::{Absent, Error};

const MODEL: &str = "the model";
const MODEL_KEYS: [&str; 12] = [
    "version",
    "name",
    "link",
    "no_duplicates_in",
    "missing",
    "prior",
    "thresholds",
    "blocking",
    "blocking_choice",
    "training",
    "comparison",
    "nickname",
];
const PAIRS_MAX: i64 = 10_000_000_000;
const SEED_MAX: i64 = 9_000_000_000_000_000;

impl Model {
    /// Reads a model file. Every mistake in it is reported at once, each with its line.
    ///
    /// # Errors
    /// [`Error::ModelMistakes`].
    pub fn read(text: &str) -> Result<Model, Error> {
        let read = read_toml(text, MODEL, MODEL, &MODEL_KEYS, |keys| Some(model(keys)));
        read.map_err(|mistakes| Error::ModelMistakes { mistakes: mistakes.mistakes })
    }

    /// Holds the model against columns and sources that are really there.
    ///
    /// # Errors
    /// [`Error::ModelAtOdds`] with every column and source that is not there, and the nearest that is.
    pub fn check(&self, columns: &[&str], sources: &[String]) -> Result<(), Error> {
        let mut absent = Vec::new();
        let mut look = |column: &str, line| {
            if !columns.contains(&column) {
                let hint = hint(column, columns.iter().copied());
                absent.push(Absent { line, what: "column", name: column.to_owned(), hint });
            }
        };
        self.missing.iter().for_each(|missing| look(&missing.column, missing.line));
        self.rules().for_each(|rule| rule.columns().into_iter().for_each(|column| look(column, rule.line)));
        for comparison in &self.comparisons {
            comparison.columns().into_iter().for_each(|column| look(column, comparison.line));
        }
        for source in self.no_duplicates_in.iter().filter(|source| !sources.contains(source)) {
            let hint = hint(source, sources.iter().map(String::as_str));
            absent.push(Absent { line: 0, what: "source", name: source.clone(), hint });
        }
        absent.sort_by_key(|absent| absent.line);
        if absent.is_empty() { Ok(()) } else { Err(Error::ModelAtOdds { absent }) }
    }
}

fn model(keys: &Keys<'_>) -> Model {
    check_version(keys);
    Model {
        name: keys.needed("name", "\"people\"").unwrap_or_default(),
        link: link_type(keys),
        no_duplicates_in: keys.owned_texts("no_duplicates_in", "\"police\""),
        missing: missing(keys),
        prior: prior(keys),
        thresholds: thresholds(keys),
        blocking: required_rules(keys, "blocking", "blocking rule"),
        choice: choice(keys),
        training: training(keys),
        comparisons: comparisons(keys),
        nicknames: nicknames(keys),
    }
}

fn check_version(keys: &Keys<'_>) {
    keys.need("version", format!("`version = {VERSION}`"));
    if let Some(found) = keys.whole("version", 0..=1_000_000_000).filter(|found| *found != VERSION) {
        let kind = MistakeKind::Unfit(format!("the file has version {found}; this program reads version {VERSION}"));
        keys.wrong("version", kind, format!("`version = {VERSION}`"));
    }
}

fn link_type(keys: &Keys<'_>) -> LinkType {
    let words: Vec<_> = LinkType::ALL.iter().map(|link| (link.word(), *link)).collect();
    keys.word("link", "link type", &words).unwrap_or(LinkType::Dedupe)
}

fn missing(keys: &Keys<'_>) -> Vec<Missing> {
    let read = |table: &Keys<'_>| {
        let column = table.needed("column", "\"dob\"");
        let values = table.owned_texts("values", "\"1900-01-01\"");
        Some(Missing { column: column?, values, line: table.line() })
    };
    keys.tables("missing", "[[missing]]", &["column", "values"]).iter().filter_map(read).collect()
}

fn prior(keys: &Keys<'_>) -> Prior {
    let known = ["probability", "recall", "rules"];
    keys.need("prior", "`[prior]`");
    let Some(table) = keys.table("prior", "[prior]", &known) else {
        return Prior { probability: None, recall: 1.0, rules: Vec::new() };
    };
    let probability = table.number("probability", 1e-15..=0.999_999);
    if !table.has("probability") {
        table.need("rules", "`rules = [[\"surname\", \"dob\"]]`, or a `probability`");
    }
    Prior { probability, rules: rules(&table, "rules"), recall: table.number("recall", 0.01..=1.0).unwrap_or(0.8) }
}

fn choice(keys: &Keys<'_>) -> Option<BlockingChoice> {
    let table = keys.table("blocking_choice", "[blocking_choice]", &["rules", "recall", "pairs_each"])?;
    Some(BlockingChoice {
        rules: rules(&table, "rules"),
        recall: table.number("recall", 0.01..=1.0).unwrap_or(0.99),
        pairs_each: whole(&table, "pairs_each", 1..=PAIRS_MAX).unwrap_or(100),
    })
}

fn thresholds(keys: &Keys<'_>) -> Thresholds {
    let table = keys.table("thresholds", "[thresholds]", &["keep", "link", "cluster_size_max"]);
    let number = |key, usual| table.as_ref().and_then(|table| table.number(key, 0.0..=1.0)).unwrap_or(usual);
    let (keep, link) = (number("keep", 0.5), number("link", 0.95));
    if let Some(table) = table.as_ref().filter(|_| link < keep) {
        let kind = MistakeKind::Lacking(format!("`link` ({link}) is below `keep` ({keep})"));
        table.file.add(table.span.clone(), kind, "a `link` of `keep` or more");
    }
    let cluster_size_max = table.and_then(|table| whole(&table, "cluster_size_max", 2..=1_000_000_000));
    Thresholds { keep, link, cluster_size_max: cluster_size_max.unwrap_or(100) }
}

fn training(keys: &Keys<'_>) -> Training {
    let usual = Training { u_pairs: 1_000_000, m_pairs: 2_000_000, seed: 1, rules: Vec::new(), correct_u: true };
    let known = ["u_pairs", "m_pairs", "seed", "rules", "correct_u"];
    let Some(table) = keys.table("training", "[training]", &known) else { return usual };
    Training {
        u_pairs: whole(&table, "u_pairs", 1_000..=PAIRS_MAX).unwrap_or(usual.u_pairs),
        m_pairs: whole(&table, "m_pairs", 1_000..=PAIRS_MAX).unwrap_or(usual.m_pairs),
        seed: whole(&table, "seed", 0..=SEED_MAX).unwrap_or(usual.seed),
        rules: rules(&table, "rules"),
        correct_u: table.truth("correct_u").unwrap_or(usual.correct_u),
    }
}

fn whole(table: &Keys<'_>, key: &str, bounds: RangeInclusive<i64>) -> Option<u64> {
    table.whole(key, bounds).map(|whole| whole as u64)
}

fn nicknames(keys: &Keys<'_>) -> Vec<Nickname> {
    let read = |table: &Keys<'_>| {
        let formal = table.needed("formal", "\"elizabeth\"");
        let short = table.owned_texts("short", "\"liz\"");
        Some(Nickname { formal: formal?, short })
    };
    keys.tables("nickname", "[[nickname]]", &["formal", "short"]).iter().filter_map(read).collect()
}

fn required_rules(keys: &Keys<'_>, key: &str, what: &str) -> Vec<Rule> {
    let rules = rules(keys, key);
    if rules.is_empty() {
        keys.wrong(key, MistakeKind::Lacking(format!("there is no {what}")), "a list of rules");
    }
    rules
}

/// Rules written as lists of expressions: `[["first_name", "surname"], ["dob", "postcode"]]`.
fn rules(keys: &Keys<'_>, key: &str) -> Vec<Rule> {
    let rule = |item: &Spanned<DeValue<'_>>| {
        let DeValue::Array(parts) = item.get_ref() else {
            return keys.wrong_type(key, item, "a list of lists of texts");
        };
        if parts.is_empty() {
            let kind = MistakeKind::Lacking("there is no expression in the rule".to_owned());
            keys.file.add(item.span(), kind, "a column, or a function of columns");
        }
        let read = |part: &Spanned<DeValue<'_>>| match part.get_ref() {
            DeValue::String(text) => expression(part.span(), text, keys),
            _ => keys.wrong_type(key, part, "a list of lists of texts"),
        };
        let same = parts.iter().filter_map(read).collect();
        Some(Rule { same, line: keys.file.line(item.span().start) })
    };
    keys.items(key, "a list of rules").into_iter().filter_map(rule).collect()
}

/// A column, or a function of columns.
pub(super) fn expression(span: Range<usize>, text: &str, keys: &Keys<'_>) -> Option<Expression> {
    let noted = |error: ExpressionError| {
        keys.file.add(span, MistakeKind::Unfit(error.to_string()), "a column, or a function of columns");
    };
    Expression::parse(text).map_err(noted).ok()
}
