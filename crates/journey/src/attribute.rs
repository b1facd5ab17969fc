//! What an event says of who did it, and in which file it stands.

use model::event_log::{Event, EventLog, Name, Names};

/// A thing that every event may name one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    Activity,
    Agency,
    Team,
    Resource,
    File,
}

impl Attribute {
    pub fn of(self, event: &Event) -> Option<Name> {
        match self {
            Attribute::Activity => Some(event.activity),
            Attribute::Agency => event.agency,
            Attribute::Team => event.team,
            Attribute::Resource => event.resource,
            Attribute::File => Some(event.file),
        }
    }

    pub fn names(self, log: &EventLog) -> &Names {
        match self {
            Attribute::Activity => &log.activities,
            Attribute::Agency => &log.agencies,
            Attribute::Team => &log.teams,
            Attribute::Resource => &log.resources,
            Attribute::File => &log.files,
        }
    }
}
