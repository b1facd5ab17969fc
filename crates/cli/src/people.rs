//! What a build says of people: released figures, and what waits for a signature.

use std::path::Path;

use engine::Folder;
use model::Row;
use model::tables::{FigureMeasure, FigureTopic, PERSON_CHANGE, RELEASED_FIGURE, released_figure};
use pipeline::Built;

use crate::fail::Failure;

/// Lines for the terminal; none of a place without people.
pub fn lines(dir: &Path, folder: &Folder, built: &Built) -> Result<Vec<String>, Failure> {
    let totals = RELEASED_FIGURE.read_all(folder, total)?;
    let mut lines: Vec<String> = totals.into_iter().flatten().collect();
    if lines.is_empty() {
        return Ok(lines);
    }
    lines.insert(0, "People and families, as released (fewer than ten withheld as [c], others rounded)".to_owned());
    let steps = built.record.steps.values();
    let n_changes = steps.filter_map(|step| step.tables.get(PERSON_CHANGE.name)).map(|table| table.n_rows).next();
    lines.push(match n_changes.unwrap_or(0) {
        0 => "  who is who: as it was signed".to_owned(),
        // The number is not a released figure: before the first signature it is the number of people.
        _ => "  who is who: changes wait for a signature: `totalplace sign`".to_owned(),
    });
    lines.extend(pipeline::households(dir)?.into_iter().map(|said| format!("  {said}")));
    Ok(lines)
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
