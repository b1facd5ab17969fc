//! The project's Rust, read as tokens: which file is of which crate and module, and what only tests compile.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::Outcome;
use crate::shell::{self, command, output, read, root};

/// One file of Rust below `crates/`.
pub struct Source {
    /// Relative to the workspace.
    pub path: PathBuf,
    pub n_lines: usize,
    /// Everything but what stands under `#[cfg(test)]`.
    pub code: TokenStream,
    pub n_test_lines: usize,
}

/// Files of this checkout, or of a commit.
pub fn files(commit: Option<&str>) -> Outcome<Vec<Source>> {
    let is_ours = |path: &Path| path.starts_with("crates") && path.extension().is_some_and(|e| e == "rs");
    let Some(commit) = commit else {
        let paths = shell::tracked_files()?.into_iter().filter(|path| is_ours(path));
        return paths.map(|path| Source::parse(&path, &read(&root().join(&path))?)).collect();
    };
    let listed = output(command("git", &["ls-tree", "-r", "-z", "--name-only", commit, "crates"]))?;
    let paths = listed.split('\0').map(Path::new).filter(|path| is_ours(path));
    let of_commit = |path: &Path| output(command("git", &["show", &format!("{commit}:{}", path.display())]));
    paths.map(|path| Source::parse(path, &of_commit(path)?)).collect()
}

impl Source {
    pub fn parse(path: &Path, text: &str) -> Outcome<Source> {
        let tokens: TokenStream = text.parse().map_err(|error| format!("{} is no Rust: {error}", path.display()))?;
        let mut n_test_lines = 0;
        let code = without_tests(tokens, &mut n_test_lines);
        Ok(Source { path: path.to_owned(), n_lines: text.lines().count(), code, n_test_lines })
    }

    pub fn crate_name(&self) -> &str {
        self.path.iter().nth(1).and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// Whether all of it is for tests alone.
    pub fn is_test(&self) -> bool {
        let name = self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name == "tests.rs"
            || name == "testing.rs"
            || name.ends_with("_tests.rs")
            || self.path.iter().any(|folder| folder == "tests")
    }

    /// The module that a file below `src/` is, from the root of its crate; the root itself is empty.
    pub fn module(&self) -> Option<Vec<String>> {
        let below = self.path.iter().skip(2).map(|name| name.to_string_lossy().into_owned());
        let mut names = below.collect::<Vec<_>>();
        if names.first().is_none_or(|name| name != "src") || names.get(1).is_some_and(|name| name == "bin") {
            return None;
        }
        names.remove(0);
        let file = names.pop()?;
        let stem = file.strip_suffix(".rs")?;
        let is_root_of_folder = stem == "mod" || (names.is_empty() && (stem == "lib" || stem == "main"));
        if !is_root_of_folder {
            names.push(stem.to_owned());
        }
        Some(names)
    }

    pub fn n_code_lines(&self) -> usize {
        if self.is_test() { 0 } else { self.n_lines - self.n_test_lines }
    }
}

/// Leaves out each item behind `#[cfg(test)]`, to its semicolon or closing brace, and counts its lines.
fn without_tests(tokens: TokenStream, n_lines: &mut usize) -> TokenStream {
    let mut tokens = tokens.into_iter().peekable();
    let mut kept = Vec::new();
    while let Some(token) = tokens.next() {
        if is_punct(&token, '#') && tokens.peek().is_some_and(is_cfg_test) {
            let begins = token.span().start().line;
            let ends = tokens.by_ref().find(ends_item).map_or(begins, |token| token.span().end().line);
            *n_lines += ends + 1 - begins;
        } else if let TokenTree::Group(group) = token {
            let mut inner = Group::new(group.delimiter(), without_tests(group.stream(), n_lines));
            inner.set_span(group.span());
            kept.push(TokenTree::Group(inner));
        } else {
            kept.push(token);
        }
    }
    kept.into_iter().collect()
}

fn is_cfg_test(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.stream().to_string().replace(' ', "") == "cfg(test)")
}

fn ends_item(token: &TokenTree) -> bool {
    is_punct(token, ';') || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

pub fn is_punct(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// Calls `visit` with the tokens of a stream and of every group in it, outermost first.
pub fn walk(tokens: &TokenStream, visit: &mut impl FnMut(&[TokenTree])) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    visit(&tokens);
    for token in &tokens {
        if let TokenTree::Group(group) = token {
            walk(&group.stream(), visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source::parse(Path::new(path), text).unwrap()
    }

    #[test]
    fn items_of_tests_are_no_code() {
        let text = "fn a() {}\n\n#[cfg(test)]\nmod a_tests;\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n  // }\n  fn b() {}\n}\nfn c() {}\n";
        let source = source("crates/ledger/src/net.rs", text);
        assert_eq!(source.code.to_string(), "fn a () { } fn c () { }");
        assert_eq!((source.n_lines, source.n_code_lines()), (11, 3));
    }

    #[test]
    fn whole_files_may_be_tests() {
        for path in ["tests/all/net.rs", "src/testing.rs", "src/net_tests.rs", "src/net/tests.rs"] {
            assert!(source(&format!("crates/ledger/{path}"), "").is_test(), "{path}");
        }
        assert!(!source("crates/testkit/src/lib.rs", "").is_test());
    }

    #[test]
    fn a_file_is_a_module() {
        let module = |path: &str| source(&format!("crates/ledger/{path}"), "").module().map(|names| names.join("::"));
        assert_eq!(module("src/lib.rs").as_deref(), Some(""));
        assert_eq!(module("src/propose/mod.rs").as_deref(), Some("propose"));
        assert_eq!(module("src/propose/lib.rs").as_deref(), Some("propose::lib"));
        assert_eq!(module("examples/a.rs"), None);
    }
}
