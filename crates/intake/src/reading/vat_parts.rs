//! A second row of headings that parts an amount into gross, VAT and net.

use model::tables::VatBasis;

use crate::fields::{basis_of, heading_words};

/// Whether a row is the lower half of such a heading: two or more cells, each about VAT, and nothing else.
pub(super) fn tells(lower: &[String]) -> bool {
    let filled: Vec<Vec<String>> =
        lower.iter().filter(|cell| !cell.is_empty()).map(|cell| heading_words(cell)).collect();
    let n_about_vat = filled.iter().filter(|words| is_about_vat(words)).count();
    2 <= n_about_vat && filled.iter().flatten().all(|word| !word.chars().any(|c| c.is_ascii_digit()))
}

fn is_about_vat(words: &[String]) -> bool {
    basis_of(words) != VatBasis::Unknown || words.iter().any(|word| word == "vat" || word == "tax")
}

/// The upper row with `Amount` over each of its parts, where it was printed over the first of them alone.
pub(super) fn spread(upper: &[String], lower: &[String]) -> Vec<String> {
    let mut over = String::new();
    (0..upper.len().max(lower.len()))
        .map(|i| {
            let own = upper.get(i).map(String::as_str).unwrap_or_default();
            let is_part = lower.get(i).is_some_and(|cell| is_about_vat(&heading_words(cell)));
            match (is_part, own) {
                (true, "") => return over.clone(),
                (true, own) => over = own.to_owned(),
                (false, _) => over.clear(),
            }
            own.to_owned()
        })
        .collect()
}
