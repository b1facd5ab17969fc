//! Rules of the place that match nothing: a file that does not exist, a payee on no line. The person who wrote one believes that
//! it does something, so it is said with the row, by `check` and by `build`.

use std::collections::{BTreeMap, BTreeSet};

use arrow::array::RecordBatch;
use model::name::name_key;
use model::payee_answer::PayeeAnswer;
use model::problem::Problem;
use model::rule::Rules;
use model::tables::{LEDGER_LINE, ledger_line};
use model::{Place, ProblemKind};
use place::RuledFile;

/// Files with their bodies, as rules see them.
pub(crate) fn ruled<'a>(place: &'a Place, files: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<RuledFile<'a>> {
    let kind = |id: &str| place.bodies.iter().find(|body| body.id == id).map_or("", |body| body.kind.word());
    files.map(|(shown, body_id)| RuledFile { shown, body_id, body_kind: kind(body_id) }).collect()
}

/// One problem for each rule that names files of which none is there.
pub(crate) fn of_files(rules: &Rules, files: &[RuledFile<'_>]) -> Vec<Problem> {
    let problem = |(at, pattern): (String, String)| {
        said(format!(
            "{at} matches nothing: no file matches `{pattern}` in the column `file`; write the path as `totalplace \
             check` lists it, or delete the row"
        ))
    };
    place::rules_without_file(rules, files).into_iter().map(problem).collect()
}

/// The payees of `rules/bodies.csv` by the key of their names, each with its line in the file.
pub(crate) struct AnsweredPayees(BTreeMap<String, (usize, String)>);

impl AnsweredPayees {
    pub(crate) fn of(answers: Vec<(PayeeAnswer, usize)>) -> AnsweredPayees {
        let by_key = |(answer, line): (PayeeAnswer, usize)| (name_key(&answer.payee).key, (line, answer.payee));
        AnsweredPayees(answers.into_iter().map(by_key).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys of those that lines have.
    pub(crate) fn among(&self, lines: &RecordBatch) -> BTreeSet<String> {
        let payees = LEDGER_LINE.read(lines).text(ledger_line::PAYEE);
        let payees = payees.distinct();
        let keys = payees.iter().map(|payee| name_key(payee).key);
        keys.filter(|key| self.0.contains_key(key)).collect()
    }

    /// One problem for each that no line has. Names of public bodies name nobody, and a slip in one is found by reading it.
    pub(crate) fn unmet(&self, met: &BTreeSet<String>) -> Vec<Problem> {
        let mut unmet: Vec<&(usize, String)> =
            self.0.iter().filter(|(key, _)| !met.contains(*key)).map(|(_, said)| said).collect();
        unmet.sort();
        let file = place::BODY_ANSWERS;
        let problem = |(line, payee): &(usize, String)| {
            said(format!(
                "{file}:{line} matches nothing: no line is paid to `{payee}`; write the name as the ledger prints it, or delete the row"
            ))
        };
        unmet.into_iter().map(problem).collect()
    }
}

fn said(text: String) -> Problem {
    Problem::new("", ProblemKind::RuleMatchesNothing, text)
}
