//! Which lines are meant: a condition for each dimension, all of which must hold.

mod contradiction;
mod query;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use model::{AccountPart, Place, Reach, Treatment, builtin};
use money::Money;

use crate::Dimension;

pub use query::FilterError;
pub(crate) use query::{decode, encode};

/// A short hint: the word that was probably meant, or else the words there are.
pub(crate) fn hint<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    authored::hint(written, known).unwrap_or_else(|| "this account has none".to_owned())
}

/// Which lines are meant. The default is every line.
///
/// Equal filters have equal queries: values are sets, and what says nothing is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Filter {
    pub(crate) choices: BTreeMap<Dimension, Choice>,
    /// Least amount of a line, not of its part in a theme.
    pub amount_min: Option<Money>,
    pub amount_max: Option<Money>,
    /// Words that the payee's name contains, ignoring capitals.
    pub text: Option<String>,
    /// Row in the file; only together with one file.
    pub row: Option<u64>,
}

/// The values of one dimension that are wanted, or that are not.
///
/// A value of none stands for lines that have none, such as no date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Choice {
    pub values: BTreeSet<Option<String>>,
    /// All values but these.
    pub is_exception: bool,
}

impl Filter {
    /// What the place's total is: spending here and transfers kept ([`AccountPart::is_net`]).
    pub fn net_here() -> Filter {
        Filter::of_parts(&AccountPart::NET)
    }

    /// All lines: what adding up the files gives.
    pub fn gross() -> Filter {
        Filter::default()
    }

    /// Transfers taken out of the total, because the receiver's own money is in the count.
    pub fn eliminated() -> Filter {
        Filter::of_parts(&[AccountPart::TransfersEliminated])
    }

    /// Transfers to bodies whose own money is not in the count.
    pub fn kept_transfers() -> Filter {
        Filter::of_parts(&[AccountPart::TransfersKept])
    }

    pub fn financing() -> Filter {
        Filter::of_parts(&[AccountPart::Financing])
    }

    pub fn excluded() -> Filter {
        Filter::of_parts(&[AccountPart::Excluded])
    }

    /// Paid by national bodies to other areas.
    pub fn elsewhere() -> Filter {
        Filter::of_parts(&[AccountPart::Elsewhere])
    }

    /// Spent by national bodies on something that no file ties to an area.
    pub fn not_attributable() -> Filter {
        Filter::of_parts(&[AccountPart::NotAttributable])
    }

    pub fn of_parts(parts: &[AccountPart]) -> Filter {
        parts.iter().fold(Filter::default(), |filter, part| filter.or(Dimension::Part, Some(part.word())))
    }

    /// Lines of years that the place does not count.
    pub fn other_years() -> Filter {
        Filter::default().only(Dimension::Rule, Some(builtin::OTHER_YEAR))
    }

    /// Lines of files that are copies of others.
    pub fn copies() -> Filter {
        Filter::default().only(Dimension::Rule, Some(builtin::COPY_OF_FILE))
    }

    /// Money from national bodies to bodies of the place; none where the place names no national body or no
    /// local one, so that there is nothing to count.
    pub fn from_whitehall(place: &Place) -> Option<Filter> {
        let bodies = |is_wanted: &dyn Fn(&model::Body) -> bool| -> Vec<String> {
            place.bodies.iter().filter(|body| is_wanted(body)).map(|body| body.id.clone()).collect()
        };
        let payers = bodies(&|body| body.reach == Reach::National);
        let receivers = bodies(&|body| body.in_perimeter && body.reach == Reach::Local);
        let any = |filter: Filter, dimension, ids: &[String]| {
            ids.iter().fold(filter, |filter, id| filter.or(dimension, Some(id)))
        };
        let transfers = Filter::default().only(Dimension::Treatment, Some(Treatment::Transfer.word()));
        let filter = any(any(transfers, Dimension::Body, &payers), Dimension::Counterparty, &receivers);
        (!payers.is_empty() && !receivers.is_empty()).then_some(filter)
    }

    /// Of the lines of this filter, those with this one value: the drill-down from a group.
    pub fn only(mut self, dimension: Dimension, value: Option<&str>) -> Filter {
        let values = BTreeSet::from([value.map(str::to_owned)]);
        self.choices.insert(dimension, Choice { values, is_exception: false });
        self
    }

    /// Also lines with this value, beside the values already wanted.
    ///
    /// # Panics
    /// If the dimension has exceptions: what would be meant cannot be told.
    pub fn or(mut self, dimension: Dimension, value: Option<&str>) -> Filter {
        let choice = self.choices.entry(dimension).or_default();
        assert!(!choice.is_exception, "values and exceptions of {dimension} exclude each other");
        choice.values.insert(value.map(str::to_owned));
        self
    }

    /// All lines but those with this value.
    ///
    /// # Panics
    /// If values of the dimension are already wanted.
    pub fn except(mut self, dimension: Dimension, value: Option<&str>) -> Filter {
        let choice = self.choices.entry(dimension).or_insert(Choice { is_exception: true, ..Choice::default() });
        assert!(choice.is_exception, "values and exceptions of {dimension} exclude each other");
        choice.values.insert(value.map(str::to_owned));
        self
    }

    /// Whatever the value of this dimension.
    pub fn any(mut self, dimension: Dimension) -> Filter {
        self.choices.remove(&dimension);
        // A row is one of a file.
        self.row = self.row.filter(|_| dimension != Dimension::File);
        self
    }

    /// Without one of the values of a dimension; whatever its value where that was the only one.
    pub fn any_but_chosen(mut self, dimension: Dimension, value: Option<&str>) -> Filter {
        if let Some(choice) = self.choices.get_mut(&dimension) {
            choice.values.remove(&value.map(str::to_owned));
            if choice.values.is_empty() {
                return self.any(dimension);
            }
        }
        self
    }

    /// Credit notes and money in.
    pub fn credits_only(self) -> Filter {
        self.only(Dimension::Sign, Some(words::NEGATIVE))
    }

    /// Lines whose payee is withheld.
    pub fn redacted_only(self) -> Filter {
        self.only(Dimension::Redacted, Some(words::YES))
    }

    pub fn choice(&self, dimension: Dimension) -> Option<&Choice> {
        self.choices.get(&dimension)
    }

    /// The conditions on dimensions, in the order of [`Dimension::ALL`].
    pub fn choices(&self) -> impl Iterator<Item = (Dimension, &Choice)> {
        self.choices.iter().map(|(dimension, choice)| (*dimension, choice))
    }

    /// The one value that a dimension must have, where there is just one.
    pub fn value(&self, dimension: Dimension) -> Option<&str> {
        let choice = self.choices.get(&dimension).filter(|choice| !choice.is_exception && choice.values.len() == 1)?;
        choice.values.first()?.as_deref()
    }
}

pub(crate) use words::{NEGATIVE, NO, POSITIVE, YES, fixed_words};
