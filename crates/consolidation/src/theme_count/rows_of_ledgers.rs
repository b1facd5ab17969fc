//! Rows of ledgers in a theme: counted where nothing is published, and beneath the stated share where it is.

use std::collections::BTreeMap;

use model::problem::Problem;
use model::spending::{CountBasis, SpendingKind};
use model::theme_rule::ThemeBasis;
use model::{FinancialYear, ProblemKind, Tally, UNCLASSIFIED};
use money::Money;

use super::given::{Cell, cells};
use super::lines_of_themes::{Key, ThemeLines};
use super::row::{ThemeRow, Who};
use super::{ThemeEvidence, of_body};

/// What may hold rows of a ledger whose service has no figure of its own.
const OWN_LINE: &str =
    "a published line of the body with a stated share (possibly: nothing is published under the service)";

/// Adds the rows of ledgers to what is published, beneath it wherever the two are the same money.
pub(super) fn lay_beneath(
    evidence: &ThemeEvidence<'_>,
    lines: &ThemeLines<'_>,
    rows: &mut Vec<ThemeRow>,
    problems: &mut Vec<Problem>,
) {
    let cells = cells(evidence.cells);
    let mut laid = Vec::new();
    for (key, tally) in &lines.sums {
        let who = Who::named(key.body_id, evidence.place);
        match stands(key, &who, evidence, rows, &cells) {
            Stands::Alone => laid.push(own_row(key, who, *tally)),
            Stands::Beneath(at) => {
                let opens = &mut rows[at].opens;
                *opens = Some(opens.unwrap_or_default() + tally.amount);
            }
            Stands::Perhaps(within) => laid.push(ThemeRow {
                amount: None,
                within: Some(within),
                held: Some(tally.amount),
                ..own_row(key, who, *tally)
            }),
        }
    }
    problems.extend(above_share(rows));
    rows.extend(laid);
    problems.extend(undecided(rows));
}

/// How rows of a ledger stand to the published lines of their body in the theme.
enum Stands {
    /// They are money that no published line of the theme holds.
    Alone,
    /// They are part of what the row at this position counts.
    Beneath(usize),
    /// A published line of the theme may hold them, which one in words.
    Perhaps(String),
}

fn stands(key: &Key<'_>, who: &Who, evidence: &ThemeEvidence<'_>, rows: &[ThemeRow], cells: &[Cell<'_>]) -> Stands {
    let shares: Vec<usize> = (0..rows.len()).filter(|at| is_share_of(&rows[*at], key, who)).collect();
    let beds = shares.iter().copied().filter(|at| rows[*at].service.as_deref() == Some(key.service));
    if let Some(bed) = beds.min_by_key(|at| (opening_order(rows[*at].kind), std::cmp::Reverse(rows[*at].amount))) {
        return Stands::Beneath(bed);
    }
    if !shares.is_empty() && !has_own_figure(key, cells) {
        return Stands::Perhaps(OWN_LINE.to_owned());
    }
    match key.passed_to.map(|id| Who::named(id, evidence.place)) {
        Some(receiver) if rows.iter().any(|row| is_share_of(row, key, &receiver)) => Stands::Perhaps(format!(
            "the stated share of a figure of {} (perhaps: they were paid to it)",
            receiver.name
        )),
        _ => Stands::Alone,
    }
}

fn is_share_of(row: &ThemeRow, key: &Key<'_>, who: &Who) -> bool {
    row.basis == ThemeBasis::StatedShare
        && row.year == key.year
        && row.theme == key.theme
        && row.body.is(who)
        && key.is_of(row.is_capital())
}

/// Whether the whole count has a published figure of the body for the service, of which no share was stated.
fn has_own_figure(key: &Key<'_>, cells: &[Cell<'_>]) -> bool {
    let is_published = |cell: &Cell<'_>| !matches!(cell.basis, CountBasis::Ledger | CountBasis::NotKnown);
    key.service != UNCLASSIFIED
        && cells.iter().any(|cell| {
            cell.year == key.year
                && cell.body_id == Some(key.body_id)
                && cell.service == key.service
                && is_published(cell)
                && key.is_of(cell.kind.is_capital())
        })
}

