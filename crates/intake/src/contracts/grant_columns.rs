//! Headings of lists of grants: those of 360Giving, and those of councils.

use super::headings::{Columns, Holds, Rule};

/// What a column of a list of grants holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Id,
    Title,
    Purpose,
    Currency,
    AmountAwarded,
    AmountDisbursed,
    AwardedOn,
    StartsOn,
    EndsOn,
    Period,
    RecipientId,
    Recipient,
    /// Id or name of a private individual.
    Individual,
    CompanyNumber,
    CharityNumber,
    /// A number of whatever register.
    Registration,
    FunderId,
    Funder,
    Department,
    Programme,
    Regrant,
    Capital,
}

use Role::*;

impl Columns<Role> {
    /// Whether it is a list of grants: who gets how much.
    pub fn are_of_grants(&self) -> bool {
        (self.has(Recipient) || self.has(RecipientId) || self.has(Individual))
            && (self.has(AmountAwarded) || self.has(AmountDisbursed))
    }
}

const fn rule(role: Role, any_of: &'static [&'static [&'static str]], without: &'static [&'static str]) -> Rule<Role> {
    let holds = match role {
        AwardedOn | StartsOn | EndsOn => Holds::Dates,
        AmountAwarded | AmountDisbursed => Holds::Amounts,
        _ => Holds::Text,
    };
    Rule { role, any_of, without, holds }
}

/// The narrow roles stand first, so that a wide one does not take their columns.
pub(super) const RULES: &[Rule<Role>] = &[
    rule(
        AmountDisbursed,
        &[
            &["amount", "disbursed"],
            &["amount", "paid"],
            &["paid", "amount"],
            &["payment", "amount"],
            &["disbursed"],
            &["paid"],
        ],
        &["date", "applied"],
    ),
    rule(
        AmountAwarded,
        &[
            &["amount", "awarded"],
            &["grant", "amount"],
            &["amount", "grant"],
            &["award", "amount"],
            &["grant", "awarded"],
            &["grant", "value"],
            &["value", "grant"],
            &["amount"],
            &["award", "value"],
            &["awarded"],
            &["value"],
            &["grant"],
        ],
        &["applied", "requested", "date", "programme", "reference", "type", "title", "purpose", "period"],
    ),
    rule(
        AwardedOn,
        &[
            &["award", "date"],
            &["date", "awarded"],
            &["date", "award"],
            &["decision", "date"],
            &["approval", "date"],
            &["grant", "date"],
            &["date"],
        ],
        &["start", "end", "planned", "modified", "payment", "paid", "closing", "registration"],
    ),
    rule(StartsOn, &[&["start", "date"], &["date", "from"], &["start"]], &["modified"]),
    rule(EndsOn, &[&["end", "date"], &["date", "to"], &["end"]], &["modified"]),
    rule(Period, &[&["time", "period"], &["period"]], &["months"]),
    rule(
        Individual,
        &[&["recipient", "ind", "identifier"], &["recipient", "ind", "name"], &["recipient", "individual"]],
        &[],
    ),
    rule(CompanyNumber, &[&["company", "number"], &["company", "no"], &["company", "registration"]], &["funding"]),
    rule(
        CharityNumber,
        &[&["charity", "number"], &["charity", "no"], &["charity", "registration"]],
        &["funding", "company"],
    ),
    rule(
        Registration,
        &[&["registration", "number"], &["registration"], &["registered", "number"], &["reg", "no"]],
        &["date"],
    ),
    rule(
        RecipientId,
        &[&["recipient", "org", "identifier"], &["recipient", "identifier"], &["recipient", "id"]],
        &["location", "ind"],
    ),
    rule(
        Recipient,
        &[
            &["recipient", "org", "name"],
            &["recipient", "name"],
            &["beneficiary", "name"],
            &["organisation", "name"],
            &["recipient"],
            &["beneficiary"],
            &["grantee"],
            &["awarded", "to"],
            &["organisation"],
            &["group"],
            &["payee"],
        ],
        &[
            "location",
            "registration",
            "number",
            "no",
            "address",
            "city",
            "county",
            "country",
            "postal",
            "postcode",
            "web",
            "description",
            "funding",
            "ind",
            "individual",
            "type",
            "identifier",
            "funder",
            "charity",
            "company",
            "purpose",
        ],
    ),
    rule(FunderId, &[&["funding", "org", "identifier"], &["funder", "id"]], &[]),
    rule(Funder, &[&["funding", "org", "name"], &["funder", "name"], &["funder"], &["grant", "maker"]], &["type"]),
    rule(Department, &[&["funding", "org", "department"], &["department"], &["directorate"], &["function"]], &[]),
    rule(
        Programme,
        &[
            &["grant", "programme", "title"],
            &["programme", "title"],
            &["programme"],
            &["scheme"],
            &["fund"],
            &["service"],
        ],
        &["code", "url", "description", "funding"],
    ),
    rule(Regrant, &[&["regrant", "type"], &["regrant"]], &[]),
    rule(Capital, &[&["revenue", "capital"], &["capital"]], &[]),
    rule(Currency, &[&["currency"]], &[]),
    rule(Title, &[&["grant", "title"], &["project", "title"], &["title"]], &["programme", "code"]),
    rule(Purpose, &[&["purpose"], &["project"], &["description"]], &["recipient", "org", "activity"]),
    rule(
        Id,
        &[
            &["grant", "identifier"],
            &["identifier"],
            &["grant", "id"],
            &["grant", "reference"],
            &["reference"],
            &["id"],
        ],
        &["recipient", "funding", "programme", "org", "ind", "location"],
    ),
];
