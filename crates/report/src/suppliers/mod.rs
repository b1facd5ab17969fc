//! Who is paid: suppliers with the names that were joined, and what bodies have in common.
//!
//! Every figure is a row, or a plain sum of rows, of the tables that the steps of suppliers wrote.

mod block;
mod json;
mod near;
mod read;

use std::collections::{BTreeMap, HashMap};

use model::Tally;
use model::tables::{GroupMethod, JoinMethod, SupplierKind};
use money::Money;

pub use near::{NearName, NearSuppliers, near_suppliers};
pub use read::{printed_names, suppliers};

/// Who is paid here, by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Suppliers {
    /// The largest net here first; equal ones by id.
    pub all: Vec<Supplier>,
    /// By supplier, the largest first.
    pub codes: Vec<ManyCodes>,
    pub overlaps: Vec<Overlap>,
    pub concentrations: Vec<Concentration>,
    /// Suppliers whose names suggest one group, or prove it, by group.
    pub groups: BTreeMap<String, Vec<GroupMember>>,
    /// The place of each supplier in `all`.
    place_of: HashMap<String, usize>,
}

/// One organisation that is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    pub supplier_id: String,
    pub name: String,
    pub kind: SupplierKind,
    pub n_names: usize,
    /// Lines of every treatment.
    pub all_lines: Tally,
    /// Lines of the place's total.
    pub net: Tally,
    /// The same by body, the largest first.
    pub bodies: Vec<BodySpend>,
}

impl Supplier {
    pub fn is_public_body(&self) -> bool {
        matches!(self.kind, SupplierKind::PublicBody(_))
    }

    /// Whether it is one organisation that can be told apart and is not a public body, so that bodies could
    /// buy from it together.
    pub fn is_in_market(&self) -> bool {
        !self.is_public_body() && !self.kind.is_nameless()
    }

    /// Whether more than one body spends with it here.
    pub fn is_shared(&self) -> bool {
        self.is_in_market() && 1 < self.bodies.len()
    }
}

/// What one body spent here with a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodySpend {
    pub body_id: String,
    pub tally: Tally,
}

/// A printed name and how it came to its supplier.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedName {
    pub body_id: String,
    pub payee: String,
    pub method: JoinMethod,
    pub score: f64,
    pub decided_by: String,
    pub n_codes: usize,
    pub all_lines: Tally,
}

/// A supplier that a body holds under several numbers of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManyCodes {
    pub supplier_id: String,
    pub body_id: String,
    pub n_codes: usize,
    pub tally: Tally,
}

/// What two bodies have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    pub body_id: String,
    pub other_body_id: String,
    pub n_suppliers: usize,
    pub share_of_suppliers: f64,
    pub amount: Money,
}

/// How concentrated a body's spending is.
#[derive(Clone, Debug, PartialEq)]
pub struct Concentration {
    pub body_id: String,
    pub n_suppliers: usize,
    pub amount: Money,
    pub hhi: f64,
    pub top_ten_share: f64,
}

/// A supplier that may belong to a group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupMember {
    pub supplier_id: String,
    pub method: GroupMethod,
}

impl Suppliers {
    pub fn find(&self, supplier_id: &str) -> Option<&Supplier> {
        self.place_of.get(supplier_id).map(|at| &self.all[*at])
    }

    /// Suppliers of more than one body, the largest first.
    pub fn shared(&self) -> impl Iterator<Item = &Supplier> {
        self.all.iter().filter(|supplier| supplier.is_shared())
    }

    /// Net pounds here by kind of supplier, the largest first.
    pub fn by_kind(&self) -> Vec<(SupplierKind, Tally)> {
        let mut sums: BTreeMap<SupplierKind, Tally> = BTreeMap::new();
        for supplier in &self.all {
            *sums.entry(supplier.kind).or_default() += supplier.net;
        }
        let mut kinds: Vec<_> = sums.into_iter().filter(|(_, tally)| 0 < tally.n_lines).collect();
        kinds
            .sort_by(|(a_kind, a), (b_kind, b)| b.amount.cmp(&a.amount).then_with(|| a_kind.word().cmp(b_kind.word())));
        kinds
    }

    /// The other suppliers of a supplier's groups, with the method that suggests them.
    pub fn relatives(&self, supplier_id: &str) -> Vec<(&Supplier, GroupMethod)> {
        let groups = self.groups.values().filter(|members| members.iter().any(|m| m.supplier_id == supplier_id));
        let others = groups.flatten().filter(|member| member.supplier_id != supplier_id);
        let mut found: Vec<(&Supplier, GroupMethod)> =
            others.filter_map(|member| Some((self.find(&member.supplier_id)?, member.method))).collect();
        found.sort_by(|(a, _), (b, _)| b.net.amount.cmp(&a.net.amount).then_with(|| a.supplier_id.cmp(&b.supplier_id)));
        found
    }
}

#[cfg(test)]
mod tests;
