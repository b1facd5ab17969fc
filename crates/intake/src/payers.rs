//! Lines that another public body paid, by a column that names the body of each line.

use std::collections::BTreeSet;

use model::name::name_key;
use model::{Body, Place};
use money::Money;

use crate::lines::Tally;

/// Bodies that are named in a doubt.
const NAMES_MAX: usize = 4;

/// Lines and pounds of other bodies than the one that sent a file.
pub(crate) struct OfOthers {
    pub n_lines: u64,
    pub amount: Money,
    pub text: String,
}

/// The lines whose column names another public body, where a column names two or more.
pub(crate) fn of_others(place: &Place, body_id: &str, tallies: &[Tally]) -> Option<OfOthers> {
    let own = place.body(body_id)?;
    tallies.iter().find_map(|tally| {
        let named: Vec<(Named<'_>, &crate::lines::Value)> =
            tally.values.iter().filter_map(|value| Some((Named::of(&value.text, own, place)?, value))).collect();
        let different: BTreeSet<&Named<'_>> = named.iter().map(|(named, _)| named).collect();
        let others: Vec<&crate::lines::Value> =
            named.iter().filter(|(named, _)| *named != Named::Own).map(|(_, value)| *value).collect();
        if different.len() < 2 || others.is_empty() {
            return None;
        }
        let shown: Vec<String> = others
            .iter()
            .take(NAMES_MAX)
            .map(|value| format!("`{}` {} ({})", value.text, value.n_lines_in_words(), value.amount))
            .collect();
        let more = if NAMES_MAX < others.len() { " and others" } else { "" };
        let text = format!(
            "`{}` names other bodies than {}: {}{more}; all lines were counted as its own",
            tally.heading,
            own.name,
            shown.join(", "),
        );
        let (n_lines, amount) = others.iter().fold((0, Money::ZERO), |(n, sum), v| (n + v.n_lines, sum + v.amount));
        Some(OfOthers { n_lines, amount, text })
    })
}

/// Which public body a cell names.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Named<'p> {
    Own,
    OfPlace(&'p str),
    /// By the form of its name: its key.
    Elsewhere(String),
}

impl<'p> Named<'p> {
    fn of(text: &str, own: &Body, place: &'p Place) -> Option<Named<'p>> {
        let key = name_key(text).key;
        if key.is_empty() {
            return None;
        }
        // `Ashby` is Ashby Borough Council too.
        if keys_of(own).any(|own| mentions(&key, &own) || mentions(&own, &key)) {
            return Some(Named::Own);
        }
        let of_place = place.bodies.iter().find(|body| body.id != own.id && keys_of(body).any(|other| other == key));
        match of_place {
            Some(body) => Some(Named::OfPlace(&body.id)),
            None => is_local_body(&key).then_some(Named::Elsewhere(key)),
        }
    }
}

/// The keys of a body's names.
pub(crate) fn keys_of(body: &Body) -> impl Iterator<Item = String> + '_ {
    std::iter::once(&body.name).chain(&body.other_names).map(|name| name_key(name).key).filter(|key| !key.is_empty())
}

/// Whether a key is in another, words whole.
pub(crate) fn mentions(text_key: &str, key: &str) -> bool {
    !key.is_empty() && format!(" {text_key} ").contains(&format!(" {key} "))
}

/// Whether a name has the form of those of local bodies: a word for where it is, and what it is.
fn is_local_body(key: &str) -> bool {
    const ENDS: [&str; 24] = [
        "BOROUGH COUNCIL",
        "DISTRICT COUNCIL",
        "COUNTY COUNCIL",
        "CITY COUNCIL",
        "METROPOLITAN COUNCIL",
        "PARISH COUNCIL",
        "TOWN COUNCIL",
        "COMBINED AUTHORITY",
        "FIRE AND RESCUE SERVICE",
        "FIRE AND RESCUE AUTHORITY",
        "FIRE AUTHORITY",
        "POLICE",
        "POLICE AUTHORITY",
        "CONSTABULARY",
        "NHS TRUST",
        "NHS FOUNDATION TRUST",
        "INTEGRATED CARE BOARD",
        "ICB",
        "CCG",
        "CLINICAL COMMISSIONING GROUP",
        "BC",
        "DC",
        "CC",
        "MBC",
    ];
    const STARTS: [&str; 3] = ["POLICE AND CRIME COMMISSIONER FOR ", "LONDON BOROUGH OF ", "ROYAL BOROUGH OF "];
    let ends = |end: &str| key.strip_suffix(end).is_some_and(|before| before.ends_with(' ') && 3 < before.len());
    ENDS.iter().any(|end| ends(end)) || STARTS.iter().any(|start| key.starts_with(start) && start.len() < key.len())
}
