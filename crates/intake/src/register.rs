//! Lists of public bodies outside the place, so that a payee that is one is known for what it is.
//!
//! Most of the value that public bodies pay goes to other public bodies (method, sections 2.2 and
//! 2.4), so these are matched before companies are. Each body comes with the other names that
//! ledgers print for it: former names, abbreviations, and the forms that payment systems make of
//! them. A name that two bodies of one list share is given to neither, and told.

mod authorities;
mod listing;
mod names;
mod nhs;
mod plain;
mod police;

use std::path::Path;

use model::place::{RegisterBody, RegisterKind};

use listing::Listing;

/// Why a register cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("cannot read register `{file}`: {reason}")]
    Unreadable { file: String, reason: String },
    #[error("register `{file}` has no row of headings with {expected}")]
    HeadingsMissing { file: String, expected: &'static str },
}

/// Bodies of a register, and in words what was doubtful, with its file and row.
pub type Read = (Vec<RegisterBody>, Vec<String>);

/// Reads one register file, a CSV or a workbook. Bad rows are doubts; the good rows go on.
pub fn read(path: &Path, kind: RegisterKind) -> Result<Read, Error> {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let bytes = std::fs::read(path).map_err(|e| Error::Unreadable { file: file.clone(), reason: e.to_string() })?;
    read_bytes(&bytes, &file, kind)
}

fn read_bytes(bytes: &[u8], file: &str, kind: RegisterKind) -> Result<Read, Error> {
    let listings = Listing::all(bytes, file)?;
    let (bodies, mut doubts) = match kind {
        RegisterKind::LocalAuthorities => authorities::read(&listings, file)?,
        RegisterKind::Nhs => nhs::read(&listings, file)?,
        RegisterKind::Police => police::read(&listings, file)?,
        RegisterKind::Plain => plain::read(&listings, file)?,
    };
    let (bodies, shared) = names::without_shared(bodies, file);
    doubts.extend(shared);
    Ok((bodies, doubts))
}

/// The registers that come with the program. The lists of councils and trusts keep their publishers' layout, so that they
/// give the same forms of names as the full lists.
const SHIPPED: [(&str, RegisterKind, &str); 10] = [
    (
        "local_authorities.csv",
        RegisterKind::LocalAuthorities,
        include_str!("../../../reference/registers/local_authorities.csv"),
    ),
    ("former_councils.csv", RegisterKind::Plain, include_str!("../../../reference/registers/former_councils.csv")),
    (
        "central_government.csv",
        RegisterKind::Plain,
        include_str!("../../../reference/registers/central_government.csv"),
    ),
    ("police.csv", RegisterKind::Plain, include_str!("../../../reference/registers/police.csv")),
    ("fire.csv", RegisterKind::Plain, include_str!("../../../reference/registers/fire.csv")),
    ("joint_authorities.csv", RegisterKind::Plain, include_str!("../../../reference/registers/joint_authorities.csv")),
    ("nhs_commissioners.csv", RegisterKind::Plain, include_str!("../../../reference/registers/nhs_commissioners.csv")),
    ("nhs_trusts.csv", RegisterKind::Nhs, include_str!("../../../reference/registers/nhs_trusts.csv")),
    ("nhs_former_trusts.csv", RegisterKind::Plain, include_str!("../../../reference/registers/nhs_former_trusts.csv")),
    ("colleges.csv", RegisterKind::Plain, include_str!("../../../reference/registers/colleges.csv")),
];

/// Councils and combined authorities of the four nations, departments and agencies, police, fire, joint authorities,
/// NHS commissioners and trusts, former trusts and colleges.
///
/// # Panics
/// If a shipped file is broken: a test reads them all.
pub fn shipped() -> Vec<RegisterBody> {
    SHIPPED
        .iter()
        .flat_map(|(file, kind, text)| {
            let read = read_bytes(text.as_bytes(), file, *kind);
            read.unwrap_or_else(|error| panic!("a shipped register can be read: {error}")).0
        })
        .collect()
}

#[cfg(test)]
mod tests;
