//! FEBRL 1 to 4 and five agencies linked by ours and by Splink.
//!
//! Ours runs as a stranger runs it, without a word of configuration: by `link`, and as a place that has each file as an
//! agency's. Then both run on the same comparisons, blocking and training rules, so that what differs is the program.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{program, python, verdict};
use crate::Outcome;
use crate::shell::{command, fresh_dir, output, root, target_dir};

/// What issue 4 asks for: the number of agencies is right for this many people.
const PEOPLE_RIGHT_MIN: f64 = 0.99;
/// What issue 13 asks of the five agencies without a configuration.
const RECALL_MIN: f64 = 0.98;
const PRECISION_MIN: f64 = 0.999;
const KNOWN_TO_ALL_OFF_MAX: f64 = 0.03;

/// Data whose truth is known, and the model that both sides link them by.
struct Case {
    name: &'static str,
    files: &'static [&'static str],
    model: &'static str,
    /// What of an id is the person.
    truth: &'static str,
    /// For several files: they are linked to each other, and no person is in one of them twice.
    is_between: bool,
}

const FEBRL: &str = "crates/linkage/tests/all/febrl.toml";
const CASES: [Case; 5] = [
    Case { name: "FEBRL 1", files: &["febrl/dataset1.csv"], model: FEBRL, truth: "febrl", is_between: false },
    Case { name: "FEBRL 2", files: &["febrl/dataset2.csv"], model: FEBRL, truth: "febrl", is_between: false },
    Case { name: "FEBRL 3", files: &["febrl/dataset3.csv"], model: FEBRL, truth: "febrl", is_between: false },
    Case {
        name: "FEBRL 4",
        files: &["febrl/dataset4a.csv", "febrl/dataset4b.csv"],
        model: FEBRL,
        truth: "febrl",
        is_between: true,
    },
    Case {
        name: "Five agencies",
        files: &[
            "five-agencies/dataset-1.csv",
            "five-agencies/dataset-2.csv",
            "five-agencies/dataset-3.csv",
            "five-agencies/dataset-4.csv",
            "five-agencies/dataset-5.csv",
        ],
        model: "crates/linkage/tests/all/five_agencies.toml",
        truth: "id",
        is_between: true,
    },
];

#[derive(Default)]
pub struct Options {
    /// The program; the release build where none is named.
    program: Option<PathBuf>,
    /// Only data whose name has this word.
    only: Option<String>,
    skips_splink: bool,
}

impl Options {
    pub fn parse(words: &[&str]) -> Outcome<Options> {
        let mut options = Options::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().map(|value| (*value).to_owned()).ok_or(format!("`{word}` needs a value"));
            match *word {
                "--program" => options.program = Some(PathBuf::from(value()?)),
                "--only" => options.only = Some(value()?.to_lowercase()),
                "--skip-splink" => options.skips_splink = true,
                other => {
                    return Err(format!(
                        "`{other}` is no option of `bench linkage-quality`; there are --program PATH, --only WORD and --skip-splink"
                    ));
                }
            }
        }
        Ok(options)
    }
}

/// What the programs need to be run.
struct Table {
    program: PathBuf,
    python: PathBuf,
    data: PathBuf,
    dir: PathBuf,
}

/// Everything that `cargo xtask bench linkage-quality` shows: a table as `docs/methods/linkage.md` has it.
pub fn linkage_quality(options: &Options) -> Outcome {
    let data = root().parent().map(|beside| beside.join("shared/data/linkage")).filter(|dir| dir.is_dir());
    let data = data.ok_or("the benchmark needs the people in ../shared/data/linkage beside the checkout")?;
    let target = target_dir()?;
    let (program, python) = (program(options.program.as_deref())?, python(&target.join("bench-venv"))?);
    let table = Table { program, python, data, dir: target.join("bench-linkage-quality") };
    println!("| data | program | precision | recall | F1 | pairs missed | pairs wrong | people right | known to all |");
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|");
    let mut verdicts = Vec::new();
    let is_asked = |case: &&Case| options.only.as_ref().is_none_or(|word| case.name.to_lowercase().contains(word));
    for case in CASES.iter().filter(is_asked) {
        let [link, place] = [table.by_link(case)?, table.as_place(case)?];
        print_line(case.name, "totalplace `link`, no configuration", &link);
        print_line("", "totalplace, a place, no configuration", &place);
        let same = table.same_comparisons(case)?;
        print_line("", "totalplace, Splink's comparisons", &same);
        if !options.skips_splink {
            print_line("", "Splink 5", &table.splink(case)?);
        }
        if 2 < case.files.len() {
            verdicts = [("`link`", &link), ("a place", &place)].into_iter().flat_map(unconfigured).collect();
            verdicts.push(format!(
                "same comparisons: {}",
                verdict(PEOPLE_RIGHT_MIN <= share(&same), "at least 99% of people")
            ));
        }
    }
    println!();
    verdicts.iter().for_each(|line| println!("{}: {line}", CASES[CASES.len() - 1].name));
    Ok(())
}

/// What was asked of people known to several agencies.
fn unconfigured((way, said): (&str, &Value)) -> [String; 3] {
    let number = |key: &str| said[key].as_f64().unwrap_or(f64::NAN);
    let off = (number("n_known_to_all") / number("n_truly_known_to_all") - 1.0).abs();
    [
        format!("{way}: recall {}", verdict(RECALL_MIN <= number("recall"), "at least 0.98")),
        format!("{way}: precision {}", verdict(PRECISION_MIN <= number("precision"), "at least 0.999")),
        format!("{way}: people known to all {}", verdict(off <= KNOWN_TO_ALL_OFF_MAX, "within 3% of the truth")),
    ]
}

