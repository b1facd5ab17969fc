//! What the lines of a place add up to: all that transfers, flows and reconciliation need to know of them.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use model::{Attribution, FinancialYear, Intent, TransferKind, Treatment};
use money::Money;
use serde::{Deserialize, Serialize};

/// Sums over treated lines. Parts may be merged in any order and any grouping with the same result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    #[serde(with = "pairs")]
    pub by_file: BTreeMap<FileTreatment, Tally>,
    #[serde(with = "pairs")]
    pub by_class: BTreeMap<LineClass, Tally>,
    /// Spending on revenue by the month of its date; lines without a date are not in it.
    #[serde(with = "pairs")]
    pub by_month: BTreeMap<BodyMonth, Tally>,
}

/// The lines of one file and year with one treatment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FileTreatment {
    pub file_id: String,
    pub body_id: String,
    pub financial_year: FinancialYear,
    pub treatment: Treatment,
    /// Capital rather than revenue; none where the body does not say.
    pub capital: Option<bool>,
}

/// Everything that was decided about a line, apart from its themes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineClass {
    pub body_id: String,
    pub financial_year: FinancialYear,
    pub treatment: Treatment,
    pub transfer_kind: Option<TransferKind>,
    /// The public body paid, if it is one.
    pub counterparty_id: Option<String>,
    /// The rule that decided the treatment.
    pub why: String,
    pub service: String,
    pub cofog: Option<String>,
    pub intent: Option<Intent>,
    pub attribution: Attribution,
    pub eliminated: bool,
    /// Capital rather than revenue; none where the body does not say.
    pub capital: Option<bool>,
}

/// A calendar month, 1 to 12, in a financial year of a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BodyMonth {
    pub body_id: String,
    pub financial_year: FinancialYear,
    pub month: u32,
}

/// Lines and their pounds, with what of them is below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub n_lines: u64,
    pub amount: Money,
    /// Lines below zero, among the others.
    pub n_negative: u64,
    /// Their sum, so never above zero.
    pub negative: Money,
}

impl Tally {
    pub(crate) fn add_line(&mut self, amount: Money) {
        self.n_lines += 1;
        self.amount += amount;
        if amount.is_negative() {
            self.n_negative += 1;
            self.negative += amount;
        }
    }

    /// Without telling those below zero apart.
    pub(crate) fn lines(&self) -> model::Tally {
        model::Tally { n_lines: self.n_lines as usize, amount: self.amount }
    }

    fn without(&self, lines: &Tally) -> Option<Tally> {
        Some(Tally {
            n_lines: self.n_lines.checked_sub(lines.n_lines)?,
            amount: self.amount - lines.amount,
            n_negative: self.n_negative.checked_sub(lines.n_negative)?,
            negative: self.negative - lines.negative,
        })
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.n_lines += other.n_lines;
        self.amount += other.amount;
        self.n_negative += other.n_negative;
        self.negative += other.negative;
    }
}

impl<'a> std::iter::Sum<&'a Tally> for Tally {
    fn sum<I: Iterator<Item = &'a Tally>>(tallies: I) -> Tally {
        let mut sum = Tally::default();
        tallies.for_each(|tally| sum += *tally);
        sum
    }
}

impl Totals {
    /// Adds the totals of other lines.
    pub fn merge(&mut self, other: Totals) {
        merge_into(&mut self.by_file, other.by_file);
        merge_into(&mut self.by_class, other.by_class);
        merge_into(&mut self.by_month, other.by_month);
    }

    /// Takes out the totals of lines that are among these; none where they cannot be.
    pub(crate) fn without(mut self, lines: &Totals) -> Option<Totals> {
        take_from(&mut self.by_file, &lines.by_file)?;
        take_from(&mut self.by_class, &lines.by_class)?;
        take_from(&mut self.by_month, &lines.by_month)?;
        Some(self)
    }

    /// The sum over the classes that a question selects.
    pub fn sum(&self, selects: impl Fn(&LineClass) -> bool) -> Tally {
        self.by_class.iter().filter(|(class, _)| selects(class)).map(|(_, tally)| tally).sum()
    }
}

pub(crate) fn merge_into<K: Ord>(sums: &mut BTreeMap<K, Tally>, others: impl IntoIterator<Item = (K, Tally)>) {
    for (key, tally) in others {
        *sums.entry(key).or_default() += tally;
    }
}

/// A sum of no line at all is not kept, as none is made.
fn take_from<K: Ord>(sums: &mut BTreeMap<K, Tally>, others: &BTreeMap<K, Tally>) -> Option<()> {
    for (key, tally) in others {
        let left = sums.get_mut(key)?;
        *left = left.without(tally)?;
        if left.n_lines == 0 {
            sums.remove(key);
        }
    }
    Some(())
}

/// Sums whose key is more than a word, written down as a list of pairs.
mod pairs {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        sums: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(sums)
    }

    pub fn deserialize<'de, K: Deserialize<'de> + Ord, V: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<K, V>, D::Error> {
        Ok(Vec::<(K, V)>::deserialize(deserializer)?.into_iter().collect())
    }
}
