//! Lines by the numbers of their values, for those who write lists of lines: no text is looked up on the way.

use jiff::civil::Date;
use model::date_of_day;
use money::Money;
use rayon::prelude::*;

use crate::data::Data;
use crate::lines::NO_DATE;
use crate::{Account, Dimension};

/// The values of one dimension, numbered in their order from 1; 0 is no value.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    data: &'a Data,
    dimension: Dimension,
}

impl<'a> Values<'a> {
    /// How many numbers there are, that of no value among them.
    pub fn n_numbers(&self) -> usize {
        self.data.dictionary(self.dimension).n_codes()
    }

    /// The value of a number; none for 0.
    pub fn text(&self, number: u32) -> Option<&'a str> {
        self.data.dictionary(self.dimension).text(number)
    }

    /// The number of a line's value.
    pub fn of_line(&self, line: u32) -> u32 {
        self.data.code(self.dimension, line)
    }
}

impl Account {
    /// The values of a dimension.
    ///
    /// # Panics
    /// For themes, of which a line may have several.
    pub fn values(&self, dimension: Dimension) -> Values<'_> {
        assert!(dimension != Dimension::Theme, "a line may have several themes");
        Values { data: self.data(), dimension }
    }

    /// Every line by its values of some dimensions, then by date, undated lines last, then as in the tables.
    pub fn lines_by<const N: usize>(&self, dimensions: [Dimension; N]) -> Vec<u32> {
        let values = dimensions.map(|dimension| self.values(dimension));
        let dates = &self.data().loaded.lines.date;
        let mut lines: Vec<u32> = (0..self.n_lines() as u32).collect();
        lines.par_sort_unstable_by_key(|line| {
            (values.map(|values| values.of_line(*line)), dates[*line as usize], *line)
        });
        lines
    }

    pub fn amount(&self, line: u32) -> Money {
        self.data().loaded.lines.amount[line as usize]
    }

    /// The part of a line that belongs to a theme; none where it has no part in it.
    pub fn theme_amount(&self, theme: &str, line: u32) -> Option<Money> {
        let code = self.data().dictionary(Dimension::Theme).code(theme)?;
        self.data().loaded.themes.theme(code).amount(line)
    }

    pub fn date(&self, line: u32) -> Option<Date> {
        let day = self.data().loaded.lines.date[line as usize];
        (day != NO_DATE).then(|| date_of_day(day))
    }

    /// Row in the file, from 1.
    pub fn row_number(&self, line: u32) -> u32 {
        self.data().loaded.lines.row[line as usize]
    }
}
