//! Two builds of the same places, by an old program and a new one: every table row for row.
//!
//! A change of structure moves no figure, so whatever differs here must be explained in `xtask/compare_tables.py`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{command, fresh_dir, output, read, root, run, target_dir, write};
use crate::{Outcome, bench};

/// Places of `examples/`, and one made by the old program.
const PLACES: [&str; 5] = ["marshford", "tyne-and-wear-2020-21", "leeds-2011-12", "lancashire", SYNTHETIC];
const SYNTHETIC: &str = "synthetic";

/// What a build leaves in a place folder beside what people put there.
const LEFT_BY_BUILDS: [&str; 5] = ["out", "out.next", "out.old", "public", ".totalplace"];

/// Folders and files of `out/` that are not compared row for row; of these it is said how many files differ.
const TABLES: &str = "tables";

pub struct Options {
    old: PathBuf,
    new: PathBuf,
    places: Vec<String>,
    n_people: String,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let [old, new, words @ ..] = words else {
            return Err("`compare` needs two programs: cargo xtask compare OLD NEW [PLACE...]".to_owned());
        };
        let (mut places, mut n_people) = (Vec::new(), "20000".to_owned());
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--people" => n_people = (*words.next().ok_or("`--people` needs a number")?).to_owned(),
                place => places.push(place.to_owned()),
            }
        }
        if places.is_empty() {
            places = PLACES.map(str::to_owned).to_vec();
        }
        Ok(Options { old: program(old)?, new: program(new)?, places, n_people })
    }
}

fn program(path: &str) -> Outcome<PathBuf> {
    fs::canonicalize(path).map_err(|error| format!("cannot find the program `{path}`: {error}"))
}

pub fn compare(options: &Options) -> Outcome {
    let target = target_dir()?;
    let python = bench::python(&target.join("bench-venv"))?;
    let dir = target.join("compare");
    fresh_dir(&dir)?;
    let mut differing = Vec::new();
    for name in &options.places {
        println!("{name}");
        let place = Compared { dir: dir.join(name), python: &python };
        if let Err(text) = place.compare(name, options) {
            println!("  {text}");
            differing.push(name.as_str());
        }
    }
    if differing.is_empty() { Ok(()) } else { Err(format!("not the same, or not compared: {}", differing.join(", "))) }
}

/// One place: what people put there in `place/`, its builds in `build/`, and what they left in `old/` and `new/`.
struct Compared<'a> {
    dir: PathBuf,
    python: &'a Path,
}

impl Compared<'_> {
    fn compare(&self, name: &str, options: &Options) -> Outcome {
        fresh_dir(&self.dir)?;
        if name == SYNTHETIC {
            self.synthesise(options)?;
        } else {
            copy_place(&example(name), &self.dir.join("place"))?;
        }
        let old = self.build(&options.old, "old")?;
        let new = self.build(&options.new, "new")?;
        let tables = self.compare_tables();
        self.compare_files()?;
        println!("  on the terminal: {}", lines_differ(&old, &new));
        tables
    }

    /// The old program makes the place, so that both read the same files. It has the proposals shipped, its people are
    /// signed, and then something changes in who is known and something is wrong in a file of each kind.
    fn synthesise(&self, options: &Options) -> Outcome {
        let place = self.dir.join("place");
        let dir = place.to_string_lossy();
        let run = |arguments: &[&str]| output(command(&options.old.to_string_lossy(), arguments));
        run(&["synth", &dir, "--people", &options.n_people, "--seed", "7"])?;
        copy(&root().join("reference/proposals"), &place.join("proposals"))?;
        build(&options.old, &place)?;
        run(&["sign", &dir, "--by", "Ann"])?;
        let schools = place.join("people/schools.csv");
        let pupils = read(&schools)?;
        let n_left = pupils.lines().count() / 2;
        write(&schools, &(pupils.lines().take(n_left).collect::<Vec<_>>().join("\n") + "\nno,pupil\n"))?;
        let contacts = place.join("people/contacts_police.csv");
        write(
            &contacts,
            &(read(&contacts)? + "P-1,nobody,police,Incident attended,2024-13-45,,telephone,advice,1.00\n"),
        )?;
        write(&place.join("proposals/slip.toml"), "name = \"A slip\"\nn_yaers = 5\n")
    }

    /// Builds in a folder of the same name each time, and gives what was printed.
    fn build(&self, program: &Path, side: &str) -> Outcome<String> {
        let dir = self.dir.join("build");
        fresh_dir(&dir)?;
        copy(&self.dir.join("place"), &dir)?;
        let printed = build(program, &dir)?;
        fs::rename(dir.join("out"), self.dir.join(side)).map_err(|error| format!("cannot move `out`: {error}"))?;
        Ok(printed)
    }

    fn compare_tables(&self) -> Outcome {
        let script = root().join("xtask/compare_tables.py");
        let [old, new] = ["old", "new"].map(|side| self.dir.join(side).join(TABLES));
        let arguments = [&script, &old, &new].map(|path| path.to_string_lossy().into_owned());
        run(command(&self.python.to_string_lossy(), &arguments.each_ref().map(String::as_str)))
            .map_err(|_| "tables differ".to_owned())
    }

    /// How many files differ in each folder of `out/` that holds no tables.
    fn compare_files(&self) -> Outcome {
        let [old, new] = [files(&self.dir.join("old"))?, files(&self.dir.join("new"))?];
        let mut folders: BTreeMap<String, [Vec<&Path>; 2]> = BTreeMap::new();
        for path in old.union(&new) {
            let folder = path.iter().next().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = ["old", "new"].map(|side| fs::read(self.dir.join(side).join(path)).ok());
            let [all, unlike] = folders.entry(folder).or_default();
            all.push(path);
            if bytes[0] != bytes[1] {
                unlike.push(path);
            }
        }
        folders.remove(TABLES);
        for (folder, [all, unlike]) in folders {
            let first: Vec<String> = unlike.iter().take(3).map(|path| path.display().to_string()).collect();
            println!("  {folder}: {} of {} files differ {}", unlike.len(), all.len(), first.join(", "));
        }
        Ok(())
    }
}

