//! Lines that a return repeats in its notes, on another basis: the first is the line, and the others are not added to it.
//!
//! The summary of 2010-11 has its services as lines 190 to 698, and again as lines 961 to 978 without pensions as
//! accountants book them.

use std::collections::BTreeMap;

use model::FinancialYear;
use model::spending::{SetAsideAs, SpendingKind};

use crate::cells::{Aside, Spender};
use crate::claims::Claim;
use crate::wildcard::bare;

/// The publication whose lines have numbers.
const SUMMARY: &str = "revenue_outturn_summary";
const REASON: &str = "The return repeats the line in its notes, on another basis";

/// One line of one body: the year and body, where it stands, what it is called, and what it is.
type Line<'a> = (FinancialYear, Spender, &'a str, u64, &'a str, String, Option<SpendingKind>);

/// Keeps the first of the lines of one name in a row of a return, by the numbers that it gives them.
pub(crate) fn first_of_each<'a>(claims: Vec<Claim<'a>>, asides: &mut Vec<Aside>) -> Vec<Claim<'a>> {
    let mut first: BTreeMap<Line<'a>, u32> = BTreeMap::new();
    for claim in &claims {
        if let Some((line, number)) = numbered(claim) {
            let known = first.entry(line).or_insert(number);
            *known = (*known).min(number);
        }
    }
    let is_first = |claim: &Claim<'a>| numbered(claim).is_none_or(|(line, number)| first[&line] == number);
    let (kept, repeated): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(is_first);
    asides.extend(repeated.iter().map(|claim| claim.set_aside(SetAsideAs::OtherMeasure, REASON)));
    kept
}

fn numbered<'a>(claim: &Claim<'a>) -> Option<(Line<'a>, u32)> {
    let figure = &claim.figure;
    let number = figure.line_code.parse().ok().filter(|_| figure.publication() == SUMMARY)?;
    let (file, row, label) = (figure.file_id, figure.row, bare(figure.label));
    Some(((figure.year, claim.spender.clone(), file, row, figure.series, label, figure.kind), number))
}
