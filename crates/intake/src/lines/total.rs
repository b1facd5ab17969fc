//! Rows that add up others.
//!
//! A total is known by what it is: its label, or a payee and a date that are missing where other rows have them;
//! and its amount is the sum of a run of rows above, or of the rows under it.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::FixedState;
use model::ProblemKind;
use money::Money;

use super::LineReader;
use crate::fields::Field;
use crate::rows::Row;

/// Sums of the lines above, to know a row that adds them up.
#[derive(Default)]
pub(super) struct Groups {
    /// Where groups of lines begin: after totals, blank rows and rows of text. What the lines above sum to, in
    /// pence, and how many they are.
    starts: HashMap<i64, u64, FixedState>,
    n_lines: u64,
    n_named: u64,
    n_dated: u64,
    n_totals: u64,
    sum: i64,
    /// The same at the start of the last group.
    sum_at_start: i64,
    sum_dated: i64,
    /// Rows that may carry the sum of the lines under them.
    heads: Vec<Head>,
    found: Vec<(u64, u64)>,
}

/// A line without a date, and what the lines with dates above it sum to.
struct Head {
    row: u64,
    amount: i64,
    sum: i64,
    n_dated: u64,
    is_named: bool,
}

/// More lines than this do not add up to the next one by chance.
const LINES_OF_A_SUM: u64 = 3;
/// Lines at the top of a file among which a dated total of all others is looked for.
const FIRST_ROWS: u64 = 3;
/// Rows of this kind that are kept in mind at once.
const HEADS_MAX: usize = 64;

impl Groups {
    pub fn begin(&mut self) {
        self.starts.entry(self.sum).or_insert(self.n_lines);
        self.sum_at_start = self.sum;
    }

    /// The sum of the lines since the last total, blank row or row of text.
    pub fn since_group(&self) -> Money {
        Money::from_pence(self.sum - self.sum_at_start)
    }

    pub fn total(&mut self) {
        self.n_totals += 1;
        self.begin();
        self.close_heads();
    }

    pub fn line(&mut self, amount: Money, is_named: bool, is_dated: bool) {
        if self.n_lines == 0 {
            self.begin();
        }
        self.n_lines += 1;
        self.n_named += u64::from(is_named);
        self.sum += amount.pence();
        if is_dated {
            self.n_dated += 1;
            self.sum_dated += amount.pence();
        }
    }

    /// How many lines a run has that ends here, begins where a group begins and sums to the amount.
    pub fn run(&self, amount: Money) -> u64 {
        if amount == Money::ZERO {
            return 0;
        }
        self.starts.get(&(self.sum - amount.pence())).map_or(0, |n_before| self.n_lines - n_before)
    }

    fn are_named(&self) -> bool {
        self.n_lines < 2 * self.n_named
    }

    fn are_dated(&self) -> bool {
        self.n_lines < 2 * self.n_dated
    }

    /// A line without a date may be the heading of a group and carry its sum.
    fn head(&mut self, row: u64, amount: Money, (is_named, is_dated): (bool, bool)) {
        self.close_heads();
        // A dated first row is about to be counted as a line with a date.
        let own = if is_dated { amount.pence() } else { 0 };
        if self.heads.len() == HEADS_MAX {
            self.heads.remove(0);
        }
        let (sum, n_dated) = (self.sum_dated + own, self.n_dated + u64::from(is_dated));
        self.heads.push(Head { row, amount: amount.pence(), sum, n_dated, is_named });
    }

    fn close_heads(&mut self) {
        let Groups { heads, found, sum_dated: sum, n_dated, .. } = self;
        heads.retain(|head| {
            let n_under = *n_dated - head.n_dated;
            let is_sum = head.amount != 0 && *sum - head.sum == head.amount && n_under > u64::from(head.is_named);
            if is_sum {
                found.push((head.row, n_under));
            }
            !is_sum
        });
    }

    /// Rows that carry the sum of the lines under them. A single line under a heading proves nothing alone.
    pub fn heads_with_sums(&mut self) -> BTreeSet<u64> {
        self.close_heads();
        let is_proved = self.are_dated() && self.found.iter().any(|(_, n_under)| 1 < *n_under);
        self.found.iter().filter(|_| is_proved).map(|(row, _)| *row).collect()
    }
}

