//! What is wrong or doubtful, row by row.

use money::Money;

use crate::dictionary::{Interner, Packed};

/// One row that did not become a line, or one doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem<'a> {
    /// None where it is about no one file.
    pub file_id: Option<&'a str>,
    pub body_id: &'a str,
    /// Row in the file; none for a doubt about the whole file.
    pub row: Option<u64>,
    /// Heading of the column.
    pub column: Option<&'a str>,
    pub kind: &'a str,
    /// Rows concerned.
    pub n_rows: u64,
    /// Pounds concerned, where they can be told.
    pub amount: Option<Money>,
    /// What was found, in words.
    pub text: &'a str,
}

/// Which problems are meant; every part that is filled must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProblemFilter {
    pub body_id: Option<String>,
    pub kind: Option<String>,
    pub file_id: Option<String>,
    pub row: Option<u64>,
}

/// Some problems of many, in the order of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemPage<'a> {
    pub problems: Vec<Problem<'a>>,
    /// All problems of the filter.
    pub n_problems: usize,
    /// Rows concerned by all of them.
    pub n_rows: u64,
    /// Pounds concerned by all of them, as far as they can be told; none where no row tells.
    pub amount: Option<Money>,
}

/// All problems, repeated texts held once.
#[derive(Default)]
pub(crate) struct Problems {
    names: Names,
    all: Vec<Stored>,
    texts: Packed,
}

struct Stored {
    file: u32,
    body: u32,
    row: Option<u64>,
    column: u32,
    kind: u32,
    n_rows: u64,
    amount: Option<Money>,
}

/// Texts by codes in the order in which they came; nothing has code 0.
#[derive(Default)]
struct Names {
    interner: Interner,
    texts: Packed,
}

impl Names {
    fn code(&mut self, text: &str) -> u32 {
        let code = self.interner.code(text);
        if code as usize == self.texts.len() + 1 {
            self.texts.push(text);
        }
        code
    }

    fn text(&self, code: u32) -> Option<&str> {
        (code != 0).then(|| self.texts.get(code as usize - 1))
    }
}

impl Problems {
    pub fn push(&mut self, problem: Problem<'_>) {
        self.texts.push(problem.text);
        let mut code = |text: &str| self.names.code(text);
        self.all.push(Stored {
            file: code(problem.file_id.unwrap_or_default()),
            body: code(problem.body_id),
            row: problem.row,
            column: code(problem.column.unwrap_or_default()),
            kind: code(problem.kind),
            n_rows: problem.n_rows,
            amount: problem.amount,
        });
    }

    pub fn page(&self, filter: &ProblemFilter, offset: usize, limit: usize) -> ProblemPage<'_> {
        let mut page = ProblemPage { problems: Vec::new(), n_problems: 0, n_rows: 0, amount: None };
        for at in 0..self.all.len() {
            let problem = self.problem(at);
            if !filter.holds(&problem) {
                continue;
            }
            if offset <= page.n_problems && page.problems.len() < limit {
                page.problems.push(problem);
            }
            page.n_problems += 1;
            page.n_rows += problem.n_rows;
            page.amount = page.amount.into_iter().chain(problem.amount).reduce(|a, b| a + b);
        }
        page
    }

    fn problem(&self, at: usize) -> Problem<'_> {
        let stored = &self.all[at];
        Problem {
            file_id: self.names.text(stored.file),
            body_id: self.names.text(stored.body).unwrap_or_default(),
            row: stored.row,
            column: self.names.text(stored.column),
            kind: self.names.text(stored.kind).unwrap_or_default(),
            n_rows: stored.n_rows,
            amount: stored.amount,
            text: self.texts.get(at),
        }
    }
}

impl ProblemFilter {
    fn holds(&self, problem: &Problem<'_>) -> bool {
        self.kind.as_deref().is_none_or(|kind| kind == problem.kind)
            && self.body_id.as_deref().is_none_or(|id| id == problem.body_id)
            && self.file_id.as_deref().is_none_or(|id| Some(id) == problem.file_id)
            && self.row.is_none_or(|row| Some(row) == problem.row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_that_nobody_told_are_none_and_never_nought() {
        let mut problems = Problems::default();
        let problem = |kind, amount| Problem {
            file_id: Some("f1"),
            body_id: "county",
            row: Some(3),
            column: None,
            kind,
            n_rows: 2,
            amount,
            text: "found",
        };
        problems.push(problem("amount_missing", None));
        problems.push(problem("sub_penny", Some(Money::from_pence(5))));
        problems.push(problem("sub_penny", None));
        let page =
            |kind: &str| problems.page(&ProblemFilter { kind: Some(kind.to_owned()), ..Default::default() }, 1, 9);
        assert_eq!((page("amount_missing").amount, page("amount_missing").problems.len()), (None, 0));
        let sub_penny = page("sub_penny");
        assert_eq!((sub_penny.amount, sub_penny.n_rows, sub_penny.n_problems), (Some(Money::from_pence(5)), 4, 2));
        assert_eq!(sub_penny.problems, [problem("sub_penny", None)]);
    }
}
