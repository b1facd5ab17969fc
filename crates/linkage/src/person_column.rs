//! What a column says of a person.

use crate::linkage_model::{Expression, Function};
use crate::records::Records;

model::words! {
    /// What a column of records says of a person; the words are the columns of `person_record` and `home`.
    PersonColumn {
        GivenName = "given_name",
        OtherNames = "other_names",
        FamilyName = "family_name",
        FormerName = "former_name",
        KnownAs = "known_as",
        /// The date, or the year where only that is known.
        Born = "born",
        BornYear = "born_year",
        Sex = "sex",
        Postcode = "postcode",
        /// House and postcode.
        Home = "home",
        Address = "address",
        Uprn = "uprn",
        NhsNumber = "nhs_number",
        Nino = "nino",
        Upn = "upn",
        /// Any other number that is a person's own.
        Number = "number",
        Phone = "phone",
        Email = "email",
    }
}

impl PersonColumn {
    /// As a sentence names it.
    pub fn words(self) -> &'static str {
        use PersonColumn as C;
        match self {
            C::GivenName => "first name",
            C::OtherNames => "other names",
            C::FamilyName => "surname",
            C::FormerName => "former name",
            C::KnownAs => "name known by",
            C::Born => "birth date",
            C::BornYear => "year of birth",
            C::Sex => "sex",
            C::Postcode => "postcode",
            C::Home => "home",
            C::Address => "address",
            C::Uprn => "UPRN",
            C::NhsNumber => "NHS number",
            C::Nino => "National Insurance number",
            C::Upn => "UPN",
            C::Number => "number",
            C::Phone => "telephone",
            C::Email => "email",
        }
    }
}

/// Which columns of some records say what of a person.
#[derive(Clone, Debug)]
pub(crate) struct PersonColumns {
    of: Vec<(PersonColumn, usize, String)>,
}

impl PersonColumns {
    /// By what the caller says, else by the names that `person_record` has. Columns that the records lack are left out.
    pub(crate) fn of(records: &Records, said: &[(String, PersonColumn)]) -> PersonColumns {
        let meaning = |name: &str| {
            let said = said.iter().find(|(column, _)| column == name).map(|(_, meaning)| *meaning);
            said.or_else(|| PersonColumn::parse(name))
        };
        let columns = records.columns().iter().enumerate();
        PersonColumns {
            of: columns.filter_map(|(at, column)| Some((meaning(&column.name)?, at, column.name.clone()))).collect(),
        }
    }

    /// What the columns at these places say.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (PersonColumn, usize)> + '_ {
        self.of.iter().map(|(meaning, at, _)| (*meaning, *at))
    }

    /// The place of the first column that says this.
    pub(crate) fn at(&self, wanted: PersonColumn) -> Option<usize> {
        self.iter().find(|(meaning, _)| *meaning == wanted).map(|(_, at)| at)
    }

    /// Every column that says this, in the form in which values of it can be compared with each other.
    pub(crate) fn expressions(&self, wanted: PersonColumn) -> Vec<Expression> {
        let own = self.of.iter().filter(|(meaning, _, _)| *meaning == wanted);
        own.map(|(meaning, _, name)| expression(*meaning, name)).collect()
    }
}

/// Columns of `person_record` come in one form already; others are as a file has them.
fn expression(meaning: PersonColumn, name: &str) -> Expression {
    let column = Expression::Column(name.to_owned());
    if meaning.word() == name {
        return column;
    }
    let function = if meaning == PersonColumn::Born { Function::Iso } else { Function::Fold };
    Expression::Of { function, arguments: vec![column], numbers: Vec::new() }
}
