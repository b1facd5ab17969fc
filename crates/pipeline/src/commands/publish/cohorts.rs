//! Cohorts of proposals, which stand on pages: a count of the place's own people is shown as released or not at all.

use std::path::Path;

use place::{Files, PublishedCount};
use toml::{Table, Value};

use super::Reason;
use crate::Error;

/// Topics that list every step, hand-off or way that people take.
const ONE_OF_MANY: &str = "journey_";
const PROPOSALS: &[&str] = &["proposals/*.toml"];

/// Cohorts that are counts behind released figures and not the figures themselves.
pub fn not_released(dir: &Path, counts: &[PublishedCount]) -> Result<Vec<Reason>, Error> {
    let files = Files::read(dir, PROPOSALS)?;
    Ok(files.in_folder("proposals").filter_map(|(name, bytes)| of_proposal(name, bytes, counts)).collect())
}

/// A proposal that cannot be read has no page, so it is not asked.
fn of_proposal(name: &str, bytes: &[u8], counts: &[PublishedCount]) -> Option<Reason> {
    let text = std::str::from_utf8(bytes).ok()?;
    let population = text.parse::<Table>().ok()?.get("population")?.as_table()?.clone();
    let n = number(population.get("n")?)?;
    let is_count = |count: &&PublishedCount| count.measure != "cost";
    let refused = |count: &PublishedCount| Reason::CohortNotReleased {
        proposal: name.to_owned(),
        figure: format!("{}:{}", count.topic, count.category),
        released: count.shown.clone(),
    };
    let named = population.get("released").and_then(Value::as_str);
    if let Some(named) = named {
        let count =
            counts.iter().filter(is_count).find(|count| format!("{}:{}", count.topic, count.category) == named)?;
        return (number_shown(count) != Some(n)).then(|| refused(count));
    }
    // Nobody says what it was taken from: a number that is the exact count behind a figure was taken from there.
    // Of the hundreds of steps and hand-offs one is any number by chance, so those are only asked where they are named.
    let is_one_of_few = |count: &&PublishedCount| !count.topic.starts_with(ONE_OF_MANY);
    let is_exact = |count: &&PublishedCount| count.n_behind as f64 == n && number_shown(count) != Some(n) && n > 0.0;
    counts.iter().filter(is_count).filter(is_one_of_few).find(is_exact).map(refused)
}

fn number_shown(count: &PublishedCount) -> Option<f64> {
    count.shown.parse().ok()
}

/// `n = 200`, or `n = { value = 200, low = … }`.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(n) => Some(*n as f64),
        Value::Float(n) => Some(*n),
        Value::Table(table) => number(table.get("value")?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(population: &str, expected: Option<&str>) {
        let count = PublishedCount {
            topic: "totals".to_owned(),
            category: "families".to_owned(),
            measure: "families".to_owned(),
            shown: "215".to_owned(),
            n_behind: 217,
        };
        let text = format!("name = \"X\"\n[population]\n{population}\n");
        let found = of_proposal("proposals/x.toml", text.as_bytes(), &[count]);
        let released = found.map(|reason| match reason {
            Reason::CohortNotReleased { released, .. } => released,
            other => panic!("{other:?}"),
        });
        assert_eq!(released.as_deref(), expected, "{population}");
    }

    #[test]
    fn an_exact_count_of_families_is_found() {
        check("n = 217", Some("215"));
        check("n = { value = 217, low = 200, high = 230 }", Some("215"));
        check("n = 221\nreleased = \"totals:families\"", Some("215"));
        check("n = 215\nreleased = \"totals:families\"", None);
        check("n = 215", None);
        check("n = 300", None);
        check("released = \"totals:families\"", None);
    }
}
