//! Labels of totals.

/// Whether a cell is the label of a total.
pub(super) fn says_total(cell: &str) -> bool {
    const LABELS: [&str; 9] = [
        "total",
        "totals",
        "grand total",
        "sub total",
        "subtotal",
        "sub-total",
        "overall total",
        "total amount",
        "report total",
    ];
    let cell = cell.trim_end_matches([':', ' ', '£']);
    LABELS.iter().any(|label| cell.eq_ignore_ascii_case(label))
}

/// Whether a cell labels the total of a part, as Excel's own subtotals do: `Transport Total`.
///
/// Only where no payee is named: a company may well be called so.
pub(super) fn says_total_of(cell: &str) -> bool {
    let cell = cell.trim().trim_end_matches([':', '£']).to_lowercase();
    let words: Vec<&str> = cell.split_whitespace().collect();
    match words.as_slice() {
        [_, .., last] if ["total", "totals", "subtotal", "sub-total"].contains(last) => true,
        ["total" | "totals" | "subtotal" | "sub-total", "for" | "of", _, ..] => true,
        _ => false,
    }
}
