//! Register bodies that several rows or lists name, each once.
//!
//! The shipped list and a place's own both know Greater Manchester Police. Left as two bodies, its name would mean
//! either, so neither: a list that is added would take a body away.

use std::collections::HashMap;

use model::BodyKind;
use model::place::{Life, RegisterBody};

use super::candidate::Candidate;

/// Every body once, in the order of the lists, and for each row the position of its body.
pub(super) fn each_once(rows: &[&RegisterBody]) -> (Vec<Candidate>, Vec<usize>) {
    let mut known = Known::default();
    let positions = rows.iter().map(|row| known.add(Candidate::of_register(row))).collect();
    (known.bodies, positions)
}

#[derive(Default)]
struct Known {
    bodies: Vec<Candidate>,
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, usize>,
    by_other_name: HashMap<String, usize>,
}

impl Known {
    fn add(&mut self, body: Candidate) -> usize {
        let same = self.same(&body);
        let position = same.unwrap_or(self.bodies.len());
        self.by_id.entry(body.id.clone()).or_insert(position);
        self.by_name.entry(body.name_key.clone()).or_insert(position);
        for key in &body.other_name_keys {
            self.by_other_name.entry(key.clone()).or_insert(position);
        }
        match same {
            Some(position) => self.bodies[position].take_in(body),
            None => self.bodies.push(body),
        }
        position
    }

    fn same(&self, body: &Candidate) -> Option<usize> {
        let by_id = self.by_id.get(&body.id);
        let by_name = || self.by_name.get(&body.name_key).filter(|at| is_one_by_name(&self.bodies[**at], body));
        // Avon and Somerset Police is the Constabulary of another list.
        let by_other_name = || {
            let as_other_name = self.by_other_name.get(&body.name_key).into_iter();
            let own_names = body.other_name_keys.iter().filter_map(|key| self.by_name.get(key));
            as_other_name.chain(own_names).find(|at| is_one_by_other_name(&self.bodies[**at], body))
        };
        by_id.or_else(by_name).or_else(by_other_name).copied()
    }
}

/// The full name of a principal body is borne once in the country; those of parishes and schools are not.
fn is_one_by_name(known: &Candidate, body: &Candidate) -> bool {
    let is_unique = |kind| !matches!(kind, BodyKind::ParishCouncil | BodyKind::School | BodyKind::Other);
    known.legal_form == body.legal_form && is_unique(known.kind) && is_unique(body.kind)
}

/// Within one list, what is one body's name and another's other name stays apart.
fn is_one_by_other_name(known: &Candidate, body: &Candidate) -> bool {
    let goes_on = |body: &Candidate| body.life.valid_to.is_none();
    let scheme = |body: &Candidate| body.id.split(':').next().map(str::to_owned);
    known.kind == body.kind && scheme(known) != scheme(body) && goes_on(known) && goes_on(body)
}

impl Candidate {
    /// Adds another row about the same body: its names, and its dates if the first row has none.
    fn take_in(&mut self, other: Candidate) {
        if self.id == other.id && self.life == Life::default() {
            self.life = other.life.clone();
        }
        self.lend_names(other);
    }
}
