//! What a build says of people: released figures, and what waits for a signature.

use arrow_array::cast::AsArray;
use model::tables::{PERSON_CHANGE, RELEASED_FIGURE, released_figure};
use pipeline::{Built, Folder};

use crate::fail::Failure;

/// Lines for the terminal; none of a place without people.
pub fn lines(folder: &Folder, built: &Built) -> Result<Vec<String>, Failure> {
    let figures = engine::read_all(folder.path(), &RELEASED_FIGURE).map_err(pipeline::Error::from)?;
    let text = |name: &str| figures.column(RELEASED_FIGURE.index(name)).as_string::<i32>();
    let (topics, categories, measures, shown) = (
        text(released_figure::TOPIC),
        text(released_figure::CATEGORY),
        text(released_figure::MEASURE),
        text(released_figure::SHOWN),
    );
    let totals = (0..figures.num_rows()).filter(|row| topics.value(*row) == families::tables::TOTALS);
    let mut lines: Vec<String> = totals
        .map(|row| {
            let pounds = if measures.value(row) == "cost" { "£" } else { "" };
            format!("  {}: {pounds}{}", categories.value(row), shown.value(row))
        })
        .collect();
    if lines.is_empty() {
        return Ok(lines);
    }
    lines.insert(0, "People and families, as released (fewer than ten withheld as [c], others rounded)".to_owned());
    let n_changes = built
        .record
        .steps
        .values()
        .find_map(|step| step.tables.get(PERSON_CHANGE.name))
        .map_or(0, |table| table.n_rows);
    lines.push(match n_changes {
        0 => "  who is who: as it was signed".to_owned(),
        // How many is no released figure: before the first signature it is the number of people.
        _ => "  who is who: changes wait for a signature: `totalplace sign`".to_owned(),
    });
    Ok(lines)
}