impl Table {
    fn paths(&self, case: &Case) -> Vec<String> {
        case.files.iter().map(|file| text(&self.data.join(file))).collect()
    }

    /// Clusters compared with the truth of all records of the files.
    fn ours(&self, case: &Case, clusters: &Path) -> Outcome<Value> {
        let (clusters, files) = (text(clusters), self.paths(case));
        let mut words = vec!["ours", clusters.as_str(), case.truth];
        words.extend(files.iter().map(String::as_str));
        said(&self.python, &words)
    }

    /// `link` of the files and nothing more. 1 is done, with something to look at.
    fn link(&self, case: &Case, more: &[String]) -> Outcome<Value> {
        let out = self.dir.join("linked");
        let mut link = command(&text(&self.program), &["link"]);
        link.args(self.paths(case)).args(["--out".to_owned(), text(&out)]).args(more);
        done(link)?;
        self.ours(case, &out.join("clusters.csv"))
    }

    fn by_link(&self, case: &Case) -> Outcome<Value> {
        fresh_dir(&self.dir)?;
        self.link(case, &[])
    }

    /// A place that has each file as the people of an agency.
    fn as_place(&self, case: &Case) -> Outcome<Value> {
        fresh_dir(&self.dir)?;
        let place = self.dir.join("place");
        fresh_dir(&place.join("people"))?;
        crate::shell::write(&place.join("place.toml"), &case.place_file())?;
        for path in case.files {
            let name = Path::new(path).file_name().unwrap_or_default();
            std::fs::copy(self.data.join(path), place.join("people").join(name))
                .map_err(|error| format!("cannot copy `{path}`: {error}"))?;
        }
        done(command(&text(&self.program), &["build", &text(&place), "linkage", "--quiet"]))?;
        let sql = "SELECT agency AS source, record_id AS id, person_id AS person FROM person_cluster";
        let clusters = self.dir.join("clusters.csv");
        let found = output(command(&text(&self.program), &["query", &text(&place), sql, "--csv"]))?;
        crate::shell::write(&clusters, &found)?;
        self.ours(case, &clusters)
    }

    fn same_comparisons(&self, case: &Case) -> Outcome<Value> {
        fresh_dir(&self.dir)?;
        let model = case.write_model(&self.dir)?;
        let settings = text(&self.dir.join("settings.json"));
        self.link(case, &["--model".to_owned(), model, "--write-splink".to_owned(), settings])
    }

    /// With the model and the settings that [`Table::same_comparisons`] wrote.
    fn splink(&self, case: &Case) -> Outcome<Value> {
        let (model, settings) = (text(&self.dir.join("case.toml")), text(&self.dir.join("settings.json")));
        let files = self.paths(case);
        let mut words = vec!["splink", &model, &settings, case.truth];
        words.extend(files.iter().map(String::as_str));
        said(&self.python, &words)
    }
}

impl Case {
    /// What a file is called without its ending.
    fn stems(&self) -> Vec<&str> {
        self.files.iter().filter_map(|file| Path::new(file).file_stem()?.to_str()).collect()
    }

    /// The model with its link type, for both sides.
    fn write_model(&self, dir: &Path) -> Outcome<String> {
        let mut model = crate::shell::read(&root().join(self.model))?;
        if self.is_between && !model.contains("\nlink = ") {
            let head = format!("version = 1\nlink = \"link_only\"\nno_duplicates_in = {:?}", self.stems());
            model = model.replacen("version = 1", &head, 1);
        }
        let path = dir.join("case.toml");
        crate::shell::write(&path, &model)?;
        Ok(text(&path))
    }

    fn place_file(&self) -> String {
        let mut text = "name = \"Measured\"\nyear = \"2024-25\"\n\n[sources]\nroot = \".\"\n\n[[body]]\nid = \"one\"\n\
                        name = \"Wendshire County Council\"\nkind = \"county_council\"\n"
            .to_owned();
        for stem in self.stems() {
            text += &format!(
                "\n[[source]]\nkind = \"people\"\nbody = \"one\"\nagency = \"{stem}\"\nfiles = [\"people/{stem}.csv\"]\n"
            );
        }
        text
    }
}

/// Runs a command that ends with 0, or with 1 where there is something to look at.
fn done(mut command: std::process::Command) -> Outcome {
    let output = command.output().map_err(|error| format!("cannot run {command:?}: {error}"))?;
    match output.status.code() {
        Some(0 | 1) => Ok(()),
        _ => Err(format!("{command:?} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr))),
    }
}

fn said(python: &Path, words: &[&str]) -> Outcome<Value> {
    let script = text(&root().join("benches/peers/linkage_quality.py"));
    let words: Vec<&str> = std::iter::once(script.as_str()).chain(words.iter().copied()).collect();
    let said = output(command(&text(python), &words))?;
    let last = said.lines().last().unwrap_or_default();
    serde_json::from_str(last).map_err(|error| format!("linkage_quality.py printed no JSON: {error}"))
}

fn share(said: &Value) -> f64 {
    let n = |key: &str| said[key].as_f64().unwrap_or(f64::NAN);
    n("n_people_right") / n("n_people")
}

fn print_line(name: &str, program: &str, said: &Value) {
    let number = |key: &str| format!("{:.4}", said[key].as_f64().unwrap_or(f64::NAN));
    println!(
        "| {name} | {program} | {} | {} | {} | {} | {} | {:.2}% | {} of {} |",
        number("precision"),
        number("recall"),
        number("f1"),
        said["n_missed"],
        said["n_wrong"],
        100.0 * share(said),
        said["n_known_to_all"],
        said["n_truly_known_to_all"]
    );
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
