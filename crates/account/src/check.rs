//! Whether the values of a filter are values of the account.

use crate::data::Data;
use crate::filter::{FilterError, fixed_words, hint};
use crate::labels::Labels;
use crate::{Dimension, Filter};

/// Above this many values the nearest one is looked for among those that hold the text alone.
const N_COMPARED_MAX: usize = 5_000;
/// Values named in a hint.
const N_NAMED: usize = 3;

/// Refuses values that the account does not have, with the nearest that it has, and a file of another body.
pub(crate) fn check(data: &Data, labels: &Labels, filter: &Filter) -> Result<(), FilterError> {
    for (dimension, choice) in filter.choices().filter(|(dimension, _)| is_open(*dimension)) {
        let mut values = choice.values.iter().flatten();
        let unknown = values.find(|value| !is_known(data, labels, dimension, value));
        if let Some(value) = unknown {
            let hint = nearest(data, labels, dimension, value);
            return Err(FilterError::UnknownValue { key: dimension.word().to_owned(), value: value.clone(), hint });
        }
    }
    check_file_of_body(data, filter)
}

/// Whether the values of a dimension are the account's own; those of others were checked when they were read.
fn is_open(dimension: Dimension) -> bool {
    let is_checked = matches!(dimension, Dimension::Year | Dimension::Month | Dimension::CofogDivision);
    !is_checked && fixed_words(dimension).is_none()
}

fn is_known(data: &Data, labels: &Labels, dimension: Dimension, value: &str) -> bool {
    data.dictionary(dimension).code(value).is_some() || labels.named(dimension).contains_key(value)
}

fn nearest(data: &Data, labels: &Labels, dimension: Dimension, value: &str) -> String {
    let dictionary = data.dictionary(dimension);
    // Somebody may have written the name where its short form is wanted.
    let is_name_of = |code: &str| labels.label(dimension, Some(code)).to_lowercase() == value.to_lowercase();
    if dictionary.n_codes() <= N_COMPARED_MAX {
        let named = dictionary.iter().map(|(_, text)| text).find(|text| is_name_of(text));
        let written = named.unwrap_or(value);
        return hint(written, dictionary.iter().map(|(_, text)| text));
    }
    let piece = value.trim().to_lowercase();
    let holding = data.folded(dimension).into_iter().flat_map(|folded| folded.holding(&piece));
    let names = holding.filter_map(|(code, _)| dictionary.text(code)).take(N_NAMED);
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => "no name is printed like this or contains it; search for part of the name".to_owned(),
        false => format!("there is {}", names.join(", ")),
    }
}

fn check_file_of_body(data: &Data, filter: &Filter) -> Result<(), FilterError> {
    let (Some(body), Some(file)) = (filter.value(Dimension::Body), filter.value(Dimension::File)) else {
        return Ok(());
    };
    let of_other = data.loaded.files.iter().find(|known| known.file_id == file && known.body_id != body);
    let written = |dimension: Dimension, value| format!("{dimension}={value}");
    of_other.map_or(Ok(()), |_| {
        let (first, second) = (written(Dimension::File, file), written(Dimension::Body, body));
        Err(FilterError::Contradiction { first, second })
    })
}
