//! The account as a cube: lines that agree in everything but payee, heading, day and size share a cell.
//!
//! Millions of lines fall into some hundred thousand cells, so a filter on any of these dimensions looks
//! at cells and at no line.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use model::{AccountPart, Attribution, Treatment};
use money::Money;

use crate::Dimension;
use crate::dictionary::{Dictionary, Interner, NONE};

/// What makes a cell; [`Dimension::Part`] and [`Dimension::CofogDivision`] follow from it.
pub(crate) const KEY: [Dimension; 18] = [
    Dimension::File,
    Dimension::Body,
    Dimension::Year,
    Dimension::Month,
    Dimension::Treatment,
    Dimension::TransferKind,
    Dimension::Eliminated,
    Dimension::Attribution,
    Dimension::Rule,
    Dimension::Service,
    Dimension::ServiceRule,
    Dimension::Cofog,
    Dimension::Intent,
    Dimension::Counterparty,
    Dimension::Capital,
    Dimension::Sign,
    Dimension::Redacted,
    Dimension::Nameless,
];

/// The codes of a cell, in the order of [`KEY`].
pub(crate) type Key = [u32; KEY.len()];

/// Every cell with its codes and sums, column by column.
pub(crate) struct Cells {
    /// By dimension; empty for those that are no part of a cell.
    codes: Vec<Vec<u32>>,
    n_lines: Vec<u32>,
    amounts: Vec<Money>,
    is_credit: Vec<bool>,
    is_redacted: Vec<bool>,
}

impl Cells {
    pub fn len(&self) -> usize {
        self.n_lines.len()
    }

    /// The code of each cell; none for a dimension that cells do not tell apart.
    pub fn codes(&self, dimension: Dimension) -> Option<&[u32]> {
        let codes = &self.codes[dimension as usize];
        (is_of_cell(dimension)).then_some(codes)
    }

    pub fn code(&self, dimension: Dimension, cell: u32) -> u32 {
        self.codes[dimension as usize][cell as usize]
    }

    pub fn n_lines(&self, cell: u32) -> u32 {
        self.n_lines[cell as usize]
    }

    pub fn amount(&self, cell: u32) -> Money {
        self.amounts[cell as usize]
    }

    pub fn is_credit(&self, cell: u32) -> bool {
        self.is_credit[cell as usize]
    }

    pub fn is_redacted(&self, cell: u32) -> bool {
        self.is_redacted[cell as usize]
    }
}

/// Whether cells tell lines apart by a dimension.
pub(crate) fn is_of_cell(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Part | Dimension::CofogDivision) || KEY.contains(&dimension)
}

/// Finds the cell of each line while tables are read.
#[derive(Default)]
pub(crate) struct CellFinder {
    /// A quick hash: every line is looked up here, and nothing depends on its order.
    found: HashMap<Key, u32, FixedState>,
    keys: Vec<Key>,
    n_lines: Vec<u32>,
    amounts: Vec<Money>,
}

impl CellFinder {
    /// The cell of a line, which is counted in it.
    pub fn add(&mut self, key: Key, amount: Money) -> u32 {
        let next = self.keys.len() as u32;
        let cell = *self.found.entry(key).or_insert(next);
        if cell == next {
            self.keys.push(key);
            self.n_lines.push(0);
            self.amounts.push(Money::ZERO);
        }
        self.n_lines[cell as usize] += 1;
        self.amounts[cell as usize] += amount;
        cell
    }

    /// The cells, with the codes that dictionaries ended up with.
    pub fn finish(self, dictionaries: &mut [Dictionary], new_codes: &[Vec<u32>]) -> Cells {
        let mut codes = vec![Vec::new(); Dimension::ALL.len()];
        for (at, dimension) in KEY.iter().enumerate() {
            let new = &new_codes[*dimension as usize];
            codes[*dimension as usize] = self.keys.iter().map(|key| new[key[at] as usize]).collect();
        }
        for (dimension, text) in [(Dimension::Part, part_of as TextOf), (Dimension::CofogDivision, division_of)] {
            let mut interner = Interner::default();
            let old = (0..self.keys.len()).map(|cell| interner.code(text(&codes, dictionaries, cell)));
            let old: Vec<u32> = old.collect();
            let (dictionary, new) = interner.finish();
            dictionaries[dimension as usize] = dictionary;
            codes[dimension as usize] = old.into_iter().map(|code| new[code as usize]).collect();
        }
        let is = |dimension: Dimension, word: &str| -> Vec<bool> {
            let code = dictionaries[dimension as usize].code(word);
            codes[dimension as usize].iter().map(|found| Some(*found) == code).collect()
        };
        Cells {
            is_credit: is(Dimension::Sign, crate::filter::NEGATIVE),
            is_redacted: is(Dimension::Redacted, crate::filter::YES),
            codes,
            n_lines: self.n_lines,
            amounts: self.amounts,
        }
    }
}

type TextOf = for<'a> fn(&[Vec<u32>], &'a [Dictionary], usize) -> &'a str;

fn text_of<'a>(codes: &[Vec<u32>], dictionaries: &'a [Dictionary], dimension: Dimension, cell: usize) -> &'a str {
    let code = codes[dimension as usize].get(cell).copied().unwrap_or(NONE);
    dictionaries[dimension as usize].text(code).unwrap_or_default()
}

fn part_of<'a>(codes: &[Vec<u32>], dictionaries: &'a [Dictionary], cell: usize) -> &'a str {
    let word = |dimension| text_of(codes, dictionaries, dimension, cell);
    let treatment = Treatment::parse(word(Dimension::Treatment)).expect("every line is treated");
    let attribution = Attribution::parse(word(Dimension::Attribution)).expect("every line is attributed");
    AccountPart::of(treatment, word(Dimension::Eliminated) == crate::filter::YES, attribution).word()
}

/// The first two digits of a COFOG code.
fn division_of<'a>(codes: &[Vec<u32>], dictionaries: &'a [Dictionary], cell: usize) -> &'a str {
    let cofog = text_of(codes, dictionaries, Dimension::Cofog, cell);
    cofog.get(..2).unwrap_or(cofog)
}
