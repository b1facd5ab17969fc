//! The currency of a line, where a column says one.

/// Whether a cell names sterling; an empty cell says nothing else.
pub fn is_sterling(cell: &str) -> bool {
    const WORDS: [&str; 11] = [
        "",
        "gbp",
        "£",
        "stg",
        "sterling",
        "pounds sterling",
        "pound sterling",
        "pounds",
        "uk pounds",
        "ukp",
        "gbp (£)",
    ];
    WORDS.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// Whether a cell could name a currency: sterling, a code of three letters, a sign, or a word for one.
pub(crate) fn is_currency(cell: &str) -> bool {
    let is_code = cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_alphabetic());
    let words = ["$", "€", "dollar", "dollars", "us dollars", "euro", "euros"];
    is_sterling(cell) || is_code || words.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

pub(super) fn name_score(words: &[String], joined: &str) -> f64 {
    const NAMES: [&str; 5] = ["currency", "ccy", "cur", "curr", "isocurrency"];
    let is_money =
        words.iter().any(|word| matches!(word.as_str(), "amount" | "value" | "rate" | "total" | "net" | "gross"));
    match () {
        () if NAMES.contains(&joined) => 0.95,
        () if !is_money && words.iter().any(|word| word == "currency" || word == "ccy") => 0.8,
        () => 0.0,
    }
}

/// Whether the heading of an amount says itself that it is in sterling.
pub(crate) fn says_sterling(words: &[String]) -> bool {
    words.iter().any(|word| matches!(word.as_str(), "£" | "gbp" | "sterling"))
}
