//! Releases of the Open Contracting Data Standard, 1.1: packages, lists of releases, records, one value a line.

mod parties;

use std::collections::BTreeMap;

use model::ProblemKind;
use model::contract::Contract;
use model::tables::{ContractEnd, ContractRecord};
use money::Money;
use serde_json::Value;

use super::cells::foreign;
use super::json::{day, items, moment_of, pounds, text};
use super::problems::Problems;
use super::register::cpv_codes;
use super::{ContractFile, FileReader};
use parties::Parties;

/// Reads releases; whether there are any.
pub(super) fn read(
    values: &[Value],
    reader: &FileReader<'_>,
    problems: &mut Problems,
    file: &mut ContractFile,
) -> bool {
    let mut releases = Vec::new();
    values.iter().for_each(|value| gather(value, &mut releases));
    for (number, release) in (1..).zip(&releases) {
        Release { number, release, parties: Parties::of(release), reader }.read(problems, file);
    }
    !releases.is_empty()
}

/// The releases of a value, in the order in which they stand.
fn gather<'v>(value: &'v Value, releases: &mut Vec<&'v Value>) {
    const FOLDERS: [&str; 4] = ["releases", "records", "results", "data"];
    if let Value::Array(values) = value {
        return values.iter().for_each(|value| gather(value, releases));
    }
    if let Some(inside) = FOLDERS.iter().map(|member| items(value, member)).find(|inside| !inside.is_empty()) {
        let before = releases.len();
        inside.iter().for_each(|value| gather(value, releases));
        // A record may only link to its releases, beside what is compiled from them.
        if before < releases.len() {
            return;
        }
    }
    match value.get("compiledRelease") {
        Some(compiled) => gather(compiled, releases),
        None if value.get("ocid").is_some() || value.get("tag").is_some() => releases.push(value),
        None => {}
    }
}

/// One release.
struct Release<'v, 'p> {
    /// From 1.
    number: u64,
    release: &'v Value,
    parties: Parties<'v>,
    reader: &'p FileReader<'p>,
}

impl Release<'_, '_> {
    /// A row for each award and each signed contract; for a release without an award the notice itself.
    fn read(&self, problems: &mut Problems, file: &mut ContractFile) {
        let base = self.base(problems);
        let awards = items(self.release, "awards");
        let suppliers: BTreeMap<String, &Value> =
            awards.iter().filter_map(|award| Some((text(award, "id")?, award))).collect();
        for award in awards {
            let record = if is_off(award) { ContractRecord::Notice } else { ContractRecord::Award };
            self.push(self.agreement(&base, award, record, problems), Some(award), problems, file);
        }
        for signed in items(self.release, "contracts") {
            let contract = self.agreement(&base, signed, ContractRecord::Contract, problems);
            let award = text(signed, "awardID").and_then(|id| suppliers.get(&id).copied());
            self.push(contract, award, problems, file);
        }
        if awards.is_empty() {
            self.push(self.notice(base, problems), None, problems, file);
        }
    }

    /// What every row of the release has.
    fn base(&self, problems: &mut Problems) -> Contract {
        let tender = self.release.get("tender").unwrap_or(&Value::Null);
        let (buyer, buyer_id) = self.parties.buyer(self.release);
        let printed = text(self.release, "date");
        let tags: Vec<&str> = items(self.release, "tag").iter().filter_map(Value::as_str).collect();
        let (codes, category) = self.categories(tender, problems);
        let contract = Contract {
            process_id: text(self.release, "ocid"),
            release_id: text(self.release, "id"),
            released_on: printed.as_deref().and_then(day),
            released_at: printed.as_deref().and_then(moment_of),
            status: (!tags.is_empty()).then(|| tags.join(" ")),
            body_id: self.reader.body_of(buyer.as_deref()),
            buyer,
            buyer_id,
            title: text(tender, "title"),
            category,
            cpv_codes: codes,
            procedure: text(tender, "procurementMethodDetails").or_else(|| text(tender, "procurementMethod")),
            ..Contract::new(&problems.shown(), self.number, ContractRecord::Notice)
        };
        if contract.process_id.is_none() {
            let what = "a release has no ocid, so it cannot be told whether another replaces it";
            problems.count(ProblemKind::ContractIdMissing, self.number, "ocid", what, None);
        }
        if let (Some(printed), None) = (printed, contract.released_at) {
            problems.cell(ProblemKind::ContractDateUnreadable, self.number, "date", &printed);
        }
        contract
    }

