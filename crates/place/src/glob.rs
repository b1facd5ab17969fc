//! Patterns of paths: whether they can be read, and whether they stay where they are.

/// Whether a pattern can be read; else why not.
pub(crate) fn check(glob: &str) -> Result<(), String> {
    globset::Glob::new(glob).map(drop).map_err(|error| error.kind().to_string())
}

/// Whether a path or pattern is absolute or climbs out of the folder it starts in.
///
/// Judged by its words alone, on every system alike: a place folder travels between laptops.
pub(crate) fn leaves_folder(path: &str) -> bool {
    let is_drive = path.chars().nth(1) == Some(':') && path.starts_with(|c: char| c.is_ascii_alphabetic());
    if is_drive || path.starts_with(['/', '\\', '~']) {
        return true;
    }
    let steps: Vec<&str> = path.split(['/', '\\', '{', '}', ',']).collect();
    // How deep a choice such as `{a,b/c}` leads depends on the choice, so one beside `..` is never trusted.
    if path.contains('{') && steps.contains(&"..") {
        return true;
    }
    let mut depth = 0i64;
    for step in steps {
        match step {
            "" | "." | "**" => {} // `**` stands for no folder at all, too
            ".." => depth -= 1,
            _ => depth += 1,
        }
        if depth < 0 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_climb_out_are_seen_however_they_are_written() {
        for path in [
            "/data/*.csv",
            "../x.csv",
            "a/../../x",
            "C:\\data\\x.csv",
            "..\\x",
            "\\\\server\\x",
            "**/../x",
            "{..,a}/x",
            "{a,b,c}/../../x",
        ] {
            assert!(leaves_folder(path), "{path}");
        }
        for path in ["x.csv", "a/../x.csv", "./a/*.csv", "**/*.xlsx", "a..b/x", "a/{b,c}/*.csv"] {
            assert!(!leaves_folder(path), "{path}");
        }
    }
}
