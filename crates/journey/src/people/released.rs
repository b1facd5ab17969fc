//! What is released about journeys: counts of people, steps and pounds under a named policy, and how many stand behind each.
//!
//! Edges, hand-offs and ways are counted in people, not in steps, and no count of all that starts or ends somewhere is released
//! beside them. So what is left out cannot be had back from what flows in and out.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use disclosure::{Figure, Figures, LINKED_FAMILIES, Released};
use model::tables::{
    FigureMeasure, FigureTopic, HANDOFF, HandoffBasis, JOURNEY, JOURNEY_STEP, REPEAT, WAIT, WaitKind, handoff, journey,
    journey_step, repeat, wait,
};
use money::Money;
use statistics::{Survival, Watched};

/// Journeys of a place, as far as figures about them need it. Nothing of it may leave: what may is [`JourneyCounts::released`].
#[derive(Default)]
pub struct JourneyCounts {
    figures: Vec<Counted>,
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
    /// Only where it is shown.
    Listed(u64),
    Percent(f64),
    Amount(Vec<Money>),
    Quantile(u64, [u64; 2]),
}

/// The released figure for which agencies' files are joined.
pub const SHARE_ACROSS: &str = "share of steps that no single agency sees";
/// Costs of journeys are told to this many pounds.
const ROUND_TO_POUNDS: i64 = 10;

impl JourneyCounts {
    /// From the tables `journey`, `handoff`, `repeat`, `wait` and `journey_step`.
    pub fn of(
        journeys: &[RecordBatch],
        handoffs: &[RecordBatch],
        repeats: &[RecordBatch],
        waits: &[RecordBatch],
        steps: &[RecordBatch],
    ) -> JourneyCounts {
        let mut counts = JourneyCounts::default();
        if journeys.iter().all(|batch| batch.num_rows() == 0) {
            return counts;
        }
        counts.add_totals(journeys);
        counts.add_costs(journeys);
        counts.add_people(FigureTopic::JourneyStarts, life_events(journeys));
        counts.add_people(FigureTopic::JourneyHandoffs, handoff_pairs(handoffs));
        counts.add_people(FigureTopic::JourneyRepeats, repeat_pairs(repeats));
        counts.add_steps(steps);
        counts.add_people(FigureTopic::JourneyWays, ways(handoffs, journeys));
        counts.add_waits(waits);
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
                What::Listed(n) => {
                    figures.count_if_shown(*topic, category, *measure, *n);
                }
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
        let is_unlisted =
            |counted: &&Counted| matches!(counted.what, What::Listed(n) if 0 < n && LINKED_FAMILIES.withholds(n));
        let own = self.figures.iter().filter(is_unlisted);
        own.map(|counted| (counted.topic, counted.category.as_str(), counted.measure, counted.n_behind)).collect()
    }

    fn push(&mut self, topic: FigureTopic, category: &str, measure: FigureMeasure, what: What, n_behind: u64) {
        self.figures.push(Counted { topic, category: category.to_owned(), measure, what, n_behind });
    }

    fn count(&mut self, category: &str, measure: FigureMeasure, n: u64) {
        self.push(FigureTopic::Journeys, category, measure, What::Count(n), n);
    }

    fn of_people(&mut self, category: &str, measure: FigureMeasure, n: u64, n_people: u64) {
        self.push(FigureTopic::Journeys, category, measure, What::OfPeople(n), n_people);
    }

    /// A share of contacts or steps; nothing where these are of fewer people than may be told of.
    fn percent(&mut self, category: &str, n: u64, of: u64, n_people: u64) {
        if 0 < of && LINKED_FAMILIES.n_withheld_max < n_people {
            let share = What::Percent(n as f64 / of as f64);
            self.push(FigureTopic::Journeys, category, FigureMeasure::Percent, share, of);
        }
    }

