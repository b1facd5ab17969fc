//! What is released about journeys: counts of people, steps and pounds under a named policy, and how many stand behind each.
//!
//! Edges, hand-offs and ways are counted in people, not in steps, and no count of all that starts or ends somewhere is released
//! beside them. So what is left out cannot be had back from what flows in and out. Shares and sums that add up to something are
//! parts of a [`parts::partition`], of which each is large enough by itself.

mod agencies;
mod channels;
mod costs;
#[cfg(test)]
mod exhaustive;
mod listed;
mod names;
mod parts;
mod totals;
mod waits;

use arrow_array::RecordBatch;
use disclosure::{Figure, Figures, LINKED_FAMILIES, Released};
use model::tables::{FigureMeasure, FigureTopic, JOURNEY_CONTACT, WAIT};
use money::Money;

use self::names::Names;
use super::never_printed::NeverPrinted;

pub use self::names::{CONFIDENTIAL, CONFIDENTIAL_ACTIVITY, CONFIDENTIAL_EVENT};
pub use self::totals::SHARE_ACROSS;

/// Journeys of a place, as far as figures about them need it. Nothing of it may leave: what may is [`JourneyCounts::released`].
#[derive(Default)]
pub struct JourneyCounts {
    figures: Vec<Counted>,
}

/// The tables from which figures are made.
pub struct JourneyEvidence<'a> {
    /// Batches of `journey`.
    pub journeys: &'a [RecordBatch],
    /// Batches of `handoff`.
    pub handoffs: &'a [RecordBatch],
    /// Batches of `repeat`.
    pub repeats: &'a [RecordBatch],
    /// Batches of `wait`.
    pub waits: &'a [RecordBatch],
    /// Batches of `journey_contact`.
    pub contacts: &'a [RecordBatch],
    /// Batches of `contact_price`.
    pub prices: &'a [RecordBatch],
    /// Batches of `channel_shift`.
    pub shifts: &'a [RecordBatch],
    /// What is named to nobody outside.
    pub never: &'a NeverPrinted,
}

/// A figure with what it is computed from.
struct Counted {
    topic: FigureTopic,
    category: String,
    measure: FigureMeasure,
    what: What,
    /// People, contacts or steps behind it.
    n_behind: u64,
}

enum What {
    Count(u64),
    /// A count of contacts or steps, which is withheld where it is of too few people.
    OfPeople(u64),
    /// Only where it is shown, and of this many or more.
    Listed {
        n: u64,
        least: u64,
    },
    Percent(f64),
    Amount(Vec<Money>),
    Quantile(u64, [u64; 2]),
}

/// Sums of contacts, steps and pounds count the people where these are few, so there are none of fewer people than this.
const N_PEOPLE_FOR_SUMS: u64 = 100;

/// Between the two sides of a step.
pub(super) const ARROW: &str = " → ";

impl JourneyCounts {
    /// From the tables of journeys.
    pub fn of(evidence: &JourneyEvidence<'_>) -> JourneyCounts {
        let mut counts = JourneyCounts::default();
        if evidence.journeys.iter().all(|batch| batch.num_rows() == 0) {
            return counts;
        }
        let names = Names::of(evidence.never);
        let n_people = evidence.journeys.iter().map(|batch| batch.num_rows() as u64).sum();
        counts.add_listed(evidence, &names);
        counts.add_waits(evidence.waits, &names);
        if N_PEOPLE_FOR_SUMS <= n_at_least(n_people) {
            counts.add_counts_of_people(evidence);
            counts.add_sums(evidence);
            counts.add_costs(evidence, &names);
            counts.add_agencies(evidence, &names);
            counts.add_channels(evidence, &names);
        }
        counts
    }

    /// Figures about journeys, none of them of too few people. A place without contacts has none.
    pub fn released(&self) -> Released<Vec<Figure>> {
        let mut figures = Figures::under(LINKED_FAMILIES);
        for Counted { topic, category, measure, what, n_behind } in &self.figures {
            match what {
                What::Count(n) => figures.count(*topic, category, *measure, *n),
                What::OfPeople(_) if LINKED_FAMILIES.withholds(*n_behind) => {
                    figures.count(*topic, category, *measure, *n_behind);
                }
                What::OfPeople(n) => figures.count(*topic, category, *measure, *n),
                What::Listed { n, least } if least <= n => {
                    figures.count_if_shown(*topic, category, *measure, *n);
                }
                What::Listed { .. } => {}
                What::Percent(share) => figures.percent(*topic, category, *measure, (*share, *n_behind)),
                What::Amount(parts) => figures.amount(*topic, category, *measure, parts),
                What::Quantile(value, sides) => figures.quantile(*topic, category, *measure, *value, *sides),
            }
        }
        figures.released()
    }

    /// How many people, steps or contacts a released figure is of, if it is one of these.
    pub fn n_behind(&self, topic: FigureTopic, category: &str) -> Option<u64> {
        let found = self.figures.iter().find(|counted| counted.topic == topic && counted.category == category)?;
        Some(found.n_behind)
    }

    /// Figures of so few people that they are not even listed, with how many these are.
    pub fn unlisted(&self) -> Vec<(FigureTopic, &str, FigureMeasure, u64)> {
        let is_unlisted = |counted: &&Counted| match counted.what {
            What::Listed { n, least } => 0 < n && (n < least || LINKED_FAMILIES.withholds(n)),
            _ => false,
        };
        let own = self.figures.iter().filter(is_unlisted);
        own.map(|counted| (counted.topic, counted.category.as_str(), counted.measure, counted.n_behind)).collect()
    }

    fn push(&mut self, topic: FigureTopic, category: &str, measure: FigureMeasure, what: What, n_behind: u64) {
        self.figures.push(Counted { topic, category: category.to_owned(), measure, what, n_behind });
    }

    /// A share of contacts or steps; nothing where these are of fewer people than may be told of.
    fn percent(&mut self, (topic, category): (FigureTopic, &str), n: u64, of: u64, n_people: u64) {
        if 0 < of && LINKED_FAMILIES.n_withheld_max < n_people {
            self.push(topic, category, FigureMeasure::Percent, What::Percent(n as f64 / of as f64), of);
        }
    }
}

/// Rows of `journey_contact`.
fn contacts<'e>(evidence: &JourneyEvidence<'e>) -> impl Iterator<Item = model::Row<'e>> {
    evidence.contacts.iter().flat_map(|batch| JOURNEY_CONTACT.read(batch).iter())
}

/// Rows of `wait`.
fn waits(batches: &[RecordBatch]) -> impl Iterator<Item = model::Row<'_>> {
    batches.iter().flat_map(|batch| WAIT.read(batch).iter())
}

/// Rounded to a step of whole pounds, as counts of pounds are released.
fn rounded_pounds(amount: Money, step: i64) -> u64 {
    let pence = step * 100;
    u64::try_from((amount.pence() + pence / 2).div_euclid(pence) * step).unwrap_or_default()
}

/// How many people there are at least, by what is released of their number. What is decided by this tells no more than that.
fn n_at_least(n: u64) -> u64 {
    let half = LINKED_FAMILIES.round_to / 2;
    if LINKED_FAMILIES.withholds(n) { 0 } else { LINKED_FAMILIES.rounded(n).saturating_sub(half) }
}
