//! Which part of which line belongs to a theme.

use fixedbitset::FixedBitSet;
use money::Money;

use crate::bitmap;
use crate::dictionary::NONE;

/// The lines of one theme, in order, each with the pounds that belong to it.
#[derive(Default)]
pub(crate) struct Theme {
    pub lines: Vec<u32>,
    pub amounts: Vec<Money>,
}

impl Theme {
    /// The pounds of a line that belong to the theme, nothing where it has no part in it.
    pub fn amount(&self, line: u32) -> Option<Money> {
        self.lines.binary_search(&line).ok().map(|at| self.amounts[at])
    }

    pub fn add(&mut self, line: u32, amount: Money) {
        if self.lines.last() == Some(&line) {
            *self.amounts.last_mut().expect("there are as many amounts as lines") += amount;
        } else {
            self.lines.push(line);
            self.amounts.push(amount);
        }
    }
}

/// All themes, by the codes of their names; that of no theme is empty.
pub(crate) struct Themes {
    themes: Vec<Theme>,
    members: Vec<FixedBitSet>,
}

impl Themes {
    pub fn new(themes: Vec<Theme>, n_lines: usize) -> Themes {
        let mut members: Vec<FixedBitSet> =
            themes.iter().map(|theme| bitmap::of(n_lines, theme.lines.iter().copied())).collect();
        // Where a theme's members stand, the lines of no theme do for the code of none.
        let mut of_none = FixedBitSet::with_capacity(n_lines);
        members.iter().for_each(|theme| of_none.union_with(theme));
        of_none.toggle_range(..);
        members[NONE as usize] = of_none;
        Themes { themes, members }
    }

    pub fn theme(&self, code: u32) -> &Theme {
        &self.themes[code as usize]
    }

    /// Whether a line has a part in a theme, or in none for the code of none.
    pub fn has(&self, code: u32, line: u32) -> bool {
        self.members[code as usize].contains(line as usize)
    }

    /// The lines that have a part in a theme, or in none for the code of none.
    pub fn members(&self, code: u32) -> &FixedBitSet {
        &self.members[code as usize]
    }
}