    fn add_totals(&mut self, journeys: &[RecordBatch]) {
        use FigureMeasure::{Contacts, People, Steps};
        let sum = |column: &'static str| rows(journeys).map(|row| row.count(column)).sum::<u64>();
        let n_people =
            |is_one: &dyn Fn(&model::Row<'_>) -> bool| rows(journeys).filter(|row| is_one(row)).count() as u64;
        let (steps, across) = (sum(journey::N_STEPS), sum(journey::N_STEPS_ACROSS));
        self.count("people with contacts", People, n_people(&|_| true));
        self.count(
            "people with contacts at two agencies or more",
            People,
            n_people(&|row| 2 <= row.count(journey::N_AGENCIES)),
        );
        let with = |column: &'static str| n_people(&|row| 0 < row.count(column));
        let (stepping, crossing) = (with(journey::N_STEPS), with(journey::N_STEPS_ACROSS));
        self.of_people("contacts", Contacts, sum(journey::N_CONTACTS), n_people(&|_| true));
        self.of_people("steps from one contact to the next", Steps, steps, stepping);
        self.of_people("steps between two agencies, which no single agency sees", Steps, across, crossing);
        self.percent(SHARE_ACROSS, across, steps, crossing);
        self.count("people assessed again", People, n_people(&|row| 0 < row.count(journey::N_REPEATS)));
        self.count(
            "people assessed again by another agency",
            People,
            n_people(&|row| 0 < row.count(journey::N_REPEATS_ACROSS)),
        );
        self.count("people with two appointments at once", People, n_people(&|row| 0 < row.count(journey::N_CLASHES)));
        let recorded = sum(journey::N_DEMAND_RECORDED);
        self.percent(
            "failure demand, as a share of contacts whose demand is recorded",
            sum(journey::N_FAILURE_DEMAND),
            recorded,
            with(journey::N_FAILURE_DEMAND),
        );
        self.percent(
            "avoidable contact (NI 14, final definition), as a share of contacts whose demand is recorded",
            sum(journey::N_AVOIDABLE),
            recorded,
            with(journey::N_AVOIDABLE),
        );
    }

    fn add_costs(&mut self, journeys: &[RecordBatch]) {
        let topic = FigureTopic::JourneyCosts;
        let costs =
            |column: &'static str| rows(journeys).map(|row| row.money(column)).filter(|cost| *cost != Money::ZERO);
        let of_repeats: Vec<Money> = costs(journey::COST_REPEATS).collect();
        let n = of_repeats.len() as u64;
        self.push(topic, "assessments done again", FigureMeasure::Cost, What::Amount(of_repeats), n);
        // A journey with a contact of unknown cost is dearer than what is known of it.
        let complete = rows(journeys).filter(|row| row.count(journey::N_WITHOUT_COST) == 0);
        let mut complete: Vec<Money> = complete.map(|row| row.money(journey::COST)).collect();
        complete.sort_unstable();
        for (category, measure, share) in [
            ("a journey of which every cost is known, median", FigureMeasure::MedianCost, 0.5),
            ("a journey of which every cost is known, nine in ten", FigureMeasure::P90Cost, 0.9),
        ] {
            let at = ((complete.len() as f64 * share) as usize).min(complete.len().saturating_sub(1));
            let Some(cost) = complete.get(at) else { continue };
            let step = ROUND_TO_POUNDS * 100;
            let rounded = (cost.pence() + step / 2).div_euclid(step) * ROUND_TO_POUNDS;
            let sides = [at as u64, (complete.len() - 1 - at) as u64];
            let what = What::Quantile(u64::try_from(rounded).unwrap_or_default(), sides);
            self.push(topic, category, measure, what, complete.len() as u64);
        }
        let n_dearest = complete.len() / 20;
        if 10 <= n_dearest {
            let all: i64 = complete.iter().map(|cost| cost.pence()).sum();
            let dearest: i64 = complete[complete.len() - n_dearest..].iter().map(|cost| cost.pence()).sum();
            let share = What::Percent(if all == 0 { 0.0 } else { dearest as f64 / all as f64 });
            let category = "share of the cost that the dearest twentieth of journeys has";
            self.push(topic, category, FigureMeasure::Percent, share, complete.len() as u64);
        }
    }

    fn add_people(&mut self, topic: FigureTopic, people: BTreeMap<String, BTreeSet<i64>>) {
        self.list(topic, people.into_iter().map(|(what, who)| (what, who.len() as u64)).collect());
    }

    /// Counts of people, the largest first. Those that are shown as the same number stand by name: in the order of their exact
    /// numbers, a list would tell 12 from 10.
    fn list(&mut self, topic: FigureTopic, mut counts: Vec<(String, u64)>) {
        let shown = |n: u64| LINKED_FAMILIES.rounded(n);
        counts.sort_by(|(a, n), (b, m)| shown(*m).cmp(&shown(*n)).then_with(|| a.cmp(b)));
        for (category, n) in counts {
            self.push(topic, &category, FigureMeasure::People, What::Listed(n), n);
        }
    }

    fn add_steps(&mut self, steps: &[RecordBatch]) {
        let node = |row: &model::Row<'_>, agency, activity| format!("{}: {}", row.text(agency), row.text(activity));
        let edges = steps.iter().flat_map(|batch| JOURNEY_STEP.read(batch).iter());
        let edges: Vec<(String, u64)> = edges
            .map(|row| {
                let from = node(&row, journey_step::FROM_AGENCY, journey_step::FROM_ACTIVITY);
                let to = node(&row, journey_step::TO_AGENCY, journey_step::TO_ACTIVITY);
                (format!("{from}{ARROW}{to}"), row.count(journey_step::N_PEOPLE))
            })
            .collect();
        self.list(FigureTopic::JourneySteps, edges);
    }

    /// Waits after a referral by agency; those that still last are censored (Kaplan and Meier).
    fn add_waits(&mut self, waits: &[RecordBatch]) {
        let mut by_agency: BTreeMap<String, Vec<(Watched, i64)>> = BTreeMap::new();
        for row in waits.iter().flat_map(|batch| WAIT.read(batch).iter()) {
            let is_referral = WaitKind::parse(row.text(wait::KIND)) == Some(WaitKind::Referral);
            let Some(days) = row.count_if_any(wait::WORKING_DAYS).filter(|_| is_referral) else { continue };
            let watched = Watched { duration: days as f64, is_closed: row.text_if_any(wait::TO_CONTACT_ID).is_some() };
            let of_agency = by_agency.entry(row.text(wait::FROM_AGENCY).to_owned()).or_default();
            of_agency.push((watched, row.id(wait::PERSON_ID)));
        }
        for (agency, waits) in by_agency {
            let survival = Survival::of(&waits.iter().map(|(watched, _)| *watched).collect::<Vec<_>>());
            for (share, measure, name) in
                [(0.5, FigureMeasure::MedianWorkingDays, "half"), (0.9, FigureMeasure::P90WorkingDays, "nine in ten")]
            {
                let Some(days) = survival.closed_by(share) else { continue };
                let people = |is_side: &dyn Fn(f64) -> bool| {
                    let own = waits.iter().filter(|(watched, _)| is_side(watched.duration)).map(|(_, person)| *person);
                    own.collect::<BTreeSet<_>>().len() as u64
                };
                let sides = [people(&|time| time <= days), people(&|time| days < time)];
                let category = format!("{agency}, {name} wait no longer");
                let what = What::Quantile(days.round() as u64, sides);
                self.push(FigureTopic::JourneyWaits, &category, measure, what, people(&|_| true));
            }
        }
    }
}

/// Between the two sides of a step.
pub(super) const ARROW: &str = " → ";

fn rows(batches: &[RecordBatch]) -> impl Iterator<Item = model::Row<'_>> {
    batches.iter().flat_map(|batch| JOURNEY.read(batch).iter())
}

