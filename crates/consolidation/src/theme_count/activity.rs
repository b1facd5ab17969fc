//! Activities: how many there were, times what one costs. Counted where nothing of their body is in the theme.

use model::ProblemKind;
use model::problem::Problem;
use model::spending::SpendingKind;
use model::theme_rule::{ActivityCost, Quantity, ThemeActivity, ThemeBasis, UnitPrice, Within};
use model::{FinancialYear, UNCLASSIFIED};
use money::Money;

use super::given::released;
use super::lines_of_themes::ThemeLines;
use super::row::{ThemeRow, Who};
use super::{ThemeEvidence, of_body};

/// Adds the activities of the place's year, those within other activities last.
pub(super) fn add(
    evidence: &ThemeEvidence<'_>,
    lines: &ThemeLines<'_>,
    rows: &mut Vec<ThemeRow>,
    problems: &mut Vec<Problem>,
) {
    let before = rows.len();
    let is_within_another = |activity: &&ThemeActivity| matches!(activity.within, Some(Within::Activity(_)));
    let (inner, outer): (Vec<_>, Vec<_>) = evidence.rules.activities.iter().partition(is_within_another);
    for activity in outer.into_iter().chain(inner) {
        let who = Who::named(&activity.body, evidence.place);
        let (found, others) = (&rows[..before], &rows[before..]);
        let beside = Beside { found, others, paid: lines.paid_to(&who, &activity.theme) };
        match worth(activity, evidence).and_then(|worth| row(activity, &who, worth, evidence, &beside)) {
            Ok(row) => rows.push(row),
            Err(refusal) => problems.push(Problem {
                amount: refusal.amount,
                n_rows: 1,
                ..Problem::new(who.for_problem(), ProblemKind::ThemeNotCounted, refusal.in_words(activity))
            }),
        }
    }
}

/// What is in the themes before an activity.
struct Beside<'a> {
    /// Rows of ledgers and of published figures.
    found: &'a [ThemeRow],
    /// Activities.
    others: &'a [ThemeRow],
    /// What others paid its body in the theme.
    paid: Option<Money>,
}

/// Why an activity is in no sum.
struct Refusal {
    why: String,
    amount: Option<Money>,
}

impl Refusal {
    fn because(why: String) -> Refusal {
        Refusal { why, amount: None }
    }

    fn in_words(&self, activity: &ThemeActivity) -> String {
        let ThemeActivity { at, activity, body, theme, .. } = activity;
        let amount = self.amount.map(|amount| format!(", {amount},")).unwrap_or_default();
        format!("{at}: `{activity}` of {body}{amount} is not counted in `{theme}`: {}", self.why)
    }
}

/// What an activity comes to, in the prices of the place's year.
struct Worth {
    /// None where its released count is withheld.
    amount: Option<Money>,
    how: String,
}

fn worth(activity: &ThemeActivity, evidence: &ThemeEvidence<'_>) -> Result<Worth, Refusal> {
    let (one, cost) = cost_of_one(&activity.cost, evidence)?;
    let unit = &activity.unit;
    let (n, counted) = match &activity.n {
        Quantity::Stated(n) if unit.is_empty() => (Some(*n), String::new()),
        Quantity::Stated(n) => (Some(*n), format!("{n} ({unit}) × ")),
        Quantity::Released { topic, category } => {
            let name = format!("{topic}:{category}");
            match released(evidence.released).get(&(topic.as_str(), category.as_str())) {
                None => return Err(Refusal::because(format!("no count `{name}` was released"))),
                Some(None) => (None, format!("{unit}: `{name}`, which is withheld, × ")),
                Some(Some(n)) => (Some(*n as f64), format!("{n} ({unit}: `{name}`, as released) × ")),
            }
        }
    };
    let amount = n.map(|n| Money::from_pence((n * one).round_ties_even() as i64));
    Ok(Worth { amount, how: format!("{counted}{cost}") })
}

/// Pence of one unit at the prices of the place's year, and how they came about.
fn cost_of_one(cost: &ActivityCost, evidence: &ThemeEvidence<'_>) -> Result<(f64, String), Refusal> {
    let to = evidence.place.year;
    match cost {
        ActivityCost::Unit(UnitPrice::Stated { pounds, year }) => {
            let pence = rebased(pounds.pence() as f64, *year, evidence)?;
            Ok((pence, format!("{pounds}{}", prices(*year, to))))
        }
        ActivityCost::Unit(UnitPrice::Named(code)) => {
            let Some(known) = evidence.unit_costs.get(code) else {
                let why = format!("unit cost `{code}` is not known, or is not a cost to public bodies");
                return Err(Refusal::because(format!("{why}; `totalplace unit-costs` lists them")));
            };
            let pence = rebased(known.pounds * 100.0, known.year, evidence)?;
            let pounds = Money::from_pence((known.pounds * 100.0).round_ties_even() as i64);
            Ok((pence, format!("{pounds}{}, unit cost {code}: {}", prices(known.year, to), known.what)))
        }
        ActivityCost::Staff { hours, hourly, year } => {
            let pence = rebased(hours * hourly.pence() as f64, *year, evidence)?;
            Ok((pence, format!("{hours} hours of staff × {hourly}{}", prices(*year, to))))
        }
    }
}

fn rebased(pence: f64, from: FinancialYear, evidence: &ThemeEvidence<'_>) -> Result<f64, Refusal> {
    let to = evidence.place.year;
    evidence.deflator.rebase(pence, from.0, to.0).map_err(|error| Refusal::because(format!("{error}")))
}

fn prices(of: FinancialYear, to: FinancialYear) -> String {
    if of == to { String::new() } else { format!(" at {of} prices, converted to {to}") }
}

