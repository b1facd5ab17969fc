//! NHS bodies: any list with a column of names.

use std::collections::BTreeSet;

use model::BodyKind;
use model::name::name_key;
use model::place::{Life, RegisterBody};

use super::listing::Listing;
use super::names::distinct;
use super::{Error, Read};

/// Reads every sheet that has a column of names: `trust name`, `ccg19nm`, `name`, `organisation`.
pub(super) fn read(listings: &[Listing], file: &str) -> Result<Read, Error> {
    let (mut bodies, mut doubts) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let mut n_sheets = 0;
    for listing in listings {
        // `ccg19nm` and `ccg19cd` are how the Office for National Statistics heads names and codes.
        let is_code =
            |h: &str| h == "code" || h.ends_with(" code") || (h.ends_with("cd") && h.contains(char::is_numeric));
        let is_name = |h: &str| {
            h == "name"
                || h.ends_with(" name")
                || h.starts_with("organisation")
                || (h.ends_with("nm") && h.contains(char::is_numeric))
        };
        let Some(headed) = listing.headed(&[&is_name, &is_code, &|h| h.starts_with("abr") || h.starts_with("abbr")])
        else {
            continue;
        };
        n_sheets += 1;
        for (row, cells) in headed.rows() {
            let name = cells[0];
            if name.is_empty() {
                doubts.push(format!("{}: no name", listing.place(file, row)));
            } else if !seen.insert(name_key(name).key) {
                doubts.push(format!("{}: `{name}` already exists", listing.place(file, row)));
            } else {
                bodies.push(body(name, [cells[1], cells[2]]));
            }
        }
    }
    if n_sheets == 0 {
        return Err(Error::HeadingsMissing { file: file.to_owned(), expected: "a column of names" });
    }
    Ok((bodies, doubts))
}

fn body(name: &str, codes: [&str; 2]) -> RegisterBody {
    let code = codes.into_iter().find(|code| !code.is_empty()).map(str::to_owned);
    let code = code.unwrap_or_else(|| name_key(name).key.to_lowercase().replace(' ', "-"));
    RegisterBody {
        id: format!("nhs:{code}"),
        name: name.to_owned(),
        kind: kind(name),
        other_names: distinct(name, other_names(name)),
        life: Life::default(),
    }
}

/// Those that buy care for an area commission it; all others give it.
fn kind(name: &str) -> BodyKind {
    let name = format!(" {} ", name_key(name).key);
    let commissions = [
        " CCG ",
        " COMMISSIONING ",
        " INTEGRATED CARE BOARD ",
        " ICB ",
        " PCT ",
        " PRIMARY CARE TRUST ",
        " HEALTH AUTHORITY ",
        " HEALTH BOARD ",
    ];
    if commissions.iter().any(|words| name.contains(words)) { BodyKind::NhsCommissioner } else { BodyKind::NhsTrust }
}

/// Long and short forms, with and without `NHS`, and the name before a trust became a foundation trust.
fn other_names(name: &str) -> Vec<String> {
    let key = name_key(name).key;
    let bare = key.strip_prefix("NHS ").unwrap_or(&key);
    let forms: &[&str] = match () {
        () if bare.ends_with(" CCG") || bare.ends_with(" CLINICAL COMMISSIONING GROUP") => {
            &["# CCG", "NHS # CCG", "# CLINICAL COMMISSIONING GROUP", "NHS # CLINICAL COMMISSIONING GROUP"]
        }
        () => &[
            "# NHS FOUNDATION TRUST",
            "# NHS TRUST",
            "# NHS FT",
            "# FOUNDATION TRUST",
            "# FOUNDATION NHS TRUST",
            "# NHS FOUNDATION TR",
        ],
    };
    let endings = [
        " CLINICAL COMMISSIONING GROUP",
        " CCG",
        " NHS FOUNDATION TRUST",
        " NHS TRUST",
        " NHS FT",
        " FOUNDATION TRUST",
    ];
    let Some(stem) = endings.iter().find_map(|ending| bare.strip_suffix(ending)) else { return Vec::new() };
    let stems = [
        stem.to_owned(),
        stem.replace("HOSPITALS", "HOSPITAL"),
        stem.replace("HOSPITAL", "HOSPITALS").replace("SS", "S"),
    ];
    stems.iter().flat_map(|stem| forms.iter().map(move |form| form.replace('#', stem))).collect()
}
