//! Contacts under the people they are with.

use std::collections::HashMap;

use arrow_array::RecordBatch;
use jiff::civil::{Date, DateTime};
use model::event_log::{Clock, Event, EventLog, Moment, Precision};
use model::tables::{CONTACT, CostSource, PERSON_CLUSTER, contact, person_cluster};
use model::{Row, day_of_date, micros_of_moment};
use money::Money;

/// One contact of an agency with a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    pub person_id: i64,
    pub agency: String,
    pub contact_id: String,
    pub record_id: String,
    pub activity: String,
    pub team: Option<String>,
    pub start: Date,
    pub end: Option<Date>,
    /// When it began and ended, if the agency gives times.
    pub start_at: Option<DateTime>,
    pub end_at: Option<DateTime>,
    pub precision: Precision,
    pub channel: Option<String>,
    pub outcome: Option<String>,
    pub cost: Option<Money>,
    pub cost_source: CostSource,
    /// The rule of the place that gives the cost, from 1.
    pub cost_rule: Option<u64>,
    pub case_id: Option<String>,
    pub assessment_type: Option<String>,
    pub triggered_by: Option<String>,
    pub demand: Option<String>,
    /// Cells of the row that nothing else holds.
    pub other_text: Option<String>,
    pub is_assessment: bool,
    pub row: u64,
}

/// What a contact says about a person is for nobody's log.
impl std::fmt::Debug for Contact {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Contact")
    }
}

/// All contacts, by person and then in time.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    pub contacts: Vec<Contact>,
    /// Contacts with nobody that linkage knows, of which no more is told than what a count of them needs.
    pub without_person: Vec<Unlinked>,
}

/// A contact with nobody that linkage knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlinked {
    pub agency: String,
    pub activity: String,
    pub start: Date,
}

impl Contacts {
    /// From the tables `contact` and `person_cluster`.
    pub fn of(contacts: &[RecordBatch], clusters: &[RecordBatch]) -> Contacts {
        let mut person_of: HashMap<(String, String), i64> = HashMap::new();
        for row in clusters.iter().flat_map(|batch| PERSON_CLUSTER.read(batch).iter()) {
            let key = [person_cluster::AGENCY, person_cluster::RECORD_ID].map(|column| row.text(column).to_owned());
            person_of.insert(key.into(), row.id(person_cluster::PERSON_ID));
        }
        let mut known = Contacts::default();
        for row in contacts.iter().flat_map(|batch| CONTACT.read(batch).iter()) {
            let key = [contact::AGENCY, contact::RECORD_ID].map(|column| row.text(column).to_owned());
            match person_of.get(&key.into()) {
                Some(person_id) => known.contacts.push(Contact::of(*person_id, &row)),
                None => known.without_person.push(Unlinked {
                    agency: row.text(contact::AGENCY).to_owned(),
                    activity: row.text(contact::ACTIVITY).to_owned(),
                    start: row.date(contact::START),
                }),
            }
        }
        known.contacts.sort_by(|a, b| a.key().cmp(&b.key()));
        known
    }

    /// The contacts of each person, in time.
    pub fn by_person(&self) -> impl Iterator<Item = &[Contact]> {
        self.contacts.chunk_by(|a, b| a.person_id == b.person_id)
    }

    /// The contacts of one person.
    pub fn of_person(&self, person_id: i64) -> &[Contact] {
        let from = self.contacts.partition_point(|contact| contact.person_id < person_id);
        let to = self.contacts.partition_point(|contact| contact.person_id <= person_id);
        &self.contacts[from..to]
    }

