//! The register of identities and the signatures under it: two files that change together, and that prove each other.
//!
//! A signature says how many records it added and their checksum. So a register that lost rows, or whose numbers were cut,
//! is told when it is read, and never believed.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use authored::part_of;
use model::decision::SignedRecord;
use sha2::{Digest, Sha256};

use crate::error::PlaceError;
use crate::people_rows::{SIGNATURES, SIGNED_PEOPLE, Signature, rows, signed_records};

/// The checksum of what a signature adds to the register.
pub(crate) fn records_sha256(records: &[SignedRecord]) -> String {
    let mut hasher = Sha256::new();
    for SignedRecord { signature, agency, record_id, person_id } in records {
        let person = person_id.map(|person| person.to_string()).unwrap_or_default();
        // Lengths keep `ab, c` from being `a, bc`.
        let (agency_bytes, record_bytes) = (agency.len(), record_id.len());
        hasher.update(format!("{signature},{agency_bytes},{agency},{record_bytes},{record_id},{person}\n"));
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether the register is what its signatures say, and why not.
pub(crate) fn check(records: &[SignedRecord], signatures: &[Signature]) -> Result<(), Damage> {
    if let Some(at) = (1..).zip(signatures).find_map(|(at, signature)| (signature.signature != at).then_some(at)) {
        return Err(Damage { file: SIGNATURES, why: format!("line {} is not signature {at}", at + 1) });
    }
    let mut rest = records;
    for signature in signatures {
        let n_rows = rest.iter().take_while(|record| record.signature == signature.signature).count();
        let (own, others) = rest.split_at(n_rows);
        rest = others;
        let number = signature.signature;
        let why = match (signature.n_records, &signature.records_sha256) {
            (Some(n), _) if n != n_rows as u64 => {
                format!("signature {number} stands under {n} records, and {n_rows} are there")
            }
            (_, Some(sha256)) if *sha256 != records_sha256(own) => {
                format!("the records of signature {number} are not the ones that were signed")
            }
            _ => continue,
        };
        return Err(Damage { file: SIGNED_PEOPLE, why });
    }
    match rest.first() {
        None => Ok(()),
        Some(record) => Err(Damage {
            file: SIGNED_PEOPLE,
            why: format!("its records of signature {} have no such signature in {SIGNATURES}", record.signature),
        }),
    }
}

/// What is wrong with a file of decisions. It tells nothing that the file holds about people.
pub(crate) struct Damage {
    pub(crate) file: &'static str,
    pub(crate) why: String,
}

impl Damage {
    pub(crate) fn of(self, dir: &Path) -> PlaceError {
        PlaceError::Damaged { path: dir.join(self.file), why: self.why }
    }
}

/// Holds the folder of decisions for one writer at a time, until the file is dropped.
pub(crate) fn lock(dir: &Path) -> Result<File, PlaceError> {
    let folder = dir.join("decisions");
    let unwritable = |error: io::Error| PlaceError::unwritable(&folder, &error);
    fs::create_dir_all(&folder).map_err(unwritable)?;
    let held = File::open(&folder).map_err(unwritable)?;
    match held.lock() {
        // Some network disks know no locks; there one writer at a time is the people's own care.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(unwritable(error)),
        _ => Ok(held),
    }
}

/// Ends a signing that was stopped between its two files: the register is in place then, and the signature that proves it
/// is wholly written beside the old ones.
///
/// # Errors
/// [`PlaceError::Unwritable`].
pub fn finish_signing(dir: &Path) -> Result<(), PlaceError> {
    let path = dir.join(SIGNATURES);
    let path = fs::canonicalize(&path).unwrap_or(path);
    let part = part_of(&path);
    if !part.exists() {
        return Ok(());
    }
    let _held = lock(dir)?;
    let proves = |bytes: &[u8]| -> Option<bool> {
        let register = fs::read(dir.join(SIGNED_PEOPLE)).ok()?;
        let records = signed_records(&dir.join(SIGNED_PEOPLE), &register).ok()?;
        let signatures = rows(&path, SIGNATURES, bytes).ok()?;
        Some(check(&records, &signatures).is_ok())
    };
    let ended = match fs::read(&part) {
        Ok(bytes) if proves(&bytes) == Some(true) => fs::rename(&part, &path),
        Ok(_) => fs::remove_file(&part),
        Err(error) => Err(error),
    };
    match ended {
        // The person who signed has ended it in the meantime.
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(PlaceError::unwritable(&part, &error)),
        _ => Ok(()),
    }
}
