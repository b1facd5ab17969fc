//! Contacts gathered into batches of their table.

use arrow_array::RecordBatch;
use model::TableRows;
use model::tables::{CONTACT, contact};
use money::Money;

use super::field::squashed;
use super::moments::Point;

/// One contact.
#[derive(Clone)]
pub(super) struct Contact {
    pub id: String,
    pub record_id: String,
    pub activity: String,
    pub team: Option<String>,
    pub start: Point,
    pub end: Option<Point>,
    pub channel: Option<String>,
    pub outcome: Option<String>,
    pub cost: Option<Money>,
    pub case_id: Option<String>,
    pub assessment_type: Option<String>,
    pub triggered_by: Option<String>,
    pub demand: Option<String>,
    /// Cells that no other field holds.
    pub other_text: Option<String>,
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
            .date(contact::START, contact.start.day)
            .date_if_any(contact::END, contact.end.map(|end| end.day))
            .moment_if_any(contact::START_AT, contact.start.at)
            .moment_if_any(contact::END_AT, contact.end.and_then(|end| end.at))
            .text(contact::TIME_PRECISION, contact.start.precision.word())
            .text_if_any(contact::CHANNEL, contact.channel.as_deref())
            .text_if_any(contact::OUTCOME, contact.outcome.as_deref())
            .money_if_any(contact::COST, contact.cost)
            .text_if_any(contact::CASE_ID, contact.case_id.as_deref())
            .text_if_any(contact::ASSESSMENT_TYPE, contact.assessment_type.as_deref())
            .text_if_any(contact::TRIGGERED_BY, contact.triggered_by.as_deref())
            .text_if_any(contact::DEMAND, contact.demand.as_deref())
            .text_if_any(contact::OTHER_TEXT, contact.other_text.as_deref())
            .flag(contact::IS_ASSESSMENT, contact.is_assessment)
            .text_if_any(contact::NEEDS, contact.needs.as_deref());
        self.n += 1;
    }

    pub fn finish(&mut self) -> RecordBatch {
        std::mem::replace(self, Contacts::new()).rows.finish()
    }
}

/// Yes and no under a heading such as `Avoidable?`, in the words of that heading; every other text as it is.
pub(super) fn demand_in_words(heading: &str, text: String) -> String {
    let heading = squashed(heading);
    let [yes, no] = if heading.contains("avoidable") {
        ["avoidable", "not avoidable"]
    } else if heading == "failuredemand" {
        ["failure", "value"]
    } else {
        return text;
    };
    match text.to_ascii_lowercase().as_str() {
        "y" | "yes" | "true" | "1" => yes.to_owned(),
        "n" | "no" | "false" | "0" => no.to_owned(),
        _ => text,
    }
}
