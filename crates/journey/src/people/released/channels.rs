//! How people are in touch, what a contact costs by each way, and what planned shifts release.

use std::collections::BTreeMap;

use model::tables::{
    CHANNEL_SHIFT, ContactChannel, CostSource, FigureMeasure, FigureTopic, channel_shift, journey_contact,
};
use money::Money;

use super::names::Names;
use super::parts::{ByPerson, may_be_told, partition};
use super::{JourneyCounts, JourneyEvidence, What, contacts, rounded_pounds};

const TOPIC: FigureTopic = FigureTopic::JourneyChannels;
/// What a shift releases is told to this many pounds.
const ROUND_TO_POUNDS: i64 = 100;

impl JourneyCounts {
    pub(super) fn add_channels(&mut self, evidence: &JourneyEvidence<'_>, names: &Names<'_>) {
        let mut mix: BTreeMap<String, ByPerson> = BTreeMap::new();
        let mut costs: BTreeMap<(String, ContactChannel), ByPerson> = BTreeMap::new();
        for row in contacts(evidence) {
            let channel = channel(row.text(journey_contact::CHANNEL));
            let person = row.id(journey_contact::PERSON_ID);
            mix.entry(in_words(channel).to_owned()).or_default().entry(person).or_default().n += 1;
            // A price that a rule gives is the same by every channel, so it says nothing about a shift.
            let is_own = row.text(journey_contact::COST_SOURCE) == CostSource::File.word();
            if let Some(cost) = row.money_if_any(journey_contact::COST).filter(|_| is_own) {
                let node = names.node(row.text(journey_contact::AGENCY), row.text(journey_contact::ACTIVITY));
                let share = costs.entry((node, channel)).or_default().entry(person).or_default();
                (share.n, share.pounds) = (share.n + 1, share.pounds + cost);
            }
        }
        self.add_shares(TOPIC, "share of contacts ", partition(mix));
        self.add_costs_by_channel(costs, names);
        self.add_shifts(evidence, names);
    }

    /// What one contact costs by each channel, for activities with several.
    fn add_costs_by_channel(&mut self, costs: BTreeMap<(String, ContactChannel), ByPerson>, names: &Names<'_>) {
        let mut by_node: BTreeMap<String, Vec<(ContactChannel, ByPerson)>> = BTreeMap::new();
        for ((node, channel), people) in costs {
            let is_told =
                !matches!(channel, ContactChannel::Other | ContactChannel::NotRecorded) && may_be_told(&people);
            if is_told && !names.is_confidential(&node) {
                by_node.entry(node).or_default().push((channel, people));
            }
        }
        for (node, channels) in by_node.into_iter().filter(|(_, channels)| 1 < channels.len()) {
            for (channel, people) in channels {
                let category = format!("{node}, one contact {}", in_words(channel));
                let n = people.len() as u64;
                let Some(each) = mean(&people) else { continue };
                let what = What::Quantile(rounded_pounds(each, 1), [n; 2]);
                self.push(TOPIC, &category, FigureMeasure::CostEach, what, n);
            }
        }
    }

    /// Shifts that somebody counted or planned.
    fn add_shifts(&mut self, evidence: &JourneyEvidence<'_>, names: &Names<'_>) {
        for row in evidence.shifts.iter().flat_map(|batch| CHANNEL_SHIFT.read(batch).iter()) {
            let Some(released) = row.money_if_any(channel_shift::CAPACITY_RELEASED) else { continue };
            let node = names.node(row.text(channel_shift::AGENCY), row.text(channel_shift::ACTIVITY));
            let [from, to] = [channel_shift::FROM_CHANNEL, channel_shift::TO_CHANNEL]
                .map(|column| in_words(channel(row.text(column))));
            let n_moved = row.count(channel_shift::N_MOVED);
            let said = if released < Money::ZERO { "costs more" } else { "releases capacity" };
            let category = format!("{node}, {n_moved} contacts {to} instead of {from} {said}");
            let size = Money::from_pence(released.pence().abs());
            let sides = [channel_shift::N_PEOPLE_FROM, channel_shift::N_PEOPLE_TO].map(|column| row.count(column));
            let what = What::Quantile(rounded_pounds(size, ROUND_TO_POUNDS), sides);
            self.push(TOPIC, &category, FigureMeasure::CapacityReleased, what, sides[0].min(sides[1]));
        }
    }
}

fn channel(word: &str) -> ContactChannel {
    ContactChannel::parse(word).unwrap_or(ContactChannel::Other)
}

fn mean(people: &ByPerson) -> Option<Money> {
    let pounds: Money = people.values().map(|share| share.pounds).sum();
    pounds.per_head(people.values().map(|share| share.n).sum())
}

fn in_words(channel: ContactChannel) -> &'static str {
    match channel {
        ContactChannel::FaceToFace => "face to face",
        ContactChannel::Telephone => "by telephone",
        ContactChannel::Online => "online",
        ContactChannel::Written => "in writing",
        ContactChannel::Other => "by other ways",
        ContactChannel::NotRecorded => "of which nobody recorded the channel",
    }
}
