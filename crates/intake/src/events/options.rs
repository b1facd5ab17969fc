//! What a person says about an event log before it is read.

use super::role::Role;

/// How a log is to be read where its own words do not decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub columns: NamedColumns,
    /// The classifier of an XES log by which its activities are named.
    pub classifier: Option<String>,
    /// The objects of an OCEL log that are its cases.
    pub object_type: Option<String>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Whether a start and a complete of one piece of work become one event.
    pub is_lifecycle_paired: bool,
    /// What the log may take in memory.
    pub memory_bytes_max: Option<u64>,
}

/// Columns that a person names: by heading, or as `#3` by position; in XES by key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedColumns {
    pub case: Option<String>,
    pub activity: Option<String>,
    pub time: Option<String>,
    pub end: Option<String>,
    pub agency: Option<String>,
    pub team: Option<String>,
    pub resource: Option<String>,
    pub cost: Option<String>,
}

impl Options {
    /// Nothing is said: the log must speak for itself.
    pub fn unsaid() -> Options {
        Options {
            columns: NamedColumns::default(),
            classifier: None,
            object_type: None,
            sheet: None,
            is_lifecycle_paired: false,
            memory_bytes_max: None,
        }
    }
}

impl NamedColumns {
    pub fn of(&self, role: Role) -> Option<&str> {
        match role {
            Role::Case => self.case.as_deref(),
            Role::Activity => self.activity.as_deref(),
            Role::Start => self.time.as_deref(),
            Role::End => self.end.as_deref(),
            Role::Agency => self.agency.as_deref(),
            Role::Team => self.team.as_deref(),
            Role::Resource => self.resource.as_deref(),
            Role::Cost => self.cost.as_deref(),
            Role::Lifecycle | Role::Instance => None,
        }
    }
}
