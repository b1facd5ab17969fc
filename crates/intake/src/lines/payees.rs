//! Payee cells, each text examined once.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;
use model::name::name_key;
use model::payee::PayeeMasks;

use super::meaning::payee_code;
use crate::encoding::Encoding;
use crate::fields::Field;
use crate::payee::{Alone, PayeeKind, Payees, holds_plain_name, mentions_person};

/// How many different texts are remembered: a file with more hardly repeats any.
const TEXTS_MAX: usize = 1 << 16;

/// What must be known of a payee cell, whatever line it stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payee {
    /// The key that tells it from other payees, however it is printed.
    pub code: u8,
    pub alone: Alone,
    /// It is the body that pays.
    pub is_own: bool,
}

impl Payee {
    /// For a table without a column of payees.
    pub const NONE: Payee = Payee { code: 0, alone: Alone::Kind(PayeeKind::Printed), is_own: false };
}

/// Payees repeat all through a ledger, so each text is examined once.
pub(super) struct PayeeCache<'a> {
    pub payees: Payees<'a>,
    own_keys: &'a [String],
    by_text: HashMap<Box<[u8]>, Payee, FixedState>,
    /// Whether headings name somebody.
    mentions: HashMap<Box<[u8]>, bool, FixedState>,
    /// Whether they hold a name without a title.
    plain_names: HashMap<Box<[u8]>, bool, FixedState>,
    /// The last heading of each column with its answer: a heading mostly stands above again.
    last: [(Vec<u8>, bool); HEADINGS.len()],
    /// Keys of payees about which somebody decided something.
    pub decided: BTreeSet<String>,
}

/// Columns that say what a payment was for, and leave the place.
const HEADINGS: [Field; 4] = [Field::Department, Field::Service, Field::Subjective, Field::Category];

impl<'a> PayeeCache<'a> {
    /// An empty cache, with what people said about names, and the keys of the body's own.
    pub fn new(masks: &'a PayeeMasks, own_keys: &'a [String]) -> PayeeCache<'a> {
        PayeeCache {
            own_keys,
            payees: Payees::new(masks),
            by_text: HashMap::default(),
            mentions: HashMap::default(),
            plain_names: HashMap::default(),
            last: Default::default(),
            decided: BTreeSet::new(),
        }
    }

    /// What a payee cell says, from memory if its text was met before.
    pub fn read(&mut self, cell: &[u8], encoding: Encoding) -> Payee {
        if let Some(known) = self.by_text.get(cell) {
            return *known;
        }
        let printed = encoding.decode(cell);
        self.decided.extend(self.payees.decided(&printed));
        let is_own = !self.own_keys.is_empty() && self.own_keys.contains(&name_key(&printed).key);
        let payee = Payee { code: payee_code(cell, encoding), alone: self.payees.alone(&printed), is_own };
        if self.by_text.len() < TEXTS_MAX {
            self.by_text.insert(cell.into(), payee);
        }
        payee
    }

    /// Whether a cell is a heading that names somebody.
    pub fn names_somebody(&mut self, field: Field, cell: &[u8], encoding: Encoding) -> bool {
        let Some(column) = HEADINGS.iter().position(|heading| *heading == field) else { return false };
        if self.last[column].0 != cell {
            let is_named = self.mentions_person(cell, encoding);
            let last = &mut self.last[column];
            last.0.clear();
            last.0.extend_from_slice(cell);
            last.1 = is_named;
        }
        self.last[column].1
    }

    /// Whether a heading, or a part of it, is a person's name without a title.
    pub fn holds_plain_name(&mut self, field: Field, cell: &[u8], encoding: Encoding) -> bool {
        if !HEADINGS.contains(&field) {
            return false;
        }
        if let Some(known) = self.plain_names.get(cell) {
            return *known;
        }
        let is_named = holds_plain_name(&encoding.decode(cell));
        if self.plain_names.len() < TEXTS_MAX {
            self.plain_names.insert(cell.into(), is_named);
        }
        is_named
    }

    /// Whether a heading names somebody.
    pub fn mentions_person(&mut self, cell: &[u8], encoding: Encoding) -> bool {
        if let Some(known) = self.mentions.get(cell) {
            return *known;
        }
        let is_named = mentions_person(&encoding.decode(cell));
        if self.mentions.len() < TEXTS_MAX {
            self.mentions.insert(cell.into(), is_named);
        }
        is_named
    }
}
