//! Registers, notices and grants, real ones and odd ones.

mod known_answers;
mod odd_grants;
mod odd_inputs;

use std::path::{Path, PathBuf};

use intake::contracts::{ContractFile, ContractTables, lay_together, read};
use intake::files::Found;
use model::contract::{Contract, ContractSupplier};
use model::grant::Grant;
use model::place::SourceKind;
use model::tables::{CONTRACT, CONTRACT_SUPPLIER, GRANT};

use super::places::place_in;

/// A file of the shared contracts and grants; none, with a plain line, where they are not there.
#[allow(clippy::print_stdout)] // tells the person who runs the tests without it
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/contracts-grants").join(name);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

fn found(path: &Path, kind: SourceKind, body_id: Option<&str>) -> Found {
    Found {
        body_id: body_id.map(str::to_owned),
        shown_path: path.file_name().expect("a name").to_string_lossy().into_owned(),
        path: path.to_owned(),
        kind,
        agency: None,
        columns: Vec::new(),
        building: None,
    }
}

fn read_path(path: &Path, kind: SourceKind) -> ContractFile {
    read(&found(path, kind, Some("council")), &place_in(Path::new("."), 2025, Vec::new()))
}

/// A file with this content, read as one of a council.
fn read_content(name: &str, content: &[u8], kind: SourceKind) -> ContractFile {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(name);
    std::fs::write(&path, content).expect("it is written");
    read_path(&path, kind)
}

/// The rows of the tables that files come to.
struct Rows {
    contracts: Vec<Contract>,
    suppliers: Vec<ContractSupplier>,
    grants: Vec<Grant>,
    tables: ContractTables,
}

fn rows(files: Vec<ContractFile>) -> Rows {
    let tables = lay_together(files, &[]);
    Rows {
        contracts: CONTRACT.read(&tables.contracts).iter().map(|row| Contract::of(&row)).collect(),
        suppliers: CONTRACT_SUPPLIER.read(&tables.suppliers).iter().map(|row| ContractSupplier::of(&row)).collect(),
        grants: GRANT.read(&tables.grants).iter().map(|row| Grant::of(&row)).collect(),
        tables,
    }
}

impl Rows {
    /// Problems as `kind rows pounds text`.
    fn said(&self) -> String {
        let said = self.tables.problems.iter().map(|problem| {
            let amount = problem.amount.map(|amount| amount.plain()).unwrap_or_default();
            format!("{} {} {amount} {}", problem.kind.word(), problem.n_rows, problem.text)
        });
        said.collect::<Vec<_>>().join("\n")
    }
}
