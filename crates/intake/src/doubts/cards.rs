//! Payments to a card's provider that are the sum of purchases by card which another file lists.

use std::collections::BTreeMap;

use model::ProblemKind;
use model::problem::Problem;
use money::Money;

use super::problem;
use crate::fields::heading_words;
use crate::named_month::file_stem;
use crate::source_file::SourceFile;

/// A sum of this many purchases or more is no single payment.
const PURCHASES_MIN: u64 = 3;
/// The fewest payments that are sums, and the least that one is alone: smaller ones agree by chance.
const SUMS_MIN: usize = 2;
const SUM_ALONE_MIN: Money = Money::from_pence(1_000_00);

/// Lines of other files that are, to the penny, what a file of purchases by card comes to, in all or in a month.
pub(super) fn cards(tables: &[&SourceFile]) -> Vec<Problem> {
    let is_of_cards = |table: &&&SourceFile| lists_cards(table);
    tables.iter().filter(is_of_cards).filter_map(|cards| paid_elsewhere(cards, tables)).collect()
}

fn paid_elsewhere(cards: &SourceFile, tables: &[&SourceFile]) -> Option<Problem> {
    let whole = (cards.counts.n_lines, cards.counts.amount);
    let months = cards.counts.months.values().copied();
    let sums = months.chain([whole]).filter(|(n, amount)| PURCHASES_MIN <= *n && Money::ZERO < *amount);
    let mut left: BTreeMap<Money, u64> = BTreeMap::new();
    sums.for_each(|(_, amount)| *left.entry(amount).or_default() += 1);
    let others = tables.iter().filter(|table| table.file_id != cards.file_id && !lists_cards(table));
    let mut found: Vec<(Money, &SourceFile)> = Vec::new();
    for other in others {
        let lines = &other.counts.meanings;
        for amount in (0..lines.len()).map(|i| lines.amount(lines.get(i))) {
            // A sum is paid once.
            if left.remove(&amount).is_some() {
                found.push((amount, other));
            }
        }
    }
    let amount: Money = found.iter().map(|(amount, _)| *amount).sum();
    let is_enough = SUMS_MIN <= found.len() || found.iter().any(|(amount, _)| SUM_ALONE_MIN <= *amount);
    let (_, first) = found.first().filter(|_| is_enough)?;
    let lines = if found.len() == 1 { "1 line".to_owned() } else { format!("{} lines", found.len()) };
    let text = format!(
        "{lines} ({amount}) of {} are to the penny what purchases in {} come to, as a card's provider is paid for them; both \
         were counted",
        first.shown(),
        cards.shown()
    );
    let n_rows = found.len() as u64;
    Some(Problem { n_rows, amount: Some(amount), ..problem(cards, ProblemKind::OverlappingFiles, text) })
}

/// Whether a file lists purchases by card, by its name, its sheet's or a heading.
fn lists_cards(table: &SourceFile) -> bool {
    let is_of_cards = |text: &str| {
        let words = heading_words(text);
        words.iter().any(|word| {
            matches!(word.as_str(), "card" | "cards" | "gpc" | "pcard" | "pcards" | "merchant" | "cardholder")
        })
    };
    let headings = table.reading.iter().flat_map(|reading| &reading.headings);
    is_of_cards(file_stem(&table.path))
        || table.sheet.as_deref().is_some_and(is_of_cards)
        || headings.into_iter().any(|h| is_of_cards(h))
}
