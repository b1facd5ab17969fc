//! Whether dots and commas in amounts are written the English way or the continental one.

use std::borrow::Cow;

use money::{Amount, AmountError};

use super::spaced;

/// How a column writes thousands and decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Points {
    /// `1,234.56`
    #[default]
    English,
    /// `1.234,56`
    Continental,
    /// `1 234.56`, with a space of any width or an apostrophe: `1'234.56`
    Spaced,
    /// `1 234,56`
    SpacedContinental,
    /// Each of this many amounts has three digits behind one dot: thousands, or parts of a penny.
    Unsure { n_amounts: usize },
}

impl Points {
    /// The ways of writing that a person may name in `mappings/`.
    pub const KNOWN: [Points; 4] = [Points::English, Points::Continental, Points::Spaced, Points::SpacedContinental];

    /// The word in `mappings/`; none while it is not known.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Points::English => Some("1,234.56"),
            Points::Continental => Some("1.234,56"),
            Points::Spaced => Some("1 234.56"),
            Points::SpacedContinental => Some("1 234,56"),
            Points::Unsure { .. } => None,
        }
    }

    /// Reads the word in `mappings/`.
    pub fn of_word(word: &str) -> Option<Points> {
        Points::KNOWN.into_iter().find(|points| points.word() == Some(word))
    }

    /// What the cells of a column show.
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Points {
        spaced::of(cells.clone()).unwrap_or_else(|| Points::by_dots_and_commas(cells))
    }

    fn by_dots_and_commas<'a>(cells: impl Iterator<Item = &'a str>) -> Points {
        let (mut n_continental, mut n_three) = (0, 0);
        for cell in cells.filter(|cell| cell.contains(['.', ','])) {
            match (Amount::parse(cell).is_ok(), parse_continental(cell).is_ok()) {
                (true, false) => return Points::English,
                (false, true) => n_continental += 1,
                (true, true) if cell.contains('.') => n_three += 1,
                // `1,234`: thousands, or three decimals of the continent, which nobody prints.
                (true, true) => return Points::English,
                (false, false) => {}
            }
        }
        match (n_continental, n_three) {
            (0, 0) => Points::English,
            (0, n_amounts) => Points::Unsure { n_amounts },
            _ => Points::Continental,
        }
    }

    /// Semicolons part the cells where commas are decimals, so there the dots are thousands.
    pub(crate) fn settled(self, delimiter: Option<u8>) -> Points {
        match self {
            Points::Unsure { n_amounts } if 2 <= n_amounts && delimiter == Some(b';') => Points::Continental,
            // One or two such amounts under commas are parts of a penny, and said as such.
            Points::Unsure { n_amounts } if n_amounts < 3 && delimiter != Some(b';') => Points::English,
            points => points,
        }
    }

    pub fn parse(self, printed: &str) -> Result<Amount, AmountError> {
        match self {
            Points::Continental => parse_continental(printed),
            Points::Spaced => Amount::parse(&spaced::joined(printed).map_or(printed.into(), Cow::Owned)),
            Points::SpacedContinental => parse_continental(&spaced::joined(printed).map_or(printed.into(), Cow::Owned)),
            _ => Amount::parse(printed),
        }
    }
}

pub(super) fn parse_continental(printed: &str) -> Result<Amount, AmountError> {
    let swapped: String = printed
        .chars()
        .map(|c| match c {
            '.' => ',',
            ',' => '.',
            c => c,
        })
        .collect();
    Amount::parse(&swapped)
}
