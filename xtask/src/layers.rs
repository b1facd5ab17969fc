//! A crate depends only on crates to its left.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{Outcome, shell};

/// The crates from left to right; those of one column never import each other.
const COLUMNS: &[&[&str]] = &[
    &["money", "statistics"],
    &["model"],
    &["authored", "disclosure", "engine", "front", "testkit"],
    &["place", "intake", "ledger", "suppliers", "linkage", "families", "appraisal", "report"],
    &["account", "casebook", "synth"],
    &["site"],
    &["pipeline", "web"],
    &["cli"],
];

/// Crates that only tests may use.
const FOR_TESTS: &[&str] = &["testkit"];

/// The project's own errands know no crate of the product.
const OUTSIDE: &[&str] = &["xtask"];

/// Libraries that are one crate's business.
const OWNED: &[(&str, &[&str])] = &[
    ("datafusion", &["engine"]),
    ("parquet", &["engine"]),
    ("calamine", &["intake"]),
    ("csv-core", &["intake"]),
    ("zip", &["intake", "synth"]),
    ("rust_xlsxwriter", &["report", "synth", "casebook", "web"]),
    ("docx-rs", &["casebook"]),
    ("good_lp", &["appraisal"]),
    ("rapidfuzz", &["authored", "families", "linkage", "suppliers"]),
    ("fake", &["synth"]),
    ("askama", &["site"]),
    ("axum", &["web"]),
    ("smartcore", &["ledger"]),
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
];

/// Arrows in the longest chain of crates, and the one crate that may make it an arrow longer.
const ARROWS_MAX: usize = 7;
const SERVER: &str = "server";

/// One dependency of one crate of the workspace.
#[derive(Debug)]
struct Edge {
    from: String,
    to: String,
    is_for_tests: bool,
}

pub fn check() -> Outcome {
    let edges = edges(&shell::metadata()?)?;
    let faults: Vec<String> = faults(&edges).into_iter().chain(too_long(&edges)).collect();
    let chain = longest_chain(&edges, "");
    println!("   longest chain, {} arrows: {}", n_arrows(&chain), chain.join(" → "));
    if !faults.is_empty() {
        return Err(format!("crates out of place\n{}", faults.join("\n")));
    }
    println!("   siblings never import each other: {} crates in {} columns", COLUMNS.concat().len(), COLUMNS.len());
    Ok(())
}

fn edges(metadata: &Value) -> Outcome<Vec<Edge>> {
    let packages = metadata["packages"].as_array().ok_or("`cargo metadata` lists no packages")?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of_package = |package: &Value| -> Vec<Edge> {
        let dependencies = package["dependencies"].as_array().cloned().unwrap_or_default();
        let edge = |dependency: &Value| Edge {
            from: text(&package["name"]),
            to: text(&dependency["name"]),
            is_for_tests: dependency["kind"] == "dev",
        };
        dependencies.iter().map(edge).collect()
    };
    Ok(packages.iter().flat_map(of_package).collect())
}

fn faults(edges: &[Edge]) -> Vec<String> {
    edges.iter().filter_map(|edge| between_crates(edge).or_else(|| library(edge))).collect()
}

/// Chains with more arrows than there may be, without the server and with it.
fn too_long(edges: &[Edge]) -> Vec<String> {
    let limits = [(SERVER, ARROWS_MAX), ("", ARROWS_MAX + 1)];
    let chains = limits.map(|(left_out, n_max)| (longest_chain(edges, left_out), n_max)).into_iter();
    let longer = chains.filter(|(chain, n_max)| *n_max < n_arrows(chain));
    longer.map(|(chain, n_max)| format!("  {} has more than {n_max} arrows", chain.join(" → "))).collect()
}

fn n_arrows(chain: &[&str]) -> usize {
    chain.len().saturating_sub(1)
}

