//! How selected lines part by one or two dimensions other than themes.

use std::collections::HashMap;
use std::ops::AddAssign;

use foldhash::fast::FixedState;
use money::Money;

use crate::cells::is_of_cell;
use crate::data::Data;
use crate::select::{LineSet, Selected};
use crate::{Dimension, Tally};

/// Groups: the largest amount first, equal ones by value, as codes order like texts.
///
/// Most groups have neither credits nor withheld payees, and there may be half a million groups, so what
/// few have is held apart.
pub(crate) struct Groups {
    groups: Vec<Sum>,
    /// By code.
    credits: Vec<Sum>,
    /// By code.
    redacted: Vec<Sum>,
}

/// Lines of one code.
#[derive(Clone, Copy)]
struct Sum {
    code: u32,
    n_lines: u32,
    amount: Money,
}

impl Groups {
    pub fn of(data: &Data, selected: &Selected, dimension: Dimension) -> Groups {
        let n_codes = data.dictionary(dimension).n_codes();
        let is_sparse = matches!(&selected.lines, LineSet::Few(few) if few.len() < n_codes / 4);
        match is_sparse {
            true => sparse(data, selected, dimension),
            false => dense(data, selected, dimension, n_codes),
        }
    }

    /// Groups that are at hand, in order of codes.
    pub fn of_tallies(tallies: &[(u32, Tally)]) -> Groups {
        let sums = |part: fn(&Tally) -> (usize, Money)| {
            let sums = tallies.iter().map(|(code, tally)| Sum {
                code: *code,
                n_lines: u32::try_from(part(tally).0).expect("lines are counted in 32 bits"),
                amount: part(tally).1,
            });
            sums.filter(|sum| sum.n_lines > 0).collect()
        };
        let groups = sums(|tally| (tally.n_lines, tally.amount));
        let credits = sums(|tally| (tally.n_credits, tally.credits));
        Groups::ordered(groups, credits, sums(|tally| (tally.n_redacted, tally.redacted)))
    }

    fn ordered(mut groups: Vec<Sum>, credits: Vec<Sum>, redacted: Vec<Sum>) -> Groups {
        groups.sort_unstable_by_key(|sum| (std::cmp::Reverse(sum.amount), sum.code));
        Groups { groups, credits, redacted }
    }

    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Codes and their tallies, in order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, Tally)> + '_ {
        self.groups.iter().map(|sum| (sum.code, self.tally(sum)))
    }

    fn tally(&self, sum: &Sum) -> Tally {
        let of = |sums: &[Sum]| {
            let found = sums.binary_search_by_key(&sum.code, |sum| sum.code);
            found.map_or((0, Money::ZERO), |at| (sums[at].n_lines as usize, sums[at].amount))
        };
        let ((n_credits, credits), (n_redacted, redacted)) = (of(&self.credits), of(&self.redacted));
        Tally { n_lines: sum.n_lines as usize, amount: sum.amount, n_credits, credits, n_redacted, redacted }
    }

    /// The bytes it needs in a cache.
    pub fn n_bytes(&self) -> usize {
        (self.groups.len() + self.credits.len() + self.redacted.len()) * size_of::<Sum>()
    }
}

/// Lines or a cell of one code, and what is known of all of them.
struct Found {
    code: u32,
    n_lines: u32,
    amount: Money,
    is_credit: bool,
    is_redacted: bool,
}

/// A sum for every code there is: quick where many of them have lines.
fn dense(data: &Data, selected: &Selected, dimension: Dimension, n_codes: usize) -> Groups {
    let nothing: Vec<Sum> = (0..n_codes as u32).map(|code| Sum { code, n_lines: 0, amount: Money::ZERO }).collect();
    let (mut groups, mut credits, mut redacted) = (nothing.clone(), nothing.clone(), nothing);
    let add = |sums: &mut [Sum], found: &Found| {
        let sum = &mut sums[found.code as usize];
        sum.n_lines += found.n_lines;
        sum.amount += found.amount;
    };
    each_coded(data, selected, dimension, |found| {
        add(&mut groups, &found);
        if found.is_credit {
            add(&mut credits, &found);
        }
        if found.is_redacted {
            add(&mut redacted, &found);
        }
    });
    let kept = |sums: Vec<Sum>| sums.into_iter().filter(|sum| sum.n_lines > 0).collect();
    Groups::ordered(kept(groups), kept(credits), kept(redacted))
}

/// Sums of the codes that come up: quick where few of very many do.
fn sparse(data: &Data, selected: &Selected, dimension: Dimension) -> Groups {
    let mut tallies: Vec<(u32, Tally)> = Vec::new();
    each_coded(data, selected, dimension, |found| tallies.push((found.code, found.tally())));
    tallies.sort_unstable_by_key(|(code, _)| *code);
    tallies.dedup_by(|(next, next_tally), (code, tally)| {
        let is_same = next == code;
        if is_same {
            tally.add_assign(*next_tally);
        }
        is_same
    });
    Groups::of_tallies(&tallies)
}

/// Calls with the code of each cell, where cells tell lines apart, or else of each line.
fn each_coded(data: &Data, selected: &Selected, dimension: Dimension, mut call: impl FnMut(Found)) {
    let lines = &data.loaded.lines;
    let of_lines = if dimension == Dimension::Supplier { &lines.supplier } else { &lines.payee };
    match (data.loaded.cells.codes(dimension), data.heading_codes(dimension)) {
        (Some(codes), _) => {
            each_cell(data, selected, |cell, found| call(Found { code: codes[cell as usize], ..found }))
        }
        (None, Some(codes)) => each_line(data, selected, |line, found| {
            call(Found { code: codes[lines.heading[line as usize] as usize], ..found });
        }),
        (None, None) => each_line(data, selected, |line, found| call(Found { code: of_lines[line as usize], ..found })),
    }
}

fn each_cell(data: &Data, selected: &Selected, mut call: impl FnMut(u32, Found)) {
    let cells = &data.loaded.cells;
    selected.each_cell(data, |sum| {
        let (is_credit, is_redacted) = (cells.is_credit(sum.cell), cells.is_redacted(sum.cell));
        call(sum.cell, Found { code: 0, n_lines: sum.n_lines, amount: sum.amount, is_credit, is_redacted });
    });
}

fn each_line(data: &Data, selected: &Selected, mut call: impl FnMut(u32, Found)) {
    let amounts = &data.loaded.lines.amount;
    selected.each_line(data, |line, amount| {
        let (is_credit, is_redacted) = (amounts[line as usize].is_negative(), data.redacted.contains(line as usize));
        call(line, Found { code: 0, n_lines: 1, amount, is_credit, is_redacted });
    });
}

impl Found {
    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        tally.add(self.n_lines, self.amount, self.is_credit, self.is_redacted);
        tally
    }
}

/// The codes of two dimensions and the lines that have both.
pub(crate) type Crossed = ((u32, u32), Tally);

/// Crossings in no particular order.
pub(crate) fn crossings(data: &Data, selected: &Selected, a: Dimension, b: Dimension) -> Vec<Crossed> {
    let cells = &data.loaded.cells;
    let mut crossings: HashMap<(u32, u32), Tally, FixedState> = HashMap::default();
    let mut add = |codes, found: Found| crossings.entry(codes).or_default().add_assign(found.tally());
    match is_of_cell(a) && is_of_cell(b) {
        true => each_cell(data, selected, |cell, found| add((cells.code(a, cell), cells.code(b, cell)), found)),
        false => each_line(data, selected, |line, found| add((data.code(a, line), data.code(b, line)), found)),
    }
    crossings.into_iter().collect()
}
