//! From the text of a model file to a [`Model`], or to every mistake in it.

use toml::Spanned;
use toml::de::DeTable;

use super::keys::Keys;
use super::mistake::{Mistake, MistakeKind, Mistakes};
use super::read_levels::comparisons;
use super::{Expression, LinkType, Missing, Model, Nickname, Prior, Rule, Thresholds, Training, VERSION};
use crate::Error;
use crate::nearest::hint;

const MODEL: &str = "the model";
const MODEL_KEYS: [&str; 11] = [
    "version",
    "name",
    "link",
    "no_duplicates_in",
    "missing",
    "prior",
    "thresholds",
    "blocking",
    "training",
    "comparison",
    "nickname",
];
const PAIRS_MAX: f64 = 1e10;

impl Model {
    /// Reads a model file. Every mistake in it is reported at once, each with its line.
    ///
    /// # Errors
    /// [`Error::ModelMistakes`].
    pub fn read(text: &str) -> Result<Model, Error> {
        let mut mistakes = Mistakes::in_text(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            mistakes.add(error.span().unwrap_or(0..0), MistakeKind::NotToml { why: error.message().to_owned() });
        }
        if !errors.is_empty() {
            // Part of the content was never seen, so whatever else seems wrong may not be.
            let mut found = mistakes.into_found();
            found.dedup_by_key(|mistake| mistake.line);
            return Err(Error::ModelMistakes { mistakes: found });
        }
        let model = model(document.get_ref(), &mut mistakes);
        let mistakes = mistakes.into_found();
        if mistakes.is_empty() { Ok(model) } else { Err(Error::ModelMistakes { mistakes }) }
    }

