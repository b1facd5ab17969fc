//! Modules of one crate do not use each other in a circle.
//!
//! Modules are those directly below the root of a crate, with all that is in them. What the root passes on with `use`
//! counts as the module it comes from, so a circle cannot hide behind `lib.rs`. Tests may use what they like.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::Outcome;
use crate::source::{self, Source, is_punct};

/// One module uses another although that uses it in turn, and why it may.
struct Harmless {
    of_crate: &'static str,
    from: &'static str,
    to: &'static str,
    why: &'static str,
}

const HARMLESS: &[Harmless] = &[];

/// Where one module uses another: the first place of each pair.
type Uses = BTreeMap<(String, String), String>;

pub fn check() -> Outcome {
    let sources = source::files(None)?;
    let mut faults = Vec::new();
    for name in sources.iter().map(Source::crate_name).collect::<BTreeSet<&str>>() {
        let uses = uses(sources.iter().filter(|source| source.crate_name() == name));
        faults.extend(faults_of(name, uses, HARMLESS));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("modules that use each other in a circle\n{}", faults.join("\n")))
    }
}

fn faults_of(name: &str, mut uses: Uses, harmless: &[Harmless]) -> Vec<String> {
    let mut faults = Vec::new();
    for Harmless { from, to, why, .. } in harmless.iter().filter(|harmless| harmless.of_crate == name) {
        if uses.remove(&((*from).to_owned(), (*to).to_owned())).is_none() {
            faults.push(format!("  {name}: {from} does not use {to} any more, so nothing need excuse it ({why})"));
        }
    }
    for circle in circles(&uses) {
        faults.push(format!(
            "  {name}: {} modules: {}",
            circle.len(),
            circle.iter().cloned().collect::<Vec<_>>().join(", ")
        ));
        let within = uses.iter().filter(|((from, to), _)| circle.contains(from) && circle.contains(to));
        faults.extend(within.map(|((from, to), place)| format!("    {from} -> {to}: {place}")));
    }
    faults
}

/// Sets of modules each of which leads to every other.
fn circles(uses: &Uses) -> Vec<BTreeSet<String>> {
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    for (module, _) in uses.keys() {
        if found.iter().any(|circle| circle.contains(module)) {
            continue;
        }
        let leads_back = |other: &String| reached(uses, other).contains(module);
        let circle: BTreeSet<String> = reached(uses, module).into_iter().filter(leads_back).collect();
        if circle.len() > 1 {
            found.push(circle);
        }
    }
    found
}

/// Every module that a module uses, and what these use.
fn reached(uses: &Uses, module: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![module.to_owned()];
    while let Some(module) = left.pop() {
        let next = uses.keys().filter(|(from, _)| *from == module).map(|(_, to)| to);
        left.extend(next.filter(|to| found.insert((*to).clone())).cloned().collect::<Vec<_>>());
    }
    found
}

/// Which module of a crate uses which, and where.
fn uses<'a>(sources: impl Iterator<Item = &'a Source>) -> Uses {
    let modules: Vec<(&Source, Vec<String>)> =
        sources.filter(|source| !source.is_test()).filter_map(|source| Some((source, source.module()?))).collect();
    let top: BTreeSet<&String> = modules.iter().filter_map(|(_, module)| module.first()).collect();
    let root = modules.iter().filter(|(_, module)| module.is_empty());
    let passed_on: BTreeMap<String, String> = root.flat_map(|(source, _)| names_used(&source.code)).collect();
    let mut uses = Uses::new();
    for (source, module) in &modules {
        let Some(from) = module.first() else { continue };
        for Path { name, line } in paths_from_root(&source.code, module) {
            let to = if top.contains(&name) { Some(&name) } else { passed_on.get(&name).filter(|to| top.contains(to)) };
            if let Some(to) = to.filter(|to| *to != from) {
                let place = || format!("{}:{line} {name}", source.path.display());
                uses.entry((from.clone(), to.clone())).or_insert_with(place);
            }
        }
    }
    uses
}

/// A path that leads through the root of the crate: what it names there, and on which line.
#[derive(Debug, PartialEq)]
struct Path {
    name: String,
    line: usize,
}

/// Paths written as `crate::x` or with enough `super::`, in code that is in this module.
fn paths_from_root(code: &TokenStream, module: &[String]) -> Vec<Path> {
    let tokens: Vec<TokenTree> = code.clone().into_iter().collect();
    let mut found = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "crate" => follow(&tokens[i + 1..], 0, &mut found),
            TokenTree::Ident(word) if word == "super" && !is_in_path(&tokens[..i]) => {
                if let Some(depth) = module.len().checked_sub(1) {
                    follow(&tokens[i + 1..], depth, &mut found);
                }
            }
            TokenTree::Group(group) => {
                let inner = inline_module(&tokens[..i]).filter(|_| group.delimiter() == Delimiter::Brace);
                let module: Vec<String> = module.iter().cloned().chain(inner).collect();
                found.extend(paths_from_root(&group.stream(), &module));
            }
            _ => {}
        }
    }
    found
}

/// Whether these tokens end with `::`, so that what follows continues a path.
fn is_in_path(before: &[TokenTree]) -> bool {
    before.last().is_some_and(|token| is_punct(token, ':'))
}

/// The name of the module whose braces come next.
fn inline_module(before: &[TokenTree]) -> Option<String> {
    match before {
        [.., TokenTree::Ident(word), TokenTree::Ident(name)] if word == "mod" => Some(name.to_string()),
        _ => None,
    }
}