fn row(
    activity: &ThemeActivity,
    who: &Who,
    worth: Worth,
    evidence: &ThemeEvidence<'_>,
    beside: &Beside<'_>,
) -> Result<ThemeRow, Refusal> {
    let is_staff = matches!(activity.cost, ActivityCost::Staff { .. });
    let refused = |why: String| Refusal { why, amount: worth.amount };
    let held_by = holder(activity, who, evidence.place.year, beside).map_err(refused)?;
    let stated = format!("{}: {} (stated by {}; {})", worth.how, activity.source, activity.who, activity.at);
    Ok(ThemeRow {
        year: evidence.place.year,
        theme: activity.theme.clone(),
        body: who.clone(),
        service: activity.service.clone(),
        label: activity.activity.clone(),
        kind: if is_staff { SpendingKind::Pay } else { SpendingKind::Current },
        intent: activity.intent,
        basis: if is_staff { ThemeBasis::StaffTime } else { ThemeBasis::Activity },
        rests_on: None,
        method: stated,
        file_id: None,
        row: None,
        amount: worth.amount.filter(|_| held_by.is_none()),
        held: worth.amount.filter(|_| held_by.is_some()),
        within: held_by,
        opens: None,
    })
}

/// What holds an activity's pounds, in words; none where nothing does. An error where something may and nobody says so, or
/// where what is said to hold them is not there.
fn holder(
    activity: &ThemeActivity,
    who: &Who,
    year: FinancialYear,
    beside: &Beside<'_>,
) -> Result<Option<String>, String> {
    let near: Vec<&ThemeRow> = of_body(beside.found, year, &activity.theme, who)
        .filter(|row| !row.is_capital() && may_hold(row, activity))
        .collect();
    let published = sum_of(&near, ThemeBasis::StatedShare);
    let own_ledger = sum_of(&near, ThemeBasis::Ledger).or_else(|| opening(&near));
    let is_paid_alone = own_ledger.is_none();
    let ledger = own_ledger.or_else(|| beside.paid.map(|paid| format!("payments to the body in the theme ({paid})")));
    let is_free = is_paid_alone || matches!(activity.cost, ActivityCost::Staff { .. }) || are_unplaced(&near, activity);
    match (&activity.within, published, ledger) {
        (None, None, None) | (Some(Within::Neither), None, None) => Ok(None),
        (Some(Within::Neither), None, Some(_)) if is_free => Ok(None),
        (Some(Within::Published), Some(published), _) => Ok(Some(published)),
        (Some(Within::Ledger), _, Some(ledger)) => Ok(Some(ledger)),
        (Some(Within::Activity(name)), ..) => beside
            .others
            .iter()
            .find(|row| row.theme == activity.theme && row.body.is(who) && row.label.eq_ignore_ascii_case(name))
            .map(|row| Some(format!("the activity `{}`", row.label)))
            .ok_or_else(|| {
                format!("`within` names `{name}`, which is not a counted activity of the body in the theme")
            }),
        (Some(Within::Published), None, _) => {
            Err("`within` says `published`, and no share of a published line of the body is in the theme".to_owned())
        }
        (Some(Within::Ledger), _, None) => {
            Err("`within` says `ledger`, and no rows of the body's ledger, and no payments to it, are in the theme"
                .to_owned())
        }
        (_, published, ledger) => Err(undecided(&published.or(ledger).unwrap_or_default())),
    }
}

/// What to write where something may hold an activity's pounds and nobody says whether it does.
fn undecided(holder: &str) -> String {
    format!(
        "{holder} may already include it: if so, write `published` or `ledger` under `within`; if it is another \
         service, write that; `neither` is for staff time beside the body's own ledger, for an activity with a \
         service beside payments that have none, and for one that payments to the body do not pay for"
    )
}

/// Whether a row may be the same money: of the same service, or of one that nobody tells.
fn may_hold(row: &ThemeRow, activity: &ThemeActivity) -> bool {
    match (row.service.as_deref(), activity.service.as_deref()) {
        (None | Some(UNCLASSIFIED), _) | (_, None | Some(UNCLASSIFIED)) => true,
        (Some(of_row), Some(own)) => of_row == own,
    }
}

/// Whether all that may hold an activity are payments that no rule places, while the activity says its service.
fn are_unplaced(near: &[&ThemeRow], activity: &ThemeActivity) -> bool {
    activity.service.is_some()
        && near.iter().all(|row| row.basis == ThemeBasis::Ledger && row.service.as_deref() == Some(UNCLASSIFIED))
}

/// The rows on one basis, in words.
fn sum_of(rows: &[&ThemeRow], basis: ThemeBasis) -> Option<String> {
    let found: Vec<&&ThemeRow> = rows.iter().filter(|row| row.basis == basis).collect();
    let first = found.first()?;
    let amount: Money = found.iter().map(|row| row.amount.or(row.held).unwrap_or_default()).sum();
    let service = first.service.as_deref().unwrap_or_default();
    Some(match basis {
        ThemeBasis::StatedShare => {
            let row = first.row.map(|row| format!("; row {row} of its file")).unwrap_or_default();
            format!("the stated share of `{}` ({amount}{row})", first.label)
        }
        _ => format!("rows of the ledger under `{service}` ({amount})"),
    })
}

/// Rows of a ledger that lie beneath a stated share, in words.
fn opening(rows: &[&ThemeRow]) -> Option<String> {
    let opens: Vec<Money> = rows.iter().filter_map(|row| row.opens).collect();
    (!opens.is_empty()).then(|| format!("rows of the ledger ({})", opens.iter().sum::<Money>()))
}
