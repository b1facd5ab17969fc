//! Writes the site of a small made-up place into a folder, to look at pages without a build:
//! `cargo run -p site --example render -- FOLDER [LINES-A-MONTH]`.

#[allow(dead_code)] // some of it is for tests alone
mod tables;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(out) = arguments.next().map(PathBuf::from) else { return ExitCode::from(2) };
    let n_lines = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(40);
    match pages::write(&tables::site(n_lines), &out, None) {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