    /// Holds the model against columns and sources that are really there.
    ///
    /// # Errors
    /// [`Error::ModelMistakes`] with every column and source that is not there, and the nearest that is.
    pub fn check(&self, columns: &[&str], sources: &[String]) -> Result<(), Error> {
        let mut mistakes = Vec::new();
        let mut look = |column: &str, line| {
            if !columns.contains(&column) {
                let hint = hint(column, columns.iter().copied());
                let kind = MistakeKind::NoSuchColumn { column: column.to_owned(), hint };
                mistakes.push(Mistake { line, kind });
            }
        };
        self.missing.iter().for_each(|missing| look(&missing.column, missing.line));
        let rules = self.blocking.iter().chain(&self.training.rules).chain(&self.prior.rules);
        rules.for_each(|rule| rule.columns().into_iter().for_each(|column| look(column, rule.line)));
        for comparison in &self.comparisons {
            comparison.columns().into_iter().for_each(|column| look(column, comparison.line));
        }
        for source in self.no_duplicates_in.iter().filter(|source| !sources.contains(source)) {
            let hint = hint(source, sources.iter().map(String::as_str));
            let kind = MistakeKind::NoSuchSource { source_name: source.clone(), hint };
            mistakes.push(Mistake { line: 0, kind });
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        if mistakes.is_empty() { Ok(()) } else { Err(Error::ModelMistakes { mistakes }) }
    }
}

fn model(document: &DeTable<'_>, mistakes: &mut Mistakes<'_>) -> Model {
    let keys = Keys::open(MODEL, document, 0..0, &MODEL_KEYS, mistakes);
    version(&keys, mistakes);
    let name = keys.required_text("name", mistakes).map_or_else(String::new, |name| (*name.get_ref()).to_owned());
    Model {
        name,
        link: link_type(&keys, mistakes),
        no_duplicates_in: owned(keys.texts("no_duplicates_in", mistakes)),
        missing: missing(&keys, mistakes),
        prior: prior(&keys, mistakes),
        thresholds: thresholds(&keys, mistakes),
        blocking: required_rules(&keys, "blocking", "blocking rule", mistakes),
        training: training(&keys, mistakes),
        comparisons: comparisons(&keys, mistakes),
        nicknames: nicknames(&keys, mistakes),
    }
}

fn version(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) {
    let Some(found) = keys.whole("version", 0.0..=1e9, mistakes) else {
        if keys.get("version").is_none() {
            keys.missing("version", mistakes);
        }
        return;
    };
    if found as i64 != VERSION {
        let span = keys.get("version").map_or(0..0, Spanned::span);
        mistakes.add(span, MistakeKind::UnknownVersion { found: found as i64, known: VERSION });
    }
}

fn link_type(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> LinkType {
    let Some(word) = keys.text("link", mistakes) else { return LinkType::Dedupe };
    LinkType::ALL.into_iter().find(|link| link.word() == *word.get_ref()).unwrap_or_else(|| {
        let hint = hint(word.get_ref(), LinkType::ALL.map(LinkType::word));
        let kind = MistakeKind::UnknownWord { what: "link type", word: (*word.get_ref()).to_owned(), hint };
        mistakes.add(word.span(), kind);
        LinkType::Dedupe
    })
}

fn missing(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Vec<Missing> {
    let tables = keys.tables("missing", "[[missing]]", &["column", "values"], mistakes);
    let mut found = Vec::new();
    for table in tables {
        let column = table.required_text("column", mistakes);
        let values = owned(table.texts("values", mistakes));
        if let Some(column) = column {
            found.push(Missing {
                column: (*column.get_ref()).to_owned(),
                values,
                line: mistakes.line(table.span.start),
            });
        }
    }
    found
}

fn prior(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Prior {
    let known = ["probability", "recall", "rules"];
    let Some(table) = keys.table("prior", "[prior]", &known, mistakes) else {
        keys.missing("prior", mistakes);
        return Prior { probability: None, recall: 1.0, rules: Vec::new() };
    };
    let probability = table.number("probability", 1e-15..=0.999_999, mistakes);
    let rules = rules(&table, "rules", mistakes);
    if probability.is_none() && rules.is_empty() && table.get("probability").is_none() && table.get("rules").is_none() {
        table.missing("rules", mistakes);
    }
    Prior { probability, recall: table.number("recall", 0.01..=1.0, mistakes).unwrap_or(0.8), rules }
}

fn thresholds(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Thresholds {
    let known = ["keep", "link", "cluster_size_max"];
    let table = keys.table("thresholds", "[thresholds]", &known, mistakes);
    let mut number =
        |key, default| table.as_ref().and_then(|table| table.number(key, 0.0..=1.0, mistakes)).unwrap_or(default);
    let (keep, link) = (number("keep", 0.5), number("link", 0.95));
    if let Some(table) = table.as_ref().filter(|_| link < keep) {
        mistakes.add(table.span.clone(), MistakeKind::LinkBelowKeep { link, keep });
    }
    let cluster_size_max = table.and_then(|table| table.whole("cluster_size_max", 2.0..=1e9, mistakes)).unwrap_or(100);
    Thresholds { keep, link, cluster_size_max }
}

fn training(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Training {
    let known = ["u_pairs", "m_pairs", "seed", "rules", "correct_u"];
    let Some(table) = keys.table("training", "[training]", &known, mistakes) else {
        return Training { u_pairs: 1_000_000, m_pairs: 2_000_000, seed: 1, rules: Vec::new(), correct_u: true };
    };
    Training {
        u_pairs: table.whole("u_pairs", 1_000.0..=PAIRS_MAX, mistakes).unwrap_or(1_000_000),
        m_pairs: table.whole("m_pairs", 1_000.0..=PAIRS_MAX, mistakes).unwrap_or(2_000_000),
        seed: table.whole("seed", 0.0..=9e15, mistakes).unwrap_or(1),
        rules: rules(&table, "rules", mistakes),
        correct_u: table.truth("correct_u", mistakes).unwrap_or(true),
    }
}

fn nicknames(keys: &Keys<'_>, mistakes: &mut Mistakes<'_>) -> Vec<Nickname> {
    let tables = keys.tables("nickname", "[[nickname]]", &["formal", "short"], mistakes);
    let mut found = Vec::new();
    for table in tables {
        let formal = table.required_text("formal", mistakes);
        let short = owned(table.texts("short", mistakes));
        found.extend(formal.map(|formal| Nickname { formal: (*formal.get_ref()).to_owned(), short }));
    }
    found
}

fn required_rules(keys: &Keys<'_>, key: &str, what: &'static str, mistakes: &mut Mistakes<'_>) -> Vec<Rule> {
    let rules = rules(keys, key, mistakes);
    if rules.is_empty() {
        mistakes.add(keys.get(key).map_or(0..0, Spanned::span), MistakeKind::Nothing { what });
    }
    rules
}

/// Rules written as lists of expressions: `[["first_name", "surname"], ["dob", "postcode"]]`.
fn rules(keys: &Keys<'_>, key: &str, mistakes: &mut Mistakes<'_>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for item in keys.items(key, "a list of rules", mistakes) {
        let line = mistakes.line(item.span().start);
        let toml::de::DeValue::Array(parts) = item.get_ref() else {
            mistakes
                .add(item.span(), MistakeKind::WrongType { key: key.to_owned(), expected: "a list of lists of texts" });
            continue;
        };
        let mut same = Vec::new();
        for part in parts.iter() {
            let text = if let toml::de::DeValue::String(text) = part.get_ref() { text.as_ref() } else { "" };
            match Expression::parse(text) {
                Ok(expression) => same.push(expression),
                Err(kind) => mistakes.add(part.span(), kind),
            }
        }
        if parts.is_empty() {
            mistakes.add(item.span(), MistakeKind::Nothing { what: "expression in the rule" });
        }
        rules.push(Rule { same, line });
    }
    rules
}

fn owned(texts: Vec<Spanned<&str>>) -> Vec<String> {
    texts.into_iter().map(|text| (*text.get_ref()).to_owned()).collect()
}
