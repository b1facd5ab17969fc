//! Which case of one log is which case of another.

use std::path::Path;

use super::error::Error;
use super::headings::{Meaning, meaning};
use super::role::Role;
use super::source::Source;
use crate::encoding::Encoding;
use crate::plain::{RowSource, TableSource};
use crate::rows::{Row, Step};

/// Pairs of case numbers, with what was read as the two columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relations {
    pub headings: [String; 2],
    pub pairs: Vec<[String; 2]>,
    pub problems: Vec<RelationProblem>,
    /// Pairs that repeat another; they are kept.
    pub n_repeated: u64,
}

/// A row that relates nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationProblem {
    /// One of the two case numbers is missing.
    HalfMissing { row: u64 },
    /// It has more filled cells than there are headings.
    TooManyCells { row: u64 },
}

/// Reads pairs of case numbers from a text or the first sheet of a workbook.
///
/// # Errors
/// [`Error`] where the file cannot be read, or it is not plain which two columns are meant.
pub fn read_relations(path: &Path) -> Result<Relations, Error> {
    let rows = match Source::open(path)?.0 {
        Source::Text(text) => TableSource::of_text(text),
        Source::Workbook(bytes) => {
            let sheet = super::sheets::chosen_sheet(path, bytes, &super::options::Options::unsaid())?;
            TableSource::of_sheet(sheet.rows)
        }
        _ => return Err(Error::not_a_log(path, "a file of relations is a table of two columns of case numbers")),
    };
    read_pairs(path, &rows)
}

fn read_pairs(path: &Path, source: &TableSource) -> Result<Relations, Error> {
    let encoding = source.encoding();
    let mut rows = source.rows(None).map_err(Error::file(path))?;
    let mut row = Row::default();
    let mut columns: Option<[usize; 2]> = None;
    let mut n_headings = 0;
    let mut relations =
        Relations { headings: Default::default(), pairs: Vec::new(), problems: Vec::new(), n_repeated: 0 };
    loop {
        match rows.next(&mut row).map_err(Error::file(path))? {
            Step::End => break,
            Step::Row if row.is_blank() => {}
            Step::Row | Step::TooLong { .. } => match columns {
                None => {
                    let headings = row.texts(&encoding);
                    let found = two_columns(path, &headings)?;
                    relations.headings = found.map(|at| headings[at].clone());
                    n_headings = headings.len();
                    columns = Some(found);
                }
                Some(columns) => relations.take(&row, columns, n_headings, &encoding),
            },
        }
    }
    relations.count_repeated();
    if columns.is_none() { Err(Error::Empty { path: path.to_owned() }) } else { Ok(relations) }
}

impl Relations {
    fn take(&mut self, row: &Row, columns: [usize; 2], n_headings: usize, encoding: &Encoding) {
        let pair = columns.map(|at| row.text(at, encoding).into_owned());
        let problem = if (n_headings..row.len()).any(|at| !row.cell(at).is_empty()) {
            Some(RelationProblem::TooManyCells { row: row.number })
        } else if pair.iter().any(String::is_empty) {
            Some(RelationProblem::HalfMissing { row: row.number })
        } else {
            None
        };
        match problem {
            Some(problem) => self.problems.push(problem),
            None => self.pairs.push(pair),
        }
    }

    fn count_repeated(&mut self) {
        let mut sorted: Vec<&[String; 2]> = self.pairs.iter().collect();
        sorted.sort_unstable();
        self.n_repeated = sorted.windows(2).filter(|two| two[0] == two[1]).count() as u64;
    }
}

/// The only two columns, or the two whose headings speak of cases.
fn two_columns(path: &Path, headings: &[String]) -> Result<[usize; 2], Error> {
    let filled: Vec<usize> = (0..headings.len()).filter(|at| !headings[*at].is_empty()).collect();
    let of_cases: Vec<usize> = filled.iter().copied().filter(|at| speaks_of_cases(&headings[*at])).collect();
    for columns in [&of_cases, &filled] {
        if let [left, right] = columns[..] {
            return Ok([left, right]);
        }
    }
    let headings = headings.to_vec();
    match of_cases.len() {
        0 | 1 => Err(Error::NoColumn { path: path.to_owned(), role: Role::Case, headings }),
        _ => Err(Error::SeveralColumns {
            path: path.to_owned(),
            role: Role::Case,
            candidates: of_cases.into_iter().map(|at| headings[at].clone()).collect(),
        }),
    }
}

/// `case:concept:name_LEFT`, `Case ID (housing)`, `case_2`: a heading of cases, with something behind or before it.
fn speaks_of_cases(heading: &str) -> bool {
    let is_case = |text: &str| matches!(meaning(text), Some((Meaning::Role(Role::Case), _)));
    let words: Vec<&str> = heading.split(['_', ' ', '(', ')', '.', '-']).filter(|word| !word.is_empty()).collect();
    let joined = |words: &[&str]| is_case(&words.join(" "));
    is_case(heading) || (1..words.len()).any(|n| joined(&words[..n]) || joined(&words[n..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[[&str; 2]], &str>) {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("it is written");
        match (read_relations(file.path()), expected) {
            (Ok(read), Ok(pairs)) => assert_eq!(read.pairs, pairs, "{text}"),
            (Err(error), Err(said)) => assert!(error.to_string().contains(said), "{error}"),
            (read, expected) => panic!("{read:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn two_columns_of_case_numbers_relate_two_logs() {
        let pairs: &[[&str; 2]] = &[["H-1", "0012"], ["NA", "13"]];
        check("case:concept:name_LEFT,case:concept:name_RIGHT\nH-1,0012\nNA,13\n", Ok(pairs));
        check("housing;police\nH-1;0012\nNA;13\n", Ok(pairs));
        check("Case ID (housing),note,Case ID (police)\nH-1,x,0012\nNA,,13\n", Ok(pairs));
        check("a,b,c\n1,2,3\n", Err("no column"));
        check("case_1,case_2,case_3\n1,2,3\n", Err("several columns"));
    }

    #[test]
    fn half_a_pair_is_said() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "left,right\n1,\n2,3\n2,3\n").expect("it is written");
        let read = read_relations(file.path()).expect("relations");
        assert_eq!((read.pairs.len(), read.n_repeated), (2, 1));
        assert_eq!(read.problems, [RelationProblem::HalfMissing { row: 2 }]);
    }
}
