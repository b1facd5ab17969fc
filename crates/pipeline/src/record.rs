//! `run.json`: what was read, by which version, and what was written.
//!
//! It holds no time and no path of the machine, so two runs on the same inputs write the same bytes.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Error;

/// The record of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRecord {
    pub program: String,
    pub place: String,
    pub financial_year: String,
    pub sources: Vec<SourceRecord>,
    pub steps: BTreeMap<String, StepRecord>,
}

/// One file as received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    pub path: String,
    pub sha256: String,
    pub n_bytes: u64,
}

/// One step: what it was made from, and what it made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRecord {
    /// Digest of everything the step depends on.
    pub inputs: String,
    /// SHA-256 of each table it wrote.
    pub tables: BTreeMap<String, TableRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRecord {
    pub sha256: String,
    pub n_rows: usize,
}

const FILE: &str = "run.json";

impl RunRecord {
    /// The record in a folder; none where it is absent or of another version.
    pub fn read(dir: &Path) -> Option<RunRecord> {
        serde_json::from_slice(&std::fs::read(dir.join(FILE)).ok()?).ok()
    }

    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        let path = dir.join(FILE);
        let mut text = serde_json::to_string_pretty(self).expect("a record is plain data");
        text.push('\n');
        // A half-written record must not be taken for one: it appears whole or not at all.
        let part = dir.join("run.json.part");
        std::fs::write(&part, text).map_err(Error::file("write", &part))?;
        std::fs::rename(&part, &path).map_err(Error::file("write", &path))
    }
}

/// A digest over named parts, so that no two different sets of parts are the same text.
pub struct InputDigest(Sha256);

impl InputDigest {
    pub fn new(step: &str) -> InputDigest {
        InputDigest(Sha256::new()).with("step", step.as_bytes())
    }

    pub fn with(mut self, name: &str, bytes: &[u8]) -> InputDigest {
        self.0.update((name.len() as u64).to_le_bytes());
        self.0.update(name);
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    pub fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
