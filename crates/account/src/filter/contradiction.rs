//! Conditions that no line can meet together, found without looking at lines.

use model::{AccountPart, Attribution, FinancialYear, Treatment};
use money::Money;

use super::query::FilterError;
use super::words::{NEGATIVE, NO, POSITIVE, YES};
use super::{Choice, Filter};
use crate::Dimension;

impl Filter {
    /// Refuses conditions that exclude each other, so that nobody takes an empty page for a finding.
    pub(super) fn check_sense(&self) -> Result<(), FilterError> {
        self.check_themes()?;
        self.check_row()?;
        self.check_amounts()?;
        self.check_pair(Dimension::Year, Dimension::Month, year_holds)?;
        self.check_pair(Dimension::Part, Dimension::Treatment, |part, treatment| {
            treatments(part).contains(&treatment)
        })?;
        self.check_pair(Dimension::Treatment, Dimension::TransferKind, |treatment, _| {
            treatment == Treatment::Transfer.word()
        })?;
        self.check_pair(Dimension::Part, Dimension::TransferKind, |part, _| {
            treatments(part).contains(&Treatment::Transfer.word())
        })?;
        self.check_pair(Dimension::Redacted, Dimension::Nameless, |redacted, nameless| {
            (redacted, nameless) != (YES, NO)
        })?;
        self.check_pair(Dimension::CofogDivision, Dimension::Cofog, |division, cofog| cofog.starts_with(division))
    }

    fn check_themes(&self) -> Result<(), FilterError> {
        let themes = self.choice(Dimension::Theme).filter(|choice| !choice.is_exception && 1 < choice.values.len());
        themes.map_or(Ok(()), |_| Err(FilterError::SeveralThemes))
    }

    fn check_row(&self) -> Result<(), FilterError> {
        let is_lost = self.row.is_some() && self.value(Dimension::File).is_none();
        if is_lost { Err(FilterError::RowWithoutFile) } else { Ok(()) }
    }

    fn check_amounts(&self) -> Result<(), FilterError> {
        let contradiction = |first: String, second: String| Err(FilterError::Contradiction { first, second });
        match (self.amount_min, self.amount_max) {
            (Some(min), Some(max)) if max < min => {
                contradiction(format!("min={}", min.plain()), format!("max={}", max.plain()))
            }
            (Some(min), _) if Money::ZERO <= min && self.value(Dimension::Sign) == Some(NEGATIVE) => {
                contradiction(format!("min={}", min.plain()), format!("sign={NEGATIVE}"))
            }
            (_, Some(max)) if max < Money::ZERO && self.value(Dimension::Sign) == Some(POSITIVE) => {
                contradiction(format!("max={}", max.plain()), format!("sign={POSITIVE}"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses two choices of which no two values can be on one line.
    fn check_pair(&self, a: Dimension, b: Dimension, fits: impl Fn(&str, &str) -> bool) -> Result<(), FilterError> {
        let (Some(first), Some(second)) = (self.values(a), self.values(b)) else { return Ok(()) };
        // A value of none fits whatever there is: it is rare, and the page then shows that nothing is there.
        let may_fit = |x: &Option<String>, y: &Option<String>| match (x, y) {
            (Some(x), Some(y)) => fits(x, y),
            _ => true,
        };
        let is_possible = first.values.iter().any(|x| second.values.iter().any(|y| may_fit(x, y)));
        if is_possible {
            return Ok(());
        }
        Err(FilterError::Contradiction { first: written(a, first), second: written(b, second) })
    }

    fn values(&self, dimension: Dimension) -> Option<&Choice> {
        self.choice(dimension).filter(|choice| !choice.is_exception)
    }
}

fn written(dimension: Dimension, choice: &Choice) -> String {
    let values = choice.values.iter().map(|value| format!("{dimension}={}", value.as_deref().unwrap_or_default()));
    values.collect::<Vec<_>>().join("&")
}

/// Whether a month, as `2020-07`, is in a financial year.
fn year_holds(year: &str, month: &str) -> bool {
    let Some(year) = FinancialYear::parse(year) else { return true };
    let (first, last) = (year.first_day().strftime("%Y-%m").to_string(), year.last_day().strftime("%Y-%m").to_string());
    (first.as_str()..=last.as_str()).contains(&month)
}

/// The treatments that lines of a part can have.
fn treatments(part: &str) -> Vec<&'static str> {
    let Some(part) = AccountPart::parse(part) else { return Treatment::WORDS.to_vec() };
    let may_be = |treatment: &Treatment, is_eliminated| {
        Attribution::ALL.iter().any(|at| AccountPart::of(*treatment, is_eliminated, *at) == part)
    };
    let treatments = Treatment::ALL.iter().filter(|of| may_be(of, false) || may_be(of, true));
    treatments.map(|treatment| treatment.word()).collect()
}
