//! ARCHITECTURE.md and GLOSSARY.md say what is so: the crates, tables, types and files that they name exist, and
//! every crate and table is named.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenTree;

use crate::Outcome;
use crate::shell::{read, root};
use crate::source::{self, Source, walk};

const ARCHITECTURE: &str = "ARCHITECTURE.md";
const GLOSSARY: &str = "GLOSSARY.md";
const TABLES: &str = "docs/reference/tables.md";

/// The project's own errands are a crate too, and are in the table of crates alone.
const ERRANDS: &str = "xtask";

/// Folders whose files may be named.
const FOLDERS: [&str; 4] = ["crates/", "docs/", "examples/", "reference/"];

pub fn check() -> Outcome {
    let code = Code::of(&source::files(None)?);
    let text = |name: &str| read(&root().join(name));
    let (architecture, glossary, tables) = (text(ARCHITECTURE)?, text(GLOSSARY)?, text(TABLES)?);
    let mut faults = crates_differ(&architecture, &code);
    for (name, text) in [(ARCHITECTURE, &architecture), (GLOSSARY, &glossary)] {
        faults.extend(
            names(text).into_iter().filter_map(|named| code.lacks(&named)).map(|fault| format!("  {name}: {fault}")),
        );
    }
    faults.extend(
        code.steps_undrawn(&architecture)
            .map(|step| format!("  {ARCHITECTURE}: the drawing of how data flows has no line for the step `{step}`")),
    );
    let all = [architecture, glossary, tables].concat();
    let is_named = |table: &&String| all.contains(&format!("`{table}`"));
    faults.extend(
        code.tables
            .keys()
            .filter(|table| !is_named(table))
            .map(|table| format!("  {TABLES}: table `{table}` is not named; run `cargo xtask reference`")),
    );
    if faults.is_empty() { Ok(()) } else { Err(format!("documents that do not say what is so\n{}", faults.join("\n"))) }
}

/// What the code holds that a document may name.
#[derive(Default)]
struct Code {
    crates: BTreeSet<String>,
    /// Each with its columns.
    tables: BTreeMap<String, BTreeSet<String>>,
    /// Steps that write tables.
    steps: BTreeSet<String>,
    /// Public types, functions and constants, and modules, each as `crate::name`.
    items: BTreeSet<String>,
    /// Every word of a crate, as `crate::word`: fields, variants and methods are among them.
    words: BTreeSet<String>,
}

impl Code {
    fn of(sources: &[Source]) -> Code {
        let mut code = Code::default();
        for source in sources.iter().filter(|source| !source.is_test()) {
            let of_crate = source.crate_name();
            code.crates.insert(of_crate.to_owned());
            code.items.extend(source.module().and_then(|mut m| m.pop()).map(|module| format!("{of_crate}::{module}")));
            walk(&source.code, &mut |tokens| {
                for i in 0..tokens.len() {
                    code.add(of_crate, &tokens[i..]);
                }
            });
        }
        code
    }

    /// Adds what begins here.
    fn add(&mut self, of_crate: &str, tokens: &[TokenTree]) {
        use TokenTree::{Group, Ident, Literal};
        if let [Ident(word), ..] = tokens {
            self.words.insert(format!("{of_crate}::{word}"));
        }
        match tokens {
            [Ident(_), Ident(_), Literal(name), Ident(by), Literal(step), rest @ ..] if by == "by" => {
                self.steps.insert(step.to_string().replace('"', ""));
                let columns = rest.iter().find_map(|token| if let Group(group) = token { Some(group) } else { None });
                let columns = columns.into_iter().flat_map(|group| group.stream()).filter_map(|token| text_of(&token));
                self.tables.insert(name.to_string().replace('"', ""), columns.collect());
            }
            [Ident(word), Ident(kind), Ident(name), ..] if word == "pub" && is_kind(&kind.to_string()) => {
                self.items.insert(format!("{of_crate}::{name}"));
            }
            // Words of tables: `words! { Name { … } }` declares a public enum.
            [Ident(word), _, Group(enums), ..] if word == "words" => {
                let names =
                    enums.stream().into_iter().filter_map(|t| if let Ident(name) = t { Some(name) } else { None });
                self.items.extend(names.map(|name| format!("{of_crate}::{name}")));
            }
            _ => {}
        }
    }

