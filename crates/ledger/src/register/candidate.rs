//! A body with the names that it may be found by.

use std::collections::BTreeSet;

use model::name::name_key;
use model::place::RegisterBody;
use model::{Body, BodyKind, Reach};

use super::form::{NamedForm, named_form};

#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub id: String,
    pub name: String,
    pub kind: BodyKind,
    pub in_place: bool,
    pub legal_form: Option<&'static str>,
    other_names: Vec<String>,
}

impl Candidate {
    /// A body of the place, with every name that its people gave it.
    pub fn of_place(body: &Body) -> Candidate {
        let id_as_name = body.id.replace(['-', '_'], " ");
        // `dwp` is a name for the department; `gateshead` alone might be anybody there.
        let tells = body.reach == Reach::National || form_of(&id_as_name).is_some();
        Candidate {
            id: body.id.clone(),
            name: body.name.clone(),
            kind: body.kind,
            in_place: body.in_perimeter,
            legal_form: name_key(&body.name).legal_form,
            other_names: body.other_names.iter().cloned().chain(tells.then_some(id_as_name)).collect(),
        }
    }

    pub fn of_register(body: &RegisterBody) -> Candidate {
        Candidate {
            id: body.id.clone(),
            name: body.name.clone(),
            kind: body.kind,
            in_place: false,
            legal_form: name_key(&body.name).legal_form,
            other_names: usable_other_names(body).cloned().collect(),
        }
    }

    /// Takes over the names of the register's entry for the same body.
    pub fn lend_names(&mut self, other: &RegisterBody) {
        self.other_names.push(other.name.clone());
        self.other_names.extend(usable_other_names(other).cloned());
    }

    pub fn name_key(&self) -> String {
        canonical_key(&self.name)
    }

    pub fn other_name_keys(&self) -> BTreeSet<String> {
        self.other_names.iter().map(|name| canonical_key(name)).collect()
    }

    /// What each of its names says of itself.
    pub fn forms(&self) -> BTreeSet<NamedForm> {
        std::iter::once(&self.name).chain(&self.other_names).filter_map(|name| form_of(name)).collect()
    }
}

/// Other names of a council that are only the name of its place (`leeds`, `reading`) are left out:
/// a ledger that prints them may mean anybody there.
fn usable_other_names(body: &RegisterBody) -> impl Iterator<Item = &String> {
    let is_council =
        matches!(body.kind, BodyKind::Council | BodyKind::CountyCouncil | BodyKind::DistrictCouncil);
    body.other_names.iter().filter(move |name| !is_council || form_of(name).is_some())
}

fn form_of(name: &str) -> Option<NamedForm> {
    let key = canonical_key(name);
    named_form(&key.split(' ').collect::<Vec<_>>())
}

pub(super) fn canonical_key(name: &str) -> String {
    canonical(name_key(name).key)
}

/// One spelling for the words that government names spell in several ways.
pub(super) fn canonical(key: String) -> String {
    const SPELLINGS: [(&str, &str); 6] = [
        ("H M ", "HM "),
        ("HER MAJESTYS ", "HM "),
        ("HIS MAJESTYS ", "HM "),
        ("HM REVENUES AND ", "HM REVENUE AND "),
        ("DEPT ", "DEPARTMENT "),
        ("DEPARTMENT OF COMMUNITIES", "DEPARTMENT FOR COMMUNITIES"),
    ];
    for (variant, usual) in SPELLINGS {
        if let Some(rest) = key.strip_prefix(variant) {
            return format!("{usual}{rest}");
        }
    }
    key
}
