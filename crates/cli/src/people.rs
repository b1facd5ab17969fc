//! What a build says of people: released figures, and what waits for a signature.

use std::path::Path;

use engine::Folder;
use journey::people::SHARE_ACROSS;
use model::tables::{
    FigureMeasure, FigureTopic, PERSON_CHANGE, PERSON_FILE, RELEASED_FIGURE, person_file, released_figure,
};
use model::{Row, Tables};
use pipeline::Built;

use crate::fail::Failure;

/// Lines for the terminal; none of a place without people.
pub fn lines(dir: &Path, folder: &Folder, built: &Built) -> Result<Vec<String>, Failure> {
    let totals = RELEASED_FIGURE.read_all(folder, total)?;
    let mut lines: Vec<String> = totals.into_iter().flatten().collect();
    if lines.is_empty() {
        return Ok(lines);
    }
    lines.extend(RELEASED_FIGURE.read_all(folder, steps_across)?.into_iter().flatten());
    lines.insert(0, "People and families, as released (fewer than ten withheld as [c], others rounded)".to_owned());
    let about_linkage: Vec<AboutLinkage> =
        RELEASED_FIGURE.read_all(folder, AboutLinkage::of)?.into_iter().flatten().collect();
    lines.extend(at_thresholds(&about_linkage));
    lines.extend(by_name_origin(&about_linkage));
    let steps = built.record.steps.values();
    let n_changes = steps.filter_map(|step| step.tables.get(PERSON_CHANGE.name)).map(|table| table.n_rows).next();
    lines.push(match n_changes.unwrap_or(0) {
        0 => "  who is who: unchanged since it was signed".to_owned(),
        // The number is not a released figure: before the first signature it is the number of people.
        _ => "  who is who: some changes are not signed yet: `totalplace sign`".to_owned(),
    });
    lines.extend(linkage(dir, folder)?);
    Ok(lines)
}

/// The first totals, and what has to be looked at; the others are a command away.
pub fn in_short(lines: Vec<String>) -> Vec<String> {
    let n_shown = if lines.len() <= N_LINES_SHORT + 1 { lines.len() } else { N_LINES_SHORT };
    let (shown, rest) = lines.split_at(n_shown);
    let is_must =
        |line: &&String| line.trim_start().starts_with(WARNING) || line.contains(SIGN) || line.contains(SHARE_ACROSS);
    let must_see = rest.iter().filter(is_must);
    let mut short: Vec<String> = shown.iter().chain(must_see).cloned().collect();
    let n_more = lines.len() - short.len();
    short.extend((0 < n_more).then(|| format!("  and {n_more} more: --all")));
    if !short.is_empty() {
        short.insert(0, String::new());
    }
    short
}

/// Lines about people on one screen.
const N_LINES_SHORT: usize = 4;
/// The command that a change of who is who waits for.
const SIGN: &str = "`totalplace sign`";

/// How the files about people were read, and what linking their records came to; nothing of a place without people.
pub fn linkage(dir: &Path, folder: &Folder) -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    if folder.exists(&PERSON_FILE) {
        lines = files(PERSON_FILE.read_all(folder, file)?.into_iter().flatten().collect());
    }
    lines.extend(pipeline::households(dir)?.into_iter().map(|said| format!("  {said}")));
    Ok(lines)
}

/// A file or sheet, and how it was read.
fn file(row: &Row<'_>) -> Option<(String, Vec<String>)> {
    let sheet = row.text_if_any(person_file::SHEET).map(|sheet| format!(" [{sheet}]")).unwrap_or_default();
    let read_how = row.text_if_any(person_file::READ_HOW)?;
    Some((format!("{}{sheet}", row.text(person_file::PATH)), read_how.lines().map(str::to_owned).collect()))
}

/// A line for each sentence, with the files of which it is said.
fn files(read: Vec<(String, Vec<String>)>) -> Vec<String> {
    let n_more = read.len().saturating_sub(FILES_SHOWN_MAX);
    let shown = read.into_iter().take(FILES_SHOWN_MAX);
    let mut lines: Vec<String> = shown
        .flat_map(|(file, said)| said.into_iter().map(move |said| line(&file, &said)).collect::<Vec<_>>())
        .collect();
    if n_more != 0 {
        lines.push(format!("  and {n_more} more files about people: `totalplace check` says how each was read"));
    }
    lines
}

