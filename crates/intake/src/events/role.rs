//! What a column of an event log may be.

/// What a column says of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Case,
    Activity,
    /// The one moment of an event, or its beginning.
    Start,
    End,
    Agency,
    Team,
    Resource,
    Cost,
    Lifecycle,
    /// Which rows belong to one and the same piece of work.
    Instance,
}

impl Role {
    pub const EVERY: [Role; 10] = [
        Role::Case,
        Role::Activity,
        Role::Start,
        Role::End,
        Role::Agency,
        Role::Team,
        Role::Resource,
        Role::Cost,
        Role::Lifecycle,
        Role::Instance,
    ];

    /// The field's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Role::Case => "case",
            Role::Activity => "activity",
            Role::Start => "time",
            Role::End => "end",
            Role::Agency => "agency",
            Role::Team => "team",
            Role::Resource => "resource",
            Role::Cost => "cost",
            Role::Lifecycle => "lifecycle",
            Role::Instance => "activity instance",
        }
    }

    /// The option by which a person names its column; none for what only pairing needs.
    pub fn option(self) -> Option<&'static str> {
        match self {
            Role::Case => Some("--case"),
            Role::Activity => Some("--activity"),
            Role::Start => Some("--time"),
            Role::End => Some("--end"),
            Role::Agency => Some("--agency"),
            Role::Team => Some("--team"),
            Role::Resource => Some("--resource"),
            Role::Cost => Some("--cost"),
            Role::Lifecycle | Role::Instance => None,
        }
    }
}
