//! `totalplace coverage --theme`: what one theme costs in all.

use authored::hint;
use model::Place;
use report::whole::ThemeCosts;

use crate::fail::Failure;
use crate::{Outcome, table};

/// Prints a theme by its id or its name, ignoring capitals.
pub fn show(place: &Place, themes: &[ThemeCosts], wanted: &str, is_json: bool) -> Result<Outcome, Failure> {
    let is_wanted = |text: &str| text.eq_ignore_ascii_case(wanted.trim());
    let known = place.themes.iter().find(|theme| is_wanted(&theme.id) || is_wanted(&theme.name));
    let Some(known) = known else { return Err(unknown(place, wanted)) };
    let Some(costs) = themes.iter().find(|costs| costs.id == known.id) else {
        say!(
            "we do not know what {} costs: no ledger line is in the theme, and neither rules/theme_published.csv nor \
             rules/theme_activity.csv has a row for it",
            known.name
        );
        return Ok(Outcome::Look);
    };
    match is_json {
        true => crate::print(format!("{:#}", costs.to_json()))?,
        false => crate::print(costs.render(usize::from(table::width()), table::is_coloured()).trim_end())?,
    }
    Ok(Outcome::Done)
}

fn unknown(place: &Place, wanted: &str) -> Failure {
    let names = place.themes.iter().flat_map(|theme| [theme.id.as_str(), theme.name.as_str()]);
    let all: Vec<&str> = place.themes.iter().map(|theme| theme.id.as_str()).collect();
    let listed = match all.is_empty() {
        true => "place.toml names no theme: add a [[theme]] with `id` and `name`".to_owned(),
        false => format!("the themes are {}", all.join(", ")),
    };
    Failure::new(format!("{} has no theme `{wanted}`", place.name), hint(wanted, names).unwrap_or(listed))
}
