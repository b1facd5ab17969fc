//! Police forces, each known also by the authority, commissioner and chief constable that pay and are paid for it.

use model::BodyKind;
use model::place::{Life, RegisterBody};

use super::listing::Listing;
use super::names::distinct;
use super::{Error, Read};

/// Reads a list with a column `Label` or `name` and, where there is one, a column `id` or `code`.
pub(super) fn read(listings: &[Listing], file: &str) -> Result<Read, Error> {
    let missing = || Error::HeadingsMissing { file: file.to_owned(), expected: "`Label` or `name`" };
    let listing = listings.first().ok_or_else(missing)?;
    let headed = listing.headed(&[&|h| h == "label" || h == "name", &|h| h == "id" || h == "code"]);
    let (mut bodies, mut doubts) = (Vec::new(), Vec::new());
    for (row, cells) in headed.ok_or_else(missing)?.rows() {
        let (name, code) = (cells[0], cells[1]);
        if name.is_empty() {
            doubts.push(format!("{}: no name", listing.place(file, row)));
            continue;
        }
        let code = if code.is_empty() { area(name).to_lowercase().replace(' ', "-") } else { code.to_owned() };
        bodies.push(RegisterBody {
            id: format!("police:{code}"),
            name: name.to_owned(),
            kind: BodyKind::Police,
            other_names: distinct(name, other_names(name)),
            life: Life::default(),
        });
    }
    Ok((bodies, doubts))
}

const ENDINGS: [&str; 5] =
    [" metropolitan police service", " police service", " constabulary", " police force", " police"];

/// `Avon & Somerset Constabulary` is the force of `Avon and Somerset`.
fn area(name: &str) -> String {
    let lower = name.to_lowercase();
    let ending = ENDINGS.iter().find(|ending| lower.ends_with(*ending)).map_or(0, |ending| ending.len());
    name[..name.len() - ending].replace('&', "and").trim().to_owned()
}

/// Authorities until November 2012, commissioners since; the force itself throughout.
fn other_names(name: &str) -> Vec<String> {
    let area = area(name);
    let templates = [
        "# Police",
        "# Constabulary",
        "# Police Service",
        "# Police Force",
        "# Police Authority",
        "Police and Crime Commissioner for #",
        "# Police and Crime Commissioner",
        "#'s Police and Crime Commissioner",
        "Office of the Police and Crime Commissioner for #",
        "Office of the # Police and Crime Commissioner",
        "# Office of the Police and Crime Commissioner",
        "Police and Crime Commissioner #",
        "Police & Crime Commissioner of #",
        "PCC for #",
        "# PCC",
        "PCC #",
        "OPCC for #",
        "# OPCC",
        "OPCC #",
        "# Police & CC",
        "Chief Constable of #",
        "Chief Constable of # Police",
        "Chief Constable for #",
        "The Chief Constable of # Constabulary",
        "# Police HQ",
        "# Police Headquarters",
        "# Police PCC",
    ];
    templates.iter().map(|template| template.replace('#', &area)).collect()
}
