//! What a person reads for a value.

use std::collections::BTreeMap;

use model::{AccountPart, Place, in_words_capital};

use crate::filter::{NEGATIVE, POSITIVE, YES};
use crate::{Dimension, SourceFile};

/// Names of values, where they are not their own names.
pub(crate) struct Labels {
    /// By dimension.
    names: Vec<BTreeMap<String, String>>,
}

impl Labels {
    pub fn of(place: &Place, files: &[SourceFile], counterparties: BTreeMap<String, String>) -> Labels {
        let mut names = vec![BTreeMap::new(); Dimension::ALL.len()];
        let bodies = || place.bodies.iter().map(|body| (body.id.clone(), body.name.clone()));
        names[Dimension::Body as usize] = bodies().collect();
        names[Dimension::Counterparty as usize] = counterparties.into_iter().chain(bodies()).collect();
        names[Dimension::Theme as usize] =
            place.themes.iter().map(|theme| (theme.id.clone(), theme.name.clone())).collect();
        names[Dimension::File as usize] = files.iter().map(|file| (file.file_id.clone(), file.label())).collect();
        Labels { names }
    }

    /// Suppliers have the name under which most is paid.
    pub fn with_suppliers(mut self, suppliers: BTreeMap<String, String>) -> Labels {
        self.names[Dimension::Supplier as usize] = suppliers;
        self
    }

    pub fn add(&mut self, dimension: Dimension, labels: &[(String, String)]) {
        self.names[dimension as usize].extend(labels.iter().cloned());
    }

    /// Values that have names, whether or not a line has them.
    pub fn named(&self, dimension: Dimension) -> &BTreeMap<String, String> {
        &self.names[dimension as usize]
    }

    pub fn label(&self, dimension: Dimension, value: Option<&str>) -> String {
        let Some(value) = value else { return absent(dimension).to_owned() };
        if let Some(name) = self.names[dimension as usize].get(value) {
            return name.clone();
        }
        match dimension {
            Dimension::Month => month(value).unwrap_or_else(|| value.to_owned()),
            Dimension::Part => AccountPart::parse(value).map_or(value, |known| part(known)).to_owned(),
            Dimension::Sign if value == NEGATIVE => "Credits (below zero)".to_owned(),
            Dimension::Sign if value == POSITIVE => "Payments (zero or more)".to_owned(),
            Dimension::Nameless => if value == YES { "Withheld or not printed" } else { "Printed" }.to_owned(),
            Dimension::Treatment
            | Dimension::TransferKind
            | Dimension::Eliminated
            | Dimension::Attribution
            | Dimension::Service
            | Dimension::Intent
            | Dimension::Capital
            | Dimension::Redacted
            | Dimension::Theme => in_words_capital(value),
            _ => value.to_owned(),
        }
    }
}

/// What stands for no value.
fn absent(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Month => "No date",
        Dimension::Payee | Dimension::Department | Dimension::Heading | Dimension::Subjective => "Not printed",
        Dimension::Counterparty => "No public body",
        Dimension::Supplier => "No name printed",
        Dimension::TransferKind => "No transfer",
        Dimension::Capital => "Not said",
        Dimension::Theme => "No theme",
        Dimension::Cofog | Dimension::CofogDivision | Dimension::Intent | Dimension::ServiceRule => "Not decided",
        _ => "None",
    }
}

fn part(part: AccountPart) -> &'static str {
    match part {
        AccountPart::SpendHere => "Spending here",
        AccountPart::TransfersKept => "Transfers kept",
        AccountPart::TransfersEliminated => "Transfers taken out",
        AccountPart::Financing => "Financing",
        AccountPart::Excluded => "Excluded",
        AccountPart::Elsewhere => "For other areas",
        AccountPart::NotAttributable => "Not linked to an area",
    }
}

/// `2020-07` as `July 2020`.
fn month(value: &str) -> Option<String> {
    let date: jiff::civil::Date = format!("{value}-01").parse().ok()?;
    Some(date.strftime("%B %Y").to_string())
}
