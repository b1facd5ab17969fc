//! What one event of an XES log says.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use money::Amount;

use super::log_builder::{CostCell, MomentCell};
use super::moment::{PrintedMoment, iso};
use super::role::Role;
use super::written::{END_PRECISION_KEY, PRECISION_KEY, START_KEY, precision_of_word};
use super::xes_keys::{Classifier, XesKeys};

/// The values of one event by role, and those of the classifier's keys.
#[derive(Default)]
pub(super) struct XesCells {
    by_role: [String; Role::EVERY.len()],
    classes: Option<Vec<String>>,
    /// PM4Py's key for when an event began; `time:timestamp` then says when it ended.
    began: String,
    /// How exactly the moments are known, as [`super::write_xes()`] says it.
    precisions: [String; 2],
    hash: u64,
}

impl XesCells {
    pub fn clear(&mut self, classifier: Option<&Classifier>) {
        self.by_role.iter_mut().for_each(String::clear);
        self.classes = classifier.map(|classifier| vec![String::new(); classifier.keys.len()]);
        self.began.clear();
        self.precisions.iter_mut().for_each(String::clear);
        self.hash = 0;
    }

    pub fn take(&mut self, keys: &XesKeys, classifier: Option<&Classifier>, key: &str, value: &str) {
        for role in keys.roles(key) {
            value.clone_into(&mut self.by_role[role as usize]);
        }
        if let (Some(classifier), Some(classes)) = (classifier, &mut self.classes) {
            let of_key = classifier.keys.iter().zip(classes).filter(|(of, _)| *of == key);
            of_key.for_each(|(_, class)| value.clone_into(class));
        }
        match key {
            START_KEY => value.clone_into(&mut self.began),
            PRECISION_KEY => value.clone_into(&mut self.precisions[0]),
            END_PRECISION_KEY => value.clone_into(&mut self.precisions[1]),
            _ => {}
        }
        let mut hasher = FixedState::default().build_hasher();
        [key, value].iter().for_each(|text| hasher.write(text.as_bytes()));
        // The order of attributes says nothing.
        self.hash = self.hash.wrapping_add(hasher.finish());
    }

    pub fn cell(&self, role: Role) -> &str {
        &self.by_role[role as usize]
    }

    /// A digest of all that the event says, in its case.
    pub fn hash_in(&self, case: &str) -> u64 {
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(case.as_bytes());
        hasher.write_u64(self.hash);
        hasher.finish()
    }

    pub fn cost(&self) -> CostCell {
        match self.cell(Role::Cost) {
            "" => CostCell::Empty,
            text => CostCell::of(Amount::parse(text).ok()),
        }
    }

    /// The name by the classifier: its values in the order of its keys, joined as ProM joins them.
    pub fn class(&self) -> Option<String> {
        let classes = self.classes.as_ref()?;
        let is_bare = classes.iter().all(String::is_empty);
        Some(if is_bare { String::new() } else { classes.join("+") })
    }

    /// When the event began and when it ended. Where nobody names other keys and `start_timestamp` is there, `time:timestamp` is
    /// the end.
    pub fn moments(&self, is_start_beside: bool, is_wall: bool) -> [MomentCell; 2] {
        let texts = if is_start_beside && !self.began.is_empty() {
            [self.began.as_str(), self.cell(Role::Start)]
        } else {
            [self.cell(Role::Start), self.cell(Role::End)]
        };
        [0, 1].map(|at| match moment(texts[at]) {
            MomentCell::Read(moment) => MomentCell::Read(as_known(moment, &self.precisions[at], is_wall)),
            cell => cell,
        })
    }
}

fn as_known(moment: PrintedMoment, precision: &str, is_wall: bool) -> PrintedMoment {
    let offset = moment.offset.filter(|_| !is_wall);
    let precision = precision_of_word(precision).unwrap_or(moment.precision);
    PrintedMoment { offset, precision, ..moment }
}

fn moment(text: &str) -> MomentCell {
    match text.trim() {
        "" => MomentCell::Empty,
        // The standard knows one way of writing a moment, so no other is guessed at.
        text => iso(text).map_or(MomentCell::Unreadable, MomentCell::Read),
    }
}
