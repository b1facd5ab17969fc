//! Rows of ledgers in a theme: counted where nothing is published, and beneath the stated share where it is.

use std::collections::{BTreeMap, HashMap};

use arrow_array::Array;
use model::problem::Problem;
use model::spending::{CountBasis, SpendingKind};
use model::tables::{LEDGER_LINE, SPEND, THEME_SHARE, ledger_line, spend, theme_share};
use model::theme_rule::ThemeBasis;
use model::{AccountPart, Attribution, FinancialYear, Intent, ProblemKind, Tally, Treatment, UNCLASSIFIED};
use money::Money;

use super::given::{Cell, cells};
use super::row::{ThemeRow, Who};
use super::{ThemeEvidence, of_body};

/// What rows of a ledger have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    year: FinancialYear,
    theme: &'a str,
    body_id: &'a str,
    service: &'a str,
    /// None where the body does not say.
    capital: Option<bool>,
    intent: Option<Intent>,
}

impl Key<'_> {
    fn is_of(&self, is_capital: bool) -> bool {
        self.capital.is_none_or(|capital| capital == is_capital)
    }
}

/// Adds the rows of ledgers to what is published, beneath it wherever the two are the same money.
pub(super) fn lay_beneath(evidence: &ThemeEvidence<'_>, rows: &mut Vec<ThemeRow>, problems: &mut Vec<Problem>) {
    let (sums, cells) = (sums(evidence), cells(evidence.cells));
    for (key, tally) in &sums {
        let who = Who::named(key.body_id, evidence.place);
        match stands(key, &who, rows, &cells) {
            Stands::Alone => rows.push(own_row(key, who, *tally)),
            Stands::Beneath(at) => {
                let opens = &mut rows[at].opens;
                *opens = Some(opens.unwrap_or_default() + tally.amount);
            }
            Stands::Perhaps => rows.push(ThemeRow {
                amount: None,
                within: Some("perhaps a published line of the body with a stated share".to_owned()),
                held: Some(tally.amount),
                ..own_row(key, who, *tally)
            }),
        }
    }
    problems.extend(undecided(rows));
    problems.extend(above_share(rows));
}

/// How rows of a ledger stand to the published lines of their body in the theme.
enum Stands {
    /// They are money that no published line of the theme holds.
    Alone,
    /// They are part of what the row at this position counts.
    Beneath(usize),
    /// A published line of the theme may hold them: their service has no figure of its own.
    Perhaps,
}

fn stands(key: &Key<'_>, who: &Who, rows: &[ThemeRow], cells: &[Cell<'_>]) -> Stands {
    let shares: Vec<usize> = (0..rows.len()).filter(|at| is_share_of(&rows[*at], key, who)).collect();
    let beds = shares.iter().copied().filter(|at| rows[*at].service.as_deref() == Some(key.service));
    if let Some(bed) = beds.min_by_key(|at| (opening_order(rows[*at].kind), std::cmp::Reverse(rows[*at].amount))) {
        return Stands::Beneath(bed);
    }
    if shares.is_empty() || has_own_figure(key, cells) { Stands::Alone } else { Stands::Perhaps }
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
        None => ", of which its files do not say whether they are capital",
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

/// What the shares of lines come to that count as spent here.
fn sums<'a>(evidence: &ThemeEvidence<'a>) -> BTreeMap<Key<'a>, Tally> {
    let shares = Shares::of(evidence.theme_shares);
    let capital = capital_of(evidence.lines, &shares);
    let mut sums: BTreeMap<Key<'a>, Tally> = BTreeMap::new();
    for batch in evidence.spend {
        let rows = SPEND.read(batch);
        let (ids, years, eliminated) =
            (rows.id(spend::LINE_ID), rows.year(spend::FINANCIAL_YEAR), rows.flag(spend::ELIMINATED));
        let [bodies, treatments, attributions, services, intents] =
            [spend::BODY_ID, spend::TREATMENT, spend::ATTRIBUTION, spend::SERVICE, spend::INTENT]
                .map(|column| rows.text(column));
        for at in 0..rows.len() {
            let id = ids.value(at);
            let Some(found) = shares.of_line(id) else { continue };
            let treatment = Treatment::parse(treatments.value(at)).expect("a word of its column");
            let attribution = Attribution::parse(attributions.value(at)).expect("a word of its column");
            if !AccountPart::of(treatment, eliminated.value(at), attribution).is_net() {
                continue;
            }
            for (_, theme, amount) in found {
                let key = Key {
                    year: years.value(at),
                    theme,
                    body_id: bodies.value(at),
                    service: services.value(at),
                    capital: capital.get(&id).copied(),
                    intent: intents.value_if_any(at).and_then(Intent::parse),
                };
                let tally = sums.entry(key).or_default();
                tally.n_lines += 1;
                tally.amount += *amount;
            }
        }
    }
    sums
}

