//! How the columns of dates of a file about people write them.

use std::collections::BTreeMap;
use std::io;

use super::birth::Vote;
use super::field::PersonField;
use super::layout::Layout;
use crate::dates::DateFormat;
use crate::encoding::Encoding;
use crate::rows::{Row, Rows, Step};

const DATES: [PersonField; 7] = {
    use PersonField::*;
    [Born, Start, End, ValidFrom, ValidTo, ExpectedDelivery, Delivered]
};

/// Reads every date of the file once, to know how each column writes them.
pub(super) fn vote(
    layout: &Layout,
    encoding: Encoding,
    rows: &mut dyn Rows,
) -> io::Result<BTreeMap<PersonField, DateFormat>> {
    let mut votes: BTreeMap<PersonField, Vote> = BTreeMap::new();
    let columns: Vec<(PersonField, usize)> = DATES.iter().filter_map(|f| Some((*f, layout.column(*f)?))).collect();
    let mut row = Row::default();
    loop {
        match rows.next(&mut row)? {
            Step::End => break,
            Step::Row if layout.header_row < row.number => {
                columns
                    .iter()
                    .for_each(|(field, at)| votes.entry(*field).or_default().count(&row.text(*at, &encoding)));
            }
            _ => {}
        }
    }
    Ok(votes.into_iter().filter_map(|(field, vote)| Some((field, vote.winner()?))).collect())
}