/// Follows a path from a module at this depth below the root.
fn follow(tokens: &[TokenTree], depth: usize, found: &mut Vec<Path>) {
    let [a, b, next, rest @ ..] = tokens else { return };
    if !(is_punct(a, ':') && is_punct(b, ':')) {
        return;
    }
    match next {
        TokenTree::Ident(word) if word == "super" => follow(rest, depth.saturating_sub(1), found),
        _ if depth > 0 => {}
        TokenTree::Ident(word) => found.extend(path(word)),
        TokenTree::Group(group) => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            let first = inner.split(|token| is_punct(token, ',')).filter_map(<[TokenTree]>::first);
            found.extend(first.filter_map(|token| if let TokenTree::Ident(word) = token { path(word) } else { None }));
        }
        _ => {}
    }
}

/// A name at the root; `self` there is the root itself.
fn path(word: &Ident) -> Option<Path> {
    (word != "self").then(|| Path { name: word.to_string(), line: word.span().start().line })
}

/// Names that `use` brings into a root, each with the module that it comes from.
fn names_used(code: &TokenStream) -> Vec<(String, String)> {
    let tokens: Vec<TokenTree> = code.clone().into_iter().collect();
    let statements = tokens.split(|token| is_punct(token, ';'));
    let after_use = statements.filter_map(|statement| {
        let at = statement.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "use"))?;
        Some(&statement[at + 1..])
    });
    let mut found = Vec::new();
    for tree in after_use {
        let tree = match tree {
            [TokenTree::Ident(word), _, _, rest @ ..] if word == "crate" || word == "self" => rest,
            _ => tree,
        };
        if let Some(TokenTree::Ident(module)) = tree.first() {
            leaves(tree, &mut |name| found.push((name, module.to_string())));
        }
    }
    found
}

/// The names at the ends of a tree of `use`.
fn leaves(tree: &[TokenTree], each: &mut impl FnMut(String)) {
    for entry in tree.split(|token| is_punct(token, ',')) {
        match entry.last() {
            Some(TokenTree::Ident(name)) => each(name.to_string()),
            Some(TokenTree::Group(group)) => leaves(&group.stream().into_iter().collect::<Vec<_>>(), each),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files of one crate as `module | text`; the faults, one a line.
    fn check_faults(files: &[(&str, &str)], harmless: &[Harmless], expected: &[&str]) {
        let parse = |(file, text): &(&str, &str)| {
            Source::parse(std::path::Path::new(&format!("crates/ledger/src/{file}.rs")), text).unwrap()
        };
        let sources: Vec<Source> = files.iter().map(parse).collect();
        let faults = faults_of("ledger", uses(sources.iter()), harmless);
        let faults: Vec<&str> = faults.iter().map(|fault| fault.trim()).collect();
        assert_eq!(faults, expected);
    }

    #[test]
    fn two_modules_that_use_each_other_are_a_circle() {
        check_faults(
            &[
                ("net", "use crate::{flow::Flow, line::Line};"),
                ("flow/mod", "fn a() -> crate::net::Net {}"),
                ("line", ""),
            ],
            &[],
            &[
                "ledger: 2 modules: flow, net",
                "flow -> net: crates/ledger/src/flow/mod.rs:1 net",
                "net -> flow: crates/ledger/src/net.rs:1 flow",
            ],
        );
    }

    #[test]
    fn modules_that_only_lead_on_are_none() {
        check_faults(&[("net", "use crate::flow::Flow;"), ("flow", "use super::line::Line;"), ("line", "")], &[], &[]);
    }

    #[test]
    fn what_lies_in_a_module_is_part_of_it() {
        check_faults(
            &[
                ("net/sum", "use super::super::flow::Flow;\nuse super::Net;"),
                ("flow/edge", "fn a() { super::super::net::b(); }"),
            ],
            &[],
            &[
                "ledger: 2 modules: flow, net",
                "flow -> net: crates/ledger/src/flow/edge.rs:1 net",
                "net -> flow: crates/ledger/src/net/sum.rs:1 flow",
            ],
        );
    }

    #[test]
    fn a_circle_does_not_hide_behind_the_root() {
        check_faults(
            &[
                ("lib", "mod net;\npub use net::{sum::Sum, Net as Whole};"),
                ("net", "use crate::flow::Flow;"),
                ("flow", "use crate::Whole;"),
            ],
            &[],
            &[
                "ledger: 2 modules: flow, net",
                "flow -> net: crates/ledger/src/flow.rs:1 Whole",
                "net -> flow: crates/ledger/src/net.rs:1 flow",
            ],
        );
    }

    #[test]
    fn tests_may_use_what_they_like() {
        check_faults(
            &[
                ("net", "use crate::flow::Flow;"),
                ("flow", "#[cfg(test)]\nmod tests { use crate::net::Net; }"),
                ("flow_tests", "use crate::net::Net;"),
            ],
            &[],
            &[],
        );
    }

    #[test]
    fn an_excuse_must_be_needed() {
        let excuse = |from, to| Harmless { of_crate: "ledger", from, to, why: "a type beside its user" };
        let files = [("net", "use crate::flow::Flow;"), ("flow", "use crate::net::Net;")];
        check_faults(&files, &[excuse("net", "flow")], &[]);
        check_faults(
            &files[..1],
            &[excuse("flow", "net")],
            &["ledger: flow does not use net any more, so nothing need excuse it (a type beside its user)"],
        );
    }
}
