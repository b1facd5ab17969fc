//! Numbers from the world that appraisals use, each with its unit, date, source and quality.

use std::sync::LazyLock;

use authored::Mistakes;
use model::FinancialYear;
use money::{Deflator, Deflators};
use serde::Deserialize;

use crate::discount::DiscountVintage;
use crate::optimism::{CapitalProject, CapitalTable, GradeTable};
use crate::unit_costs::{UnitBound, UnitCosts};
use crate::{Counted, Error};

/// Everything that stands outside a proposal: schedules, deflators, corrections, values and unit costs.
#[derive(Clone, Debug)]
pub struct Reference {
    pub default_discount: String,
    pub discounts: Vec<DiscountVintage>,
    pub deflators: &'static Deflators,
    pub grades: GradeTable,
    pub capital: CapitalTable,
    pub values: Vec<NamedValue>,
    pub bounds: Vec<UnitBound>,
    /// Empty until a database or a place's own costs are added.
    pub unit_costs: UnitCosts,
    /// What the place's account counted; nothing where there is none.
    pub counted: Counted,
}

/// The value of something that has no price.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedValue {
    pub id: String,
    pub label: String,
    pub unit: String,
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Missing where sources disagree about it.
    pub price_year: Option<String>,
    /// Whether it is an effect on life and health valued in welfare terms.
    pub health: bool,
    pub source: String,
    pub quality: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DiscountFile {
    default: String,
    vintage: Vec<DiscountVintage>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OptimismFile {
    local_partnership: GradeTable,
    capital: CapitalTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValueFile {
    value: Vec<NamedValue>,
    bound: Vec<UnitBound>,
}

/// The texts of `reference/appraisal/`.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceTexts<'a> {
    pub discount: &'a str,
    pub optimism_bias: &'a str,
    pub values: &'a str,
}

const BUILTIN: ReferenceTexts<'static> = ReferenceTexts {
    discount: include_str!("../../../reference/appraisal/discount.toml"),
    optimism_bias: include_str!("../../../reference/appraisal/optimism_bias.toml"),
    values: include_str!("../../../reference/appraisal/values.toml"),
};

static READ: LazyLock<Reference> =
    LazyLock::new(|| Reference::read(&BUILTIN).expect("the reference is part of the program, and every test reads it"));

impl Reference {
    /// What ships with the program.
    pub fn builtin() -> Reference {
        READ.clone()
    }

    pub fn read(texts: &ReferenceTexts<'_>) -> Result<Reference, Error> {
        let discount: DiscountFile = toml_file("discount.toml", texts.discount)?;
        let optimism: OptimismFile = toml_file("optimism_bias.toml", texts.optimism_bias)?;
        let values: ValueFile = toml_file("values.toml", texts.values)?;
        Ok(Reference {
            default_discount: discount.default,
            discounts: discount.vintage,
            deflators: Deflators::builtin(),
            grades: optimism.local_partnership,
            capital: optimism.capital,
            values: values.value,
            bounds: values.bound,
            unit_costs: UnitCosts::default(),
            counted: Counted::default(),
        })
    }

    /// With what the place's account counted, which unit costs and budget lines may then refer to.
    pub fn with_counted(self, counted: Counted) -> Reference {
        Reference { counted, ..self }
    }

    /// Adds unit costs written as a plain CSV. Those added later replace those of the same code, and say so.
    pub fn with_unit_costs(mut self, text: &str, file: &str) -> Result<Reference, Mistakes> {
        let read = UnitCosts::read(text, file, &self.counted)?;
        self.unit_costs = self.unit_costs.replaced_by(read);
        Ok(self)
    }

    pub fn discount(&self, id: &str) -> Result<&DiscountVintage, Error> {
        let found = self.discounts.iter().find(|vintage| vintage.id == id);
        found.ok_or_else(|| Error::NotThere { what: "discount vintage", id: id.to_owned() })
    }

    pub fn deflator(&self, id: &str) -> Result<&Deflator, Error> {
        self.deflators.vintage(id).ok_or_else(|| Error::NotThere { what: "deflator", id: id.to_owned() })
    }

    pub fn capital_project(&self, id: &str) -> Result<&CapitalProject, Error> {
        let found = self.capital.projects.iter().find(|project| project.id == id);
        found.ok_or_else(|| Error::NotThere { what: "kind of capital project", id: id.to_owned() })
    }

    pub fn value(&self, id: &str) -> Result<&NamedValue, Error> {
        let found = self.values.iter().find(|value| value.id == id);
        found.ok_or_else(|| Error::NotThere { what: "value", id: id.to_owned() })
    }
}

impl NamedValue {
    /// None where sources disagree about the price base.
    pub fn price_year(&self) -> Option<FinancialYear> {
        self.price_year.as_deref().and_then(FinancialYear::parse)
    }
}

/// Whether a number may be used without a warning beside it.
///
/// Only `official` numbers that were read where they were published, or quoted by another official source, pass: the
/// method lists what could not be opened, and those say so on every page that uses them.
pub fn is_confirmed(quality: &str) -> bool {
    quality.starts_with("official") && !quality.contains("confirm")
}

fn toml_file<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| Error::ReferenceUnreadable {
        file: format!("reference/appraisal/{file}"),
        why: error.message().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_from_the_world_names_its_source_and_quality() {
        let reference = Reference::builtin();
        let mut stated: Vec<(&str, &str, &str)> = Vec::new();
        stated.extend(reference.discounts.iter().map(|d| (d.unit.as_str(), d.source.as_str(), d.quality.as_str())));
        stated.extend(reference.values.iter().map(|v| (v.unit.as_str(), v.source.as_str(), v.quality.as_str())));
        stated.extend(reference.bounds.iter().map(|b| (b.unit.as_str(), b.source.as_str(), b.quality.as_str())));
        let (grades, capital) = (&reference.grades, &reference.capital);
        stated.push((&grades.unit, &grades.source, &grades.quality));
        stated.push((&capital.unit, &capital.source, &capital.quality));
        assert!(5 < stated.len());
        for (unit, source, quality) in stated {
            assert!(!unit.is_empty() && !source.is_empty() && !quality.is_empty(), "{unit} {source} {quality}");
        }
        assert!(!is_confirmed(&reference.grades.quality), "the percentages of the grades are from memory");
        assert!(is_confirmed(&reference.capital.quality));
    }

    #[test]
    fn the_defaults_exist() {
        let reference = Reference::builtin();
        assert!(reference.discount(&reference.default_discount).is_ok());
        assert_eq!(reference.value("wellby").unwrap().price_year(), Some(FinancialYear(2019)));
        assert_eq!(reference.value("qaly").unwrap().price_year(), None, "sources disagree, so a proposal must say");
    }
}