impl LineReader<'_> {
    pub(super) fn is_total(&self, row: &Row, amount: Money) -> bool {
        if self.seen.totals.contains(&row.number) {
            return true;
        }
        let date = self.cell(row, Field::Date);
        let is_dated = !date.is_empty() && self.dates.can_read(date, self.encoding);
        let is_named = !self.cell(row, Field::Payee).is_empty();
        let n_run = self.groups.run(amount);
        let groups = &self.groups;
        match (is_dated, is_named) {
            (true, true) => {
                let is_labelled = || self.has_label(row) || 1 < n_run && self.is_called_sum(row);
                0 < n_run && (1 < n_run || groups.n_lines == 1) && is_labelled()
            }
            (true, false) => self.has_label(row) || 1 < n_run && groups.are_named(),
            (false, true) => {
                self.is_label(row, Field::Payee)
                    || (0 < n_run && groups.are_dated() && self.names_total_of(row))
                    || (1 < n_run && groups.are_dated())
                    || (0 < n_run && self.has_label(row))
            }
            // The heading of a group whose lines cancel out.
            (false, false) if amount == Money::ZERO && self.is_label_alone(row) => true,
            (false, false) => {
                let is_odd_one = groups.are_named() || groups.are_dated();
                (is_odd_one && (1 < n_run || 0 < n_run && 0 < groups.n_totals || self.is_any_run(amount)))
                    || (1 < self.counts.n_lines && amount == self.counts.amount)
                    || self.has_label(row)
            }
        }
    }

    /// Whether a row holds only an amount and a label, in a table with columns of payees and dates.
    fn is_label_alone(&self, row: &Row) -> bool {
        let has_columns = [Field::Payee, Field::Date].iter().all(|field| self.at[*field as usize].is_some());
        has_columns && (0..row.len()).filter(|i| !row.cell(*i).is_empty()).count() <= 2
    }

    /// Gathers what later totals are known by.
    pub(super) fn count_in_group(&mut self, row: &Row, amount: Money, is_dated: bool) {
        let is_named = !self.cell(row, Field::Payee).is_empty();
        // The first rows may be totals of all that follow, dated or not.
        let may_be_head = !is_dated || self.counts.n_lines < FIRST_ROWS && self.has_label(row);
        if may_be_head && self.at[Field::Date as usize].is_some() && self.seen.totals.is_empty() {
            self.groups.head(row.number, amount, (is_named, is_dated));
        }
        self.groups.line(amount, is_named, is_dated);
    }

    /// Whether the lines just above sum to an amount, wherever their run begins.
    pub(super) fn is_any_run(&self, amount: Money) -> bool {
        const LINES_MAX: usize = 500;
        let mut sum = Money::ZERO;
        let above = self.columns.amount.iter().rev().take(LINES_MAX).enumerate();
        amount != Money::ZERO
            && above.into_iter().any(|(n, line)| {
                sum += *line;
                0 < n && sum == amount
            })
    }

    /// A line that is called a total and is no sum of lines, but at least half of those above or of its group: lines may be
    /// lost. A company called Total is paid less than all others together.
    pub(super) fn may_be_total(&self, row: &Row, amount: Money) -> bool {
        let is_half_of = |sum: Money| Money::ZERO < sum && i128::from(sum.pence()) <= 2 * i128::from(amount.pence());
        1 < self.counts.n_lines
            && (is_half_of(self.counts.amount) || is_half_of(self.groups.since_group()))
            && self.has_label(row)
    }

    /// Remembers a line that is the sum of all lines above to the penny, whatever it is called, until another line
    /// follows: the last line of a file may be their total.
    pub(super) fn look_for_sum(&mut self, row: &Row, amount: Money, printed: &str) {
        let is_sum = LINES_OF_A_SUM < self.counts.n_lines && amount == self.counts.amount && amount != Money::ZERO;
        self.sum_of_all = is_sum.then(|| (row.number, amount, printed.to_owned()));
    }

    pub(super) fn doubt_sum_of_all(&mut self) {
        if let Some((row, amount, printed)) = self.sum_of_all.take() {
            self.doubt(ProblemKind::PossibleTotal, Field::Amount, row, amount, &printed);
        }
    }

    /// Whether the payee's cell labels a subtotal: `Acorn Ltd Total` under the lines of Acorn Ltd.
    fn names_total_of(&self, row: &Row) -> bool {
        self.at[Field::Payee as usize].is_some_and(|i| says_total_of(&row.text(i, &self.encoding)))
    }

    /// Whether the payee is called `Sum`, which labels only what is one.
    fn is_called_sum(&self, row: &Row) -> bool {
        let payee = self.at[Field::Payee as usize].map(|i| row.text(i, &self.encoding));
        payee.is_some_and(|name| {
            let word = name.trim_matches(|c: char| !c.is_alphabetic());
            ["sum", "sums", "swm"].iter().any(|sum| word.eq_ignore_ascii_case(sum))
        })
    }

    fn is_label(&self, row: &Row, field: Field) -> bool {
        self.at[field as usize].is_some_and(|i| says_total(&row.text(i, &self.encoding)))
    }

    /// Whether a cell is a label: of a part too, as `Transport Total`, where it names no payee.
    fn has_label(&self, row: &Row) -> bool {
        let payee = self.at[Field::Payee as usize];
        let is_named = !self.cell(row, Field::Payee).is_empty();
        (0..row.len()).any(|i| {
            let cell = row.text(i, &self.encoding);
            says_total(&cell) || (!is_named && Some(i) != payee && says_total_of(&cell))
        })
    }
}

