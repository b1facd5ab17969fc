//! Suppliers as one cell of a table names them: one, a list, or withheld.

use model::payee::{PRIVATE_INDIVIDUAL, PayeeMasks};
use model::tables::MaskReason;

use super::cells::{says_nothing, without_entities, yes_or_no};
use super::numbers::{Registration, scheme_and_number};
use crate::payee::{Alone, PayeeKind, Payees};

/// One supplier of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NamedSupplier {
    /// None where the name is withheld.
    pub name: Option<String>,
    pub identifier_scheme: Option<String>,
    pub identifier: Option<String>,
    pub identifier_as_printed: Option<String>,
    pub is_sme: Option<bool>,
    pub is_vcse: Option<bool>,
}

/// A cell of suppliers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SupplierCell {
    /// Each name once.
    pub suppliers: Vec<NamedSupplier>,
    /// It holds a comma or the like, so it may name several or one.
    pub list: Option<ListOfSuppliers>,
}

/// How a cell with commas was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ListOfSuppliers {
    Split,
    /// Every comma is followed by a space, as commas within names are.
    LeftWhole,
}

impl SupplierCell {
    pub fn of(cell: &str) -> SupplierCell {
        let cell = without_entities(cell.trim());
        if names_nobody(&cell) {
            return SupplierCell::default();
        }
        if let Some(suppliers) = bracketed(&cell) {
            return SupplierCell { suppliers: each_once(suppliers), list: None };
        }
        let parts = split(&cell);
        let list = match parts.len() {
            1 => cell.contains(", ").then_some(ListOfSuppliers::LeftWhole),
            _ => Some(ListOfSuppliers::Split),
        };
        SupplierCell { suppliers: each_once(parts.iter().map(|part| NamedSupplier::of(part)).collect()), list }
    }
}

impl NamedSupplier {
    /// One supplier by its name, which is left out if the file withholds it and masked if it has a person's title.
    pub fn of(name: &str) -> NamedSupplier {
        let masks = PayeeMasks::default();
        let name = match Payees::new(&masks).alone(name) {
            Alone::Kind(kind) if kind.is_withheld() => None,
            Alone::Kind(PayeeKind::Masked(MaskReason::Title)) => Some(PRIVATE_INDIVIDUAL.to_owned()),
            _ => Some(name.to_owned()),
        };
        NamedSupplier { name, ..NamedSupplier::default() }
    }

    pub fn is_masked(&self) -> bool {
        self.name.as_deref() == Some(PRIVATE_INDIVIDUAL)
    }
}

fn names_nobody(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    says_nothing(cell)
        || matches!(lower.as_str(), "tbc" | "tba" | "to be confirmed" | "not awarded" | "no award" | "various")
}

/// The names of a list: after a semicolon or a bar, or after a comma without a space behind it, as exports join names.
/// `Grounds, Gardens & Trees Ltd` is one.
fn split(cell: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        let is_joint = match c {
            ';' | '|' => true,
            ',' => chars.peek().is_some_and(|next| !next.is_whitespace() && !next.is_ascii_digit()),
            _ => false,
        };
        match is_joint {
            true => parts.push(String::new()),
            false => parts.last_mut().expect("there is one").push(c),
        }
    }
    let trimmed = parts.iter().map(|part| part.trim().trim_end_matches(',').trim().to_owned());
    let filled: Vec<String> = trimmed.filter(|part| !part.is_empty()).collect();
    if filled.is_empty() { vec![cell.to_owned()] } else { filled }
}

/// `[Acme Ltd|1 High Street|COMPANIES_HOUSE|01234567|Yes|No]`, as Contracts Finder exports suppliers: name, address, kind of
/// number, number, small or medium, voluntary.
fn bracketed(cell: &str) -> Option<Vec<NamedSupplier>> {
    let inner = cell.strip_prefix('[')?.strip_suffix(']')?;
    inner.split("][").map(of_brackets).collect()
}

