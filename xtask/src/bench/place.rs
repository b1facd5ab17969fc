//! Places made for the benchmark: the real example with its sources somewhere else.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::shell::{fresh_dir, read, root, write};

const EXAMPLE: &str = "tyne-and-wear-2020-21";
const RULE_FILE: &str = "rules/service.csv";

/// The real ledgers, beside the checkout.
pub fn real_sources() -> Outcome<PathBuf> {
    let shared = root().parent().map(|beside| beside.join("shared/data").join(EXAMPLE)).filter(|dir| dir.is_dir());
    shared
        .ok_or_else(|| format!("the benchmark needs the real ledgers in ../shared/data/{EXAMPLE} beside the checkout"))
}

/// A copy of the example whose sources are read where they are.
pub struct BenchPlace {
    pub dir: PathBuf,
    pub sources: PathBuf,
}

impl BenchPlace {
    pub fn new(dir: &Path, sources: &Path) -> Outcome<BenchPlace> {
        let example = root().join("examples").join(EXAMPLE);
        fresh_dir(&dir.join("rules"))?;
        let place_file = read(&example.join("place.toml"))?;
        write(&dir.join("place.toml"), &with_root(&place_file, sources))?;
        for entry in fs::read_dir(example.join("rules"))
            .map_err(|error| format!("cannot list the example's rules: {error}"))?
            .flatten()
        {
            let path = entry.path();
            if path.is_file() {
                write(&dir.join("rules").join(entry.file_name()), &read(&path)?)?;
            }
        }
        Ok(BenchPlace { dir: dir.to_owned(), sources: sources.to_owned() })
    }

    /// Removes everything that a build left, so that the next begins from nothing.
    pub fn forget(&self) -> Outcome {
        ["out", "out.next", "out.old", ".totalplace"]
            .iter()
            .try_for_each(|name| crate::shell::remove_dir(&self.dir.join(name)))
    }

    /// What the last build wrote, by hash.
    pub fn record(&self) -> Outcome<String> {
        read(&self.dir.join("out/run.json"))
    }

    /// Writes the rule file again as it is.
    pub fn touch_rules(&self) -> Outcome {
        let path = self.dir.join(RULE_FILE);
        write(&path, &read(&path)?)
    }

    /// Adds a rule that classifies lines of its own, as a person would: of one body, or of all.
    pub fn edit_rule(&self, n: usize, body_id: Option<&str>) -> Outcome {
        const PAYEES: [&str; 8] = [
            "northumbrian water",
            "british gas",
            "royal mail",
            "npower",
            "bt",
            "edf energy",
            "british telecom*",
            "water*",
        ];
        let path = self.dir.join(RULE_FILE);
        let text = read(&path)?;
        let heading = text.lines().next().unwrap_or_default();
        let columns: Vec<&str> = heading.split(',').collect();
        // `service` stands twice: first as a condition on the line, then as what follows.
        let at = [
            columns.iter().position(|c| *c == "id"),
            columns.iter().position(|c| *c == "body"),
            columns.iter().position(|c| *c == "payee"),
            columns.iter().rposition(|c| *c == "service"),
        ];
        let [Some(id), Some(body), Some(payee), Some(service)] = at else {
            return Err(format!("the benchmark does not know the columns of {RULE_FILE}: `{heading}`"));
        };
        let mut cells = vec![String::new(); columns.len()];
        cells[id] = format!("bench-{n}");
        cells[body] = body_id.unwrap_or_default().to_owned();
        cells[payee] = PAYEES[n % PAYEES.len()].to_owned();
        cells[service] = "environmental_regulatory".to_owned();
        // First, so that no other rule decides before it.
        let rest = text.strip_prefix(heading).unwrap_or_default().trim_start_matches(['\r', '\n']);
        write(&path, &format!("{heading}\n{}\n{rest}", cells.join(",")))
    }
}

