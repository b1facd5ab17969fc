//! The shipped model for the columns that some records have.

use model::tables::person_record as column;

use super::{COLUMNS, HOME, MODEL};
use crate::Error;
use crate::linkage_model::{Comparison, Condition, Expression, Function, Level, Model, Rule, Test};
use crate::records::{NULL, Records};

/// Beside a name one of these tells people apart; the first one is in rules where there is no birth date.
const BESIDE_NAMES: [&str; 9] = [
    column::BORN,
    column::POSTCODE,
    column::NHS_NUMBER,
    column::NINO,
    column::UPN,
    column::NUMBER,
    column::PHONE,
    column::EMAIL,
    column::ADDRESS,
];
/// Patterns of levels must fit into a number.
const N_FURTHER_MAX: usize = 6;
/// Longer texts are notes and no property of a person.
const N_LETTERS_MAX: usize = 60;
const N_YEAR: usize = "1993".len();

/// The model that `link` and `build` use where nobody gave one: what can be compared of these records.
///
/// Of the shipped model it keeps what the records have values for. `address` and `town` are compared where there is no postcode,
/// because they say the same as `home`. Other columns are compared as they are, where several sources have values there or there is
/// but one source: the same, a slip or two, anything else. How much that says is estimated, and may be nothing. `truth` is a column
/// that says who each record really is, which is never compared.
///
/// # Errors
/// [`Error::NoModelSuits`] where the columns cannot tell people apart: a name alone is too little; [`Error::Scratch`].
pub fn model_for(records: &Records, truth: Option<&str>) -> Result<Model, Error> {
    let shipped = Model::read(MODEL).expect("the model that comes with the program is read by the tests");
    let has = |name: &str| records.column(name).is_some_and(|column| !column.values.is_empty());
    let is_used = |name: &str| has(name) && !(has(column::POSTCODE) && [column::ADDRESS, column::TOWN].contains(&name));
    let mut model = shipped.renamed(&|name| is_used(name).then(|| name.to_owned()));
    if !some_births_are_years(records) {
        leave_out_years(&mut model);
    }
    for name in further_columns(records, truth)? {
        model.comparisons.push(further(&name));
        model.choice.iter_mut().for_each(|choice| choice.rules.extend(further_rules(&name)));
    }
    let names = [column::GIVEN_NAME, column::FAMILY_NAME].into_iter().filter(|name| has(name)).collect::<Vec<_>>();
    let beside = BESIDE_NAMES.into_iter().find(|name| has(name));
    add_rules(&mut model, &names, beside);
    model.comparisons.retain(|comparison| 2 <= comparison.levels.len());
    if model.comparisons.len() < 2 || model.blocking.is_empty() || beside.is_none() {
        let found = COLUMNS.into_iter().filter(|name| *name != HOME && has(name)).map(str::to_owned).collect();
        return Err(Error::NoModelSuits { n_columns: records.columns().len(), found });
    }
    Ok(model)
}

/// Whether a model is the one that comes with the program.
pub(super) fn is_shipped(model: &Model) -> bool {
    *model == Model::read(MODEL).expect("the model that comes with the program is read by the tests")
}

/// The model of a place's build: the shipped one as far as the records have columns for it, or the place's own as it stands.
pub(super) fn of_place(model: &Model, records: &Records) -> Model {
    let fitted = is_shipped(model).then(|| model_for(records, None).ok()).flatten();
    // Records that say too little are people of their own, whatever the model.
    fitted.unwrap_or_else(|| without_lacking(model, records))
}

/// A place's own model without what its files have no column for. A slip in a name is a mistake still, and so is a model of
/// which nothing would be left to compare, or to find pairs or the prior by.
fn without_lacking(model: &Model, records: &Records) -> Model {
    let is_lacking = |name: &str| COLUMNS.contains(&name) && records.column(name).is_none();
    let left = model.renamed(&|name| (!is_lacking(name)).then(|| name.to_owned()));
    let finds_pairs = |model: &Model| {
        !model.blocking.is_empty() || model.choice.as_ref().is_some_and(|choice| !choice.rules.is_empty())
    };
    let is_enough = !left.comparisons.is_empty()
        && finds_pairs(&left)
        && left.prior.rules.is_empty() == model.prior.rules.is_empty()
        && left.training.rules.is_empty() == model.training.rules.is_empty();
    if is_enough { left } else { model.clone() }
}

