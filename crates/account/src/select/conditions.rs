//! A filter as conditions on cells and on lines.

use fixedbitset::FixedBitSet;
use money::Money;

use super::codes::CodeSet;
use crate::bitmap::{self, keep};
use crate::cells::is_of_cell;
use crate::data::Data;
use crate::filter::Choice;
use crate::{Dimension, Filter};

/// What a line must be, beside standing in one of the cells.
pub(super) struct Conditions<'a> {
    data: &'a Data,
    /// None where every cell will do.
    pub cells: Option<FixedBitSet>,
    pub payees: Option<CodeSet>,
    pub suppliers: Option<CodeSet>,
    /// Combinations of headings.
    pub headings: Option<FixedBitSet>,
    pub amount_min: Option<Money>,
    pub amount_max: Option<Money>,
    row: Option<u64>,
    /// The theme whose part of each line is counted.
    pub theme: Option<u32>,
    /// Themes of which a line must have one, or lines without a theme.
    themes: Option<CodeSet>,
    /// Themes of which a line must have none.
    not_themes: Option<CodeSet>,
}

impl<'a> Conditions<'a> {
    pub fn of(data: &'a Data, filter: &Filter) -> Conditions<'a> {
        let theme_choice = filter.choice(Dimension::Theme);
        let theme = filter.value(Dimension::Theme).map(|theme| data.dictionary(Dimension::Theme).code(theme));
        let positive = |choice: &&Choice| !choice.is_exception;
        let theme_codes = |choice: &Choice| {
            CodeSet::of(&Choice { is_exception: false, ..choice.clone() }, data.dictionary(Dimension::Theme))
        };
        Conditions {
            data,
            cells: cells(data, filter),
            payees: payees(data, filter),
            suppliers: filter
                .choice(Dimension::Supplier)
                .map(|choice| CodeSet::of(choice, data.dictionary(Dimension::Supplier))),
            headings: headings(data, filter),
            amount_min: filter.amount_min,
            amount_max: filter.amount_max,
            row: filter.row,
            // A theme that is not there has no lines, which the set of themes below sees to.
            theme: theme.flatten(),
            themes: theme_choice.filter(positive).map(theme_codes),
            not_themes: theme_choice.filter(|choice| choice.is_exception).map(theme_codes),
        }
    }

    /// Whether cells alone decide.
    pub fn is_of_cells_only(&self) -> bool {
        let has_amounts = self.amount_min.is_some() || self.amount_max.is_some();
        let has_themes = self.themes.is_some() || self.not_themes.is_some();
        let has_names = self.payees.is_some() || self.suppliers.is_some();
        !has_amounts && !has_themes && !has_names && self.headings.is_none() && self.row.is_none()
    }

    /// The lines that meet every condition, found column by column.
    pub fn scan(&self) -> FixedBitSet {
        let lines = &self.data.loaded.lines;
        let mut found = FixedBitSet::with_capacity(lines.len());
        found.insert_range(..);
        if self.amount_min.is_some() || self.amount_max.is_some() {
            let min = self.amount_min.unwrap_or(Money::from_pence(i64::MIN));
            let max = self.amount_max.unwrap_or(Money::from_pence(i64::MAX));
            keep(&mut found, &lines.amount, |amount| min <= amount && amount <= max);
        }
        if let Some(payees) = &self.payees {
            payees.keep(&mut found, &lines.payee);
        }
        if let Some(suppliers) = &self.suppliers {
            suppliers.keep(&mut found, &lines.supplier);
        }
        if let Some(headings) = &self.headings {
            keep(&mut found, &lines.heading, |heading| headings.contains(heading as usize));
        }
        if let Some(row) = self.row {
            keep(&mut found, &lines.row, |other| row == u64::from(other));
        }
        if let Some(cells) = &self.cells {
            keep(&mut found, &lines.cell, |cell| cells.contains(cell as usize));
        }
        self.keep_themes(&mut found);
        found
    }

    fn keep_themes(&self, found: &mut FixedBitSet) {
        let members = |themes: &CodeSet| {
            let mut all = FixedBitSet::with_capacity(self.data.n_lines());
            themes.iter().for_each(|theme| all.union_with(self.data.loaded.themes.members(theme)));
            all
        };
        if let Some(themes) = &self.themes {
            found.intersect_with(&members(themes));
        }
        if let Some(themes) = &self.not_themes {
            found.difference_with(&members(themes));
        }
    }

    /// Whether a line meets every condition.
    pub fn hold(&self, line: u32) -> bool {
        let lines = &self.data.loaded.lines;
        let at = line as usize;
        // A column is only looked at where it matters: each look is likely to miss the cache.
        self.amount_min.is_none_or(|min| min <= lines.amount[at])
            && self.amount_max.is_none_or(|max| lines.amount[at] <= max)
            && self.cells.as_ref().is_none_or(|cells| cells.contains(lines.cell[at] as usize))
            && self.payees.as_ref().is_none_or(|payees| payees.contains(lines.payee[at]))
            && self.suppliers.as_ref().is_none_or(|suppliers| suppliers.contains(lines.supplier[at]))
            && self.headings.as_ref().is_none_or(|headings| headings.contains(lines.heading[at] as usize))
            && self.row.is_none_or(|row| row == u64::from(lines.row[at]))
            && self.themes.as_ref().is_none_or(|themes| themes.iter().any(|theme| self.has(theme, line)))
            && self.not_themes.as_ref().is_none_or(|themes| !themes.iter().any(|theme| self.has(theme, line)))
    }

    fn has(&self, theme: u32, line: u32) -> bool {
        self.data.loaded.themes.has(theme, line)
    }
}

/// The cells that dimensions of cells leave; none where they leave all.
fn cells(data: &Data, filter: &Filter) -> Option<FixedBitSet> {
    let cells = &data.loaded.cells;
    let mut kept: Option<Vec<bool>> = None;
    for (dimension, choice) in filter.choices().filter(|(dimension, _)| is_of_cell(*dimension)) {
        let wanted = CodeSet::of(choice, data.dictionary(dimension));
        let codes = cells.codes(dimension).expect("cells have codes of their dimensions");
        let kept = kept.get_or_insert_with(|| vec![true; cells.len()]);
        kept.iter_mut().zip(codes).for_each(|(kept, code)| *kept = *kept && wanted.contains(*code));
    }
    kept.map(|kept| bitmap::of(cells.len(), (0..).zip(kept).filter(|(_, kept)| *kept).map(|(cell, _)| cell)))
}

/// Payees by name and by words in their names.
fn payees(data: &Data, filter: &Filter) -> Option<CodeSet> {
    let dictionary = data.dictionary(Dimension::Payee);
    let chosen = filter.choice(Dimension::Payee).map(|choice| CodeSet::of(choice, dictionary));
    let Some(text) = &filter.text else { return chosen };
    let folded = data.folded(Dimension::Payee).expect("payees are printed");
    let holding = folded.holding(text).map(|(code, _)| code);
    let holding = holding.filter(|code| chosen.as_ref().is_none_or(|chosen| chosen.contains(*code)));
    Some(CodeSet::from_sorted(holding.collect(), dictionary.n_codes()))
}

/// Combinations of headings that meet what is wanted of each of the three.
fn headings(data: &Data, filter: &Filter) -> Option<FixedBitSet> {
    let mut kept: Option<Vec<bool>> = None;
    for (dimension, choice) in filter.choices() {
        let Some(codes) = data.heading_codes(dimension) else { continue };
        let wanted = CodeSet::of(choice, data.dictionary(dimension));
        let kept = kept.get_or_insert_with(|| vec![true; codes.len()]);
        kept.iter_mut().zip(codes).for_each(|(kept, code)| *kept = *kept && wanted.contains(*code));
    }
    kept.map(|kept| bitmap::of(kept.len(), (0..).zip(&kept).filter(|(_, kept)| **kept).map(|(at, _)| at)))
}