/// A place file whose sources lie elsewhere.
pub fn with_root(place_file: &str, sources: &Path) -> String {
    let is_root = |line: &&str| line.trim_start().starts_with("root ") || line.trim_start().starts_with("root=");
    let line =
        |line: &str| if is_root(&line) { format!("root = {:?}", sources.to_string_lossy()) } else { line.to_owned() };
    place_file.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

/// Copies of every file under other names, a blank row longer each, so that no two are the same file.
pub fn copies(sources: &Path, dir: &Path, n_copies: usize) -> Outcome<PathBuf> {
    let many = dir.join(format!("times-{n_copies}"));
    fresh_dir(&many)?;
    link_codes(sources, dir)?;
    let error = |error: std::io::Error| format!("cannot copy the ledgers: {error}");
    for body in fs::read_dir(sources).map_err(error)?.flatten().filter(|entry| entry.path().is_dir()) {
        let folder = many.join(body.file_name());
        fs::create_dir_all(&folder).map_err(error)?;
        for file in fs::read_dir(body.path()).map_err(error)?.flatten() {
            let bytes = fs::read(file.path()).map_err(error)?;
            for n in 0..n_copies {
                let path = folder
                    .join(format!("{}-copy-{n:02}.csv", file.path().file_stem().unwrap_or_default().to_string_lossy()));
                let mut copy = fs::File::create(path).map_err(error)?;
                copy.write_all(&bytes).and_then(|()| copy.write_all("\n".repeat(n).as_bytes())).map_err(error)?;
            }
        }
    }
    Ok(many)
}

/// The example's registers are named from its sources: `../codes`.
pub fn link_codes(sources: &Path, dir: &Path) -> Outcome {
    let (from, link) = (sources.with_file_name("codes"), dir.join("codes"));
    if link.exists() {
        return Ok(());
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(&from, &link).map_err(|error| format!("cannot link `{}`: {error}", link.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_root_of_the_sources_changes() {
        let text = "name = \"A\"\n[sources]\nroot = \"../x\"\n[[body]]\nid = \"root\"\n";
        let changed = with_root(text, Path::new("elsewhere"));
        assert_eq!(changed, "name = \"A\"\n[sources]\nroot = \"elsewhere\"\n[[body]]\nid = \"root\"\n");
    }

    /// A folder of this test's own.
    fn folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("totalplace-xtask-{}-{name}", std::process::id()));
        fresh_dir(&dir).unwrap();
        dir
    }

    #[test]
    fn an_edit_is_a_rule_before_all_others() {
        let dir = folder("edit");
        let place = BenchPlace::new(&dir, Path::new("elsewhere")).unwrap();
        let before = read(&dir.join(RULE_FILE)).unwrap();
        place.edit_rule(0, Some("darlington")).unwrap();
        place.edit_rule(1, None).unwrap();
        let after = read(&dir.join(RULE_FILE)).unwrap();
        let lines: Vec<&str> = after.lines().collect();
        assert!(
            lines[1].starts_with("bench-1,")
                && lines[1].contains("british gas")
                && lines[1].contains("environmental_regulatory")
        );
        assert!(lines[2].starts_with("bench-0,darlington,"));
        assert_eq!(lines.len(), before.lines().count() + 2);
        assert_eq!(lines[1].matches(',').count(), lines[0].matches(',').count(), "{}", lines[1]);
        crate::shell::remove_dir(&dir).unwrap();
    }

    #[test]
    fn no_two_copies_are_the_same_file() {
        let dir = folder("copies");
        fs::create_dir_all(dir.join("real/county")).unwrap();
        write(&dir.join("real/county/2020-04.csv"), "Date,Amount\n2020-04-01,5.00\n").unwrap();
        let many = copies(&dir.join("real"), &dir.join("data"), 3).unwrap();
        let mut texts: Vec<String> =
            (0..3).map(|n| read(&many.join(format!("county/2020-04-copy-{n:02}.csv"))).unwrap()).collect();
        texts.dedup();
        assert_eq!(texts.len(), 3);
        assert!(texts.iter().all(|text| text.starts_with("Date,Amount\n2020-04-01,5.00\n")));
        crate::shell::remove_dir(&dir).unwrap();
    }
}
