//! Who buys and who supplies in a release, with their numbers.

use std::collections::BTreeMap;

use model::ProblemKind;
use model::contract::{Contract, ContractSupplier};
use serde_json::Value;

use super::super::cells::without_entities;
use super::super::json::{first, items, text};
use super::super::numbers::{Registration, scheme_and_number};
use super::super::problems::Problems;
use super::super::supplier_cell::NamedSupplier;
use crate::postcode;

/// The parties of a release by their ids.
pub(super) struct Parties<'v> {
    by_id: BTreeMap<String, &'v Value>,
    with_role: Vec<&'v Value>,
}

impl<'v> Parties<'v> {
    pub fn of(release: &'v Value) -> Parties<'v> {
        let parties = items(release, "parties");
        let by_id = parties.iter().filter_map(|party| Some((text(party, "id")?, party))).collect();
        let is_buyer = |party: &&Value| items(party, "roles").iter().any(|role| role == "buyer");
        Parties { by_id, with_role: parties.iter().filter(is_buyer).collect() }
    }

    /// Name and id of the buyer.
    pub fn buyer(&self, release: &Value) -> (Option<String>, Option<String>) {
        let buyer = first(release, "buyer").or(self.with_role.first().copied());
        let Some(buyer) = buyer else { return (None, None) };
        let id = text(buyer, "id");
        let party = id.as_ref().and_then(|id| self.by_id.get(id));
        let name = text(buyer, "name").or_else(|| text(party?, "name"));
        (name.as_deref().map(without_entities), id)
    }

    /// The suppliers of an award as rows of `contract_supplier`.
    pub fn suppliers(&self, award: &Value, contract: &Contract, problems: &mut Problems) -> Vec<ContractSupplier> {
        let named = items(award, "suppliers").iter().filter(|one| text(one, "name").or(text(one, "id")).is_some());
        (1..).zip(named).map(|(position, one)| self.supplier(one, position, contract, problems)).collect()
    }

    fn supplier(&self, one: &Value, position: u64, contract: &Contract, problems: &mut Problems) -> ContractSupplier {
        let party = text(one, "id").and_then(|id| self.by_id.get(&id).copied()).unwrap_or(one);
        let name = text(one, "name").or_else(|| text(party, "name")).unwrap_or_default();
        let named = NamedSupplier::of(&without_entities(&name));
        let (registration, printed) = registration(party);
        let (scheme, number) = scheme_and_number(&registration);
        if named.name.is_none() {
            let what = "the supplier is withheld";
            problems.count(ProblemKind::SupplierWithheld, contract.source_row, "suppliers", what, contract.amount);
        }
        if let (None, Some(printed)) = (&number, &printed) {
            let kind = ProblemKind::RegisterNumberUnreadable;
            problems.cell(kind, contract.source_row, "identifier", printed);
        }
        let details = party.get("details").unwrap_or(&Value::Null);
        let code = party.get("address").and_then(|address| text(address, "postalCode"));
        ContractSupplier {
            source_file: contract.source_file.clone(),
            source_row: contract.source_row,
            contract_id: contract.contract_id.clone(),
            position,
            is_withheld: named.name.is_none(),
            identifier_scheme: scheme,
            identifier: number,
            identifier_as_printed: printed.filter(|_| !named.is_masked()),
            is_sme: is_small(details),
            is_vcse: details.get("vcse").and_then(Value::as_bool),
            postcode: code.as_deref().and_then(postcode::spelled),
            supplier: named.name,
        }
    }
}

/// The number of a party at Companies House or in a register of charities, and the first number that it prints.
fn registration(party: &Value) -> (Registration, Option<String>) {
    let mut found = Registration::default();
    let mut printed = None;
    for identifier in items(party, "identifier").iter().chain(items(party, "additionalIdentifiers")) {
        let (Some(scheme), Some(number)) = (text(identifier, "scheme"), text(identifier, "id")) else { continue };
        let read = match scheme.to_uppercase().as_str() {
            "GB-COH" => Registration::of_company(&number),
            "GB-CHC" | "GB-SC" | "GB-NIC" => Registration::of_charity(&number),
            _ => continue,
        };
        found.company = found.company.or(read.company);
        found.charity = found.charity.or(read.charity);
        printed = printed.or(Some(number));
    }
    (found, printed)
}

fn is_small(details: &Value) -> Option<bool> {
    match text(details, "scale")?.as_str() {
        "sme" | "micro" | "small" | "medium" => Some(true),
        "large" => Some(false),
        _ => None,
    }
}
