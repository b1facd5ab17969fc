//! The account on one screen: what was counted, by whom, what is most doubtful. The rest is a command away.

use std::cmp::Reverse;

use model::AccountPart;
use money::Money;

use crate::block::{Fact, Value, count, percent, plural_noun, some_names};
use crate::render::{WIDTH_MIN, heading, render_facts, wrap};
use crate::summary::Summary;
use crate::summary::warnings::warnings;
use crate::text::for_terminal;
use crate::whole::WholeCount;

/// Bodies that stand alone.
const N_BODIES: usize = 8;
/// Data quality warnings that stand alone.
const N_WARNINGS: usize = 5;
/// Names in a sentence.
const N_NAMES: usize = 2;
/// Columns of numbers beside which there is room for the number of lines.
const WIDTH_WITH_LINES: usize = 100;
/// A name is cut before it is shorter than this.
const NAME_WIDTH_MIN: usize = 12;

/// The account of a place on one screen of `width` columns, with colours if asked for; `all` is the command that prints
/// the rest.
pub fn render_screen(summary: &Summary, whole: Option<&WholeCount>, width: usize, colour: bool, all: &str) -> String {
    let width = width.max(WIDTH_MIN);
    let mut text = String::new();
    if let Some(whole) = whole {
        let title = format!("All public money for {}, financial year {}", for_terminal(&whole.place), whole.year);
        text.push_str(&format!("{}\n{}\n", heading(&title, colour), render_facts(&of_whole(whole), width)));
        text.push_str(&format!("{}\n", heading("The payments beneath it", colour)));
    } else {
        let years = plural_noun(summary.net_by_year.len(), "financial year");
        let title = format!("{}, {years} {}", for_terminal(&summary.place), summary.years_in_words());
        text.push_str(&format!("{}\n", heading(&title, colour)));
    }
    text.push_str(&render_facts(&of_payments(summary, whole.is_some()), width));
    text.push_str(&format!("\n{}", bodies(summary, whole, width).print(width, colour)));
    text.push_str(&format!("\n{}", warnings(summary.doubts.as_deref(), width, colour, N_WARNINGS)));
    let rest = format!("Services, suppliers, transfers, published totals and every warning: {all}");
    text.push_str(&format!("\n{}", wrap(&for_terminal(&rest), width).join("\n")));
    text
}

fn of_whole(whole: &WholeCount) -> Vec<Fact> {
    let fact = |label: &'static str, value, note: String| Fact { label: label.into(), value, note };
    let (low, high) = whole.bounds();
    let bounds = match (low, high) == (whole.total(), whole.total()) {
        true => "each pound once".to_owned(),
        false => format!("each pound once; {} to {}, by other drivers", low.short(), high.short()),
    };
    let people = whole.population.as_ref().map(|population| format!("{} people", count(population.people as usize)));
    let mut facts = vec![
        fact("Spent in all", Value::Money(whole.total()), bounds),
        fact("For each resident", whole.per_head().into(), people.unwrap_or_else(|| NO_POPULATION.to_owned())),
        fact("Traced to payments", Value::Money(whole.opens()), {
            format!("{} of it", whole.share_that_opens().map(percent).unwrap_or_default())
        }),
    ];
    let near: Vec<_> = whole.near_doubts().collect();
    facts.extend(near.first().map(|(kind, amount)| {
        let more = if near.len() == 1 { String::new() } else { format!(" (and {} more)", count(near.len() - 1)) };
        fact("May be off by", Value::Money(*amount), format!("{}{more}", kind.found()))
    }));
    let not_known = whole.not_known().count();
    if 0 < not_known {
        facts.push(fact("Not known", Value::Count(not_known), "spent, but nobody says how much: in no sum".to_owned()));
    }
    facts
}

const NO_POPULATION: &str = "no population in place.toml or `drivers`";

fn of_payments(summary: &Summary, is_beneath: bool) -> Vec<Fact> {
    let mut facts = summary.headlines();
    let kept = summary.total[AccountPart::TransfersKept].amount;
    let verb = if is_beneath { "Paid" } else { "Spent" };
    if let [of_years @ .., together] = facts.as_mut_slice()
        && !of_years.is_empty()
    {
        of_years.iter_mut().zip(&summary.net_by_year).for_each(|(fact, (year, _))| {
            fact.label = format!("{verb} in {year}").into();
        });
        together.note = "the years added up, as below".to_owned();
    }
    if let [headline] = facts.as_mut_slice() {
        headline.label = format!("{verb}, each pound once").into();
        headline.note = format!("{} of it transfers kept as evidence", kept.short());
    }
    if !is_beneath {
        let people = summary.population.as_ref().map(|population| population.people as usize);
        let note = people.map_or_else(|| NO_POPULATION.to_owned(), |people| format!("{} people", count(people)));
        facts.push(Fact { label: "For each resident".into(), value: summary.per_head().into(), note });
    }
    facts.extend(summary.near_fact());
    facts.extend(summary.beside_in_short());
    let gross = Value::Money(summary.total.gross().amount);
    facts.push(Fact { label: "All lines added up".into(), value: gross, note: summary.sources_note() });
    let missing: Vec<String> = summary.missing_bodies.iter().map(|body| body.name.clone()).collect();
    if !missing.is_empty() {
        let note = some_names(&missing, N_NAMES);
        facts.push(Fact { label: "Bodies without lines".into(), value: Value::Count(missing.len()), note });
    }
    facts
}

