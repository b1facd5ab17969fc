//! What headings say of their columns, and the model that they make possible.

use crate::Error;
use crate::linkage_model::{Comparison, Model, Rule};

/// Headings and what they mean, one to a line.
const COLUMN_NAMES: &str = include_str!("../../../reference/linkage/column_names.csv");
/// All that can be compared of people.
const ANY_PEOPLE: &str = include_str!("../../../reference/linkage/any_people.toml");
/// What the list of headings calls the column that numbers records.
const ID: &str = "id";

/// A model for certain columns and what became of each of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenModel {
    pub model: Model,
    /// Columns that are compared: what they mean and what they are called.
    pub compared: Vec<(String, String)>,
    /// Columns whose headings say nothing that is compared, and second ones of a meaning.
    pub left_out: Vec<String>,
}

/// What a heading means, as the list has it: `Date of Birth` is `dob`. None where it is not in the list.
pub fn meaning(heading: &str) -> Option<&'static str> {
    let wanted = bare(heading);
    let mut lines = COLUMN_NAMES.lines().skip(1).filter_map(|line| line.split_once(','));
    lines.find(|(_, known)| bare(known) == wanted).map(|(column, _)| column)
}

/// Whether a heading says that the column numbers records.
pub fn is_id(heading: &str) -> bool {
    meaning(heading) == Some(ID)
}

/// Letters and digits alone, in lower case.
fn bare(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Chooses what can be compared of people by the headings of their columns.
///
/// Of two columns with one meaning the first is taken.
///
/// # Errors
/// [`Error::NoModelSuits`] where the columns cannot tell people apart: a name alone is too little.
pub fn choose_model(columns: &[&str]) -> Result<ChosenModel, Error> {
    let any = Model::read(ANY_PEOPLE).expect("the model is read by a test of this module");
    let mut compared: Vec<(String, String)> = Vec::new();
    let mut left_out = Vec::new();
    for column in columns.iter().filter(|column| !is_id(column)) {
        match meaning(column).filter(|meaning| compared.iter().all(|(known, _)| known != meaning)) {
            Some(meaning) => compared.push((meaning.to_owned(), (*column).to_owned())),
            None => left_out.push((*column).to_owned()),
        }
    }
    let has_both = ["first_name", "surname"].iter().all(|name| compared.iter().any(|(known, _)| known == name));
    let name_of = |meaning: &str| {
        // First name and surname say all that the full name does.
        let found = compared.iter().find(|(known, _)| known == meaning && !(has_both && meaning == "full_name"));
        found.map(|(_, column)| column.clone())
    };
    let mut model = any.renamed(&name_of);
    train_names_on_birth(&mut model, name_of("dob"));
    let used: Vec<String> = model.comparisons.iter().flat_map(Comparison::columns).map(str::to_owned).collect();
    let (compared, unused): (Vec<_>, Vec<_>) = compared.into_iter().partition(|(_, column)| used.contains(column));
    left_out.extend(unused.into_iter().map(|(_, column)| column));
    if model.prior.rules.is_empty() || model.comparisons.len() < 2 {
        return Err(Error::NoModelSuits {
            n_columns: columns.len(),
            found: compared.into_iter().map(|(m, _)| m).collect(),
        });
    }
    Ok(ChosenModel { model, compared, left_out })
}

/// Without a second session the names would never be trained, because the first asks for the same ones.
fn train_names_on_birth(model: &mut Model, dob: Option<String>) {
    if let Some(dob) = dob.filter(|_| model.training.rules.len() < 2) {
        model.training.rules.extend(Rule::same(&[&dob]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linkage_model::PEOPLE;

    #[test]
    fn with_the_usual_columns_it_is_the_model_for_people() {
        let found = choose_model(&["first_name", "surname", "dob", "postcode", "address"]).expect("a model");
        let people = Model::read(PEOPLE).expect("the model that comes with the program");
        let written = |model: &Model| model.write().replace(&model.name, "");
        assert_eq!(written(&found.model), written(&people));
    }

    #[test]
    fn headings_are_known_however_they_are_written() {
        let found =
            choose_model(&["Rec ID", "Given-Name", "SURNAME", "Date of birth", "Mobile number", "phone", "income"]);
        let found = found.expect("a model");
        let compared: Vec<(&str, &str)> = found.compared.iter().map(|(m, c)| (m.as_str(), c.as_str())).collect();
        let expected = [
            ("first_name", "Given-Name"),
            ("surname", "SURNAME"),
            ("dob", "Date of birth"),
            ("phone", "Mobile number"),
        ];
        assert_eq!(compared, expected);
        assert_eq!(found.left_out, ["phone", "income"]);
        assert!(Model::read(&found.model.write()).is_ok(), "what is written can be read:\n{}", found.model.write());
    }

    #[test]
    fn names_alone_are_too_little() {
        let error = choose_model(&["first_name", "surname", "income"]).expect_err("too little");
        assert_eq!(
            error.to_string(),
            "no model suits these 3 columns: headings say first_name, surname, and a date of birth, a postcode or an official number is needed beside a name"
        );
        let error = choose_model(&["a", "b"]).expect_err("nothing");
        assert!(error.to_string().starts_with("no model suits these 2 columns: no heading says what"), "{error}");
    }

    #[test]
    fn a_full_name_does_where_there_is_no_other() {
        let found = choose_model(&["Name", "DOB"]).expect("a model");
        assert!(found.model.blocking.iter().any(|rule| rule.text() == "sorted_words(Name)"));
        assert_eq!(found.model.training.rules.len(), 2);
    }
}