fn life_events(journeys: &[RecordBatch]) -> BTreeMap<String, BTreeSet<i64>> {
    let mut people: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for row in rows(journeys) {
        if let Some(kind) = row.text_if_any(journey::LIFE_EVENT) {
            people.entry(kind.to_owned()).or_default().insert(row.id(journey::PERSON_ID));
        }
    }
    people
}

fn handoff_pairs(handoffs: &[RecordBatch]) -> BTreeMap<String, BTreeSet<i64>> {
    let mut people: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for row in handoffs.iter().flat_map(|batch| HANDOFF.read(batch).iter()) {
        if HandoffBasis::parse(row.text(handoff::BASIS)) == Some(HandoffBasis::Next) {
            let pair = format!("{}{ARROW}{}", row.text(handoff::FROM_AGENCY), row.text(handoff::TO_AGENCY));
            people.entry(pair).or_default().insert(row.id(handoff::PERSON_ID));
        }
    }
    people
}

fn repeat_pairs(repeats: &[RecordBatch]) -> BTreeMap<String, BTreeSet<i64>> {
    let mut people: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for row in repeats.iter().flat_map(|batch| REPEAT.read(batch).iter()) {
        let [kind, first, again] =
            [repeat::ASSESSMENT_TYPE, repeat::FIRST_AGENCY, repeat::AGAIN_AGENCY].map(|column| row.text(column));
        let category =
            if first == again { format!("{kind}: {first}, twice") } else { format!("{kind}: {first}{ARROW}{again}") };
        people.entry(category).or_default().insert(row.id(repeat::PERSON_ID));
    }
    people
}

/// Which agencies people go to one after another, where that is known of every step; nobody's way is of one agency.
fn ways(handoffs: &[RecordBatch], journeys: &[RecordBatch]) -> BTreeMap<String, BTreeSet<i64>> {
    let untied: BTreeSet<i64> =
        rows(journeys).filter(|row| row.count(journey::N_TIED) == 0).map(|row| row.id(journey::PERSON_ID)).collect();
    let mut way_of: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for row in handoffs.iter().flat_map(|batch| HANDOFF.read(batch).iter()) {
        let person = row.id(handoff::PERSON_ID);
        if HandoffBasis::parse(row.text(handoff::BASIS)) != Some(HandoffBasis::Next) || !untied.contains(&person) {
            continue;
        }
        let way = way_of.entry(person).or_default();
        if way.is_empty() {
            way.push(row.text(handoff::FROM_AGENCY).to_owned());
        }
        way.push(row.text(handoff::TO_AGENCY).to_owned());
    }
    let mut people: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for (person, way) in way_of {
        people.entry(way.join(ARROW)).or_default().insert(person);
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 12, 11 and 10 people are all shown as 10; 13 are shown as 15.
    #[test]
    fn the_order_of_released_figures_tells_no_more_than_the_figures() {
        let people = [("a", 10), ("b", 13), ("c", 12), ("d", 9), ("e", 11)];
        let people = people.into_iter().map(|(way, n)| (way.to_owned(), (0..n).collect())).collect();
        let mut counts = JourneyCounts::default();
        counts.add_people(FigureTopic::JourneyWays, people);
        let released = counts.released();
        let order: Vec<&str> = released.get().iter().map(|figure| figure.category.as_str()).collect();
        assert_eq!(order, ["b", "a", "c", "e"]);
    }
}
