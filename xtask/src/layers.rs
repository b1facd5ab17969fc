//! A crate depends only on crates to its left.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::{Outcome, shell};

/// The crates from left to right, as ARCHITECTURE.md draws them; those of one column never import each other.
struct Columns(Vec<Vec<String>>);

/// Where the columns are drawn.
const ARCHITECTURE: &str = "ARCHITECTURE.md";

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
    ("quick-xml", &["intake"]),
    ("rusqlite", &["intake"]),
    ("proj4rs", &["intake"]),
    ("zip", &["intake", "synth", "xtask"]),
    ("rust_xlsxwriter", &["report", "synth", "casebook", "web", "xtask"]),
    ("docx-rs", &["casebook"]),
    ("good_lp", &["appraisal"]),
    ("rapidfuzz", &["authored", "families", "linkage", "suppliers"]),
    ("fake", &["synth"]),
    ("askama", &["pages"]),
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
    let architecture = fs::read_to_string(shell::root().join(ARCHITECTURE)).map_err(|error| error.to_string())?;
    let columns = Columns::of(&architecture)?;
    let faults: Vec<String> = columns.faults(&edges).into_iter().chain(columns.too_long(&edges)).collect();
    let chain = columns.longest_chain(&edges, "");
    println!("   longest chain, {} arrows: {}", n_arrows(&chain), chain.join(" → "));
    if !faults.is_empty() {
        return Err(format!("crates out of place\n{}", faults.join("\n")));
    }
    let Columns(columns) = &columns;
    println!("   siblings never import each other: {} crates in {} columns", columns.concat().len(), columns.len());
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

impl Columns {
    /// Reads the first drawing of the page: the first line has a name for each column, and every name below stands
    /// where its column begins.
    fn of(architecture: &str) -> Outcome<Columns> {
        let drawing = architecture.split("```").nth(1).unwrap_or_default().trim_start_matches("text");
        let mut lines = drawing.lines().filter(|line| !line.trim().is_empty());
        let first: Vec<(usize, &str)> = lines.next().map(|line| names(line).collect()).unwrap_or_default();
        let mut columns: Vec<Vec<String>> = first.iter().map(|(_, name)| vec![(*name).to_owned()]).collect();
        for line in lines {
            // What is in brackets is one name with a remark.
            let n_names = if line.trim_start().starts_with('(') { 1 } else { usize::MAX };
            for (start, name) in names(line).take(n_names) {
                let at = first.iter().position(|(known, _)| *known == start);
                let at = at.ok_or_else(|| format!("{ARCHITECTURE}: `{name}` does not stand under a column"))?;
                columns[at].push(name.to_owned());
            }
        }
        Ok(Columns(columns))
    }

    fn of_crate(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|column| column.iter().any(|known| known == name))
    }

    fn faults(&self, edges: &[Edge]) -> Vec<String> {
        edges.iter().filter_map(|edge| self.between_crates(edge).or_else(|| library(edge))).collect()
    }

    /// Chains with more arrows than there may be, without the server and with it.
    fn too_long(&self, edges: &[Edge]) -> Vec<String> {
        let limits = [(SERVER, ARROWS_MAX), ("", ARROWS_MAX + 1)];
        let chains = limits.map(|(left_out, n_max)| (self.longest_chain(edges, left_out), n_max)).into_iter();
        let longer = chains.filter(|(chain, n_max)| *n_max < n_arrows(chain));
        longer.map(|(chain, n_max)| format!("  {} has more than {n_max} arrows", chain.join(" → "))).collect()
    }

    /// The longest chain of crates of the product, each of which uses the one before it.
    fn longest_chain(&self, edges: &[Edge], left_out: &str) -> Vec<&str> {
        let mut longest: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        // Crates use only those to their left, so the columns are an order in which each comes after what it uses.
        for name in self.0.iter().flatten().filter(|name| *name != left_out) {
            let used = edges.iter().filter(|edge| edge.from == *name && !edge.is_for_tests);
            let before = used.filter_map(|edge| longest.get(edge.to.as_str())).max_by_key(|chain| chain.len());
            let mut chain = before.cloned().unwrap_or_default();
            chain.push(name);
            longest.insert(name, chain);
        }
        longest.into_values().max_by_key(Vec::len).unwrap_or_default()
    }

    fn between_crates(&self, edge: &Edge) -> Option<String> {
        let Edge { from, to, is_for_tests } = edge;
        let to_column = self.of_crate(to)?;
        if OUTSIDE.contains(&from.as_str()) {
            return Some(format!("  {from} uses {to}: it runs the product from outside"));
        }
        let Some(from_column) = self.of_crate(from) else {
            return Some(format!("  {from} has no column yet: give it one in the drawing of {ARCHITECTURE}"));
        };
        if FOR_TESTS.contains(&to.as_str()) && !is_for_tests {
            return Some(format!("  {from} uses {to}, which only tests may"));
        }
        let is_left = to_column < from_column;
        (!is_left).then(|| format!("  {from} uses {to}, which does not stand to its left: let them meet in a table"))
    }
}

/// The names in a line of the drawing, with the character at which each begins; a bracket belongs to its name.
fn names(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_of_name = |c: char| c.is_ascii_lowercase() || c == '_';
    let words = line.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.chars().count() + 1;
        Some((start, word))
    });
    words.map(move |(start, word)| (start, word.trim_matches(|c| !is_of_name(c)))).filter(|(_, word)| !word.is_empty())
}

fn n_arrows(chain: &[&str]) -> usize {
    chain.len().saturating_sub(1)
}

fn library(edge: &Edge) -> Option<String> {
    let (name, owners) = OWNED.iter().find(|(name, _)| *name == edge.to)?;
    let is_allowed = edge.is_for_tests || owners.contains(&edge.from.as_str());
    (!is_allowed).then(|| format!("  {} uses {name}, which is the business of {}", edge.from, owners.join(" and ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Columns {
        let drawing = "
money → model → engine    → intake → site → pipeline → cli
                place       ledger          web
                (testkit, for tests only)
";
        Columns::of(&format!("# Page\n```text{drawing}```\n")).unwrap()
    }

    #[test]
    fn columns_are_read_from_the_drawing() {
        let Columns(columns) = columns();
        assert_eq!(columns[2], ["engine", "place", "testkit"]);
        assert_eq!((columns[5].join(" "), columns.len()), ("pipeline web".to_owned(), 7));
        let error = Columns::of("```text\nmoney → model\n  place\n```").err().unwrap();
        assert!(error.contains("`place` does not stand under a column"), "{error}");
    }

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
        let found = columns().faults(&edges_of(edges));
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
        check_faults("ledger -> datafusion\n site -> calamine tests\n engine -> parquet", &["the business of engine"]);
    }

    #[test]
    fn a_new_crate_needs_a_column() {
        check_faults("estate -> model", &["no column yet"]);
    }

    #[test]
    fn the_longest_chain_is_found_without_the_edges_of_tests() {
        let edges = edges_of("model -> money\n ledger -> model\n site -> ledger\n cli -> model\n cli -> site tests");
        assert_eq!(columns().longest_chain(&edges, "").join(" "), "money model ledger site");
        assert_eq!(columns().longest_chain(&edges, "ledger").join(" "), "money model cli");
        assert!(columns().too_long(&edges).is_empty());
    }
}