/// Words for a total, in English and Welsh.
const TOTALS: &[&str] =
    &["total", "totals", "subtotal", "subtotals", "cyfanswm", "cyfansymiau", "gyfanswm", "isgyfanswm"];

/// Words that a label of a total has beside: what was added up, and over what time.
const BESIDE: &[&str] = &[
    "sub",
    "grand",
    "overall",
    "report",
    "running",
    "final",
    "cumulative",
    "sum",
    "amount",
    "amounts",
    "value",
    "net",
    "nett",
    "gross",
    "vat",
    "of",
    "for",
    "the",
    "in",
    "to",
    "and",
    "ex",
    "exc",
    "excl",
    "excluding",
    "exclusive",
    "inc",
    "incl",
    "including",
    "inclusive",
    "expenditure",
    "spend",
    "spending",
    "spent",
    "payment",
    "payments",
    "paid",
    "invoice",
    "invoices",
    "transaction",
    "transactions",
    "supplier",
    "suppliers",
    "all",
    "this",
    "month",
    "monthly",
    "period",
    "quarter",
    "year",
    "annual",
    "over",
    "above",
    "page",
    "file",
    "sheet",
    "cost",
    "costs",
    "gbp",
    "k",
    "q",
    "carried",
    "forward",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "january",
    "february",
    "march",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "jan",
    "feb",
    "mar",
    "gwariant",
    "taliadau",
    "terfynol",
    "is",
    "q1",
    "q2",
    "q3",
    "q4",
];

/// Whether a cell is the label of a total and nothing else: a company called Total Gas is not one.
pub(super) fn says_total(cell: &str) -> bool {
    // Most cells are told by their length.
    if cell.len() < 5 || 60 < cell.len() {
        return false;
    }
    let is_one_of = |words: &[&str], word: &str| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut words = cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut has_total = false;
    let only_such = words.all(|word| {
        let is_total = is_one_of(TOTALS, word);
        has_total |= is_total;
        is_total || word.bytes().next().is_some_and(|b| b.is_ascii_digit()) || is_one_of(BESIDE, word)
    });
    has_total && only_such
}

