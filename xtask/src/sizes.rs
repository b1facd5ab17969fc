//! How large the project is: lines of Rust that are no tests, lengths of functions, files that are too long.
//!
//! Counted are all lines of files below `crates/`, blank ones and comments too, except for files of tests and items
//! behind `#[cfg(test)]`. The errands are not the product and stand outside the sum.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenTree};

use crate::Outcome;
use crate::source::{self, Source, is_punct, walk};

/// Lines that no file may exceed, and what functions are held to.
const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 40;
const P50_MAX: usize = 8;
const P90_MAX: usize = 25;

/// Prints the sizes of this checkout, beside those of a commit where one is given.
pub fn sizes(commit: Option<&str>) -> Outcome {
    let now = source::files(None)?;
    let then = commit.map(|commit| source::files(Some(commit))).transpose()?;
    println!("{}", heading(commit));
    for name in crates(&now).union(&then.as_deref().map(crates).unwrap_or_default()) {
        println!("{}", line(name, &now, then.as_deref(), |source| source.crate_name() == *name));
    }
    println!("{}", line("all", &now, then.as_deref(), |_| true));
    for source in now.iter().filter(|source| FILE_LINES_MAX < source.n_lines) {
        println!("{} has {} lines, more than {FILE_LINES_MAX}", source.path.display(), source.n_lines);
    }
    for source in &now {
        for function in functions_of(source).into_iter().filter(|function| FUNCTION_LINES_MAX < function.n_lines) {
            let Function { name, line, n_lines } = function;
            println!("{}:{line} {name} has {n_lines} lines, more than {FUNCTION_LINES_MAX}", source.path.display());
        }
    }
    let lengths = Lengths::of(now.iter());
    println!(
        "functions: p50 {} (asked for at most {P50_MAX}), p90 {} (at most {P90_MAX})",
        lengths.percentile(50),
        lengths.percentile(90)
    );
    Ok(())
}

fn crates(sources: &[Source]) -> BTreeSet<String> {
    sources.iter().map(|source| source.crate_name().to_owned()).collect()
}

fn heading(commit: Option<&str>) -> String {
    let then = commit.map_or(String::new(), |commit| format!("{commit:>10}{:>10}", "change"));
    format!("{:<14}{:>10}{then}{:>12}{:>6}{:>6}{:>6}", "crate", "lines", "functions", "p50", "p90", "max")
}

fn line(name: &str, now: &[Source], then: Option<&[Source]>, is_in: impl Fn(&Source) -> bool) -> String {
    let n_lines = |sources: &[Source]| sources.iter().filter(|s| is_in(s)).map(Source::n_code_lines).sum::<usize>();
    let n_now = n_lines(now);
    let compared =
        then.map(n_lines).map_or(String::new(), |n_then| format!("{n_then:>10}{:>+10}", n_now as i64 - n_then as i64));
    let lengths = Lengths::of(now.iter().filter(|source| is_in(source)));
    let [p50, p90, max] = [50, 90, 100].map(|percent| lengths.percentile(percent));
    format!("{name:<14}{n_now:>10}{compared}{:>12}{p50:>6}{p90:>6}{max:>6}", lengths.0.len())
}

/// A function that is no test, with its lines from `fn` to the closing brace.
#[derive(Debug, PartialEq)]
struct Function {
    name: String,
    line: usize,
    n_lines: usize,
}

/// Lines of each function, shortest first.
struct Lengths(Vec<usize>);

impl Lengths {
    fn of<'a>(sources: impl Iterator<Item = &'a Source>) -> Lengths {
        let mut lengths: Vec<usize> = sources.flat_map(functions_of).map(|function| function.n_lines).collect();
        lengths.sort_unstable();
        Lengths(lengths)
    }

    /// The length that this percentage of functions does not exceed.
    fn percentile(&self, percent: usize) -> usize {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or(0)
    }
}

fn functions_of(source: &Source) -> Vec<Function> {
    let mut found = Vec::new();
    if !source.is_test() {
        walk(&source.code, &mut |tokens| found.extend((0..tokens.len()).filter_map(|i| function(&tokens[i..]))));
    }
    found
}

/// The function that begins here and has a body; `fn(i32)` is a type.
fn function(tokens: &[TokenTree]) -> Option<Function> {
    let [TokenTree::Ident(word), TokenTree::Ident(name), rest @ ..] = tokens else { return None };
    let is_brace = |t: &TokenTree| matches!(t, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let body = rest.iter().find(|t| is_brace(t) || is_punct(t, ';')).filter(|t| is_brace(t) && word == "fn")?;
    let line = word.span().start().line;
    Some(Function { name: name.to_string(), line, n_lines: body.span().end().line + 1 - line })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_function_is_counted_from_its_name_to_its_closing_brace() {
        let text = "trait A { fn a(&self); }\nfn b(f: fn(i32)) {\n  fn c() {}\n}\n#[cfg(test)]\nfn d() {\n\n\n\n}\n";
        let source = Source::parse(Path::new("crates/ledger/src/net.rs"), text).unwrap();
        assert_eq!(Lengths::of([&source].into_iter()).0, [1, 3]);
    }

    #[test]
    fn half_of_the_functions_do_not_exceed_the_median() {
        let lengths = Lengths(vec![1, 2, 3, 40]);
        assert_eq!([50, 90, 100].map(|percent| lengths.percentile(percent)), [2, 40, 40]);
        assert_eq!(Lengths(Vec::new()).percentile(50), 0);
    }
}
