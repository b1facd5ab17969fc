//! How the columns of a file about people write dates and names, by vote over the whole column.

use std::collections::BTreeMap;
use std::io;

use super::birth::Vote;
use super::cell_column::{CellColumn, Value};
use super::field::PersonField;
use super::known_names::KnownNames;
use super::layout::Layout;
use super::name::NameOrder;
use super::value::plain;
use crate::dates::DateFormat;
use crate::encoding::Encoding;
use crate::rows::{Row, Rows, Step};

/// Columns of dates, whose form is voted.
pub(super) const DATES: [PersonField; 6] = {
    use PersonField::*;
    [Born, AgeOn, ValidFrom, ValidTo, ExpectedDelivery, Delivered]
};

/// The forms of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Forms {
    votes: BTreeMap<PersonField, Vote>,
    /// In which order a column of whole names has them.
    pub order: NameOrder,
}

impl Forms {
    pub(super) fn votes(&self, field: PersonField) -> Option<&Vote> {
        self.votes.get(&field)
    }

    pub(super) fn formats(&self) -> BTreeMap<PersonField, DateFormat> {
        self.votes.iter().filter_map(|(field, vote)| Some((*field, vote.winner()?))).collect()
    }
}

/// Columns that vote, in a layout.
pub(super) fn voting_columns(layout: &Layout) -> Vec<usize> {
    DATES.iter().chain([&PersonField::FullName]).filter_map(|field| layout.column(*field)).collect()
}

/// A column and how often each of its distinct cells is in it.
struct Ballot {
    field: PersonField,
    at: usize,
    cells: CellColumn,
    n_by_code: Vec<u64>,
}

impl Ballot {
    fn count(&mut self, row: &Row, encoding: Encoding) {
        let cell = row.cell(self.at);
        let code = self.cells.code(cell, || Value::text(plain(&encoding.decode(cell)))) as usize;
        self.n_by_code.resize(self.n_by_code.len().max(code + 1), 0);
        self.n_by_code[code] += 1;
    }

    fn texts(&self) -> impl Iterator<Item = (&str, u64)> {
        let counted = (0..).zip(&self.n_by_code);
        counted.filter_map(|(code, n)| Some((self.cells.value(code).as_text()?, *n)))
    }
}

/// Reads every date and whole name of the file once, to know how each column writes them.
pub(super) fn vote(layout: &Layout, encoding: Encoding, known: &KnownNames, rows: &mut dyn Rows) -> io::Result<Forms> {
    let ballot = |field: PersonField| {
        Some(Ballot { field, at: layout.column(field)?, cells: CellColumn::default(), n_by_code: Vec::new() })
    };
    let mut ballots: Vec<Ballot> =
        DATES.iter().chain([&PersonField::FullName]).filter_map(|field| ballot(*field)).collect();
    let mut row = Row::default();
    while !ballots.is_empty() {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::Row if layout.header_row < row.number => {
                ballots.iter_mut().for_each(|ballot| ballot.count(&row, encoding))
            }
            _ => {}
        }
    }
    let mut forms = Forms::default();
    for ballot in &ballots {
        if ballot.field == PersonField::FullName {
            forms.order = order(ballot.texts(), known);
        } else {
            let vote = forms.votes.entry(ballot.field).or_default();
            ballot.texts().for_each(|(text, n)| vote.count_times(text, n));
        }
    }
    Ok(forms)
}

/// Which comes first in whole names without a comma: what is known as a first name, or what is known as a surname. As long
/// as nothing speaks for the surname it is the first name.
fn order<'t>(texts: impl Iterator<Item = (&'t str, u64)>, known: &KnownNames) -> NameOrder {
    let (mut given_first, mut family_first) = (0, 0);
    for (text, n) in texts.filter(|(text, _)| !text.contains([',', ';'])) {
        let name = super::name::split_name(text, NameOrder::GivenFirst);
        let (Some(first), Some(last)) = (&name.given, &name.family) else { continue };
        given_first += n * (u64::from(known.is_given(first)) + u64::from(known.is_family(last)));
        family_first += n * (u64::from(known.is_given(last)) + u64::from(known.is_family(first)));
    }
    if given_first < family_first { NameOrder::FamilyFirst } else { NameOrder::GivenFirst }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_vote_on_which_comes_first() {
        let order = |names: &[&str]| order(names.iter().map(|name| (*name, 1)), KnownNames::shipped());
        assert_eq!(order(&["Siân Jones", "John Smith", "Mary Zeta"]), NameOrder::GivenFirst);
        assert_eq!(order(&["JONES SIAN", "SMITH JOHN PAUL", "ZETA MARY"]), NameOrder::FamilyFirst);
        assert_eq!(order(&["Thomas James", "James Thomas", "Qq Rr", "Smith, John"]), NameOrder::GivenFirst);
    }
}
