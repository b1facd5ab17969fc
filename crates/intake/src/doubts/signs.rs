//! Files without a line below zero: credit notes that were left out, or that lost their minus signs.

use std::collections::{BTreeMap, BTreeSet};

use model::place::BodyKind;
use model::problem::Problem;
use model::{Place, ProblemKind};
use money::Money;

use super::months::{nominal_month, run_name};
use super::problem;
use crate::source_file::SourceFile;

/// A file in which no line is negative is doubted where chance would do that less often than this.
const CHANCE_MAX: f64 = 1e-4;
/// The same for what is of most of a year: there are few of these, and no month beside them shows what is usual.
const CHANCE_OF_YEAR_MAX: f64 = 1e-2;
/// Months that are most of a year.
const MONTHS_OF_YEAR_MIN: usize = 9;
/// Lines that a body must have before it is doubted for having no negative line at all.
const LINES_MIN: u64 = 1_000;
/// The same for an NHS trust that no other trust can be compared with: what trusts publish are payments over £25,000,
/// and a credit note of that size is rare.
const TRUST_LINES_MIN: u64 = 10_000;

/// Files follow one another where no more months than these lie between their beginnings: a quarter.
const NEXT_MONTHS_MAX: i32 = 3;

/// Counts of negative lines over several files.
#[derive(Default, Clone, Copy)]
struct Signs {
    n_lines: u64,
    n_negative: u64,
    paid: Money,
    returned: Money,
}

impl Signs {
    fn of<'a>(tables: impl IntoIterator<Item = &'a &'a SourceFile>) -> Signs {
        tables.into_iter().fold(Signs::default(), |sum, table| Signs {
            n_lines: sum.n_lines + table.counts.n_lines,
            n_negative: sum.n_negative + table.counts.n_negative,
            paid: sum.paid + table.counts.amount - table.counts.amount_negative,
            returned: sum.returned - table.counts.amount_negative,
        })
    }

    fn share(&self) -> f64 {
        if self.n_lines == 0 { 0.0 } else { self.n_negative as f64 / self.n_lines as f64 }
    }

    /// Credits as a share of all pounds whatever their sign, because a file that lost its signs shows only their sum.
    fn pounds_share(&self) -> f64 {
        self.returned.share_of(self.paid + self.returned).unwrap_or(0.0)
    }

    /// The same, in the middle of several files: one large receipt in one of them says nothing about the others.
    fn pounds_share_median(tables: &[&SourceFile]) -> f64 {
        let mut shares: Vec<f64> = tables.iter().map(|table| Signs::of([table]).pounds_share()).collect();
        shares.sort_by(f64::total_cmp);
        match shares.len() {
            0 => 0.0,
            n => (shares[(n - 1) / 2] + shares[n / 2]) / 2.0,
        }
    }
}

/// Files without a negative line where the body's other files have them, or bodies without any.
///
/// The estimate beside each doubt is the credits that the file may hold. It is the only one: the
/// reconciliation takes it from the table.
pub(super) fn missing_signs(place: &Place, body_id: &str, tables: &[&SourceFile], all: &[&SourceFile]) -> Vec<Problem> {
    let body = Signs::of(tables);
    if body.n_negative == 0 {
        let family = |body_id: &str| place.body(body_id).map_or(Family::Other, |body| Family::of(body.kind));
        let alike = |table: &&&SourceFile| table.body_id != body_id && family(&table.body_id) == family(body_id);
        let alike: Vec<&SourceFile> = all.iter().filter(alike).copied().collect();
        return signless_body((body_id, body, chance_max(tables)), family(body_id), &alike).into_iter().collect();
    }
    let with_signs: Vec<&SourceFile> = tables.iter().filter(|table| table.counts.n_negative > 0).copied().collect();
    let others = Signs::of(&with_signs);
    let doubted = |table: &&&SourceFile| {
        let chance = (1.0 - others.share()).powf(table.counts.n_lines as f64);
        table.counts.n_negative == 0 && table.counts.n_lines > 0 && chance < chance_max(&[table])
    };
    let doubt = |table: &&SourceFile| {
        let credits = estimate(table.counts.amount, Signs::pounds_share_median(&with_signs));
        let text = format!(
            "{}: no negative line in {}, but {:.1}% of the lines of this body's other files are negative: \
             credit notes are left out or have lost their minus signs; at the rate of those files this is about {} of credits",
            table.shown(),
            table.counts.n_lines,
            others.share() * 100.0,
            credits.short()
        );
        Problem { estimate: Some(credits), ..problem(table, ProblemKind::NoNegativeLines, text) }
    };
    let rows = signless_rows(place, tables);
    let mut found: Vec<Problem> = rows.iter().flat_map(|row| doubted_row(row, tables)).collect();
    let in_rows: BTreeSet<Option<String>> = found.iter().map(|doubt| doubt.file_id.clone()).collect();
    let alone = tables.iter().filter(|table| !in_rows.contains(&Some(table.file_id.clone())));
    found.extend(alone.filter(doubted).map(doubt));
    found
}

/// The chance below which files are doubted, by the months that have lines in them.
fn chance_max(tables: &[&SourceFile]) -> f64 {
    let months: BTreeSet<i32> = tables.iter().flat_map(|table| table.counts.months.keys().copied()).collect();
    let n_lines: u64 = tables.iter().map(|table| table.counts.n_lines).sum();
    let is_year = MONTHS_OF_YEAR_MIN <= months.len() && LINES_MIN <= n_lines;
    if is_year { CHANCE_OF_YEAR_MAX } else { CHANCE_MAX }
}

/// Bodies whose ledgers can be compared: hospitals are seldom given money back, commissioners are all the time.
#[derive(Clone, Copy, PartialEq)]
enum Family {
    Trust,
    Commissioner,
    Other,
}

