//! Registers in the plain layout: `code,name,kind,other_names`.
//!
//! `code` is the id of the body, `scheme:code`; without a scheme it is `register:code`. `kind` is a
//! word of `BodyKind`. Other names are separated by `|`. A list may also say when a body existed and what
//! took its place: `valid_from,valid_to,replaced_by`, days as `2013-03-31`, codes or names separated by `|`; and since
//! when it belongs to the public sector, `public_from`.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::BodyKind;
use model::place::{Life, RegisterBody};

use super::listing::Listing;
use super::names::distinct;
use super::{Error, Read};

pub(super) fn read(listings: &[Listing], file: &str) -> Result<Read, Error> {
    let expected = "`code,name,kind,other_names`";
    let missing = || Error::HeadingsMissing { file: file.to_owned(), expected };
    let listing = listings.first().ok_or_else(missing)?;
    let headed = listing.headed(&[
        &|h| h == "name",
        &|h| h == "code",
        &|h| h == "kind",
        &|h| h == "other_names",
        &|h| h == "valid_from",
        &|h| h == "valid_to",
        &|h| h == "replaced_by",
        &|h| h == "public_from",
    ]);
    let (mut bodies, mut doubts) = (Vec::new(), Vec::new());
    let mut ids = BTreeSet::new();
    for (row, cells) in headed.ok_or_else(missing)?.rows() {
        match body(&cells) {
            Ok(body) if ids.insert(body.id.clone()) => bodies.push(body),
            Ok(body) => doubts.push(format!("{}: code `{}` already exists", listing.place(file, row), body.id)),
            Err(doubt) => doubts.push(format!("{}: {doubt}", listing.place(file, row))),
        }
    }
    Ok((bodies, doubts))
}

/// Name, code, kind, other names and life, as a body; or what is wrong with them.
fn body(cells: &[&str]) -> Result<RegisterBody, String> {
    let &[name, code, kind, others, from, to, successors, public] = cells else {
        return Err("eight columns are wanted".to_owned());
    };
    if name.is_empty() || code.is_empty() {
        return Err(format!("no {}", if name.is_empty() { "name" } else { "code" }));
    }
    let kind = BodyKind::parse(kind).ok_or_else(|| format!("`{kind}` is not a kind of body"))?;
    let other_names = distinct(name, others.split('|').map(str::to_owned));
    let life = Life {
        valid_from: day(from)?,
        valid_to: day(to)?,
        replaced_by: successors.split('|').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect(),
        public_from: day(public)?,
    };
    let id = if code.contains(':') { code.to_owned() } else { format!("register:{code}") };
    Ok(RegisterBody { id, name: name.to_owned(), kind, other_names, life })
}

/// A day as registers write it; none where the cell is empty.
pub(super) fn day(text: &str) -> Result<Option<Date>, String> {
    let parse = || text.parse().map_err(|_| format!("`{text}` is not a date such as 2013-03-31"));
    if text.is_empty() { Ok(None) } else { parse().map(Some) }
}
