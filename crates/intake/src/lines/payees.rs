//! Payee cells, each text looked at once.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::meaning::payee_code;
use super::redaction::Redaction;
use crate::encoding::Encoding;

/// Different texts that are kept in mind: a file of more has hardly one twice.
const TEXTS_MAX: usize = 1 << 16;

/// What must be known of a payee cell, whatever line it stands in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Payee {
    /// What tells it from other payees, in whatever print.
    pub code: u8,
    pub is_withheld: bool,
}

/// Payees repeat all through a ledger, so each text is looked at once.
pub(super) struct PayeeCache {
    redaction: Redaction,
    by_text: HashMap<Box<[u8]>, Payee, FixedState>,
}

impl PayeeCache {
    pub fn new() -> PayeeCache {
        PayeeCache { redaction: Redaction::new(), by_text: HashMap::default() }
    }

    pub fn read(&mut self, cell: &[u8], encoding: Encoding) -> Payee {
        if let Some(known) = self.by_text.get(cell) {
            return *known;
        }
        let is_withheld = self.redaction.is_withheld(&encoding.decode(cell));
        let payee = Payee { code: payee_code(cell, encoding), is_withheld };
        if self.by_text.len() < TEXTS_MAX {
            self.by_text.insert(cell.into(), payee);
        }
        payee
    }
}
