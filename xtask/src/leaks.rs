//! No tracked file names the machine on which it was written.

use std::path::Path;

use crate::{Outcome, shell};

pub fn check() -> Outcome {
    let names = names_of_this_machine();
    let mut found = Vec::new();
    for file in shell::tracked_files()? {
        let bytes = std::fs::read(shell::root().join(&file))
            .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
        found.extend(
            leaks(&String::from_utf8_lossy(&bytes), &names)
                .map(|(line, name)| format!("  {}:{line}: {name}", file.display())),
        );
    }
    if found.is_empty() { Ok(()) } else { Err(format!("files that name a machine\n{}", found.join("\n"))) }
}

/// Lines that hold one of the names, from 1.
fn leaks<'a>(text: &'a str, names: &'a [String]) -> impl Iterator<Item = (usize, &'a str)> {
    let name_in = |line: &str| names.iter().find(|name| line.contains(name.as_str()));
    text.lines().enumerate().filter_map(move |(i, line)| Some((i + 1, name_in(line)?.as_str())))
}

/// Paths that lead into somebody's home, this checkout and the folder it is in, and the machine's name.
fn names_of_this_machine() -> Vec<String> {
    let root = shell::root();
    // Put together here, so that this file does not hold them.
    let homes = ["home", "Users", "root"].map(|home| format!("/{home}/")).to_vec();
    let paths = [Some(root), root.parent()].into_iter().flatten().filter(|path| is_telling(path));
    let paths = paths.map(|path| format!("{}/", path.display()));
    homes.into_iter().chain(paths).chain(host_name()).collect()
}

/// `/` and the folder of temporary files say nothing about a machine.
fn is_telling(path: &Path) -> bool {
    path.parent().is_some() && path != std::env::temp_dir()
}

/// A name such as `laptop-7f3a`; one that could be a word is left out.
fn host_name() -> Option<String> {
    let name = std::fs::read_to_string("/etc/hostname").ok()?.trim().to_owned();
    (name.len() >= 6 && name.bytes().any(|b| b.is_ascii_digit())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_a_machine_is_found_with_its_line() {
        let names = ["/elsewhere/".to_owned()];
        let text = "one\nsee /elsewhere/data\nsee ../data";
        assert_eq!(leaks(text, &names).collect::<Vec<_>>(), [(2, "/elsewhere/")]);
    }

    #[test]
    fn this_checkout_is_among_the_names() {
        let here = format!("{}/xtask", shell::root().display());
        assert_eq!(leaks(&here, &names_of_this_machine()).count(), 1);
    }
}
