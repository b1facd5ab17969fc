//! What linking came to, in a screenful.

use linkage::clusters::Clusters;
use linkage::evidence::{PairCounts, pairs_against_truth};
use linkage::records::NULL;
use linkage::{Linked, Note, Placeholder, Records};
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
    print_changes(summary.people)?;
    crate::print(linked.quality)?;
    print_truth(summary)?;
    if let Some(warning) = linked.quality.warning() {
        crate::print(format_args!("look: {warning}"))?;
    }
    for cut in &linked.cuts {
        crate::print(format_args!(
            "look: {} records were one person by a chain of links; cut into pieces of at most {} at {} weak links",
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

fn rules(linked: &Linked) -> impl std::fmt::Display {
    let row =
        |rule: &linkage::score::RuleScore| vec![rule.rule.clone(), rule.n_pairs.to_string(), rule.n_kept.to_string()];
    table::table(
        &["compared where records agree on", "new pairs", "kept"],
        &[1, 2],
        linked.summary.rules.iter().map(row),
    )
}

fn largest(clusters: &Clusters) -> u32 {
    let mut sizes = vec![0_u32; clusters.n_rows()];
    clusters.labels().iter().for_each(|lowest| sizes[*lowest as usize] += 1);
    sizes.into_iter().max().unwrap_or(0)
}

fn print_changes(people: &People) -> Result<(), Failure> {
    let Some(diff) = &people.diff else { return Ok(()) };
    crate::print(format_args!(
        "since the last run: {} people as they were, {} new, {} with other records, {} merged, {} split, {} gone: changes.csv",
        diff.n_kept,
        diff.n_of(PersonChangeKind::New),
        diff.n_of(PersonChangeKind::Changed),
        diff.n_of(PersonChangeKind::Merged),
        diff.n_of(PersonChangeKind::Split),
        diff.n_of(PersonChangeKind::Gone),
    ))
}

fn print_truth(summary: &Summary<'_>) -> Result<(), Failure> {
    let Some(truth) = &summary.arguments.truth else { return Ok(()) };
    let Some(codes) = summary.records.codes_of(truth)? else { return Ok(()) };
    let n_unknown = codes.iter().filter(|code| **code == NULL).count();
    if n_unknown != 0 {
        return Err(Failure::new(
            format!("`{truth}` is empty for {n_unknown} records"),
            "the truth must be known of every record, or leave out --truth",
        ));
    }
    crate::print(against_truth(&pairs_against_truth(&summary.linked.clusters, &codes)))
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