/// The longest chain of crates of the product, each of which uses the one before it.
fn longest_chain(edges: &[Edge], left_out: &str) -> Vec<&'static str> {
    let mut longest: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    // Crates use only those to their left, so the columns are an order in which each comes after what it uses.
    for name in COLUMNS.concat().into_iter().filter(|name| *name != left_out) {
        let used = edges.iter().filter(|edge| edge.from == name && !edge.is_for_tests);
        let before = used.filter_map(|edge| longest.get(edge.to.as_str())).max_by_key(|chain| chain.len());
        let mut chain = before.cloned().unwrap_or_default();
        chain.push(name);
        longest.insert(name, chain);
    }
    longest.into_values().max_by_key(Vec::len).unwrap_or_default()
}

fn between_crates(edge: &Edge) -> Option<String> {
    let Edge { from, to, is_for_tests } = edge;
    let to_column = column(to)?;
    if OUTSIDE.contains(&from.as_str()) {
        return Some(format!("  {from} uses {to}: it runs the product from outside"));
    }
    let Some(from_column) = column(from) else {
        return Some(format!("  {from} has no column yet: give it one in xtask/src/layers.rs and in ARCHITECTURE.md"));
    };
    if FOR_TESTS.contains(&to.as_str()) && !is_for_tests {
        return Some(format!("  {from} uses {to}, which only tests may"));
    }
    let is_left = to_column < from_column;
    (!is_left).then(|| format!("  {from} uses {to}, which does not stand to its left: let them meet in a table"))
}

fn library(edge: &Edge) -> Option<String> {
    let (name, owners) = OWNED.iter().find(|(name, _)| *name == edge.to)?;
    let is_allowed = edge.is_for_tests || owners.contains(&edge.from.as_str());
    (!is_allowed).then(|| format!("  {} uses {name}, which is the business of {}", edge.from, owners.join(" and ")))
}

fn column(name: &str) -> Option<usize> {
    COLUMNS.iter().position(|column| column.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edges one a line, `from -> to`, with `tests` behind those of tests.
    fn edges_of(text: &str) -> Vec<Edge> {
        let edge = |line: &str| {
            let words: Vec<&str> = line.split_whitespace().collect();
            Edge { from: words[0].to_owned(), to: words[2].to_owned(), is_for_tests: words.get(3) == Some(&"tests") }
        };
        text.lines().filter(|line| !line.trim().is_empty()).map(edge).collect()
    }

    /// The faults that these edges have, one a line.
    fn check_faults(edges: &str, expected: &[&str]) {
        let found = faults(&edges_of(edges));
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (found, words) in found.iter().zip(expected) {
            assert!(found.contains(words), "{found}");
        }
    }

    #[test]
    fn a_crate_may_use_those_to_its_left() {
        check_faults(
            "ledger -> model\n cli -> money\n pipeline -> engine\n intake -> testkit tests\n money -> proptest tests",
            &[],
        );
    }

    #[test]
    fn crates_of_one_column_and_to_the_right_are_out_of_place() {
        check_faults("ledger -> intake\n model -> engine", &["ledger uses intake", "model uses engine"]);
        check_faults("ledger -> intake tests", &["ledger uses intake"]);
    }

    #[test]
    fn what_is_for_tests_stays_in_tests() {
        check_faults("intake -> testkit", &["only tests"]);
    }

    #[test]
    fn a_library_has_its_owner() {
        check_faults(
            "ledger -> datafusion\n report -> calamine tests\n engine -> parquet",
            &["the business of engine"],
        );
    }

    #[test]
    fn a_new_crate_needs_a_column() {
        check_faults("estate -> model", &["no column yet"]);
    }

    #[test]
    fn the_longest_chain_is_found_without_the_edges_of_tests() {
        let edges = edges_of("model -> money\n ledger -> model\n site -> ledger\n cli -> model\n cli -> site tests");
        assert_eq!(longest_chain(&edges, "").join(" "), "money model ledger site");
        assert_eq!(longest_chain(&edges, "ledger").join(" "), "money model cli");
        assert!(too_long(&edges).is_empty());
    }
}
