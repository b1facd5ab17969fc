//! Counts of people that are listed only where they are shown: steps, hand-offs, repeats, ways and what journeys begin with.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::RecordBatch;
use disclosure::LINKED_FAMILIES;
use model::tables::{
    FigureMeasure, FigureTopic, HANDOFF, HandoffBasis, REPEAT, WaitKind, handoff, journey, repeat, wait,
};

use super::names::Names;
use super::totals::rows;
use super::{ARROW, JourneyCounts, JourneyEvidence, What, waits};

/// People who must go a way before it is listed. Steps are sums of ways: two hidden ways of at most nine would both be nine if they
/// made a step of 18 to 22.
const N_ON_WAY_MIN: u64 = 20;

/// People by what they have in common.
type People = BTreeMap<String, BTreeSet<i64>>;

impl JourneyCounts {
    pub(super) fn add_listed(&mut self, evidence: &JourneyEvidence<'_>, names: &Names<'_>) {
        let JourneyEvidence { journeys, handoffs, repeats, .. } = evidence;
        self.add_people(FigureTopic::JourneyStarts, life_events(journeys, names));
        self.add_people(FigureTopic::JourneyHandoffs, handoff_pairs(handoffs, names));
        self.add_people(FigureTopic::JourneyRepeats, repeat_pairs(repeats, names));
        self.add_people(FigureTopic::JourneySteps, steps(evidence.waits, names));
        self.add_people(FigureTopic::JourneyWays, ways(handoffs, journeys, names));
    }

    /// Counts of people, the largest first. Those that are shown as the same number stand by name: in the order of their exact
    /// numbers, a list would tell 12 from 10.
    fn add_people(&mut self, topic: FigureTopic, people: People) {
        let shown = |people: &BTreeSet<i64>| LINKED_FAMILIES.rounded(people.len() as u64);
        let least = if topic == FigureTopic::JourneyWays { N_ON_WAY_MIN } else { 1 };
        let mut people: Vec<_> = people.into_iter().collect();
        people.sort_by(|(a, n), (b, m)| shown(m).cmp(&shown(n)).then_with(|| a.cmp(b)));
        for (category, people) in people {
            let n = people.len() as u64;
            self.push(topic, &category, FigureMeasure::People, What::Listed { n, least }, n);
        }
    }
}

fn life_events(journeys: &[RecordBatch], names: &Names<'_>) -> People {
    let mut people = People::new();
    for row in rows(journeys) {
        if let Some(kind) = row.text_if_any(journey::LIFE_EVENT) {
            people.entry(names.event(kind).to_owned()).or_default().insert(row.id(journey::PERSON_ID));
        }
    }
    people
}

fn handoff_pairs(handoffs: &[RecordBatch], names: &Names<'_>) -> People {
    let mut people = People::new();
    for row in next_handoffs(handoffs) {
        let [from, to] = [handoff::FROM_AGENCY, handoff::TO_AGENCY].map(|column| names.agency(row.text(column)));
        // From one service that is not named to another, nobody is told of.
        if from != to {
            people.entry(format!("{from}{ARROW}{to}")).or_default().insert(row.id(handoff::PERSON_ID));
        }
    }
    people
}

fn next_handoffs(handoffs: &[RecordBatch]) -> impl Iterator<Item = model::Row<'_>> {
    let rows = handoffs.iter().flat_map(|batch| HANDOFF.read(batch).iter());
    rows.filter(|row| HandoffBasis::parse(row.text(handoff::BASIS)) == Some(HandoffBasis::Next))
}

fn repeat_pairs(repeats: &[RecordBatch], names: &Names<'_>) -> People {
    let mut people = People::new();
    for row in repeats.iter().flat_map(|batch| REPEAT.read(batch).iter()) {
        let kind = names.event(row.text(repeat::ASSESSMENT_TYPE));
        let [first, again] = [repeat::FIRST_AGENCY, repeat::AGAIN_AGENCY].map(|column| names.agency(row.text(column)));
        let category =
            if first == again { format!("{kind}: {first}, twice") } else { format!("{kind}: {first}{ARROW}{again}") };
        people.entry(category).or_default().insert(row.id(repeat::PERSON_ID));
    }
    people
}

/// Edges of the map. They are counted from single steps, because somebody may take several that are called the same here.
fn steps(batches: &[RecordBatch], names: &Names<'_>) -> People {
    let mut people = People::new();
    for row in waits(batches).filter(|row| WaitKind::parse(row.text(wait::KIND)) == Some(WaitKind::Step)) {
        let Some(to_activity) = row.text_if_any(wait::TO_ACTIVITY) else { continue };
        let from = names.node(row.text(wait::FROM_AGENCY), row.text(wait::FROM_ACTIVITY));
        let to = names.node(row.text(wait::TO_AGENCY), to_activity);
        people.entry(format!("{from}{ARROW}{to}")).or_default().insert(row.id(wait::PERSON_ID));
    }
    people
}

/// Which agencies people go to one after another, where that is known of every step; nobody's way is of one agency.
fn ways(handoffs: &[RecordBatch], journeys: &[RecordBatch], names: &Names<'_>) -> People {
    let untied: BTreeSet<i64> =
        rows(journeys).filter(|row| row.count(journey::N_TIED) == 0).map(|row| row.id(journey::PERSON_ID)).collect();
    let mut way_of: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for row in next_handoffs(handoffs).filter(|row| untied.contains(&row.id(handoff::PERSON_ID))) {
        let [from, to] =
            [handoff::FROM_AGENCY, handoff::TO_AGENCY].map(|column| names.agency(row.text(column)).to_owned());
        let way = way_of.entry(row.id(handoff::PERSON_ID)).or_default();
        if way.is_empty() {
            way.push(from);
        }
        way.push(to);
    }
    let mut people = People::new();
    for (person, mut way) in way_of {
        way.dedup();
        if 1 < way.len() {
            people.entry(way.join(ARROW)).or_default().insert(person);
        }
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
        counts.add_people(FigureTopic::JourneySteps, people);
        let released = counts.released();
        let order: Vec<&str> = released.get().iter().map(|figure| figure.category.as_str()).collect();
        assert_eq!(order, ["b", "a", "c", "e"]);
    }
}
