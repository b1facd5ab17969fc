//! What is seen when registers lie side by side: numbers that are not keys, and spellings.

use std::collections::{BTreeMap, BTreeSet};

use model::ProblemKind;
use model::problem::Problem;

use super::Buildings;
use super::site::Site;

/// Rows that a problem names.
const N_NAMED: usize = 5;

/// Gives every building a name of its own in the place, and says where a register's number stands on two.
pub fn name_each(all: &mut Buildings) {
    let mut rows_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, site) in all.sites.iter().enumerate() {
        rows_of.entry(base_id(site)).or_default().push(at);
    }
    for (base, sites) in rows_of {
        if let [only] = sites[..] {
            all.sites[only].building_id = base;
            continue;
        }
        for at in &sites {
            let site = &mut all.sites[*at];
            site.building_id = format!("{base} ({}, row {})", stem(&site.file), site.row);
        }
        let first = &all.sites[sites[0]];
        // Returns of the NHS give all their aggregate rows one number.
        if first.register_id.is_some() && !first.is_aggregate {
            let text = format!("`{base}` stands on {} buildings: {}", sites.len(), named(&all.sites, &sites));
            all.problems.push(about(first, sites.len(), ProblemKind::BuildingIdTwice, text));
        }
    }
    let ids: BTreeMap<(&str, u64), &str> = (all.sites.iter())
        .flat_map(|site| site.rows.iter().map(|row| ((site.file_id.as_str(), *row), site.building_id.as_str())))
        .collect();
    for figure in &mut all.figures {
        figure.building_id = ids.get(&(figure.file_id.as_str(), figure.row)).copied().unwrap_or_default().to_owned();
    }
}

/// Doubts about buildings that no row has alone.
pub fn beside_each_other(sites: &[Site]) -> Vec<Problem> {
    let mut problems = shared_uprns(sites);
    type Printed = fn(&Site) -> &Option<String>;
    let columns: [(&str, Printed); 4] = [
        ("tenure", |site| &site.tenure),
        ("tenure detail", |site| &site.tenure_detail),
        ("holding", |site| &site.holding),
        ("kind", |site| &site.kind),
    ];
    for (what, printed) in columns {
        problems.extend(spellings(sites, what, printed));
    }
    problems
}

/// Whose it is, and its number or else its name.
fn base_id(site: &Site) -> String {
    let whose = site.body_id.as_deref().unwrap_or_else(|| stem(&site.file));
    let kind = site.kind.as_deref().filter(|_| site.register_id.is_none());
    let what = site.register_id.as_deref().unwrap_or(&site.name);
    kind.map_or_else(|| format!("{whose}: {what}"), |kind| format!("{whose}: {kind}: {what}"))
}

/// A file's name without folders and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name)
}

fn shared_uprns(sites: &[Site]) -> Vec<Problem> {
    let mut by_uprn: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, site) in sites.iter().enumerate() {
        if let Some(uprn) = &site.uprn {
            by_uprn.entry((&site.file_id, uprn)).or_default().push(at);
        }
    }
    let shared = by_uprn.into_iter().filter(|(_, at)| 1 < at.len());
    let problem = |((_, uprn), at): ((&str, &str), Vec<usize>)| {
        let text = format!("UPRN {uprn} stands on {} buildings: {}", at.len(), named(sites, &at));
        about(&sites[at[0]], at.len(), ProblemKind::UprnShared, text)
    };
    shared.map(problem).collect()
}

/// Words of one file that differ only in capitals and spaces.
fn spellings(sites: &[Site], what: &str, printed: fn(&Site) -> &Option<String>) -> Vec<Problem> {
    let mut words: BTreeMap<(&str, String), BTreeMap<&str, usize>> = BTreeMap::new();
    let mut first: BTreeMap<(&str, &str), &Site> = BTreeMap::new();
    for site in sites {
        let Some(word) = printed(site) else { continue };
        let folded = word.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        *words.entry((&site.file_id, folded)).or_default().entry(word).or_default() += 1;
        first.entry((&site.file_id, word)).or_insert(site);
    }
    let several = words.into_iter().filter(|(_, spelled)| 1 < spelled.len());
    let problem = |((file, _), spelled): ((&str, String), BTreeMap<&str, usize>)| {
        let (rarest, n) = spelled.iter().min_by_key(|(word, n)| (**n, **word)).expect("several are spelled");
        let all: Vec<String> = spelled.iter().map(|(word, n)| format!("`{word}` {n} times")).collect();
        about(first[&(file, *rarest)], *n, ProblemKind::LabelSpelling, format!("{what}: {}", all.join(", ")))
    };
    several.map(problem).collect()
}

fn named(sites: &[Site], at: &[usize]) -> String {
    let names: BTreeSet<String> = at.iter().map(|at| format!("{} (row {})", sites[*at].name, sites[*at].row)).collect();
    let shown: Vec<String> = names.iter().take(N_NAMED).cloned().collect();
    let more = names.len().saturating_sub(N_NAMED);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

fn about(site: &Site, n_rows: usize, kind: ProblemKind, text: String) -> Problem {
    let body = site.body_id.as_deref().unwrap_or("buildings");
    Problem {
        file_id: Some(site.file_id.clone()),
        row: Some(site.row),
        n_rows: n_rows as u64,
        ..Problem::new(body, kind, format!("`{}`: {text}", site.file))
    }
}