impl Family {
    fn of(kind: BodyKind) -> Family {
        match kind {
            BodyKind::NhsTrust => Family::Trust,
            BodyKind::NhsCommissioner => Family::Commissioner,
            _ => Family::Other,
        }
    }

    /// What a body of it is compared with, for messages.
    fn others(self) -> &'static str {
        match self {
            Family::Trust => "the place's other NHS trusts",
            Family::Commissioner => "the place's other NHS commissioners",
            Family::Other => "the place's other files",
        }
    }
}

/// Files of one run that follow one another and have no negative line, two or more.
fn signless_rows<'a>(place: &Place, tables: &[&'a SourceFile]) -> Vec<Vec<&'a SourceFile>> {
    let mut runs: BTreeMap<String, Vec<&SourceFile>> = BTreeMap::new();
    let filled = tables.iter().filter(|table| table.counts.n_lines > 0);
    filled.for_each(|table| runs.entry(run_name(table)).or_default().push(table));
    let mut rows = Vec::new();
    for run in runs.values_mut() {
        run.sort_by_key(|table| (nominal_month(place, table), table.path.clone(), table.sheet.clone()));
        let is_signless = |table: &&SourceFile| table.counts.n_negative == 0;
        let are_near = |a: &SourceFile, b: &SourceFile| match (nominal_month(place, a), nominal_month(place, b)) {
            (Some(a), Some(b)) => b - a <= NEXT_MONTHS_MAX,
            _ => true,
        };
        let split = run.chunk_by(|a, b| is_signless(a) == is_signless(b) && are_near(a, b));
        rows.extend(split.filter(|row| row.len() > 1 && is_signless(&row[0])).map(<[_]>::to_vec));
    }
    rows
}

/// A doubt for each file of a row, where chance would not leave all of them together without a negative line.
fn doubted_row(row: &[&SourceFile], tables: &[&SourceFile]) -> Vec<Problem> {
    let is_in_row = |table: &SourceFile| row.iter().any(|other| other.file_id == table.file_id);
    // Files of another run may be of another sort, such as cards, that never has credit notes.
    let is_of_run = |table: &SourceFile| run_name(table) == run_name(row[0]);
    let others: Vec<&SourceFile> =
        tables.iter().filter(|table| !is_in_row(table) && is_of_run(table)).copied().collect();
    let with_signs: Vec<&SourceFile> = others.iter().filter(|table| table.counts.n_negative > 0).copied().collect();
    let n_lines: u64 = row.iter().map(|table| table.counts.n_lines).sum();
    let share = Signs::of(&others).share();
    if (1.0 - share).powf(n_lines as f64) >= CHANCE_MAX {
        return Vec::new();
    }
    let doubt = |table: &&SourceFile| {
        let credits = estimate(table.counts.amount, Signs::pounds_share_median(&with_signs));
        let text = format!(
            "{}: no negative line in the {n_lines} lines of {} files in a row, {} to {}, but {:.1}% of the lines of \
             this body's other files are negative: credit notes are left out or have lost their minus signs; at the \
             rate of those files this file holds about {} of credits",
            table.shown(),
            row.len(),
            row[0].shown(),
            row[row.len() - 1].shown(),
            share * 100.0,
            credits.short()
        );
        Problem { estimate: Some(credits), ..problem(table, ProblemKind::NoNegativeLines, text) }
    };
    row.iter().map(doubt).collect()
}

/// Compared with all files of the other bodies of its family that have negative lines in some of them.
fn signless_body(
    (body_id, body, chance_max): (&str, Signs, f64),
    family: Family,
    alike: &[&SourceFile],
) -> Option<Problem> {
    let with_signs: Vec<&SourceFile> = alike.iter().filter(|table| table.counts.n_negative > 0).copied().collect();
    let bodies: BTreeSet<&str> = with_signs.iter().map(|table| table.body_id.as_str()).collect();
    let others = Signs::of(alike.iter().filter(|table| bodies.contains(table.body_id.as_str())));
    let chance = (1.0 - others.share()).powf(body.n_lines as f64);
    let is_likely = match (others.n_lines, family) {
        (0, Family::Trust) => body.n_lines < TRUST_LINES_MIN,
        (0, _) => false,
        _ => chance_max <= chance,
    };
    if body.n_lines < LINES_MIN || is_likely {
        return None;
    }
    let credits = (others.n_lines > 0).then(|| estimate(body.paid, Signs::pounds_share_median(&with_signs)));
    let beside = credits.map_or("a real ledger has credit notes".to_owned(), |credits| {
        format!(
            "{:.1}% of the lines of {} are negative; at their rate about {} might be credits",
            others.share() * 100.0,
            family.others(),
            credits.short()
        )
    });
    let text = format!(
        "no negative line in any of this body's files ({} lines): credit notes are left out or have lost their minus signs; {beside}",
        body.n_lines
    );
    let problem = Problem::new(body_id, ProblemKind::NoNegativeLines, text);
    Some(Problem { n_rows: body.n_lines, amount: Some(body.paid), estimate: credits, ..problem })
}

fn estimate(amount: Money, share: f64) -> Money {
    Money::from_pence((amount.pence() as f64 * share).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_lines_and_of_pounds_whatever_their_sign() {
        let pounds = |pounds: i64| Money::from_pence(pounds * 100);
        let signs = Signs { n_lines: 10, n_negative: 3, paid: pounds(300), returned: pounds(100) };
        assert_eq!((signs.share(), signs.pounds_share()), (0.3, 0.25));
        assert_eq!((Signs::default().share(), Signs::default().pounds_share()), (0.0, 0.0));
    }
}
