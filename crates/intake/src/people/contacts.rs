//! Contacts gathered into batches of their table.

use arrow_array::RecordBatch;
use jiff::civil::Date;
use model::TableRows;
use model::tables::{CONTACT, contact};
use money::Money;

/// One contact.
#[derive(Clone)]
pub(super) struct Contact {
    pub id: String,
    pub record_id: String,
    pub activity: String,
    pub team: Option<String>,
    pub start: Date,
    pub end: Option<Date>,
    pub channel: Option<String>,
    pub outcome: Option<String>,
    pub cost: Option<Money>,
    pub is_assessment: bool,
    pub needs: Option<String>,
}

/// Contacts on their way into a batch.
pub(super) struct Contacts {
    rows: TableRows,
    pub n: usize,
}

impl Contacts {
    pub fn new() -> Contacts {
        Contacts { rows: CONTACT.rows(), n: 0 }
    }

    pub fn push(&mut self, agency: &str, file_id: &str, row: u64, contact: &Contact) {
        self.rows
            .push()
            .text(contact::CONTACT_ID, &contact.id)
            .text(contact::AGENCY, agency)
            .text(contact::RECORD_ID, &contact.record_id)
            .text(contact::FILE_ID, file_id)
            .count(contact::ROW, row)
            .text(contact::ACTIVITY, &contact.activity)
            .text_if_any(contact::TEAM, contact.team.as_deref())
            .date(contact::START, contact.start)
            .date_if_any(contact::END, contact.end)
            .text_if_any(contact::CHANNEL, contact.channel.as_deref())
            .text_if_any(contact::OUTCOME, contact.outcome.as_deref())
            .money_if_any(contact::COST, contact.cost)
            .flag(contact::IS_ASSESSMENT, contact.is_assessment)
            .text_if_any(contact::NEEDS, contact.needs.as_deref());
        self.n += 1;
    }

    pub fn finish(&mut self) -> RecordBatch {
        std::mem::replace(self, Contacts::new()).rows.finish()
    }
}