/// Builds a place and gives what was printed.
fn build(program: &Path, place: &Path) -> Outcome<String> {
    let output = command(&program.to_string_lossy(), &["build", &place.to_string_lossy()])
        .output()
        .map_err(|error| format!("cannot run `{}`: {error}", program.display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    // 1 is done with something to look at.
    if !matches!(output.status.code(), Some(0 | 1)) {
        return Err(format!("not built by `{}` ({})\n{said}", program.display(), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A place of `examples/`, or a folder anywhere.
fn example(name: &str) -> PathBuf {
    let of_ours = root().join("examples").join(name);
    if of_ours.is_dir() { of_ours } else { PathBuf::from(name) }
}

/// Copies a place without what builds left there. Sources that lie beside the checkout are read where they are.
fn copy_place(from: &Path, to: &Path) -> Outcome {
    copy(from, to)?;
    let file = to.join("place.toml");
    let (text, beside) = (read(&file)?, root().parent().unwrap_or(root()));
    let text = text.replace("\"../../../", &format!("\"{}/", beside.display()));
    write(&file, &text)?;
    let is_absent = |root: &&str| Path::new(root).is_absolute() && !Path::new(root).is_dir();
    match text.lines().filter_map(root_of_sources).find(is_absent) {
        Some(root) => Err(format!("not compared: its sources are not at {root}")),
        None => Ok(()),
    }
}

fn root_of_sources(line: &str) -> Option<&str> {
    line.strip_prefix("root")?.trim_start().strip_prefix('=')?.trim().strip_prefix('"')?.strip_suffix('"')
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let error = |error: std::io::Error| format!("cannot copy `{}`: {error}", from.display());
    fs::create_dir_all(to).map_err(error)?;
    for entry in fs::read_dir(from).map_err(error)? {
        let entry = entry.map_err(error)?;
        let name = entry.file_name();
        if LEFT_BY_BUILDS.iter().any(|left| name == *left) {
            continue;
        }
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(&name))?;
        } else {
            fs::copy(entry.path(), to.join(&name)).map_err(error)?;
        }
    }
    Ok(())
}

/// Every file below a folder, relative to it.
fn files(dir: &Path) -> Outcome<BTreeSet<PathBuf>> {
    let (mut found, mut left) = (BTreeSet::new(), vec![dir.to_owned()]);
    while let Some(folder) = left.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| format!("cannot list `{}`: {error}", folder.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                left.push(path);
            } else {
                found.insert(path.strip_prefix(dir).unwrap_or(&path).to_owned());
            }
        }
    }
    Ok(found)
}

/// Whether two texts are the same, and the first line in which they are not.
fn lines_differ(old: &str, new: &str) -> String {
    let ([old, new], nothing) = ([old, new].map(|text| text.lines().collect::<Vec<_>>()), "no line");
    let n_lines = old.len().max(new.len());
    let differing: Vec<usize> = (0..n_lines).filter(|i| old.get(*i) != new.get(*i)).collect();
    match differing.first() {
        None => format!("{n_lines} lines, the same"),
        Some(i) => {
            let [old, new] = [&old, &new].map(|lines| lines.get(*i).unwrap_or(&nothing));
            format!("{} of {n_lines} lines differ; first\n    {old}\n    {new}", differing.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_counted_and_the_first_is_shown() {
        assert_eq!(lines_differ("a\nb\n", "a\nb\n"), "2 lines, the same");
        assert_eq!(lines_differ("a\nb\n", "a\nc\nd\n"), "2 of 3 lines differ; first\n    b\n    c");
    }

    #[test]
    fn a_place_is_copied_without_what_builds_left_in_it() {
        let dir = std::env::temp_dir().join(format!("totalplace-xtask-{}-compare", std::process::id()));
        fresh_dir(&dir.join("from/out")).unwrap();
        fs::create_dir_all(dir.join("from/rules")).unwrap();
        write(&dir.join("from/rules/theme.csv"), "id\n").unwrap();
        write(&dir.join("from/place.toml"), "root = \"sources\"\n").unwrap();
        copy_place(&dir.join("from"), &dir.join("to")).unwrap();
        let copied: Vec<PathBuf> = files(&dir.join("to")).unwrap().into_iter().collect();
        assert_eq!(copied, [PathBuf::from("place.toml"), PathBuf::from("rules/theme.csv")]);
        crate::shell::remove_dir(&dir).unwrap();
    }

    #[test]
    fn a_place_whose_sources_are_absent_is_not_compared() {
        let dir = std::env::temp_dir().join(format!("totalplace-xtask-{}-absent", std::process::id()));
        fresh_dir(&dir.join("from")).unwrap();
        write(&dir.join("from/place.toml"), "[sources]\nroot = \"../../../shared/data/nowhere\"\n").unwrap();
        assert!(copy_place(&dir.join("from"), &dir.join("to")).unwrap_err().contains("not compared"));
        crate::shell::remove_dir(&dir).unwrap();
    }
}