    /// What is wrong with a name: nothing of the kind exists.
    fn lacks(&self, named: &Named) -> Option<String> {
        match named {
            Named::Table(name) => match name.strip_suffix('*') {
                Some(start) => (!self.tables.keys().any(|table| table.starts_with(start)))
                    .then(|| format!("no table begins with `{start}`")),
                None => (!self.tables.contains_key(name)).then(|| format!("there is no table `{name}`")),
            },
            Named::Column(table, column) => {
                // A table that another macro declares has its columns elsewhere.
                let has = |columns: &BTreeSet<String>| columns.is_empty() || columns.contains(column);
                let exists = self.tables.get(table).is_some_and(has);
                (!exists).then(|| format!("there is no column `{table}.{column}`"))
            }
            Named::Step(name) => {
                let exists = self.crates.contains(name) || self.steps.contains(name);
                (!exists).then(|| format!("no table is written by `{name}`"))
            }
            Named::File(path) => (!root().join(path).exists()).then(|| format!("there is no `{path}`")),
            Named::Item(path) => (!self.has_item(path)).then(|| format!("there is no public `{path}`")),
        }
    }

    /// Steps that write tables and are not in the drawing of how data flows.
    fn steps_undrawn(&self, architecture: &str) -> impl Iterator<Item = &String> {
        let drawn = names(architecture);
        self.steps.iter().filter(move |step| !drawn.contains(&Named::Step(step.to_string())))
    }

    /// A path such as `ledger::Totals::net`, or `Totals::net` of whichever crate.
    fn has_item(&self, path: &str) -> bool {
        let names: Vec<&str> = path.split("::").collect();
        match names.as_slice() {
            [first, rest @ ..] if self.crates.contains(*first) => self.has_item_in(first, rest),
            names => self.crates.iter().any(|of_crate| self.has_item_in(of_crate, names)),
        }
    }

    fn has_item_in(&self, of_crate: &str, names: &[&str]) -> bool {
        let is_in = |set: &BTreeSet<String>, name: &str| set.contains(&format!("{of_crate}::{name}"));
        let is_type = |name: &str| name.starts_with(char::is_uppercase);
        // What follows a type is a field, a variant or a method.
        names.iter().enumerate().all(|(i, name)| match i.checked_sub(1).map(|before| names[before]) {
            Some(before) if is_type(before) => is_in(&self.words, name),
            _ => is_in(&self.items, name),
        })
    }
}

fn is_kind(word: &str) -> bool {
    ["struct", "enum", "trait", "fn", "const", "type", "mod", "static"].contains(&word)
}

fn text_of(token: &TokenTree) -> Option<String> {
    if let TokenTree::Literal(literal) = token { Some(literal.to_string().replace('"', "")) } else { None }
}

/// Something that a document names in backticks, or in the drawing of how data flows.
#[derive(Debug, PartialEq)]
enum Named {
    Table(String),
    Step(String),
    Column(String, String),
    Item(String),
    File(String),
}

fn names(text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut is_drawing = false;
    for line in text.lines() {
        if line.starts_with("```") {
            is_drawing = !is_drawing;
        } else if is_drawing {
            found.extend(step_drawn(line));
        } else {
            let spans: Vec<&str> = line.split('`').collect();
            found.extend(spans.chunks(2).filter_map(|pair| named(pair[0], pair.get(1)?)));
        }
    }
    found
}

/// What a word in backticks names; many name nothing that can be looked up.
fn named(before: &str, span: &str) -> Option<Named> {
    let is_snake = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    // Views are made by the engine and declared nowhere.
    if before.ends_with("view ") {
        return None;
    }
    let is_path = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b':');
    if FOLDERS.iter().any(|folder| span.starts_with(folder)) {
        // Of a pattern, the folder must exist.
        let fixed = if span.contains('*') { span.rsplit_once('/')?.0 } else { span };
        return Some(Named::File(fixed.to_owned()));
    }
    let pattern = span.strip_suffix("_*").unwrap_or(span);
    if is_snake(pattern)
        && (before.ends_with("table ") || before.ends_with("tables ") || pattern.contains('_') || span != pattern)
    {
        return Some(Named::Table(span.to_owned()));
    }
    match span.split_once('.') {
        Some((table, column)) if is_snake(table) && is_snake(column) && !is_extension(column) => {
            Some(Named::Column(table.to_owned(), column.to_owned()))
        }
        None if is_path(span) && (span.contains("::") || span.starts_with(char::is_uppercase)) => {
            Some(Named::Item(span.to_owned()))
        }
        _ => None,
    }
}

fn is_extension(word: &str) -> bool {
    ["csv", "json", "md", "next", "parquet", "rs", "toml"].contains(&word)
}

/// The step and the tables in a line of the drawing `what it reads ─ the step ─→ what it writes`.
fn step_drawn(line: &str) -> Vec<Named> {
    let Some((before, written)) = line.split_once("→ ").filter(|(before, _)| before.contains('─')) else {
        return Vec::new();
    };
    let step = before.trim_end_matches(['─', ' ']).rsplit(' ').next().map(|name| Named::Step(name.to_owned()));
    let written = written.split(':').next().unwrap_or(written).split(", ").map(str::trim);
    // Other things that are written: folders, and words on the terminal.
    let tables = written.filter(|name| !name.contains(['/', ' ']) && *name != "terminal");
    step.into_iter().chain(tables.map(|name| Named::Table(name.to_owned()))).collect()
}

