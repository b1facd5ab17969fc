//! Discovered models of the shared logs: at a threshold of 0 every case can be replayed.

use std::collections::BTreeSet;

use journey::discovery::{Node, PetriNet, discover, to_bpmn, to_pnml};
use journey::{EventOrder, TieRule, Traces, variants};
use model::event_log::Name;

use crate::logs::{Headings, RECEIPT, RUNNING, SEPSIS, read};

/// How many tokens are in each place.
type Marking = Vec<u8>;

/// A net with what each transition takes and gives, for replay.
struct Replay {
    activities: Vec<Option<Name>>,
    takes: Vec<Vec<usize>>,
    gives: Vec<Vec<usize>>,
    n_places: usize,
}

impl Replay {
    fn of(net: &PetriNet) -> Replay {
        let mut replay = Replay {
            activities: net.transitions.iter().map(|transition| transition.activity).collect(),
            takes: vec![Vec::new(); net.transitions.len()],
            gives: vec![Vec::new(); net.transitions.len()],
            n_places: net.n_places,
        };
        for arc in &net.arcs {
            match (arc.from, arc.to) {
                (Node::Place(place), Node::Transition(to)) => replay.takes[to].push(place),
                (Node::Transition(from), Node::Place(place)) => replay.gives[from].push(place),
                (from, to) => panic!("an arc from {from:?} to {to:?}"),
            }
        }
        replay
    }

    fn only(&self, place: usize) -> Marking {
        (0..self.n_places).map(|at| u8::from(at == place)).collect()
    }

    fn fire(&self, marking: &Marking, transition: usize) -> Option<Marking> {
        let mut marking = marking.clone();
        for place in &self.takes[transition] {
            marking[*place] = marking[*place].checked_sub(1)?;
        }
        self.gives[transition].iter().for_each(|place| marking[*place] += 1);
        Some(marking)
    }

    fn with_silent(&self, markings: BTreeSet<Marking>) -> BTreeSet<Marking> {
        let mut all = markings.clone();
        let mut open: Vec<Marking> = markings.into_iter().collect();
        while let Some(marking) = open.pop() {
            for transition in (0..self.activities.len()).filter(|at| self.activities[*at].is_none()) {
                let next = self.fire(&marking, transition).filter(|next| !all.contains(next));
                all.extend(next.clone());
                open.extend(next);
            }
        }
        all
    }

    fn can_do(&self, word: impl Iterator<Item = Name>) -> bool {
        let mut markings = self.with_silent([self.only(PetriNet::START)].into());
        for activity in word {
            let fires = (0..self.activities.len()).filter(|at| self.activities[*at] == Some(activity));
            let next = fires.flat_map(|at| markings.iter().filter_map(move |marking| self.fire(marking, at)));
            markings = self.with_silent(next.collect());
        }
        markings.contains(&self.only(PetriNet::END))
    }
}

/// The share of cases that the model of a log at a threshold can do from start to end.
fn replayed(name: &str, headings: Headings, threshold: f64) -> Option<f64> {
    let log = read(name, headings)?;
    let variants = variants(&Traces::of(&log, EventOrder::Start, TieRule::FileOrder));
    let tree = discover(&variants, threshold);
    let net = PetriNet::of(&tree);
    assert!(to_pnml(&net, &log.activities, name).contains("</pnml>"));
    assert!(to_bpmn(&tree, &log.activities, name).contains("</definitions>"));
    let replay = Replay::of(&net);
    let can_do = |variant: &&journey::Variant| replay.can_do(variant.activities.iter().map(|step| step.activity));
    let n: u64 = variants.variants.iter().filter(can_do).map(|variant| variant.n_cases).sum();
    println!("{name} at {threshold}: {}", tree.in_words(&log.activities));
    Some(n as f64 / variants.of_case.len() as f64)
}

#[test]
fn without_a_threshold_every_case_of_the_running_example_can_be_replayed() {
    assert!(replayed("running-example.csv", RUNNING, 0.0).is_none_or(|share| share == 1.0));
}

#[test]
fn without_a_threshold_every_case_of_the_receipt_log_can_be_replayed() {
    assert!(replayed("receipt.csv", RECEIPT, 0.0).is_none_or(|share| share == 1.0));
}

#[test]
fn a_threshold_gives_up_rare_cases_of_the_receipt_log_for_a_simpler_model() {
    let share = replayed("receipt.csv", RECEIPT, 0.2);
    assert!(share.is_none_or(|share| 0.4 < share && share < 1.0), "{share:?}");
}

#[test]
fn a_threshold_leaves_out_rare_behaviour_and_hardly_an_activity() {
    let Some(log) = read("sepsis.csv.gz", SEPSIS) else { return };
    let tree = discover(&variants(&Traces::of(&log, EventOrder::Start, TieRule::FileOrder)), 0.2);
    let net = PetriNet::of(&tree);
    let activities: BTreeSet<Name> = net.transitions.iter().filter_map(|transition| transition.activity).collect();
    let gone: Vec<&str> =
        log.activities.iter().filter(|name| !activities.contains(&log.activities.find(name).unwrap())).collect();
    // 56 of 15,214 events.
    assert_eq!(gone, ["Release B"]);
}
