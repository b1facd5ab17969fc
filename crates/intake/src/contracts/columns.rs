//! Headings of registers of contracts and of lists of notices.

use super::headings::{Columns, Holds, Rule};

/// What a column of a register or a list of notices holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Id,
    Title,
    Supplier,
    /// Number at Companies House.
    SupplierNumber,
    SupplierPostcode,
    Sme,
    Vcse,
    StartsOn,
    EndsOn,
    RenewsOn,
    Amount,
    AmountYearly,
    ValueLow,
    ValueHigh,
    CpvCodes,
    Category,
    Department,
    Buyer,
    Status,
    NoticeType,
    PublishedOn,
    AwardedOn,
    Procedure,
    Currency,
}

use Role::*;

impl Columns<Role> {
    /// Whether it is a table of contracts: what is bought, and something of whom, for how much or how long.
    pub fn are_of_contracts(&self) -> bool {
        let n_others = [Supplier, EndsOn, StartsOn, Amount, AmountYearly, CpvCodes, NoticeType, AwardedOn]
            .into_iter()
            .filter(|role| self.has(*role))
            .count();
        (self.has(Title) || self.has(Id)) && 2 <= n_others && (self.has(Supplier) || self.has(NoticeType))
    }
}

const fn rule(role: Role, any_of: &'static [&'static [&'static str]], without: &'static [&'static str]) -> Rule<Role> {
    let holds = match role {
        StartsOn | EndsOn | RenewsOn | PublishedOn | AwardedOn => Holds::Dates,
        Amount | AmountYearly | ValueLow | ValueHigh => Holds::Amounts,
        _ => Holds::Text,
    };
    Rule { role, any_of, without, holds }
}

/// The narrow roles stand first, so that a wide one does not take their columns.
pub(super) const RULES: &[Rule<Role>] = &[
    // `Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]`, as Contracts Finder exports it.
    rule(Supplier, &[&["supplier", "name", "address", "ref", "type"]], &[]),
    rule(
        SupplierNumber,
        &[
            &["company", "reg", "no"],
            &["company", "registration"],
            &["company", "registered"],
            &["company", "number"],
            &["company", "no"],
            &["companies", "house"],
            &["supplier", "registration"],
            &["crn"],
        ],
        &["charity"],
    ),
    rule(
        SupplierPostcode,
        &[&["supplier", "postcode"], &["contractor", "postcode"], &["supplier", "post", "code"]],
        &[],
    ),
    rule(Sme, &[&["awarded", "to", "sme"], &["supplier", "sme"], &["sme"]], &["suitable", "suitability", "name"]),
    rule(Vcse, &[&["awarded", "to", "vcse"], &["vcse"], &["vsce"], &["voluntary"]], &["suitable", "name"]),
    rule(CpvCodes, &[&["cpv", "codes"], &["cpv", "code"], &["cpv"]], &["description"]),
    rule(Category, &[&["cpv", "description"], &["procurement", "category"], &["category"], &["contract", "type"]], &[]),
    rule(NoticeType, &[&["notice", "type"]], &[]),
    rule(PublishedOn, &[&["published", "date"], &["date", "published"], &["publication", "date"]], &["closing"]),
    rule(
        AwardedOn,
        &[&["awarded", "date"], &["award", "date"], &["date", "awarded"], &["date", "award"]],
        &["closing", "deadline"],
    ),
    rule(Status, &[&["contract", "status"], &["status"]], &["supplier", "company"]),
    rule(
        AmountYearly,
        &[
            &["annual", "value"],
            &["annual", "contract"],
            &["annual", "spend"],
            &["annual", "cost"],
            &["annual", "amount"],
            &["value", "annum"],
            &["cost", "annum"],
            &["spend", "annum"],
            &["yearly", "value"],
        ],
        &["increase"],
    ),
    rule(ValueLow, &[&["value", "low"], &["minimum", "value"], &["value", "min"], &["lower", "value"]], &[]),
    rule(ValueHigh, &[&["value", "high"], &["maximum", "value"], &["value", "max"], &["upper", "value"]], &[]),
    rule(
        Amount,
        &[
            &["awarded", "value"],
            &["total", "awarded"],
            &["total", "contract", "value"],
            &["total", "value"],
            &["contract", "value"],
            &["contract", "sum"],
            &["contract", "amount"],
            &["value", "contract"],
            &["total", "contract"],
            &["value"],
            &["total", "cost"],
            &["contract", "cost"],
            &["amount"],
            &["price"],
        ],
        &["annual", "annum", "yearly", "recovered", "recoverable", "irrecoverable", "date", "band", "threshold"],
    ),
    rule(
        EndsOn,
        &[
            &["current", "end"],
            &["contract", "end"],
            &["end", "date"],
            &["expiry"],
            &["expiration"],
            &["expires"],
            &["contract", "to"],
            &["date", "to"],
            &["completion", "date"],
            &["finish"],
            &["end"],
            &["ends"],
        ],
        &["extension", "extensions", "extended", "option", "options", "start", "review", "notice", "closing"],
    ),
    rule(
        StartsOn,
        &[
            &["contract", "start"],
            &["start", "date"],
            &["commencement"],
            &["contract", "from"],
            &["date", "from"],
            &["start"],
            &["starts"],
        ],
        &["extension", "extended", "end", "tender", "closing"],
    ),
    rule(RenewsOn, &[&["renewal"], &["review", "date"], &["review"], &["break", "date"]], &["notes", "comments"]),
    rule(
        Supplier,
        &[
            &["awarded", "supplier"],
            &["supplier", "name"],
            &["name", "supplier"],
            &["supplier"],
            &["suppliers"],
            &["contractor"],
            &["provider"],
            &["vendor"],
            &["company", "name"],
            &["company"],
        ],
        &[
            "number",
            "no",
            "reg",
            "registration",
            "id",
            "identifier",
            "ref",
            "reference",
            "postcode",
            "contact",
            "email",
            "type",
            "size",
            "status",
            "code",
            "telephone",
        ],
    ),
    rule(
        Title,
        &[
            &["contract", "title"],
            &["title"],
            &["contract", "name"],
            &["agreement", "name"],
            &["contract", "description"],
            &["description"],
            &["goods", "services"],
            &["purpose"],
            &["contract"],
        ],
        &["ref", "reference", "number", "no", "id", "job", "type", "status", "supplier", "cpv", "value", "link", "url"],
    ),
    rule(
        Id,
        &[
            &["contract", "ref"],
            &["contract", "reference"],
            &["contract", "id"],
            &["contract", "number"],
            &["contract", "no"],
            &["notice", "identifier"],
            &["unique", "identifier"],
            &["unique", "reference"],
            &["reference", "number"],
            &["reference"],
            &["identifier"],
            &["ref"],
            &["id"],
        ],
        &[
            "company",
            "charity",
            "supplier",
            "cpv",
            "framework",
            "ojeu",
            "organisation",
            "buyer",
            "link",
            "registration",
        ],
    ),
    rule(
        Department,
        &[
            &["directorate"],
            &["department"],
            &["service", "area"],
            &["service", "responsible"],
            &["division"],
            &["service"],
        ],
        &["description", "provider", "type"],
    ),
    rule(
        Buyer,
        &[
            &["organisation", "name"],
            &["buyer", "name"],
            &["contracting", "authority"],
            &["organisation"],
            &["buyer"],
            &["purchaser"],
            &["authority"],
            &["council"],
        ],
        &["type", "id", "identifier", "supplier", "contact", "email", "code"],
    ),
    rule(
        Procedure,
        &[
            &["procurement", "procedure"],
            &["procurement", "method"],
            &["procurement", "route"],
            &["procurement", "process"],
            &["procedure"],
            &["tender", "process"],
            &["route"],
            &["invitation"],
        ],
        &["cpv"],
    ),
    rule(Currency, &[&["currency"]], &[]),
];