/// Whether a cell labels the total of a part, as Excel's own subtotals do: `Transport Total`.
///
/// Only where no payee is named: a company may well be called so.
fn says_total_of(cell: &str) -> bool {
    let cell = cell.trim().trim_end_matches([':', '£']).to_lowercase();
    let words: Vec<&str> = cell.split_whitespace().collect();
    let is_total = |word: &str| TOTALS.contains(&word) || matches!(word, "sub-total" | "is-gyfanswm");
    match words.as_slice() {
        [_, .., last] if is_total(last) => true,
        [first, "for" | "of", _, ..] => is_total(first),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_known_in_its_usual_wordings_and_a_company_is_none() {
        for label in [
            "Total",
            "TOTALS:",
            "Grand Total",
            "Sub-total",
            "Total (net of VAT)",
            "Total expenditure",
            "Total for April 2025",
            "April Total",
            "Total spend over £500",
            "Cyfanswm",
            "Is-gyfanswm",
            "Cyfanswm gwariant",
            "Total £",
        ] {
            assert!(says_total(label), "{label}");
        }
        for name in ["Total Gas & Power", "Total UK Ltd", "TotalEnergies", "Totally Wicked", "Payment", "Net", "Ltd"] {
            assert!(!says_total(name), "{name}");
        }
        assert!(says_total_of("Transport Total") && says_total_of("Total for Adult Social Care"));
        assert!(!says_total_of("Total Gas Ltd") && !says_total_of("Total"));
    }

    fn pounds(pounds: i64) -> Money {
        Money::from_pence(100 * pounds)
    }

    /// 2 + 3 = 5 ends a group that began at the top; 3 alone is no run, as no group begins before it.
    #[test]
    fn a_run_is_the_lines_from_where_a_group_begins() {
        let mut groups = Groups::default();
        groups.line(pounds(2), true, true);
        groups.line(pounds(3), true, true);
        assert_eq!([5, 3, 0].map(|sum| groups.run(pounds(sum))), [2, 0, 0]);
        groups.total();
        groups.line(pounds(7), true, true);
        assert_eq!([7, 12, 5].map(|sum| groups.run(pounds(sum))), [1, 3, 0]);
        assert_eq!(groups.since_group(), pounds(7));
        // Lines that cancel out sum to nothing, which is not a total.
        groups.line(pounds(-7), true, true);
        assert_eq!(groups.run(Money::ZERO), 0);
    }

    /// A group's heading carries 5 over 2 + 3. More headings than are kept in mind may stand open above it.
    #[test]
    fn a_heading_carries_the_sum_of_the_lines_under_it() {
        let heads = |n_open: u64| {
            let mut groups = Groups::default();
            (0..n_open).for_each(|row| groups.head(row, pounds(1_000_000), (false, false)));
            groups.head(100, pounds(5), (false, false));
            groups.line(pounds(5), false, false);
            for sum in [2, 3] {
                groups.line(pounds(sum), true, true);
            }
            groups.line(pounds(1), true, true);
            // What follows the group is one line too many for the sum.
            assert_eq!(groups.heads_with_sums(), BTreeSet::new());
            let mut groups = Groups::default();
            (0..n_open).for_each(|row| groups.head(row, pounds(1_000_000), (false, false)));
            groups.head(100, pounds(5), (false, false));
            groups.line(pounds(5), false, false);
            for sum in [2, 3] {
                groups.line(pounds(sum), true, true);
            }
            groups.head(200, pounds(9), (false, false));
            groups.heads_with_sums()
        };
        for n_open in [0, 1, HEADS_MAX as u64 - 1, HEADS_MAX as u64, 2 * HEADS_MAX as u64] {
            assert_eq!(heads(n_open), BTreeSet::from([100]), "{n_open}");
        }
    }

    /// A line with a payee above one line of the same amount is two payments.
    #[test]
    fn one_line_under_a_heading_proves_nothing() {
        for (is_named, n_under, expected) in [(false, 1, 0), (true, 1, 0), (false, 2, 1), (true, 2, 1)] {
            let mut groups = Groups::default();
            groups.head(9, pounds(2 * n_under), (is_named, false));
            groups.line(pounds(2 * n_under), is_named, false);
            (0..n_under).for_each(|_| groups.line(pounds(2), true, true));
            (0..3).for_each(|_| groups.head(20, pounds(1), (false, false)));
            groups.line(pounds(77), true, true);
            groups.line(pounds(77), true, true);
            assert_eq!(groups.heads_with_sums().len(), expected, "{is_named} {n_under}");
        }
    }

    #[test]
    fn a_label_has_five_letters_at_least_and_sixty_at_most() {
        let padded = |n: usize| format!("Total{}", " net".repeat(20)).chars().take(n).collect::<String>();
        assert!(says_total("Total") && !says_total("Tota"));
        assert_eq!([57, 61, 65].map(|n| says_total(&padded(n))), [true, false, false]);
        let of_sixty = format!("Total{}", ".".repeat(55));
        assert!(of_sixty.len() == 60 && says_total(&of_sixty) && !says_total(&format!("{of_sixty}.")));
        assert!(says_total("2025 Total") && !says_total("2025"));
    }

    #[test]
    fn a_label_of_a_part_names_the_part() {
        for label in ["Acorn Ltd Sub-total", "Subtotal of Roads", "Roads is-gyfanswm:", "Total for Roads £"] {
            assert!(says_total_of(label), "{label}");
        }
        for name in ["Total for", "Total of", "For Roads", "Total Roads", ""] {
            assert!(!says_total_of(name), "{name}");
        }
    }
}
