//! What linking came to, in a screenful.

use linkage::RecordOrigins;
use linkage::clusters::Clusters;
use linkage::evidence::{PairCounts, group_pairs_against_truth, pairs_against_truth, people_by_sources};
use linkage::records::NULL;
use linkage::{Decided, Linked, Note, Placeholder, Records};
use model::tables::PersonChangeKind;
use statistics::Share;

use super::folder::MODEL;
use super::people::People;
use super::{Arguments, say};
use crate::fail::Failure;
use crate::{Outcome, table};

/// Everything that the page is made of.
pub struct Summary<'a> {
    pub n_files: usize,
    pub records: &'a Records,
    pub linked: &'a Linked,
    pub people: &'a People,
    /// Pairs that reviewers settled.
    pub decided: &'a Decided,
    /// Where names come from, where the truth is compared with it.
    pub origins: Option<RecordOrigins>,
    pub arguments: &'a Arguments,
}

pub fn print(summary: &Summary<'_>) -> Result<Outcome, Failure> {
    let Summary { records, linked, arguments, .. } = summary;
    for note in Note::fold(&linked.notes, MODEL) {
        say(format_args!("note: {note}"))?;
    }
    crate::print(rules(linked))?;
    let n_kept: u64 = linked.summary.rules.iter().map(|rule| rule.n_kept).sum();
    let thresholds = linked.model.thresholds;
    crate::print(format_args!(
        "{} records of {} files: {} people\n{n_kept} pairs of at least {}, {} of them linked at {}; most records of one person: {}",
        records.n_records(),
        summary.n_files,
        linked.clusters.n_clusters(),
        thresholds.keep,
        linked.links.len(),
        thresholds.link,
        largest(&linked.clusters)
    ))?;
    print_told_apart(linked)?;
    let n_one = summary.decided.values().filter(|is_same| **is_same).count();
    if !summary.decided.is_empty() {
        crate::print(format_args!(
            "pairs that reviewers settled: {n_one} of one person, {} of two",
            summary.decided.len() - n_one
        ))?;
    }
    print_changes(summary.people)?;
    print_thresholds(records, linked)?;
    crate::print(linked.quality)?;
    let truth = truth(summary)?;
    if let Some(truth) = &truth {
        crate::print(against_truth(&pairs_against_truth(&linked.clusters, truth)))?;
    }
    print_by_origin(summary, truth.as_deref())?;
    if let Some(warning) = linked.quality.warning() {
        crate::print(format_args!("look: {warning}"))?;
    }
    for cut in &linked.cuts {
        crate::print(format_args!(
            "look: a chain of links made {} records one person; it was cut into pieces of at most {} at {} weak links",
            cut.n_records, cut.n_records_after, cut.n_links_cut
        ))?;
    }
    crate::print(format_args!(
        "wrote pairs and clusters (.parquet and .csv) and model.toml to {}",
        arguments.out.display()
    ))?;
    let is_done = linked.cuts.is_empty() && linked.held_apart.suspects.is_empty() && linked.quality.warning().is_none();
    Ok(if is_done { Outcome::Done } else { Outcome::Look })
}

/// What counts as missing, and what the rule for households came to.
fn print_told_apart(linked: &Linked) -> Result<(), Failure> {
    let held_apart = &linked.held_apart;
    for sentence in Placeholder::sentence(&linked.placeholders).into_iter().chain(held_apart.sentences()) {
        crate::print(sentence)?;
    }
    held_apart.warning().map_or(Ok(()), |warning| crate::print(format_args!("look: {warning}")))
}

/// People by the number of files that know them, at the chosen threshold and on either side of it.
fn print_thresholds(records: &Records, linked: &Linked) -> Result<(), Failure> {
    let chosen = (linked.model.thresholds.link, &linked.clusters);
    let mut all: Vec<(f64, &Clusters)> = linked.around.iter().map(|at| (at.probability, &at.clusters)).collect();
    if all.is_empty() {
        return Ok(());
    }
    all.push(chosen);
    all.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let counts: Vec<Vec<u64>> = all.iter().map(|(_, clusters)| people_by_sources(records, clusters)).collect();
    let heading = |(probability, _): &(f64, &Clusters)| {
        let is_chosen = if *probability == chosen.0 { ", chosen" } else { "" };
        format!("linked at {probability:.4}{is_chosen}")
    };
    let unit = if records.sources().len() == 1 { "records of one person" } else { "files that know a person" };
    let headings: Vec<String> = std::iter::once(unit.to_owned()).chain(all.iter().map(heading)).collect();
    let most = counts.iter().map(Vec::len).max().unwrap_or(0);
    let row = |n: usize| {
        let counts = counts.iter().map(|counts| counts.get(n).copied().unwrap_or(0).to_string());
        std::iter::once((n + 1).to_string()).chain(counts).collect()
    };
    let people = counts.iter().map(|counts| counts.iter().sum::<u64>().to_string());
    let all_people = std::iter::once("people altogether".to_owned()).chain(people).collect();
    let rows: Vec<Vec<String>> = (0..most).map(row).chain([all_people]).collect();
    let right: Vec<usize> = (1..headings.len()).collect();
    crate::print(table::table(&headings.iter().map(String::as_str).collect::<Vec<_>>(), &right, rows))
}