/// What has to be looked at begins with the word for it.
pub fn line(file: &str, said: &str) -> String {
    let file = report::for_terminal(file);
    match said.strip_prefix(WARNING) {
        Some(said) => format!("  {WARNING}{file}: {said}"),
        None => format!("  {file}: {said}"),
    }
}

const WARNING: &str = "warning: ";
/// Files of which a build says how they were read.
const FILES_SHOWN_MAX: usize = 12;

/// A released figure about linkage itself.
struct AboutLinkage {
    topic: FigureTopic,
    measure: FigureMeasure,
    category: String,
    shown: String,
}

impl AboutLinkage {
    fn of(figure: &Row<'_>) -> Option<AboutLinkage> {
        let topic = FigureTopic::parse(figure.text(released_figure::TOPIC))?;
        let is_about_linkage = matches!(topic, FigureTopic::KnownAtThresholds | FigureTopic::ErrorByNameOrigin);
        is_about_linkage.then_some(AboutLinkage {
            topic,
            measure: FigureMeasure::parse(figure.text(released_figure::MEASURE))?,
            category: figure.text(released_figure::CATEGORY).to_owned(),
            shown: figure.text(released_figure::SHOWN).to_owned(),
        })
    }
}

/// What depends on the threshold: a line for each.
fn at_thresholds(figures: &[AboutLinkage]) -> Vec<String> {
    let figures = figures.iter().filter(|figure| figure.topic == FigureTopic::KnownAtThresholds);
    let mut by_threshold: Vec<(&str, Vec<String>)> = Vec::new();
    for figure in figures {
        let Some((what, threshold)) = figure.category.split_once(", ") else { continue };
        let what = format!("{} {}", figure.shown, what);
        match by_threshold.iter_mut().find(|(known, _)| *known == threshold) {
            Some((_, all)) => all.push(what),
            None => by_threshold.push((threshold, vec![what])),
        }
    }
    by_threshold.iter().map(|(threshold, all)| format!("  {threshold}: {}", all.join(", "))).collect()
}

/// How error differs by where names come from, in a line for each kind of error.
fn by_name_origin(figures: &[AboutLinkage]) -> Vec<String> {
    let of = |measure: FigureMeasure, what: &str| {
        let own =
            figures.iter().filter(|figure| figure.topic == FigureTopic::ErrorByNameOrigin && figure.measure == measure);
        // A withheld share is of too few pairs to be one.
        let shares = own.filter(|figure| figure.shown.parse::<u64>().is_ok());
        let shares: Vec<String> = shares.map(|figure| format!("{} {}%", figure.category, figure.shown)).collect();
        (!shares.is_empty()).then(|| format!("  {what} (estimate), by where names come from: {}", shares.join(", ")))
    };
    let missed = of(FigureMeasure::MissedPercent, "missed matches");
    missed.into_iter().chain(of(FigureMeasure::WrongPercent, "wrong links")).collect()
}

/// One of the totals about people and families.
fn total(figure: &Row<'_>) -> Option<String> {
    if FigureTopic::parse(figure.text(released_figure::TOPIC)) != Some(FigureTopic::Totals) {
        return None;
    }
    let is_cost = FigureMeasure::parse(figure.text(released_figure::MEASURE)) == Some(FigureMeasure::Cost);
    let pounds = if is_cost { "£" } else { "" };
    Some(format!("  {}: {pounds}{}", figure.text(released_figure::CATEGORY), figure.text(released_figure::SHOWN)))
}

/// What joining the agencies' files shows and no single one of them.
fn steps_across(figure: &Row<'_>) -> Option<String> {
    let topic = FigureTopic::parse(figure.text(released_figure::TOPIC))?;
    let is_share = topic == FigureTopic::Journeys && figure.text(released_figure::CATEGORY) == SHARE_ACROSS;
    let shown = figure.text(released_figure::SHOWN);
    // A withheld share has no percent.
    let percent = if shown.parse::<u64>().is_ok() { "%" } else { "" };
    is_share.then(|| format!("  journeys, {SHARE_ACROSS}: {shown}{percent} (`totalplace journeys`)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_screen_says_what_joining_the_agencies_files_shows() {
        let total = |n: usize| format!("  total {n}: 100");
        let share = format!("  journeys, {SHARE_ACROSS}: 38%");
        let lines: Vec<String> = (0..9).map(total).chain([share.clone(), total(10)]).collect();
        let short = in_short(lines);
        assert!(short.contains(&share), "{short:?}");
        assert_eq!(short.last().map(String::as_str), Some("  and 6 more: --all"));
    }
}
