//! Tests that passed without testing anything, because something they need is not on this machine.
//!
//! Such a test prints `skipped:` and why. The runner shows nothing that a passing test prints, so its report is read.

use std::collections::BTreeMap;

use crate::Outcome;
use crate::shell::{cargo, read, root, run};

/// What a skipped test prints first.
const MARK: &str = "skipped: ";

/// Runs every test, and lists those that were skipped.
pub fn run_tests() -> Outcome {
    let report = root().join("target/nextest/default/junit.xml");
    // An older report must not speak for this run.
    let _ = std::fs::remove_file(&report);
    let outcome = run(cargo(&["nextest", "run", "--workspace", "--locked"]));
    let skipped = read(&report).map(|text| skipped(&text));
    for ((tests, why), names) in skipped.iter().flatten() {
        eprintln!("   skipped in {tests}: {} ({why})", names.join(", "));
    }
    outcome.and(skipped.map(drop))
}

/// Names of skipped tests by what they belong to and why, from a report in JUnit's XML.
fn skipped(report: &str) -> BTreeMap<(String, String), Vec<String>> {
    let mut found: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for test in report.split("<testcase ").skip(1) {
        let attribute = |name: &str| test.split_once(&format!("{name}=\""))?.1.split('"').next().map(str::to_owned);
        let printed =
            test.split_once("<system-out>").map_or("", |(_, rest)| rest.split("</system-out>").next().unwrap_or(""));
        let why = printed.lines().find_map(|line| line.split_once(MARK));
        if let (Some((_, why)), Some(of), Some(name)) = (why, attribute(" classname"), attribute("name")) {
            found.entry((of, why.to_owned())).or_default().push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_says_so_was_skipped() {
        let report = r#"
<testcase name="real::one" classname="ledger::all" time="0.1"><system-out>running 1 test
skipped: the register is not there
test real::one ... ok
</system-out></testcase>
<testcase name="two" classname="ledger::all" time="0.1"><system-out>running 1 test
test two ... ok</system-out></testcase>
<testcase name="three" classname="ledger" time="0.1"/>"#;
        let expected =
            (("ledger::all".to_owned(), "the register is not there".to_owned()), vec!["real::one".to_owned()]);
        assert_eq!(skipped(report), BTreeMap::from([expected]));
    }
}