/// Crates that the drawing and the table of ARCHITECTURE.md name and that do not exist, and the other way round.
fn crates_differ(architecture: &str, code: &Code) -> Vec<String> {
    let drawing = architecture.split("```").nth(1).unwrap_or_default().trim_start_matches("text");
    let drawn: BTreeSet<String> = drawing
        .split(|c: char| !c.is_ascii_lowercase() && c != '_')
        .filter(|word| !["", "for", "tests", "only"].contains(word))
        .map(str::to_owned)
        .collect();
    let rows = architecture
        .lines()
        .skip_while(|line| !line.starts_with("| crate "))
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let listed: BTreeSet<String> = rows.filter_map(|row| row.split('`').nth(1)).map(str::to_owned).collect();
    let with_errands = code.crates.iter().cloned().chain([ERRANDS.to_owned()]).collect();
    let differ = |what: &str, named: &BTreeSet<String>, crates: &BTreeSet<String>| {
        let absent = named
            .difference(crates)
            .map(|name| format!("  {ARCHITECTURE}: the {what} names `{name}`, which does not exist"));
        let unnamed =
            crates.difference(named).map(|name| format!("  {ARCHITECTURE}: the {what} does not name `{name}`"));
        absent.chain(unnamed).collect::<Vec<_>>()
    };
    [differ("drawing", &drawn, &code.crates), differ("table of crates", &listed, &with_errands)].concat()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn code() -> Code {
        let parse = |path: &str, text: &str| Source::parse(Path::new(path), text).unwrap();
        Code::of(&[
            parse(
                "crates/model/src/tables.rs",
                "tables! { FLOW flow \"flow\" by \"ledger\" { AMOUNT \"amount\" Money required \"Pounds\"; } }",
            ),
            parse("crates/model/src/treatment.rs", "words! { /// How. \n Treatment { Spend = \"spend\", } }"),
            parse("crates/ledger/src/totals.rs", "pub struct Totals { pub net: u8 }\nstruct Tally;"),
        ])
    }

    /// What a text names that the code has not.
    fn check_lacks(text: &str, expected: &[&str]) {
        let code = code();
        let found: Vec<String> = names(text).iter().filter_map(|named| code.lacks(named)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_exists_may_be_named() {
        check_lacks(
            "`model::Treatment`, `Totals::net`, `ledger::totals`, table `flow`, `flow.amount`, `flow_*`, `place.toml`, `net`",
            &["no table begins with `flow_`"],
        );
    }

    #[test]
    fn what_does_not_exist_is_found() {
        check_lacks(
            "`model::Totals` `Totals::gross` `ledger::Tally`",
            &[
                "there is no public `model::Totals`",
                "there is no public `Totals::gross`",
                "there is no public `ledger::Tally`",
            ],
        );
        check_lacks(
            "table `edge`; `spend_line`; `flow.pounds`",
            &["there is no table `edge`", "there is no table `spend_line`", "there is no column `flow.pounds`"],
        );
        check_lacks(
            "`crates/ledger/src/nowhere.rs` and `crates/*.toml`",
            &["there is no `crates/ledger/src/nowhere.rs`"],
        );
    }

    #[test]
    fn tables_are_named_in_the_drawing_of_the_flow() {
        check_lacks(
            "```text\nlines ─ ledger ─→ flow, transfer: both\nflow ─ site ─→ flow\ntables ─ report ─→ terminal, out/site/\n```",
            &["there is no table `transfer`", "no table is written by `site`", "no table is written by `report`"],
        );
    }

    #[test]
    fn every_step_that_writes_a_table_stands_in_the_drawing_of_the_flow() {
        let undrawn = |text: &str| code().steps_undrawn(text).cloned().collect::<Vec<_>>();
        assert_eq!(undrawn("```text\nlines ─ ledger ─→ flow\n```"), [""; 0]);
        assert_eq!(undrawn("`ledger`\n```text\nledger ─ site ─→ pages\n```"), ["ledger"]);
    }

    #[test]
    fn every_crate_stands_in_the_drawing_and_in_the_table() {
        let text = "```text\nmoney → model\n   (testkit, for tests only)\n```\n| crate | knows |\n| --- | --- |\n| `model` | tables |\n| `xtask` | |\n";
        let differ = crates_differ(text, &code());
        let faults: Vec<&str> =
            differ.iter().map(|fault| fault.trim_start_matches("  ARCHITECTURE.md: the ")).collect();
        assert_eq!(
            faults,
            [
                "drawing names `money`, which does not exist",
                "drawing names `testkit`, which does not exist",
                "drawing does not name `ledger`",
                "table of crates does not name `ledger`",
            ]
        );
    }
}
