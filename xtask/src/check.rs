//! Everything that must hold before a push, in one go.

use std::time::Instant;

use crate::shell::{cargo, run};
use crate::{Outcome, browser, circles, deny, documents, layers, leaks, links, notices, phrases, skipped, transcripts};

struct Check {
    name: &'static str,
    run: fn() -> Outcome,
}

/// What needs no compiled crate of ours, the quickest first.
const QUICK: &[Check] = &[
    Check { name: "format", run: || run(cargo(&["fmt", "--all", "--check", "--", "-l"])) },
    Check { name: "layers", run: layers::check },
    Check { name: "circles", run: circles::check },
    Check { name: "documents", run: documents::check },
    Check { name: "leaks", run: leaks::check },
    Check { name: "links", run: links::check },
    Check { name: "phrases", run: phrases::check },
    Check { name: "notices", run: notices::check },
    Check { name: "deny", run: deny::check },
];

/// Every command here says `--workspace`: another set of crates has other features and would compile the
/// query engine again.
const COMPILED: &[Check] = &[
    Check { name: "tests", run: skipped::run_tests },
    Check { name: "documentation tests", run: || run(cargo(&["test", "--quiet", "--workspace", "--doc", "--locked"])) },
    Check { name: "pages in a browser", run: browser::check },
    Check { name: "transcripts", run: || transcripts::run(transcripts::Mode::Verify) },
    Check {
        name: "lints",
        run: || run(cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])),
    },
];

/// Runs every check and says at the end which failed, so that one run shows all that is to be mended.
pub fn all() -> Outcome {
    report(QUICK.iter().chain(COMPILED))
}

pub fn quick() -> Outcome {
    report(QUICK.iter())
}

fn report<'a>(checks: impl Iterator<Item = &'a Check>) -> Outcome {
    let mut failed = Vec::new();
    for check in checks {
        eprintln!("── {}", check.name);
        let begun = Instant::now();
        let outcome = (check.run)();
        let seconds = begun.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => eprintln!("   {} holds ({seconds:.1} s)", check.name),
            Err(text) => {
                eprintln!("   {} does not hold ({seconds:.1} s): {text}", check.name);
                failed.push(check.name);
            }
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("not everything holds: {}", failed.join(", "))) }
}
