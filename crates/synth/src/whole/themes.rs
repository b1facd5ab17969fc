//! What three themes of the place cost: shares of published figures that somebody stated, and activities with their costs.
//!
//! Rows of ledgers under the headings of a theme lie beneath the share: they open it and add nothing.

use std::collections::BTreeMap;

use model::spending::SpendingKind;
use money::Money;
use rand::RngExt;
use serde_json::{Value, json};

use super::accounts::{Account, THOUSAND};
use super::services::SERVICES;
use crate::Plan;
use crate::bodies::{AMBLEFORD, COUNTY, FENHOLT, HOSPITALS, POLICE, body};
use crate::dice::dice;
use crate::truth::Truth;

/// A share of a service that somebody stated: theme, body, service, percent, reason and who.
type Stated = (&'static str, &'static str, &'static str, i64, &'static str, &'static str);

const DRUGS: &str = "drugs-alcohol";
const HOMELESS: &str = "homelessness";
const OLDER: &str = "older-people";

const STATED: [Stated; 4] = [
    (DRUGS, COUNTY, "public_health", 90, "Contracts for treatment in the budget book", "Director of Public Health"),
    (
        HOMELESS,
        AMBLEFORD,
        "housing",
        80,
        "Temporary homes and their staff in the budget book",
        "Head of Housing, Ambleford",
    ),
    (
        HOMELESS,
        FENHOLT,
        "housing",
        75,
        "Temporary homes and their staff in the budget book",
        "Head of Housing, Fenholt",
    ),
    (
        OLDER,
        COUNTY,
        "adult_social_care",
        55,
        "People of 65 and over among those supported",
        "Director of Adult Services",
    ),
];

/// Headings whose rows open the share of a theme: body, and what the service is called.
const OPENED: [(&str, &str, &str); 5] = [
    (DRUGS, COUNTY, "Substance Misuse"),
    (HOMELESS, AMBLEFORD, "Homelessness"),
    (HOMELESS, FENHOLT, "Homelessness"),
    (OLDER, COUNTY, "Older People Residential Care"),
    (OLDER, COUNTY, "Extra Care Housing"),
];

/// What a body does for a theme.
struct Activity {
    theme: &'static str,
    body: &'static str,
    name: &'static str,
    unit: &'static str,
    /// One for every this many people in the place.
    people: u64,
    cost: Cost,
}

/// Pence of one, or tenths of an hour of staff and pence of an hour.
#[derive(Clone, Copy)]
enum Cost {
    Unit(i64),
    Staff(i64, i64),
}

const ACTIVITIES: [Activity; 2] = [
    Activity {
        theme: HOMELESS,
        body: POLICE,
        name: "Night patrols for rough sleepers",
        unit: "patrol",
        people: 400,
        cost: Cost::Staff(35, 41_20),
    },
    Activity {
        theme: DRUGS,
        body: HOSPITALS,
        name: "Emergency attendances after drink or drugs",
        unit: "attendance",
        people: 60,
        cost: Cost::Unit(205_00),
    },
];

impl Activity {
    fn n(&self, plan: &Plan) -> i64 {
        let mut dice = dice(plan.seed, self.name);
        (plan.people as f64 / self.people as f64 * dice.random_range(0.8..1.2)).ceil() as i64
    }

    /// What it comes to, by the table's words for the kind and the basis.
    fn pence(&self, plan: &Plan) -> (SpendingKind, &'static str, i64) {
        match self.cost {
            Cost::Unit(pence) => (SpendingKind::Current, "activity", self.n(plan) * pence),
            Cost::Staff(tenths, hourly) => (SpendingKind::Pay, "staff_time", self.n(plan) * tenths * hourly / 10),
        }
    }
}

/// `rules/theme_published.csv`.
pub(crate) fn theme_published() -> String {
    let row = |(theme, body, service, percent, reason, who): Stated| {
        format!("{theme},{body},revenue_outturn_services:*,{},{percent}%,\"{reason}\",\"{who}\"\n", label(service))
    };
    format!("theme,body,series,label,share,reason,who\n{}", STATED.map(row).concat())
}

/// `rules/theme_activity.csv`.
pub(crate) fn theme_activity(plan: &Plan) -> String {
    let row = |activity: &Activity| {
        let Activity { theme, body, name, unit, .. } = activity;
        let year = plan.year;
        let cost = match activity.cost {
            Cost::Unit(pence) => format!("{},{year},,", plain(pence)),
            Cost::Staff(tenths, hourly) => format!(",{year},{}.{},{}", tenths / 10, tenths % 10, plain(hourly)),
        };
        format!(
            "{theme},{body},{name},{},{unit},{cost},Log of the year,Head of performance,neither\n",
            activity.n(plan)
        )
    };
    format!(
        "theme,body,activity,n,unit,unit_cost,cost_year,staff_hours,hourly_cost,source,who,within\n{}",
        ACTIVITIES.iter().map(row).collect::<String>()
    )
}

fn label(service: &str) -> &'static str {
    SERVICES.iter().find(|known| known.id == service).map_or("", |known| known.label)
}

fn plain(pence: i64) -> String {
    Money::from_pence(pence).plain()
}

/// The themes in truth: pounds by theme, body, kind and basis, and how much of the shares is traced to payments.
pub(super) fn themes(plan: &Plan, accounts: &[Account], truth: &Truth) -> Value {
    let mut rows: Vec<Value> = Vec::new();
    let mut row = |theme: &str, id: &'static str, kind: SpendingKind, basis: &str, pence: i64| {
        let (kind, body) = (kind.word(), body(id).name);
        rows.push(json!({ "theme": theme, "body": body, "kind": kind, "basis": basis, "pounds": plain(pence) }));
    };
    for (theme, id, service, percent, ..) in STATED {
        for (kind, thousands) in shared(accounts, id, service) {
            row(theme, id, kind, "stated_share", thousands * THOUSAND / 100 * percent);
        }
    }
    for activity in &ACTIVITIES {
        let (kind, basis, pence) = activity.pence(plan);
        row(activity.theme, activity.body, kind, basis, pence);
    }
    json!({ "rows": rows, "opens": opens(truth) })
}

/// Pay, running expenses and income of a service that are not zero.
fn shared(accounts: &[Account], id: &str, service: &str) -> Vec<(SpendingKind, i64)> {
    let at = SERVICES.iter().position(|known| known.id == service).expect("a share is of a service");
    let year =
        &accounts.iter().find(|account| account.body == id).expect("a share is of a body with a return").services[at];
    let kinds = [
        (SpendingKind::Pay, year.employees),
        (SpendingKind::GoodsServices, year.running),
        (SpendingKind::Income, -year.income()),
    ];
    kinds.into_iter().filter(|(_, thousands)| *thousands != 0).collect()
}

/// Current spending under the headings of each theme and body.
fn opens(truth: &Truth) -> Vec<Value> {
    let mut sums: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for (theme, id, service) in OPENED {
        let headings = truth.parts_of(id).flat_map(|part| &part.by_heading);
        let pence =
            headings.filter(|heading| heading.service == service && !heading.is_capital).map(|heading| heading.pence);
        *sums.entry((theme, id)).or_default() += pence.sum::<i64>();
    }
    let one = |((theme, id), pence): (&(&str, &str), &i64)| json!({ "theme": theme, "body": body(id).name, "pounds": plain(*pence) });
    sums.iter().map(one).collect()
}