    /// The same as a log whose cases are people: event `n` is contact `n`.
    pub fn log(&self) -> EventLog {
        let mut log = EventLog { clock: Clock::Wall, ..EventLog::default() };
        let file = log.files.number("contact");
        for (row, contact) in (1..).zip(&self.contacts) {
            let event = Event {
                case: log.cases.number(&contact.person_id.to_string()),
                activity: log.activities.number(&contact.activity),
                start: contact.moment(),
                end: contact.end_at.map(|end| Moment { micros: micros_of_moment(end), precision: contact.precision }),
                agency: Some(log.agencies.number(&contact.agency)),
                team: contact.team.as_deref().map(|team| log.teams.number(team)),
                resource: None,
                cost: contact.cost,
                file,
                row,
            };
            log.events.push(event);
        }
        log
    }
}

impl Contact {
    fn of(person_id: i64, row: &Row<'_>) -> Contact {
        let text = |column: &'static str| row.text(column).to_owned();
        let text_if_any = |column: &'static str| row.text_if_any(column).map(str::to_owned);
        Contact {
            person_id,
            agency: text(contact::AGENCY),
            contact_id: text(contact::CONTACT_ID),
            record_id: text(contact::RECORD_ID),
            activity: text(contact::ACTIVITY),
            team: text_if_any(contact::TEAM),
            start: row.date(contact::START),
            end: row.date_if_any(contact::END),
            start_at: row.moment_if_any(contact::START_AT),
            end_at: row.moment_if_any(contact::END_AT),
            precision: Precision::parse(row.text(contact::TIME_PRECISION)).unwrap_or(Precision::Day),
            channel: text_if_any(contact::CHANNEL),
            outcome: text_if_any(contact::OUTCOME),
            cost: row.money_if_any(contact::COST),
            cost_source: row.money_if_any(contact::COST).map_or(CostSource::NotKnown, |_| CostSource::File),
            cost_rule: None,
            case_id: text_if_any(contact::CASE_ID),
            assessment_type: text_if_any(contact::ASSESSMENT_TYPE),
            triggered_by: text_if_any(contact::TRIGGERED_BY),
            demand: text_if_any(contact::DEMAND),
            other_text: text_if_any(contact::OTHER_TEXT),
            is_assessment: row.flag(contact::IS_ASSESSMENT),
            row: row.count(contact::ROW),
        }
    }

    /// When it began: the moment, or the whole day where no time is given.
    pub fn moment(&self) -> Moment {
        const DAY: i64 = 24 * 60 * 60 * 1_000_000;
        match self.start_at {
            Some(at) => Moment { micros: micros_of_moment(at), precision: self.precision },
            None => Moment {
                micros: i64::from(day_of_date(self.start)) * DAY,
                precision: self.precision.max(Precision::Day),
            },
        }
    }

    /// Order within everything: by person, in time, and then by what no chance decides.
    fn key(&self) -> (i64, Moment, &str, &str, u64) {
        (self.person_id, self.moment(), &self.agency, &self.contact_id, self.row)
    }

    /// The type of assessment that it is, or its activity where the agency prints no type; none if it is no assessment.
    pub fn assessed(&self) -> Option<&str> {
        match &self.assessment_type {
            Some(printed) => Some(printed),
            None => self.is_assessment.then_some(&self.activity),
        }
    }

    /// The span of its appointment, where both ends have a time.
    pub fn times(&self) -> Option<(DateTime, DateTime)> {
        self.start_at.zip(self.end_at).filter(|(start, end)| start < end)
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// A contact of person 1 on 1 June 2025, of which nothing else is known.
    pub fn contact(agency: &str, activity: &str) -> Contact {
        Contact {
            person_id: 1,
            agency: agency.to_owned(),
            contact_id: format!("{agency}/{activity}"),
            record_id: "R1".to_owned(),
            activity: activity.to_owned(),
            team: None,
            start: Date::constant(2025, 6, 1),
            end: None,
            start_at: None,
            end_at: None,
            precision: Precision::Day,
            channel: None,
            outcome: None,
            cost: None,
            cost_source: CostSource::NotKnown,
            cost_rule: None,
            case_id: None,
            assessment_type: None,
            triggered_by: None,
            demand: None,
            other_text: None,
            is_assessment: false,
            row: 1,
        }
    }
}