    fn categories(&self, tender: &Value, problems: &mut Problems) -> (Option<String>, Option<String>) {
        let main = tender.get("classification");
        let of_items = items(tender, "items").iter().filter_map(|item| item.get("classification"));
        let all = main.into_iter().chain(of_items).chain(items(tender, "additionalClassifications"));
        let of_cpv = all.filter(|one| text(one, "scheme").is_none_or(|scheme| scheme.eq_ignore_ascii_case("CPV")));
        let printed: Vec<String> = of_cpv.filter_map(|one| text(one, "id")).collect();
        let (codes, others) = cpv_codes(&printed.join(" "));
        if !others.is_empty() {
            let what = "codes do not have eight digits";
            problems.count(ProblemKind::CategoryCodeUnreadable, self.number, "classification", what, None);
        }
        let category = main.and_then(|main| text(main, "description"));
        ((!codes.is_empty()).then(|| codes.join(" ")), category)
    }

    /// An award or a signed contract.
    fn agreement(&self, base: &Contract, award: &Value, record: ContractRecord, problems: &mut Problems) -> Contract {
        let mut contract = Contract {
            record,
            contract_id: text(award, "id"),
            title: text(award, "title").or_else(|| base.title.clone()),
            status: with_status(base.status.as_deref(), award),
            ..base.clone()
        };
        let printed = text(award, "date").or_else(|| text(award, "dateSigned"));
        contract.awarded_on = printed.as_deref().and_then(day);
        let value = self.value(award.get("value"), &mut contract, problems);
        match record {
            // An award that is off has no amount, only what it would have been worth.
            ContractRecord::Notice => contract.value_high = value,
            _ => contract.amount = value,
        }
        let period = award.get("contractPeriod").or_else(|| award.get("period"));
        let of_tender = self.release.get("tender").and_then(|tender| tender.get("contractPeriod"));
        self.period(period.or(of_tender), &mut contract, problems);
        contract
    }

    /// A release without an award.
    fn notice(&self, base: Contract, problems: &mut Problems) -> Contract {
        let Some(tender) = self.release.get("tender") else { return base };
        let mut contract = Contract { contract_id: text(tender, "id"), ..base };
        contract.value_low = self.value(tender.get("minValue"), &mut contract, problems);
        contract.value_high = self.value(tender.get("value"), &mut contract, problems);
        self.period(tender.get("contractPeriod"), &mut contract, problems);
        contract
    }

    /// Pounds of a value with its currency.
    fn value(&self, value: Option<&Value>, contract: &mut Contract, problems: &mut Problems) -> Option<Money> {
        let value = value?;
        let amount = value.get("amount").or_else(|| value.get("amountGross"))?;
        if let Some(currency) = text(value, "currency").as_deref().and_then(foreign) {
            problems.cell(ProblemKind::CurrencyForeign, self.number, "currency", &currency);
            contract.currency = Some(currency);
            return None;
        }
        match pounds(amount) {
            Ok(money) => money,
            Err(printed) => {
                problems.cell(ProblemKind::ContractAmountUnreadable, self.number, "amount", &printed);
                None
            }
        }
    }

    fn period(&self, period: Option<&Value>, contract: &mut Contract, problems: &mut Problems) {
        let Some(period) = period else { return };
        let mut read = |member: &str| {
            let printed = text(period, member)?;
            let found = day(&printed);
            if found.is_none() {
                problems.cell(ProblemKind::ContractDateUnreadable, self.number, member, &printed);
            }
            Some((found, found.is_none().then_some(printed)))
        };
        (contract.starts_on, contract.start_as_printed) = read("startDate").unwrap_or_default();
        let end = read("endDate");
        contract.end = match &end {
            Some((Some(_), _)) => ContractEnd::Dated,
            Some((None, _)) => ContractEnd::Unreadable,
            None => ContractEnd::Missing,
        };
        (contract.ends_on, contract.end_as_printed) = end.unwrap_or_default();
        if let (Some(start), Some(end)) = (contract.starts_on, contract.ends_on)
            && end < start
        {
            let dates = format!("{start} to {end}");
            problems.cell(ProblemKind::ContractDatesContradict, self.number, "endDate", &dates);
        }
    }

    /// Adds a row with the suppliers of its award.
    fn push(&self, contract: Contract, award: Option<&Value>, problems: &mut Problems, file: &mut ContractFile) {
        let suppliers = award.map(|award| self.parties.suppliers(award, &contract, problems)).unwrap_or_default();
        let described = self.release.get("tender").and_then(|tender| text(tender, "description"));
        let mut contract = Contract { n_suppliers: suppliers.len() as u64, ..contract };
        contract.is_framework = super::doubts::is_framework(&contract, described.as_deref());
        file.suppliers.extend(suppliers);
        file.contracts.push(contract);
    }
}

/// Whether an award came to nothing.
fn is_off(award: &Value) -> bool {
    text(award, "status").is_some_and(|status| matches!(status.as_str(), "cancelled" | "unsuccessful" | "pending"))
}

/// The tags of the release, and the status of an award that is not simply active.
fn with_status(tags: Option<&str>, award: &Value) -> Option<String> {
    let status = text(award, "status").filter(|status| status != "active");
    let parts: Vec<&str> = tags.into_iter().chain(status.as_deref()).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