fn rules(linked: &Linked) -> impl std::fmt::Display {
    let row =
        |rule: &linkage::score::RuleScore| vec![rule.rule.clone(), rule.n_pairs.to_string(), rule.n_kept.to_string()];
    table::table(&["compared if records agree on", "new pairs", "kept"], &[1, 2], linked.summary.rules.iter().map(row))
}

fn largest(clusters: &Clusters) -> u32 {
    let mut sizes = vec![0_u32; clusters.n_rows()];
    clusters.labels().iter().for_each(|lowest| sizes[*lowest as usize] += 1);
    sizes.into_iter().max().unwrap_or(0)
}

fn print_changes(people: &People) -> Result<(), Failure> {
    let Some(diff) = &people.diff else { return Ok(()) };
    crate::print(format_args!(
        "since the last run: {} people unchanged, {} new, {} with different records, {} merged, {} split, {} gone: changes.csv",
        diff.n_kept,
        diff.n_of(PersonChangeKind::New),
        diff.n_of(PersonChangeKind::Changed),
        diff.n_of(PersonChangeKind::Merged),
        diff.n_of(PersonChangeKind::Split),
        diff.n_of(PersonChangeKind::Gone),
    ))
}

/// The true person of every row, where a column says so.
fn truth(summary: &Summary<'_>) -> Result<Option<Vec<u32>>, Failure> {
    let Some(truth) = &summary.arguments.truth else { return Ok(None) };
    let Some(codes) = summary.records.codes_of(truth)? else { return Ok(None) };
    let n_unknown = codes.iter().filter(|code| **code == NULL).count();
    if n_unknown != 0 {
        return Err(Failure::new(
            format!("`{truth}` is empty for {n_unknown} records"),
            "every record must have its truth; otherwise leave out --truth",
        ));
    }
    Ok(Some(codes.to_vec()))
}

/// Error by where names come from: as estimated, and beside it the truth where it is known.
fn print_by_origin(summary: &Summary<'_>, truth: Option<&[u32]>) -> Result<(), Failure> {
    let linked = summary.linked;
    // Where all names are of one origin or on no list, there is nothing to compare.
    if linked.by_origin.len() < 2 {
        return Ok(());
    }
    let counts = match (truth, &summary.origins) {
        (Some(truth), Some(origins)) => Some(group_pairs_against_truth(&linked.clusters, truth, &origins.of_row)),
        _ => None,
    };
    let row = |at: usize| {
        let (origin, quality) = &linked.by_origin[at];
        let missed = quality.n_missed.map_or("-".to_owned(), |n| format!("{n:.0}"));
        let share = quality.missed_share().map_or("-".to_owned(), |share| format!("{:.1}%", 100.0 * share));
        let mut row = vec![origin.clone(), quality.n_records.to_string(), quality.n_found.to_string()];
        row.extend([format!("{:.0}", quality.n_wrong), missed, share]);
        if let Some(counts) = &counts {
            row.extend([counts[at].false_positives, counts[at].false_negatives].map(|n| n.to_string()));
        }
        row
    };
    let mut rows: Vec<usize> =
        (0..linked.by_origin.len()).filter(|at| linked.by_origin[*at].1.n_records != 0).collect();
    rows.sort_by_key(|at| std::cmp::Reverse(linked.by_origin[*at].1.n_records));
    let mut headings = vec!["names", "records", "pairs found", "wrong, estimated", "missed, estimated", "share missed"];
    if counts.is_some() {
        headings.extend(["wrong, true", "missed, true"]);
    }
    let right: Vec<usize> = (1..headings.len()).collect();
    crate::print(table::table(&headings, &right, rows.into_iter().map(row)))
}

fn against_truth(counts: &PairCounts) -> String {
    let share = |share: Option<Share>| {
        share.map_or("-".to_owned(), |share| format!("{:.4} ({:.4} to {:.4})", share.value, share.low, share.high))
    };
    let (precision, recall) = (share(counts.precision()), share(counts.recall()));
    let (wrong, missed) = (counts.false_positives, counts.false_negatives);
    format!(
        "against the truth: {wrong} wrong, {missed} missed; precision {precision}, recall {recall}, F1 {:.4}",
        counts.f1()
    )
}