/// Columns that a place's own model reads and none of its files has, in words; none where it has all of them.
pub(super) fn lacking_said(own: &Model, used: &Model) -> Option<String> {
    let used = used.columns();
    let lacking: Vec<String> =
        own.columns().into_iter().filter(|name| !used.contains(name)).map(|name| format!("`{name}`")).collect();
    let is_own = !is_shipped(own) && !lacking.is_empty();
    is_own.then(|| {
        format!(
            "warning: linkage/people.toml uses {}, which no file has; rules, comparisons and levels that need them are left out",
            lacking.join(", ")
        )
    })
}

/// Where there is no birth date, the rules that are left may be none.
fn add_rules(model: &mut Model, names: &[&str], beside: Option<&str>) {
    let rule = |columns: &[&str]| Rule::same(columns).expect("names of columns are expressions");
    let Some(beside) = beside else { return };
    let whole = rule(&[names, &[beside]].concat());
    if model.prior.rules.is_empty() {
        model.prior.rules.push(whole.clone());
    }
    if model.blocking.is_empty() {
        model.blocking.push(whole);
    }
    // A comparison sits a session out whose rule reads its columns, so one session is too few.
    if model.training.rules.len() < 2 {
        model.training.rules.push(rule(&[beside]));
    }
}

fn some_births_are_years(records: &Records) -> bool {
    records.column(column::BORN).is_some_and(|births| births.values.iter().any(|born| born.len() == N_YEAR))
}

fn leave_out_years(model: &mut Model) {
    let years = Some(Expression::column(column::BORN_YEAR));
    for comparison in model.comparisons.iter_mut().filter(|comparison| comparison.name == column::BORN) {
        comparison.levels.retain(|level| level.test.of != years);
    }
}

/// Columns that the shipped model does not know and that may tell people apart.
fn further_columns(records: &Records, truth: Option<&str>) -> Result<Vec<String>, Error> {
    let is_candidate = |at: &usize| {
        let column = &records.columns()[*at];
        !COLUMNS.contains(&column.name.as_str())
            && truth != Some(column.name.as_str())
            && 2 <= column.values.len()
            && column.values.iter().all(|value| value.len() <= N_LETTERS_MAX)
    };
    let candidates: Vec<usize> = (0..records.columns().len()).filter(is_candidate).collect();
    if candidates.is_empty() {
        return Ok(Vec::new());
    }
    let n_sources = records.sources().len();
    let mut n_of = vec![vec![0_u64; n_sources]; candidates.len()];
    records.for_each_chunk(None, |first, columns| {
        for (n_of, at) in n_of.iter_mut().zip(&candidates) {
            for (row, _) in columns[*at].iter().enumerate().filter(|(_, code)| **code != NULL) {
                n_of[records.source_of((first + row) as u32)] += 1;
            }
        }
        Ok(())
    })?;
    let mut kept: Vec<(u64, usize)> = candidates
        .iter()
        .zip(&n_of)
        .filter(|(_, n_of)| n_sources == 1 || 2 <= n_of.iter().filter(|n| **n != 0).count())
        .map(|(at, n_of)| (n_of.iter().sum(), *at))
        .collect();
    kept.sort_by_key(|(n, at)| (std::cmp::Reverse(*n), *at));
    kept.truncate(N_FURTHER_MAX);
    kept.sort_by_key(|(_, at)| *at);
    Ok(kept.into_iter().map(|(_, at)| records.columns()[at].name.clone()).collect())
}

fn folded(name: &str) -> Expression {
    Expression::Of { function: Function::Fold, arguments: vec![Expression::column(name)], numbers: Vec::new() }
}

fn further(name: &str) -> Comparison {
    let level = |condition: Condition| {
        let test = Test::new(condition);
        Level::new(&test.label(), test)
    };
    let mut levels: Vec<Level> = vec![
        level(Condition::Same),
        level(Condition::DamerauLevenshtein { at_most: 1 }),
        level(Condition::DamerauLevenshtein { at_most: 2 }),
        level(Condition::Else),
    ];
    levels[0].term_frequency = 1.0;
    Comparison { name: name.to_owned(), of: folded(name), levels, term_frequency_min: 0.0, line: 0 }
}

/// Rules by a whole value, and by parts of one that a slip leaves alone.
fn further_rules(name: &str) -> Vec<Rule> {
    let part = |from: u32, n: u32| Expression::Of {
        function: Function::Substr,
        arguments: vec![Expression::column(name)],
        numbers: vec![from, n],
    };
    [folded(name), part(1, 5), part(4, 6)].map(|one| Rule { same: vec![one], line: 0 }).to_vec()
}