/// Lines' shares of themes, by line.
struct Shares<'a> {
    /// Line, theme and pounds, by line.
    sorted: Vec<(i64, &'a str, Money)>,
    spans: HashMap<i64, (usize, usize)>,
}

impl<'a> Shares<'a> {
    fn of(batches: &'a [arrow_array::RecordBatch]) -> Shares<'a> {
        let mut sorted: Vec<(i64, &str, Money)> = Vec::new();
        for batch in batches {
            let rows = THEME_SHARE.read(batch);
            let (ids, themes, amounts) =
                (rows.id(theme_share::LINE_ID), rows.text(theme_share::THEME), rows.money(theme_share::AMOUNT));
            sorted.extend((0..rows.len()).map(|at| (ids.value(at), themes.value(at), amounts.value(at))));
        }
        sorted.sort_by_key(|(id, ..)| *id);
        let mut spans: HashMap<i64, (usize, usize)> = HashMap::with_capacity(sorted.len());
        for (at, (id, ..)) in sorted.iter().enumerate() {
            spans.entry(*id).or_insert((at, at)).1 = at + 1;
        }
        Shares { sorted, spans }
    }

    fn of_line(&self, id: i64) -> Option<&[(i64, &'a str, Money)]> {
        self.spans.get(&id).map(|(from, to)| &self.sorted[*from..*to])
    }
}

/// Whether lines of themes are capital, where their body says.
fn capital_of(batches: &[arrow_array::RecordBatch], shares: &Shares<'_>) -> HashMap<i64, bool> {
    let mut found = HashMap::new();
    for batch in batches {
        let rows = LEDGER_LINE.read(batch);
        let (ids, flags) = (rows.id(ledger_line::LINE_ID), rows.flag(ledger_line::CAPITAL));
        for at in (0..rows.len()).filter(|at| !flags.is_null(*at)) {
            let id = ids.value(at);
            if shares.spans.contains_key(&id) {
                found.insert(id, flags.value(at));
            }
        }
    }
    found
}

/// One problem for each body and theme whose rows may be money that a stated share holds already.
fn undecided(rows: &[ThemeRow]) -> Vec<Problem> {
    let mut sums: BTreeMap<(&str, FinancialYear, &str), (u64, Money, Vec<&str>)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.basis == ThemeBasis::Ledger && row.amount.is_none()) {
        let sum = sums.entry((row.body.for_problem(), row.year, row.theme.as_str())).or_default();
        sum.0 += 1;
        sum.1 += row.held.unwrap_or_default();
        sum.2.extend(row.service.as_deref());
    }
    let problem = |((body, year, theme), (n, amount, mut services)): (_, (u64, Money, Vec<&str>))| {
        services.dedup();
        let text = format!(
            "`{theme}`, {year}: payments under `{}` are not added, because a share is stated of a published line of the body \
             that may hold them: no figure of their own is published for them",
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
                 {stated} ({}): the share may be too small, or the figure net of income",
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
