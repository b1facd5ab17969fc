//! Every `console` block of README and guides runs, and prints what it says.
//!
//! A block holds commands (`$ totalplace ...`) and under each what it printed. Each page runs from its
//! first block to its last in a folder of its own that holds a copy of the examples, so a page may make
//! and change whatever it likes. A line that is only `…` stands for any number of lines.

mod page;
mod sandbox;

use std::path::{Path, PathBuf};

use crate::shell::{cargo, read, root, run as run_command, target_dir, write};
use crate::{Outcome, shell};
use page::{Page, Part, agrees};
use sandbox::Sandbox;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Compare.
    Verify,
    /// Write down what was printed where it differs.
    Update,
}

/// Runs the console blocks of every page.
pub fn run(mode: Mode) -> Outcome {
    let target = target_dir()?;
    // The same command as the tests', so that nothing is compiled for this alone.
    run_command(cargo(&["test", "--quiet", "--workspace", "--no-run", "--locked"]))?;
    let program = target.join("debug").join(format!("totalplace{}", std::env::consts::EXE_SUFFIX));
    if !program.is_file() {
        return Err(format!("`{}` was not built", program.display()));
    }
    let mut faults = Vec::new();
    for path in pages()? {
        let sandbox = Sandbox::new(&target.join("transcripts"), &path, &program)?;
        faults.extend(run_page(&path, &sandbox, mode)?);
    }
    let advice = "`cargo xtask transcripts --update` writes down what is printed now";
    if faults.is_empty() { Ok(()) } else { Err(format!("pages say what is not so\n{}\n{advice}", faults.join("\n"))) }
}

/// README and the guides, relative to the workspace.
fn pages() -> Outcome<Vec<PathBuf>> {
    let is_page = |path: &PathBuf| {
        path == Path::new("README.md")
            || (path.starts_with("docs/guides") && path.extension().is_some_and(|e| e == "md"))
    };
    Ok(shell::tracked_files()?.into_iter().filter(is_page).collect())
}

fn run_page(path: &Path, sandbox: &Sandbox, mode: Mode) -> Outcome<Vec<String>> {
    let text = read(&root().join(path))?;
    let mut page = Page::parse(&text).map_err(|text| format!("{}: {text}", path.display()))?;
    let mut faults = Vec::new();
    let mut last_status = 0;
    for part in &mut page.parts {
        let Part::Command { line, command, printed } = part else { continue };
        if let Some(missing) = sandbox.missing_data(command) {
            eprintln!("   {}:{line}: left out, the data of {missing} are not on this machine", path.display());
            continue;
        }
        let (now, status) = sandbox.run(command, last_status)?;
        last_status = status;
        if agrees(printed, &now) {
            continue;
        }
        match mode {
            Mode::Update => *printed = page::cut_as(printed, now),
            Mode::Verify => {
                faults.push(format!("  {}:{line}: `{command}` {}", path.display(), page::difference(printed, &now)))
            }
        }
    }
    let updated = page.text();
    if mode == Mode::Update && updated != text {
        write(&root().join(path), &updated)?;
        eprintln!("   wrote {}", path.display());
    }
    Ok(faults)
}