fn of_brackets(text: &str) -> Option<NamedSupplier> {
    let parts: Vec<&str> = text.split('|').map(str::trim).collect();
    let [name, .., register, number, sme, vcse] = parts[..] else { return None };
    let register = register.to_uppercase();
    let registration = match number {
        number if register.contains("COMPAN") => Registration::of_company(number),
        number if register.contains("CHARIT") => Registration::of_charity(number),
        _ => Registration::default(),
    };
    let (identifier_scheme, identifier) = scheme_and_number(&registration);
    Some(NamedSupplier {
        identifier_scheme,
        identifier,
        identifier_as_printed: (!says_nothing(number)).then(|| number.to_owned()),
        is_sme: yes_or_no(sme),
        is_vcse: yes_or_no(vcse),
        ..NamedSupplier::of(name)
    })
}

/// A name that a list repeats for each of its lots counts once.
fn each_once(suppliers: Vec<NamedSupplier>) -> Vec<NamedSupplier> {
    let mut once: Vec<NamedSupplier> = Vec::new();
    for supplier in suppliers {
        if supplier.name.is_none() || once.iter().all(|known| known.name != supplier.name) {
            once.push(supplier);
        }
    }
    once
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, expected: &[&str], list: Option<ListOfSuppliers>) {
        let found = SupplierCell::of(cell);
        let names: Vec<&str> = found.suppliers.iter().map(|one| one.name.as_deref().unwrap_or("withheld")).collect();
        assert_eq!((names.as_slice(), found.list), (expected, list), "{cell}");
    }

    /// Cells of the notices of Lancashire's councils and of Exeter's register.
    #[test]
    fn a_list_is_split_where_exports_join_names_and_nowhere_else() {
        use ListOfSuppliers::{LeftWhole, Split};
        check("Barnfield Construction", &["Barnfield Construction"], None);
        check("Lea Hough,Sanderson Weatherall", &["Lea Hough", "Sanderson Weatherall"], Some(Split));
        check("Shell Energy,Shell Energy,Shell Energy", &["Shell Energy"], Some(Split));
        check("BAKER, LOMAX &amp; SHACKLEY LIMITED", &["BAKER, LOMAX & SHACKLEY LIMITED"], Some(LeftWhole));
        check(
            "Leith Facilities Limited,Grounds, Gardens &amp; Trees Ltd",
            &["Leith Facilities Limited", "Grounds, Gardens & Trees Ltd"],
            Some(Split),
        );
        check("Aspen Insurance UK Ltd,Zurich Municipal,", &["Aspen Insurance UK Ltd", "Zurich Municipal"], Some(Split));
        check("Acme Ltd; Beta Ltd | Gamma Ltd", &["Acme Ltd", "Beta Ltd", "Gamma Ltd"], Some(Split));
        check("3,000 Feet Ltd", &["3,000 Feet Ltd"], None);
    }

    #[test]
    fn a_withheld_name_is_a_supplier_without_one() {
        check("[Redacted \u{fffd} Personal Data]", &["withheld"], None);
        check("Name withheld", &["withheld"], None);
        check("TBC", &[], None);
        check("N/A", &[], None);
        check("Mr J Marker", &[PRIVATE_INDIVIDUAL], None);
    }

    #[test]
    fn suppliers_in_brackets_bring_their_numbers() {
        let cell = "[Acme Ltd|1 High Street, Town|COMPANIES_HOUSE|1234568|Yes|No][Helpers|2 Low Road|NONE||No|Yes]";
        let found = SupplierCell::of(cell).suppliers;
        assert_eq!(found[0].identifier.as_deref(), Some("01234568"));
        assert_eq!((found[0].is_sme, found[0].is_vcse), (Some(true), Some(false)));
        assert_eq!((found[1].name.as_deref(), found[1].identifier.as_deref()), (Some("Helpers"), None));
        assert_eq!(found[1].is_vcse, Some(true));
    }
}