/// Payments open purchases first; pay and income are on no ledger of payments.
fn opening_order(kind: SpendingKind) -> usize {
    use SpendingKind::*;
    [GoodsServices, Current, GrantsOutside, Capital, Benefits, Pay, Income]
        .iter()
        .position(|known| *known == kind)
        .unwrap_or(usize::MAX)
}

fn own_row(key: &Key<'_>, body: Who, tally: Tally) -> ThemeRow {
    let capital = match key.capital {
        Some(_) => "",
        None => ", and its files do not say whether they are capital",
    };
    let rows = if tally.n_lines == 1 { "row" } else { "rows" };
    ThemeRow {
        year: key.year,
        theme: key.theme.to_owned(),
        body,
        service: Some(key.service.to_owned()),
        label: String::new(),
        kind: if key.capital == Some(true) { SpendingKind::Capital } else { SpendingKind::Current },
        intent: key.intent,
        basis: ThemeBasis::Ledger,
        rests_on: None,
        method: format!("the theme's part of {} {rows} of its ledger{capital}", tally.n_lines),
        file_id: None,
        row: None,
        amount: Some(tally.amount),
        within: None,
        held: None,
        opens: Some(tally.amount),
    }
}

/// Body, year, theme, and what may hold its rows.
type HeldBy<'a> = (&'a str, FinancialYear, &'a str, &'a str);

/// One problem for each body and theme whose rows may be money that a stated share holds already.
fn undecided(rows: &[ThemeRow]) -> Vec<Problem> {
    let mut sums: BTreeMap<HeldBy<'_>, (u64, Money, Vec<&str>)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.basis == ThemeBasis::Ledger && row.amount.is_none()) {
        let within = row.within.as_deref().unwrap_or_default();
        let sum = sums.entry((row.body.for_problem(), row.year, row.theme.as_str(), within)).or_default();
        sum.0 += 1;
        sum.1 += row.held.unwrap_or_default();
        sum.2.extend(row.service.as_deref());
    }
    let problem = |((body, year, theme, within), (n, amount, mut services)): (_, (u64, Money, Vec<&str>))| {
        services.dedup();
        let text = format!(
            "`{theme}`, {year}: payments under `{}` are not added: they may already be in {within}",
            services.join("`, `")
        );
        Problem { n_rows: n, amount: Some(amount), ..Problem::new(body, ProblemKind::ThemeNotCounted, text) }
    };
    sums.into_iter().map(problem).collect()
}

/// One problem for each published figure whose share is less than the rows beneath it; nothing is capped.
fn above_share(rows: &[ThemeRow]) -> Vec<Problem> {
    let beds = rows.iter().filter(|row| row.basis == ThemeBasis::StatedShare && row.opens.is_some());
    beds.filter_map(|bed| {
        let opens = bed.opens?;
        let is_beside = |row: &&ThemeRow| {
            row.basis == ThemeBasis::StatedShare
                && row.service == bed.service
                && row.is_capital() == bed.is_capital()
                && row.kind != SpendingKind::Income
        };
        let shared: Vec<&ThemeRow> =
            of_body(rows, bed.year, &bed.theme, &bed.body).filter(is_beside).collect();
        let stated: Money = shared.iter().map(|row| row.pounds()).sum();
        let is_known = shared.iter().all(|row| row.amount.is_some());
        (is_known && opens > stated).then(|| {
            let text = format!(
                "`{}`, {}: payments of {opens} in the theme under `{}` are more than the stated share of the published figure, \
                 {stated} ({}): the share may be too small, or the figure may be net of income",
                bed.theme,
                bed.year,
                bed.service.as_deref().unwrap_or_default(),
                bed.label
            );
            Problem {
                file_id: bed.file_id.clone(),
                row: bed.row,
                n_rows: 1,
                amount: Some(opens - stated),
                ..Problem::new(bed.body.for_problem(), ProblemKind::ThemeRowsAboveShare, text)
            }
        })
    })
    .collect()
}
