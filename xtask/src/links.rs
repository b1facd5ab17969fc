//! Every link between pages leads somewhere.

use std::path::Path;

use crate::{Outcome, shell};

pub fn check() -> Outcome {
    let mut dead = Vec::new();
    for page in shell::tracked_files()?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let text = shell::read(&shell::root().join(&page))?;
        let folder = page.parent().unwrap_or(Path::new(""));
        let leads_nowhere = |target: &&str| !shell::root().join(folder).join(target).exists();
        dead.extend(targets(&text).filter(leads_nowhere).map(|target| format!("  {}: {target}", page.display())));
    }
    if dead.is_empty() { Ok(()) } else { Err(format!("links that lead nowhere\n{}", dead.join("\n"))) }
}

/// Targets of links within the project, without the part of the page they point at.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let target = |rest: &'_ str| rest.split_once(')').map(|(target, _)| target.len());
    text.split("](")
        .skip(1)
        .filter_map(move |rest| rest.get(..target(rest)?))
        .filter(|target| {
            !target.contains("://") && !target.starts_with(['#', '<']) && !target.contains(char::is_whitespace)
        })
        .map(|target| target.split('#').next().unwrap_or(target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_within_the_project_are_found() {
        let text = "[a](docs/a.md#part), [b](https://example.org/b), [c](#here) and ![d](d.png)";
        assert_eq!(targets(text).collect::<Vec<_>>(), ["docs/a.md", "d.png"]);
    }
}
