//! Grants in the JSON of 360Giving: an object with `grants`, a list of them, or one a line.

use model::ProblemKind;
use model::grant::Grant;
use money::Money;
use serde_json::Value;

use super::cells::foreign;
use super::json::{day, first, pounds, text};
use super::numbers::Registration;
use super::problems::Problems;
use super::recipients::{self, Recipient};
use super::{ContractFile, FileReader};

/// Reads grants; whether there are any.
pub(super) fn read(
    values: &[Value],
    reader: &FileReader<'_>,
    problems: &mut Problems,
    file: &mut ContractFile,
) -> bool {
    let mut grants = Vec::new();
    values.iter().for_each(|value| gather(value, &mut grants));
    for (number, grant) in (1..).zip(&grants) {
        file.grants.push(read_grant(number, grant, reader, problems));
    }
    !grants.is_empty()
}

fn gather<'v>(value: &'v Value, grants: &mut Vec<&'v Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, grants)),
        Value::Object(members) => match members.get("grants").or_else(|| members.get("results")) {
            Some(inside) => gather(inside, grants),
            None if members.contains_key("fundingOrganization") || members.contains_key("amountAwarded") => {
                grants.push(value);
            }
            None => {}
        },
        _ => {}
    }
}

fn read_grant(number: u64, grant: &Value, reader: &FileReader<'_>, problems: &mut Problems) -> Grant {
    let funder = first(grant, "fundingOrganization");
    let funder_name = funder.and_then(|funder| text(funder, "name"));
    let programme = first(grant, "grantProgramme");
    let regrant_type = text(grant, "regrantType");
    let dates = first(grant, "plannedDates");
    let currency = text(grant, "currency").as_deref().and_then(foreign);
    if let Some(currency) = &currency {
        problems.cell(ProblemKind::CurrencyForeign, number, "currency", currency);
    }
    let mut amount = |member: &str| pounds_of(number, grant, member, problems).filter(|_| currency.is_none());
    let (amount_awarded, amount_disbursed) = (amount("amountAwarded"), amount("amountDisbursed"));
    if amount_awarded.is_none() && amount_disbursed.is_none() && currency.is_none() {
        let what = "a grant has no amount that can be read";
        problems.count(ProblemKind::ContractAmountUnreadable, number, "amountAwarded", what, None);
    }
    let read = Grant {
        source_file: problems.shown(),
        source_row: number,
        grant_id: text(grant, "id"),
        body_id: reader.body_of(funder_name.as_deref()),
        funder: funder_name,
        funder_id: funder.and_then(|funder| text(funder, "id")),
        department: funder.and_then(|funder| text(funder, "department")),
        programme: programme.and_then(|programme| text(programme, "title").or_else(|| text(programme, "code"))),
        amount_awarded,
        amount_disbursed,
        awarded_on: day_of(number, grant, "awardDate", problems),
        starts_on: dates.and_then(|dates| day_of(number, dates, "startDate", problems)),
        ends_on: dates.and_then(|dates| day_of(number, dates, "endDate", problems)),
        title: text(grant, "title").or_else(|| text(grant, "description")),
        is_regrant: regrant_type.is_some(),
        regrant_type,
        currency,
        ..Grant::default()
    };
    recipients::fill(read, recipient(grant), problems)
}

fn recipient(grant: &Value) -> Recipient {
    let is_individual = first(grant, "recipientIndividual").is_some() || grant.get("toIndividualsDetails").is_some();
    let Some(organisation) = first(grant, "recipientOrganization").filter(|_| !is_individual) else {
        return Recipient { is_individual, ..Recipient::default() };
    };
    let id = text(organisation, "id");
    let company = text(organisation, "companyNumber");
    let charity = text(organisation, "charityNumber");
    let of_id = id.as_deref().map(registration_of_id).unwrap_or_default();
    let of_company = company.as_deref().map(Registration::of_company).unwrap_or_default();
    let of_charity = charity.as_deref().map(Registration::of_charity).unwrap_or_default();
    Recipient {
        name: text(organisation, "name"),
        registration: Registration {
            company: of_company.company.or(of_id.company),
            charity: of_charity.charity.or(of_id.charity),
            has_other: of_company.has_other || of_charity.has_other,
        },
        number_as_printed: company.or(charity),
        column: "recipientOrganization".to_owned(),
        id,
        is_individual,
    }
}

/// The number in an id that names its register: `GB-COH-01234567`, `GB-CHC-1098765`.
fn registration_of_id(id: &str) -> Registration {
    let of = |prefixes: &[&str]| prefixes.iter().find_map(|prefix| id.strip_prefix(prefix)).map(str::to_owned);
    let company = of(&["GB-COH-"]).and_then(|number| Registration::of_company(&number).company);
    let charity = of(&["GB-CHC-", "GB-SC-"]).and_then(|number| Registration::of_charity(&number).charity);
    Registration { company, charity, has_other: false }
}

fn pounds_of(number: u64, grant: &Value, member: &str, problems: &mut Problems) -> Option<Money> {
    match pounds(grant.get(member)?) {
        Ok(money) => money,
        Err(printed) => {
            problems.cell(ProblemKind::ContractAmountUnreadable, number, member, &printed);
            None
        }
    }
}

fn day_of(number: u64, value: &Value, member: &str, problems: &mut Problems) -> Option<jiff::civil::Date> {
    let printed = text(value, member)?;
    let found = day(&printed);
    if found.is_none() {
        problems.cell(ProblemKind::ContractDateUnreadable, number, member, &printed);
    }
    found
}
