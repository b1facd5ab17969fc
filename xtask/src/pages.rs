//! Pages that are generated.

use crate::Outcome;
use crate::shell::{cargo, run};

/// Writes the reference pages; the same test that compares them does it when it is asked to.
pub fn write_reference() -> Outcome {
    let mut test = cargo(&["test", "--quiet", "--package", "report", "--test", "reference_page"]);
    test.env("UPDATE_PAGES", "1");
    run(test)
}
