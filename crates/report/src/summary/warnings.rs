//! Data quality warnings as a terminal prints them.

use std::cmp::Reverse;

use money::Money;

use super::Doubt;
use crate::block::{plural, some_names};
use crate::render::{heading, wrap};
use crate::text::for_terminal;

/// Names in a sentence.
const N_NAMES: usize = 2;

/// Data quality warnings by the pounds that they concern; those of which no row tells pounds stand last. Where all are
/// wanted, each says what to ask for.
pub(crate) fn warnings(doubts: Option<&[Doubt]>, width: usize, colour: bool, n_max: usize) -> String {
    let Some(doubts) = doubts else {
        return format!("{}: not computed\n", heading("Data quality warnings", colour));
    };
    let is_shown = |doubt: &&Doubt| n_max == usize::MAX || !doubt.kind.needs_no_action();
    let mut open: Vec<&Doubt> = doubts.iter().filter(is_shown).collect();
    open.sort_by_key(|doubt| Reverse((doubt.amount.map(Money::abs), doubt.left_out, doubt.n_rows)));
    let shown = &open[..open.len().min(n_max)];
    let title = match (open.len(), shown.len()) {
        (0, _) => return format!("{}: none\n", heading("Data quality warnings", colour)),
        (all, n) if n < all => format!("Data quality warnings: {n} of {all}, by the pounds that they concern"),
        _ => "Data quality warnings, by the pounds that they concern".to_owned(),
    };
    let pounds: Vec<String> =
        shown.iter().map(|doubt| doubt.amount.map_or("not known".to_owned(), |amount| amount.to_string())).collect();
    let indent = pounds.iter().map(|pounds| pounds.chars().count()).max().unwrap_or(0);
    let mut text = format!("{}\n", heading(&title, colour));
    for (doubt, pounds) in shown.iter().zip(pounds) {
        let said = match n_max {
            usize::MAX => format!("{}: {}{}", in_words(doubt, usize::MAX), doubt.kind.to_do(), left_out(doubt)),
            _ => in_words(doubt, N_NAMES),
        };
        let lines = wrap(&for_terminal(&said), width.saturating_sub(4 + indent).max(40));
        text.push_str(&format!("  {pounds:>indent$}  {}\n", lines.join(&format!("\n{:1$}", "", 4 + indent))));
    }
    text
}

/// `the amount is empty (38 rows of 2 files; Ministry of Justice)`.
fn in_words(doubt: &Doubt, n_names: usize) -> String {
    let rows = (0 < doubt.n_rows).then(|| plural(doubt.n_rows, "row"));
    let files = (0 < doubt.n_files).then(|| plural(doubt.n_files, "file"));
    let where_found: Vec<String> = rows.into_iter().chain(files).collect();
    let bodies: Vec<String> = doubt.bodies.iter().filter(|body| !body.is_empty()).cloned().collect();
    let bodies = (!bodies.is_empty()).then(|| some_names(&bodies, n_names));
    let beside: Vec<String> =
        (!where_found.is_empty()).then(|| where_found.join(" of ")).into_iter().chain(bodies).collect();
    match beside.is_empty() {
        true => doubt.kind.found().to_owned(),
        false => format!("{} ({})", doubt.kind.found(), beside.join("; ")),
    }
}

fn left_out(doubt: &Doubt) -> &'static str {
    if doubt.left_out { "; left out of the count" } else { "" }
}
