//! Months in French, German, Dutch, Spanish and Italian, for logs that programs of other countries wrote.

/// Names in full and cut short, without those that are the English ones or stand for another month in Welsh.
const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "januar", "januari", "enero", "ene", "gennaio", "gen"],
    &["février", "fevrier", "févr", "fevr", "fév", "fev", "februar", "februari", "febrero", "febbraio"],
    &["mars", "märz", "maerz", "mär", "mrz", "maart", "mrt", "marzo"],
    &["avril", "avr", "abril", "abr", "aprile"],
    &["mai", "mei", "mayo", "maggio", "mag"],
    &["juin", "juni", "junio", "giugno", "giu"],
    &["juillet", "juil", "juli", "julio", "luglio", "lug"],
    &["août", "aout", "augustus", "agosto", "ago"],
    &["septembre", "septiembre", "settembre", "set"],
    &["octobre", "oktober", "okt", "octubre", "ottobre", "ott"],
    &["novembre", "noviembre"],
    &["décembre", "decembre", "déc", "dezember", "dez", "diciembre", "dicembre", "dic"],
];

/// The month that a word names, 1 to 12.
pub(super) fn month_abroad(word: &str) -> Option<i32> {
    let lower = word.to_lowercase();
    let index = MONTHS.iter().position(|names| names.contains(&lower.as_str()))?;
    Some(index as i32 + 1)
}