/// One body: all that it is known to spend, and its payments.
struct BodyRow {
    name: String,
    in_all: Option<Money>,
    n_lines: usize,
    gross: Option<Money>,
    net: Option<Money>,
}

fn body_rows(summary: &Summary, whole: Option<&WholeCount>) -> Vec<BodyRow> {
    let id_of = |name: &str| {
        let cells = whole.into_iter().flat_map(|whole| &whole.cells);
        cells.filter(|cell| cell.body == name).find_map(|cell| cell.body_id.clone())
    };
    let named = whole.map(|whole| whole.by(|cell| cell.body.clone())).unwrap_or_default();
    let mut rows: Vec<BodyRow> = Vec::new();
    let mut ids: Vec<Option<String>> = Vec::new();
    for (name, amount, _) in named {
        ids.push(id_of(&name));
        rows.push(BodyRow { name, in_all: Some(amount), n_lines: 0, gross: None, net: None });
    }
    for body in &summary.bodies {
        let is_it = |at: &usize| ids[*at].as_deref() == Some(&body.body_id) || rows[*at].name == body.name;
        let at = (0..rows.len()).find(is_it).unwrap_or_else(|| {
            ids.push(Some(body.body_id.clone()));
            rows.push(BodyRow { name: body.name.clone(), in_all: None, n_lines: 0, gross: None, net: None });
            rows.len() - 1
        });
        let gross = body.parts.gross();
        rows[at].n_lines = gross.n_lines;
        (rows[at].gross, rows[at].net) = (Some(gross.amount), Some(body.parts.net().amount));
    }
    rows.sort_by_key(|row| Reverse((row.in_all, row.net)));
    rows
}

fn bodies(summary: &Summary, whole: Option<&WholeCount>, width: usize) -> Columns {
    let rows = body_rows(summary, whole);
    let (net, gross) = (summary.total.net().amount, summary.total.gross());
    let total = whole.map_or(net, WholeCount::total);
    let n_lines = |n: usize| (WIDTH_WITH_LINES <= width).then(|| count(n));
    let money = |amount: Option<Money>| amount.map_or("–".to_owned(), |amount| amount.to_string());
    let share =
        |amount: Option<Money>| amount.and_then(|amount| amount.share_of(total)).map_or("–".to_owned(), percent);
    let cells = |row: &BodyRow| match whole {
        Some(_) => [Some(money(row.in_all)), Some(share(row.in_all)), n_lines(row.n_lines), Some(money(row.net))],
        None => [n_lines(row.n_lines), Some(money(row.gross)), Some(money(row.net)), Some(share(row.net))],
    };
    let all = BodyRow {
        name: "All bodies".to_owned(),
        in_all: Some(total),
        n_lines: gross.n_lines,
        gross: Some(gross.amount),
        net: Some(net),
    };
    let headings = match whole {
        Some(_) => [Some("Spent in all"), Some("Share"), n_lines(0).map(|_| "Lines"), Some("Payments here")],
        None => [n_lines(0).map(|_| "Lines"), Some("All its lines"), Some("Spent here"), Some("Share")],
    };
    // One alone under "more" may as well have its name.
    let n_shown = if rows.len() <= N_BODIES + 1 { rows.len() } else { N_BODIES };
    let line = |row: &BodyRow| (row.name.clone(), cells(row).into_iter().flatten().collect());
    Columns {
        heading: "By body",
        headings: headings.into_iter().flatten().collect(),
        rows: rows[..n_shown].iter().chain([&all]).map(line).collect(),
        n_more: rows.len() - n_shown,
    }
}

/// Names with numbers beside them, each on a line of its own: a name that does not fit is cut.
struct Columns {
    heading: &'static str,
    headings: Vec<&'static str>,
    /// The last is the total.
    rows: Vec<(String, Vec<String>)>,
    n_more: usize,
}

impl Columns {
    fn print(&self, width: usize, colour: bool) -> String {
        let widths: Vec<usize> = (0..self.headings.len())
            .map(|i| {
                let cells = self.rows.iter().map(|(_, cells)| cells[i].chars().count());
                cells.chain([self.headings[i].len()]).max().unwrap_or(0)
            })
            .collect();
        let beside: usize = widths.iter().map(|width| width + 2).sum();
        let longest = self.rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        let name_width = longest.max(self.heading.len()).min(width.saturating_sub(2 + beside)).max(NAME_WIDTH_MIN);
        let line = |name: &str, cells: &[String]| {
            let name = cut(&for_terminal(name), name_width);
            let cells = cells.iter().zip(&widths).map(|(cell, width)| format!("  {cell:>width$}"));
            format!("  {name:<name_width$}{}\n", cells.collect::<String>())
        };
        let headings: Vec<String> = self.headings.iter().map(|heading| (*heading).to_owned()).collect();
        let title = line(self.heading, &headings);
        let mut text = format!("{}\n", heading(title.trim_end(), colour));
        text.push_str(&format!("  {}\n", "─".repeat(name_width + beside)));
        let (total, rows) = self.rows.split_last().expect("there is always a total");
        rows.iter().for_each(|(name, cells)| text.push_str(&line(name, cells)));
        if 0 < self.n_more {
            text.push_str(&format!("  and {} more: --all\n", count(self.n_more)));
        }
        text.push_str(&line(&total.0, &total.1));
        text
    }
}

/// A text of at most this many letters; the last letter shows that there were more.
fn cut(text: &str, n_max: usize) -> String {
    match text.chars().count() <= n_max {
        true => text.to_owned(),
        false => text.chars().take(n_max.saturating_sub(1)).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests;
