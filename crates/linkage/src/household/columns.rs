//! Which expressions tell the people of a household apart.

use crate::bind::{Bound, Form};
use crate::linkage_model::Expression;
use crate::person_column::{PersonColumn, PersonColumns};

/// What the rule reads of a row. A binding must work these out too, whether or not the model compares them.
#[derive(Clone, Debug, Default)]
pub(crate) struct HouseholdColumns {
    given: Option<Expression>,
    family: Option<Expression>,
    /// Middle names, and the name by which a person goes.
    other_names: Vec<Expression>,
    born: Option<Expression>,
    sex: Option<Expression>,
    home: Option<Expression>,
    /// All that says where somebody lives.
    places: Vec<Expression>,
    /// Numbers that only one person has; a slip in one is told where it is long enough.
    numbers: Vec<Expression>,
    /// Numbers of any kind, of which several may be one person's.
    any_numbers: Vec<Expression>,
}

/// The same as positions of slots.
pub(super) struct HouseholdSlots {
    pub(super) given: Option<usize>,
    pub(super) family: Option<usize>,
    pub(super) other_names: Vec<usize>,
    pub(super) born: Option<usize>,
    pub(super) sex: Option<usize>,
    pub(super) home: Option<usize>,
    pub(super) places: Vec<usize>,
    pub(super) numbers: Vec<usize>,
    pub(super) any_numbers: Vec<usize>,
}

impl HouseholdColumns {
    pub(crate) fn of(columns: &PersonColumns) -> HouseholdColumns {
        let all = |wanted: &[PersonColumn]| wanted.iter().flat_map(|one| columns.expressions(*one)).collect::<Vec<_>>();
        let first = |wanted: &[PersonColumn]| all(wanted).into_iter().next();
        HouseholdColumns {
            given: first(&[PersonColumn::GivenName]),
            family: first(&[PersonColumn::FamilyName]),
            other_names: all(&[PersonColumn::KnownAs, PersonColumn::OtherNames]),
            born: first(&[PersonColumn::Born, PersonColumn::BornYear]),
            sex: first(&[PersonColumn::Sex]),
            home: first(&[PersonColumn::Home, PersonColumn::Address, PersonColumn::Postcode]),
            places: all(&[PersonColumn::Home, PersonColumn::Address, PersonColumn::Postcode, PersonColumn::Uprn]),
            numbers: all(&[PersonColumn::NhsNumber, PersonColumn::Nino, PersonColumn::Upn]),
            any_numbers: all(&[PersonColumn::Number]),
        }
    }

    /// Expressions and the forms of their values that the rule looks at.
    pub(crate) fn wanted(&self) -> Vec<(Expression, &'static [Form])> {
        let names = self.given.iter().map(|given| (given, &[Form::Folded, Form::Shares][..]));
        let texts = self.family.iter().chain(&self.other_names).chain(&self.born);
        let codes = self.sex.iter().chain(&self.places).chain(&self.any_numbers);
        let codes = codes.chain(&self.numbers).map(|expression| (expression, &[][..]));
        let texts = texts.map(|expression| (expression, &[Form::Folded][..]));
        names.chain(texts).chain(codes).map(|(expression, forms)| (expression.clone(), forms)).collect()
    }

    /// None where there is neither a first name nor a birth.
    pub(super) fn slots(&self, bound: &Bound<'_>) -> Option<HouseholdSlots> {
        let one = |expression: &Option<Expression>| {
            let slot = bound.slot_of(expression.as_ref()?);
            (bound.slots[slot].n_present != 0).then_some(slot)
        };
        let all = |expressions: &[Expression]| expressions.iter().map(|own| bound.slot_of(own)).collect();
        let slots = HouseholdSlots {
            given: one(&self.given),
            family: one(&self.family),
            other_names: all(&self.other_names),
            born: one(&self.born),
            sex: one(&self.sex),
            home: one(&self.home),
            places: all(&self.places),
            numbers: all(&self.numbers),
            any_numbers: all(&self.any_numbers),
        };
        (slots.given.is_some() || slots.born.is_some()).then_some(slots)
    }
}
